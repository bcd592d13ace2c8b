//! What the tests over folders of Markdown files share: a test for each case of each file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use dateline::Pipeline;
use libtest_mimic::{Arguments, Failed, Trial};

/// Runs the cases of `tests/FOLDER/*.md`, but for its README.
pub fn main<C: Send + 'static>(
    folder: &str,
    cases: fn(&str) -> Result<Vec<C>, String>,
    name: fn(&C) -> &str,
    run: fn(&Pipeline, &C) -> Result<(), Failed>,
) {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let pipeline = Arc::new(Pipeline::builtin().unwrap_or_else(|e| panic!("{e}")));
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "md") && !path.ends_with("README.md"))
        .collect();
    files.sort();
    let mut trials = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for case in cases(&text).unwrap_or_else(|e| panic!("{}:{e}", file.display())) {
            let pipeline = Arc::clone(&pipeline);
            let full = format!("{stem}: {}", name(&case));
            trials.push(Trial::test(full, move || run(&pipeline, &case)));
        }
    }
    assert!(!trials.is_empty(), "no cases in {}", folder.display());
    libtest_mimic::run(&arguments, trials).exit();
}
