//! Who stands for an event: what one source alone asserts, what others deny, blame that is only alleged, headlines that
//! say more than the text below them, numbers that differ between those who tell them. Works on a document's events when
//! all of them are known.

use super::status::{StatusWords, rank};
use super::tree::Tree;
use crate::types::Participant;
use crate::{
    ActorKind, Attribution, Casualties, Count, CueClass, Event, EventType, Loss, PartKind, Rel, Resolved, Sector,
    Sentence, Span, Speaker, Status, ToldCount, Upos,
};

/// How many sentences may lie between two tellings of one happening that names nobody.
const NEAR: u32 = 4;

/// How many contents that begin before a word may hold it.
const REVEALED: usize = 40;

/// Fills [`Event::vouch`] of a document's events.
pub fn weigh(text: &str, sentences: &[Sentence], resolved: &Resolved, words: &StatusWords, events: &mut [Event]) {
    for event in events.iter_mut() {
        if let Some(sentence) = sentence_at(sentences, event.evidence.sentence) {
            blame(sentence, resolved, words, event);
        }
    }
    let reveals = resolved.quotes.iter().filter(|q| q.class == CueClass::Reveal);
    let mut revealed: Vec<Span> = reveals.flat_map(|q| q.content.iter().copied()).collect();
    revealed.sort();
    let disputes = disputes(text, events);
    let mut against: Vec<Vec<usize>> = vec![Vec::new(); events.len()];
    for (a, b) in disputes {
        against[a].push(b);
        against[b].push(a);
    }
    for list in &mut against {
        list.sort_unstable();
        list.dedup();
    }
    let alone: Vec<Option<Speaker>> = (0..events.len())
        .map(|i| asserted_by(text, &revealed, events, i))
        .collect();
    let counts: Vec<Vec<ToldCount>> = (0..events.len()).map(|i| counts(text, events, i)).collect();
    let bare: Vec<bool> = events
        .iter()
        .map(|e| !supported(text, sentences, words, events, e))
        .collect();
    for (i, event) in events.iter_mut().enumerate() {
        event.vouch.disputed_by = std::mem::take(&mut against[i]);
        event.vouch.asserted_by = alone[i].clone();
        event.vouch.unsupported_by_body = bare[i];
        if !counts[i].is_empty() {
            if let Some(losses) = &mut event.casualties {
                spread(losses, &counts[i]);
            }
            event.vouch.counts.clone_from(&counts[i]);
        }
    }
}

/// How many events before and after one are compared with it: all of an article, a part of a very long text.
const WINDOW: usize = 300;

/// The events that are compared with this one, itself left out.
fn others(events: &[Event], i: usize) -> impl Iterator<Item = (usize, &Event)> {
    let from = i.saturating_sub(WINDOW);
    let near = events.iter().enumerate().skip(from).take(i - from + WINDOW + 1);
    near.filter(move |(j, _)| *j != i)
}

/// The sentence with this number; they stand in their order.
fn sentence_at(sentences: &[Sentence], index: u32) -> Option<&Sentence> {
    let at = sentences.partition_point(|s| s.index < index);
    sentences.get(at).filter(|s| s.index == index)
}

/// The speaker of the innermost link of the chain.
fn speaker(event: &Event) -> Option<&Speaker> {
    event.attribution.iter().find_map(|link| match link {
        Attribution::Speaker { speaker, .. } => Some(speaker),
        _ => None,
    })
}

