//! Who takes part: the parties of one event.
//!
//! The codebook's slots propose ([`slots`], [`proposal`]); the learned part looks at every actor of the sentence and confirms,
//! adds or moves ([`candidates`], [`Part`]); what is left is tidied ([`tidy`]). When all events are read, sides that stayed empty
//! are looked at once more in the light of the others ([`implied`]).

pub mod candidates;
pub mod implied;
mod proposal;
mod slots;
mod tidy;

pub use slots::{Filler, push_new};

use super::draft::{Draft, Filled, side};
use super::model::Linear;
use super::model::features::Features;
use super::rules::Slots;
use super::types::EventType;
use crate::actors::Actor;
use crate::clauses::Clause;
use candidates::Candidate;
use std::sync::Arc;

/// Types whose parties all stand on one level.
pub const RECIPROCAL: &[&str] =
    &["Meeting", "PhoneCall", "Negotiation", "SignedAgreement", "JointExercise", "Ceasefire"];

/// What an actor of the sentence is in an event: the classes of the learned part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// It takes no part.
    None,
    /// It acts, or is a party of a reciprocal event.
    Source,
    /// It undergoes.
    Target,
}

/// How many parts there are.
pub const PARTS: usize = 3;

/// The slots of the three roles.
pub type RoleSlots<'a> = (&'a Slots, &'a Slots, &'a Slots);

/// Everyone who takes part in an event, by role.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parties {
    /// Who does it.
    pub source: Vec<Filled>,
    /// To whom.
    pub target: Vec<Filled>,
    /// Who stands between.
    pub mediator: Vec<Filled>,
}

impl Parties {
    fn part(&self, id: &str) -> Part {
        let among = |list: &[Filled]| list.iter().any(|f| f.actor.id == id);
        if among(&self.source) {
            Part::Source
        } else if among(&self.target) {
            Part::Target
        } else {
            Part::None
        }
    }
}

/// Whether somebody is known on both sides of an event of that type.
pub fn both_sides(kind: &EventType, source: &[Filled], target: &[Filled]) -> bool {
    match RECIPROCAL.contains(&kind.name) {
        true => source.len() >= 2,
        false => !source.is_empty() && !target.is_empty(),
    }
}

/// The parties of the event of a clause; none when nobody known takes part.
pub fn parties(
    filler: &Filler,
    roles: &Linear,
    clause: &Clause,
    kind: &EventType,
    slots: RoleSlots,
) -> Option<Parties> {
    let mut parties = proposal::propose(filler, clause, kind, slots);
    if !roles.is_empty() {
        revise(filler, roles, clause, kind, slots, &mut parties);
    }
    tidy::tidy(filler, clause, kind, &mut parties);
    (!parties.source.is_empty() || !parties.target.is_empty()).then_some(parties)
}

/// The learned part's word on every actor of the sentence.
fn revise(filler: &Filler, roles: &Linear, clause: &Clause, kind: &EventType, slots: RoleSlots, parties: &mut Parties) {
    let proposed = parties.clone();
    let candidates = candidates::of(filler, clause, slots);
    let judged: Vec<Vec<f32>> = candidates
        .iter()
        .map(|candidate| {
            let mut features = Features::default();
            candidates::features(filler, clause, kind, &proposed, &candidates, candidate, &mut features);
            roles.probabilities(&features.hashes)
        })
        .collect();
    for candidate in &candidates {
        let before = proposed.part(&candidate.filled.actor.id);
        // those of one series share their part
        let series = candidates.iter().zip(&judged).filter(|(c, _)| c.series == candidate.series);
        let (mut p, mut members) = ([0f32; PARTS], 0f32);
        for (_, one) in series {
            members += 1.0;
            p.iter_mut().zip(one).for_each(|(sum, p)| *sum += p);
        }
        p.iter_mut().for_each(|p| *p /= members);
        let complete = before == Part::None && RECIPROCAL.contains(&kind.name) && proposed.source.len() > 1;
        let after = if complete { before } else { decide(&p, before) };
        if after == before {
            continue;
        }
        let id = &candidate.filled.actor.id;
        parties.source.retain(|f| f.actor.id != *id);
        parties.target.retain(|f| f.actor.id != *id);
        let list = if after == Part::Source { &mut parties.source } else { &mut parties.target };
        list.push(candidate.filled.clone());
    }
}

/// What the learned part sees of one actor of the sentence, for training.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Hashes of its features.
    pub features: Vec<u32>,
    /// Who it is.
    pub actor: Arc<Actor>,
    /// What the slots make of it.
    pub proposed: Part,
    /// Steps through the tree from the predicate to its nearest mention.
    pub distance: usize,
}

/// Every actor of the sentence that may take part in the event of a clause.
pub fn seen(filler: &Filler, clause: &Clause, kind: &EventType, slots: RoleSlots) -> Vec<Seen> {
    let proposed = proposal::propose(filler, clause, kind, slots);
    let candidates = candidates::of(filler, clause, slots);
    let see = |candidate: &Candidate| {
        let mut features = Features::default();
        candidates::features(filler, clause, kind, &proposed, &candidates, candidate, &mut features);
        let actor = candidate.filled.actor.clone();
        Seen {
            features: features.hashes,
            proposed: proposed.part(&actor.id),
            distance: candidate.distance(filler.scene.document, clause.head),
            actor,
        }
    };
    candidates.iter().map(see).collect()
}

/// The least probability at which the learned part adds an actor or moves it to the other side. Chosen on news items, where more
/// additions found more parties but more wrong ones too.
const SURE: f32 = 0.9;

/// What an actor is, by the learned part's probabilities `p` of the [`Part`]s and the slots' proposal `before`. What the slots give is
/// never dropped: the codebook knows its prepositions better.
fn decide(p: &[f32], before: Part) -> Part {
    let (part, p) = if p[Part::Source as usize] >= p[Part::Target as usize] {
        (Part::Source, p[Part::Source as usize])
    } else {
        (Part::Target, p[Part::Target as usize])
    };
    if p >= SURE { part } else { before }
}
