//! Finding an actor by what people call it.

use super::model::EventGraph;
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// Why a name does not lead to one actor.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NameError {
    /// Nobody is called so.
    #[error("no actor called “{name}” in this graph{}", hint(suggestions))]
    Unknown {
        /// What was asked for.
        name: String,
        /// Actors with similar names: `South Korea (state/KOR)`.
        suggestions: Vec<String>,
    },
    /// Several are.
    #[error("“{name}” may be {}; give the id", candidates.join(" or "))]
    Ambiguous {
        /// What was asked for.
        name: String,
        /// `Sergey Lavrov (person/RUS-sergey-lavrov)`.
        candidates: Vec<String>,
    },
}

fn hint(suggestions: &[String]) -> String {
    if suggestions.is_empty() {
        "; `diplograph analyze GRAPH rank` lists its actors".to_owned()
    } else {
        format!("; did you mean {}?", suggestions.join(" or "))
    }
}

/// Most candidates that a message names.
const SHOWN: usize = 5;

/// The local name of the actor that `name` means: an id, an ISO code, a name or an alias, in any case and with or without
/// accents; then the last words of a name (`Lavrov`). What fits better wins; equals are an error.
///
/// # Errors
/// When no actor or several fit; the message names the nearest.
pub fn find(graph: &EventGraph, name: &str) -> Result<String, NameError> {
    let asked = plain(name);
    let mut by_fit: [Vec<&str>; 4] = Default::default();
    for actor in graph.actors() {
        let (folder, id) = actor.local.split_once('/').unwrap_or(("", &actor.local));
        let called = plain(&actor.name);
        let fit = if actor.local.eq_ignore_ascii_case(name.trim()) {
            0
        } else if called == asked || folder == "state" && plain(id) == asked {
            1
        } else if actor.aliases.iter().any(|alias| plain(alias) == asked) {
            2
        } else if !asked.is_empty() && called.ends_with(&format!(" {asked}")) {
            3
        } else {
            continue;
        };
        by_fit[fit].push(&actor.local);
    }
    match by_fit.iter().find(|found| !found.is_empty()).map(Vec::as_slice) {
        Some([one]) => Ok((*one).to_owned()),
        Some(several) => {
            Err(NameError::Ambiguous { name: name.to_owned(), candidates: shown(graph, several.iter().copied()) })
        }
        None => Err(NameError::Unknown { name: name.to_owned(), suggestions: similar(graph, &asked) }),
    }
}

fn shown<'a>(graph: &EventGraph, locals: impl Iterator<Item = &'a str>) -> Vec<String> {
    locals.take(SHOWN).map(|local| format!("{} ({local})", graph.name(local))).collect()
}

/// Actors whose name contains the words asked for or differs from them by few letters.
fn similar(graph: &EventGraph, asked: &str) -> Vec<String> {
    let mut near: Vec<(usize, &str)> = Vec::new();
    for actor in graph.actors() {
        let names = std::iter::once(&actor.name).chain(&actor.aliases).map(|n| plain(n));
        let distance = names
            .filter(|n| !n.is_empty())
            .map(|n| {
                let inside = asked.len() > 2 && n.contains(asked) || n.len() > 2 && asked.contains(&n);
                if inside { 1 } else { edits(&n, asked) }
            })
            .min();
        near.extend(distance.filter(|d| *d <= 1 + asked.chars().count() / 5).map(|d| (d, actor.local.as_str())));
    }
    near.sort_unstable();
    shown(graph, near.into_iter().map(|(_, local)| local))
}

/// Lower case without accents, single spaces.
pub fn plain(text: &str) -> String {
    let letters: String = text
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Levenshtein distance in characters.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let cost = (diagonal + usize::from(ca != *cb)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = row[j + 1];
            row[j + 1] = cost;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::testing::record;

    fn graph() -> EventGraph {
        EventGraph::new(
            [
                "2021-03-25 Meeting RUS:Sergey Lavrov, KOR:Chung Eui-yong",
                "2021-03-25 Statement FRA:Élisabeth Borne",
                "2021-03-26 Meeting USA:Kim Novak, PRK:Kim Jong-un",
                "2021-03-27 Statement CAN:Bob Kim",
                "2021-03-27 Statement GBR:Ann Kim",
            ]
            .map(record),
        )
    }

    #[test]
    fn ids_codes_names_and_last_names_lead_to_the_actor() {
        for (asked, found) in [
            ("person/RUS-sergey-lavrov", "person/RUS-sergey-lavrov"),
            ("kor", "state/KOR"),
            ("sergey LAVROV", "person/RUS-sergey-lavrov"),
            ("Lavrov", "person/RUS-sergey-lavrov"),
            ("elisabeth borne", "person/FRA-elisabeth-borne"),
            ("Kim Jong Un", "person/PRK-kim-jong-un"),
        ] {
            assert_eq!(find(&graph(), asked).as_deref(), Ok(found), "{asked}");
        }
    }

    #[test]
    fn a_name_of_several_is_an_error_that_names_them() {
        let error = find(&graph(), "Kim").expect_err("two").to_string();
        assert_eq!(error, "“Kim” may be Bob Kim (person/CAN-bob-kim) or Ann Kim (person/GBR-ann-kim); give the id");
    }

    #[test]
    fn an_unknown_name_brings_the_nearest() {
        let error = find(&graph(), "Lavrow").expect_err("nobody").to_string();
        assert!(error.ends_with("did you mean Sergey Lavrov (person/RUS-sergey-lavrov)?"), "{error}");
        assert!(find(&graph(), "").is_err());
    }
}