/// Marks blame that is only alleged, and takes the one who is blamed as the actor of a deed that names nobody else.
fn blame(sentence: &Sentence, resolved: &Resolved, words: &StatusWords, event: &mut Event) {
    if event.kind.is_verbal() && event.kind != EventType::Protest || event.status != Status::Actual {
        return;
    }
    let tree = Tree::new(sentence);
    let at = event.evidence.trigger_head;
    if at >= tree.len() {
        return;
    }
    let alleged = &words.alleged;
    // "the attack, blamed on rebels", "the attack was blamed on rebels"
    let passive = tree
        .head(at)
        .filter(|_| matches!(tree.token(at).rel, Rel::Nsubj | Rel::Obj));
    let acl = |i: u32| {
        tree.children(i)
            .iter()
            .copied()
            .filter(|&c| tree.token(c).rel == Rel::Acl)
    };
    // "was hit by attacks attributed to them" too
    let nouns = tree.children(at).iter().copied();
    // "attacks attributed to the group killed five", "targeted by attacks attributed to it"
    let nouns = nouns.filter(|&c| {
        let rel = tree.token(c).rel;
        rel == Rel::Nsubj || matches!(rel, Rel::Obl | Rel::Obj | Rel::Nmod) && c > at
    });
    let participle = acl(at).chain(nouns.flat_map(acl));
    let blaming = participle
        .chain(passive)
        .find(|&v| alleged.verbs.contains(tree.lemma(v)));
    if let Some(verb) = blaming {
        let whom = tree.children(verb).iter().copied().find_map(|c| {
            let on = tree.token(c).rel == Rel::Obl && tree.has_preposition(c, &["on".into(), "to".into()]);
            on.then(|| resolved.actor(sentence.index, c)).flatten()
        });
        if let Some(whom) = whom {
            let known = event.recipients.iter().any(|r| r.span == whom.span);
            if event.actors.is_empty() && !known {
                event.actors.push(Participant {
                    span: whom.span,
                    actor: whom.actor.clone(),
                });
            }
            if event.actors.iter().any(|a| a.span.overlaps(whom.span)) {
                event.vouch.alleged = Some(tree.token(verb).span);
                return;
            }
        }
    }
    if event.actors.is_empty() {
        return;
    }
    let adverb = |i: u32| {
        let of = |&c: &u32| tree.token(c).rel == Rel::Advmod && alleged.adverbs.contains(tree.lemma(c));
        tree.children(i).iter().copied().find(of)
    };
    // "suspected militants attacked"
    let adjective = sentence.tokens.iter().enumerate().find(|(i, t)| {
        let form = t.form.to_lowercase();
        let held = event
            .actors
            .iter()
            .any(|a| a.span.contains(t.span) || beside(&tree, *i as u32, a.span));
        held && t.rel == Rel::Amod && alleged.adjectives.contains(form.as_str())
    });
    let mut found = adjective.map(|(i, _)| i as u32).or_else(|| adverb(at));
    // up through what governs it: "is alleged to have beaten", "accused of shelling"
    let mut below = at;
    let mut steps = 0;
    while found.is_none() && steps < 4 {
        let Some(head) = tree.head(below) else { break };
        let rel = tree.token(below).rel;
        let governs = matches!(
            rel,
            Rel::Xcomp | Rel::Ccomp | Rel::Advcl | Rel::Obl | Rel::Obj | Rel::Nmod | Rel::Acl
        ) || rel == Rel::Conj && tree.token(below).upos == Upos::Verb;
        if !governs {
            break;
        }
        // "he was killed after police accused": only what the verb takes
        let linked = rel != Rel::Advcl || marked(&tree, below) || tree.is_infinitive(below);
        let lemma = tree.lemma(head);
        if !linked {
            break;
        }
        if alleged.verbs.contains(lemma) || words.is_hearsay(lemma) && tree.is_passive(head) && rel == Rel::Xcomp {
            found = Some(head);
        } else {
            found = if rel == Rel::Conj { adverb(head) } else { None };
        }
        below = head;
        steps += 1;
    }
    event.vouch.alleged = found.map(|i| tree.token(i).span);
}

/// "accused of shelling", "charged with killing"
fn marked(tree: &Tree<'_>, verb: u32) -> bool {
    let mark =
        |&c: &u32| matches!(tree.token(c).rel, Rel::Mark | Rel::Case) && matches!(tree.lemma(c), "of" | "for" | "with");
    tree.children(verb).iter().any(mark)
}

