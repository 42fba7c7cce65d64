//! The whole way from a text to its events. Every offset names the words given beside it.
#![no_main]
use diplograph::article::Article;
use diplograph::events::article_ref;
use diplograph::extract::{Extractor, Options};
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static EXTRACTOR: LazyLock<Extractor> =
    LazyLock::new(|| Extractor::new(&Options::default()).expect("the shipped tables are sound"));

fuzz_target!(|text: &str| {
    let article = Article::from_text("a", Some(date(2015, 6, 2)), text);
    let points: Vec<char> = text.chars().collect();
    let words = |start: usize, end: usize| points[start..end].iter().collect::<String>();
    for event in EXTRACTOR.session().extract(&article) {
        assert_eq!(*event.article, article_ref(&article));
        for participant in &event.participants {
            assert_eq!(words(participant.start, participant.end), participant.text);
        }
        assert!(!event.mentions.is_empty());
        for mention in &event.mentions {
            assert_eq!(words(mention.start, mention.end), mention.text);
            assert_eq!(words(mention.trigger.start, mention.trigger.end), mention.trigger.text);
        }
    }
});
