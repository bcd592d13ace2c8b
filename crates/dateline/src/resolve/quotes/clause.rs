//! Attributions inside one sentence: a reporting word, who says it, what is said.

use super::cues::{Cue, Cues, Frames, Owned};
use super::outlets::Outlets;
use super::surface;
use super::tree::{Subject, Tree, is_finite, is_nominal};
use crate::{CueClass, NameKind, Rel, Span, SubRel, Upos};

/// A reporting word with what the tree says about it.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Head word of the cue.
    pub head: u32,
    /// First and last word of the cue.
    pub cue: (u32, u32),
    pub class: CueClass,
    pub weight: f64,
    pub subject: Option<Subject>,
    /// First and last word of the speaker's phrase, where the tree did not give it.
    pub range: Option<(u32, u32)>,
    /// True for a verb in the active: somebody says it.
    pub active: bool,
    /// What is said, in text order; empty where the tree does not tell.
    pub content: Vec<Span>,
    /// True if the word takes quoted words.
    pub takes_quote: bool,
}

/// All reporting words of a sentence, in text order.
pub(super) fn find(tree: &Tree<'_>, cues: &Cues, outlets: &Outlets) -> Vec<Found> {
    let mut out = Vec::new();
    let mut taken = 0;
    for i in 0..tree.len() {
        if i < taken {
            continue;
        }
        let token = tree.token(i);
        // "the president, Said Deni, called it": a name
        let name = token.form == "Said"
            && tree.sentence.part == crate::PartKind::Body
            && tree.before(i).is_some_and(|t| !is_quote_mark(&t.form));
        if name {
            continue;
        }
        let lower;
        let lemma = if token.lemma.chars().any(char::is_uppercase) {
            lower = token.lemma.to_lowercase();
            lower.as_str()
        } else {
            token.lemma.as_str()
        };
        if let Some(found) = phrase(tree, i, cues, outlets) {
            taken = found.cue.1 + 1;
            out.push(found);
            continue;
        }
        let found = match token.upos {
            Upos::Verb => verb(tree, i, cues.verb(lemma)).or_else(|| adjective(tree, i, cues.adjective(&token.form))),
            Upos::Adj => adjective(tree, i, cues.adjective(lemma)),
            Upos::Noun => cues
                .noun(lemma)
                .and_then(|cue| noun(tree, i, cue))
                .or_else(|| cues.owned(lemma).iter().find_map(|cue| owned(tree, i, cue))),
            Upos::Adv => cues.adverb(lemma).and_then(|class| adverb(tree, i, class)),
            _ if token.xpos.starts_with("VB") && lemma != "be" => verb(tree, i, cues.verb(lemma)),
            _ => None,
        };
        out.extend(found);
    }
    out
}

/// "Ministry: 40 dead" and "40 dead: ministry" in headlines; "SMITH: …" in transcripts.
pub(super) fn label(
    tree: &Tree<'_>,
    cues: &Cues,
    outlets: &Outlets,
    transcript: bool,
    labels: &[String],
) -> Option<Found> {
    let n = tree.len();
    let words = |a: u32, b: u32| {
        (a..b).all(|i| {
            matches!(
                tree.token(i).upos,
                Upos::Propn | Upos::Noun | Upos::Adj | Upos::Adp | Upos::Det | Upos::Num | Upos::Part
            ) || (i > a && tree.token(i).upos == Upos::Punct)
        })
    };
    let speaks = |a: u32, b: u32| {
        let names = &tree.sentence.names;
        let named = names.iter().any(|x| {
            x.kind != NameKind::Loc && x.start >= a && x.end <= b && (x.end == b || tree.token(x.end).lemma == "'s")
        });
        let last = b.saturating_sub(1);
        named || cues.is_speaker_noun(&tree.token(last).lemma.to_lowercase()) || outlets.of_phrase(tree, last).is_some()
    };
    let found = |cue: u32, speaker: (u32, u32), content: (u32, u32)| {
        let include: Vec<bool> = (0..n).map(|i| (content.0..content.1).contains(&i)).collect();
        Found {
            head: cue,
            cue: (cue, cue),
            class: CueClass::Say,
            weight: 0.85,
            subject: Some(Subject {
                head: phrase_head(tree, speaker.0, speaker.1),
                antecedent: None,
                shared: false,
            }),
            range: None,
            active: false,
            content: pieces(tree, &include),
            takes_quote: true,
        }
    };
    let first = (0..n.min(2)).find(|&i| !is_quote_mark(&tree.token(i).form))?;
    if let Some(colon) = (first + 1..n.min(first + 8)).find(|&i| tree.token(i).form == ":")
        && words(first, colon)
        && n - colon > 3
    {
        let capitals = (first..colon).all(|i| {
            let form = tree.token(i).form.as_str();
            !form.chars().any(char::is_lowercase) && form.chars().filter(|c| c.is_alphabetic()).count() > 1
        });
        if !transcript && speaks(first, colon) {
            return Some(found(colon, (first, colon), (colon + 1, n)));
        }
        if transcript && capitals {
            return Some(found(colon, (first, colon), (colon + 1, n)));
        }
    }
    if transcript {
        return script_label(tree, first, labels).map(|(speaker, colon)| Found {
            range: Some((speaker, colon - 1)),
            ..found(colon, (speaker, colon), (colon + 1, n))
        });
    }
    let tail = (n.saturating_sub(5)..n.saturating_sub(1))
        .rev()
        .find(|&i| matches!(tree.token(i).form.as_str(), ":" | "-" | "–" | "—" | "--"))?;
    let end = if tree.token(n - 1).upos == Upos::Punct {
        n - 1
    } else {
        n
    };
    (tail > 3 && tail + 1 < end && words(tail + 1, end) && speaks(tail + 1, end))
        .then(|| found(tail, (tail + 1, end), (0, tail)))
}

