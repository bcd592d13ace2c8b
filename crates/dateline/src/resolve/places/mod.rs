//! A document's sentences to its [`PlaceMention`]s: where the names of places lie; `actors`
//! follows.

use compact_str::CompactString;
use rustc_hash::FxHashSet;

use super::DataError;
use super::actors::names::{Folded, Hit, NameIndex, fold};
use super::actors::table::{Row, Table};
use super::actors::{Countries, data};
use crate::{Document, NameKind, Place, PlaceMention, Precision, Rel, Sentence, Span, SubRel, Upos};

/// The gazetteer's file and its columns.
pub(crate) const FILE: &str = "places.tsv";
pub(crate) const COLUMNS: [&str; 7] = ["name", "aliases", "country", "lat", "lon", "kind", "weight"];

/// A place of the gazetteer.
#[derive(Clone, Debug)]
struct Site {
    name: String,
    country: Option<CompactString>,
    /// Degrees north and east.
    point: Option<(f64, f64)>,
    precision: Precision,
    /// 0 to 9: how likely the name means this place where nothing else is known.
    weight: u8,
}

/// Where the place names of a document lie.
#[derive(Debug)]
pub struct PlaceResolver {
    sites: Vec<Site>,
    names: NameIndex<u32>,
}

/// A place name in a sentence, before it is decided which place it means.
struct Found {
    sentence: u32,
    head: u32,
    span: Span,
    /// Empty for a name that the gazetteer lacks.
    candidates: Vec<u32>,
    name: String,
    /// Index of the place that contains it by the text ("Kanpur, India"), among the found.
    within: Option<usize>,
}

/// Nouns that name a sort of place beside its name ("Helmand province").
const SORTS: [&str; 40] = [
    "province",
    "district",
    "city",
    "town",
    "village",
    "region",
    "state",
    "county",
    "island",
    "governorate",
    "prefecture",
    "municipality",
    "oblast",
    "peninsula",
    "valley",
    "river",
    "sea",
    "area",
    "suburb",
    "neighbourhood",
    "neighborhood",
    "camp",
    "airport",
    "port",
    "territory",
    "mountain",
    "mountains",
    "strait",
    "gulf",
    "bay",
    "lake",
    "desert",
    "capital",
    "hamlet",
    "department",
    "division",
    "zone",
    "township",
    "borough",
    "canton",
];

impl PlaceResolver {
    /// With the built-in data.
    ///
    /// # Errors
    /// If a built-in data file is broken, which the tests rule out.
    pub fn builtin() -> Result<Self, DataError> {
        let actors = &dateline_data::ACTORS;
        let places = &dateline_data::PLACES;
        Self::read(
            data(actors, "countries.tsv")?,
            data(actors, "territories.tsv")?,
            data(places, "centres.tsv")?,
            data(places, FILE)?,
        )
    }

    fn read(countries_text: &str, territories: &str, centres: &str, places: &str) -> Result<Self, DataError> {
        let countries = Countries::read("countries.tsv", countries_text)?;
        let mut resolver = Self {
            sites: Vec::with_capacity(6000),
            names: NameIndex::with_capacity(8000),
        };
        let mut points = rustc_hash::FxHashMap::default();
        for row in Table::new("centres.tsv", centres, &["id", "lat", "lon"])?.rows() {
            let row = row?;
            if points.insert(row.field(0), point(&row, 1)?).is_some() {
                return Err(row.error(format!("{} stands in the file twice", row.field(0))));
            }
        }
        for row in Table::new("countries.tsv", countries_text, &super::actors::COUNTRY_COLUMNS)?.rows() {
            let row = row?;
            let at = resolver.push(Site {
                name: row.field(1).to_owned(),
                country: Some(row.field(0).into()),
                point: points.get(row.field(0)).copied(),
                precision: Precision::Country,
                weight: 9,
            });
            resolver.names.add(row.field(1), at);
            // An alias may be the name of a part of its own in the gazetteer ("England").
            let alias_at = resolver.push(Site {
                weight: 8,
                ..resolver.sites[at as usize].clone()
            });
            for alias in row.list(2) {
                resolver.names.add(alias, alias_at);
            }
        }
        let columns = [
            "id",
            "name",
            "aliases",
            "adjectives",
            "nationals",
            "country",
            "sectors",
            "capital",
        ];
        for row in Table::new("territories.tsv", territories, &columns)?.rows() {
            let row = row?;
            let at = resolver.push(Site {
                name: row.field(1).to_owned(),
                country: Some(row.field(5).into()),
                point: points.get(row.field(0)).copied(),
                precision: Precision::Region,
                weight: 8,
            });
            resolver.names.add(row.field(1), at);
            for alias in row.list(2) {
                resolver.names.add(alias, at);
            }
        }
        for row in Table::new(FILE, places, &COLUMNS)?.rows() {
            let row = row?;
            let country = row.field(2);
            if !country.is_empty() && !countries.known(country) {
                return Err(row.error(format!("{country} is not a known country")));
            }
            let precision = match row.field(5) {
                "capital" | "city" => Precision::City,
                "province" => Precision::District,
                "region" | "water" | "mountain" => Precision::Region,
                "site" => Precision::Point,
                other => {
                    return Err(row.error(format!(
                        "{other:?} is not one of capital, city, province, region, water, mountain, site"
                    )));
                }
            };
            let weight = row
                .field(6)
                .parse()
                .ok()
                .filter(|w| *w <= 9)
                .ok_or_else(|| row.error(format!("{:?} is not a weight from 0 to 9", row.field(6))))?;
            let at = resolver.push(Site {
                name: row.field(0).to_owned(),
                country: (!country.is_empty()).then(|| country.into()),
                point: Some(point(&row, 3)?),
                precision,
                weight,
            });
            for name in [row.field(0)].into_iter().chain(row.list(1)) {
                if !resolver.names.add(name, at) {
                    return Err(row.error(format!("{name:?} is not a name")));
                }
            }
        }
        Ok(resolver)
    }

