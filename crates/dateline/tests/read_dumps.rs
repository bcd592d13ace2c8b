//! Page dumps in the forms of many papers. The texts are invented.

use dateline::read::{Item, Options, Reader, write_json};
use serde_json::Value;

fn read(text: &str, plain: bool) -> Value {
    let options = Options {
        plain,
        ..Options::default()
    };
    let reader = Reader::new(options).expect("the built-in tables load");
    match reader.document("page.txt", text.as_bytes().to_vec()) {
        Item::Document(document) => {
            assert_eq!(document.text, text);
            write_json(&document, None)
        }
        other => panic!("{other:?}\n{text}"),
    }
}

/// Parts as "key: text = value", one a line; body paragraphs by their first and last words.
#[track_caller]
fn check(text: &str, expected: &str) {
    let found = read(text, false);
    let code_points: Vec<char> = text.chars().collect();
    let mut lines = Vec::new();
    for (key, part) in found["parts"].as_object().expect("parts") {
        let list = match part {
            Value::Array(list) => list.clone(),
            part => vec![part.clone()],
        };
        // With several captions or credits, the first stands alone as well.
        if found["parts"].get(format!("{key}s")).is_some() {
            continue;
        }
        for part in list {
            let words = part["text"].as_str().expect("text");
            let at = |n: usize| usize::try_from(part["span"][n].as_u64().expect("offset")).expect("small");
            let sliced: String = code_points[at(0)..at(1)].iter().collect();
            assert_eq!(sliced, words, "{key}");
            let mut line = format!("{}: {words}", key.trim_end_matches('s'));
            for field in ["value", "place", "date"] {
                match part.get(field) {
                    Some(Value::String(value)) => line.push_str(&format!(" = {value}")),
                    Some(value) => line.push_str(&format!(" = {value}")),
                    None => {}
                }
            }
            lines.push(line);
        }
    }
    if let Some(published) = found["published"].as_str() {
        lines.push(format!("published: {published}"));
    }
    for paragraph in found["body"].as_array().expect("body") {
        let at = |n: usize| usize::try_from(paragraph[n].as_u64().expect("offset")).expect("small");
        let words: String = code_points[at(0)..at(1)].iter().collect();
        let words: Vec<_> = words.split_whitespace().collect();
        let last = words.len().saturating_sub(2);
        lines.push(format!(
            "| {} ... {}",
            words[..2.min(words.len())].join(" "),
            words[last..].join(" ")
        ));
    }
    lines.sort();
    let mut wanted: Vec<_> = expected
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    wanted.sort_unstable();
    let found = lines.join("\n");
    let wanted = wanted.join("\n");
    assert_eq!(found, wanted, "\n--- found\n{found}\n--- wanted\n{wanted}");
}

#[test]
fn bangladesh() {
    check(
        "Monday, 4 October, 2021, 9:05 PM\nZambia to lend two trains to Malawi\n\nLilongwe to pay after harvest\n\nPublished : Monday, 4 October, 2021 at 12:00 AM  Count : 1,204\n\nWorkers wash a train at the yard in Ndola on October 2. photo : Reuters\n\nLUSAKA, Oct 3: Zambia agreed on Sunday to lend two trains to Malawi, officials said.\nThe ministers met in Chipata on Friday.\n\"We trust our neighbours,\" the minister said.    -AFP\n\n",
        "printed_at: Monday, 4 October, 2021, 9:05 PM = 2021-10-04T21:05
         headline: Zambia to lend two trains to Malawi
         kicker: Lilongwe to pay after harvest
         published_at: Monday, 4 October, 2021 at 12:00 AM = 2021-10-04T00:00
         view_count: 1,204 = 1204
         caption: Workers wash a train at the yard in Ndola on October 2.
         photo_credit: photo : Reuters = Reuters
         dateline: LUSAKA, Oct 3: = Lusaka = 2021-10-03
         agency: -AFP = AFP
         published: 2021-10-04
         | Zambia agreed ... officials said.
         | The ministers ... on Friday.
         | \"We trust ... minister said.",
    );
}

