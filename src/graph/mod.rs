//! The graph: events of many articles brought together, each with all its reports.

pub mod identity;

pub use identity::EventKey;
