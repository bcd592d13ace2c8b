//! Files, folders and standard input as streams of documents.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use super::{Format, Item, MAX_BYTES, ReadError, Reader, Source, decode, html, json_lines};

/// Documents of files and folders, in order. See [`Reader::open`].
#[derive(Debug)]
pub struct Documents<'r> {
    reader: &'r Reader,
    paths: VecDeque<PathBuf>,
    /// Files of the folder at hand.
    files: VecDeque<PathBuf>,
    lines: Option<Lines>,
}

impl<'r> Documents<'r> {
    pub(super) fn new(reader: &'r Reader, paths: VecDeque<PathBuf>) -> Self {
        Self {
            reader,
            paths,
            files: VecDeque::new(),
            lines: None,
        }
    }

    /// Opens the next file or folder. `None`: it gave nothing yet, go on.
    fn file(&mut self, path: &Path) -> Option<Item> {
        let name = path.display().to_string();
        let opened = match Opened::new(path, self.reader.options.format) {
            Ok(opened) => opened,
            Err(reason) => return Some(Item::Failed(ReadError::new(name, None, reason))),
        };
        let id = self.id(path);
        if opened.format == Format::JsonLines {
            self.lines = Some(Lines {
                name,
                id,
                stream: BufReader::with_capacity(1 << 16, opened.stream),
                number: 0,
            });
            return None;
        }
        let source = Source {
            file: &name,
            line: None,
            id: &id,
        };
        let mut bytes = Vec::new();
        let mut limited = opened.stream.take(MAX_BYTES as u64 + 1);
        if let Err(error) = limited.read_to_end(&mut bytes) {
            return Some(Item::Failed(source.error(describe(&error))));
        }
        Some(read(self.reader, &source, bytes, opened.format))
    }

    fn id(&self, path: &Path) -> String {
        if path == Path::new("-") {
            return "stdin".to_owned();
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let stem = stem(&name);
        match path.parent() {
            Some(folder) if self.reader.options.id_from_path && folder != Path::new("") => {
                let folder = folder.to_string_lossy().replace('\\', "/");
                let folder = folder.strip_prefix("./").unwrap_or(&folder);
                format!("{}/{stem}", folder.trim_end_matches('/'))
            }
            _ => stem.to_owned(),
        }
    }
}

impl Iterator for Documents<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(lines) = &mut self.lines {
                match lines.next(self.reader) {
                    Some(item) => return Some(item),
                    None => self.lines = None,
                }
                continue;
            }
            if let Some(file) = self.files.pop_front() {
                match self.file(&file) {
                    Some(item) => return Some(item),
                    None => continue,
                }
            }
            let path = self.paths.pop_front()?;
            if path != Path::new("-") && path.is_dir() {
                let mut failed = Vec::new();
                let mut files = Vec::new();
                walk(&path, &mut files, &mut failed);
                let name = path.display().to_string();
                self.files = files.into();
                if let Some(error) = failed.pop() {
                    // The others are rare: named with the first.
                    let more = failed.len();
                    let reason = if more == 0 {
                        error.reason
                    } else {
                        format!("{} (and {more} more folders could not be read)", error.reason)
                    };
                    return Some(Item::Failed(ReadError::new(error.file, None, reason)));
                }
                if self.files.is_empty() {
                    let reason = "no documents in this folder (.txt, .html, .htm, .jsonl, also with .gz or .zst)";
                    return Some(Item::Failed(ReadError::new(name, None, reason)));
                }
                continue;
            }
            if let Some(item) = self.file(&path) {
                return Some(item);
            }
        }
    }
}

/// Finds the documents of a folder and of those in it, sorted by name. Links to folders are not
/// followed.
fn walk(folder: &Path, files: &mut Vec<PathBuf>, failed: &mut Vec<ReadError>) {
    let mut entries: Vec<(PathBuf, bool)> = Vec::new();
    let listing = match fs::read_dir(folder) {
        Ok(listing) => listing,
        Err(error) => {
            failed.push(ReadError::new(folder.display().to_string(), None, describe(&error)));
            return;
        }
    };
    for entry in listing.flatten() {
        let path = entry.path();
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => entries.push((path, true)),
            Ok(_) if format_of(&name).is_some() && path.is_file() => entries.push((path, false)),
            _ => {}
        }
    }
    entries.sort();
    for (path, is_folder) in entries {
        if is_folder {
            walk(&path, files, failed);
        } else {
            files.push(path);
        }
    }
}

/// The file's name without extensions.
fn stem(name: &str) -> &str {
    let bare = uncompressed(name);
    match bare.rfind('.') {
        Some(0) | None => bare,
        Some(at) => &bare[..at],
    }
}

