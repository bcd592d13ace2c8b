//! Bytes to a [`Document`](crate::Document); the next stage is `annotate`.
