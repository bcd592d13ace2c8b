//! From the matches of one sentence to its events: one event for each happening.

use dateline_data::lists::code::{PRESUPPOSING_PREPOSITIONS, VOWING_VERBS};

use crate::types::{Count, Evidence, Participant, Vouch, When, Where, WhereBasis};
use crate::{
    Actor, ActorKind, Attribution, Document, Event, EventType, Mode, PartKind, Place, PlaceMention, Precision, Quote,
    Rel, Resolved, Sector, Sentence, Span, Speaker, Status, SubRel, TimeMention, TimeSpan, Upos,
};

use super::agents;
use super::lexicon::Lexicon;
use super::lexicon::grammar::{Anchor, Fill, Kind, Role};
use super::matcher::{Match, Matcher};
use super::setting::Setting;
use super::status::{Judged, StatusWords};
use super::tree::Tree;

/// What is known while one sentence is coded.
pub struct Sentences<'a> {
    /// The document.
    pub document: &'a Document,
    /// The sentence.
    pub sentence: &'a Sentence,
    /// The document's mentions.
    pub resolved: &'a Resolved,
    /// The lexicon.
    pub lexicon: &'a Lexicon,
    /// Words that decide status.
    pub words: &'a StatusWords,
    /// Words that tell a place without naming it.
    pub setting: &'a Setting,
}

/// What became of a match, for `explain`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is an event of its own.
    Event,
    /// It is an event, told as the subject of another.
    Background,
    /// It is part of the event at this word.
    PartOf(u32),
    /// Nobody is named in it.
    NoParty,
}

/// What became of the match at a word.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The anchor's head word.
    pub anchor: u32,
    /// What became of it.
    pub fate: Fate,
    /// Its status.
    pub status: Judged,
}

/// A match with its parties, while events are put together.
pub(super) struct Draft<'m, 'a> {
    pub(super) found: &'m Match<'a>,
    pub(super) status: Judged,
    pub(super) kind: EventType,
    pub(super) mode: Option<Mode>,
    pub(super) also_modes: Vec<Mode>,
    pub(super) actors: Vec<Participant>,
    pub(super) recipients: Vec<Participant>,
    pub(super) reciprocal: bool,
    pub(super) fate: Fate,
    /// Type, mode and status of the act itself, where a rule made another of it.
    pub(super) under: Option<(EventType, Option<Mode>, Status)>,
    /// The embedded act's anchor.
    pub(super) inner: Option<u32>,
}

impl<'a> Sentences<'a> {
    /// The sentence's events, in text order, with what became of every match.
    #[must_use]
    pub fn events(&self) -> (Vec<Event>, Vec<Outcome>) {
        let matcher = Matcher::new(self.lexicon, Tree::new(self.sentence), self.resolved);
        self.events_of(&matcher)
    }

    /// As [`events`](Self::events), from matches that were made before.
    #[must_use]
    pub fn events_of(&self, matcher: &Matcher<'a>) -> (Vec<Event>, Vec<Outcome>) {
        let mut drafts: Vec<Draft<'_, '_>> = matcher.best.iter().flatten().map(|m| self.draft(matcher, m)).collect();
        self.absorb(matcher, &mut drafts);
        in_which(matcher, &mut drafts);
        merge_tellings(matcher, &mut drafts);
        aims_of_protests(matcher, &mut drafts);
        let parts: Vec<(u32, u32)> = drafts
            .iter()
            .filter_map(|d| match d.fate {
                Fate::PartOf(whole) => Some((whole, d.found.anchor)),
                _ => None,
            })
            .collect();
        let mut events = Vec::new();
        let mut outcomes = Vec::new();
        for draft in &mut drafts {
            let keep = matches!(draft.fate, Fate::Event | Fate::Background);
            let nobody = draft.actors.is_empty() && draft.recipients.is_empty();
            let arrest = matches!(matcher.tree.lemma(draft.found.anchor), "arrest" | "curfew");
            let verbal = draft.found.compiled.pattern.anchor == Anchor::Verb || arrest;
            let mut words = vec![draft.found.anchor];
            words.extend(&draft.found.literals);
            let tree = &matcher.tree;
            let of_force = verbal
                && (agents::counts_without_party(draft.kind, draft.mode)
                    || agents::is_of_police(
                        self.lexicon,
                        draft.found.frame.by_police,
                        draft.kind,
                        &tree.lemmas,
                        &words,
                    ));
            if keep && nobody && !draft.found.frame.no_actor && !of_force {
                draft.fate = Fate::NoParty;
            }
            outcomes.push(Outcome {
                anchor: draft.found.anchor,
                fate: draft.fate.clone(),
                status: draft.status,
            });
            if matches!(draft.fate, Fate::Event | Fate::Background) {
                self.speech_act(matcher, draft);
                on_condition(matcher, draft);
                self.under_pressure(matcher, draft);
                let event = self.event(matcher, draft, &parts);
                events.extend(sentenced(matcher, &event));
                events.push(event);
            }
        }
        events.extend(self.line_events(matcher));
        events.sort_by_key(|e| e.evidence.trigger);
        (events, outcomes)
    }

    fn draft<'m, 'b>(&self, matcher: &'m Matcher<'b>, found: &'m Match<'b>) -> Draft<'m, 'b> {
        let mut actors: Vec<Participant> = found.actor.map(|a| matcher.parties(a)).unwrap_or_default();
        self.speakers(&mut actors);
        let mut recipients: Vec<Participant> = found
            .recipient
            .map(|r| parties_or_places(matcher, r))
            .unwrap_or_default();
        // "condemned the killing of the soldiers": who did the deed is blamed for it, not who suffered it
        let deed = found.literals.iter().find_map(|&l| matcher.best[l as usize].as_ref());
        if matches!(found.frame.kind, EventType::Accuse | EventType::Support)
            && let Some(deed) = deed.filter(|d| {
                let material = !d.frame.kind.is_verbal() && !d.frame.kind.is_cooperative();
                material
                    && d.frame.kind != EventType::Protest
                    && d.recipient.is_some()
                    && d.recipient == found.recipient
            })
        {
            recipients = deed.actor.map(|a| matcher.parties(a)).unwrap_or_default();
        }
        // "500 policemen were deployed": who is moved acts, where nobody is said to have sent them
        if found.frame.kind == EventType::Mobilize && actors.is_empty() && matcher.tree.is_passive(found.anchor) {
            let forces = found.literals.iter().map(|&l| matcher.forces(l));
            actors = forces.into_iter().find(|f| !f.is_empty()).unwrap_or_default();
        }
        if recipients.is_empty()
            && let Some(recipient) = found.recipient
            && takes_anybody(found)
        {
            recipients = matcher.people(recipient);
        }
        let mut reciprocal = found.frame.reciprocal;
        if !found.both.is_empty() {
            actors = Vec::new();
            for &side in &found.both {
                for party in matcher.parties(side) {
                    push_party(&mut actors, party);
                }
            }
            reciprocal = true;
        }
        // "clashes between herders and farmers left 25 dead": both did it, to one another
        let fought = found.actor.and_then(|a| matcher.best[a as usize].as_ref());
        if found.frame.kind == EventType::Assault
            && fought.is_some_and(|m| m.frame.kind == EventType::Assault && !m.both.is_empty())
        {
            recipients.retain(|r| r.actor.kind != ActorKind::Unknown);
            reciprocal = recipients.is_empty();
        }
        if found.frame.reciprocal {
            for party in std::mem::take(&mut recipients) {
                push_party(&mut actors, party);
            }
        }
        recipients.retain(|r| !actors.iter().any(|a| a.span == r.span));
        // "warned the marchers that they would be arrested": who is told
        let told = matches!(
            found.frame.kind,
            EventType::Threaten | EventType::Agree | EventType::Request
        );
        if recipients.is_empty() && told && found.compiled.pattern.anchor == Anchor::Verb {
            let tree = &matcher.tree;
            let object = tree.child(found.anchor, Rel::Iobj).or_else(|| {
                let clause = tree.child(found.anchor, Rel::Ccomp).is_some() || found.literals.len() == 1;
                tree.child(found.anchor, Rel::Obj).filter(|_| clause)
            });
            let object = object.filter(|o| !found.literals.contains(o) && found.act != Some(*o));
            recipients = object.map_or_else(Vec::new, |o| matcher.parties(o));
            recipients.retain(|r| !actors.iter().any(|a| a.span == r.span || a.actor == r.actor));
        }
        // "demanded that the rebels stop kidnapping": of whom it is asked, whatever is asked; "alleged that Eritrea had sent
        // spies": who is said to have done it
        let of_whom = match found.frame.kind {
            EventType::Request => true,
            EventType::Accuse => found.act.is_some_and(|a| !matcher.tree.is_passive(a)),
            _ => false,
        };
        if recipients.is_empty()
            && of_whom
            && found.compiled.pattern.anchor == Anchor::Verb
            && let Some(act) = found
                .act
                .filter(|&a| a > found.anchor && matcher.best[a as usize].is_none())
            && let Some(subject) = matcher.tree.surface_subject(act).filter(|&s| s > found.anchor)
        {
            recipients = matcher.parties(subject);
            recipients.retain(|r| !actors.iter().any(|a| a.span == r.span || a.actor == r.actor));
            if found.frame.kind == EventType::Accuse {
                let country = |p: &Participant| p.actor.country.clone();
                let known = |p: &Participant| country(p).is_some() || !p.actor.sectors.is_empty();
                recipients
                    .retain(|r| known(r) && !actors.iter().any(|a| country(a).is_some() && country(a) == country(r)));
            }
        }
        // what is refused is somebody's even if it says what is wanted: "rejected Kosovo's demand for compensation"
        let embeds = found.act.is_some() && found.frame.kind != EventType::Reject;
        let sided = reciprocal || embeds || matches!(found.frame.kind, EventType::Mobilize | EventType::Consult);
        let anchored = matches!(found.compiled.pattern.anchor, Anchor::Verb | Anchor::Adj);
        if recipients.is_empty() && !sided && anchored {
            // of a deed that is blamed or praised ("condemned the killing of") who did it, not who suffered it
            let judges = matches!(found.frame.kind, EventType::Accuse | EventType::Support);
            let concerned = |&l: &u32| match &matcher.best[l as usize] {
                Some(deed) if judges && !deed.frame.kind.is_verbal() => {
                    let mut doers = deed.actor.map(|a| matcher.parties(a)).unwrap_or_default();
                    doers.retain(|d| !actors.iter().any(|a| a.span == d.span || a.actor == d.actor));
                    doers
                }
                _ => touched(matcher, l, &actors),
            };
            let mut words = found.literals.clone();
            // "rejected proposed Israeli changes" where the pattern asks for *proposed*
            words.extend(
                matcher
                    .tree
                    .deep_object(found.anchor)
                    .filter(|o| found.frame.kind == EventType::Reject && !words.contains(o)),
            );
            // "gave in to Madhesi demands": what the pattern asks for as the recipient is somebody's too
            words.extend(found.recipient);
            let theirs = words.iter().map(concerned).find(|t| !t.is_empty());
            recipients = theirs.unwrap_or_default();
        }
        let status = self.words.judge(&matcher.tree, found.support.unwrap_or(found.anchor));
        let own = self.words.judge(&matcher.tree, found.anchor);
        let mut status = if status.status == Status::Actual { own } else { status };
        if was_obliged(&matcher.tree, status) {
            status = Judged {
                status: Status::Actual,
                by: None,
            };
        }
        if status.status == Status::Actual && found.frame.undone {
            status = Judged {
                status: Status::Negated,
                by: Some(found.anchor),
            };
        }
        let status = match self.words.of_parts(&matcher.tree, &found.literals) {
            Some(denied) if status.status == Status::Actual => denied,
            _ => status,
        };
        let (mut mode, also_modes) = self.modes(matcher, found);
        let mut kind = found.frame.kind;
        // "froze the accounts of an opposition party": power over one's own people is no sanction
        let own = |r: &Participant| {
            let country = r.actor.country.as_ref();
            let domestic =
                |a: &Participant| a.actor.country.as_ref() == country && !a.actor.sectors.contains(&crate::Sector::Jud);
            country.is_some() && r.actor.kind != ActorKind::Country && actors.iter().any(domestic)
        };
        if found.frame.id == "sanction.impose"
            && matches!(matcher.tree.lemma(found.anchor), "freeze" | "block")
            && !recipients.is_empty()
            && recipients.iter().all(own)
        {
            (kind, mode) = (EventType::Coerce, Some(Mode::Seize));
        }
        Draft {
            found,
            status,
            kind,
            mode,
            also_modes,
            reciprocal,
            actors,
            recipients,
            fate: Fate::Event,
            under: None,
            inner: found.act.and_then(|a| matcher.act_at(a)).filter(|&i| i != found.anchor),
        }
    }

