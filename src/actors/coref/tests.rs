use super::*;
use crate::actors::link;
use crate::language::Engine;
use std::sync::OnceLock;

/// Phrases of a text with the ids of those whom they refer to, pronouns and descriptions only.
fn resolved(text: &str) -> Vec<(String, Vec<String>)> {
    static LOADED: OnceLock<(Engine, Gazetteer)> = OnceLock::new();
    let (engine, gazetteer) = LOADED.get_or_init(|| (Engine::shipped().unwrap(), Gazetteer::shipped()));
    let date = "2021-03-25".parse().ok();
    let article = Article::from_text("a", date, text);
    let document = engine.reader().read(&article);
    let mentions = link::link(gazetteer, &article, &document);
    let cast = resolve(gazetteer, &article, &document, mentions);
    cast.mentions
        .iter()
        .map(|m| (m.span.of(text).to_owned(), m.actors.iter().map(|a| a.id.clone()).collect()))
        .collect()
}

#[track_caller]
fn check(text: &str, phrase: &str, ids: &[&str]) {
    let all = resolved(text);
    let found = all.iter().rev().find(|(p, _)| p == phrase).map(|(_, a)| a.clone()).unwrap_or_default();
    let mut found: Vec<&str> = found.iter().map(String::as_str).collect();
    found.sort_unstable();
    assert_eq!(found, ids, "{phrase:?} in {text:?}\n{all:#?}");
}

#[test]
fn pronouns_agree_in_gender() {
    let text = "German Chancellor Angela Merkel received French President Emmanuel Macron. She praised his plan.";
    check(text, "She", &["person/DEU-angela-merkel"]);
    check(text, "his", &["person/FRA-emmanuel-macron"]);
}
