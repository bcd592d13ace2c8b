//! Dead, injured and detained of an event, and the size of crowds: numbers that a sentence gives for the happening
//! that a word of it names.
//!
//! First all losses of the sentence are read off its tree (`losses`), then those that belong to the trigger are
//! kept (`distance`). Numbers are as told: "at least 40" is 40 or more, "dozens" and other plurals without number are
//! two or more, "a policeman" is one, "no casualties" is none.

use dateline_data::lists::code::{
    APART_WORDS, ARREST_NOUNS, DEATH_NOUNS, DETAINING_VERBS, DYING_VERBS, FINDING_VERBS, GATHERING_NOUNS, GROUP_NOUNS,
    INJURING_VERBS, KILLING_VERBS, LOSS_WORDS, MEASURE_WORDS, NOBODY_WORDS, NUMBER_WORDS, ONE_WORDS, SEVERAL_WORDS,
    TELLING_VERBS, TENS_WORDS, TO_DEATH_VERBS, UNCOUNTED_NOUNS,
};

use super::tree::Tree;
use crate::types::{Casualties, Count};
use crate::{Document, NameKind, Rel, Sentence, Span, SubRel, Upos};

/// What became of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Loss {
    Dead,
    Injured,
    Detained,
}

/// How many, and the words that say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Tally {
    from: u64,
    to: Option<u64>,
    first: u32,
    last: u32,
}

/// A loss told at a word ("killed", "dead", "deaths").
#[derive(Clone, Copy, Debug)]
struct Told {
    loss: Loss,
    tally: Tally,
    site: u32,
}

/// Losses that the sentence tells for the event whose trigger's head word is `trigger`. What happened to others in the
/// sentence ("arrested the men who killed three") is not counted.
#[must_use]
pub fn casualties(_document: &Document, sentence: &Sentence, trigger: u32) -> Option<Casualties> {
    if trigger as usize >= sentence.tokens.len() || !promising(sentence) {
        return None;
    }
    let tree = Tree::new(sentence);
    let told = losses(&tree);
    let best = |loss: Loss| {
        told.iter()
            .filter(|told| told.loss == loss)
            .filter_map(|told| Some((distance(&tree, trigger, told)?, told)))
            .min_by_key(|(distance, told)| (*distance, told.site))
            .map(|(_, told)| count(&tree, told))
    };
    let found = Casualties {
        dead: best(Loss::Dead),
        injured: best(Loss::Injured),
        detained: best(Loss::Detained),
    };
    (found != Casualties::default()).then_some(found)
}

/// How many people took part in the protest, march or rally whose trigger's head word is `trigger`. "hundreds" is 200
/// or more, "tens of thousands" 20,000 or more.
#[must_use]
pub fn crowd(sentence: &Sentence, trigger: u32) -> Option<Count> {
    let token = sentence.tokens.get(trigger as usize)?;
    let tree = Tree::new(sentence);
    let mut candidates = Vec::new();
    if token.upos == Upos::Verb {
        candidates.extend(tree.deep_subject(trigger));
    }
    candidates.extend(phrases(&tree, trigger, &["of", "by", "with", "involving"]));
    // "5,000 people joined the protest", "the rally drew 5,000 people", "thousands of people took part in a march"
    if let Some(head) = tree.head(trigger).filter(|_| token.upos != Upos::Verb)
        && tree.token(head).upos == Upos::Verb
    {
        if token.rel == Rel::Nsubj && !tree.is_passive(head) {
            candidates.extend(tree.deep_object(head));
        } else {
            candidates.extend(tree.deep_subject(head));
        }
    }
    candidates.into_iter().find_map(|head| {
        let tally = magnitude(&tree, head).or_else(|| strong(&tree, head)).or_else(|| {
            // "a mob of 300 villagers"
            let head = match GATHERING_NOUNS.contains(&tree.lemma(head)) {
                true => phrases(&tree, head, &["of"]).into_iter().next()?,
                false => head,
            };
            if let Some(many) = magnitude(&tree, head) {
                return Some(many);
            }
            let tally = tally(&tree, head)?;
            (numbered(&tree, head) && tally.to != Some(1) && tally.to != Some(0)).then_some(tally)
        })?;
        let by = source(&tree, trigger);
        Some(made(&tree, tally, by))
    })
}

/// "A 5,000-strong mob".
fn strong(tree: &Tree<'_>, head: u32) -> Option<Tally> {
    let strong = tree
        .children(head)
        .iter()
        .copied()
        .find(|&c| c < head && tree.lemma(c).ends_with("strong"))?;
    let form = tree.token(strong).form.to_lowercase();
    if let Some(number) = form.strip_suffix("-strong") {
        let Numeral::Plain(n) = numeral(number)? else {
            return None;
        };
        return Some(Tally {
            from: n,
            to: Some(n),
            first: strong,
            last: head,
        });
    }
    let number = (strong.saturating_sub(2)..strong).find(|&i| numeral(&tree.token(i).form).is_some())?;
    let (n, first, _) = number_at(tree.sentence, number)?;
    Some(Tally {
        from: n,
        to: Some(n),
        first,
        last: head,
    })
}

fn promising(sentence: &Sentence) -> bool {
    sentence.tokens.iter().any(|token| {
        let lemma = token.lemma.as_str();
        [
            KILLING_VERBS,
            INJURING_VERBS,
            DETAINING_VERBS,
            DYING_VERBS,
            TO_DEATH_VERBS,
            DEATH_NOUNS,
            ARREST_NOUNS,
        ]
        .iter()
        .any(|list| list.contains(&lemma))
            || LOSS_WORDS.contains(&lemma)
    })
}

