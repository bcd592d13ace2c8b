//! Mends what no tree of an English sentence may have, after the network: it scores each arc for itself and cannot see that a
//! verb has two subjects, or a past tense the place of an infinitive.

use dateline_data::lists::annotate::{
    DAY_WORDS, GIVING_VERBS, HEADLINE_VERBS, MEASURE_NOUNS, NEVER_NOUN_VERBS, NOUN_PARTICIPLE_VERBS, PLAN_NOUNS,
    SPEECH_VERBS, URGING_VERBS,
};

use super::conllu::is_tree;
use super::forms::Forms;
use crate::{Rel, SubRel, Token, Upos};

/// All repairs, in the order in which they build on each other. Should they ever leave no tree, the network's stands.
pub fn all(tokens: &mut [Token], forms: &Forms<'_>) {
    let before: Vec<(Option<u32>, Rel, SubRel)> = tokens.iter().map(|t| (t.head, t.rel, t.sub)).collect();
    plurals(tokens);
    hyphens(tokens);
    actives(tokens);
    subjects(tokens);
    subjunctives(tokens, |word| forms.is_lemma(word));
    perfects(tokens);
    provisos(tokens);
    gerund_objects(tokens);
    datelines(tokens);
    finite_xcomps(tokens);
    speeches(tokens);
    tellers(tokens);
    participles(tokens);
    fronted(tokens);
    headlines(tokens);
    infinitives(tokens, forms);
    outlooks(tokens);
    doubled(tokens);
    gerunds(tokens);
    clauses(tokens, forms);
    beyond_the_verb(tokens);
    objects(tokens);
    off_the_list(tokens);
    given(tokens);
    urged(tokens);
    goes_on(tokens);
    if !is_tree(tokens) {
        for (t, (head, rel, sub)) in tokens.iter_mut().zip(before) {
            (t.head, t.rel, t.sub) = (head, rel, sub);
        }
    }
}

/// "Inmates at a prison", "the mine" with the noun read as a verb or pronoun: what has an article or is a subject without
/// a clause of its own is a noun.
fn plurals(tokens: &mut [Token]) {
    for i in 0..tokens.len() {
        let t = &tokens[i];
        let child = |rel: Rel| tokens.iter().any(|c| c.head == Some(i as u32) && c.rel == rel);
        let subject = t.rel == Rel::Nsubj && t.upos == Upos::Verb && t.xpos == "VBZ";
        let clause = [Rel::Nsubj, Rel::Aux, Rel::Obj, Rel::Mark, Rel::Cop]
            .into_iter()
            .any(child);
        if subject && !clause {
            let t = &mut tokens[i];
            (t.upos, t.xpos) = (Upos::Noun, "NNS".into());
            for c in tokens
                .iter_mut()
                .filter(|c| c.head == Some(i as u32) && c.rel == Rel::Obl)
            {
                c.rel = Rel::Nmod;
            }
        } else if t.form == "mine" && t.upos == Upos::Pron && child(Rel::Det) {
            let t = &mut tokens[i];
            (t.upos, t.xpos, t.lemma) = (Upos::Noun, "NN".into(), "mine".into());
        }
    }
}

/// Words in two parts: "Pyongyang test-fired two missiles" with the name before it as a part of the first, and "staged
/// live-fire exercises" with the exercises as a verb whose subject the first is.
fn hyphens(tokens: &mut [Token]) {
    for last in 3..tokens.len() {
        let (first, mark) = (last - 2, last - 1);
        if tokens[mark].form != "-" || tokens[mark].span.end() != tokens[last].span.start() {
            continue;
        }
        let past = tokens[last].upos == Upos::Verb && matches!(tokens[last].xpos.as_str(), "VBN" | "VBD");
        let has_subject = |verb: usize| {
            let subject = |t: &Token| t.head == Some(verb as u32) && matches!(t.rel, Rel::Nsubj | Rel::Aux);
            tokens.iter().any(subject)
        };
        let before = &tokens[first - 1];
        let named = matches!(before.upos, Upos::Noun | Upos::Propn)
            && before.rel == Rel::Compound
            && (before.head == Some(first as u32) || before.head == Some(last as u32));
        let main = matches!(tokens[last].rel, Rel::Root | Rel::Ccomp | Rel::Conj);
        if past && main && named && tokens[first].head == Some(last as u32) && !has_subject(last) {
            let t = &mut tokens[first - 1];
            (t.head, t.rel, t.sub) = (Some(last as u32), Rel::Nsubj, SubRel::None);
            tokens[last].xpos = "VBD".into();
            continue;
        }
        let next = last + 1;
        let Some(plural) = tokens.get(next) else { continue };
        let Some(above) = plural.head.map(|h| h as usize).filter(|&h| h < first) else {
            continue;
        };
        let object = |t: &Token| t.head == Some(above as u32) && t.rel == Rel::Obj;
        let misread = plural.xpos == "VBZ"
            && matches!(plural.rel, Rel::Parataxis | Rel::Ccomp | Rel::Conj)
            && tokens[last].rel == Rel::Nsubj
            && tokens[last].head == Some(next as u32)
            && tokens[above].upos == Upos::Verb
            && !tokens.iter().any(object);
        if misread {
            (tokens[last].rel, tokens[last].sub) = (Rel::Compound, SubRel::None);
            let t = &mut tokens[next];
            (t.upos, t.xpos, t.rel, t.sub) = (Upos::Noun, "NNS".into(), Rel::Obj, SubRel::None);
            for c in tokens
                .iter_mut()
                .filter(|c| c.head == Some(next as u32) && c.rel == Rel::Obl)
            {
                c.rel = Rel::Nmod;
            }
        }
    }
}

/// "Took Cuba off its list" with the preposition read as the verb's particle: it is the list's, which has no other.
fn off_the_list(tokens: &mut [Token]) {
    for i in 2..tokens.len() {
        let t = &tokens[i];
        let Some(verb) = t.head.map(|h| h as usize).filter(|&h| h + 1 < i) else {
            continue;
        };
        if t.rel != Rel::Compound || t.sub != SubRel::Prt {
            continue;
        }
        let own = |c: &Token, rel: Rel| c.head == Some(verb as u32) && c.rel == rel;
        let object = tokens[verb + 1..i].iter().any(|c| own(c, Rel::Obj));
        let bare = |n: &usize| {
            let marked = |c: &Token| c.head == Some(*n as u32) && c.rel == Rel::Case;
            let within = |c: &Token| matches!(c.upos, Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Pron);
            own(&tokens[*n], Rel::Obl)
                && tokens[*n].sub == SubRel::None
                && !DAY_WORDS.contains(&tokens[*n].form.as_str())
                && !tokens.iter().any(marked)
                && tokens[i + 1..=*n].iter().all(within)
        };
        if let Some(noun) = (i + 1..tokens.len()).find(bare).filter(|_| object) {
            let t = &mut tokens[i];
            (t.head, t.rel, t.sub) = (Some(noun as u32), Rel::Case, SubRel::None);
        }
    }
}

/// "Passed the agency a list" with two objects: the first is given the second. "Let U.N. troops in": one is the other's name.
fn given(tokens: &mut [Token]) {
    for second in 2..tokens.len() {
        let Some(verb) = tokens[second].head.map(|h| h as usize).filter(|&h| h < second) else {
            continue;
        };
        let object = |t: &Token| t.rel == Rel::Obj && t.head == Some(verb as u32);
        if !object(&tokens[second]) || tokens[verb].upos != Upos::Verb {
            continue;
        }
        let Some(first) = (verb + 1..second).find(|&i| object(&tokens[i])) else {
            continue;
        };
        let given = |t: &Token| t.head == Some(verb as u32) && t.rel == Rel::Iobj;
        let nominal = |t: &Token| matches!(t.upos, Upos::Noun | Upos::Propn | Upos::Pron);
        if !nominal(&tokens[first]) || !nominal(&tokens[second]) {
            continue;
        }
        if !GIVING_VERBS.contains(&tokens[verb].lemma.as_str()) {
            // "expelled the charge d'affaires"
            if first + 1 == second && tokens[second].form.starts_with("d'") {
                (tokens[second].head, tokens[second].rel) = (Some(first as u32), Rel::Flat);
                continue;
            }
            let name = tokens[first].upos == Upos::Propn && tokens[second].upos == Upos::Noun;
            let childless = !tokens.iter().any(|t| t.head == Some(first as u32));
            if name && childless && first + 1 == second {
                (tokens[first].head, tokens[first].rel) = (Some(second as u32), Rel::Compound);
            }
        } else if !tokens.iter().any(given) {
            tokens[first].rel = Rel::Iobj;
        }
    }
}

/// Gives the second subject of a verb its likely place:
///
/// - two names side by side are one name ("Yoweri Museveni has threatened"), and a title goes with its name;
/// - "the army and the M23 rebels observed a truce": both are one subject;
/// - "guerrillas wounded two soldiers, police said": the first belongs to what is said, even where its verb was read as a
///   participle ("tanks crossed the river, residents said");
/// - "said Thursday it has received": the day is no subject;
/// - "told RTE Mr Martin would meet": who stands right behind the verb is told.
fn subjects(tokens: &mut [Token]) {
    let is_subject = |t: &Token| t.rel == Rel::Nsubj && t.sub != SubRel::Outer;
    for second in 1..tokens.len() {
        let Some(verb) = tokens[second].head.filter(|_| is_subject(&tokens[second])) else {
            continue;
        };
        let first = (0..second)
            .rev()
            .find(|&i| is_subject(&tokens[i]) && tokens[i].head == Some(verb));
        let Some(first) = first else { continue };
        let is_name = |t: &Token| t.upos == Upos::Propn;
        let teller = tokens[verb as usize].head.map(|h| h as usize);
        let told = teller
            .filter(|&t| first == t + 1 && tokens[t].upos == Upos::Verb && tokens[verb as usize].rel == Rel::Ccomp);
        let under = |i: usize| {
            let up = tokens[i].head.map(|h| h as usize);
            up == Some(second) || up.and_then(|h| tokens[h].head) == Some(second as u32)
        };
        let joins = |i: &usize| tokens[*i].form == "and" && tokens[*i].upos == Upos::Cconj && under(*i);
        if let Some(and) = (first + 1..second).find(joins) {
            tokens[and].head = Some(second as u32);
            tokens[second].head = Some(first as u32);
            (tokens[second].rel, tokens[second].sub) = (Rel::Conj, SubRel::None);
        } else if second == first + 2
            && tokens[first + 1].form == ","
            && is_name(&tokens[first])
            && is_name(&tokens[second])
        {
            // "India, Maldives agree"
            tokens[second].head = Some(first as u32);
            (tokens[second].rel, tokens[second].sub) = (Rel::Conj, SubRel::None);
        } else if let Some(named) = explained(tokens, first, verb).filter(|_| tokens[first + 1].form == ",") {
            tokens[first].head = Some(named as u32);
            (tokens[first].rel, tokens[first].sub) = (Rel::Appos, SubRel::None);
        } else if let Some(teller) = told.filter(|_| !DAY_WORDS.contains(&tokens[first].form.as_str())) {
            tokens[first].head = Some(teller as u32);
            (tokens[first].rel, tokens[first].sub) = (Rel::Iobj, SubRel::None);
        } else if DAY_WORDS.contains(&tokens[first].form.as_str()) {
            let above = tokens[verb as usize].head.filter(|&h| (h as usize) < first);
            tokens[first].head = Some(above.unwrap_or(verb));
            (tokens[first].rel, tokens[first].sub) = (Rel::Obl, SubRel::Unmarked);
        } else if second == first + 1 && is_name(&tokens[first]) && is_name(&tokens[second]) {
            tokens[second].head = Some(first as u32);
            (tokens[second].rel, tokens[second].sub) = (Rel::Flat, SubRel::None);
        } else if second == first + 1 && is_title(tokens, first) && is_name(&tokens[second]) {
            // "German Chancellor Angela Merkel"
            (tokens[first].head, tokens[first].rel, tokens[first].sub) = (Some(second as u32), Rel::Nmod, SubRel::Desc);
        } else if let Some(told) = participle_told(tokens, first, second) {
            (tokens[told].head, tokens[told].rel, tokens[told].sub) = (Some(verb), Rel::Ccomp, SubRel::None);
            tokens[told].xpos = "VBD".into();
            tokens[first].head = Some(told as u32);
        } else {
            let has_subject = |clause: usize| tokens.iter().any(|t| is_subject(t) && t.head == Some(clause as u32));
            let said = (first + 1..second)
                .find(|&i| tokens[i].rel == Rel::Ccomp && tokens[i].head == Some(verb) && !has_subject(i));
            if let Some(said) = said {
                tokens[first].head = Some(said as u32);
            }
        }
    }
}