    /// "We caught the accomplice, the officer said": who says *we* and *I* belongs to those who speak.
    fn speakers(&self, actors: &mut [Participant]) {
        for party in actors.iter_mut().filter(|a| a.actor.sectors.is_empty()) {
            let word = party.span.of(&self.document.text).to_lowercase();
            if !matches!(word.as_str(), "we" | "i" | "our") {
                continue;
            }
            let says = |q: &&Quote| q.reports() && q.content.iter().any(|c| c.contains(party.span));
            let speaker = self
                .resolved
                .quotes
                .iter()
                .filter(says)
                .find_map(|q| q.speaker.as_ref());
            if let Some(speaker) = speaker {
                party.actor.sectors.clone_from(&speaker.actor.sectors);
                if party.actor.country.is_none() {
                    party.actor.country.clone_from(&speaker.actor.country);
                }
            }
        }
    }

    /// The frame's mode, or what words in the clause tell.
    fn modes(&self, matcher: &Matcher<'_>, found: &Match<'_>) -> (Option<Mode>, Vec<Mode>) {
        let frame = found.frame;
        let mut mode = frame.mode;
        let mut also = frame.also_modes.clone();
        if let Some(table) = &frame.modes_from {
            let tree = &matcher.tree;
            let mut words: Vec<u32> = (found.words.0..found.words.1).collect();
            words.extend(&found.literals);
            let mut hosts: Vec<u32> = vec![found.anchor];
            hosts.extend(found.support);
            for &host in &hosts {
                for &c in tree.children(host) {
                    let t = tree.token(c);
                    if matches!(
                        t.rel,
                        Rel::Compound
                            | Rel::Amod
                            | Rel::Obl
                            | Rel::Nmod
                            | Rel::Nsubj
                            | Rel::Obj
                            | Rel::Advcl
                            | Rel::Xcomp
                            | Rel::Acl
                            | Rel::Conj
                            | Rel::Advmod
                    ) {
                        words.push(c);
                        words.extend(tree.children(c).iter().copied().filter(|&g| {
                            matches!(
                                tree.token(g).rel,
                                Rel::Compound | Rel::Amod | Rel::Nmod | Rel::Conj | Rel::Obj | Rel::Obl
                            )
                        }));
                    }
                }
            }
            words.sort_unstable();
            words.dedup();
            let mut told = Vec::new();
            for rule in self.lexicon.modes(table) {
                if !told.contains(&rule.mode) && words.iter().any(|&w| rule.words.matches(&tree.lemmas, w as usize)) {
                    told.push(rule.mode);
                }
            }
            told.retain(|m| frame.kind.has_mode(*m));
            if let Some((first, rest)) = told.split_first() {
                mode = Some(*first);
                also.extend(rest);
            }
        }
        also.retain(|m| Some(*m) != mode);
        (mode, also)
    }