/// Who suffers the act of a verb. Where the parser took its object for something else, the phrase right after it.
fn patient(tree: &Tree<'_>, verb: u32) -> Option<u32> {
    let object = tree.child(verb, Rel::Obj).map(|object| tree.antecedent(object));
    let mistaken = || {
        tree.children(verb).iter().copied().filter(|&c| c > verb).find(|&c| {
            let token = tree.token(c);
            let number = token.upos == Upos::Num && tree.preposition(c).is_none();
            let bounds = ["at", "between", "than", "over", "about"];
            match token.rel {
                Rel::Flat | Rel::Nummod | Rel::Dep | Rel::Compound => number,
                Rel::Obl if MEASURE_WORDS.contains(&tree.lemma(c)) => false,
                Rel::Obl if number || matches!(token.sub, SubRel::Unmarked | SubRel::Npmod) => true,
                Rel::Obl => {
                    let bound = tree.preposition(c).is_some_and(|p| bounds.contains(&p.as_str()));
                    bound && number_word(tree, c).is_some() && token.xpos != "NN"
                }
                _ => false,
            }
        })
    };
    let passive = || lent_subject(tree, verb).filter(|_| tree.is_passive(verb));
    object
        .or_else(|| tree.deep_object(verb))
        .or_else(mistaken)
        .or_else(passive)
}

/// The subject of a reported clause that the parser gave to the reporting verb as a second one.
fn lent_subject(tree: &Tree<'_>, verb: u32) -> Option<u32> {
    let head = tree.head(verb)?;
    if tree.token(verb).rel != Rel::Ccomp
        || !TELLING_VERBS.contains(&tree.lemma(head))
        || tree.child(verb, Rel::Nsubj).is_some()
    {
        return None;
    }
    let subjects: Vec<u32> = tree
        .children(head)
        .iter()
        .copied()
        .filter(|&c| tree.token(c).rel == Rel::Nsubj)
        .collect();
    (subjects.len() > 1)
        .then(|| subjects[0])
        .filter(|&subject| subject < verb)
}

fn is_place(tree: &Tree<'_>, head: u32) -> bool {
    let names = &tree.sentence.names;
    names
        .iter()
        .any(|name| name.kind != NameKind::Per && (name.start..name.end).contains(&head))
}

/// All losses that a sentence tells.
fn losses(tree: &Tree<'_>) -> Vec<Told> {
    let mut all = Vec::new();
    for site in 0..tree.len() {
        let lemma = tree.lemma(site);
        let verbal = matches!(tree.token(site).upos, Upos::Verb) && !is_unreal(tree, site);
        let mut add = |loss: Loss, who: Option<u32>| {
            if let Some(tally) = who.and_then(|who| tally(tree, who)) {
                all.push(Told { loss, tally, site });
            }
        };
        if verbal {
            let who = || patient(tree, site);
            match lemma {
                _ if KILLING_VERBS.contains(&lemma) => add(Loss::Dead, who()),
                _ if INJURING_VERBS.contains(&lemma) => add(Loss::Injured, who()),
                // "captured the town"
                "capture" if who().is_some_and(|who| is_place(tree, who)) => {}
                _ if DETAINING_VERBS.contains(&lemma) => add(Loss::Detained, who()),
                _ if DYING_VERBS.contains(&lemma) => {
                    add(Loss::Dead, tree.surface_subject(site).map(|s| tree.antecedent(s)))
                }
                _ if TO_DEATH_VERBS.contains(&lemma) && is_to_death(tree, site) => add(Loss::Dead, who()),
                "lose" if tree.child(site, Rel::Obj).is_some_and(|o| tree.lemma(o) == "life") => {
                    add(Loss::Dead, tree.surface_subject(site).map(|s| tree.antecedent(s)));
                }
                "claim" | "cost" | "take" if lives(tree, site).is_some() => add(Loss::Dead, lives(tree, site)),
                "round" if has_child(tree, site, Rel::Compound, "up") => add(Loss::Detained, who()),
                "take" | "hold" | "seize" if is_into_custody(tree, site) => add(Loss::Detained, who()),
                _ => {}
            }
        }
        match lemma {
            "dead" => add(Loss::Dead, sufferers(tree, site)),
            "killed" if !verbal => add(Loss::Dead, sufferers(tree, site)),
            "wounded" | "injured" | "hurt" | "wound" | "injure" if !verbal => add(Loss::Injured, sufferers(tree, site)),
            "casualty" if is_none(tree, site) => {
                add(Loss::Dead, Some(site));
                add(Loss::Injured, Some(site));
            }
            "injury" => add(Loss::Injured, numbered(tree, site).then_some(site)),
            "toll" => {
                if let Some(number) = toll(tree, site) {
                    add(Loss::Dead, Some(number));
                }
            }
            _ if tree.token(site).upos == Upos::Noun
                && (DEATH_NOUNS.contains(&lemma) || ARREST_NOUNS.contains(&lemma)) =>
            {
                let loss = if DEATH_NOUNS.contains(&lemma) {
                    Loss::Dead
                } else {
                    Loss::Detained
                };
                let of = phrases(tree, site, &["of"]).into_iter().next();
                let owner = || {
                    tree.children(site)
                        .iter()
                        .copied()
                        .find(|&c| tree.token(c).sub == SubRel::Poss)
                };
                // "40 of these deaths"
                let part = || {
                    let counts = tree
                        .head(site)
                        .filter(|&h| tree.token(h).upos == Upos::Num && h < site)?;
                    (tree.preposition(site)? == "of").then_some(counts)
                };
                let own = numbered(tree, site).then_some(site).or_else(part);
                add(loss, own.or(of).or_else(owner));
            }
            _ => {}
        }
    }
    all
}

/// "left 22 people dead", "40 dead", "12 people were wounded", "22 persons dead in Mosul".
fn sufferers(tree: &Tree<'_>, site: u32) -> Option<u32> {
    if numbered(tree, site) {
        return Some(site);
    }
    if let Some(subject) = tree.child(site, Rel::Nsubj) {
        return Some(tree.antecedent(subject));
    }
    let head = tree.head(site)?;
    let after = head < site;
    match tree.token(site).rel {
        Rel::Xcomp | Rel::Advcl | Rel::Obj | Rel::Advmod | Rel::Conj if tree.lemma(head) == "leave" => {
            tree.deep_object(head).filter(|who| *who != site)
        }
        // "leaving 10 dead": the parser may take either for the object
        Rel::Xcomp if FINDING_VERBS.contains(&tree.lemma(head)) => tree.deep_object(head),
        Rel::Amod | Rel::Acl | Rel::Appos if after => Some(head),
        Rel::Conj => sufferers_shared(tree, site, head),
        _ => None,
    }
}

