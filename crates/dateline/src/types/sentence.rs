//! Sentences with their tokens, trees and names.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::Span;

pub(crate) use dateline_lexicon::text_enum;

text_enum! {
    /// Universal part-of-speech tags.
    #[allow(missing_docs)]
    Upos {
        Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET", Intj = "INTJ",
        Noun = "NOUN", Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN", Punct = "PUNCT",
        Sconj = "SCONJ", Sym = "SYM", Verb = "VERB", X = "X",
    }
}

text_enum! {
    /// Universal Dependencies relations, without subtypes.
    #[allow(missing_docs)]
    Rel {
        Acl = "acl", Advcl = "advcl", Advmod = "advmod", Amod = "amod", Appos = "appos", Aux = "aux",
        Case = "case", Cc = "cc", Ccomp = "ccomp", Clf = "clf", Compound = "compound", Conj = "conj",
        Cop = "cop", Csubj = "csubj", Dep = "dep", Det = "det", Discourse = "discourse",
        Dislocated = "dislocated", Expl = "expl", Fixed = "fixed", Flat = "flat", Goeswith = "goeswith",
        Iobj = "iobj", List = "list", Mark = "mark", Nmod = "nmod", Nsubj = "nsubj", Nummod = "nummod",
        Obj = "obj", Obl = "obl", Orphan = "orphan", Parataxis = "parataxis", Punct = "punct",
        Reparandum = "reparandum", Root = "root", Vocative = "vocative", Xcomp = "xcomp",
    }
}

text_enum! {
    /// Subtypes of relations that the English treebanks use.
    #[allow(missing_docs)]
    SubRel {
        None = "", Agent = "agent", Desc = "desc", Foreign = "foreign", Npmod = "npmod", Outer = "outer",
        Pass = "pass", Poss = "poss", Preconj = "preconj", Predet = "predet", Prt = "prt", Relcl = "relcl",
        Tmod = "tmod", Unmarked = "unmarked",
    }
}

text_enum! {
    /// Kinds of names.
    #[allow(missing_docs)]
    NameKind { Per = "PER", Org = "ORG", Loc = "LOC" }
}

text_enum! {
    /// The part of the document that a sentence stands in. Only headline, kicker, captions and
    /// body are coded.
    #[allow(missing_docs)]
    PartKind {
        Headline = "headline", Kicker = "kicker", Caption = "caption", Body = "body", Other = "other",
    }
}

/// A syntactic word. Several words of one multiword token ("don't") have spans that split the
/// token's characters between them where they can, and share the token's span where they cannot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Where it stands in the text.
    pub span: Span,
    /// The word form as the treebank has it; equals the text at `span`, but for words of a
    /// multiword token that are not spelled out there, and for line breaks inside a token.
    pub form: CompactString,
    /// Dictionary form.
    pub lemma: CompactString,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn Treebank tag.
    pub xpos: CompactString,
    /// Index of the governing word in the sentence, from 0; `None` for the root.
    pub head: Option<u32>,
    /// Relation to the governing word.
    pub rel: Rel,
    /// Its subtype.
    pub sub: SubRel,
    /// True for the first word of a multiword token; its other words follow with `mwt_rest` set.
    pub mwt_first: bool,
    /// True for the second and further words of a multiword token.
    pub mwt_rest: bool,
}

/// A name in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// First token, from 0.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
    /// What it is the name of.
    pub kind: NameKind,
}

/// A sentence with its tree: exactly one root, no cycles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Where it stands in the document's text.
    pub span: Span,
    /// Part of the document that it belongs to.
    pub part: PartKind,
    /// Its number in the document, from 0, over all parts in text order.
    pub index: u32,
    /// Words in text order; never empty.
    pub tokens: Vec<Token>,
    /// Names, in order, without overlap.
    pub names: Vec<Name>,
    /// True for the first sentence of a paragraph.
    pub paragraph_start: bool,
}

impl Sentence {
    /// Indexes of the words that `head` governs directly, in text order.
    pub fn children(&self, head: u32) -> impl Iterator<Item = u32> + '_ {
        self.tokens
            .iter()
            .enumerate()
            .filter(move |(_, t)| t.head == Some(head))
            .map(|(i, _)| i as u32)
    }

    /// The root's index.
    #[must_use]
    pub fn root(&self) -> u32 {
        self.tokens.iter().position(|t| t.head.is_none()).unwrap_or(0) as u32
    }

    /// First and one past the last token of the subtree under `head`.
    #[must_use]
    pub fn extent(&self, head: u32) -> (u32, u32) {
        let (mut first, mut last) = (head, head);
        for i in 0..self.tokens.len() as u32 {
            if self.dominates(head, i) {
                first = first.min(i);
                last = last.max(i);
            }
        }
        (first, last + 1)
    }

    /// True if `node` is `ancestor` or lies under it.
    #[must_use]
    pub fn dominates(&self, ancestor: u32, node: u32) -> bool {
        let mut at = Some(node);
        let mut steps = 0;
        while let Some(i) = at {
            if i == ancestor {
                return true;
            }
            steps += 1;
            if steps > self.tokens.len() {
                return false;
            }
            at = self.tokens[i as usize].head;
        }
        false
    }
}
