//! Direct speech: which words stand in quotation marks, and who spoke them.
//!
//! A quotation may go on over sentences and paragraphs. Who speaks stands in one of its sentences (`"...," she said. "..."`), in
//! the sentence before it (`The minister was blunt: "..."`), or, where a paragraph is nothing but a quotation, in the one before.

use super::rules::Rulebook;
use super::said::speaker_of;
use super::scene::Scene;
use crate::actors::Actor;
use crate::article::{Part, PartKind};
use crate::span::Span;
use std::sync::Arc;

/// How many paragraphs one quotation may fill.
const LONGEST: usize = 12;
/// A quotation of fewer bytes is a word or two that are only not the article's own.
const PHRASE: usize = 24;

/// The quotation around a token, with its marks, as far as it stands in the token's own paragraph; none for a token that stands in
/// none.
pub fn around(scene: &Scene, token: usize) -> Option<Span> {
    let at = scene.document.tokens[token].span;
    in_part(scene, part_of(scene, token)?).into_iter().find(|q| q.start <= at.start && at.end <= q.end)
}

/// Who speaks the words at a token.
pub fn speaker(scene: &Scene, book: &Rulebook, token: usize) -> Option<Arc<Actor>> {
    let quote = around(scene, token).filter(|q| q.end - q.start >= PHRASE)?;
    let part = scene.document.sentence(token).part_index;
    in_paragraph(scene, book, part, quote).or_else(|| from_paragraph_before(scene, book, part, quote, 0))
}

fn part_of<'a>(scene: &Scene<'a>, token: usize) -> Option<&'a Part> {
    scene.article.parts.get(scene.document.sentence(token).part_index)
}

/// The quotations of a part of the text, in order. One that is not closed goes to the end of the part.
fn in_part(scene: &Scene, part: &Part) -> Vec<Span> {
    let text = part.span.of(&scene.article.text);
    let mut out = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |(_, c)| *c);
        let begins = !before.is_alphanumeric() && !after.is_whitespace();
        let here = part.span.start + i;
        match open {
            None => {
                let opens = matches!(c, '“' | '«' | '„') || matches!(c, '"' | '‘') && begins;
                open = opens.then_some((here, c)).or(open);
            }
            Some((start, mark)) => {
                let closes = match mark {
                    '"' => c == '"' && !begins,
                    '‘' => c == '’' && !after.is_alphanumeric(),
                    '«' => c == '»',
                    _ => matches!(c, '”' | '“') && c != mark || c == '"',
                };
                if closes {
                    out.push(Span::new(start, here + c.len_utf8()));
                    open = None;
                }
            }
        }
        before = c;
    }
    out.extend(open.map(|(start, _)| Span::new(start, part.span.end)));
    out
}

/// Who is said to speak in a sentence of the quotation, else in the paragraph before it.
fn in_paragraph(scene: &Scene, book: &Rulebook, part: usize, quote: Span) -> Option<Arc<Actor>> {
    let sentences = || scene.document.sentences.iter().filter(move |s| s.part_index == part);
    let told = |tokens: std::ops::Range<usize>| {
        tokens.filter(|t| around(scene, *t).is_none()).find_map(|t| speaker_of(scene, book, scene.clauses.at(t)?))
    };
    // `"...," she said. "..."`: the last that was said to speak goes on
    let mut beside = sentences().filter(|s| s.span.overlaps(quote));
    beside
        .find_map(|s| told(s.tokens.clone()))
        .or_else(|| sentences().filter(|s| s.span.end <= quote.start).filter_map(|s| told(s.tokens.clone())).last())
}

/// A paragraph that begins with a quotation goes on with the one before, where that ends with one or with who spoke it.
fn from_paragraph_before(scene: &Scene, book: &Rulebook, part: usize, quote: Span, depth: usize) -> Option<Arc<Actor>> {
    let here = scene.article.parts.get(part)?;
    if depth >= LONGEST || quote.start != here.span.start {
        return None;
    }
    let before = (0..part).rev().find(|i| scene.article.parts[*i].kind == PartKind::Paragraph)?;
    let quotes = in_part(scene, &scene.article.parts[before]);
    let last = *quotes.last()?;
    in_paragraph(scene, book, before, last).or_else(|| from_paragraph_before(scene, book, before, last, depth + 1))
}
