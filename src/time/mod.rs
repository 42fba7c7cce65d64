//! When: time expressions found and normalised.
//!
//! [`Tagger`] finds the expressions of TIMEX3 (dates, times, durations, sets) in English news and works out what they
//! denote, relative to the day of publication and to the dates that the text itself names. Words, patterns, holidays and
//! signs of tense are tables under `data/time`; `docs/time.md` shows what comes out.

mod calendar;
mod error;
mod holidays;
mod lexicon;
mod moment;
mod pattern;
mod resolve;
mod tagger;
mod tense;
mod timex;
mod token;
mod typed;

pub use error::TimeTableError;
pub use moment::Unit;
pub use tagger::Tagger;
pub use timex::{EventTime, Offset, Precision, Relation, Tense, Timex, TimexKind};
pub use typed::days;
