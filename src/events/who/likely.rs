//! How likely the sides in view of an event take part in it.

use crate::events::model::linear::{Linear, Sums};

/// What the learned part sees of a candidate, as hashes.
#[derive(Debug)]
pub struct Seen {
    /// All of it: first what its kind tells, then the rest.
    pub hashes: Vec<u32>,
    /// Number of its kind among those met.
    pub(super) kind: usize,
    /// How many features come of the kind.
    pub(super) shared: usize,
}

/// How likely candidates take part of whom this is seen: what those of one kind have in common is weighed once.
pub fn likely(seen: &[Seen], model: &Linear) -> Vec<f32> {
    let mut kinds: Vec<Sums> = Vec::new();
    let weigh = |Seen { hashes, kind, shared }: &Seen| {
        if *kind == kinds.len() {
            let mut sums = model.nothing();
            model.add(&hashes[..*shared], 0, &mut sums);
            kinds.push(sums);
        }
        let mut sums = kinds[*kind].clone();
        model.add(hashes, *shared, &mut sums);
        model.shares(&sums)[1]
    };
    seen.iter().map(weigh).collect()
}