    /// Lets frames with an embedded act take it in.
    fn absorb(&self, matcher: &Matcher<'_>, drafts: &mut [Draft<'_, '_>]) {
        let position = |drafts: &[Draft<'_, '_>], anchor: u32| drafts.iter().position(|d| d.found.anchor == anchor);
        // inner frames first, so that an act within an act is settled
        let mut order: Vec<usize> = (0..drafts.len()).collect();
        order.sort_by_key(|&i| std::cmp::Reverse(matcher.tree.depth(drafts[i].found.anchor)));
        for i in order {
            let outer_anchor = drafts[i].found.anchor;
            // words that the outer pattern asks for, and the noun of a support verb, are no second event
            let literals = drafts[i].found.literals.clone();
            for literal in literals {
                if let Some(j) = position(drafts, literal).filter(|&j| j != i && drafts[j].found.act.is_none()) {
                    let (actors, recipients) = (drafts[j].actors.clone(), drafts[j].recipients.clone());
                    // "joint drills by A and B are planned", "the proposed talks between A and B": nobody else plans them
                    let ahead = drafts[j].status.by == Some(outer_anchor) && drafts[i].actors.is_empty();
                    if ahead
                        && drafts[i].kind != EventType::Reject
                        && !actors.is_empty()
                        && drafts[j].fate == Fate::Event
                    {
                        let anchor = drafts[j].found.anchor;
                        drafts[i].fate = Fate::PartOf(anchor);
                        continue;
                    }
                    drafts[j].fate = Fate::PartOf(outer_anchor);
                    // of a deed that is blamed ("condemned the killing of") who did it, not who suffered it
                    if matches!(drafts[i].kind, EventType::Accuse | EventType::Support) && !drafts[j].kind.is_verbal() {
                        let told = !drafts[j].actors.is_empty() && !drafts[j].recipients.is_empty();
                        if told && matches!(drafts[j].kind, EventType::Assault | EventType::Coerce) {
                            drafts[j].fate = Fate::Background;
                        }
                        fill(&mut drafts[i], Vec::new(), actors);
                        continue;
                    }
                    if drafts[i].reciprocal {
                        for party in actors.into_iter().chain(recipients) {
                            push_party(&mut drafts[i].actors, party);
                        }
                    } else {
                        fill(&mut drafts[i], actors, recipients);
                    }
                }
            }
            let Some(j) = drafts[i].inner.and_then(|a| position(drafts, a)).filter(|&j| j != i) else {
                if drafts[i].recipients.is_empty()
                    && !drafts[i].reciprocal
                    && let Some(act) = drafts[i].found.act
                {
                    drafts[i].recipients = touched(matcher, act, &drafts[i].actors);
                }
                lies_ahead(&mut drafts[i]);
                continue;
            };
            let (inner_kind, inner_mode, inner_status) = (drafts[j].kind, drafts[j].mode, drafts[j].status.status);
            let (inner_actors, inner_recipients) = (drafts[j].actors.clone(), drafts[j].recipients.clone());
            let inner_recipients = if inner_recipients.is_empty() && !drafts[j].reciprocal {
                let own: Vec<Participant> = drafts[i].actors.iter().chain(&inner_actors).cloned().collect();
                touched(matcher, drafts[j].found.anchor, &own)
            } else {
                inner_recipients
            };
            let outer = &mut drafts[i];
            let negated = inner_status == Status::Negated;
            if outer.mode.is_none()
                || matches!(outer.kind, EventType::Request | EventType::Reject | EventType::Threaten)
                    && outer.found.frame.mode.is_none()
            {
                outer.mode = embedded_mode(outer.kind, inner_kind, inner_mode, negated).or(outer.mode);
            }
            let own: Vec<Span> = outer.actors.iter().map(|a| a.span).collect();
            let others = |list: Vec<Participant>| -> Vec<Participant> {
                list.into_iter().filter(|p| !own.contains(&p.span)).collect()
            };
            let mut background = false;
            match outer.kind {
                EventType::Accuse | EventType::Support => {
                    background = true;
                    if outer.recipients.is_empty() {
                        outer.recipients = others(inner_actors);
                    }
                }
                EventType::Request => {
                    if outer.recipients.is_empty() {
                        let asked = others(inner_actors);
                        outer.recipients = if asked.is_empty() { Vec::new() } else { asked };
                    }
                }
                EventType::Agree if inner_kind.is_cooperative() => {
                    if outer.recipients.is_empty() && !outer.reciprocal {
                        outer.recipients = others(inner_recipients);
                    }
                    if outer.recipients.is_empty() && !outer.reciprocal {
                        outer.recipients = others(inner_actors);
                    }
                    if matches!(inner_kind, EventType::Retreat | EventType::Concede) {
                        outer.kind = EventType::Concede;
                        outer.mode = None;
                    }
                }
                EventType::Agree => {
                    if outer.recipients.is_empty() {
                        outer.recipients = others(inner_recipients);
                    }
                    let vows = VOWING_VERBS.contains(&matcher.tree.lemma(outer_anchor));
                    if negated {
                        // "agreed not to attack"
                    } else if vows && !inner_kind.is_verbal() {
                        outer.kind = EventType::Threaten;
                        outer.mode = embedded_mode(EventType::Threaten, inner_kind, inner_mode, false);
                    } else if !inner_kind.is_verbal() {
                        outer.kind = inner_kind;
                        outer.mode = inner_mode;
                        if outer.status.status == Status::Actual {
                            outer.status = Judged {
                                status: Status::Planned,
                                by: Some(outer_anchor),
                            };
                        }
                    }
                }
                // "promised not to attack"
                EventType::Threaten
                    if negated
                        && matches!(matcher.tree.lemma(outer_anchor), "vow" | "swear" | "pledge" | "promise") =>
                {
                    (outer.kind, outer.mode) = (EventType::Agree, None);
                    if outer.status.status == Status::Actual {
                        outer.status = Judged {
                            status: Status::Planned,
                            by: Some(outer_anchor),
                        };
                    }
                }
                // "three died in police shelling": who shelled did it
                EventType::Assault if inner_kind == EventType::Assault => {
                    if outer.actors.is_empty() {
                        let suffered = &outer.recipients;
                        outer.actors = inner_actors;
                        outer.actors.retain(|a| suffered.iter().all(|r| r.span != a.span));
                    }
                    outer.mode = outer.mode.or(inner_mode);
                }
                _ => {
                    if outer.recipients.is_empty() {
                        outer.recipients = others(inner_recipients);
                    }
                }
            }
            // "the ministry warned that drones could strike": a danger, not its threat
            let danger = drafts[i].kind == EventType::Threaten
                && matcher.tree.lemma(outer_anchor) == "warn"
                && inner_status == Status::Possible
                && !drafts[j].actors.is_empty()
                && drafts[j]
                    .actors
                    .iter()
                    .all(|a| drafts[i].actors.iter().all(|b| a.span != b.span && a.actor != b.actor));
            // "is alleged to have tortured": nobody in particular alleges it
            let hearsay = drafts[i].kind == EventType::Accuse
                && matcher.tree.lemma(outer_anchor) == "allege"
                && drafts[i].actors.is_empty()
                && !drafts[j].actors.is_empty();
            if (danger || hearsay) && drafts[j].fate == Fate::Event {
                drafts[i].fate = Fate::PartOf(drafts[j].found.anchor);
                continue;
            }
            // "joint drills by A and B are planned": nobody agrees but those who drill
            if drafts[i].kind == EventType::Agree && drafts[i].actors.is_empty() && !drafts[j].actors.is_empty() {
                let anchor = drafts[j].found.anchor;
                if drafts[j].fate == Fate::Event {
                    drafts[i].fate = Fate::PartOf(anchor);
                    continue;
                }
            }
            lies_ahead(&mut drafts[i]);
            let inner = &mut drafts[j];
            if inner.fate == Fate::Event {
                inner.fate = if background {
                    Fate::Background
                } else {
                    Fate::PartOf(outer_anchor)
                };
            }
        }
    }

    /// What a speaker says must be done is asked for by him; the force he says he will use is threatened.
    fn speech_act(&self, matcher: &Matcher<'_>, draft: &mut Draft<'_, '_>) {
        let tree = &matcher.tree;
        let anchor = draft.found.anchor;
        if draft.found.frame.own_type.is_some() {
            return;
        }
        // "shut their shops to protest": what is done for it is the protest
        let purpose = tree.token(anchor).rel == Rel::Advcl && draft.status.by == Some(anchor);
        if draft.kind == EventType::Protest
            && purpose
            && let Some(deed) = tree.head(anchor)
        {
            draft.status = self.words.judge(tree, deed);
        }
        if tree.token(anchor).upos == Upos::Aux {
            // "the army must withdraw, the envoy said": he asks it
            let at = tree.token(anchor).span;
            let said = |q: &&Quote| q.reports() && q.content.iter().any(|c| c.contains(at));
            let speaker = self.resolved.quotes.iter().filter(said).find_map(|q| q.speaker.clone());
            if let Some(speaker) = speaker.filter(|s| !draft.recipients.iter().any(|r| r.actor == s.actor)) {
                draft.actors = vec![Participant {
                    span: speaker.span,
                    actor: speaker.actor,
                }];
            }
            return;
        }
        // "Riga would face sanctions, Moscow said": who says it threatens
        if draft.kind == EventType::Threaten && draft.actors.is_empty() {
            let at = tree.token(anchor).span;
            let said = |q: &&Quote| q.reports() && q.content.iter().any(|c| c.contains(at));
            let speaker = self.resolved.quotes.iter().filter(said).find_map(|q| q.speaker.clone());
            let able = |s: &Speaker| {
                let sectors = [Sector::Gov, Sector::Mil, Sector::Reb, Sector::Cop];
                let empowered =
                    sectors.iter().any(|x| s.actor.sectors.contains(x)) || s.actor.kind == ActorKind::Country;
                empowered && !draft.recipients.iter().any(|r| r.actor.country == s.actor.country)
            };
            if let Some(speaker) = speaker.filter(able) {
                draft.actors = vec![Participant {
                    span: speaker.span,
                    actor: speaker.actor,
                }];
            }
        }
        if draft.status.status == Status::Negated && draft.kind.is_cooperative() {
            let volition =
                |c: &u32| tree.token(*c).rel == Rel::Aux && matches!(tree.lemma(*c), "will" | "would" | "wo");
            let carrier = draft.found.support.unwrap_or(anchor);
            // "will not meet", "does not intend to meet", "has no plans to meet"
            let refuses = draft.found.frame.intent || tree.children(carrier).iter().any(volition);
            if !draft.actors.is_empty() && refuses {
                let meant = draft.inner.and_then(|i| matcher.best[i as usize].as_ref());
                let meant = meant
                    .filter(|_| draft.found.frame.intent)
                    .map(|m| (m.frame.kind, m.frame.mode));
                let (kind, mode) = meant.unwrap_or((draft.kind, draft.mode));
                draft.under = Some((kind, mode, Status::Negated));
                draft.mode = embedded_mode(EventType::Reject, kind, mode, false);
                draft.kind = EventType::Reject;
                draft.also_modes.clear();
                draft.status = Judged {
                    status: Status::Actual,
                    by: draft.status.by,
                };
            }
            return;
        }
        let Some(by) = draft.status.by.filter(|&b| tree.token(b).rel == Rel::Aux) else {
            return;
        };
        let at = tree.token(anchor).span;
        let said = |q: &&Quote| q.content.iter().any(|c| c.contains(at)) && q.speaker.is_some();
        let Some(speaker) = self.resolved.quotes.iter().filter(said).find_map(|q| q.speaker.clone()) else {
            return;
        };
        let own_act = draft.actors.iter().any(|a| {
            let same_name = a.actor.name.is_some() && a.actor.name == speaker.actor.name;
            same_name
                || a.span == speaker.span
                || match a.span.of(&self.document.text).to_lowercase().as_str() {
                    "we" | "i" => true,
                    "they" | "he" | "she" | "it" => a.actor == speaker.actor,
                    _ => false,
                }
        });
        match draft.status.status {
            Status::Requested if matches!(tree.lemma(by), "must" | "should" | "ought") && !own_act => {
                draft.mode = embedded_mode(EventType::Request, draft.kind, draft.mode, false);
                draft.kind = EventType::Request;
                draft.also_modes.clear();
                draft.recipients = std::mem::take(&mut draft.actors);
                draft.actors = vec![Participant {
                    span: speaker.span,
                    actor: speaker.actor,
                }];
                draft.status = Judged {
                    status: Status::Actual,
                    by: Some(by),
                };
            }
            Status::Planned | Status::Conditional if own_act => {
                let mode = embedded_mode(EventType::Threaten, draft.kind, draft.mode, false);
                if mode.is_some() && !draft.kind.is_cooperative() {
                    draft.mode = mode;
                    draft.kind = EventType::Threaten;
                    draft.also_modes.clear();
                    draft.status = Judged {
                        status: Status::Actual,
                        by: Some(by),
                    };
                }
            }
            _ => {}
        }
    }