/// "ADA OBI:" and "@adaobi:" at the start of a line: the first word that names the speaker, and the colon.
fn script_label(tree: &Tree<'_>, first: u32, labels: &[String]) -> Option<(u32, u32)> {
    let n = tree.len();
    let form = |i: u32| tree.token(i).form.as_str();
    let speaker = if form(first) == "RT" && first + 1 < n {
        first + 1
    } else {
        first
    };
    let colon = (speaker + 1..n.min(speaker + 7)).find(|&i| form(i) == ":")?;
    let handle = form(speaker).starts_with('@') && form(speaker).len() > 1 && colon == speaker + 1;
    let capitals = (speaker..colon).all(|i| !form(i).chars().any(char::is_lowercase))
        && form(speaker).chars().filter(|c| c.is_alphabetic()).count() > 1;
    let words: Vec<&str> = (speaker..colon).map(form).collect();
    let known = labels.contains(&words.join(" "));
    (handle || capitals || known).then_some((speaker, colon))
}

/// The word between two others that governs the rest.
fn phrase_head(tree: &Tree<'_>, from: u32, to: u32) -> u32 {
    (from..to)
        .find(|&i| tree.token(i).upos != Upos::Punct && tree.token(i).head.is_none_or(|h| h < from || h >= to))
        .unwrap_or(from)
}

/// "according to the ministry": everything else in the clause is the content.
fn phrase(tree: &Tree<'_>, at: u32, cues: &Cues, outlets: &Outlets) -> Option<Found> {
    let first = tree.token(at).form.to_lowercase();
    let phrase = cues.phrases(&first).iter().find(|p| {
        p.words.iter().zip(at..).all(|(word, i)| {
            tree.sentence
                .tokens
                .get(i as usize)
                .is_some_and(|t| t.form.eq_ignore_ascii_case(word))
        })
    })?;
    let last = at + phrase.words.len() as u32 - 1;
    let mut head = last + 1;
    if head >= tree.len() {
        return None;
    }
    while let Some(up) = tree.token(head).head.filter(|&h| {
        h > last
            && is_nominal(tree.token(h))
            && matches!(
                tree.token(head).rel,
                Rel::Det
                    | Rel::Amod
                    | Rel::Compound
                    | Rel::Nmod
                    | Rel::Nummod
                    | Rel::Flat
                    | Rel::Advmod
                    | Rel::Punct
                    | Rel::Case
            )
    }) {
        head = up;
    }
    if !is_nominal(tree.token(head)) {
        return None;
    }
    if phrase.words.len() == 1 {
        // "citing the ministry", but not "citing a lack of evidence".
        let speaks =
            cues.is_speaker_noun(&tree.token(head).lemma.to_lowercase()) || outlets.of_phrase(tree, head).is_some();
        if !speaks {
            return None;
        }
    }
    let (_, end) = tree.extent(head);
    let mut include = vec![true; tree.len() as usize];
    // Inside the content of another report, the phrase belongs to that content alone.
    let mut up = at;
    let mut steps = 0;
    let set_off = tree.before(at).is_some_and(|t| t.form == ",");
    while let Some(h) = tree.token(up).head.filter(|_| !set_off) {
        let reports = |c: &Cue| c.class.is_report() && c.frames.has(Frames::THAT);
        let cue_above = tree.token(up).rel == Rel::Ccomp && cues.verb(&tree.token(h).lemma).iter().any(reports);
        if cue_above && h < at {
            include.fill(false);
            tree.mark(up, true, &mut include);
            break;
        }
        up = h;
        steps += 1;
        if steps > 40 {
            break;
        }
    }
    for i in at..=end.max(head) {
        include[i as usize] = false;
    }
    Some(Found {
        head: at,
        cue: (at, last),
        class: phrase.class,
        weight: 1.0,
        subject: Some(Subject {
            head,
            antecedent: None,
            shared: false,
        }),
        range: None,
        active: false,
        content: pieces(tree, &include),
        takes_quote: true,
    })
}

/// "the claim that …", "his promise to …".
fn noun(tree: &Tree<'_>, at: u32, cue: &Cue) -> Option<Found> {
    let clause = tree.children(at).find(|&c| {
        let token = tree.token(c);
        if c < at || token.sub == SubRel::Relcl || !matches!(token.rel, Rel::Acl | Rel::Ccomp) {
            return false;
        }
        let marked = |word: &str| {
            tree.children(c)
                .any(|m| tree.token(m).rel == Rel::Mark && tree.token(m).lemma.eq_ignore_ascii_case(word))
        };
        (cue.frames.has(Frames::THAT) && marked("that") && is_finite(tree, c))
            || (cue.frames.has(Frames::TO) && marked("to"))
    })?;
    let owner = |c: &u32| {
        let token = tree.token(*c);
        (token.rel == Rel::Nmod
            && (token.sub == SubRel::Poss || ["by", "from", "of"].iter().any(|p| tree.has_case(*c, p))))
            && is_nominal(token)
    };
    let support = || {
        let verb = tree.token(at).head?;
        let object = tree.token(at).rel == Rel::Obj;
        (object && tree.token(verb).upos == Upos::Verb)
            .then(|| tree.subject(verb))
            .flatten()
    };
    let subject = tree
        .children(at)
        .find(owner)
        .map(|head| Subject {
            head,
            antecedent: None,
            shared: false,
        })
        .or_else(support);
    let mut include = vec![false; tree.len() as usize];
    tree.mark(clause, true, &mut include);
    Some(Found {
        head: at,
        cue: (at, at),
        class: cue.class,
        weight: cue.weight * 0.9,
        subject,
        range: None,
        active: false,
        content: pieces(tree, &include),
        takes_quote: false,
    })
}

