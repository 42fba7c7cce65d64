//! Questions to a graph in SPARQL: what a user asks, what is shipped to ask, and how answers are written.
//!
//! [`load`] opens a graph, or the part of it that a query can see by [`reach`]; [`stock`] holds the shipped queries;
//! [`parameters`] turns what a user types into terms and [`substitute`] puts them in the place of variables; [`run`]
//! evaluates, and [`mistake`] tells what is wrong with a query; [`output`] writes the answer.

pub mod load;
pub mod mistake;
pub mod output;
pub mod parameters;
pub mod reach;
pub mod run;
pub mod stock;
pub mod substitute;

pub use load::{Graph, LoadError};
pub use run::{QueryError, Request};
