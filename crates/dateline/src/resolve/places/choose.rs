//! Which of the places of a name is meant: by what the text says contains it, by the other places
//! of the document, by the countries that it names, and by size.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::find::{Found, Group, Sort};
use super::{Candidate, Class, PlaceResolver, kilometres};
use crate::resolve::actors::names::Folded;
use crate::{Document, Precision, Rel, Sentence};

/// By how much the best place must be ahead of the next, in points of weight.
const AHEAD: f64 = 0.3;
/// Places of one name as near as this, in kilometres, are told apart no further.
const SAME: f64 = 60.0;
/// How far, in kilometres, the places of a local story lie from the one that it is about.
const HOME: f64 = 120.0;
/// Most names whose undecided places support each other.
const COMPANY: usize = 24;

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
    /// Middles of countries, likewise.
    lands: Vec<((f64, f64), f64, usize)>,
    /// The places chosen, with their groups.
    places: Vec<(CompactString, (f64, f64), usize)>,
    /// The state of the dateline, where it names one.
    home_state: Option<(f64, f64)>,
    all: f64,
    /// Country of the dateline.
    home: Option<CompactString>,
    /// Names that are not decided, at most [`COMPANY`].
    open: Vec<usize>,
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
    // "CAMP MURRAY, Wash. - …" that is no dateline by its form
    let opening = || {
        let j = held.first().copied().flatten()?;
        let all = &groups[found[j].group].candidates;
        let place = all.get(own[j].or_else(|| (all.len() == 1).then_some(0))?)?;
        (found[0].sentence <= 2 && place.class == Class::First).then(|| place.clone())
    };
    let dateline = dateline.or_else(opening);
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
            let voted = votes[g]
                .iter()
                .max_by_key(|(choice, n)| (**n, usize::MAX - **choice))
                .map(|(c, _)| *c);
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
        among_states(found, groups, &chosen, &mut listed);
        let scene = scene(resolver, groups, &chosen, &counts, &demonyms, dateline.as_ref());
        for (g, group) in groups.iter().enumerate() {
            if fixed[g] || counts[g] == 0 || group.candidates.is_empty() {
                continue;
            }
            let told = Told {
                sort: sorts[g],
                listed: listed[g],
                count: counts[g],
            };
            next[g] = best(resolver, groups, &chosen, g, &scene, told);
        }
        let same = next == chosen;
        chosen = next;
        if same && round > 0 {
            break;
        }
    }
    let whole = scene(resolver, groups, &chosen, &counts, &demonyms, dateline.as_ref());
    // Names whose places are all out of the way are as good as unknown.
    let dropped: Vec<bool> = (0..groups.len())
        .map(|g| {
            let all = || groups[g].candidates.iter();
            chosen[g].is_none() && !fixed[g] && all().count() > 0 && all().all(|c| far_fetched(c, &whole, false, 0))
        })
        .collect();
    let home = home(found, groups, &own, &chosen, &whole);
    let mut choices: Vec<Choice> = found
        .iter()
        .enumerate()
        .map(|(i, f)| match own[i].or(chosen[f.group]) {
            Some(choice) if choice != usize::MAX => Choice::One(choice),
            _ => beside(
                i,
                found,
                groups,
                sentences,
                &own,
                &chosen,
                &held,
                home,
                dropped[f.group],
            )
            .unwrap_or_else(|| {
                let (dateline, dropped) = (dateline.as_ref(), dropped[f.group]);
                let code = country_of_unknown(i, found, groups, &own, &chosen, &held, &whole, dateline, dropped);
                Choice::Open(code)
            }),
        })
        .collect();
    // Where the text says once what an unknown name lies in, it lies there throughout.
    let mut near: FxHashMap<usize, Choice> = FxHashMap::default();
    for (i, choice) in choices.iter().enumerate() {
        if matches!(choice, Choice::Near(..)) {
            near.entry(found[i].group).or_insert_with(|| choice.clone());
        }
    }
    for (f, choice) in found.iter().zip(&mut choices) {
        if let Choice::Open(_) = choice
            && let Some(same) = near.get(&f.group)
        {
            *choice = same.clone();
        }
    }
    choices
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
        let Some(sentence) = sentence(sentences, inner.sentence) else {
            continue;
        };
        // "Brent, in north west London" as "Brent, London"
        let words = |t: u32| sentence.tokens[t as usize].form.to_lowercase();
        let mut last = outer.tokens.0;
        while last > inner.tokens.1 + 1 && resolver.words.side.contains(words(last - 1).as_str()) {
            last -= 1;
        }
        let sided = last < outer.tokens.0;
        if last == inner.tokens.1 + 2 && words(last - 1) == "in" && words(last - 2) == "," {
            last -= 1;
        }
        // "at Haram, near Giza"
        let near = last == inner.tokens.1 + 2 && words(last - 1) == "near" && words(last - 2) == ",";
        if near && groups[inner.group].candidates.is_empty() {
            held[i] = Some(j);
            continue;
        }
        let between = || (inner.tokens.1..last).map(|t| sentence.tokens[t as usize].form.as_str());
        let gap = last.saturating_sub(inner.tokens.1);
        let comma = gap == 1 && between().all(|w| matches!(w, "," | "("));
        let sort_between = gap == 2
            && between().next_back() == Some(",")
            && between()
                .next()
                .is_some_and(|w| resolver.words.is_sort(&w.to_lowercase()));
        let nested = gap > 0
            && gap <= 5
            && between().any(|w| matches!(w, "in" | "of"))
            && !between().any(|w| matches!(w, "," | "and"));
        if !(comma || sort_between || nested) {
            continue;
        }
        // "Beyond Haram, Giza has new suburbs"
        let subject = |f: &Found| sentence.tokens[f.head as usize].rel == Rel::Nsubj;
        if comma && subject(outer) && !subject(inner) && outer.attributive == inner.attributive {
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
                let score = outer_place.weight
                    + inner_place.weight
                    + class
                    + sort_points(inner_place, inner.sort)
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
            None if (comma || sort_between)
                && (inner_places.is_empty() || bounds(outer, outer_places, inner_places, sided)) =>
            {
                held[i] = Some(j);
                own[i] = Some(usize::MAX);
            }
            None => {}
        }
    }
}

