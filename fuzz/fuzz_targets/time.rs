//! The tagger of time expressions, with and without a day of publication, in a text cut into sentences anywhere.
#![no_main]
use diplograph::span::Span;
use diplograph::time::{Tagger, Tense};
use jiff::civil::Date;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static TAGGER: LazyLock<Tagger> = LazyLock::new(|| Tagger::shipped().expect("the shipped tables are sound"));

fuzz_target!(|input: (i16, u8, &str)| {
    let (day, tense, text) = input;
    let anchor =
        Date::new(2015, 6, 2).ok().and_then(|date| date.checked_add(jiff::Span::new().days(i32::from(day))).ok());
    let anchor = anchor.filter(|_| day != 0);
    let tense = [Tense::Unknown, Tense::Past, Tense::Future][usize::from(tense % 3)];
    let mut sentences = Vec::new();
    let mut start = 0;
    for sentence in text.split_inclusive(['.', '\n']) {
        let end = start + sentence.len();
        sentences.push(Span::new(start, end));
        start = end;
    }
    for timex in TAGGER.tag(text, &sentences, anchor, &|_| tense) {
        assert!(!timex.span.of(text).is_empty(), "{timex:?}");
    }
});
