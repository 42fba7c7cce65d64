//! Text in, [`Document`] out: sentences, tokens, the dependency tree and named entities.

pub mod document;
pub mod labels;

pub use document::{Document, Entity, Sentence, Token};
