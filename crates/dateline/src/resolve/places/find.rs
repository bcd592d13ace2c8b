//! Which words of a document name places: the names that the tables know and those that the
//! tagger calls places, where their words and company say that a place is meant.

use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Candidate, Class, PlaceResolver, gazetteer};
use crate::resolve::actors::names::Folded;
use crate::{Document, Name, NameKind, Precision, Rel, Sentence, Span, SubRel, Upos};

/// Most words of a name that is looked up in the tables.
const WORDS: usize = 5;

/// The mentions of one name with the places that it may mean.
#[derive(Debug)]
pub(super) struct Group {
    /// The name in folded form.
    pub key: CompactString,
    /// Empty for a name that no table knows.
    pub candidates: Vec<Candidate>,
}

/// A place name in a sentence, before it is decided which place it means.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub sentence: u32,
    pub head: u32,
    pub span: Span,
    /// First token and one past the last.
    pub tokens: (u32, u32),
    pub group: usize,
    pub name: String,
    /// Names a place inside a phrase that is no place's.
    pub attributive: bool,
    /// What sort of place the word beside the name says that it is.
    pub sort: Option<Sort>,
    /// Index of the place that may contain it by the text ("Kanpur, India"), among the found.
    pub within: Option<usize>,
    /// Stands in one list with names that are places' beyond doubt.
    listed: bool,
}

/// Sorts of places that are told by a word beside the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Settlement,
    Division,
    Water,
    Land,
}

/// Collects the place names of a document, sentence by sentence.
pub(super) struct Finder<'a> {
    resolver: &'a PlaceResolver,
    document: &'a Document,
    groups: Vec<Group>,
    by_key: FxHashMap<CompactString, usize>,
    found: Vec<Found>,
    /// Names that only count if they are a place's elsewhere in the document.
    pending: Vec<Found>,
    /// Groups of names that are a place's beyond doubt somewhere.
    sure: FxHashSet<usize>,
    /// Folded last words of persons' names.
    surnames: FxHashSet<CompactString>,
    /// Countries whose people or things the document names by their adjective.
    peoples: FxHashSet<CompactString>,
    /// Groups of short names of countries, with the country that must be named in full for them to count.
    shorts: FxHashMap<usize, CompactString>,
    /// Groups of names of streets and squares.
    streets: FxHashSet<usize>,
}

/// What a hit in the tables is worth as a place's name at its spot.
enum Use {
    /// Names a place.
    Place { head: u32, attributive: bool },
    /// May name one.
    Perhaps { head: u32, attributive: bool },
    /// Something else in the text's grammar; the tagger may still know better.
    No,
    /// Something else whatever the tagger says.
    Never,
}

impl<'a> Finder<'a> {
    pub fn new(resolver: &'a PlaceResolver, document: &'a Document) -> Self {
        Self {
            resolver,
            document,
            groups: Vec::new(),
            by_key: FxHashMap::default(),
            found: Vec::new(),
            pending: Vec::new(),
            sure: FxHashSet::default(),
            surnames: FxHashSet::default(),
            peoples: FxHashSet::default(),
            shorts: FxHashMap::default(),
            streets: FxHashSet::default(),
        }
    }

    /// All found, in text order, and their names.
    pub fn finish(mut self) -> (Vec<Found>, Vec<Group>) {
        let pending = std::mem::take(&mut self.pending);
        let mut countries = std::mem::take(&mut self.peoples);
        for found in &self.found {
            if let [first, rest @ ..] = self.groups[found.group].candidates.as_slice()
                && first.curated
                && rest.iter().all(|c| c.country == first.country)
            {
                countries.extend(first.country.clone());
            }
        }
        for found in pending {
            let group = &self.groups[found.group];
            let named = self.shorts.get(&found.group).is_some_and(|c| countries.contains(c));
            let sure = self.sure.contains(&found.group) || found.listed && !group.candidates.is_empty();
            if named || sure && !self.shorts.contains_key(&found.group) && !self.surnames.contains(&group.key) {
                self.found.push(found);
            }
        }
        self.found.sort_by_key(|f| (f.sentence, f.tokens));
        let mut found = self.found;
        // What may contain what: the next name after a comma, or after "in".
        for i in 0..found.len().saturating_sub(1) {
            if found[i].sentence == found[i + 1].sentence
                && found[i].within.is_none()
                && found[i + 1].tokens.0 - found[i].tokens.1.min(found[i + 1].tokens.0) <= 6
            {
                found[i].within = Some(i + 1);
            }
        }
        (found, self.groups)
    }

