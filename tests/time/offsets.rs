//! The date of an event that the text places by another event.

use crate::tag;
use diplograph::time::{EventTime, Precision};
use jiff::civil::{Date, date};

fn day(date: Date) -> EventTime {
    EventTime { edtf: date.to_string(), start: Some(date), end: Some(date), precision: Precision::Day, text: None }
}

/// The days of an event placed by the first offset of `text` from one of 10 March 2021.
fn placed(text: &str) -> String {
    let offset = tag(text, None).into_iter().find_map(|t| t.offset).expect("the text holds an offset");
    offset.apply(&day(date(2021, 3, 10))).expect("the anchor is a day").edtf
}

#[test]
fn a_stated_number_of_units_is_counted() {
    assert_eq!(placed("The attack came two days after the talks."), "2021-03-12");
    assert_eq!(placed("The host resigned three days before the summit."), "2021-03-07");
    assert_eq!(placed("He left a week after the vote."), "2021-03-15/2021-03-21");
    assert_eq!(placed("He fled on the eve of the trial."), "2021-03-09");
    assert_eq!(placed("The day after the raid the border was shut."), "2021-03-11");
}

#[test]
fn an_unstated_number_leaves_one_side_open_unless_it_is_of_hours() {
    assert_eq!(placed("Hours after the launch the council met."), "2021-03-10");
    assert_eq!(placed("Weeks before the coup the army had moved."), "../2021-03-10");
    assert_eq!(placed("Months after the accord it was broken."), "2021-03-10/..");
}

#[test]
fn the_words_after_the_link_name_the_anchor() {
    let text = "The attack came two days after the talks.";
    let offset = tag(text, None)[0].offset.expect("an offset");
    assert_eq!(&text[offset.anchor.expect("a named anchor")..], "the talks.");
}

#[test]
fn the_words_that_date_an_event_are_quoted_with_their_preposition() {
    let words = |text: &str| tag(text, Some(date(2021, 3, 25)))[0].event_time().and_then(|t| t.text);
    assert_eq!(words("They met on Thursday.").as_deref(), Some("on Thursday"));
    assert_eq!(words("Closed since 2004, it decays.").as_deref(), Some("since 2004"));
}

#[test]
fn an_anniversary_tells_the_year_of_what_it_remembers() {
    let found = tag("They marked the 30th anniversary of their ties last year.", Some(date(2021, 3, 25)));
    assert_eq!(found[0].commemorates.as_ref().map(|t| t.edtf.as_str()), Some("1990"));
}