/// True if the outer name is a state's or country's beyond doubt, so that it bounds what is named
/// before it.
fn bounds(outer: &Found, outer_places: &[Candidate], inner_places: &[Candidate], sided: bool) -> bool {
    let large = |c: &Candidate| matches!(c.class, Class::Country | Class::First) && c.curated;
    // "the Gulf, Qatar" lists; "Brent, north west London" does not
    if inner_places
        .iter()
        .any(|c| c.curated && matches!(c.class, Class::Water | Class::Land | Class::Region))
    {
        return false;
    }
    if sided
        && outer_places
            .iter()
            .any(|c| c.curated && c.class == Class::Settlement && c.weight >= 5.0)
    {
        return true;
    }
    !outer.attributive && outer_places.iter().any(|c| large(c) && c.weight >= 5.0) && !inner_places.iter().any(large)
}

/// The sentence of an index.
fn sentence(sentences: &[Sentence], index: u32) -> Option<&Sentence> {
    let at = sentences.partition_point(|s| s.index < index);
    sentences.get(at).filter(|s| s.index == index)
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

/// Marks the names that stand in a list beside names of states and provinces ("Florida, Georgia and
/// Alabama").
fn among_states(found: &[Found], groups: &[Group], chosen: &[Option<usize>], listed: &mut [bool]) {
    let state = |f: &Found| {
        let place = chosen[f.group].and_then(|c| groups[f.group].candidates.get(c));
        place.is_some_and(|p| p.class == Class::First && p.curated)
    };
    for pair in found.windows(2) {
        let [a, b] = pair else { continue };
        let apart = b.tokens.0.saturating_sub(a.tokens.1);
        if a.sentence == b.sentence && (1..=2).contains(&apart) {
            listed[a.group] |= state(b);
            listed[b.group] |= state(a);
        }
    }
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
) -> Scene {
    let mut scene = Scene {
        home: dateline.and_then(|d| d.country.clone()),
        ..Scene::default()
    };
    for (code, count) in demonyms {
        scene.country(code, count.min(4.0) * 0.5);
    }
    for (g, choice) in chosen.iter().enumerate().filter(|(g, _)| counts[*g] > 0) {
        if let Some(place) = choice.and_then(|c| groups[g].candidates.get(c)) {
            scene.add(resolver, place, mentioned(counts[g]), g);
            continue;
        }
        if let [first, rest @ ..] = groups[g].candidates.as_slice()
            && !rest.is_empty()
            && rest.iter().all(|c| c.country == first.country)
            && let Some(country) = &first.country
        {
            // Many of one name, but all in one country.
            scene.country(country, 1.0);
        }
        if !groups[g].candidates.is_empty() && scene.open.len() < COMPANY {
            scene.open.push(g);
        }
    }
    if let Some(place) = dateline {
        scene.add(resolver, place, 3.0, usize::MAX);
        scene.home_state = place.point.filter(|_| place.class == Class::First);
    }
    scene
}

/// What a name counts by the number of its mentions.
fn mentioned(count: u32) -> f64 {
    f64::from(count.min(3))
}

impl Scene {
    fn country(&mut self, code: &CompactString, weight: f64) {
        *self.countries.entry(code.clone()).or_default() += weight;
        self.all += weight;
    }

    fn add(&mut self, resolver: &PlaceResolver, place: &Candidate, weight: f64, group: usize) {
        if let Some(country) = &place.country {
            self.country(country, weight);
        }
        if let Some(point) = place.point {
            self.places.push((place.name.as_str().into(), point, group));
            if place.class == Class::Country {
                self.lands.push((point, weight, group));
            }
        }
        if place.class == Class::Country {
            return;
        }
        if let Some(state) = resolver.first_level(place) {
            *self.states.entry(state).or_default() += weight;
        }
        if let Some(point) = place.point
            && !matches!(place.class, Class::First | Class::Region)
        {
            // Everybody names the great cities: being near one says little.
            let weight = if place.weight >= 7.0 { weight * 0.5 } else { weight };
            self.points.push((point, weight, group));
        }
    }
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

/// What it is worth that a country lies among those that are named.
fn neighbourhood(scene: &Scene, g: usize, point: (f64, f64)) -> f64 {
    let others = scene.lands.iter().filter(|(.., group)| *group != g);
    let near: f64 = others
        .map(|(p, w, _)| {
            let worth = match kilometres(*p, point) {
                d if d < 900.0 => 0.5,
                d if d < 1800.0 => 0.25,
                _ => 0.0,
            };
            worth * w.min(2.0)
        })
        .sum();
    near.min(1.5)
}

/// What a place's size counts against its company: a world city gives way where everything else
/// is beside a small place of its name.
fn prior(place: &Candidate) -> f64 {
    if place.weight > 4.0 {
        4.0 + (place.weight - 4.0) * 0.5
    } else {
        place.weight
    }
}

/// What the text says of a name beyond its company.
#[derive(Clone, Copy)]
struct Told {
    /// The word beside it.
    sort: Option<Sort>,
    /// It stands in a list of states.
    listed: bool,
    count: u32,
}

fn best(
    resolver: &PlaceResolver,
    groups: &[Group],
    chosen: &[Option<usize>],
    g: usize,
    scene: &Scene,
    told: Told,
) -> Option<usize> {
    let candidates = &groups[g].candidates;
    if let [one] = candidates.as_slice() {
        return (fits(one, told.sort) && !far_fetched(one, scene, chosen[g].is_some(), told.count)).then_some(0);
    }
    // What the name itself added to the scene says nothing about it.
    let own = chosen[g].and_then(|c| candidates.get(c));
    let own_weight = if own.is_some() { mentioned(told.count) } else { 0.0 };
    let own_state = own.and_then(|place| resolver.first_level(place));
    let famous = candidates
        .iter()
        .any(|c| c.curated && c.class == Class::Settlement && c.weight >= 8.0);
    let mut scores: Vec<f64> = Vec::with_capacity(candidates.len());
    for place in candidates {
        let mut score = prior(place) + sort_points(place, told.sort);
        // What the neighbourhood says; beside a great city of the name only what is close by counts.
        let small = famous && !place.curated;
        let mut local = 0.0;
        let mut share = 0.0;
        if told.listed && place.class == Class::First {
            score += 4.0;
        }
        if let Some(country) = &place.country {
            let mut weight = scene.countries.get(country).copied().unwrap_or(0.0);
            if own.is_some_and(|o| o.country.as_ref() == Some(country)) {
                weight -= own_weight;
            }
            share = weight.max(0.0) / (scene.all - own_weight + 1.0).max(1.0);
            score += 3.0 * share;
            if scene.home.as_ref() == Some(country) {
                score += 1.0;
            }
        }
        // "Wash." says which Washington is meant.
        if let Some(point) = place.point
            && place.class != Class::Country
            && scene
                .places
                .iter()
                .any(|(name, p, group)| *group != g && *name == place.name && *p == point)
        {
            score += 2.0;
        }
        if place.class == Class::First && place.point.is_some() && scene.home_state == place.point {
            score += 2.0;
        }
        if let Some(point) = place.point
            && matches!(place.class, Class::Country | Class::Water | Class::Region)
            && !candidates
                .iter()
                .any(|c| c.class != place.class && c.country.is_some() && c.country == place.country)
        {
            score += neighbourhood(scene, g, point);
        }
        if place.class == Class::Country {
            scores.push(score);
            continue;
        }
        if let Some(state) = resolver.first_level(place)
            && let Some(weight) = scene.states.get(&state)
        {
            let weight = if own_state == Some(state) {
                weight - own_weight
            } else {
                *weight
            };
            if weight > 0.0 && !small {
                local += 1.0 + (weight * 0.5).min(2.0);
            }
        }
        if let Some(point) = place.point {
            let others = scene.points.iter().filter(|(_, _, group)| *group != g);
            let near: f64 = others
                .map(|(p, w, _)| (closeness(kilometres(*p, point)), w.min(2.0)))
                .filter(|(close, _)| !small || *close >= 1.1)
                .map(|(close, w)| close * w)
                .sum();
            local += near.min(5.0) + company(resolver, groups, g, scene, place, point).min(3.0);
        }
        // In news from all over a country the great city is meant.
        if small {
            local = local.min(6.0 * share);
        }
        scores.push(score + local);
    }
    let first = (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]))?;
    let same = own.is_some_and(|o| o.country == candidates[first].country);
    if !fits(&candidates[first], told.sort) || far_fetched(&candidates[first], scene, same, told.count) {
        return None;
    }
    let ahead = (0..scores.len())
        .filter(|i| *i != first && !together(&candidates[*i], &candidates[first]))
        .all(|i| scores[first] - scores[i] >= AHEAD);
    ahead.then_some(first)
}