    /// Finds the names of one sentence.
    pub fn read(&mut self, sentence: &Sentence) {
        let folded = Folded::new(sentence);
        for name in &sentence.names {
            if name.kind == NameKind::Per
                && name.end as usize <= sentence.tokens.len()
                && name.end > name.start + 1
                && let Some(last) = (name.start..name.end)
                    .rev()
                    .map(|i| folded.word(i as usize))
                    .find(|w| !w.is_empty())
            {
                self.surnames.insert(last.into());
                // "Bernard de Marigny de Mandeville"
                if name.end - name.start > 3 {
                    let rest = (name.start + 1..name.end).filter(|i| capital(sentence, *i as usize));
                    self.surnames
                        .extend(rest.map(|i| CompactString::from(folded.word(i as usize))));
                }
            }
        }
        for hit in self.resolver.adjectives.find(sentence, &folded) {
            if let [code] = hit.meanings.as_slice()
                && let Some(code) = self.resolver.adjective_codes.get(*code as usize)
            {
                self.peoples.insert(code.clone());
            }
        }
        let (first, first_pending) = (self.found.len(), self.pending.len());
        let hits = self.hits(sentence, &folded);
        let mut ends: Vec<(u32, u32)> = Vec::new();
        let mut never: Vec<(u32, u32)> = Vec::new();
        for (start, end, group) in hits {
            let (from, mut to) = widen(self.resolver, sentence, &folded, start, end);
            if self.groups[group].key.ends_with('.')
                && sentence
                    .tokens
                    .get(to as usize)
                    .is_some_and(|t| t.form == "." && t.span.start() == sentence.tokens[to as usize - 1].span.end())
                && !sentence.tokens[to as usize - 1].form.ends_with('.')
                && sentence.tokens[to as usize - 1].form.chars().any(char::is_lowercase)
            {
                to += 1;
            }
            let fact = self.use_of(sentence, &folded, (start, end), group);
            let (head, attributive, sure) = match fact {
                Use::Place { head, attributive } => (head, attributive, true),
                Use::Perhaps { head, attributive } => (head, attributive, false),
                Use::No => continue,
                Use::Never => {
                    never.push((start, end));
                    continue;
                }
            };
            let found = self.make(sentence, &folded, (from, to), head, group, attributive);
            if sure {
                ends.push((from, to));
                self.sure.insert(group);
                self.found.push(found);
            } else {
                self.pending.push(found);
            }
        }
        // "Copenhagen, Hamburg and Mannheim"
        let lists: FxHashSet<u32> = self.found[first..]
            .iter()
            .filter(|f| !f.attributive)
            .map(|f| first_of_list(sentence, f.head))
            .collect();
        for found in &mut self.pending[first_pending..] {
            let top = first_of_list(sentence, found.head);
            let linked = found.head != top
                || sentence
                    .children(top)
                    .any(|c| sentence.tokens[c as usize].rel == Rel::Conj);
            found.listed = linked && !found.attributive && lists.contains(&top);
        }
        self.told(sentence, &folded, &mut ends);
        self.told_after(sentence, &folded, &mut ends);
        self.unknown(sentence, &folded, &ends, &never);
    }

    fn make(
        &self,
        sentence: &Sentence,
        folded: &Folded,
        tokens: (u32, u32),
        head: u32,
        group: usize,
        attributive: bool,
    ) -> Found {
        let span = span(sentence, tokens.0, tokens.1);
        Found {
            sentence: sentence.index,
            head,
            span,
            tokens,
            group,
            name: span.of(&self.document.text).to_owned(),
            attributive,
            sort: self.sort(sentence, folded, tokens),
            within: None,
            listed: false,
        }
    }

    fn group(&mut self, key: &str, known: &[u32]) -> usize {
        if let Some(&group) = self.by_key.get(key) {
            return group;
        }
        let group = self.groups.len();
        self.groups.push(Group {
            key: key.into(),
            candidates: self.resolver.candidates(key, known),
        });
        self.by_key.insert(key.into(), group);
        group
    }

