//! One entity of a Wikidata dump to rows of a file of actors.
//!
//! Only what a row needs is read: labels and aliases in English, and some twenty properties. Offices (P39) and members
//! (P463 of the members) stand at other entities of the dump, before or after; rows are written with their item ids and
//! completed when the dump has been read.

use std::fmt;

use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::de::value::MapAccessDeserializer;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::super::derive::Offices;
use super::super::knowledge::{Knowledge, is_wikidata};
use super::super::names::fold;
use super::super::roles::parse_sectors;
use super::super::table::Table;
use super::ActorRow;
use crate::resolve::DataError;
use crate::{ActorKind, Sector};

/// Begins the place of an organisation's members until they are known.
pub(super) const MEMBERS: char = '@';

/// What an item is, by a class that it is an instance of or an occupation that it has.
#[derive(Clone, Debug)]
enum Class {
    /// A body, of this kind and these sectors.
    Body(ActorKind, Vec<Sector>),
    /// A person.
    Human,
    /// An office that persons hold.
    Office,
    /// An occupation, with the sectors of those who have it.
    Occupation(Vec<Sector>),
}

/// What the program knows of Wikidata's items.
#[derive(Debug)]
pub(super) struct Classes {
    classes: FxHashMap<u64, Class>,
    /// Items of states, and of former ones and the like, to codes.
    countries: FxHashMap<u64, CompactString>,
    /// Items that are built in, with their ids.
    builtin: FxHashMap<u64, String>,
    offices: Offices,
    /// Sectors of role phrases are looked up in the knowledge base; names of states too.
    roles: FxHashMap<String, Vec<Sector>>,
}

/// The number of an item.
fn number(id: &str) -> Option<u64> {
    is_wikidata(id).then(|| id[1..].parse().ok()).flatten()
}

impl Classes {
    /// Reads `wikidata_classes.tsv`: item, what it is called, what it tells, and sectors or a country's code.
    pub(super) fn read(text: &str, kb: &Knowledge) -> Result<Self, DataError> {
        let mut all = Self {
            classes: FxHashMap::default(),
            countries: FxHashMap::default(),
            builtin: FxHashMap::default(),
            offices: Offices::builtin()?,
            roles: FxHashMap::default(),
        };
        for entity in &kb.entities {
            let Some(item) = entity.wikidata.as_deref().and_then(number) else {
                continue;
            };
            all.builtin.entry(item).or_insert_with(|| entity.id.clone());
            if let (ActorKind::Country, Some(code)) = (entity.kind, &entity.country) {
                all.countries.insert(item, code.clone());
            }
        }
        for row in Table::new("wikidata_classes.tsv", text, &["item", "name", "tells", "value"])?.rows() {
            let row = row?;
            let item = number(row.field(0)).ok_or_else(|| row.error(format!("{:?} is no item", row.field(0))))?;
            let sectors = || parse_sectors(row.field(3)).map_err(|reason| row.error(reason));
            let class = match row.field(2) {
                "country" => {
                    if !kb.countries.known(row.field(3)) {
                        return Err(row.error(format!("{} is not a known country", row.field(3))));
                    }
                    all.countries.insert(item, row.field(3).into());
                    continue;
                }
                "human" => Class::Human,
                "office" => Class::Office,
                "occupation" => Class::Occupation(sectors()?),
                kind => match ActorKind::parse(kind) {
                    Some(kind) => Class::Body(kind, sectors()?),
                    None => {
                        return Err(row.error(format!(
                            "{kind:?} is not a kind of actor, country, human, office or occupation"
                        )));
                    }
                },
            };
            if all.classes.insert(item, class).is_some() {
                return Err(row.error(format!("{} stands in the file twice", row.field(0))));
            }
        }
        for (phrase, sectors) in kb.roles.sectored() {
            all.roles.insert(phrase.to_owned(), sectors.to_vec());
        }
        Ok(all)
    }