/// True if the word modifies the head of these words and stands just before them.
fn beside(tree: &Tree<'_>, word: u32, actor: Span) -> bool {
    let head = tree.head(word);
    head.is_some_and(|h| actor.contains(tree.token(h).span)) && tree.token(word).span.end() <= actor.start() + 1
}

/// Pairs of events that contradict each other.
fn disputes(text: &str, events: &[Event]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (a, told) in events.iter().enumerate() {
        if told.status != Status::Actual {
            continue;
        }
        for (b, other) in others(events, a) {
            if denies(text, other, told) || blames_back(text, told, other) && a < b {
                pairs.push((a, b));
            }
        }
    }
    pairs
}

/// True if `denial` is somebody's word that `told` is not so.
fn denies(text: &str, denial: &Event, told: &Event) -> bool {
    let by = speaker(denial);
    // "Chad rejected the accusation": of what it is accused of, just before
    if denial.evidence.pattern.split('#').next() == Some("accuse.deny") {
        let after = denial.evidence.sentence >= told.evidence.sentence;
        let near = after && denial.evidence.sentence - told.evidence.sentence <= 2;
        let accused = match told.kind {
            EventType::Accuse => &told.recipients,
            kind if kind.is_verbal() => return false,
            _ => &told.actors,
        };
        return near && accused.iter().any(|x| denial.actors.iter().any(|y| same(x, y)));
    }
    let Some(by) = by else { return false };
    let says_both = speaker(told).is_some_and(|s| same_speaker(s, by));
    // what somebody said or wished, only he denies
    let concerned = !told.act.is_verbal() || told.actors.iter().any(|x| same_actor(x, by));
    denial.status == Status::Negated
        && concerned
        && told.act == denial.act
        && !says_both
        && parties_agree(text, denial, told)
        && recipients_agree(text, denial, told)
}

/// True if each of two sides says that the other did it.
fn blames_back(text: &str, a: &Event, b: &Event) -> bool {
    let (Some(says_a), Some(says_b)) = (speaker(a), speaker(b)) else {
        return false;
    };
    let by = |event: &Event, who: &Speaker| event.actors.iter().any(|x| x.span == who.span || same_actor(x, who));
    a.act == b.act
        && b.status == Status::Actual
        && !a.act.is_verbal()
        && !a.recipients.is_empty()
        && !b.recipients.is_empty()
        && recipients_agree(text, a, b)
        && by(a, says_b)
        && by(b, says_a)
        && !by(a, says_a)
}

/// The only one who says so, if nobody else in the document does.
fn asserted_by(text: &str, revealed: &[Span], events: &[Event], i: usize) -> Option<Speaker> {
    let event = &events[i];
    let own = speaker(event)?;
    let trigger = event.evidence.trigger;
    // what is confirmed or admitted is taken as true by the reporter
    let until = revealed.partition_point(|span| span.start() < trigger.end());
    let revealed = revealed[until.saturating_sub(REVEALED)..until]
        .iter()
        .any(|span| span.overlaps(trigger));
    let also = others(events, i).any(|(_, other)| {
        other.evidence.part == PartKind::Body
            && rank(other.status) <= rank(event.status)
            && (event.status != Status::Negated || other.status == Status::Negated)
            && one_happening(text, event, other)
            && speaker(other).is_none_or(|s| !same_speaker(s, own))
    });
    (!revealed && !also).then(|| own.clone())
}

/// The numbers of one happening, where its tellings differ.
fn counts(text: &str, events: &[Event], i: usize) -> Vec<ToldCount> {
    let event = &events[i];
    let mut out = Vec::new();
    for loss in [Loss::Dead, Loss::Injured, Loss::Detained] {
        let Some(own) = count_of(event, loss) else { continue };
        let mut told = vec![sourced(event, own)];
        // only where each number has its source: others are numbers of other things
        if told[0].by.is_none() {
            continue;
        }
        for (_, other) in others(events, i) {
            let Some(count) = count_of(other, loss) else { continue };
            let count = sourced(other, count);
            if other.evidence.part == PartKind::Body
                && event.evidence.part == PartKind::Body
                && one_happening(text, event, other)
                && (shares(&event.actors, &other.actors) || shares(&event.recipients, &other.recipients))
                && (loss != Loss::Detained || event.evidence.sentence.abs_diff(other.evidence.sentence) <= NEAR)
                && count.by.is_some()
                && !told.iter().any(|t| (t.from, t.to) == (count.from, count.to))
                && told.iter().all(|t| t.by != count.by)
            {
                told.push(count);
            }
        }
        if told.len() > 1 {
            told.sort_by_key(|t| t.span);
            out.extend(told.into_iter().map(|count| ToldCount { loss, count }));
        }
    }
    out
}