    /// Names of the tables, the longest from left to right.
    fn hits(&mut self, sentence: &Sentence, folded: &Folded) -> Vec<(u32, u32, usize)> {
        let mut curated = self.resolver.names.find(sentence, folded).into_iter().peekable();
        let mut hits = Vec::new();
        let mut key = String::new();
        let mut at = 0;
        while at < sentence.tokens.len() {
            while curated.peek().is_some_and(|hit| (hit.start as usize) < at) {
                curated.next();
            }
            if let Some((end, street)) = self.street(sentence, folded, at) {
                hits.push((at as u32, end as u32, street));
                at = end;
                continue;
            }
            if let Some(short) = self.short(sentence, at) {
                hits.push((at as u32, at as u32 + 1, short));
                at += 1;
                continue;
            }
            if let Some(state) = self.state(sentence, folded, at) {
                hits.push((at as u32, at as u32 + 1, state));
                at += 1;
                continue;
            }
            let own = curated.peek().filter(|hit| {
                // "north west London" is not in a province of that name
                hit.start as usize == at && (hit.start..hit.end).any(|i| capital(sentence, i as usize))
            });
            let own_end = own.map_or(at, |hit| hit.end as usize);
            // The longest run of words that begin with a capital, or small words between them.
            let mut best = None;
            if capital(sentence, at) && !folded.word(at).is_empty() {
                let mut words = 0;
                for end in at..sentence.tokens.len().min(at + WORDS + 3) {
                    let word = folded.word(end);
                    if word.is_empty() {
                        if sentence.tokens[end].upos == Upos::Punct
                            && !matches!(sentence.tokens[end].form.as_str(), "-" | "'" | "’" | ".")
                        {
                            break;
                        }
                        continue;
                    }
                    words += 1;
                    if words > WORDS {
                        break;
                    }
                    if !capital(sentence, end) {
                        if small(word) {
                            continue;
                        }
                        break;
                    }
                    if end + 1 < own_end {
                        continue;
                    }
                    folded.phrase(at, end + 1, &mut key);
                    let letters = sentence.tokens[at].form.chars().any(char::is_lowercase);
                    if key.len() < 2
                        || end == at && !letters && key.len() <= 4
                        || sentence.tokens[at].form.chars().any(|c| c.is_ascii_digit())
                    {
                        continue;
                    }
                    let known = self.by_key.contains_key(key.as_str()) || {
                        let short = gazetteer::shorten(&key);
                        self.resolver.tabled(&short)
                    };
                    if known {
                        best = Some(end + 1);
                    }
                }
            }
            let end = match (own, best) {
                (Some(hit), Some(end)) if end > hit.end as usize => end,
                (Some(hit), _) => {
                    folded.phrase(at, hit.end as usize, &mut key);
                    let (end, meanings) = (hit.end, hit.meanings.clone());
                    let group = self.group(&key, &meanings);
                    hits.push((at as u32, end, group));
                    at = end as usize;
                    continue;
                }
                (None, Some(end)) => end,
                (None, None) => {
                    at += 1;
                    continue;
                }
            };
            folded.phrase(at, end, &mut key);
            let group = self.group(&key, &[]);
            hits.push((at as u32, end as u32, group));
            at = end;
        }
        for (_, end, group) in &mut hits {
            // "Bourbon and Dauphine streets"
            if self.many(sentence, folded, *end as usize, "streets")
                && self.groups[*group].candidates.iter().all(|c| !c.curated)
            {
                let street = format!("{} street", self.groups[*group].key);
                *group = self.unnamed(&street);
                self.streets.insert(*group);
                continue;
            }
            // "Cooke, Grayson and Love counties"
            if self.many(sentence, folded, *end as usize, "counties") {
                let county = format!("{} county", self.groups[*group].key);
                if self.by_key.contains_key(county.as_str())
                    || self
                        .resolver
                        .tables
                        .iter()
                        .any(|table| table.find(&gazetteer::shorten(&county)).is_some())
                {
                    *group = self.group(&county, &[]);
                }
            }
        }
        hits
    }

    /// The end and group of the name of a street or square that begins at a token: "Ainsworth Parade", "14th St.", "2700
    /// North Fourth Street". Those that are known themselves are left to the tables.
    fn street(&mut self, sentence: &Sentence, folded: &Folded, at: usize) -> Option<(usize, usize)> {
        let tokens = &sentence.tokens;
        let number = |form: &str| form.starts_with(|c: char| c.is_ascii_digit());
        if !capital(sentence, at) && !number(&tokens[at].form) || tokens[at].upos == Upos::Punct {
            return None;
        }
        let before = at.checked_sub(1).map(|i| tokens[i].form.to_lowercase());
        let words = &self.resolver.words;
        if !before.is_some_and(|w| words.near.contains(w.as_str()) || words.road.contains(w.as_str()) || w == ",") {
            return None;
        }
        let mut end = at + 1;
        while end < tokens.len().min(at + 5) && capital(sentence, end) && tokens[end].upos != Upos::Punct {
            let form = tokens[end].form.as_str();
            // "the Fourth Street Bridge", "Wall Street Journal" are other things
            if words.street.contains(folded.word(end))
                && (end + 1 >= tokens.len()
                    || !capital(sentence, end + 1)
                    || words.never.contains(folded.word(end + 1)) && !words.street.contains(folded.word(end + 1)))
            {
                let mut key = String::new();
                folded.phrase(at, end + 1, &mut key);
                let known = self.resolver.names.get(&key).next().is_some();
                let person = sentence
                    .names
                    .iter()
                    .any(|n| n.kind == NameKind::Per && n.start <= at as u32 && end as u32 + 1 < n.end);
                if known || person || key.len() < 3 {
                    return None;
                }
                key.push_str(" street");
                let group = self.unnamed(&key);
                self.streets.insert(group);
                let dot = !form.ends_with('.')
                    && form.len() <= 4
                    && tokens
                        .get(end + 1)
                        .is_some_and(|t| t.form == "." && t.span.start() == tokens[end].span.end())
                    && end + 2 < tokens.len();
                return Some((end + 1 + usize::from(dot), group));
            }
            end += 1;
        }
        None
    }

    /// The group of a name that no table is asked for.
    fn unnamed(&mut self, key: &str) -> usize {
        if let Some(&group) = self.by_key.get(key) {
            return group;
        }
        self.groups.push(Group {
            key: key.into(),
            candidates: Vec::new(),
        });
        self.by_key.insert(key.into(), self.groups.len() - 1);
        self.groups.len() - 1
    }