    fn push(&mut self, site: Site) -> u32 {
        self.sites.push(site);
        self.sites.len() as u32 - 1
    }

    /// Number of places known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sites.len()
    }

    /// True if no place is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sites.is_empty()
    }

    /// Alpha-3 code of the country that the best known place of this name lies in.
    #[must_use]
    pub fn country_of_place(&self, name: &str) -> Option<CompactString> {
        let mut best: Option<&Site> = None;
        for at in self.names.get(&fold(name)) {
            let site = &self.sites[at as usize];
            if best.is_none_or(|b| site.weight > b.weight) {
                best = Some(site);
            }
        }
        if best.is_none() {
            // "Kanpur, India": the part after the last comma.
            if let Some((_, outer)) = name.rsplit_once(',') {
                return self.country_of_place(outer.trim());
            }
        }
        best.and_then(|site| site.country.clone())
    }

    /// Place mentions, in text order.
    #[must_use]
    pub fn resolve(&self, document: &Document, sentences: &[Sentence]) -> Vec<PlaceMention> {
        let mut found = Vec::new();
        let mut adjectival: FxHashSet<CompactString> = FxHashSet::default();
        for sentence in sentences {
            self.find(document, sentence, &mut found);
        }
        let dateline = document
            .parts
            .dateline
            .as_ref()
            .and_then(|d| d.place.as_deref())
            .and_then(|place| self.country_of_place(place));
        if let Some(code) = &dateline {
            adjectival.insert(code.clone());
        }
        // First what stands beyond doubt, then the rest by its company.
        let mut chosen: Vec<Option<u32>> = found
            .iter()
            .map(|f| match f.candidates.as_slice() {
                [one] => Some(*one),
                _ => None,
            })
            .collect();
        for i in 0..found.len() {
            if chosen[i].is_none() && !found[i].candidates.is_empty() {
                chosen[i] = self.choose(i, &found, &chosen, dateline.as_deref());
            }
        }
        let mut mentions = Vec::with_capacity(found.len());
        for (i, f) in found.iter().enumerate() {
            let place = match chosen[i] {
                Some(at) => self.place(at),
                None => Place {
                    name: f.name.clone(),
                    country: self.guess(i, &found, &chosen, dateline.as_ref()),
                    lat: None,
                    lon: None,
                    precision: None,
                },
            };
            mentions.push(PlaceMention {
                sentence: f.sentence,
                head: f.head,
                span: f.span,
                place,
            });
        }
        mentions
    }

    fn place(&self, at: u32) -> Place {
        let site = &self.sites[at as usize];
        Place {
            name: site.name.clone(),
            country: site.country.clone(),
            lat: site.point.map(|p| p.0),
            lon: site.point.map(|p| p.1),
            precision: Some(site.precision),
        }
    }

    /// Country of a name that the gazetteer lacks: its container's, else the nearest place's in
    /// the sentence, else the dateline's.
    fn guess(
        &self,
        i: usize,
        found: &[Found],
        chosen: &[Option<u32>],
        dateline: Option<&CompactString>,
    ) -> Option<CompactString> {
        let country = |j: usize| chosen[j].and_then(|at| self.sites[at as usize].country.clone());
        if let Some(within) = found[i].within {
            return country(within);
        }
        let near = (0..found.len())
            .filter(|j| {
                found[*j].sentence == found[i].sentence
                    && country(*j).is_some()
                    && found[*j].head.abs_diff(found[i].head) <= 8
            })
            .min_by_key(|j| j.abs_diff(i));
        if let Some(near) = near {
            return country(near);
        }
        if let Some(code) = dateline {
            return Some(code.clone());
        }
        // One country for all places of the document.
        let mut all = (0..found.len()).filter_map(country);
        let first = all.next()?;
        all.all(|c| c == first).then_some(first)
    }

    fn choose(&self, i: usize, found: &[Found], chosen: &[Option<u32>], dateline: Option<&str>) -> Option<u32> {
        let f = &found[i];
        let mut best: Option<(u32, i32)> = None;
        for &candidate in &f.candidates {
            let site = &self.sites[candidate as usize];
            let mut score = i32::from(site.weight);
            if let Some(code) = site.country.as_deref() {
                if dateline == Some(code) {
                    score += 3;
                }
                if let Some(within) = f.within {
                    let container = found[within]
                        .candidates
                        .iter()
                        .any(|c| self.sites[*c as usize].country.as_deref() == Some(code));
                    score += if container { 10 } else { -4 };
                }
                let (mut same, mut beside) = (0, 0);
                for (j, other) in found.iter().enumerate() {
                    if j == i {
                        continue;
                    }
                    let Some(at) = chosen[j] else { continue };
                    if at == candidate {
                        // Meant so elsewhere in the document.
                        same += 2;
                    }
                    if self.sites[at as usize].country.as_deref() == Some(code) {
                        same += 1;
                        if other.sentence == f.sentence {
                            beside += 1;
                        }
                    }
                }
                score += same.min(4) + beside.min(2);
            }
            if best.is_none_or(|(_, s)| score > s) {
                best = Some((candidate, score));
            }
        }
        best.map(|(candidate, _)| candidate)
    }

    fn find(&self, document: &Document, sentence: &Sentence, found: &mut Vec<Found>) {
        let folded = Folded::new(sentence);
        let hits = self.names.find(sentence, &folded);
        let first = found.len();
        let mut ends: Vec<(u32, u32)> = Vec::new();
        for hit in &hits {
            let known = hit.meanings.iter().map(|at| self.sites[*at as usize].weight).max();
            if known.unwrap_or(0) <= 3 && !placed(sentence, hit) {
                continue;
            }
            if let Some(head) = locate(sentence, &folded, hit) {
                let span = span(sentence, hit.start, hit.end);
                ends.push((hit.start, hit.end));
                found.push(Found {
                    sentence: sentence.index,
                    head,
                    span,
                    candidates: hit.meanings.clone(),
                    name: span.of(&document.text).to_owned(),
                    within: None,
                });
            }
        }
        for name in &sentence.names {
            if name.kind != NameKind::Loc
                || name.end as usize > sentence.tokens.len()
                || name.start >= name.end
                || ends.iter().any(|(s, e)| *s < name.end && name.start < *e)
                || hits
                    .iter()
                    .any(|h| h.start < name.end && name.start < h.end && h.end - h.start >= name.end - name.start)
            {
                continue;
            }
            let (mut start, end) = (name.start, name.end);
            while start + 1 < end && matches!(folded.word(start as usize), "the" | "") {
                start += 1;
            }
            let head = head_of(sentence, start, end);
            let token = &sentence.tokens[head as usize];
            if token.upos == Upos::Adj || token.rel == Rel::Amod {
                continue;
            }
            let span = span(sentence, start, end);
            ends.push((start, end));
            found.push(Found {
                sentence: sentence.index,
                head: climb(sentence, &folded, head),
                span,
                candidates: Vec::new(),
                name: span.of(&document.text).to_owned(),
                within: None,
            });
        }
        // In text order, and what contains what.
        let mut order: Vec<usize> = (0..ends.len()).collect();
        order.sort_by_key(|i| ends[*i]);
        let mut tail: Vec<Option<Found>> = found.drain(first..).map(Some).collect();
        let sorted: Vec<(u32, u32)> = order.iter().map(|i| ends[*i]).collect();
        for i in order {
            found.extend(tail[i].take());
        }
        for i in 0..sorted.len().saturating_sub(1) {
            let (_, end) = sorted[i];
            let (next, _) = sorted[i + 1];
            let comma = next == end + 1 && sentence.tokens[end as usize].form == ",";
            let inner = &found[first + i];
            let outer = &found[first + i + 1];
            let nested = next - end <= 5
                && next > end
                && (end..next).any(|t| matches!(folded.word(t as usize), "in" | "of"))
                && sentence.tokens[outer.head as usize].rel == Rel::Nmod
                && sentence.dominates(inner.head, outer.head);
            let apart = comma && self.conjoined(sentence, inner.head, outer.head);
            if (comma && !apart) || nested {
                found[first + i].within = Some(first + i + 1);
            }
        }
    }

    /// True for members of a list ("Iran, Iraq and Syria").
    fn conjoined(&self, sentence: &Sentence, a: u32, b: u32) -> bool {
        let (first, second) = (&sentence.tokens[a as usize], &sentence.tokens[b as usize]);
        second.rel == Rel::Conj || first.rel == Rel::Conj && first.head == second.head
    }
}