/// The count with the innermost speaker, where its sentence names no source.
fn sourced(event: &Event, count: &Count) -> Count {
    let mut count = count.clone();
    count.by = count.by.or_else(|| speaker(event).map(|s| s.span));
    count
}

fn count_of(event: &Event, loss: Loss) -> Option<&Count> {
    let losses = event.casualties.as_ref()?;
    match loss {
        Loss::Dead => losses.dead.as_ref(),
        Loss::Injured => losses.injured.as_ref(),
        Loss::Detained => losses.detained.as_ref(),
    }
}

/// Widens the counts to all that is told.
fn spread(losses: &mut Casualties, told: &[ToldCount]) {
    for (loss, count) in [
        (Loss::Dead, &mut losses.dead),
        (Loss::Injured, &mut losses.injured),
        (Loss::Detained, &mut losses.detained),
    ] {
        let all = || told.iter().filter(|t| t.loss == loss).map(|t| &t.count);
        let (Some(count), Some(from)) = (count.as_mut(), all().map(|c| c.from).min()) else {
            continue;
        };
        count.from = from;
        count.to = all()
            .map(|c| c.to)
            .collect::<Option<Vec<u64>>>()
            .and_then(|to| to.into_iter().max());
    }
}

/// True if the body tells at least as much as this event of a headline; true for all others.
fn supported(text: &str, sentences: &[Sentence], words: &StatusWords, events: &[Event], event: &Event) -> bool {
    let headline = matches!(event.evidence.part, PartKind::Headline | PartKind::Kicker);
    let shown = matches!(event.status, Status::Actual | Status::Planned);
    let body = || sentences.iter().filter(|s| s.part == PartKind::Body);
    if !headline || !shown || event.background || body().next().is_none() {
        return true;
    }
    let as_much = |status: Status| rank(status) <= rank(event.status);
    let told = events.iter().any(|e| {
        e.evidence.part == PartKind::Body
            && as_much(e.status)
            && (e.act == event.act || e.kind == event.kind || e.act == event.kind || e.kind == event.act)
            && parties_agree(text, e, event)
    });
    if told {
        return true;
    }
    // the same word, whatever the coder made of it
    let Some(sentence) = sentence_at(sentences, event.evidence.sentence) else {
        return true;
    };
    let head = Tree::new(sentence);
    if event.evidence.trigger_head >= head.len() {
        return true;
    }
    let lemma = head.lemma(event.evidence.trigger_head);
    body().any(|s| {
        if !s.tokens.iter().any(|t| t.lemma.eq_ignore_ascii_case(lemma)) {
            return false;
        }
        let tree = Tree::new(s);
        (0..tree.len()).any(|i| tree.lemma(i) == lemma && as_much(words.judge(&tree, i).status))
    })
}

/// True if two events can be one happening told twice.
fn one_happening(text: &str, a: &Event, b: &Event) -> bool {
    let days = match (&a.when, &b.when) {
        (Some(x), Some(y)) => x.time.from <= y.time.to && y.time.from <= x.time.to,
        _ => true,
    };
    let places = match (&a.place, &b.place) {
        (Some(x), Some(y)) => {
            x.place.name == y.place.name || x.place.country.is_some() && x.place.country == y.place.country
        }
        _ => true,
    };
    let anchored = shares(&a.actors, &b.actors) || shares(&a.recipients, &b.recipients);
    let near = a.evidence.sentence.abs_diff(b.evidence.sentence) <= NEAR;
    a.act == b.act && days && places && parties_agree(text, a, b) && recipients_agree(text, a, b) && (anchored || near)
}

