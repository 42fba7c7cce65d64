//! Input that cannot be read: where it is, what is wrong, what to do.

use std::fmt;
use std::sync::Arc;

/// Where a record comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Path as given, or `standard input`.
    pub source: Arc<str>,
    /// Line on which the record starts, from 1.
    pub line: Option<usize>,
    /// Number of the record in a file that is not made of lines (feed, WARC), from 1.
    pub record: Option<usize>,
}

impl Place {
    /// A file as a whole.
    pub fn file(source: &Arc<str>) -> Self {
        Self { source: source.clone(), line: None, record: None }
    }

    /// A line of a file.
    pub fn line(source: &Arc<str>, line: usize) -> Self {
        Self { line: Some(line), ..Self::file(source) }
    }

    /// A record of a file.
    pub fn record(source: &Arc<str>, record: usize) -> Self {
        Self { record: Some(record), ..Self::file(source) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(record) = self.record {
            write!(f, ", record {record}")?;
        }
        Ok(())
    }
}

/// A file or record that was skipped. The others are read all the same.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct BadInput {
    /// Where.
    pub place: Place,
    /// What and why.
    pub problem: Problem,
}

/// Why a file or record was skipped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The system says no.
    #[error("cannot be read: {0}")]
    Io(String),
    /// Nothing in it.
    #[error("is empty")]
    Empty,
    /// A folder in which no file holds an article.
    #[error("holds no articles; give a folder with text, HTML, JSON, feed or WARC files")]
    NoArticles,
    /// Bytes that are not text.
    #[error("is not text ({0}); give text, HTML, JSON, a feed or WARC, which may be compressed with gzip or zstd")]
    NotText(&'static str),
    /// Something that other commands read.
    #[error("holds {0}, not articles")]
    NotArticles(&'static str),
    /// Broken UTF-8.
    #[error("is not valid UTF-8 at byte {byte}; convert it to UTF-8")]
    Utf8 {
        /// Line of the broken byte, from 1.
        line: usize,
        /// Its number in the file or, for a line that is a record, in the line; from 0.
        byte: usize,
    },
    /// Broken JSON.
    #[error("is not valid JSON: {0}")]
    Json(String),
    /// JSON of another shape.
    #[error("{0}")]
    Shape(String),
    /// A record without a text field.
    #[error("has no text; looked for the fields {0}")]
    NoText(String),
    /// A page, feed or WARC that gives no article.
    #[error("{0}")]
    Page(String),
    /// Too long to be an article.
    #[error("is longer than {0} MB, the limit for one article; split it")]
    TooLong(usize),
    /// Compressed data that ends early or is damaged.
    #[error("its compressed data is broken after {0} bytes of text: {1}")]
    Compression(u64, String),
    /// An article in another language.
    #[error("is not in English but in {0}; only English is read")]
    Language(String),
    /// A fault of this program.
    #[error("could not be understood because of a fault of this program; please report it with the article")]
    Internal,
}

impl Problem {
    /// A few words for the summary, equal for problems of one sort.
    pub fn reason(&self) -> &'static str {
        match self {
            Problem::Io(_) => "cannot be read",
            Problem::Empty => "empty",
            Problem::NoArticles => "folder without articles",
            Problem::NotText(_) => "not text",
            Problem::NotArticles(_) => "not articles",
            Problem::Utf8 { .. } => "not UTF-8",
            Problem::Json(_) | Problem::Shape(_) => "broken record",
            Problem::NoText(_) => "no text",
            Problem::Page(_) => "no article found",
            Problem::TooLong(_) => "too long",
            Problem::Compression(..) => "broken compression",
            Problem::Language(_) => "not English",
            Problem::Internal => "fault of the program",
        }
    }
}
