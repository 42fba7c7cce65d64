//! The graph: events of many articles brought together, each with all its reports.
//!
//! [`records`] reads and writes event records, [`identity`] says which of them tell of one event, [`EventGraph`] holds the
//! events with actors, places and dates, [`joins`] relates events to one another, [`Filter`] selects from it.

pub mod analysis;
pub mod copies;
pub mod event_node;
pub mod filter;
pub mod identity;
pub mod joins;
pub mod model;
pub mod names;
pub mod records;
pub mod shared;
#[cfg(test)]
pub(crate) mod testing;

pub use copies::Copies;
pub use event_node::{Detail, EventNode, Report};
pub use filter::Filter;
pub use identity::EventKey;
pub use joins::{Join, JoinKind};
pub use model::{ActorNode, Edge, EventGraph, Node};