    /// The group of a short name of a country, written so: "SA", "T&T".
    fn short(&mut self, sentence: &Sentence, at: usize) -> Option<usize> {
        let form = sentence.tokens[at].form.as_str();
        let country = self.resolver.shorts.get(form)?.clone();
        if let Some(&group) = self.by_key.get(form) {
            return Some(group);
        }
        let site = (0..self.resolver.sites.len() as u32).find(|at| {
            let site = &self.resolver.sites[*at as usize];
            site.class == Class::Country && site.country.as_ref() == Some(&country)
        })?;
        self.groups.push(Group {
            key: form.into(),
            candidates: vec![self.resolver.curated(site)],
        });
        let group = self.groups.len() - 1;
        self.by_key.insert(form.into(), group);
        self.shorts.insert(group, country);
        Some(group)
    }

    /// True if a list of names that goes on at a token ends with this word: "counties".
    fn many(&self, sentence: &Sentence, folded: &Folded, from: usize, plural: &str) -> bool {
        for at in from..sentence.tokens.len().min(from + 12) {
            let word = folded.word(at);
            if word == plural {
                return true;
            }
            if !(word.is_empty() && matches!(sentence.tokens[at].form.as_str(), "," | "&")
                || word == "and"
                || capital(sentence, at))
            {
                return false;
            }
        }
        false
    }

    /// The group of an abbreviation of a state after the comma of a place's name: "Akron, Ohio",
    /// "LAWRENCE, Kan.", "Marion, OH".
    fn state(&mut self, sentence: &Sentence, folded: &Folded, at: usize) -> Option<usize> {
        let form = &sentence.tokens[at].form;
        if at < 2 || form.len() > 6 || !capital(sentence, at) {
            return None;
        }
        let comma = matches!(sentence.tokens[at - 1].form.as_str(), "," | "(");
        let dotted = form.contains('.')
            || sentence
                .tokens
                .get(at + 1)
                .is_some_and(|next| next.form == "." && next.span.start() == sentence.tokens[at].span.end());
        let postal = form.len() == 2 && form.chars().all(|c| c.is_ascii_uppercase());
        if !(comma && capital(sentence, at - 2) && (dotted || postal)) {
            return None;
        }
        let word = folded.word(at);
        let site = *self.resolver.states.get(word)?;
        let key = format!("{word}.");
        if let Some(&group) = self.by_key.get(key.as_str()) {
            return Some(group);
        }
        let name = &self.resolver.sites[site as usize].name;
        let full = crate::resolve::actors::names::fold(name);
        let candidates = self.resolver.candidates(&full, &[site]);
        let group = self.groups.len();
        self.groups.push(Group {
            key: key.as_str().into(),
            candidates: candidates.into_iter().take(1).collect(),
        });
        self.by_key.insert(key.into(), group);
        Some(group)
    }

