//! Web pages: main text and metadata.

use super::{Item, Reader, Source};
use crate::Metadata;

/// Reads a web page.
pub(super) fn page(_reader: &Reader, source: &Source<'_>, _html: &str, _meta: Metadata) -> Item {
    Item::Failed(source.error("HTML is not read yet"))
}
