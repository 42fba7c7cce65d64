//! From an article to its events: the stages in order.

use crate::article::Article;
use crate::events::Event;
use jiff::civil::Date;
use std::path::PathBuf;

/// What a user may set.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Publication date for articles that have none.
    pub date: Option<Date>,
    /// Folder of the user's own rules, added to the shipped ones.
    pub rules: Option<PathBuf>,
    /// Files of the user's own actors, added to the shipped ones.
    pub actors: Vec<PathBuf>,
    /// Events below this are not given.
    pub min_confidence: f64,
}

/// Everything that reading needs and that does not change while reading; shared by all threads.
#[derive(Debug)]
pub struct Extractor {}

impl Extractor {
    /// Loads model, gazetteer and rules.
    ///
    /// # Errors
    /// When a user's own file cannot be read; the message says which and where.
    pub fn new(_options: &Options) -> anyhow::Result<Self> {
        Ok(Self {})
    }

    /// A worker with its own caches; one a thread.
    pub fn session(&self) -> Session<'_> {
        Session { _extractor: self }
    }
}

/// One thread's worker.
#[derive(Debug)]
pub struct Session<'a> {
    _extractor: &'a Extractor,
}

impl Session<'_> {
    /// The events of one article, in order of their first mention.
    pub fn extract(&mut self, _article: &Article) -> Vec<Event> {
        Vec::new()
    }

    /// What was read and understood, in the shape of section 4 of the contract.
    pub fn annotate(&mut self, article: &Article) -> serde_json::Value {
        serde_json::json!({"id": article.id, "date": article.date, "title": article.title, "text": article.text,
            "sentences": [], "entities": [], "timex": [], "clauses": []})
    }
}