/// "her comments about the vote", "the ministry's decision to leave": what somebody's noun is about.
fn owned(tree: &Tree<'_>, at: u32, cue: &Owned) -> Option<Found> {
    let owner = tree.children(at).find(|&c| {
        let token = tree.token(c);
        c < at && token.rel == Rel::Nmod && token.sub == SubRel::Poss && is_nominal(token)
    })?;
    let about = tree.children(at).find(|&c| {
        let marked = tree.children(c).any(|m| {
            let mark = tree.token(m);
            matches!(mark.rel, Rel::Case | Rel::Mark) && cue.with.iter().any(|w| mark.lemma.eq_ignore_ascii_case(w))
        });
        c > at && marked && matches!(tree.token(c).rel, Rel::Nmod | Rel::Acl)
    })?;
    let mut include = vec![false; tree.len() as usize];
    tree.mark(about, true, &mut include);
    let (mut low, mut high) = (at, at);
    let (_, owners) = tree.extent(owner);
    if owners < at {
        low = owners + 1;
    }
    // "whose", "his" have nothing after them; "the ministry's" has its ending
    if tree.token(owners).lemma == "'s" || matches!(tree.token(owners).form.as_str(), "'s" | "’s" | "'" | "’") {
        low = owners;
    }
    if let Some(next) = tree.sentence.tokens.get(at as usize + 1)
        && include[at as usize + 1]
        && matches!(next.rel, Rel::Case)
    {
        include[at as usize + 1] = false;
        high = at + 1;
    }
    Some(Found {
        head: at,
        cue: (low, high),
        class: cue.class,
        weight: cue.weight,
        subject: Some(Subject {
            head: owner,
            antecedent: None,
            shared: false,
        }),
        range: None,
        active: false,
        content: pieces(tree, &include),
        takes_quote: false,
    })
}

/// "reportedly": the clause, said by nobody in particular.
fn adverb(tree: &Tree<'_>, at: u32, class: CueClass) -> Option<Found> {
    let head = tree.token(at).head?;
    if tree.token(at).rel != Rel::Advmod {
        return None;
    }
    let mut include = vec![false; tree.len() as usize];
    tree.mark(head, true, &mut include);
    include[at as usize] = false;
    Some(Found {
        head: at,
        cue: (at, at),
        class,
        weight: 0.6,
        subject: None,
        range: None,
        active: false,
        content: pieces(tree, &include),
        takes_quote: false,
    })
}

/// "is convinced that", "was critical of", with the subject of the clause.
fn adjective(tree: &Tree<'_>, at: u32, entries: &[Cue]) -> Option<Found> {
    let mut found = verb(tree, at, entries)?;
    let subject = tree.child(at, Rel::Nsubj).filter(|&s| s < at && !is_expletive(tree, s));
    if found.subject.is_none() {
        found.subject = subject.map(|head| Subject {
            head,
            antecedent: None,
            shared: false,
        });
    }
    Some(found)
}

fn verb(tree: &Tree<'_>, at: u32, entries: &[Cue]) -> Option<Found> {
    if entries.is_empty() {
        return None;
    }
    let token = tree.token(at);
    // "a way to signal", "there is a lot to learn": nobody says anything.
    let to = |m: u32| tree.token(m).rel == Rel::Mark && tree.token(m).lemma == "to";
    if token.rel == Rel::Acl && token.sub != SubRel::Relcl && tree.children(at).any(to) {
        return None;
    }
    // "was quoted by Interfax as saying": the cue is "saying"
    if matches!(token.lemma.as_str(), "quote" | "cite")
        && tree.is_passive(at)
        && tree
            .children(at)
            .any(|c| quoted_by(tree, c) == Some(at) && tree.token(c).xpos == "VBG")
    {
        return None;
    }
    let fitting: Vec<(&Cue, Vec<u32>)> = entries
        .iter()
        .filter_map(|cue| extras(tree, at, cue).map(|extras| (cue, extras)))
        .collect();
    // Entries with more words first; among equals the frame that asks for more decides.
    for same in fitting.chunk_by(|a, b| a.1.len() == b.1.len()) {
        for frame in Frames::ORDER {
            for (cue, extras) in same.iter().filter(|(cue, _)| cue.frames.has(frame)) {
                let Some(include) = content(tree, at, cue, extras, frame) else {
                    continue;
                };
                let mut include = include;
                let mut found = found(tree, at, cue, extras, Vec::new());
                if found.active && same_has(entries, Frames::AROUND) {
                    straighten(tree, &mut found, &mut include);
                }
                if frame == Frames::THAT && found.active {
                    from_that(tree, &found, &mut include);
                }
                trim_tail(tree, &found, &mut include);
                found.content = pieces(tree, &include);
                if !found.content.is_empty() {
                    return Some(found);
                }
            }
        }
    }
    if let Some((cue, extras)) = fitting.iter().find(|(cue, _)| cue.frames.has(Frames::COMPLEMENT))
        && let Some(include) = named_in_quotes(tree, at)
    {
        return Some(found(tree, at, cue, extras, pieces(tree, &include)));
    }
    let (cue, extras) = fitting.into_iter().find(|(cue, _)| cue.frames.has(Frames::QUOTE))?;
    let mut found = found(tree, at, cue, &extras, Vec::new());
    found.takes_quote = true;
    if same_has(entries, Frames::AROUND) && found.active {
        found.content = by_order(tree, &mut found, at).unwrap_or_default();
    }
    Some(found)
}

