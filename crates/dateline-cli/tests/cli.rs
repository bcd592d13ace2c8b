//! The command from outside: what it prints, what it says of bad input, how it ends.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const GOOD: &str = "Police in Nairobi arrested two opposition leaders on Monday.\n";

fn dateline() -> Command {
    Command::new(assert_cmd::cargo::cargo_bin!("dateline"))
}

fn run(args: &[&str], folder: &Path) -> Output {
    dateline()
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("the program runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    folder
}

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

/// Codes good.txt and, before it, what is bad; the good one must be coded all the same.
#[track_caller]
fn bad(name: &str, bytes: &[u8], says: &[&str]) {
    let folder = folder(&[(name, bytes), ("good.txt", GOOD.as_bytes())]);
    let output = run(&["code", name, "good.txt"], folder.path());
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    for words in says.iter().chain(&[name]) {
        assert!(said.contains(words), "{words:?} is not in: {said}");
    }
    assert!(!said.contains("internal error"), "{said}");
    let good = stdout(&output);
    assert!(good.contains(r#""document":{"id":"good""#), "{good}\n{said}");
}

#[test]
fn a_missing_file_is_named() {
    let folder = folder(&[("good.txt", GOOD.as_bytes())]);
    let output = run(&["code", "none.txt", "good.txt"], folder.path());
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("none.txt"), "{}", stderr(&output));
    assert!(stdout(&output).contains("good"));
}

#[test]
fn a_folder_without_documents_is_named() {
    let folder = folder(&[("empty/readme.bin", b"x"), ("good.txt", GOOD.as_bytes())]);
    let output = run(&["code", "empty", "good.txt"], folder.path());
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("empty"), "{}", stderr(&output));
    assert!(stdout(&output).contains("good"));
}

#[test]
fn binary_rubbish_is_refused() {
    let rubbish: Vec<u8> = (0..4096u32).map(|i| ((i * 7919) >> 3) as u8).collect();
    bad("rubbish.txt", &rubbish, &[]);
}

#[test]
fn an_empty_file_is_refused() {
    bad("nothing.txt", b"", &[]);
    bad("blank.txt", b" \n\n", &[]);
}

#[test]
fn html_without_a_body_is_refused() {
    bad("page.html", b"<html><head><title>x</title></head></html>", &[]);
}

#[test]
fn a_broken_line_of_json_lines_is_named_and_the_others_are_coded() {
    let mut text = String::new();
    for i in 1..=9 {
        if i == 7 {
            text.push_str("{\"id\": \"r7\", \"text\": \n");
        } else {
            let record = serde_json::json!({ "id": format!("r{i}"), "text": GOOD });
            text.push_str(&format!("{record}\n"));
        }
    }
    bad("news.jsonl", text.as_bytes(), &["news.jsonl:7:"]);
    let folder = folder(&[("news.jsonl", text.as_bytes())]);
    let output = run(&["code", "news.jsonl"], folder.path());
    let mut ids: Vec<String> = lines(&stdout(&output))
        .iter()
        .map(|line| line["document"]["id"].as_str().expect("an id").to_owned())
        .collect();
    ids.dedup();
    assert_eq!(ids, ["r1", "r2", "r3", "r4", "r5", "r6", "r8", "r9"]);
}

#[test]
fn a_very_long_line_is_refused_by_name() {
    let long = vec![b'a'; 21_000_000];
    bad("long.txt", &long, &["20 MB"]);
    let mut record = b"{\"id\": \"x\", \"text\": \"".to_vec();
    record.extend(&long);
    record.extend(b"\"}\n");
    bad("long.jsonl", &record, &["long.jsonl:1:"]);
}

#[test]
fn a_word_of_ten_megabytes_is_cut_and_said_so() {
    let mut text = b"LIMA, June 3: Police arrested two men. ".to_vec();
    text.extend(std::iter::repeat_n(b'x', 10 << 20));
    text.extend(b" The men were freed later.");
    let folder = folder(&[("long.txt", &text)]);
    let output = run(&["annotate", "--plain", "long.txt"], folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("long: 1 word of more than 240 bytes cut into pieces"),
        "{}",
        stderr(&output)
    );
    assert!(stdout(&output).contains("\tarrested\t"));
}

#[test]
fn invalid_utf8_is_read_in_its_own_encoding_or_refused() {
    let folder = folder(&[(
        "latin.txt",
        b"Police in S\xe3o Paulo arrested two union leaders on Monday.\n",
    )]);
    let output = run(&["read", "--format", "json", "latin.txt"], folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("São Paulo"), "{}", stdout(&output));
}

#[test]
fn what_is_not_english_is_skipped_without_error() {
    let text = "Die Polizei in Hamburg hat am Montag zwei Männer festgenommen, die nach Angaben der \
        Staatsanwaltschaft einen Anschlag auf das Rathaus geplant haben sollen. Die Ermittlungen dauern an.\n";
    let folder = folder(&[("german.txt", text.as_bytes()), ("good.txt", GOOD.as_bytes())]);
    let output = run(&["code", "german.txt", "good.txt"], folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("german.txt"), "{}", stderr(&output));
    assert!(stderr(&output).contains("1 skipped"), "{}", stderr(&output));
}

#[test]
fn wrong_usage_ends_with_2() {
    let folder = folder(&[("good.txt", GOOD.as_bytes())]);
    for args in [
        &["code", "--no-such-option"][..],
        &["code", "--status", "sometimes", "good.txt"],
        &["code", "--jobs", "0", "good.txt"],
        &["code", "--date", "31 June", "good.txt"],
        &["nothing"],
        &[],
    ] {
        let output = run(args, folder.path());
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", stderr(&output));
    }
}

#[test]
fn help_has_examples() {
    let folder = folder(&[]);
    for command in [
        "read", "annotate", "code", "explain", "mentions", "quotes", "lexicon", "eval",
    ] {
        let output = run(&[command, "--help"], folder.path());
        assert_eq!(output.status.code(), Some(0), "{command}");
        assert!(stdout(&output).contains("Examples:"), "{command}");
    }
}

#[test]
fn a_broken_model_or_lexicon_is_named() {
    let folder = folder(&[
        ("good.txt", GOOD.as_bytes()),
        ("bad.model", b"this is no model"),
        ("frames/mine.toml", b"[[frame]]\nid = 3\n"),
    ]);
    let output = run(&["code", "--model", "bad.model", "good.txt"], folder.path());
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("bad.model"), "{}", stderr(&output));
    let output = run(&["code", "--lexicon", "frames", "good.txt"], folder.path());
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("mine.toml"), "{}", stderr(&output));
}