    /// What a name of the tables is in its sentence.
    fn use_of(&self, sentence: &Sentence, folded: &Folded, hit: (u32, u32), group: usize) -> Use {
        let (start, end) = hit;
        let candidates = &self.groups[group].candidates;
        let weight = candidates
            .iter()
            .filter(|c| c.curated)
            .map(|c| c.weight as u8)
            .max()
            .unwrap_or(0);
        let head = head_of(sentence, start, end);
        let token = &sentence.tokens[head as usize];
        let single = end - start == 1;
        if self.groups[group].key.ends_with('.') {
            return Use::Place {
                head,
                attributive: false,
            };
        }
        if self.streets.contains(&group) {
            let attributive = matches!(token.rel, Rel::Compound | Rel::Amod);
            return Use::Place { head, attributive };
        }
        if self.shorts.contains_key(&group) {
            let attributive = matches!(token.rel, Rel::Compound | Rel::Amod);
            return Use::Perhaps { head, attributive };
        }
        let words = &self.resolver.words;
        let form = |i: u32| sentence.tokens.get(i as usize).map_or("", |t| t.form.as_str());
        // "IMMOKALEE – Congressman …"
        if start == 0
            && matches!(form(end), "-" | "–" | "—" | "--")
            && form(end + 1).starts_with(char::is_uppercase)
            && form(0).len() > 3
            && (start..end).all(|i| !form(i).chars().any(char::is_lowercase))
            && sentence
                .tokens
                .get(end as usize)
                .is_some_and(|t| t.span.start() > sentence.tokens[end as usize - 1].span.end())
        {
            return Use::Place {
                head,
                attributive: false,
            };
        }
        // "WASHINGTON (AP)" behind a byline
        if form(end) == "("
            && form(end + 2) == ")"
            && words.agency.contains(folded.word(end as usize + 1))
            && (start..end).all(|i| !form(i).chars().any(char::is_lowercase))
        {
            return Use::Place {
                head,
                attributive: false,
            };
        }
        // "St George's Chapel"
        if matches!(form(end), "'s" | "’s")
            && form(end + 1).starts_with(char::is_uppercase)
            && words.building.contains(folded.word(end as usize + 1))
        {
            return Use::No;
        }
        if single
            && (words.never.contains(folded.word(start as usize))
                || sentence.tokens[start as usize].form.contains('$')
                || sentence
                    .tokens
                    .get(end as usize)
                    .is_some_and(|t| t.form.starts_with('$')))
        {
            return Use::Never;
        }
        let key = self.groups[group].key.as_str();
        let sort = self.sort(sentence, folded, hit);
        let before = start
            .checked_sub(1)
            .map(|i| sentence.tokens[i as usize].form.to_lowercase());
        let inside = before.as_deref().is_some_and(|word| words.inside.contains(word));
        // What only a place's name does, whatever the tagger calls it.
        let contained = sentence.tokens.get(end as usize).is_some_and(|t| t.form == ",")
            && sentence
                .tokens
                .get(end as usize + 1)
                .is_some_and(|_| self.outer_follows(sentence, folded, end as usize + 1));
        let loud = contained && sentence.tokens[start as usize].form.chars().all(char::is_uppercase);
        let home = self.home_of(sentence, start, end);
        let holds = self.holds(sentence, start, group);
        let strong = (inside || contained || sort.is_some() || home || holds)
            && (token.upos == Upos::Propn || loud)
            && !self.surnames.contains(key);
        let mistagged = loud
            || token.upos == Upos::Adj
                && start > 0
                && matches!(
                    token.rel,
                    Rel::Conj | Rel::Obl | Rel::Obj | Rel::Nsubj | Rel::Nmod | Rel::Appos
                );
        let local = start > 0
            && matches!(token.upos, Upos::Propn | Upos::Noun | Upos::Adj)
            && !self.surnames.contains(key)
            && sentence.tokens.get(end as usize).is_some_and(|_| {
                let next = folded.word(end as usize);
                words.local.contains(next) || words.body.contains(next) || words.title.contains(next)
            });
        let adjective = token.upos == Upos::Adj && local && token.rel == Rel::Amod;
        if single && !matches!(token.upos, Upos::Propn | Upos::Noun | Upos::X) && !mistagged && !adjective {
            return Use::No;
        }
        if token.upos == Upos::Noun && single && start == 0 && weight < 7 && !loud {
            return Use::No;
        }
        // "Faubourg Marigny" is no person's name, whatever the tagger says.
        let whole = !single && weight > 0;
        let mut doubt = adjective || token.upos == Upos::Noun && single && weight < 5 && !loud;
        let mut located = false;
        let mut inside_body = false;
        for name in &sentence.names {
            let overlaps = name.start < end && start < name.end;
            if !overlaps {
                continue;
            }
            let longer = name.start < start || end < name.end;
            let rest = || {
                (name.start..name.end)
                    .filter(|i| *i < start || *i >= end)
                    .map(|i| folded.word(i as usize))
            };
            match name.kind {
                NameKind::Loc => {
                    located = true;
                    if longer && name.start <= start && end <= name.end {
                        // "North Tehran", "Lagos Island": the longer name is another place; but
                        // sorts are not.
                        let after = (end..name.end)
                            .map(|i| folded.word(i as usize))
                            .all(|word| word.is_empty() || words.is_sort(word) || words.side.contains(word));
                        // "Belfast Magistrate"
                        if weight >= 4 && name.start == start && rest().all(|word| words.body.contains(word)) {
                            inside_body = true;
                            continue;
                        }
                        let before = (name.start..start)
                            .map(|i| folded.word(i as usize))
                            .all(|word| word.is_empty() || matches!(word, "the" | "of") || words.side.contains(word))
                            || start > 0 && folded.word(start as usize - 1) == "of";
                        let plain = after && before;
                        let several = (name.start..name.end).any(|i| {
                            sentence
                                .tokens
                                .get(i as usize)
                                .is_some_and(|t| matches!(t.form.as_str(), "," | "-" | "–" | "/"))
                        });
                        if !plain && !several {
                            return Use::No;
                        }
                    }
                }
                // "Guma LGA"
                NameKind::Per if longer && start == name.start && rest().all(|w| words.division.contains(w)) => {}
                NameKind::Per if longer => return Use::No,
                NameKind::Per if weight < 5 && !strong && !whole => doubt = true,
                // "the U.S. and EU" as one name
                NameKind::Org
                    if longer
                        && weight >= 7
                        && [end, start.wrapping_sub(1)].iter().any(|i| {
                            sentence
                                .tokens
                                .get(*i as usize)
                                .is_some_and(|t| t.form == "and" && name.start <= *i && *i < name.end)
                        }) => {}
                NameKind::Org if longer => {
                    // "Akron Police Department": a body that has its seat there.
                    let begins = (name.start..start).all(|i| matches!(folded.word(i as usize), "" | "the"));
                    let seat = begins && rest().any(|word| words.body.contains(word));
                    // "Government of Peru": the place ends the name.
                    let of = end == name.end
                        && start > name.start
                        && folded.word(start as usize - 1) == "of"
                        && words.state.contains(folded.word(name.start as usize));
                    if !(seat || of) {
                        return Use::No;
                    }
                    // "Akron Police" is of Akron; "Cornell University" need not be in Cornell.
                    doubt |= weight < 4 && !rest().any(|word| words.local_body.contains(word));
                    inside_body = true;
                }
                _ => {}
            }
        }
        let top = climb(self.resolver, sentence, folded, head);
        let up = &sentence.tokens[top as usize];
        let modifies = if top == head {
            matches!(token.rel, Rel::Compound | Rel::Amod | Rel::Flat)
                || token.rel == Rel::Nmod && token.sub == SubRel::Desc
        } else {
            matches!(up.rel, Rel::Compound | Rel::Amod | Rel::Flat)
        };
        let attributive = modifies || inside_body || adjective;
        if attributive && !located && !inside_body && !self.modifier(sentence, folded, end, token.rel) {
            return Use::No;
        }
        // Little known places, many of which are common words or surnames, need evidence.
        let near =
            inside || home || holds || weight > 0 && before.is_some_and(|word| words.near.contains(word.as_str()));
        let sorted = !single
            && candidates.iter().any(|c| c.class == Class::Second)
            && words.division.contains(folded.word(end as usize - 1));
        let evidence =
            located || whole || contained || sorted || strong || near && (weight > 0 || token.upos == Upos::Propn);
        if doubt && (inside_body || !strong) {
            return Use::Perhaps { head: top, attributive };
        }
        if attributive && weight <= 3 && !located && !sorted && !local && !whole {
            return Use::Perhaps { head: top, attributive };
        }
        if weight <= 3 && !evidence && !local {
            return if token.upos == Upos::Propn {
                Use::Perhaps { head: top, attributive }
            } else {
                Use::No
            };
        }
        Use::Place { head: top, attributive }
    }