/// True for a little known place, the only one of its name, in a country that the document names in no other way
/// although it names others.
fn far_fetched(one: &Candidate, scene: &Scene, chosen: bool, count: u32) -> bool {
    let own = if chosen { mentioned(count) } else { 0.0 };
    let Some(country) = &one.country else { return false };
    let others = scene.countries.get(country).copied().unwrap_or(0.0) - own;
    !one.curated && one.class != Class::Country && one.weight < 2.5 && others <= 0.0 && scene.all - own >= 4.0
}

/// What other undecided names say for a place, by the nearest of their places.
fn company(
    resolver: &PlaceResolver,
    groups: &[Group],
    g: usize,
    scene: &Scene,
    place: &Candidate,
    point: (f64, f64),
) -> f64 {
    let mut sum = 0.0;
    for other in scene
        .open
        .iter()
        .filter(|other| **other != g)
        .map(|other| &groups[*other])
    {
        let mut closest = 0.0f64;
        let mut held = false;
        for c in &other.candidates {
            if let Some(at) = c.point {
                closest = closest.max(closeness(kilometres(at, point)));
            }
            // "Paris and Henry County": of all the counties of that name the one it lies in.
            held |= c.class == Class::Second
                && place.class == Class::Settlement
                && c.area.is_some()
                && resolver.contains(c, place);
        }
        sum += closest * 0.5 + if held { 1.5 } else { 0.0 };
    }
    sum
}