#[test]
fn order_and_bytes_are_the_same_for_any_number_of_threads() {
    let folder = folder(&[]);
    let mut text = String::new();
    for i in 0..80 {
        let pad = "The weather was fine. ".repeat(if i % 7 == 0 { 40 } else { 1 });
        let record = serde_json::json!({ "id": format!("d{i:02}"), "text": format!("{pad}{GOOD}") });
        text.push_str(&format!("{record}\n"));
    }
    fs::write(folder.path().join("news.jsonl"), text).expect("a file");
    let one = run(&["code", "--jobs", "1", "--status", "all", "news.jsonl"], folder.path());
    let mut ids: Vec<String> = lines(&stdout(&one))
        .iter()
        .map(|line| line["document"]["id"].as_str().expect("an id").to_owned())
        .collect();
    ids.dedup();
    assert_eq!(ids, (0..80).map(|i| format!("d{i:02}")).collect::<Vec<_>>());
    for jobs in ["2", "8"] {
        let more = run(
            &["code", "--jobs", jobs, "--status", "all", "news.jsonl"],
            folder.path(),
        );
        assert!(
            one.stdout == more.stdout,
            "--jobs {jobs} gives something else than --jobs 1"
        );
    }
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let folder = folder(&[]);
    let record = serde_json::json!({ "id": "d", "text": GOOD }).to_string();
    fs::write(folder.path().join("news.jsonl"), format!("{record}\n").repeat(3000)).expect("a file");
    let mut child = dateline()
        .args(["code", "news.jsonl"])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut first = String::new();
    let mut reader = BufReader::new(child.stdout.take().expect("a pipe"));
    reader.read_line(&mut first).expect("a line");
    drop(reader);
    let mut said = String::new();
    let mut stderr = child.stderr.take().expect("a pipe");
    stderr.read_to_string(&mut said).expect("UTF-8");
    let status = child.wait().expect("it ends");
    assert!(first.starts_with("{\"id\":"), "{first}");
    assert_eq!(said, "");
    assert_eq!(status.code(), Some(0));
}

