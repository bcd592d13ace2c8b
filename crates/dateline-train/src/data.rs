//! Treebanks and name corpora to training items.

use std::path::Path;

use anyhow::{Context, Result};
use dateline::annotate::conllu::{self, Parsed};
use dateline::types::{NameKind, Rel, SubRel, Token, Upos};
use rustc_hash::FxHashMap;

use crate::random::Random;

/// A sentence to learn from; what is not known about it is `None`.
#[derive(Clone, Debug)]
pub struct Item {
    pub forms: Vec<String>,
    pub tree: Option<Vec<Token>>,
    pub names: Option<Vec<(usize, usize, NameKind)>>,
    /// Whether a teacher may say what is not known.
    pub teach: bool,
    /// Only for those who learn from teachers: not in the vocabulary, nor counted.
    pub late: bool,
}

/// The headline with its main verb in the present tense, as headlines tell what has happened. `None` where it is not told
/// in the past.
pub fn present(item: &Item) -> Option<Item> {
    let tree = item.tree.as_ref()?;
    let root = tree.iter().position(|t| t.head.is_none())?;
    let subject = tree
        .iter()
        .position(|t| t.rel == Rel::Nsubj && t.sub == SubRel::None && t.head == Some(root as u32))?;
    let joined = tree
        .iter()
        .any(|t| t.rel == Rel::Conj && t.head == Some(subject as u32));
    let plural = joined || matches!(&*tree[subject].xpos, "NNS" | "NNPS");
    let mut out = item.clone();
    let mut changed = false;
    for (i, t) in tree.iter().enumerate() {
        let main = i == root || t.rel == Rel::Conj && t.head == Some(root as u32);
        if !main || t.xpos != "VBD" || t.upos != Upos::Verb || !t.lemma.chars().all(|c| c.is_ascii_lowercase()) {
            continue;
        }
        let form = if plural {
            t.lemma.to_string()
        } else {
            third_person(&t.lemma)
        };
        let old: Vec<char> = item.forms[i].chars().collect();
        let large = |c: Option<&char>| c.is_some_and(|c| c.is_uppercase());
        let form = if large(old.get(1)) {
            form.to_uppercase()
        } else if large(old.first()) {
            let mut c = form.chars();
            c.next()
                .map_or_else(String::new, |a| a.to_uppercase().chain(c).collect())
        } else {
            form
        };
        let token = &mut out.tree.as_mut()?[i];
        token.form = form.as_str().into();
        token.xpos = if plural { "VBP" } else { "VBZ" }.into();
        out.forms[i] = form;
        changed = true;
    }
    out.late = true;
    changed.then_some(out)
}

fn third_person(lemma: &str) -> String {
    let vowel = |c: char| "aeiou".contains(c);
    match lemma {
        "have" => return "has".to_owned(),
        "be" => return "is".to_owned(),
        _ => {}
    }
    if let Some(stem) = lemma.strip_suffix('y')
        && !stem.ends_with(vowel)
    {
        return format!("{stem}ies");
    }
    let hissing = ["s", "x", "z", "ch", "sh", "o"].iter().any(|e| lemma.ends_with(e));
    format!("{lemma}{}", if hissing { "es" } else { "s" })
}

/// The sentence in the style of a headline: without articles, forms of "be" and "have" that only
/// help, and the last full stop, and with "to" for "will". `None` where it would not change much or
/// is no statement with a subject and a verb.
pub fn telegraph(item: &Item, random: &mut Random) -> Option<Item> {
    let tree = item.tree.as_ref()?;
    let n = tree.len();
    let root = tree.iter().position(|t| t.head.is_none())?;
    let subject = tree
        .iter()
        .position(|t| t.rel == Rel::Nsubj && t.head == Some(root as u32))?;
    let pronoun = tree[subject].upos == Upos::Pron;
    if !(4..=26).contains(&n) || tree[root].upos != Upos::Verb || subject > root || pronoun {
        return None;
    }
    let mut children = vec![0usize; n];
    for t in tree {
        if let Some(h) = t.head {
            children[h as usize] += 1;
        }
    }
    let lower: Vec<String> = item.forms.iter().map(|f| f.to_lowercase()).collect();
    let mut keep = vec![true; n];
    let mut will = vec![false; n];
    let mut changes = 0;
    let title = random.below(5);
    // In small letters "Togo mediated" and "Rebels ambushed" would learn to be read as passives in plain sentences too.
    let capitals = title < 2 || title == 4;
    for (i, t) in tree.iter().enumerate() {
        if children[i] > 0 || t.mwt_first || t.mwt_rest {
            continue;
        }
        let article = t.rel == Rel::Det && matches!(&*lower[i], "the" | "a" | "an");
        let passive = t.sub == SubRel::Pass;
        let helper = t.rel == Rel::Aux && matches!(&*t.lemma, "be" | "have") && (capitals || !passive);
        if article || helper {
            keep[i] = false;
            changes += 1;
        } else if t.rel == Rel::Aux && lower[i] == "will" && t.head == Some(root as u32) {
            will[i] = true;
            changes += 1;
        }
    }
    if tree[n - 1].rel == Rel::Punct && item.forms[n - 1] == "." && children[n - 1] == 0 {
        keep[n - 1] = false;
    }
    if changes == 0 {
        return None;
    }
    let mut place = vec![0u32; n + 1];
    for i in 0..n {
        place[i + 1] = place[i] + u32::from(keep[i]);
    }
    let mut forms = Vec::new();
    let mut tokens = Vec::new();
    for i in (0..n).filter(|i| keep[*i]) {
        let mut token = tree[i].clone();
        token.head = token.head.map(|h| place[h as usize]);
        let mut form = item.forms[i].clone();
        if will[i] {
            form = "to".to_owned();
            token.lemma = "to".into();
            (token.upos, token.xpos) = (Upos::Part, "TO".into());
            (token.rel, token.sub) = (Rel::Mark, SubRel::None);
        }
        let first = forms.is_empty();
        let long = form.chars().count() > 3;
        if title < 2 && (long || title == 0) || first {
            let mut c = form.chars();
            form = c
                .next()
                .map_or_else(String::new, |a| a.to_uppercase().chain(c).collect());
        } else if title == 4 {
            form = form.to_uppercase();
        }
        token.form = form.as_str().into();
        forms.push(form);
        tokens.push(token);
    }
    let names = item.names.as_ref().map(|names| {
        let moved = names
            .iter()
            .map(|(a, b, kind)| (place[*a] as usize, place[*b] as usize, *kind));
        moved.filter(|(a, b, _)| a < b).collect()
    });
    Some(Item {
        forms,
        tree: Some(tokens),
        names,
        teach: item.teach,
        late: false,
    })
}

