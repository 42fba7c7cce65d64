//! Reads news articles and builds a knowledge graph of diplomatic and political events.
//!
//! Data flows one way; each stage is a pure function of the one before and lives in its own module, in this order.
#![warn(missing_docs)]

pub mod span;

pub mod actors;
pub mod annotate;
pub mod article;
pub mod clauses;
pub mod events;
pub mod extract;
pub mod graph;
pub mod language;
pub mod parallel;
pub mod places;
pub mod query;
pub mod rdf;
pub mod serve;
pub mod time;
