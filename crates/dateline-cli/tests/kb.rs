//! `dateline kb` from outside: look-ups, files that are refused with their line, tables of places.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const HEAD: &str = "id\tname\taliases\tcountry\tsectors\tfrom\tto\tkind\tmembers\n";

fn run(args: &[&str], folder: &Path) -> Output {
    Command::new(assert_cmd::cargo::cargo_bin!("dateline"))
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("the program runs")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn show_says_who_and_where_and_why() {
    let folder = TempDir::new().expect("a folder");
    let output = run(&["kb", "show", "Peskov", "--on", "2021-08-26"], folder.path());
    assert!(
        out(&output).contains("of RUS") && out(&output).contains("id rus."),
        "{}",
        out(&output)
    );
    // the row that says so, and how the name says it
    assert!(out(&output).contains("by the last name"), "{}", out(&output));
    assert!(out(&output).contains("people.tsv:"), "{}", out(&output));
    let before = run(&["kb", "show", "Kabul", "--on", "2020-01-01"], folder.path());
    assert!(out(&before).contains("Afghanistan: country"), "{}", out(&before));
    let after = run(&["kb", "show", "Kabul", "--on", "2022-01-01"], folder.path());
    assert!(
        out(&after).contains("Taliban: organization of AFG (GOV)"),
        "{}",
        out(&after)
    );
    let csto = run(&["kb", "show", "CSTO", "--on", "2008-01-01"], folder.path());
    assert!(out(&csto).contains("UZB"), "{}", out(&csto));
    // somebody of another time is named, but the answer is no
    let output = run(&["kb", "show", "Medvedchuk", "--on", "1950-01-01"], folder.path());
    assert_eq!(output.status.code(), Some(1));
    let output = run(&["kb", "show", "Springfield"], folder.path());
    assert!(
        out(&output).contains("Illinois") && out(&output).contains("Oregon"),
        "{}",
        out(&output)
    );
    let output = run(&["kb", "show", "Qwzx"], folder.path());
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("nothing is known"), "{}", err(&output));
}

