//! What a matched pattern denotes.

mod calendar;
mod clock;
mod discourse;
mod lengths;
mod periods;
mod publication;
mod sets;

use super::lexicon::{Class, DAYPARTS};
use super::moment::{Moment, SEASONS, Unit, add_days, days_between, range_time, shift_date};
use super::pattern::{Match, PartKind, Patterns};
use super::tagger::{Tables, Words};
use super::timex::{EventTime, Offset, Relation, Tense, TimexKind};
use super::token::{Shape, Token, UNSTATED, half_day};
use jiff::civil::{Date, Weekday};

/// Declares [`Action`] with the names that patterns use.
macro_rules! actions {
    ($($variant:ident = $name:literal,)*) => {
        /// What to do with a match; one method of [`Context`] each.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Action { $($variant,)* }

        impl Action {
            pub(super) fn parse(name: &str) -> Option<Self> {
                match name { $($name => Some(Action::$variant),)* _ => None }
            }
        }
    };
}

actions! {
    Date = "date",
    LastDay = "lastday",
    ShortYear = "shortyear",
    Numeric = "numeric",
    RelMonth = "rel_month",
    RelDay = "rel_day",
    DayOf = "dayof",
    Days = "days",
    Months = "months",
    Years = "years",
    Season = "season",
    Quarter = "quarter",
    QuarterNumber = "qnumber",
    Fiscal = "fiscal",
    Decade = "decade",
    Century = "century",
    Today = "today",
    Rel = "rel",
    WeekdayOf = "weekday_of",
    Ago = "ago",
    FromNow = "fromnow",
    FromDay = "fromday",
    Span = "span",
    Ana = "ana",
    The = "the",
    Beside = "beside",
    Dir = "dir",
    Edge = "edge",
    Nth = "nth",
    YearEnd = "yearend",
    Clock = "clock",
    DayTime = "daytime",
    Part = "part",
    Length = "length",
    LengthOf = "lengthof",
    About = "about",
    Vague = "vague",
    Lasting = "lasting",
    Offset = "offset",
    None = "none",
    Set = "set",
    Annual = "annual",
    Ref = "ref",
    Holiday = "holiday",
    Anniversary = "anniversary",
}

impl Action {
    /// Whether it may give a single day, for times of that day.
    pub fn may_be_day(self) -> bool {
        use Action::*;
        matches!(
            self,
            Date | LastDay | Numeric | RelMonth | RelDay | Today | Rel | WeekdayOf | Ana | Dir | Holiday | DayOf | Edge
        )
    }
}

/// What a match denotes.
#[derive(Clone, Debug)]
pub(super) struct Resolved {
    pub kind: TimexKind,
    pub value: String,
    pub moment: Option<Moment>,
    pub when: Option<EventTime>,
    pub offset: Option<Offset>,
    pub commemorates: Option<EventTime>,
    /// Its words name the year.
    pub explicit: bool,
}

impl Resolved {
    fn bare(kind: TimexKind, value: impl Into<String>) -> Self {
        Self { kind, value: value.into(), moment: None, when: None, offset: None, commemorates: None, explicit: false }
    }

    fn moment(moment: Moment) -> Self {
        Self {
            moment: Some(moment),
            when: Some(moment.event_time(None)),
            ..Self::bare(TimexKind::Date, moment.value())
        }
    }

    /// A date, or what stands for one of that size where it could not be resolved.
    fn or_unresolved(moment: Option<Moment>, unit: Unit) -> Self {
        moment.map_or_else(|| Self::bare(TimexKind::Date, unit.unresolved()), Self::moment)
    }
}

/// A date that an expression of the text named.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    pub moment: Moment,
    pub sentence: usize,
    /// With its year.
    pub explicit: bool,
    /// Of which anniversary it is the year.
    pub anniversary: Option<i32>,
}

/// Everything that the value of an expression may depend on.
pub(super) struct Context<'a> {
    pub tables: &'a Tables,
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub anchor: Option<Date>,
    pub tense: &'a dyn Fn(usize) -> Tense,
    /// Dates named so far, in order.
    pub history: &'a [Mention],
    pub sentence: usize,
}

