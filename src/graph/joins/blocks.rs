//! Where candidates are found.

use super::facts::Facts;
use super::table::TABLE;
use crate::events::event::Status;
use crate::graph::EventKey;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Events of one type family and status that a party takes part in, by first day.
#[derive(Default)]
pub(super) struct Blocks<'a>(BTreeMap<BlockKey<'a>, BTreeSet<(Date, usize)>>);

/// Type family, status, party.
pub(super) type BlockKey<'a> = (&'a str, Status, &'a str);

impl<'a> Blocks<'a> {
    pub(super) fn of(facts: &[Facts<'a>]) -> Self {
        let mut blocks = Self::default();
        for (i, fact) in facts.iter().enumerate() {
            blocks.insert(i, fact);
        }
        blocks
    }

    pub(super) fn insert(&mut self, i: usize, fact: &Facts<'a>) {
        let Some((first, _)) = fact.days else { return };
        let key = &fact.event.key;
        for party in key.sources.iter().chain(&key.targets) {
            self.0.entry((TABLE.family(&key.kind), key.status, party)).or_default().insert((first, i));
        }
    }

    /// Those in a block of the event's family that begin within the days, in order of time; may repeat.
    pub(super) fn near(
        &self,
        key: &EventKey,
        status: Status,
        from: Date,
        to: Date,
    ) -> impl Iterator<Item = usize> + '_ {
        let parties: BTreeSet<String> = key.sources.iter().chain(&key.targets).cloned().collect();
        let family = TABLE.family(&key.kind);
        let mut found = BTreeSet::new();
        for party in &parties {
            if let Some(block) = self.0.get(&(family, status, party.as_str())) {
                found.extend(block.range((from, 0)..=(to, usize::MAX)).copied());
            }
        }
        found.into_iter().map(|(_, i)| i)
    }
}
