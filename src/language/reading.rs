//! The text that is read: a part of an article with its white space made plain.

use super::model::strings::is_space;
use super::tokenizer::RawToken;
use crate::span::Span;
use std::ops::Range;

/// A part's text with every run of white space as one space, and the way back to the article.
pub struct Reading {
    text: String,
    /// Places in `text` with the matching places in the article, wherever the two drift apart.
    shifts: Vec<(usize, usize)>,
}

impl Reading {
    /// Reads the words of `part` in the text of an article.
    pub fn new(article: &str, part: Span) -> Self {
        let words = part.of(article);
        let mut reading = Self { text: String::with_capacity(words.len()), shifts: vec![(0, part.start)] };
        let mut in_space = true;
        for (at, c) in words.char_indices() {
            let space = is_space(c);
            if !space {
                let shift = part.start + at - reading.text.len();
                if reading.shifts.last().is_none_or(|(read, original)| original - read != shift) {
                    reading.shifts.push((reading.text.len(), part.start + at));
                }
                reading.text.push(c);
            } else if !in_space {
                reading.text.push(' ');
            }
            in_space = space;
        }
        reading
    }

    /// The text to read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where words of the read text stand in the article.
    pub fn original(&self, span: Span) -> Span {
        let at = |place: usize| {
            let after = self.shifts.partition_point(|(read, _)| *read <= place);
            let (read, original) = self.shifts[after.saturating_sub(1)];
            original + (place - read)
        };
        // The end is found from the last byte, which belongs to the same word as the first.
        if span.is_empty() {
            Span::new(at(span.start), at(span.start))
        } else {
            Span::new(at(span.start), at(span.end - 1) + 1)
        }
    }
}

/// Tokens analysed at once: time and memory stay in proportion to the text.
const LONGEST: usize = 5_000;

/// Cuts a very long part, at the ends of sentences where there are any.
pub fn slices(text: &str, tokens: &[RawToken]) -> Vec<Range<usize>> {
    let mut slices = Vec::new();
    let mut start = 0;
    while tokens.len() - start > LONGEST {
        let ends_sentence = |t: &RawToken| t.spaced && matches!(&text[t.start..t.end], "." | "!" | "?" | "”" | "\"");
        let window = &tokens[start..start + LONGEST];
        let end = window.iter().rposition(ends_sentence).map_or(LONGEST, |i| i + 1);
        slices.push(start..start + end);
        start += end;
    }
    slices.push(start..tokens.len());
    slices
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back_to_the_article() {
        let article = "x\n Talks\r\n\tin\u{a0}\u{a0}São  Paulo. ";
        let part = Span::new(3, article.len());
        let reading = Reading::new(article, part);
        assert_eq!(reading.text(), "Talks in São Paulo. ");
        for word in ["Talks", "in", "São", "Paulo."] {
            let start = reading.text().find(word).unwrap();
            assert_eq!(reading.original(Span::new(start, start + word.len())).of(article), word);
        }
    }
}