/// The word that governs the place's phrase, if the name is used as a place's name.
fn locate(sentence: &Sentence, folded: &Folded, hit: &Hit<u32>) -> Option<u32> {
    let head = head_of(sentence, hit.start, hit.end);
    let token = &sentence.tokens[head as usize];
    if !matches!(token.upos, Upos::Propn | Upos::Noun | Upos::X) && hit.end - hit.start == 1 {
        return None;
    }
    if token.upos == Upos::Noun && hit.end - hit.start == 1 && hit.start == 0 {
        return None;
    }
    // Part of a longer name of a person or body.
    for name in &sentence.names {
        let overlaps = name.start < hit.end && hit.start < name.end;
        let longer = name.start < hit.start || hit.end < name.end;
        if overlaps && name.kind != NameKind::Loc && (longer || name.kind == NameKind::Per) {
            return None;
        }
        if overlaps && name.kind == NameKind::Loc && longer && name.start <= hit.start && hit.end <= name.end {
            // "North Tehran", "Lagos Island": the longer name is another place; but sorts are not.
            let rest = (name.start..name.end)
                .filter(|i| *i < hit.start || *i >= hit.end)
                .all(|i| {
                    let word = folded.word(i as usize);
                    word.is_empty() || word == "the" || SORTS.contains(&word) || is_side(word)
                });
            let several =
                (name.start..name.end).any(|i| sentence.tokens.get(i as usize).is_some_and(|t| t.form == ","));
            if !rest && !several {
                return None;
            }
        }
    }
    let top = climb(sentence, folded, head);
    let up = &sentence.tokens[top as usize];
    if top == head {
        let modifies = matches!(token.rel, Rel::Compound | Rel::Amod | Rel::Flat)
            || token.rel == Rel::Nmod && token.sub == SubRel::Desc;
        if modifies {
            return None;
        }
    } else if matches!(up.rel, Rel::Compound | Rel::Amod | Rel::Flat) {
        return None;
    }
    Some(top)
}

