//! Patterns in text order over one sentence: what dictionary coders find, found in a tree.
//!
//! The source is whoever the verb's subject names, the target the first actor named in what the verb governs, unless
//! the pattern says otherwise. Only events with both are kept, and of a verb and those in its complement the upper.

use compact_str::CompactString;

use super::assemble::{Draft, Fate, Sentences};
use super::lexicon::Lexicon;
use super::lexicon::line::{Item, Line, LineRole, Step};
use super::matcher::{Match, Matcher};
use super::status::Judged;
use super::tree::Tree;
use crate::types::Participant;
use crate::{ActorMention, Event, Rel, Status, SubRel, Upos};

/// How far from its verb a word of a pattern may stand, in words.
const REACH: u32 = 120;
/// How many steps up the tree are taken at most.
const STEPS: usize = 128;
/// How many parties joined by "and" are looked at.
const JOINED: usize = 40;

/// Sources and targets.
type Sides<'a> = (Vec<&'a ActorMention>, Vec<&'a ActorMention>);

/// A pattern that fits at a verb.
struct Fit<'a> {
    line: &'a Line,
    words: (u32, u32),
    weight: u32,
    actor: Option<&'a ActorMention>,
    recipient: Option<&'a ActorMention>,
    both: bool,
    literals: Vec<u32>,
}

/// A sentence as the patterns see it.
struct View<'s, 'a> {
    s: &'s Sentences<'a>,
    tree: &'s Tree<'a>,
    forms: Vec<CompactString>,
    /// Numbers of the sentence's words.
    known: Vec<u32>,
    mentions: Vec<&'a ActorMention>,
}

impl<'a> Sentences<'a> {
    /// True if a phrase of the lexicon rules this sentence out; the second for the whole document.
    pub(super) fn discarded(&self) -> (bool, bool) {
        let discards = self.lexicon.discards();
        if discards.is_empty() {
            return (false, false);
        }
        let forms: Vec<CompactString> = self.sentence.tokens.iter().map(|t| t.form.to_lowercase()).collect();
        let mut out = (false, false);
        for discard in discards.iter().filter(|d| d.stands_in(&forms)) {
            out = (true, out.1 || discard.whole);
        }
        out
    }

    /// What patterns in text order find at each verb that has some, for `explain`.
    pub(super) fn lines_tried(&self, matcher: &Matcher<'a>) -> Vec<String> {
        let lines = self.lexicon.lines();
        let view = self.view(&matcher.tree);
        let mut out = Vec::new();
        for verb in (0..matcher.tree.len()).filter(|&i| matcher.tree.token(i).upos == Upos::Verb) {
            let tried = lines
                .at(&view.forms, &matcher.tree.lemmas, &view.known, verb as usize)
                .len();
            if tried == 0 {
                continue;
            }
            let form = &matcher.tree.token(verb).form;
            out.push(match view.best(verb) {
                None => format!("{form:<14} none of {tried} patterns in text order fits"),
                Some(fit) => {
                    let (name, text) = (&fit.line.compiled.name, &fit.line.compiled.text);
                    let parties = match view.parties(verb, &fit) {
                        Some(_) => "both parties are named",
                        None => "no event: a party is missing",
                    };
                    format!(
                        "{form:<14} {name:<28} `{text}`, the best of {tried} in text order\n    {:14} {parties}",
                        ""
                    )
                }
            });
        }
        out
    }

    fn view<'s>(&'s self, tree: &'s Tree<'a>) -> View<'s, 'a> {
        let forms: Vec<CompactString> = self.sentence.tokens.iter().map(|t| t.form.to_lowercase()).collect();
        let mut known = self.lexicon.words(&forms);
        known.extend(self.lexicon.words(&tree.lemmas));
        known.sort_unstable();
        known.dedup();
        View {
            s: self,
            tree,
            forms,
            known,
            mentions: self.resolved.actors_in(self.sentence.index).collect(),
        }
    }

    /// The events of patterns in text order.
    pub(super) fn line_events(&self, matcher: &Matcher<'a>) -> Vec<Event> {
        let lines = self.lexicon.lines();
        if lines.is_empty() {
            return Vec::new();
        }
        let tree = &matcher.tree;
        let has = |i: u32| lines.has(&tree.token(i).form.to_lowercase(), tree.lemma(i));
        let mut verbs: Vec<u32> = (0..tree.len())
            .filter(|&i| tree.token(i).upos == Upos::Verb && has(i))
            .collect();
        if verbs.is_empty() {
            return Vec::new();
        }
        let view = self.view(tree);
        verbs.sort_by_key(|&v| (tree.depth(v), v));
        let mut done: Vec<u32> = Vec::new();
        let mut events = Vec::new();
        for verb in verbs {
            // "asked Eastholm to answer": what is told within an event is none of its own
            if done.iter().any(|&upper| view.within(upper, verb)) {
                continue;
            }
            let Some(fit) = view.best(verb) else { continue };
            let made = view.events(matcher, verb, &fit);
            if !made.is_empty() {
                done.push(verb);
                events.extend(made);
            }
        }
        events
    }
}

