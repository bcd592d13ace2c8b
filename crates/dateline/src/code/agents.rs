//! Agents that the sentence leaves out but the text makes plain: "Police said 40 people were arrested."

use compact_str::CompactString;
use dateline_data::lists::code::IDLE_NOUNS;

use super::lexicon::Lexicon;
use super::tree::Tree;
use crate::types::{Doubt, Participant};
use crate::{ActorMention, Event, EventType, Mode, Rel, Resolved, Sector, Sentence, Span, Status, Upos};

/// How many sentences back any force is looked for.
const NEAR: u32 = 2;
/// How many sentences back, and then ahead, the police are looked for.
const FAR: u32 = 10;
/// How many sentences ahead: a headline's or lead's "Three held" is told in full right after.
const AHEAD: u32 = 2;

/// True for acts that only police or another force of the state does: arrests, searches, curfews, deportations, criminal
/// cases, and the use of crowd-control weapons.
#[must_use]
pub fn is_of_force(kind: EventType, mode: Option<Mode>) -> bool {
    matches!(
        (kind, mode),
        (
            EventType::Coerce,
            Some(Mode::Arrest | Mode::Seize | Mode::Curfew | Mode::Deport)
        ) | (EventType::Assault, Some(Mode::CrowdControl))
    )
}

/// True for those of them that are kept although nobody at all is named: "no arrests were made".
#[must_use]
pub fn counts_without_party(kind: EventType, mode: Option<Mode>) -> bool {
    is_of_force(kind, mode) && mode != Some(Mode::Deport)
}

/// True for what only the police do although it is no force: cases that are registered (`by_police`), curfews that are relaxed, security
/// that is tightened and patrols that are stepped up. `words` are those of the trigger.
#[must_use]
pub fn is_of_police(
    lexicon: &Lexicon,
    by_police: bool,
    kind: EventType,
    lemmas: &[CompactString],
    words: &[u32],
) -> bool {
    let any = |test: &dyn Fn(usize) -> bool| words.iter().any(|&w| test(w as usize));
    match kind {
        EventType::Concede => any(&|w| lemmas[w] == "curfew"),
        EventType::Mobilize => lexicon
            .class("police-duty")
            .is_some_and(|class| any(&|w| class.matches(lemmas, w))),
        _ => by_police,
    }
}

/// Gives acts of force without an agent the police, or other force, that is named in the same sentence or near it;
/// and an attack that is spoken of again ("was hurt in the firing") who did it before. Such an event carries [`Doubt::InferredActor`].
/// Drops acts of force that are left without any party.
pub fn infer(lexicon: &Lexicon, sentences: &[Sentence], resolved: &Resolved, events: &mut Vec<Event>) {
    for i in 0..events.len() {
        if !events[i].actors.is_empty() {
            continue;
        }
        let event = &events[i];
        let by_police = lexicon.frame_of(&event.evidence.pattern).is_some_and(|f| f.by_police);
        let sentence = sentences.iter().find(|s| s.index == event.evidence.sentence);
        let lemmas: Vec<CompactString> = sentence.map_or_else(Vec::new, |s| Tree::new(s).lemmas);
        let within = |w: &u32| {
            let token = sentence.and_then(|s| s.tokens.get(*w as usize));
            token.is_some_and(|t| event.evidence.trigger.contains(t.span))
        };
        let words: Vec<u32> = (0..lemmas.len() as u32).filter(within).collect();
        let of_police = is_of_police(lexicon, by_police, event.kind, &lemmas, &words);
        let found = if is_of_force(event.kind, event.mode) || of_police {
            let not_near = of_police && event.kind != EventType::Accuse;
            force(resolved, sentences, event, not_near)
        } else if event.kind == EventType::Assault && event.status != Status::Negated {
            spoken_of_again(lexicon, sentences, events, i)
        } else {
            None
        };
        if let Some(actors) = found {
            let event = &mut events[i];
            event.actors = actors;
            event.doubts.push(Doubt::InferredActor);
        }
    }
    let nobody = |e: &Event| e.actors.is_empty() && e.recipients.is_empty();
    let needs_somebody = |e: &Event| {
        counts_without_party(e.kind, e.mode)
            || matches!(e.kind, EventType::Concede | EventType::Mobilize)
            || lexicon.frame_of(&e.evidence.pattern).is_some_and(|f| f.by_police)
    };
    events.retain(|e| !nobody(e) || !needs_somebody(e));
}

