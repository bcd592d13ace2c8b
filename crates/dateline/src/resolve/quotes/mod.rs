//! A [`Document`]'s [`Sentence`]s and [`ActorMention`]s to [`Quote`]s: who says what, in text
//! order; the next stage is `code`.
//!
//! The steps: quotation marks of every paragraph (`marks`), reporting words of every sentence with
//! what the tree says about speaker and content (`clause`, by the table `cues`), then the two
//! together and across sentences (here), then who the speaker is (`speaker`) and which medium
//! carried it (`outlets`). `docs/attribution.md` tells it at length.

mod clause;
mod cues;
mod marks;
mod outlets;
pub mod output;
mod sources;
mod speaker;
mod surface;
#[cfg(test)]
mod tests;
mod tree;

use clause::Found;
use cues::Cues;
use marks::{Paragraph, Run};
use outlets::{Outlet, Outlets};
use sources::Sources;
use tree::{Subject, Tree, is_nominal};

use super::DataError;
use crate::{
    ActorMention, CueClass, Document, NameKind, PartKind, Quote, QuoteKind, Rel, Sentence, Span, Speaker, Upos,
};

/// Finds who says what: attributions and quotations. Holds the tables; one for all threads.
#[derive(Debug)]
pub struct QuoteFinder {
    cues: Cues,
    outlets: Outlets,
    sources: Sources,
}

/// An attribution while it is put together.
#[derive(Clone, Debug)]
struct Draft {
    /// Index in the list of sentences.
    sentence: usize,
    /// The reporting word; `None` where the words around a quotation tell who speaks.
    found: Option<Found>,
    class: CueClass,
    content: Vec<Span>,
    /// True if quoted words are part of the content.
    quoted: bool,
    /// True for a transcript: all of it is the speaker's own words.
    verbatim: bool,
    /// Draft whose speaker this one shares.
    like: Option<usize>,
    confidence: f64,
}

fn data_file(name: &str) -> Result<&'static str, DataError> {
    let path = name.strip_prefix("attribution/").unwrap_or(name);
    dateline_data::ATTRIBUTION
        .get_file(path)
        .and_then(|file| file.contents_utf8())
        .ok_or_else(|| DataError {
            file: name.to_owned(),
            line: None,
            reason: "the built-in file is missing or is not UTF-8".to_owned(),
        })
}

impl QuoteFinder {
    /// With the built-in data.
    ///
    /// # Errors
    /// If a built-in data file is broken, which the tests rule out.
    pub fn builtin() -> Result<Self, DataError> {
        Ok(Self {
            cues: Cues::builtin()?,
            outlets: Outlets::builtin()?,
            sources: Sources::builtin()?,
        })
    }

    /// Quotes, in text order. `actors` are sorted by sentence and head word.
    #[must_use]
    pub fn find(&self, document: &Document, sentences: &[Sentence], actors: &[ActorMention]) -> Vec<Quote> {
        let text = document.text.as_str();
        let coded: Vec<&Sentence> = sentences
            .iter()
            .filter(|s| s.part != PartKind::Other && !s.tokens.is_empty())
            .collect();
        if coded.is_empty() {
            return Vec::new();
        }
        let trees: Vec<Tree<'_>> = coded.iter().map(|s| Tree::new(s)).collect();
        let paragraphs = marks::paragraphs(&coded);
        let runs = marks::runs(text, &paragraphs, &coded);
        let mut work = Work {
            text,
            trees: &trees,
            paragraphs: &paragraphs,
            runs: &runs,
            drafts: Vec::new(),
            owner: vec![None; runs.len()],
        };
        let labels = repeated_labels(text, &paragraphs);
        let transcript = !labels.is_empty() || is_transcript(text, &paragraphs);
        for (s, tree) in trees.iter().enumerate() {
            let title = matches!(tree.sentence.part, PartKind::Headline | PartKind::Kicker);
            let starts = work.paragraph(s).first == s;
            if (title || (transcript && starts))
                && let Some(label) = clause::label(tree, &self.cues, &self.outlets, !title, &labels)
            {
                work.add_label(s, label, !title);
            }
            for mut found in clause::find(tree, &self.cues, &self.outlets) {
                self.told_whom(tree, &mut found);
                work.add(s, found);
            }
        }
        work.claim_runs();
        work.claim_colons();
        work.continue_runs();
        work.signatures();
        work.afterwards(&self.cues);
        work.widen_fragments();
        self.finish(&work, actors)
    }

    fn finish(&self, work: &Work<'_>, actors: &[ActorMention]) -> Vec<Quote> {
        let mut out: Vec<Quote> = Vec::new();
        for draft in &work.drafts {
            let Some(quote) = self.quote(work, draft, actors) else {
                continue;
            };
            out.push(quote);
        }
        out.sort_by_key(|q| {
            let first = q.content.first().map_or(usize::MAX, |s| s.start());
            let cue = q.cue.first().map_or(first, |s| s.start());
            (first.min(cue), cue)
        });
        mark_inner(&mut out);
        self.same_speakers(work, &mut out);
        out
    }