    /// "Declined to resign despite calls from the opposition": who is refused is who pressed.
    /// "Suspended its strike after talks with the government": to whom it gives ground is who was talked to.
    fn under_pressure(&self, matcher: &Matcher<'_>, draft: &mut Draft<'_, '_>) {
        let gives_ground = draft.kind == EventType::Concede;
        if draft.kind != EventType::Reject && !gives_ground || !draft.recipients.is_empty() {
            return;
        }
        let name = if gives_ground { "talks" } else { "pressure" };
        let Some(class) = self.lexicon.class(name) else {
            return;
        };
        let tree = &matcher.tree;
        let (despite, from): ([compact_str::CompactString; 2], Vec<compact_str::CompactString>) = if gives_ground {
            (["after".into(), "following".into()], vec!["with".into()])
        } else {
            (
                ["despite".into(), "amid".into()],
                vec!["from".into(), "by".into(), "of".into()],
            )
        };
        let mut hosts = vec![draft.found.anchor];
        hosts.extend(draft.found.act);
        hosts.extend(draft.inner);
        hosts.extend(&draft.found.literals);
        let phrases = |host: u32, wanted: &[compact_str::CompactString]| -> Vec<u32> {
            let of = |c: &u32| matches!(tree.token(*c).rel, Rel::Obl | Rel::Nmod) && tree.has_preposition(*c, wanted);
            tree.children(host).iter().copied().filter(of).collect()
        };
        let pressed = hosts.iter().flat_map(|&h| phrases(h, &despite));
        let by = pressed
            .filter(|&p| class.matches(&tree.lemmas, p as usize))
            .flat_map(|p| phrases(p, &from))
            .map(|p| matcher.parties(p))
            .find(|p| !p.is_empty());
        draft.recipients = by.unwrap_or_default();
        let actors = &draft.actors;
        draft
            .recipients
            .retain(|r| actors.iter().all(|a| a.span != r.span && a.actor != r.actor));
    }

    pub(super) fn event(&self, matcher: &Matcher<'_>, draft: &Draft<'_, '_>, parts: &[(u32, u32)]) -> Event {
        let tree = &matcher.tree;
        let found = draft.found;
        let when = self.when(tree, draft);
        let own = &found.frame.own_type;
        let base = if own.is_some() { found.frame.kind } else { draft.kind };
        let (status, mut mode) = (self.dated(tree, draft, when.as_ref()), draft.mode);
        let kind = if own.is_some() {
            base
        } else {
            planned_type(base, status)
        };
        let (act, act_mode, act_status) = draft.under.unwrap_or((base, draft.mode, status));
        if kind != base || mode.is_some_and(|m| !kind.has_mode(m)) {
            mode = mode.filter(|m| kind.has_mode(*m));
        }
        let trigger = self.trigger(tree, found);
        let mut contexts = self.lexicon.contexts_of(&tree.lemmas);
        contexts.extend(
            found
                .frame
                .contexts
                .iter()
                .filter(|c| !contexts.contains(c))
                .copied()
                .collect::<Vec<_>>(),
        );
        contexts.sort();
        let historical = self.is_historical(tree, found, when.as_ref());
        let cameo = match &found.frame.cameo {
            Some(code) if kind == found.frame.kind => code.clone(),
            _ => kind.cameo_with(mode).into(),
        };
        // "shelled the town, killing twelve": the losses are told by a part of it
        let told_by = parts
            .iter()
            .filter(|(whole, _)| *whole == found.anchor)
            .map(|(_, part)| *part);
        let mut tellings = std::iter::once(found.anchor).chain(told_by);
        let casualties = tellings.find_map(|t| super::casualties::casualties(self.document, self.sentence, t));
        let crowd = self.crowd(tree, draft, kind);
        let place = self.place(tree, draft);
        let mut recipients = draft.recipients.clone();
        if recipients.is_empty() {
            recipients.extend(place.as_ref().and_then(|p| acted_upon(kind, &draft.actors, p)));
        }
        Event {
            kind,
            act,
            own_type: own.clone(),
            code: found.frame.code.clone(),
            mode,
            also_modes: draft.also_modes.iter().copied().filter(|m| kind.has_mode(*m)).collect(),
            contexts,
            cameo,
            status,
            act_mode,
            act_status,
            historical,
            background: draft.fate == Fate::Background,
            actors: draft.actors.clone(),
            recipients,
            reciprocal: draft.reciprocal,
            when,
            place,
            attribution: self.attribution(tree, trigger, found.anchor),
            vouch: Vouch::default(),
            casualties,
            crowd,
            evidence: Evidence {
                part: self.sentence.part,
                sentence: self.sentence.index,
                sentence_span: self.sentence.span,
                trigger,
                trigger_head: found.anchor,
                pattern: found.compiled.name.clone(),
            },
            doubts: Vec::new(),
            confidence: 1.0,
        }
    }

    /// How many protested, or how large the mob was that attacked.
    fn crowd(&self, tree: &Tree<'_>, draft: &Draft<'_, '_>, kind: EventType) -> Option<Count> {
        match kind {
            EventType::Protest => super::casualties::crowd(self.sentence, draft.found.anchor),
            EventType::Assault => {
                let class = self.lexicon.class("crowd")?;
                let gathered = |w: u32| class.matches(&tree.lemmas, w as usize);
                draft
                    .found
                    .actor
                    .filter(|&a| tree.conjuncts(a).into_iter().any(gathered))?;
                super::casualties::crowd(self.sentence, draft.found.anchor)
            }
            _ => None,
        }
    }

    /// "visits Kenya next month": what is told in the present and dated after the day of the news lies ahead.
    fn dated(&self, tree: &Tree<'_>, draft: &Draft<'_, '_>, when: Option<&When>) -> Status {
        let published = self.document.parts.dateline.as_ref().and_then(|d| d.date);
        let ahead = match (when, published.or(self.document.meta.published)) {
            (Some(when), Some(day)) => when.time.from > day,
            _ => false,
        };
        let deed = !draft.kind.is_verbal() || matches!(draft.kind, EventType::Consult | EventType::Protest);
        if ahead && deed {
            let verb = draft.found.support.unwrap_or(draft.found.anchor);
            self.words.arranged(tree, verb, draft.status).status
        } else {
            draft.status.status
        }
    }

    /// The words that name the happening: the anchor with what the pattern asks for, while it stays short.
    fn trigger(&self, tree: &Tree<'_>, found: &Match<'_>) -> Span {
        let (mut first, mut last) = (found.words.0, found.words.1 - 1);
        let anchor = tree.token(first).span.join(tree.token(last).span);
        for &word in found.support.iter().chain(&found.literals) {
            first = first.min(word);
            last = last.max(word);
        }
        if last - first < 8 {
            tree.token(first).span.join(tree.token(last).span)
        } else {
            anchor
        }
    }

    /// The time of the event: from its own clause, then from the clauses around it that do not report; for what is
    /// said or done in a main clause without any time, the day of the dispatch and the one before.
    fn when(&self, tree: &Tree<'_>, draft: &Draft<'_, '_>) -> Option<When> {
        // "the 1966 Adjustment Act" dates a thing, not the event
        let dates_a_thing = |t: &&TimeMention| {
            let token = tree.token(t.head);
            let of_noun = token
                .head
                .is_some_and(|h| h > t.head && tree.token(h).upos != Upos::Verb && h != draft.found.anchor);
            of_noun
                && matches!(token.rel, Rel::Compound | Rel::Nummod | Rel::Amod | Rel::Nmod)
                && tree.preposition(t.head).is_none()
        };
        // "the launches in recent weeks came after Seoul condemned …" dates the launches
        let clause = tree.clause(draft.found.anchor);
        let follows = tree
            .children(clause)
            .iter()
            .any(|&c| tree.token(c).rel == Rel::Mark && matches!(tree.lemma(c), "after" | "before") && c < clause);
        let dates_another = |t: &&TimeMention| {
            follows
                && tree.token(t.head).rel == Rel::Nmod
                && tree.head(t.head).is_some_and(|h| tree.clause(h) != clause)
        };
        let times = self
            .resolved
            .times_in(self.sentence.index)
            .filter(|t| !dates_a_thing(t) && !dates_another(t));
        let times: Vec<&TimeMention> = times.collect();
        match self.nearest(tree, draft, &times, true, |t| t.head) {
            Some(time) => time.time.map(|span| When {
                time: span,
                span: Some(time.span),
            }),
            None => self.day_of_dispatch(tree, draft),
        }
    }

