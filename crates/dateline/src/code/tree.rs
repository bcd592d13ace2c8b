//! A sentence's tree as the matcher reads it: who is the subject of this verb, whatever the voice.

use compact_str::CompactString;
use dateline_data::lists::code::{INTRANSITIVE_VERBS, JUDGING_VERBS, TRANSITIVE_VERBS};

use crate::{Rel, Sentence, SubRel, Token, Upos};

/// A sentence with its lemmas in lower case and the children of each word.
#[derive(Debug)]
pub struct Tree<'a> {
    /// The sentence.
    pub sentence: &'a Sentence,
    /// Lemmas in lower case.
    pub lemmas: Vec<CompactString>,
    /// Children in text order: those of word `i` are `children[first[i]..first[i + 1]]`.
    children: Vec<u32>,
    first: Vec<u32>,
}

impl<'a> Tree<'a> {
    /// Reads a sentence once.
    #[must_use]
    pub fn new(sentence: &'a Sentence) -> Self {
        let n = sentence.tokens.len();
        let mut first = vec![0u32; n + 1];
        for head in sentence.tokens.iter().filter_map(|t| t.head) {
            first[head as usize + 1] += 1;
        }
        for i in 0..n {
            first[i + 1] += first[i];
        }
        let mut at = first.clone();
        let mut children = vec![0u32; first[n] as usize];
        for (i, token) in sentence.tokens.iter().enumerate() {
            if let Some(head) = token.head {
                children[at[head as usize] as usize] = i as u32;
                at[head as usize] += 1;
            }
        }
        let lemmas = sentence
            .tokens
            .iter()
            .map(|t| {
                if t.lemma.bytes().any(|b| b.is_ascii_uppercase() || b >= 0x80) {
                    t.lemma.to_lowercase()
                } else {
                    t.lemma.clone()
                }
            })
            .collect();
        Self {
            sentence,
            lemmas,
            children,
            first,
        }
    }

