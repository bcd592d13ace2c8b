//! Chores of the project: tidy, stored trees.

fn main() {}
