//! The annotator on any text, on documents with parts, and on sentences as news has them.

use std::fmt::Write as _;
use std::sync::OnceLock;

use dateline::annotate::{Annotator, conllu};
use dateline::types::*;
use proptest::prelude::*;

fn annotator() -> &'static Annotator {
    static ONE: OnceLock<Annotator> = OnceLock::new();
    ONE.get_or_init(|| Annotator::builtin().unwrap_or_else(|e| panic!("{e}")))
}

/// Tokens in order, everything between them white space, trees whole.
fn check(text: &str, sentences: &[Sentence]) {
    let mut at = 0;
    for (i, s) in sentences.iter().enumerate() {
        assert_eq!(s.index as usize, i);
        assert!(!s.tokens.is_empty());
        assert!(conllu::is_tree(&s.tokens), "{:?}", s.span.of(text));
        assert_eq!(s.span.start(), s.tokens[0].span.start());
        let mut last: Option<Span> = None;
        for t in &s.tokens {
            if t.mwt_rest && last == Some(t.span) {
                continue; // Shares its token's characters.
            }
            assert!(t.span.start() >= at, "tokens overlap");
            let between = &text[at..t.span.start()];
            assert!(between.chars().all(char::is_whitespace), "lost {between:?}");
            assert!(!t.span.is_empty() && !t.lemma.is_empty());
            at = t.span.end();
            last = Some(t.span);
        }
        assert_eq!(s.span.end(), at);
        for n in &s.names {
            assert!(n.start < n.end && n.end as usize <= s.tokens.len());
        }
    }
    assert!(text[at..].chars().all(char::is_whitespace), "lost {:?}", &text[at..]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_character_is_lost(text in any::<String>()) {
        check(&text, &annotator().annotate_text(&text));
    }

    #[test]
    fn no_character_is_lost_in_news_like_text(
        text in r#"([A-Za-z]{1,9}|[0-9]{1,4}|[.,:;!?'"’“”()$%-]|n't|'s|U\.S\.| |\n|é|中|ا|â€|â€™|â€œ){0,60}"#
    ) {
        check(&text, &annotator().annotate_text(&text));
    }

    #[test]
    fn conllu_comes_back(text in "([A-Za-z']{1,9}|[0-9]{1,3}|[.,!?]| |\n\n){1,40}") {
        let document = plain(&text);
        let sentences = annotator().annotate(&document);
        let written = conllu::write(&document, &sentences);
        let parsed = conllu::read(&written, "x").unwrap();
        let again: Vec<Sentence> = parsed.iter().flat_map(|p| p.sentences.clone()).collect();
        prop_assert_eq!(again.len(), sentences.len());
        for (a, b) in again.iter().zip(&sentences) {
            prop_assert_eq!(&a.names, &b.names);
            prop_assert_eq!(a.paragraph_start, b.paragraph_start);
            for (x, y) in a.tokens.iter().zip(&b.tokens) {
                prop_assert_eq!((&x.form, &x.lemma, x.upos, &x.xpos), (&y.form, &y.lemma, y.upos, &y.xpos));
                prop_assert_eq!((x.head, x.rel, x.sub), (y.head, y.rel, y.sub));
                prop_assert_eq!((x.mwt_first, x.mwt_rest), (y.mwt_first, y.mwt_rest));
            }
        }
    }
}

fn plain(text: &str) -> Document {
    Document {
        id: "x".into(),
        text: text.into(),
        parts: Parts::default(),
        body: vec![Span::new(0, text.len())],
        meta: Metadata::default(),
    }
}

#[test]
fn odd_and_huge_input() {
    for text in [
        "",
        " ",
        "\n\n\n",
        ".",
        "â€",
        "aâ€b",
        "â€â€™",
        "itâ€s",
        "Sudanâ€ s â€",
        "\u{feff}",
        "\u{200b}",
        "a\u{301}",
        "\0",
        "😀😀",
        "ا",
        "' ' '",
    ] {
        check(text, &annotator().annotate_text(text));
    }
    let word = "a".repeat(200_000);
    check(&word, &annotator().annotate_text(&word));
    let marks = "!?".repeat(20_000);
    check(&marks, &annotator().annotate_text(&marks));
    let long = "and the ships ".repeat(2_000);
    let sentences = annotator().annotate_text(&long);
    check(&long, &sentences);
    assert!(
        sentences
            .iter()
            .all(|s| s.tokens.len() <= dateline::annotate::LONGEST_SENTENCE + 4)
    );
}

#[test]
fn the_same_from_many_threads() {
    let text = "Envoys of the two states met in Oslo on Monday. No date was set for further talks.";
    let want = annotator().annotate_text(text);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..20 {
                    assert_eq!(annotator().annotate_text(text), want);
                }
            });
        }
    });
}

