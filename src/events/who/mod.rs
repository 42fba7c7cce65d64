//! Who takes part: the parties of one event.
//!
//! The codebook's slots propose ([`slots`], [`proposal`], [`tidy`]). When all events of an article are read, the learned part weighs
//! every side in view for either role, and confirms, drops or adds ([`sides`]), but none who cannot have the part ([`ruled_out`]); what
//! nobody else is named for is done at home ([`at_home`]); names that never take part are known to [`inert`].

mod around;
mod at_home;
pub(super) mod inert;
pub mod likely;
mod proposal;
mod ruled_out;
pub mod seen;
pub mod sides;
mod slots;
mod tidy;
mod together;
mod walk;

pub use at_home::{ask_own, speaks_of_government, take_back, turn_home};
pub use slots::{Filler, push_new};

use super::draft::{Draft, Filled, side};
use super::rules::Slots;
use super::types::EventType;
use crate::clauses::Clause;

/// Types whose parties all stand on one level.
pub const RECIPROCAL: &[&str] =
    &["Meeting", "PhoneCall", "Negotiation", "SignedAgreement", "JointExercise", "Ceasefire"];

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

/// Whether somebody is known on both sides of an event of that type.
pub fn both_sides(kind: &EventType, source: &[Filled], target: &[Filled]) -> bool {
    match RECIPROCAL.contains(&kind.name) {
        true => source.len() >= 2,
        false => !source.is_empty() && !target.is_empty(),
    }
}

/// The parties of the event of a clause, as far as the codebook's slots give them.
pub fn parties(filler: &Filler, clause: &Clause, kind: &EventType, slots: RoleSlots) -> Parties {
    let mut parties = proposal::propose(filler, clause, kind, slots);
    tidy::tidy(filler, clause, kind, &mut parties);
    parties
}