    /// News without a date of its own is of the day: `span` stays empty to say so.
    fn day_of_dispatch(&self, tree: &Tree<'_>, draft: &Draft<'_, '_>) -> Option<When> {
        let day = self
            .document
            .parts
            .dateline
            .as_ref()
            .and_then(|d| d.date)
            .or(self.document.meta.published)?;
        let mut verb = draft.found.support.unwrap_or(draft.found.anchor);
        // "the decision drew protests"
        if tree.token(verb).upos == Upos::Noun
            && tree.token(verb).rel == Rel::Obj
            && draft.fate == Fate::Event
            && let Some(up) = tree.head(verb).filter(|&up| tree.token(up).xpos == "VBD")
        {
            verb = up;
        }
        let token = tree.token(verb);
        // "…, prompting Kiev to call for his release"
        let prompted = token.rel == Rel::Xcomp
            && tree.is_infinitive(verb)
            && tree.head(verb).is_some_and(|up| {
                let up_token = tree.token(up);
                up_token.rel == Rel::Advcl && up_token.xpos == "VBG" && tree.child(up, Rel::Obj).is_some()
            });
        let finite = prompted
            || matches!(token.xpos.as_str(), "VBD" | "VBZ" | "VBP")
            || tree
                .children(verb)
                .iter()
                .any(|&c| tree.token(c).rel == Rel::Aux && matches!(tree.lemma(c), "have" | "be"));
        let main = match (token.rel, token.head) {
            (Rel::Root, _) => true,
            _ if prompted => true,
            // "drew protests from environmentalists who threatened to sue"
            (Rel::Acl, Some(head)) if token.sub == SubRel::Relcl && token.xpos == "VBD" => {
                let above = tree.clause(head);
                tree.token(above).rel == Rel::Root && tree.token(above).xpos == "VBD"
            }
            (Rel::Conj | Rel::Parataxis, Some(head)) => tree.token(head).rel == Rel::Root,
            (Rel::Ccomp, Some(head)) => self
                .resolved
                .quotes
                .iter()
                .any(|q| q.sentence == self.sentence.index && q.cue_head == Some(head)),
            _ => false,
        };
        let news = draft.kind.is_verbal() && draft.kind != EventType::Consult || draft.kind == EventType::Protest;
        let past_perfect = tree
            .children(verb)
            .iter()
            .any(|&c| tree.token(c).rel == Rel::Aux && tree.token(c).form.eq_ignore_ascii_case("had"));
        if !(main && finite && news) || past_perfect || draft.status.status != Status::Actual {
            return None;
        }
        let from = day.yesterday().ok()?;
        Some(When {
            time: TimeSpan { from, to: day },
            span: None,
        })
    }

    /// The place of the event: a locative phrase of its own clause, then of its sentence; then a place acted upon;
    /// then, for what happens on the ground, the one place of the sentence before.
    fn place(&self, tree: &Tree<'_>, draft: &Draft<'_, '_>) -> Option<Where> {
        let kind = draft.kind;
        let verbal = kind.is_verbal() && !matches!(kind, EventType::Consult);
        let here: Vec<&PlaceMention> = self.resolved.places_in(self.sentence.index).collect();
        let taken = matches!(draft.mode, Some(Mode::Abduct | Mode::Arrest));
        // "from a Sabah resort"
        let inside: Vec<&PlaceMention> = self
            .resolved
            .attributive_in(self.sentence.index)
            .filter(|p| {
                tree.head(p.head).is_some_and(|h| {
                    self.setting.sites.contains(tree.lemma(h))
                        && is_locative_once(tree, h)
                        && leads_there(kind, taken, tree, h)
                })
            })
            .collect();
        // "in Lomé on May 8 and in Accra on May 11": joined to a day, it is no place of a list
        let of_times = |p: &&PlaceMention| {
            let up = tree.head(p.head).filter(|_| tree.token(p.head).rel == Rel::Conj);
            up.is_some_and(|up| self.resolved.times_in(self.sentence.index).any(|t| t.head == up))
        };
        let places: Vec<&PlaceMention> = here
            .iter()
            .copied()
            .filter(|p| is_locative(tree, p.head) && leads_there(kind, taken, tree, p.head) && !of_times(p))
            .chain(inside)
            // "a drill between South Korea and the US" is told of both, not in the first
            .filter(|p| {
                let between = tree.preposition(p.head).is_some_and(|w| w == "between");
                !between || p.place.precision != Some(Precision::Country)
            })
            // Where words are uttered is told beside the verb; places further down are what they are about.
            .filter(|p| !verbal || self.beside(tree, draft, p.head) || self.of_plan(tree, draft, p.head))
            .collect();
        let found = |p: &PlaceMention, basis: WhereBasis| Where {
            span: p.span,
            place: p.place.clone(),
            basis,
        };
        let clause = tree.clause(draft.found.anchor);
        if let Some(at) = self.nearest(tree, draft, &places, false, |p| p.head) {
            let own = tree.clause(at.head) == clause || self.beside(tree, draft, at.head);
            let basis = if own { WhereBasis::Clause } else { WhereBasis::Sentence };
            let mut told = found(at, basis);
            if told.place.country.is_none()
                && let Some((_, actor)) = self.site(tree, draft, Some(tree.clause(at.head)))
            {
                told.place.country.clone_from(&actor.country);
            }
            return Some(told);
        }
        if verbal {
            return None;
        }
        // "the Kingsmill massacre"
        let named = self.resolved.attributive_in(self.sentence.index).find(|p| {
            let up = tree.head(p.head);
            matches!(tree.token(p.head).rel, Rel::Compound | Rel::Nmod)
                && tree.preposition(p.head).is_none()
                && up == Some(draft.found.anchor)
                && up.is_some_and(|up| tree.token(up).upos == Upos::Noun)
                && matches!(p.place.precision, Some(Precision::City | Precision::Point))
        });
        if let Some(at) = named {
            return Some(found(at, WhereBasis::Clause));
        }
        // "at a Malaysian resort"
        if let Some((span, actor)) = self.site(tree, draft, None) {
            let place = Place {
                name: actor
                    .name
                    .clone()
                    .unwrap_or_else(|| span.of(&self.document.text).to_owned()),
                country: actor.country.clone(),
                lat: None,
                lon: None,
                precision: Some(Precision::Country),
            };
            let basis = WhereBasis::Clause;
            return Some(Where { span, place, basis });
        }
        // "In New Delhi, about 100 gathered": what stands first sets the scene, whatever it hangs on.
        let scene = here.iter().find(|p| {
            let first = tree.token(0).form.to_lowercase();
            p.head <= 6
                && matches!(first.as_str(), "in" | "at" | "near" | "outside" | "across" | "around")
                && (1..p.head).all(|i| !matches!(tree.token(i).upos, Upos::Verb | Upos::Aux | Upos::Punct | Upos::Adp))
        });
        if let Some(at) = scene {
            return Some(found(at, WhereBasis::Sentence));
        }
        let recipient = draft.found.recipient;
        let upon = recipient.and_then(|r| here.iter().find(|p| p.head == r || tree.head(p.head) == Some(r)));
        if let Some(at) = upon {
            return Some(found(at, WhereBasis::Clause));
        }
        if let Some(at) = self.pointed_at(tree, draft) {
            return Some(found(at, WhereBasis::Document));
        }
        let ground = matches!(kind, EventType::Protest | EventType::Assault) && draft.status.status == Status::Actual;
        if !ground || !here.is_empty() || self.sentence.part != PartKind::Body {
            return None;
        }
        let mut before = self
            .resolved
            .places_in(self.sentence.index.checked_sub(1)?)
            .filter(|p| match p.place.precision {
                Some(Precision::City | Precision::Point | Precision::District) => true,
                Some(Precision::Region) => p.place.country.is_some(),
                // "In Hong Kong, …"
                Some(Precision::Country) => p.head <= 3,
                _ => false,
            });
        let only = before.next()?;
        // "Wausau, Wis." is one place
        let more = before.find(|p| p.span.start() > only.span.end() + 2);
        more.is_none().then(|| found(only, WhereBasis::Document))
    }

    /// True for the place of what was agreed, promised or proposed: "proposed to hold talks at Panmunjom".
    fn of_plan(&self, tree: &Tree<'_>, draft: &Draft<'_, '_>, head: u32) -> bool {
        let about = tree
            .preposition(head)
            .is_some_and(|p| matches!(p.as_str(), "on" | "over" | "of"));
        let village = tree
            .head(head)
            .is_some_and(|up| self.setting.sites.contains(tree.lemma(up)) && is_locative_once(tree, up));
        if draft.kind != EventType::Agree || about && !village {
            return false;
        }
        let (mut at, mut nouns) = (head, 0);
        // "at the truce village of Panmunjom"
        if about {
            at = tree.head(head).unwrap_or(head);
        }
        for _ in 0..8 {
            let Some(up) = tree.head(at) else { return false };
            if up == draft.found.anchor || draft.found.support == Some(up) {
                return nouns < 3;
            }
            match tree.token(up).upos {
                Upos::Verb if !tree.is_infinitive(up) => return false,
                Upos::Noun | Upos::Propn => nouns += 1,
                _ => {}
            }
            at = up;
        }
        false
    }

    /// What stands in a country by its adjective, where the event, or what happened in a clause, is told to be: "at a
    /// Malaysian resort".
    fn site(&self, tree: &Tree<'_>, draft: &Draft<'_, '_>, clause: Option<u32>) -> Option<(Span, &Actor)> {
        let found = draft.found;
        let taken = matches!(draft.mode, Some(Mode::Abduct | Mode::Arrest));
        let own = |up: u32| {
            up == found.anchor || found.support == Some(up) || found.act == Some(up) || found.literals.contains(&up)
        };
        (0..tree.len())
            .filter(|&c| {
                matches!(tree.token(c).rel, Rel::Obl | Rel::Nmod)
                    && (tree.head(c).is_some_and(own) || clause.is_some_and(|clause| tree.clause(c) == clause))
                    && is_locative_once(tree, c)
                    && leads_there(draft.kind, taken, tree, c)
                    && self.setting.sites.contains(tree.lemma(c))
            })
            .find_map(|noun| {
                tree.children(noun).iter().find_map(|&c| {
                    let adjective = tree.token(c).rel == Rel::Amod;
                    let mention = self.resolved.actor(self.sentence.index, c).filter(|_| adjective)?;
                    let country = mention.actor.kind == ActorKind::Country && mention.actor.country.is_some();
                    country.then_some((tree.token(c).span.join(tree.token(noun).span), &mention.actor))
                })
            })
    }