/// True if tags or a preposition say that the name is a place's: needed for little known ones,
/// many of which are common words or surnames.
fn placed(sentence: &Sentence, hit: &Hit<u32>) -> bool {
    let named = sentence
        .names
        .iter()
        .any(|n| n.kind == NameKind::Loc && n.start < hit.end && hit.start < n.end);
    let before = hit
        .start
        .checked_sub(1)
        .map(|i| sentence.tokens[i as usize].form.to_lowercase());
    named
        || before.is_some_and(|word| {
            matches!(
                word.as_str(),
                "in" | "at" | "near" | "from" | "to" | "around" | "outside" | "of" | "between"
            )
        })
}

/// "province" for "Helmand" in "Helmand province"; else the word itself.
fn climb(sentence: &Sentence, folded: &Folded, head: u32) -> u32 {
    let token = &sentence.tokens[head as usize];
    if let Some(up) = token.head
        && matches!(token.rel, Rel::Compound | Rel::Nmod | Rel::Flat | Rel::Appos)
        && (token.rel != Rel::Nmod || token.sub == SubRel::Desc)
        && up.abs_diff(head) <= 4
        && SORTS.contains(&folded.word(up as usize))
    {
        return up;
    }
    head
}

fn is_side(word: &str) -> bool {
    matches!(
        word,
        "north"
            | "south"
            | "east"
            | "west"
            | "northern"
            | "southern"
            | "eastern"
            | "western"
            | "central"
            | "northeast"
            | "northwest"
            | "southeast"
            | "southwest"
            | "northeastern"
            | "northwestern"
            | "southeastern"
            | "southwestern"
            | "upper"
            | "lower"
            | "greater"
            | "downtown"
    )
}

fn head_of(sentence: &Sentence, start: u32, end: u32) -> u32 {
    (start..end)
        .find(|i| {
            let token = &sentence.tokens[*i as usize];
            token.head.is_none_or(|h| h < start || h >= end) && token.rel != Rel::Punct
        })
        .unwrap_or(end - 1)
}

fn span(sentence: &Sentence, start: u32, end: u32) -> Span {
    let first = sentence.tokens[start as usize].span;
    let last = sentence.tokens[end as usize - 1].span;
    if first.start() <= last.end() {
        Span::new(first.start(), last.end())
    } else {
        first
    }
}

fn point(row: &Row<'_>, column: usize) -> Result<(f64, f64), DataError> {
    let degree = |column: usize, most: f64| {
        row.field(column)
            .parse::<f64>()
            .ok()
            .filter(|d| d.abs() <= most)
            .ok_or_else(|| row.error(format!("{:?} is not a number of degrees", row.field(column))))
    };
    Ok((degree(column, 90.0)?, degree(column + 1, 180.0)?))
}