fn same_has(entries: &[Cue], frame: Frames) -> bool {
    entries.iter().any(|c| c.extra.is_empty() && c.frames.has(frame))
}

/// "called him a “puppet”", where the tree lost the second half.
fn named_in_quotes(tree: &Tree<'_>, at: u32) -> Option<Vec<bool>> {
    let object = tree.child(at, Rel::Obj).filter(|&o| o > at)?;
    let (low, _) = tree.extent(object);
    let low = low.max(at + 1);
    let mark = (low..tree.len().min(low + 16)).find(|&i| is_quote_mark(&tree.token(i).form))?;
    let mut include = vec![false; tree.len() as usize];
    include[low as usize..=mark as usize].fill(true);
    Some(include)
}

/// What the order of the words puts right in a content that the tree gave: "…, X said" holds for
/// all that stands before it; days right after the cue and "told"'s hearers are no part of it.
fn straighten(tree: &Tree<'_>, found: &mut Found, include: &mut Vec<bool>) {
    if let Some(all) = surface::set_into(tree, found.cue) {
        *include = all;
        return;
    }
    let before = include[..found.head as usize].iter().any(|&x| x);
    let after = include[found.head as usize..].iter().any(|&x| x);
    if before && !after {
        let own = found.subject.filter(|s| !s.shared && s.antecedent.is_none());
        let beside = |p: &surface::Phrase| own.is_none_or(|s| (p.first..=p.last).contains(&s.head));
        let phrase = surface::set_off(tree, found.cue.0)
            .filter(beside)
            .or_else(|| surface::after(tree, found.cue.1).filter(beside));
        if let Some(phrase) = phrase
            && let Some(all) = surface::around(tree, found.cue, phrase)
        {
            *include = all;
            if own.is_none() {
                found.subject = Some(Subject {
                    head: phrase.head,
                    antecedent: None,
                    shared: false,
                });
                found.range = Some((phrase.first, phrase.last));
            }
        }
    } else if !before {
        let mut at = found.cue.1 + 1;
        while at < tree.len() && include[at as usize] {
            let form = tree.token(at).form.as_str();
            let next = tree
                .sentence
                .tokens
                .get(at as usize + 1)
                .map_or("", |t| t.form.as_str());
            if is_day(form) && !matches!(next, "'s" | "’s" | "and") {
                include[at as usize] = false;
                at += 1;
            } else if form == "on" && is_day(next) {
                include[at as usize] = false;
                include[at as usize + 1] = false;
                at += 2;
            } else {
                break;
            }
        }
    }
}

/// "announced in a statement that …", "shows that …": from the *that* on all is said, where the tree has it otherwise.
fn from_that(tree: &Tree<'_>, found: &Found, include: &mut [bool]) {
    let Some(that) = that_after(tree, found) else {
        return;
    };
    let whole = include.get(that as usize..that as usize + 2) == Some(&[true, true]);
    if whole || include[..found.cue.0 as usize].contains(&true) {
        return;
    }
    include.fill(false);
    include[that as usize..end_of_clause(tree, found.head, that)].fill(true);
}

/// What is set off at the end is the reporter's: ", which nobody believed" after what was wanted, promised or judged, and
/// ", though he noted …" and "and warned …" after what was said.
fn trim_tail(tree: &Tree<'_>, found: &Found, include: &mut [bool]) {
    let Some(first) = (found.cue.1 + 1..tree.len()).find(|&i| include[i as usize]) else {
        return;
    };
    let last = (first..tree.len())
        .rev()
        .find(|&i| include[i as usize])
        .unwrap_or(first);
    if (first..=last).any(|i| is_quote_mark(&tree.token(i).form)) {
        return;
    }
    let report = found.class.is_report();
    let cut = (first + 3..last).find(|&i| {
        let next = tree.token(i + 1);
        let comma = matches!(tree.token(i).form.as_str(), "," | "--" | "―" | "—" | "–");
        let apart = matches!(
            next.form.as_str(),
            "though" | "although" | "despite" | "notwithstanding" | "known"
        );
        let relative = !report && matches!(next.xpos.as_str(), "WDT" | "WP" | "WP$");
        let said = tree.token(i).upos == Upos::Cconj
            && next.xpos == "VBD"
            && matches!(
                next.lemma.as_str(),
                "say"
                    | "warn"
                    | "call"
                    | "add"
                    | "tell"
                    | "accuse"
                    | "urge"
                    | "argue"
                    | "vow"
                    | "promise"
                    | "pledge"
                    | "ask"
                    | "insist"
                    | "suggest"
                    | "criticize"
                    | "criticise"
                    | "assert"
            );
        comma && (apart || relative) || said
    });
    if let Some(cut) = cut {
        include[cut as usize..].fill(false);
    }
}