    /// True for a division after the comma of a place that lies in it: "New Quay, Ceredigion".
    fn holds(&self, sentence: &Sentence, start: u32, group: usize) -> bool {
        let Some(inner) = self
            .found
            .last()
            .filter(|f| f.sentence == sentence.index && f.tokens.1 + 1 == start)
        else {
            return false;
        };
        let comma = sentence.tokens[start as usize - 1].form == ",";
        comma
            && self.groups[group].candidates.iter().any(|outer| {
                matches!(outer.class, Class::First | Class::Second)
                    && self.groups[inner.group]
                        .candidates
                        .iter()
                        .any(|c| c.class == Class::Settlement && self.resolver.contains(outer, c))
            })
    }

    /// True for the home of a person: "Jodi Mahler of Bellmore", "Miss Abdhou, of Hayes, was".
    fn home_of(&self, sentence: &Sentence, start: u32, end: u32) -> bool {
        let form = |i: u32| sentence.tokens.get(i as usize).map_or("", |t| t.form.as_str());
        if start < 3 || form(start - 1) != "of" {
            return false;
        }
        let comma = form(start - 2) == ",";
        if comma && form(end) == "," && capital(sentence, start as usize - 3) {
            return true;
        }
        let closed = sentence.tokens.get(end as usize).is_none_or(|t| t.upos == Upos::Punct);
        let person = start - 1 - u32::from(comma);
        (closed || !comma)
            && sentence
                .names
                .iter()
                .any(|n| n.kind == NameKind::Per && n.end == person)
    }

    /// True if the word after a modifier lets a place be meant: a common noun, a title or a body
    /// ("Akron residents", "Lagos Governor", "US Army"), not the rest of a name ("Boston Globe").
    fn modifier(&self, sentence: &Sentence, folded: &Folded, end: u32, rel: Rel) -> bool {
        let Some(next) = sentence.tokens.get(end as usize) else {
            return false;
        };
        let word = folded.word(end as usize);
        let words = &self.resolver.words;
        rel != Rel::Flat && next.upos != Upos::Propn && !next.form.starts_with(char::is_uppercase)
            || words.title.contains(word)
            || words.body.contains(word)
    }

    /// True if a country, state or other well-known place begins at a token.
    fn outer_follows(&self, sentence: &Sentence, folded: &Folded, at: usize) -> bool {
        if !capital(sentence, at) {
            return false;
        }
        let mut key = String::new();
        for end in (at + 1..=(at + 3).min(sentence.tokens.len())).rev() {
            folded.phrase(at, end, &mut key);
            let known = self.resolver.names.get(&key).any(|site| {
                let site = &self.resolver.sites[site as usize];
                matches!(site.precision, Precision::Country | Precision::District) && site.weight >= 4
            });
            if known || self.resolver.states.contains_key(key.as_str()) {
                return true;
            }
        }
        // "Kirkwood, Jasper County"
        (at + 1..(at + 3).min(folded.len())).any(|i| self.resolver.words.division.contains(folded.word(i)))
    }

    /// What sort of place the words beside a name say that it is.
    fn sort(&self, sentence: &Sentence, folded: &Folded, (start, end): (u32, u32)) -> Option<Sort> {
        let words = &self.resolver.words;
        let of = |word: &str| {
            if words.settlement.contains(word) {
                Some(Sort::Settlement)
            } else if words.division.contains(word) {
                Some(Sort::Division)
            } else if words.water.contains(word) {
                Some(Sort::Water)
            } else if words.land.contains(word) {
                Some(Sort::Land)
            } else {
                None
            }
        };
        let last = folded.word(end as usize - 1);
        if end - start > 1
            && let Some(sort) = of(last)
        {
            return Some(sort);
        }
        // "Helmand province", but not "Akron city council".
        let next = end as usize;
        if next < sentence.tokens.len()
            && let Some(sort) = of(folded.word(next))
            && !sentence.tokens[end as usize - 1].form.ends_with("'s")
            && !sentence
                .tokens
                .get(next + 1)
                .is_some_and(|t| matches!(t.upos, Upos::Noun | Upos::Propn))
        {
            return Some(sort);
        }
        // "the province of Helmand", "Lake Nasser".
        let word = |back: u32| {
            start
                .checked_sub(back)
                .map(|i| folded.word(i as usize))
                .unwrap_or_default()
        };
        if word(1) == "of" {
            return of(word(2));
        }
        None
    }