#[test]
fn pakistan() {
    check(
        "Home | World | Asia\nTwo envoys expelled from Minsk\nBy Jane Doe\nAugust 27, 2021\nShare\nTweet\n\nISLAMABAD: Belarus on Thursday expelled two envoys of Lithuania, the foreign ministry said in a statement.\n\nThe envoys left within the day, it added.\n\nPublished in The Morning Paper, August 27th, 2021\n",
        "furniture: Home | World | Asia
         headline: Two envoys expelled from Minsk
         byline: By Jane Doe = Jane Doe
         published_at: August 27, 2021 = 2021-08-27
         furniture: Share
         furniture: Tweet
         dateline: ISLAMABAD: = Islamabad
         furniture: Published in The Morning Paper, August 27th, 2021
         published: 2021-08-27
         | Belarus on ... a statement.
         | The envoys ... it added.",
    );
}

#[test]
fn india() {
    check(
        "Farmers block highway near Ambala for third day\nANI | Updated: Aug 27, 2021 17:07 IST\n\nFarmers block the highway near Ambala. (ANI Photo)\n\nAmbala (Haryana) [India], August 27 (ANI): Hundreds of farmers blocked the national highway on Friday for a third day.\nPolice detained twelve of them, a senior officer said. (ANI)\n",
        "headline: Farmers block highway near Ambala for third day
         byline: ANI = ANI
         furniture: Aug 27, 2021 17:07 IST
         caption: Farmers block the highway near Ambala.
         photo_credit: (ANI Photo) = ANI
         dateline: Ambala (Haryana) [India], August 27 = Ambala = 2021-08-27
         agency: (ANI) = ANI
         published: 2021-08-27
         | Hundreds of ... third day.
         | Police detained ... officer said.",
    );
}

#[test]
fn china() {
    check(
        "Rwanda, Burundi reopen border crossing\nSource: Xinhua| 2021-09-03 22:14:05|Editor: huaxia\n\nGENEVA, Sept. 3 (Xinhua) -- Rwanda and Burundi reopened a border crossing on Friday, a UN spokesperson said.\nIt had been closed for six years. Enditem\n",
        "headline: Rwanda, Burundi reopen border crossing
         byline: Source: Xinhua = Xinhua
         published_at: 2021-09-03 22:14:05 = 2021-09-03T22:14
         furniture: Editor: huaxia
         dateline: GENEVA, Sept. 3 = Geneva = 2021-09-03
         agency: Xinhua = Xinhua
         published: 2021-09-03
         | Rwanda and ... spokesperson said.
         | It had ... years. Enditem",
    );
}

#[test]
fn reuters() {
    check(
        "Rebels free 40 miners in eastern Congo, army says\nBy John Roe\nFebruary 11, 20193:05 PM UTC\nUpdated 2 years ago\n\nGOMA, Democratic Republic of Congo, Feb 11 (Reuters) - Rebels freed 40 miners on Monday, the army said.\n\nThe miners were seized in January near Beni.\n\n(Reporting by John Roe; Editing by Jane Doe)\nOur Standards: The Thomson Reuters Trust Principles.\n",
        "headline: Rebels free 40 miners in eastern Congo, army says
         byline: By John Roe = John Roe
         published_at: February 11, 20193:05 PM UTC = 2019-02-11T15:05
         furniture: Updated 2 years ago
         dateline: GOMA, Democratic Republic of Congo, Feb 11 = Goma = 2019-02-11
         agency: Reuters = Reuters
         furniture: (Reporting by John Roe; Editing by Jane Doe)
         furniture: Our Standards: The Thomson Reuters Trust Principles.
         published: 2019-02-11
         | Rebels freed ... army said.
         | The miners ... near Beni.",
    );
}

#[test]
fn kenya() {
    check(
        "The Savanna Standard\nPolice disperse teachers' march in Kisumu\nTuesday, March 9, 2010\nBy Ann Poe in Kisumu\n1,532 views\n\nTeachers march in Kisumu on Monday. [Photo: Ann Poe, Standard]\n\nPolice used tear gas on Monday to disperse some 300 teachers who marched for better pay in Kisumu.\nFive of them were arrested, the union said.\nRelated stories\nMinister visits school\nPower cut in Nakuru\n",
        "furniture: The Savanna Standard
         headline: Police disperse teachers' march in Kisumu
         published_at: Tuesday, March 9, 2010 = 2010-03-09
         byline: By Ann Poe in Kisumu = Ann Poe
         view_count: 1,532 = 1532
         caption: Teachers march in Kisumu on Monday.
         photo_credit: [Photo: Ann Poe, Standard] = Ann Poe, Standard
         furniture: Related stories
         furniture: Minister visits school
         furniture: Power cut in Nakuru
         published: 2010-03-09
         | Police used ... in Kisumu.
         | Five of ... union said.",
    );
}