/// "left three dead and wounded".
fn sufferers_shared(tree: &Tree<'_>, site: u32, head: u32) -> Option<u32> {
    let like = matches!(tree.lemma(head), "dead" | "wounded" | "injured" | "killed") && head < site;
    like.then(|| sufferers(tree, head)).flatten()
}

fn is_into_custody(tree: &Tree<'_>, verb: u32) -> bool {
    let kept = |c: &u32| matches!(tree.lemma(*c), "custody" | "hostage" | "captive");
    tree.children(verb).iter().any(kept)
}

/// "claimed the lives of seven people".
fn lives(tree: &Tree<'_>, verb: u32) -> Option<u32> {
    let object = tree.child(verb, Rel::Obj).filter(|&o| tree.lemma(o) == "life")?;
    let of = phrases(tree, object, &["of"]).into_iter().next();
    of.or_else(|| numbered(tree, object).then_some(object))
}

fn is_to_death(tree: &Tree<'_>, verb: u32) -> bool {
    if verb + 1 < tree.len() && tree.lemma(verb + 1) == "dead" {
        return true;
    }
    tree.children(verb).iter().any(|&c| match tree.lemma(c) {
        "dead" | "alive" => true,
        "death" => tree.preposition(c).is_some_and(|p| p == "to"),
        "down" => tree.token(c).rel == Rel::Compound && matches!(tree.lemma(verb), "gun" | "mow" | "shoot"),
        _ => false,
    })
}

/// The number that a toll comes to: "the death toll rose to 165", "a death toll of 20".
fn toll(tree: &Tree<'_>, site: u32) -> Option<u32> {
    let number = |i: u32| {
        let links = tree.preposition(i);
        let linked = links.is_some_and(|p| matches!(p.as_str(), "to" | "at" | "of" | "past" | "above" | "over"));
        let object = tree.token(i).rel == Rel::Obj;
        (i != site && (linked || object) && (tree.token(i).upos == Upos::Num || numbered(tree, i))).then_some(i)
    };
    let own = tree.children(site).iter().copied().find_map(number);
    own.or_else(|| {
        let verb = tree.head(site).filter(|&v| tree.token(v).upos == Upos::Verb)?;
        tree.children(verb).iter().copied().find_map(number)
    })
}

/// The verb is denied or only possible: "did not kill", "could injure".
fn is_unreal(tree: &Tree<'_>, verb: u32) -> bool {
    let any = |lemma: &str| matches!(lemma, "anyone" | "anybody");
    let (mut modal, mut have, mut not) = (false, false, false);
    for &c in tree.children(verb) {
        let child = tree.token(c);
        modal |= child.rel == Rel::Aux && child.xpos == "MD";
        have |= child.rel == Rel::Aux && tree.lemma(c) == "have";
        not |= child.rel == Rel::Advmod && matches!(tree.lemma(c), "not" | "n't" | "never");
    }
    let nobody = tree.deep_object(verb).is_some_and(|who| any(tree.lemma(who)));
    modal && !have || not && !nobody
}

fn has_child(tree: &Tree<'_>, i: u32, rel: Rel, lemma: &str) -> bool {
    tree.children(i)
        .iter()
        .any(|&c| tree.token(c).rel == rel && tree.lemma(c) == lemma)
}

/// Phrases under `i` with one of these prepositions.
fn phrases(tree: &Tree<'_>, i: u32, prepositions: &[&str]) -> Vec<u32> {
    let wanted = |c: &u32| {
        matches!(tree.token(*c).rel, Rel::Nmod | Rel::Obl)
            && tree.preposition(*c).is_some_and(|p| prepositions.contains(&p.as_str()))
    };
    tree.children(i).iter().copied().filter(wanted).collect()
}

/// "no casualties", "without casualties".
fn is_none(tree: &Tree<'_>, i: u32) -> bool {
    tree.children(i).iter().any(|&c| {
        c < i && matches!(tree.lemma(c), "no" | "without") && matches!(tree.token(c).rel, Rel::Det | Rel::Case)
    })
}

/// The word has a number, or is one, or is told not to be at all.
fn numbered(tree: &Tree<'_>, i: u32) -> bool {
    number_word(tree, i).is_some() || is_none(tree, i)
}

/// The number that counts `i`: itself, or the word that depends on it.
fn number_word(tree: &Tree<'_>, i: u32) -> Option<u32> {
    if tree.token(i).upos == Upos::Num {
        return Some(i);
    }
    // "the 1982 massacre"
    let year = |c: u32| {
        let form = tree.token(c).form.as_str();
        tree.token(i).xpos == "NN" && form.len() == 4 && matches!(numeral(form), Some(Numeral::Plain(1800..=2100)))
    };
    tree.children(i).iter().copied().find(|&c| {
        let child = tree.token(c);
        child.rel == Rel::Nummod && child.upos == Upos::Num && c < i && !year(c)
            || tree.lemma(c) == "dozen" && c < i && child.form != "dozens"
    })
}

/// How many people a phrase stands for, its coordinated parts together.
fn tally(tree: &Tree<'_>, head: u32) -> Option<Tally> {
    let mut sum = one(tree, head)?;
    for part in tree.conjuncts(head).into_iter().skip(1) {
        // "killed three and wounded five": a part is a noun or number like the first
        let Some(more) = one(tree, part) else {
            continue;
        };
        let apart = matches!(tree.lemma(part), "dead" | "wounded" | "injured");
        let range = tree.token(head).upos == Upos::Num && tree.token(part).upos == Upos::Num;
        if apart || range || part < head {
            continue;
        }
        // Unnumbered plurals ("women and children") do not add up to a number.
        if sum.to.is_none() && sum.from == 2 && more.to.is_none() && more.from == 2 {
            sum.first = sum.first.min(more.first);
            sum.last = sum.last.max(more.last);
            continue;
        }
        sum.from = sum.from.saturating_add(more.from);
        sum.to = sum.to.zip(more.to).map(|(a, b)| a.saturating_add(b));
        sum.first = sum.first.min(more.first);
        sum.last = sum.last.max(more.last);
    }
    Some(sum)
}