    /// Names that no table knows where the text says what they are: "the town of Pangandaran".
    fn told(&mut self, sentence: &Sentence, folded: &Folded, ends: &mut Vec<(u32, u32)>) {
        let proper = |i: usize| sentence.tokens[i].upos == Upos::Propn && capital(sentence, i);
        for of in 1..sentence.tokens.len().saturating_sub(1) {
            let (sort, start) = (folded.word(of - 1), of + 1);
            let words = &self.resolver.words;
            if folded.word(of) != "of"
                || !(words.settlement.contains(sort) || words.division.contains(sort))
                || !sentence.tokens[of - 1].form.chars().all(char::is_lowercase)
                || !proper(start)
            {
                continue;
            }
            let mut end = start + 1;
            while end < sentence.tokens.len() && end < start + 4 && proper(end) {
                end += 1;
            }
            let (from, to) = (start as u32, end as u32);
            let taken = |s: u32, e: u32| s < to && from < e;
            if ends.iter().any(|(s, e)| taken(*s, *e)) || sentence.names.iter().any(|n| taken(n.start, n.end)) {
                continue;
            }
            let mut key = String::new();
            folded.phrase(start, end, &mut key);
            let group = self.group(&key, &[]);
            let head = head_of(sentence, from, to);
            let found = self.make(sentence, folded, (from, to), head, group, false);
            ends.push((from, to));
            self.sure.insert(group);
            self.found.push(found);
        }
    }

    /// Names that no table knows before what they are: "from Umemger village".
    fn told_after(&mut self, sentence: &Sentence, folded: &Folded, ends: &mut Vec<(u32, u32)>) {
        let proper = |i: usize| sentence.tokens[i].upos == Upos::Propn && capital(sentence, i);
        for at in 2..sentence.tokens.len() {
            let words = &self.resolver.words;
            let sort = folded.word(at);
            if !(words.settlement.contains(sort) || words.division.contains(sort))
                || !sentence.tokens[at].form.chars().all(char::is_lowercase)
                || !proper(at - 1)
            {
                continue;
            }
            let mut start = at - 1;
            while start > 1 && start + 3 > at && proper(start - 1) {
                start -= 1;
            }
            let (from, to) = (start as u32, at as u32);
            let taken = |s: u32, e: u32| s < to && from < e;
            if !words
                .near
                .contains(sentence.tokens[start - 1].form.to_lowercase().as_str())
                || ends.iter().any(|(s, e)| taken(*s, *e))
                || sentence.names.iter().any(|n| taken(n.start, n.end))
                || sentence
                    .tokens
                    .get(at + 1)
                    .is_some_and(|t| matches!(t.upos, Upos::Noun | Upos::Propn))
            {
                continue;
            }
            let mut key = String::new();
            folded.phrase(start, at, &mut key);
            if words.never.contains(key.as_str()) || self.surnames.contains(key.as_str()) {
                continue;
            }
            let group = self.group(&key, &[]);
            let found = self.make(sentence, folded, (from, to), at as u32, group, false);
            ends.push((from, to));
            self.sure.insert(group);
            self.found.push(found);
        }
    }

    /// Places by the tagger that no table knows.
    fn unknown(&mut self, sentence: &Sentence, folded: &Folded, ends: &[(u32, u32)], never: &[(u32, u32)]) {
        for name in &sentence.names {
            if name.end as usize > sentence.tokens.len()
                || name.start >= name.end
                || !(name.kind == NameKind::Loc || name.kind == NameKind::Org && self.building(sentence, folded, name))
                || never.contains(&(name.start, name.end))
                || ends.iter().any(|(s, e)| *s < name.end && name.start < *e)
            {
                continue;
            }
            let (mut start, end) = (name.start, name.end);
            while start + 1 < end && matches!(folded.word(start as usize), "the" | "") {
                start += 1;
            }
            let head = head_of(sentence, start, end);
            let token = &sentence.tokens[head as usize];
            let word = folded.word(start as usize);
            let words = &self.resolver.words;
            if !(start..end).any(|i| capital(sentence, i as usize))
                || end - start == 1
                    && self
                        .resolver
                        .shorts
                        .contains_key(sentence.tokens[start as usize].form.as_str())
            {
                continue;
            }
            if end - start == 1 && (words.side.contains(word) || words.is_sort(word) || word == "republic") {
                continue;
            }
            if token.upos == Upos::Adj || token.rel == Rel::Amod {
                continue;
            }
            let mut key = String::new();
            folded.phrase(start as usize, end as usize, &mut key);
            let meanings: Vec<u32> = self.resolver.names.get(&key).collect();
            let mut group = self.group(&key, &meanings);
            if self.groups[group].candidates.is_empty()
                && let Some(town) = self.named_after(folded, start as usize, end as usize)
            {
                group = town;
            }
            let top = climb(self.resolver, sentence, folded, head);
            let attributive = matches!(sentence.tokens[top as usize].rel, Rel::Compound | Rel::Flat);
            if attributive && self.groups[group].candidates.is_empty() {
                continue;
            }
            let found = self.make(sentence, folded, (start, end), top, group, attributive);
            self.sure.insert(group);
            self.found.push(found);
        }
    }
}

