//! From an analysed text to the document of an article.

use super::document::{Document, Entity, Sentence, Token};
use super::labels::{Dep, Pos};
use super::reader::{Analysis, Analyzed};
use super::reading::Reading;
use crate::article::Part;
use crate::span::Span;
use rustc_hash::FxHashMap;

/// Puts an analysed stretch of a part at the end of the document.
pub fn append(document: &mut Document, analysis: Analysis, reading: &Reading, part_index: usize, part: &Part) {
    let offset = document.tokens.len();
    // Where each token goes; white space goes where the next word does.
    let mut places = Vec::with_capacity(analysis.tokens.len() + 1);
    let mut next = offset;
    for token in &analysis.tokens {
        places.push(next);
        next += usize::from(!token.is_space);
    }
    places.push(next);

    let heads = words_as_heads(&analysis.tokens);
    let mut first = offset;
    for (i, token) in analysis.tokens.into_iter().enumerate() {
        if token.starts_sentence {
            close_sentence(document, first, part_index, part);
            first = document.tokens.len();
        }
        if token.is_space {
            continue;
        }
        let root = heads[i] == i;
        document.tokens.push(Token {
            span: reading.original(Span::new(token.raw.start, token.raw.end)),
            lemma: token.lemma,
            lower: token.lower,
            tag: token.tag,
            pos: token.pos.unwrap_or(Pos::X),
            dep: if root { Dep::Root } else { token.dep },
            head: places[heads[i]],
        });
    }
    close_sentence(document, first, part_index, part);
    for (tokens, label) in analysis.entities {
        let tokens = places[tokens.start]..places[tokens.end];
        if !tokens.is_empty() {
            document.entities.push(Entity { tokens, label });
        }
    }
}

fn close_sentence(document: &mut Document, first: usize, part_index: usize, part: &Part) {
    let tokens = first..document.tokens.len();
    if let (Some(start), Some(end)) = (document.tokens.get(first), document.tokens.last()) {
        let span = start.span.cover(end.span);
        document.sentences.push(Sentence { tokens, span, part: part.kind, part_index });
    }
}

/// Heads without white space: its dependents go to its head, or to the first of them when it is a root.
fn words_as_heads(tokens: &[Analyzed]) -> Vec<usize> {
    let mut heads: Vec<usize> = tokens.iter().map(|t| t.head).collect();
    let mut heirs: FxHashMap<usize, usize> = FxHashMap::default();
    for i in 0..tokens.len() {
        if tokens[i].is_space {
            continue;
        }
        let mut head = tokens[i].head;
        while tokens[head].is_space && tokens[head].head != head {
            head = tokens[head].head;
        }
        heads[i] = if tokens[head].is_space { *heirs.entry(head).or_insert(i) } else { head };
    }
    heads
}