/// The place that a document is about: the town or county named most, if nearly all other towns lie within
/// a day's walk or two of it.
fn home(
    found: &[Found],
    groups: &[Group],
    own: &[Option<usize>],
    chosen: &[Option<usize>],
    scene: &Scene,
) -> Option<(usize, usize)> {
    let mut counts: Vec<((usize, usize), u32)> = Vec::new();
    for (i, f) in found.iter().enumerate() {
        let Some(choice) = own[i].or(chosen[f.group]) else {
            continue;
        };
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
    let country = groups[home.0].candidates[home.1].country.as_ref();
    let share = country.and_then(|c| scene.countries.get(c)).copied().unwrap_or(0.0) / scene.all.max(1.0);
    let often = most >= 2 && near * 5 >= all * 3 && share >= 0.35;
    (often || all >= 2 && near == all && share >= 0.8).then_some(home)
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
    dropped: bool,
) -> Option<Choice> {
    let f = &found[i];
    let town = |j: usize| -> Option<Choice> {
        let group = found[j].group;
        let choice = own[j].or(chosen[group])?;
        let place = groups[group].candidates.get(choice)?;
        let small = matches!(place.class, Class::Settlement | Class::Second | Class::Spot) && place.point.is_some();
        small.then_some(Choice::Near(group, choice, place.precision))
    };
    let known = own[i].is_none() && !groups[f.group].candidates.is_empty() && !dropped;
    if let Some(near) = held[i].and_then(town) {
        return (!known).then_some(near);
    }
    // "Camp Murray, Wash.": somewhere in the state
    if let Some(j) = held[i]
        && let Some(choice) = own[j].or(chosen[found[j].group])
        && let Some(place) = groups[found[j].group].candidates.get(choice)
        && place.class == Class::First
        && place.point.is_some()
    {
        return (!known).then_some(Choice::Near(found[j].group, choice, Precision::District));
    }
    if let Some(j) = i.checked_sub(1)
        && found[j].sentence == f.sentence
        && f.tokens.0.saturating_sub(found[j].tokens.1) <= 4
        && let Some(sentence) = sentence(sentences, f.sentence)
    {
        let owner = sentence
            .tokens
            .get(found[j].tokens.1 as usize)
            .is_some_and(|t| matches!(t.form.as_str(), "'s" | "’s" | "'" | "’"));
        if owner && let Some(near) = town(j) {
            return Some(near);
        }
    }
    if known {
        return None;
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
    dropped: bool,
) -> Option<CompactString> {
    let place = |j: usize| -> Option<&Candidate> {
        let group = &groups[found[j].group];
        group.candidates.get(own[j].or(chosen[found[j].group])?)
    };
    let country = |j: usize| place(j).and_then(|p| p.country.clone());
    let none: &[Candidate] = &[];
    let candidates = if dropped {
        none
    } else {
        &groups[found[i].group].candidates
    };
    // All places of the name in one country.
    if let [first, rest @ ..] = candidates
        && rest.iter().all(|c| c.country == first.country)
    {
        return first.country.clone();
    }
    let possible =
        |code: &Option<CompactString>| candidates.is_empty() || candidates.iter().any(|c| c.country == *code);
    if let Some(outer) = held[i] {
        return country(outer);
    }
    let near = (i.saturating_sub(12)..(i + 12).min(found.len()))
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
    // One country for all that the document names.
    let mut countries = scene.countries.keys();
    let only = countries.next().filter(|_| countries.next().is_none()).cloned();
    if possible(&only) { only } else { None }
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
