//! Which types cover or answer which.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// `data/graph/joins.tsv`.
pub(super) struct Table {
    /// Type to the broader type that covers it.
    broader: BTreeMap<&'static str, &'static str>,
    /// Type to the type that it answers.
    answers: BTreeMap<&'static str, &'static str>,
}

pub(super) static TABLE: LazyLock<Table> =
    LazyLock::new(|| Table::parse(include_str!("../../../data/graph/joins.tsv")));

impl Table {
    pub(super) fn parse(text: &'static str) -> Self {
        let mut table = Self { broader: BTreeMap::new(), answers: BTreeMap::new() };
        for line in text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
            let mut fields = line.split('\t');
            if let (Some(relation), Some(one), Some(other)) = (fields.next(), fields.next(), fields.next()) {
                match relation {
                    "covers" => drop(table.broader.insert(other, one)),
                    "answers" => drop(table.answers.insert(one, other)),
                    _ => {}
                }
            }
        }
        table
    }

    /// The broadest type over this one, itself where none is.
    pub(super) fn family<'a>(&self, kind: &'a str) -> &'a str {
        self.broader.get(kind).copied().unwrap_or(kind)
    }

    /// 1 for types that cover others, else 0.
    pub(super) fn breadth(&self, kind: &str) -> usize {
        usize::from(self.broader.values().any(|b| *b == kind))
    }

    /// Whether two types are the same or one covers the other.
    pub(super) fn fit(&self, a: &str, b: &str) -> bool {
        a == b || self.broader.get(a) == Some(&b) || self.broader.get(b) == Some(&a)
    }

    pub(super) fn answers(&self, kind: &str) -> Option<&'static str> {
        self.answers.get(kind).copied()
    }
}
