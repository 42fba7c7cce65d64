//! Direct speech: which words stand in quotation marks, and who spoke them.
//!
//! A quotation may go on over sentences and paragraphs. Who speaks stands in one of its sentences (`"...," she said. "..."`), in
//! a sentence before it (`The minister was blunt, he told them: "..."`), or, where a paragraph begins with a quotation, in the one before.

use super::rules::Rulebook;
use super::said::speaker_of;
use super::scene::Scene;
use crate::actors::Actor;
use crate::article::{Article, PartKind};
use crate::span::Span;
use std::ops::Range;
use std::sync::Arc;

/// How many paragraphs one quotation may fill.
const LONGEST: usize = 12;
/// How many sentences before a quotation, or at either end of it, may name its speaker.
const NEAR: usize = 4;
/// A quotation of fewer bytes is a word or two that are only not the article's own.
const PHRASE: usize = 24;

/// The quotations of an article, with their marks, in order. One ends with its part of the text, if not before.
pub fn find(article: &Article) -> Vec<Span> {
    let mut out: Vec<Span> = article.parts.iter().flat_map(|p| in_part(&article.text, p.span)).collect();
    out.sort_unstable_by_key(|q| q.start);
    out
}

fn in_part(text: &str, part: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let mut open: Option<(usize, char)> = None;
    // ‘...’ inside “...”
    let mut inner: Option<usize> = None;
    let mut before = ' ';
    let mut chars = part.of(text).char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |(_, c)| *c);
        let begins = !before.is_alphanumeric() && !after.is_whitespace();
        let here = part.start + i;
        match open {
            None => {
                let opens = matches!(c, '“' | '«' | '„') || matches!(c, '"' | '‘') && begins;
                open = opens.then_some((here, c));
            }
            Some((start, mark)) => {
                let closes = match mark {
                    '"' => c == '"' && !(begins && before.is_whitespace()),
                    '‘' => c == '’' && !after.is_alphanumeric(),
                    '«' => c == '»',
                    _ => matches!(c, '”' | '"') || c == '“' && mark == '„',
                };
                if closes {
                    out.push(Span::new(start, here + c.len_utf8()));
                    (open, inner) = (None, None);
                } else if mark != '‘' && c == '‘' && begins {
                    inner = Some(here);
                } else if c == '’' && !after.is_alphanumeric() {
                    out.extend(inner.take().map(|start| Span::new(start, here + c.len_utf8())));
                }
            }
        }
        before = c;
    }
    out.extend(open.map(|(start, _)| Span::new(start, part.end)));
    out
}

/// The innermost quotation around a token, as far as it stands in the token's own paragraph; none for a token that stands in none.
pub fn around(scene: &Scene, token: usize) -> Option<Span> {
    let at = scene.document.tokens[token].span;
    let begun = scene.quotes.partition_point(|q| q.start <= at.start);
    // quotations inside one that are over stand between
    scene.quotes[begun.saturating_sub(NEAR)..begun].iter().rev().copied().find(|q| at.end <= q.end)
}

/// Who speaks the words at a token.
pub fn speaker(scene: &Scene, book: &Rulebook, token: usize) -> Option<Arc<Actor>> {
    let quote = around(scene, token).filter(|q| q.end - q.start >= PHRASE)?;
    let part = scene.document.sentence(token).part_index;
    in_paragraph(scene, book, part, quote).or_else(|| from_paragraph_before(scene, book, part, quote, 0))
}

/// Who is said to speak in a sentence of the quotation, else in the paragraph before it.
fn in_paragraph(scene: &Scene, book: &Rulebook, part: usize, quote: Span) -> Option<Arc<Actor>> {
    let sentences = &scene.document.sentences;
    let told = |tokens: Range<usize>| {
        let outside = |t: &usize| around(scene, *t).is_none_or(|q| q.start < quote.start && quote.end < q.end);
        let own = tokens.filter(|t| scene.clauses.at(*t).is_some()).filter(outside);
        own.into_iter().find_map(|t| speaker_of(scene, book, scene.clauses.at(t)?))
    };
    let first = sentences.partition_point(|s| s.span.end <= quote.start);
    let end = first + sentences[first..].partition_point(|s| s.span.start < quote.end);
    let head = first..end.min(first + NEAR);
    let tail = end.saturating_sub(NEAR).max(head.end)..end;
    // `"...," she said. "..."`: who was last said to speak goes on
    let before = (first.saturating_sub(NEAR)..first).rev().take_while(|i| sentences[*i].part_index == part);
    head.chain(tail).chain(before).find_map(|i| told(sentences[i].tokens.clone()))
}

/// A paragraph that begins with a quotation goes on with the one before, where that has one.
fn from_paragraph_before(scene: &Scene, book: &Rulebook, part: usize, quote: Span, depth: usize) -> Option<Arc<Actor>> {
    let parts = &scene.article.parts;
    if depth >= LONGEST || quote.start != parts.get(part)?.span.start {
        return None;
    }
    let before = (part.saturating_sub(NEAR)..part).rev().find(|i| parts[*i].kind == PartKind::Paragraph)?;
    let last = scene.quotes.partition_point(|q| q.start < parts[before].span.end).checked_sub(1)?;
    let last = scene.quotes.get(last).copied().filter(|q| q.start >= parts[before].span.start)?;
    in_paragraph(scene, book, before, last).or_else(|| from_paragraph_before(scene, book, before, last, depth + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quotes(text: &str) -> Vec<&str> {
        in_part(text, Span::new(0, text.len())).into_iter().map(|q| q.of(text)).collect()
    }

    #[test]
    fn marks_of_all_sorts_are_paired() {
        assert_eq!(quotes("He said “we go” and “we stay”."), ["“we go”", "“we stay”"]);
        assert_eq!(quotes("\"We go,\" he said. \"We stay.\""), ["\"We go,\"", "\"We stay.\""]);
        assert_eq!(quotes("She said: ‘We don’t go.’ So it was."), ["‘We don’t go.’"]);
        assert_eq!(quotes("“He told me ‘go’ twice,” she said."), ["‘go’", "“He told me ‘go’ twice,”"]);
        assert_eq!(quotes("«Nous» and „wir“"), ["«Nous»", "„wir“"]);
        assert_eq!(quotes("“It goes on"), ["“It goes on"]);
        assert!(quotes("Peru's envoys' talks").is_empty());
    }
}
