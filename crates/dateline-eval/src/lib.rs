//! Gold-set readers and scorers: how well Dateline reads and codes. Each module is one gold set; all give a
//! [`Report`].

pub mod annotator;
pub mod confidence;
pub mod coref;
pub mod documents;
pub mod events;
pub mod floors;
pub mod names;
pub mod petrarch;
pub mod places;
pub mod plover;
pub mod police;
pub mod quotes;
mod report;
mod run;
pub mod sample;
pub mod speed;
pub mod treebank;

pub use report::{Figure, Report, Value};
pub use run::{Coded, Given, code};