pub fn treebank(path: &Path) -> Result<Vec<Parsed>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let name = path
        .file_stem()
        .map_or_else(String::new, |s| s.to_string_lossy().into_owned());
    conllu::read(&text, &name).with_context(|| path.display().to_string())
}

/// What the classes of the heads stand for.
#[derive(Clone, Debug, Default)]
pub struct Classes {
    pub xpos: Vec<Box<str>>,
    pub labels: Vec<(Rel, SubRel)>,
    pub scripts: Vec<dateline::annotate::lemma::Script>,
}

/// Items ordered by how often they occur, most frequent first, then by themselves.
pub fn by_count<T: Ord + Clone + std::hash::Hash>(items: impl Iterator<Item = T>, least: usize) -> Vec<(T, usize)> {
    let mut counts: FxHashMap<T, usize> = FxHashMap::default();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    let mut out: Vec<(T, usize)> = counts.into_iter().filter(|(_, n)| *n >= least).collect();
    out.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_becomes_a_headline() {
        let text = "1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\t_\n2\tarmy\tarmy\tNOUN\tNN\t_\t4\tnsubj\t_\t_\n\
                    3\twill\twill\tAUX\tMD\t_\t4\taux\t_\t_\n4\tleave\tleave\tVERB\tVB\t_\t0\troot\t_\t_\n\
                    5\ta\ta\tDET\tDT\t_\t6\tdet\t_\t_\n6\ttown\ttown\tNOUN\tNN\t_\t4\tobj\t_\t_\n\
                    7\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n\n";
        let tokens = conllu::read(text, "x").unwrap()[0].sentences[0].tokens.clone();
        let item = Item {
            forms: tokens.iter().map(|t| t.form.to_string()).collect(),
            tree: Some(tokens),
            names: Some(vec![(0, 2, NameKind::Org)]),
            teach: true,
            late: false,
        };
        let short = telegraph(&item, &mut Random::new(3)).unwrap();
        assert_eq!(short.forms.join(" ").to_lowercase(), "army to leave town");
        let tree = short.tree.unwrap();
        let heads: Vec<_> = tree.iter().map(|t| t.head).collect();
        assert_eq!(heads, [Some(2), Some(2), None, Some(2)]);
        assert_eq!((tree[1].upos, tree[1].rel), (Upos::Part, Rel::Mark));
        assert_eq!(short.names.unwrap(), [(0, 1, NameKind::Org)]);
    }

    #[test]
    fn headlines_tell_in_the_present() {
        let text = "1\tENVOYS\tenvoy\tNOUN\tNNS\t_\t2\tnsubj\t_\t_\n2\tFLED\tflee\tVERB\tVBD\t_\t0\troot\t_\t_\n\
                    3\tand\tand\tCCONJ\tCC\t_\t4\tcc\t_\t_\n4\ttried\ttry\tVERB\tVBD\t_\t2\tconj\t_\t_\n\n";
        let tokens = conllu::read(text, "x").unwrap()[0].sentences[0].tokens.clone();
        let mut item = Item {
            forms: tokens.iter().map(|t| t.form.to_string()).collect(),
            tree: Some(tokens),
            names: None,
            teach: true,
            late: false,
        };
        assert_eq!(present(&item).unwrap().forms.join(" "), "ENVOYS FLEE and try");
        item.tree.as_mut().unwrap()[0].xpos = "NN".into();
        let one = present(&item).unwrap();
        assert_eq!(one.forms.join(" "), "ENVOYS FLEES and tries");
        assert_eq!(one.tree.unwrap()[3].xpos, "VBZ");
    }
}
