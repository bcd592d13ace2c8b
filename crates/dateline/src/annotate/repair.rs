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
}
