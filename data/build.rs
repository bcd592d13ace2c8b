//! Compiles the lexicon, turns the word lists of `lists/` into constants, and rebuilds the crate when a data file changes: the embedding
//! macro cannot tell by itself.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

use dateline_lexicon::{Lexicon, files_of};

/// Folders with data, beside this file.
const FOLDERS: [&str; 7] = ["lexicon", "actors", "places", "times", "attribution", "words", "lists"];

fn main() -> ExitCode {
    match build() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn build() -> Result<(), Box<dyn Error>> {
    for folder in FOLDERS {
        println!("cargo::rerun-if-changed={folder}");
    }
    let out = std::env::var("OUT_DIR")?;
    let out = Path::new(&out);
    std::fs::write(out.join("lexicon.bin"), lexicon()?)?;
    let mut paths = Vec::new();
    for entry in std::fs::read_dir("lists")? {
        paths.push(entry?.path());
    }
    paths.retain(|p| p.extension().is_some_and(|e| e == "tsv"));
    paths.sort();
    let mut code = String::new();
    for path in paths {
        let text = std::fs::read_to_string(&path)?;
        constants(&path, &text, &mut code)?;
    }
    std::fs::write(out.join("lists.rs"), code)?;
    Ok(())
}

/// The compiled lexicon; all its faults where there are any.
fn lexicon() -> Result<Vec<u8>, Box<dyn Error>> {
    let mut files = files_of(Path::new("lexicon"))?;
    files.retain(|(name, _)| Path::new(name).file_stem().is_some_and(|s| s != "status"));
    for (name, _) in &mut files {
        *name = Path::new(name)
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
    }
    let (lexicon, faults) = Lexicon::check(&files);
    if !faults.is_empty() {
        let faults: Vec<String> = faults.iter().map(|fault| format!("\ndata/lexicon/{fault}")).collect();
        return Err(faults.concat().into());
    }
    Ok(lexicon.to_bytes()?)
}

/// Writes a file's lists as a module of constants. Each line: name, what it means, words parted by `|`.
fn constants(path: &Path, text: &str, code: &mut String) -> Result<(), Box<dyn Error>> {
    let stage = path.file_stem().unwrap_or_default().display();
    writeln!(code, "/// Of `lists/{stage}.tsv`.\npub mod {stage} {{")?;
    let mut names = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let wrong = |reason: &str| format!("data/{}:{}: {reason}", path.display(), at + 1);
        let [name, meaning, words] = line.split('\t').collect::<Vec<_>>()[..] else {
            return Err(wrong("expected a name, what it means and the words, parted by tabs").into());
        };
        let letters = |b: u8| b.is_ascii_lowercase() || b == b'_';
        if name.is_empty() || !name.bytes().all(letters) || names.contains(&name) {
            return Err(wrong("expected a name of its own, of small letters and `_`").into());
        }
        if meaning.is_empty() {
            return Err(wrong("expected what the list means").into());
        }
        let words: Vec<&str> = words.split('|').collect();
        let twice = words.iter().enumerate().find(|(i, word)| words[..*i].contains(word));
        if let Some((_, word)) = twice {
            return Err(wrong(&format!("`{word}` stands there twice")).into());
        }
        if words.iter().any(|word| word.trim().is_empty()) {
            return Err(wrong("expected words parted by `|`").into());
        }
        names.push(name);
        writeln!(code, "    #[doc = {meaning:?}]")?;
        writeln!(code, "    pub const {}: &[&str] = &{words:?};", name.to_uppercase())?;
    }
    writeln!(code, "}}")?;
    Ok(())
}