#[test]
fn parts_keep_their_sentences() {
    let text = "Ministers to meet in Quito\nPhoto : Agency\nQUITO, June 3: Ministers of nine states will meet here. \
                They said so.\n-AGENCY";
    let at = |s: &str| {
        let start = text.find(s).unwrap();
        Span::new(start, start + s.len())
    };
    let mut document = plain(text);
    document.body = vec![at("Ministers of nine states will meet here. They said so.")];
    document.parts.headline = Some(at("Ministers to meet in Quito"));
    document.parts.photo_credits = vec![PartValue {
        span: at("Photo : Agency"),
        value: "Agency".into(),
    }];
    document.parts.dateline = Some(Dateline {
        span: at("QUITO, June 3:"),
        place: None,
        place_span: None,
        date: None,
        agency: None,
    });
    let sentences = annotator().annotate(&document);
    check(text, &sentences);
    let got: Vec<(PartKind, &str)> = sentences.iter().map(|s| (s.part, s.span.of(text))).collect();
    assert_eq!(
        got,
        [
            (PartKind::Headline, "Ministers to meet in Quito"),
            (PartKind::Other, "Photo : Agency"),
            (PartKind::Other, "QUITO, June 3:"),
            (PartKind::Body, "Ministers of nine states will meet here."),
            (PartKind::Body, "They said so."),
            (PartKind::Other, "-AGENCY"),
        ]
    );
}

#[test]
fn a_damaged_model_is_refused() {
    let good = include_bytes!("../../../models/english.model");
    let message = |bytes: &[u8]| Annotator::from_bytes(bytes).map(|_| ()).unwrap_err().to_string();
    assert!(message(b"").contains("not a Dateline model"));
    assert!(message(b"PK\x03\x04 and more").contains("not a Dateline model"));
    assert!(message(&good[..good.len() - 10]).contains("truncated"));
    let mut other = good.to_vec();
    other[8] = 77;
    assert!(message(&other).contains("model format 77"));
    let mut other = good.to_vec();
    let middle = other.len() / 2;
    other[middle] ^= 1;
    assert!(message(&other).contains("checksum"));
    let missing = Annotator::open("no/such/file.model".as_ref())
        .map(|_| ())
        .unwrap_err()
        .to_string();
    assert!(missing.contains("no/such/file.model"), "{missing}");
}

#[test]
fn a_broken_tree_file_names_its_line() {
    let row = |id: &str, head: &str| format!("{id}\tword\tword\tNOUN\tNN\t_\t{head}\troot\t_\t_\n");
    let line = |text: &str| conllu::read(text, "x").unwrap_err();
    let error = line(&format!("# text = word\n{}{}\n", row("1", "0"), "2\tword\n"));
    assert_eq!(
        (error.line, error.what.contains("10 separated by tabs expected")),
        (3, true)
    );
    assert!(
        line(&row("2", "0"))
            .to_string()
            .starts_with("line 1: id \"2\", 1 expected")
    );
    assert!(
        line(&row("1", "x"))
            .to_string()
            .contains("head \"x\", a number expected")
    );
    assert!(line(&row("1", "4")).to_string().contains("head 4 of 1 words"));
    assert!(line(&row("1", "1")).to_string().contains("not a tree"));
    let upos = line(&row("1", "0").replace("NOUN", "NAME"));
    assert!(upos.to_string().contains("tag \"NAME\""));
}

