//! Imported dictionaries at work: sentences about invented places, each for one thing that patterns in text order, own
//! actors and roles do. The dictionaries are invented too.

use dateline::annotate::Annotator;
use dateline::code::Coder;
use dateline::code::import::{Dictionaries, Kind};
use dateline::resolve::Resolver;
use dateline::resolve::own::OwnActors;
use dateline::{Document, Metadata, Parts, Span};

const VERBS: &str = "\
&GRAIN
+WHEAT
+BARLEY
+SEED_CORN
--- SEND [070] ---
SEND {SENDS SENDING SENT}
- * &GRAIN [073]
- * {&GRAIN SEED} [074]
- * GREETINGS (TO +) [041]
- * (BACK) [1662]
- * WORD [---]
--- MEET [040:040] ---
MEET {MEETS MEETING MET}
- % * [046]
--- BLAME [111] ---
BLAME
--- FREE [080] ---
FREE
- + * (FROM $) [0841]
--- SEE [010] ---
SEE {SEES SEEING SAW SEEN}
--- ANNOUNCE [---] ---
ANNOUNCE
";
const ACTORS: &str = "\
NORTHMARK [NMK]
SOUTHMARK [SMK]
+THE_SOUTHERN_MARCH
EASTHOLM [EHM]
WESTHOLM [WHM]
LADY_ASHGROVE
\t[NMKELI <19991231]
\t[NMKGOV >20000101]
";
const AGENTS: &str = "SOLDIER [~MIL]\nENVOY {ENVOYS} [~GOV]\nRELIEF BODY [NGO~]\n";

#[test]
fn imported_dictionaries_code_as_they_say() {
    let mut all = Dictionaries::default();
    for (kind, text) in [
        (Kind::Verbs, VERBS),
        (Kind::Actors, ACTORS),
        (Kind::Agents, AGENTS),
        (Kind::Discards, "CHESS\n"),
    ] {
        all.read(kind, "invented", text).expect("it is read");
    }
    let imported = all.write();
    assert!(imported.notes.is_empty(), "{:?}", imported.notes);
    let coder =
        Coder::from_files(&[("events.toml".to_owned(), imported.text("events.toml").to_owned())]).expect("it loads");
    let own = OwnActors::read(imported.text("actors.tsv"), imported.text("roles.tsv"), true).expect("it loads");
    let resolver = Resolver::builtin().expect("built in").with_own(Some(own));
    let annotator = Annotator::builtin().expect("built in");
    let coded = |text: &str, date: &str| -> Vec<String> {
        let document = Document {
            id: "test".to_owned(),
            body: vec![Span::new(0, text.len())],
            text: text.to_owned(),
            parts: Parts::default(),
            meta: Metadata {
                published: Some(date.parse().expect("a date")),
                ..Metadata::default()
            },
        };
        let sentences = annotator.annotate(&document);
        let resolved = resolver.resolve(&document, &sentences);
        let mut out = Vec::new();
        for event in coder.code(&document, &sentences, &resolved) {
            let ids = |list: &[dateline::Participant]| {
                let ids: Vec<&str> = list.iter().filter_map(|p| p.actor.id.as_deref()).collect();
                ids.join("+")
            };
            let code = event.code.expect("a code");
            let to = if event.reciprocal {
                "each other".to_owned()
            } else {
                ids(&event.recipients)
            };
            out.push(format!("{} {code} {to}", ids(&event.actors)));
        }
        out
    };
    for (text, expected) in [
        // the verb alone; a word; two words, of which a class right before the other
        ("Northmark sent a convoy to Southmark on Monday.", &["NMK 070 SMK"][..]),
        ("Northmark sent barley to Southmark on Monday.", &["NMK 073 SMK"]),
        (
            "Northmark sent forty sacks of wheat seed to Southmark.",
            &["NMK 074 SMK"],
        ),
        // no event at all; nobody to whom
        ("Northmark sent word to Southmark.", &[]),
        ("Northmark sent barley in spring.", &[]),
        // lists of parties, roles after and before, a role shared
        ("Northmark and Eastholm sent barley to Southmark.", &["NMK+EHM 073 SMK"]),
        (
            "Northmark sent barley to Southmark, Eastholm and Westholm.",
            &["NMK 073 SMK+EHM+WHM"],
        ),
        ("Soldiers from Northmark blamed Eastholm.", &["NMKMIL 111 EHM"]),
        (
            "Envoys of Northmark and Eastholm blamed Southmark.",
            &["NMKGOV+EHMGOV 111 SMK"],
        ),
        // all are both; then the second event
        ("Northmark and Eastholm met on Friday.", &["NMK+EHM 046 each other"]),
        (
            "Northmark will meet Eastholm on Friday.",
            &["NMK 040 EHM", "EHM 040 NMK"],
        ),
        // passive; parties placed by the pattern; what is seen
        ("Southmark was blamed by Northmark.", &["NMK 111 SMK"]),
        ("Southmark was freed from Northmark.", &["NMK 0841 SMK"]),
        // a verb without code hands on its subject
        (
            "Northmark announced it would send barley to Southmark.",
            &["NMK 073 SMK"],
        ),
        // not done
        ("Northmark will not blame Southmark.", &["NMK 050 SMK"]),
        ("Northmark never met Southmark.", &["NMK 120 SMK"]),
        // a last clause after a comma
        ("Northmark blamed the floods, an envoy of Eastholm said on Friday.", &[]),
        // names of several words, with and without article
        ("Northmark blamed the Southern March.", &["NMK 111 SMK"]),
        ("Northmark blamed Southmark after the chess.", &[]),
        // unknown names
        ("Oldport blamed Southmark.", &[]),
    ] {
        assert_eq!(coded(text, "2015-06-01"), expected, "{text}");
    }
    let text = "Lady Ashgrove blamed Southmark.";
    assert_eq!(coded(text, "1995-06-01"), ["NMKELI 111 SMK"]);
    assert_eq!(coded(text, "2015-06-01"), ["NMKGOV 111 SMK"]);
}