/// "German Chancellor" in front of a name: a noun with a capital letter and no article.
fn is_title(tokens: &[Token], noun: usize) -> bool {
    let capital = tokens[noun].form.starts_with(char::is_uppercase);
    let article = tokens.iter().any(|t| t.head == Some(noun as u32) && t.rel == Rel::Det);
    tokens[noun].upos == Upos::Noun && capital && !article
}

/// The participle in the phrase at `first` that is its verb: "tanks crossed the river, residents said", with both tanks and
/// residents as subjects of *said*.
fn participle_told(tokens: &[Token], first: usize, second: usize) -> Option<usize> {
    let comma = (first..second).rev().find(|&i| tokens[i].form == ",")?;
    let within = |i: usize| {
        let mut at = i;
        for _ in 0..tokens.len() {
            at = match tokens[at].head {
                Some(h) if h as usize == first => return true,
                Some(h) => h as usize,
                None => return false,
            };
        }
        false
    };
    let told = |&i: &usize| {
        let t = &tokens[i];
        let own = |c: &Token| c.head == Some(i as u32) && matches!(c.rel, Rel::Nsubj | Rel::Aux | Rel::Mark);
        let past = matches!(t.xpos.as_str(), "VBN" | "VBD") && t.upos == Upos::Verb;
        t.rel == Rel::Acl && t.sub == SubRel::None && past && within(i) && !tokens.iter().any(own)
    };
    (first + 1..comma).find(told)
}

/// "If it went on backing the rebels" with the gerund as an adjunct: *on* is the verb's, and the gerund what goes on.
fn goes_on(tokens: &mut [Token]) {
    for act in 2..tokens.len() {
        let (on, verb) = (act - 1, act - 2);
        let t = &tokens[act];
        let gerund = t.xpos == "VBG" && t.head == Some(verb as u32) && matches!(t.rel, Rel::Advcl | Rel::Obl);
        let goes = matches!(tokens[verb].lemma.as_str(), "go" | "carry" | "keep") && tokens[on].form == "on";
        if gerund && goes && tokens[on].head == Some(act as u32) {
            (tokens[act].rel, tokens[act].sub) = (Rel::Xcomp, SubRel::None);
            let t = &mut tokens[on];
            (t.head, t.rel, t.sub) = (Some(verb as u32), Rel::Compound, SubRel::Prt);
            (t.upos, t.xpos) = (Upos::Adp, "RP".into());
        }
    }
}

/// "Urged the president in a call to use his influence" with the infinitive at the call: it is what he is urged to.
fn urged(tokens: &mut [Token]) {
    for act in 4..tokens.len() {
        let t = &tokens[act];
        let Some(noun) = t.head.map(|h| h as usize).filter(|&h| h < act) else {
            continue;
        };
        let Some(verb) = tokens[noun].head.map(|h| h as usize).filter(|&h| h < noun) else {
            continue;
        };
        let to = |c: &Token| c.head == Some(act as u32) && c.form == "to" && c.rel == Rel::Mark;
        let own = |c: &Token, rels: &[Rel]| c.head == Some(verb as u32) && rels.contains(&c.rel);
        let misplaced = t.rel == Rel::Acl
            && t.xpos == "VB"
            && tokens[noun].rel == Rel::Obl
            && URGING_VERBS.contains(&tokens[verb].lemma.as_str())
            && tokens.iter().any(to)
            && tokens[verb + 1..noun].iter().any(|c| own(c, &[Rel::Obj, Rel::Iobj]))
            && !tokens.iter().any(|c| own(c, &[Rel::Xcomp, Rel::Ccomp]));
        if misplaced {
            (tokens[act].head, tokens[act].rel, tokens[act].sub) = (Some(verb as u32), Rel::Xcomp, SubRel::None);
        }
    }
}

/// "Resume shelling the town" with both read as objects: the town is shelled.
fn gerund_objects(tokens: &mut [Token]) {
    for i in 1..tokens.len() {
        let above = tokens[i].head;
        let t = &tokens[i];
        if above != Some(i as u32 - 1) || t.rel != Rel::Obj || t.xpos != "VBG" || t.upos != Upos::Verb {
            continue;
        }
        let second = (i + 1..tokens.len()).find(|&k| tokens[k].head == above && tokens[k].rel == Rel::Obj);
        if let Some(second) = second {
            tokens[i].rel = Rel::Xcomp;
            tokens[second].head = Some(i as u32);
        }
    }
}

/// "Demanded that the government end curbs on the press" with the verb read as a noun between subject and object.
/// `is_verb` knows base forms of verbs.
fn subjunctives(tokens: &mut [Token], is_verb: impl Fn(&str) -> bool) {
    for mark in 1..tokens.len() {
        if tokens[mark].rel != Rel::Mark || !tokens[mark].form.eq_ignore_ascii_case("that") {
            continue;
        }
        let Some(object) = tokens[mark].head.map(|h| h as usize).filter(|&h| h > mark + 2) else {
            continue;
        };
        let Some(above) = tokens[object].head.map(|h| h as usize).filter(|&h| h < mark) else {
            continue;
        };
        let own = |t: &Token| t.head == Some(object as u32);
        let clausal = |t: &Token| matches!(t.rel, Rel::Nsubj | Rel::Cop | Rel::Aux | Rel::Csubj | Rel::Expl);
        let nominal = |t: &Token| matches!(t.upos, Upos::Noun | Upos::Propn);
        if tokens[above].upos != Upos::Verb || !nominal(&tokens[object]) || tokens.iter().any(|t| own(t) && clausal(t))
        {
            continue;
        }
        let verb = (mark + 2..object).find(|&i| {
            let t = &tokens[i];
            let within = own(t) && matches!(t.rel, Rel::Compound | Rel::Amod);
            within && t.upos == Upos::Noun && t.xpos == "NN" && nominal(&tokens[i - 1]) && is_verb(&t.form)
        });
        let Some(verb) = verb else { continue };
        let subject = verb - 1;
        if tokens[subject].head != Some(object as u32) && tokens[subject].head != Some(verb as u32) {
            continue;
        }
        for t in &mut tokens[mark + 1..subject] {
            if t.head == Some(object as u32) || t.head == Some(verb as u32) {
                t.head = Some(subject as u32);
            }
        }
        let mut set = |i: usize, head: usize, rel: Rel| {
            (tokens[i].head, tokens[i].rel, tokens[i].sub) = (Some(head as u32), rel, SubRel::None);
        };
        set(verb, above, Rel::Ccomp);
        set(subject, verb, Rel::Nsubj);
        set(object, verb, Rel::Obj);
        set(mark, verb, Rel::Mark);
        (tokens[verb].upos, tokens[verb].xpos) = (Upos::Verb, "VB".into());
        tokens[verb].lemma = tokens[verb].form.to_lowercase();
    }
}

/// "Said its ships had acted lawfully and accused Manila" with the accusation as part of what was said: a past tense does not
/// share the helper before it, so it is joined to "said".
fn speeches(tokens: &mut [Token]) {
    for second in 2..tokens.len() {
        let t = &tokens[second];
        let Some(first) = t.head.map(|h| h as usize).filter(|&h| h < second) else {
            continue;
        };
        // "had acted and accused": a speaker accuses, ships do not
        let spoken = t.xpos == "VBN" && SPEECH_VERBS.contains(&t.lemma.as_str());
        let within = matches!(tokens[first].rel, Rel::Ccomp | Rel::Xcomp);
        if t.rel != Rel::Conj || !(t.xpos == "VBD" || spoken) || !within {
            continue;
        }
        let Some(said) = tokens[first].head.map(|h| h as usize).filter(|&h| h < first) else {
            continue;
        };
        // "pledged to declare war and called": nor the "to"
        let helped =
            |t: &Token| t.head == Some(first as u32) && (t.rel == Rel::Aux || t.rel == Rel::Mark && t.form == "to");
        let own = |t: &Token| {
            t.head == Some(second as u32) && matches!(t.rel, Rel::Nsubj | Rel::Aux | Rel::Mark | Rel::Csubj)
        };
        let joined = |t: &Token| t.head == Some(second as u32) && t.rel == Rel::Cc;
        let bare = !tokens.iter().any(own) && tokens.iter().any(joined) && tokens.iter().any(helped);
        if bare && tokens[first].xpos != "VBD" && tokens[said].xpos == "VBD" {
            tokens[second].head = Some(said as u32);
            tokens[second].xpos = "VBD".into();
        }
    }
}

/// "Junta expels envoy, suspends exports" with the first as what the second tells: a verb without a subject tells nothing,
/// both have the subject of the first.
fn tellers(tokens: &mut [Token]) {
    for first in 1..tokens.len() {
        let Some(second) = tokens[first].head.map(|h| h as usize).filter(|&h| h > first) else {
            continue;
        };
        let same =
            matches!(tokens[first].xpos.as_str(), "VBZ" | "VBP" | "VBD") && tokens[first].xpos == tokens[second].xpos;
        if tokens[first].rel != Rel::Ccomp || tokens[second].rel != Rel::Root || !same {
            continue;
        }
        let has = |verb: usize, rel: Rel| tokens.iter().any(|t| t.head == Some(verb as u32) && t.rel == rel);
        let comma = tokens[second - 1].form == ",";
        if !comma || has(second, Rel::Nsubj) || !has(first, Rel::Nsubj) || has(first, Rel::Mark) {
            continue;
        }
        for t in tokens
            .iter_mut()
            .filter(|t| t.head == Some(second as u32) && t.rel == Rel::Punct)
        {
            t.head = Some(first as u32);
        }
        tokens[second - 1].head = Some(second as u32);
        (tokens[first].head, tokens[first].rel, tokens[first].sub) = (None, Rel::Root, SubRel::None);
        (tokens[second].head, tokens[second].rel, tokens[second].sub) = (Some(first as u32), Rel::Conj, SubRel::None);
    }
}