#[test]
fn standard_input_is_read() {
    let mut child = dateline()
        .args(["code", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(GOOD.as_bytes()).expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let events = lines(&stdout(&output));
    assert_eq!(events.len(), 1, "{events:?}");
    assert_eq!(events[0]["type"], "COERCE");
    assert_eq!(events[0]["mode"], "arrest");
}

#[test]
fn every_line_is_as_the_schema_says_and_every_span_gives_its_words() {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema/event.schema.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(schema).expect("the schema")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let folder = examples();
    let coded = run(&["code", "--status", "all", "."], &folder);
    assert_eq!(coded.status.code(), Some(0), "{}", stderr(&coded));
    let read = run(&["read", "--format", "json", "."], &folder);
    let texts: Vec<(String, Vec<char>)> = lines(&stdout(&read))
        .iter()
        .map(|document| {
            let text = document["text"].as_str().expect("a text");
            (
                document["id"].as_str().expect("an id").to_owned(),
                text.chars().collect(),
            )
        })
        .collect();
    let events = lines(&stdout(&coded));
    assert!(events.len() > 10, "only {} events in the examples", events.len());
    for event in &events {
        let errors: Vec<String> = validator
            .iter_errors(event)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:?}\n{event}");
        let id = event["document"]["id"].as_str().expect("an id");
        let (_, text) = texts.iter().find(|(other, _)| other == id).expect("its document");
        spans_hold(event, text);
    }
    let mut ids: Vec<&str> = events.iter().filter_map(|event| event["id"].as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), events.len(), "two events have one id");
}

/// Everywhere in the value: `text` is what stands at `span`.
fn spans_hold(value: &Value, text: &[char]) {
    match value {
        Value::Object(map) => {
            if let (Some(Value::String(words)), Some(Value::Array(span))) = (map.get("text"), map.get("span")) {
                let at = |i: usize| span[i].as_u64().expect("a number") as usize;
                let there: String = text[at(0)..at(1)].iter().collect();
                assert_eq!(&there, words);
            }
            map.values().for_each(|value| spans_hold(value, text));
        }
        Value::Array(list) => list.iter().for_each(|value| spans_hold(value, text)),
        _ => {}
    }
}

#[test]
fn a_table_and_csv_have_the_same_events() {
    let folder = examples();
    let json = lines(&stdout(&run(&["code", "straits-brief.txt"], &folder)));
    let csv = stdout(&run(&["code", "--format", "csv", "straits-brief.txt"], &folder));
    let table = stdout(&run(&["code", "--format", "table", "straits-brief.txt"], &folder));
    assert_eq!(csv.matches("\r\n").count(), json.len() + 1, "{csv}");
    assert!(csv.starts_with("id,document,"), "{csv}");
    assert!(table.lines().count() >= json.len() + 2, "{table}");
    assert!(
        !table.contains('\u{1b}'),
        "colours where there is no terminal: {table:?}"
    );
}

#[test]
fn output_goes_to_the_file_and_the_summary_to_standard_error() {
    let folder = folder(&[("good.txt", GOOD.as_bytes())]);
    let output = run(&["code", "--output", "events.jsonl", "good.txt"], folder.path());
    assert_eq!(stdout(&output), "");
    assert!(
        stderr(&output).contains("1 documents, 1 events, 0 skipped"),
        "{}",
        stderr(&output)
    );
    let written = fs::read_to_string(folder.path().join("events.jsonl")).expect("the file");
    assert_eq!(lines(&written).len(), 1);
}

