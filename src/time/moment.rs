//! Points and stretches of the calendar, from a day to a century, and their names in TIMEX3 and EDTF.

use super::timex::{EventTime, Precision};
use jiff::civil::{Date, ISOWeekDate, Weekday};

/// Units of time, from short to long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    HalfYear,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// Its designator in `data/time/words.tsv` and in TIMEX3 durations.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "S" => Unit::Second,
            "MIN" => Unit::Minute,
            "H" => Unit::Hour,
            "D" => Unit::Day,
            "WE" => Unit::Weekend,
            "W" => Unit::Week,
            "M" => Unit::Month,
            "Q" => Unit::Quarter,
            "H6" => Unit::HalfYear,
            "Y" => Unit::Year,
            "DE" => Unit::Decade,
            "CE" => Unit::Century,
            _ => return None,
        })
    }

    pub(super) const ALL: [Unit; 12] = [
        Unit::Second,
        Unit::Minute,
        Unit::Hour,
        Unit::Day,
        Unit::Weekend,
        Unit::Week,
        Unit::Month,
        Unit::Quarter,
        Unit::HalfYear,
        Unit::Year,
        Unit::Decade,
        Unit::Century,
    ];

    /// A TIMEX3 duration of `amount` (`2`, `2.5`, `X`) of it.
    pub(super) fn duration(self, amount: &str) -> String {
        let (prefix, suffix) = match self {
            Unit::Second => ("PT", "S"),
            Unit::Minute => ("PT", "M"),
            Unit::Hour => ("PT", "H"),
            Unit::Day => ("P", "D"),
            Unit::Weekend => ("P", "WE"),
            Unit::Week => ("P", "W"),
            Unit::Month => ("P", "M"),
            Unit::Quarter => ("P", "Q"),
            Unit::HalfYear => ("P", "H"),
            Unit::Year => ("P", "Y"),
            Unit::Decade => ("P", "DE"),
            Unit::Century => ("P", "CE"),
        };
        format!("{prefix}{amount}{suffix}")
    }

    /// What stands for a date of this size that cannot be resolved.
    pub(super) fn unresolved(self) -> &'static str {
        match self {
            Unit::Second | Unit::Minute | Unit::Hour => "XXXX-XX-XXTXX",
            Unit::Day => "XXXX-XX-XX",
            Unit::Weekend => "XXXX-WXX-WE",
            Unit::Week => "XXXX-WXX",
            Unit::Month => "XXXX-XX",
            Unit::Quarter => "XXXX-QX",
            Unit::HalfYear => "XXXX-HX",
            Unit::Year => "XXXX",
            Unit::Decade => "XXX",
            Unit::Century => "XX",
        }
    }
}

/// The seasons of the northern year, as TIMEX3 names them. Winter belongs to the year that it begins in.
pub(super) const SEASONS: [&str; 4] = ["SP", "SU", "FA", "WI"];

/// A stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    Day(Date),
    /// The Monday of an ISO week.
    Week(Date),
    /// The Saturday of a weekend.
    Weekend(Date),
    Month(i16, i8),
    Quarter(i16, i8),
    HalfYear(i16, i8),
    /// Index into [`SEASONS`].
    Season(i16, i8),
    Year(i16),
    /// First three digits of its years.
    Decade(i16),
    /// First two digits of its years.
    Century(i16),
}

/// The calendar that expressions may reach: four-digit years.
pub(super) fn year_ok(year: i16) -> bool {
    (1..=9998).contains(&year)
}

