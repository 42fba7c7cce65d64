//! Text in, [`Document`] out: sentences, tokens, the dependency tree and named entities.

pub mod document;
pub mod engine;
pub mod labels;
mod lemmatizer;
mod model;
mod ner;
mod network;
mod parser;
mod reading;
mod ruler;
mod tokenizer;

pub use document::{Document, Entity, Sentence, Token};
pub use engine::{Analysis, Analyzed, Engine, Reader};
pub use model::ModelError;
pub use tokenizer::RawToken;
