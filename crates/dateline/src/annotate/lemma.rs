//! Lemmas as edits of forms.

use rustc_hash::FxHashMap;

use super::features::mended;
use super::forms::Forms;

/// How a lemma is made from a form: small letters or not, letters cut from the end, letters added.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Script {
    /// 0: as it is; 1: all small; 2: first letter large, the others small.
    pub case: u8,
    /// Characters cut from the end; 255 for all.
    pub cut: u8,
    /// What is added.
    pub add: Box<str>,
}

fn cased(form: &str, case: u8) -> String {
    match case {
        0 => form.to_owned(),
        1 => form.to_lowercase(),
        _ => {
            let mut chars = form.chars();
            match chars.next() {
                Some(c) => c.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect(),
                None => String::new(),
            }
        }
    }
}

impl Script {
    /// The edit that makes this lemma from this form.
    #[must_use]
    pub fn between(form: &str, lemma: &str) -> Self {
        let mut best: Option<(usize, Self)> = None;
        for case in [0, 1, 2] {
            let from = cased(form, case);
            let common = from.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
            let cut = from.chars().count() - common;
            let add: Box<str> = lemma.chars().skip(common).collect();
            let cost = cut.min(250) + add.len() + usize::from(case > 0);
            let cut = if common == 0 { 255 } else { cut.min(250) as u8 };
            if best.as_ref().is_none_or(|(c, _)| cost < *c) {
                best = Some((cost, Self { case, cut, add }));
            }
        }
        best.map_or_else(
            || Self {
                case: 0,
                cut: 0,
                add: "".into(),
            },
            |(_, s)| s,
        )
    }

    /// Does the edit. `None` if the form is too short for it.
    #[must_use]
    pub fn apply(&self, form: &str) -> Option<String> {
        let mut out = cased(form, self.case);
        if self.cut == 255 {
            out.clear();
        } else if self.cut > 0 {
            let (at, _) = out.char_indices().rev().nth(usize::from(self.cut) - 1)?;
            if at == 0 && self.add.is_empty() {
                return None;
            }
            out.truncate(at);
        }
        out.push_str(&self.add);
        (!out.is_empty()).then_some(out)
    }

    /// As it is written in a model.
    #[must_use]
    pub fn write(&self) -> String {
        format!("{} {} {}", self.case, self.cut, self.add)
    }

    /// Reads what [`write`](Self::write) wrote.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, ' ');
        Some(Self {
            case: parts.next()?.parse().ok()?,
            cut: parts.next()?.parse().ok()?,
            add: parts.next()?.into(),
        })
    }
}

/// Edits, and the words whose edit is known.
#[derive(Clone, Debug, Default)]
pub struct Lemmas {
    /// Edits, most frequent first: the classes of the network's lemma head.
    pub scripts: Vec<Script>,
    /// Normal form, a space and XPOS tag, to the number of the edit that it always takes.
    pub known: FxHashMap<Box<str>, u32>,
}

impl Lemmas {
    /// The lemma of a word: a known one, else one by `forms`, else by `scores`, the network's scores
    /// of the edits.
    #[must_use]
    pub fn lemma(
        &self,
        form: &str,
        normal: &str,
        xpos: &str,
        scores: &[f32],
        forms: &Forms<'_>,
        key: &mut String,
    ) -> String {
        // Numbers: as they are, without the commas between thousands.
        if xpos == "CD" && form.starts_with(|c: char| c.is_ascii_digit()) {
            return form.replace(',', "");
        }
        // Units have no plural ending: "700 kg".
        if xpos == "NNS" && form.len() < 3 && !form.ends_with(['s', 'S']) {
            return form.to_owned();
        }
        let mended = mended(form);
        let form = mended.as_deref().unwrap_or(form);
        key.clear();
        key.push_str(normal);
        key.push(' ');
        key.push_str(xpos);
        if let Some(lemma) = self
            .known
            .get(key.as_str())
            .and_then(|s| self.scripts.get(*s as usize))
            .and_then(|s| s.apply(form))
        {
            return lemma;
        }
        let mut best = (f32::NEG_INFINITY, None);
        for (score, script) in scores.iter().zip(&self.scripts) {
            if *score > best.0 {
                best = (*score, Some(script));
            }
        }
        // Plurals that keep a capital, "MPs", are left to the network.
        let capital = xpos == "NNS" && best.1.is_some_and(|s| s.case != 1) && form.contains(char::is_uppercase);
        if !capital && let Some(lemma) = forms.lemma(normal, xpos) {
            return lemma;
        }
        best.1.and_then(|s| s.apply(form)).unwrap_or_else(|| form.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_undo_inflection() {
        for (form, lemma) in [
            ("Talks", "talk"),
            ("was", "be"),
            ("Moscow", "Moscow"),
            ("SAID", "say"),
            ("'s", "be"),
            ("CITIES", "city"),
        ] {
            let script = Script::between(form, lemma);
            assert_eq!(script.apply(form).as_deref(), Some(lemma));
            assert_eq!(Script::read(&script.write()), Some(script));
        }
        assert_eq!(
            Script::between("Drones", "drone").apply("Ships").as_deref(),
            Some("ship")
        );
    }
}
