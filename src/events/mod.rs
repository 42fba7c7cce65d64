//! What: events of an article, from clauses, mentions and dates.

pub mod event;

pub use event::Event;
