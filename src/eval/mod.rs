//! How well the extractor does: its events, time expressions and references beside those that people marked.
//!
//! Gold is JSONL, a record a line: `id`, `date` (or `dct`), `title`, `text`, and what was marked. The fields tell which of
//! six measures it serves; see [`Measure`].

mod cameo;
mod coref;
mod events;
mod figures;
mod gold;
mod links;
mod reliability;
mod roots;
mod time;

pub use events::{Judgement, Level, judge};
pub use gold::{Gold, GoldError, GoldEvent, Marked};
pub use reliability::reliability;
pub use roots::is_root;

use crate::actors::Gazetteer;
use crate::events::Event;
use serde_json::Value;

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// `events` with `type`, `source`, `target`, `when`, `status`: events with their actors, dates and status.
    Events,
    /// `root`: the PLOVER class of a sentence.
    Roots,
    /// `events` with `code`: source, target and CAMEO root.
    Cameo,
    /// `timex`: spans and values of time expressions.
    Time,
    /// `mentions`: pronouns and phrases in the chain of the names that they stand for.
    Coref,
    /// `links`: phrases that stand for a country.
    Links,
}

/// Which records count: tune on one half, believe the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// The first, third, fifth ... record.
    Tune,
    /// The others.
    Check,
}

impl Half {
    /// Whether the record of that number, from 0, belongs to it.
    pub fn holds(self, number: usize) -> bool {
        number.is_multiple_of(2) == (self == Half::Tune)
    }
}

/// What the program made of one gold record.
#[derive(Clone, Debug, PartialEq)]
pub enum Made {
    /// Events, for measures of events.
    Events(Vec<Event>),
    /// An annotation in the shape of `annotate`, for the others.
    Annotation(Value),
}

impl Made {
    fn events(&self) -> &[Event] {
        match self {
            Made::Events(events) => events,
            Made::Annotation(_) => &[],
        }
    }

    fn list(&self, field: &str) -> &[Value] {
        match self {
            Made::Events(_) => &[],
            Made::Annotation(value) => value[field].as_array().map_or(&[], Vec::as_slice),
        }
    }
}

/// How well it did.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    /// All figures, one line.
    pub line: String,
    /// What was missed, wrong or spurious, a line each.
    pub details: Vec<String>,
    /// The figure by which the gold is judged: the first F1 of the line, or the first share where it has no F1.
    pub figure: f64,
}

impl Measure {
    /// Whether it looks at annotations rather than events.
    pub fn reads_annotations(self) -> bool {
        matches!(self, Measure::Time | Measure::Coref | Measure::Links)
    }
}

/// Compares what was made of each gold record with what is marked there. `name` begins the line of figures. Records of
/// another measure than the first one's count as empty.
pub fn score(name: &str, measure: Measure, level: Level, pairs: &[(Gold, Made)]) -> Scores {
    match measure {
        Measure::Events => events::score(name, level, pairs),
        Measure::Roots => roots::score(name, pairs),
        Measure::Cameo => cameo::score(name, pairs),
        Measure::Time => time::score(name, pairs),
        Measure::Coref => coref::score(name, pairs),
        Measure::Links => links::score(name, pairs, &links::countries(&Gazetteer::shipped())),
    }
}