    /// "Gervasi told the station … She added that …": in one paragraph, the pronoun of a report that follows another is its
    /// speaker.
    fn same_speakers(&self, work: &Work<'_>, quotes: &mut [Quote]) {
        let pronoun = |q: &Quote| {
            let words = q.speaker.as_ref()?.span.of(work.text).to_lowercase();
            matches!(words.as_str(), "he" | "she").then_some(words)
        };
        for i in 1..quotes.len() {
            let (before, rest) = quotes.split_at_mut(i);
            let (Some(last), quote) = (before.iter().rev().find(|q| !q.inner), &mut rest[0]) else {
                continue;
            };
            let Some(he) = pronoun(quote) else { continue };
            if quote.inner || quote.sentence != last.sentence + 1 {
                continue;
            }
            let follows = quote.class.is_report() && last.class.is_report();
            let own = quote
                .content
                .iter()
                .all(|c| last.speaker.as_ref().is_none_or(|s| !c.overlaps(s.span)));
            let number = |sentence: u32| work.trees.binary_search_by_key(&sentence, |t| t.sentence.index);
            let (Ok(at), Ok(to)) = (number(last.sentence), number(quote.sentence)) else {
                continue;
            };
            let together = work.paragraph(at).first == work.paragraph(to).first;
            let Some(speaker) = last.speaker.as_ref().filter(|_| follows && own && together) else {
                continue;
            };
            let person =
                speaker.actor.kind == crate::ActorKind::Person && pronoun(last).is_none_or(|before| before == he);
            if person && let Some(said) = &mut quote.speaker {
                said.actor = speaker.actor.clone();
            }
        }
    }

    fn quote(&self, work: &Work<'_>, draft: &Draft, actors: &[ActorMention]) -> Option<Quote> {
        if draft.content.is_empty() {
            return None;
        }
        let named = draft.like.map_or(draft, |i| &work.drafts[i]);
        let tree = &work.trees[named.sentence];
        let inside = |spans: &[Span], i: u32| {
            let span = tree.token(i).span;
            spans.iter().any(|s| s.overlaps(span))
        };
        let cue_range = named.found.as_ref().map(|f| f.cue);
        let barred = |i: u32| inside(&named.content, i) || cue_range.is_some_and(|(a, b)| (a..=b).contains(&i));
        let subject = named.found.as_ref().and_then(|f| f.subject);
        // A speaker inside his own words is a slip of the tree.
        let subject = subject.filter(|s| !inside(&named.content, s.head) || s.antecedent.is_some());
        let (mut speaker, mut source, mut outlet) = (None, None, None);
        let range = named.found.as_ref().and_then(|f| f.range);
        if let Some(subject) = subject {
            source = Some(match range {
                Some((a, b)) => speaker::span_with_comma(tree, a, b),
                None => speaker::whole(tree, subject.head, &barred),
            });
            let who = match range {
                Some(_) => subject.head,
                None => self.who(tree, subject),
            };
            let medium = match range {
                Some((a, b)) => self.outlets.of_words(tree, a, b),
                None => self.outlets.of_phrase(tree, who),
            };
            match medium {
                Some(medium) => outlet = Some((medium, tree)),
                None => {
                    let speaks = match range {
                        Some(range) => speaker::in_range(tree, range, who, actors),
                        None => speaker::speaker(tree, who, actors, &barred),
                    };
                    let known = speaker::mention(actors, tree.sentence.index, who).is_some();
                    if known || !is_generic(tree, who) {
                        speaker = Some(self.unnamed(tree, who, speaks, source));
                    }
                }
            }
            if outlet.is_none() {
                outlet = self.carried(tree, who).map(|o| (o, tree));
            }
        }
        if outlet.is_none()
            && let Some(found) = &named.found
        {
            let next = || {
                let tells = tree.token(found.head).lemma == "tell";
                tells.then(|| self.outlets.right_after(tree, found.cue.1)).flatten()
            };
            outlet = next()
                .or_else(|| self.told(tree, found.head, &barred))
                .or_else(|| self.quoting(tree, found.head))
                .map(|o| (o, tree));
        }
        let here = &work.trees[draft.sentence];
        let cue = draft.found.as_ref().map(|f| {
            let colon = here
                .sentence
                .tokens
                .get(f.cue.1 as usize + 1)
                .is_some_and(|t| t.form == ":");
            let last = if colon { f.cue.1 + 1 } else { f.cue.1 };
            here.token(f.cue.0).span.join(here.token(last).span)
        });
        let outlet_span = outlet.as_ref().map(|(o, tree)| outlets::span(tree, o));
        let direct = draft.quoted && work.is_direct(&draft.content);
        let confidence = draft.confidence
            * match (&speaker, &outlet) {
                (None, None) => 0.6,
                _ => 1.0,
            };
        Some(Quote {
            sentence: here.sentence.index,
            speaker,
            source: if draft.found.is_some() { source } else { None },
            class: draft.class,
            cue: cue.into_iter().collect(),
            cue_head: draft.found.as_ref().map(|f| f.head),
            content: draft.content.clone(),
            kind: match (direct || draft.verbatim, draft.quoted) {
                (true, _) => QuoteKind::Direct,
                (_, true) => QuoteKind::Mixed,
                _ => QuoteKind::Indirect,
            },
            outlet: outlet.map(|(o, _)| o.name),
            outlet_span,
            inner: false,
            confidence,
        })
    }

    /// What a source is that has no name, and its whole phrase.
    fn unnamed(&self, tree: &Tree<'_>, who: u32, mut speaker: Speaker, source: Option<Span>) -> Speaker {
        let token = tree.token(who);
        let person = tree
            .sentence
            .names
            .iter()
            .any(|n| n.kind == NameKind::Per && tree.token(n.start).span.overlaps(speaker.span));
        if speaker.actor.name.is_none() && !person && token.upos == Upos::Noun {
            speaker.class = self.sources.class(tree, who);
            if speaker.class.is_some() {
                speaker.description = source.filter(|s| s.len() > speaker.span.len() + "the ".len());
            }
        }
        speaker
    }

