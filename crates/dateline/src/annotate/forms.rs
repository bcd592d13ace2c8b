//! Inflected English verbs and nouns to lemmas, by word lists and spelling.

use dateline_data::lists::annotate::VERB_PREFIXES;

/// Which forms of an irregular verb a form stands for.
const PAST: u8 = 1;
const PARTICIPLE: u8 = 2;

/// Knows irregular verbs and plurals, and the lemmas of regular verbs.
///
/// It is made of the files in `data/words`; it reads no text and keeps no copy of them.
#[derive(Clone, Debug, Default)]
pub struct Forms<'a> {
    /// Sorted.
    verbs: Vec<&'a str>,
    /// Form, what it is, lemma; sorted.
    irregular: Vec<(&'a str, u8, &'a str)>,
    /// Lemmas of irregular verbs, sorted.
    strong: Vec<&'a str>,
    /// Plural and singular, sorted.
    plurals: Vec<(&'a str, &'a str)>,
}

/// Lines of a file that are neither empty nor notes.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .map(str::trim_end)
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
}

/// A file of `data/words`.
fn text(file: &str) -> &'static str {
    dateline_data::WORDS
        .get_file(file)
        .and_then(|f| f.contents_utf8())
        .unwrap_or_default()
}

impl Forms<'static> {
    /// The words that come with the program.
    #[must_use]
    pub fn builtin() -> Self {
        Self::read(text("verbs.txt"), text("verbs.tsv"), text("nouns.tsv"))
    }
}

impl<'a> Forms<'a> {
    /// From the texts of `verbs.txt` (a lemma a line), `verbs.tsv` (lemma, past forms and participles
    /// parted by `|`) and `nouns.tsv` (plural, singular).
    #[must_use]
    pub fn read(verbs: &'a str, irregular: &'a str, nouns: &'a str) -> Self {
        let mut forms = Self {
            verbs: lines(verbs).collect(),
            ..Self::default()
        };
        for line in lines(irregular) {
            let mut cells = line.split('\t');
            let lemma = cells.next().unwrap_or_default();
            forms.strong.push(lemma);
            for what in [PAST, PARTICIPLE] {
                let cell = cells.next().unwrap_or_default();
                for form in cell.split('|').filter(|f| !f.is_empty()) {
                    forms.irregular.push((form, what, lemma));
                }
            }
        }
        forms.plurals = lines(nouns).filter_map(|l| l.split_once('\t')).collect();
        forms.verbs.sort_unstable();
        forms.irregular.sort_unstable();
        forms.strong.sort_unstable();
        forms.plurals.sort_unstable();
        forms
    }

    /// The lemma of a form in small letters (its normal form will do) with a Penn tag of verbs or NNS. `None` for
    /// other tags and for what is no English inflection.
    #[must_use]
    pub fn lemma(&self, form: &str, xpos: &str) -> Option<String> {
        // Normal forms are cut at 40 characters.
        if !(2..40).contains(&form.len())
            || form
                .chars()
                .any(|c| !c.is_alphabetic() && !matches!(c, '-' | '\u{2011}'))
        {
            return None;
        }
        let one = |word: &str| match xpos {
            "VBD" => self.past(word, PAST),
            "VBN" => self.past(word, PARTICIPLE),
            "VBG" => self.cut(word.strip_suffix("ing")?, End::Ing),
            "VBZ" => self.third(word),
            "NNS" => self.singular(word),
            // A past form that the tagger took for the present.
            "VB" | "VBP" if !self.is_verb(word) => self.table(word, PAST).map(str::to_owned),
            _ => None,
        };
        // Words with a hyphen are inflected at their end.
        match form.rfind('-') {
            Some(at) if xpos != "NNS" || self.plural(form).is_none() => {
                let (before, last) = form.split_at(at + 1);
                Some(format!("{before}{}", one(last)?))
            }
            _ => one(form),
        }
    }

    /// True for the lemma of a verb that the lists have, regular or not.
    #[must_use]
    pub fn is_lemma(&self, word: &str) -> bool {
        self.is_verb(word) || self.is_strong(word)
    }

    fn is_verb(&self, word: &str) -> bool {
        self.verbs.binary_search(&word).is_ok()
    }

    fn is_strong(&self, word: &str) -> bool {
        self.strong.binary_search(&word).is_ok()
    }

