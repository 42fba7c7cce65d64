//! The reader: inputs in, articles out, one at a time, in order of the inputs.

use super::source::{self, Format, Stream};
use super::{Article, BadInput, DateOrigin, Place, Problem, encoding, english, feed, html, json, parts, record, warc};
use crate::events::Event;
use jiff::civil::Date;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::VecDeque;
use std::io::{self, BufRead, Cursor, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// What a reader may be told.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// Publication date of articles that have none.
    pub date: Option<Date>,
    /// Longest article, in bytes of its text, page or record. Longer ones are refused, and never held in memory.
    pub limit: usize,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { date: None, limit: 32 << 20 }
    }
}

/// What inputs hold: articles, or events that were read from articles before.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// An article.
    Article(Box<Article>),
    /// A line of `events.jsonl`.
    Event(Box<Event>),
}

/// Reads articles and, from `events.jsonl` files, events. A record that cannot be read gives an error; the next call
/// goes on behind it.
pub fn records(inputs: &[PathBuf], options: &ReadOptions) -> Records {
    Records {
        options: options.clone(),
        waiting: inputs.iter().map(|path| Waiting { path: path.clone(), folder: None }).collect(),
        folders: Vec::new(),
        open: None,
        bytes: Arc::default(),
        given: None,
    }
}

/// Reads articles and events out of bytes, as out of a file of that name.
pub fn records_of(name: &str, bytes: Vec<u8>, options: &ReadOptions) -> Records {
    let mut records = records(&[], options);
    records.waiting.push_back(Waiting { path: PathBuf::from(name), folder: None });
    records.given = Some(bytes);
    records
}

/// Reads articles. An event among them is an error.
pub fn read(
    inputs: &[PathBuf],
    options: &ReadOptions,
) -> impl Iterator<Item = Result<Article, BadInput>> + Send + use<> {
    let mut records = records(inputs, options);
    std::iter::from_fn(move || {
        let record = records.next()?;
        Some(record.and_then(|record| match record {
            Record::Article(article) => Ok(*article),
            Record::Event(event) => Err(BadInput {
                place: records.place().unwrap_or_else(|| Place::file(&"input".into())),
                problem: Problem::Shape(format!(
                    "holds an event (of article {}), which only `build` reads",
                    event.article.id
                )),
            }),
        }))
    })
}

/// The iterator of [`records`].
pub struct Records {
    options: ReadOptions,
    waiting: VecDeque<Waiting>,
    /// Folders met, with the number of files in each that held something.
    folders: Vec<(PathBuf, usize)>,
    open: Option<Open>,
    bytes: Arc<AtomicU64>,
    /// Content to read in place of the next file.
    given: Option<Vec<u8>>,
}

struct Waiting {
    path: PathBuf,
    /// The folder of [`Records::folders`] that it was found in; for a folder's end, the path is empty.
    folder: Option<usize>,
}

/// A file being read.
struct Open {
    /// The place of the record given last; of the file before.
    place: Place,
    records: Box<dyn Iterator<Item = Found> + Send>,
}

/// What a format's reader gives.
pub(super) struct Found {
    /// Where.
    pub place: Place,
    /// An article with the language that it claims, or an event, or a problem.
    pub content: Result<Content, Problem>,
}

/// See [`Found`].
pub(super) enum Content {
    Article(Article, Option<String>),
    /// An article of which it is known that it has no words.
    Silent(Article),
    Event(Box<Event>),
}

impl Records {
    /// Where the record given last comes from.
    pub fn place(&self) -> Option<Place> {
        Some(self.open.as_ref()?.place.clone())
    }

    /// Bytes read of the files so far, packed as they are; counts on while the reader runs on another thread.
    pub fn bytes_read(&self) -> Arc<AtomicU64> {
        self.bytes.clone()
    }

