//! The packed model: its file, and the tables read from it.

pub mod chars;
pub mod pack;
pub mod strings;

pub use pack::ModelError;
