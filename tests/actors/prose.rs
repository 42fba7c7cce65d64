//! Runs the texts of `prose/*.md`.
//!
//! "Published 2025-06-10." sets the day of publication for what follows. A list item is a text; the lines under it that
//! begin with `=>` say whom phrases of it mean: `=> the phrase: state/USA + state/RUS`. A person has the state or
//! organisation that it acts for behind it (`person/RUS-sergey-lavrov of RUS`, `person/NLD-mark-rutte for org/nato`), a place
//! that does not act is `@`, with its state `@ LBN`; `nobody` is a phrase for which nothing is known; `not mentioned` one
//! that must not be found.
//!
//! In `prose/references/*.md` the whole article is read, with pronouns and descriptions; there `same as `X`` stands behind a
//! phrase that is another mention of what X is.

use diplograph::actors::coref::resolve;
use diplograph::actors::located::locate;
use diplograph::actors::{ActorKind, Cast, Gazetteer, Mention, link};
use diplograph::article::Article;
use diplograph::language::{Document, Engine};
use diplograph::places::{self, Places, Setting};
use jiff::civil::Date;
use std::fmt::Write;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::shipped().expect("the shipped model is whole"));
static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::shipped);
static PLACES: LazyLock<Places> = LazyLock::new(|| Places::shipped().expect("the shipped places are whole"));

/// A mention as the tests write it.
fn written(mention: &Mention) -> String {
    let mut out = String::new();
    for actor in &mention.actors {
        if !out.is_empty() {
            out.push_str(" + ");
        }
        out.push_str(&actor.id);
        if actor.kind == ActorKind::Person {
            if let Some(country) = &actor.country {
                let _ = write!(out, " of {country}");
            }
            if let Some(body) = &actor.affiliation {
                let _ = write!(out, " for {body}");
            }
        }
    }
    match (&mention.place, out.is_empty()) {
        (Some(place), true) => match &place.country {
            Some(country) => format!("@ {country}"),
            None => "@".to_owned(),
        },
        (None, true) => "nobody".to_owned(),
        (_, false) => out,
    }
}

/// How much of the reading a file tests.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Names,
    Places,
    References,
}

/// The mentions with the places of the article.
fn with_places(article: &Article, document: &Document, linked: Vec<Mention>) -> Vec<Mention> {
    let mut countries: Vec<&str> = linked.iter().flat_map(|m| &m.actors).filter_map(|a| a.country.as_deref()).collect();
    countries.sort_unstable();
    let found = places::find(&PLACES, article, document, Setting::of_countries(&countries));
    locate(linked, found)
}

/// What differs between a text's expected and found mentions.
fn differences(stage: Stage, text: &str, published: Option<Date>, expected: &[(&str, &str)]) -> String {
    let article = Article::from_text("-", published, text);
    let document = ENGINE.reader().read(&article);
    let linked = link(&GAZETTEER, &article, &document);
    let cast = match stage {
        Stage::Names => Cast::new(linked, document.tokens.len()),
        Stage::Places => Cast::new(with_places(&article, &document, linked), document.tokens.len()),
        Stage::References => resolve(&GAZETTEER, &article, &document, linked),
    };
    let called = |phrase: &str| -> Vec<&Mention> {
        let whole = |m: &Mention| document.span(cast.noun_phrase(&document, m)).of(text) == phrase;
        cast.mentions.iter().filter(|m| m.span.of(text) == phrase || stage == Stage::References && whole(m)).collect()
    };
    let sorted = |actors: &str| {
        let mut ids: Vec<String> = actors.split(" + ").map(str::to_owned).collect();
        ids.sort();
        ids
    };
    let mut wrong = String::new();
    for (phrase, actors) in expected {
        let phrases = called(phrase);
        let found: Vec<String> = phrases.iter().map(|m| written(m)).collect();
        let right = match actors.strip_prefix("same as `").and_then(|a| a.strip_suffix('`')) {
            Some(other) => called(other).iter().any(|o| phrases.iter().any(|m| m.chain == o.chain)),
            None if *actors == "not mentioned" => found.is_empty(),
            None if *actors == "nobody" && stage == Stage::References => found.iter().all(|f| f == "nobody"),
            None => found.iter().any(|f| sorted(f) == sorted(actors)),
        };
        if !right {
            let _ = writeln!(wrong, "  `{phrase}` is {found:?}, not `{actors}`");
        }
    }
    if wrong.is_empty() {
        return wrong;
    }
    let all: Vec<String> = cast.mentions.iter().map(|m| format!("`{}`: {}", m.span.of(text), written(m))).collect();
    format!("{text}\n{wrong}  all: {}\n", all.join(", "))
}

fn run(stage: Stage, file: &str, content: &str) {
    let mut published = None;
    let (mut wrong, mut count) = (String::new(), 0);
    let mut text = None;
    let mut expected: Vec<(&str, &str)> = Vec::new();
    for line in content.lines().chain(["- "]) {
        if let Some(day) = line.strip_prefix("Published ") {
            published = day.trim_end_matches('.').parse().ok();
            assert!(published.is_some(), "{file}: `{line}` gives no date");
        } else if let Some(next) = line.strip_prefix("- ") {
            if let Some((text, day)) = text {
                assert!(!expected.is_empty(), "{file}: `{text}` expects nothing");
                wrong += &differences(stage, text, day, &expected);
                count += 1;
            }
            text = Some((next, published));
            expected.clear();
        } else if let Some(mention) = line.trim().strip_prefix("=> ") {
            expected.push(mention.split_once(": ").unwrap_or_else(|| panic!("{file}: `{line}` has no `: `")));
        }
    }
    assert!(count >= 2, "{file} holds at least two texts");
    assert!(wrong.is_empty(), "{file}:\n{wrong}");
}

macro_rules! prose {
    ($stage:expr, $folder:literal: $($name:ident,)*) => {
        $(#[test]
        fn $name() {
            run($stage, stringify!($name), include_str!(concat!("prose/", $folder, stringify!($name), ".md")));
        })*
    };
}

prose! {
    Stage::Names, "":
    affiliations, bodies_with_a_noun_before, hyphens, nationalities, offices_and_dates, persons_and_short_names, places_that_look_like_persons, role_nouns, several_meanings, surnames_of_capitals,
}

prose! {
    Stage::Places, "":
    places_and_states,
}

prose! {
    Stage::References, "references/":
    appositions, bodies, bodies_of_states, counterparts, descriptions, governed, names, peoples, plurals, pronouns, quotes, several_states_of_office, short_forms,
}