    fn country(&self, item: &str) -> Option<&CompactString> {
        self.countries.get(&number(item)?)
    }

    /// Sectors by the longest phrase for a role in an office's name.
    fn sectors(&self, label: &str) -> &[Sector] {
        let folded = fold(label);
        let words: Vec<&str> = folded.split(' ').collect();
        for length in (1..=words.len().min(5)).rev() {
            for window in words.windows(length) {
                if let Some(sectors) = self.roles.get(&window.join(" ")) {
                    return sectors;
                }
            }
        }
        &[]
    }
}

/// What stands in a dump at other entities than those that it is said of.
#[derive(Debug, Default)]
pub struct Pending {
    /// Offices: name and country.
    offices: FxHashMap<u64, (String, Option<CompactString>)>,
    /// Organisations to the states that say that they belong, with years.
    members: FxHashMap<u64, Vec<String>>,
}

impl Pending {
    pub(super) fn complete(&self, line: &str, classes: &Classes) -> String {
        let mut fields: Vec<String> = line
            .trim_end_matches(['\n', '\r'])
            .split('\t')
            .map(str::to_owned)
            .collect();
        let Some(field) = fields.get(8).filter(|f| super::pending_members(f)).cloned() else {
            return fields.join("\t");
        };
        fields[8].clear();
        if let Some(item) = field.strip_prefix(MEMBERS) {
            let mut members = number(item)
                .and_then(|i| self.members.get(&i))
                .cloned()
                .unwrap_or_default();
            members.sort();
            fields[8] = members.join(" ");
        } else if let Some((label, country)) = number(&field).and_then(|i| self.offices.get(&i)) {
            if let Some(country) = country {
                fields[3] = country.to_string();
            }
            if fields[4].is_empty() {
                let sectors: Vec<String> = classes.sectors(label).iter().map(ToString::to_string).collect();
                fields[4] = sectors.join(" ");
            }
            fields[8] = classes
                .offices
                .of_title(label)
                .map_or_else(|| label.clone(), str::to_owned);
        }
        fields.join("\t")
    }
}

