//! Sentences to [`Resolved`](crate::Resolved); the next stage is `code`.