#[test]
fn associated_press() {
    check(
        "Peru’s congress ousts interior minister over protest deaths\n\nLIMA, Peru (AP) — Peru’s congress voted on Tuesday to oust the interior minister over the deaths of two protesters.\n\nThe vote was 71 to 40.\n\n___\n\nAssociated Press writer Jane Doe in Lima contributed to this report.\n\nCopyright 2020 The Associated Press. All rights reserved.\n",
        "headline: Peru’s congress ousts interior minister over protest deaths
         dateline: LIMA, Peru = Lima
         agency: AP = AP
         furniture: ___
         furniture: Associated Press writer Jane Doe in Lima contributed to this report.
         furniture: Copyright 2020 The Associated Press. All rights reserved.
         | Peru’s congress ... two protesters.
         | The vote ... to 40.",
    );
}

#[test]
fn malaysia() {
    check(
        "Manila recalls ambassador from Kuala Lumpur\nPosted: 13 July 2014 10:42\nKUALA LUMPUR: Manila recalled its ambassador on Sunday after a row over fishing boats, the foreign ministry said.\nThe row began in May.\n- AFP/ac\n",
        "headline: Manila recalls ambassador from Kuala Lumpur
         published_at: 13 July 2014 10:42 = 2014-07-13T10:42
         dateline: KUALA LUMPUR: = Kuala Lumpur
         agency: - AFP/ac = AFP
         published: 2014-07-13
         | Manila recalled ... ministry said.
         | The row ... in May.",
    );
}

#[test]
fn russia() {
    check(
        "26 AUG 2021, 14:31\nMoscow ready to host talks between Khartoum and rebels\n\nMOSCOW, August 26. /TASS/. Russia is ready to host talks between Khartoum and the rebels, a deputy minister told reporters on Thursday.\n\nRead also\nEnvoy arrives in Juba\n\nThe talks could start in October, he added.\n",
        "printed_at: 26 AUG 2021, 14:31 = 2021-08-26T14:31
         headline: Moscow ready to host talks between Khartoum and rebels
         dateline: MOSCOW, August 26 = Moscow = 2021-08-26
         agency: TASS = TASS
         furniture: Read also
         published: 2021-08-26
         | Russia is ... on Thursday.
         | Envoy arrives ... in Juba
         | The talks ... he added.",
    );
}

#[test]
fn nigeria() {
    check(
        "Gunmen abduct five traders on Kaduna road\nBy John Roe\nOn August 3, 2021 | 4:15 am\nIn News\nKindly Share This Story:\n\nBy John Roe, Kaduna\n\nGunmen on Monday abducted five traders on the road from Kaduna to Abuja, the police said in a statement.\n\nThe traders were on their way to a market.\n\nVanguard News Nigeria\n\nSubscribe to our channel\n",
        "headline: Gunmen abduct five traders on Kaduna road
         byline: By John Roe = John Roe
         furniture: By John Roe, Kaduna
         published_at: August 3, 2021 | 4:15 am = 2021-08-03T04:15
         furniture: In News
         furniture: Kindly Share This Story:
         furniture: Vanguard News Nigeria
         furniture: Subscribe to our channel
         published: 2021-08-03
         | Gunmen on ... a statement.
         | The traders ... a market.",
    );
}