    /// The word that stands for the speaker: behind a relative pronoun its noun, behind "a
    /// statement from the ministry" the ministry.
    fn who(&self, tree: &Tree<'_>, subject: Subject) -> u32 {
        let head = subject.antecedent.unwrap_or(subject.head);
        let token = tree.token(head);
        let paper = token.upos == Upos::Noun
            && (self.outlets.is_carrier(&token.lemma)
                || matches!(
                    token.lemma.as_str(),
                    "letter"
                        | "tweet"
                        | "post"
                        | "release"
                        | "note"
                        | "message"
                        | "email"
                        | "memo"
                        | "filing"
                        | "communique"
                ));
        if !paper {
            return head;
        }
        tree.children(head)
            .find(|&c| {
                tree.token(c).rel == Rel::Nmod
                    && is_nominal(tree.token(c))
                    && (tree.token(c).sub == crate::SubRel::Poss
                        || ["from", "by", "of"].iter().any(|p| tree.has_case(c, p)))
            })
            .or_else(|| {
                let next = tree.sentence.tokens.get(head as usize + 1)?;
                let from = matches!(next.form.as_str(), "from" | "by" | "of");
                let person = |n: &&crate::Name| n.kind == crate::NameKind::Per && n.start > head && n.start < head + 9;
                tree.sentence
                    .names
                    .iter()
                    .find(person)
                    .filter(|_| from)
                    .map(|n| n.start)
            })
            .unwrap_or(head)
    }

    /// "told AFP the talks failed": AFP and "reporters" are hearers, whatever the tree says.
    fn told_whom(&self, tree: &Tree<'_>, found: &mut Found) {
        if tree.token(found.head).lemma != "tell" {
            return;
        }
        let end = match self.outlets.right_after(tree, found.cue.1) {
            Some(outlet) => self.outlets.end_of(tree, &outlet),
            None => {
                let next = found.cue.1 + 1;
                let hearers = |i: u32| matches!(tree.token(i).lemma.as_str(), "reporter" | "journalist");
                if next >= tree.len() || !hearers(next) {
                    return;
                }
                next
            }
        };
        let heard = tree.token(found.cue.1).span.join(tree.token(end).span);
        if found.subject.is_some_and(|s| heard.contains(tree.token(s.head).span)) {
            found.subject = None;
        }
        let touched = found.content.iter().any(|c| c.overlaps(heard));
        let cut: Vec<Span> = found.content.iter().flat_map(|&c| without(c, heard)).collect();
        let mut include = vec![false; tree.len() as usize];
        for i in 0..tree.len() {
            include[i as usize] = cut.iter().any(|c| c.contains(tree.token(i).span));
        }
        // Nothing is left but the clause that the tree lost.
        let rest = end as usize + 1..tree.len() as usize;
        let lost = (touched || found.content.is_empty()) && !include.contains(&true);
        let verb = rest
            .clone()
            .any(|i| matches!(tree.token(i as u32).upos, Upos::Verb | Upos::Aux));
        let goes_on = tree
            .sentence
            .tokens
            .get(end as usize + 1)
            .is_some_and(|t| !matches!(t.upos, Upos::Punct | Upos::Adp) && t.xpos != "VBG");
        if lost && verb && goes_on {
            include[rest].fill(true);
        }
        if touched || lost {
            found.content = clause::pieces(tree, &include);
        }
    }

