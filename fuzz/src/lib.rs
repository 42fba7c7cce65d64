//! What the targets share: reading bytes as a file, and what must hold of every article whatever the bytes are.

use diplograph::article::{Article, ReadOptions, Record, records_of};
use diplograph::events::Event;

/// Longer articles are refused, so that the fuzzer also meets the refusal.
const LIMIT: usize = 64 << 10;

/// Every article and event in the bytes of a file. Checks the articles.
pub fn read(bytes: Vec<u8>) -> (Vec<Article>, Vec<Event>) {
    let (mut articles, mut events) = (Vec::new(), Vec::new());
    let options = ReadOptions { date: None, limit: LIMIT };
    for record in records_of("input", bytes, &options) {
        match record {
            Ok(Record::Article(article)) => {
                check(&article);
                articles.push(*article);
            }
            Ok(Record::Event(event)) => events.push(*event),
            // A message is one or two lines, whatever the input was.
            Err(bad) => assert!(bad.to_string().lines().count() <= 2, "{bad}"),
        }
    }
    (articles, events)
}

/// Parts stand in order, apart, on whole characters, and nothing but white space and the marks that separate a byline from a date
/// is between them.
fn check(article: &Article) {
    assert!(!article.id.is_empty());
    let mut end = 0;
    for part in &article.parts {
        assert!(part.span.start >= end && !part.span.is_empty(), "{part:?} after {end}");
        let between = |c: char| c.is_whitespace() || "|·•,–—-(".contains(c);
        assert!(article.text[end..part.span.start].chars().all(between), "words before {part:?}");
        assert_eq!(part.span.of(&article.text).trim(), part.span.of(&article.text));
        end = part.span.end;
    }
    assert!(article.text[end..].trim().is_empty(), "words after the last part");
}

/// The bytes behind a beginning by which their format is recognised.
pub fn behind(beginning: &str, bytes: &[u8]) -> Vec<u8> {
    [beginning.as_bytes(), bytes].concat()
}