    /// The place named before that the event's own words point back to: "staged an assault in the area".
    fn pointed_at(&self, tree: &Tree<'_>, draft: &Draft<'_, '_>) -> Option<&PlaceMention> {
        let found = draft.found;
        let hosts = [Some(found.anchor), found.support, found.act];
        let hosts = hosts.into_iter().flatten().chain(found.literals.iter().copied());
        let points = hosts.flat_map(|host| tree.children(host).iter().copied()).any(|c| {
            let definite = tree
                .children(c)
                .iter()
                .any(|&d| tree.token(d).rel == Rel::Det && matches!(tree.lemma(d), "the" | "this" | "that"));
            let bare = tree.children(c).iter().all(|&d| {
                matches!(tree.token(d).rel, Rel::Det | Rel::Case | Rel::Punct) || tree.token(d).rel == Rel::Cc
            });
            let back = self.setting.back.contains(tree.lemma(c)) && definite && bare && is_locative_once(tree, c);
            back || tree.token(c).rel == Rel::Advmod && self.setting.there.contains(tree.lemma(c))
        });
        if !points || self.sentence.part != PartKind::Body {
            return None;
        }
        let inside = |p: &&PlaceMention| {
            matches!(
                p.place.precision,
                Some(Precision::City | Precision::Point | Precision::District | Precision::Region)
            )
        };
        (1..=3).find_map(|back| {
            let index = self.sentence.index.checked_sub(back)?;
            self.resolved.places_in(index).filter(inside).last()
        })
    }

    /// True if a place hangs on the event's own words, with at most other places or one noun between.
    fn beside(&self, tree: &Tree<'_>, draft: &Draft<'_, '_>, head: u32) -> bool {
        let found = draft.found;
        let own = |w: u32| {
            w == found.anchor || found.support == Some(w) || found.act == Some(w) || found.literals.contains(&w)
        };
        let (mut at, mut nouns) = (head, 0);
        for _ in 0..4 {
            let Some(up) = tree.head(at) else { return false };
            if own(up) {
                return true;
            }
            if !self.resolved.places_in(self.sentence.index).any(|p| p.head == up) {
                nouns += 1;
            }
            if nouns > 1 || tree.token(up).upos == Upos::Verb {
                return false;
            }
            at = up;
        }
        false
    }

    /// Of phrases in the sentence, the one that belongs to the event most closely. A phrase within an infinitive is taken
    /// for the verb's above it as well where `raised` ("rallied to voice support on Sunday").
    fn nearest<'p, T>(
        &self,
        tree: &Tree<'_>,
        draft: &Draft<'_, '_>,
        phrases: &'p [&'p T],
        raised: bool,
        head: impl Fn(&T) -> u32,
    ) -> Option<&'p &'p T> {
        let found = draft.found;
        let mut hosts: Vec<u32> = Vec::new();
        if draft.kind.is_verbal() && matches!(draft.kind, EventType::Agree | EventType::Concede) {
            hosts.extend(found.act);
        }
        hosts.push(found.anchor);
        hosts.extend(found.support);
        hosts.extend(&found.literals);
        let clause = tree.clause(found.anchor);
        let cues: Vec<u32> = self
            .resolved
            .quotes
            .iter()
            .filter(|q| q.sentence == self.sentence.index)
            .filter_map(|q| q.cue_head)
            .collect();
        phrases
            .iter()
            .filter_map(|p| {
                let at = head(p);
                let distance = at.abs_diff(found.anchor);
                let host = climb_to(tree, at, &hosts);
                let rank = match host {
                    Some((_, 0)) => 0,
                    Some((_, 1)) => 2,
                    Some(_) => 4,
                    None => {
                        let mut own = tree.clause(at);
                        while raised
                            && matches!(tree.token(own).rel, Rel::Xcomp | Rel::Advcl)
                            && tree.is_infinitive(own)
                            && let Some(up) = tree.head(own)
                            && up < own
                        {
                            own = tree.clause(up);
                        }
                        let mut above = clause;
                        let mut steps = 0;
                        // "vowed to lift sanctions this month as Pyongyang promised": at the time of the vow
                        let mut aim = false;
                        loop {
                            let reports = cues.contains(&above) && above != found.anchor && !aim;
                            aim = tree.is_infinitive(above) && above != clause;
                            if own == above {
                                break if reports { None } else { Some(1 + 2 * steps) };
                            }
                            steps += 1;
                            match tree.head(above) {
                                Some(next) if steps < 4 && !reports => above = tree.clause(next),
                                _ => break None,
                            }
                        }?
                    }
                };
                Some((rank, distance, p))
            })
            .min_by_key(|(rank, distance, _)| (*rank, *distance))
            .map(|(_, _, p)| p)
    }

    fn is_historical(&self, tree: &Tree<'_>, found: &Match<'_>, when: Option<&When>) -> bool {
        let told =
            self.words.is_past(tree, found.support.unwrap_or(found.anchor)) || self.words.is_past(tree, found.anchor);
        let day = self
            .document
            .parts
            .dateline
            .as_ref()
            .and_then(|d| d.date)
            .or(self.document.meta.published);
        let past = match (when, day) {
            (Some(when), Some(day)) => day.since(when.time.to).is_ok_and(|span| span.get_days() > 300),
            _ => false,
        };
        told || past
    }

    /// Who says so: quotes whose content holds the trigger, the innermost first; then outlet and agency.
    fn attribution(&self, tree: &Tree<'_>, trigger: Span, anchor: u32) -> Vec<Attribution> {
        // "said it has received orders following the takeover": that is known, whoever speaks
        let presupposed = tree.token(anchor).upos == Upos::Noun
            && tree
                .preposition(anchor)
                .is_some_and(|p| PRESUPPOSING_PREPOSITIONS.contains(&p.as_str()));
        let mut quotes: Vec<&Quote> = self
            .resolved
            .quotes
            .iter()
            .filter(|q| {
                q.reports()
                    && !(presupposed && q.kind == crate::QuoteKind::Indirect && q.sentence == self.sentence.index)
                    && q.content.iter().any(|c| c.overlaps(trigger))
                    && !(q.sentence == self.sentence.index && q.cue_head == Some(anchor))
            })
            .collect();
        quotes.sort_by_key(|q| q.content.iter().map(|c| c.len()).sum::<usize>());
        let mut chain = Vec::new();
        let mut outlets = Vec::new();
        for quote in quotes {
            if let Some(speaker) = &quote.speaker {
                let head = quote.cue_head.filter(|_| quote.sentence == self.sentence.index);
                chain.push(Attribution::Speaker {
                    speaker: speaker.clone(),
                    cue: head.map(|h| tree.token(h).span).or(quote.cue.first().copied()),
                    kind: quote.kind,
                });
            }
            outlets.extend(quote.outlet.clone());
        }
        outlets.dedup();
        chain.extend(outlets.into_iter().map(Attribution::Outlet));
        chain.extend(self.document.meta.agency.clone().map(Attribution::Agency));
        chain.extend(self.document.meta.publisher.clone().map(Attribution::Publisher));
        chain
    }
}

/// "Will withdraw its troops unless Asmara accepts": a hostile act that depends on what another does is a threat to him;
/// so is every threat ("threatened to close the border if Togo").
fn on_condition(matcher: &Matcher<'_>, draft: &mut Draft<'_, '_>) {
    use EventType as T;
    let tree = &matcher.tree;
    let carrier = draft.found.support.unwrap_or(draft.found.anchor);
    let mut hosts = vec![draft.found.anchor, carrier];
    hosts.extend(draft.found.act);
    hosts.extend(draft.inner);
    let is_mark = |m: u32| tree.token(m).rel == Rel::Mark && matches!(tree.lemma(m), "if" | "unless" | "until");
    let mut conditions = hosts.iter().flat_map(|&h| tree.children(h)).filter_map(|&c| {
        let mark = tree.children(c).iter().copied().find(|&m| m < c && is_mark(m))?;
        let clause = tree.token(c).rel == Rel::Advcl;
        clause.then_some((c, mark))
    });
    // a threat's condition may be hung on what stands between ("to stop talks to cut arsenals if Oman goes ahead")
    let behind = || {
        let marks = (draft.found.anchor + 1..tree.len()).filter(|&m| is_mark(m));
        let mut clauses = marks.filter_map(|m| {
            let head = tree.head(m)?;
            let of_subject = tree.token(head).rel == Rel::Nsubj;
            let clause = if of_subject { tree.head(head)? } else { head };
            (clause > draft.found.anchor && tree.token(clause).upos == Upos::Verb).then_some((clause, m))
        });
        clauses.next().filter(|_| draft.kind == T::Threaten)
    };
    let Some((clause, mark)) = conditions.next().or_else(behind) else {
        return;
    };
    let subject = tree
        .surface_subject(clause)
        .map_or_else(Vec::new, |s| matcher.parties(s));
    let other = |p: &Participant| {
        !draft
            .actors
            .iter()
            .any(|a| a.span == p.span || a.actor == p.actor && a.actor.name.is_some())
    };
    let others: Vec<Participant> = subject.into_iter().filter(other).collect();
    if draft.kind == T::Threaten {
        if draft.recipients.is_empty() {
            draft.recipients = others;
        }
        return;
    }
    let hostile = matches!(
        draft.kind,
        T::Assault | T::Coerce | T::Sanction | T::Mobilize | T::Protest | T::Retreat
    ) || draft.kind == T::Concede && draft.inner.is_some();
    let ahead = matches!(draft.status.status, Status::Planned | Status::Conditional);
    if hostile && ahead && tree.lemma(mark) == "unless" && !draft.actors.is_empty() && !others.is_empty() {
        let mode = embedded_mode(T::Threaten, draft.kind, draft.mode, false);
        draft.mode = mode.or(matches!(draft.kind, T::Retreat | T::Concede).then_some(Mode::Relations));
        draft.kind = T::Threaten;
        draft.also_modes.clear();
        draft.recipients = others;
        draft.status = Judged {
            status: Status::Actual,
            by: Some(mark),
        };
    }
}

