//! Constructions of attribution, on trees written by hand.
//!
//! A word is `form/UPOS/head/relation`, heads from 1, `form=lemma` where they differ, `~` before a
//! word that follows without a blank, `VBG` and the like after the part of speech: `VERB:VBG`. A
//! line is a sentence, an empty line a new paragraph.

use super::QuoteFinder;
use crate::{
    CueClass, Document, Metadata, Name, NameKind, PartKind, Parts, Quote, QuoteKind, Rel, Sentence, Span, SubRel,
    Token, Upos,
};

fn read(source: &str, part: PartKind) -> (Document, Vec<Sentence>) {
    let mut text = String::new();
    let mut sentences = Vec::new();
    for paragraph in source.trim().split("\n\n") {
        if !text.is_empty() {
            text.push('\n');
        }
        for (i, line) in paragraph.lines().enumerate() {
            let mut tokens = Vec::new();
            for word in line.split_whitespace() {
                let fields: Vec<&str> = word.rsplitn(4, '/').collect();
                let [rel, head, pos, form] = fields[..] else {
                    panic!("`{word}` has not four fields")
                };
                let glued = form.starts_with('~') || tokens.is_empty();
                let form = form.trim_start_matches('~');
                let (form, lemma) = form.split_once('=').unwrap_or((form, form));
                if !glued || (tokens.is_empty() && i > 0) {
                    text.push(' ');
                }
                let start = text.len();
                text.push_str(form);
                let (upos, xpos) = pos.split_once(':').unwrap_or((pos, ""));
                let (rel, sub) = rel.split_once(':').unwrap_or((rel, ""));
                tokens.push(Token {
                    span: Span::new(start, text.len()),
                    form: form.into(),
                    lemma: if lemma == form && !pos.starts_with("PROPN") {
                        lemma.to_lowercase().into()
                    } else {
                        lemma.into()
                    },
                    upos: Upos::parse(upos).expect("part of speech"),
                    xpos: xpos.into(),
                    head: head.parse::<u32>().expect("head").checked_sub(1),
                    rel: Rel::parse(rel).expect("relation"),
                    sub: SubRel::parse(sub).expect("subtype"),
                    mwt_first: false,
                    mwt_rest: false,
                });
            }
            let names = names(&tokens);
            sentences.push(Sentence {
                span: tokens[0].span.join(tokens[tokens.len() - 1].span),
                part,
                index: sentences.len() as u32,
                tokens,
                names,
                paragraph_start: i == 0,
            });
        }
    }
    let document = Document {
        id: "test".into(),
        text,
        parts: Parts::default(),
        body: Vec::new(),
        meta: Metadata::default(),
    };
    (document, sentences)
}

/// Two proper nouns in a row are a person, enough for these tests.
fn names(tokens: &[Token]) -> Vec<Name> {
    let mut out = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let start = i;
        while i < tokens.len() && tokens[i].upos == Upos::Propn {
            i += 1;
        }
        if i - start == 2 {
            out.push(Name {
                start: start as u32,
                end: i as u32,
                kind: NameKind::Per,
            });
        }
        i += 1;
    }
    out
}

/// `speaker (role) | cue | content, content | outlet`, a line for each.
fn found(source: &str) -> Vec<String> {
    found_in(source, PartKind::Body)
}

fn quotes(source: &str, part: PartKind) -> (Document, Vec<Quote>) {
    let (document, sentences) = read(source, part);
    let finder = QuoteFinder::builtin().expect("the tables load");
    let quotes = finder.find(&document, &sentences, &[]);
    (document, quotes)
}

fn found_in(source: &str, part: PartKind) -> Vec<String> {
    let (document, quotes) = quotes(source, part);
    let text = document.text.as_str();
    quotes
        .iter()
        .map(|q| {
            let join = |spans: &[Span]| {
                let words: Vec<&str> = spans.iter().map(|s| s.of(text)).collect();
                words.join(" … ")
            };
            let speaker = q.speaker.as_ref().map_or("-".to_owned(), |s| {
                let role = s.role.map(|r| format!(" ({})", r.of(text)));
                s.span.of(text).to_owned() + &role.unwrap_or_default()
            });
            format!(
                "{speaker} | {} | {} | {}",
                join(&q.cue),
                join(&q.content),
                q.outlet.as_deref().unwrap_or("-")
            )
        })
        .collect()
}