/// "Release eight editors arrested for defaming Islam" with the participle joined to the verb: nothing joins them, so it
/// belongs to the noun before it.
fn participles(tokens: &mut [Token]) {
    for i in 1..tokens.len() {
        let Some(verb) = tokens[i].head.map(|h| h as usize).filter(|&h| h + 1 < i) else {
            continue;
        };
        let joined = tokens[i].rel == Rel::Conj && tokens[i].xpos == "VBN" && tokens[verb].upos == Upos::Verb;
        let own = |t: &Token| {
            t.head == Some(i as u32) && matches!(t.rel, Rel::Cc | Rel::Aux | Rel::Nsubj | Rel::Obj | Rel::Mark)
        };
        if !joined || tokens[verb].xpos == "VBN" || tokens.iter().any(own) {
            continue;
        }
        let noun = i - 1;
        let mut at = noun;
        while tokens[at].rel == Rel::Conj && tokens[at].head.is_some_and(|h| h as usize > verb) {
            at = tokens[at].head.map_or(at, |h| h as usize);
        }
        let object = tokens[at].rel == Rel::Obj && tokens[at].head == Some(verb as u32);
        if matches!(tokens[noun].upos, Upos::Noun | Upos::Propn) && object {
            (tokens[i].head, tokens[i].rel, tokens[i].sub) = (Some(at as u32), Rel::Acl, SubRel::None);
        }
    }
}

/// "In Delhi about 100 protesters, mainly students, gathered" with the protesters as an adjunct: a noun without
/// preposition that is no time or measure is the subject, where the verb has none.
fn fronted(tokens: &mut [Token]) {
    for i in 0..tokens.len() {
        let token = &tokens[i];
        let Some(verb) = token.head.map(|h| h as usize).filter(|&h| h > i) else {
            continue;
        };
        let bare = token.rel == Rel::Obl
            && token.sub == SubRel::None
            && matches!(token.xpos.as_str(), "NNS" | "NNP" | "NNPS")
            && !DAY_WORDS.contains(&token.form.as_str());
        let above = &tokens[verb];
        let helped = |t: &Token| t.head == Some(verb as u32) && t.rel == Rel::Aux;
        let told = above.xpos == "VBD" || above.xpos == "VBN" && !tokens.iter().any(helped);
        if !bare || above.upos != Upos::Verb || above.rel != Rel::Root || !told {
            continue;
        }
        let marked = |t: &Token| t.head == Some(i as u32) && matches!(t.rel, Rel::Case | Rel::Mark);
        let subject = |t: &Token| t.head == Some(verb as u32) && matches!(t.rel, Rel::Nsubj | Rel::Csubj | Rel::Expl);
        if !tokens.iter().any(|t| marked(t) || subject(t)) {
            tokens[i].rel = Rel::Nsubj;
            tokens[verb].xpos = "VBD".into();
        }
    }
}

/// "In Peru, the largest producer, miners marched": the name before the comma that the phrase at `noun` explains, an adjunct
/// of the same verb.
fn explained(tokens: &[Token], noun: usize, verb: u32) -> Option<usize> {
    let within = |mut i: usize| {
        for _ in 0..tokens.len() {
            if i == noun {
                return true;
            }
            match tokens[i].head {
                Some(h) => i = h as usize,
                None => return false,
            }
        }
        false
    };
    let start = (0..=noun).rev().take_while(|&i| within(i)).last()?;
    let named = start.checked_sub(2)?;
    let adjunct =
        tokens[named].rel == Rel::Obl && tokens[named].head == Some(verb) && tokens[named].upos == Upos::Propn;
    (tokens[start - 1].form == "," && adjunct).then_some(named)
}

/// "The president on Friday received the envoy of Chad" with the envoy read as another name of the president: nothing
/// that explains a subject stands right behind its verb.
fn beyond_the_verb(tokens: &mut [Token]) {
    for i in 2..tokens.len() {
        let Some(subject) = tokens[i].head.map(|h| h as usize).filter(|&h| h < i) else {
            continue;
        };
        let joined = matches!(tokens[i].rel, Rel::Appos | Rel::Flat | Rel::Compound)
            || tokens[i].rel == Rel::Nmod && tokens[i].sub == SubRel::Desc;
        let Some(verb) = tokens[subject]
            .head
            .map(|h| h as usize)
            .filter(|&v| subject < v && v < i)
        else {
            continue;
        };
        let active = |t: &Token| t.head == Some(verb as u32) && (t.rel == Rel::Obj || t.sub == SubRel::Pass);
        if !joined
            || tokens[subject].rel != Rel::Nsubj
            || tokens[subject].sub == SubRel::Pass
            || tokens[verb].upos != Upos::Verb
            || !matches!(tokens[i].upos, Upos::Noun | Upos::Propn)
            || tokens.iter().any(active)
        {
            continue;
        }
        let nominal = |t: &Token| {
            matches!(t.upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det | Upos::Num)
                || t.rel == Rel::Nmod && t.sub == SubRel::Poss
        };
        let marked = tokens
            .iter()
            .any(|t| t.head == Some(i as u32) && t.rel == Rel::Case && t.form != "'s");
        if !marked && tokens[verb + 1..i].iter().all(nominal) {
            (tokens[i].head, tokens[i].rel, tokens[i].sub) = (Some(verb as u32), Rel::Obj, SubRel::None);
        }
    }
}

/// A noun after a verb with neither preposition nor label of time or measure is its object, where it has none.
///
/// "Demanded that Azerbaijan withdraw its troops": *that* is no second object.
fn objects(tokens: &mut [Token]) {
    for i in 0..tokens.len() {
        let Some(verb) = tokens[i].head.map(|h| h as usize) else {
            continue;
        };
        let that = tokens[i].rel == Rel::Obj && tokens[i].form.eq_ignore_ascii_case("that") && verb > i;
        let other = |t: &Token| t.rel == Rel::Obj && t.head == Some(verb as u32);
        if that && tokens[verb].rel == Rel::Ccomp && tokens[verb + 1..].iter().any(other) {
            (tokens[i].rel, tokens[i].upos, tokens[i].xpos) = (Rel::Mark, Upos::Sconj, "IN".into());
        }
    }
    for i in 1..tokens.len() {
        let token = &tokens[i];
        let Some(verb) = token.head.map(|h| h as usize).filter(|&h| h < i) else {
            continue;
        };
        // "rioted Monday": the day is no object
        if token.rel == Rel::Obj
            && token.upos == Upos::Propn
            && DAY_WORDS.contains(&token.form.as_str())
            && verb + 1 == i
        {
            (tokens[i].rel, tokens[i].sub) = (Rel::Obl, SubRel::Unmarked);
            continue;
        }
        // "lynched a couple": no time, no measure
        let article =
            |t: &Token| t.head == Some(i as u32) && t.rel == Rel::Det && matches!(t.form.as_str(), "a" | "an" | "the");
        let measured = token.sub == SubRel::Unmarked
            && (MEASURE_NOUNS.contains(&token.lemma.as_str())
                || token.upos == Upos::Propn
                || !tokens.iter().any(article));
        let adjunct = token.sub == SubRel::None || token.sub == SubRel::Unmarked && !measured;
        let bare = token.rel == Rel::Obl && adjunct && matches!(token.upos, Upos::Noun | Upos::Propn);
        if !bare
            || tokens[verb].upos != Upos::Verb
            || tokens[verb].xpos == "VBN" && !perfect(tokens, verb)
            || DAY_WORDS.contains(&token.form.as_str())
        {
            continue;
        }
        let marked = |t: &Token| t.head == Some(i as u32) && matches!(t.rel, Rel::Case | Rel::Mark);
        let object = |t: &Token| t.head == Some(verb as u32) && matches!(t.rel, Rel::Obj | Rel::Ccomp | Rel::Xcomp);
        if !tokens.iter().any(|t| marked(t) || object(t)) {
            (tokens[i].rel, tokens[i].sub) = (Rel::Obj, SubRel::None);
        }
    }
}

/// "To mediate, an official who asked not to be named told reporters" with the teller inside: a past tense is no infinitive, so
/// it is the verb of him whom the relative clause describes.
fn finite_xcomps(tokens: &mut [Token]) {
    for verb in 3..tokens.len() {
        let t = &tokens[verb];
        let own =
            |t: &Token| t.head == Some(verb as u32) && matches!(t.rel, Rel::Nsubj | Rel::Aux | Rel::Mark | Rel::Cc);
        let past = t.xpos == "VBD" || t.xpos == "VBN" && t.lemma == "tell";
        if t.rel != Rel::Xcomp || !past || tokens.iter().any(own) {
            continue;
        }
        let Some(clause) = t.head.map(|h| h as usize).filter(|&h| h < verb) else {
            continue;
        };
        let relative = tokens[clause].rel == Rel::Acl && tokens[clause].sub == SubRel::Relcl;
        let Some(noun) = tokens[clause]
            .head
            .map(|h| h as usize)
            .filter(|&h| relative && h < clause)
        else {
            continue;
        };
        let root = tokens.iter().position(|t| t.rel == Rel::Root);
        let Some(root) = root.filter(|&r| r < noun && tokens[r].upos == Upos::Verb) else {
            continue;
        };
        let comma = (root..noun).rev().find(|&i| tokens[i].form == ",");
        // what stands between the comma and him is part of his name
        let whole = comma.is_some_and(|c| {
            tokens[c + 1..noun]
                .iter()
                .all(|t| matches!(t.upos, Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Part))
        });
        if !whole {
            continue;
        }
        (tokens[root].head, tokens[root].rel, tokens[root].sub) = (Some(verb as u32), Rel::Ccomp, SubRel::None);
        (tokens[verb].head, tokens[verb].rel, tokens[verb].sub) = (None, Rel::Root, SubRel::None);
        tokens[verb].xpos = "VBD".into();
        (tokens[noun].head, tokens[noun].rel, tokens[noun].sub) = (Some(verb as u32), Rel::Nsubj, SubRel::None);
        return;
    }
}

/// "Have arrested", and not "have been arrested".
fn perfect(tokens: &[Token], verb: usize) -> bool {
    let helper = |t: &&Token| t.head == Some(verb as u32) && t.rel == Rel::Aux;
    let mut helpers = tokens.iter().filter(helper);
    helpers
        .clone()
        .any(|t| matches!(t.form.to_lowercase().as_str(), "have" | "has" | "had" | "having"))
        && !helpers.any(|t| t.sub == SubRel::Pass)
}

