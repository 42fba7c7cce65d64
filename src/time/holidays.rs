//! The holidays of `data/time/holidays.tsv`.

use super::calendar::{easter, hijri, hijri_month_length, lunar_new_year, orthodox_easter};
use super::error::TimeTableError;
use super::lexicon::{Class, Lexicon};
use super::moment::add_days;
use jiff::civil::{Date, Weekday};

/// How a holiday is placed in a year.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Rule {
    Fixed(i8, i8),
    Easter(i32),
    Orthodox(i32),
    Weekday { month: i8, weekday: i8, nth: i8 },
    Hijri(i32, i32),
    HijriMonth(i32),
    Lunar,
}

/// The days of one holiday in one year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct HolidayDays {
    pub first: Date,
    pub last: Date,
    /// Days by which the one kept may differ.
    pub leeway: i32,
}

/// All holidays, by number.
#[derive(Debug, Default)]
pub(super) struct Holidays {
    rules: Vec<Rule>,
}

impl Holidays {
    /// Reads the table; names go into the lexicon.
    pub fn parse(file: &'static str, table: &str, lexicon: &mut Lexicon) -> Result<Self, TimeTableError> {
        let mut holidays = Self::default();
        for (i, line) in table.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let rule = line.split_once('\t').and_then(|(rule, names)| Some((Rule::parse(rule)?, names)));
            let (rule, names) = rule.ok_or_else(|| {
                TimeTableError::new(
                    file,
                    i + 1,
                    "expected a rule and names, parted by a tab; see the head of the table",
                )
            })?;
            for name in names.split(',') {
                lexicon.add(Class::Holiday, holidays.rules.len() as i32, name.trim(), false);
            }
            holidays.rules.push(rule);
        }
        Ok(holidays)
    }

    /// When holiday `number` falls in `year`.
    pub fn days(&self, number: i32, year: i16) -> Option<HolidayDays> {
        let one = |day: Date| HolidayDays { first: day, last: day, leeway: 0 };
        Some(match *self.rules.get(usize::try_from(number).ok()?)? {
            Rule::Fixed(month, day) => one(Date::new(year, month, day).ok()?),
            Rule::Easter(n) => one(add_days(easter(year)?, n)?),
            Rule::Orthodox(n) => one(add_days(orthodox_easter(year)?, n)?),
            Rule::Weekday { month, weekday, nth } => {
                let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
                one(Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()?)
            }
            Rule::Hijri(month, day) => HolidayDays { leeway: 1, ..one(hijri(year, month, day)?) },
            Rule::HijriMonth(month) => {
                let first = hijri(year, month, 1)?;
                HolidayDays { first, last: add_days(first, hijri_month_length(month) - 1)?, leeway: 1 }
            }
            Rule::Lunar => one(lunar_new_year(year)?),
        })
    }
}

impl Rule {
    fn parse(text: &str) -> Option<Self> {
        if text == "lunar" {
            return Some(Rule::Lunar);
        }
        if let Some(n) = text.strip_prefix("easter") {
            return Some(Rule::Easter(n.parse().ok()?));
        }
        if let Some(n) = text.strip_prefix("orthodox") {
            return Some(Rule::Orthodox(n.parse().ok()?));
        }
        if let Some(rest) = text.strip_prefix("hijri ") {
            return Some(match rest.split_once('-') {
                Some((month, day)) => Rule::Hijri(month.parse().ok()?, day.parse().ok()?),
                None => Rule::HijriMonth(rest.parse().ok()?),
            });
        }
        if !text.contains('/') {
            let (month, day) = text.split_once('-')?;
            return Some(Rule::Fixed(month.parse().ok()?, day.parse().ok()?));
        }
        let mut parts = text.split('/');
        let rule = Rule::Weekday {
            month: parts.next()?.parse().ok()?,
            weekday: parts.next()?.parse().ok()?,
            nth: parts.next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(rule)
    }
}
