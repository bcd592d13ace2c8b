//! A sentence's tree with what attribution asks of it: children, subtrees, subjects.

use crate::{Rel, Sentence, SubRel, Token, Upos};

const NONE: u32 = u32::MAX;

/// A sentence with its children lists and subtree extents, built once for all questions.
pub(super) struct Tree<'a> {
    /// The sentence.
    pub sentence: &'a Sentence,
    first_child: Vec<u32>,
    next_sibling: Vec<u32>,
    low: Vec<u32>,
    high: Vec<u32>,
}

/// Who does what a verb says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Subject {
    /// Head word of the phrase, or the relative pronoun.
    pub head: u32,
    /// For a relative pronoun, the noun that it stands for.
    pub antecedent: Option<u32>,
    /// True if it belongs to another verb and is shared with this one.
    pub shared: bool,
}

impl<'a> Tree<'a> {
    pub fn new(sentence: &'a Sentence) -> Self {
        let tokens = &sentence.tokens;
        let n = tokens.len();
        let mut first_child = vec![NONE; n];
        let mut next_sibling = vec![NONE; n];
        let mut low: Vec<u32> = (0..n as u32).collect();
        let mut high = low.clone();
        for (i, token) in tokens.iter().enumerate().rev() {
            if let Some(head) = token.head.filter(|&h| (h as usize) < n) {
                next_sibling[i] = first_child[head as usize];
                first_child[head as usize] = i as u32;
            }
        }
        for i in 0..n {
            let mut at = tokens[i].head;
            while let Some(h) = at.filter(|&h| (h as usize) < n) {
                let (i, at_h) = (i as u32, h as usize);
                if low[at_h] <= i && high[at_h] >= i {
                    break;
                }
                low[at_h] = low[at_h].min(i);
                high[at_h] = high[at_h].max(i);
                at = tokens[at_h].head;
            }
        }
        // The early stop above may leave out ancestors that were reached while their own range was
        // still narrow; one more pass from the leaves up settles it for all but broken trees.
        for i in 0..n {
            if let Some(h) = tokens[i].head.filter(|&h| (h as usize) < n) {
                let h = h as usize;
                low[h] = low[h].min(low[i]);
                high[h] = high[h].max(high[i]);
            }
        }
        Self {
            sentence,
            first_child,
            next_sibling,
            low,
            high,
        }
    }

    pub fn len(&self) -> u32 {
        self.sentence.tokens.len() as u32
    }