    fn plural(&self, form: &str) -> Option<&'a str> {
        let at = self.plurals.binary_search_by(|(p, _)| (*p).cmp(form));
        at.ok().map(|i| self.plurals[i].1)
    }

    /// Looks a form up as it is, then as the other past form, which writers and taggers mix up.
    fn table(&self, form: &str, what: u8) -> Option<&'a str> {
        [what, PAST + PARTICIPLE - what].into_iter().find_map(|w| {
            let at = self.irregular.partition_point(|(f, x, _)| (*f, *x) < (form, w));
            match self.irregular.get(at) {
                Some((f, x, lemma)) if *f == form && *x == w => Some(*lemma),
                _ => None,
            }
        })
    }

    fn past(&self, form: &str, what: u8) -> Option<String> {
        if let Some(lemma) = self.table(form, what) {
            return Some(lemma.to_owned());
        }
        for prefix in VERB_PREFIXES {
            if let Some(rest) = form.strip_prefix(prefix)
                && rest.len() > 3
                && !rest.ends_with("ed")
                && let Some(lemma) = self.table(rest, what)
            {
                return Some(format!("{prefix}{lemma}"));
            }
        }
        if let Some(stem) = form.strip_suffix("ied") {
            let ie = format!("{stem}ie");
            let lemma = format!("{stem}y");
            return match () {
                () if self.is_verb(&ie) && !self.is_verb(&lemma) => Some(ie),
                // "skied", "taxied".
                () if !self.is_verb(&lemma) && self.is_verb(&form[..form.len() - 2]) => {
                    Some(form[..form.len() - 2].to_owned())
                }
                () if stem.is_empty() => None,
                () => Some(lemma),
            };
        }
        self.cut(form.strip_suffix("ed")?, End::Ed)
    }

    /// The lemma of a stem without its -ed or -ing.
    fn cut(&self, stem: &str, end: End) -> Option<String> {
        if let Some(lemma) = self.listed(stem, end) {
            return Some(lemma);
        }
        for prefix in VERB_PREFIXES {
            if let Some(rest) = stem.strip_prefix(prefix)
                && rest.len() > 2
                && let Some(lemma) = self.listed(rest, end)
            {
                return Some(format!("{prefix}{lemma}"));
            }
        }
        spelled(stem, end)
    }

    /// The lemma of a stem without its -ed or -ing, if the list has it.
    fn listed(&self, stem: &str, end: End) -> Option<String> {
        // No form in -ed belongs to a verb like "sing"; but some verbs have both ("burned").
        let fits = |lemma: &str| self.is_verb(lemma);
        let with_e = format!("{stem}e");
        let single = undoubled(stem).filter(|s| fits(s));
        let bare = fits(stem);
        // "dying", "lying".
        if end == End::Ing
            && !bare
            && let Some(rest) = stem.strip_suffix('y')
        {
            let ie = format!("{rest}ie");
            if fits(&ie) {
                return Some(ie);
            }
        }
        if fits(&with_e) {
            let e_wins = !bare
                || short(stem)
                || stem.ends_with("th")
                || (end == End::Ed && self.is_strong(stem) && !self.is_strong(&with_e));
            if e_wins {
                return Some(with_e);
            }
        }
        match (bare, single) {
            // "putting", "setting" come from "put", "set" rather than "putt", "sett".
            (true, Some(single)) if end == End::Ing && self.is_strong(single) => {
                return Some(single.to_owned());
            }
            (true, _) => return Some(stem.to_owned()),
            (false, Some(single)) => return Some(single.to_owned()),
            (false, None) => {}
        }
        // "panicked", "mimicking".
        if let Some(c) = stem.strip_suffix('k')
            && c.ends_with('c')
            && fits(c)
        {
            return Some(c.to_owned());
        }
        None
    }

    fn third(&self, form: &str) -> Option<String> {
        match form {
            "is" | "am" | "are" => return Some("be".to_owned()),
            "has" => return Some("have".to_owned()),
            _ => {}
        }
        let stem = form.strip_suffix('s')?;
        if stem.len() < 2 || stem.ends_with('s') {
            return None;
        }
        if self.is_verb(stem) {
            return Some(stem.to_owned());
        }
        if let Some(rest) = stem.strip_suffix("ie") {
            return (rest.len() > 1).then(|| format!("{rest}y"));
        }
        if let Some(rest) = stem.strip_suffix('e') {
            let single = undoubled(rest).filter(|s| ends_with(s, &["s", "z"]) && self.is_verb(s));
            if let Some(single) = single.filter(|_| !self.is_verb(rest)) {
                return Some(single.to_owned());
            }
            if self.is_verb(rest) || ends_with(rest, &["ss", "x", "zz", "ch", "sh", "o"]) {
                return Some(rest.to_owned());
            }
        }
        Some(stem.to_owned())
    }

    fn singular(&self, form: &str) -> Option<String> {
        if let Some(lemma) = self.plural(form) {
            return Some(lemma.to_owned());
        }
        // "gunmen", "policewomen".
        if form.len() > 5
            && let Some(rest) = form.strip_suffix("men")
        {
            return Some(format!("{rest}man"));
        }
        let stem = form.strip_suffix('s')?;
        if stem.len() < 2 || ends_with(stem, &["s", "u", "i"]) {
            return None;
        }
        if let Some(rest) = stem.strip_suffix("ie") {
            return (rest.len() > 1).then(|| format!("{rest}y"));
        }
        if let Some(rest) = stem.strip_suffix('e') {
            let us = rest.ends_with("us") && !ends_with(rest, &["aus", "ous"]);
            if us || ends_with(rest, &["ss", "x", "zz", "tz", "ch", "sh", "o"]) {
                return Some(rest.to_owned());
            }
            if let Some(root) = rest.strip_suffix("ys") {
                return Some(format!("{root}ysis"));
            }
        }
        Some(stem.to_owned())
    }
}