impl Finder<'_> {
    /// True for a body's name that ends as a building's and stands where something is: "at Karlsruhe
    /// Central Hospital".
    fn building(&self, sentence: &Sentence, folded: &Folded, name: &Name) -> bool {
        let ends_so = self
            .resolver
            .words
            .building
            .contains(folded.word(name.end as usize - 1));
        let head = head_of(sentence, name.start, name.end);
        let token = &sentence.tokens[head as usize];
        // "the University of St. Thomas in Houston"
        let next = |at: u32| sentence.tokens.get(at as usize).map_or("", |t| t.form.as_str());
        let seated = next(name.end) == "in"
            && next(name.end + 1).starts_with(char::is_uppercase)
            && (name.start..name.end).any(|i| self.resolver.words.school.contains(folded.word(i as usize)));
        (ends_so || seated)
            && name.end - name.start > 1
            && matches!(token.rel, Rel::Obl | Rel::Nmod)
            && sentence
                .children(head)
                .filter(|c| sentence.tokens[*c as usize].rel == Rel::Case)
                .any(|c| matches!(folded.word(c as usize), "at" | "in" | "near" | "outside" | "inside"))
    }

    /// The town that a building bears in its name: "Manila Cathedral".
    fn named_after(&mut self, folded: &Folded, start: usize, end: usize) -> Option<usize> {
        if !self.resolver.words.building.contains(folded.word(end - 1)) {
            return None;
        }
        let mut key = String::new();
        for cut in (start + 1..end).rev() {
            folded.phrase(start, cut, &mut key);
            if self.surnames.contains(key.as_str()) || self.resolver.words.never.contains(key.as_str()) {
                continue;
            }
            let known: Vec<u32> = self.resolver.names.get(&key).collect();
            let well_known = known.iter().any(|at| self.resolver.sites[*at as usize].weight >= 3);
            let here = self
                .by_key
                .get(key.as_str())
                .is_some_and(|group| self.sure.contains(group));
            if well_known || here {
                return Some(self.group(&key, &known));
            }
        }
        None
    }
}

/// A name with the capitalised words for its sort and its side that stand beside it: "Akita
/// Prefecture".
fn widen(resolver: &PlaceResolver, sentence: &Sentence, folded: &Folded, start: u32, end: u32) -> (u32, u32) {
    let mut end = end;
    let next = end as usize;
    if next < sentence.tokens.len()
        && capital(sentence, next)
        && (resolver.words.division.contains(folded.word(next)) || resolver.words.land.contains(folded.word(next)))
        && sentence
            .names
            .iter()
            .any(|n| n.kind == NameKind::Loc && n.start <= start && n.end == end + 1)
    {
        end += 1;
    }
    (start, end)
}

/// "province" for "Helmand" in "Helmand province"; else the word itself.
fn climb(resolver: &PlaceResolver, sentence: &Sentence, folded: &Folded, head: u32) -> u32 {
    let token = &sentence.tokens[head as usize];
    if let Some(up) = token.head
        && matches!(token.rel, Rel::Compound | Rel::Nmod | Rel::Flat | Rel::Appos)
        && (token.rel != Rel::Nmod || token.sub == SubRel::Desc)
        && up.abs_diff(head) <= 4
        && resolver.words.is_sort(folded.word(up as usize))
    {
        return up;
    }
    head
}

/// The first member of the list that a word stands in.
fn first_of_list(sentence: &Sentence, head: u32) -> u32 {
    let mut at = head;
    for _ in 0..12 {
        let Some(token) = sentence.tokens.get(at as usize) else {
            break;
        };
        match token.head {
            Some(up) if token.rel == Rel::Conj => at = up,
            _ => break,
        }
    }
    at
}

fn capital(sentence: &Sentence, at: usize) -> bool {
    sentence.tokens[at].form.chars().any(char::is_uppercase)
}

/// Small words inside names of places.
fn small(word: &str) -> bool {
    matches!(
        word,
        "of" | "de"
            | "la"
            | "el"
            | "al"
            | "del"
            | "da"
            | "do"
            | "dos"
            | "das"
            | "le"
            | "les"
            | "on"
            | "upon"
            | "and"
            | "the"
            | "di"
            | "du"
            | "der"
            | "am"
            | "en"
            | "los"
            | "las"
            | "y"
            | "sur"
    )
}

fn head_of(sentence: &Sentence, start: u32, end: u32) -> u32 {
    (start..end)
        .rev()
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