/// How many people one phrase stands for.
fn one(tree: &Tree<'_>, head: u32) -> Option<Tally> {
    let token = tree.token(head);
    let lemma = tree.lemma(head);
    let plural = matches!(token.xpos.as_str(), "NNS" | "NNPS");
    let exact = |n: u64| Some(noun_phrase(tree, head, n, Some(n)));
    let name = tree
        .sentence
        .names
        .iter()
        .find(|name| (name.start..name.end).contains(&head));

    if is_none(tree, head) || NOBODY_WORDS.contains(&lemma) || lemma == "one" && has_child(tree, head, Rel::Det, "no") {
        return exact(0);
    }
    if matches!(lemma, "anyone" | "anybody") {
        return exact(0);
    }
    if matches!(lemma, "percent" | "%") {
        return None;
    }
    if let Some(number) = number_word(tree, head) {
        return counted(tree, head, number);
    }
    if lemma == "couple" || lemma == "pair" {
        return exact(2);
    }
    if GROUP_NOUNS.contains(&lemma) {
        return phrases(tree, head, &["of"]).into_iter().find_map(|of| one(tree, of));
    }
    if has_child(tree, head, Rel::Det, "both") || lemma == "both" {
        return exact(2);
    }
    if UNCOUNTED_NOUNS.contains(&lemma) {
        return None;
    }
    let pronoun = matches!(token.upos, Upos::Pron | Upos::Det | Upos::Adj);
    if plural
        || SEVERAL_WORDS.contains(&lemma)
        || pronoun && SEVERAL_WORDS.contains(&token.form.to_lowercase().as_str())
    {
        return Some(noun_phrase(tree, head, 2, None));
    }
    match token.upos {
        Upos::Pron if ONE_WORDS.contains(&lemma) || ONE_WORDS.contains(&token.form.to_lowercase().as_str()) => exact(1),

        Upos::Noun if token.xpos == "NN" && !has_child(tree, head, Rel::Det, "every") => exact(1),
        Upos::Propn if name.is_none_or(|name| name.kind == NameKind::Per) => exact(1),
        // Of one word, a surname that was taken for something else.
        Upos::Propn if name.is_some_and(|name| name.end - name.start == 1) && !is_acronym(&token.form) => exact(1),
        Upos::Adj if lemma == "old" => exact(1),
        _ => None,
    }
}

fn is_acronym(form: &str) -> bool {
    form.len() > 1 && form.chars().all(|c| c.is_uppercase() || c == '.')
}

/// A tally with the words of its noun phrase up to the head, without article.
fn noun_phrase(tree: &Tree<'_>, head: u32, from: u64, to: Option<u64>) -> Tally {
    let mut first = head;
    for &c in tree.children(head) {
        let child = tree.token(c);
        let inside = match child.rel {
            Rel::Amod | Rel::Compound | Rel::Flat | Rel::Nummod => true,
            Rel::Det => tree.lemma(c) == "no",
            _ => false,
        };
        if inside {
            first = first.min(tree.sentence.extent(c).0);
        }
    }
    while first < head && tree.token(first).upos == Upos::Det && tree.lemma(first) != "no" {
        first += 1;
    }
    let last = tree
        .children(head)
        .iter()
        .copied()
        .filter(|&c| tree.token(c).rel == Rel::Flat)
        .fold(head, u32::max);
    Tally { from, to, first, last }
}

/// A phrase with a number: "at least 12 people", "between 20 and 30", "a dozen".
fn counted(tree: &Tree<'_>, head: u32, number: u32) -> Option<Tally> {
    let sentence = tree.sentence;
    let is = |i: u32, words: &[&str]| words.contains(&tree.lemma(i));
    let (value, most, start, mut end) = match range_word(&tree.token(number).form) {
        Some((least, most)) => (least, most, number, number + 1),
        None => {
            let (value, start, end) = number_at(sentence, number)?;
            (value, value, start, end)
        }
    };
    let (mut from, mut to) = (value, Some(most));
    let mut first = start;
    let before = |steps: u32| start.checked_sub(steps);
    let word_before = |steps: u32, words: &[&str]| before(steps).is_some_and(|i| is(i, words));
    // Another number after it.
    if end + 1 < tree.len() {
        let and = is(end, &["and"]) && word_before(1, &["between"]);
        let linked = and || is(end, &["to", "or", "-", "–"]);
        if linked
            && let Some((more, _, stop)) = number_at(sentence, end + 1)
            && more > value
        {
            to = Some(more);
            end = stop;
            if and {
                first = start - 1;
            }
        } else if is(end, &["or"]) && is(end + 1, &["more"]) {
            to = None;
            end += 2;
        }
    }
    // What stands before it.
    let two = |a: &[&str], b: &[&str]| word_before(1, b) && word_before(2, a);
    if two(&["at"], &["least", "little"])
        || two(&["more", "great"], &["than"])
        || word_before(1, &["over", "exceeding"])
    {
        to = None;
        first = if word_before(1, &["over", "exceeding"]) {
            start - 1
        } else {
            start - 2
        };
        // "no more than", "not more than"
        if word_before(3, &["no", "not"]) {
            (from, to, first) = (1, Some(value), start - 3);
        }
    } else if two(&["few", "less"], &["than"]) {
        if word_before(3, &["no", "not"]) {
            (to, first) = (None, start - 3);
        } else {
            (from, to, first) = (1, Some(value.saturating_sub(1)), start - 2);
        }
    } else if two(&["up"], &["to"]) || two(&["many", "much"], &["as"]) || two(&["at"], &["most"]) {
        (from, to) = (1, Some(value));
        first = start - 2;
        if word_before(3, &["as"]) {
            first = start - 3;
        }
    } else if word_before(
        1,
        &[
            "some",
            "about",
            "around",
            "nearly",
            "almost",
            "approximately",
            "roughly",
            "estimated",
        ],
    ) {
        first = start - 1;
    }
    let last = head.max(end.saturating_sub(1)).min(tree.len() - 1);
    Some(Tally { from, to, first, last })
}

