//! The graph as RDF: triples of event records, and the files that hold them.
//!
//! [`triples`] turns the events of an article into N-Triples lines; [`ntriples`] keeps lines sorted and unique and unites
//! graphs that were built apart; [`turtle`] writes the same graph for people. The vocabulary is described in `schema/`.

mod base;
pub mod derived;
pub mod export;
mod jsonld;
pub mod label;
pub mod ntriples;
pub mod shacl;
pub mod states;
pub mod triples;
pub mod turtle;
pub mod vocab;

pub use base::{Base, BaseError};
pub use derived::derived_triples;
pub use ntriples::SortedTriples;
pub use triples::article_triples;
