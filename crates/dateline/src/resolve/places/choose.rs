//! Which of the places of a name is meant: by what the text says contains it, by the other places
//! of the document, by the countries that it names, and by size.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::find::{Found, Group, Sort};
use super::{Candidate, Class, PlaceResolver, kilometres};
use crate::resolve::actors::names::Folded;
use crate::{Document, Precision, Sentence};

/// By how much the best place must be ahead of the next, in points of weight.
const AHEAD: f64 = 0.3;
/// Places of one name as near as this, in kilometres, are told apart no further.
const SAME: f64 = 60.0;
/// How far, in kilometres, the places of a local story lie from the one that it is about.
const HOME: f64 = 120.0;
/// Most names whose undecided places support each other.
const COMPANY: usize = 40;

/// What is known of a mention.
#[derive(Clone, Debug)]
pub(super) enum Choice {
    /// The index among the group's candidates.
    One(usize),
    /// Not known by name, but in or near a place that is: its group, its index there, and how exact
    /// that makes it.
    Near(usize, usize, Precision),
    /// Not told apart, or not known: the country, if anything says it.
    Open(Option<CompactString>),
}

/// What the document is about, as far as it is decided.
#[derive(Debug, Default)]
struct Scene {
    countries: FxHashMap<CompactString, f64>,
    /// First-level divisions.
    states: FxHashMap<(u8, u16), f64>,
    /// Points with their weight and the group that they are from.
    points: Vec<((f64, f64), f64, usize)>,
    all: f64,
}

/// Chooses for every mention.
pub(super) fn choose(
    resolver: &PlaceResolver,
    document: &Document,
    sentences: &[Sentence],
    found: &[Found],
    groups: &[Group],
) -> Vec<Choice> {
    let mut own: Vec<Option<usize>> = vec![None; found.len()];
    let mut held: Vec<Option<usize>> = vec![None; found.len()];
    contained(resolver, found, groups, sentences, &mut own, &mut held);
    let dateline = document
        .parts
        .dateline
        .as_ref()
        .and_then(|d| d.place.as_deref())
        .and_then(|place| resolver.best_of_name(place));
    let demonyms = demonyms(resolver, sentences);

    // What a name means where the text itself says so, and how often.
    let mut sorts: Vec<Option<Sort>> = vec![None; groups.len()];
    let mut votes: Vec<FxHashMap<usize, u32>> = vec![FxHashMap::default(); groups.len()];
    let mut counts = vec![0u32; groups.len()];
    for (i, f) in found.iter().enumerate() {
        counts[f.group] += 1;
        sorts[f.group] = sorts[f.group].or(f.sort);
        if let Some(choice) = own[i].filter(|c| *c != usize::MAX) {
            *votes[f.group].entry(choice).or_default() += 1;
        }
    }
    let mut chosen: Vec<Option<usize>> = groups
        .iter()
        .enumerate()
        .map(|(g, group)| {
            let voted = votes[g].iter().max_by_key(|(choice, n)| (**n, usize::MAX - **choice)).map(|(c, _)| *c);
            let obvious = || match group.candidates.as_slice() {
                [one] => fits(one, sorts[g]).then_some(0),
                many => dominant(many),
            };
            voted.or_else(obvious)
        })
        .collect();
    let fixed: Vec<bool> = (0..groups.len()).map(|g| !votes[g].is_empty()).collect();

    let mut listed = vec![false; groups.len()];
    for round in 0..3 {
        let mut next = chosen.clone();
        for (g, group) in groups.iter().enumerate() {
            if fixed[g] || counts[g] == 0 || group.candidates.is_empty() {
                continue;
            }
            listed[g] |= among_states(found, groups, &chosen, g);
            let scene = scene(resolver, groups, &chosen, &counts, &demonyms, dateline.as_ref(), g);
            next[g] = best(resolver, groups, &chosen, &counts, g, &scene, sorts[g], dateline.as_ref(), listed[g]);
        }
        let same = next == chosen;
        chosen = next;
        if same && round > 0 {
            break;
        }
    }
    let whole = scene(resolver, groups, &chosen, &counts, &demonyms, dateline.as_ref(), usize::MAX);
    let home = home(found, groups, &own, &chosen);
    found
        .iter()
        .enumerate()
        .map(|(i, f)| match own[i].or(chosen[f.group]) {
            Some(choice) if choice != usize::MAX => Choice::One(choice),
            _ => beside(i, found, groups, sentences, &own, &chosen, &held, home).unwrap_or_else(|| {
                let code = country_of_unknown(i, found, groups, &own, &chosen, &held, &whole, dateline.as_ref());
                Choice::Open(code)
            }),
        })
        .collect()
}

