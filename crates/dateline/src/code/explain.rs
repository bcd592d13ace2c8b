//! Why events were, or were not, coded: the tree, the mentions, and every pattern that was tried.

use std::fmt::Write as _;

use super::assemble::{Fate, Sentences};
use super::confidence::Odds;
use super::matcher::Matcher;
use super::tree::Tree;
use crate::{Actor, PartKind};

/// Why events were, or were not, coded; shown by its `Display`.
#[derive(Debug)]
pub struct Explanation(String);

impl std::fmt::Display for Explanation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Explanation {
    pub(super) fn new<'a>(sentences: impl Iterator<Item = Sentences<'a>>, odds: &Odds) -> Self {
        let mut out = String::new();
        for sentence in sentences {
            // writing to a string cannot fail
            let _ = one(&mut out, &sentence, odds);
        }
        Self(out)
    }
}

fn one(out: &mut String, s: &Sentences<'_>, odds: &Odds) -> std::fmt::Result {
    let text = &s.document.text;
    let words = |span: crate::Span| span.of(text).replace('\n', " ");
    writeln!(
        out,
        "sentence {} ({}): {}",
        s.sentence.index,
        s.sentence.part,
        words(s.sentence.span)
    )?;
    let tree = Tree::new(s.sentence);
    writeln!(out, "\n  tree")?;
    for i in 0..tree.len() {
        let t = tree.token(i);
        let head = t
            .head
            .map_or("root".to_owned(), |h| format!("{h} {}", tree.token(h).form));
        let sub = if t.sub.as_str().is_empty() {
            String::new()
        } else {
            format!(":{}", t.sub)
        };
        writeln!(
            out,
            "  {i:>4} {:<18} {:<16} {:<6} {:<5} {}{sub} <- {head}",
            t.form, t.lemma, t.upos, t.xpos, t.rel
        )?;
    }
    let number = s.sentence.index;
    writeln!(out, "\n  mentions")?;
    for m in s.resolved.actors_in(number) {
        writeln!(out, "    actor  {:<32} {}", words(m.span), actor(&m.actor))?;
        for id in &m.candidates {
            writeln!(out, "           may be {id}")?;
        }
    }
    for m in s.resolved.places_in(number) {
        let at = m
            .place
            .lat
            .zip(m.place.lon)
            .map_or(String::new(), |(lat, lon)| format!(" {lat:.2},{lon:.2}"));
        writeln!(
            out,
            "    place  {:<32} {} {}{at}",
            words(m.span),
            m.place.name,
            m.place.country.as_deref().unwrap_or("?")
        )?;
        for other in &m.candidates {
            let country = other.country.as_deref().unwrap_or("?");
            writeln!(out, "           may be {} in {country}", other.name)?;
        }
    }
    for m in s.resolved.times_in(number) {
        let time = m
            .time
            .map_or("not anchored".to_owned(), |t| format!("{} to {}", t.from, t.to));
        writeln!(out, "    time   {:<32} {time}", words(m.span))?;
    }
    for q in s
        .resolved
        .quotes
        .iter()
        .filter(|q| q.content.iter().any(|c| c.overlaps(s.sentence.span)))
    {
        let speaker = q
            .speaker
            .as_ref()
            .map_or("nobody named".to_owned(), |sp| words(sp.span));
        let cue = q.cue.first().map_or("-".to_owned(), |c| words(*c));
        writeln!(out, "    says   {speaker:<32} {cue} ({})", q.kind)?;
    }
    if s.sentence.part == PartKind::Other {
        writeln!(out, "\n  not coded: only headline, kicker, captions and body are\n")?;
        return Ok(());
    }
    let matcher = Matcher::new(s.lexicon, tree, s.resolved);
    let (mut events, outcomes) = s.events_of(&matcher);
    odds.weigh(std::slice::from_ref(s.sentence), &mut events);
    writeln!(out, "\n  patterns")?;
    for i in 0..matcher.tree.len() {
        let tried = matcher.tried(i);
        if tried.is_empty() {
            continue;
        }
        let best = matcher.best[i as usize].as_ref();
        for t in tried {
            let verdict = match (&t.missing, best) {
                (Some(missing), _) => format!("no: {missing}"),
                (None, Some(best)) if std::ptr::eq(best.compiled, t.compiled) => {
                    match outcomes.iter().find(|o| o.anchor == i) {
                        Some(o) => {
                            let by = o.status.by.map_or(String::new(), |b| {
                                format!(" because of \"{}\"", matcher.tree.token(b).form)
                            });
                            let fate = match &o.fate {
                                Fate::Event => "an event".to_owned(),
                                Fate::Background => "an event, told as the subject of another".to_owned(),
                                Fate::PartOf(at) => {
                                    format!("part of \"{}\"", matcher.tree.token(*at).form)
                                }
                                Fate::NoParty => "no event: nobody is named".to_owned(),
                            };
                            format!("FITS: {fate}; {}{by}", o.status.status)
                        }
                        None => "fits".to_owned(),
                    }
                }
                (None, Some(best)) => format!("fits, but {} says more", best.compiled.name),
                (None, None) if t.compiled.except => "fits: an exception, so nothing is coded here".to_owned(),
                (None, None) => "fits, but an exception rules it out".to_owned(),
            };
            let except = if t.compiled.except { " (except)" } else { "" };
            writeln!(
                out,
                "    {:<14} {:<28} `{}`{except}\n    {:14} {verdict}",
                matcher.tree.token(i).form,
                t.compiled.name,
                t.compiled.text,
                ""
            )?;
        }
    }
    for line in s.lines_tried(&matcher) {
        writeln!(out, "    {line}")?;
    }
    writeln!(out, "\n  events")?;
    if events.is_empty() {
        writeln!(out, "    none")?;
    }
    for e in &events {
        let names = |list: &[crate::types::Participant]| {
            list.iter()
                .map(|p| format!("{} [{}]", words(p.span), actor(&p.actor)))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let code = e.code.as_ref().map_or(String::new(), |c| format!(" [{c}]"));
        let own = e.own_type.as_ref().map(|own| own.name.to_string());
        let kind = own.unwrap_or_else(|| e.kind.to_string());
        let doubts: String = e.doubts.iter().map(|d| format!(", {d}")).collect();
        let mode = e.mode.map_or(String::new(), |m| format!(" {m}"));
        writeln!(
            out,
            "    {} | {}{mode}{code} {} | {}   ({}, {:.2}{doubts})",
            names(&e.actors),
            kind,
            e.status,
            names(&e.recipients),
            e.evidence.pattern,
            e.confidence
        )?;
    }
    writeln!(out)
}

fn actor(a: &Actor) -> String {
    let mut out = a
        .country
        .as_deref()
        .unwrap_or(if a.members.is_empty() { "?" } else { "" })
        .to_owned();
    out.push_str(&a.members.join("+"));
    for s in &a.sectors {
        out.push(' ');
        out.push_str(s.as_str());
    }
    if let Some(name) = &a.name {
        out.push_str(&format!(" ({name})"));
    }
    if let Some(id) = &a.id {
        out.push_str(&format!(" #{id}"));
    }
    out
}