#[test]
fn a_that_clause() {
    assert_eq!(
        found(
            "The/DET/2/det ministry/NOUN/4/nsubj has=have/AUX:VBZ/4/aux said=say/VERB:VBN/0/root \
             that/SCONJ/8/mark two/NUM/7/nummod soldiers=soldier/NOUN/8/nsubj died=die/VERB:VBD/4/ccomp \
             ~./PUNCT/4/punct"
        ),
        ["ministry | has said | that two soldiers died | -"]
    );
}

#[test]
fn quoted_words_before_the_speaker_and_after_with_outlet_and_role() {
    assert_eq!(
        found(
            "“/PUNCT/4/punct ~We=we/PRON/4/nsubj are=be/AUX:VBP/4/aux leaving=leave/VERB:VBG/9/ccomp \
             ~,/PUNCT/4/punct ~”/PUNCT/4/punct Anna/PROPN/9/nsubj Kovac/PROPN/7/flat \
             told=tell/VERB:VBD/0/root Interfax/PROPN/9/obj ~./PUNCT/9/punct\n\
             “/PUNCT/3/punct ~Nobody/PRON/3/nsubj stays=stay/VERB:VBZ/0/root ~./PUNCT/3/punct ~”/PUNCT/3/punct"
        ),
        ["Anna Kovac | told | “We are leaving,” … “Nobody stays.” | Interfax"]
    );
}

#[test]
fn role_in_an_apposition() {
    assert_eq!(
        found(
            "“/PUNCT/3/punct ~We=we/PRON/3/nsubj agree/VERB:VBP/6/ccomp ~,/PUNCT/3/punct \
             ~”/PUNCT/3/punct said=say/VERB:VBD/0/root Anna/PROPN/6/nsubj Kovac/PROPN/7/flat \
             ~,/PUNCT/11/punct the/DET/11/det head/NOUN/7/appos of/ADP/14/case the/DET/14/det \
             union/NOUN/11/nmod ~./PUNCT/6/punct"
        ),
        ["Anna Kovac (head of the union) | said | “We agree,” | -"]
    );
}

#[test]
fn according_to_around_a_clause_and_the_agency_that_quotes_it() {
    assert_eq!(
        found(
            "Troops=troop/NOUN/2/nsubj left=leave/VERB:VBD/0/root ~,/PUNCT/2/punct \
             according=accord/VERB:VBG/7/case to/ADP/4/fixed the/DET/7/det ministry/NOUN/2/obl \
             quoted=quote/VERB:VBN/7/acl by/ADP/10/case Interfax/PROPN/8/obl:agent ~./PUNCT/2/punct"
        ),
        ["ministry | according to | Troops left | Interfax"]
    );
}

#[test]
fn participle_shares_the_subject() {
    assert_eq!(
        found(
            "Kovac/PROPN/2/nsubj resigned=resign/VERB:VBD/0/root ~,/PUNCT/4/punct \
             saying=say/VERB:VBG/2/advcl the/DET/6/det talks=talk/NOUN/7/nsubj failed=fail/VERB:VBD/4/ccomp ~./PUNCT/2/punct"
        ),
        ["Kovac | saying | the talks failed | -"]
    );
}

#[test]
fn denial_has_its_class() {
    let (_, quotes) = quotes(
        "Kovac/PROPN/2/nsubj denied=deny/VERB:VBD/0/root taking=take/VERB:VBG/2/xcomp bribes=bribe/NOUN/3/obj ~./PUNCT/2/punct",
        PartKind::Body,
    );
    assert_eq!(quotes.len(), 1);
    assert_eq!(quotes[0].class, CueClass::Deny);
    assert_eq!(quotes[0].kind, QuoteKind::Indirect);
}

#[test]
fn a_medium_is_no_speaker() {
    assert_eq!(
        found(
            "State/NOUN/2/compound television/NOUN/3/nsubj reported=report/VERB:VBD/0/root \
             that/SCONJ/7/mark the/DET/6/det border/NOUN/7/nsubj closed=close/VERB:VBD/3/ccomp ~./PUNCT/3/punct"
        ),
        ["- | reported | that the border closed | State television"]
    );
}

#[test]
fn scare_quotes_have_no_speaker() {
    assert_eq!(
        found(
            "The/DET/4/det ``/PUNCT/4/punct peace/NOUN/4/compound plan/NOUN/6/nsubj ''/PUNCT/4/punct failed=fail/VERB:VBD/0/root ~./PUNCT/6/punct"
        ),
        [""; 0]
    );
}

