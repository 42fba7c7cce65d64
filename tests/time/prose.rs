//! Runs the texts of `prose/*.md`.
//!
//! "Published 2021-03-25." sets the day of publication for what follows, "Published without a date." takes it away. Each list
//! item is a text; `//` parts its sentences. An expression stands in braces with its type and value, and, where a third
//! field is given, the days for an event: `{since|...}` never, `since {2004|DATE 2004|2004-01-01/..}`. What has no braces
//! must not be found.

use crate::tag;
use diplograph::time::TimexKind;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt::Write;

#[derive(Debug)]
struct Expected {
    start: usize,
    end: usize,
    value: String,
    days: Option<String>,
}

/// The plain text of a marked one and what is marked in it.
fn unmark(marked: &str) -> (String, Vec<Expected>) {
    let (mut text, mut expected, mut open) = (String::new(), Vec::new(), Vec::new());
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '{' => open.push(text.len()),
            '|' => {
                let (fields, tail) = rest.split_once('}').expect("an open brace is closed");
                rest = tail;
                let (value, days) = fields.split_once('|').map_or((fields, None), |(v, d)| (v, Some(d.to_owned())));
                let start = open.pop().expect("fields stand in braces");
                expected.push(Expected { start, end: text.len(), value: value.to_owned(), days });
            }
            c => text.push(c),
        }
    }
    expected.sort_by_key(|e| (e.start, std::cmp::Reverse(e.end)));
    (text, expected)
}

fn type_name(kind: TimexKind) -> &'static str {
    match kind {
        TimexKind::Date => "DATE",
        TimexKind::Time => "TIME",
        TimexKind::Duration => "DURATION",
        TimexKind::Set => "SET",
    }
}

/// What differs between a marked text and what is found in it.
fn differences(marked: &str, published: Option<Date>) -> String {
    let (text, expected) = unmark(&marked.replace(" // ", "\n"));
    let wanted: BTreeMap<_, _> = expected.iter().map(|e| ((e.start, e.end), e)).collect();
    let mut out = String::new();
    let mut seen = Vec::new();
    for timex in tag(&text, published) {
        let place = (timex.span.start, timex.span.end);
        let got = format!("{} {}", type_name(timex.kind), timex.value);
        let days = timex.event_time().map_or("none".to_owned(), |t| t.edtf);
        let words = timex.span.of(&text);
        seen.push(place);
        match wanted.get(&place) {
            None => writeln!(out, "  found `{words}` {got}"),
            Some(e) if e.value != got => writeln!(out, "  `{words}` is {got}, not {}", e.value),
            Some(e) if e.days.as_ref().is_some_and(|d| *d != days) => {
                writeln!(out, "  `{words}` gives {days}, not {}", e.days.as_deref().unwrap_or_default())
            }
            Some(_) => Ok(()),
        }
        .expect("writing to a string");
    }
    for e in expected.iter().filter(|e| !seen.contains(&(e.start, e.end))) {
        writeln!(out, "  missed `{}` {}", &text[e.start..e.end], e.value).expect("writing to a string");
    }
    if out.is_empty() { out } else { format!("{marked}\n{out}") }
}

fn run(file: &str, content: &str) {
    let mut published = None;
    let mut wrong = String::new();
    let mut count = 0;
    for line in content.lines() {
        if let Some(day) = line.strip_prefix("Published ") {
            published = day.trim_end_matches('.').parse().ok();
            assert!(published.is_some() || day == "without a date.", "{file}: `{line}` gives no date");
        } else if let Some(text) = line.strip_prefix("- ") {
            count += 1;
            wrong += &differences(text, published);
        }
    }
    assert!(count >= 2, "{file} holds at least two texts");
    assert!(wrong.is_empty(), "{file}:\n{wrong}");
}

macro_rules! prose {
    ($($name:ident,)*) => {
        $(#[test]
        fn $name() {
            run(stringify!($name), include_str!(concat!("prose/", stringify!($name), ".md")));
        })*
    };
}

prose! {
    calendar_dates, ranges, seasons_and_quarters, relative_to_publication, spoken_of_before, offsets_from_events, parts_of_dates,
    times_of_day, lengths, recurring, vague_references, holidays, anniversaries, no_time_at_all, without_publication_date,
}
