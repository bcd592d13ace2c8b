//! A [`Document`](crate::Document) to [`Sentence`](crate::Sentence)s; the next stage is `resolve`.