fn uncompressed(name: &str) -> &str {
    for extension in [".gz", ".zst"] {
        let Some(at) = name.len().checked_sub(extension.len()) else {
            continue;
        };
        if let Some(end) = name.get(at..)
            && end.eq_ignore_ascii_case(extension)
        {
            return &name[..at];
        }
    }
    name
}

/// The format that a file's name tells.
fn format_of(name: &str) -> Option<Format> {
    let bare = uncompressed(name);
    let (_, extension) = bare.rsplit_once('.')?;
    match extension.to_ascii_lowercase().as_str() {
        "txt" => Some(Format::Text),
        "html" | "htm" => Some(Format::Html),
        "jsonl" => Some(Format::JsonLines),
        _ => None,
    }
}

/// What the first bytes tell.
fn sniff(head: &[u8]) -> Format {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if text.starts_with('<') {
        let lower = text.to_ascii_lowercase();
        let page = [
            "<!doctype html",
            "<html",
            "<head",
            "<body",
            "<meta",
            "<title",
            "<article",
            "<div",
            "<p>",
        ];
        if page.iter().any(|tag| lower.contains(tag)) {
            return Format::Html;
        }
    }
    if let Some(rest) = text.strip_prefix('{')
        && rest.trim_start().starts_with(['"', '}'])
    {
        return Format::JsonLines;
    }
    Format::Text
}

/// A file ready to be read.
struct Opened {
    format: Format,
    stream: Box<dyn Read + Send>,
}

impl std::fmt::Debug for Lines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lines")
            .field("name", &self.name)
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

/// Bytes that are looked at to find the format.
const HEAD: u64 = 8192;

impl Opened {
    fn new(path: &Path, given: Option<Format>) -> Result<Self, String> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let raw: Box<dyn Read + Send> = if path == Path::new("-") {
            Box::new(io::stdin())
        } else {
            Box::new(File::open(path).map_err(|error| describe(&error))?)
        };
        let by_name = if path == Path::new("-") { None } else { format_of(&name) };
        let (head, stream) = peek(raw).map_err(|error| describe(&error))?;
        if head.is_empty() {
            return Err("the file is empty".to_owned());
        }
        // Compressed files are known by their first bytes.
        let (head, stream) = match unpack(&head, stream)? {
            Unpacked::As(stream) => (head, stream),
            Unpacked::From(stream) => {
                let (head, stream) = peek(stream).map_err(|error| describe(&error))?;
                if head.is_empty() {
                    return Err("the file is empty".to_owned());
                }
                (head, stream)
            }
        };
        let format = given.or(by_name).unwrap_or_else(|| sniff(&head));
        if format == Format::JsonLines
            && let Some(reason) = decode::is_binary(&head)
        {
            return Err(reason);
        }
        Ok(Self { format, stream })
    }
}

/// The first bytes, and the whole stream.
fn peek(mut stream: Box<dyn Read + Send>) -> io::Result<(Vec<u8>, Box<dyn Read + Send>)> {
    let mut head = Vec::new();
    stream.by_ref().take(HEAD).read_to_end(&mut head)?;
    let whole = Cursor::new(head.clone()).chain(stream);
    Ok((head, Box::new(whole)))
}

enum Unpacked {
    As(Box<dyn Read + Send>),
    From(Box<dyn Read + Send>),
}

fn unpack(head: &[u8], stream: Box<dyn Read + Send>) -> Result<Unpacked, String> {
    if head.starts_with(&[0x1f, 0x8b]) {
        return Ok(Unpacked::From(Box::new(flate2::read::MultiGzDecoder::new(stream))));
    }
    if head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        return Ok(Unpacked::From(Box::new(Frames::new(stream)?)));
    }
    Ok(Unpacked::As(stream))
}

type ZstdFrame = ruzstd::decoding::StreamingDecoder<BufReader<Box<dyn Read + Send>>, ruzstd::decoding::FrameDecoder>;

/// All frames of a zstd stream.
struct Frames {
    frame: Option<ZstdFrame>,
}

impl Frames {
    fn new(stream: Box<dyn Read + Send>) -> Result<Self, String> {
        let frame = ZstdFrame::new(BufReader::new(stream)).map_err(|error| format!("broken zstd file: {error}"))?;
        Ok(Self { frame: Some(frame) })
    }
}

