//! Reads news articles and builds a knowledge graph of diplomatic and political events.
//!
//! Data flows one way; each stage is a pure function of the one before and lives in its own module, in this order.
#![warn(missing_docs)]

pub mod span;
mod wide;

pub mod article;
pub mod language;
pub mod actors;
pub mod places;
pub mod time;
pub mod clauses;
pub mod events;

pub mod annotate;
pub mod eval;
pub mod explain;
pub mod extract;
pub mod parallel;

pub mod graph;
pub mod rdf;
pub mod query;
pub mod serve;
pub mod exports;
pub mod built;
