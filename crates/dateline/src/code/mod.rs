//! Document, sentences and resolved mentions to [`Event`](crate::Event)s.
