//! Files, folders, formats, encodings, and bad input.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use dateline::read::{Format, Item, Options, Reader, write_json};
use proptest::prelude::*;

const TEXT: &str =
    "Mayor meets envoys\nLUSAKA: The mayor met two envoys on Friday, and they said that talks would go on.\n";

fn reader(options: Options) -> Reader {
    Reader::new(options).expect("the built-in tables load")
}

/// One line for each item: "id", "skipped: ..." or "error: ...", with the folder left out.
fn list(options: Options, folder: &Path, names: &[&str]) -> Vec<String> {
    let reader = reader(options);
    let paths: Vec<_> = names.iter().map(|name| folder.join(name)).collect();
    let folder = format!("{}/", folder.display());
    reader
        .open(&paths)
        .map(|item| match item {
            Item::Document(document) => document.id,
            Item::Skipped(skipped) => format!("skip {skipped}").replace(&folder, ""),
            Item::Failed(error) => format!("error {error}").replace(&folder, ""),
        })
        .collect()
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn put(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    fs::write(path, bytes).expect("a file");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).expect("memory");
    out.finish().expect("memory")
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn one(name: &str, bytes: &[u8]) -> dateline::Document {
    match reader(Options::default()).document(name, bytes.to_vec()) {
        Item::Document(document) => *document,
        other => panic!("{name}: {other:?}"),
    }
}

fn refused(name: &str, bytes: &[u8]) -> String {
    match reader(Options::default()).document(name, bytes.to_vec()) {
        Item::Failed(error) => error.to_string(),
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn folders_are_read_in_order() {
    let folder = folder();
    let root = folder.path();
    put(root, "b.txt", TEXT);
    put(
        root,
        "a/z.html",
        "<html><body><h1>Mayor meets envoys in town</h1><p>The mayor of the town met two envoys on Friday.</p></body></html>",
    );
    put(root, "a/c.txt.gz", gzip(TEXT.as_bytes()));
    put(root, "c.jsonl.zst", zstd(b"{\"id\": \"x\", \"text\": \"The mayor met two envoys.\"}\n{\"id\": 7, \"text\": \"The mayor met nobody.\"}\n"));
    put(root, "notes.pdf", "no");
    put(root, ".hidden.txt", TEXT);
    assert_eq!(list(Options::default(), root, &[""]), ["c", "z", "b", "x", "7"]);
    let options = Options {
        id_from_path: true,
        ..Options::default()
    };
    let ids = list(options, root, &[""]);
    assert!(ids[0].ends_with("/a/c"), "{ids:?}");
}

#[test]
fn one_bad_file_does_not_stop_the_run() {
    let folder = folder();
    let root = folder.path();
    put(root, "good.txt", TEXT);
    put(root, "empty.txt", "");
    put(root, "blank.txt", " \n\n");
    put(root, "rubbish.txt", (0..=255u8).cycle().take(5000).collect::<Vec<_>>());
    put(root, "paper.txt", b"%PDF-1.4 and so on");
    put(
        root,
        "broken.txt",
        b"The caf\xc3\xa9 of the town \xc3 was closed, and the caf\xc3\xa9s too.\n",
    );
    put(root, "cut.txt.gz", &gzip(TEXT.repeat(500).as_bytes())[..60]);
    put(
        root,
        "nobody.html",
        "<html><head><title>Nothing to see</title></head></html>",
    );
    put(root, "none/readme.md", "no");
    let names = [
        "good.txt",
        "missing.txt",
        "empty.txt",
        "blank.txt",
        "rubbish.txt",
        "paper.txt",
        "broken.txt",
        "cut.txt.gz",
        "nobody.html",
        "none",
        "good.txt",
    ];
    let found = list(Options::default(), root, &names);
    let expected = [
        "good",
        "error missing.txt: there is no such file or folder",
        "error empty.txt: the file is empty",
        "error blank.txt: there is no text in it",
        "error rubbish.txt: not text: ",
        "error paper.txt: not text but a PDF file",
        "error broken.txt: not text: invalid UTF-8 in line 1 (byte 0xC3 at offset 22)",
        "error cut.txt.gz: broken compressed file",
        "error nobody.html: the page has no text in its body",
        "error none: no documents in this folder",
        "good",
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found}\n{expected}");
    }
}

#[test]
fn broken_lines_are_named() {
    let folder = folder();
    let root = folder.path();
    let mut lines = Vec::new();
    for number in 1..=8 {
        lines.extend_from_slice(match number {
            2 => b"\n".as_slice(),
            3 => b"{\"id\": \"d\", \"text\": \"The mayor\", \"date\": \"soon\"}\n",
            4 => b"{\"id\": \"n\"}\n",
            5 => b"{\"id\": \"f\", \"text\": \"Le maire a re\xc3\xa7u deux envoy\xc3\xa9s.\", \"language\": \"fr\"}\n",
            6 => b"{\"id\": \"u\", \"text\": \"Caf\xc3\xa9 \xff\xfe caf\xc3\xa9\"}\n",
            7 => b"{\"id\": \"g\", \"text\": \"The\n",
            _ => b"{\"text\": \"The mayor met two envoys.\", \"date\": \"2021-08-27T10:00:00Z\"}\n",
        });
    }
    put(root, "x.jsonl", &lines);
    let found = list(Options::default(), root, &["x.jsonl"]);
    let expected = [
        "x:1",
        "error x.jsonl:3: \"date\" is no date: \"soon\"",
        "error x.jsonl:4: the record has no \"text\"",
        "skip x.jsonl:5: skipped: not English (language: fr)",
        "error x.jsonl:6: not text: invalid UTF-8",
        "error x.jsonl:7: not a record: ",
        "x:8",
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found}\n{expected}");
    }
}

#[test]
fn large_documents_are_refused() {
    let folder = folder();
    let root = folder.path();
    let large = TEXT.repeat(20_000_001 / TEXT.len() + 1);
    put(root, "large.txt", &large);
    put(root, "large.txt.gz", gzip(large.as_bytes()));
    let mut lines = b"{\"id\": \"a\", \"text\": \"The mayor met two envoys.\"}\n{\"id\": \"b\", \"text\": \"".to_vec();
    lines.extend(std::iter::repeat_n(b'x', 21_000_000));
    lines.extend_from_slice(b"\"}\n{\"id\": \"c\", \"text\": \"The mayor met nobody.\"}\n");
    put(root, "large.jsonl.gz", gzip(&lines));
    let found = list(
        Options::default(),
        root,
        &["large.txt", "large.txt.gz", "large.jsonl.gz"],
    );
    assert_eq!(
        found,
        [
            "error large.txt: the document is over 20 MB",
            "error large.txt.gz: the document is over 20 MB",
            "a",
            "error large.jsonl.gz:2: the document is over 20 MB",
            "c",
        ]
    );
}

#[test]
fn formats_are_sniffed() {
    let page = one("page", b"<!DOCTYPE html><html lang=\"en\"><body><h1>Mayor meets envoys in town</h1><p>The mayor met two envoys.</p></body></html>");
    assert_eq!(page.text, "Mayor meets envoys in town\nThe mayor met two envoys.");
    let record = one(
        "record",
        b"{\"id\": \"r\", \"title\": \"T\", \"text\": \"The mayor met two envoys.\"}",
    );
    assert_eq!((record.id.as_str(), record.meta.title.as_deref()), ("r", Some("T")));
    assert_eq!(record.body.len(), 1);
    assert_eq!(one("text", TEXT.as_bytes()).text, TEXT);
}

#[test]
fn encodings() {
    let text = "Café owners met the mayor’s envoys in the old town on Friday, and they said that talks would go on.";
    let with_mark = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
    assert_eq!(one("a.txt", &with_mark).text, text);
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    assert_eq!(one("a.txt", &bytes).text, text);
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(one("a.txt", &[b"\xff\xfe".as_slice(), &wide].concat()).text, text);
    assert_eq!(one("a.txt", &wide).text, text);
    let page = format!("<html><head><meta charset=\"windows-1252\"></head><body><p>{text}</p></body></html>");
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&page);
    assert_eq!(one("a.html", &bytes).text, text);
}

