//! Gold records: texts with what people marked in them.

use super::Measure;
use crate::article::{self, Article, ReadOptions, Record};
use crate::events::event::Status;
use crate::events::types;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use thiserror::Error;

/// Why a line is no gold record.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum GoldError {
    /// No JSON, or a field of another shape.
    #[error("{file}:{line}: {message}")]
    Record {
        /// Which file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// The file has no records.
    #[error("{0}: there are no gold records in it")]
    Empty(String),
}

/// A text with what people marked in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Gold {
    /// The record's id.
    pub id: String,
    /// Day of publication as the record gives it.
    pub date: Option<String>,
    /// Its words; empty where the record has none.
    pub text: String,
    /// The headline where the events were marked with it in view.
    title: Option<String>,
    /// What was marked.
    pub marked: Marked,
}

/// What people marked, by measure.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Marked {
    Events(Vec<GoldEvent>),
    Root(String),
    Cameo(Vec<GoldCode>),
    Time(Vec<GoldTimex>),
    Coref(Vec<GoldMention>),
    Links(Vec<GoldLink>),
}

/// An event that people marked.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct GoldEvent {
    /// The words that name it.
    #[serde(default)]
    pub trigger: String,
    /// A type of the table.
    #[serde(rename = "type")]
    pub kind: String,
    /// Types that are right too.
    #[serde(default)]
    pub alt: Vec<String>,
    /// Who does it: country codes, or names with alternatives (`NATO`, `Houthis|Houthi movement`).
    #[serde(default)]
    pub source: Vec<String>,
    /// To whom.
    #[serde(default)]
    pub target: Vec<String>,
    /// Where.
    #[serde(default)]
    pub place: Option<String>,
    /// When, EDTF.
    #[serde(default)]
    pub when: Option<String>,
    /// Whether it happened.
    pub status: Status,
}

/// A CAMEO event.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[allow(missing_docs)]
pub struct GoldCode {
    pub source: String,
    pub target: String,
    pub code: String,
}

/// A time expression; offsets in code points.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[allow(missing_docs)]
pub struct GoldTimex {
    pub start: u64,
    pub end: u64,
    #[serde(rename = "type")]
    pub kind: String,
    pub value: String,
    pub text: String,
}

/// A mention of an entity; offsets in code points.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct GoldMention {
    /// Equal for mentions of one thing.
    pub eid: Value,
    /// `person`, `organization`, `place` ...
    pub etype: String,
    /// Where the thing is known; none or empty for one that is not.
    #[serde(default)]
    pub wiki: Option<Value>,
    /// Start.
    pub start: u64,
    /// End.
    pub end: u64,
    /// Words.
    pub text: String,
}

/// A phrase linked to an article of an encyclopedia; offsets in code points.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[allow(missing_docs)]
pub struct GoldLink {
    pub start: u64,
    pub end: u64,
    pub text: String,
    pub title: String,
}

impl Gold {
    /// The records of a file, one a line.
    ///
    /// # Errors
    /// When a line is no gold record or another measure's than the first one; the message gives file and line.
    pub fn read(file: &str, text: &str) -> Result<(Measure, Vec<Gold>), GoldError> {
        let mut out: Vec<Gold> = Vec::new();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let wrong = |message: String| GoldError::Record { file: file.to_owned(), line: number + 1, message };
            let object: Map<String, Value> = serde_json::from_str(line).map_err(|e| wrong(e.to_string()))?;
            let gold = record(object, out.first().map(|g| g.marked.measure())).map_err(wrong)?;
            out.push(gold);
        }
        let measure = out.first().map(|g| g.marked.measure()).ok_or_else(|| GoldError::Empty(file.to_owned()))?;
        Ok((measure, out))
    }

    /// The record's text as an article, read as from a file; none where the record has no text, or none that is read.
    pub fn article(&self) -> Option<Article> {
        let mut object = json!({"id": self.id, "text": self.text});
        for (name, value) in [("date", &self.date), ("title", &self.title)] {
            if let Some(value) = value {
                object[name] = json!(value);
            }
        }
        if self.text.trim().is_empty() {
            return None;
        }
        let bytes = object.to_string().into_bytes();
        match article::records_of("gold.jsonl", bytes, &ReadOptions::default()).next() {
            Some(Ok(Record::Article(article))) => Some(*article),
            _ => None,
        }
    }
}