/// Settles what the text says: "Kanpur, India", "Troy, in upstate New York".
fn contained(
    resolver: &PlaceResolver,
    found: &[Found],
    groups: &[Group],
    sentences: &[Sentence],
    own: &mut [Option<usize>],
    held: &mut [Option<usize>],
) {
    // From the right, so that the outermost of "Austin, Scott County, Indiana" comes first.
    for i in (0..found.len()).rev() {
        let Some(j) = found[i].within else { continue };
        let (inner, outer) = (&found[i], &found[j]);
        let Some(sentence) = sentences.iter().find(|s| s.index == inner.sentence) else {
            continue;
        };
        let between = || (inner.tokens.1..outer.tokens.0).map(|t| sentence.tokens[t as usize].form.as_str());
        let gap = outer.tokens.0.saturating_sub(inner.tokens.1);
        let comma = gap == 1 && between().all(|w| matches!(w, "," | "("));
        let sort_between = gap == 2
            && between().last() == Some(",")
            && between().next().is_some_and(|w| resolver.words.is_sort(&w.to_lowercase()));
        let nested = gap > 0 && gap <= 5 && between().any(|w| matches!(w, "in" | "of")) && !between().any(|w| matches!(w, "," | "and"));
        if !(comma || sort_between || nested) {
            continue;
        }
        let (inner_places, outer_places) = (&groups[inner.group].candidates, &groups[outer.group].candidates);
        let mut best: Option<(usize, usize, f64)> = None;
        for (o, outer_place) in outer_places.iter().enumerate() {
            if own[j].is_some_and(|settled| settled != o) || outer_place.class == Class::Settlement && !comma {
                continue;
            }
            for (n, inner_place) in inner_places.iter().enumerate() {
                if !resolver.contains(outer_place, inner_place) {
                    continue;
                }
                let class = match outer_place.class {
                    Class::Country | Class::First => 3.0,
                    Class::Second => 2.0,
                    _ => 0.0,
                };
                let score = outer_place.weight + inner_place.weight + class + sort_points(inner_place, inner.sort)
                    + sort_points(outer_place, outer.sort);
                if best.is_none_or(|(.., s)| score > s) {
                    best = Some((n, o, score));
                }
            }
        }
        match best {
            Some((n, o, _)) => {
                own[i] = Some(n);
                own[j] = own[j].or(Some(o));
                held[i] = Some(j);
            }
            // "Bradford, Ontario" where no Bradford is known in Ontario: none of the others.
            None if nested && gap <= 2 && inner_places.is_empty() => held[i] = Some(j),
            None if (comma || sort_between) && (inner_places.is_empty() || bounds(outer, outer_places, inner_places)) => {
                held[i] = Some(j);
                own[i] = Some(usize::MAX);
            }
            None => {}
        }
    }
}

/// True if the outer name is a state's or country's beyond doubt, so that it bounds what is named
/// before it.
fn bounds(outer: &Found, outer_places: &[Candidate], inner_places: &[Candidate]) -> bool {
    let large = |c: &Candidate| matches!(c.class, Class::Country | Class::First) && c.curated;
    !outer.attributive
        && outer_places.iter().any(|c| large(c) && c.weight >= 5.0)
        && !inner_places.iter().any(large)
}

/// How often the document names a people or a thing by its country, or by a word of that country
/// ("sheriff", "panchayat").
fn demonyms(resolver: &PlaceResolver, sentences: &[Sentence]) -> FxHashMap<CompactString, f64> {
    let mut counts: FxHashMap<CompactString, f64> = FxHashMap::default();
    for sentence in sentences {
        let folded = Folded::new(sentence);
        for hit in resolver.adjectives.find(sentence, &folded) {
            if let [code] = hit.meanings.as_slice()
                && let Some(code) = resolver.adjective_codes.get(*code as usize)
            {
                *counts.entry(code.clone()).or_default() += 1.0;
            }
        }
        for i in 0..folded.len() {
            if let Some(code) = resolver.cues.get(folded.word(i)) {
                *counts.entry(code.clone()).or_default() += 1.0;
            }
        }
    }
    counts
}

