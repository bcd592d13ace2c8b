//! From the head word of a phrase to the speaker: the words that name him, his role, who he is.

use super::clause::is_day;
use super::tree::{Tree, is_nominal};
use crate::{Actor, ActorKind, ActorMention, Name, NameKind, Rel, Span, Speaker, SubRel, Token, Upos};

/// True for "a", "an", "the".
fn is_article(token: &Token) -> bool {
    ["a", "an", "the"].iter().any(|a| token.form.eq_ignore_ascii_case(a))
}

/// "Mr" is no role.
fn is_honorific(form: &str) -> bool {
    matches!(
        form.trim_end_matches('.'),
        "Mr" | "Mrs" | "Ms" | "Miss" | "Messrs" | "Mx"
    )
}

/// Looks up mentions by head word.
pub(super) fn mention(actors: &[ActorMention], sentence: u32, head: u32) -> Option<&ActorMention> {
    actors
        .binary_search_by_key(&(sentence, head), |m| (m.sentence, m.head))
        .ok()
        .and_then(|at| actors.get(at))
}

/// The speaker whose phrase this word heads. Words for which `barred` is true (the cue, the
/// content) never belong to it.
pub(super) fn speaker(tree: &Tree<'_>, head: u32, actors: &[ActorMention], barred: &dyn Fn(u32) -> bool) -> Speaker {
    let (low, high) = core(tree, head, barred);
    let names = &tree.sentence.names;
    let (_, far) = tree.extent(head);
    let person = names.iter().find(|n| {
        n.kind == NameKind::Per
            && n.start >= low
            && n.end <= far + 1
            && names_head(tree, head, n.start, n.end)
            && !(n.start..n.end).any(barred)
    });
    let cut_off = if person.is_none() {
        name_after(tree, high, barred)
    } else {
        None
    };
    let person = person.or(cut_off.as_ref());
    let index = tree.sentence.index;
    let words = |a: u32, b: u32| tree.token(a).span.join(tree.token(b).span);
    let (span, role) = match person {
        Some(name) => {
            let last = name.end - 1;
            let role = if name.start > low {
                let first = (low..name.start).find(|&i| {
                    !matches!(tree.token(i).upos, Upos::Det | Upos::Adp) && !is_honorific(&tree.token(i).form)
                });
                let last = (low..name.start).rev().find(|&i| tree.token(i).upos != Upos::Punct);
                first.zip(last).filter(|(a, b)| a <= b).map(|(a, b)| words(a, b))
            } else {
                apposition(tree, head, last, barred)
            };
            (words(name.start, last), role)
        }
        None => match mention(actors, index, head) {
            Some(m) => (m.span, apposition(tree, head, high, barred)),
            None => {
                let first = (low..=head).find(|&i| !is_article(tree.token(i))).unwrap_or(head);
                (words(first, high), apposition(tree, head, high, barred))
            }
        },
    };
    let actor = mention(actors, index, head)
        .or_else(|| person.and_then(|n| (n.start..n.end).rev().find_map(|i| mention(actors, index, i))))
        .map_or_else(unknown, |m| m.actor.clone());
    Speaker {
        span,
        actor,
        role,
        class: None,
        description: None,
    }
}

/// The text between two words.
pub(super) fn span_of(tree: &Tree<'_>, first: u32, last: u32) -> Span {
    tree.token(first).span.join(tree.token(last).span)
}

