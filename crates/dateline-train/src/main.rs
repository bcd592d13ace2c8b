//! Trains the annotator.

fn main() {}
