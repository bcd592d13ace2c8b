//! Gold-set readers and scorers.

pub mod names;
pub mod treebank;