#[test]
fn a_faulty_file_of_actors_is_refused_with_file_and_line() {
    let folder = TempDir::new().expect("a folder");
    let good = "own.front\tTamber Front\tTF\tKEN\tREB\t2001\t\torganization\t\n";
    for (line, says) in [
        (
            "own.front\tOther Front\t\tKEN\tREB\t\t\torganization\t\n",
            "own.tsv:3: the id",
        ),
        (
            "own.b\tOther Front\t\tKEX\tREB\t\t\torganization\t\n",
            "own.tsv:3: KEX is not a known country",
        ),
        (
            "own.b\tOther Front\t\tKEN\tREB\t2005\t2001\torganization\t\n",
            "own.tsv:3: it ends on",
        ),
        (
            "own.b\tthe\t\tKEN\tREB\t\t\torganization\t\n",
            "own.tsv:3: \"the\" is too common a word",
        ),
    ] {
        fs::write(folder.path().join("own.tsv"), format!("{HEAD}{good}{line}")).expect("a file");
        let output = run(&["kb", "check", "own.tsv"], folder.path());
        assert_eq!(output.status.code(), Some(1));
        assert!(err(&output).contains(says), "{says}: {}", err(&output));
    }
    fs::write(folder.path().join("own.tsv"), format!("{HEAD}{good}")).expect("a file");
    let output = run(&["kb", "check", "own.tsv"], folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let output = run(&["kb", "show", "Tamber Front", "--actors", "own.tsv"], folder.path());
    assert!(
        out(&output).contains("organization of KEN (REB), since 2001-01-01"),
        "{}",
        out(&output)
    );
}

#[test]
fn a_faulty_toml_file_is_refused_with_file_and_line() {
    let folder = TempDir::new().expect("a folder");
    let good = "[[actor]]\nid = \"own.front\"\nname = \"Tamber Front\"\ncountry = \"KEN\"\n\n";
    for (block, says) in [
        (
            "[[actor]]\nid = \"own.front\"\nname = \"Other\"\n",
            "the id \"own.front\" stands in the data twice, first at own.toml:1",
        ),
        (
            "[[actor]]\nid = \"b\"\nname = \"Other\"\ncountry = \"KEX\"\n",
            "own.toml:6: KEX is not a known country",
        ),
        (
            "[[actor]]\nid = \"b\"\nname = \"Other\"\nfrom = 2005\nto = 2001\n",
            "own.toml:6: it ends on",
        ),
        (
            "[[actor]]\nid = \"b\"\nname = \"Who\"\n",
            "own.toml:6: \"Who\" is too common a word",
        ),
        (
            "[[actor]]\nid = \"b\"\nname = \"Other\"\nsince = 2005\n",
            "own.toml:9: unknown field `since`",
        ),
    ] {
        fs::write(folder.path().join("own.toml"), format!("{good}{block}")).expect("a file");
        let output = run(&["kb", "check", "own.toml"], folder.path());
        assert_eq!(output.status.code(), Some(1));
        assert!(err(&output).contains(says), "{says}: {}", err(&output));
    }
    fs::write(folder.path().join("own.toml"), good).expect("a file");
    fs::write(
        folder.path().join("a.txt"),
        "The Tamber Front attacked a base on Monday.\n",
    )
    .expect("a file");
    let args = [
        "mentions", "a.txt", "--plain", "--format", "jsonl", "--actors", "own.toml",
    ];
    let output = run(&args, folder.path());
    assert!(out(&output).contains("\"id\":\"own.front\""), "{}", out(&output));
}

#[test]
fn an_actor_is_added_only_if_the_file_then_loads() {
    let folder = TempDir::new().expect("a folder");
    for file in ["own.tsv", "own.toml"] {
        let add = |more: &[&str]| {
            let mut args = vec!["kb", "add", file];
            args.extend(more);
            run(&args, folder.path())
        };
        let output = add(&[
            "Tamber Front",
            "--alias",
            "TF",
            "--country",
            "KEN",
            "--sector",
            "REB",
            "--from",
            "2001",
        ]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert!(out(&output).contains("added as ken.tamber_front"), "{}", out(&output));
        let output = add(&[
            "Asha Mwende",
            "--kind",
            "person",
            "--country",
            "KEN",
            "--office",
            "president",
            "--from",
            "2024",
        ]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        let text = fs::read_to_string(folder.path().join(file)).expect("a file");
        for (more, says) in [
            (vec!["Tamber Front", "--country", "KEN"], "stands in the data twice"),
            (vec!["Other Front", "--country", "KEX"], "KEX is not a known country"),
            (vec!["Other Front", "--from", "2005", "--to", "2001"], "it ends on"),
            (vec!["Who"], "too common a word"),
        ] {
            let output = add(&more);
            assert_eq!(output.status.code(), Some(1));
            assert!(
                err(&output).contains(says) && err(&output).contains(file),
                "{}",
                err(&output)
            );
        }
        assert_eq!(fs::read_to_string(folder.path().join(file)).expect("a file"), text);
        let output = run(
            &["kb", "show", "Mwende", "--on", "2025-01-01", "--actors", file],
            folder.path(),
        );
        assert!(
            out(&output).contains("person, president of KEN, since 2024-01-01"),
            "{}",
            out(&output)
        );
        assert!(out(&output).contains(&format!("{file}:")), "{}", out(&output));
    }
}

#[test]
fn a_dump_of_wikidata_and_an_old_actor_file_are_imported() {
    let folder = TempDir::new().expect("a folder");
    let claim = |p: &str, item: &str| {
        format!("\"{p}\":[{{\"mainsnak\":{{\"datavalue\":{{\"value\":{{\"id\":\"{item}\"}}}}}},\"rank\":\"normal\"}}]")
    };
    let dump = format!(
        "[\n{{\"id\":\"Q900000001\",\"labels\":{{\"en\":{{\"value\":\"Tamber Front\"}}}},\"claims\":{{{},{}}}}},\n{{broken\n]\n",
        claim("P31", "Q7278"),
        claim("P17", "Q114")
    );
    fs::write(folder.path().join("dump.json"), dump).expect("a file");
    fs::write(
        folder.path().join("old.actors.txt"),
        "DELTA_BOYS_ [KENREB >901231]\nNORTHMARK [NMK]\n",
    )
    .expect("a file");
    let args = ["kb", "import", "dump.json", "old.actors.txt", "--out", "own.tsv"];
    let output = run(&args, folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let said = out(&output);
    for expected in [
        "dump.json:3: no entity of Wikidata",
        "old.actors.txt:2: `NORTHMARK [NMK]`",
        "own.tsv: 2 actors; 2 left out",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    assert!(!folder.path().join("own.tsv.part").exists());
    let output = run(&["kb", "show", "Tamber Front", "--actors", "own.tsv"], folder.path());
    assert!(out(&output).contains("organization of KEN (PTY)"), "{}", out(&output));
    assert!(out(&output).contains("own.tsv:2"), "{}", out(&output));
    // nothing is written over
    let output = run(&args, folder.path());
    assert!(err(&output).contains("own.tsv: there already"), "{}", err(&output));
    // all that was left out, into a file
    let args = [
        "kb",
        "import",
        "old.actors.txt",
        "--out",
        "b.tsv",
        "--left-out",
        "notes",
    ];
    let output = run(&args, folder.path());
    assert!(!out(&output).contains("NORTHMARK"), "{}", out(&output));
    assert!(
        fs::read_to_string(folder.path().join("notes"))
            .expect("notes")
            .contains("old.actors.txt:2: `NORTHMARK")
    );
}

#[test]
fn a_table_of_places_is_made_and_used() {
    let folder = TempDir::new().expect("a folder");
    let dump = "1\tXylograd\tXylograd\tKsylograd\t51.5\t40.25\tP\tPPLA\tRU\t\t86\t0\t\t\t120000\t\t150\tEurope/Moscow\t2020-01-01\n";
    fs::write(folder.path().join("RU.txt"), dump).expect("a file");
    fs::write(
        folder.path().join("a.txt"),
        "Police in Ksylograd arrested two men on Monday.\n",
    )
    .expect("a file");
    let output = run(
        &["kb", "places", "import", "RU.txt", "--out", "ru.places"],
        folder.path(),
    );
    assert!(
        out(&output).starts_with("1 places from RU.txt"),
        "{}{}",
        out(&output),
        err(&output)
    );
    let output = run(
        &[
            "mentions",
            "a.txt",
            "--plain",
            "--format",
            "jsonl",
            "--places",
            "ru.places",
        ],
        folder.path(),
    );
    assert!(out(&output).contains("\"lat\":51.5"), "{}", out(&output));
    let output = run(&["mentions", "a.txt", "--places", "a.txt"], folder.path());
    assert_eq!(output.status.code(), Some(1));
    assert!(
        err(&output).contains("a.txt: this is no table of places"),
        "{}",
        err(&output)
    );
    let output = run(&["kb", "places", "import", "a.txt"], folder.path());
    assert!(
        err(&output).contains("a.txt:1: neither a GeoNames dump"),
        "{}",
        err(&output)
    );
}
