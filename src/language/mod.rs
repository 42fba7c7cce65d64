//! Text in, [`Document`] out: sentences, tokens, the dependency tree and named entities.

mod assemble;
pub mod document;
pub mod engine;
pub mod labels;
mod lemmatizer;
mod lexicon;
mod model;
mod ner;
mod network;
mod parser;
pub mod reader;
mod reading;
mod repair;
mod ruler;
mod tokenizer;

pub use document::{Document, Entity, Sentence, Token};
pub use engine::Engine;
pub use model::ModelError;
pub use reader::{Analysis, Analyzed, Reader};
pub use tokenizer::RawToken;