#[test]
fn text_never_changes() {
    let text = "Mayor meets envoys\r\n\r\nLUSAKA: The mayor met two “envoys” on Friday.\r\nThey left – in peace – the same day.\r\n";
    let document = one("a.txt", text.as_bytes());
    assert_eq!(document.text, text);
    let json = write_json(&document, Some("ZMB"));
    assert_eq!(json["text"], text);
    assert_eq!(json["parts"]["dateline"]["country"], "ZMB");
    let body: Vec<_> = document.body.iter().map(|span| span.of(&document.text)).collect();
    assert_eq!(
        body,
        [
            "The mayor met two “envoys” on Friday.",
            "They left – in peace – the same day."
        ]
    );
}

#[test]
fn options_apply_to_files() {
    let options = Options {
        date: Some(jiff::civil::date(2021, 8, 27)),
        publisher: Some("The Lusaka Mail".to_owned()),
        ..Options::default()
    };
    let item = reader(options).document(
        "a/b.txt",
        b"Mayor meets envoys\nLUSAKA, Aug 26: The mayor met two envoys on Thursday.".to_vec(),
    );
    let Item::Document(document) = item else {
        panic!("{item:?}")
    };
    assert_eq!(document.id, "b");
    assert_eq!(document.meta.publisher.as_deref(), Some("The Lusaka Mail"));
    let dateline = document.parts.dateline.expect("a dateline");
    assert_eq!(dateline.date, Some(jiff::civil::date(2021, 8, 26)));
}