#[test]
fn date_publisher_and_id_apply_to_files() {
    let folder = folder(&[("news/good.txt", GOOD.as_bytes())]);
    let args = [
        "code",
        "--date",
        "2019-03-05",
        "--publisher",
        "Test Post",
        "--id-from-path",
        "news",
    ];
    let output = run(&args, folder.path());
    let event = &lines(&stdout(&output))[0];
    assert_eq!(event["document"]["id"], "news/good");
    assert_eq!(event["document"]["publisher"], "Test Post");
    assert_eq!(event["document"]["published"], "2019-03-05");
    assert_eq!(event["when"]["from"], "2019-03-04");
}

#[test]
fn statuses_are_chosen() {
    let text = "Kenyan police did not arrest the two union leaders. The president may visit Uganda next week.\n";
    let folder = folder(&[("news.txt", text.as_bytes())]);
    let count = |args: &[&str]| {
        let output = run(args, folder.path());
        lines(&stdout(&output)).len()
    };
    assert_eq!(count(&["code", "news.txt"]), 0);
    assert_eq!(count(&["code", "--status", "negated", "news.txt"]), 1);
    assert_eq!(count(&["code", "--status", "all", "news.txt"]), 2);
}

#[test]
fn trees_of_another_parser_are_coded() {
    let folder = folder(&[("good.txt", GOOD.as_bytes())]);
    let annotated = run(&["annotate", "--output", "good.conllu", "good.txt"], folder.path());
    assert_eq!(annotated.status.code(), Some(0), "{}", stderr(&annotated));
    let output = run(&["code", "--input", "conllu", "good.conllu"], folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let event = &lines(&stdout(&output))[0];
    assert_eq!(event["type"], "COERCE");
    assert_eq!(event["document"]["id"], "good");

    let broken = "1\tPolice\tpolice\tNOUN\tNNS\t_\t9\tnsubj\t_\t_\n\n";
    fs::write(folder.path().join("broken.conllu"), broken).expect("a file");
    let output = run(
        &["code", "--input", "conllu", "broken.conllu", "good.conllu"],
        folder.path(),
    );
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("broken.conllu:1:"), "{}", stderr(&output));
    assert_eq!(lines(&stdout(&output)).len(), 1);
}

#[test]
fn explain_shows_the_tree_and_why() {
    let folder = folder(&[("good.txt", GOOD.as_bytes())]);
    let output = run(&["explain", "good.txt", "--sentence", "0"], folder.path());
    let text = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(text.contains("nsubj") && text.contains("COERCE"), "{text}");
}

#[test]
fn a_new_lexicon_passes_its_check_and_its_own_type_and_actor_come_out() {
    let folder = folder(&[(
        "good.txt",
        b"The Grey Tide crippled the website of the Kenyan central bank on Tuesday, officials said.\n",
    )]);
    let output = run(&["lexicon", "new", "mine"], folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let output = run(&["lexicon", "check", "mine"], folder.path());
    assert_eq!(output.status.code(), Some(0), "{}{}", stdout(&output), stderr(&output));
    assert!(stdout(&output).contains("0 failed"), "{}", stdout(&output));

    let output = run(&["code", "--lexicon", "mine", "good.txt"], folder.path());
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema/event.schema.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(schema).expect("the schema")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let events = lines(&stdout(&output));
    assert_eq!(events.len(), 1, "{events:?}");
    assert!(validator.is_valid(&events[0]), "{}", events[0]);
    assert_eq!(events[0]["type"], "CYBER-OUTAGE");
    assert_eq!(events[0]["code"], "C1");
    assert_eq!(events[0]["score"], -6.0);
    assert_eq!(events[0]["actors"][0]["id"], "GTC");
    assert_eq!(events[0]["actors"][0]["sectors"][0], "CRM");
    assert_eq!(events[0]["recipients"][0]["country"], "KEN");
    let output = run(&["explain", "--lexicon", "mine", "good.txt"], folder.path());
    let text = stdout(&output);
    assert!(text.contains("CYBER-OUTAGE") && text.contains("#GTC"), "{text}");
    // in place of the built-in lexicon: its frames are gone
    let output = run(&["lexicon", "list", "mine"], folder.path());
    assert_eq!(stdout(&output).lines().count(), 1, "{}", stdout(&output));
    // nothing is overwritten
    let output = run(&["lexicon", "new", "mine"], folder.path());
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("not empty"), "{}", stderr(&output));
}

