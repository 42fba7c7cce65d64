//! Bytes in, [`Article`]s out: what an article is and how its parts are told apart.

mod date;
mod encoding;
mod english;
mod error;
mod feed;
mod fingerprint;
mod html;
mod json;
mod lines;
pub mod parts;
mod read;
mod record;
mod source;
mod utf16;
mod warc;

pub use error::{BadInput, Place, Problem};
pub use fingerprint::Fingerprint;
pub use read::{ReadOptions, Record, Records, read, records, records_of};
pub use source::total_size;

use crate::span::Span;
use jiff::civil::Date;

/// One news article, as read. Its text is never changed after reading, so offsets count in what came in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// Given, or made from the content.
    pub id: String,
    /// Day of publication.
    pub date: Option<Date>,
    /// Where the date was found.
    pub date_origin: DateOrigin,
    /// Headline, when it is known.
    pub title: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
    /// Outlet.
    pub publisher: Option<String>,
    /// Byline.
    pub author: Option<String>,
    /// The text that every offset counts in.
    pub text: String,
    /// Consecutive, not overlapping; what no part covers is white space.
    pub parts: Vec<Part>,
}

/// Where an article's date of publication comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateOrigin {
    /// No date is known: relative dates stay unresolved.
    #[default]
    None,
    /// A field of the record.
    Metadata,
    /// JSON-LD of the page.
    JsonLd,
    /// A `meta` element of the page.
    MetaTag,
    /// A `time` element of the page.
    TimeTag,
    /// The feed's entry.
    Feed,
    /// The date in the page's address, as `/2021/03/25/`.
    Address,
    /// A dateline in the text.
    Dateline,
    /// The `--date` flag.
    Flag,
}

impl DateOrigin {
    /// As `annotate` writes it; none for [`DateOrigin::None`].
    pub fn name(self) -> Option<&'static str> {
        match self {
            DateOrigin::None => None,
            DateOrigin::Metadata => Some("record"),
            DateOrigin::JsonLd => Some("json-ld"),
            DateOrigin::MetaTag => Some("meta tag"),
            DateOrigin::TimeTag => Some("time tag"),
            DateOrigin::Feed => Some("feed"),
            DateOrigin::Address => Some("address"),
            DateOrigin::Dateline => Some("dateline"),
            DateOrigin::Flag => Some("--date"),
        }
    }
}

/// A stretch of an article's text: one headline, one paragraph, one caption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Where it is, without surrounding white space.
    pub span: Span,
}

/// What a part of an article is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartKind {
    /// Title line.
    Headline,
    /// Running text.
    Paragraph,
    /// Words under a photograph.
    Caption,
    /// Place and date line before the text. Events are not read from it.
    Dateline,
    /// Author line. Events are not read from it.
    Byline,
    /// Share buttons, related links, copyright. Events are not read from it.
    Boilerplate,
}

impl PartKind {
    /// As `annotate` writes it.
    pub fn name(self) -> &'static str {
        match self {
            PartKind::Headline => "headline",
            PartKind::Paragraph => "paragraph",
            PartKind::Caption => "caption",
            PartKind::Dateline => "dateline",
            PartKind::Byline => "byline",
            PartKind::Boilerplate => "boilerplate",
        }
    }

    /// Whether sentences of such a part are read.
    pub fn is_read(self) -> bool {
        matches!(self, PartKind::Headline | PartKind::Paragraph | PartKind::Caption)
    }
}

impl Article {
    /// An article of one text, each block between blank lines a paragraph.
    pub fn from_text(id: &str, date: Option<Date>, text: &str) -> Self {
        let mut parts = Vec::new();
        let mut open: Option<Span> = None;
        let mut offset = 0;
        for line in text.split_inclusive('\n') {
            let words = line.trim();
            if words.is_empty() {
                parts.extend(open.take());
            } else {
                let start = offset + (line.len() - line.trim_start().len());
                let span = Span::new(start, start + words.len());
                open = Some(open.map_or(span, |o| o.cover(span)));
            }
            offset += line.len();
        }
        parts.extend(open);
        Self {
            id: id.to_owned(),
            date,
            date_origin: if date.is_some() { DateOrigin::Metadata } else { DateOrigin::None },
            text: text.to_owned(),
            parts: parts.into_iter().map(|span| Part { kind: PartKind::Paragraph, span }).collect(),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_end_paragraphs() {
        let article = Article::from_text("a", None, "One line\ngoes on.\n \n  Another. \n");
        let words: Vec<_> = article.parts.iter().map(|p| p.span.of(&article.text)).collect();
        assert_eq!(words, ["One line\ngoes on.", "Another."]);
    }
}