#[test]
fn other_languages_are_skipped_and_short_texts_are_not() {
    let languages = [
        (
            "Der Bürgermeister der Stadt hat am Freitag zwei Gesandte empfangen, teilte das Ministerium in Berlin mit.",
            "de",
        ),
        (
            "El alcalde de la ciudad recibió el viernes a dos enviados, informó el ministerio en un comunicado oficial.",
            "es",
        ),
        (
            "Мэр города принял в пятницу двух посланников, сообщило министерство.",
            "ru",
        ),
        ("市长星期五会见了两名特使。市长星期五会见了两名特使。", "zh"),
        (
            "Walikota menerima dua utusan pada hari Jumat, kata kementerian dalam sebuah pernyataan di Jakarta.",
            "id",
        ),
    ];
    for (text, language) in languages {
        let item = reader(Options::default()).document("a.txt", text.as_bytes().to_vec());
        let Item::Skipped(skipped) = item else {
            panic!("{text}: {item:?}")
        };
        assert_eq!(skipped.reason, format!("not English (language: {language})"));
    }
    for text in [
        "Putin met Xi.",
        "Abdulla Abdulkhaliq Salem al-Dosari expelled Muhammadu Gurbanguly Berdimuhamedow.",
        "Gunmen killed Alhaji Garba Dan Azumi in Tudun Wada, Kaduna.",
        "Uzbekistan, Tajikistan and Kyrgyzstan signed the Samarkand Declaration in Tashkent.",
    ] {
        assert_eq!(one("a.txt", text.as_bytes()).text, text);
    }
}

const PAGE: &str = r#"<!DOCTYPE html><html lang="en-GB"><head><title>Zambia lends two trains to Malawi | The Lusaka Mail</title>
<meta property="og:site_name" content="The Lusaka Mail"><meta property="article:published_time" content="2021-10-04T06:00:00+02:00">
<link rel="canonical" href="https://mail.example/trains">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle","headline":"Zambia lends two trains to Malawi","articleSection":["Africa"],"datePublished":"2021-10-04T06:00:00+02:00","publisher":{"@type":"Organization","name":"The Lusaka Mail"}}]}</script>
</head><body><nav><a href="/">Home</a> <a href="/a">Africa</a></nav>
<article><h1>Zambia lends two trains to Malawi</h1>
<figure><img src="t.jpg"><figcaption>Workers wash a train in Ndola. Photo: Jane Doe/Reuters</figcaption></figure>
<p>LUSAKA, Oct 3 &mdash; Zambia agreed on Sunday to lend two <b>trains</b> to Malawi, officials of both countries said in a statement.</p>
<p><a href="/b">Read more: Trains are late again</a></p>
<p>The ministers met in Chipata on Friday, and they signed the agreement in front of some two hundred guests from both countries.</p>
<p>&quot;We trust our neighbours&quot;, the minister said. The trains will run between Lilongwe and Blantyre from November.</p>
<p>&ndash; AFP</p></article>
<footer>Copyright The Lusaka Mail. Contact us.</footer></body></html>"#;

