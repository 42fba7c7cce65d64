//! Cuts text into words, numbers and marks as spaCy's English tokenizer does.

mod affixes;

use super::model::pack::{ModelError, Pack, damaged};
use super::model::strings::is_space;
use affixes::Affixes;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A token before anything is known of it but its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawToken {
    /// First byte in the text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Whether a space follows that belongs to it.
    pub spaced: bool,
    /// Normal form, where the list of exceptions gives one ("n't": "not").
    pub norm: Option<Arc<str>>,
}

/// A part of a chunk: its length in bytes and its normal form.
type Piece = (usize, Option<Arc<str>>);

/// The rules and exceptions.
pub struct Tokenizer {
    affixes: Affixes,
    exceptions: FxHashMap<Box<str>, Arc<[Piece]>>,
    longest_exception: usize,
    /// Exceptions that the affix rules split: by their first token the others.
    sequences: FxHashMap<Box<str>, Vec<Vec<Box<str>>>>,
}

/// Chunks that one thread has met, with their pieces.
#[derive(Default)]
pub struct Memory(FxHashMap<Box<str>, Arc<[Piece]>>);

impl Memory {
    /// Chunks remembered.
    const CHUNKS: usize = 50_000;
    /// Longest chunk that is remembered, in bytes.
    const LONGEST: usize = 200;
}

impl Tokenizer {
    pub(crate) fn load(pack: &Pack) -> Result<Self, ModelError> {
        let mut exceptions: FxHashMap<Box<str>, _> = FxHashMap::default();
        for mut record in pack.records("tokenizer/exceptions")?.iter() {
            let text = record.next().unwrap_or_default();
            let mut pieces = Vec::new();
            while let (Some(piece), Some(norm)) = (record.next(), record.next()) {
                pieces.push((piece.len(), (!norm.is_empty()).then(|| norm.into())));
            }
            if pieces.iter().map(|p| p.0).sum::<usize>() != text.len() {
                return Err(damaged("tokenizer/exceptions", format!("{text:?} is longer or shorter than its pieces")));
            }
            exceptions.insert(text.into(), pieces.into());
        }
        let mut sequences: FxHashMap<Box<str>, Vec<Vec<Box<str>>>> = FxHashMap::default();
        for record in pack.records("tokenizer/sequences")?.iter() {
            let mut tokens = record.skip(1);
            if let Some(first) = tokens.next() {
                sequences.entry(first.into()).or_default().push(tokens.map(Into::into).collect());
            }
        }
        let longest_exception = exceptions.keys().map(|k| k.len()).max().unwrap_or(0);
        Ok(Self { affixes: Affixes::load(pack)?, exceptions, longest_exception, sequences })
    }

    /// The tokens of a text, white space among them where it is more than single spaces between words.
    pub fn tokens(&self, text: &str, memory: &mut Memory) -> Vec<RawToken> {
        let tokens = self.chunks(text, memory);
        self.join_exceptions(text, tokens)
    }

    /// Cuts wherever white space begins or ends; one space after a chunk belongs to it.
    fn chunks(&self, text: &str, memory: &mut Memory) -> Vec<RawToken> {
        let mut tokens: Vec<RawToken> = Vec::with_capacity(text.len() / 5 + 1);
        let mut in_space = text.chars().next().is_some_and(is_space);
        let mut start = 0;
        for (at, c) in text.char_indices() {
            if is_space(c) == in_space {
                continue;
            }
            if start < at {
                self.chunk(text, start, at, memory, &mut tokens);
            }
            start = at;
            if c == ' ' {
                if let Some(last) = tokens.last_mut() {
                    last.spaced = true;
                }
                start = at + 1;
            }
            in_space = !in_space;
        }
        if start < text.len() {
            self.chunk(text, start, text.len(), memory, &mut tokens);
        }
        tokens
    }

    fn chunk(&self, text: &str, start: usize, end: usize, memory: &mut Memory, tokens: &mut Vec<RawToken>) {
        let chunk = &text[start..end];
        let known = self.exception(chunk).or_else(|| memory.0.get(chunk));
        let pieces = known.cloned().unwrap_or_else(|| {
            let pieces: Arc<[Piece]> = self.split(chunk).into();
            if memory.0.len() >= Memory::CHUNKS {
                memory.0.clear();
            }
            if chunk.len() <= Memory::LONGEST {
                memory.0.insert(chunk.into(), Arc::clone(&pieces));
            }
            pieces
        });
        let mut at = start;
        for (length, norm) in pieces.iter() {
            tokens.push(RawToken { start: at, end: at + length, spaced: false, norm: norm.clone() });
            at += length;
        }
    }

