//! What is read from a sentence: runs the texts of `prose/*.md`.
//!
//! "Published 2025-06-10." sets the day of publication. A list item is a text; a line `=> Visit RUS > KOR | 2013 | actual`
//! under it is an event that must come out with just these sides, this time (`-` for none) and this status; `=> no Visit`
//! one that must not.

use diplograph::article::Article;
use diplograph::events::Event;
use diplograph::events::event::{Role, Status};
use diplograph::extract::{Extractor, Options};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static EXTRACTOR: LazyLock<Extractor> =
    LazyLock::new(|| Extractor::new(&Options::default()).expect("the shipped data load"));

/// An event as the tests write it.
fn written(event: &Event) -> String {
    let side = |role| {
        let sides: BTreeSet<&str> = event
            .participants
            .iter()
            .filter(|p| p.role == role)
            .map(|p| p.actor.country.as_deref().unwrap_or(&p.actor.id))
            .collect();
        if sides.is_empty() { "-".to_owned() } else { sides.into_iter().collect::<Vec<_>>().join(",") }
    };
    let status = match event.status {
        Status::Actual => "actual",
        Status::Planned => "planned",
        Status::Possible => "possible",
        Status::Negated => "negated",
    };
    let time = event.time.as_ref().map_or("-", |t| t.edtf.as_str());
    format!("{} {} > {} | {time} | {status}", event.kind, side(Role::Source), side(Role::Target))
}

fn run(file: &str, content: &str) {
    let mut session = EXTRACTOR.session();
    let mut published: Option<Date> = None;
    let mut found: Vec<String> = Vec::new();
    let (mut wrong, mut checked, mut text) = (String::new(), 0, "");
    for line in content.lines() {
        if let Some(day) = line.strip_prefix("Published ") {
            published = Some(day.trim_end_matches('.').parse().expect("a day"));
        } else if let Some(next) = line.strip_prefix("- ") {
            text = next;
            found = session.extract(&Article::from_text("-", published, text)).iter().map(written).collect();
        } else if let Some(expected) = line.trim().strip_prefix("=> ") {
            checked += 1;
            let right = match expected.strip_prefix("no ") {
                Some(kind) => !found.iter().any(|f| f.starts_with(&format!("{kind} "))),
                None => found.iter().any(|f| f == expected),
            };
            if !right {
                wrong += &format!("{text}\n  wanted {expected}\n  found {found:#?}\n");
            }
        }
    }
    assert!(checked >= 2, "{file} checks at least two events");
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

prose! { one_event_or_two, occasions, parties, }
