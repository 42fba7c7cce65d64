//! News of sport, business, weather, culture and daily life names countries and politicians, and tells of no event.

use diplograph::article::Article;
use diplograph::extract::{Extractor, Options};

/// How many events may be read out of the texts.
const ALLOWED: usize = 4;

#[test]
fn other_news_gives_no_events() {
    let extractor = Extractor::new(&Options::default()).expect("the shipped data load");
    let mut session = extractor.session();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/no_events.txt");
    let content = std::fs::read_to_string(path).expect("it is there");
    let (mut texts, mut alarms) = (0, Vec::new());
    for text in content.lines().filter(|l| !l.starts_with('#')) {
        texts += 1;
        for event in session.extract(&Article::from_text("-", "2025-06-10".parse().ok(), text)) {
            alarms.push(format!("{} by {}: {text}", event.kind, event.mentions[0].rule));
        }
    }
    assert!(texts >= 200, "{texts} texts");
    assert!(alarms.len() <= ALLOWED, "{} events:\n{}", alarms.len(), alarms.join("\n"));
}