/// "400-500" as one word.
fn range_word(word: &str) -> Option<(u64, u64)> {
    let (least, most) = word.split_once(['-', '–'])?;
    match (numeral(least)?, numeral(most)?) {
        (Numeral::Plain(least), Numeral::Plain(most))
            if least < most && word.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            Some((least, most))
        }
        _ => None,
    }
}

/// The number that word `i` is part of: its value, first word and one past the last.
fn number_at(sentence: &Sentence, i: u32) -> Option<(u64, u32, u32)> {
    let form = |i: u32| sentence.tokens.get(i as usize).map_or("", |token| token.form.as_str());
    let value = |i: u32| numeral(form(i));
    value(i)?;
    let mut start = i;
    while let Some(before) = start
        .checked_sub(1)
        .filter(|_| !form(start).starts_with(|c: char| c.is_ascii_digit()))
    {
        if value(before).is_some() {
            start = before;
        } else if form(before) == "-" && before > 0 && is_tens(value(before - 1)) && is_ones(value(start)) {
            start = before - 1;
        } else {
            break;
        }
    }
    let (mut sum, mut end) = sum_from(sentence, start);
    if end <= i {
        start = i;
        (sum, end) = sum_from(sentence, start);
    }
    let article = |i: u32| matches!(form(i), "a" | "A");
    if form(start) == "dozen" && start >= 2 && article(start - 1) && form(start - 2).eq_ignore_ascii_case("half") {
        return Some((6, start - 2, end));
    }
    if matches!(value(start), Some(Numeral::Times(_))) && start >= 1 && article(start - 1) {
        start -= 1;
    }
    (0.0..1e12).contains(&sum).then_some((sum.round() as u64, start, end))
}

fn is_tens(numeral: Option<Numeral>) -> bool {
    matches!(numeral, Some(Numeral::Plain(20..=90)))
}

fn is_ones(numeral: Option<Numeral>) -> bool {
    matches!(numeral, Some(Numeral::Plain(1..=9)))
}

