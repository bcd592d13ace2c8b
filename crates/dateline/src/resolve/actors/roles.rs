//! Role nouns and titles with their sectors.

use rustc_hash::FxHashMap;

use super::names::{Folded, fold};
use super::table::Table;
use crate::resolve::DataError;
use crate::{Sector, Sentence, Upos};

/// What sort of thing a role noun names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RoleKind {
    /// A person; in the plural several.
    Person,
    /// A body or collective.
    Body,
    /// Vehicles and weapons that act for their body.
    Equipment,
    /// An amount: who it is, the complement says ("hundreds of protesters").
    Quantity,
}

/// A role noun or phrase.
#[derive(Clone, Debug)]
pub(crate) struct Role {
    /// Sectors, primary first.
    pub sectors: Vec<Sector>,
    /// What sort of thing it names.
    pub kind: RoleKind,
    /// True where the words around it decide first ("spokesman", "member").
    pub weak: bool,
}

/// Role nouns and modifiers.
#[derive(Debug)]
pub(crate) struct Roles {
    list: Vec<Role>,
    phrases: FxHashMap<Box<str>, u32>,
    modifiers: FxHashMap<Box<str>, Vec<Sector>>,
}

/// A role found at a head word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RoleHit<'a> {
    /// The role.
    pub role: &'a Role,
    /// First token of its phrase.
    pub start: u32,
    /// One past its last token.
    pub end: u32,
}

/// Sectors from words divided by blanks.
pub(crate) fn parse_sectors(field: &str) -> Result<Vec<Sector>, String> {
    field
        .split(' ')
        .filter(|s| !s.is_empty())
        .map(|s| Sector::parse(s).ok_or_else(|| format!("{s:?} is not a PLOVER sector")))
        .collect()
}

impl Roles {
    pub(crate) fn read(file: &str, text: &str) -> Result<Self, DataError> {
        let mut roles = Self {
            list: Vec::with_capacity(2600),
            phrases: FxHashMap::with_capacity_and_hasher(2600, Default::default()),
            modifiers: FxHashMap::default(),
        };
        for row in Table::new(file, text, &["phrase", "sectors", "kind", "strength"])?.rows() {
            let row = row?;
            let sectors = parse_sectors(row.field(1)).map_err(|reason| row.error(reason))?;
            let key = fold(row.field(0)).into_boxed_str();
            if key.is_empty() {
                return Err(row.error("the phrase is empty"));
            }
            let kind = match row.field(2) {
                "person" => RoleKind::Person,
                "body" => RoleKind::Body,
                "equipment" => RoleKind::Equipment,
                "quantity" => RoleKind::Quantity,
                "modifier" => {
                    if roles.modifiers.insert(key, sectors).is_some() {
                        return Err(row.error("the modifier stands in the file twice"));
                    }
                    continue;
                }
                other => {
                    return Err(row.error(format!(
                        "{other:?} is not one of person, body, equipment, quantity, modifier"
                    )));
                }
            };
            let weak = match row.field(3) {
                "" => false,
                "weak" => true,
                other => return Err(row.error(format!("{other:?} is neither weak nor empty"))),
            };
            // A phrase that folds like an earlier one keeps the earlier one's sectors.
            let next = roles.list.len() as u32;
            if *roles.phrases.entry(key).or_insert(next) == next {
                roles.list.push(Role { sectors, kind, weak });
            }
        }
        Ok(roles)
    }

    fn get(&self, key: &str) -> Option<&Role> {
        self.phrases.get(key).map(|i| &self.list[*i as usize])
    }

    /// Sectors that a modifying word gives ("rebel", "opposition").
    pub(crate) fn modifier(&self, word: &str) -> &[Sector] {
        self.modifiers.get(word).map_or(&[], Vec::as_slice)
    }

    /// The longest role phrase around a head word: words before it, or "of"-phrases after it
    /// ("head of state", "commander-in-chief").
    pub(crate) fn at(&self, sentence: &Sentence, folded: &Folded, head: u32) -> Option<RoleHit<'_>> {
        let head = head as usize;
        let token = &sentence.tokens[head];
        let form = folded.word(head);
        if form.is_empty() {
            return None;
        }
        let lemma = fold(&token.lemma);
        let single = (token.upos == Upos::Propn || token.xpos == "NNS" || token.xpos == "NNPS")
            .then(|| singular(form))
            .flatten();
        let mut key = String::new();
        // To the right first: these phrases are the most telling.
        for end in (head + 3..=(head + 4).min(folded.len())).rev() {
            if !matches!(folded.word(head + 1), "of" | "in" | "") {
                break;
            }
            for first in [lemma.as_str(), form] {
                key.clear();
                key.push_str(first);
                for i in head + 1..end {
                    let word = folded.word(i);
                    if !word.is_empty() {
                        key.push(' ');
                        key.push_str(word);
                    }
                }
                if key.contains(' ')
                    && let Some(role) = self.get(&key)
                {
                    return Some(RoleHit {
                        role,
                        start: head as u32,
                        end: end as u32,
                    });
                }
            }
        }
        let mut left = String::new();
        for start in head.saturating_sub(5)..=head {
            if start < head && folded.word(start).is_empty() {
                continue;
            }
            folded.phrase(start, head, &mut left);
            for last in [Some(form), Some(lemma.as_str()), single.as_deref()]
                .into_iter()
                .flatten()
            {
                key.clear();
                key.push_str(&left);
                if !left.is_empty() {
                    key.push(' ');
                }
                key.push_str(last);
                if let Some(role) = self.get(&key) {
                    return Some(RoleHit {
                        role,
                        start: start as u32,
                        end: head as u32 + 1,
                    });
                }
            }
        }
        None
    }

    /// Phrases in folded form whose words alone tell the sectors, with those.
    pub(crate) fn sectored(&self) -> impl Iterator<Item = (&str, &[Sector])> {
        self.phrases.iter().filter_map(|(phrase, at)| {
            let role = &self.list[*at as usize];
            (!role.sectors.is_empty() && !role.weak).then_some((&**phrase, role.sectors.as_slice()))
        })
    }

    /// The role of a word or phrase in folded form.
    pub(crate) fn phrase(&self, key: &str) -> Option<&Role> {
        self.get(key)
    }
}

/// The singular of a regular plural.
fn singular(form: &str) -> Option<String> {
    if let Some(stem) = form.strip_suffix("ies") {
        return Some(format!("{stem}y"));
    }
    if let Some(stem) = form.strip_suffix("men") {
        return Some(format!("{stem}man"));
    }
    form.strip_suffix('s')
        .filter(|stem| stem.len() > 2 && !stem.ends_with('s'))
        .map(str::to_owned)
}
