//! Publication dates as outlets, records and pages write them.
//!
//! A date that can be read two ways (`03/04/2021`) is no date.

use jiff::civil::Date;
use regex::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

/// Years in which a news article may have appeared.
const YEARS: std::ops::RangeInclusive<i16> = 1800..=2200;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Month names and their short forms, for patterns.
pub(super) const MONTH: &str = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)";

static DATES: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(
        r"(?xi)
        \b(?P<iy>\d{{4}})(?P<sep>[-/.])(?P<im>\d{{1,2}})[-/.](?P<id>\d{{1,2}})(?:\b|T)
        | \b(?P<um>{m})\s*(?P<ud>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<uy>\d{{4}})\b
        | \b(?P<bd>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?P<bm>{m}),?[\s-]+(?P<by>\d{{4}})\b
        | \b(?P<na>\d{{1,2}})(?P<nsep>[./-])(?P<nb>\d{{1,2}})[./-](?P<ny>\d{{4}})\b",
        m = MONTH
    );
    compile(&pattern)
});

static COMPACT: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^(\d{4})(\d{2})(\d{2})(?:T?\d{2}(?:\d{2}(?:\d{2})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$"));

/// Compiles a pattern that is written in this program; tests cover each.
pub(super) fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap_or_else(|error| panic!("pattern of the program: {error}"))
}

/// The first date in `words` that can be read one way only, and where it stands (bytes). A time after it is not part.
pub fn find(words: &str) -> Option<(Date, Range<usize>)> {
    if !has_year(words) {
        return None;
    }
    DATES.captures_iter(words).find_map(|found| Some((read(&found)?, found.get(0)?.range())))
}

/// Whether four digits may follow one another, as they do in every date; other letters than ASCII may be digits.
fn has_year(words: &str) -> bool {
    let digit = |byte: &u8| byte.is_ascii_digit() || !byte.is_ascii();
    words.as_bytes().chunk_by(|a, b| digit(a) && digit(b)).any(|run| run.len() >= 4)
}

/// The date that a field holds: any form of [`find`], `20210325`, `20210325T120000Z`, or seconds or milliseconds
/// since 1970 in UTC. The day is that of the time zone which the field is written in.
pub fn parse(field: &str) -> Option<Date> {
    let field = field.trim();
    if let Some(found) = COMPACT.captures(field) {
        let date = day(found[1].parse().ok()?, found[2].parse().ok()?, found[3].parse().ok()?);
        if date.is_some() {
            return date;
        }
    }
    if let Ok(number) = field.parse::<f64>() {
        return from_epoch(number);
    }
    find(field).map(|(date, _)| date).filter(|date| !is_unset(*date, field))
}

/// The first moment of 1970 is what programs write that do not know.
fn is_unset(date: Date, field: &str) -> bool {
    date == jiff::civil::date(1970, 1, 1) && field.contains("00:00")
}

/// Seconds or milliseconds since 1970 that fall between 1990 and 2200.
fn from_epoch(number: f64) -> Option<Date> {
    let seconds = if number >= 100_000_000_000.0 { number / 1000.0 } else { number };
    if !(631_152_000.0..7_258_118_400.0).contains(&seconds) {
        return None;
    }
    let stamp = jiff::Timestamp::from_second(seconds as i64).ok()?;
    Some(jiff::tz::Offset::UTC.to_datetime(stamp).date())
}

fn read(found: &Captures<'_>) -> Option<Date> {
    let number = |name: &str| found.name(name).and_then(|m| m.as_str().parse::<i16>().ok());
    if let (Some(y), Some(m), Some(d)) = (number("iy"), number("im"), number("id")) {
        return day(y, m, d);
    }
    if let (Some(name), Some(d), Some(y)) = (found.name("um"), number("ud"), number("uy")) {
        return day(y, month(name.as_str())?, d);
    }
    if let (Some(d), Some(name), Some(y)) = (number("bd"), found.name("bm"), number("by")) {
        return day(y, month(name.as_str())?, d);
    }
    let (a, b, y) = (number("na")?, number("nb")?, number("ny")?);
    if &found["nsep"] == "." || a > 12 || a == b {
        day(y, b, a)
    } else if b > 12 {
        day(y, a, b)
    } else {
        None
    }
}

fn month(name: &str) -> Option<i16> {
    let start = name.get(..3)?.to_ascii_lowercase();
    MONTHS.iter().position(|m| *m == start).map(|i| i as i16 + 1)
}

fn day(year: i16, month: i16, day: i16) -> Option<Date> {
    if !YEARS.contains(&year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(field: &str) -> Option<String> {
        parse(field).map(|date| date.to_string())
    }

    #[test]
    fn dates_as_outlets_write_them() {
        for written in [
            "March 25, 2021 - 15:29",
            "Thursday, 25 March 2021",
            "25th March, 2021",
            "Mar. 25, 2021, 03:29 PM EDT",
            "2021-03-25T23:59:00-07:00",
            "2021/03/25 10:00",
            "Thu, 25 Mar 2021 06:29:00 GMT",
            "25.03.2021",
            "25/03/2021",
            "03/25/2021",
            "20210325T062900Z",
            "20210325",
            "1616653740",
            "1616653740000",
            "Published 08:00, 25-Mar-2021",
        ] {
            assert_eq!(parsed(written).as_deref(), Some("2021-03-25"), "{written}");
        }
    }

    #[test]
    fn what_cannot_be_trusted_is_no_date() {
        for written in [
            "03/04/2021",
            "2021-02-30",
            "March 2021",
            "yesterday",
            "0001-01-01",
            "",
            "12345",
            "99999999",
            "0",
            "1970-01-01T00:00:00Z",
            "Thu, 01 Jan 1970 00:00:00 GMT",
        ] {
            assert_eq!(parsed(written), None, "{written}");
        }
    }
}
