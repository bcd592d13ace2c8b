//! Gold-set readers and scorers: how well Dateline reads and codes. Each module is one gold set; all give a
//! [`Report`].

pub mod documents;
pub mod plover;
mod report;

pub use report::{Figure, Report, Value};
