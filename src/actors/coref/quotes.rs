//! Words in quotation marks, and who speaks them.

use super::words::Words;
use crate::language::Document;
use crate::language::labels::{Dep, Pos};
use std::ops::Range;

/// A stretch in quotation marks within one paragraph.
#[derive(Clone, Debug)]
pub struct Quote {
    /// Tokens between the marks.
    pub tokens: Range<usize>,
    /// The token that names the speaker.
    pub speaker: Option<usize>,
}

/// All quotes of a document.
#[derive(Clone, Debug, Default)]
pub struct Quotes {
    list: Vec<Quote>,
    at: Vec<Option<u32>>,
}

impl Quotes {
    /// Finds quotes and their speakers.
    pub fn of(document: &Document, words: &Words) -> Self {
        let mut quotes = Self { list: Vec::new(), at: vec![None; document.tokens.len()] };
        let mut open: Option<usize> = None;
        let mut part = usize::MAX;
        for sentence in &document.sentences {
            if sentence.part_index != part {
                // A quote that goes on in the next paragraph is not closed at the end of this one.
                quotes.close(open.take(), sentence.tokens.start);
                part = sentence.part_index;
            }
            for t in sentence.tokens.clone() {
                match &*document.tokens[t].lower {
                    "“" | "``" => {
                        quotes.close(open.take(), t);
                        open = Some(t + 1);
                    }
                    "”" | "''" => quotes.close(open.take(), t),
                    "\"" => match open.take() {
                        Some(start) => quotes.close(Some(start), t),
                        None => open = Some(t + 1),
                    },
                    _ => {}
                }
            }
        }
        quotes.close(open, document.tokens.len());
        for i in 0..quotes.list.len() {
            quotes.list[i].speaker = quotes.speaker(document, words, i);
        }
        quotes
    }

    /// The quote that holds a token.
    pub fn at(&self, token: usize) -> Option<&Quote> {
        self.at[token].map(|q| &self.list[q as usize])
    }

    fn close(&mut self, open: Option<usize>, end: usize) {
        if let Some(start) = open
            && start < end
        {
            self.at[start..end].fill(Some(self.list.len() as u32));
            self.list.push(Quote { tokens: start..end, speaker: None });
        }
    }

    /// The subject of a verb of speech beside the quote; else the speaker of the quote before it in the paragraph, or of
    /// one that ended the paragraph before where this one is a quote as a whole.
    fn speaker(&self, document: &Document, words: &Words, quote: usize) -> Option<usize> {
        let tokens = self.list[quote].tokens.clone();
        let first = document.sentence(tokens.start);
        let last = document.sentence(tokens.end - 1);
        // Outside the quote, in its sentences and the rest of the one where it ends.
        let around = first.tokens.start..last.tokens.end;
        let distance = |t: usize| if t < tokens.start { tokens.start - t } else { t - tokens.end };
        let beside = around
            .filter(|t| self.at[*t].is_none())
            .filter(|t| {
                let token = &document.tokens[*t];
                matches!(token.dep, Dep::Nsubj)
                    && words.is_speech(&document.tokens[token.head].lemma)
                    && self.at[token.head].is_none()
            })
            .min_by_key(|t| distance(document.tokens[*t].head).min(distance(*t)));
        if beside.is_some() {
            return beside;
        }
        let before = quote.checked_sub(1).map(|q| &self.list[q])?;
        let before_last = document.sentence(before.tokens.end - 1);
        let same_paragraph = before_last.part_index == first.part_index;
        let whole = !document.tokens[first.tokens.start..last.tokens.end].iter().enumerate().any(|(i, t)| {
            self.at[first.tokens.start + i].is_none() && matches!(t.pos, Pos::Verb | Pos::Noun | Pos::Propn)
        });
        let follows = before_last.part_index + 1 == first.part_index;
        (whole && (same_paragraph || follows)).then_some(before.speaker).flatten()
    }
}
