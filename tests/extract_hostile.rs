//! Texts that nobody would write, through everything from the article to its events: no panic, time that grows as the text
//! does, and offsets that always name the words they are given with.

use diplograph::article::{Article, ReadOptions, Record, records_of};
use diplograph::events::Event;
use diplograph::extract::{Extractor, Options};
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::Value;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

static EXTRACTOR: LazyLock<Extractor> =
    LazyLock::new(|| Extractor::new(&Options::default()).expect("the shipped model and tables are sound"));

/// The events of a text, their offsets checked.
fn events(text: &str) -> Vec<Event> {
    let article = Article::from_text("a", Some(date(2015, 6, 2)), text);
    let events = EXTRACTOR.session().extract(&article);
    check(&article.text, &events);
    events
}

/// Wherever an event gives offsets, they are inside the text and name the words given beside them.
fn check(text: &str, events: &[Event]) {
    let points: Vec<char> = text.chars().collect();
    for event in events {
        let record = serde_json::to_value(event).expect("an event can be written");
        let checked = check_spans(&points, &record);
        assert!(checked > 0, "an event with no place in the text: {record}");
    }
}

fn check_spans(points: &[char], value: &Value) -> usize {
    match value {
        Value::Array(list) => list.iter().map(|value| check_spans(points, value)).sum(),
        Value::Object(fields) => {
            let below: usize = fields.values().map(|value| check_spans(points, value)).sum();
            let (Some(start), Some(end)) = (number(value, "start"), number(value, "end")) else { return below };
            assert!(start < end && end <= points.len(), "{start}..{end} of {}: {value}", points.len());
            assert_eq!(Some(&*points[start..end].iter().collect::<String>()), value["text"].as_str(), "{value}");
            below + 1
        }
        _ => 0,
    }
}

fn number(value: &Value, field: &str) -> Option<usize> {
    value.get(field)?.as_u64().map(|number| number as usize)
}

fn time(text: &str) -> Duration {
    let start = Instant::now();
    events(text);
    start.elapsed()
}

/// Four times the text may take four times as long; with the square of the length it would be sixteen times.
fn grows_with_the_text(name: &str, text: impl Fn(usize) -> String, large: usize) {
    let (small, large) = (time(&text(large / 4)), time(&text(large)));
    eprintln!("{name}: {small:.1?}, four times the text {large:.1?}");
    assert!(large < small * 10 + Duration::from_secs(1), "{name}: {small:?}, four times the text {large:?}");
}

#[test]
fn one_token_of_a_megabyte() {
    LazyLock::force(&EXTRACTOR);
    for letter in ["a", "1", "é", "-"] {
        grows_with_the_text(letter, |length| letter.repeat(length / letter.len()), 1_000_000);
    }
}

#[test]
fn a_hundred_thousand_open_brackets() {
    LazyLock::force(&EXTRACTOR);
    grows_with_the_text("brackets", |count| "(".repeat(count), 100_000);
}

#[test]
fn ten_thousand_sentences_in_one_paragraph() {
    LazyLock::force(&EXTRACTOR);
    let paragraph = |count| "Chile met Peru. ".repeat(count);
    grows_with_the_text("sentences", paragraph, 10_000);
    let counted = |count| {
        (0..count)
            .map(|i| format!("Chile expelled {i} diplomats of Peru on Tuesday, officials in Riga said. "))
            .collect::<String>()
    };
    grows_with_the_text("counted", counted, 10_000);
}

#[test]
fn one_sentence_without_end() {
    LazyLock::force(&EXTRACTOR);
    grows_with_the_text("and", |count| "Chile met Peru and ".repeat(count), 4_000);
    grows_with_the_text("police", |count| "police and protesters said that ".repeat(count), 4_000);
    grows_with_the_text("names", |count| "Sergey Lavrov, ".repeat(count), 4_000);
    grows_with_the_text("who", |count| "the minister who met ".repeat(count), 2_000);
    grows_with_the_text("quotes", |count| "“Chile said ".repeat(count), 2_000);
    grows_with_the_text("he", |count| "He said he met him. ".repeat(count), 4_000);
}

#[test]
fn many_persons_that_may_be_meant() {
    LazyLock::force(&EXTRACTOR);
    let text = |count: usize| -> String {
        (0..count)
            .map(|i| {
                let name = |n: usize| char::from(b'a' + (n % 26) as u8);
                let (a, b, c) = (name(i), name(i / 26), name(i / 676));
                format!("Foreign Minister Mira{a}{b} Kova{c}{a}{b} met him in Riga on Monday. ")
            })
            .collect()
    };
    grows_with_the_text("persons", text, 2_000);
}

/// Words and marks that the rules look for, so that odd texts get as far as the last stage.
const WORDS: &[&str] = &[
    "Chile",
    "Peru",
    "the United States",
    "Washington",
    "Sergey Lavrov",
    "Lavrov",
    "he",
    "his",
    "they",
    "their",
    "it",
    "the two countries",
    "the minister",
    "South Korean",
    "Foreign Minister",
    "President",
    "the U.N.",
    "NATO",
    "rebels",
    "met",
    "visited",
    "will visit",
    "said",
    "condemned",
    "launched",
    "fired",
    "signed",
    "imposed",
    "sanctions",
    "on",
    "talks",
    "with",
    "in",
    "Seoul",
    "and",
    "or",
    "not",
    "denied",
    "that",
    "to",
    "of",
    "for",
    "by",
    "was",
    "were",
    "killed",
    "two",
    "missiles",
    "soldiers",
    "on Monday",
    "in 2013",
    "last week",
    "March 25",
    "tomorrow",
    "ago",
    "the",
    "“",
    "”",
    "\"",
    "'s",
    "’s",
    ",",
    ".",
    ".",
    "?",
    ":",
    ";",
    "—",
    "-",
    "(",
    ")",
    "\n\n",
    "\n",
    "\u{a0}",
    "É",
    "🇫🇷",
    "e\u{301}",
    "\u{200b}",
    "\u{202e}",
    "ß",
    "ﬁ",
    "İ",
    "\0",
    "\t",
    "北京",
    "ـ",
    "U.S.",
    "%",
    "$5",
    "1,000",
];

fn odd_news() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        12 => proptest::sample::select(WORDS).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[a-zA-Z]{1,8}",
    ];
    let glue = prop_oneof![8 => Just(" "), 1 => Just(""), 1 => Just("  ")];
    proptest::collection::vec((word, glue), 1..60)
        .prop_map(|words| words.into_iter().flat_map(|(word, glue)| [word, glue.to_owned()]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_and_every_offset_is_right(text in proptest::collection::vec(any::<char>(), 0..200)) {
        events(&String::from_iter(text));
    }

    #[test]
    fn odd_news_is_read_and_every_offset_is_right(text in odd_news()) {
        events(&text);
    }

    #[test]
    fn so_it_is_through_the_reader_of_records(title in "\\PC{0,30}", text in odd_news()) {
        let line = serde_json::json!({"id": "x", "date": "2015-06-02", "title": title, "text": text}).to_string();
        for record in records_of("a.jsonl", line.into_bytes(), &ReadOptions::default()) {
            let Ok(Record::Article(article)) = record else { continue };
            prop_assert_eq!(&article.text, &text);
            check(&article.text, &EXTRACTOR.session().extract(&article));
        }
    }
}
