//! Dateline reads news dispatches and writes down who did what to whom, where and when, and who
//! says so.
//!
//! Data flows one way, through stages that are folders of this crate:
//!
//! 1. [`read`]: bytes to a [`Document`] whose text never changes;
//! 2. [`annotate`]: a document to [`Sentence`]s with tags, trees and names;
//! 3. [`resolve`]: sentences to [`Resolved`]: what the mentions stand for (actors, places, times);
//! 4. [`code`]: all of these to [`Event`]s with evidence and attribution.
//!
//! [`types`] is the one vocabulary that the stages share; [`pipeline`] calls the stages in order.

pub mod annotate;
pub mod code;
pub mod pipeline;
pub mod read;
pub mod resolve;
pub mod types;

pub use pipeline::Pipeline;
pub use types::*;
