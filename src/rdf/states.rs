//! What the table of states knows beyond the event record: names and codes of states.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A state of `data/actors/states.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// ISO 3166-1 alpha-3, or a readable name where there is none.
    pub id: &'static str,
    /// Short name in English.
    pub name: &'static str,
    /// Correlates of War number; empty when it has none.
    pub cow: &'static str,
    /// Gleditsch-Ward number; empty when it has none.
    pub gw: &'static str,
    /// Wikidata item: `Q889`; empty when it has none.
    pub wikidata: &'static str,
    /// GeoNames number; empty when it has none.
    pub geonames: &'static str,
}

/// The state of that code.
pub fn state(id: &str) -> Option<&'static State> {
    STATES.get(id)
}

/// The state that a place is as a whole, where it is one: `place/174982` in ARM is Armenia.
pub fn state_at(place: &str, country: Option<&str>) -> Option<&'static State> {
    let number = place.strip_prefix("place/").filter(|number| !number.is_empty())?;
    state(country?).filter(|state| state.geonames == number)
}

static STATES: LazyLock<HashMap<&'static str, State>> =
    LazyLock::new(|| read(include_str!("../../data/actors/states.tsv")));

/// Rows by id. Columns are found by their names in the first line that is not a comment, so that more may be added.
fn read(table: &'static str) -> HashMap<&'static str, State> {
    let mut lines = table.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let column = |name: &str| header.iter().position(|h| *h == name);
    let columns = ["id", "name", "cow", "gw", "wikidata", "geonames"].map(column);
    lines
        .map(|line| {
            let cells: Vec<&'static str> = line.split('\t').collect();
            let [id, name, cow, gw, wikidata, geonames] =
                columns.map(|column| column.and_then(|c| cells.get(c)).map_or("", |cell| cell.trim()));
            (id, State { id, name, cow, gw, wikidata, geonames })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_gives_names_and_codes() {
        let korea = state("KOR").expect("South Korea is a state");
        assert_eq!((korea.name, korea.cow, korea.wikidata), ("South Korea", "732", "Q884"));
        assert_eq!(state("nowhere"), None);
        assert_eq!(state_at("place/1835841", Some("KOR")).map(|state| state.name), Some("South Korea"));
        assert_eq!(state_at("place/1835848", Some("KOR")), None, "Seoul");
    }
}
