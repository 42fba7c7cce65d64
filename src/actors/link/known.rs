//! The persons whom an article names, looked up by any form of their names.

use crate::actors::Actor;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::sync::Arc;

/// Someone whom the article names.
pub(super) struct Known {
    pub shorts: SmallVec<[u64; 3]>,
    pub full: u64,
    pub gazetteer: Option<u32>,
    pub actor: Arc<Actor>,
    /// The other state of a person of two.
    pub second: Option<Arc<Actor>>,
    pub why: String,
}

/// All whom the article names, found by their names.
#[derive(Default)]
pub(super) struct Everyone {
    pub list: Vec<Known>,
    by_full: FxHashMap<u64, usize>,
    by_entry: FxHashMap<u32, usize>,
    by_short: FxHashMap<u64, SmallVec<[u32; 2]>>,
}

impl Everyone {
    /// The first of this name or this entry of the tables.
    pub fn find(&self, full: u64, gazetteer: Option<u32>) -> Option<usize> {
        let by_entry = gazetteer.and_then(|p| self.by_entry.get(&p));
        self.by_full.get(&full).into_iter().chain(by_entry).min().copied()
    }

    /// Whom nobody known is.
    pub fn add(&mut self, known: Known) {
        let i = self.list.len();
        self.by_full.entry(known.full).or_insert(i);
        if let Some(p) = known.gazetteer {
            self.by_entry.entry(p).or_insert(i);
        }
        for short in &known.shorts {
            let of = self.by_short.entry(*short).or_default();
            if of.last() != Some(&(i as u32)) {
                of.push(i as u32);
            }
        }
        self.list.push(known);
    }

    /// Whether somebody is called so for short.
    pub fn is_short(&self, hash: u64) -> bool {
        self.by_short.contains_key(&hash)
    }

    /// Those for whom this may stand, in order of their naming.
    pub fn with_short(&self, hash: u64) -> impl Iterator<Item = &Known> {
        self.by_short.get(&hash).into_iter().flatten().map(|i| &self.list[*i as usize])
    }
}