impl Moment {
    /// The stretch of size `unit` that holds `day`; the day itself for anything shorter.
    pub fn of(day: Date, unit: Unit) -> Self {
        let (year, month) = (day.year(), day.month());
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Moment::Day(day),
            Unit::Week => Moment::Week(monday(day)),
            Unit::Weekend => Moment::Weekend(add_days(monday(day), 5).unwrap_or(day)),
            Unit::Month => Moment::Month(year, month),
            Unit::Quarter => Moment::Quarter(year, (month - 1) / 3 + 1),
            Unit::HalfYear => Moment::HalfYear(year, (month - 1) / 6 + 1),
            Unit::Year => Moment::Year(year),
            Unit::Decade => Moment::Decade(year.div_euclid(10)),
            Unit::Century => Moment::Century(year.div_euclid(100)),
        }
    }

    /// Its size. A season counts as a quarter.
    pub fn unit(self) -> Unit {
        match self {
            Moment::Day(_) => Unit::Day,
            Moment::Week(_) => Unit::Week,
            Moment::Weekend(_) => Unit::Weekend,
            Moment::Month(..) => Unit::Month,
            Moment::Quarter(..) | Moment::Season(..) => Unit::Quarter,
            Moment::HalfYear(..) => Unit::HalfYear,
            Moment::Year(_) => Unit::Year,
            Moment::Decade(_) => Unit::Decade,
            Moment::Century(_) => Unit::Century,
        }
    }

    /// Its first and last day.
    pub fn days(self) -> (Date, Date) {
        let months = |year: i16, first: i8, count: i8| {
            let last = month_shift(year, first, i32::from(count) - 1);
            (day_or_limit(year, first, 1), day_or_limit(last.0, last.1, 1).last_of_month())
        };
        let years = |first: i16, count: i16| (day_or_limit(first, 1, 1), day_or_limit(first + count - 1, 12, 31));
        match self {
            Moment::Day(day) => (day, day),
            Moment::Week(first) => (first, add_days(first, 6).unwrap_or(first)),
            Moment::Weekend(first) => (first, add_days(first, 1).unwrap_or(first)),
            Moment::Month(year, month) => months(year, month, 1),
            Moment::Quarter(year, n) => months(year, n * 3 - 2, 3),
            Moment::HalfYear(year, n) => months(year, n * 6 - 5, 6),
            Moment::Season(year, n) => months(year, n * 3 + 3, 3),
            Moment::Year(year) => years(year, 1),
            Moment::Decade(d) => years(d.saturating_mul(10).max(1), 10),
            Moment::Century(c) => years(c.saturating_mul(100).max(1), 100),
        }
    }

    /// Moved by `n` stretches of its own size; none off the calendar.
    pub fn shift(self, n: i32) -> Option<Self> {
        let year = |y: i16| i16::try_from(i32::from(y).checked_add(n)?).ok();
        let parts = |y: i16, i: i8, per_year: i32| {
            let index = (i32::from(y) * per_year + i32::from(i)).checked_add(n)?;
            let y = i16::try_from(index.div_euclid(per_year)).ok().filter(|y| year_ok(*y))?;
            Some((y, index.rem_euclid(per_year) as i8))
        };
        Some(match self {
            Moment::Day(day) => Moment::Day(add_days(day, n)?),
            Moment::Week(day) => Moment::Week(add_days(day, n.checked_mul(7)?)?),
            Moment::Weekend(day) => Moment::Weekend(add_days(day, n.checked_mul(7)?)?),
            Moment::Month(y, m) => parts(y, m - 1, 12).map(|(y, m)| Moment::Month(y, m + 1))?,
            Moment::Quarter(y, q) => parts(y, q - 1, 4).map(|(y, q)| Moment::Quarter(y, q + 1))?,
            Moment::HalfYear(y, h) => parts(y, h - 1, 2).map(|(y, h)| Moment::HalfYear(y, h + 1))?,
            Moment::Season(y, s) => Moment::Season(year(y).filter(|y| year_ok(*y))?, s),
            Moment::Year(y) => Moment::Year(year(y).filter(|y| year_ok(*y))?),
            Moment::Decade(d) => Moment::Decade(year(d).filter(|d| (0..999).contains(d))?),
            Moment::Century(c) => Moment::Century(year(c).filter(|c| (0..99).contains(c))?),
        })
    }

    /// The stretch of size `unit` that holds it (for a coarser unit) or that it begins with (for a finer one).
    pub fn at_unit(self, unit: Unit) -> Self {
        Moment::of(self.days().0, unit)
    }

    /// TIMEX3 value.
    pub fn value(self) -> String {
        let week = |day: Date| {
            let week = day.iso_week_date();
            format!("{:04}-W{:02}", week.year(), week.week())
        };
        match self {
            Moment::Day(day) => day.to_string(),
            Moment::Week(day) => week(day),
            Moment::Weekend(day) => week(day) + "-WE",
            Moment::Month(y, m) => format!("{y:04}-{m:02}"),
            Moment::Quarter(y, q) => format!("{y:04}-Q{q}"),
            Moment::HalfYear(y, h) => format!("{y:04}-H{h}"),
            Moment::Season(y, s) => format!("{y:04}-{}", SEASONS[s as usize % 4]),
            Moment::Year(y) => format!("{y:04}"),
            Moment::Decade(d) => format!("{d:03}"),
            Moment::Century(c) => format!("{c:02}"),
        }
    }

    /// As the time of an event. Weeks, quarters, decades and the like are intervals of days; seasons have the codes 21 to 24
    /// of EDTF.
    pub fn event_time(self, text: Option<String>) -> EventTime {
        let (start, end) = self.days();
        let (edtf, precision) = match self {
            Moment::Day(_) | Moment::Month(..) | Moment::Year(_) => (
                self.value(),
                match self {
                    Moment::Day(_) => Precision::Day,
                    Moment::Month(..) => Precision::Month,
                    _ => Precision::Year,
                },
            ),
            Moment::Season(y, s) => (format!("{y:04}-{}", 21 + s), Precision::Season),
            Moment::Week(_) => (format!("{start}/{end}"), Precision::Week),
            _ => (format!("{start}/{end}"), Precision::Range),
        };
        EventTime { edtf, start: Some(start), end: Some(end), precision, text }
    }
}

