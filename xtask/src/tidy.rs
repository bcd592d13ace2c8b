//! The rules of ARCHITECTURE.md that are checked by reading the files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// The stages in order. A stage may use `types` and the stages before it.
const STAGES: &[&str] = &["types", "read", "annotate", "resolve", "code"];

/// Crates that print nothing.
const SILENT: &[&str] = &[
    "crates/dateline/",
    "crates/dateline-lexicon/",
    "crates/dateline-net/",
    "crates/dateline-eval/",
    "data/",
];

/// Largest file, in bytes; models may be larger.
const LARGEST: u64 = 2 << 20;

/// Files that may call `unwrap()` outside tests, with the most calls allowed and the reason.
const UNWRAPS: &[(&str, usize, &str)] = &[("xtask/src/tidy.rs", 1, "the rule's own words")];

/// Texts that are checked for paths.
const DOCS: &[&str] = &["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "docs/", "models/"];

/// Where a path that a text names may begin.
const TOPS: &[&str] = &[
    "crates/",
    "data/",
    "docs/",
    "models/",
    "schema/",
    "examples/",
    "xtask/",
    "eval/",
    "benches/",
    ".ci/",
];

/// The repository's folder.
pub fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_path_buf()
}

/// What is wrong; empty if nothing is.
pub fn check(root: &Path) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for path in tracked(root)? {
        let full = root.join(&path);
        let Ok(meta) = fs::metadata(&full) else {
            continue; // deleted, not yet committed
        };
        if meta.len() > LARGEST && !path.ends_with(".model") {
            faults.push(format!(
                "{path}: {} bytes; the largest file allowed has {LARGEST}",
                meta.len()
            ));
        }
        let Ok(text) = fs::read_to_string(&full) else {
            continue; // not text
        };
        if path.ends_with(".rs") {
            rust(&path, &text, &mut faults);
        }
        if path.ends_with(".md")
            && DOCS
                .iter()
                .any(|doc| path == *doc || doc.ends_with('/') && path.starts_with(doc))
        {
            paths(root, &path, &text, &mut faults);
        }
    }
    Ok(faults)
}

/// The files that git knows, or would take.
fn tracked(root: &Path) -> Result<Vec<String>> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .context("git cannot be run")?;
    ensure!(output.status.success(), "git ls-files failed in {}", root.display());
    let text = String::from_utf8_lossy(&output.stdout);
    let mut files: Vec<String> = text
        .split('\0')
        .filter(|path| !path.is_empty())
        .map(str::to_owned)
        .collect();
    files.dedup();
    Ok(files)
}

/// Rules for a Rust file.
fn rust(path: &str, text: &str, faults: &mut Vec<String>) {
    if is_test(path) {
        return;
    }
    if path.ends_with("/src/lib.rs") || path.ends_with("/src/main.rs") || path.contains("crates/dateline/src/") {
        let first = text.lines().next().unwrap_or_default();
        if !first.starts_with("//!") {
            faults.push(format!(
                "{path}:1: the first line does not say what the file is for (`//! …`)"
            ));
        }
    }
    let in_library = path.strip_prefix("crates/dateline/src/");
    if let Some(file) = in_library {
        stage(path, file, text, faults);
    }
    let silent = SILENT.iter().any(|own| path.starts_with(own)) && !path.ends_with("build.rs");
    let mut unwraps = Vec::new();
    for (number, line) in code_lines(text) {
        if silent
            && ["println!", "eprintln!", "print!(", "eprint!(", "dbg!("]
                .iter()
                .any(|p| line.contains(p))
        {
            faults.push(format!("{path}:{number}: a library prints nothing"));
        }
        if line.contains(".unwrap()") {
            unwraps.push(number);
        }
    }
    let allowed = UNWRAPS
        .iter()
        .find(|(file, ..)| *file == path)
        .map_or(0, |(_, most, _)| *most);
    if unwraps.len() > allowed {
        let lines: Vec<_> = unwraps.iter().map(ToString::to_string).collect();
        faults.push(format!(
            "{path}: unwrap() outside tests in line {}; {allowed} allowed",
            lines.join(", ")
        ));
    }
}