/// "DHAKA: Three people were arrested" with the city as the head, the people as its other name and the verb beside it.
fn datelines(tokens: &mut [Token]) {
    let mark = |t: &Token| matches!(t.form.as_str(), ":" | "-" | "–" | "—");
    let Some(mark) = tokens.iter().take(8).position(mark) else {
        return;
    };
    let Some(root) = tokens[..mark].iter().position(|t| t.rel == Rel::Root) else {
        return;
    };
    let under = |i: usize, rel: Rel| tokens[i].head == Some(root as u32) && tokens[i].rel == rel;
    let Some(verb) = (mark + 2..tokens.len()).find(|&i| under(i, Rel::Parataxis) && tokens[i].upos == Upos::Verb)
    else {
        return;
    };
    let subject = (mark + 1..verb).find(|&i| under(i, Rel::Appos));
    let own = |t: &Token| t.head == Some(verb as u32) && matches!(t.rel, Rel::Nsubj | Rel::Csubj);
    let (Some(subject), false) = (subject, tokens.iter().any(own)) else {
        return;
    };
    if tokens[root].upos != Upos::Propn
        || !tokens[..mark]
            .iter()
            .all(|t| matches!(t.upos, Upos::Propn | Upos::Punct | Upos::Num))
    {
        return;
    }
    let passive = |t: &Token| t.head == Some(verb as u32) && t.rel == Rel::Aux && t.sub == SubRel::Pass;
    let sub = if tokens.iter().any(passive) {
        SubRel::Pass
    } else {
        SubRel::None
    };
    for t in &mut tokens[mark..] {
        if t.head == Some(root as u32) {
            t.head = Some(verb as u32);
        }
    }
    (tokens[subject].rel, tokens[subject].sub) = (Rel::Nsubj, sub);
    (tokens[verb].head, tokens[verb].rel, tokens[verb].sub) = (None, Rel::Root, SubRel::None);
    (tokens[root].head, tokens[root].rel, tokens[root].sub) = (Some(verb as u32), Rel::Dep, SubRel::None);
}

/// "Troops storm parliament", "Bomb hits bus in Kabul": a line without verb or full stop where a noun that can be a verb
/// agrees with the noun before it. Its words are read as subject, verb, object and adjuncts.
fn headlines(tokens: &mut [Token]) {
    const LONGEST: usize = 16;
    let ends = tokens
        .last()
        .is_none_or(|t| matches!(t.form.as_str(), "." | "?" | "!" | ":" | ";"));
    if tokens.len() < 3 || tokens.len() > LONGEST || ends {
        return;
    }
    if tokens.iter().any(|t| matches!(t.upos, Upos::Verb | Upos::Aux)) {
        return;
    }
    let nominal = |t: &Token| matches!(t.upos, Upos::Noun | Upos::Propn);
    let opens = |t: &Token| matches!(t.upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Det);
    let plural = |t: &Token| {
        matches!(t.xpos.as_str(), "NNS" | "NNPS") || matches!(t.form.to_lowercase().as_str(), "police" | "troops")
    };
    let reading = |i: usize| -> Option<&'static str> {
        let form = tokens[i].form.to_lowercase();
        let next = &tokens[i + 1];
        let before = &tokens[i - 1];
        // "Rebels free two hostages"
        let free = form == "free" && tokens[i].upos == Upos::Adj && plural(before);
        if !(nominal(&tokens[i]) || free) || !nominal(before) {
            return None;
        }
        let base = |word: &str| HEADLINE_VERBS.iter().copied().find(|v| *v == word);
        if plural(before) {
            return base(&form).filter(|_| opens(next) || next.upos == Upos::Adp);
        }
        let stem = form.strip_suffix("es").and_then(base);
        let stem = stem.or_else(|| form.strip_suffix('s').and_then(base));
        stem.filter(|_| opens(next) && tokens[i].xpos != "NN")
    };
    let Some((verb, lemma)) = (1..tokens.len() - 1).find_map(|i| Some((i, reading(i)?))) else {
        return;
    };
    let subject = verb - 1;
    let start = (0..verb)
        .rev()
        .find(|&i| tokens[i].upos == Upos::Punct && tokens[i].form != "-")
        .map_or(0, |i| i + 1);
    let run = (verb + 1..tokens.len()).take_while(|&i| opens(&tokens[i]));
    let object = run
        .filter(|&i| nominal(&tokens[i]) || tokens[i].upos == Upos::Num)
        .last();
    let within = |h: Option<u32>, from: usize, to: usize| h.is_some_and(|h| (from..=to).contains(&(h as usize)));
    for i in 0..tokens.len() {
        if i == verb {
            continue;
        }
        let (head, upos) = (tokens[i].head, tokens[i].upos);
        let modifies = |t: &Token| if nominal(t) { Rel::Compound } else { t.rel };
        if i == subject {
            (tokens[i].head, tokens[i].rel, tokens[i].sub) = (Some(verb as u32), Rel::Nsubj, SubRel::None);
        } else if Some(i) == object {
            (tokens[i].head, tokens[i].rel, tokens[i].sub) = (Some(verb as u32), Rel::Obj, SubRel::None);
        } else if (start..subject).contains(&i) && !within(head, start, subject) {
            tokens[i].rel = modifies(&tokens[i]);
            (tokens[i].head, tokens[i].sub) = (Some(subject as u32), SubRel::None);
        } else if let Some(object) = object.filter(|&o| (verb + 1..o).contains(&i)) {
            if !within(head, verb + 1, object) {
                tokens[i].rel = modifies(&tokens[i]);
                (tokens[i].head, tokens[i].sub) = (Some(object as u32), SubRel::None);
            }
        } else if !within(head, object.unwrap_or(verb) + 1, tokens.len()) && head != object.map(|o| o as u32) {
            let rel = match upos {
                Upos::Punct => Rel::Punct,
                _ if i < start => Rel::Parataxis,
                Upos::Noun | Upos::Propn | Upos::Num => Rel::Obl,
                Upos::Adj => Rel::Parataxis,
                _ => tokens[i].rel,
            };
            let rel = if rel == Rel::Root { Rel::Parataxis } else { rel };
            (tokens[i].head, tokens[i].rel, tokens[i].sub) = (Some(verb as u32), rel, SubRel::None);
        }
    }
    // what pointed into a stretch in a ring now points at the verb
    for i in 0..tokens.len() {
        let mut at = tokens[i].head;
        let mut steps = 0;
        while let Some(h) = at.filter(|&h| h as usize != verb && steps <= tokens.len()) {
            at = tokens[h as usize].head;
            steps += 1;
        }
        if i != verb && at != Some(verb as u32) {
            tokens[i].head = Some(verb as u32);
        }
    }
    let third = tokens[verb].form.to_lowercase() != lemma;
    let t = &mut tokens[verb];
    (t.head, t.rel, t.sub, t.upos) = (None, Rel::Root, SubRel::None, Upos::Verb);
    (t.xpos, t.lemma) = (if third { "VBZ".into() } else { "VBP".into() }, lemma.into());
}

/// "Had to fire eight rounds" with the infinitive tagged as a noun: the object of what governs it is its own.
///
/// "Had to fire rubber bullets" with *fire* read as part of the bullets: nothing but a verb stands behind "have to"; "went
/// on to patrol sensitive areas": nothing but a verb stands between "to" and an adjective.
fn infinitives(tokens: &mut [Token], forms: &Forms<'_>) {
    for verb in 2..tokens.len() {
        let (have, to) = (verb - 2, verb - 1);
        let t = &tokens[verb];
        let before_adjective = tokens.get(verb + 1).is_some_and(|next| {
            let adjective = next.rel == Rel::Amod && next.upos == Upos::Adj;
            t.rel == Rel::Compound && next.head == t.head && (adjective || next.rel == Rel::Det)
        });
        let must = (tokens[have].lemma == "have" || before_adjective)
            && tokens[have].upos == Upos::Verb
            && tokens[to].form.eq_ignore_ascii_case("to")
            && matches!(tokens[to].rel, Rel::Case | Rel::Mark)
            && t.upos == Upos::Noun
            && matches!(t.xpos.as_str(), "NN" | "VB")
            && t.form.bytes().all(|b| b.is_ascii_lowercase());
        let phrase = match (t.rel, t.head.map(|h| h as usize)) {
            (Rel::Compound, Some(object)) if object > verb => object,
            (Rel::Obj | Rel::Obl | Rel::Xcomp, Some(above)) if above == have => verb,
            _ => continue,
        };
        if !must || tokens[phrase].head != Some(have as u32) {
            continue;
        }
        for (i, t) in tokens.iter_mut().enumerate() {
            if t.head == Some(phrase as u32) && phrase == verb && i > verb && t.rel == Rel::Nmod {
                t.rel = Rel::Obl;
            } else if t.head == Some(verb as u32) && phrase != verb {
                t.head = Some(phrase as u32);
            }
        }
        if phrase != verb {
            (tokens[phrase].head, tokens[phrase].rel) = (Some(verb as u32), Rel::Obj);
        }
        let t = &mut tokens[to];
        (t.head, t.rel, t.upos, t.xpos) = (Some(verb as u32), Rel::Mark, Upos::Part, "TO".into());
        let t = &mut tokens[verb];
        (t.head, t.rel, t.sub) = (Some(have as u32), Rel::Xcomp, SubRel::None);
        (t.upos, t.xpos, t.lemma) = (Upos::Verb, "VB".into(), t.form.clone());
    }
    // "pressed Kiev to free Yulia Tymoshenko": no adjective describes a name without article
    for verb in 2..tokens.len() {
        let t = &tokens[verb];
        let Some(object) = t.head.map(|h| h as usize).filter(|&h| h == verb + 1) else {
            continue;
        };
        let Some(above) = tokens[object].head.map(|h| h as usize).filter(|&h| h < verb - 1) else {
            continue;
        };
        let to = &tokens[verb - 1];
        let named = t.rel == Rel::Amod && t.upos == Upos::Adj && tokens[object].upos == Upos::Propn;
        let urged = URGING_VERBS.contains(&tokens[above].lemma.as_str()) && tokens[object].rel == Rel::Obl;
        let verbal = forms.is_lemma(&t.form) && to.form == "to" && to.head == Some(object as u32);
        if named && urged && verbal {
            let t = &mut tokens[verb - 1];
            (t.head, t.rel, t.upos, t.xpos) = (Some(verb as u32), Rel::Mark, Upos::Part, "TO".into());
            let t = &mut tokens[verb];
            (t.head, t.rel, t.sub) = (Some(above as u32), Rel::Xcomp, SubRel::None);
            (t.upos, t.xpos, t.lemma) = (Upos::Verb, "VB".into(), t.form.clone());
            (tokens[object].head, tokens[object].rel, tokens[object].sub) = (Some(verb as u32), Rel::Obj, SubRel::None);
        }
    }
    for verb in 1..tokens.len() {
        let to = &tokens[verb - 1];
        let infinitive = tokens[verb].xpos == "VB" && tokens[verb].upos == Upos::Noun && to.upos == Upos::Part;
        if !infinitive || !to.form.eq_ignore_ascii_case("to") {
            continue;
        }
        tokens[verb].upos = Upos::Verb;
        let own = |t: &Token| t.rel == Rel::Obj && t.head == Some(verb as u32);
        let above = tokens[verb].head.filter(|_| tokens[verb].rel == Rel::Xcomp);
        if tokens.iter().any(own) {
            continue;
        }
        let lent = (verb + 1..tokens.len().min(verb + 6))
            .find(|&i| tokens[i].rel == Rel::Obj && above.is_some() && tokens[i].head == above);
        if let Some(object) = lent {
            tokens[object].head = Some(verb as u32);
        }
    }
}