/// The police of the sentence or near it, else another force; where only police are meant they must be near.
fn force(resolved: &Resolved, sentences: &[Sentence], event: &Event, only_police: bool) -> Option<Vec<Participant>> {
    let here = event.evidence.sentence;
    let token = |sentence: u32, head: u32| {
        let found = sentences.iter().find(|s| s.index == sentence);
        found.and_then(|s| s.tokens.get(head as usize))
    };
    // "it was held near the market" is no arrest
    let held = token(here, event.evidence.trigger_head).is_some_and(|t| t.lemma == "hold");
    let one = |span: Span| {
        let found = sentences.iter().find(|s| s.index == here);
        found.is_some_and(|s| s.tokens.iter().any(|t| t.span == span && t.upos == Upos::Pron))
    };
    if held && event.recipients.iter().all(|r| one(r.span)) {
        return None;
    }
    // neither "they" nor the station acts
    let idle = |m: &ActorMention| {
        token(m.sentence, m.head).is_none_or(|t| t.upos == Upos::Pron || IDLE_NOUNS.contains(&t.lemma.as_str()))
    };
    let elsewhere = |m: &ActorMention| {
        let there = event.place.as_ref().and_then(|p| p.place.country.as_ref());
        there.zip(m.actor.country.as_ref()).is_some_and(|(a, b)| a != b)
    };
    let free =
        |m: &&ActorMention| !event.recipients.iter().any(|r| r.span.overlaps(m.span)) && !elsewhere(m) && !idle(m);
    let sector = |m: &&ActorMention| m.actor.sectors.first().copied();
    let police = |m: &&ActorMention| sector(m) == Some(Sector::Cop);
    let of_state = |m: &&ActorMention| matches!(sector(m), Some(Sector::Cop | Sector::Spy | Sector::Mil));
    let all = |s: u32| resolved.actors_in(s).filter(free);
    let party = |mention: &ActorMention| Participant {
        span: mention.span,
        actor: mention.actor.clone(),
    };
    let back = |from: u32, to: u32| (from..=to.min(here)).map(|n| here - n);
    let ahead = (here + 1..sentences.len() as u32).take(AHEAD as usize);
    let near = || back(0, NEAR).find_map(|s| all(s).find(police));
    let far = || back(NEAR + 1, FAR).chain(ahead).find_map(|s| all(s).find(police));
    if only_police {
        let mention = all(here).find(police).or_else(near)?;
        return Some(vec![party(mention)]);
    }
    let mention = all(here)
        .find(police)
        .or_else(|| all(here).find(of_state))
        .or_else(near)
        .or_else(|| back(1, NEAR).find_map(|s| all(s).find(of_state)))
        .or_else(far)?;
    Some(vec![party(mention)])
}

/// "One man was hurt in the shooting": who did the last attack that was told, if it is near.
fn spoken_of_again(lexicon: &Lexicon, sentences: &[Sentence], events: &[Event], at: usize) -> Option<Vec<Participant>> {
    let event = &events[at];
    let here = event.evidence.sentence;
    let sentence = sentences.iter().find(|s| s.index == here)?;
    let tree = Tree::new(sentence);
    let attacks = lexicon.class("attack-on-others")?;
    let trigger = event.evidence.trigger_head;
    tree.children(trigger).iter().find(|&&c| {
        tree.token(c).rel == Rel::Obl
            && tree.has_preposition(c, &["in".into(), "during".into(), "from".into(), "by".into()])
            && attacks.matches(&tree.lemmas, c as usize)
            && tree
                .children(c)
                .iter()
                .any(|&d| tree.token(d).rel == Rel::Det && matches!(tree.lemma(d), "the" | "this" | "that"))
            // "the train attack" is another one
            && tree.child(c, Rel::Compound).is_none()
    })?;
    let told = events[..at].iter().rev().find(|e| {
        e.kind == EventType::Assault
            && e.status == Status::Actual
            && !e.actors.is_empty()
            && !e.reciprocal
            && here - e.evidence.sentence.min(here) <= NEAR
    })?;
    Some(told.actors.clone())
}
