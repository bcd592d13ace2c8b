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