#[derive(Deserialize)]
struct Item {
    id: String,
    #[serde(default, deserialize_with = "or_empty")]
    labels: Texts<Text>,
    #[serde(default, deserialize_with = "or_empty")]
    aliases: Texts<Vec<Text>>,
    #[serde(default, deserialize_with = "or_empty")]
    claims: Claims,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
struct Texts<T> {
    en: Option<T>,
    #[serde(rename = "en-gb")]
    british: Option<T>,
    mul: Option<T>,
}

impl<T> Default for Texts<T> {
    fn default() -> Self {
        Self {
            en: None,
            british: None,
            mul: None,
        }
    }
}

impl<T> Texts<T> {
    fn best(self) -> Option<T> {
        self.en.or(self.british).or(self.mul)
    }
}

#[derive(Deserialize)]
struct Text {
    value: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Claims {
    #[serde(rename = "P31")]
    instance_of: Vec<Claim>,
    #[serde(rename = "P17")]
    country: Vec<Claim>,
    #[serde(rename = "P27")]
    citizenship: Vec<Claim>,
    #[serde(rename = "P1001")]
    jurisdiction: Vec<Claim>,
    #[serde(rename = "P298")]
    alpha3: Vec<Claim>,
    #[serde(rename = "P39")]
    position: Vec<Claim>,
    #[serde(rename = "P106")]
    occupation: Vec<Claim>,
    #[serde(rename = "P463")]
    member_of: Vec<Claim>,
    #[serde(rename = "P571")]
    inception: Vec<Claim>,
    #[serde(rename = "P576")]
    dissolved: Vec<Claim>,
    #[serde(rename = "P1813")]
    short_name: Vec<Claim>,
}

#[derive(Deserialize)]
struct Claim {
    mainsnak: Snak,
    #[serde(default)]
    rank: Rank,
    #[serde(default, deserialize_with = "or_empty")]
    qualifiers: Qualifiers,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Rank {
    Deprecated,
    #[default]
    Normal,
    Preferred,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Qualifiers {
    #[serde(rename = "P580")]
    start: Vec<Snak>,
    #[serde(rename = "P582")]
    end: Vec<Snak>,
}

#[derive(Deserialize)]
struct Snak {
    datavalue: Option<Datum>,
}

#[derive(Deserialize)]
struct Datum {
    value: serde_json::Value,
}

impl Snak {
    fn item(&self) -> Option<&str> {
        self.datavalue.as_ref()?.value.get("id")?.as_str()
    }

    fn text(&self) -> Option<&str> {
        let value = &self.datavalue.as_ref()?.value;
        value.as_str().or_else(|| {
            let english = value.get("language")?.as_str()?.starts_with("en");
            value.get("text")?.as_str().filter(|_| english)
        })
    }

    /// A day as "2009-01-20", "2009-01" or "2009"; of what is less exact, or before our era, nothing.
    fn day(&self) -> Option<String> {
        let value = &self.datavalue.as_ref()?.value;
        let precision = value.get("precision")?.as_u64()?;
        let time = value.get("time")?.as_str()?.strip_prefix('+')?;
        let mut parts = time.split(['-', 'T']);
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let text = match precision {
            11 => format!("{year}-{month}-{day}"),
            10 => format!("{year}-{month}"),
            9 => year.to_owned(),
            _ => return None,
        };
        super::super::parse_day(&text, false).ok().flatten().map(|_| text)
    }
}

/// PHP writes an empty object as an empty array.
fn or_empty<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(from: D) -> Result<T, D::Error> {
    struct Either<T>(std::marker::PhantomData<T>);
    impl<'de, T: Deserialize<'de> + Default> Visitor<'de> for Either<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::deserialize(MapAccessDeserializer::new(map))
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<T, A::Error> {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            Ok(T::default())
        }
    }
    from.deserialize_any(Either(std::marker::PhantomData))
}

/// The claims that hold: the preferred ones where there are any, never deprecated ones.
fn best(claims: &[Claim]) -> impl Iterator<Item = &Claim> {
    let top = claims.iter().map(|c| c.rank).max().unwrap_or(Rank::Normal);
    claims
        .iter()
        .filter(move |c| c.rank == top && c.rank != Rank::Deprecated)
}

fn items(claims: &[Claim]) -> impl Iterator<Item = &str> {
    best(claims).filter_map(|c| c.mainsnak.item())
}

/// Why an entity gives no row: a class to count by, and the reason.
type Reason = (&'static str, String);

/// The rows of one entity, and what of it was left out.
///
/// # Errors
/// If it gives no row.
pub(super) fn rows(
    line: &str,
    classes: &Classes,
    kb: &Knowledge,
    seen: &mut FxHashSet<u64>,
    pending: &mut Pending,
) -> Result<(Vec<ActorRow>, Vec<Reason>), Reason> {
    let item: Item = serde_json::from_str(line).map_err(|e| {
        // what is counted in a line of JSON is its columns
        ("no entity of Wikidata", format!("no entity of Wikidata: {e}"))
    })?;
    let Some(id) = number(&item.id) else {
        return Err(("no item", format!("{}: a property or lexeme, not an item", item.id)));
    };
    let qid = item.id;
    let claims = &item.claims;
    let label = item.labels.best().map(|t| t.value).unwrap_or_default();
    let named = format!("{qid} ({label})");
    // what is asked for by other entities comes first: states and offices
    let state = best(&claims.alpha3)
        .filter_map(|c| c.mainsnak.text())
        .find(|code| kb.state(code).is_some())
        .map(CompactString::from)
        .or_else(|| classes.countries.get(&id).cloned());
    if let Some(code) = &state {
        for claim in claims.member_of.iter().filter(|c| c.rank != Rank::Deprecated) {
            let Some(org) = claim.mainsnak.item().and_then(number) else {
                continue;
            };
            let year = |snaks: &[Snak]| {
                snaks
                    .iter()
                    .find_map(Snak::day)
                    .map(|d| d.split('-').next().unwrap_or_default().to_owned())
            };
            let (from, to) = (year(&claim.qualifiers.start), year(&claim.qualifiers.end));
            let member = match (from, to) {
                (None, None) => code.to_string(),
                (Some(from), Some(to)) if to.parse::<i32>().ok() < from.parse::<i32>().ok() => continue,
                (from, to) => format!("{code}:{}-{}", from.unwrap_or_default(), to.unwrap_or_default()),
            };
            pending.members.entry(org).or_default().push(member);
        }
    }
    let instances: Vec<u64> = items(&claims.instance_of).filter_map(number).collect();
    let office = instances
        .iter()
        .any(|i| matches!(classes.classes.get(i), Some(Class::Office)));
    let place = items(&claims.jurisdiction)
        .chain(items(&claims.country))
        .find_map(|c| classes.country(c))
        .cloned();
    if office && !label.is_empty() {
        pending.offices.insert(id, (label.clone(), place));
        return Err((
            "an office, kept for its holders",
            format!("{named}: an office, kept for its holders"),
        ));
    }
    if !seen.insert(id) {
        return Err(("stands twice", format!("{named}: stands in the input twice")));
    }
    if let Some(known) = classes.builtin.get(&id) {
        return Err(("built in", format!("{named}: built in as {known}")));
    }
    if label.is_empty() {
        return Err(("no English label", format!("{qid}: no English label")));
    }
    let found = instances.iter().find_map(|i| {
        classes
            .classes
            .get(i)
            .filter(|c| matches!(c, Class::Body(..) | Class::Human))
    });
    let Some(found) = found else {
        let shown: Vec<String> = instances.iter().take(3).map(|i| format!("Q{i}")).collect();
        let what = if shown.is_empty() {
            "nothing".to_owned()
        } else {
            shown.join(", ")
        };
        return Err((
            "no class of actors",
            format!("{named}: an instance of {what}, which is no class of actors that is known"),
        ));
    };
    let mut odd: Vec<Reason> = Vec::new();
    let mut aliases: Vec<String> = Vec::new();
    let short = best(&claims.short_name)
        .filter_map(|c| c.mainsnak.text())
        .map(str::to_owned);
    for alias in item.aliases.best().into_iter().flatten().map(|t| t.value).chain(short) {
        if alias != label && !aliases.contains(&alias) {
            aliases.push(alias);
        }
    }
    let base = ActorRow {
        id: qid.clone(),
        name: label,
        aliases,
        wikidata: qid.clone(),
        ..ActorRow::default()
    };
    let names = |sectors: &[Sector]| sectors.iter().map(ToString::to_string).collect::<Vec<_>>();
    let rows = match found {
        Class::Human => persons(base, claims, classes, &named, &mut odd)?,
        Class::Body(kind, sectors) => {
            let place = items(&claims.country)
                .map(|c| (c, classes.country(c)))
                .collect::<Vec<_>>();
            let country = match (kind, place.as_slice()) {
                (ActorKind::Igo, _) => "IGO".to_owned(),
                (_, [(_, Some(code))]) => code.to_string(),
                (_, []) => String::new(),
                (_, [(item, None)]) => {
                    odd.push((
                        "country left empty",
                        format!("{named}: its country {item} is not known; left empty"),
                    ));
                    String::new()
                }
                (_, several) => {
                    let mut codes: Vec<&CompactString> = several.iter().filter_map(|(_, code)| *code).collect();
                    codes.dedup();
                    match codes.as_slice() {
                        [one] => one.to_string(),
                        _ => {
                            odd.push(("country left empty", format!("{named}: several countries; left empty")));
                            String::new()
                        }
                    }
                }
            };
            let day = |claims: &[Claim]| best(claims).find_map(|c| c.mainsnak.day()).unwrap_or_default();
            let (mut from, mut to) = (day(&claims.inception), day(&claims.dissolved));
            if !in_order(&from, &to) {
                odd.push((
                    "days left out",
                    format!("{named}: ends {to}, before it starts {from}; both left out"),
                ));
                (from, to) = (String::new(), String::new());
            }
            vec![ActorRow {
                country,
                sectors: names(sectors),
                from,
                to,
                kind: kind.to_string(),
                members: if *kind == ActorKind::Igo {
                    format!("{MEMBERS}{qid}")
                } else {
                    String::new()
                },
                ..base
            }]
        }
        Class::Office | Class::Occupation(_) => Vec::new(),
    };
    Ok((rows, odd))
}

/// True unless the second day is before the first.
fn in_order(from: &str, to: &str) -> bool {
    let day = |text: &str, last| super::super::parse_day(text, last).ok().flatten();
    match (day(from, false), day(to, true)) {
        (Some(from), Some(to)) => from <= to,
        _ => true,
    }
}

/// A row for each office that a person held, or one for an occupation that makes an actor.
fn persons(
    base: ActorRow,
    claims: &Claims,
    classes: &Classes,
    named: &str,
    odd: &mut Vec<Reason>,
) -> Result<Vec<ActorRow>, Reason> {
    let mut sectors: Vec<String> = Vec::new();
    let mut occupied = false;
    for occupation in items(&claims.occupation).filter_map(number) {
        if let Some(Class::Occupation(of)) = classes.classes.get(&occupation) {
            occupied = true;
            for sector in of.iter().map(ToString::to_string) {
                if !sectors.contains(&sector) {
                    sectors.push(sector);
                }
            }
        }
    }
    let homes: Vec<&str> = items(&claims.citizenship).collect();
    let country = homes
        .iter()
        .find_map(|c| classes.country(c))
        .cloned()
        .unwrap_or_default();
    if let (Some(first), true) = (homes.first(), country.is_empty()) {
        odd.push((
            "country left empty",
            format!("{named}: the country {first} is not known; left empty"),
        ));
    }
    let base = ActorRow {
        country: country.to_string(),
        kind: ActorKind::Person.to_string(),
        ..base
    };
    let mut rows: Vec<ActorRow> = Vec::new();
    let mut undated = None;
    for claim in claims.position.iter().filter(|c| c.rank != Rank::Deprecated) {
        let Some(position) = claim.mainsnak.item().filter(|p| number(p).is_some()) else {
            continue;
        };
        let day = |snaks: &[Snak]| snaks.iter().find_map(Snak::day).unwrap_or_default();
        let (from, to) = (day(&claim.qualifiers.start), day(&claim.qualifiers.end));
        if from.is_empty() && to.is_empty() {
            undated = undated.or(Some(position));
            continue;
        }
        if !in_order(&from, &to) {
            odd.push((
                "days left out",
                format!("{named}: the office {position} ends {to}, before it starts {from}; left out"),
            ));
            continue;
        }
        let id = if rows.is_empty() {
            base.id.clone()
        } else {
            format!("{}.{}", base.id, rows.len() + 1)
        };
        rows.push(ActorRow {
            id,
            from,
            to,
            members: position.to_owned(),
            ..base.clone()
        });
    }
    if rows.is_empty()
        && let Some(position) = undated
    {
        rows.push(ActorRow {
            members: position.to_owned(),
            ..base.clone()
        });
    }
    if rows.is_empty() && occupied {
        rows.push(ActorRow { sectors, ..base });
    }
    if rows.is_empty() {
        return Err((
            "a person without office",
            format!("{named}: a person without an office, or an occupation that makes an actor"),
        ));
    }
    Ok(rows)
}