    /// Number of words.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.sentence.tokens.len() as u32
    }

    /// A word.
    #[must_use]
    pub fn token(&self, i: u32) -> &'a Token {
        &self.sentence.tokens[i as usize]
    }

    /// A word's lemma in lower case.
    #[must_use]
    pub fn lemma(&self, i: u32) -> &str {
        &self.lemmas[i as usize]
    }

    /// The words that `i` governs, in text order.
    #[must_use]
    pub fn children(&self, i: u32) -> &[u32] {
        &self.children[self.first[i as usize] as usize..self.first[i as usize + 1] as usize]
    }

    /// The first child with this relation.
    #[must_use]
    pub fn child(&self, i: u32, rel: Rel) -> Option<u32> {
        self.children(i).iter().copied().find(|&c| self.token(c).rel == rel)
    }

    /// The governing word.
    #[must_use]
    pub fn head(&self, i: u32) -> Option<u32> {
        self.token(i).head
    }

    /// Number of steps to the root.
    #[must_use]
    pub fn depth(&self, i: u32) -> u32 {
        let (mut depth, mut at) = (0, self.head(i));
        while let Some(head) = at {
            depth += 1;
            if depth > self.len() {
                break;
            }
            at = self.head(head);
        }
        depth
    }

    /// True for what a word right under it denies: "did not claim", "no group", "nobody".
    #[must_use]
    pub fn is_denied(&self, i: u32) -> bool {
        let own = |c: &u32| {
            matches!(self.token(*c).rel, Rel::Det | Rel::Advmod | Rel::Cc)
                && matches!(self.lemma(*c), "no" | "not" | "n't" | "never" | "neither" | "nor")
        };
        matches!(self.lemma(i), "nobody" | "none" | "no-one") || self.children(i).iter().any(own)
    }

    /// True for a verb in the passive voice, reduced relative clauses ("troops deployed by") included.
    #[must_use]
    pub fn is_passive(&self, verb: u32) -> bool {
        let token = self.token(verb);
        let mut finite_active = false;
        for &c in self.children(verb) {
            let t = self.token(c);
            match (t.rel, t.sub) {
                (Rel::Nsubj | Rel::Csubj | Rel::Aux, SubRel::Pass) => return true,
                (Rel::Nsubj | Rel::Aux, _) => finite_active = true,
                // "got arrested"
                _ => {}
            }
        }
        // a headline's "Three killed in raid", tagged as if they killed
        if finite_active
            && token.xpos == "VBD"
            && TRANSITIVE_VERBS.contains(&self.lemma(verb))
            && matches!(token.rel, Rel::Root | Rel::Parataxis | Rel::Ccomp | Rel::Conj)
            && !self.children(verb).iter().any(|&c| {
                let t = self.token(c);
                matches!(t.rel, Rel::Obj | Rel::Aux | Rel::Iobj | Rel::Ccomp)
                    || t.rel == Rel::Conj && t.upos == Upos::Verb
            })
            && token.rel != Rel::Conj
        {
            return true;
        }
        // "Opposition leader freed in Gambia", "Miners freed by kidnappers"
        let agent = || {
            self.children(verb)
                .iter()
                .any(|&c| self.token(c).sub == SubRel::Agent && self.token(c).rel == Rel::Obl)
        };
        if finite_active && (token.xpos == "VBN" || token.xpos == "VBD" && agent()) && self.is_bare_participle(verb) {
            return true;
        }
        if finite_active || token.xpos != "VBN" || self.misread_clause(verb).is_some() {
            return false;
        }
        match token.rel {
            // "agents tortured detainees" with the verb read as the noun's participle
            Rel::Amod if token.head < Some(verb) && self.object_child(verb).is_some() => false,
            Rel::Acl | Rel::Amod | Rel::Advcl | Rel::Xcomp => true,
            Rel::Conj => token
                .head
                .is_some_and(|h| self.token(h).upos == Upos::Verb && self.is_passive(h)),
            // a headline's "Two held in Lagos", "Minister arrested": the passive subject is often tagged as plain subject
            Rel::Root | Rel::Parataxis | Rel::Ccomp => self.child(verb, Rel::Obj).is_none(),
            _ => false,
        }
    }

    /// True for the participle that a line without full stop tells all by: no auxiliary, no object.
    fn is_bare_participle(&self, verb: u32) -> bool {
        let token = self.token(verb);
        let stop = self
            .sentence
            .tokens
            .last()
            .is_some_and(|t| matches!(t.form.as_str(), "." | "!" | "”" | "\""));
        token.rel == Rel::Root
            && !stop
            && !INTRANSITIVE_VERBS.contains(&self.lemma(verb))
            && !self.children(verb).iter().any(|&c| {
                matches!(
                    self.token(c).rel,
                    Rel::Obj | Rel::Aux | Rel::Iobj | Rel::Ccomp | Rel::Xcomp
                )
            })
    }

    /// Subject and object of a verb that was read as a participle although a whole sentence is told by it: "Cuba eased
    /// restrictions" with *restrictions* as root, "the rebels clashed with troops" with *rebels* as root.
    #[must_use]
    pub fn misread_clause(&self, verb: u32) -> Option<(u32, Option<u32>)> {
        let token = self.token(verb);
        let head = token.head.filter(|_| token.upos == Upos::Verb && token.xpos == "VBN")?;
        match token.rel {
            // a noun that modifies a noun never stands before the participle that does
            Rel::Amod if self.token(head).rel == Rel::Root && head > verb => {
                let subject = |c: &u32| {
                    let t = self.token(*c);
                    *c + 1 == verb && t.upos == Upos::Propn && t.rel == Rel::Compound
                };
                let mut before = self.children(head).iter().chain(self.children(verb)).copied();
                let subject = before.find(subject)?;
                Some((subject, Some(head)))
            }
            // "Sudan and Chad normalised relations", all three read as coordinated
            Rel::Amod if self.token(head).rel == Rel::Conj && head > verb => {
                let first = self.head(head)?;
                let before = self.token(verb.checked_sub(1)?);
                let names = self.token(first).upos == Upos::Propn && before.upos == Upos::Propn;
                (names && before.rel == Rel::Conj && before.head == Some(first) && self.token(first).rel == Rel::Root)
                    .then_some((first, Some(head)))
            }
            Rel::Acl if token.sub != SubRel::Relcl && head < verb => {
                let mut subject = head;
                while self.token(subject).rel == Rel::Nmod {
                    subject = self.head(subject)?;
                }
                let whole = self.token(subject).rel == Rel::Root
                    && self.child(subject, Rel::Nsubj).is_none()
                    && self.child(subject, Rel::Cop).is_none()
                    && self.token(self.len().checked_sub(1)?).form == ".";
                let never_passive = INTRANSITIVE_VERBS.contains(&self.lemma(verb))
                    || self.lemma(verb) == "call"
                        && self
                            .children(verb)
                            .iter()
                            .any(|&c| self.has_preposition(c, &["for".into(), "on".into(), "upon".into()]));
                (whole && never_passive).then_some((subject, None))
            }
            _ => None,
        }
    }

    /// The words joined to `i` by coordination, `i` first; without those that are negated ("not the army").
    #[must_use]
    pub fn conjuncts(&self, i: u32) -> Vec<u32> {
        let mut all = vec![i];
        for &c in self.children(i) {
            let t = self.token(c);
            let excluded = self
                .children(c)
                .iter()
                .any(|&g| matches!(self.lemma(g), "not" | "except") && g < c);
            if t.rel == Rel::Conj
                && matches!(
                    t.upos,
                    Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Adj | Upos::X
                )
                && !excluded
            {
                all.push(c);
            }
        }
        all
    }

    /// The preposition of a phrase, several words joined by `_`: "out_of".
    #[must_use]
    pub fn preposition(&self, i: u32) -> Option<CompactString> {
        self.own_preposition(i).or_else(|| {
            // "with his counterpart Wang Yi": it may stand with the title in front of the name
            let title = |c: u32| {
                let t = self.token(c);
                let rel = matches!(t.rel, Rel::Nmod | Rel::Appos | Rel::Compound) && t.sub != SubRel::Poss;
                c < i && rel && matches!(t.upos, Upos::Noun | Upos::Propn)
            };
            let name = self.token(i).upos == Upos::Propn;
            let before = self.children(i).iter().copied().find(|&c| name && title(c));
            // "with UN envoy Maria Lopes": or with the name's second half
            let flat = || {
                self.children(i)
                    .iter()
                    .copied()
                    .find(|&c| name && self.token(c).rel == Rel::Flat)
            };
            before
                .and_then(|c| self.own_preposition(c))
                .or_else(|| flat().and_then(|c| self.own_preposition(c)))
        })
    }

    fn own_preposition(&self, i: u32) -> Option<CompactString> {
        let mut joined: Option<CompactString> = None;
        for &c in self.children(i) {
            let t = self.token(c);
            if matches!(t.rel, Rel::Case | Rel::Mark) && c < i || t.rel == Rel::Fixed {
                let mut push = |word: &str| match &mut joined {
                    None => joined = Some(word.into()),
                    Some(j) => {
                        j.push('_');
                        j.push_str(word);
                    }
                };
                push(self.lemma(c));
                for &f in self.children(c) {
                    if self.token(f).rel == Rel::Fixed {
                        push(self.lemma(f));
                    }
                }
            }
        }
        joined
    }

    /// True if the phrase at `i` stands after one of these prepositions.
    #[must_use]
    pub fn has_preposition(&self, i: u32, wanted: &[CompactString]) -> bool {
        let Some(found) = self.preposition(i) else {
            return false;
        };
        let first = found.split('_').next().unwrap_or_default();
        let last = found.rsplit('_').next().unwrap_or_default();
        let out = first == "out" && last == "of";
        // "according to two diplomats": nothing goes to them
        let whole = matches!(
            first,
            "instead" | "because" | "accord" | "according" | "due" | "owing" | "thanks" | "prior"
        );
        let is = |w: &CompactString| *w == found || w == first || (w == last && !whole);
        // "pulled out of" leaves as "withdrew from" does
        wanted.iter().any(|w| is(w) || out && w == "from")
    }

    /// What a relative pronoun stands for; other words stand for themselves.
    #[must_use]
    pub fn antecedent(&self, i: u32) -> u32 {
        let t = self.token(i);
        if !(t.upos == Upos::Pron && matches!(self.lemma(i), "who" | "whom" | "which" | "that")
            || matches!(t.xpos.as_str(), "WP" | "WDT"))
        {
            return i;
        }
        let (mut at, mut steps) = (i, 0);
        while let Some(head) = self.head(at) {
            let clause = self.token(at);
            if clause.rel == Rel::Acl
                && matches!(
                    self.token(head).upos,
                    Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Adj
                )
            {
                return head;
            }
            at = head;
            steps += 1;
            if steps > 6 {
                break;
            }
        }
        i
    }

    /// The subject as the tree has it, passive or not, without looking further.
    fn own_subject(&self, verb: u32) -> Option<u32> {
        self.children(verb).iter().copied().find(|&c| {
            let t = self.token(c);
            // "the warships are to join", "the envoys are due to hold"
            t.rel == Rel::Nsubj && (t.sub != SubRel::Outer || self.token(verb).xpos == "VB")
        })
    }

    /// Who stands as the surface subject of a verb or predicate: its own subject, or what control,
    /// coordination, participles and relative clauses leave to be understood.
    #[must_use]
    pub fn surface_subject(&self, verb: u32) -> Option<u32> {
        if let Some((subject, _)) = self.misread_clause(verb) {
            return Some(subject);
        }
        self.subject_within(verb, 8)
    }

    fn subject_within(&self, verb: u32, steps: u32) -> Option<u32> {
        if let Some(subject) = self.own_subject(verb) {
            return Some(self.antecedent(subject));
        }
        if steps == 0 {
            return None;
        }
        let token = self.token(verb);
        let head = token.head?;
        let governor = self.token(head);
        match token.rel {
            Rel::Conj | Rel::Parataxis if matches!(governor.upos, Upos::Verb | Upos::Adj | Upos::Aux | Upos::Noun) => {
                if token.rel == Rel::Parataxis {
                    None
                } else {
                    self.subject_within(head, steps - 1)
                }
            }
            Rel::Xcomp | Rel::Ccomp
                if governor.upos == Upos::Verb || governor.upos == Upos::Adj || governor.upos == Upos::Aux =>
            {
                if token.rel == Rel::Ccomp && !self.is_infinitive(verb) && token.xpos != "VBG" {
                    return None;
                }
                if self.is_passive(head) || governor.upos != Upos::Verb {
                    return self.subject_within(head, steps - 1);
                }
                let object = self.object_child(head).or_else(|| self.child(head, Rel::Iobj));
                match object {
                    Some(object) if !matches!(self.lemma(head), "promise" | "vow" | "threaten") => {
                        Some(self.antecedent(object))
                    }
                    _ => self.subject_within(head, steps - 1),
                }
            }
            Rel::Amod if head < verb && self.object_child(verb).is_some() => Some(head),
            Rel::Advcl => {
                // "accused the army of shelling": the one accused is who shells
                let of = self.children(verb).iter().any(|&c| {
                    matches!(self.token(c).rel, Rel::Mark | Rel::Case)
                        && matches!(self.lemma(c), "of" | "for" | "from" | "into")
                });
                if of && self.is_passive(head) {
                    return self.deep_object(head);
                }
                if of && let Some(object) = self.object_child(head) {
                    return Some(self.antecedent(object));
                }
                let nonfinite = token.xpos == "VBG" || token.xpos == "VBN" || self.is_infinitive(verb);
                if nonfinite {
                    self.subject_within(head, steps - 1)
                } else {
                    None
                }
            }
            Rel::Acl
                if token.sub != SubRel::Relcl && matches!(governor.upos, Upos::Noun | Upos::Propn | Upos::Pron) =>
            {
                let marked = self.children(verb).iter().any(|&c| self.token(c).rel == Rel::Mark);
                if marked && !self.is_infinitive(verb) && self.is_accused(head) {
                    return Some(head);
                }
                if self.is_infinitive(verb) || marked {
                    // "its plan to attack", "announced a decision to send"
                    let owner = self.children(head).iter().copied().find(|&c| {
                        let t = self.token(c);
                        t.rel == Rel::Nmod
                            && (t.sub == SubRel::Poss || self.has_preposition(c, &["by".into(), "of".into()]))
                    });
                    // a headline's "Russia to supply"
                    if matches!(governor.rel, Rel::Root | Rel::Parataxis) && self.is_infinitive(verb) && owner.is_none()
                    {
                        return Some(head);
                    }
                    owner.or_else(|| {
                        let verb = governor.head?;
                        let is_argument = matches!(governor.rel, Rel::Obj | Rel::Obl | Rel::Xcomp);
                        (is_argument && self.token(verb).upos == Upos::Verb)
                            .then(|| self.subject_within(verb, steps - 1))
                            .flatten()
                    })
                } else {
                    Some(head)
                }
            }
            Rel::Acl if matches!(governor.upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num) => {
                // a relative clause whose pronoun is the subject but was not attached, or left out
                self.object_child(verb).is_some().then_some(head)
            }
            _ => None,
        }
    }

    /// True for whom a verb of blame, praise or restraint is done to: "accused the police of failing", "criticised the
    /// army for opening fire" with the clause read as part of the noun.
    fn is_accused(&self, noun: u32) -> bool {
        let token = self.token(noun);
        let object = token.rel == Rel::Obj || token.rel == Rel::Nsubj && token.sub == SubRel::Pass;
        object && token.head.is_some_and(|verb| JUDGING_VERBS.contains(&self.lemma(verb)))
    }

    /// True for "to send".
    #[must_use]
    pub fn is_infinitive(&self, verb: u32) -> bool {
        self.children(verb).iter().any(|&c| {
            let to = self.token(c);
            let part = to.upos == Upos::Part || to.rel == Rel::Mark && self.token(verb).xpos == "VB";
            // "so as to bomb", "in order to bomb"
            let fixed = || {
                self.children(c)
                    .iter()
                    .any(|&f| self.token(f).rel == Rel::Fixed && self.lemma(f) == "to")
            };
            c < verb
                && (part && self.lemma(c) == "to" || to.rel == Rel::Mark && self.token(verb).xpos == "VB" && fixed())
        })
    }

    /// "Germany suspended aid" with the verb read as its object's participle although it has a subject.
    #[must_use]
    pub fn governs_its_head(&self, verb: u32) -> bool {
        let token = self.token(verb);
        token.rel == Rel::Amod
            && token.head > Some(verb)
            && self.own_subject(verb).is_some_and(|s| {
                s < verb && self.token(s).sub != SubRel::Pass && !(s..verb).any(|i| self.token(i).form == "-")
            })
    }

    fn object_child(&self, verb: u32) -> Option<u32> {
        self.child(verb, Rel::Obj)
    }

    /// Who does it: the subject of the active, the *by*-phrase of the passive.
    #[must_use]
    pub fn deep_subject(&self, verb: u32) -> Option<u32> {
        if !self.is_passive(verb) {
            return self.surface_subject(verb);
        }
        let by = |c: &&u32| {
            let t = self.token(**c);
            t.rel == Rel::Obl && (t.sub == SubRel::Agent || self.has_preposition(**c, &["by".into()]))
        };
        let own = self.children(verb).iter().find(by).copied();
        own.or_else(|| {
            // "was arrested and charged by police": the agent stands with the last
            self.children(verb)
                .iter()
                .filter(|&&c| self.token(c).rel == Rel::Conj && self.token(c).upos == Upos::Verb)
                .find_map(|&c| self.children(c).iter().find(by).copied())
        })
        .or_else(|| {
            // "was granted to the rebels by the president": the agent read as part of the phrase before it
            let nested = |c: &&u32| self.token(**c).rel == Rel::Nmod && self.has_preposition(**c, &["by".into()]);
            self.children(verb)
                .iter()
                .filter(|&&c| c > verb && matches!(self.token(c).rel, Rel::Obl | Rel::Obj))
                .find_map(|&c| self.children(c).iter().find(nested).copied())
        })
    }

    /// To whom: the object of the active, the subject of the passive.
    #[must_use]
    pub fn deep_object(&self, verb: u32) -> Option<u32> {
        if self.is_passive(verb) {
            let token = self.token(verb);
            return match (token.rel, token.head) {
                (Rel::Acl | Rel::Amod, Some(head)) if self.own_subject(verb).is_none() => Some(head),
                _ => self.surface_subject(verb),
            };
        }
        if let Some(object) = self.object_child(verb) {
            return Some(self.antecedent(object));
        }
        if let Some((_, object)) = self.misread_clause(verb) {
            return object;
        }
        let token = self.token(verb);
        if self.governs_its_head(verb) {
            return token.head;
        }
        // "the men police arrested", "the aid that Norway sent"
        if token.rel == Rel::Acl
            && (token.sub == SubRel::Relcl || self.own_subject(verb).is_some())
            && let Some(head) = token.head
            && self.own_subject(verb).is_some_and(|s| self.antecedent(s) != head)
        {
            return Some(head);
        }
        // "arrested and detained five men": the object stands with the last
        self.children(verb)
            .iter()
            .filter(|&&c| {
                self.token(c).rel == Rel::Conj
                    && self.token(c).upos == Upos::Verb
                    && c > verb
                    && c - verb <= 3
                    && self.own_subject(c).is_none()
                    && !self.is_passive(c)
            })
            .find_map(|&c| self.object_child(c))
            .map(|o| self.antecedent(o))
    }

    /// The verb, or other predicate, whose clause `i` stands in; itself if it is one.
    #[must_use]
    pub fn clause(&self, i: u32) -> u32 {
        let mut at = i;
        loop {
            let t = self.token(at);
            let clausal = matches!(
                t.rel,
                Rel::Root | Rel::Ccomp | Rel::Xcomp | Rel::Advcl | Rel::Acl | Rel::Parataxis | Rel::Csubj
            ) || t.rel == Rel::Conj && t.upos == Upos::Verb
                || t.upos == Upos::Verb && t.rel != Rel::Amod && t.rel != Rel::Compound;
            match t.head {
                Some(head) if !clausal => at = head,
                _ => return at,
            }
        }
    }
}
