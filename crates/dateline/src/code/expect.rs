//! Expected events as tests write them: `actors | TYPE mode status | recipients`.

use crate::types::Participant;
use crate::{Event, EventType, Mode, Status};

/// One expected event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The actors' words, or a run of them; empty for none.
    pub actors: Vec<String>,
    /// PLOVER type; `None` for a type of the user's own.
    pub kind: Option<EventType>,
    /// Name of the type.
    pub name: String,
    /// Mode; not looked at where it is left out.
    pub mode: Option<Mode>,
    /// Status.
    pub status: Status,
    /// The recipients' words; empty for none.
    pub recipients: Vec<String>,
}

impl Expected {
    /// Reads one line; a missing status is `actual`, `-` stands for no party.
    ///
    /// # Errors
    /// What was expected.
    pub fn parse(line: &str) -> Result<Self, String> {
        Self::parse_with(line, &|_| false)
    }

    /// As [`parse`](Self::parse), where `own` knows the types of the user's own.
    ///
    /// # Errors
    /// What was expected.
    pub fn parse_with(line: &str, own: &dyn Fn(&str) -> bool) -> Result<Self, String> {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [actors, what, recipients] = parts.as_slice() else {
            return Err(format!("`{line}`: expected `actors | TYPE mode status | recipients`"));
        };
        let words: Vec<&str> = what.split_whitespace().collect();
        // the longest beginning that is a type: names of the user's own may have several words
        let typed = (1..=words.len()).rev().find_map(|n| {
            let name = words[..n].join(" ");
            let kind = EventType::parse(&name);
            (kind.is_some() || own(&name)).then_some((n, name, kind))
        });
        let (taken, name, kind) =
            typed.ok_or_else(|| format!("`{what}`: expected a PLOVER type, or one of your own, first"))?;
        let mut expected = Self {
            actors: parties(actors),
            kind,
            name,
            mode: None,
            status: Status::Actual,
            recipients: parties(recipients),
        };
        for word in words.iter().skip(taken) {
            if let Some(status) = Status::parse(word) {
                expected.status = status;
            } else {
                let mode = Mode::parse(word).ok_or_else(|| format!("`{word}` is neither mode nor status"))?;
                expected.mode = Some(mode);
            }
        }
        Ok(expected)
    }

    fn is_type(&self, event: &Event) -> bool {
        match (&event.own_type, self.kind) {
            (Some(own), None) => own.name == self.name.as_str(),
            (None, Some(kind)) => kind == event.kind,
            _ => false,
        }
    }

    /// True if the event is the expected one. `text` is the document's.
    #[must_use]
    pub fn is(&self, event: &Event, text: &str) -> bool {
        self.is_type(event)
            && self.status == event.status
            && self
                .mode
                .is_none_or(|m| event.mode == Some(m) || event.also_modes.contains(&m))
            && same(&self.actors, &event.actors, text)
            && same(&self.recipients, &event.recipients, text)
    }
}

/// What differs between expected and found events, in words; empty if nothing does. Events that the default output
/// leaves out (negated, possible, conditional) and background ones need not be expected.
#[must_use]
pub fn differences(expected: &[Expected], events: &[Event], text: &str) -> Vec<String> {
    let mut left: Vec<&Event> = events.iter().collect();
    let mut out = Vec::new();
    for e in expected {
        match left.iter().position(|event| e.is(event, text)) {
            Some(at) => {
                left.remove(at);
            }
            None => out.push(format!("missing: {}", line(e))),
        }
    }
    for event in left {
        let shown = matches!(event.status, Status::Actual | Status::Planned | Status::Requested);
        if shown && !event.background {
            out.push(format!("not expected: {}", describe(event, text)));
        }
    }
    out
}

/// An event in the notation of the tests.
#[must_use]
pub fn describe(event: &Event, text: &str) -> String {
    let names = |list: &[Participant]| {
        let names: Vec<String> = list.iter().map(|p| p.span.of(text).replace('\n', " ")).collect();
        if names.is_empty() {
            "-".to_owned()
        } else {
            names.join(", ")
        }
    };
    let mode = event.mode.map_or(String::new(), |m| format!(" {m}"));
    let own = event.own_type.as_ref().map(|own| own.name.to_string());
    let (kind, status) = (own.unwrap_or_else(|| event.kind.to_string()), event.status);
    let (actors, recipients) = (names(&event.actors), names(&event.recipients));
    format!(
        "{actors} | {kind}{mode} {status} | {recipients}   ({})",
        event.evidence.pattern
    )
}

fn line(e: &Expected) -> String {
    let names = |list: &[String]| {
        if list.is_empty() {
            "-".to_owned()
        } else {
            list.join(", ")
        }
    };
    let mode = e.mode.map_or(String::new(), |m| format!(" {m}"));
    format!(
        "{} | {}{mode} {} | {}",
        names(&e.actors),
        e.name,
        e.status,
        names(&e.recipients)
    )
}

fn parties(text: &str) -> Vec<String> {
    text.split(',')
        .map(str::trim)
        .filter(|p| !p.is_empty() && *p != "-")
        .map(str::to_lowercase)
        .collect()
}

/// As many, and each expected one shares words with a found one.
fn same(expected: &[String], found: &[Participant], text: &str) -> bool {
    expected.len() == found.len()
        && expected.iter().all(|wanted| {
            found.iter().any(|p| {
                let words = p.span.of(text).to_lowercase().replace('\n', " ");
                words.contains(wanted.as_str()) || wanted.contains(&words)
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_and_faults_are_named() {
        let e = Expected::parse("Police, Army | COERCE arrest planned | -").unwrap();
        assert_eq!(
            (e.actors.len(), e.mode, e.status),
            (2, Some(Mode::Arrest), Status::Planned)
        );
        assert!(e.recipients.is_empty());
        assert!(
            Expected::parse("Police | ARREST | men")
                .unwrap_err()
                .contains("PLOVER type")
        );
        assert!(
            Expected::parse("Police | COERCE soon | men")
                .unwrap_err()
                .contains("neither")
        );
        let own = Expected::parse_with("Union | land dispute planned | Mill", &|t| t == "land dispute").unwrap();
        assert_eq!(
            (own.kind, own.name.as_str(), own.status),
            (None, "land dispute", Status::Planned)
        );
        assert!(Expected::parse("Police").unwrap_err().contains("expected"));
    }
}