/// True if a name stands in a list beside names of states and provinces ("Florida, Georgia and
/// Alabama").
fn among_states(found: &[Found], groups: &[Group], chosen: &[Option<usize>], g: usize) -> bool {
    let state = |f: &Found| {
        let place = chosen[f.group].and_then(|c| groups[f.group].candidates.get(c));
        place.is_some_and(|p| p.class == Class::First && p.curated)
    };
    found.windows(2).any(|pair| {
        let [a, b] = pair else { return false };
        let apart = b.tokens.0.saturating_sub(a.tokens.1);
        a.sentence == b.sentence && (1..=2).contains(&apart) && (a.group == g && state(b) || b.group == g && state(a))
    })
}

/// The place of a name that everybody thinks of, where one is far ahead.
fn dominant(many: &[Candidate]) -> Option<usize> {
    let best = (0..many.len()).max_by(|a, b| many[*a].weight.total_cmp(&many[*b].weight))?;
    let next = (0..many.len())
        .filter(|i| *i != best && !together(&many[*i], &many[best]))
        .map(|i| many[i].weight)
        .fold(0.0, f64::max);
    (many[best].weight >= 7.0 && many[best].weight - next >= 2.0).then_some(best)
}

fn together(a: &Candidate, b: &Candidate) -> bool {
    a.country == b.country && matches!((a.point, b.point), (Some(a), Some(b)) if kilometres(a, b) < SAME)
}

fn fits(place: &Candidate, sort: Option<Sort>) -> bool {
    sort_points(place, sort) > -3.0
}

/// What the word beside the name says for or against a place.
fn sort_points(place: &Candidate, sort: Option<Sort>) -> f64 {
    match (sort, place.class) {
        (None, _) => 0.0,
        (Some(Sort::Settlement), Class::Settlement) | (Some(Sort::Division), Class::First | Class::Second) => 3.0,
        (Some(Sort::Division), Class::Country | Class::Region) => 1.0,
        (Some(Sort::Settlement), Class::First | Class::Country) => -2.0,
        (Some(Sort::Water), Class::Water) | (Some(Sort::Land), Class::Land | Class::Region) => 3.0,
        (Some(Sort::Water), Class::Settlement) if !place.curated => -1.0,
        (Some(Sort::Water | Sort::Land), _) => 0.0,
        (Some(Sort::Division), _) => -0.5,
        _ => 0.0,
    }
}

fn scene(
    resolver: &PlaceResolver,
    groups: &[Group],
    chosen: &[Option<usize>],
    counts: &[u32],
    demonyms: &FxHashMap<CompactString, f64>,
    dateline: Option<&Candidate>,
    without: usize,
) -> Scene {
    let mut scene = Scene::default();
    for (code, count) in demonyms {
        let weight = count.min(4.0) * 0.5;
        *scene.countries.entry(code.clone()).or_default() += weight;
        scene.all += weight;
    }
    let mut add = |place: &Candidate, weight: f64, group: usize| {
        if let Some(country) = &place.country {
            *scene.countries.entry(country.clone()).or_default() += weight;
            scene.all += weight;
        }
        if place.class != Class::Country {
            if let Some(state) = resolver.first_level(place) {
                *scene.states.entry(state).or_default() += weight;
            }
            if let Some(point) = place.point
                && !matches!(place.class, Class::First | Class::Region)
            {
                scene.points.push((point, weight, group));
            }
        }
    };
    for (g, choice) in chosen.iter().enumerate() {
        if g != without
            && counts[g] > 0
            && let Some(place) = choice.and_then(|c| groups[g].candidates.get(c))
        {
            add(place, f64::from(counts[g].min(3)), g);
        } else if g != without
            && counts[g] > 0
            && let [first, rest @ ..] = groups[g].candidates.as_slice()
            && !rest.is_empty()
            && rest.iter().all(|c| c.country == first.country)
        {
            // Many of one name, but all in one country.
            let country = Candidate {
                class: Class::Country,
                ..first.clone()
            };
            add(&country, 1.0, g);
        }
    }
    if let Some(place) = dateline {
        add(place, 3.0, usize::MAX);
    }
    scene
}

/// What nearness is worth.
fn closeness(kilometres: f64) -> f64 {
    match kilometres {
        d if d < 40.0 => 1.5,
        d if d < 100.0 => 1.1,
        d if d < 200.0 => 0.7,
        d if d < 500.0 => 0.3,
        _ => 0.0,
    }
}