#[test]
fn middle_east() {
    check(
        "World\nIraqi protesters storm governor's office in Nasiriyah\nProtesters demand the release of two activists held since Sunday.\n27 Aug 2021\nIraqi protesters gather in front of the governor's office in Nasiriyah [File: Jane Doe/Reuters]\n\nHundreds of protesters stormed the governor's office in the Iraqi city of Nasiriyah on Friday, a security source told Al Jazeera.\nGuards fired into the air.\nSOURCE: AL JAZEERA AND NEWS AGENCIES\n",
        "furniture: World
         headline: Iraqi protesters storm governor's office in Nasiriyah
         kicker: Protesters demand the release of two activists held since Sunday.
         published_at: 27 Aug 2021 = 2021-08-27
         caption: Iraqi protesters gather in front of the governor's office in Nasiriyah
         photo_credit: [File: Jane Doe/Reuters] = Reuters
         agency: SOURCE: AL JAZEERA AND NEWS AGENCIES = Al Jazeera
         published: 2021-08-27
         | Hundreds of ... Al Jazeera.
         | Guards fired ... the air.",
    );
}

#[test]
fn britain_with_windows_line_ends() {
    check(
        "Dock workers at Hull begin two-day strike\r\nPublished\r\n6 December 2019\r\nShare page\r\n\r\nImage caption\r\nDock workers at the gates of the port on Friday\r\n\r\nMore than 200 dock workers have begun a two-day strike at the port of Hull over pay.\r\n\r\nThe union accused the port's owner of breaking its word.\r\n\r\nFollow us on Facebook, Twitter and Instagram.\r\n",
        "headline: Dock workers at Hull begin two-day strike
         furniture: Published
         published_at: 6 December 2019 = 2019-12-06
         furniture: Share page
         furniture: Image caption
         caption: Dock workers at the gates of the port on Friday
         furniture: Follow us on Facebook, Twitter and Instagram.
         published: 2019-12-06
         | More than ... over pay.
         | The union ... its word.",
    );
}

#[test]
fn nepal() {
    check(
        "Last Updated: Sat, 28 Aug 2021 08:15\nKathmandu, Delhi sign power deal\nStaff Correspondent\n\nKathmandu, August 27: Nepal and India on Friday signed an agreement on the trade of electric power.\nThe agreement runs for ten years. RSS\n",
        "furniture: Sat, 28 Aug 2021 08:15
         headline: Kathmandu, Delhi sign power deal
         byline: Staff Correspondent = Staff Correspondent
         dateline: Kathmandu, August 27: = Kathmandu = 2021-08-27
         agency: RSS = RSS
         published: 2021-08-28
         | Nepal and ... electric power.
         | The agreement ... ten years.",
    );
}

#[test]
fn no_furniture_at_all() {
    check(
        "Chad closes its border with Libya\n\nChad closed its border with Libya on Monday after a raid by rebels, state television reported.\n\nThe army sent more troops to the north.\n",
        "headline: Chad closes its border with Libya
         | Chad closed ... television reported.
         | The army ... the north.",
    );
}

#[test]
fn wrapped_lines() {
    let text = "Chad closes its border with Libya\n\nChad closed its border with Libya on Monday after a raid\nby rebels from the north of the country, according to a\nstatement that was read on state television in the late\nevening.\n\nThe army sent more troops to the north, where two towns\nhave been without power since the weekend because of the\nfighting between the rebels and guards of the border.\n";
    check(
        text,
        "headline: Chad closes its border with Libya
         | Chad closed ... late evening.
         | The army ... the border.",
    );
}

#[test]
fn single_sentences_are_body() {
    check(
        "Police in Nairobi arrested two opposition leaders on Monday.",
        "| Police in ... on Monday.",
    );
    check(
        "NAIROBI (Reuters) - Police in Nairobi arrested two opposition leaders on Monday.",
        "dateline: NAIROBI = Nairobi
         agency: Reuters = Reuters
         | Police in ... on Monday.",
    );
}

#[test]
fn plain_keeps_every_line() {
    let text = "Mayor meets envoys\nPublished : Friday, 27 August, 2021 at 12:00 AM  Count : 169\nLUSAKA: The mayor met two envoys on Friday. photo : AFP\nShare\n-REUTERS";
    let found = read(text, true);
    let parts = found["parts"].as_object().expect("parts");
    let keys: Vec<_> = parts.keys().map(String::as_str).collect();
    assert_eq!(keys, ["agency", "dateline", "headline"]);
    assert_eq!(found["body"].as_array().map(Vec::len), Some(3));
    assert_eq!(found["published"], Value::Null);
}