/// What was cut from a stem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Ed,
    Ing,
}

fn ends_with(word: &str, ends: &[&str]) -> bool {
    ends.iter().any(|e| word.ends_with(e))
}

fn vowel(b: u8) -> bool {
    matches!(b, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// The stem without the second of two equal consonants at its end.
fn undoubled(stem: &str) -> Option<&str> {
    match stem.as_bytes() {
        [.., a, b] if a == b && b.is_ascii_lowercase() && !vowel(*b) => Some(&stem[..stem.len() - 1]),
        _ => None,
    }
}

/// One vowel, then one consonant that would have been doubled before -ed: "hop" of "hoped".
fn short(stem: &str) -> bool {
    let b = stem.as_bytes();
    let vowels = |b: &[u8]| b.iter().filter(|c| vowel(**c) || **c == b'y').count();
    matches!(b, [before @ .., v, last]
        if vowels(before) == usize::from(before.ends_with(b"qu"))
            && vowel(*v) && !vowel(*last) && !matches!(last, b'w' | b'x' | b'y'))
}

/// The lemma of a stem that no list has, as English spells its verbs.
fn spelled(stem: &str, end: End) -> Option<String> {
    let b = stem.as_bytes();
    let vowels = b.iter().filter(|c| vowel(**c) || **c == b'y').count();
    let [.., before, last] = b else {
        return None;
    };
    // "bring", "shed", "feed" are no inflections.
    if vowels == 0 || end == End::Ed && vowels == 1 && *last == b'e' {
        return None;
    }
    if let Some(single) = undoubled(stem) {
        let keep = ends_with(stem, &["ss", "ll", "zz", "ff"]);
        return Some(if keep { stem } else { single }.to_owned());
    }
    let long = vowels > 1;
    let after_vowel = vowel(*before);
    // Two vowels before the last letter: "loaded", "reasoned", but "quoted".
    let pair = after_vowel && b.len() > 2 && {
        let third = b[b.len() - 3];
        vowel(third) && !(third == b'u' && b.len() > 3 && b[b.len() - 4] == b'q')
    };
    let ends = |list: &[&str]| ends_with(stem, list);
    let e = match last {
        b'e' => end == End::Ed,
        b'c' | b'u' | b'v' => true,
        b's' => !ends(&["as", "us"]) || !long || ends(&["eas", "aus", "has", "ous", "fus"]),
        b'z' => after_vowel,
        b'g' => ends(&["dg", "rg", "lg", "ang", "eng"]) || after_vowel && !pair && ends(&["ag", "ug"]),
        b'l' => !after_vowel && !matches!(before, b'r' | b'l' | b'w' | b'y') || !long && !pair,
        b'r' => !pair && (!long && after_vowel || ends(&["ur", "ir"])) || matches!(before, b't' | b'c' | b'b'),
        b't' => !pair && (!long && after_vowel || ends(&["at", "ut", "ot"])),
        b'd' => !pair && after_vowel && *before != b'e',
        b'k' | b'm' | b'b' => !pair && after_vowel,
        b'n' => !pair && after_vowel && !long || ends(&["fin"]),
        b'p' => !pair && after_vowel && !long || ends(&["yp", "cap"]),
        _ => false,
    };
    Some(if e { format!("{stem}e") } else { stem.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tag, then form and lemma by turns.
    const CASES: [(&str, &str); 10] = [
        (
            "VBD",
            "bombed bomb expelled expel ratified ratify sought seek struck strike withdrew withdraw \
             threw throw overthrew overthrow overran overrun underwent undergo retook retake \
             misled mislead broadcast broadcast vetoed veto shelled shell besieged besiege \
             massacred massacre bombarded bombard extradited extradite killed kill fired fire \
             hoped hope hopped hop planned plan travelled travel traveled travel panicked panic \
             trafficked traffic died die lied lie tied tie vied vie occupied occupy denied deny \
             agreed agree freed free fled flee led lead met meet said say told tell fell fall \
             felled fell wounded wound found find founded found lay lie laid lay shot shoot \
             invaded invade seized seize urged urge accused accuse charged charge raised raise \
             was be were be had have did do went go became become quit quit put put",
        ),
        (
            "VBD",
            "condemned condemn denounced denounce blamed blame resigned resign sacked sack \
             stabbed stab kidnapped kidnap hijacked hijack ambushed ambush crossed cross \
             referred refer offered offer visited visit committed commit permitted permit \
             controlled control patrolled patrol quelled quell enrolled enroll pulled pull \
             passed pass focused focus focussed focus paid pay rebuilt rebuild redeployed redeploy \
             renegotiated renegotiate counter-attacked counter-attack re-elected re-elect \
             toed toe axed axe owed owe skied ski taxied taxi",
        ),
        (
            "VBN",
            "slain slay taken take driven drive forgone forgo forbidden forbid stolen steal \
             frozen freeze torn tear sworn swear sunk sink begun begin hidden hide beaten beat \
             overthrown overthrow withdrawn withdraw undertaken undertake borne bear born bear \
             hanged hang hung hang held hold upheld uphold withheld withhold bound bind sent send \
             displaced displace injured injure arrested arrest detained detain released release \
             organised organise organized organize paralysed paralyse mobilised mobilise \
             sanctioned sanction embargoed embargo outlawed outlaw",
        ),
        (
            "VBG",
            "bordering border dying die lying lie tying tie dyeing dye being be seeing see \
             fleeing flee agreeing agree running run putting put setting set sitting sit \
             hitting hit getting get singing sing hoping hope hopping hop using use \
             killing kill shelling shell bringing bring ratifying ratify occupying occupy \
             striking strike bombing bomb mediating mediate negotiating negotiate having have \
             barring bar expelling expel sabotaging sabotage mimicking mimic going go doing do",
        ),
        (
            "VBZ",
            "is be has have does do goes go says say dies die vies vie ties tie denies deny \
             ratifies ratify passes pass pushes push vetoes veto attaches attach taxes tax \
             accuses accuse closes close releases release focuses focus sees see agrees agree \
             kills kill buzzes buzz quizzes quiz gasses gas vows vow defies defy",
        ),
        (
            "NNS",
            "troops troop forces force authorities authority countries country crises crisis \
             analyses analysis series series police police headquarters headquarters \
             gunmen gunman policewomen policewoman men man children child wives wife lives life \
             thieves thief natives native drives drive executives executive attacks attack \
             talks talk hostages hostage embargoes embargo heroes hero shoes shoe boxes box \
             churches church marches march ashes ash losses loss buses bus viruses virus \
             houses house causes cause bases base cases case responses response sizes size \
             quizzes quiz movies movie ties tie criteria criterion means means aircraft aircraft \
             ex-wives ex-wife vice-presidents vice-president passers-by passer-by arms arm",
        ),
        // Words that no list has.
        (
            "VBD",
            "zorbed zorb blickified blickify frobnicated frobnicate glorpized glorpize \
             snivved sniv trelled trell flomed flome plaunced plaunce",
        ),
        (
            "NNS",
            "blorps blorp frobishes frobish quanties quanty drones drone militias militia",
        ),
        ("VBZ", "frobs frob blickifies blickify glazzes glazz"),
        ("VBP", "froze freeze shook shake"),
    ];

    #[test]
    fn lemmas_of_inflected_words() {
        let forms = Forms::builtin();
        let mut wrong = Vec::new();
        let mut n = 0;
        for (tag, words) in CASES {
            let words: Vec<&str> = words.split_whitespace().collect();
            for pair in words.chunks(2) {
                n += 1;
                let lemma = forms.lemma(pair[0], tag);
                if lemma.as_deref() != Some(pair[1]) {
                    wrong.push(format!("{} {tag}: {lemma:?}, not {}", pair[0], pair[1]));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert!(n > 250, "{n}");
    }

    #[test]
    fn what_is_no_inflection_is_left() {
        let forms = Forms::builtin();
        for (form, tag) in [
            ("kill", "VB"),
            ("1990s", "NNS"),
            ("ing", "VBG"),
            ("s", "NNS"),
            ("'s", "VBZ"),
            ("-", "NNS"),
            ("--ed", "VBD"),
            ("ed", "VBD"),
            ("é", "VBD"),
            ("ééed", "VBG"),
            ("", "VBD"),
        ] {
            assert_eq!(forms.lemma(form, tag), None, "{form} {tag}");
        }
    }

    #[test]
    fn lists_are_in_order() {
        let forms = Forms::builtin();
        assert!(forms.verbs.len() > 4000);
        let lines: Vec<&str> = text("verbs.txt").lines().collect();
        assert!(lines.is_sorted_by(|a, b| a < b));
        for lemma in &forms.strong {
            assert!(forms.is_verb(lemma), "{lemma}");
        }
        assert!(forms.plurals.windows(2).all(|w| w[0].0 < w[1].0));
    }
}