/// "A court sentenced the editor to three years in prison": a finding against somebody beside the custody.
fn sentenced(matcher: &Matcher<'_>, event: &Event) -> Option<Event> {
    let of_court = event
        .actors
        .iter()
        .any(|a| a.actor.sectors.first() == Some(&crate::Sector::Jud));
    let (kind, mode) = (EventType::Sanction, Some(Mode::Convict));
    let custody = event.kind == EventType::Coerce && event.mode == Some(Mode::Arrest) && event.own_type.is_none();
    (custody && of_court && matcher.tree.lemma(event.evidence.trigger_head) == "sentence").then(|| Event {
        kind,
        mode,
        act: kind,
        act_mode: mode,
        cameo: kind.cameo_with(mode).into(),
        also_modes: Vec::new(),
        ..event.clone()
    })
}

/// "Police had to fire in the air": who had to did it, unless it is denied or only supposed.
fn was_obliged(tree: &Tree<'_>, judged: Judged) -> bool {
    let Some(had) = judged.by.filter(|_| judged.status == Status::Requested) else {
        return false;
    };
    let doubted =
        |c: &u32| tree.token(*c).rel == Rel::Aux || matches!(tree.lemma(*c), "not" | "n't" | "never" | "if" | "unless");
    let token = tree.token(had);
    token.lemma == "have" && token.xpos == "VBD" && !tree.children(had).iter().any(doubted)
}

/// The pattern's verb is done to people only, whoever they are: "arrest {recipient:any}".
fn takes_anybody(found: &Match<'_>) -> bool {
    let of_people = match (found.frame.kind, found.frame.mode) {
        (EventType::Assault, mode) => !matches!(mode, Some(Mode::Destroy | Mode::HeavyWeapons)),
        (EventType::Coerce, mode) => mode == Some(Mode::Arrest),
        _ => false,
    };
    of_people
        && found.compiled.pattern.pieces.iter().any(|p| {
            matches!(&p.fill, Fill::Role { role: Role::Recipient, kinds, .. }
                if kinds.iter().any(|k| k.kind == Kind::Any))
        })
}

/// "Israel strengthened its forces in Lebanon": another country's ground is acted upon where nobody else is named.
fn acted_upon(kind: EventType, actors: &[Participant], place: &Where) -> Option<Participant> {
    use EventType as T;
    let material = matches!(
        kind,
        T::Mobilize | T::Retreat | T::Sanction | T::Coerce | T::Assault | T::Aid | T::Concede
    );
    let there = place.place.country.as_ref()?;
    let known: Vec<_> = actors.iter().filter_map(|a| a.actor.country.as_ref()).collect();
    let elsewhere = !known.is_empty() && known.iter().all(|c| *c != there);
    (material && elsewhere && actors.iter().all(|a| a.span != place.span)).then(|| Participant {
        span: place.span,
        actor: Actor {
            kind: ActorKind::Country,
            name: Some(place.place.name.clone()),
            country: Some(there.clone()),
            sectors: Vec::new(),
            members: Vec::new(),
            id: None,
        },
    })
}

/// The act that is coded for one that lies ahead, by PLOVER's rule.
fn planned_type(act: EventType, status: Status) -> EventType {
    if status != Status::Planned {
        return act;
    }
    match act {
        EventType::Consult | EventType::Support | EventType::Cooperate | EventType::Aid => EventType::Agree,
        EventType::Retreat => EventType::Concede,
        other => other,
    }
}

/// AGREE and CONCEDE for something that is still to be done are planned.
fn lies_ahead(draft: &mut Draft<'_, '_>) {
    if matches!(draft.kind, EventType::Agree | EventType::Concede)
        && draft.found.act.is_some()
        && draft.status.status == Status::Actual
    {
        draft.status = Judged {
            status: Status::Planned,
            by: Some(draft.found.anchor),
        };
    }
}

/// The mode that an embedded act gives to a demand, refusal or threat.
fn embedded_mode(outer: EventType, inner: EventType, inner_mode: Option<Mode>, negated: bool) -> Option<Mode> {
    use EventType as T;
    match outer {
        T::Request | T::Reject => Some(match inner {
            T::Aid | T::Cooperate | T::Support if !negated => Mode::Assist,
            T::Consult | T::Agree if !negated => Mode::Meet,
            T::Retreat | T::Concede => Mode::Yield,
            _ if negated => Mode::Yield,
            _ => Mode::Change,
        }),
        T::Threaten => match (inner, inner_mode) {
            (T::Assault | T::Mobilize, _) => Some(Mode::Violence),
            (T::Sanction, Some(Mode::Expel)) | (T::Coerce, Some(Mode::Deport)) => Some(Mode::Expel),
            (T::Sanction, _) => Some(Mode::Relations),
            (T::Coerce, Some(Mode::Arrest)) => Some(Mode::Arrest),
            (T::Coerce | T::Protest, _) => Some(Mode::Restrict),
            _ => None,
        },
        _ => None,
    }
}

fn parties_or_places(matcher: &Matcher<'_>, head: u32) -> Vec<Participant> {
    let parties = matcher.parties(head);
    let parties = if parties.is_empty() {
        matcher.place_parties(head)
    } else {
        parties
    };
    if parties.is_empty() {
        matcher.facility_parties(head)
    } else {
        parties
    }
}

/// Whom a thing or act concerns: "rejected an Indian proposal", "an appeal from the president", "aid to Mozambique".
/// Who stands among `own`, or is meant by *its* and *their*, is not looked for.
fn touched(matcher: &Matcher<'_>, at: u32, own: &[Participant]) -> Vec<Participant> {
    let tree = &matcher.tree;
    let new = |list: Vec<Participant>| -> Vec<Participant> {
        let known = |p: &Participant| own.iter().any(|o| o.span == p.span || o.actor == p.actor);
        list.into_iter().filter(|p| !known(p)).collect()
    };
    let theirs = |list: u32| {
        if matcher.is_own_force(list) {
            Vec::new()
        } else {
            new(matcher.parties(list))
        }
    };
    let mut hosts = vec![at];
    if tree.token(at).upos == Upos::Verb
        && let Some(object) = tree.deep_object(at).filter(|&o| tree.head(o) == Some(at))
    {
        let parties = theirs(object);
        if !parties.is_empty() {
            return parties;
        }
        hosts.push(object);
    }
    let prepositions = [
        "to", "with", "against", "from", "by", "on", "of", "for", "between", "towards", "toward", "over", "at",
    ]
    .map(Into::into);
    for &host in hosts.iter().rev() {
        let before = tree.children(host).iter().copied().filter(|&c| {
            let t = tree.token(c);
            let owner = t.rel == Rel::Nmod && t.sub == SubRel::Poss && t.upos != Upos::Pron;
            c < host && (owner || matches!(t.rel, Rel::Amod | Rel::Compound))
        });
        let after = tree.children(host).iter().copied().filter(|&c| {
            matches!(tree.token(c).rel, Rel::Nmod | Rel::Obl)
                && tree.token(c).sub != SubRel::Poss
                && tree.has_preposition(c, &prepositions)
        });
        let after: Vec<u32> = after.collect();
        // "its ban on flights to Syria": a phrase further in
        let within = after.iter().flat_map(|&c| {
            let deeper = |&w: &u32| tree.token(w).rel == Rel::Nmod && tree.has_preposition(w, &prepositions);
            tree.children(c).iter().copied().filter(deeper)
        });
        for c in before.chain(after.iter().copied()).chain(within) {
            let parties = theirs(c);
            if !parties.is_empty() {
                return parties;
            }
        }
    }
    Vec::new()
}

fn push_party(list: &mut Vec<Participant>, party: Participant) {
    if !list.iter().any(|p| p.span == party.span) {
        list.push(party);
    }
}

fn fill(draft: &mut Draft<'_, '_>, actors: Vec<Participant>, recipients: Vec<Participant>) {
    let taken: Vec<Span> = draft.actors.iter().chain(&draft.recipients).map(|p| p.span).collect();
    let free = |list: Vec<Participant>| {
        list.into_iter()
            .filter(|p| !taken.contains(&p.span))
            .collect::<Vec<_>>()
    };
    if draft.actors.is_empty() {
        draft.actors = free(actors);
    }
    if draft.recipients.is_empty() {
        draft.recipients = free(recipients);
    }
}

/// "Ordered firing at the crowd, in which four were killed": the losses are those of the attack told just before,
/// whatever noun the clause was attached to.
fn in_which(matcher: &Matcher<'_>, drafts: &mut [Draft<'_, '_>]) {
    let tree = &matcher.tree;
    let within = ["in".into(), "during".into()];
    for j in 0..drafts.len() {
        let hurt = &drafts[j];
        let relative =
            |c: &u32| tree.token(*c).rel == Rel::Obl && tree.lemma(*c) == "which" && tree.has_preposition(*c, &within);
        let (at, verb) = (hurt.found.anchor, tree.token(hurt.found.anchor).upos == Upos::Verb);
        if hurt.kind != EventType::Assault
            || hurt.fate != Fate::Event
            || !hurt.actors.is_empty()
            || !verb
            || !tree.children(at).iter().any(relative)
        {
            continue;
        }
        let told = |d: &Draft<'_, '_>| d.kind == EventType::Assault && d.fate == Fate::Event && !d.actors.is_empty();
        let before = (0..drafts.len()).filter(|&i| told(&drafts[i]) && drafts[i].found.anchor < at);
        let Some(i) = before.max_by_key(|&i| drafts[i].found.anchor) else {
            continue;
        };
        let recipients = drafts[j].recipients.clone();
        drafts[j].fate = Fate::PartOf(drafts[i].found.anchor);
        fill(&mut drafts[i], Vec::new(), recipients);
    }
}

