//! Rebuilds the crate when a data file changes: the embedding macro cannot tell by itself.

fn main() {
    for folder in ["lexicon", "actors", "places", "times", "attribution", "words"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