/// Adds up the number words from `start` on; one past the last of them.
fn sum_from(sentence: &Sentence, start: u32) -> (f64, u32) {
    let form = |i: u32| sentence.tokens.get(i as usize).map_or("", |token| token.form.as_str());
    let (mut total, mut part, mut at) = (0f64, 0f64, start);
    while let Some(numeral) = numeral(form(at)) {
        match numeral {
            Numeral::Plain(n) => {
                let room = part == 0.0
                    || part % 100.0 == 0.0 && n < 100
                    || part % 10.0 == 0.0 && part % 100.0 > 10.0 && n < 10;
                if at > start && !room {
                    break;
                }
                part += n as f64;
            }
            Numeral::Decimal(n) if at == start => part += n,
            Numeral::Decimal(_) => break,
            Numeral::Times(n @ (12 | 100)) => part = if part == 0.0 { 1.0 } else { part } * n as f64,
            Numeral::Times(n) => {
                total += if part == 0.0 { 1.0 } else { part } * n as f64;
                part = 0.0;
            }
        }
        at += 1;
        if form(at) == "-"
            && is_tens(Some(Numeral::Plain((part % 100.0) as u64)))
            && is_ones(self::numeral(form(at + 1)))
        {
            at += 1;
        }
    }
    (total + part, at)
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Numeral {
    Plain(u64),
    Decimal(f64),
    /// A word that multiplies.
    Times(u64),
}

/// What one word of a number says: "12", "12,000", "2.5", "twelve", "hundred".
fn numeral(word: &str) -> Option<Numeral> {
    if word.len() > 15 || word.is_empty() {
        return None;
    }
    let place = |list: &[&str], word: &str| list.iter().position(|w| w.eq_ignore_ascii_case(word)).map(|p| p as u64);
    if word.as_bytes()[0].is_ascii_digit() {
        if let Ok(value) = word.parse() {
            return Some(Numeral::Plain(value));
        }
        let groups: Vec<&str> = word.split(',').collect();
        let grouped = groups.len() > 1
            && groups[0].len() <= 3
            && groups[1..].iter().all(|g| g.len() == 3)
            && groups.iter().all(|g| g.bytes().all(|b| b.is_ascii_digit()));
        if grouped {
            return groups.concat().parse().ok().map(Numeral::Plain);
        }
        let decimal = word.bytes().all(|b| b.is_ascii_digit() || b == b'.') && word.matches('.').count() == 1;
        return word.parse().ok().filter(|_| decimal).map(Numeral::Decimal);
    }
    if let Some(value) = place(NUMBER_WORDS, word) {
        return Some(Numeral::Plain(value));
    }
    if let Some(value) = place(TENS_WORDS, word) {
        return Some(Numeral::Plain((value + 2) * 10));
    }
    if let Some((tens, ones)) = word.split_once('-')
        && let (Some(tens), Some(ones @ 1..=9)) = (place(TENS_WORDS, tens), place(NUMBER_WORDS, ones))
    {
        return Some(Numeral::Plain((tens + 2) * 10 + ones));
    }
    let times = [
        ("dozen", 12),
        ("hundred", 100),
        ("thousand", 1_000),
        ("million", 1_000_000),
    ];
    let found = times.iter().find(|(name, _)| name.eq_ignore_ascii_case(word))?;
    Some(Numeral::Times(found.1))
}

/// "thousands of people", "tens of thousands": the least that the plural can mean.
fn magnitude(tree: &Tree<'_>, head: u32) -> Option<Tally> {
    let least = |i: u32| match tree.token(i).form.to_lowercase().as_str() {
        "dozens" => Some(24),
        "scores" => Some(40),
        "hundreds" => Some(200),
        "thousands" => Some(2_000),
        "millions" => Some(2_000_000),
        _ => None,
    };
    let tens = match tree.token(head).form.to_lowercase().as_str() {
        "tens" => Some(20),
        "hundreds" => Some(200),
        _ => None,
    };
    let of = phrases(tree, head, &["of"]).into_iter().next();
    let (from, last) = match (tens, of, of.and_then(least)) {
        (Some(tens), Some(of), Some(unit)) if unit >= 2_000 => (tens * unit / 2, of),
        _ => (least(head)?, head),
    };
    let last = phrases(tree, last, &["of"])
        .into_iter()
        .next()
        .unwrap_or(last)
        .max(of.unwrap_or(last));
    Some(Tally {
        from,
        to: None,
        first: head,
        last,
    })
}

/// How far a loss is from being the trigger's own; `None` if it is not the trigger's.
fn distance(tree: &Tree<'_>, trigger: u32, told: &Told) -> Option<u32> {
    let site = told.site;
    if site == trigger {
        return Some(0);
    }
    let detains = |i: u32| DETAINING_VERBS.contains(&tree.lemma(i)) || ARREST_NOUNS.contains(&tree.lemma(i));
    if detains(trigger) && told.loss != Loss::Detained {
        return None;
    }
    // The loss follows from the trigger: "attacked a village, killing five".
    if let Some(steps) = below(tree, trigger, site) {
        return Some(steps);
    }
    // The trigger is what caused it: "the blast killed 12", "40 dead in attack", "died when gunmen attacked".
    if let Some(steps) = cause(tree, trigger, told) {
        return Some(steps + 1);
    }
    // The trigger shares its clause with it: "carried out an attack, killing 12".
    let token = tree.token(trigger);
    if token.upos != Upos::Verb
        && matches!(token.rel, Rel::Obj | Rel::Nsubj | Rel::Obl)
        && let Some(verb) = tree.head(trigger)
        && tree.token(verb).upos == Upos::Verb
    {
        let after = tree
            .preposition(trigger)
            .is_some_and(|p| APART_WORDS.contains(&p.as_str()));
        if !after && verb != site && !TELLING_VERBS.contains(&tree.lemma(verb)) && !detains(verb) {
            return below(tree, verb, site).map(|steps| steps + 1);
        }
    }
    None
}

/// Steps from `site` up to `top` through what tells consequences.
fn below(tree: &Tree<'_>, top: u32, site: u32) -> Option<u32> {
    let mut at = site;
    for steps in 1..=4 {
        let token = tree.token(at);
        let through = match token.rel {
            Rel::Advcl | Rel::Acl | Rel::Xcomp | Rel::Conj | Rel::Parataxis | Rel::Obj | Rel::Amod | Rel::Dep => true,
            Rel::Obl | Rel::Nmod => tree.preposition(at).is_none_or(|p| p != "by" && p != "of"),
            _ => false,
        };
        let marked = tree.children(at).iter().any(|&c| {
            matches!(tree.token(c).rel, Rel::Mark | Rel::Case) && APART_WORDS.contains(&tree.lemma(c)) && c < site
        });
        let reported = token.rel == Rel::Parataxis && TELLING_VERBS.contains(&tree.lemma(at));
        if !through || marked || reported {
            return None;
        }
        at = tree.head(at)?;
        if at == top {
            return Some(steps);
        }
        // A clause with a doer of its own about another noun: "the men who killed five".
        if tree.token(at).rel == Rel::Acl && tree.token(at).sub == SubRel::Relcl && tree.head(at) != Some(top) {
            return None;
        }
        if TELLING_VERBS.contains(&tree.lemma(at)) && tree.token(at).upos == Upos::Verb {
            return None;
        }
    }
    None
}

/// Steps from the loss down to the trigger that caused it.
fn cause(tree: &Tree<'_>, trigger: u32, told: &Told) -> Option<u32> {
    let site = told.site;
    // Arrests follow many things that they are no part of.
    let detained = told.loss == Loss::Detained;
    let mut clauses = vec![site];
    // "left ten dead": the clause is that of the verb above
    let token = tree.token(site);
    if let Some(head) = tree.head(site)
        && (matches!(
            token.rel,
            Rel::Xcomp | Rel::Obj | Rel::Amod | Rel::Acl | Rel::Appos | Rel::Nsubj
        ) || token.rel == Rel::Conj
            && tree
                .child(site, Rel::Nsubj)
                .is_none_or(|s| tree.token(s).sub == SubRel::Pass))
    {
        clauses.push(head);
        if let Some(above) = tree
            .head(head)
            .filter(|_| matches!(tree.token(head).rel, Rel::Obj | Rel::Conj | Rel::Xcomp))
        {
            clauses.push(above);
        }
    }
    if lent_subject(tree, site) == Some(trigger) {
        return Some(1);
    }
    for (steps, &clause) in clauses.iter().enumerate() {
        for &c in tree.children(clause) {
            let child = tree.token(c);
            let causes = match child.rel {
                Rel::Nsubj => child.sub != SubRel::Pass || tree.token(clause).upos != Upos::Verb,
                Rel::Obl | Rel::Nmod => tree.preposition(c).is_some_and(|p| match p.as_str() {
                    "in" | "during" => true,
                    "by" | "from" | "after" | "following" | "amid" | "with" | "at" | "through" | "due_to"
                    | "because_of" => !detained,
                    _ => false,
                }),
                Rel::Advcl if !detained => tree
                    .children(c)
                    .iter()
                    .any(|&m| matches!(tree.lemma(m), "when" | "after" | "as" | "while")),
                _ => false,
            };
            let own = c == trigger || tree.token(trigger).rel == Rel::Conj && tree.head(trigger) == Some(c);
            if causes && own {
                return Some(1 + steps as u32);
            }
        }
    }
    None
}

fn count(tree: &Tree<'_>, told: &Told) -> Count {
    made(tree, told.tally, source(tree, told.site))
}

fn made(tree: &Tree<'_>, tally: Tally, by: Option<Span>) -> Count {
    Count {
        from: tally.from,
        to: tally.to,
        span: words(tree, tally.first, tally.last),
        by,
    }
}

fn words(tree: &Tree<'_>, first: u32, last: u32) -> Span {
    let (a, b) = (tree.token(first.min(last)).span, tree.token(first.max(last)).span);
    a.join(b)
}

/// Who says so: "12 people died, police said", "according to the hospital".
fn source(tree: &Tree<'_>, site: u32) -> Option<Span> {
    let mut at = Some(site);
    let mut steps = 0;
    while let Some(i) = at.filter(|_| steps <= 12) {
        for &c in tree.children(i) {
            let child = tree.token(c);
            let according = child.rel == Rel::Obl && tree.preposition(c).is_some_and(|p| p.starts_with("accord"));
            if according {
                return Some(name_of(tree, c));
            }
            if child.rel == Rel::Parataxis && TELLING_VERBS.contains(&tree.lemma(c)) {
                return speaker(tree, c);
            }
        }
        let token = tree.token(i);
        let head = tree.head(i)?;
        if matches!(token.rel, Rel::Ccomp | Rel::Parataxis) && TELLING_VERBS.contains(&tree.lemma(head)) {
            return speaker(tree, head);
        }
        at = Some(head);
        steps += 1;
    }
    None
}

/// The subject of a reporting verb: the one next to it, where the parser gave it two.
fn speaker(tree: &Tree<'_>, verb: u32) -> Option<Span> {
    let subjects = tree
        .children(verb)
        .iter()
        .copied()
        .filter(|&c| tree.token(c).rel == Rel::Nsubj);
    subjects
        .min_by_key(|&c| c.abs_diff(verb))
        .map(|subject| name_of(tree, subject))
}

/// A phrase's words without article, clauses and appositions.
fn name_of(tree: &Tree<'_>, head: u32) -> Span {
    let (mut first, mut last) = (head, head);
    for &c in tree.children(head) {
        let child = tree.token(c);
        match child.rel {
            Rel::Amod | Rel::Compound | Rel::Nummod => first = first.min(tree.sentence.extent(c).0),
            Rel::Flat => last = last.max(c),
            Rel::Nmod if child.sub == SubRel::Poss => first = first.min(tree.sentence.extent(c).0),
            Rel::Nmod if tree.preposition(c).is_some_and(|p| p == "of" || p == "for") => {
                last = last.max(tree.sentence.extent(c).1 - 1);
            }
            _ => {}
        }
    }
    while first < head && tree.token(first).upos == Upos::Det {
        first += 1;
    }
    words(tree, first, last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Metadata, PartKind, Parts, Token};

    /// A sentence from "form lemma XPOS head rel" per word, heads from 1.
    fn sentence(tree: &str) -> (Document, Sentence) {
        let (mut text, mut tokens) = (String::new(), Vec::new());
        for word in tree.split(';') {
            let cells: Vec<&str> = word.split_whitespace().collect();
            let [form, lemma, xpos, head, rel] = cells[..] else {
                panic!("five cells: {word}");
            };
            if !text.is_empty() {
                text.push(' ');
            }
            let start = text.len();
            text.push_str(form);
            let (rel, sub) = rel.split_once(':').unwrap_or((rel, ""));
            tokens.push(Token {
                span: Span::new(start, text.len()),
                form: form.into(),
                lemma: lemma.into(),
                upos: upos(xpos, rel),
                xpos: xpos.into(),
                head: head.parse::<u32>().expect("a number").checked_sub(1),
                rel: Rel::parse(rel).expect("a relation"),
                sub: SubRel::parse(sub).expect("a subtype"),
                mwt_first: false,
                mwt_rest: false,
            });
        }
        let sentence = Sentence {
            span: Span::new(0, text.len()),
            part: PartKind::Body,
            index: 0,
            tokens,
            names: Vec::new(),
            paragraph_start: true,
        };
        let document = Document {
            id: "test".to_owned(),
            text,
            parts: Parts::default(),
            body: Vec::new(),
            meta: Metadata::default(),
        };
        (document, sentence)
    }

    fn upos(xpos: &str, rel: &str) -> Upos {
        match xpos {
            _ if rel.starts_with("aux") || rel == "cop" => Upos::Aux,
            "CD" => Upos::Num,
            "IN" | "RP" => Upos::Adp,
            "TO" => Upos::Part,
            "DT" => Upos::Det,
            "CC" => Upos::Cconj,
            "RB" => Upos::Adv,
            "JJ" | "JJR" | "JJS" => Upos::Adj,
            "NN" | "NNS" => Upos::Noun,
            "NNP" | "NNPS" => Upos::Propn,
            "PRP" | "WDT" => Upos::Pron,
            _ if xpos.starts_with('V') => Upos::Verb,
            _ => Upos::Punct,
        }
    }

    fn show(document: &Document, name: &str, count: Option<&Count>) -> Option<String> {
        let count = count?;
        let to = count.to.map_or("-".to_owned(), |to| to.to_string());
        let by = count
            .by
            .map_or(String::new(), |by| format!(" by {}", by.of(&document.text)));
        let words = count.span.of(&document.text);
        Some(format!("{name} {}..{to} [{words}]{by}", count.from))
    }

    fn check(tree: &str, trigger: &str, expected: &str) {
        let (document, sentence) = sentence(tree);
        let trigger = sentence
            .tokens
            .iter()
            .position(|t| t.form == trigger)
            .expect("a word of the sentence") as u32;
        let found = casualties(&document, &sentence, trigger).unwrap_or_default();
        let shown = [
            show(&document, "dead", found.dead.as_ref()),
            show(&document, "injured", found.injured.as_ref()),
            show(&document, "detained", found.detained.as_ref()),
        ];
        let shown: Vec<String> = shown.into_iter().flatten().collect();
        assert_eq!(shown.join("; "), expected, "{}", document.text);
    }

    #[test]
    fn objects_and_subjects() {
        check(
            "Gunmen gunman NNS 2 nsubj; killed kill VBD 0 root; at at IN 5 case; least least JJS 3 fixed; 12 12 CD 6 nummod;
             people people NNS 2 obj",
            "killed",
            "dead 12..- [at least 12 people]",
        );
        check(
            "A a DT 2 det; policeman policeman NN 4 nsubj:pass; was be VBD 4 aux:pass; shot shoot VBN 0 root; dead dead JJ 4 xcomp",
            "shot",
            "dead 1..1 [policeman]",
        );
        check(
            "Police police NNS 2 nsubj; arrested arrest VBD 0 root; two two CD 4 nummod; men man NNS 2 obj; and and CC 7 cc;
             a a DT 7 det; woman woman NN 4 conj",
            "arrested",
            "detained 3..3 [two men and a woman]",
        );
        check(
            "Troops troops NNS 4 nsubj; did do VBD 4 aux; not not RB 4 advmod; kill kill VB 0 root; anyone anyone NN 4 obj",
            "kill",
            "dead 0..0 [anyone]",
        );
        check(
            "Troops troops NNS 3 nsubj; could could MD 3 aux; kill kill VB 0 root; 12 12 CD 3 obj",
            "kill",
            "",
        );
    }

    #[test]
    fn consequences() {
        check(
            "Rebels rebel NNS 2 nsubj; attacked attack VBD 0 root; a a DT 4 det; base base NN 2 obj; , , , 6 punct;
             killing kill VBG 2 advcl; three three CD 6 obj; and and CC 9 cc; injuring injure VBG 6 conj; five five CD 9 obj",
            "attacked",
            "dead 3..3 [three]; injured 5..5 [five]",
        );
        check(
            "The the DT 2 det; blast blast NN 3 nsubj; left leave VBD 0 root; 40 40 CD 3 obj; dead dead JJ 3 xcomp; and and CC 8 cc;
             100 100 CD 8 nummod; wounded wounded JJ 5 conj",
            "blast",
            "dead 40..40 [40]; injured 100..100 [100 wounded]",
        );
        check(
            "Up up IN 3 advmod; to to IN 1 fixed; 200 200 CD 4 nummod; people people NNS 5 nsubj; died die VBD 0 root; in in IN 8 case;
             the the DT 8 det; raid raid NN 5 obl; , , , 11 punct; police police NNS 11 nsubj; said say VBD 5 parataxis",
            "raid",
            "dead 1..200 [Up to 200 people] by police",
        );
        check(
            "Police police NNS 2 nsubj; detained detain VBD 0 root; six six CD 4 nummod; men man NNS 2 obj; who who WDT 6 nsubj;
             killed kill VBD 4 acl:relcl; a a DT 8 det; guard guard NN 6 obj",
            "detained",
            "detained 6..6 [six men]",
        );
        check(
            "Between between IN 2 advmod; 20 20 CD 5 nummod; and and CC 4 cc; 30 30 CD 2 conj; villagers villager NNS 6 nsubj;
             died die VBD 0 root; when when RB 9 advmod; jets jet NNS 9 nsubj; bombed bomb VBD 6 advcl; a a DT 11 det;
             market market NN 9 obj",
            "bombed",
            "dead 20..30 [Between 20 and 30 villagers]",
        );
    }

    #[test]
    fn nouns() {
        check(
            "There there EX 2 expl; were be VBD 0 root; no no DT 4 det; casualties casualty NNS 2 nsubj; in in IN 7 case; the the DT 7 det;
             attack attack NN 4 nmod",
            "attack",
            "dead 0..0 [no casualties]; injured 0..0 [no casualties]",
        );
        check(
            "The the DT 2 det; arrest arrest NN 7 nsubj; of of IN 5 case; two two CD 5 nummod; dissidents dissident NNS 2 nmod;
             was be VBD 7 cop; unlawful unlawful JJ 0 root",
            "arrest",
            "detained 2..2 [two dissidents]",
        );
        check(
            "Clashes clash NNS 3 nsubj; have have VBP 3 aux; killed kill VBN 0 root; dozens dozen NNS 3 obj; of of IN 6 case;
             civilians civilian NNS 4 nmod",
            "Clashes",
            "dead 2..- [dozens]",
        );
        check(
            "A a DT 2 det; dozen dozen NN 3 nummod; men man NNS 4 nsubj; died die VBD 0 root; in in IN 7 case; a a DT 7 det;
             blast blast NN 4 obl",
            "blast",
            "dead 12..12 [A dozen men]",
        );
    }

    #[test]
    fn crowds() {
        let (document, sentence) = sentence(
            "Tens ten NNS 5 nsubj; of of IN 3 case; thousands thousand NNS 1 nmod; have have VBP 5 aux; rallied rally VBN 0 root",
        );
        let found = crowd(&sentence, 4);
        assert_eq!(
            show(&document, "crowd", found.as_ref()).as_deref(),
            Some("crowd 20000..- [Tens of thousands]")
        );
        for (tree, expected) in [
            (
                "A a DT 2 det; mob mob NN 6 nsubj; of of IN 5 case; 300 300 CD 5 nummod; villagers villager NNS 2 nmod;
                 attacked attack VBD 0 root",
                "crowd 300..300 [300 villagers]",
            ),
            (
                "A a DT 3 det; 2,000-strong 2,000-strong JJ 3 amod; crowd crowd NN 5 nsubj; had have VBD 5 aux;
                 marched march VBN 0 root",
                "crowd 2000..2000 [2,000-strong crowd]",
            ),
        ] {
            let (document, sentence) = super::tests::sentence(tree);
            let trigger = sentence.tokens.len() as u32 - 1;
            let found = crowd(&sentence, trigger);
            assert_eq!(show(&document, "crowd", found.as_ref()).as_deref(), Some(expected));
        }
    }

    #[test]
    fn numbers() {
        for (text, value) in [
            ("12 CD", 12),
            ("12,500 CD", 12_500),
            ("2.5 CD; million CD", 2_500_000),
            ("twenty-five CD", 25),
            ("twenty CD; - HYPH; five CD", 25),
            ("three CD; hundred CD; twenty CD; one CD", 321),
            ("two CD; thousand CD; five CD; hundred CD", 2_500),
            ("half NN; a DT; dozen NN", 6),
        ] {
            let words = text.split("; ").enumerate().map(|(i, word)| {
                let (form, xpos) = word.split_once(' ').expect("form and tag");
                format!("{form} {form} {xpos} {} dep", i.min(1))
            });
            let (_, sentence) = sentence(&words.collect::<Vec<_>>().join(";"));
            let last = sentence.tokens.len() as u32 - 1;
            assert_eq!(number_at(&sentence, last), Some((value, 0, last + 1)), "{text}");
        }
    }
}
