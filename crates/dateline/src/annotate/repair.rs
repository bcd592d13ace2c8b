//! Mends what no tree of English may have: a verb with two subjects. The network scores each arc for itself and cannot
//! see that.

use crate::{Rel, SubRel, Token, Upos};

/// Gives the second subject of a verb its likely place:
///
/// - two names side by side are one name ("Yoweri Museveni has threatened");
/// - "guerrillas wounded two soldiers, police said": the first belongs to what is said;
/// - "said Thursday it has received": the day is no subject.
pub fn subjects(tokens: &mut [Token]) {
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
        if is_day(&tokens[first].form) {
            let above = tokens[verb as usize].head.filter(|&h| (h as usize) < first);
            tokens[first].head = Some(above.unwrap_or(verb));
            (tokens[first].rel, tokens[first].sub) = (Rel::Obl, SubRel::Unmarked);
        } else if second == first + 1 && is_name(&tokens[first]) && is_name(&tokens[second]) {
            tokens[second].head = Some(first as u32);
            (tokens[second].rel, tokens[second].sub) = (Rel::Flat, SubRel::None);
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

/// A noun after a verb with neither preposition nor label of time or measure is its object, where it has none.
///
/// "Demanded that Azerbaijan withdraw its troops": *that* is no second object.
pub fn objects(tokens: &mut [Token]) {
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
        let bare = token.rel == Rel::Obl && token.sub == SubRel::None && matches!(token.upos, Upos::Noun | Upos::Propn);
        if !bare || tokens[verb].upos != Upos::Verb || tokens[verb].xpos == "VBN" || is_day(&token.form) {
            continue;
        }
        let marked = |t: &Token| t.head == Some(i as u32) && matches!(t.rel, Rel::Case | Rel::Mark);
        let object = |t: &Token| t.head == Some(verb as u32) && matches!(t.rel, Rel::Obj | Rel::Ccomp | Rel::Xcomp);
        if !tokens.iter().any(|t| marked(t) || object(t)) {
            tokens[i].rel = Rel::Obj;
        }
    }
}

fn is_day(form: &str) -> bool {
    matches!(
        form,
        "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday" | "today" | "yesterday"
    )
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
}