#[test]
fn a_type_whose_name_has_several_words_is_a_type_like_any_other() {
    let frames = "[type.\"land dispute\"]\nlike = \"ACCUSE\"\nwhy = \"Two quarrel over ground.\"\n\n\
        [[frame]]\nid = \"own.land\"\ntype = \"land dispute\"\nwhy = \"Somebody claims ground of somebody else.\"\nrank = 5\n\
        verb = [\"{actor} fence+off pasture|grove of {recipient}\"]\n\n[[frame.test]]\n\
        text = \"Israeli settlers fenced off the pastures of Palestinian farmers.\"\n\
        expect = [\"settlers | land dispute | farmers\"]\n";
    let folder = folder(&[
        ("mine/land.toml", frames.as_bytes()),
        (
            "good.txt",
            b"Israeli settlers fenced off the pastures of Palestinian farmers.\n",
        ),
    ]);
    let output = run(&["lexicon", "check", "mine"], folder.path());
    assert_eq!(output.status.code(), Some(0), "{}{}", stdout(&output), stderr(&output));
    let output = run(
        &["code", "--lexicon", "mine", "--replace-lexicon", "good.txt"],
        folder.path(),
    );
    let events = lines(&stdout(&output));
    assert_eq!(events.len(), 1, "{events:?}");
    assert_eq!(events[0]["type"], "land dispute");
    assert_eq!(events[0]["quad"], "V-CONF");
}

#[test]
fn check_names_every_fault_and_refuses() {
    let folder = folder(&[
        (
            "mine/a.toml",
            b"[[frame]]\nid = \"own.a\"\ntype = \"AID\"\nwhy = \"w\"\nverb = [\"{actor} fed {recipient}\"]\n",
        ),
        ("mine/actors.tsv", b"names\tcode\n"),
    ]);
    let output = run(&["lexicon", "check", "mine"], folder.path());
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    for words in [
        "a.toml:2: frame `own.a`: no test",
        "a.toml:5: frame `own.a`: pattern",
        "can never match",
        "actors.tsv:1:",
    ] {
        assert!(said.contains(words), "{words:?} is not in: {said}");
    }
}

#[test]
fn dictionaries_are_imported_and_coded_with() {
    let verbs = "--- SEAL [171] ---\nSEAL {SEALS SEALED SEALING}\n- * {HARBOUR GATES} [172]\n- * &NOTHING [111]\n";
    let actors = "NORTHMARK_\n\t[NMK <20100101]\n\t[NMKGOV >20100101]\nSOUTHMARK [SMK]\n";
    let folder = folder(&[
        ("my.verbs.txt", verbs.as_bytes()),
        ("my.actors.txt", actors.as_bytes()),
        ("my.agents.txt", b"GUARD [~MIL]\n"),
        (
            "good.txt",
            b"Guards from Northmark sealed the harbour gates of Southmark.\n",
        ),
    ]);
    let files = ["my.verbs.txt", "my.actors.txt", "my.agents.txt"];
    let mut args = vec!["lexicon", "import", "--output", "made"];
    args.extend(files);
    let output = run(&args, folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let said = stdout(&output);
    assert!(said.contains("my.verbs.txt:4: `* &NOTHING`"), "{said}");
    let output = run(&["lexicon", "check", "made", "--alone"], folder.path());
    assert_eq!(output.status.code(), Some(0), "{}{}", stdout(&output), stderr(&output));
    let date = [
        "code",
        "--plain",
        "--lexicon",
        "made",
        "--replace-lexicon",
        "--date",
        "2005-01-01",
        "good.txt",
    ];
    let output = run(&date, folder.path());
    let events = lines(&stdout(&output));
    assert_eq!(events.len(), 1, "{events:?}");
    assert_eq!(events[0]["code"], "172");
    assert_eq!(events[0]["cameo"], "172");
    assert_eq!(events[0]["actors"][0]["id"], "NMKMIL");
    assert_eq!(events[0]["recipients"][0]["id"], "SMK");
    // what a file is must be known
    let output = run(&["lexicon", "import", "good.txt", "--output", "other"], folder.path());
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("--as"), "{}", stderr(&output));
}

