//! The guide "A rule in five minutes" of `data/rules/README.md` works as it stands.

use diplograph::article::Article;
use diplograph::extract::{Extractor, Options};
use std::fs;

#[test]
fn the_rule_of_the_guide_works() {
    let guide = include_str!("../../data/rules/README.md");
    let rule = guide.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a rule");
    let text = guide.split("-e \"").nth(1).and_then(|rest| rest.split('"').next()).expect("a sentence to try it on");
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("mine.toml"), rule).expect("written");
    let own = Options { rules: Some(folder.path().to_owned()), ..Options::default() };
    let events = |options: &Options| {
        let extractor = Extractor::new(options).expect("the rules load");
        extractor.session().extract(&Article::from_text("-", None, text))
    };
    let by_rule = |id: &str, options: &Options| {
        events(options).iter().any(|e| e.mentions.iter().any(|m| m.rule == id) && e.kind == "Support")
    };
    let id = rule.split("id = \"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id");
    assert!(by_rule(id, &own), "{:?}", events(&own));
    assert!(!by_rule(id, &Options::default()));
}

#[test]
fn a_mistake_in_a_rule_is_named_with_its_place() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let error = |rule: &str| {
        fs::write(folder.path().join("mine.toml"), rule).expect("written");
        let own = Options { rules: Some(folder.path().to_owned()), ..Options::default() };
        format!("{:#}", Extractor::new(&own).err().expect("a mistake"))
    };
    let unknown = error("\n[[rule]]\nid = \"mine.one\"\ntype = \"Party\"\nverbs = [\"dance\"]\n");
    assert!(unknown.contains("mine.toml:2") && unknown.contains("no event type `Party`"), "{unknown}");
    let key = error("[[rule]]\nid = \"mine.one\"\ntype = \"Support\"\nverb = [\"dance\"]\n");
    assert!(key.contains("mine.toml:4") && key.contains("verb"), "{key}");
}