    fn exception(&self, text: &str) -> Option<&Arc<[Piece]>> {
        if text.len() > self.longest_exception { None } else { self.exceptions.get(text) }
    }

    /// The pieces of a chunk: prefixes and suffixes from outside in, then what is left.
    fn split(&self, chunk: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut suffixes = Vec::new();
        let mut rest = chunk;
        while !rest.is_empty() && self.exception(rest).is_none() {
            let prefix = self.affixes.prefix(rest);
            if prefix > 0 && self.exception(&rest[prefix..]).is_some() {
                pieces.push((prefix, None));
                rest = &rest[prefix..];
                break;
            }
            // The suffix is looked for without the prefix, but an exception with the prefix still there.
            let suffix = self.affixes.suffix(&rest[prefix..]);
            let kept = rest.len() - suffix;
            if suffix > 0 && self.exception(&rest[..kept]).is_some() {
                suffixes.push((suffix, None));
                rest = &rest[..kept];
                break;
            }
            if prefix == 0 && suffix == 0 {
                break;
            }
            if prefix > 0 {
                pieces.push((prefix, None));
            }
            if suffix > 0 {
                suffixes.push((suffix, None));
            }
            rest = &rest[prefix..kept];
        }
        self.split_core(rest, &mut pieces);
        pieces.extend(suffixes.into_iter().rev());
        pieces
    }

    fn split_core(&self, rest: &str, pieces: &mut Vec<Piece>) {
        if let Some(exception) = self.exception(rest) {
            pieces.extend(exception.iter().cloned());
        } else if self.affixes.is_url(rest) {
            pieces.push((rest.len(), None));
        } else {
            let mut start = 0;
            for infix in self.affixes.infixes(rest).into_iter().filter(|i| i.start > 0) {
                if infix.start > start {
                    pieces.push((infix.start - start, None));
                }
                pieces.push((infix.len(), None));
                start = infix.end;
            }
            if start < rest.len() {
                pieces.push((rest.len() - start, None));
            }
        }
    }

    /// Puts exceptions that were split in [`Tokenizer::chunks`] back together: the longest first, then the leftmost.
    fn join_exceptions(&self, text: &str, tokens: Vec<RawToken>) -> Vec<RawToken> {
        let word = |i: usize| tokens.get(i).map(|t: &RawToken| &text[t.start..t.end]);
        let mut matches = Vec::new();
        for i in 0..tokens.len() {
            for rest in word(i).and_then(|w| self.sequences.get(w)).into_iter().flatten() {
                if rest.iter().enumerate().all(|(k, w)| word(i + 1 + k) == Some(&**w)) {
                    matches.push(i..i + 1 + rest.len());
                }
            }
        }
        if matches.is_empty() {
            return tokens;
        }
        matches.sort_by_key(|m| (std::cmp::Reverse(m.len()), m.start));
        let mut taken = vec![false; tokens.len()];
        let mut kept = Vec::new();
        for m in matches {
            if !taken[m.start] && !taken[m.end - 1] {
                kept.push(m.clone());
            }
            taken[m].fill(true);
        }
        kept.sort_by_key(|m| m.start);
        let mut out = Vec::with_capacity(tokens.len());
        let mut next = 0;
        for m in kept {
            let (first, last) = (&tokens[m.start], &tokens[m.end - 1]);
            let Some(pieces) = self.exception(&text[first.start..last.end]) else { continue };
            out.extend_from_slice(&tokens[next..m.start]);
            let mut at = first.start;
            for (length, norm) in pieces.iter() {
                out.push(RawToken { start: at, end: at + length, spaced: false, norm: norm.clone() });
                at += length;
            }
            if let Some(piece) = out.last_mut() {
                piece.spaced = last.spaced;
            }
            next = m.end;
        }
        out.extend_from_slice(&tokens[next..]);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::engine::Engine;

    #[test]
    fn what_is_remembered_has_a_bound() {
        let engine = Engine::shipped().unwrap();
        let mut memory = Memory::default();
        let text: String = (0..120_000).map(|i| format!("word{i} ")).collect();
        assert_eq!(engine.tokenizer.tokens(&text, &mut memory).len(), 120_000);
        assert!(memory.0.len() <= Memory::CHUNKS);
        let long = "x".repeat(Memory::LONGEST + 1);
        engine.tokenizer.tokens(&long, &mut memory);
        assert!(!memory.0.contains_key(&*long));
    }
}