#[test]
fn given_tokens_keep_their_contractions() {
    let text = "1-2\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_\n1\tdid\t_\t_\t_\t_\t_\t_\t_\t_\n2\tn't\t_\t_\t_\t_\t_\t_\t_\t_\n\
                3\tfly\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n4\t.\t_\t_\t_\t_\t_\t_\t_\t_\n";
    let mut parsed = conllu::read_tokens(text, "x").unwrap();
    annotator().annotate_tokens(&mut parsed[0].sentences);
    let text = &parsed[0].document.text;
    assert_eq!(text.trim_end(), "didn't fly.");
    check(text, &parsed[0].sentences);
    let spans: Vec<&str> = parsed[0].sentences[0].tokens.iter().map(|t| t.span.of(text)).collect();
    assert_eq!(spans, ["did", "n't", "fly", "."]);
}

/// A sentence as a table: number, word, lemma, tags, relation, head's number and word; names below.
fn draw(text: &str) -> String {
    let mut out = String::new();
    for s in annotator().annotate_text(text) {
        let _ = writeln!(out, "{}", s.span.of(text));
        for (i, t) in s.tokens.iter().enumerate() {
            let rel = if t.sub == SubRel::None {
                t.rel.to_string()
            } else {
                format!("{}:{}", t.rel, t.sub)
            };
            let head = t
                .head
                .map_or(String::new(), |h| format!("{} {}", h + 1, s.tokens[h as usize].form));
            let glue = if t.mwt_rest { "+" } else { " " };
            let line = format!(
                "{:>4} {glue}{:<16} {:<14} {:<6}{:<6}{rel:<14}{head}",
                i + 1,
                t.form,
                t.lemma,
                t.upos,
                t.xpos
            );
            let _ = writeln!(out, "{}", line.trim_end());
        }
        for n in &s.names {
            let (a, b) = (s.tokens[n.start as usize].span, s.tokens[n.end as usize - 1].span);
            let _ = writeln!(out, "     {} {}", n.kind, a.join(b).of(text));
        }
    }
    out
}

/// What stands in the file.
fn news() -> Vec<(&'static str, &'static str)> {
    include_str!("news/sentences.md")
        .split("\n## ")
        .skip(1)
        .filter_map(|piece| piece.split_once('\n'))
        .map(|(name, text)| (name, text.trim()))
        .collect()
}

#[test]
fn news_as_it_comes() {
    let mut out = String::new();
    for (name, text) in news() {
        let _ = writeln!(out, "== {name}\n{}", draw(text));
    }
    insta::assert_snapshot!(out);
}

/// Headlines are no treebank's strength: how many of ours have the right root, and the right subject too. The two
/// figures stand in the docs and may only rise.
#[test]
fn headlines_have_a_verb_and_a_subject() {
    let (mut all, mut roots, mut both, mut wrong) = (0, 0, 0, String::new());
    for line in include_str!("news/headlines.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
    {
        let fields: Vec<&str> = line.split('\t').collect();
        let [text, root, subject] = fields[..] else {
            panic!("three fields expected: {line}");
        };
        let mut document = plain(text);
        document.parts.headline = document.body.pop();
        let sentences = annotator().annotate(&document);
        let s = &sentences[0];
        let found = s.root();
        let has_root = sentences.len() == 1 && s.tokens[found as usize].form == root;
        let has_subject = s
            .children(found)
            .any(|c| s.tokens[c as usize].rel == Rel::Nsubj && s.tokens[c as usize].form == subject);
        all += 1;
        roots += usize::from(has_root);
        both += usize::from(has_root && has_subject);
        if !(has_root && has_subject) {
            let _ = writeln!(wrong, "{text}: root {}", s.tokens[found as usize].form);
        }
    }
    eprintln!("{roots} of {all} with the right root, {both} with the right subject too; wrong:\n{wrong}");
    assert!(
        roots >= 47 && both >= 38,
        "{roots} and {both} of {all}; wrong:\n{wrong}"
    );
}

#[test]
fn what_was_cut_is_said() {
    let cut = |text: &str| dateline::annotate::cuts(&annotator().annotate_text(text));
    assert_eq!(
        cut("An ordinary sentence. Another one."),
        dateline::annotate::Cuts::default()
    );
    let word = "a".repeat(5_000);
    let found = cut(&format!("Before. {word} after."));
    assert_eq!((found.words, found.sentences), (1, 0));
    assert!(found.to_string().contains("1 word"), "{found}");
    let found = cut(&"and the ships ".repeat(500));
    assert_eq!(found.words, 0);
    assert!(found.sentences > 0 && found.to_string().contains("300"), "{found}");
}