/// A range of days as the time of an event.
pub(super) fn range_time(start: Date, end: Date) -> Option<EventTime> {
    (start <= end).then(|| EventTime {
        edtf: format!("{start}/{end}"),
        start: Some(start),
        end: Some(end),
        precision: Precision::Range,
        text: None,
    })
}

/// `day` moved by `n` units; months and years keep the day of the month where they can. None off the calendar.
pub(super) fn shift_date(day: Date, unit: Unit, n: i32) -> Option<Date> {
    let months = |count: i32| {
        let index = (i32::from(day.year()) * 12 + i32::from(day.month()) - 1).checked_add(n.checked_mul(count)?)?;
        let year = i16::try_from(index.div_euclid(12)).ok().filter(|y| year_ok(*y))?;
        let first = Date::new(year, index.rem_euclid(12) as i8 + 1, 1).ok()?;
        Date::new(year, first.month(), day.day().min(first.days_in_month())).ok()
    };
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => Some(day),
        Unit::Day => add_days(day, n),
        Unit::Week | Unit::Weekend => add_days(day, n.checked_mul(7)?),
        Unit::Month => months(1),
        Unit::Quarter => months(3),
        Unit::HalfYear => months(6),
        Unit::Year => months(12),
        Unit::Decade => months(120),
        Unit::Century => months(1200),
    }
}

/// `day` and `n` days; none off the calendar.
pub(super) fn add_days(day: Date, n: i32) -> Option<Date> {
    day.checked_add(jiff::SignedDuration::from_hours(i64::from(n) * 24)).ok().filter(|d| year_ok(d.year()))
}

/// Days from `a` to `b`.
pub(super) fn days_between(a: Date, b: Date) -> i64 {
    a.duration_until(b).as_hours() / 24
}

/// The Monday of its ISO week.
pub(super) fn monday(day: Date) -> Date {
    let week = day.iso_week_date();
    ISOWeekDate::new(week.year(), week.week(), Weekday::Monday).map_or(day, |w| w.date())
}

fn month_shift(year: i16, month: i8, n: i32) -> (i16, i8) {
    let index = i32::from(year) * 12 + i32::from(month) - 1 + n;
    (index.div_euclid(12) as i16, index.rem_euclid(12) as i8 + 1)
}

fn day_or_limit(year: i16, month: i8, day: i8) -> Date {
    Date::new(year, month, day).unwrap_or(if year < 0 { Date::MIN } else { Date::MAX })
}