    pub fn token(&self, i: u32) -> &'a Token {
        &self.sentence.tokens[i as usize]
    }

    /// The word before, if there is one.
    pub fn before(&self, i: u32) -> Option<&'a Token> {
        i.checked_sub(1).map(|i| self.token(i))
    }

    pub fn children(&self, head: u32) -> Children<'_> {
        Children {
            next: &self.next_sibling,
            at: self.first_child[head as usize],
        }
    }

    pub fn child(&self, head: u32, rel: Rel) -> Option<u32> {
        self.children(head).find(|&c| self.token(c).rel == rel)
    }

    /// First and last word under `head`.
    pub fn extent(&self, head: u32) -> (u32, u32) {
        (self.low[head as usize], self.high[head as usize])
    }

    /// True if `node` is `ancestor` or lies under it.
    pub fn dominates(&self, ancestor: u32, node: u32) -> bool {
        self.sentence.dominates(ancestor, node)
    }

    /// Marks all words under `head`.
    pub fn mark(&self, head: u32, value: bool, marks: &mut [bool]) {
        let mut stack = vec![head];
        let mut steps = 0;
        while let Some(i) = stack.pop() {
            marks[i as usize] = value;
            stack.extend(self.children(i));
            steps += 1;
            if steps > marks.len() {
                break;
            }
        }
    }

    /// True for a verb in the passive: by auxiliary or subject, as a participle after its noun, or
    /// coordinated with one.
    pub fn is_passive(&self, verb: u32) -> bool {
        let mut at = verb;
        for _ in 0..4 {
            let token = self.token(at);
            let (mut own_clause, mut subject) = (false, false);
            for c in self.children(at) {
                let child = self.token(c);
                if child.rel == Rel::Aux && child.sub == SubRel::Pass {
                    return true;
                }
                subject |= child.sub == SubRel::Pass && matches!(child.rel, Rel::Nsubj | Rel::Csubj);
                own_clause |= matches!(child.rel, Rel::Nsubj | Rel::Aux);
            }
            // "Grassley and Leahy say", with a slip in the relation.
            if token.xpos != "VBN" {
                return subject && token.xpos == "VBG";
            }
            if subject {
                return true;
            }
            if own_clause {
                return false;
            }
            match (token.rel, token.head) {
                (Rel::Acl | Rel::Advcl, Some(_)) => return true,
                (Rel::Conj, Some(head)) => at = head,
                _ => return false,
            }
        }
        false
    }

    /// True if a word marks a phrase as its preposition: "by", "to".
    pub fn has_case(&self, head: u32, preposition: &str) -> bool {
        self.children(head).any(|c| {
            let token = self.token(c);
            token.rel == Rel::Case && token.lemma.eq_ignore_ascii_case(preposition)
        })
    }

    /// The agent of a passive: "by the ministry".
    pub fn agent(&self, verb: u32) -> Option<u32> {
        self.children(verb).find(|&c| {
            let token = self.token(c);
            token.rel == Rel::Obl && (token.sub == SubRel::Agent || self.has_case(c, "by")) && is_nominal(token)
        })
    }

    /// Who does what the verb says, its grammatical subject in the active, the *by*-phrase in the
    /// passive; through coordination, participles, infinitives and relative clauses.
    pub fn subject(&self, verb: u32) -> Option<Subject> {
        if self.is_passive(verb) {
            return self.agent(verb).map(|head| self.resolved(verb, head, false));
        }
        self.grammatical_subject(verb, 0)
    }

    /// The subject as the sentence has it, passive or not.
    pub fn grammatical_subject(&self, verb: u32, depth: u32) -> Option<Subject> {
        if depth > 8 {
            return None;
        }
        if let Some(own) = self.children(verb).find(|&c| {
            let token = self.token(c);
            token.rel == Rel::Nsubj && is_nominal(token)
        }) {
            return Some(self.resolved(verb, own, depth > 0));
        }
        let token = self.token(verb);
        let head = token.head?;
        match token.rel {
            Rel::Conj | Rel::Xcomp | Rel::Advcl | Rel::Parataxis | Rel::Dep => {
                let quoted = matches!(self.token(head).lemma.as_str(), "quote" | "cite");
                if token.rel == Rel::Xcomp || (token.rel == Rel::Advcl && quoted) {
                    let object = self
                        .children(head)
                        .find(|&c| matches!(self.token(c).rel, Rel::Obj | Rel::Iobj) && is_nominal(self.token(c)));
                    if let Some(object) = object.filter(|_| self.token(head).lemma != "promise") {
                        return Some(self.resolved(head, object, true));
                    }
                }
                if token.rel == Rel::Parataxis && token.xpos != "VBG" {
                    return None;
                }
                if token.rel == Rel::Advcl && is_finite(self, verb) {
                    return None;
                }
                if token.rel == Rel::Conj && is_nominal(self.token(head)) {
                    return None;
                }
                self.grammatical_subject(head, depth + 1)
            }
            Rel::Acl if token.sub != SubRel::Relcl => is_nominal(self.token(head)).then_some(Subject {
                head,
                antecedent: None,
                shared: true,
            }),
            _ => None,
        }
    }

    fn resolved(&self, verb: u32, head: u32, shared: bool) -> Subject {
        let token = self.token(head);
        let antecedent = (token.upos == Upos::Pron && matches!(token.xpos.as_str(), "WDT" | "WP"))
            .then(|| self.relative_head(verb))
            .flatten();
        Subject {
            head,
            antecedent,
            shared,
        }
    }

    /// The noun that the relative clause around a verb belongs to.
    fn relative_head(&self, verb: u32) -> Option<u32> {
        let mut at = verb;
        for _ in 0..8 {
            let token = self.token(at);
            let head = token.head?;
            if token.rel == Rel::Acl {
                return Some(head);
            }
            if !matches!(token.rel, Rel::Conj | Rel::Xcomp | Rel::Ccomp) {
                return None;
            }
            at = head;
        }
        None
    }
}

/// True for words that can head the name of somebody.
pub(super) fn is_nominal(token: &Token) -> bool {
    matches!(
        token.upos,
        Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Adj | Upos::X | Upos::Det | Upos::Sym
    )
}

/// True for verbs with tense, by tag or auxiliary.
pub(super) fn is_finite(tree: &Tree<'_>, verb: u32) -> bool {
    matches!(tree.token(verb).xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD")
        || tree.children(verb).any(|c| {
            matches!(tree.token(c).rel, Rel::Aux | Rel::Cop)
                && matches!(tree.token(c).xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD")
        })
}

/// Children of a word, in text order.
pub(super) struct Children<'t> {
    next: &'t [u32],
    at: u32,
}

impl Iterator for Children<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let here = self.at;
        if here == NONE {
            return None;
        }
        self.at = self.next[here as usize];
        Some(here)
    }
}
