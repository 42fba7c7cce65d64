//! An actor: who can do something to whom.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A state, person, organisation or group that acts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Actor {
    /// Stable, readable: `state/USA`, `person/RUS-sergey-lavrov`, `org/nato`, `org/ISR-army`, `group/hamas`.
    pub id: String,
    /// What sort of actor.
    pub kind: ActorKind,
    /// The full name where it is known.
    pub name: String,
    /// Other names, of the gazetteer and of the text; sorted.
    pub aliases: Vec<String>,
    /// ISO 3166-1 alpha-3 of the state that it belongs to or acts for (Kosovo `XKX`).
    pub country: Option<String>,
    /// CAMEO-style code: `RUSGOV`, `IGOUNO`.
    pub code: Option<String>,
    /// Office that the text or the table of offices gives a person on the day: `Minister of Foreign Affairs`.
    pub office: Option<String>,
    /// Id of the organisation or group that a person without a state acts for: `org/nato`, `group/hamas`.
    #[serde(skip)]
    pub affiliation: Option<String>,
}

/// Sorts of actors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ActorKind {
    /// A state or territory, also its government as a whole.
    State,
    /// A human being.
    Person,
    /// A ministry, army, court, company, party, NGO.
    Organization,
    /// An international organisation or bloc of states.
    Igo,
    /// An armed non-state group.
    ArmedGroup,
    /// People described: protesters, refugees, citizens.
    Group,
}
