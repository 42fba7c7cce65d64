//! The words that a reader has met.

use super::labels::Pos;
use super::model::strings::{Strings, is_space, prefix, shape, suffix};
use super::network::token_vectors::WordFeatures;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What is the same for every occurrence of a word.
pub struct Lexeme {
    pub text: Arc<str>,
    pub lower: Arc<str>,
    pub norm: Arc<str>,
    pub features: WordFeatures,
    pub is_space: bool,
}

/// Words that a reader has met, and their lemmas.
#[derive(Default)]
pub struct Lexicon {
    places: FxHashMap<Arc<str>, usize>,
    bytes: usize,
    pub lexemes: Vec<Lexeme>,
    pub lemmas: FxHashMap<(usize, Option<Pos>, u16), Arc<str>>,
}

impl Lexicon {
    /// Words remembered.
    const WORDS: usize = 50_000;
    /// Bytes of words remembered: a text may hold words of any length.
    const BYTES: usize = 4 << 20;

    /// Forgets everything when it has become too much. Between two texts only: places must stay while they are used.
    pub fn tidy(&mut self) {
        if self.lexemes.len() > Self::WORDS || self.bytes > Self::BYTES {
            *self = Self::default();
        }
    }

    /// Where the word stands in `lexemes`.
    pub fn place(&mut self, text: &str, strings: &Strings) -> usize {
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        self.bytes += text.len();
        let id = strings.id(text);
        let lower = text.to_lowercase();
        let norm = strings.norm(text, id, &lower);
        let features =
            [strings.id(&norm), strings.id(prefix(text)), strings.id(suffix(text)), strings.id(&shape(text)), id];
        let text: Arc<str> = text.into();
        let lower = if *lower == *text { Arc::clone(&text) } else { lower.into() };
        let norm = if *norm == *lower { Arc::clone(&lower) } else { norm.into() };
        let is_space = text.chars().all(is_space);
        self.places.insert(Arc::clone(&text), self.lexemes.len());
        self.lexemes.push(Lexeme { text, lower, norm, features, is_space });
        self.lexemes.len() - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::engine::Engine;

    #[test]
    fn what_is_remembered_has_a_bound() {
        let engine = Engine::shipped().unwrap();
        let mut lexicon = Lexicon::default();
        let mut most = 0;
        for i in 0..120_000 {
            lexicon.tidy();
            lexicon.place(&format!("word{i}"), &engine.strings);
            most = most.max(lexicon.lexemes.len());
        }
        assert_eq!(most, Lexicon::WORDS + 1);
        for i in 0..100 {
            lexicon.tidy();
            lexicon.place(&format!("{i}{}", "x".repeat(100_000)), &engine.strings);
            assert!(lexicon.bytes <= Lexicon::BYTES + 100_002);
        }
    }
}