/// True if two events are tellings of one deed: one happening that befell the same person or body, named both times.
pub(super) fn same_deed(text: &str, a: &Event, b: &Event) -> bool {
    let one =
        |p: &Participant| p.actor.name.is_some() && matches!(p.actor.kind, ActorKind::Person | ActorKind::Organization);
    let whom = a
        .recipients
        .iter()
        .any(|x| one(x) && b.recipients.iter().any(|y| one(y) && same(x, y)));
    let by = a.actors.is_empty() || b.actors.is_empty() || shares(&a.actors, &b.actors);
    a.mode == b.mode && whom && by && one_happening(text, a, b)
}

fn shares(a: &[Participant], b: &[Participant]) -> bool {
    a.iter().any(|x| b.iter().any(|y| same(x, y)))
}

/// True unless both name who did it and these differ. "Our men" are the speaker's.
fn parties_agree(text: &str, a: &Event, b: &Event) -> bool {
    let own = |event: &Event, other: &Event| {
        speaker(event).is_some_and(|s| other.actors.iter().any(|x| same_actor(x, s)))
            && event.actors.iter().all(|x| is_own(x.span.of(text)))
    };
    a.actors.is_empty() && b.actors.is_empty()
        || shares(&a.actors, &b.actors)
        || own(a, b)
        || own(b, a)
        || a.actors.is_empty() != b.actors.is_empty() && shares(&a.recipients, &b.recipients)
}

/// "our men", "we": the speaker's.
fn is_own(words: &str) -> bool {
    let first = words.split_whitespace().next().unwrap_or_default().to_lowercase();
    matches!(
        first.as_str(),
        "our" | "we" | "my" | "i" | "us" | "his" | "her" | "their" | "its" | "it" | "they" | "he" | "she"
    )
}

/// True unless both name whom it befell and these differ. Nouns without a name ("the town") agree with what is near.
fn recipients_agree(text: &str, a: &Event, b: &Event) -> bool {
    let common = |words: &str| words.chars().next().is_some_and(char::is_lowercase) && !is_own(words);
    let vague = |event: &Event| event.recipients.iter().all(|r| common(r.span.of(text)));
    let near = a.evidence.sentence.abs_diff(b.evidence.sentence) <= NEAR;
    a.recipients.is_empty()
        || b.recipients.is_empty()
        || shares(&a.recipients, &b.recipients)
        || near && (vague(a) || vague(b))
}

fn same(a: &Participant, b: &Participant) -> bool {
    a.span == b.span || same_who(&a.actor, &b.actor)
}

fn same_actor(a: &Participant, speaker: &Speaker) -> bool {
    a.span == speaker.span || same_who(&a.actor, &speaker.actor)
}

fn same_speaker(a: &Speaker, b: &Speaker) -> bool {
    a.span == b.span || same_who(&a.actor, &b.actor)
}

/// One key, one name, or the same country and first sector.
fn same_who(a: &crate::Actor, b: &crate::Actor) -> bool {
    if let (Some(x), Some(y)) = (&a.id, &b.id) {
        return x == y;
    }
    if let (Some(x), Some(y)) = (&a.name, &b.name) {
        // a country and who speaks for it
        let stands = |kind: ActorKind, sectors: &[Sector]| kind == ActorKind::Country && sectors.is_empty();
        let for_country = stands(a.kind, &a.sectors) != stands(b.kind, &b.sectors) && a.country.is_some();
        return x == y || for_country && a.country == b.country;
    }
    let (x, y) = (a.sectors.first(), b.sectors.first());
    match (&a.country, &b.country) {
        (Some(c), Some(d)) if c == d => x == y || x.is_none() || y.is_none(),
        (None, None) => x.is_some() && x == y,
        _ => false,
    }
}