    fn open_next(&mut self, waiting: Waiting) -> Result<(), BadInput> {
        let Waiting { path, folder } = waiting;
        if path.as_os_str().is_empty() {
            // The end of a folder.
            let Some((folder, 0)) = folder.map(|i| &self.folders[i]) else { return Ok(()) };
            return Err(BadInput {
                place: Place::file(&folder.display().to_string().into()),
                problem: Problem::NoArticles,
            });
        }
        let given = self.given.take();
        if given.is_none() && path.as_os_str() != "-" && path.is_dir() {
            let files = source::files(&path)?;
            self.folders.push((path, 0));
            let folder = Some(self.folders.len() - 1);
            self.waiting.push_front(Waiting { path: PathBuf::new(), folder });
            for path in files.into_iter().rev() {
                self.waiting.push_front(Waiting { path, folder });
            }
            return Ok(());
        }
        let stream = match given {
            Some(bytes) => source::stream(path.display().to_string().into(), Box::new(Cursor::new(bytes)))?,
            None => source::open(&path, &self.bytes)?,
        };
        // A graph without triples is an empty file, which only its name tells from a lost article.
        let is_graph = stream.format == Format::Empty && path.extension().is_some_and(|e| e == "nt");
        if (is_graph || matches!(stream.format, Format::Product(_))) && folder.is_some() {
            return Ok(());
        }
        if let Some(folder) = folder {
            self.folders[folder].1 += 1;
        }
        let place = Place::file(&stream.source);
        let records = found(stream, self.options.limit)?;
        self.open = Some(Open { place, records });
        Ok(())
    }

    /// Leaves out what has no words or is not English.
    fn readable(&self, article: Article, language: Option<&str>) -> Result<Record, Problem> {
        if article.parts.is_empty() {
            return Err(Problem::Empty);
        }
        if let Some(language) = english::other_language(&article.text, language) {
            return Err(Problem::Language(language));
        }
        Ok(self.finish(article))
    }

    /// Fills in what the record did not know.
    fn finish(&self, mut article: Article) -> Record {
        if article.date.is_none() && self.options.date.is_some() {
            article.date = self.options.date;
            article.date_origin = DateOrigin::Flag;
        }
        if article.id.is_empty() {
            article.id = content_id(&article);
        }
        Record::Article(Box::new(article))
    }
}

impl Iterator for Records {
    type Item = Result<Record, BadInput>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(open) = &mut self.open else {
                let waiting = self.waiting.pop_front()?;
                match self.open_next(waiting) {
                    Ok(()) => continue,
                    Err(bad) => return Some(Err(bad)),
                }
            };
            let Some(found) = open.records.next() else {
                self.open = None;
                continue;
            };
            open.place = found.place.clone();
            let result = match found.content {
                Ok(Content::Article(article, language)) => self.readable(article, language.as_deref()),
                Ok(Content::Silent(article)) => Ok(self.finish(article)),
                Ok(Content::Event(event)) => Ok(Record::Event(event)),
                Err(problem) => Err(problem),
            };
            return Some(result.map_err(|problem| BadInput { place: found.place, problem }));
        }
    }
}

/// An id made from what the article is, the same wherever and whenever it is read.
fn content_id(article: &Article) -> String {
    let mut hash = Sha256::new();
    let date = article.date.map(|date| date.to_string());
    for field in [&article.url, &article.publisher, &article.title, &date, &Some(article.text.clone())] {
        hash.update(field.as_deref().unwrap_or_default());
        hash.update([0]);
    }
    let digest = hash.finalize();
    digest[..8].iter().fold("text-".to_owned(), |id, byte| format!("{id}{byte:02x}"))
}

/// The records of one stream.
fn found(stream: Stream, limit: usize) -> Result<Box<dyn Iterator<Item = Found> + Send>, BadInput> {
    let Stream { source, format, reader, packed } = stream;
    let place = Place::file(&source);
    let whole = |mut reader: Box<dyn BufRead + Send>| -> Result<Vec<u8>, BadInput> {
        let mut bytes = Vec::new();
        let fail = |problem| BadInput { place: place.clone(), problem };
        if let Err(error) = (&mut reader).take(limit as u64 + 1).read_to_end(&mut bytes) {
            return Err(fail(match packed {
                true => Problem::Compression(bytes.len() as u64, error.to_string()),
                false => Problem::Io(error.to_string()),
            }));
        }
        if bytes.len() > limit { Err(fail(Problem::TooLong(limit >> 20))) } else { Ok(bytes) }
    };
    let bad = |problem| BadInput { place: place.clone(), problem };
    Ok(match format {
        Format::Empty => return Err(bad(Problem::Empty)),
        Format::Binary(kind) => return Err(bad(Problem::NotText(kind))),
        Format::Product(kind) => return Err(bad(Problem::NotArticles(kind))),
        Format::Text => {
            let content = plain(whole(reader)?);
            let line = match content {
                Err(Problem::Utf8 { line, .. }) => Some(line),
                _ => None,
            };
            Box::new(std::iter::once(Found { place: Place { line, ..place }, content }))
        }
        Format::Html => {
            let content = html::page(whole(reader)?, None, None);
            Box::new(std::iter::once(Found { place, content: content.map(|(a, l)| Content::Article(a, l)) }))
        }
        Format::Feed => {
            let entries = feed::entries(whole(reader)?).map_err(bad)?;
            Box::new(entries.into_iter().enumerate().map(move |(i, entry)| Found {
                place: Place::record(&source, i + 1),
                content: entry.map(|(a, l)| Content::Article(a, l)),
            }))
        }
        Format::JsonLines => Box::new(Lines {
            source,
            reader,
            limit,
            packed,
            line: 0,
            bytes: 0,
            buffer: Vec::new(),
            ready: VecDeque::new(),
        }),
        Format::Json => Box::new(json::Objects::new(reader, limit).flat_map(move |(line, object)| {
            let place = Place::line(&source, line);
            match object {
                Ok(bytes) => objects(&place, &bytes),
                Err(problem) => vec![Found { place, content: Err(problem) }],
            }
        })),
        Format::Warc => Box::new(warc::Pages::new(reader, limit).map(move |(number, page)| Found {
            place: Place::record(&source, number),
            content: page.map(|(a, l)| Content::Article(a, l)),
        })),
    })
}