impl<'s, 'a> View<'s, 'a> {
    fn best(&self, verb: u32) -> Option<Fit<'a>> {
        // "was seen to leave": the deed is what was seen
        if self.is_passive(verb)
            && self
                .tree
                .child(verb, Rel::Xcomp)
                .is_some_and(|x| self.tree.is_infinitive(x))
        {
            return None;
        }
        let lexicon: &'a Lexicon = self.s.lexicon;
        let lines = lexicon.lines();
        let mut best: Option<Fit<'a>> = None;
        for (line, start, end, exact) in lines.at(&self.forms, &self.tree.lemmas, &self.known, verb as usize) {
            let Some(mut fit) = self.fit(line, verb, start as u32, end as u32) else {
                continue;
            };
            fit.weight += u32::from(exact);
            if best.as_ref().is_none_or(|b| fit.weight > b.weight) {
                best = Some(fit);
            }
        }
        best
    }

    fn fit(&self, line: &'a Line, verb: u32, start: u32, end: u32) -> Option<Fit<'a>> {
        let mut fit = Fit {
            line,
            words: (start, end),
            weight: line.weight + 6 * (end - start - 1),
            actor: None,
            recipient: None,
            both: false,
            literals: Vec::new(),
        };
        let mut at = start.saturating_sub(REACH);
        for item in &line.before {
            at = self.before(item, verb, at, start, &mut fit)?;
        }
        let mut at = end;
        for item in &line.after {
            at = self.after(item, verb, at, None, &mut fit)?;
        }
        Some(fit)
    }

    /// Looks for an item before the verb from `from` on; where the next may begin.
    fn before(&self, item: &Item, verb: u32, from: u32, start: u32, fit: &mut Fit<'a>) -> Option<u32> {
        let subject = self.tree.surface_subject(verb);
        let here = |i: u32| {
            self.tree.sentence.dominates(self.top(verb), i)
                || subject.is_some_and(|s| self.tree.sentence.dominates(s, i))
        };
        match item {
            Item::Words(runs) => {
                // who or what it is said of may stand apart; other words stand right before the verb
                let of_subject = |i: u32| subject.is_some_and(|s| self.tree.sentence.dominates(s, i));
                let all = (from..start).filter(|&i| here(i));
                let (first, end) = all
                    .filter_map(|i| Some((i, self.run(runs, i, start)?)))
                    .find(|&(i, end)| of_subject(i) || end == start)?;
                fit.literals.push(first);
                Some(end)
            }
            Item::Prep(words, items) => {
                let prep = |i: &u32| {
                    here(*i) && self.is_word(*i, words) && (!items.is_empty() || start - *i <= 2) && {
                        let rel = self.tree.token(*i).rel;
                        rel == Rel::Case || !items.is_empty()
                    }
                };
                let mut at = (from..start).find(prep)? + 1;
                for inner in items {
                    at = self.before(inner, verb, at, start, fit)?;
                }
                Some(at)
            }
            Item::Role(LineRole::Both) => {
                let (source, _) = self.source(verb)?;
                fit.both = true;
                (self.group(source, verb, false).len() > 1).then_some(start)
            }
            Item::Role(role) => {
                let found = self
                    .mentions
                    .iter()
                    .copied()
                    .find(|m| m.head >= from && m.head < start && here(m.head))?;
                fit.role(*role, found);
                Some(found.head + 1)
            }
        }
    }

    /// Looks for an item after the verb, below `top` if it stands in a phrase with a preposition.
    fn after(&self, item: &Item, verb: u32, from: u32, top: Option<u32>, fit: &mut Fit<'a>) -> Option<u32> {
        let n = self.tree.len().min(verb + REACH);
        let below = |i: u32| top.is_none_or(|t| self.tree.sentence.dominates(t, i));
        match item {
            Item::Words(runs) => {
                let all = (from..n).filter(|&i| below(i) && self.in_phrase(verb, i));
                let (first, end) = all.into_iter().find_map(|i| Some((i, self.run(runs, i, n)?)))?;
                // of two terms the longer
                fit.weight += end - first - 1;
                fit.literals.push(end - 1);
                fit.literals.push(first);
                Some(end)
            }
            Item::Prep(words, items) => {
                let bare = items.is_empty() && fit.literals.is_empty();
                for i in
                    (from..n).filter(|&i| self.is_word(i, words) && self.tree.sentence.dominates(self.top(verb), i))
                {
                    let token = self.tree.token(i);
                    let marks = matches!(token.rel, Rel::Case | Rel::Mark) || token.upos == Upos::Part;
                    let object = token.head.filter(|&h| marks && h != verb);
                    let near = match object {
                        None => token.head == Some(verb) || marks,
                        Some(object) => {
                            let governor = self.tree.head(object);
                            governor == Some(verb)
                                || governor.is_some_and(|g| {
                                    self.tree.head(g) == Some(verb) && self.tree.token(g).rel == Rel::Obj
                                })
                        }
                    };
                    if bare && !near || !bare && !self.in_phrase(verb, object.unwrap_or(i)) {
                        continue;
                    }
                    let mut at = Some(i + 1);
                    let kept = fit.literals.len();
                    for inner in items {
                        at = at.and_then(|at| self.after(inner, verb, at, object, fit));
                    }
                    if at.is_some() {
                        return at;
                    }
                    fit.literals.truncate(kept);
                }
                None
            }
            Item::Role(role) => {
                let found = self
                    .mentions
                    .iter()
                    .copied()
                    .find(|m| m.head >= from && below(m.head) && self.under(verb, m.head))?;
                fit.role(*role, found);
                Some(found.head + 1)
            }
        }
    }

    /// The end of the first of the runs that stands at `at`.
    fn run(&self, runs: &[Vec<Step>], at: u32, end: u32) -> Option<u32> {
        runs.iter().find_map(|run| {
            let mut i = at;
            for step in run {
                while i < end && i > at && self.forms[i as usize] == "-" {
                    i += 1;
                }
                i = match step {
                    Step::Word(word) => (i < end && self.is(i, word)).then_some(i + 1)?,
                    Step::Class(class) => self.s.lexicon.lines().terms(class).iter().find_map(|term| {
                        let mut j = i;
                        for word in term {
                            while j < end && j > i && self.forms[j as usize] == "-" {
                                j += 1;
                            }
                            if j >= end || !self.is(j, word) {
                                return None;
                            }
                            j += 1;
                        }
                        Some(j)
                    })?,
                };
            }
            Some(i)
        })
    }

    fn is(&self, i: u32, word: &str) -> bool {
        let noun = matches!(self.tree.token(i).upos, Upos::Noun | Upos::Propn);
        self.forms[i as usize] == word || noun && self.tree.lemma(i) == word
    }

    fn is_word(&self, i: u32, words: &[CompactString]) -> bool {
        words.contains(&self.forms[i as usize])
    }

    /// True if the word stands under the verb, not in another clause joined to it.
    fn under(&self, verb: u32, word: u32) -> bool {
        self.path(verb, word, &[Rel::Parataxis])
    }

    /// True if the word stands in the verb's own phrase: not in a clause below it, but for the head of one.
    fn in_phrase(&self, verb: u32, word: u32) -> bool {
        let head = self.tree.head(word);
        let up = self.tree.token(word).rel;
        if matches!(up, Rel::Ccomp | Rel::Advcl | Rel::Acl | Rel::Xcomp)
            && head.is_some_and(|h| self.in_phrase(verb, h))
        {
            return true;
        }
        self.path(verb, word, &[Rel::Parataxis, Rel::Advcl, Rel::Acl, Rel::Ccomp])
    }

    /// True if the way up from the word to the verb takes none of these relations and no coordination of verbs.
    fn path(&self, verb: u32, word: u32, barred: &[Rel]) -> bool {
        let verb = self.top(verb);
        let mut at = word;
        for _ in 0..STEPS {
            if at == verb {
                return true;
            }
            let token = self.tree.token(at);
            let clause = token.rel == Rel::Conj && token.head == Some(verb);
            if clause || barred.contains(&token.rel) {
                return false;
            }
            match token.head {
                Some(head) => at = head,
                None => return false,
            }
        }
        false
    }

    /// True if the way up from the word to `top` takes none of these relations.
    fn climbs(&self, top: u32, word: u32, barred: &[Rel]) -> bool {
        let mut at = word;
        for _ in 0..STEPS {
            if at == top {
                return true;
            }
            let token = self.tree.token(at);
            match token.head {
                Some(head) if !barred.contains(&token.rel) => at = head,
                _ => return false,
            }
        }
        false
    }

    /// The word that governs what belongs to a verb: its object where the tree takes it for that one's participle
    /// ("condemned the raid and promised aid").
    fn top(&self, verb: u32) -> u32 {
        let token = self.tree.token(verb);
        let conjunct = |h: &u32| {
            let noun = self.tree.token(*h);
            let verbs = noun.head.is_some_and(|g| self.tree.token(g).upos == Upos::Verb);
            *h > verb && noun.rel == Rel::Conj && verbs
        };
        token
            .head
            .filter(|_| token.rel == Rel::Amod)
            .filter(conjunct)
            .unwrap_or(verb)
    }

    /// True for what stands in the last clause of the sentence, of eight words at most, after a comma ("an official
    /// said on Friday"): coders by dictionary pass over it.
    fn in_tail(&self, word: u32) -> bool {
        let n = self.tree.len();
        let Some(comma) = (0..n).rev().find(|&i| self.forms[i as usize] == ",") else {
            return false;
        };
        let words = (comma + 1..n).filter(|&i| self.tree.token(i).upos != Upos::Punct);
        let finite = |i: u32| matches!(self.tree.token(i).xpos.as_str(), "VBD" | "VBZ" | "VBP");
        word > comma && words.clone().count() <= 8 && words.clone().skip(1).any(finite)
    }

    /// True if `verb` is told within the event at `upper`.
    fn within(&self, upper: u32, verb: u32) -> bool {
        verb > upper && self.path(upper, verb, &[Rel::Parataxis])
    }

    fn is_passive(&self, verb: u32) -> bool {
        let passive = |c: &u32| {
            let t = self.tree.token(*c);
            t.sub == SubRel::Pass && matches!(t.rel, Rel::Nsubj | Rel::Aux | Rel::Csubj)
        };
        self.tree.children(verb).iter().any(passive)
    }

    /// Who the subject names, the verb's own or that of a verb above it; and whether the verb is passive.
    fn source(&self, verb: u32) -> Option<(&'a ActorMention, bool)> {
        let passive = self.is_passive(verb);
        // "when gunmen stormed": somebody else does it, whom nobody knows
        if let Some(own) = self.tree.surface_subject(verb)
            && matches!(self.tree.token(own).upos, Upos::Noun | Upos::Propn)
            && self.first_in(own, verb).is_none()
        {
            return None;
        }
        let mut at = verb;
        for _ in 0..5 {
            if let Some(subject) = self.tree.surface_subject(at)
                && let Some(found) = self.first_in(subject, verb)
            {
                return Some((found, passive));
            }
            match self.tree.head(at) {
                Some(head) => at = head,
                None => break,
            }
        }
        // a verb that the tree hangs under its own subject, or a sentence that is none
        let top = self.tree.clause(at);
        let found = self
            .mentions
            .iter()
            .copied()
            .find(|m| m.head < verb && self.tree.sentence.dominates(top, m.head));
        found.map(|m| (m, passive))
    }

    /// The first actor named in a phrase before the verb; one known by name before one known by his role only.
    fn first_in(&self, top: u32, verb: u32) -> Option<&'a ActorMention> {
        let inside = |m: &&&ActorMention| m.head < verb && self.climbs(top, m.head, &[Rel::Parataxis, Rel::Acl]);
        let all = || self.mentions.iter().filter(inside).copied();
        all().find(|m| is_named(m)).or_else(|| all().next())
    }

    /// The first actor named after the verb, below it, or else in its clause.
    fn target(&self, verb: u32, from: u32, but: &[&ActorMention]) -> Option<&'a ActorMention> {
        let new = |m: &&&ActorMention| {
            m.head >= from
                && !self.in_tail(m.head)
                && but
                    .iter()
                    .all(|b| b.actor.id != m.actor.id || b.actor.id.is_none() && b.head != m.head)
        };
        let under = |m: &&&ActorMention| self.under(verb, m.head);
        let all = || self.mentions.iter().filter(new).filter(under).copied();
        let found = all().find(|m| is_named(m)).or_else(|| all().next());
        found.or_else(|| {
            let top = self.tree.clause(self.tree.head(verb)?);
            self.mentions
                .iter()
                .filter(new)
                .copied()
                .find(|m| is_named(m) && self.path(top, m.head, &[Rel::Parataxis]))
        })
    }

    /// All that are named together with a mention: joined to it, or to a phrase that it stands in.
    fn group(&self, first: &'a ActorMention, verb: u32, after: bool) -> Vec<&'a ActorMention> {
        let tree = self.tree;
        let mut tops = vec![first.head];
        let mut at = first.head;
        while let Some(head) = tree.head(at) {
            if head == verb || tree.token(head).upos == Upos::Verb || after && head < verb {
                break;
            }
            let nominal = matches!(
                tree.token(at).rel,
                Rel::Nmod | Rel::Compound | Rel::Amod | Rel::Flat | Rel::Det | Rel::Conj | Rel::Appos | Rel::Nummod
            );
            if !nominal {
                break;
            }
            tops.push(head);
            at = head;
        }
        // "Eastholm and Westholm envoys": joined inside the phrase
        let mut inner = vec![first.head];
        let mut i = 0;
        while i < inner.len() {
            let nominal = |c: &u32| matches!(tree.token(*c).rel, Rel::Compound | Rel::Amod | Rel::Nmod | Rel::Flat);
            inner.extend(tree.children(inner[i]).iter().copied().filter(nominal));
            i += 1;
        }
        tops.extend(inner);
        // what is joined to one of these, the first of each phrase
        let mut items: Vec<u32> = Vec::new();
        let mut i = 0;
        while i < tops.len() {
            let children = tree.children(tops[i]);
            for &c in children {
                let list = tree.token(c).rel == Rel::Appos
                    && children.iter().any(|&o| o > c && tree.token(o).rel == Rel::Conj);
                let verb = tree.token(c).upos == Upos::Verb;
                let joined = tree.token(c).rel == Rel::Conj || list;
                if joined && !verb && items.len() < JOINED && !items.contains(&c) {
                    items.push(c);
                    tops.push(c);
                }
            }
            i += 1;
        }
        let side = |m: &&&ActorMention| (m.head > verb) == after;
        let phrase = |c: u32| {
            let barred = [Rel::Conj, Rel::Parataxis, Rel::Acl, Rel::Advcl, Rel::Appos];
            let inside = move |m: &&&ActorMention| m.head == c || self.climbs(c, m.head, &barred);
            let all = || self.mentions.iter().filter(side).filter(inside).copied();
            all().find(|m| is_named(m)).or_else(|| all().next())
        };
        let mut all = vec![first];
        all.extend(items.into_iter().filter_map(phrase));
        if tree.token(first.head).rel == Rel::Conj {
            // the phrase that it is joined to may be named further right: "Eastholm and Westholm envoys"
            all.extend(
                self.mentions
                    .iter()
                    .filter(side)
                    .filter(|m| tops.contains(&m.head))
                    .copied(),
            );
        }
        let mut out: Vec<&ActorMention> = Vec::new();
        for m in all {
            if !out
                .iter()
                .any(|o| o.head == m.head || o.actor.id.is_some() && o.actor.id == m.actor.id)
            {
                out.push(m);
            }
        }
        out.sort_by_key(|m| m.span);
        out
    }

    fn events(&self, matcher: &Matcher<'a>, verb: u32, fit: &Fit<'a>) -> Vec<Event> {
        let frame = self.s.lexicon.frame(fit.line.compiled.frame);
        if !frame.event && frame.reverse.is_none() {
            return Vec::new();
        }
        let Some((sources, targets)) = self.parties(verb, fit) else {
            return Vec::new();
        };
        let party = |list: &[&ActorMention]| -> Vec<Participant> {
            list.iter()
                .map(|m| Participant {
                    span: m.span,
                    actor: m.actor.clone(),
                })
                .collect()
        };
        let found = Match {
            compiled: &fit.line.compiled,
            frame,
            anchor: verb,
            words: fit.words,
            actor: None,
            recipient: None,
            both: Vec::new(),
            act: None,
            literals: fit.literals.clone(),
            support: None,
            score: (fit.weight / 4, 0, 0),
        };
        // "will not attack": what the lexicon says of an act that is not done
        let not = self.tree.children(verb).iter().copied().find(|&c| {
            let form = self.forms[c as usize].as_str();
            self.tree.token(c).rel == Rel::Advmod && matches!(form, "not" | "n't" | "n’t" | "never" | "nt")
        });
        let renounced = not.and_then(|by| Some((by, self.s.lexicon.negated(frame)?)));
        let make = |actors: &[&ActorMention], recipients: &[&ActorMention], reciprocal: bool| {
            let mut status = self.s.words.judge(self.tree, verb);
            if let Some((by, _)) = renounced {
                status = Judged {
                    status: Status::Actual,
                    by: Some(by),
                };
            }
            let draft = Draft {
                found: &found,
                status,
                kind: renounced.map_or(frame.kind, |(_, (kind, _))| *kind),
                mode: frame.mode.filter(|_| renounced.is_none()),
                also_modes: frame.also_modes.clone(),
                actors: party(actors),
                recipients: party(recipients),
                reciprocal,
                fate: Fate::Event,
                under: None,
                inner: None,
            };
            let mut event = self.s.event(matcher, &draft, &[]);
            if let Some((_, (_, code))) = renounced {
                event.code = Some(code.clone());
            }
            event
        };
        let mut events = Vec::new();
        let twice = fit.both || frame.reverse.is_some() && frame.reverse == frame.code && renounced.is_none();
        if twice && frame.event {
            let mut all = sources.clone();
            all.extend(targets.iter().filter(|t| !sources.iter().any(|s| s.head == t.head)));
            if fit.both {
                events.push(make(&all, &[], true));
            } else {
                events.push(make(&sources, &targets, false));
                events.push(make(&targets, &sources, false));
            }
            return events;
        }
        if frame.event {
            events.push(make(&sources, &targets, false));
        }
        if let Some(code) = frame.reverse.as_ref().filter(|_| renounced.is_none()) {
            let mut event = make(&targets, &sources, false);
            event.code = Some(code.clone());
            events.push(event);
        }
        events
    }

    /// Sources and targets; `None` if one is missing or both are the same.
    fn parties(&self, verb: u32, fit: &Fit<'a>) -> Option<Sides<'a>> {
        let subject = || self.source(verb);
        if fit.both {
            let (first, _) = subject()?;
            return Some((self.group(first, verb, false), Vec::new()));
        }
        let side = |m: &'a ActorMention| self.group(m, verb, m.head > verb);
        let (sources, targets) = match (fit.actor, fit.recipient) {
            (Some(actor), Some(recipient)) => (side(actor), side(recipient)),
            (Some(actor), None) if actor.head > verb => (side(actor), side(subject()?.0)),
            (Some(actor), None) => {
                let sources = side(actor);
                let target = self.target(verb, fit.words.1, &sources)?;
                (sources, side(target))
            }
            (None, Some(recipient)) if recipient.head < verb => {
                let targets = side(recipient);
                let source = self.target(verb, fit.words.1, &targets)?;
                (side(source), targets)
            }
            (None, Some(recipient)) => (side(subject()?.0), side(recipient)),
            (None, None) => {
                let (first, passive) = subject()?;
                let mine = side(first);
                let agent = self.tree.deep_subject(verb).filter(|_| passive);
                let by = agent.and_then(|a| {
                    self.mentions
                        .iter()
                        .copied()
                        .find(|m| self.path(a, m.head, &[Rel::Parataxis]))
                });
                let other = by.or_else(|| self.target(verb, fit.words.1, &mine))?;
                if passive {
                    (side(other), mine)
                } else {
                    (mine, side(other))
                }
            }
        };
        let same = |s: &&ActorMention| {
            targets
                .iter()
                .all(|t| t.head == s.head || t.actor.id.is_some() && t.actor.id == s.actor.id)
        };
        (!sources.iter().all(same)).then_some((sources, targets))
    }
}

impl<'a> Fit<'a> {
    fn role(&mut self, role: LineRole, found: &'a ActorMention) {
        match role {
            LineRole::Actor => self.actor = Some(found),
            LineRole::Recipient => self.recipient = Some(found),
            LineRole::Both | LineRole::Skip => {}
        }
    }
}

/// False for somebody known by his role only.
fn is_named(mention: &ActorMention) -> bool {
    mention.actor.name.is_some() || mention.actor.country.is_some()
}
