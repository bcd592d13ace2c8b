//! Expected events as tests write them: `actors | TYPE mode status | recipients`.

use crate::types::Participant;
use crate::{Event, EventType, Mode, Status};

/// One expected event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The actors' words, or a run of them; empty for none.
    pub actors: Vec<String>,
    /// Type.
    pub kind: EventType,
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
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [actors, what, recipients] = parts.as_slice() else {
            return Err(format!("`{line}`: expected `actors | TYPE mode status | recipients`"));
        };
        let mut words = what.split_whitespace();
        let kind = words.next().and_then(EventType::parse);
        let mut expected = Self {
            actors: parties(actors),
            kind: kind.ok_or_else(|| format!("`{what}`: expected a PLOVER type first"))?,
            mode: None,
            status: Status::Actual,
            recipients: parties(recipients),
        };
        for word in words {
            if let Some(status) = Status::parse(word) {
                expected.status = status;
            } else {
                let mode = Mode::parse(word).ok_or_else(|| format!("`{word}` is neither mode nor status"))?;
                expected.mode = Some(mode);
            }
        }
        Ok(expected)
    }

    /// True if the event is the expected one. `text` is the document's.
    #[must_use]
    pub fn is(&self, event: &Event, text: &str) -> bool {
        self.kind == event.kind
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
    let (kind, status) = (event.kind, event.status);
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
        e.kind,
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
        assert!(Expected::parse("Police").unwrap_err().contains("expected"));
    }
}
