//! Gold-set readers and scorers.

pub mod quotes;