/// What a place's size counts against its company: a world city gives way where everything else
/// is beside a small place of its name.
fn prior(place: &Candidate) -> f64 {
    if place.weight > 4.0 { 4.0 + (place.weight - 4.0) * 0.5 } else { place.weight }
}

#[allow(clippy::too_many_arguments)]
fn best(
    resolver: &PlaceResolver,
    groups: &[Group],
    chosen: &[Option<usize>],
    counts: &[u32],
    g: usize,
    scene: &Scene,
    sort: Option<Sort>,
    dateline: Option<&Candidate>,
    listed: bool,
) -> Option<usize> {
    let candidates = &groups[g].candidates;
    let peers = [if listed { 4.0 } else { 0.0 }, 0.0];
    let mut scores: Vec<f64> = Vec::with_capacity(candidates.len());
    for place in candidates {
        let mut score = prior(place) + sort_points(place, sort);
        if let Some(country) = &place.country {
            let share = scene.countries.get(country).copied().unwrap_or(0.0) / (scene.all + 1.0);
            score += 3.0 * share;
            if dateline.is_some_and(|d| d.country.as_ref() == Some(country)) {
                score += 1.0;
            }
        }
        if place.class == Class::Country {
            scores.push(score);
            continue;
        }
        if let Some(state) = resolver.first_level(place)
            && let Some(weight) = scene.states.get(&state)
        {
            score += 1.0 + (weight * 0.5).min(2.0);
        }
        if let Some(point) = place.point {
            let near: f64 = scene.points.iter().map(|(p, w, _)| closeness(kilometres(*p, point)) * w.min(2.0)).sum();
            score += near.min(5.0);
            // Other undecided names, by the nearest of their places.
            let mut company = 0.0;
            let undecided = groups
                .iter()
                .enumerate()
                .filter(|(h, other)| *h != g && counts[*h] > 0 && chosen[*h].is_none() && !other.candidates.is_empty());
            for (_, other) in undecided.take(COMPANY) {
                let closest = other
                    .candidates
                    .iter()
                    .filter_map(|c| c.point)
                    .map(|p| closeness(kilometres(p, point)))
                    .fold(0.0, f64::max);
                company += closest * 0.5;
                // "Paris and Henry County": of all the counties of that name the one it lies in.
                let home = |c: &Candidate| matches!(c.class, Class::Second) && c.area.is_some() && resolver.contains(c, place);
                if place.class == Class::Settlement && other.candidates.iter().any(home) {
                    company += 1.5;
                }
            }
            score += company.min(3.0);
        }
        scores.push(score + peers[usize::from(place.class != Class::First)]);
    }
    let first = (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]))?;
    if !fits(&candidates[first], sort) {
        return None;
    }
    let ahead = (0..scores.len())
        .filter(|i| *i != first && !together(&candidates[*i], &candidates[first]))
        .all(|i| scores[first] - scores[i] >= AHEAD);
    ahead.then_some(first)
}

/// The place that a document is about: the town or county named most, if all other towns lie within
/// a day's walk or two of it.
fn home(found: &[Found], groups: &[Group], own: &[Option<usize>], chosen: &[Option<usize>]) -> Option<(usize, usize)> {
    let mut counts: Vec<((usize, usize), u32)> = Vec::new();
    for (i, f) in found.iter().enumerate() {
        let Some(choice) = own[i].or(chosen[f.group]) else { continue };
        let Some(place) = groups[f.group].candidates.get(choice) else {
            continue;
        };
        if matches!(place.class, Class::Settlement | Class::Second | Class::Spot) && place.point.is_some() {
            match counts.iter_mut().find(|(at, _)| *at == (f.group, choice)) {
                Some((_, n)) => *n += 1,
                None => counts.push(((f.group, choice), 1)),
            }
        }
    }
    let point = |(group, choice): (usize, usize)| groups[group].candidates[choice].point;
    let (home, most) = *counts.iter().rev().max_by_key(|(_, n)| *n)?;
    let middle = point(home)?;
    let close = |(at, _): &&((usize, usize), u32)| point(*at).is_some_and(|p| kilometres(p, middle) <= HOME);
    let near: u32 = counts.iter().filter(close).map(|(_, n)| n).sum();
    let all: u32 = counts.iter().map(|(_, n)| n).sum();
    (most >= 2 && near == all).then_some(home)
}