impl Marked {
    /// The measure that it serves.
    pub fn measure(&self) -> Measure {
        match self {
            Marked::Events(_) => Measure::Events,
            Marked::Root(_) => Measure::Roots,
            Marked::Cameo(_) => Measure::Cameo,
            Marked::Time(_) => Measure::Time,
            Marked::Coref(_) => Measure::Coref,
            Marked::Links(_) => Measure::Links,
        }
    }
}

fn record(mut object: Map<String, Value>, first: Option<Measure>) -> Result<Gold, String> {
    let string = |name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
    let id = string("id").ok_or("the record has no `id`")?;
    // a document creation time may be finer than a day
    let date = string("date").or_else(|| string("dct").map(|d| d.chars().take(10).collect()));
    let (title, text) = (string("title"), string("text").unwrap_or_default());
    let marked = marked(&mut object, first)?;
    if let Some(first) = first.filter(|first| *first != marked.measure()) {
        return Err(format!("{:?} are marked here, and {first:?} in the records before", marked.measure()));
    }
    let title = title.filter(|_| !matches!(marked, Marked::Time(_) | Marked::Coref(_)));
    Ok(Gold { id, date, text, title, marked })
}

fn marked(object: &mut Map<String, Value>, first: Option<Measure>) -> Result<Marked, String> {
    fn list<T: for<'a> Deserialize<'a>>(name: &str, value: Value) -> Result<Vec<T>, String> {
        serde_json::from_value(value).map_err(|e| format!("`{name}`: {e}"))
    }
    if let Some(root) = object.remove("root") {
        return root.as_str().map(|r| Marked::Root(r.to_owned())).ok_or_else(|| "`root` is no string".to_owned());
    }
    for name in ["timex", "mentions", "links", "events"] {
        let Some(value) = object.remove(name) else { continue };
        return match name {
            "timex" => list(name, value).map(Marked::Time),
            "mentions" => list(name, value).map(Marked::Coref),
            "links" => list(name, value).map(Marked::Links),
            _ => {
                let coded = value[0].get("code").is_some() || value[0].is_null() && first == Some(Measure::Cameo);
                if coded { list(name, value).map(Marked::Cameo) } else { events(value).map(Marked::Events) }
            }
        };
    }
    Err("nothing is marked: there is no `events`, `root`, `timex`, `mentions` or `links`".to_owned())
}

fn events(value: Value) -> Result<Vec<GoldEvent>, String> {
    let events: Vec<GoldEvent> = serde_json::from_value(value).map_err(|e| format!("`events`: {e}"))?;
    for kind in events.iter().flat_map(|e| std::iter::once(&e.kind).chain(&e.alt)) {
        types::get(kind).ok_or_else(|| format!("there is no event type `{kind}`"))?;
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_tell_the_measure() {
        for (line, measure) in [
            (r#"{"id": "a", "text": "x", "events": []}"#, Measure::Events),
            (
                r#"{"id": "a", "text": "x", "events": [{"source": "FRA", "target": "DEU", "code": "040"}]}"#,
                Measure::Cameo,
            ),
            (r#"{"id": "a", "text": "x", "root": "AID"}"#, Measure::Roots),
            (r#"{"id": "a", "text": "x", "dct": "2021-03-25T10:00", "timex": []}"#, Measure::Time),
            (r#"{"id": "a", "text": "x", "mentions": []}"#, Measure::Coref),
            (r#"{"id": "a", "text": "x", "links": []}"#, Measure::Links),
        ] {
            assert_eq!(Gold::read("g", line).unwrap().0, measure, "{line}");
        }
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        let error = |text: &str| Gold::read("g.jsonl", text).unwrap_err().to_string();
        let first = r#"{"id": "a", "text": "x", "root": "AID"}"#;
        assert_eq!(error(&format!("{first}\n\n{{\"id\": \"b\"}}")).split(": ").next(), Some("g.jsonl:3"));
        assert!(error(&format!("{first}\n{{\"id\": \"b\", \"links\": []}}")).contains("Links are marked here"));
        let kind = r#"{"id": "a", "text": "x", "events": [{"type": "Party", "status": "actual"}]}"#;
        assert!(error(kind).contains("no event type `Party`"));
        assert!(error("").contains("no gold records"));
    }

    #[test]
    fn a_record_without_text_is_no_article() {
        let (_, gold) = Gold::read("g", r#"{"id": "a", "root": "AID"}"#).unwrap();
        assert_eq!(gold[0].article(), None);
    }
}
