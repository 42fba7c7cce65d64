//! Phrases that stand for a country: links to it, to its government or to an office of it.

use super::figures::{quoted, share};
use super::gold::{Gold, GoldLink, Marked};
use super::{Made, Scores};
use crate::actors::{ActorKind, Gazetteer};
use regex::Regex;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Country codes by lower-case name.
pub(super) type Countries = BTreeMap<String, String>;

static TITLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let offices =
        "government|president|prime minister|foreign minister|parliament|armed forces|army|cabinet|foreign relations";
    Regex::new(&format!("^(?:(?:{offices}) of (?:the )?)?(.+)$")).ok()
});

/// The countries of the gazetteer by their usual and official names.
pub(super) fn countries(gazetteer: &Gazetteer) -> Countries {
    let mut out = Countries::new();
    for actor in gazetteer.actors().filter(|a| a.kind == ActorKind::State) {
        // other aliases name parts of the country as well as the whole: `England`
        let official = actor.aliases.iter().filter(|a| a.contains(" of "));
        for name in std::iter::once(&actor.name).chain(official) {
            if let Some(code) = &actor.country {
                out.entry(name.replace("the ", "").trim().to_lowercase()).or_insert_with(|| code.clone());
            }
        }
    }
    out
}

/// The country that the title of an article stands for.
fn country<'a>(title: &str, countries: &'a Countries) -> Option<&'a str> {
    let lower = title.to_lowercase();
    let name = TITLE.as_ref()?.captures(&lower)?.get(1)?.as_str();
    countries.get(name.strip_suffix(" (country)").unwrap_or(name)).map(String::as_str)
}

pub(super) fn score(name: &str, pairs: &[(Gold, Made)], countries: &Countries) -> Scores {
    let (mut links, mut right, mut wrong, mut details) = (0, 0, 0, Vec::new());
    for (gold, made) in pairs {
        let Marked::Links(marked) = &gold.marked else { continue };
        for link in marked {
            let Some(wanted) = country(&link.title, countries) else { continue };
            let found = countries_at(link, made.list("entities"));
            let hit = found.contains(&Some(wanted));
            links += 1;
            right += usize::from(hit);
            wrong += usize::from(!hit && found.iter().any(Option::is_some));
            if !hit {
                let got: Vec<String> = found.iter().map(|c| format!("'{}'", c.unwrap_or("None"))).collect();
                details.push(format!("LINK {} {} {wanted} got [{}]", gold.id, quoted(&link.text), got.join(", ")));
            }
        }
    }
    let figure = share(right, links);
    let line = format!("{name}: country links right {figure:.3}  wrong {:.3}  (of {links})", share(wrong, links));
    Scores { line, details, figure }
}

/// The countries of the actors whose mentions overlap a link; `None` for an actor without one.
fn countries_at<'a>(link: &GoldLink, entities: &'a [Value]) -> BTreeSet<Option<&'a str>> {
    let number = |e: &Value, field: &str| e[field].as_u64().unwrap_or(0);
    let over = entities.iter().filter(|e| number(e, "start") < link.end && link.start < number(e, "end"));
    let actors = over.flat_map(|e| match &e["actor"] {
        Value::Array(list) => list.iter().collect(),
        Value::Null => Vec::new(),
        one => vec![one],
    });
    actors.map(|a| a["country"].as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_and_governments_stand_for_their_country() {
        let countries =
            Countries::from([("gambia".to_owned(), "GMB".to_owned()), ("chad".to_owned(), "TCD".to_owned())]);
        for title in ["Gambia", "President of the Gambia", "Foreign relations of the Gambia"] {
            assert_eq!(country(title, &countries), Some("GMB"), "{title}");
        }
        assert_eq!(country("Chad (country)", &countries), Some("TCD"));
        assert_eq!(country("Lake Chad", &countries), None);
    }
}