#[test]
fn headline_with_a_colon() {
    assert_eq!(
        found_in(
            "Forty/NUM/2/nummod dead/ADJ/0/root in/ADP/5/case market/NOUN/5/compound blast/NOUN/2/obl ~:/PUNCT/2/punct police/NOUN/2/parataxis",
            PartKind::Headline
        ),
        ["police | : | Forty dead in market blast | -"]
    );
}

#[test]
fn a_lead_in_with_a_colon_takes_the_next_paragraph() {
    assert_eq!(
        found(
            "Kovac/PROPN/2/nsubj continued=continue/VERB:VBD/0/root ~:/PUNCT/2/punct\n\n\
             “/PUNCT/3/punct ~We=we/PRON/3/nsubj stay/VERB:VBP/0/root ~./PUNCT/3/punct\n\n\
             “/PUNCT/4/punct ~They=they/PRON/4/nsubj will/AUX:MD/4/aux leave/VERB:VB/0/root ~./PUNCT/4/punct ~”/PUNCT/4/punct"
        ),
        ["Kovac | continued: | “We stay.\n“They will leave.” | -"]
    );
}

#[test]
fn a_that_clause_read_as_a_relative_clause() {
    assert_eq!(
        found(
            "Kovac/PROPN/2/nsubj told=tell/VERB:VBD/0/root lawmakers=lawmaker/NOUN/2/iobj that/PRON:WDT/7/obj \
             talks=talk/NOUN/7/nsubj would/AUX:MD/7/aux resume/VERB:VB/3/acl:relcl ~./PUNCT/2/punct"
        ),
        ["Kovac | told | that talks would resume | -"]
    );
}

#[test]
fn quoted_by_somebody_as_saying() {
    assert_eq!(
        found(
            "Interfax/PROPN/2/nsubj quoted=quote/VERB:VBD/0/root Kovac/PROPN/2/obj as/SCONJ/5/mark \
             saying=say/VERB:VBG/2/advcl the/DET/7/det army/NOUN/8/nsubj left=leave/VERB:VBD/5/ccomp ~./PUNCT/2/punct"
        )[1],
        "Kovac | saying | the army left | Interfax"
    );
}

mod any_input {
    use super::*;
    use proptest::prelude::*;

    const WORDS: &[&str] = &[
        "said",
        "\"",
        "“",
        "”",
        "''",
        "'",
        "he",
        "told",
        ":",
        ",",
        ".",
        "according",
        "to",
        "Reuters",
        "that",
        "â€œ",
        "went",
        "«",
        "quoted",
        "denied",
    ];

    proptest! {
        /// Whatever the trees and marks, spans lie in the text and content is never empty.
        #[test]
        fn spans_lie_in_the_text(
            words in prop::collection::vec((0..WORDS.len(), 0..40u32, 0..Rel::ALL.len(), 0..Upos::ALL.len(), any::<bool>()), 1..60)
        ) {
            let mut text = String::new();
            let mut sentences: Vec<Sentence> = Vec::new();
            for chunk in words.chunks(9) {
                let mut tokens = Vec::new();
                for (i, &(word, head, rel, upos, blank)) in chunk.iter().enumerate() {
                    if blank { text.push(' '); }
                    let start = text.len();
                    text.push_str(WORDS[word]);
                    let lemma = match WORDS[word] { "said" => "say", "told" => "tell", "quoted" => "quote", "denied" => "deny", w => w };
                    tokens.push(Token {
                        span: Span::new(start, text.len()),
                        form: WORDS[word].into(),
                        lemma: lemma.into(),
                        upos: Upos::ALL[upos],
                        xpos: "VBD".into(),
                        head: (i > 0).then(|| head % i as u32),
                        rel: Rel::ALL[rel],
                        sub: SubRel::None,
                        mwt_first: false,
                        mwt_rest: false,
                    });
                }
                sentences.push(Sentence {
                    span: tokens[0].span.join(tokens[tokens.len() - 1].span),
                    part: PartKind::Body,
                    index: sentences.len() as u32,
                    tokens,
                    names: Vec::new(),
                    paragraph_start: sentences.len().is_multiple_of(2),
                });
                text.push('\n');
            }
            let document = Document { id: "x".into(), text, parts: Parts::default(), body: Vec::new(), meta: Metadata::default() };
            let finder = QuoteFinder::builtin().expect("the tables load");
            for quote in finder.find(&document, &sentences, &[]) {
                prop_assert!(!quote.content.is_empty());
                let all = quote.content.iter().chain(&quote.cue).chain(quote.source.iter());
                for span in all {
                    prop_assert!(document.text.get(span.start()..span.end()).is_some_and(|t| !t.is_empty()));
                }
            }
        }
    }
}
