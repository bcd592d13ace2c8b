//! Places from text to point: which words name one, and which of the places of a name is meant.

use std::sync::LazyLock;

use dateline::pipeline::Pipeline;
use dateline::resolve::Resolver;
use dateline::{Document, PlaceMention, Precision, Span};

fn places(text: &str) -> Vec<(String, PlaceMention)> {
    let document = Document {
        id: "t".into(),
        body: vec![Span::new(0, text.len())],
        text: text.to_owned(),
        parts: Default::default(),
        meta: Default::default(),
    };
    static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::builtin().expect("what is built in loads"));
    let coded = PIPELINE.process(&document);
    coded
        .resolved
        .places
        .into_iter()
        .map(|m| (m.span.of(text).to_owned(), m))
        .collect()
}

/// The first mention of these words.
#[track_caller]
fn of<'a>(all: &'a [(String, PlaceMention)], words: &str) -> &'a PlaceMention {
    let names: Vec<_> = all.iter().map(|(name, _)| name).collect();
    &all.iter()
        .find(|(name, _)| name == words)
        .unwrap_or_else(|| panic!("{words:?} is not among {names:?}"))
        .1
}

#[track_caller]
fn near(mention: &PlaceMention, lat: f64, lon: f64) {
    let (Some(a), Some(b)) = (mention.place.lat, mention.place.lon) else {
        panic!("no point: {:?}", mention.place);
    };
    assert!((a - lat).abs() < 1.0 && (b - lon).abs() < 1.0, "{:?}", mention.place);
}

#[test]
fn the_text_says_what_holds_a_place() {
    let all = places("A flood closed two bridges in Springfield, Oregon, on Friday. Another hit Paris, Texas.\n");
    near(of(&all, "Springfield"), 44.05, -123.02);
    near(of(&all, "Paris"), 33.66, -95.56);
    let all = places("Police in Athens, Ga., said the driver was from Troy, N.Y., and had no licence.\n");
    near(of(&all, "Athens"), 33.96, -83.38);
    near(of(&all, "Troy"), 42.73, -73.69);
}

#[test]
fn a_large_place_where_nothing_else_is_said() {
    let all = places("Thousands marched in Paris on Sunday against the law.\n");
    near(of(&all, "Paris"), 48.86, 2.35);
}

#[test]
fn company_decides() {
    let all = places(
        "The storm closed roads in Lamar County, Texas, overnight. Schools in Paris, Honey Grove and Bonham opened late.\n",
    );
    near(of(&all, "Paris"), 33.66, -95.56);
    let all = places("Ministers from Georgia, Armenia and Azerbaijan met in Tbilisi on Monday.\n");
    near(of(&all, "Georgia"), 42.2, 43.5);
    let all = places("Fires burned in Florida, Georgia and Alabama on Monday.\n");
    near(of(&all, "Georgia"), 32.7, -83.4);
}

#[test]
fn what_holds_it_elsewhere_is_not_overruled_by_size() {
    let all = places("The farm lies near Birmingham, Ontario, the owner said.\n");
    let place = &of(&all, "Birmingham").place;
    assert!(
        place.country.as_deref() == Some("CAN") && place.precision != Some(Precision::City),
        "{place:?}"
    );
}

#[test]
fn streets_and_homes_lie_in_the_town_of_the_story() {
    let all = places(
        "Police in Akron arrested two men on Tuesday. The Akron court heard that shots were fired on Willow Creek Avenue. \
         A man from Akron died.\n",
    );
    near(of(&all, "Willow Creek Avenue"), 41.1, -81.5);
    let all = places("Officers searched a house in Brent, north west London, on Tuesday.\n");
    near(of(&all, "Brent"), 51.56, -0.28);
    let all = places("She was buried near New Quay, Ceredigion, on Friday.\n");
    assert_eq!(of(&all, "Ceredigion").place.country.as_deref(), Some("GBR"));
}

#[test]
fn a_state_in_the_dateline_tells_which_is_meant() {
    let all = places("OLYMPIA, Wash. - Lawmakers voted on Tuesday. Crews across Washington fought fires.\n");
    near(of(&all, "Washington"), 47.4, -120.5);
    let all =
        places("In Washington, envoys of Britain and France left the talks. London, Leeds and York said nothing.\n");
    near(of(&all, "Washington"), 38.9, -77.04);
}

#[test]
fn a_lone_name_far_away_is_not_taken() {
    let all = places(
        "Herders attacked villages in Benue state, Nigeria, on Monday. Families in Guma fled to Makurdi, and Nigeria \
         sent troops to Makurdi.\n",
    );
    let place = &of(&all, "Guma").place;
    assert!(place.country.as_deref() != Some("CHN"), "{place:?}");
}

#[test]
fn a_name_inside_a_phrase_is_attributive() {
    let all = places("The Nairobi police arrested a man in Mombasa on Tuesday.\n");
    assert!(of(&all, "Nairobi").attributive);
    assert!(!of(&all, "Mombasa").attributive);
}

#[test]
fn persons_and_money_are_no_places() {
    let all = places("Paris Hilton paid US$5 million to Jordan Smith, a lawyer, in August.\n");
    let names: Vec<_> = all.iter().map(|(name, _)| name.as_str()).collect();
    assert!(names.is_empty(), "{names:?}");
}

#[test]
fn unknown_names_lie_where_the_text_puts_them() {
    let all = places("Soldiers shelled the village of Qaranqabad, police in Kandahar said.\n");
    let village = of(&all, "Qaranqabad");
    assert_eq!(village.place.lat, None);
}

#[test]
fn tables_of_ones_own_and_rubbish() {
    let mut resolver = Resolver::builtin().expect("what is built in loads");
    let error = resolver.add_places("notes.txt", b"no table").expect_err("no table");
    assert!(error.to_string().starts_with("notes.txt: this is no table"), "{error}");
    let dump =
        "1\tXylograd\tXylograd\t\t51.5\t40.25\tP\tPPLA\tRU\t\t86\t0\t\t\t120000\t\t150\tEurope/Moscow\t2020-01-01\n";
    let table = dateline::resolve::places::import("own.txt", dump.as_bytes())
        .expect("a dump")
        .file();
    assert!(resolver.places().known("Xylograd").is_empty());
    resolver.add_places("own", &table).expect("a table");
    let known = resolver.places().known("Xylograd");
    assert_eq!(known[0].0.country.as_deref(), Some("RUS"));
}

#[test]
fn one_ground_has_one_code() {
    let resolver = Resolver::builtin().expect("what is built in loads");
    let countries: Vec<_> = resolver
        .places()
        .known("Crimea")
        .into_iter()
        .map(|(p, _)| p.country)
        .collect();
    assert!(countries.iter().all(|c| c.as_deref() == Some("UKR")), "{countries:?}");
}