#[test]
fn own_actors_are_known_to_mentions_and_quotes() {
    let text = "The Grey Tide Collective crippled the servers of the Estonian parliament, its spokesman said.\n";
    let folder = folder(&[("good.txt", text.as_bytes())]);
    run(&["lexicon", "new", "mine"], folder.path());
    let listed = |args: &[&str]| lines(&stdout(&run(args, folder.path())));
    let mentions = listed(&["mentions", "--lexicon", "mine", "good.txt"]);
    assert!(
        mentions
            .iter()
            .any(|m| m["text"] == "Grey Tide Collective" && m["id"] == "GTC"),
        "{mentions:?}"
    );
    assert!(listed(&["mentions", "good.txt"]).iter().all(|m| m["id"] != "GTC"));
    let output = run(&["quotes", "--lexicon", "mine", "good.txt"], folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let output = run(&["quotes", "--lexicon", "none", "good.txt"], folder.path());
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn every_pattern_of_a_frame_that_cannot_be_read_is_named() {
    let frame = "[[frame]]\nid = \"own.a\"\ntype = \"AID\"\nwhy = \"w\"\nverb = [\n  \"{actr} feed {recipient}\",\n  \
                 \"{actor} nourish @nothing\",\n]\n";
    let folder = folder(&[("mine/a.toml", frame.as_bytes())]);
    let output = run(&["lexicon", "check", "mine"], folder.path());
    let said = stderr(&output);
    assert!(said.contains("a.toml:6: frame `own.a`: pattern `{actr}"), "{said}");
    assert!(
        said.contains("a.toml:7: frame `own.a`: pattern `{actor} nourish"),
        "{said}"
    );
    assert!(stdout(&output).contains("2 faults"), "{}", stdout(&output));
}

#[test]
fn one_sentence_of_five_thousand_words_is_coded_in_bounded_time() {
    let clause = "police in Chad arrested protesters and soldiers attacked the rebels near Abeche and ";
    let text = format!("{}left.\n", clause.repeat(5_000 / clause.split(' ').count() + 1));
    // the same from another parser: all verbs joined to the one before
    let row = |id: usize, form: &str, lemma: &str, tags: &str, head: usize, rel: &str| {
        format!("{id}\t{form}\t{lemma}\t{tags}\t_\t{head}\t{rel}\t_\t_\n")
    };
    let mut trees = String::new();
    for verb in (2..5_000).step_by(3) {
        let (above, rel) = if verb == 2 { (0, "root") } else { (verb - 3, "conj") };
        trees += &row(verb - 1, "soldiers", "soldier", "NOUN\tNNS", verb, "nsubj");
        trees += &row(verb, "attacked", "attack", "VERB\tVBD", above, rel);
        trees += &row(verb + 1, "rebels", "rebel", "NOUN\tNNS", verb, "obj");
    }
    // as long as the coder takes
    let short: String = trees.lines().take(480).map(|line| format!("{line}\n")).collect();
    let trees = format!("{trees}\n{short}\n");
    let folder = folder(&[("long.txt", text.as_bytes()), ("long.conllu", trees.as_bytes())]);
    let output = run(&["code", "--status", "all", "long.txt"], folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("cut at"), "{}", stderr(&output));
    assert!(!output.stdout.is_empty());
    let output = run(&["code", "--input", "conllu", "long.conllu"], folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("not coded: 1"), "{}", stderr(&output));
    assert!(!output.stdout.is_empty());
}