/// One happening told by several words of the sentence stays one event: "killed four in an attack", "arrested and
/// charged", "fighting in which".
fn merge_tellings(matcher: &Matcher<'_>, drafts: &mut [Draft<'_, '_>]) {
    let tree = &matcher.tree;
    for i in 0..drafts.len() {
        for j in 0..drafts.len() {
            if i == j
                || !matches!(drafts[i].fate, Fate::Event | Fate::Background)
                || !matches!(drafts[j].fate, Fate::Event | Fate::Background)
            {
                continue;
            }
            let (a, b) = (&drafts[i], &drafts[j]);
            if a.kind != b.kind || a.found.frame.own_type != b.found.frame.own_type {
                continue;
            }
            let (x, y) = (a.found.anchor, b.found.anchor);
            // b is told under a: as its object, its circumstance, its means, or joined to it
            let under = tree.head(y) == Some(x)
                || b.found.support.is_some_and(|s| s == x || tree.head(s) == Some(x))
                || tree
                    .head(y)
                    .is_some_and(|h| tree.head(h) == Some(x) && tree.token(h).upos != Upos::Verb)
                // "one was killed and two injured when police fired"
                || tree.token(y).rel == Rel::Advcl
                    && b.recipients.is_empty()
                    && tree
                        .head(y)
                        .is_some_and(|h| tree.head(h) == Some(x) && tree.token(h).rel == Rel::Conj);
            let subject = tree.deep_subject(x) == Some(y) && tree.token(x).upos == Upos::Verb;
            if !under && !subject {
                continue;
            }
            let joined = tree.token(y).rel == Rel::Conj;
            let spans = |list: &[Participant]| list.iter().map(|p| p.span).collect::<Vec<_>>();
            let differ = |p: &[Participant], q: &[Participant]| !p.is_empty() && !q.is_empty() && spans(p) != spans(q);
            if joined && (differ(&a.recipients, &b.recipients) || differ(&a.actors, &b.actors)) {
                continue;
            }
            if !joined && differ(&a.actors, &b.actors) && differ(&a.recipients, &b.recipients) {
                continue;
            }
            let (actors, recipients, modes) = (b.actors.clone(), b.recipients.clone(), b.mode);
            let also = b.also_modes.clone();
            drafts[j].fate = Fate::PartOf(x);
            let a = &mut drafts[i];
            fill(a, actors, recipients);
            for mode in modes.into_iter().chain(also) {
                if a.mode.is_none() || a.mode == Some(Mode::Beat) && mode != Mode::Beat {
                    a.mode = Some(mode);
                } else if a.mode != Some(mode) && !a.also_modes.contains(&mode) && mode != Mode::Beat {
                    a.also_modes.push(mode);
                }
            }
        }
    }
}

/// The aim of a protest is no second event ("rallied to voice support", "marched, demanding"): it tells against whom.
fn aims_of_protests(matcher: &Matcher<'_>, drafts: &mut [Draft<'_, '_>]) {
    let tree = &matcher.tree;
    let against = ["at", "against", "over"].map(Into::into);
    for i in 0..drafts.len() {
        if drafts[i].kind != EventType::Protest || drafts[i].fate != Fate::Event {
            continue;
        }
        let deed = drafts[i].found.support.unwrap_or(drafts[i].found.anchor);
        // "blocked the road to the company's mine": it is not against the road
        let nobody = |p: &Participant| p.actor.kind == ActorKind::Unknown && p.actor.country.is_none();
        if let Some(thing) = drafts[i]
            .found
            .recipient
            .filter(|_| drafts[i].recipients.iter().all(nobody))
        {
            let own = drafts[i].actors.clone();
            let mut theirs = touched(matcher, thing, &own);
            theirs.retain(|p| p.actor.kind != ActorKind::Country);
            if !theirs.is_empty() {
                drafts[i].recipients = theirs;
            }
        }
        // "blocked roads in protest at the government's reform"
        let in_protest = |c: &u32| tree.lemma(*c) == "protest" && tree.has_preposition(*c, &["in".into()]);
        if drafts[i].recipients.is_empty()
            && let Some(protest) = tree.children(deed).iter().copied().find(in_protest)
        {
            let hosts = [protest, deed];
            let mut phrases = hosts.iter().flat_map(|&h| tree.children(h)).copied();
            let target = phrases.find(|&c| c > protest && tree.has_preposition(c, &against));
            let own = drafts[i].actors.clone();
            let parties = target.map(|t| matcher.parties(t)).unwrap_or_default();
            let parties = match target {
                Some(t) if parties.is_empty() => touched(matcher, t, &own),
                _ => parties,
            };
            fill(&mut drafts[i], Vec::new(), parties);
        }
        for j in 0..drafts.len() {
            let verb = drafts[j].found.support.unwrap_or(drafts[j].found.anchor);
            let token = tree.token(verb);
            // "rioted, joining thousands in demanding": with a verb between that is no event
            let within = |h: u32| {
                let t = tree.token(h);
                let aside = t.rel == Rel::Advcl && (t.xpos == "VBG" || tree.is_infinitive(h));
                aside && t.head == Some(deed) && matcher.best[h as usize].is_none()
            };
            // "downed tools to press the company": an infinitive may be hung on the object
            let of_object =
                |h: u32| token.rel == Rel::Acl && tree.token(h).rel == Rel::Obj && tree.head(h) == Some(deed);
            let aim = drafts[j].kind.is_verbal()
                && drafts[j].fate == Fate::Event
                && (token.head == Some(deed) || token.head.is_some_and(|h| within(h) || of_object(h)))
                && matches!(token.rel, Rel::Advcl | Rel::Xcomp | Rel::Acl)
                && (tree.is_infinitive(verb) || token.xpos == "VBG");
            if aim {
                let recipients = drafts[j].recipients.clone();
                drafts[j].fate = Fate::PartOf(drafts[i].found.anchor);
                // "blocked roads to press the government": it is not against the roads
                let things = |p: &Participant| p.actor.kind == ActorKind::Unknown && p.actor.country.is_none();
                if !recipients.is_empty() && drafts[i].recipients.iter().all(things) {
                    drafts[i].recipients.clear();
                }
                fill(&mut drafts[i], Vec::new(), recipients);
            }
        }
    }
}

/// False for ways to a place and from it, where the act is no movement: nobody is attacked "from the islands".
fn leads_there(kind: EventType, taken: bool, tree: &Tree<'_>, head: u32) -> bool {
    // "from a Sabah resort"
    let above = match tree.token(head).rel {
        Rel::Compound | Rel::Appos | Rel::Conj | Rel::Flat => tree.head(head),
        _ => None,
    };
    let preposition = tree.preposition(head).or_else(|| tree.preposition(above?));
    let first = preposition
        .as_deref()
        .and_then(|p| p.split('_').next())
        .unwrap_or_default();
    let moves = matches!(
        kind,
        EventType::Retreat | EventType::Mobilize | EventType::Consult | EventType::Aid | EventType::Protest
    );
    match first {
        "from" => taken || matches!(kind, EventType::Retreat),
        "to" | "into" | "toward" | "towards" => moves,
        _ => true,
    }
}

/// True for "in Mosul", "near the border", "Kabul" after an event noun; not for an actor.
fn is_locative(tree: &Tree<'_>, head: u32) -> bool {
    let t = tree.token(head);
    match t.rel {
        Rel::Obl | Rel::Nmod => tree.preposition(head).is_some_and(|p| {
            let first = p.split('_').next().unwrap_or_default();
            matches!(
                first,
                "in" | "at"
                    | "near"
                    | "on"
                    | "outside"
                    | "inside"
                    | "around"
                    | "across"
                    | "throughout"
                    | "off"
                    | "along"
                    | "within"
                    | "to"
                    | "into"
                    | "from"
                    | "over"
                    | "close"
                    | "north"
                    | "south"
                    | "east"
                    | "west"
                    | "through"
                    | "toward"
                    | "towards"
                    | "of"
                    | "between"
                    | "beside"
                    | "above"
            )
        }),
        Rel::Appos | Rel::Conj | Rel::Compound | Rel::Flat | Rel::Advmod => {
            tree.head(head).is_some_and(|h| h != head && is_locative_once(tree, h))
        }
        _ => false,
    }
}

fn is_locative_once(tree: &Tree<'_>, head: u32) -> bool {
    matches!(tree.token(head).rel, Rel::Obl | Rel::Nmod)
        && tree.preposition(head).is_some_and(|p| {
            matches!(
                p.as_str(),
                "in" | "at" | "near" | "on" | "outside" | "inside" | "around" | "off" | "from"
            )
        })
}

/// Climbs from a word to one of the hosts: which, and how many clauses were left on the way.
fn climb_to(tree: &Tree<'_>, from: u32, hosts: &[u32]) -> Option<(u32, u32)> {
    let (mut at, mut clauses) = (from, 0);
    for _ in 0..tree.len() {
        if hosts.contains(&at) {
            return Some((at, clauses));
        }
        if matches!(
            tree.token(at).rel,
            Rel::Ccomp | Rel::Xcomp | Rel::Advcl | Rel::Acl | Rel::Parataxis | Rel::Csubj
        ) {
            clauses += 1;
        }
        at = tree.head(at)?;
    }
    None
}