    /// "told the Interfax news agency", "said in an interview with …", "told reporters on …".
    fn told(&self, tree: &Tree<'_>, verb: u32, barred: &dyn Fn(u32) -> bool) -> Option<Outlet> {
        for child in tree.children(verb) {
            let token = tree.token(child);
            if barred(child) {
                continue;
            }
            match token.rel {
                Rel::Obj | Rel::Iobj | Rel::Obl => {
                    if let Some(found) = self.outlets.of_phrase(tree, child) {
                        return Some(found);
                    }
                    if self.outlets.is_carrier(&token.lemma)
                        && let Some(found) = self.carried(tree, child)
                    {
                        return Some(found);
                    }
                }
                Rel::Advcl if matches!(token.lemma.as_str(), "speak" | "talk" | "quote" | "cite") => {
                    if let Some(found) = self.told(tree, child, barred) {
                        return Some(found);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// "Interfax quoted him as saying", "was quoted by Interfax as saying".
    fn quoting(&self, tree: &Tree<'_>, verb: u32) -> Option<Outlet> {
        let up = tree.token(verb).head?;
        if !matches!(tree.token(up).lemma.as_str(), "quote" | "cite") {
            return None;
        }
        let by = tree.subject(up)?;
        self.outlets.of_phrase(tree, by.head)
    }

    /// "remarks carried by …", "quoted by …", "an interview with …" under a noun.
    fn carried(&self, tree: &Tree<'_>, noun: u32) -> Option<Outlet> {
        let carrier = self.outlets.is_carrier(&tree.token(noun).lemma);
        for child in tree.children(noun) {
            let token = tree.token(child);
            if child < noun {
                if carrier && let Some(found) = self.outlets.of_phrase(tree, child) {
                    return Some(found);
                }
                continue;
            }
            match token.rel {
                Rel::Nmod | Rel::Obl if carrier => {
                    if let Some(found) = self.outlets.of_phrase(tree, child) {
                        return Some(found);
                    }
                }
                Rel::Nmod => {
                    if let Some(found) = self.carried(tree, child) {
                        return Some(found);
                    }
                }
                Rel::Acl
                    if matches!(
                        token.lemma.as_str(),
                        "quote"
                            | "cite"
                            | "carry"
                            | "publish"
                            | "broadcast"
                            | "air"
                            | "report"
                            | "post"
                            | "release"
                            | "show"
                            | "print"
                            | "run"
                    ) =>
                {
                    let found = tree.children(child).find_map(|c| {
                        matches!(tree.token(c).rel, Rel::Obl)
                            .then(|| self.outlets.of_phrase(tree, c))
                            .flatten()
                    });
                    if found.is_some() {
                        return found;
                    }
                }
                _ => {}
            }
        }
        None
    }
}

/// How many quotes before and after one may hold it.
const NEAR: usize = 80;

/// Marks what is reported inside somebody else's words.
fn mark_inner(quotes: &mut [Quote]) {
    let holds = |outer: &Quote, inner: &Quote| {
        let cue = |q: &Quote| q.cue.first().copied();
        let within = cue(inner).is_some_and(|span| outer.content.iter().any(|c| c.contains(span)));
        within && !cue(outer).is_some_and(|span| inner.content.iter().any(|c| c.contains(span)))
    };
    let inner: Vec<bool> = quotes
        .iter()
        .enumerate()
        .map(|(i, quote)| {
            let told = matches!(
                quote.class,
                CueClass::Say | CueClass::Claim | CueClass::Warn | CueClass::Ask | CueClass::Hearsay
            );
            let near = &quotes[i.saturating_sub(NEAR)..quotes.len().min(i + NEAR)];
            let mut around = near.iter().filter(|outer| holds(outer, quote));
            // a medium only carries: "the ministry denied it, Interfax reported"
            let tells = |outer: &&Quote| outer.speaker.is_some() || outer.outlet.is_none();
            around.any(|outer| (!told && tells(&outer)) || outer.kind == QuoteKind::Direct)
        })
        .collect();
    for (quote, inner) in quotes.iter_mut().zip(inner) {
        quote.inner = inner;
    }
}

/// "you", "one", "it", "there": nobody is named.
fn is_generic(tree: &Tree<'_>, head: u32) -> bool {
    matches!(
        tree.token(head).lemma.to_lowercase().as_str(),
        "you"
            | "one"
            | "it"
            | "there"
            | "this"
            | "that"
            | "what"
            | "which"
            | "who"
            | "nobody"
            | "anybody"
            | "anyone"
            | "noone"
    )
}

struct Work<'a> {
    text: &'a str,
    trees: &'a [Tree<'a>],
    paragraphs: &'a [Paragraph],
    runs: &'a [Run],
    drafts: Vec<Draft>,
    /// The draft that each run is content of.
    owner: Vec<Option<usize>>,
}

impl Work<'_> {
    /// Takes in a reporting word; its content is stretched to the quotation marks it touches.
    fn add(&mut self, sentence: usize, found: Found) {
        let head = self.trees[sentence].token(found.head).span;
        let home = self.runs_in(head).next();
        let mut content: Vec<Span> = found.content.clone();
        let at = self.drafts.len();
        let mut quoted = false;
        match home {
            // Inside quoted words: what is said stays inside them.
            Some(home) => {
                let home = self.runs[home].inner;
                content = content.iter().filter_map(|c| clip(*c, home)).collect();
            }
            None => {
                for piece in &mut content {
                    for r in self.runs_in(*piece) {
                        *piece = piece.join(self.runs[r].outer);
                        quoted = true;
                        if self.owner[r].is_none() {
                            self.owner[r] = Some(at);
                        }
                    }
                }
                join_touching(&mut content, self.text);
            }
        }
        let tree = &self.trees[sentence];
        let found = self.with_speaker(sentence, found, home, &content);
        if home.is_none() && found.takes_quote && found.active {
            quoted |= self.quotes_beside(sentence, &found, &mut content, at);
        }
        if !quoted && !is_uttered(tree, &found, home.is_some()) {
            return;
        }
        // Never over the cue itself.
        let cue = tree.token(found.cue.0).span.join(tree.token(found.cue.1).span);
        content = content.iter().flat_map(|&c| without(c, cue)).collect();
        let speaker = found.subject.map_or(cue, |s| tree.token(s.head).span);
        let mut whole: Vec<Span> = Vec::with_capacity(content.len());
        for piece in content {
            match whole.last_mut() {
                // Words between two pieces that are neither cue nor speaker were lost by the tree.
                Some(last)
                    if {
                        let gap = Span::new(last.end().min(piece.start()), piece.start());
                        gap.len() <= LOST && !gap.contains(cue) && !gap.contains(speaker)
                    } =>
                {
                    *last = last.join(piece);
                }
                _ => whole.push(piece),
            }
        }
        let content = whole;
        if content.is_empty() && (!found.takes_quote || home.is_some()) {
            return;
        }
        self.drafts.push(Draft {
            sentence,
            class: found.class,
            confidence: 0.9 * found.weight,
            found: Some(found),
            content,
            quoted,
            verbatim: false,
            like: None,
        });
    }

    /// Quoted words that touch "X said", with nothing but a comma between, are what X said, whatever
    /// the tree made of them. True if there are any.
    fn quotes_beside(&mut self, sentence: usize, found: &Found, content: &mut Vec<Span>, at: usize) -> bool {
        let tree = &self.trees[sentence];
        let mut group = tree.token(found.cue.0).span.join(tree.token(found.cue.1).span);
        if let Some(subject) = found.subject.filter(|s| s.antecedent.is_none()) {
            let phrase = match found.range {
                Some((a, b)) => speaker::span_of(tree, a, b),
                None => {
                    let cue = group;
                    speaker::whole(tree, subject.head, &|i| {
                        let span = tree.token(i).span;
                        cue.overlaps(span) || self.runs_in(span).next().is_some()
                    })
                }
            };
            // Only a subject that stands beside its verb.
            let gap = if phrase.end() <= group.start() {
                phrase.end()..group.start()
            } else {
                group.end().min(phrase.start())..phrase.start()
            };
            let near = self
                .text
                .get(gap)
                .is_some_and(|gap| !gap.chars().any(char::is_alphanumeric));
            if near {
                group = group.join(phrase);
            }
        }
        let only = |range: std::ops::Range<usize>, marks: &[char]| {
            self.text
                .get(range)
                .is_some_and(|gap| gap.chars().all(|c| c == ' ' || marks.contains(&c)))
        };
        let next = self.runs.partition_point(|r| r.outer.start() < group.end());
        let before = self
            .runs
            .partition_point(|r| r.outer.end() <= group.start())
            .checked_sub(1)
            .filter(|&r| only(self.runs[r].outer.end()..group.start(), &[',', '.', '-', '–', '—']))
            .filter(|&r| self.owner[r].is_none());
        let after = (next < self.runs.len())
            .then_some(next)
            .filter(|&r| only(group.end()..self.runs[r].outer.start(), &[',', ':']))
            .filter(|&r| self.owner[r].is_none_or(|o| o == at));
        let covers = |content: &[Span], r: usize| content.iter().any(|c| c.overlaps(self.runs[r].outer));
        let mut added = false;
        if let Some(r) = before.filter(|&r| !covers(content, r)) {
            let here = tree.sentence.span.overlaps(self.runs[r].outer);
            let takes = if here {
                let goes_on = after.is_some_and(|a| covers(content, a));
                if !goes_on {
                    content.clear();
                }
                true
            } else {
                let closed = self.runs[r].outer.end() > self.runs[r].inner.end();
                closed && content.is_empty() && group.start() <= tree.sentence.span.start() + 1
            };
            if takes {
                content.push(self.runs[r].outer);
                self.owner[r] = Some(at);
                added = true;
            }
        }
        if let Some(r) = after.filter(|&r| !covers(content, r)) {
            // "said X, “…”" after other quoted words only where those are broken off by a comma.
            let broken = before.is_none_or(|b| self.runs[b].inner.of(self.text).ends_with(','));
            if broken {
                if !added && before.is_none() {
                    content.clear();
                }
                content.push(self.runs[r].outer);
                self.owner[r] = Some(at);
                added = true;
            }
        }
        content.sort();
        added
    }

    /// A verb whose subject is missing, or lies in its own words, takes the phrase beside it.
    fn with_speaker(&self, sentence: usize, mut found: Found, home: Option<usize>, content: &[Span]) -> Found {
        let tree = &self.trees[sentence];
        let said = |i: u32| {
            let span = tree.token(i).span;
            content.iter().any(|c| c.overlaps(span))
                || self
                    .runs_in(span)
                    .any(|r| Some(r) != home && self.runs[r].outer.contains(span))
        };
        if found.subject.is_some_and(|s| said(s.head) && s.antecedent.is_none()) {
            found.subject = None;
        }
        let says = found.takes_quote || found.class == CueClass::Show;
        let reports = found.active && says && (found.class.is_report() || found.class == CueClass::Ask);
        if reports && let Some(near) = surface::set_off(tree, found.cue.0) {
            // "A, which B denies, X said": not B.
            let far = found
                .subject
                .is_some_and(|s| !s.shared && s.head < near.first && !tree.dominates(s.head, near.head));
            if far && !(near.first..=near.last).any(said) {
                found.subject = None;
            }
        }
        if found.subject.is_none() && tree.token(found.head).xpos == "VBG" {
            found.subject = self
                .drafts
                .iter()
                .rev()
                .take_while(|d| d.sentence == sentence)
                .filter_map(|d| d.found.as_ref())
                .find(|f| f.active && f.class.is_report() && f.subject.is_some())
                .and_then(|f| f.subject)
                .map(|s| Subject { shared: true, ..s });
        }
        if found.subject.is_none() && found.range.is_none() && reports {
            let free = |p: &surface::Phrase| !(p.first..=p.last).any(said);
            let told = tree.token(found.head).lemma == "tell";
            let beside = surface::before(tree, found.cue.0)
                .filter(free)
                .or_else(|| surface::after(tree, found.cue.1).filter(|p| free(p) && !told));
            if let Some(phrase) = beside {
                found.subject = Some(Subject {
                    head: phrase.head,
                    antecedent: None,
                    shared: false,
                });
                found.range = Some((phrase.first, phrase.last));
            }
        }
        found
    }

    /// Takes in "SMITH:" or "Ministry:"; in a transcript the whole paragraph is said.
    fn add_label(&mut self, sentence: usize, found: Found, transcript: bool) {
        let mut content = found.content.clone();
        if transcript {
            let end = self.paragraph(sentence).span.end();
            let after = self.trees[sentence].token(found.cue.1).span.end();
            let rest = self.text.get(after..end).unwrap_or_default();
            let lead = rest.len() - rest.trim_start().len();
            match content.last_mut() {
                Some(last) => *last = Span::new(last.start(), end.max(last.end())),
                // the label was read as a sentence of its own
                None if !rest.trim().is_empty() => content.push(Span::new(after + lead, end)),
                None => return,
            }
        }
        let at = self.drafts.len();
        for &piece in &content {
            for r in self.runs_in(piece) {
                self.owner[r] = Some(at);
            }
        }

        self.drafts.push(Draft {
            sentence,
            class: found.class,
            confidence: 0.9 * found.weight,
            found: Some(found),
            content,
            quoted: false,
            verbatim: transcript,
            like: None,
        });
    }

    /// Runs that no tree claimed go to the reporting word beside them.
    fn claim_runs(&mut self) {
        for r in 0..self.runs.len() {
            if self.owner[r].is_some() {
                continue;
            }
            let run = self.runs[r];
            let mut best: Option<(usize, usize)> = None;
            let first = self.sentence_at(run.outer.start());
            let last = self.sentence_at(run.outer.end().saturating_sub(1));
            let from = self.drafts.partition_point(|d| d.sentence < first);
            let near = self.drafts[from..].iter().take_while(|d| d.sentence <= last);
            for (d, draft) in near.enumerate() {
                let d = d + from;
                let tree = &self.trees[draft.sentence];

                let Some(found) = draft.found.as_ref().filter(|f| f.takes_quote && f.active) else {
                    continue;
                };
                // "“A,” X said on the radio, “B”"
                let goes_on = || {
                    let cue = tree.token(found.cue.1).span;
                    let before = self.text.get(..run.outer.start()).unwrap_or_default();
                    draft.quoted
                        && draft.class.is_report()
                        && run.outer.start() > cue.end()
                        && draft.content.iter().all(|c| c.end() <= cue.start())
                        && before.trim_end().ends_with([',', '-', '—', '–'])
                };
                if !tree.sentence.span.overlaps(run.outer) || !draft.content.is_empty() && !goes_on() {
                    continue;
                }
                let mut span = tree.token(found.cue.0).span.join(tree.token(found.cue.1).span);
                if let Some(subject) = found.subject.filter(|s| !s.shared) {
                    span = span.join(tree.token(subject.head).span);
                }
                let gap = if span.start() >= run.outer.end() {
                    span.start() - run.outer.end()
                } else if run.outer.start() >= span.end() {
                    run.outer.start() - span.end()
                } else {
                    continue;
                };
                if gap <= 100 && best.is_none_or(|(g, _)| gap < g) {
                    best = Some((gap, d));
                }
            }
            if let Some((_, d)) = best {
                self.give(r, d);
            }
        }
    }

    fn give(&mut self, run: usize, draft: usize) {
        self.owner[run] = Some(draft);
        let span = self.runs[run].outer;
        let content = &mut self.drafts[draft].content;
        content.push(span);
        content.sort();
        join_touching(content, self.text);
        self.drafts[draft].quoted = true;
    }

    /// "He said:" before a paragraph.
    fn claim_colons(&mut self) {
        for d in 0..self.drafts.len() {
            let draft = &self.drafts[d];
            if !draft.content.is_empty() {
                continue;
            }
            let span = self.trees[draft.sentence].sentence.span;
            if !span.of(self.text).trim_end().ends_with([':', '—', '-']) {
                continue;
            }
            let Some(next) = self.trees.get(draft.sentence + 1) else {
                continue;
            };
            let next = next.sentence.span;
            let opens = |r: &usize| {
                self.runs[*r].outer.start() <= next.start() + 2
                    && self.owner[*r].is_none_or(|o| self.drafts[o].sentence != draft.sentence)
            };
            if let Some(r) = self.runs_in(next).next().filter(opens) {
                self.give(r, d);
            }
        }
    }

    /// Quoted sentences whose speaker was named before: the rest of a quotation that was broken
    /// off, and its next paragraphs.
    fn continue_runs(&mut self) {
        for r in 0..self.runs.len() {
            if self.owner[r].is_some() {
                continue;
            }
            let run = self.runs[r];
            if run.continued
                && let Some(owner) = r.checked_sub(1).and_then(|before| self.owner[before])
            {
                self.give(r, owner);
                continue;
            }
            let sentence = self.sentence_at(run.outer.start());
            // Only whole sentences: a quoted phrase without a reporting word is no quotation.
            if self.trees[sentence].sentence.span.start() + 1 < run.outer.start() {
                continue;
            }
            let Some(previous) = sentence.checked_sub(1) else {
                continue;
            };
            if previous < self.paragraph(sentence).first {
                continue;
            }
            // `"…," X said. "…"`: the sentence before, in the same paragraph.
            let before = self.trees[previous].sentence.span;
            let touches = |d: &Draft| d.sentence == previous || d.content.iter().any(|c| c.overlaps(before));
            let owner = r.checked_sub(1).and_then(|r| self.owner[r]).filter(|&o| {
                let class = self.drafts[o].class;
                touches(&self.drafts[o]) && (class.is_report() || class == CueClass::Ask)
            });
            if let Some(owner) = owner {
                self.give(r, owner);
            }
        }
    }

    /// "said her foot was “so swollen”": with nothing but words between, what is said begins right after the cue.
    fn widen_fragments(&mut self) {
        for d in 0..self.drafts.len() {
            let draft = &self.drafts[d];
            let (Some(found), [piece]) = (&draft.found, draft.content.as_slice()) else {
                continue;
            };
            let tree = &self.trees[draft.sentence];
            let cue = tree.token(found.cue.1).span;
            let fragment = self
                .runs_in(*piece)
                .next()
                .is_some_and(|r| self.runs[r].outer.start() == piece.start());
            let gap = Span::new(cue.end().min(piece.start()), piece.start());
            if !fragment || !found.active || gap.is_empty() || !tree.sentence.span.contains(gap) {
                continue;
            }
            let words = gap.of(self.text);
            if gap.len() > 100 || words.contains([',', ';', ':', '(', ')', '-', '—', '–']) {
                continue;
            }
            let inside = |i: &u32| gap.contains(tree.token(*i).span);
            let tokens: Vec<u32> = (found.cue.1 + 1..tree.len()).take_while(inside).collect();
            let that = tokens.iter().copied().find(|&i| tree.token(i).form == "that");
            let Some(&first) = tokens.first() else { continue };
            let hears = matches!(
                tree.token(found.head).lemma.as_str(),
                "tell" | "ask" | "inform" | "remind"
            );
            let opens = match tree.token(first).upos {
                Upos::Adp | Upos::Adv | Upos::Cconj | Upos::Part | Upos::Punct => false,
                _ => !hears && !clause::is_day(&tree.token(first).form),
            };
            let subject = found.subject.is_some_and(|s| tokens.contains(&s.head));
            let Some(start) = that.or(Some(first).filter(|_| opens)).filter(|_| !subject) else {
                continue;
            };
            let from = tree.token(start).span;
            let content = &mut self.drafts[d].content;
            content[0] = from.join(content[0]);
        }
    }

    /// "“We lost everything.” Ada Obi, who fled, spoke at the camp": the speaker is named only in the next sentence.
    fn afterwards(&mut self, cues: &Cues) {
        for r in 0..self.runs.len() {
            let run = self.runs[r];
            let at = self.sentence_at(run.outer.end().saturating_sub(1));
            let Some(tree) = self.trees.get(at + 1) else { continue };
            let whole = self.trees[self.sentence_at(run.outer.start())].sentence.span.start() + 1 >= run.outer.start()
                && self.trees[at].sentence.span.end() <= run.outer.end() + 1
                && run.inner.of(self.text).split_whitespace().count() > 3;
            let (here, next) = (self.paragraph(at), self.paragraph(at + 1));
            let near = next.first == here.first || next.first == at + 1;
            let body = tree.sentence.part == PartKind::Body && self.trees[at].sentence.part == PartKind::Body;
            if self.owner[r].is_some() || !whole || !near || !body {
                continue;
            }
            // a whole sentence before it in the paragraph that somebody says is his; then so is this
            let root = (0..tree.len()).find(|&i| tree.token(i).rel == Rel::Root);
            let Some(verb) = root.filter(|&v| tree.token(v).upos == Upos::Verb) else {
                continue;
            };
            let lemma = tree.token(verb).lemma.to_lowercase();
            let spoken = self.runs_in(tree.sentence.span).next().is_some();
            let Some(subject) = tree
                .child(verb, Rel::Nsubj)
                .filter(|_| cues.speaks_of_it(&lemma) && !spoken)
            else {
                continue;
            };
            let named = |n: &crate::Name| n.kind == NameKind::Per && (n.start..n.end).contains(&subject);
            let speaks = tree.sentence.names.iter().any(named)
                || cues.is_speaker_noun(&tree.token(subject).lemma.to_lowercase());
            if !speaks || tree.is_passive(verb) {
                continue;
            }
            self.owner[r] = Some(self.drafts.len());
            self.drafts.push(Draft {
                sentence: at + 1,
                class: CueClass::Say,
                confidence: 0.6,
                found: Some(Found {
                    head: verb,
                    cue: (verb, verb),
                    class: CueClass::Say,
                    weight: 0.6,
                    subject: Some(Subject {
                        head: subject,
                        antecedent: None,
                        shared: false,
                    }),
                    range: None,
                    active: true,
                    content: Vec::new(),
                    takes_quote: true,
                }),
                content: vec![run.outer],
                quoted: true,
                verbatim: false,
                like: None,
            });
        }
    }

    /// "“…” ― Ada Obi": a name after a dash below or behind quoted words.
    fn signatures(&mut self) {
        for r in 0..self.runs.len() {
            if self.owner[r].is_some() {
                continue;
            }
            let outer = self.runs[r].outer;
            let rest = self.text.get(outer.end()..).unwrap_or_default();
            let gap = rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace()).len();
            let dash = rest
                .get(gap..)
                .and_then(|s| s.chars().next())
                .filter(|c| matches!(c, '―' | '—' | '–'));
            let Some(dash) = dash
                .filter(|_| gap <= 3)
                .map(|c| Span::new(outer.end() + gap, outer.end() + gap + c.len_utf8()))
            else {
                continue;
            };
            let sentence = self.sentence_at(dash.start());
            let tree = &self.trees[sentence];
            let at = |i: &u32| tree.token(*i).span.overlaps(dash);
            let Some(cue) = (0..tree.len()).find(at) else { continue };
            let named = tree
                .sentence
                .names
                .iter()
                .find(|n| n.kind == NameKind::Per && n.start == cue + 1);
            let capital = |i: u32| tree.token(i).form.chars().next().is_some_and(char::is_uppercase);
            let end = (cue + 1..tree.len().min(cue + 6)).take_while(|&i| capital(i)).last();
            let Some(last) = named.map(|n| n.end - 1).or(end.filter(|&e| e > cue + 1)) else {
                continue;
            };
            // nothing but the name, or a line of its own
            let tail = tree.token(last).span.end();
            let line = self.text.get(tail..).unwrap_or_default();
            let line = line.split('\n').next().unwrap_or_default().trim();
            if line.len() > 60 {
                continue;
            }
            self.owner[r] = Some(self.drafts.len());
            self.drafts.push(Draft {
                sentence,
                class: CueClass::Say,
                confidence: 0.8,
                found: Some(Found {
                    head: cue,
                    cue: (cue, cue),
                    class: CueClass::Say,
                    weight: 0.9,
                    subject: Some(Subject {
                        head: last,
                        antecedent: None,
                        shared: false,
                    }),
                    range: Some((cue + 1, last)),
                    active: false,
                    content: Vec::new(),
                    takes_quote: true,
                }),
                content: vec![outer],
                quoted: true,
                verbatim: false,
                like: None,
            });
        }
    }

    /// Runs that share text with a span.
    fn runs_in(&self, span: Span) -> std::ops::Range<usize> {
        let from = self.runs.partition_point(|r| r.outer.end() <= span.start());
        let to = self.runs.partition_point(|r| r.outer.start() < span.end());
        from..to.max(from)
    }

    /// The sentence at a place in the text, or the last before it.
    fn sentence_at(&self, at: usize) -> usize {
        self.trees
            .partition_point(|t| t.sentence.span.start() <= at)
            .saturating_sub(1)
    }

    /// The paragraph of a sentence.
    fn paragraph(&self, sentence: usize) -> Paragraph {
        let at = self.paragraphs.partition_point(|p| p.end <= sentence);
        self.paragraphs[at.min(self.paragraphs.len() - 1)]
    }

    /// True if all but little of the content stands between quotation marks.
    fn is_direct(&self, content: &[Span]) -> bool {
        let total: usize = content.iter().map(|c| c.len()).sum();
        let quoted: usize = content
            .iter()
            .flat_map(|&c| self.runs_in(c).filter_map(move |r| clip(c, self.runs[r].outer)))
            .map(Span::len)
            .sum();

        quoted * 10 >= total * 8
    }
}

/// Longest gap between two pieces of content that is closed, in bytes.
const LOST: usize = 60;

/// Verbs whose infinitive is as good as done: "went on to say", "continues to insist".
const DONE: &[&str] = &[
    "go", "continue", "begin", "start", "proceed", "come", "hasten", "rush", "use", "choose", "dare", "manage",
    "appear", "seem", "tend", "happen", "be",
];

/// False where nothing is said: "to disclose", "could say", and what goes on in the heads of "I"
/// and "you" inside somebody's words.
fn is_uttered(tree: &Tree<'_>, found: &Found, in_quotes: bool) -> bool {
    let head = found.head;
    let token = tree.token(head);
    if token.upos != Upos::Verb {
        return true;
    }
    let infinitive = tree.children(head).any(|c| c < head && tree.token(c).xpos == "TO");
    if infinitive {
        let done = token.rel == Rel::Xcomp
            && token
                .head
                .is_some_and(|up| DONE.contains(&tree.token(up).lemma.as_str()));
        if !done {
            return false;
        }
    }
    let modal = tree
        .children(head)
        .any(|c| tree.token(c).rel == Rel::Aux && tree.token(c).xpos == "MD");
    if modal {
        return false;
    }
    // What somebody quoted wants or blames is his matter, and so is a wish that describes somebody.
    let inner = matches!(
        found.class,
        CueClass::Think | CueClass::Judge | CueClass::Promise | CueClass::Request | CueClass::Show
    );
    if inner && (in_quotes || found.subject.is_some_and(|s| s.antecedent.is_some())) {
        return false;
    }
    let speaker = found.subject.map(|s| tree.token(s.head).lemma.to_lowercase());
    let self_talk = speaker.is_some_and(|s| matches!(s.as_str(), "i" | "we" | "you"));
    !(self_talk && (in_quotes || !found.class.is_report()))
}

/// The labels of an interview, "Mayor:", "Q:", where at least four paragraphs begin with a short one and two of these stand
/// there twice or more.
fn repeated_labels(text: &str, paragraphs: &[Paragraph]) -> Vec<String> {
    let label = |p: &Paragraph| {
        let (name, rest) = p.span.of(text).split_once(':')?;
        let words: Vec<&str> = name.split_whitespace().collect();
        let capital = name.chars().next().is_some_and(char::is_uppercase);
        let plain = name.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '.');
        let fits = capital && plain && (1..=3).contains(&words.len()) && !rest.trim().is_empty();
        fits.then(|| words.join(" "))
    };
    let all: Vec<String> = paragraphs.iter().filter_map(label).collect();
    let mut often: Vec<String> = all
        .iter()
        .filter(|l| all.iter().filter(|o| o == l).count() > 1)
        .cloned()
        .collect();
    often.sort();
    often.dedup();
    // two who take turns are most of what there is
    let turns = all.iter().filter(|l| often.contains(l)).count();
    if often.len() < 2 || turns < 4 || turns * 2 < paragraphs.len() {
        return Vec::new();
    }
    let mut labels = all;
    labels.sort();
    labels.dedup();
    labels
}