/// "Moscow to expel diplomats": a line without a finite verb or full stop whose infinitive was read as part of its first
/// noun phrase. The phrase is the subject. And "announced plans to expel": the infinitive is the plan's.
fn outlooks(tokens: &mut [Token]) {
    plans(tokens);
    never_nouns(tokens);
    subjunctive_heads(tokens);
    let finite = |t: &Token| matches!(t.xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD");
    let stop = tokens
        .last()
        .is_none_or(|t| matches!(t.form.as_str(), "." | "!" | "?" | ":"));
    if tokens.len() < 4 || stop || tokens.iter().any(finite) {
        return;
    }
    let Some(root) = tokens.iter().position(|t| t.rel == Rel::Root) else {
        return;
    };
    goals(tokens, root);
    let verb = (root + 2..tokens.len()).find(|&v| {
        let t = &tokens[v];
        let to = &tokens[v - 1];
        let above = t.head.map(|h| h as usize);
        let joined = above.is_some_and(|h| h == root || tokens[h].head == Some(root as u32) && h < v);
        t.xpos == "VB" && t.rel == Rel::Acl && t.sub == SubRel::None && to.form == "to" && joined
    });
    let Some(verb) = verb else { return };
    // nothing but a noun phrase before it, which is nobody's plan
    let phrase = |t: &Token| {
        matches!(t.upos, Upos::Propn | Upos::Noun | Upos::Adj | Upos::Num | Upos::Cconj)
            || matches!(t.form.as_str(), "," | "&" | "-" | "'s" | "’s" | "'" | "’")
    };
    let named = tokens[..verb - 1].iter().any(|t| t.upos == Upos::Propn);
    let plan = PLAN_NOUNS.contains(&tokens[verb - 2].lemma.as_str());
    if !tokens[..verb - 1].iter().all(phrase)
        || !named
        || plan
        || !matches!(tokens[root].upos, Upos::Propn | Upos::Noun)
    {
        return;
    }
    let other = tokens[verb].head.map(|h| h as usize).filter(|&h| h != root);
    if let Some(other) = other
        && tokens[other].rel == Rel::Appos
        && other > 0
        && tokens[other - 1].form == ","
    {
        (tokens[other].rel, tokens[other].sub) = (Rel::Conj, SubRel::None);
    }
    for t in &mut tokens[verb..] {
        if t.head.is_some_and(|h| h as usize == root || Some(h as usize) == other) {
            t.head = Some(verb as u32);
        }
    }
    (tokens[root].head, tokens[root].rel, tokens[root].sub) = (Some(verb as u32), Rel::Nsubj, SubRel::None);
    (tokens[verb].head, tokens[verb].rel, tokens[verb].sub) = (None, Rel::Root, SubRel::None);
    // "to aid": no second infinitive stands as an object right behind the first
    if let Some(next) = tokens.get_mut(verb + 1)
        && next.rel == Rel::Obj
        && next.upos == Upos::Verb
        && next.xpos == "VB"
    {
        (next.upos, next.xpos) = (Upos::Noun, "NN".into());
    }
}

/// "Moscow denies it sent troops", "The Kremlin denies that it sent troops": words that are never nouns govern the clause
/// behind them, and the name before them is their subject.
fn never_nouns(tokens: &mut [Token]) {
    for verb in 1..tokens.len() {
        let t = &tokens[verb];
        if t.upos != Upos::Noun && t.upos != Upos::Propn {
            continue;
        }
        // "Peru plans to freeze the assets": a noun's infinitive describes it
        let to = verb + 2 < tokens.len()
            && tokens[verb + 1].form == "to"
            && tokens[verb + 2].rel == Rel::Xcomp
            && tokens[verb + 2].head == Some(verb as u32)
            && matches!(t.rel, Rel::Root | Rel::Ccomp | Rel::Parataxis | Rel::Conj);
        let to = to && t.xpos == "NNS";
        let known = NEVER_NOUN_VERBS
            .iter()
            .find(|lemma| third_person(lemma) == t.form)
            .map(|lemma| (*lemma).into());
        let Some(lemma) = known.or_else(|| to.then(|| t.lemma.clone())) else {
            continue;
        };
        let subject = verb - 1;
        let named =
            matches!(tokens[subject].upos, Upos::Noun | Upos::Propn) && tokens[subject].head == Some(verb as u32);
        if !named {
            continue;
        }
        let above = tokens[verb].head.map(|h| h as usize);
        let own_subject = |tokens: &[Token], clause: usize| {
            tokens
                .iter()
                .enumerate()
                .any(|(i, t)| i > verb && t.head == Some(clause as u32) && t.rel == Rel::Nsubj)
        };
        match above {
            // the clause behind it took it for its subject
            Some(clause)
                if clause > verb
                    && tokens[verb].rel == Rel::Nsubj
                    && (own_subject(tokens, clause) || bare_gerund(tokens, clause)) =>
            {
                let (head, rel, sub) = (tokens[clause].head, tokens[clause].rel, tokens[clause].sub);
                (tokens[verb].head, tokens[verb].rel, tokens[verb].sub) = (head, rel, sub);
                (tokens[clause].head, tokens[clause].rel, tokens[clause].sub) =
                    (Some(verb as u32), Rel::Ccomp, SubRel::None);
                if tokens[clause].xpos == "VBG" {
                    tokens[clause].rel = Rel::Xcomp;
                }
            }
            _ if to => {}
            None if tokens
                .iter()
                .any(|t| t.head == Some(verb as u32) && t.rel == Rel::Ccomp) => {}
            None => {
                let clause = (verb + 1..tokens.len()).find(|&i| {
                    tokens[i].head == Some(verb as u32) && tokens[i].rel == Rel::Acl && tokens[i].upos == Upos::Verb
                });
                let Some(clause) = clause else { continue };
                let gerund = tokens[clause].xpos == "VBG";
                tokens[clause].rel = if gerund { Rel::Xcomp } else { Rel::Ccomp };
                tokens[clause].sub = SubRel::None;
                if let Some(that) =
                    (verb + 1..clause).find(|&i| tokens[i].head == Some(clause as u32) && tokens[i].form == "that")
                {
                    let t = &mut tokens[that];
                    (t.rel, t.sub, t.upos, t.xpos) = (Rel::Mark, SubRel::None, Upos::Sconj, "IN".into());
                }
            }
            _ => continue,
        }
        for t in &mut tokens[..verb] {
            if t.head == Some(verb as u32) && t.rel == Rel::Det {
                t.head = Some(subject as u32);
            }
        }
        (tokens[subject].rel, tokens[subject].sub) = (Rel::Nsubj, SubRel::None);
        let t = &mut tokens[verb];
        (t.upos, t.xpos, t.lemma) = (Upos::Verb, "VBZ".into(), lemma);
    }
}

/// True for a gerund without auxiliary: no clause of its own.
fn bare_gerund(tokens: &[Token], verb: usize) -> bool {
    tokens[verb].xpos == "VBG" && !tokens.iter().any(|t| t.head == Some(verb as u32) && t.rel == Rel::Aux)
}

/// "Is alleged to have tortured detainees", "had tortured detainees" with the participle as the noun's own: what one has done.
fn perfects(tokens: &mut [Token]) {
    for verb in 2..tokens.len() {
        let (to, have) = (verb - 2, verb - 1);
        let t = &tokens[verb];
        let Some(noun) = t.head.map(|h| h as usize).filter(|&h| h > verb) else {
            continue;
        };
        let described = t.rel == Rel::Amod && t.xpos == "VBN" && tokens[noun].head == Some(have as u32);
        // "police had tortured detainees": an auxiliary has no object
        let own = |t: &Token, rel: Rel| t.head == Some(have as u32) && t.rel == rel;
        let helper = tokens[have].upos == Upos::Aux
            && tokens[have].lemma == "have"
            && tokens.iter().any(|t| own(t, Rel::Nsubj))
            && tokens[noun].rel == Rel::Obj;
        let infinitive = tokens[have].form == "have" && tokens[to].form == "to";
        if !described || !(infinitive || helper) {
            continue;
        }
        let (head, rel, sub) = (tokens[have].head, tokens[have].rel, tokens[have].sub);
        for t in tokens.iter_mut().filter(|t| t.head == Some(have as u32)) {
            t.head = Some(verb as u32);
        }
        (tokens[verb].head, tokens[verb].rel, tokens[verb].sub) = (head, rel, sub);
        (tokens[have].head, tokens[have].rel, tokens[have].sub) = (Some(verb as u32), Rel::Aux, SubRel::None);
        tokens[have].upos = Upos::Aux;
        (tokens[noun].rel, tokens[noun].sub) = (Rel::Obj, SubRel::None);
    }
}

/// "Would expel them provided that the court agreed" with *provided* read as a verb of its own.
fn provisos(tokens: &mut [Token]) {
    for i in 1..tokens.len().saturating_sub(2) {
        let proviso = matches!(tokens[i].form.as_str(), "provided" | "providing") && tokens[i + 1].form == "that";
        let own = |t: &Token| t.head == Some(i as u32) && matches!(t.rel, Rel::Nsubj | Rel::Aux | Rel::Obj);
        if !proviso || tokens[i].upos != Upos::Verb || tokens.iter().any(own) {
            continue;
        }
        let clause = (i + 2..tokens.len()).find(|&k| tokens[k].head == Some(i as u32) && tokens[k].rel == Rel::Ccomp);
        let before = (0..i)
            .rev()
            .find(|&k| tokens[k].upos == Upos::Verb && tokens[k].rel != Rel::Amod);
        let (Some(clause), Some(before)) = (clause, before) else {
            continue;
        };
        for t in tokens.iter_mut().filter(|t| t.head == Some(i as u32)) {
            t.head = Some(clause as u32);
        }
        (tokens[clause].head, tokens[clause].rel, tokens[clause].sub) = (Some(before as u32), Rel::Advcl, SubRel::None);
        (tokens[i].head, tokens[i].rel, tokens[i].sub) = (Some(clause as u32), Rel::Mark, SubRel::None);
        (tokens[i].upos, tokens[i].xpos) = (Upos::Sconj, "IN".into());
    }
}

/// "Demanded that the minister resign" with the verb read as a noun: no clause with *that* is only a noun phrase.
fn subjunctive_heads(tokens: &mut [Token]) {
    for verb in 3..tokens.len() {
        let (subject, at) = (verb - 1, verb as u32);
        let clause = tokens[verb].rel == Rel::Ccomp && tokens[verb].upos == Upos::Noun && tokens[verb].xpos == "NN";
        let named = tokens[subject].head == Some(at)
            && tokens[subject].rel == Rel::Compound
            && matches!(tokens[subject].upos, Upos::Noun | Upos::Propn);
        let that = (0..subject)
            .rev()
            .find(|&i| tokens[i].head == Some(at) && tokens[i].rel == Rel::Mark && tokens[i].form == "that");
        let predicate = |t: &Token| t.head == Some(at) && matches!(t.rel, Rel::Cop | Rel::Nsubj | Rel::Aux);
        let (Some(that), true) = (that, clause && named) else {
            continue;
        };
        if tokens.iter().any(predicate) {
            continue;
        }
        for t in &mut tokens[that + 1..subject] {
            if t.head == Some(at) {
                t.head = Some(subject as u32);
            }
        }
        (tokens[subject].rel, tokens[subject].sub) = (Rel::Nsubj, SubRel::None);
        let form = tokens[verb].form.to_lowercase();
        let t = &mut tokens[verb];
        (t.upos, t.xpos, t.lemma) = (Upos::Verb, "VB".into(), form.as_str().into());
    }
}

/// "denies" of "deny".
fn third_person(lemma: &str) -> String {
    match lemma.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if lemma.ends_with(['s', 'x', 'z', 'o']) || lemma.ends_with("ch") || lemma.ends_with("sh") => {
            format!("{lemma}es")
        }
        _ => format!("{lemma}s"),
    }
}

