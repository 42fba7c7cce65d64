//! The time expression and the time of an event.

use super::moment::{Moment, Unit, shift_date};
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
    /// The days that it names: for dates, times and stretches of time that have a place on the calendar ("over the past
    /// three years"). None for bare lengths, for sets and for what cannot be resolved.
    pub when: Option<EventTime>,
    /// How an event that it governs lies to it, from the preposition before it.
    pub relation: Relation,
    /// For "two days after the talks", "hours later": how far from what. `when` is filled where the text or the day of
    /// publication gives the anchor; else [`Offset::apply`] computes it from the time of another event.
    pub offset: Option<Offset>,
    /// For an anniversary ("the 30th anniversary last year"): when the event remembered took place.
    pub commemorates: Option<EventTime>,
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

/// How an event lies to the date that governs it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Relation {
    /// On or in it: the date itself.
    #[default]
    At,
    /// "since 2004": from its first day on.
    Since,
    /// "from 2004", "as of June": it may begin there or only be named after it ("the memo from Monday").
    From,
    /// "after March 3": later than it.
    After,
    /// "before the weekend": earlier than it.
    Before,
    /// "until June": up to it.
    Until,
    /// "by June": at some time up to its last day.
    By,
}

/// The tense of a clause, as far as it places the clause in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tense {
    /// It tells of what has been.
    Past,
    /// It tells of what is.
    Present,
    /// It tells of what is to come, with `will` or otherwise ("is scheduled to").
    Future,
    /// Not known; the tagger then looks at the words around.
    #[default]
    Unknown,
}

/// A distance in time from something that the text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Offset {
    /// How many units; negative when before. None for an unstated number ("hours after").
    pub amount: Option<i32>,
    /// Unit of `amount`.
    pub unit: Unit,
    /// Whether it lies later than the anchor.
    pub later: bool,
    /// Byte offset of the first word after "after" or "before", where the anchor is named; none when the anchor is what
    /// was spoken of last ("two days later").
    pub anchor: Option<usize>,
}

impl Offset {
    /// The time that lies this far from `anchor`: days are counted from its first day for "before" and from its last for
    /// "after"; the result is as coarse as the unit. An unstated number of hours stays on the anchor's day; of anything
    /// longer it leaves the side open. None when the anchor is open on the side that counts.
    pub fn apply(&self, anchor: &EventTime) -> Option<EventTime> {
        let from = if self.later { anchor.end.or(anchor.start)? } else { anchor.start.or(anchor.end)? };
        let within_day = matches!(self.unit, Unit::Second | Unit::Minute | Unit::Hour);
        let moment = match self.amount {
            None if within_day => Moment::Day(from),
            None => {
                let relation = if self.later { Relation::After } else { Relation::Before };
                return Some(relation.apply(Moment::Day(from).event_time(None)));
            }
            Some(n) if within_day => {
                let length = match self.unit {
                    Unit::Hour => 3600,
                    Unit::Minute => 60,
                    _ => 1,
                };
                let seconds = i64::from(n) * length;
                Moment::Day(shift_date(from, Unit::Day, (seconds / 86_400) as i32)?)
            }
            Some(n) => {
                let day = shift_date(from, self.unit, n)?;
                let fine = anchor.precision == Precision::Day && self.unit <= Unit::Day;
                if fine { Moment::Day(day) } else { Moment::of(day, self.unit.max(Unit::Day)) }
            }
        };
        Some(moment.event_time(None))
    }
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

impl EventTime {
    /// The days from the first of `self` to the last of `other`.
    pub fn up_to(&self, other: &EventTime) -> EventTime {
        let edtf = |date: Option<Date>| date.map_or("..".to_owned(), |d| d.to_string());
        EventTime {
            edtf: format!("{}/{}", edtf(self.start), edtf(other.end)),
            start: self.start,
            end: other.end,
            precision: Precision::Range,
            text: None,
        }
    }
}

impl Relation {
    /// The time of an event that stands in this relation to `time`: itself for [`Relation::At`] and [`Relation::From`], else a range open on one
    /// side. "since 2004" is `2004-01-01/..`, "before March 3" is `../2021-03-03`, "by June" is `../2021-06-30`.
    pub fn apply(self, time: EventTime) -> EventTime {
        let (start, end) = match self {
            Relation::At | Relation::From => return time,
            Relation::Since => (time.start, None),
            Relation::After => (time.end, None),
            Relation::Before => (None, time.start),
            Relation::Until | Relation::By => (None, time.end),
        };
        let edtf = match (start, end) {
            (Some(date), _) => format!("{date}/.."),
            (None, Some(date)) => format!("../{date}"),
            (None, None) => return time,
        };
        let precision = if start.is_some() { Precision::After } else { Precision::Before };
        EventTime { edtf, start, end, precision, text: time.text }
    }
}

impl Timex {
    /// The time of an event that this expression governs: `when`, opened by the preposition. What was before or after an hour of a
    /// day was on that day.
    pub fn event_time(&self) -> Option<EventTime> {
        let of_day = self.kind == TimexKind::Time;
        self.when.clone().map(|when| if of_day { when } else { self.relation.apply(when) })
    }
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

impl Precision {
    /// Every precision.
    pub const ALL: [Self; 8] =
        [Self::Day, Self::Week, Self::Month, Self::Season, Self::Year, Self::Range, Self::Before, Self::After];
}
