//! The event types: `data/event_types.tsv`.

use std::sync::LazyLock;

/// One row of the table of event types.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EventType {
    /// Name: `Meeting`.
    pub name: &'static str,
    /// PLOVER event class: `CONSULT`.
    pub plover: &'static str,
    /// PLOVER mode, where it has one.
    pub mode: Option<&'static str>,
    /// CAMEO code.
    pub cameo: &'static str,
    /// `verbal-cooperation` and so on.
    pub quad: &'static str,
    /// Goldstein value, from -10 to 10.
    pub goldstein: f64,
    /// What it covers.
    pub meaning: &'static str,
}

impl EventType {
    /// Whether the act is one of words: its events are told apart by topic.
    pub fn is_verbal(&self) -> bool {
        self.quad.starts_with("verbal")
    }

    /// Whether it is conflict rather than cooperation.
    pub fn is_conflict(&self) -> bool {
        self.quad.ends_with("conflict")
    }
}

static TABLE: LazyLock<Vec<EventType>> = LazyLock::new(|| {
    include_str!("../../data/event_types.tsv")
        .lines()
        .skip(1)
        .filter_map(|line| {
            let [name, plover, mode, cameo, quad, goldstein, meaning] = line.split('\t').collect::<Vec<_>>()[..] else {
                return None;
            };
            Some(EventType {
                name,
                plover,
                mode: (!mode.is_empty()).then_some(mode),
                cameo,
                quad,
                goldstein: goldstein.parse().ok()?,
                meaning,
            })
        })
        .collect()
});

/// All types, in the order of the table.
pub fn all() -> &'static [EventType] {
    &TABLE
}

/// The type of that name.
pub fn get(name: &str) -> Option<&'static EventType> {
    TABLE.iter().find(|t| t.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read() {
        let rows = include_str!("../../data/event_types.tsv").lines().count() - 1;
        assert_eq!(all().len(), rows);
        assert_eq!(all().len(), 67);
        let quads = ["verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict"];
        for row in all() {
            assert!(quads.contains(&row.quad), "{}", row.name);
            assert!(row.goldstein.abs() <= 10.0, "{}", row.name);
            assert_eq!(get(row.name), Some(row), "{} stands twice", row.name);
        }
    }
}
