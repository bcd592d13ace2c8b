//! Faults that do not stop a lexicon from loading.
