use jiff::civil::date;

use super::*;
use crate::resolve::places::PlaceResolver;
use crate::{Name, NameKind, PartKind, Parts, Rel, Span, SubRel, Token, Upos};

/// A document of one sentence per text; each line of `trees` is a word:
/// "form lemma upos xpos head rel", heads from 1, 0 for the root.
fn document(trees: &[&str], published: Option<Date>) -> (Document, Vec<Sentence>) {
    let mut text = String::new();
    let mut sentences = Vec::new();
    for (index, tree) in trees.iter().enumerate() {
        let begin = text.len();
        let mut tokens = Vec::new();
        for line in tree.lines().map(str::trim).filter(|l| !l.is_empty()) {
            let f: Vec<&str> = line.split_whitespace().collect();
            if !matches!(f[0], "," | "." | "'s" | ")") && text.len() > begin {
                text.push(' ');
            }
            let start = text.len();
            text.push_str(f[0]);
            let (rel, sub) = f[5].split_once(':').unwrap_or((f[5], ""));
            let head: u32 = f[4].parse().unwrap();
            tokens.push(Token {
                span: Span::new(start, text.len()),
                form: f[0].into(),
                lemma: f[1].into(),
                upos: Upos::parse(f[2]).unwrap(),
                xpos: f[3].into(),
                head: head.checked_sub(1),
                rel: Rel::parse(rel).unwrap(),
                sub: SubRel::parse(sub).unwrap(),
                mwt_first: false,
                mwt_rest: false,
            });
        }
        sentences.push(Sentence {
            span: Span::new(begin, text.len()),
            part: PartKind::Body,
            index: index as u32,
            tokens,
            names: Vec::new(),
            paragraph_start: true,
        });
        text.push('\n');
    }
    let meta = crate::Metadata {
        published,
        ..Default::default()
    };
    let document = Document {
        id: "t".into(),
        body: vec![Span::new(0, text.len())],
        text,
        parts: Parts::default(),
        meta,
    };
    (document, sentences)
}

fn mentions(trees: &[&str], published: Option<Date>) -> Vec<(String, ActorMention)> {
    let (document, sentences) = document(trees, published);
    let places = PlaceResolver::builtin().unwrap().resolve(&document, &sentences);
    let (actors, _) = ActorResolver::builtin()
        .unwrap()
        .resolve(&document, &sentences, &places);
    actors
        .into_iter()
        .map(|m| (m.span.of(&document.text).to_owned(), m))
        .collect()
}

fn of<'a>(mentions: &'a [(String, ActorMention)], text: &str) -> &'a ActorMention {
    &mentions
        .iter()
        .find(|(t, _)| t == text)
        .unwrap_or_else(|| {
            panic!(
                "no {text:?} among {:?}",
                mentions.iter().map(|m| &m.0).collect::<Vec<_>>()
            )
        })
        .1
}

const ARRESTS: &str = "
    Kenyan Kenyan ADJ JJ 2 amod
    police police NOUN NNS 3 nsubj
    arrested arrest VERB VBD 0 root
    two two NUM CD 6 nummod
    opposition opposition NOUN NN 6 compound
    leaders leader NOUN NNS 3 obj
    in in ADP IN 8 case
    Nairobi Nairobi PROPN NNP 3 obl
    . . PUNCT . 3 punct";

#[test]
fn demonym_role_and_place() {
    let found = mentions(&[ARRESTS], None);
    let police = of(&found, "Kenyan police");
    assert_eq!(police.actor.country.as_deref(), Some("KEN"));
    assert_eq!(police.actor.sectors, [Sector::Cop]);
    let leaders = of(&found, "two opposition leaders");
    assert_eq!(leaders.actor.sectors, [Sector::Pty, Sector::Opp]);
    assert_eq!(leaders.actor.kind, ActorKind::Group);
    assert!(!found.iter().any(|(t, _)| t == "Nairobi"));
    assert_eq!(of(&found, "Kenyan").actor.country.as_deref(), Some("KEN"));
}

const BORDERS: &str = "
    Central central ADJ JJ 2 amod
    Asian asian ADJ JJ 3 amod
    republics republic NOUN NNS 6 nsubj
    bordering border VERB VBG 3 acl
    Afghanistan Afghanistan PROPN NNP 4 obj
    met meet VERB VBD 0 root
    . . PUNCT . 6 punct";

#[test]
fn states_by_region_and_border() {
    let found = mentions(&[BORDERS], None);
    let republics = of(&found, "Central Asian republics bordering Afghanistan");
    assert_eq!(republics.actor.members, ["TJK", "TKM", "UZB"]);
    assert_eq!(republics.actor.country, None);
}

const MEMBERS: &str = "
    Members member NOUN NNS 5 nsubj
    of of ADP IN 4 case
    the the DET DT 4 det
    CSTO CSTO PROPN NNP 1 nmod
    agreed agree VERB VBD 0 root
    . . PUNCT . 5 punct";

#[test]
fn members_on_a_day() {
    let found = mentions(&[MEMBERS], Some(date(2021, 8, 26)));
    assert_eq!(
        of(&found, "Members of the CSTO").actor.members,
        ["ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"]
    );
    let found = mentions(&[MEMBERS], Some(date(2008, 8, 26)));
    assert!(
        of(&found, "Members of the CSTO")
            .actor
            .members
            .iter()
            .any(|m| m == "UZB")
    );
}