impl Read for Frames {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let Some(frame) = &mut self.frame else {
                return Ok(0);
            };
            let count = frame.read(buffer)?;
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            let Some(frame) = self.frame.take() else {
                return Ok(0);
            };
            let mut rest = frame.into_inner();
            if !rest.fill_buf()?.is_empty() {
                let frame = ZstdFrame::new(rest)
                    .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.to_string()))?;
                self.frame = Some(frame);
            }
        }
    }
}

fn describe(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "it may not be read (permission denied)".to_owned(),
        io::ErrorKind::UnexpectedEof => "broken compressed file: it ends too early".to_owned(),
        _ => format!("it could not be read: {error}"),
    }
}

/// One document that is whole in memory.
pub(super) fn whole(reader: &Reader, name: &str, bytes: Vec<u8>) -> Item {
    let file = Path::new(name).file_name().unwrap_or_default().to_string_lossy();
    let source = Source {
        file: name,
        line: None,
        id: stem(&file),
    };
    let format = reader
        .options
        .format
        .or_else(|| format_of(&file))
        .unwrap_or_else(|| sniff(&bytes[..bytes.len().min(8192)]));
    read(reader, &source, bytes, format)
}

fn read(reader: &Reader, source: &Source<'_>, bytes: Vec<u8>, format: Format) -> Item {
    if bytes.len() > MAX_BYTES {
        return Item::Failed(source.error("the document is over 20 MB"));
    }
    if bytes.is_empty() {
        return Item::Failed(source.error("the file is empty"));
    }
    let declared = match format {
        Format::Html => decode::html_charset(&bytes),
        Format::Text | Format::JsonLines => None,
    };
    let text = match decode::decode(bytes, declared) {
        Ok(text) => text,
        Err(reason) => return Item::Failed(source.error(reason)),
    };
    match format {
        Format::Text => reader.checked(source, text, reader.file_metadata()),
        Format::Html => html::page(reader, source, &text, reader.file_metadata()),
        Format::JsonLines => json_lines::record(reader, source, text.trim()),
    }
}

/// A stream of JSON Lines.
struct Lines {
    name: String,
    id: String,
    stream: BufReader<Box<dyn Read + Send>>,
    /// Lines read.
    number: usize,
}

/// A line is given up after this many bytes, and the file with it.
const ENDLESS: usize = 2_000_000_000;

enum Line {
    Bytes(Vec<u8>),
    TooLong,
    Endless,
}

impl Lines {
    fn next(&mut self, reader: &Reader) -> Option<Item> {
        loop {
            let line = match self.line() {
                Ok(line) => line?,
                Err(error) => {
                    let reason = describe(&error);
                    let failed = ReadError::new(&self.name, Some(self.number + 1), reason);
                    self.stream = BufReader::new(Box::new(io::empty()));
                    return Some(Item::Failed(failed));
                }
            };
            self.number += 1;
            let source = Source {
                file: &self.name,
                line: Some(self.number),
                id: &self.id,
            };
            let mut bytes = match line {
                Line::Bytes(bytes) => bytes,
                Line::TooLong => {
                    return Some(Item::Failed(source.error("the document is over 20 MB")));
                }
                Line::Endless => {
                    let failed = source.error("the line is over 2 GB: the rest of the file is not read");
                    self.stream = BufReader::new(Box::new(io::empty()));
                    return Some(Item::Failed(failed));
                }
            };
            if self.number == 1 && bytes.starts_with(b"\xef\xbb\xbf") {
                bytes.drain(..3);
            }
            if bytes.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let text = match decode::decode(bytes, None) {
                Ok(text) => text,
                Err(reason) => {
                    return Some(Item::Failed(source.error(reason.replace(" in line 1", ""))));
                }
            };
            return Some(json_lines::record(reader, &source, text.trim()));
        }
    }

    /// The next line, without holding more than a document may have.
    fn line(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        let mut length = 0usize;
        loop {
            let buffer = match self.stream.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if buffer.is_empty() {
                return Ok(match length {
                    0 => None,
                    _ if length > MAX_BYTES => Some(Line::TooLong),
                    _ => Some(Line::Bytes(bytes)),
                });
            }
            let found = buffer.iter().position(|byte| *byte == b'\n');
            let take = found.map_or(buffer.len(), |at| at + 1);
            length = length.saturating_add(take);
            if length <= MAX_BYTES {
                bytes.extend_from_slice(&buffer[..take]);
            } else {
                bytes = Vec::new();
            }
            self.stream.consume(take);
            if found.is_some() {
                return Ok(Some(if length > MAX_BYTES {
                    Line::TooLong
                } else {
                    Line::Bytes(bytes)
                }));
            }
            if length > ENDLESS {
                return Ok(Some(Line::Endless));
            }
        }
    }
}