/// The speaker whose phrase lies between two words, whatever the tree says.
pub(super) fn in_range(tree: &Tree<'_>, range: (u32, u32), head: u32, actors: &[ActorMention]) -> Speaker {
    let (first, last) = range;
    let names = &tree.sentence.names;
    let person = names
        .iter()
        .find(|n| n.kind == NameKind::Per && (n.start..n.end).contains(&head));
    let comma = (head..=last).find(|&i| tree.token(i).form == ",");
    let words = |a: u32, b: u32| {
        let a = (a..=b).find(|&i| !is_article(tree.token(i)) && tree.token(i).upos != Upos::Punct)?;
        let b = (a..=b).rev().find(|&i| tree.token(i).upos != Upos::Punct)?;
        Some(span_of(tree, a, b))
    };
    let (span, role) = match person {
        Some(name) => {
            let title = (name.start > first).then(|| words(first, name.start - 1)).flatten();
            let after = comma.filter(|&c| c < last).and_then(|c| words(c + 1, last));
            (span_of(tree, name.start, name.end - 1), title.or(after))
        }
        None => {
            let who = (head + 1..=last).find(|&i| tree.token(i).xpos == "WP");
            let end = comma
                .into_iter()
                .chain(who)
                .min()
                .map_or(last, |c| c.saturating_sub(1).max(head));
            let role = comma.filter(|&c| c < last).and_then(|c| words(c + 1, last));
            (words(first, end).unwrap_or(tree.token(head).span), role)
        }
    };
    let index = tree.sentence.index;
    let actor = (first..=last)
        .filter(|&i| i == head || person.is_some_and(|n| (n.start..n.end).contains(&i)))
        .find_map(|i| mention(actors, index, i))
        .map_or_else(unknown, |m| m.actor.clone());
    Speaker {
        span,
        actor,
        role,
        class: None,
        description: None,
    }
}

/// Nobody that is known.
pub(super) fn unknown() -> Actor {
    Actor {
        kind: ActorKind::Unknown,
        name: None,
        country: None,
        sectors: Vec::new(),
        members: Vec::new(),
        id: None,
    }
}

/// True if a name is the phrase's own: it holds the head, or is joined to it as title and name.
fn names_head(tree: &Tree<'_>, head: u32, start: u32, end: u32) -> bool {
    (start..end).any(|i| {
        if i == head {
            return true;
        }
        let token = tree.token(i);
        token.head == Some(head)
            && (matches!(token.rel, Rel::Flat | Rel::Appos)
                || (token.rel == Rel::Nmod && token.sub == SubRel::Desc)
                || (token.rel == Rel::Compound && i > head))
    })
}

/// First and last word of the naming phrase: premodifiers, name, "of" phrases.
fn core(tree: &Tree<'_>, head: u32, barred: &dyn Fn(u32) -> bool) -> (u32, u32) {
    let (mut low, mut high) = (head, head);
    for child in tree.children(head) {
        let token = tree.token(child);
        let (a, b) = tree.extent(child);
        let before = child < head
            && matches!(
                token.rel,
                Rel::Det | Rel::Amod | Rel::Compound | Rel::Nummod | Rel::Nmod
            );
        let after = child > head
            && (matches!(token.rel, Rel::Flat | Rel::Compound)
                || (token.rel == Rel::Appos && child == high + 1)
                || (token.rel == Rel::Nmod && token.sub == SubRel::Desc)
                || (token.rel == Rel::Nmod && tree.has_case(child, "of") && b - a < 12)
                || (token.rel == Rel::Case && token.lemma == "'s"));
        if before && !(a..=head).any(barred) {
            low = low.min(a);
        } else if after && !(a..=b).any(barred) && a <= high + 1 {
            high = high.max(b);
        }
    }
    while high > head && tree.token(high).rel == Rel::Punct {
        high -= 1;
    }
    (low, high)
}

/// ", head of the agency," after a name.
fn apposition(tree: &Tree<'_>, head: u32, after: u32, barred: &dyn Fn(u32) -> bool) -> Option<Span> {
    let child = tree.children(head).find(|&c| {
        tree.token(c).rel == Rel::Appos && c > after && is_nominal(tree.token(c)) && tree.token(c).upos != Upos::Num
    })?;
    let (mut a, mut b) = tree.extent(child);
    a = a.max(after + 1);
    if let Some(stop) = (a..=b).find(|&i| barred(i)) {
        b = stop.checked_sub(1)?;
    }
    while a < b && (matches!(tree.token(a).rel, Rel::Punct) || is_article(tree.token(a))) {
        a += 1;
    }
    while b > a && tree.token(b).rel == Rel::Punct {
        b -= 1;
    }
    (a <= b && tree.token(a).upos != Upos::Punct).then(|| tree.token(a).span.join(tree.token(b).span))
}

