//! `events.jsonl`: event records, one JSON object a line.

use crate::events::Event;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// The file of a built graph that holds its event records.
pub const FILE: &str = "events.jsonl";

/// The folder in a built folder in which the files of a finished change wait to be moved to their places, should the build
/// be interrupted at that moment: what stands there is the graph.
pub const READY: &str = ".ready";

/// Where a file of a built folder is.
pub fn settled(dir: &Path, name: &str) -> PathBuf {
    let ready = dir.join(READY).join(name);
    if ready.exists() { ready } else { dir.join(name) }
}

/// What can go wrong when records are read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RecordsError {
    /// Neither a built graph nor a file.
    #[error("{}: no such file or folder; give a folder made by `diplograph build` or an events.jsonl file", .0.display())]
    Missing(PathBuf),
    /// A folder that `build` did not make.
    #[error("{}: no events.jsonl in this folder; make it with `diplograph build ARTICLES -o {}`", .0.display(), .0.display())]
    NotBuilt(PathBuf),
    /// A file of something else.
    #[error("{}:{line}: this is no file of event records: it begins with “{start}”; give a folder made by `diplograph build` or an events.jsonl file", path.display())]
    NotRecords {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// Its first characters.
        start: String,
    },
    /// The operating system's word.
    #[error("{}: {error}", path.display())]
    Io {
        /// What was read.
        path: PathBuf,
        /// Why that failed.
        error: io::Error,
    },
    /// A line that is no event record.
    #[error("{}:{line}: not an event record: {error}; the line was left out", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What the JSON parser says.
        error: serde_json::Error,
    },
}

/// The `events.jsonl` that a GRAPH argument names: the file itself, or the one in a built folder.
///
/// # Errors
/// When there is none.
pub fn locate(graph: &Path) -> Result<PathBuf, RecordsError> {
    if graph.is_dir() {
        let file = settled(graph, FILE);
        return if file.is_file() { Ok(file) } else { Err(RecordsError::NotBuilt(graph.to_owned())) };
    }
    if graph.exists() { Ok(graph.to_owned()) } else { Err(RecordsError::Missing(graph.to_owned())) }
}

/// The records of a GRAPH argument (a built folder, an `events.jsonl`, or `-` for standard input), one after another.
/// A bad line is an error with its number; the lines after it still come, unless the first shows that the file holds
/// something else.
///
/// # Errors
/// When the file cannot be opened.
pub fn open(graph: &Path) -> Result<Records<Box<dyn BufRead>>, RecordsError> {
    if graph == Path::new("-") {
        return Ok(Records::new(Box::new(BufReader::new(io::stdin())), "standard input"));
    }
    let path = locate(graph)?;
    let file = File::open(&path).map_err(|error| RecordsError::Io { path: path.clone(), error })?;
    Ok(Records::new(Box::new(BufReader::with_capacity(1 << 16, file)), path))
}

/// Reads records line by line. Blank lines and a byte order mark are passed over.
#[derive(Debug)]
pub struct Records<R> {
    reader: R,
    path: PathBuf,
    line: usize,
    buffer: Vec<u8>,
    begun: bool,
    done: bool,
}

impl<R: BufRead> Records<R> {
    /// Records out of `reader`; `path` is for messages.
    pub fn new(reader: R, path: impl Into<PathBuf>) -> Self {
        Self { reader, path: path.into(), line: 0, buffer: Vec::new(), begun: false, done: false }
    }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Result<Event, RecordsError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            self.buffer.clear();
            self.line += 1;
            match self.reader.read_until(b'\n', &mut self.buffer) {
                Ok(0) => break,
                Ok(_) => {
                    let text = self.buffer.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&self.buffer).trim_ascii();
                    if text.is_empty() {
                        continue;
                    }
                    let (path, line) = (self.path.clone(), self.line);
                    if !self.begun && !text.starts_with(b"{") {
                        self.done = true;
                        let start = String::from_utf8_lossy(text).chars().take(24).collect();
                        return Some(Err(RecordsError::NotRecords { path, line, start }));
                    }
                    self.begun = true;
                    return Some(serde_json::from_slice(text).map_err(|error| RecordsError::Line {
                        path,
                        line,
                        error,
                    }));
                }
                Err(error) => {
                    self.done = true;
                    return Some(Err(RecordsError::Io { path: self.path.clone(), error }));
                }
            }
        }
        self.done = true;
        None
    }
}

/// Writes records one a line.
///
/// # Errors
/// When `out` does not take them.
pub fn write<'a>(out: &mut dyn Write, events: impl IntoIterator<Item = &'a Event>) -> io::Result<()> {
    for event in events {
        serde_json::to_writer(&mut *out, event)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::testing::record;

    #[test]
    fn what_is_written_reads_back() {
        let events = [record("2021-03-25 Meeting RUS:Sergey Lavrov, KOR"), record("2021-03-26 Statement USA > CHN")];
        let mut file = Vec::new();
        write(&mut file, &events).expect("a vector takes it");
        let back: Vec<Event> = Records::new(&file[..], "f").map(|r| r.expect("good")).collect();
        assert_eq!(back, events);
    }

    #[test]
    fn a_bad_line_is_named_and_the_rest_still_read() {
        let good = serde_json::to_string(&record("2021-03-25 Meeting RUS, KOR")).expect("serialises");
        let file = format!("\u{feff}{good}\n\n{{\"id\": 3}}\n\u{0}\n{good}");
        let all: Vec<_> = Records::new(file.as_bytes(), "events.jsonl").collect();
        assert_eq!(all.iter().filter(|r| r.is_ok()).count(), 2);
        let errors: Vec<String> = all.iter().filter_map(|r| r.as_ref().err()).map(ToString::to_string).collect();
        assert!(errors[0].starts_with("events.jsonl:3: not an event record: "), "{}", errors[0]);
        assert!(errors[1].starts_with("events.jsonl:4: "), "{}", errors[1]);
    }

    #[test]
    fn a_file_of_something_else_is_one_error() {
        let file = "<https://example.org/a> <https://example.org/b> \"c\" .\n".repeat(3);
        let all: Vec<_> = Records::new(file.as_bytes(), "graph.nt").collect();
        assert_eq!(all.len(), 1);
        let message = all[0].as_ref().expect_err("no records").to_string();
        assert!(message.starts_with("graph.nt:1: this is no file of event records"), "{message}");
    }

    #[test]
    fn a_folder_without_a_graph_is_explained() {
        let folder = tempfile::tempdir().expect("a folder");
        let message = open(folder.path()).err().expect("nothing there").to_string();
        assert!(message.contains("no events.jsonl in this folder"), "{message}");
        assert!(open(Path::new("/no/such")).err().expect("nothing there").to_string().contains("no such file"));
    }
}
