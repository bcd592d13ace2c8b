//! Agents that the sentence leaves out but the text makes plain: "Police said 40 people were arrested."

use crate::types::Participant;
use crate::{ActorMention, Event, EventType, Mode, Resolved, Sector};

/// How many sentences back an agent is looked for.
const BACK: u32 = 2;

/// Gives arrests, searches and the use of crowd-control weapons without an agent the police, or other force, that is
/// named in the same sentence or shortly before. Such an event is less sure.
pub fn infer(resolved: &Resolved, events: &mut [Event]) {
    for event in events.iter_mut().filter(|e| e.actors.is_empty()) {
        let official = matches!(
            (event.kind, event.mode),
            (
                EventType::Coerce,
                Some(Mode::Arrest | Mode::Seize | Mode::Curfew | Mode::Deport)
            ) | (EventType::Assault, Some(Mode::CrowdControl))
        );
        if !official {
            continue;
        }
        let here = event.evidence.sentence;
        let acted_on: Vec<_> = event.recipients.iter().map(|r| r.span).collect();
        let force = |m: &&ActorMention| {
            let sector = m.actor.sectors.first();
            matches!(sector, Some(Sector::Cop | Sector::Spy | Sector::Mil))
                && !acted_on.iter().any(|s| s.overlaps(m.span))
        };
        let found = (0..=BACK.min(here)).find_map(|back| {
            let police = |m: &&ActorMention| m.actor.sectors.first() == Some(&Sector::Cop);
            let all = || resolved.actors_in(here - back).filter(force);
            all().find(police).or_else(|| all().next())
        });
        if let Some(mention) = found {
            event.actors.push(Participant {
                span: mention.span,
                actor: mention.actor.clone(),
            });
            event.confidence = (event.confidence - 0.1).max(0.05);
        }
    }
}