/// "Colombian rebels to free kidnapped mayor" with "to free" read as a preposition and an adjective.
fn goals(tokens: &mut [Token], root: usize) {
    let Some(to) = (root + 1..tokens.len().saturating_sub(2)).find(|&i| tokens[i].form == "to") else {
        return;
    };
    let verb = to + 1;
    let Some(object) = tokens[to].head.map(|h| h as usize).filter(|&o| o > verb) else {
        return;
    };
    let base = HEADLINE_VERBS.contains(&tokens[verb].form.as_str());
    let doer = matches!(tokens[root].xpos.as_str(), "NNS" | "NNP" | "NNPS");
    let read = tokens[to].rel == Rel::Case && tokens[verb].rel == Rel::Amod && tokens[verb].head == Some(object as u32);
    if !(base && doer && read && to == root + 1 && tokens[object].head == Some(root as u32)) {
        return;
    }
    (tokens[verb].head, tokens[verb].rel, tokens[verb].sub) = (Some(root as u32), Rel::Acl, SubRel::None);
    (tokens[verb].upos, tokens[verb].xpos) = (Upos::Verb, "VB".into());
    (tokens[to].head, tokens[to].rel, tokens[to].upos, tokens[to].xpos) =
        (Some(verb as u32), Rel::Mark, Upos::Part, "TO".into());
    (tokens[object].head, tokens[object].rel, tokens[object].sub) = (Some(verb as u32), Rel::Obj, SubRel::None);
}

/// "Announced plans to expel diplomats" with the infinitive hung on the verb.
fn plans(tokens: &mut [Token]) {
    for verb in 3..tokens.len() {
        let (noun, to) = (verb - 2, verb - 1);
        let above = tokens[verb].head.filter(|&h| (h as usize) < noun);
        let hung = matches!(tokens[verb].rel, Rel::Xcomp | Rel::Advcl) && tokens[verb].xpos == "VB";
        if hung
            && tokens[to].upos == Upos::Part
            && tokens[noun].rel == Rel::Obj
            && tokens[noun].head == above
            && PLAN_NOUNS.contains(&tokens[noun].lemma.as_str())
        {
            (tokens[verb].head, tokens[verb].rel, tokens[verb].sub) = (Some(noun as u32), Rel::Acl, SubRel::None);
        }
    }
}

/// "A police raid left a man dead" with the raid read as a verb: two finite verbs do not stand side by side, and "a
/// police" is nobody.
fn doubled(tokens: &mut [Token]) {
    for second in 2..tokens.len() {
        let (first, subject) = (second - 1, second - 2);
        let finite = |t: &Token| t.upos == Upos::Verb && matches!(t.xpos.as_str(), "VBP" | "VBZ" | "VBD");
        let both = finite(&tokens[first])
            && tokens[first].xpos == "VBP"
            && finite(&tokens[second])
            && tokens[second].head == Some(first as u32)
            && matches!(tokens[second].rel, Rel::Ccomp | Rel::Xcomp | Rel::Conj | Rel::Parataxis);
        let named = matches!(tokens[subject].upos, Upos::Noun | Upos::Propn)
            && tokens[subject].head == Some(first as u32)
            && tokens[subject].rel == Rel::Nsubj;
        let own = |t: &Token| t.head == Some(second as u32) && matches!(t.rel, Rel::Nsubj | Rel::Mark | Rel::Cc);
        let object = |t: &Token| t.head == Some(first as u32) && matches!(t.rel, Rel::Obj | Rel::Aux);
        if !both || !named || tokens.iter().any(own) || tokens.iter().any(object) {
            continue;
        }
        let (above, rel, sub) = (tokens[first].head, tokens[first].rel, tokens[first].sub);
        for (i, t) in tokens.iter_mut().enumerate() {
            if t.head == Some(subject as u32) && t.rel == Rel::Det {
                t.head = Some(first as u32);
            } else if t.head == Some(first as u32) && i != subject && t.rel != Rel::Det {
                t.head = Some(second as u32);
            }
        }
        (tokens[second].head, tokens[second].rel, tokens[second].sub) = (above, rel, sub);
        (tokens[subject].rel, tokens[subject].sub) = (Rel::Compound, SubRel::None);
        let form = tokens[first].form.to_lowercase();
        let t = &mut tokens[first];
        (t.head, t.rel, t.sub) = (Some(second as u32), Rel::Nsubj, SubRel::None);
        (t.upos, t.xpos, t.lemma) = (Upos::Noun, "NN".into(), form.as_str().into());
    }
}

/// "Killed in police firing", "died during army shelling": a gerund after a preposition and a bare noun, without object,
/// names a happening and is no verb.
fn gerunds(tokens: &mut [Token]) {
    by_agents(tokens);
    for verb in 2..tokens.len() {
        let noun = verb - 1;
        let token = &tokens[verb];
        let doer = &tokens[noun];
        let bare = token.upos == Upos::Verb
            && token.xpos == "VBG"
            && doer.upos == Upos::Noun
            && (doer.xpos == "NN" || doer.form.eq_ignore_ascii_case("police"))
            && !tokens.iter().any(|t| {
                t.head == Some(verb as u32)
                    && matches!(t.rel, Rel::Obj | Rel::Xcomp | Rel::Ccomp | Rel::Aux | Rel::Iobj)
            });
        if !bare {
            continue;
        }
        // the phrase's preposition, over its adjectives and nouns; not "a man shouting", "two people helping"
        let inside = |t: &Token| matches!(t.upos, Upos::Adj | Upos::Noun | Upos::Propn);
        let Some(before) = (0..noun).rev().find(|&i| !inside(&tokens[i])) else {
            continue;
        };
        let preposition = matches!(
            tokens[before].form.to_lowercase().as_str(),
            "in" | "during" | "by" | "from" | "after" | "to"
        ) && matches!(tokens[before].upos, Upos::Adp | Upos::Sconj);
        let host = |t: &Token| t.head.filter(|&h| !(before as u32..=verb as u32).contains(&h));
        let Some((above, rel)) = (host(&tokens[noun]).map(|h| (h, tokens[noun].rel)))
            .or_else(|| host(&tokens[verb]).map(|h| (h, tokens[verb].rel)))
        else {
            continue;
        };
        if !preposition || above as usize > before || !matches!(rel, Rel::Obl | Rel::Nmod | Rel::Advcl | Rel::Acl) {
            continue;
        }
        let mut up = Some(above);
        let mut steps = 0;
        while let Some(i) = up.filter(|&i| i as usize != verb && i as usize != noun && steps < tokens.len()) {
            up = tokens[i as usize].head;
            steps += 1;
        }
        if up.is_some() {
            continue;
        }
        let nominal = matches!(tokens[above as usize].upos, Upos::Noun | Upos::Propn);
        for t in &mut tokens[before..noun] {
            t.rel = match t.upos {
                Upos::Adj => Rel::Amod,
                _ => Rel::Compound,
            };
            (t.head, t.sub) = (Some(verb as u32), SubRel::None);
        }
        (tokens[before].rel, tokens[before].upos) = (Rel::Case, Upos::Adp);
        (tokens[noun].head, tokens[noun].rel, tokens[noun].sub) = (Some(verb as u32), Rel::Compound, SubRel::None);
        let form = tokens[verb].form.to_lowercase();
        let t = &mut tokens[verb];
        (t.head, t.sub) = (Some(above), SubRel::None);
        t.rel = if nominal { Rel::Nmod } else { Rel::Obl };
        (t.upos, t.xpos, t.lemma) = (Upos::Noun, "NN".into(), form.as_str().into());
        // what hung on the noun or as an adjunct of the verb hangs on the happening
        for (i, t) in tokens.iter_mut().enumerate().filter(|(i, _)| *i != verb) {
            if t.head == Some(noun as u32) {
                t.head = Some(verb as u32);
            }
            if t.head == Some(verb as u32) && i > verb && t.rel == Rel::Obl {
                t.rel = Rel::Nmod;
            }
        }
    }
}

/// "Hurt in firing by the police": a gerund that tells its agent.
fn by_agents(tokens: &mut [Token]) {
    for verb in 1..tokens.len() {
        let (before, token) = (&tokens[verb - 1], &tokens[verb]);
        let preposition = matches!(
            before.form.to_lowercase().as_str(),
            "in" | "during" | "from" | "by" | "after"
        ) && before.head == Some(verb as u32);
        let adjunct = matches!(token.rel, Rel::Advcl | Rel::Acl | Rel::Obl | Rel::Nmod);
        if !preposition || !adjunct || token.xpos != "VBG" || token.upos != Upos::Verb {
            continue;
        }
        let child = |t: &&Token| t.head == Some(verb as u32);
        let agent = tokens
            .iter()
            .filter(child)
            .any(|t| t.rel == Rel::Obl && t.sub == SubRel::Agent);
        let verbal = tokens
            .iter()
            .filter(child)
            .any(|t| matches!(t.rel, Rel::Obj | Rel::Aux | Rel::Nsubj | Rel::Xcomp | Rel::Ccomp));
        if !agent || verbal {
            continue;
        }
        let nominal = token
            .head
            .is_some_and(|h| matches!(tokens[h as usize].upos, Upos::Noun | Upos::Propn));
        for t in tokens.iter_mut().filter(|t| t.head == Some(verb as u32)) {
            match t.rel {
                Rel::Obl => (t.rel, t.sub) = (Rel::Nmod, SubRel::None),
                Rel::Mark => (t.rel, t.upos) = (Rel::Case, Upos::Adp),
                _ => {}
            }
        }
        let form = tokens[verb].form.to_lowercase();
        let t = &mut tokens[verb];
        (t.upos, t.xpos, t.lemma) = (Upos::Noun, "NN".into(), form.as_str().into());
        (t.rel, t.sub) = (if nominal { Rel::Nmod } else { Rel::Obl }, SubRel::None);
    }
}