#[test]
fn web_pages() {
    let document = one("trains.html", PAGE.as_bytes());
    let json = write_json(&document, None);
    assert_eq!(json["title"], "Zambia lends two trains to Malawi");
    assert_eq!(json["publisher"], "The Lusaka Mail");
    assert_eq!(json["published"], "2021-10-04");
    assert_eq!(json["section"], "Africa");
    assert_eq!(json["url"], "https://mail.example/trains");
    assert_eq!(json["language"], "en");
    assert_eq!(json["parts"]["headline"]["span"], serde_json::json!([0, 33]));
    assert_eq!(json["parts"]["caption"]["text"], "Workers wash a train in Ndola.");
    assert_eq!(json["parts"]["photo_credit"]["value"], "Reuters");
    assert_eq!(json["parts"]["dateline"]["date"], "2021-10-03");
    assert_eq!(json["parts"]["agency"]["value"], "AFP");
    let body: Vec<_> = document.body.iter().map(|span| span.of(&document.text)).collect();
    assert_eq!(body.len(), 3, "{body:?}");
    assert!(body[0].starts_with("Zambia agreed on Sunday to lend two trains to"));
}

#[test]
fn monstrous_pages_are_refused() {
    let deep = format!("<html><body>{}The mayor.</body></html>", "<div>".repeat(50_000));
    assert!(refused("deep.html", deep.as_bytes()).contains("nested over 1000 deep"));
    let flat = format!("<html><body>{}The mayor.</body></html>", "<i>x</i>".repeat(400_000));
    assert!(refused("flat.html", flat.as_bytes()).contains("over 400000 tags"));
}

#[test]
fn standard_forms_may_be_forced() {
    let options = Options {
        format: Some(Format::Text),
        ..Options::default()
    };
    let item = reader(options).document("x", b"<p>The mayor met two envoys.</p>".to_vec());
    let Item::Document(document) = item else {
        panic!("{item:?}")
    };
    assert_eq!(document.text, "<p>The mayor met two envoys.</p>");
}

/// Everything points into the text, on character boundaries, in order.
fn check_spans(document: &dateline::Document) -> Result<(), TestCaseError> {
    let parts = &document.parts;
    let mut spans = document.body.clone();
    for pair in document.body.windows(2) {
        prop_assert!(pair[0].end() <= pair[1].start());
    }
    spans.extend(parts.captions.iter().chain(&parts.furniture));
    spans.extend(parts.headline.iter().chain(&parts.kicker));
    spans.extend(parts.photo_credits.iter().map(|part| part.span));
    spans.extend(parts.byline.iter().chain(&parts.agency).map(|part| part.span));
    spans.extend(parts.printed_at.iter().chain(&parts.published_at).map(|part| part.span));
    spans.extend(parts.view_count.iter().map(|part| part.span));
    spans.extend(parts.dateline.iter().map(|part| part.span));
    for span in spans {
        let words = document.text.get(span.start()..span.end());
        prop_assert!(words.is_some_and(|words| !words.is_empty()), "{span:?}");
    }
    let json = write_json(document, None);
    prop_assert!(json.is_object());
    prop_assert!(dateline::read::write_text(document, None).starts_with("# "));
    Ok(())
}

fn check_bytes(bytes: &[u8]) -> Result<(), TestCaseError> {
    for plain in [false, true] {
        for format in [None, Some(Format::Text), Some(Format::Html), Some(Format::JsonLines)] {
            let options = Options {
                plain,
                format,
                any_language: true,
                ..Options::default()
            };
            if let Item::Document(document) = reader(options).document("x", bytes.to_vec()) {
                check_spans(&document)?;
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check_bytes(&bytes)?;
    }

    #[test]
    fn any_text(text in any::<String>()) {
        check_bytes(text.as_bytes())?;
    }

    /// Pieces of real pages in any order.
    #[test]
    fn any_page(pieces in prop::collection::vec(prop::sample::select(vec![
        "LUSAKA", "Lusaka", ", ", "Aug 26", "26 August 2021", ": ", " - ", " — ", "(Reuters)", "AFP", "/TASS/", "\n", "\n\n",
        "photo : ", "Photo by Jane Doe", "By Jane Doe", "Published : ", "Count : 169", "10:35 AM", "The mayor met two envoys on Friday.",
        "é", "“", "”", "©", "[", "]", "(", ")", "/", "|", "-", "–", " ", "\r", "\u{a0}", "\u{2028}", "1,2", "K", "Updated", "27/08/2021",
        "<p>", "</p>", "<div>", "<script>", "{\"text\":\"", "\"}", "İ", "ß", "Related news", "Source: ", "St. ", "d'", "al-",
    ]), 0..40)) {
        check_bytes(pieces.concat().as_bytes())?;
    }
}