impl Context<'_> {
    /// What `m` denotes; none when the words around show that it is no expression of time.
    pub fn resolve(&self, m: &Match) -> Option<Resolved> {
        let rule = &self.patterns().rules[m.rule as usize];
        let mut resolved = match rule.action {
            Action::Date => self.date(m),
            Action::LastDay => self.last_day(m),
            Action::ShortYear => m.get(Class::ShortYear).map(|y| {
                let year = if y < 50 { 2000 + y } else { 1900 + y };
                Resolved { explicit: true, ..Resolved::moment(Moment::Year(year as i16)) }
            }),
            Action::Numeric => {
                let n = m.get(Class::Numeric)?;
                let date = Date::new((n / 10_000) as i16, (n / 100 % 100) as i8, (n % 100) as i8).ok()?;
                Some(Resolved { explicit: true, ..Resolved::moment(Moment::Day(date)) })
            }
            Action::RelMonth => self.rel_month(m),
            Action::RelDay => self.rel_day(m),
            Action::DayOf => self.day_of_month(m),
            Action::Days | Action::Months | Action::Years => self.dash_range(m, rule.action),
            Action::Season => self.season(m),
            Action::Quarter => self.quarter(m),
            Action::QuarterNumber => self.quarter_number(m),
            Action::Fiscal => {
                let year = m.readings().filter(|r| matches!(r.class, Class::Year | Class::ShortYear)).last()?;
                let year = if year.class == Class::ShortYear { m.get(Class::Year)? + 1 } else { year.value };
                Some(Resolved::bare(TimexKind::Date, format!("FY{year:04}")))
            }
            Action::Decade => self.decade(m),
            Action::Century => {
                let n = m.get(Class::Ordinal).filter(|n| (1..=22).contains(n))?;
                Some(Resolved { explicit: true, ..Resolved::moment(Moment::Century(n as i16 - 1)) })
            }
            Action::Today => {
                let day = self.anchor.and_then(|a| add_days(a, m.get(Class::Today)?));
                Some(Resolved::or_unresolved(day.map(Moment::Day), Unit::Day))
            }
            Action::Rel => self.rel(m),
            Action::WeekdayOf => self.weekday_of_week(m),
            Action::Ago => self.ago(m, -1),
            Action::FromDay => self.after_day(m),
            Action::FromNow => self.ago(m, 1),
            Action::Span => self.span(m),
            Action::Ana => self.ana(m),
            Action::The => self.the_unit(m),
            Action::Beside => self.beside(m),
            Action::Dir => self.dir(m),
            Action::Edge => self.edge(m),
            Action::Nth => self.nth(m),
            Action::YearEnd => Some(Resolved::or_unresolved(self.anchor.map(|a| Moment::Year(a.year())), Unit::Year)),
            Action::Clock => self.clock(m),
            Action::DayTime => self.day_time(m),
            Action::Part => self.part(m),
            Action::Length => self.length(m),
            Action::LengthOf => self.length_of(m),
            Action::About => self.unit(m).map(|(unit, _)| Resolved::bare(TimexKind::Duration, unit.duration("X"))),
            Action::Vague => self.vague(m),
            Action::Lasting => {
                let unit = unit_of(m.get(Class::Lasting)?).0;
                Some(Resolved::bare(TimexKind::Duration, unit.duration("1")))
            }
            Action::Offset => self.offset(m),
            Action::None => None,
            Action::Set => self.set(m),
            Action::Annual => self.annual(m),
            Action::Ref => self.reference(m, rule.value?),
            Action::Holiday => self.holiday(m),
            Action::Anniversary => self.anniversary(m),
        }?;
        if matches!(resolved.kind, TimexKind::Date) && rule.kind != TimexKind::Date {
            resolved.kind = rule.kind;
        }
        Some(resolved)
    }

    fn patterns(&self) -> &Patterns {
        &self.tables.patterns
    }

    fn words(&self) -> &Words {
        &self.tables.words
    }

    // --- The words around

    fn token(&self, i: usize) -> Option<&Token> {
        self.tokens.get(i)
    }

    fn before(&self, i: usize) -> Option<&Token> {
        self.tokens.get(i.checked_sub(1)?)
    }

    fn has(&self, i: usize, class: Class) -> bool {
        self.token(i).is_some_and(|t| t.readings.iter().any(|r| r.class == class))
    }

    fn str(&self, i: usize) -> &str {
        self.token(i).map_or("", |t| t.span.of(self.text))
    }

    fn str_before(&self, i: usize) -> &str {
        self.before(i).map_or("", |t| t.span.of(self.text))
    }

    /// Whether one of the words that come before dates ("in", "since", "last") ends just before token `i`.
    fn follows_preposition(&self, i: usize) -> bool {
        let hyphen = i > 1 && self.tokens[i].glued && self.str(i - 1) == "-";
        self.ends_before(i, Class::Before) || (hyphen && self.ends_before(i - 1, Class::Before))
    }

    fn ends_before(&self, i: usize, class: Class) -> bool {
        self.reading_before(i, class).is_some()
    }

    /// The longest phrase of a class that ends just before token `i`.
    fn reading_before(&self, i: usize, class: Class) -> Option<i32> {
        (1..=3.min(i)).rev().find_map(|len| {
            let token = &self.tokens[i - len];
            token.readings.iter().find(|r| r.class == class && usize::from(r.len) == len).map(|r| r.value)
        })
    }

    /// First token of the expression together with the preposition before it.
    pub fn with_preposition(&self, i: usize) -> usize {
        let governs = |len: &usize| {
            let readings = &self.tokens[i - len].readings;
            readings
                .iter()
                .any(|r| matches!(r.class, Class::Preposition | Class::Relation) && usize::from(r.len) == *len)
        };
        (1..=3.min(i)).rev().find(governs).map_or(i, |len| i - len)
    }

    /// How an event lies to the expression that begins at token `i`.
    pub fn relation(&self, i: usize) -> Relation {
        match self.reading_before(i, Class::Relation) {
            Some(1) => Relation::Since,
            Some(2) => Relation::From,
            Some(3) => Relation::After,
            Some(4) => Relation::Before,
            Some(5) => Relation::Until,
            Some(6) => Relation::By,
            _ => Relation::At,
        }
    }

    fn tense_at(&self, i: usize) -> Tense {
        let told = self.token(i).map_or(Tense::Unknown, |t| (self.tense)(t.span.start));
        let relation = self.relation(i);
        // "formed by September" lies ahead as often as not.
        let participles = !matches!(relation, Relation::Until | Relation::By);
        // "a strike for Monday", "gave them until Friday"
        if self.str_before(i) == "for" && self.str(i + 1) != "'s" && self.str(i + 1) != "’s" {
            return Tense::Future;
        }
        let tense = match told {
            Tense::Unknown => self.tables.signs.near(self.tokens, self.text, i, participles),
            told => told,
        };
        match (tense, relation) {
            (Tense::Past, _) | (Tense::Future, _) => tense,
            (_, Relation::Until | Relation::By) => Tense::Future,
            (_, Relation::Since) => Tense::Past,
            _ => tense,
        }
    }

    // --- The dates around

    /// What the text last named that is no coarser than `unit`, as far back as `sentences` sentences.
    fn last_named(&self, unit: Unit, sentences: usize) -> Option<Moment> {
        let near = self.history.iter().rev().take_while(|h| self.sentence - h.sentence <= sentences);
        near.map(|h| h.moment).find(|moment| moment.unit() <= unit)
    }

    /// The date that "the previous week" and the like start from.
    fn reference_point(&self, unit: Unit) -> Option<Moment> {
        self.last_named(unit, usize::MAX).or(self.anchor.map(Moment::Day))
    }

    /// A year for a month that names none: given after it ("from March to June 2015") or earlier in the sentence.
    fn inherited_year(&self, m: &Match) -> Option<i16> {
        let mut at = m.end;
        let joined = self.has(at, Class::To) || matches!(self.str(at), "and" | "or" | "-" | "–");
        if joined {
            at += 1;
            if self.has(at, Class::Day) {
                at += 1;
            }
            if let Some(month) = self.token(at).and_then(|t| t.readings.iter().find(|r| r.class == Class::Month)) {
                at += usize::from(month.len);
                if self.has(at, Class::Day) {
                    at += 1;
                }
                if self.str(at) == "," {
                    at += 1;
                }
                let year = self.token(at).and_then(|t| t.readings.iter().find(|r| r.class == Class::Year));
                if let Some(year) = year {
                    return i16::try_from(year.value).ok();
                }
            }
        }
        let earlier = self.history.iter().rev().take_while(|h| h.sentence == self.sentence);
        earlier.filter(|h| h.explicit && h.moment.unit() <= Unit::Month).map(|h| h.moment.days().0.year()).next()
    }
}

/// A unit reading and how often it counts.
fn unit_of(value: i32) -> (Unit, i32) {
    (Unit::ALL[(value % 100) as usize % Unit::ALL.len()], if value >= 100 { 2 } else { 1 })
}

/// Thousandths as written in a duration.
fn amount_text(amount: i32, times: i32) -> String {
    if amount < 0 {
        return "X".to_owned();
    }
    let amount = i64::from(amount) * i64::from(times);
    if amount % 1000 == 0 {
        return (amount / 1000).to_string();
    }
    format!("{:.3}", amount as f64 / 1000.0).trim_end_matches('0').to_owned()
}
