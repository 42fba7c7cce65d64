//! Words in quotation marks, and who speaks them.

use super::words::Words;
use crate::language::Document;
use crate::language::labels::{Dep, Pos, Tag};
use std::ops::Range;

/// A sentence that only names the speaker has no more words.
const SHORT: usize = 14;

/// A stretch in quotation marks within one paragraph.
#[derive(Clone, Debug)]
pub struct Quote {
    /// Tokens between the marks.
    pub tokens: Range<usize>,
    /// The token that names the speaker.
    pub speaker: Option<usize>,
    /// Whether it goes on from the paragraph before without a mark.
    pub goes_on: bool,
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
        let mut single = false;
        let mut part = usize::MAX;
        for (i, sentence) in document.sentences.iter().enumerate() {
            if sentence.part_index != part {
                // A quote that goes on in the next paragraph is not closed at the end of this one.
                let unclosed = open.take();
                quotes.close(unclosed, sentence.tokens.start);
                let goes_on =
                    unclosed.is_some() && !single && sentence.part_index == part + 1 && closes_first(document, i);
                open = goes_on.then_some(sentence.tokens.start);
                single = false;
                part = sentence.part_index;
            }
            for t in sentence.tokens.clone() {
                match &*document.tokens[t].lower {
                    "“" | "``" => {
                        quotes.close(open.take(), t);
                        open = Some(t + 1);
                        single = false;
                    }
                    "”" | "''" => quotes.close(open.take(), t),
                    // An apostrophe ends nothing.
                    "‘" if open.is_none() => {
                        open = Some(t + 1);
                        single = true;
                    }
                    "’" if single && open.is_some() && document.tokens[t].tag == Tag::CloseQuote => {
                        quotes.close(open.take(), t);
                        single = false;
                    }
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
            let start = quotes.list[i].tokens.start;
            quotes.list[i].goes_on = !start
                .checked_sub(1)
                .is_some_and(|t| is_mark(&document.tokens[t].lower) || &*document.tokens[t].lower == "‘");
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
            self.list.push(Quote { tokens: start..end, speaker: None, goes_on: false });
        }
    }

    /// The speaker named in a sentence of its own: one that ends in a colon before the quote, or a short one right
    /// behind it; or behind `according to`.
    fn speaker_apart(&self, document: &Document, words: &Words, quote: &Range<usize>) -> Option<usize> {
        let (first, last) = (document.sentence_of[quote.start] as usize, document.sentence_of[quote.end - 1] as usize);
        let speaks = |t: &usize| {
            let token = &document.tokens[*t];
            let verb = &document.tokens[token.head];
            self.at[*t].is_none() && token.dep == Dep::Nsubj && words.is_speech(&verb.lemma) && verb.dep == Dep::Root
        };
        let according = |t: &usize| {
            let up = document.tokens[*t].head;
            let to = document.tokens[*t].dep == Dep::Pobj && &*document.tokens[up].lower == "to";
            to && up > 0 && &*document.tokens[up - 1].lower == "according" && self.at[*t].is_none()
        };
        let here = document.sentences[first].tokens.start..document.sentences[last].tokens.end;
        if let Some(source) = here.clone().find(according) {
            return Some(source);
        }
        let sentence = |i: usize| document.sentences.get(i).map(|s| s.tokens.clone());
        let before = first.checked_sub(1).and_then(sentence).filter(|s| &*document.tokens[s.end - 1].lower == ":");
        let starts = here.start + 1 >= quote.start;
        if let Some(speaker) = before.filter(|_| starts).and_then(|mut s| s.find(speaks)) {
            return Some(speaker);
        }
        let behind = sentence(last + 1).filter(|s| {
            let close =
                s.clone().take_while(|t| matches!(&*document.tokens[*t].lower, "”" | "''" | "\"" | ",")).count();
            let part = document.sentences[last + 1].part_index == document.sentences[last].part_index;
            part && s.len() <= SHORT && s.start + close >= quote.end && here.end <= quote.end + 2
        });
        behind.filter(|s| s.clone().skip(1).all(|t| self.at[t].is_none())).and_then(|mut s| s.find(speaks))
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
        if let Some(apart) = self.speaker_apart(document, words, &tokens) {
            return Some(apart);
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

/// Whether the paragraph that begins with a sentence ends with the end of a quote that it has not opened.
fn closes_first(document: &Document, first: usize) -> bool {
    let part = document.sentences[first].part_index;
    let here = document.sentences[first..].iter().take_while(|s| s.part_index == part);
    let words: Vec<&str> = here.flat_map(|s| s.tokens.clone()).map(|t| &*document.tokens[t].lower).collect();
    let ends = words.last().is_some_and(|w| is_mark(w)) && words.len() > 1;
    let mut marks = words.iter().copied().filter(|w| is_mark(w));
    let opens_first = words.first().is_some_and(|w| is_mark(w));
    ends && !opens_first
        && match marks.next() {
            Some("”" | "''") => true,
            // Marks without a side: those of whole quotes come in pairs.
            Some("\"") => marks.count() % 2 == 0,
            _ => false,
        }
}

/// Whether a word is a double quotation mark.
fn is_mark(word: &str) -> bool {
    matches!(word, "“" | "``" | "”" | "''" | "\"")
}