/// True for words of the noun phrase itself, not of a clause that the noun is the predicate of.
fn belongs(tree: &Tree<'_>, head: u32, word: u32) -> bool {
    let mut at = word;
    for _ in 0..64 {
        if at == head {
            return true;
        }
        let token = tree.token(at);
        let Some(up) = token.head else { return false };
        let of_clause = matches!(
            token.rel,
            Rel::Nsubj
                | Rel::Csubj
                | Rel::Cop
                | Rel::Aux
                | Rel::Advcl
                | Rel::Mark
                | Rel::Parataxis
                | Rel::Obl
                | Rel::Expl
        );
        if up == head && (of_clause || is_loose(tree, at, head)) {
            return false;
        }
        at = up;
    }
    false
}

/// True for what is only set beside a phrase: ", speaking in Riga,", ", like Kim,", "on Tuesday".
fn is_loose(tree: &Tree<'_>, child: u32, head: u32) -> bool {
    let token = tree.token(child);
    if child < head {
        return false;
    }
    let (low, _) = tree.extent(child);
    let comma = tree.token(low).form == "," || tree.before(low).is_some_and(|t| t.form == ",");
    match token.rel {
        Rel::Acl => comma && token.xpos == "VBG",
        Rel::Nmod => {
            (comma && tree.has_case(child, "like"))
                || is_day(&token.form)
                || (tree.has_case(child, "on") && token.upos == Upos::Propn && is_month(&token.form))
        }
        _ => false,
    }
}

fn is_month(form: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    MONTHS.iter().any(|m| form.starts_with(m))
}

/// The last word of a person's name that follows a title which the tree cut off from it:
/// "spokesman" + "Jason Miller".
pub(super) fn name_after(tree: &Tree<'_>, last: u32, barred: &dyn Fn(u32) -> bool) -> Option<Name> {
    if !matches!(tree.token(last).upos, Upos::Noun | Upos::Propn | Upos::Adj) {
        return None;
    }
    tree.sentence
        .names
        .iter()
        .find(|n| n.start == last + 1 && n.kind == NameKind::Per)
        .filter(|n| !(n.start..n.end).any(barred))
        .filter(|n| tree.sentence.tokens.get(n.end as usize).is_none_or(|t| t.lemma != "'s"))
        .copied()
}

/// The whole phrase in the text, with article and apposition, up to what is barred. A comma that
/// closes an apposition before the cue belongs to it.
pub(super) fn whole(tree: &Tree<'_>, head: u32, barred: &dyn Fn(u32) -> bool) -> Span {
    if tree.token(head).upos == Upos::Pron {
        return tree.token(head).span;
    }
    let (low, high) = tree.extent(head);
    let inside = |i: u32| !barred(i) && belongs(tree, head, i);
    let mut a = head;
    while a > low && inside(a - 1) {
        a -= 1;
    }
    let mut b = head;
    while b < high && inside(b + 1) {
        b += 1;
    }
    while a < head && matches!(tree.token(a).rel, Rel::Punct | Rel::Case | Rel::Cc | Rel::Mark) {
        a += 1;
    }
    while b > head && tree.token(b).rel == Rel::Punct && !matches!(tree.token(b).form.as_str(), "." | ")") {
        b -= 1;
    }
    if let Some(name) = name_after(tree, b, barred) {
        b = name.end - 1;
    }
    span_with_comma(tree, a, b)
}

/// A phrase with an apposition or clause set off by commas takes the closing comma too.
pub(super) fn span_with_comma(tree: &Tree<'_>, a: u32, b: u32) -> Span {
    let set_off = (a..=b).any(|i| tree.token(i).form == "," && i > a);
    let last = match tree.sentence.tokens.get(b as usize + 1) {
        Some(next) if set_off && next.form == "," => b + 1,
        _ => b,
    };
    tree.token(a).span.join(tree.token(last).span)
}