/// True for tests, benchmarks and examples, which may do as they like.
fn is_test(path: &str) -> bool {
    ["/tests/", "/benches/", "/examples/"]
        .iter()
        .any(|part| path.contains(part))
        || path.ends_with("/tests.rs")
}

/// A stage uses `types` and earlier stages only, and its first line says what comes in and what goes out.
fn stage(path: &str, file: &str, text: &str, faults: &mut Vec<String>) {
    let Some(own) = STAGES
        .iter()
        .position(|stage| file.strip_prefix(stage).is_some_and(|rest| rest.starts_with('/')))
    else {
        return;
    };
    if own > 0 && file == format!("{}/mod.rs", STAGES[own]) {
        let head: String = text.lines().take_while(|line| line.starts_with("//!")).collect();
        if !head.contains("next stage") && !head.contains("last stage") {
            faults.push(format!(
                "{path}:1: a stage says its input, its output and the next stage first"
            ));
        }
    }
    for (number, line) in text.lines().enumerate().map(|(i, line)| (i + 1, line)) {
        if line.trim_start().starts_with("//") {
            continue;
        }
        for later in STAGES.iter().skip(own + 1).chain(&["pipeline"]) {
            if line.contains(&format!("crate::{later}::")) || line.contains(&format!("crate::{{{later}::")) {
                let stage = STAGES[own];
                faults.push(format!("{path}:{number}: `{stage}` uses the later stage `{later}`"));
            }
        }
    }
}

/// Lines of code outside tests and comments, with their numbers.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut tests = false;
    text.lines().enumerate().filter_map(move |(i, line)| {
        // By custom the tests are the last item of a file.
        tests |= line.starts_with("#[cfg(test)]");
        let comment = line.trim_start().starts_with("//");
        (!tests && !comment).then_some((i + 1, line))
    })
}

/// Every path that a text names exists.
fn paths(root: &Path, path: &str, text: &str, faults: &mut Vec<String>) {
    for (i, line) in text.lines().enumerate() {
        for named in code_spans(line).into_iter().chain(links(line)) {
            let named = named.trim_end_matches(['.', ',', ';', ')']);
            let named = named.split(['#', ' ']).next().unwrap_or_default();
            let named = named.split_once(":").map_or(named, |(before, _)| before);
            // A pattern is as good as the folder that it is for.
            let plain = match named.find(['*', '{', '<', '…']) {
                Some(end) => named[..end].rsplit_once('/').map_or("", |(folder, _)| folder),
                None => named,
            };
            if !TOPS.iter().any(|top| plain.starts_with(top)) || plain.contains("NAME") || plain.contains("FAMILY") {
                continue;
            }
            if !root.join(plain).exists() {
                faults.push(format!("{path}:{}: `{named}` does not exist", i + 1));
            }
        }
    }
}

/// What stands in backticks.
fn code_spans(line: &str) -> Vec<&str> {
    line.split('`').skip(1).step_by(2).collect()
}

/// Where the line's Markdown links lead.
fn links(line: &str) -> Vec<&str> {
    line.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter(|target| !target.contains("://"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_project_is_tidy() {
        let faults = check(&root()).expect("the files can be read");
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn faults_are_found() {
        let mut faults = Vec::new();
        let text = "//! Text.\nuse crate::code::Coder;\nfn f() { x.unwrap(); println!(); }\n";
        rust("crates/dateline/src/read/page.rs", text, &mut faults);
        assert_eq!(faults.len(), 3, "{faults:?}");

        faults.clear();
        let text = "//! Text.\n// crate::code::Coder, .unwrap()\n#[cfg(test)]\nmod tests { x.unwrap() }\n";
        rust("crates/dateline/src/read/page.rs", text, &mut faults);
        assert!(faults.is_empty(), "{faults:?}");

        paths(
            &root(),
            "README.md",
            "see `docs/nothing.md` and [x](docs/none.md)",
            &mut faults,
        );
        assert_eq!(faults.len(), 2, "{faults:?}");
        faults.clear();
        paths(
            &root(),
            "README.md",
            "`docs/lexicon.md`, `data/*.toml`, `a/b`",
            &mut faults,
        );
        assert!(faults.is_empty(), "{faults:?}");
    }
}