/// "Togo mediated between the two" read as the headline "(was) mediated": a plain sentence does not leave out its "was".
fn actives(tokens: &mut [Token]) {
    if !tokens
        .last()
        .is_some_and(|t| matches!(t.form.as_str(), "." | "!" | "?"))
    {
        return;
    }
    for subject in 0..tokens.len() {
        let t = &tokens[subject];
        let Some(verb) = t.head.filter(|_| t.rel == Rel::Nsubj && t.sub == SubRel::Pass) else {
            continue;
        };
        let of_verb = |t: &Token| t.head == Some(verb);
        // "talked by phone": what stands bare after *by* is a means
        let described = |i: usize| {
            tokens
                .iter()
                .any(|t| t.head == Some(i as u32) && t.rel != Rel::Case && t.rel != Rel::Compound)
        };
        let means = |i: usize| tokens[i].upos == Upos::Noun && tokens[i].xpos == "NN" && !described(i);
        let passive = tokens
            .iter()
            .enumerate()
            .any(|(i, t)| of_verb(t) && (t.rel == Rel::Aux || t.sub == SubRel::Agent && !means(i)));
        let verb = verb as usize;
        if !passive && tokens[verb].rel == Rel::Root && subject < verb && tokens[verb].upos == Upos::Verb {
            for t in tokens
                .iter_mut()
                .filter(|t| t.head == Some(verb as u32) && t.sub == SubRel::Agent)
            {
                t.sub = SubRel::None;
            }
            tokens[subject].sub = SubRel::None;
            tokens[verb].xpos = "VBD".into();
        }
    }
}

