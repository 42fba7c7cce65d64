//! The event record: one line of `events.jsonl`.

use crate::actors::{Actor, Place};
use crate::time::EventTime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One event of one article, however often the article mentions it. All offsets are Unicode code points of the
/// article's text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// Equal for the same event of the same article.
    pub id: String,
    /// Where it is reported.
    pub article: Arc<ArticleRef>,
    /// A type of `data/event_types.tsv`.
    #[serde(rename = "type")]
    pub kind: String,
    /// PLOVER coding.
    pub plover: Plover,
    /// CAMEO code.
    pub cameo: String,
    /// `verbal-cooperation`, `material-cooperation`, `verbal-conflict` or `material-conflict`.
    pub quad: String,
    /// Goldstein value of the CAMEO code, from -10 (conflict) to 10 (cooperation).
    pub goldstein: f64,
    /// Who did it, to whom.
    pub participants: Vec<Participant>,
    /// When; none when the text gives no way to know.
    pub time: Option<EventTime>,
    /// Where.
    pub place: Option<EventPlace>,
    /// Whether it happened.
    pub status: Status,
    /// Who says so; none when the article itself does.
    pub said_by: Option<SaidBy>,
    /// Weapons, persons, sums.
    #[serde(default)]
    pub instruments: Vec<Instrument>,
    /// For a speech act: ids of the events that it speaks of, and topics of the closed list, as `topic/sanctions`.
    #[serde(default)]
    pub about: Vec<String>,
    /// Every place of the article that tells of it.
    pub mentions: Vec<EventMention>,
    /// Calibrated probability that the event is as stated, its type and all its actors, from 0 to 1.
    pub confidence: f64,
}

/// The article that reports an event.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct ArticleRef {
    pub id: String,
    pub date: Option<String>,
    pub title: Option<String>,
    pub url: Option<String>,
    pub publisher: Option<String>,
    /// Sketch of the text, by which copies of it are known (`article::Fingerprint`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
}

/// PLOVER event class and mode.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Plover {
    pub event: String,
    pub mode: Option<String>,
}

/// One actor's part in an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Participant {
    /// What part.
    pub role: Role,
    /// Who.
    pub actor: Arc<Actor>,
    /// The words that refer to the actor.
    pub text: String,
    /// Start of those words.
    pub start: usize,
    /// End of those words.
    pub end: usize,
}

/// Parts that actors play.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Role {
    Source,
    Target,
    Mediator,
    Other,
}

/// A place with the words that name it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EventPlace {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// The words of the text.
    pub text: String,
}

/// Whether an event happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It happened or is happening.
    Actual,
    /// Announced, agreed, scheduled.
    Planned,
    /// Could, may, proposed, asked for, conditional.
    Possible,
    /// Did not, refused, denied.
    Negated,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Actual, Self::Planned, Self::Possible, Self::Negated];

    /// As records and graphs write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Actual => "actual",
            Self::Planned => "planned",
            Self::Possible => "possible",
            Self::Negated => "negated",
        }
    }
}

/// The source that the article gives for an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct SaidBy {
    pub actor: Arc<Actor>,
    pub manner: Manner,
}

/// How words are reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Manner {
    Quoted,
    Paraphrased,
}

/// What an event was done with, or how much of it: missiles, troops, sums.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Instrument {
    /// `ballistic missile`, `diplomat`, `USD`.
    pub kind: String,
    /// How many.
    pub count: Option<f64>,
    /// The words of the text.
    pub text: String,
}

/// One place of the article that tells of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EventMention {
    /// Number of the sentence in the article, from 0.
    pub sentence: usize,
    /// Start of the sentence.
    pub start: usize,
    /// End of the sentence.
    pub end: usize,
    /// The sentence.
    pub text: String,
    /// The words that name the event.
    pub trigger: Trigger,
    /// The rule that matched: `meeting.noun`; `model` where the learned part proposed it.
    pub rule: String,
}

/// The words that name an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Trigger {
    pub start: usize,
    pub end: usize,
    pub text: String,
}
