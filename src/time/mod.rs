//! When: time expressions found and normalised.

use crate::span::Span;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A time expression of the text, as TIMEX3 has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Timex {
    /// Its words.
    pub span: Span,
    /// TIMEX3 type.
    pub kind: TimexKind,
    /// TIMEX3 value: `2021-03-25`, `2021-W11`, `P2D`, `PRESENT_REF`.
    pub value: String,
    /// The days that it names, for dates; none for durations, sets and what cannot be resolved.
    pub when: Option<EventTime>,
}

/// TIMEX3 types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimexKind {
    /// A day or something longer on the calendar.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// Something that recurs.
    Set,
}

/// When something happened, in whole days.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct EventTime {
    /// EDTF level 0/1: `2021-03-25`, `2021-03`, `2013`, `2021-03-15/2021-03-21`, `../2021-03-25`.
    pub edtf: String,
    /// First day; none when open.
    #[schemars(with = "Option<String>")]
    pub start: Option<Date>,
    /// Last day; none when open.
    #[schemars(with = "Option<String>")]
    pub end: Option<Date>,
    /// How fine.
    pub precision: Precision,
    /// The words that say so; none when the date is that of the article.
    pub text: Option<String>,
}

/// How fine a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Precision {
    Day,
    Week,
    Month,
    Season,
    Year,
    Range,
    Before,
    After,
}
