//! Files and folders to streams of bytes, unpacked and recognised by what they hold.

use super::utf16::Utf16;
use super::{BadInput, Place, Problem, encoding};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How much of a stream is looked at to recognise it.
const PEEK: usize = 64 * 1024;
/// Packed files in packed files, at most.
const NESTED: usize = 3;

/// What a stream holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Html,
    Feed,
    JsonLines,
    Json,
    Warc,
    /// Nothing but white space.
    Empty,
    /// Bytes that are not text.
    Binary(&'static str),
    /// Files that this program and its kin write: not articles, and not worth a word when met in a folder.
    Product(&'static str),
}

/// An open stream and what it holds.
pub(super) struct Stream {
    pub source: Arc<str>,
    pub format: Format,
    pub reader: Box<dyn BufRead + Send>,
    pub packed: bool,
}

/// Opens a file, or standard input for `-`, unpacks gzip and zstd, and recognises the content.
/// What is read of the file itself is added to `counter`.
pub(super) fn open(path: &Path, counter: &Arc<AtomicU64>) -> Result<Stream, BadInput> {
    let (source, raw): (Arc<str>, Box<dyn Read + Send>) = if path.as_os_str() == "-" {
        ("standard input".into(), Box::new(io::stdin()))
    } else {
        let source: Arc<str> = path.display().to_string().into();
        let file = File::open(path).map_err(|error| unreadable(&source, &error))?;
        (source, Box::new(file))
    };
    stream(source, Box::new(Counted { raw, counter: counter.clone() }))
}

/// Unpacks gzip and zstd and recognises the content. `source` is for messages.
pub(super) fn stream(source: Arc<str>, raw: Box<dyn Read + Send>) -> Result<Stream, BadInput> {
    let fail = |error: io::Error| unreadable(&source, &error);
    let (mut head, mut reader) = peek(Box::new(BufReader::with_capacity(PEEK, raw))).map_err(fail)?;
    let mut packed = false;
    for _ in 0..NESTED {
        let unpacked: Box<dyn Read + Send> = match head.as_slice() {
            [0x1f, 0x8b, ..] => Box::new(flate2::bufread::MultiGzDecoder::new(reader)),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Box::new(zstd::stream::read::Decoder::with_buffer(reader).map_err(fail)?),
            _ => break,
        };
        packed = true;
        let broken = |error: io::Error| BadInput {
            place: Place::file(&source),
            problem: Problem::Compression(0, error.to_string()),
        };
        (head, reader) = peek(Box::new(BufReader::with_capacity(PEEK, unpacked))).map_err(broken)?;
    }
    if let Some((wide, mark)) = encoding::utf16(&head) {
        reader.consume(mark);
        (head, reader) = peek(Box::new(BufReader::with_capacity(PEEK, Utf16::new(reader, wide)))).map_err(fail)?;
    }
    Ok(Stream { format: recognise(&head), source, reader, packed })
}

/// Counts what is read.
struct Counted {
    raw: Box<dyn Read + Send>,
    counter: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.raw.read(buffer)?;
        self.counter.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

/// Bytes of all files together, for a progress bar; none when standard input is among the inputs or a file's size is
/// not known.
pub fn total_size(inputs: &[PathBuf]) -> Option<u64> {
    let mut total = 0;
    for input in inputs {
        if input.as_os_str() == "-" {
            return None;
        }
        if input.is_dir() {
            total += total_size(&files(input).ok()?)?;
        } else {
            total += fs::metadata(input).ok()?.len();
        }
    }
    Some(total)
}

fn unreadable(source: &Arc<str>, error: &io::Error) -> BadInput {
    BadInput { place: Place::file(source), problem: Problem::Io(error.to_string()) }
}

/// The first bytes of a stream, and the stream with them put back.
fn peek(mut reader: Box<dyn BufRead + Send>) -> io::Result<(Vec<u8>, Box<dyn BufRead + Send>)> {
    let mut head = Vec::new();
    let result = (&mut reader).take(PEEK as u64).read_to_end(&mut head);
    if head.is_empty() {
        result?;
    }
    Ok((head.clone(), Box::new(Cursor::new(head).chain(reader))))
}

fn recognise(head: &[u8]) -> Format {
    let bare = head.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(head).trim_ascii_start();
    if bare.is_empty() {
        return Format::Empty;
    }
    // Archives hold pictures and packed pages beside text.
    if bare.starts_with(b"WARC/") {
        return Format::Warc;
    }
    if let Some(kind) = binary(head) {
        return Format::Binary(kind);
    }
    match bare[0] {
        b'<' => markup(bare),
        b'{' if matches!(next_mark(bare), Some(b'"' | b'}')) => json(bare),
        b'[' if matches!(next_mark(bare), Some(b'{' | b'[' | b']')) => Format::Json,
        b'@' if bare.starts_with(b"@prefix") || bare.starts_with(b"@base") => Format::Product("an RDF graph"),
        b'd' if bare.starts_with(b"digraph ") => Format::Product("a Graphviz picture"),
        _ if has_json_line(bare) => Format::JsonLines,
        _ => Format::Text,
    }
}

/// The first byte after an opening bracket that is not white space.
fn next_mark(bare: &[u8]) -> Option<u8> {
    bare[1..].trim_ascii_start().first().copied()
}

fn binary(head: &[u8]) -> Option<&'static str> {
    match head {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("UTF-32, which is to be converted to UTF-8"),
        [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] | [b'G', b'I', b'F', b'8', ..] => Some("a picture"),
        [b'%', b'P', b'D', b'F', ..] => Some("a PDF"),
        [b'P', b'K', 3, 4, ..] => Some("a ZIP archive or office document"),
        _ if head.contains(&0) => Some("binary data"),
        _ => None,
    }
}

fn markup(bare: &[u8]) -> Format {
    let lower = bare[..bare.len().min(16 * 1024)].to_ascii_lowercase();
    let at = |tag: &str| memchr::memmem::find(&lower, tag.as_bytes()).unwrap_or(usize::MAX);
    let html = ["<html", "<!doctype html", "<head", "<body", "<article", "<main", "<div", "<p>", "<p ", "<h1"]
        .iter()
        .map(|tag| at(tag))
        .min()
        .unwrap_or(usize::MAX);
    let feed = at("<rss").min(at("<feed")).min(at("<rdf:rdf"));
    let svg = at("<svg");
    if feed < html {
        let items = at("<item").min(at("<entry")) < usize::MAX || at("<rss") < usize::MAX || at("<feed") < usize::MAX;
        if items { Format::Feed } else { Format::Product("an RDF graph") }
    } else if svg < html {
        Format::Product("a picture")
    } else if html < usize::MAX {
        Format::Html
    } else if lower.starts_with(b"<http") {
        Format::Product("an RDF graph")
    } else if lower.starts_with(b"<?xml") {
        Format::Product("XML that is neither a page nor a feed")
    } else {
        Format::Text
    }
}

/// JSON that starts with an object: a line a record, or objects spread over lines.
fn json(bare: &[u8]) -> Format {
    if has_json_line(bare) {
        return Format::JsonLines;
    }
    let first = bare.split(|b| *b == b'\n').next().unwrap_or_default().trim_ascii_end();
    let spread = first.len() < bare.trim_ascii_end().len() && matches!(first.last(), Some(b'{' | b',' | b'[' | b':'));
    if spread { Format::Json } else { Format::JsonLines }
}

/// Whether one of the first lines is an object by itself.
fn has_json_line(bare: &[u8]) -> bool {
    bare.split(|b| *b == b'\n')
        .map(<[u8]>::trim_ascii)
        .filter(|line| !line.is_empty())
        .take(50)
        .any(|line| line.starts_with(b"{\"") && serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok())
}

/// Every file of a folder and its folders, sorted by path. Hidden files and folders, and links to folders, are left out.
pub(super) fn files(folder: &Path) -> Result<Vec<PathBuf>, BadInput> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let source: Arc<str> = folder.display().to_string().into();
        let fail = |error: io::Error| unreadable(&source, &error);
        for entry in fs::read_dir(&folder).map_err(fail)? {
            let entry = entry.map_err(fail)?;
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let kind = entry.file_type().map_err(fail)?;
            let path = entry.path();
            if kind.is_dir() {
                open.push(path);
            } else if kind.is_file() || (kind.is_symlink() && path.is_file()) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells_the_format() {
        for (head, format) in [
            ("Chile recalls envoy\n\nSANTIAGO (Wire) — Chile", Format::Text),
            ("\u{feff}  <!DOCTYPE html><html>", Format::Html),
            ("<?xml version=\"1.0\"?><html xmlns=\"x\"><body>", Format::Html),
            ("<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel>", Format::Feed),
            ("<feed xmlns=\"http://www.w3.org/2005/Atom\">", Format::Feed),
            ("{\"id\": \"a\"}\n{\"id\": \"b\"}\n", Format::JsonLines),
            ("{\"id\": \"a\", \"text\": \"broken", Format::JsonLines),
            ("oops\n{\"id\": \"b\"}\n", Format::JsonLines),
            ("{\n  \"id\": \"a\"\n}", Format::Json),
            ("[{\"id\": \"a\"}]", Format::Json),
            ("[Photo] Chile", Format::Text),
            ("{so it goes}", Format::Text),
            ("WARC/1.0\r\n", Format::Warc),
            ("WARC/1.0\r\nWARC-Type: response\r\n\r\nGIF89a\0\0", Format::Warc),
            ("<https://example.org/a> <https://example.org/b> \"c\" .", Format::Product("an RDF graph")),
            ("<svg xmlns=\"x\">", Format::Product("a picture")),
            ("digraph events {", Format::Product("a Graphviz picture")),
            ("\n \n", Format::Empty),
            ("%PDF-1.4", Format::Binary("a PDF")),
        ] {
            assert_eq!(recognise(head.as_bytes()), format, "{head}");
        }
    }
}
