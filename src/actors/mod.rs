//! Who: actors, the mentions that refer to them, and what refers to the same thing.

pub mod actor;
pub mod called;
pub mod coref;
pub mod gazetteer;
pub mod homes;
pub mod link;
pub mod located;
pub mod mention;
mod text_names;

pub use actor::{Actor, ActorKind};
pub use gazetteer::Gazetteer;

pub use link::link;
pub use mention::{Cast, Form, Mention, Place};
