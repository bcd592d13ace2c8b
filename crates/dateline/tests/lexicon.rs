//! Every test that stands in a frame of the lexicon, as a test of its own: `coerce.arrest 1`.
//!
//! They need no model: the sentences' trees lie in `tests/trees`, a CoNLL-U file for each family.
//! `DATELINE_TREES=update cargo test -p dateline --test lexicon` makes them anew, which is done
//! only together with a new model or with new tests.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dateline::annotate::{Annotator, conllu};
use dateline::code::Coder;
use dateline::code::expect::{Expected, differences};
use dateline::resolve::Resolver;
use libtest_mimic::{Arguments, Failed, Trial};

struct Tools {
    coder: Coder,
    resolver: Resolver,
    trees: HashMap<String, String>,
}

fn main() {
    let arguments = Arguments::from_args();
    let coder = Coder::from_files(&dateline::code::lexicon::builtin_files()).unwrap_or_else(|e| panic!("{e}"));
    let resolver = Resolver::builtin().unwrap_or_else(|e| panic!("{e}"));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/trees");
    if std::env::var("DATELINE_TREES").is_ok_and(|v| v == "update") {
        update(&coder, &folder);
    }
    let trees = read_trees(&folder);
    let tools = Arc::new(Tools { coder, resolver, trees });
    let mut trials = Vec::new();
    for (number, frame) in tools.coder.lexicon().frames.iter().enumerate() {
        for test in 0..frame.tests.len() {
            let tools = Arc::clone(&tools);
            let name = format!("{} {}", frame.id, test + 1);
            trials.push(Trial::test(name, move || run(&tools, number, test)));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn run(tools: &Tools, frame: usize, test: usize) -> Result<(), Failed> {
    let test = &tools.coder.lexicon().frames[frame].tests[test];
    let tree = tools.trees.get(&test.text).ok_or_else(|| {
        format!(
            "no stored tree for \"{}\": update tests/trees as this file's first lines say",
            test.text
        )
    })?;
    let expected: Vec<Expected> = test
        .expect
        .iter()
        .map(|line| Expected::parse(line))
        .collect::<Result<_, _>>()?;
    let parsed = conllu::read(tree, "test").map_err(|e| e.to_string())?;
    let mut events = Vec::new();
    let mut text = "";
    for p in &parsed {
        let resolved = tools.resolver.resolve(&p.document, &p.sentences);
        events.extend(tools.coder.code(&p.document, &p.sentences, &resolved));
        text = &p.document.text;
    }
    let differences = differences(&expected, &events, text);
    if differences.is_empty() {
        return Ok(());
    }
    Err(format!("{}\n  {}", test.text, differences.join("\n  ")).into())
}

/// The trees by their sentence: blocks of a file, each begun by `# test = ` and its text.
fn read_trees(folder: &Path) -> HashMap<String, String> {
    let mut trees = HashMap::new();
    let Ok(files) = std::fs::read_dir(folder) else {
        return trees;
    };
    let mut paths: Vec<PathBuf> = files.filter_map(|f| Some(f.ok()?.path())).collect();
    paths.sort();
    for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "conllu")) {
        let Ok(text) = std::fs::read_to_string(path) else {
            continue;
        };
        for block in text.split("# test = ").skip(1) {
            let (sentence, tree) = block.split_once('\n').unwrap_or((block, ""));
            trees.insert(sentence.to_owned(), tree.to_owned());
        }
    }
    trees
}

fn update(coder: &Coder, folder: &Path) {
    let annotator = Annotator::builtin().unwrap_or_else(|e| panic!("{e}"));
    let mut families: BTreeMap<&str, String> = BTreeMap::new();
    for frame in &coder.lexicon().frames {
        let family = frame.id.split('.').next().unwrap_or("other");
        let out = families.entry(family).or_default();
        for test in &frame.tests {
            let parsed = annotator.annotate_text(&test.text);
            let document = dateline::Document {
                id: "test".into(),
                text: test.text.clone(),
                parts: dateline::Parts::default(),
                body: vec![dateline::Span::new(0, test.text.len())],
                meta: dateline::Metadata::default(),
            };
            out.push_str(&format!(
                "# test = {}\n{}",
                test.text,
                conllu::write(&document, &parsed)
            ));
        }
    }
    std::fs::create_dir_all(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    for (family, text) in families {
        let path = folder.join(format!("{family}.conllu"));
        std::fs::write(&path, text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    }
}
