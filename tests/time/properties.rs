//! What holds for any text.

use crate::tag;
use diplograph::time::{EventTime, TimexKind};
use jiff::civil::Date;
use proptest::prelude::*;
use regex::Regex;
use std::sync::LazyLock;

/// The forms that TIMEX3 values have here.
static VALUE: LazyLock<Regex> = LazyLock::new(|| {
    let day = r"(\d{4}|XXXX)-(\d\d|XX)-(\d\d|XX)";
    let coarse = r"\d{2,4}|X{2,4}|(\d{4}|XXXX)-(\d\d|XX|Q[1-4X]|H[12X]|SP|SU|FA|WI|W(\d\d|XX)(-WE|-[1-7])?)|FY\d{4}";
    let time = r"T(\d\d:\d\dZ?|XX|MO|AF|EV|NI|DT)";
    let amount = r"(\d+(\.\d+)?|X)";
    let duration = format!(r"P({amount}(D|WE|W|M|Q|H|Y|DE|CE))*(T({amount}[HMS])+)?");
    Regex::new(&format!(r"^({day}|{coarse}|({day}|XXXX-WXX-\d){time}|{duration}|(PAST|PRESENT|FUTURE)_REF)$")).unwrap()
});

fn well_formed(time: &EventTime) -> bool {
    let ordered = match (time.start, time.end) {
        (Some(a), Some(b)) => a <= b,
        (a, b) => a.is_some() || b.is_some(),
    };
    ordered && (!time.edtf.contains('/') || time.edtf.split('/').count() == 2)
}

fn check(text: &str, published: Option<Date>) -> Result<(), TestCaseError> {
    let mut last = 0;
    for timex in tag(text, published) {
        let words = text.get(timex.span.start..timex.span.end);
        prop_assert!(words.is_some_and(|w| !w.is_empty()), "{:?} in {text:?}", timex.span);
        prop_assert!(last <= timex.span.start, "out of order: {timex:?}");
        prop_assert!(VALUE.is_match(&timex.value) && timex.value.len() > 1, "{} for {words:?}", timex.value);
        prop_assert!(timex.when.as_ref().is_none_or(well_formed), "{timex:?}");
        prop_assert!(timex.event_time().as_ref().is_none_or(well_formed), "{timex:?}");
        prop_assert!(timex.kind != TimexKind::Set || timex.when.is_none(), "{timex:?}");
        last = timex.span.start;
    }
    Ok(())
}

/// Texts of words that expressions of time are made of, in any order.
fn time_salad() -> impl Strategy<Value = String> {
    let words: Vec<&str> = "the a an of in on since until from to between and after before two three 5 31 12 2014 1999 '99 \
        2021-03-25 3/25/21 16:15 5pm UTC March May Feb. Monday Fri. day days week weeks month year years decade century last \
        next this previous following same that earlier later ago early mid - late end first second third last quarter half \
        spring winter fall morning night today tonight now recent soon every each annual Easter Eid al-Fitr 30th anniversary \
        fiscal 1990s hundred thousand million 0 00 9999 10000 – ’ , . ( ) % $ noon o'clock fortnight 2.5 more than nearly\n"
        .split(' ')
        .filter(|w| !w.is_empty())
        .collect();
    prop::collection::vec(prop::sample::select(words), 0..30).prop_map(|words| words.join(" "))
}

fn dates() -> impl Strategy<Value = Option<Date>> {
    prop::option::of((1i16..9999, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_text_gives_valid_expressions(text in "\\PC*", published in dates()) {
        check(&text, published)?;
    }

    #[test]
    fn any_words_of_time_give_valid_expressions(text in time_salad(), published in dates()) {
        check(&text, published)?;
    }

    #[test]
    fn glued_words_of_time_give_valid_expressions(text in time_salad(), published in dates()) {
        check(&text.replace(' ', ""), published)?;
    }
}

/// Numbers between marks that nobody would take for a date, and that no number type holds when put together: a panic where
/// overflow is checked, as in the dev profile.
#[test]
fn numbers_too_large_for_a_date_are_none() {
    for text in ["9999999r99r99999r9", "99999999-99999999-99999999", "99.99.99999999999999"] {
        check(text, None).unwrap();
    }
}
