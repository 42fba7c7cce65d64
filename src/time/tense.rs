//! Tense told from the words near by, where no parse tells it.

use super::error::TimeTableError;
use super::lexicon::{Lexicon, split};
use super::timex::Tense;
use super::token::{Shape, Token};
use rustc_hash::FxHashMap;

/// The signs of `data/time/tense.tsv`.
#[derive(Debug, Default)]
pub(super) struct TenseSigns {
    /// By first word: the words after it and the tense.
    by_word: FxHashMap<u32, Vec<(Vec<u32>, Tense)>>,
}

impl TenseSigns {
    /// Reads the table.
    pub fn parse(file: &'static str, table: &str, lexicon: &mut Lexicon) -> Result<Self, TimeTableError> {
        let mut signs = Self::default();
        for (i, line) in table.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let tense = |name: &str| match name {
                "past" => Some(Tense::Past),
                "present" => Some(Tense::Present),
                "future" => Some(Tense::Future),
                _ => None,
            };
            let (tense, words) =
                line.split_once('\t').and_then(|(name, words)| Some((tense(name)?, words))).ok_or_else(|| {
                    TimeTableError::new(file, i + 1, "expected `past`, `present` or `future`, a tab, and words")
                })?;
            for phrase in words.split(',') {
                let mut words = split(phrase).map(|word| lexicon.intern(word));
                let Some(first) = words.next() else { continue };
                signs.by_word.entry(first).or_default().push((words.collect(), tense));
            }
        }
        signs.by_word.values_mut().for_each(|list| list.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len())));
        Ok(signs)
    }

    /// The tense of the sign nearest before token `at`, else nearest after it, in the same sentence. Unknown when there is
    /// none, as in most headlines.
    ///
    /// `participles` says whether an unlisted word in -ed is a sign.
    pub fn near(&self, tokens: &[Token], text: &str, at: usize, participles: bool) -> Tense {
        let before = (0..at.min(tokens.len())).rev().find_map(|i| self.at(tokens, text, i, participles));
        before.or_else(|| (at..tokens.len()).find_map(|i| self.at(tokens, text, i, participles))).unwrap_or_default()
    }

    fn at(&self, tokens: &[Token], text: &str, i: usize, participles: bool) -> Option<Tense> {
        let token = &tokens[i];
        // "to be sentenced", "will be held": the participle says nothing.
        if i > 0 && tokens[i - 1].span.of(text) == "be" {
            return None;
        }
        if let Some(signs) = self.by_word.get(&token.word) {
            let follows = |rest: &[u32]| {
                rest.len() < tokens.len() - i && rest.iter().zip(&tokens[i + 1..]).all(|(word, t)| t.word == *word)
            };
            if let Some((_, tense)) = signs.iter().find(|(rest, _)| follows(rest)) {
                return Some(*tense);
            }
        }
        let word = token.span.of(text);
        (participles && token.shape == Shape::Word && word.len() >= 4 && word.ends_with("ed") && !token.capital)
            .then_some(Tense::Past)
    }
}