/// The *that* which opens a report: right after the cue, or after phrases without a verb and the hearers of "told".
fn that_after(tree: &Tree<'_>, found: &Found) -> Option<u32> {
    let next = found.cue.1 + 1;
    let is_that = |i: u32| {
        let token = tree.token(i);
        token.form == "that" && matches!(token.xpos.as_str(), "IN" | "WDT" | "DT")
    };
    let opens = |i: u32| {
        let after = tree.sentence.tokens.get(i as usize + 1);
        is_that(i) && after.is_some_and(|t| !matches!(t.upos, Upos::Verb | Upos::Aux | Upos::Punct))
    };
    if next >= tree.len() {
        return None;
    }
    if opens(next) {
        return Some(next);
    }
    let hearers = matches!(
        tree.token(found.head).lemma.as_str(),
        "tell" | "inform" | "warn" | "assure" | "remind"
    );
    let phrase = tree.token(next).upos == Upos::Adp;
    if !phrase && !hearers {
        return None;
    }
    (next..tree.len().min(next + 14))
        .take_while(|&i| !matches!(tree.token(i).upos, Upos::Verb | Upos::Aux | Upos::Punct))
        .find(|&i| opens(i))
}

/// One past the last word of a clause that begins at `from` and hangs on the verb `at`: the sentence's end, or what is
/// joined to the verb itself ("said that …, and left").
fn end_of_clause(tree: &Tree<'_>, at: u32, from: u32) -> usize {
    let joined = tree
        .children(at)
        .find(|&c| c > from && tree.token(c).rel == Rel::Conj && matches!(tree.token(c).upos, Upos::Verb | Upos::Adj));
    let Some(joined) = joined else {
        return tree.len() as usize;
    };
    let (low, _) = tree.extent(joined);
    low.max(from + 1) as usize
}

