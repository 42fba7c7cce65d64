//! What a matched pattern denotes.

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
            Action::FromDay => self.from_day(m),
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

    // --- Calendar dates

    fn date(&self, m: &Match) -> Option<Resolved> {
        let year = m.get(Class::Year).and_then(|y| i16::try_from(y).ok());
        let month = m.get(Class::Month).map(|n| n as i8);
        let day = m.get(Class::Day).or(m.get(Class::OrdinalDay)).map(|n| n as i8);
        let weekday = m.get(Class::Weekday).map(|n| n as i8);
        let explicit = |moment| Some(Resolved { explicit: true, ..Resolved::moment(moment) });
        if day.is_some() && m.end > m.start + 1 {
            // "in March 20 people"
            let last_is_day = self.has(m.end - 1, Class::Day);
            if last_is_day && self.has(m.end, Class::Compound) && self.tokens[m.end].capital {
                return None;
            }
            if last_is_day && (self.has(m.end, Class::Counted) || matches!(self.str(m.end), "%" | "per" | "-")) {
                return None;
            }
        }
        match (year, month, day) {
            (Some(y), Some(mo), Some(d)) => explicit(Moment::Day(Date::new(y, mo, d).ok()?)),
            (Some(y), Some(mo), None) => explicit(Moment::Month(y, mo)),
            (None, Some(mo), Some(d)) => {
                Date::new(2000, mo, d).ok()?;
                let inherited = self.inherited_year(m);
                let explicit = inherited.is_some();
                let date = match inherited {
                    Some(y) => Some(Date::new(y, mo, d).ok()?),
                    None => self.nearest_day(mo, d, weekday, m.start),
                };
                Some(match date {
                    Some(date) => Resolved { explicit, ..Resolved::moment(Moment::Day(date)) },
                    None => Resolved::bare(TimexKind::Date, format!("XXXX-{mo:02}-{d:02}")),
                })
            }
            (None, Some(mo), None) => self.month(m, mo),
            (None, None, None) => self.weekday(m, weekday?),
            (Some(y), None, None) => self.year(m, y),
            (_, None, Some(_)) => None,
        }
    }

    /// The day of that name nearest to publication, unless the tense speaks for the other side and it is not much farther.
    fn nearest_day(&self, month: i8, day: i8, weekday: Option<i8>, at: usize) -> Option<Date> {
        let anchor = self.anchor?;
        let tense = self.tense_at(at);
        let days = (-1..=1).filter_map(|n| Date::new(anchor.year() + n, month, day).ok());
        let cost = |date: &Date| {
            let ahead = days_between(anchor, *date);
            let wrong_side = match tense {
                Tense::Past => ahead > 0,
                Tense::Future => ahead < 0,
                Tense::Present | Tense::Unknown => false,
            };
            let wrong_weekday = weekday.is_some_and(|w| date.weekday().to_monday_one_offset() != w);
            ahead.abs() + if wrong_side { 150 } else { 0 } + if wrong_weekday { 400 } else { 0 }
        };
        days.min_by_key(cost)
    }

    fn month(&self, m: &Match, month: i8) -> Option<Resolved> {
        let alone = m.parts.len() == 1;
        let unsure = m.readings().any(|r| r.class == Class::Month && r.unsure);
        if alone && unsure && !self.follows_preposition(m.start) {
            return None;
        }
        if let Some(year) = self.inherited_year(m) {
            return Some(Resolved { explicit: true, ..Resolved::moment(Moment::Month(year, month)) });
        }
        let Some(anchor) = self.anchor else {
            return Some(Resolved::bare(TimexKind::Date, format!("XXXX-{month:02}")));
        };
        // The nearest month of that name; the tense weighs eight months, so that only next month beats last year's.
        let ahead = (i32::from(month) - i32::from(anchor.month())).rem_euclid(12);
        let back = (12 - ahead) % 12;
        let (ahead_cost, back_cost) = match self.tense_at(m.start) {
            Tense::Future => (ahead, back + 8),
            Tense::Past => (ahead + 8, back),
            Tense::Present | Tense::Unknown => (ahead + 6, back),
        };
        let months = if ahead == 0 || ahead_cost < back_cost { ahead } else { -back };
        Some(Resolved::moment(Moment::Month(anchor.year(), anchor.month()).shift(months)?))
    }

    fn weekday(&self, m: &Match, weekday: i8) -> Option<Resolved> {
        let unsure = m.readings().any(|r| r.class == Class::Weekday && r.unsure);
        if unsure && !self.follows_preposition(m.start) {
            return None;
        }
        // "Bloody Sunday", "Black Friday" and "the Friday Times" are names.
        let Some(anchor) = self.anchor else {
            return Some(Resolved::bare(TimexKind::Date, format!("XXXX-WXX-{weekday}")));
        };
        let back = (i32::from(anchor.weekday().to_monday_one_offset()) - i32::from(weekday)).rem_euclid(7);
        let days = match self.tense_at(m.start) {
            Tense::Future => (7 - back) % 7,
            _ => -back,
        };
        Some(Resolved::moment(Moment::Day(add_days(anchor, days)?)))
    }

    fn year(&self, m: &Match, year: i16) -> Option<Resolved> {
        let before = self.before(m.start);
        let word_before = self.str_before(m.start);
        let glued_before = self.tokens[m.start].glued;
        let next_glued = self.token(m.end).is_some_and(|t| t.glued);
        let strong = self.follows_preposition(m.start);
        let usual = (1900..=2099).contains(&year);
        if matches!(word_before, "$" | "€" | "£" | "#" | "¥" | "." | "№") || (glued_before && word_before == "/")
        {
            return None;
        }
        if glued_before && matches!(word_before, "-" | "–" | "+") {
            let compound = m.start.checked_sub(2).map(|i| self.str(i).to_ascii_lowercase());
            if !compound.is_some_and(|w| matches!(w.as_str(), "mid" | "early" | "late" | "pre" | "post")) {
                return None;
            }
        }
        if self.ends_before(m.start, Class::Numbered) || (!usual && !strong) {
            return None;
        }
        if matches!(self.str(m.end), "%")
            || (next_glued && self.str(m.end) == "." && self.has(m.end + 1, Class::Number))
        {
            return None;
        }
        if self.has(m.end, Class::Counted) && (year % 100 == 0 || !strong) {
            return None;
        }
        // "2000 demonstrators" counts; "the 2000 elections" does not.
        let next = self.str(m.end);
        let plural =
            next.len() > 3 && next.ends_with('s') && !next.ends_with("ss") && next.starts_with(char::is_lowercase);
        let determined = strong
            || before.is_none()
            || matches!(
                word_before.to_ascii_lowercase().as_str(),
                "the" | "'" | "s" | "its" | "their" | "his" | "her" | "our"
            );
        if plural && !next_glued && year % 50 == 0 && !matches!(word_before, "the") || (plural && !determined) {
            return None;
        }
        // Codes: "Boeing 2007", but not "Beijing Olympics 2008" after a comma, bracket or lower-case word.
        let unknown_name =
            before.is_some_and(|t| t.shape == Shape::Word && t.capital && t.readings.is_empty() && m.start > 1);
        if unknown_name && next.starts_with(|c: char| c.is_lowercase()) && plural {
            return None;
        }
        Some(Resolved { explicit: true, ..Resolved::moment(Moment::Year(year)) })
    }

    /// The second day of "March 3 and 5".
    fn last_day(&self, m: &Match) -> Option<Resolved> {
        let day = m.readings().filter(|r| r.class == Class::Day).last()?.value as i8;
        let month = m.get(Class::Month)? as i8;
        let free = self.token(m.end).is_none_or(|t| t.shape == Shape::Mark) || self.has(m.end, Class::Before);
        if !free || self.str(m.end) == "%" || self.str(m.end) == "-" {
            return None;
        }
        let date = match m.get(Class::Year) {
            Some(year) => Some(Date::new(year as i16, month, day).ok()?),
            None => self.nearest_day(month, day, None, m.start),
        };
        Some(match date {
            Some(date) => Resolved::moment(Moment::Day(date)),
            None => Resolved::bare(TimexKind::Date, format!("XXXX-{month:02}-{day:02}")),
        })
    }

    /// "May of this year", "June 3 last year".
    fn rel_month(&self, m: &Match) -> Option<Resolved> {
        let month = m.get(Class::Month)? as i8;
        let Some(Moment::Year(year)) = self.resolve(m.sub()?)?.moment else {
            let year_like = m.sub()?.get(Class::Unit).map(unit_of).is_some_and(|(u, _)| u == Unit::Year);
            return (year_like && self.anchor.is_none())
                .then(|| Resolved::bare(TimexKind::Date, format!("XXXX-{month:02}")));
        };
        Some(Resolved::moment(match m.get(Class::Day) {
            Some(day) => Moment::Day(Date::new(year, month, day as i8).ok()?),
            None => Moment::Month(year, month),
        }))
    }

    /// "next January 20", "this May 1".
    fn rel_day(&self, m: &Match) -> Option<Resolved> {
        let (month, day) = (m.get(Class::Month)? as i8, m.get(Class::Day)? as i8);
        let step = m.get(Class::Rel)?;
        let Some(anchor) = self.anchor else {
            return Some(Resolved::bare(TimexKind::Date, format!("XXXX-{month:02}-{day:02}")));
        };
        let mut days = (-2..=2).filter_map(|n| Date::new(anchor.year() + n, month, day).ok());
        let found = match step {
            -1 => days.rfind(|d| *d < anchor),
            1 => days.find(|d| *d > anchor),
            _ => days.find(|d| d.year() == anchor.year()),
        };
        Some(Resolved::moment(Moment::Day(found?)))
    }

    fn day_of_month(&self, m: &Match) -> Option<Resolved> {
        let step = if m.has_word(self.words().last) {
            -1
        } else if m.has_word(self.words().next) {
            1
        } else {
            0
        };
        let day = m.get(Class::OrdinalDay)? as i8;
        let date = self.anchor.and_then(|a| match Moment::of(a, Unit::Month).shift(step)? {
            Moment::Month(y, mo) => Date::new(y, mo, day).ok(),
            _ => None,
        });
        Some(Resolved::or_unresolved(date.map(Moment::Day), Unit::Day))
    }

    /// "March 3-5", "May-June 2010", "2015-16": the length, and the days between.
    fn dash_range(&self, m: &Match, action: Action) -> Option<Resolved> {
        let all = |class: Class| m.readings().filter(move |r| r.class == class).map(|r| r.value);
        let year = m.get(Class::Year).map(|y| y as i16).or_else(|| self.inherited_year(m));
        let (first, last, length) = match action {
            Action::Years => {
                let a = m.get(Class::Year)?;
                let b = match m.get(Class::ShortYear) {
                    Some(short) => a / 100 * 100 + short,
                    None => all(Class::Year).nth(1)?,
                };
                let known = (1800..=2100).contains(&a) && a < b && b - a < 100 && !self.tokens[m.start].glued;
                if !known || self.ends_before(m.start, Class::Numbered) || self.has(m.end, Class::Counted) {
                    return None;
                }
                (Moment::Year(a as i16), Moment::Year(b as i16), Unit::Year.duration(&(b - a).to_string()))
            }
            Action::Months => {
                let (a, b) = (all(Class::Month).next()?, all(Class::Month).nth(1)?);
                let length = Unit::Month.duration(&(b - a).rem_euclid(12).to_string());
                let Some(year) = year.or_else(|| self.month(m, b as i8)?.moment.map(|mo| mo.days().0.year())) else {
                    return Some(Resolved::bare(TimexKind::Duration, length));
                };
                (Moment::Month(if a > b { year - 1 } else { year }, a as i8), Moment::Month(year, b as i8), length)
            }
            _ => {
                let (a, b) = (all(Class::Day).next()?, all(Class::Day).nth(1)?);
                let month = m.get(Class::Month)? as i8;
                if a >= b || self.has(m.end, Class::Counted) {
                    return None;
                }
                let length = Unit::Day.duration(&(b - a).to_string());
                let year = year.or_else(|| self.nearest_day(month, a as i8, None, m.start).map(|d| d.year()));
                let Some(year) = year else { return Some(Resolved::bare(TimexKind::Duration, length)) };
                let day = |d: i32| Date::new(year, month, d as i8).ok().map(Moment::Day);
                (day(a)?, day(b)?, length)
            }
        };
        let when = range_time(first.days().0, last.days().1);
        Some(Resolved { when, ..Resolved::bare(TimexKind::Duration, length) })
    }

    // --- Seasons, quarters, decades

    fn season(&self, m: &Match) -> Option<Resolved> {
        let season = m.get(Class::Season)? as i8;
        if let Some(year) = m.get(Class::Year) {
            return Some(Resolved { explicit: true, ..Resolved::moment(Moment::Season(year as i16, season)) });
        }
        if let Some(sub) = m.sub() {
            return match self.resolve(sub)?.moment {
                Some(Moment::Year(year)) => Some(Resolved::moment(Moment::Season(year, season))),
                _ => None,
            };
        }
        let token = &self.tokens[m.parts.first()?.token];
        let unsure = m.readings().any(|r| r.class == Class::Season && r.unsure);
        let the = self.str_before(m.start).eq_ignore_ascii_case("the") && m.start > 0;
        let supported = self.follows_preposition(m.start)
            || m.start != m.first
            || (the && m.start > 1 && self.follows_preposition(m.start - 1));
        let verb_or_name = (token.capital && m.start > 0)
            || self.has(m.end, Class::Compound)
            || matches!(self.str(m.end), "of" | "up" | "from" | "back" | "into" | "to" | "water" | "Olympics");
        if verb_or_name
            || (unsure && m.start == m.first)
            || (!supported && !the && m.start > 0 && self.str_before(m.start).ends_with("ing"))
        {
            return None;
        }
        self.season_near(season, self.tense_at(m.start))
    }

    /// The season that the tense points to; without one that which is nearest.
    fn season_near(&self, season: i8, tense: Tense) -> Option<Resolved> {
        let Some(anchor) = self.anchor else {
            return Some(Resolved::bare(TimexKind::Date, format!("XXXX-{}", SEASONS[season as usize % 4])));
        };
        let all = (-1..=1).map(|n| Moment::Season(anchor.year() + n, season));
        all.min_by_key(|s| self.distance(*s, tense, 1000)).map(Resolved::moment)
    }

    fn quarter(&self, m: &Match) -> Option<Resolved> {
        let half = m.has_word(self.words().half);
        let per_year = if half { 2 } else { 4 };
        let ordinal = m.get(Class::Ordinal)?;
        let n = if ordinal == -1 { per_year } else { ordinal } as i8;
        if n > per_year as i8 || matches!(self.str(m.end), "final" | "finals" | "century") {
            return None;
        }
        if self.str(m.end) == "-" && self.str(m.end + 1).starts_with("final") {
            return None;
        }
        let build = |year: i16| if half { Moment::HalfYear(year, n) } else { Moment::Quarter(year, n) };
        if let Some(year) = m.get(Class::Year) {
            return Some(Resolved { explicit: true, ..Resolved::moment(build(year as i16)) });
        }
        if let Some(sub) = m.sub() {
            return match self.resolve(sub)?.moment? {
                Moment::Year(year) => Some(Resolved { explicit: true, ..Resolved::moment(build(year)) }),
                _ => None,
            };
        }
        let of_year = m.has_word(self.words().year);
        if half && !of_year {
            return None;
        }
        let Some(anchor) = self.anchor else {
            let letter = if half { 'H' } else { 'Q' };
            return Some(Resolved::bare(TimexKind::Date, format!("XXXX-{letter}{n}")));
        };
        if ordinal == -1 && !of_year {
            return m
                .has_word(self.words().quarter)
                .then(|| Moment::of(anchor, Unit::Quarter).shift(-1))
                .flatten()
                .map(Resolved::moment);
        }
        if of_year {
            return Some(Resolved::moment(build(anchor.year())));
        }
        let years = (-1..=1).map(|n| build(anchor.year() + n));
        let tense = self.tense_at(m.start);
        years.min_by_key(|q| self.distance(*q, tense, 100)).map(Resolved::moment)
    }

    /// Days from publication to `moment`, and `weight` more on the side that the tense speaks against.
    fn distance(&self, moment: Moment, tense: Tense, weight: i64) -> i64 {
        let Some(anchor) = self.anchor else { return 0 };
        let (first, last) = moment.days();
        let (ahead, behind) = (days_between(anchor, first).max(0), days_between(last, anchor).max(0));
        let wrong_side = match tense {
            Tense::Past => ahead > 0,
            Tense::Future => behind > 0,
            Tense::Present | Tense::Unknown => false,
        };
        ahead + behind + if wrong_side { weight } else { 0 }
    }

    fn quarter_number(&self, m: &Match) -> Option<Resolved> {
        let name = self.str(m.start);
        let n: i8 = name[1..].parse().ok()?;
        let half = name.starts_with(['h', 'H']);
        let build = |year: i16| if half { Moment::HalfYear(year, n) } else { Moment::Quarter(year, n) };
        if let Some(year) = m.get(Class::Year) {
            return Some(Resolved { explicit: true, ..Resolved::moment(build(year as i16)) });
        }
        let moment = self.anchor.map(|a| {
            let this = build(a.year());
            if this.days().0 > a && self.tense_at(m.start) == Tense::Past { build(a.year() - 1) } else { this }
        });
        Some(Resolved::or_unresolved(moment, Unit::Quarter))
    }

    fn decade(&self, m: &Match) -> Option<Resolved> {
        let decade = if let Some(decade) = m.get(Class::Decade) {
            decade
        } else {
            let short = m.get(Class::ShortDecade).or(m.get(Class::DecadeWord))? / 10;
            let marked = m.has_word(self.words().apostrophe) || m.has_word(self.words().the);
            // "in his thirties", "the 40s" of a thermometer
            if !marked || (m.get(Class::ShortDecade).is_some() && short < 2) {
                return None;
            }
            if short >= 3 { 190 + short } else { 200 + short }
        };
        // "the 1700s" are a century, "the 2000s" still a decade.
        let moment = if decade % 10 == 0 && decade < 200 {
            Moment::Century(decade as i16 / 10)
        } else {
            Moment::Decade(decade as i16)
        };
        Some(Resolved { explicit: true, ..Resolved::moment(moment) })
    }

    // --- Relative to publication

    fn rel(&self, m: &Match) -> Option<Resolved> {
        let step = m.get(Class::Rel).unwrap_or(-1);
        let anchor = self.anchor;
        if let (Some(weekday), Some(unit)) = (m.get(Class::Weekday), m.parts.last()) {
            // "Monday last week"
            if unit.token > m.start + 1 || m.has_word(self.words().week) {
                return self.weekday_in_week(weekday, step);
            }
        }
        if let Some(unit) = m.get(Class::Unit) {
            let (unit, times) = unit_of(unit);
            if unit <= Unit::Day || times != 1 {
                return None;
            }
            let weekend_past = unit == Unit::Weekend
                && step == 0
                && anchor.is_some_and(|a| a.weekday().to_monday_one_offset() <= 2)
                && self.tense_at(m.start) == Tense::Past;
            let step = if weekend_past { -1 } else { step };
            let moment = anchor.and_then(|a| Moment::of(a, unit).shift(step));
            return Some(Resolved::or_unresolved(moment, unit));
        }
        if let Some(weekday) = m.get(Class::Weekday) {
            let Some(anchor) = anchor else {
                return Some(Resolved::bare(TimexKind::Date, format!("XXXX-WXX-{weekday}")));
            };
            let ahead = (weekday - i32::from(anchor.weekday().to_monday_one_offset())).rem_euclid(7);
            let days = match step {
                -1 if ahead == 0 => -7,
                -1 => ahead - 7,
                1 if ahead == 0 => 7,
                0 if self.tense_at(m.start) == Tense::Past && ahead > 0 => ahead - 7,
                _ => ahead,
            };
            return Some(Resolved::moment(Moment::Day(add_days(anchor, days)?)));
        }
        if let Some(month) = m.get(Class::Month) {
            let Some(anchor) = anchor else {
                return Some(Resolved::bare(TimexKind::Date, format!("XXXX-{month:02}")));
            };
            let ahead = (month - i32::from(anchor.month())).rem_euclid(12);
            let months = match step {
                -1 if ahead == 0 => -12,
                -1 => ahead - 12,
                1 if ahead == 0 => 12,
                0 => month - i32::from(anchor.month()),
                _ => ahead,
            };
            return Some(Resolved::moment(Moment::Month(anchor.year(), anchor.month()).shift(months)?));
        }
        let season = m.get(Class::Season)? as i8;
        let Some(anchor) = anchor else { return self.season_near(season, Tense::Unknown) };
        let all = (-2..=2).map(|n| Moment::Season(anchor.year() + n, season));
        match step {
            -1 => all.rev().find(|s| s.days().1 < anchor).map(Resolved::moment),
            1 => all.into_iter().find(|s| s.days().0 > anchor).map(Resolved::moment),
            _ => self.season_near(season, Tense::Unknown),
        }
    }

    fn weekday_of_week(&self, m: &Match) -> Option<Resolved> {
        self.weekday_in_week(m.get(Class::Weekday)?, m.get(Class::Rel)?)
    }

    fn weekday_in_week(&self, weekday: i32, step: i32) -> Option<Resolved> {
        let day = self.anchor.and_then(|a| {
            let week = Moment::of(a, Unit::Week).shift(step)?;
            add_days(week.days().0, weekday - 1)
        });
        Some(match day {
            Some(day) => Resolved::moment(Moment::Day(day)),
            None => Resolved::bare(TimexKind::Date, format!("XXXX-WXX-{weekday}")),
        })
    }

    /// "two weeks ago", "a year from now".
    fn ago(&self, m: &Match, sign: i32) -> Option<Resolved> {
        let (unit, times) = self.unit(m)?;
        let amount = m.get(Class::Amount).unwrap_or(UNSTATED);
        // "66 million years ago"
        if m.get(Class::Amount).is_none() && m.start > 0 && self.has(m.start - 1, Class::Counted) {
            return None;
        }
        if amount == UNSTATED {
            return Some(Resolved::bare(TimexKind::Date, if sign < 0 { "PAST_REF" } else { "FUTURE_REF" }));
        }
        let n = sign.checked_mul(amount / 1000)?.checked_mul(times)?;
        Some(self.shifted(self.anchor, unit, n))
    }

    /// "a week from Monday", "two weeks from today".
    fn from_day(&self, m: &Match) -> Option<Resolved> {
        let (unit, times) = self.unit(m)?;
        let n = m.get(Class::Amount).filter(|a| *a > 0)? / 1000;
        let after = m.has_word(self.words().after);
        if unit < Unit::Day || (after && m.sub()?.get(Class::Today).is_none()) {
            return None;
        }
        match self.resolve(m.sub()?)? {
            Resolved { moment: Some(Moment::Day(day)), .. } => {
                let day = shift_date(day, unit, n.checked_mul(times)?);
                Some(Resolved::or_unresolved(day.map(Moment::Day), Unit::Day))
            }
            Resolved { moment: None, .. } => Some(Resolved::bare(TimexKind::Date, Unit::Day.unresolved())),
            _ => None,
        }
    }

    /// `from` and `n` units, as coarse as the unit; a time of an unknown hour for hours and less.
    fn shifted(&self, from: Option<Date>, unit: Unit, n: i32) -> Resolved {
        if unit <= Unit::Hour {
            let kind = TimexKind::Time;
            return match from {
                Some(day) => {
                    let when = Some(Moment::Day(day).event_time(None));
                    Resolved { when, ..Resolved::bare(kind, format!("{day}TXX")) }
                }
                None => Resolved::bare(kind, unit.unresolved()),
            };
        }
        let moment = from.and_then(|day| shift_date(day, unit, n)).map(|day| Moment::of(day, unit));
        Resolved::or_unresolved(moment, unit)
    }

    /// "the past three years", "the coming days": a length that touches the day of publication.
    fn span(&self, m: &Match) -> Option<Resolved> {
        let (unit, times) = self.unit(m)?;
        let singular = m.get(Class::Unit).is_some();
        let article = m.parts.iter().any(|p| p.is(Class::Amount) && self.has(p.token, Class::Article));
        if (singular && unit < Unit::Day) || article {
            return None;
        }
        let amount = match m.get(Class::Amount) {
            Some(amount) => amount,
            None if singular => 1000,
            None => UNSTATED,
        };
        let value = unit.duration(&amount_text(amount, times));
        let resolved = Resolved::bare(TimexKind::Duration, value);
        let words = self.words();
        let sign = if [words.last, words.past, words.recent].iter().any(|w| m.has_word(*w)) {
            -1
        } else if [words.next, words.coming, words.upcoming].iter().any(|w| m.has_word(*w)) {
            1
        } else {
            0
        };
        // "the last two years of the monarchy" are not the last two up to now.
        let now = sign != 0 && self.str(m.end) != "of";
        let (Some(anchor), true, true) = (self.anchor, amount > 0, now) else { return Some(resolved) };
        // Hours and less reach into as many days as they fill, one at least.
        let per_day = match unit {
            Unit::Second => 86_400,
            Unit::Minute => 1440,
            Unit::Hour => 24,
            _ => 1,
        };
        let (n, unit) =
            if per_day > 1 { ((amount / 1000 + per_day - 1) / per_day, Unit::Day) } else { (amount / 1000, unit) };
        let Some(other) = n.checked_mul(times * sign).and_then(|n| shift_date(anchor, unit, n)) else {
            return Some(resolved);
        };
        Some(Resolved { when: range_time(anchor.min(other), anchor.max(other)), ..resolved })
    }

    // --- Relative to the date spoken of

    fn ana(&self, m: &Match) -> Option<Resolved> {
        let words = self.words();
        let step = m
            .get(Class::Ana)
            .unwrap_or_else(|| if [words.after, words.following].iter().any(|w| m.has_word(*w)) { 1 } else { -1 });
        // "the day after the vote": the distance from an event.
        let open = m.has_word(words.after) || m.has_word(words.before);
        if open && m.get(Class::Ana).is_none() && !self.ends_clause(m.end) {
            return None;
        }
        if let Some(unit) = m.get(Class::Unit) {
            let (unit, times) = unit_of(unit);
            if unit < Unit::Day || times != 1 || (unit == Unit::Quarter && step == 0) {
                return None;
            }
            let moment = self.reference_point(unit).and_then(|r| r.at_unit(unit).shift(step));
            return Some(Resolved::or_unresolved(moment, unit));
        }
        if let Some(weekday) = m.get(Class::Weekday) {
            let moment = self.reference_point(Unit::Day).and_then(|r| {
                let from = r.days().0;
                let ahead = (weekday - i32::from(from.weekday().to_monday_one_offset())).rem_euclid(7);
                let days = match step {
                    -1 => ahead - 7,
                    1 if ahead == 0 => 7,
                    _ => ahead,
                };
                add_days(from, days)
            });
            return Some(Resolved::or_unresolved(moment.map(Moment::Day), Unit::Day));
        }
        let reference = self.last_named(Unit::Year, usize::MAX).or(self.anchor.map(Moment::Day));
        let (unit, index, per_year) = match (m.get(Class::Month), m.get(Class::Season)) {
            (Some(month), _) => (Unit::Month, month, 12),
            (_, Some(season)) => (Unit::Quarter, season, 4),
            _ => return None,
        };
        let moment = reference.map(|r| {
            let from = r.days().0;
            let year = from.year();
            if per_year == 12 {
                let now = i32::from(from.month());
                let same_year = match step {
                    -1 => index < now,
                    1 => index > now || r.unit() == Unit::Year,
                    _ => true,
                };
                Moment::Month(if same_year { year } else { year + step as i16 }, index as i8)
            } else {
                let moment = Moment::Season(year, index as i8);
                let passed = moment.days().0 <= from;
                if step == 1 && passed && r.unit() != Unit::Year {
                    Moment::Season(year + 1, index as i8)
                } else {
                    moment
                }
            }
        });
        Some(Resolved::or_unresolved(moment, unit))
    }

    /// Whether a clause may end before token `i`: nothing follows that an adverb of time could govern.
    fn ends_clause(&self, i: usize) -> bool {
        self.token(i).is_none_or(|t| t.shape == Shape::Mark) || self.has(i, Class::NewClause)
    }

    /// "the year", "the day": what is spoken of, else that of publication.
    fn the_unit(&self, m: &Match) -> Option<Resolved> {
        let (unit, times) = unit_of(m.get(Class::Unit)?);
        let title = self.tokens[m.end - 1].capital;
        if unit < Unit::Day || times != 1 || title || self.has(m.end, Class::Defines) {
            return None;
        }
        // "in the weekend vote", "the day trader": a noun follows
        let reach = if unit == Unit::Day { 1 } else { 0 };
        let anchor = self.anchor.map(Moment::Day);
        let moment = self.last_named(unit, reach).or(anchor).map(|r| r.at_unit(unit));
        Some(Resolved::or_unresolved(moment, unit))
    }

    /// "two days later", "a year earlier", "hours later".
    fn dir(&self, m: &Match) -> Option<Resolved> {
        let (unit, times) = self.unit(m)?;
        let sign = m.get(Class::Dir)?;
        let firm = [self.words().later, self.words().earlier].contains(&self.tokens[m.end - 1].word);
        if !firm && !self.ends_clause(m.end) {
            return None;
        }
        let amount = m.get(Class::Amount).unwrap_or(UNSTATED);
        let n = (amount != UNSTATED).then(|| (amount / 1000).checked_mul(times * sign)).flatten();
        let offset = Some(Offset { amount: n, unit, later: sign > 0, anchor: None });
        let named = self.last_named(unit.max(Unit::Day), usize::MAX);
        let from = named.or_else(|| self.anchor.filter(|_| sign < 0).map(Moment::Day)).map(|r| r.days().0);
        let Some(n) = n else {
            let resolved = match unit {
                unit if unit <= Unit::Hour => self.shifted(from, unit, 0),
                unit => Resolved::bare(TimexKind::Date, unit.unresolved()),
            };
            return Some(Resolved { offset, ..resolved });
        };
        Some(Resolved { offset, ..self.shifted(from, unit, n) })
    }

    // --- Parts of a date

    fn edge(&self, m: &Match) -> Option<Resolved> {
        match m.sub() {
            Some(sub) => {
                let resolved = self.resolve(sub)?;
                let fits = matches!(resolved.kind, TimexKind::Date | TimexKind::Time);
                fits.then_some(Resolved { commemorates: None, ..resolved })
            }
            None => {
                let (unit, _) = unit_of(m.get(Class::Unit)?);
                if unit < Unit::Day || self.has(m.end, Class::Defines) {
                    return None;
                }
                if !m.has_word(self.words().the) && self.str_before(m.end - 1) == "of" && unit == Unit::Day {
                    return None;
                }
                let reach = if unit == Unit::Day { 1 } else { 0 };
                let reference = self.last_named(unit, reach).or(self.anchor.map(Moment::Day));
                Some(Resolved::or_unresolved(reference.map(|r| r.at_unit(unit)), unit))
            }
        }
    }

    /// "the last week of March", "the first Monday of May", "the first three months of 2015".
    fn nth(&self, m: &Match) -> Option<Resolved> {
        let whole = match m.sub() {
            Some(sub) => self.resolve(sub)?.moment,
            None => {
                let (unit, _) = m.readings().filter(|r| r.class == Class::Unit).last().map(|r| unit_of(r.value))?;
                let reference = self.last_named(unit, 0).or(self.anchor.map(Moment::Day));
                reference.map(|r| r.at_unit(unit))
            }
        };
        let ordinal = m.get(Class::Ordinal)?;
        if m.get(Class::Units).is_some() {
            let (unit, times) = unit_of(m.get(Class::Units)?);
            let amount = m.get(Class::Amount).unwrap_or(UNSTATED);
            let resolved = Resolved::bare(TimexKind::Duration, unit.duration(&amount_text(amount, times)));
            let (Some(whole), true, 1 | -1) = (whole, amount > 0, ordinal) else { return Some(resolved) };
            let (first, last) = whole.days();
            let n = (amount / 1000).checked_mul(times)?;
            let when = if ordinal == 1 {
                shift_date(first, unit, n).and_then(|d| add_days(d, -1)).and_then(|d| range_time(first, d.min(last)))
            } else {
                add_days(last, 1).and_then(|d| shift_date(d, unit, -n)).and_then(|d| range_time(d.max(first), last))
            };
            return Some(Resolved { when, ..resolved });
        }
        if let Some(weekday) = m.get(Class::Weekday) {
            let day = match whole {
                Some(Moment::Month(y, mo)) => {
                    let weekday = Weekday::from_monday_one_offset(weekday as i8).ok()?;
                    Some(Date::new(y, mo, 1).ok()?.nth_weekday_of_month(ordinal as i8, weekday).ok()?)
                }
                Some(_) => return None,
                None => None,
            };
            return Some(Resolved::or_unresolved(day.map(Moment::Day), Unit::Day));
        }
        let (unit, times) = unit_of(m.readings().find(|r| r.class == Class::Unit)?.value);
        if unit < Unit::Day || times != 1 {
            return None;
        }
        let Some(whole) = whole else { return Some(Resolved::bare(TimexKind::Date, unit.unresolved())) };
        if unit >= whole.unit() {
            return None;
        }
        let (first, last) = whole.days();
        // A week belongs to the month that holds its Thursday, as ISO 8601 has it for years.
        let inner = if ordinal == -1 {
            let week = Moment::of(last, unit);
            let thursday = matches!(unit, Unit::Week).then(|| add_days(week.days().0, 3)).flatten();
            if thursday.is_some_and(|t| t > last) { week.shift(-1) } else { Some(week) }
        } else {
            let week = Moment::of(first, unit);
            let thursday = matches!(unit, Unit::Week).then(|| add_days(week.days().0, 3)).flatten();
            week.shift(ordinal - if thursday.is_some_and(|t| t < first) { 0 } else { 1 })
        };
        let inner = inner.filter(|i| i.days().0 <= last)?;
        Some(Resolved { explicit: true, ..Resolved::moment(inner) })
    }

    // --- Times

    /// The day of a time that names none: next to it, in the sentence, spoken of last, or that of publication.
    fn day_for(&self, m: &Match) -> Option<Date> {
        let mut at = m.end;
        if matches!(self.str(at), "," | "on") {
            at += 1;
        }
        if self.str(at) == "on" {
            at += 1;
        }
        if at < self.tokens.len() {
            let mut found = Vec::new();
            self.patterns().matches(self.tokens, at, &mut found);
            let days = found.into_iter().filter(|f| {
                let rule = &self.patterns().rules[f.rule as usize];
                f.start == at && rule.kind == TimexKind::Date && rule.action.may_be_day()
            });
            let best = days.max_by_key(|f| (f.end, std::cmp::Reverse(f.rule)));
            if let Some(Moment::Day(day)) = best.and_then(|b| self.resolve(&b)).and_then(|r| r.moment) {
                return Some(day);
            }
        }
        match self.last_named(Unit::Day, 0) {
            Some(Moment::Day(day)) => Some(day),
            _ => self.anchor,
        }
    }

    fn time(day: Option<Date>, suffix: &str) -> Resolved {
        let date = day.map_or("XXXX-XX-XX".to_owned(), |d| d.to_string());
        Resolved {
            moment: day.map(Moment::Day),
            when: day.map(|d| Moment::Day(d).event_time(None)),
            ..Resolved::bare(TimexKind::Time, date + "T" + suffix)
        }
    }

    /// `HH:MM` of a match, with the letter for universal time.
    fn clock_text(&self, m: &Match) -> Option<String> {
        let universal = m.get(Class::Zone) == Some(1);
        let hhmm = m.readings().find_map(|r| match r.class {
            Class::Hour | Class::Clock if m.get(Class::AmPm).is_some() => {
                let hour = r.value / 100;
                if hour > 12 { Some(r.value) } else { Some(half_day(r.value, m.get(Class::AmPm) == Some(1))) }
            }
            Class::Hour | Class::Clock | Class::ClockHalf | Class::Military => Some(r.value),
            Class::HourWord => Some(r.value * 100),
            Class::Amount if (1000..=12_000).contains(&r.value) => Some(r.value / 10),
            _ => None,
        })?;
        (hhmm <= 2400).then(|| format!("{:02}:{:02}{}", hhmm / 100, hhmm % 100, if universal { "Z" } else { "" }))
    }

    fn clock(&self, m: &Match) -> Option<Resolved> {
        let text = self.clock_text(m)?;
        Some(Self::time(self.day_for(m), &text))
    }

    fn day_time(&self, m: &Match) -> Option<Resolved> {
        let text = self.clock_text(m)?;
        match self.resolve(m.sub()?)?.moment {
            Some(Moment::Day(day)) => Some(Self::time(Some(day), &text)),
            None => Some(Self::time(None, &text)),
            _ => None,
        }
    }

    fn part(&self, m: &Match) -> Option<Resolved> {
        let name = |index: i32| DAYPARTS.get(usize::try_from(index).ok()?).copied();
        let day = if let Some(sub) = m.sub() {
            match self.resolve(sub)? {
                Resolved { moment: Some(Moment::Day(day)), .. } => Some(day),
                Resolved { moment: None, kind: TimexKind::Date, value, .. } => {
                    let part = name(m.get(Class::Daypart)?)?;
                    return (value.len() >= 10).then(|| Resolved::bare(TimexKind::Time, format!("{value}T{part}")));
                }
                _ => return None,
            }
        } else if m.get(Class::Tonight).is_some() {
            return Some(Self::time(self.anchor, "NI"));
        } else if let Some(step) = m.get(Class::Rel) {
            // "next morning" goes on from what is told.
            let from = if step == 1 { self.reference_point(Unit::Day).map(|r| r.days().0) } else { self.anchor };
            from.and_then(|d| add_days(d, step))
        } else if let Some(step) = m.get(Class::Ana) {
            self.reference_point(Unit::Day).and_then(|r| add_days(r.days().0, step))
        } else {
            if self.has(m.end, Class::Defines) {
                return None;
            }
            self.last_named(Unit::Day, 1).map(|r| r.days().0).or(self.anchor)
        };
        Some(Self::time(day, name(m.get(Class::Daypart)?)?))
    }

    // --- Lengths

    /// The unit of a match and how often it counts.
    fn unit(&self, m: &Match) -> Option<(Unit, i32)> {
        m.get(Class::Unit).or(m.get(Class::Units)).map(unit_of)
    }

    /// Whether "a year" before token `i` is "per year".
    fn rate_before(&self, i: usize) -> bool {
        let Some(at) = i.checked_sub(1) else { return false };
        let token = &self.tokens[at];
        let number = token.readings.iter().any(|r| r.class == Class::Counted)
            || (token.shape == Shape::Number && !self.has(at, Class::Year))
            || token.span.of(self.text) == "%";
        number || ["once", "twice", "times"].contains(&token.span.of(self.text))
    }

    fn length(&self, m: &Match) -> Option<Resolved> {
        let words = self.words();
        let amounts: Vec<i32> = m.readings().filter(|r| r.class == Class::Amount).map(|r| r.value).collect();
        let next = self.str(m.end);
        if next == "old" || (next == "-" && self.str(m.end + 1) == "old") {
            return None;
        }
        if m.has_word(words.half) && !m.has_word(words.and) {
            return self.half(m);
        }
        if m.has_word(words.part) || m.has_word(words.and) && amounts.is_empty() {
            let amount = if m.has_word(words.and) { "1.5" } else { "X" };
            return self.unit(m).map(|(unit, _)| Resolved::bare(TimexKind::Duration, unit.duration(amount)));
        }
        let units: Vec<(Unit, i32)> =
            m.readings().filter(|r| matches!(r.class, Class::Unit | Class::Units)).map(|r| unit_of(r.value)).collect();
        let (unit, times) = *units.first()?;
        let article = m.parts.iter().any(|p| p.is(Class::Amount) && self.has(p.token, Class::Article));
        if m.get(Class::Unit).is_some() {
            let one = amounts.first() == Some(&1000);
            // "a second term", "a quarter of them", "$2 a day", "one day he may"
            let at = m.parts.first()?.token;
            if (unit == Unit::Second && one) || (unit == Unit::Quarter && one) || unit == Unit::Weekend {
                return None;
            }
            if one && article && (self.rate_before(at) || (unit == Unit::Day && next == "after")) {
                return None;
            }
            if one && !article && unit == Unit::Day && m.parts.len() == 2 && !self.follows_preposition(m.start) {
                return None;
            }
            // "two year" is no English; "19 second-placed"
            if !one && unit <= Unit::Second {
                return None;
            }
        }
        if unit == Unit::Quarter && next == "of" {
            return None;
        }
        if let ([a, b], [(ua, _), (ub, _)]) = (amounts.as_slice(), units.as_slice()) {
            if *a < 0 || *b < 0 {
                return None;
            }
            let (first, second) = (ua.duration(&amount_text(*a, 1)), ub.duration(&amount_text(*b, 1)));
            let joined = match second.strip_prefix("PT") {
                Some(rest) if first.starts_with("PT") => format!("{first}{rest}"),
                Some(rest) => format!("{first}T{rest}"),
                None => format!("{first}{}", &second[1..]),
            };
            return (ua > ub).then(|| Resolved::bare(TimexKind::Duration, joined));
        }
        let value = unit.duration(&amount_text(*amounts.first()?, times));
        Some(Resolved::bare(TimexKind::Duration, value))
    }

    /// "half an hour", "half a century".
    fn half(&self, m: &Match) -> Option<Resolved> {
        let words = self.words();
        let value = [
            (words.hour, "PT30M"),
            (words.year, "P6M"),
            (words.century, "P50Y"),
            (words.decade, "P5Y"),
            (words.day, "PT12H"),
            (words.month, "P0.5M"),
        ];
        let (_, value) = value.iter().find(|(word, _)| m.has_word(*word))?;
        Some(Resolved::bare(TimexKind::Duration, *value))
    }

    /// The first number of "between 60 and 90 days".
    fn length_of(&self, m: &Match) -> Option<Resolved> {
        let (unit, times) = self.unit(m)?;
        let amount = m.get(Class::Amount).filter(|a| *a > 0)?;
        Some(Resolved::bare(TimexKind::Duration, unit.duration(&amount_text(amount, times))))
    }

    /// "for years", "months of talks".
    fn vague(&self, m: &Match) -> Option<Resolved> {
        let (unit, _) = self.unit(m)?;
        if unit <= Unit::Minute || unit == Unit::Quarter || unit == Unit::Weekend {
            return None;
        }
        Some(Resolved::bare(TimexKind::Duration, unit.duration("X")))
    }

    /// Where the words begin that "after" or "before" governs.
    fn after_link(&self, m: &Match) -> Option<usize> {
        let link = m.parts.iter().find_map(|p| match &p.what {
            PartKind::Reading(r) if r.class == Class::Link => Some(p.token + usize::from(r.len)),
            _ => None,
        });
        self.token(link.unwrap_or(m.end + 1)).map(|t| t.span.start)
    }

    /// "the day after the vote", "the eve of the summit".
    fn beside(&self, m: &Match) -> Option<Resolved> {
        let unit = m.get(Class::Unit).map_or(Unit::Day, |u| unit_of(u).0);
        let sign = m.get(Class::Link).unwrap_or(-1);
        if unit < Unit::Day {
            return None;
        }
        let offset = Offset { amount: Some(sign), unit, later: sign > 0, anchor: self.after_link(m) };
        let anchor = match m.sub() {
            Some(sub) => self.resolve(sub)?.when.and_then(|when| if sign > 0 { when.end } else { when.start }),
            None => None,
        };
        let moment = anchor.and_then(|day| shift_date(day, unit, sign)).map(|day| Moment::of(day, unit));
        Some(Resolved { offset: Some(offset), ..Resolved::or_unresolved(moment, unit) })
    }

    /// "two days after the talks".
    fn offset(&self, m: &Match) -> Option<Resolved> {
        let (unit, times) = self.unit(m)?;
        let sign = m.get(Class::Link)?;
        let amount = m.get(Class::Amount).unwrap_or(UNSTATED);
        if unit == Unit::Quarter || (unit == Unit::Second && m.get(Class::Unit).is_some()) {
            return None;
        }
        let n = (amount != UNSTATED).then(|| (amount / 1000).checked_mul(times * sign)).flatten();
        let offset = Offset { amount: n, unit, later: sign > 0, anchor: self.after_link(m) };
        let value = unit.duration(&amount_text(amount, times));
        // "two days after March 3", but not "two days after Sunday's vote": that is an event's own date, still the same day.
        let when = match m.sub() {
            Some(sub) => self.resolve(sub)?.when.and_then(|when| offset.apply(&when)),
            None => None,
        };
        Some(Resolved { offset: Some(offset), when, ..Resolved::bare(TimexKind::Duration, value) })
    }

    // --- Sets, references, holidays

    fn set(&self, m: &Match) -> Option<Resolved> {
        let words = self.words();
        if let Some(adverb) = m.get(Class::Adverb) {
            // "Daily Mail"
            if self.tokens[m.start].capital && m.start > 0 {
                return None;
            }
            return Some(Resolved::bare(TimexKind::Set, unit_of(adverb).0.duration("1")));
        }
        if let Some(weekday) = m.get(Class::Weekdays).or(m.get(Class::Weekday)) {
            return Some(Resolved::bare(TimexKind::Set, format!("XXXX-WXX-{weekday}")));
        }
        if let Some(month) = m.get(Class::Month) {
            return Some(Resolved::bare(TimexKind::Set, format!("XXXX-{month:02}")));
        }
        if let Some(season) = m.get(Class::Season) {
            return Some(Resolved::bare(TimexKind::Set, format!("XXXX-{}", SEASONS[season as usize % 4])));
        }
        if let Some(part) = m.get(Class::Daypart) {
            return Some(Resolved::bare(TimexKind::Set, format!("XXXX-XX-XXT{}", DAYPARTS[part as usize % 5])));
        }
        let (unit, times) = self.unit(m)?;
        if unit == Unit::Second && !m.has_word(words.per) {
            return None;
        }
        let each = m.has_word(words.every) || m.has_word(words.each) || m.has_word(words.per);
        if m.has_word(words.a) && !each && m.parts.len() == 2 && !self.rate_before(m.start) {
            return None;
        }
        let counted = m.has_word(words.times);
        let amount = m.get(Class::Amount).filter(|_| !counted).unwrap_or(1000);
        let amount = m.get(Class::Ordinal).map_or(amount, |n| n.max(1) * 1000);
        let amount = if m.has_word(words.other) { 2000 } else { amount };
        Some(Resolved::bare(TimexKind::Set, unit.duration(&amount_text(amount, times))))
    }

    /// "annual" is a length where a year's sum is meant and a set otherwise.
    fn annual(&self, m: &Match) -> Option<Resolved> {
        let unit = unit_of(m.get(Class::Annual)?).0;
        let sum = (m.end..m.end + 3).any(|i| self.has(i, Class::Measure));
        let kind = if sum { TimexKind::Duration } else { TimexKind::Set };
        Some(Resolved::bare(kind, unit.duration("1")))
    }

    fn reference(&self, m: &Match, value: &'static str) -> Option<Resolved> {
        let as_before = self.str_before(m.start).eq_ignore_ascii_case("as");
        let names = self.tokens[m.start].capital && m.start > 0;
        // "as soon as", "how recently"; "now-defunct"
        if (as_before && value == "FUTURE_REF") || names || (self.str(m.end) == "-" && self.token(m.end)?.glued) {
            return None;
        }
        Some(Resolved::bare(TimexKind::Date, value))
    }

    fn holiday(&self, m: &Match) -> Option<Resolved> {
        let number = m.get(Class::Holiday)?;
        if self.has(m.end, Class::Compound) {
            return None;
        }
        let days = |year: i16| self.tables.holidays.days(number, year);
        let rel_year = m.get(Class::Rel).filter(|_| m.has_word(self.words().year));
        let found = if let Some(year) = m.get(Class::Year) {
            Some(days(year as i16)?)
        } else {
            let Some(anchor) = self.anchor else {
                return Some(Resolved::bare(TimexKind::Date, Unit::Day.unresolved()));
            };
            let year = anchor.year();
            let near: Vec<_> = (year - 1..=year + 1).filter_map(days).collect();
            match (rel_year, m.get(Class::Rel).or(m.get(Class::Ana))) {
                (Some(step), _) => days(year + step as i16),
                (None, Some(-1)) => near.iter().rev().find(|d| d.last < anchor).copied(),
                (None, Some(1)) => near.iter().find(|d| d.first > anchor).copied(),
                (None, Some(_)) => days(year),
                (None, None) => {
                    let tense = self.tense_at(m.start);
                    let cost = |d: &&super::holidays::HolidayDays| {
                        let ahead = days_between(anchor, d.first);
                        let wrong = match tense {
                            Tense::Past => ahead > 0,
                            Tense::Future => days_between(anchor, d.last) < 0,
                            _ => false,
                        };
                        ahead.abs() + if wrong { 150 } else { 0 }
                    };
                    near.iter().min_by_key(cost).copied()
                }
            }
        }?;
        let explicit = m.get(Class::Year).is_some();
        if found.first != found.last {
            let when = range_time(found.first, found.last);
            let value = Moment::of(found.first, Unit::Month).value();
            return Some(Resolved { when, explicit, ..Resolved::bare(TimexKind::Date, value) });
        }
        let resolved = Resolved { explicit, ..Resolved::moment(Moment::Day(found.first)) };
        if found.leeway == 0 {
            return Some(resolved);
        }
        let when = range_time(add_days(found.first, -found.leeway)?, add_days(found.last, found.leeway)?);
        Some(Resolved { when, ..resolved })
    }

    /// "the 30th anniversary": the year in which it falls, and the year remembered.
    fn anniversary(&self, m: &Match) -> Option<Resolved> {
        let n = m.get(Class::Ordinal).or(m.get(Class::Amount).map(|a| a / 1000)).filter(|n| (1..=3000).contains(n))?;
        // A year named in the sentence: "last year", "in 2020", "on March 3, 2020".
        let words = self.words();
        let step = |i: usize| match self.tokens[i].word {
            w if w == words.last => Some(-1),
            w if w == words.this => Some(0),
            w if w == words.next => Some(1),
            _ => None,
        };
        let year_word = |i: usize| self.token(i).is_some_and(|t| t.word == words.year);
        let relative = (m.end..self.tokens.len()).find_map(|i| step(i).filter(|_| year_word(i + 1)));
        let earlier = self.history.iter().rev().find(|h| h.sentence == self.sentence).map(|h| h.moment.days().0.year());
        let year = match (self.anchor, relative) {
            (Some(anchor), Some(step)) => Some(anchor.year() + step),
            (anchor, None) => earlier.or(anchor.map(|a| a.year())),
            (None, Some(_)) => None,
        };
        let mut resolved = Resolved::or_unresolved(year.map(Moment::Year), Unit::Year);
        resolved.commemorates = year
            .and_then(|y| i16::try_from(i32::from(y) - n).ok())
            .filter(|y| *y > 0)
            .map(|y| Moment::Year(y).event_time(None));
        Some(resolved)
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