/// An unknown name in or near a known place: "Royal Street in New Orleans", "Cairo's suburb of
/// Madinaty", or any in a document that is all about one town.
#[allow(clippy::too_many_arguments)]
fn beside(
    i: usize,
    found: &[Found],
    groups: &[Group],
    sentences: &[Sentence],
    own: &[Option<usize>],
    chosen: &[Option<usize>],
    held: &[Option<usize>],
    home: Option<(usize, usize)>,
) -> Option<Choice> {
    let f = &found[i];
    if own[i].is_none() && !groups[f.group].candidates.is_empty() {
        return None;
    }
    let town = |j: usize| -> Option<Choice> {
        let group = found[j].group;
        let choice = own[j].or(chosen[group])?;
        let place = groups[group].candidates.get(choice)?;
        let small = matches!(place.class, Class::Settlement | Class::Second | Class::Spot) && place.point.is_some();
        small.then_some(Choice::Near(group, choice, place.precision))
    };
    if let Some(near) = held[i].and_then(town) {
        return Some(near);
    }
    if let Some(j) = i.checked_sub(1)
        && found[j].sentence == f.sentence
        && f.tokens.0.saturating_sub(found[j].tokens.1) <= 4
        && let Some(sentence) = sentences.iter().find(|s| s.index == f.sentence)
    {
        let owner = sentence
            .tokens
            .get(found[j].tokens.1 as usize)
            .is_some_and(|t| matches!(t.form.as_str(), "'s" | "’s" | "'" | "’"));
        if owner && let Some(near) = town(j) {
            return Some(near);
        }
    }
    let (group, choice) = home?;
    // What the text puts into a state or country elsewhere is not at home.
    let country = held[i].and_then(|j| {
        let outer = own[j].or(chosen[found[j].group])?;
        groups[found[j].group].candidates.get(outer)?.country.clone()
    });
    let here = &groups[group].candidates[choice].country;
    (country.is_none() || country == *here).then_some(Choice::Near(group, choice, Precision::District))
}

/// Country of a name whose place is not known: its container's, else the nearest place's in the
/// sentence, else the dateline's, else that of the whole document where there is only one.
#[allow(clippy::too_many_arguments)]
fn country_of_unknown(
    i: usize,
    found: &[Found],
    groups: &[Group],
    own: &[Option<usize>],
    chosen: &[Option<usize>],
    held: &[Option<usize>],
    scene: &Scene,
    dateline: Option<&Candidate>,
) -> Option<CompactString> {
    let place = |j: usize| -> Option<&Candidate> {
        let group = &groups[found[j].group];
        group.candidates.get(own[j].or(chosen[found[j].group])?)
    };
    let country = |j: usize| place(j).and_then(|p| p.country.clone());
    let candidates = &groups[found[i].group].candidates;
    // All places of the name in one country.
    if let [first, rest @ ..] = candidates.as_slice()
        && rest.iter().all(|c| c.country == first.country)
    {
        return first.country.clone();
    }
    let possible = |code: &Option<CompactString>| candidates.is_empty() || candidates.iter().any(|c| c.country == *code);
    if let Some(outer) = held[i] {
        return country(outer);
    }
    let near = (0..found.len())
        .filter(|j| {
            found[*j].sentence == found[i].sentence
                && country(*j).is_some()
                && found[*j].head.abs_diff(found[i].head) <= 8
                && possible(&country(*j))
        })
        .min_by_key(|j| j.abs_diff(i));
    if let Some(near) = near {
        return country(near);
    }
    if let Some(code) = dateline.map(|d| d.country.clone())
        && possible(&code)
    {
        return code;
    }
    // One country for all places of the document.
    let mut all = (0..found.len()).filter_map(country);
    let first = all.next()?;
    let one = all.all(|c| c == first) && scene.countries.len() <= 1;
    let first = Some(first);
    (one && possible(&first)).then_some(first).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn far_ahead_or_not() {
        let place = |weight: f64, lat: f64| Candidate {
            name: "Alma".to_owned(),
            country: Some("USA".into()),
            point: Some((lat, -90.0)),
            precision: Precision::City,
            class: Class::Settlement,
            weight,
            area: None,
            curated: true,
        };
        assert_eq!(dominant(&[place(8.0, 40.0), place(3.0, 30.0)]), Some(0));
        assert_eq!(dominant(&[place(8.0, 40.0), place(7.0, 30.0)]), None);
        assert_eq!(dominant(&[place(5.0, 40.0), place(1.0, 30.0)]), None);
    }
}