const APPOSITION: &str = "
    Ruslan Ruslan PROPN NNP 11 nsubj
    Oragov Oragov PROPN NNP 1 flat
    , , PUNCT , 4 punct
    head head NOUN NN 1 appos
    of of ADP IN 9 case
    Russia Russia PROPN NNP 9 nmod:poss
    's 's PART POS 6 case
    arms arm NOUN NNS 9 compound
    exporter exporter NOUN NN 4 nmod
    , , PUNCT , 4 punct
    resigned resign VERB VBD 0 root
    . . PUNCT . 11 punct";
const SURNAME: &str = "
    Oragov Oragov PROPN NNP 2 nsubj
    said say VERB VBD 0 root
    he he PRON PRP 4 nsubj
    was be VERB VBD 2 ccomp
    ill ill ADJ JJ 4 xcomp
    . . PUNCT . 2 punct";

#[test]
fn name_by_apposition_and_surname() {
    let found = mentions(&[APPOSITION, SURNAME], None);
    let whole = of(&found, "Ruslan Oragov");
    assert_eq!(whole.actor.country.as_deref(), Some("RUS"));
    assert_eq!(whole.actor.sectors, [Sector::Bus]);
    let surname = of(&found, "Oragov");
    assert_eq!(surname.chain, whole.chain);
    assert_eq!(surname.actor.country.as_deref(), Some("RUS"));
    assert_eq!(of(&found, "he").chain, whole.chain);
}

#[test]
fn the_knowledge_base_is_large() {
    let resolver = ActorResolver::builtin().unwrap();

    assert!(resolver.entities().len() >= 5_000);
    assert!(resolver.names() >= 20_000);
    let mut ids: Vec<&str> = resolver.entities().iter().map(|e| e.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), resolver.entities().len());
    for (name, id) in [
        ("Russian Foreign Ministry", "rus.foreign-ministry"),
        ("Ministry of Defence of the Netherlands", "nld.defence-ministry"),
        ("Kenya's Supreme Court", "ken.supreme-court"),
    ] {
        let found = resolver.lookup(name, None);
        assert!(found.iter().any(|e| e.id == id), "{name}: {found:?}");
    }
    let russia = resolver.entities().iter().find(|e| e.id == "rus").unwrap();
    assert_eq!(russia.wikidata.as_deref(), Some("Q159"));
}

#[test]
fn broken_data_is_refused_with_file_and_line() {
    let head = "id\tname\taliases\tcountry\tsectors\tfrom\tto\tkind\tmembers\n";
    let dir = &dateline_data::ACTORS;
    let read = |line: &str| {
        let text = format!("{head}{line}\n");
        Knowledge::read(
            &Files {
                countries: data(dir, "countries.tsv").unwrap(),
                territories: data(dir, "territories.tsv").unwrap(),
                regions: data(dir, "regions.tsv").unwrap(),
                roles: data(dir, "roles.tsv").unwrap(),
                entities: [("x.tsv", &text), ("y.tsv", head), ("z.tsv", head)],
                extra: &[],
            },
            super::nouns::Words::default(),
        )
        .err()
        .map(|e| e.to_string())
    };
    assert_eq!(read("a\tAlpha Front\t\tKEN\tREB\t\t\torganization\t"), None);
    for (line, reason) in [
        (
            "a\tAlpha Front\t\tKEX\tREB\t\t\torganization\t",
            "x.tsv:2: KEX is not a known country",
        ),
        (
            "ken\tAlpha Front\t\tKEN\tREB\t\t\torganization\t",
            "x.tsv:2: the id \"ken\" stands in the data twice, first at countries.tsv:90",
        ),
        (
            "a\tAlpha Front\t\tKEN\tREB\t2004\t2003\torganization\t",
            "x.tsv:2: it ends on 2003-12-31, before it starts on 2004-01-01",
        ),
        (
            "a\tthey\t\tKEN\tREB\t\t\torganization\t",
            "x.tsv:2: \"they\" is too common a word for a name",
        ),
        (
            "a\tAlpha\t\tKEN\tREB\t2004-02-31\t\torganization\t",
            "x.tsv:2: \"2004-02-31\" is not a day such as 2004-05-06, 2004-05 or 2004",
        ),
        (
            "a\tAlpha\t\tKEN\tRBE\t\t\torganization\t",
            "x.tsv:2: \"RBE\" is not a PLOVER sector",
        ),
        ("a\tAlpha", "x.tsv:2: 2 columns; expected 9"),
    ] {
        assert_eq!(read(line).as_deref(), Some(reason));
    }
}

#[test]
fn names_longer_than_persons() {
    // A place name inside a person's name is no place.
    let tree = "
    Michael Michael PROPN NNP 3 nsubj
    Jordan Jordan PROPN NNP 1 flat
    left leave VERB VBD 0 root";
    let (document, mut sentences) = document(&[tree], None);
    sentences[0].names.push(Name {
        start: 0,
        end: 2,
        kind: NameKind::Per,
    });
    let places = PlaceResolver::builtin().unwrap().resolve(&document, &sentences);
    assert!(places.is_empty());
    let (actors, _) = ActorResolver::builtin()
        .unwrap()
        .resolve(&document, &sentences, &places);
    assert_eq!(actors[0].actor.kind, ActorKind::Person);
    assert_eq!(actors[0].actor.country, None);
}
