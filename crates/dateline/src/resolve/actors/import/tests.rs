//! Invented files of other collections, and what becomes of them.

use super::*;

fn imported(lines: &[&str]) -> (Vec<String>, Vec<Note>) {
    let mut importer = Importer::new().unwrap();
    let (mut out, mut notes) = (Vec::new(), Vec::new());
    for (i, line) in lines.iter().enumerate() {
        importer
            .wikidata(i + 1, line, &mut out, &mut |note| notes.push(note))
            .unwrap();
    }
    let text = String::from_utf8(out).unwrap();
    (text.lines().map(|line| importer.complete(line)).collect(), notes)
}

/// A claim with an item as its value.
fn claim(item: &str) -> String {
    format!(
        r#"{{"mainsnak":{{"snaktype":"value","datavalue":{{"value":{{"id":"{item}"}},"type":"wikibase-entityid"}}}},"rank":"normal"}}"#
    )
}

fn term(item: &str, from: &str, to: &str) -> String {
    let time =
        |t: &str| format!(r#"[{{"datavalue":{{"value":{{"time":"+{t}T00:00:00Z","precision":11}},"type":"time"}}}}]"#);
    let claim = claim(item);
    let end = if to.is_empty() {
        String::new()
    } else {
        format!(r#","P582":{}"#, time(to))
    };
    format!(
        r#"{},"qualifiers":{{"P580":{}{end}}}}}"#,
        &claim[..claim.len() - 1],
        time(from)
    )
}

fn item(id: &str, label: &str, aliases: &[&str], claims: &[(&str, String)]) -> String {
    let aliases: Vec<String> = aliases
        .iter()
        .map(|a| format!(r#"{{"language":"en","value":"{a}"}}"#))
        .collect();
    let aliases = if aliases.is_empty() {
        "[]".to_owned()
    } else {
        format!(r#"{{"en":[{}]}}"#, aliases.join(","))
    };
    let claims: Vec<String> = claims.iter().map(|(p, c)| format!(r#""{p}":[{c}]"#)).collect();
    format!(
        r#"{{"type":"item","id":"{id}","labels":{{"en":{{"language":"en","value":"{label}"}}}},"descriptions":{{}},"aliases":{aliases},"claims":{{{}}}}}"#,
        claims.join(",")
    )
}

#[test]
fn a_dump_becomes_rows_and_the_rest_is_said() {
    let person = item(
        "Q900000001",
        "Asha Mwende",
        &["A. Mwende", "\u{41c}\u{432}"],
        &[
            ("P31", claim("Q5")),
            ("P27", claim("Q114")),
            (
                "P39",
                [
                    term("Q900000002", "2014-03-01", "2018-02-28"),
                    term("Q900000003", "2019-01-01", ""),
                ]
                .join(","),
            ),
        ],
    );
    let front = item(
        "Q900000004",
        "Tamber Front",
        &["TF"],
        &[("P31", claim("Q17149090")), ("P17", claim("Q114"))],
    );
    let compact = item("Q900000005", "Lakes Compact", &[], &[("P31", claim("Q245065"))]);
    let lines = [
        "[".to_owned(),
        format!("{person},"),
        format!("{front},"),
        format!("{compact},"),
        item(
            "Q900000002",
            "Prime Minister of Kenya",
            &[],
            &[("P31", claim("Q294414")), ("P17", claim("Q114"))],
        ) + ",",
        item(
            "Q900000003",
            "Cabinet Secretary of Harbours",
            &[],
            &[("P31", claim("Q4164871"))],
        ) + ",",
        item(
            "Q114",
            "Kenya",
            &[],
            &[("P31", claim("Q6256")), ("P463", term("Q900000005", "2006-01-01", ""))],
        ) + ",",
        item("Q900000006", "Red mullet", &[], &[("P31", claim("Q16521"))]) + ",",
        "{\"id\":\"Q900000007\",\"labels\":[],\"claims\":[]},".to_owned(),
        "{\"id\":\"Q9000".to_owned(),
        item(
            "Q900000008",
            "Ben Otal",
            &[],
            &[("P31", claim("Q5")), ("P27", claim("Q114"))],
        ) + ",",
        format!("{front},"),
        item("Q900000009", "the", &[], &[("P31", claim("Q43229"))]),
        "]".to_owned(),
    ];
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let (rows, notes) = imported(&lines);
    assert_eq!(
        rows,
        [
            "Q900000001\tAsha Mwende\tA. Mwende\tKEN\tGOV\t2014-03-01\t2018-02-28\tperson\tprime minister\tQ900000001",
            "Q900000001.2\tAsha Mwende\tA. Mwende\tKEN\tGOV\t2019-01-01\t\tperson\tCabinet Secretary of Harbours\tQ900000001",
            "Q900000004\tTamber Front\tTF\tKEN\tUAF\t\t\torganization\t\tQ900000004",
            "Q900000005\tLakes Compact\t\tIGO\t\t\t\tigo\tKEN:2006-\tQ900000005",
        ],
        "{notes:#?}"
    );
    let said: Vec<(usize, &str, bool)> = notes.iter().map(|n| (n.line, n.class, n.kept)).collect();
    for expected in [
        (2, "a name left out", true),
        (5, "an office, kept for its holders", false),
        (7, "built in", false),
        (8, "no class of actors", false),
        (9, "no English label", false),
        (10, "no entity of Wikidata", false),
        (11, "a person without office", false),
        (12, "stands twice", false),
        (13, "would not load", false),
    ] {
        assert!(said.contains(&expected), "{expected:?}: {notes:#?}");
    }
    let file = format!("{}\n{}\n", ActorRow::header(), rows.join("\n"));
    let resolver = ActorResolver::with(&[("own.tsv", &file)]).unwrap();
    let day = crate::resolve::actors::parse_day("2016-05-01", false).unwrap();
    let known = resolver.why("Mwende", day);
    assert_eq!(known.len(), 1);
    assert_eq!(known[0].rows[0].to_string(), "own.tsv:2");
}

#[test]
fn an_actor_file_becomes_rows_and_the_rest_is_said() {
    let text = "\
# invented for this test
KENTRA_DELTA_FRONT_
+THE_DELTA_BOYS
\t[KENREB <901231]
\t[KENGOV 19910101-19961130] [KENXYZ >961201]
ORDA [IGO]
MARY_OTAL [KENGOV >20010101]
NOBODY_AT_ALL [---]
NORTHMARK [NMK]
BROKEN [KEN >20019999]
ALONE
";
    let mut importer = Importer::new().unwrap();
    let (mut out, mut notes) = (Vec::new(), Vec::new());
    let written = importer.petrarch(text, &mut out, &mut |note| notes.push(note)).unwrap();
    let rows = String::from_utf8(out).unwrap();
    let rows: Vec<&str> = rows.lines().collect();
    assert_eq!(written, rows.len());
    assert_eq!(
        rows,
        [
            "ken.kentra_delta_front\tKentra Delta Front\tThe Delta Boys\tKEN\tREB\t\t1990-12-31\torganization\t\t",
            "ken.kentra_delta_front.2\tKentra Delta Front\tThe Delta Boys\tKEN\tGOV\t1991-01-01\t1996-11-30\torganization\t\t",
            "ken.kentra_delta_front.3\tKentra Delta Front\tThe Delta Boys\tKEN\t\t1996-12-01\t\torganization\t\t",
            "igo.orda\tORDA\t\tIGO\t\t\t\tigo\t\t",
            "ken.mary_otal\tMary Otal\t\tKEN\tGOV\t2001-01-01\t\tperson\t\t",
        ],
        "{notes:#?}"
    );
    let said: Vec<(usize, &str)> = notes.iter().map(|n| (n.line, n.class)).collect();
    for expected in [
        (5, "part of a code left out"),
        (8, "stands for nobody"),
        (9, "code without country or sector"),
        (10, "not understood"),
        (11, "not understood"),
    ] {
        assert!(said.contains(&expected), "{expected:?}: {notes:#?}");
    }
    let file = format!("{}\n{}\n", ActorRow::header(), rows.join("\n"));
    ActorResolver::with(&[("own.tsv", &file)]).unwrap();
}

#[test]
fn what_a_file_is_is_told_from_its_start() {
    for (start, form) in [
        ("[\n{\"id\"", Form::Wikidata),
        ("{\"id\"", Form::Wikidata),
        ("[{", Form::Wikidata),
        ("KENYA_ [KEN]", Form::Petrarch),
        ("# Actors\n", Form::Petrarch),
    ] {
        assert_eq!(Form::of(start.as_bytes()), form, "{start}");
    }
}

#[test]
fn packed_and_plain_files_are_read_line_by_line() {
    let text = b"[\n{\"id\":\"Q1\"},\n\xff\n]";
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text).unwrap();
    for bytes in [text.to_vec(), packed.finish().unwrap()] {
        let mut lines = Vec::new();
        let reader = unpacked(std::io::Cursor::new(bytes)).unwrap();
        each_line(reader, &mut |number, line| {
            lines.push((number, line.trim_end().to_owned()));
            Ok(())
        })
        .unwrap();
        assert_eq!(lines.len(), 4, "{lines:?}");
        assert_eq!(lines[1], (2, "{\"id\":\"Q1\"},".to_owned()));
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_noted(text in "[A-Z\\[\\]+:_&~<>;#{}\" ,\t0-9\n\\-]{0,160}") {
        thread_local! {
            static IMPORTER: std::cell::RefCell<Importer> = std::cell::RefCell::new(Importer::new().unwrap());
        }
        IMPORTER.with_borrow_mut(|importer| {
            let mut out = Vec::new();
            importer.petrarch(&text, &mut out, &mut |_| {}).unwrap();
            for (i, line) in text.lines().enumerate() {
                importer.wikidata(i + 1, line, &mut out, &mut |_| {}).unwrap();
            }
            for line in String::from_utf8(out).unwrap().lines() {
                assert_eq!(line.split('\t').count(), 10, "{line}");
            }
        });
    }
}