/// "said the campaign planned to …", of which the tree made something else.
fn clause_after(tree: &Tree<'_>, found: &Found) -> Option<Vec<Span>> {
    let next = found.cue.1 + 1;
    let head = tree.token(found.head);
    let told = matches!(head.xpos.as_str(), "VBD" | "VBZ" | "VBP" | "VBN");
    let subject = found.subject.is_some_and(|s| s.head < found.head);
    let first = tree.sentence.tokens.get(next as usize)?;
    let starts = matches!(
        first.upos,
        Upos::Det | Upos::Pron | Upos::Propn | Upos::Noun | Upos::Adj | Upos::Num | Upos::Adv
    ) && (first.xpos != "RB" || first.form == "there");
    let open = matches!(
        head.lemma.as_str(),
        "say" | "argue" | "claim" | "insist" | "note" | "warn" | "add" | "acknowledge"
    );
    let start = if open && starts && !is_day(&first.form) {
        next
    } else {
        that_after(tree, found)?
    };
    let end = end_of_clause(tree, found.head, start);
    let finite = |i: u32| matches!(tree.token(i).xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD");
    let quoted = (start as usize..end).any(|i| is_quote_mark(&tree.token(i as u32).form));
    if !told || !subject || quoted || !(start..end as u32).any(finite) {
        return None;
    }
    let mut include = vec![false; tree.len() as usize];
    include[start as usize..end].fill(true);
    Some(pieces(tree, &include))
}

/// Content by the order of the words, for a verb whose clause the tree lost.
fn by_order(tree: &Tree<'_>, found: &mut Found, at: u32) -> Option<Vec<Span>> {
    let token = tree.token(at);
    // "told the portal that talks would resume", read as a relative clause.
    let hearer = tree
        .children(at)
        .find(|&c| c > at && matches!(tree.token(c).rel, Rel::Obj | Rel::Iobj));
    let told = hearer.and_then(|hearer| {
        tree.children(hearer).find(|&c| {
            let low = tree.extent(c).0;
            let other_subject = tree.child(c, Rel::Nsubj).is_some_and(|s| s > low);
            c > hearer && tree.token(c).rel == Rel::Acl && tree.token(low).form == "that" && other_subject
        })
    });
    if let Some(told) = told.filter(|_| token.lemma == "tell") {
        let mut include = vec![false; tree.len() as usize];
        tree.mark(told, true, &mut include);
        return Some(pieces(tree, &include));
    }
    // ", adding the move was aimed at them", with a subject of its own.
    if token.xpos == "VBG" && tree.before(found.cue.0).is_some_and(|t| t.form == ",") {
        if found.subject.is_some_and(|s| s.head > at) {
            found.subject = None;
        }
        let mut include = vec![false; tree.len() as usize];
        include[found.cue.1 as usize + 1..].fill(true);
        let finite = |i: u32| matches!(tree.token(i).xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD");
        return (found.cue.1 + 1..tree.len())
            .any(finite)
            .then(|| pieces(tree, &include));
    }
    // "say the advantage hides a problem", read as an object.
    if token.lemma != "tell"
        && let Some(object) = tree.children(at).find(|&c| {
            c > found.cue.1 && matches!(tree.token(c).rel, Rel::Obj | Rel::Dep) && tree.token(c).upos != Upos::Pron
        })
    {
        let (_, high) = tree.extent(at);
        let (low, _) = tree.extent(object);
        let low = low.max(found.cue.1 + 1);
        let finite = |i: u32| matches!(tree.token(i).xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD");
        if (low..=high).any(finite) {
            let mut include = vec![false; tree.len() as usize];
            include[low as usize..=high as usize].fill(true);
            return Some(pieces(tree, &include));
        }
    }
    if let Some(clause) = clause_after(tree, found) {
        return Some(clause);
    }
    // "though she noted clients are leaving", hung below "leaving".
    if let Some(up) = token.head.filter(|&up| up > found.cue.1)
        && found.subject.is_some_and(|s| s.head < at)
        && matches!(token.rel, Rel::Advcl | Rel::Parataxis | Rel::Ccomp | Rel::Dep)
    {
        let (_, high) = tree.extent(up);
        let mut include = vec![false; tree.len() as usize];
        include[found.cue.1 as usize + 1..=high as usize].fill(true);
        return Some(pieces(tree, &include));
    }
    let own = found.subject.filter(|s| !s.shared && s.antecedent.is_none());
    let inverted =
        || surface::after(tree, found.cue.1).filter(|p| own.is_none_or(|s| (p.first..=p.last).contains(&s.head)));
    let phrase = surface::before(tree, found.cue.0)
        .filter(|p| own.is_none_or(|s| s.head < at && (s.head >= p.first || tree.token(s.head).upos != Upos::Pron)))
        .or_else(inverted)?;
    let include = surface::around(tree, found.cue, phrase)?;
    if own.is_none_or(|s| !(phrase.first..=phrase.last).contains(&s.head)) {
        found.subject = Some(Subject {
            head: phrase.head,
            antecedent: None,
            shared: false,
        });
        found.range = Some((phrase.first, phrase.last));
    }
    Some(pieces(tree, &include))
}

fn found(tree: &Tree<'_>, at: u32, cue: &Cue, extras: &[u32], content: Vec<Span>) -> Found {
    let subject = if cue.frames.has(Frames::PASSIVE) && cue.class == CueClass::Hearsay && tree.is_passive(at) {
        None
    } else {
        tree.subject(at)
    };
    Found {
        head: at,
        cue: group(tree, at, if cue.frames.has(Frames::WITH) { &[] } else { extras }),
        class: cue.class,
        weight: cue.weight,
        subject: subject.filter(|s| !is_expletive(tree, s.head)),
        range: None,
        active: !tree.is_passive(at),
        content,
        takes_quote: cue.frames.has(Frames::QUOTE),
    }
}

fn is_expletive(tree: &Tree<'_>, head: u32) -> bool {
    tree.token(head).rel == Rel::Expl
}

/// For "saying" in "X was quoted as saying": the verb "quoted".
pub(super) fn quoted_by(tree: &Tree<'_>, verb: u32) -> Option<u32> {
    let token = tree.token(verb);
    let up = token.head.filter(|&up| up < verb)?;
    (matches!(token.rel, Rel::Advcl | Rel::Xcomp | Rel::Ccomp)
        && matches!(tree.token(up).lemma.as_str(), "quote" | "cite")
        && tree.is_passive(up))
    .then_some(up)
}

/// The words that must stand with the verb, if they are all there.
fn extras(tree: &Tree<'_>, at: u32, cue: &Cue) -> Option<Vec<u32>> {
    let mut out = Vec::with_capacity(cue.extra.len());
    for word in &cue.extra {
        let child = tree.children(at).find_map(|c| {
            let token = tree.token(c);
            let free = !out.contains(&c);
            if free
                && token.lemma.eq_ignore_ascii_case(word)
                && (c > at || tree.is_passive(at))
                && !matches!(token.rel, Rel::Punct | Rel::Aux | Rel::Nsubj)
            {
                return Some(c);
            }
            // A preposition or conjunction of a phrase or participle.
            if c > at
                && matches!(
                    token.rel,
                    Rel::Obl | Rel::Nmod | Rel::Advcl | Rel::Ccomp | Rel::Xcomp | Rel::Obj
                )
            {
                return tree.children(c).find(|&k| {
                    let mark = tree.token(k);
                    k < c
                        && matches!(mark.rel, Rel::Case | Rel::Mark | Rel::Advmod | Rel::Det)
                        && mark.upos != Upos::Part
                        && mark.lemma.eq_ignore_ascii_case(word)
                });
            }
            None
        });
        // A preposition of the object already found: "raise doubts" + "about".
        let child = child.or_else(|| {
            out.last().and_then(|&o: &u32| {
                tree.children(o)
                    .flat_map(|c| tree.children(c).collect::<Vec<_>>())
                    .find(|&k| tree.token(k).lemma.eq_ignore_ascii_case(word))
            })
        });
        out.push(child?);
    }
    Some(out)
}

/// First and last word of the cue: the verb with what belongs to it, without gaps.
fn group(tree: &Tree<'_>, at: u32, extras: &[u32]) -> (u32, u32) {
    let (mut low, mut high) = (at, at);
    let mut verb = at;
    loop {
        while let Some(before) = low.checked_sub(1) {
            let token = tree.token(before);
            let belongs = token.head == Some(verb)
                && match token.rel {
                    Rel::Aux => true,
                    Rel::Advmod => !token.xpos.starts_with('W'),
                    Rel::Mark => token.lemma == "to",
                    _ => false,
                };
            if !belongs {
                break;
            }
            low = before;
        }
        // "went on to say", "continues to insist".
        let token = tree.token(verb);
        match token.head {
            Some(up)
                if token.rel == Rel::Xcomp
                    && tree.token(up).upos == Upos::Verb
                    && up < low
                    && (up + 1..low)
                        .all(|i| matches!(tree.token(i).upos, Upos::Adp | Upos::Part | Upos::Adv | Upos::Sconj)) =>
            {
                low = up;
                verb = up;
            }
            // "was quoted as saying".
            Some(up) if quoted_by(tree, verb) == Some(up) => {
                low = up;
                verb = up;
            }
            _ => break,
        }
    }
    for &extra in extras {
        let close = (high + 1..extra).all(|i| tree.token(i).rel == Rel::Advmod || tree.dominates(extra, i));
        if extra > high && close && extra - high <= 4 {
            high = extra;
        }
    }
    (low, high)
}

/// Which words are the content in one frame.
fn content(tree: &Tree<'_>, at: u32, cue: &Cue, extras: &[u32], frame: Frames) -> Option<Vec<bool>> {
    let token = tree.token(at);
    let mut include = vec![false; tree.len() as usize];
    let passive = tree.is_passive(at);
    let marked = |c: u32, word: &str| {
        tree.children(c).any(|m| {
            matches!(tree.token(m).rel, Rel::Mark | Rel::Case) && tree.token(m).lemma.eq_ignore_ascii_case(word)
        })
    };
    let object = || {
        tree.children(at)
            .find(|&c| tree.token(c).rel == Rel::Obj && is_nominal(tree.token(c)))
    };
    let mut heads: Vec<u32> = Vec::with_capacity(2);
    match frame {
        Frames::THAT | Frames::QUOTE => {
            let participle = token.xpos == "VBG";
            let clause = tree.children(at).find(|&c| match tree.token(c).rel {
                Rel::Ccomp if participle => c > at && frame == Frames::THAT,
                Rel::Ccomp => frame == Frames::THAT || c < at,
                Rel::Csubj => passive,
                Rel::Parataxis => {
                    c > at
                        && cue.class == CueClass::Say
                        && tree
                            .before(tree.extent(c).0)
                            .is_some_and(|t| t.form == ":" || is_quote_mark(&t.form))
                }
                _ => false,
            });
            if let Some(clause) = clause {
                tree.mark(clause, true, &mut include);
                // The clause may wrap around the cue.
                include[at as usize] = false;
                // "said the talks, held in Riga, would go on", with the talks cut off.
                if clause > at && token.lemma != "tell" {
                    for lost in tree.children(at).filter(|&c| {
                        c > at
                            && c < clause
                            && matches!(tree.token(c).rel, Rel::Obj | Rel::Nsubj | Rel::Dep | Rel::Advcl)
                    }) {
                        if tree.token(lost).upos != Upos::Pron || tree.token(lost).rel == Rel::Nsubj {
                            tree.mark(lost, true, &mut include);
                        }
                    }
                }
                // "said on Monday that …", with the day hung below the clause.
                let that = tree.children(clause).find(|&m| {
                    m > at && tree.token(m).rel == Rel::Mark && tree.token(m).lemma.eq_ignore_ascii_case("that")
                });
                if let Some(that) = that.filter(|_| clause > at) {
                    include[at as usize..that as usize].fill(false);
                }
                return Some(include);
            }
            // "A, X said" and "as X said": the rest of the sentence.
            let inserted = token.rel == Rel::Parataxis
                || (token.rel == Rel::Advcl && marked(at, "as") && quoted_by(tree, at).is_none());
            let own_object = || object().is_some_and(|o| o > at && tree.token(o).upos != Upos::Pron);
            if frame == Frames::THAT && inserted && !own_object() && tree.subject(at).is_some() {
                include.fill(true);
                include[0] = tree.token(0).upos != Upos::Cconj;
                tree.mark(at, false, &mut include);
                return Some(include);
            }
            return None;
        }
        Frames::TO => {
            if object().is_some() || passive {
                return None;
            }
            heads.extend(
                tree.children(at)
                    .find(|&c| c > at && matches!(tree.token(c).rel, Rel::Xcomp | Rel::Ccomp) && marked(c, "to")),
            );
        }
        Frames::WHOM_TO => {
            heads.push(tree.children(at).find(|&c| {
                c > at && matches!(tree.token(c).rel, Rel::Xcomp | Rel::Ccomp | Rel::Advcl) && marked(c, "to")
            })?);
            // "is expected to": nobody says so
            if passive && cue.class == CueClass::Think {
                return None;
            }
            heads.extend(if cue.frames.has(Frames::PHRASE) {
                phrase_of(tree, at, extras)
            } else {
                object().or_else(|| tree.child(at, Rel::Iobj).filter(|&o| o > at))
            });
        }
        Frames::GERUND => heads.extend(tree.children(at).find(|&c| {
            let rel = tree.token(c).rel;
            let complement = matches!(rel, Rel::Xcomp | Rel::Ccomp) || rel == Rel::Advcl && c == at + 1;
            c > at && tree.token(c).xpos == "VBG" && complement
        })),
        Frames::AS | Frames::COMPLEMENT => {
            if passive && tree.child(at, Rel::Nsubj).is_none() {
                return None;
            }
            heads.push(tree.children(at).find(|&c| {
                c > at
                    && match tree.token(c).rel {
                        Rel::Obl | Rel::Advcl | Rel::Xcomp if frame == Frames::AS => marked(c, "as"),
                        Rel::Xcomp | Rel::Obj if frame == Frames::COMPLEMENT => !marked(c, "to") && Some(c) != object(),
                        Rel::Ccomp if frame == Frames::COMPLEMENT => !is_finite(tree, c) && !marked(c, "to"),
                        _ => false,
                    }
            })?);
            heads.extend(if passive {
                tree.child(at, Rel::Nsubj)
            } else if cue.extra.is_empty() {
                object()
            } else {
                phrase_of(tree, at, extras)
            });
        }
        // "called him a champion for the cause"
        Frames::PHRASE if tree.token(at).lemma == "call" && object().is_some_and(|o| o > at) => return None,
        Frames::PHRASE => {
            heads.push(phrase_of(tree, at, extras)?);
            if cue.class == CueClass::Judge
                && let Some(object) = object().or_else(|| tree.child(at, Rel::Nsubj).filter(|_| passive))
            {
                heads.push(object);
                for head in heads {
                    tree.mark(head, true, &mut include);
                }
                return Some(include);
            }
        }
        Frames::OBJECT if passive => {
            heads.extend(tree.child(at, Rel::Nsubj));
            // "is expected to come"
            heads.extend(
                tree.children(at)
                    .find(|&c| c > at && tree.token(c).rel == Rel::Xcomp && marked(c, "to")),
            );
        }
        Frames::OBJECT => {
            let of_extras = || extras.iter().copied().find(|&e| tree.token(e).rel == Rel::Obj);
            heads.extend(
                object()
                    .filter(|o| !extras.contains(o))
                    .or_else(of_extras)
                    .filter(|&o| o > at || tree.token(at).sub == SubRel::Relcl),
            );
            if heads.first().is_some_and(|&h| extras.contains(&h)) {
                tree.mark(heads[0], true, &mut include);
                return Some(include);
            }
            // "blasted him for leaving", "shows him leading".
            if matches!(cue.class, CueClass::Judge | CueClass::Show)
                && let Some(&object) = heads.first()
            {
                heads.extend(tree.children(at).filter(|&c| {
                    c > object
                        && (["for", "as", "over"].iter().any(|w| marked(c, w))
                            || cue.extra.iter().any(|w| w == "at" && marked(c, w))
                            || (tree.token(c).rel == Rel::Xcomp && !marked(c, "to")))
                }));
            }
        }
        _ => {
            if !passive {
                return None;
            }
            let subject = tree.child(at, Rel::Nsubj)?;
            let clause = tree
                .children(at)
                .find(|&c| c > at && matches!(tree.token(c).rel, Rel::Xcomp | Rel::Ccomp));
            if cue.class != CueClass::Hearsay || clause.is_some() {
                heads.push(subject);
            }
            heads.extend(clause);
        }
    }
    if matches!(frame, Frames::OBJECT | Frames::PHRASE) && !passive {
        after_object(tree, at, cue.class, &mut heads);
    }
    for head in &heads {
        tree.mark(*head, true, &mut include);
    }
    let cue_words = group(tree, at, extras);
    for &extra in extras {
        if extra <= cue_words.1 && !cue.frames.has(Frames::WITH) {
            include[extra as usize] = false;
        }
    }
    (!heads.is_empty()).then_some(include)
}

/// "called for aid to be sent", "offers loans to parents": what goes on after the object, hung on the verb.
fn after_object(tree: &Tree<'_>, at: u32, class: CueClass, heads: &mut Vec<u32>) {
    let Some(&object) = heads.last().filter(|&&o| o > at) else {
        return;
    };
    let (_, high) = tree.extent(object);
    let next = tree.children(at).find(|&c| {
        let token = tree.token(c);
        let (low, _) = tree.extent(c);
        if c <= high || low != high + 1 {
            return false;
        }
        let first = tree.token(low);
        match token.rel {
            Rel::Obl => {
                matches!(first.lemma.as_str(), "for" | "of" | "to" | "from" | "about" | "against")
                    || first.lemma == "on" && !is_day(&token.form) && token.upos == Upos::Noun
            }
            Rel::Xcomp | Rel::Advcl | Rel::Acl => {
                first.xpos == "TO" && !matches!(class, CueClass::Judge | CueClass::Deny | CueClass::Ask)
            }
            _ => false,
        }
    });
    heads.extend(next);
}

/// The word that the preposition among the extra words governs.
fn phrase_of(tree: &Tree<'_>, at: u32, extras: &[u32]) -> Option<u32> {
    let &preposition = extras.last()?;
    let head = tree.token(preposition).head?;
    (head != at).then_some(head)
}

/// Included words as spans of text: neighbours joined, punctuation at the ends left out, but for
/// quotation marks.
pub(super) fn pieces(tree: &Tree<'_>, include: &[bool]) -> Vec<Span> {
    let mut out = Vec::new();
    let n = tree.len() as usize;
    let mut i = 0;
    while i < n {
        if !include[i] {
            i += 1;
            continue;
        }
        let start = i;
        while i < n && (include[i] || bridges(tree, include, i)) {
            i += 1;
        }
        let (mut a, mut b) = (start, i);
        let has = |mark: &str, a: usize, b: usize| (a..b).any(|k| tree.token(k as u32).form == mark);
        while a < b && edge(tree, a) && !(tree.token(a as u32).form == "(" && has(")", a, b)) {
            a += 1;
        }
        while b > a && edge(tree, b - 1) && !(tree.token(b as u32 - 1).form == ")" && has("(", a, b)) {
            b -= 1;
        }
        let words = (a..b).any(|k| tree.token(k as u32).upos != Upos::Punct);
        if words {
            out.push(tree.token(a as u32).span.join(tree.token(b as u32 - 1).span));
        }
    }
    out
}

/// Punctuation between two included words belongs to them, wherever the parser hung it.
fn bridges(tree: &Tree<'_>, include: &[bool], i: usize) -> bool {
    tree.token(i as u32).upos == Upos::Punct
        && include.get(i + 1).copied().unwrap_or(false)
        && i > 0
        && (include[i - 1] || tree.token(i as u32 - 1).upos == Upos::Punct)
}

fn edge(tree: &Tree<'_>, i: usize) -> bool {
    let token = tree.token(i as u32);
    token.upos == Upos::Punct && !is_quote_mark(&token.form)
}

/// True for days as news names them.
pub(super) fn is_day(form: &str) -> bool {
    matches!(
        form,
        "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday" | "today" | "yesterday"
    )
}

/// True for tokens that are quotation marks.
pub(super) fn is_quote_mark(form: &str) -> bool {
    !form.is_empty()
        && form
            .chars()
            .all(|c| matches!(c, '"' | '\'' | '`' | '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’'))
}