/// True if at least three paragraphs begin with a speaker in capitals or a handle: "SMITH: …", "@smith: …".
fn is_transcript(text: &str, paragraphs: &[Paragraph]) -> bool {
    let labelled = |p: &&Paragraph| {
        let words = p.span.of(text).trim_start_matches(|c: char| !c.is_alphanumeric());
        words.split_once(':').is_some_and(|(name, _)| {
            let words = p.span.of(text);
            if words.starts_with('@') || words.starts_with("RT @") {
                return name.len() < 40 && !name.trim_start_matches("RT ").contains(' ');
            }
            name.len() < 40
                && name.chars().filter(|c| c.is_uppercase()).count() > 1
                && !name.chars().any(char::is_lowercase)
        })
    };
    paragraphs.iter().filter(labelled).take(3).count() == 3
}

/// The part of a span inside another.
fn clip(span: Span, to: Span) -> Option<Span> {
    let (start, end) = (span.start().max(to.start()), span.end().min(to.end()));
    (start < end).then(|| Span::new(start, end))
}

/// A span with a hole cut out.
fn without(span: Span, hole: Span) -> Vec<Span> {
    if !span.overlaps(hole) {
        return vec![span];
    }
    let mut out = Vec::new();
    if span.start() < hole.start() {
        out.push(Span::new(span.start(), hole.start()));
    }
    if hole.end() < span.end() {
        out.push(Span::new(hole.end(), span.end()));
    }
    out
}

/// Joins spans that overlap or have only blanks between them.
fn join_touching(spans: &mut Vec<Span>, text: &str) {
    spans.sort();
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for &span in spans.iter() {
        match out.last_mut() {
            Some(last) if last.end() >= span.start() || text[last.end()..span.start()].trim().is_empty() => {
                *last = last.join(span);
            }
            _ => out.push(span),
        }
    }
    *spans = out;
}
