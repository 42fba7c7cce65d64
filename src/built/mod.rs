//! The folder that `build` makes: what it holds, how it grows, and how it is replaced all at once.
//!
//! `events.jsonl` is what the folder knows; everything else in it follows from that file.

mod collection;
mod files;
#[cfg(feature = "rocksdb")]
pub mod store;
mod transaction;

pub use collection::Collection;
pub use files::{DERIVED, DOT, PICTURE, TRIPLES, TURTLE, write};
pub use transaction::{Transaction, TransactionError};