/// "A patrol searched houses", "as the mob burned shops" with the verb read as the participle of its object and the
/// subject as part of it: nothing stands between a noun and the noun it modifies but in "state-run", "army led".
fn clauses(tokens: &mut [Token], forms: &Forms<'_>) {
    for verb in 1..tokens.len() {
        let t = &tokens[verb];
        let Some(object) = t.head.map(|h| h as usize).filter(|&h| h > verb) else {
            continue;
        };
        // "Myanmar's junta relaxed restrictions": no adjective stands behind a noun in front of another
        let adjective = t.upos == Upos::Adj && t.form.ends_with("ed");
        let lemma = if adjective { forms.lemma(&t.form, "VBD") } else { None };
        let verbal = t.upos == Upos::Verb && matches!(t.xpos.as_str(), "VBN" | "VBD") || lemma.is_some();
        let past = verbal && t.rel == Rel::Amod;
        // "soldiers gang-raped women": in front of its first half
        let halves = verb > 2 && tokens[verb - 1].form == "-" && tokens[verb - 2].head == Some(verb as u32);
        let subject = if halves { verb - 3 } else { verb - 1 };
        let doer = &tokens[subject];
        let bare = past
            && matches!(doer.upos, Upos::Noun | Upos::Propn)
            && doer.rel == Rel::Compound
            && (doer.head == Some(object as u32) || doer.head == Some(verb as u32))
            && !NOUN_PARTICIPLE_VERBS.contains(&t.lemma.as_str());
        if !bare {
            continue;
        }
        let children = |tokens: &[Token], i: usize| -> Vec<usize> {
            (0..tokens.len())
                .filter(|&c| tokens[c].head == Some(i as u32))
                .collect()
        };
        let under = children(tokens, object);
        let clausal = |t: &Token| matches!(t.rel, Rel::Nsubj | Rel::Cop | Rel::Aux);
        let mark = under.iter().copied().find(|&c| {
            c < subject
                && matches!(tokens[c].rel, Rel::Case | Rel::Mark)
                && matches!(
                    tokens[c].form.to_lowercase().as_str(),
                    "as" | "while" | "when" | "because" | "until"
                )
        });
        let whole = tokens[object].rel == Rel::Root
            && !under.iter().any(|&c| clausal(&tokens[c]))
            && tokens.last().is_some_and(|t| t.form == ".")
            && tokens.iter().filter(|t| t.upos == Upos::Verb).count() == usize::from(lemma.is_none());
        let a_singular = under
            .iter()
            .any(|&c| c < subject && matches!(tokens[c].form.to_lowercase().as_str(), "a" | "an"))
            && tokens[object].xpos == "NNS";
        let name = tokens[subject].upos == Upos::Propn;
        if mark.is_none() && !(whole || a_singular && tokens[object].rel == Rel::Root) || name && !whole {
            continue;
        }
        if let Some(lemma) = lemma {
            (tokens[verb].upos, tokens[verb].lemma) = (Upos::Verb, lemma.as_str().into());
        }
        let (above, rel) = (tokens[object].head, tokens[object].rel);
        tokens[verb].head = above;
        (tokens[verb].rel, tokens[verb].sub) = if mark.is_some() {
            (Rel::Advcl, SubRel::None)
        } else {
            (rel, SubRel::None)
        };
        tokens[verb].xpos = "VBD".into();
        for c in under {
            if c < subject {
                tokens[c].head = Some(subject as u32);
            } else if c > object && tokens[c].rel == Rel::Punct {
                tokens[c].head = Some(verb as u32);
            }
        }
        if let Some(mark) = mark {
            (tokens[mark].head, tokens[mark].rel) = (Some(verb as u32), Rel::Mark);
            tokens[mark].upos = Upos::Sconj;
        }
        (tokens[subject].head, tokens[subject].rel, tokens[subject].sub) =
            (Some(verb as u32), Rel::Nsubj, SubRel::None);
        (tokens[object].head, tokens[object].rel, tokens[object].sub) = (Some(verb as u32), Rel::Obj, SubRel::None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Span;

    fn token(form: &str, head: Option<u32>, rel: Rel, upos: Upos) -> Token {
        Token {
            span: Span::new(0, 0),
            form: form.into(),
            lemma: form.into(),
            upos,
            xpos: "".into(),
            head,
            rel,
            sub: SubRel::None,
            mwt_first: false,
            mwt_rest: false,
        }
    }

    #[test]
    fn who_did_it_is_not_who_said_it() {
        let mut t = vec![
            token("Gunmen", Some(5), Rel::Nsubj, Upos::Noun),
            token("wounded", Some(5), Rel::Ccomp, Upos::Verb),
            token("soldiers", Some(1), Rel::Obj, Upos::Noun),
            token(",", Some(5), Rel::Punct, Upos::Punct),
            token("police", Some(5), Rel::Nsubj, Upos::Noun),
            token("said", None, Rel::Root, Upos::Verb),
        ];
        subjects(&mut t);
        assert_eq!((t[0].head, t[4].head), (Some(1), Some(5)));
    }

    #[test]
    fn a_plain_sentence_does_not_leave_out_its_was() {
        let mut t = vec![
            token("Togo", Some(1), Rel::Nsubj, Upos::Propn),
            token("mediated", None, Rel::Root, Upos::Verb),
            token(".", Some(1), Rel::Punct, Upos::Punct),
        ];
        t[0].sub = SubRel::Pass;
        let mut headline = t[..2].to_vec();
        actives(&mut t);
        actives(&mut headline);
        assert_eq!((t[0].sub, headline[0].sub), (SubRel::None, SubRel::Pass));
    }

    #[test]
    fn who_is_told_is_no_subject() {
        let mut t = vec![
            token("He", Some(1), Rel::Nsubj, Upos::Pron),
            token("told", None, Rel::Root, Upos::Verb),
            token("RTE", Some(5), Rel::Nsubj, Upos::Propn),
            token("Martin", Some(5), Rel::Nsubj, Upos::Propn),
            token("would", Some(5), Rel::Aux, Upos::Aux),
            token("come", Some(1), Rel::Ccomp, Upos::Verb),
        ];
        subjects(&mut t);
        assert_eq!((t[2].head, t[2].rel, t[3].head), (Some(1), Rel::Iobj, Some(5)));
    }

    #[test]
    fn what_nothing_joins_describes_the_noun() {
        let mut t = vec![
            token("Release", None, Rel::Root, Upos::Verb),
            token("editors", Some(0), Rel::Obj, Upos::Noun),
            token("arrested", Some(0), Rel::Conj, Upos::Verb),
        ];
        t[0].xpos = "VB".into();
        t[2].xpos = "VBN".into();
        let mut joined = t.clone();
        joined.insert(2, token("and", Some(3), Rel::Cc, Upos::Cconj));
        participles(&mut t);
        participles(&mut joined);
        assert_eq!((t[2].head, t[2].rel, joined[3].rel), (Some(1), Rel::Acl, Rel::Conj));
    }

    #[test]
    fn an_accusation_is_no_part_of_what_was_said_before() {
        let mut t = vec![
            token("Oslo", Some(1), Rel::Nsubj, Upos::Propn),
            token("said", None, Rel::Root, Upos::Verb),
            token("ships", Some(4), Rel::Nsubj, Upos::Noun),
            token("would", Some(4), Rel::Aux, Upos::Aux),
            token("leave", Some(1), Rel::Ccomp, Upos::Verb),
            token("and", Some(6), Rel::Cc, Upos::Cconj),
            token("accused", Some(4), Rel::Conj, Upos::Verb),
        ];
        (t[1].xpos, t[4].xpos, t[6].xpos) = ("VBD".into(), "VB".into(), "VBD".into());
        speeches(&mut t);
        assert_eq!(t[6].head, Some(1));
        (t[6].head, t[6].xpos) = (Some(4), "VB".into());
        speeches(&mut t);
        assert_eq!(t[6].head, Some(4));
        (t[3].form, t[3].rel, t[4].rel, t[6].xpos) = ("to".into(), Rel::Mark, Rel::Xcomp, "VBD".into());
        speeches(&mut t);
        assert_eq!(t[6].head, Some(1));
    }

    #[test]
    fn a_headline_has_two_verbs() {
        let mut t = vec![
            token("Junta", Some(1), Rel::Nsubj, Upos::Noun),
            token("expels", Some(4), Rel::Ccomp, Upos::Verb),
            token("envoy", Some(1), Rel::Obj, Upos::Noun),
            token(",", Some(1), Rel::Punct, Upos::Punct),
            token("suspends", None, Rel::Root, Upos::Verb),
            token("exports", Some(4), Rel::Obj, Upos::Noun),
        ];
        (t[1].xpos, t[4].xpos) = ("VBZ".into(), "VBZ".into());
        tellers(&mut t);
        assert_eq!((t[1].rel, t[4].head, t[4].rel), (Rel::Root, Some(1), Rel::Conj));
    }

    #[test]
    fn a_city_in_front_tells_nothing() {
        let mut t = vec![
            token("DHAKA", None, Rel::Root, Upos::Propn),
            token(":", Some(0), Rel::Punct, Upos::Punct),
            token("monks", Some(0), Rel::Appos, Upos::Noun),
            token("were", Some(4), Rel::Aux, Upos::Aux),
            token("arrested", Some(0), Rel::Parataxis, Upos::Verb),
        ];
        t[3].sub = SubRel::Pass;
        datelines(&mut t);
        let heads: Vec<_> = t.iter().map(|t| t.head).collect();
        assert_eq!(heads, [Some(4), Some(4), Some(4), Some(4), None]);
        assert_eq!((t[2].rel, t[2].sub), (Rel::Nsubj, SubRel::Pass));
    }

    #[test]
    fn an_official_without_a_name_tells() {
        let mut t = vec![
            token("offered", None, Rel::Root, Upos::Verb),
            token(",", Some(0), Rel::Punct, Upos::Punct),
            token("officials", Some(0), Rel::Obj, Upos::Noun),
            token("who", Some(4), Rel::Nsubj, Upos::Pron),
            token("fled", Some(2), Rel::Acl, Upos::Verb),
            token("told", Some(4), Rel::Xcomp, Upos::Verb),
        ];
        t[4].sub = SubRel::Relcl;
        t[5].xpos = "VBD".into();
        finite_xcomps(&mut t);
        assert_eq!((t[0].head, t[0].rel), (Some(5), Rel::Ccomp));
        assert_eq!((t[2].head, t[2].rel, t[5].head), (Some(5), Rel::Nsubj, None));
    }

    #[test]
    fn two_states_agree() {
        let mut t = vec![
            token("India", Some(3), Rel::Nsubj, Upos::Propn),
            token(",", Some(0), Rel::Punct, Upos::Punct),
            token("Maldives", Some(3), Rel::Nsubj, Upos::Propn),
            token("agree", None, Rel::Root, Upos::Verb),
        ];
        subjects(&mut t);
        assert_eq!((t[2].head, t[2].rel), (Some(0), Rel::Conj));
    }

    #[test]
    fn what_explains_a_place_does_not_march() {
        let mut t = vec![
            token("In", Some(1), Rel::Case, Upos::Adp),
            token("Peru", Some(7), Rel::Obl, Upos::Propn),
            token(",", Some(1), Rel::Punct, Upos::Punct),
            token("a", Some(4), Rel::Det, Upos::Det),
            token("producer", Some(7), Rel::Nsubj, Upos::Noun),
            token(",", Some(4), Rel::Punct, Upos::Punct),
            token("miners", Some(7), Rel::Nsubj, Upos::Noun),
            token("marched", None, Rel::Root, Upos::Verb),
        ];
        subjects(&mut t);
        assert_eq!((t[4].head, t[4].rel, t[6].rel), (Some(1), Rel::Appos, Rel::Nsubj));
    }

    #[test]
    fn protesters_gather_themselves() {
        let mut t = vec![
            token("protesters", Some(1), Rel::Obl, Upos::Noun),
            token("gathered", None, Rel::Root, Upos::Verb),
        ];
        t[0].xpos = "NNS".into();
        t[1].xpos = "VBD".into();
        fronted(&mut t);
        assert_eq!(t[0].rel, Rel::Nsubj);
    }

    #[test]
    fn what_is_demanded_has_a_verb() {
        let mut t = vec![
            token("demanded", None, Rel::Root, Upos::Verb),
            token("that", Some(5), Rel::Mark, Upos::Sconj),
            token("the", Some(5), Rel::Det, Upos::Det),
            token("junta", Some(5), Rel::Compound, Upos::Noun),
            token("end", Some(5), Rel::Compound, Upos::Noun),
            token("curbs", Some(0), Rel::Ccomp, Upos::Noun),
        ];
        t[4].xpos = "NN".into();
        subjunctives(&mut t, |word| word == "end");
        let heads: Vec<_> = t.iter().map(|t| t.head).collect();
        assert_eq!(heads, [None, Some(4), Some(3), Some(4), Some(0), Some(4)]);
        assert_eq!((t[4].rel, t[5].rel), (Rel::Ccomp, Rel::Obj));
    }

    #[test]
    fn what_is_shelled_again_is_shelled() {
        let mut t = vec![
            token("resumed", None, Rel::Root, Upos::Verb),
            token("shelling", Some(0), Rel::Obj, Upos::Verb),
            token("towns", Some(0), Rel::Obj, Upos::Noun),
        ];
        t[1].xpos = "VBG".into();
        gerund_objects(&mut t);
        assert_eq!((t[1].rel, t[2].head), (Rel::Xcomp, Some(1)));
    }

    #[test]
    fn two_names_side_by_side_are_one() {
        let mut t = vec![
            token("Idrissa", Some(2), Rel::Nsubj, Upos::Propn),
            token("Bagayoko", Some(2), Rel::Nsubj, Upos::Propn),
            token("resigned", None, Rel::Root, Upos::Verb),
        ];
        subjects(&mut t);
        assert_eq!((t[1].head, t[1].rel), (Some(0), Rel::Flat));
    }

    #[test]
    fn a_happening_is_no_verb() {
        let mut t = vec![
            token("killed", None, Rel::Root, Upos::Verb),
            token("in", Some(2), Rel::Case, Upos::Adp),
            token("police", Some(0), Rel::Obl, Upos::Noun),
            token("firing", Some(0), Rel::Advcl, Upos::Verb),
        ];
        t[3].xpos = "VBG".into();
        gerunds(&mut t);
        assert_eq!((t[3].rel, t[3].head, t[3].upos), (Rel::Obl, Some(0), Upos::Noun));
        assert_eq!((t[2].rel, t[2].head, t[1].head), (Rel::Compound, Some(3), Some(3)));
    }

    #[test]
    fn a_noun_does_not_modify_over_a_verb() {
        let mut t = vec![
            token("watched", None, Rel::Root, Upos::Verb),
            token("as", Some(5), Rel::Case, Upos::Adp),
            token("the", Some(5), Rel::Det, Upos::Det),
            token("mob", Some(5), Rel::Compound, Upos::Noun),
            token("burned", Some(5), Rel::Amod, Upos::Verb),
            token("shops", Some(0), Rel::Obl, Upos::Noun),
        ];
        t[4].xpos = "VBN".into();
        clauses(&mut t, &Forms::builtin());
        assert_eq!((t[4].rel, t[4].head), (Rel::Advcl, Some(0)));
        assert_eq!((t[3].rel, t[3].head, t[2].head), (Rel::Nsubj, Some(4), Some(3)));
        assert_eq!((t[5].rel, t[5].head, t[1].head), (Rel::Obj, Some(4), Some(4)));
    }

    #[test]
    fn two_finite_verbs_do_not_stand_side_by_side() {
        let mut t = vec![
            token("A", Some(1), Rel::Det, Upos::Det),
            token("police", Some(2), Rel::Nsubj, Upos::Noun),
            token("raid", None, Rel::Root, Upos::Verb),
            token("left", Some(2), Rel::Ccomp, Upos::Verb),
            token("wreckage", Some(3), Rel::Obj, Upos::Noun),
        ];
        (t[2].xpos, t[3].xpos) = ("VBP".into(), "VBD".into());
        doubled(&mut t);
        assert_eq!(
            (t[3].head, t[2].head, t[1].head, t[0].head),
            (None, Some(3), Some(2), Some(2))
        );
        assert_eq!((t[2].rel, t[2].upos), (Rel::Nsubj, Upos::Noun));
    }

    #[test]
    fn a_headline_has_a_verb() {
        let mut t = vec![
            token("Troops", Some(2), Rel::Compound, Upos::Noun),
            token("storm", Some(2), Rel::Compound, Upos::Noun),
            token("parliament", None, Rel::Root, Upos::Noun),
            token("in", Some(4), Rel::Case, Upos::Adp),
            token("Bissau", Some(2), Rel::Nmod, Upos::Propn),
        ];
        t[0].xpos = "NNS".into();
        headlines(&mut t);
        let heads: Vec<_> = t.iter().map(|t| t.head).collect();
        assert_eq!(heads, [Some(1), None, Some(1), Some(4), Some(2)]);
        assert_eq!((t[0].rel, t[1].upos, t[2].rel), (Rel::Nsubj, Upos::Verb, Rel::Obj));
    }

    #[test]
    fn a_bare_noun_after_a_verb_is_its_object() {
        let mut t = vec![
            token("killing", None, Rel::Root, Upos::Verb),
            token("civilians", Some(0), Rel::Obl, Upos::Noun),
        ];
        objects(&mut t);
        assert_eq!(t[1].rel, Rel::Obj);
        let mut t = vec![
            token("killed", None, Rel::Root, Upos::Verb),
            token("on", Some(2), Rel::Case, Upos::Adp),
            token("roads", Some(0), Rel::Obl, Upos::Noun),
        ];
        objects(&mut t);
        assert_eq!(t[2].rel, Rel::Obl);
    }

    proptest::proptest! {
        /// Whatever the network makes of whatever words, there is a tree after it, and no panic.
        #[test]
        fn trees_stay_trees(words in proptest::collection::vec((0usize..24, 0usize..15, 0usize..13, 0usize..6, 0u32..64), 1..14)) {
            const FORMS: [&str; 24] = [
                "that", "have", "to", "said", ",", ":", "provided", "and", "Moscow", "envoy", "denies", "plans", "told", "Monday",
                "free", ".", "relaxed", "police", "the", "as", "has", "by", "firing", "-",
            ];
            const RELS: [(Rel, SubRel); 15] = [
                (Rel::Nsubj, SubRel::None), (Rel::Nsubj, SubRel::Pass), (Rel::Obj, SubRel::None), (Rel::Obl, SubRel::None),
                (Rel::Ccomp, SubRel::None), (Rel::Xcomp, SubRel::None), (Rel::Conj, SubRel::None), (Rel::Acl, SubRel::Relcl),
                (Rel::Amod, SubRel::None), (Rel::Compound, SubRel::None), (Rel::Mark, SubRel::None), (Rel::Aux, SubRel::Pass),
                (Rel::Parataxis, SubRel::None), (Rel::Appos, SubRel::None), (Rel::Compound, SubRel::Prt),
            ];
            const TAGS: [&str; 13] = ["VBD", "VBN", "VBZ", "VBG", "VB", "NN", "NNS", "NNP", "IN", "TO", "JJ", "CC", "VBP"];
            const KINDS: [Upos; 6] = [Upos::Verb, Upos::Noun, Upos::Propn, Upos::Adj, Upos::Part, Upos::Punct];
            let root = words.len() - 1;
            let root = words[0].4 as usize % (root + 1);
            let mut tokens: Vec<Token> = words
                .iter()
                .enumerate()
                .map(|(i, (form, rel, tag, kind, head))| {
                    // heads lead towards the root, so that there are no cycles
                    let step = 1 + *head as usize % 3;
                    let towards = if i < root { (i + step).min(root) } else { i.saturating_sub(step).max(root) };
                    let mut t = token(FORMS[*form], (i != root).then_some(towards as u32), RELS[*rel].0, KINDS[*kind]);
                    t.sub = RELS[*rel].1;
                    t.xpos = TAGS[*tag].into();
                    if i == root {
                        (t.rel, t.sub) = (Rel::Root, SubRel::None);
                    }
                    t
                })
                .collect();
            let forms = Forms::read("plan\nstorm\nrelax\n", "", "");
            all(&mut tokens, &forms);
            proptest::prop_assert!(is_tree(&tokens));
        }
    }
}