/// A plain text as an article.
pub(super) fn plain(bytes: Vec<u8>) -> Result<Content, Problem> {
    let mut article = Article { text: encoding::decode(bytes, None)?, ..Article::default() };
    parts::mark(&mut article);
    Ok(Content::Article(article, None))
}

/// The lines of a JSONL file.
struct Lines {
    source: Arc<str>,
    reader: Box<dyn BufRead + Send>,
    limit: usize,
    packed: bool,
    line: usize,
    /// Bytes read, unpacked.
    bytes: u64,
    buffer: Vec<u8>,
    /// Records of a line that wraps a list of them.
    ready: VecDeque<Found>,
}

impl Iterator for Lines {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            if let Some(found) = self.ready.pop_front() {
                return Some(found);
            }
            self.line += 1;
            let place = Place::line(&self.source, self.line);
            let length = match json::read_line(&mut self.reader, &mut self.buffer, self.limit + 1) {
                Ok(0) => return None,
                Ok(length) => length,
                Err(error) => {
                    self.reader = Box::new(io::empty());
                    let problem = match self.packed {
                        true => Problem::Compression(self.bytes + self.buffer.len() as u64, error.to_string()),
                        false => Problem::Io(error.to_string()),
                    };
                    return Some(Found { place, content: Err(problem) });
                }
            };
            self.bytes += length as u64;
            if length > self.limit + 1 {
                self.buffer = Vec::new();
                return Some(Found { place, content: Err(Problem::TooLong(self.limit >> 20)) });
            }
            let mut bytes = self.buffer.as_slice();
            if self.line == 1 {
                bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
            }
            if !bytes.trim_ascii().is_empty() {
                self.ready.extend(objects(&place, bytes));
            }
        }
    }
}

/// The record, or for `{"articles": [...]}` the records, of one JSON object.
fn objects(place: &Place, bytes: &[u8]) -> Vec<Found> {
    let one = |content| vec![Found { place: place.clone(), content }];
    if let Err(error) = std::str::from_utf8(bytes) {
        return one(Err(Problem::Utf8 { line: place.line.unwrap_or(1), byte: error.valid_up_to() }));
    }
    let mut object = match serde_json::from_slice(bytes) {
        Ok(Value::Object(object)) => object,
        Ok(_) => return one(Err(Problem::Shape("is not a JSON object with the fields of an article".into()))),
        Err(error) => return one(Err(Problem::Json(without_line(&error)))),
    };
    if record::is_event(&object) {
        let event = serde_json::from_value(Value::Object(object));
        return one(match event {
            Ok(event) => Ok(Content::Event(Box::new(event))),
            Err(error) => Err(Problem::Shape(format!("is not an event as `extract` writes it: {error}"))),
        });
    }
    if let Some(list) = record::wrapped(&mut object) {
        return list
            .into_iter()
            .enumerate()
            .map(|(i, value)| Found {
                place: Place { record: Some(i + 1), ..place.clone() },
                content: match value {
                    Value::Object(object) => record::article(&object),
                    _ => Err(Problem::Shape("is not a JSON object with the fields of an article".into())),
                },
            })
            .collect();
    }
    one(record::article(&object))
}

/// The parser's message; its line number counts within the record and would mislead.
fn without_line(error: &serde_json::Error) -> String {
    let words = error.to_string();
    let bare = words.split(" at line ").next().unwrap_or_default();
    format!("{bare} at column {}", error.column())
}
