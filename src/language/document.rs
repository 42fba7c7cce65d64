//! The read text: sentences, tokens and the tree over them.

use super::labels::{Dep, EntityLabel, Pos, Tag};
use crate::article::PartKind;
use crate::span::Span;
use smallvec::{SmallVec, smallvec};
use std::ops::Range;
use std::sync::Arc;

/// One word, number or mark.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Where it stands in the article's text.
    pub span: Span,
    /// Dictionary form.
    pub lemma: Arc<str>,
    /// The word in lower case.
    pub lower: Arc<str>,
    /// Penn Treebank tag.
    pub tag: Tag,
    /// Universal part of speech.
    pub pos: Pos,
    /// Relation to the head (ClearNLP labels, as in spaCy's English models).
    pub dep: Dep,
    /// Index of the head in [`Document::tokens`]; its own for a root.
    pub head: usize,
}

/// A sentence: a range of tokens under one or more roots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Indices into [`Document::tokens`].
    pub tokens: Range<usize>,
    /// From its first token to its last.
    pub span: Span,
    /// What part of the article it stands in.
    pub part: PartKind,
    /// Number of that part in [`crate::article::Article::parts`].
    pub part_index: usize,
}

/// A named entity as the statistical model sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Indices into [`Document::tokens`].
    pub tokens: Range<usize>,
    /// `PERSON`, `GPE`, `ORG`, ...
    pub label: EntityLabel,
}

/// Dependents of a token; few have more than these.
pub type Children = SmallVec<[u32; 4]>;

/// One article's text as the language engine reads it. Every later stage only looks at it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// All tokens, in order of the text.
    pub tokens: Vec<Token>,
    /// In order, without gaps between the first token and the last.
    pub sentences: Vec<Sentence>,
    /// In order, not overlapping.
    pub entities: Vec<Entity>,
    /// For each token the sentence that holds it.
    pub sentence_of: Vec<u32>,
    /// For each token its dependents, in order of the text.
    pub children: Vec<Children>,
}

impl Document {
    /// Dependents of a token, in order of the text.
    pub fn children(&self, token: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.children[token].iter().map(|c| *c as usize)
    }

    /// Dependents of a token that bear one of `deps`.
    pub fn children_by<'a>(&'a self, token: usize, deps: &'a [Dep]) -> impl DoubleEndedIterator<Item = usize> + 'a {
        self.children(token).filter(|c| deps.contains(&self.tokens[*c].dep))
    }

    /// The first dependent that bears one of `deps`.
    pub fn child_by(&self, token: usize, deps: &[Dep]) -> Option<usize> {
        self.children(token).find(|c| deps.contains(&self.tokens[*c].dep))
    }

    /// First and one past the last token of the phrase that `token` heads.
    pub fn subtree(&self, token: usize) -> Range<usize> {
        let mut range = token..token + 1;
        let mut open: SmallVec<[usize; 16]> = smallvec![token];
        while let Some(next) = open.pop() {
            range = range.start.min(next)..range.end.max(next + 1);
            open.extend(self.children(next));
        }
        range
    }

    /// The span that a range of tokens covers. The range must not be empty.
    pub fn span(&self, tokens: Range<usize>) -> Span {
        self.tokens[tokens.start].span.cover(self.tokens[tokens.end - 1].span)
    }

    /// The sentence that holds a token.
    pub fn sentence(&self, token: usize) -> &Sentence {
        &self.sentences[self.sentence_of[token] as usize]
    }

    /// The entity that holds a token.
    pub fn entity_at(&self, token: usize) -> Option<&Entity> {
        let i = self.entities.partition_point(|e| e.tokens.end <= token);
        self.entities.get(i).filter(|e| e.tokens.contains(&token))
    }

    /// Head, head's head, ... up to the root; the token itself not among them.
    pub fn ancestors(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        let mut at = token;
        std::iter::from_fn(move || {
            let head = self.tokens[at].head;
            (head != at).then(|| {
                at = head;
                head
            })
        })
    }

    /// Hangs a token on another one, or makes it the root of its sentence; [`Document::children`] follows. What stands below the token
    /// cannot be its head, a tree has no circle: then nothing changes, and the answer is no.
    pub(super) fn rehang(&mut self, token: usize, head: usize) -> bool {
        if head != token && self.ancestors(head).any(|a| a == token) {
            return false;
        }
        let old = std::mem::replace(&mut self.tokens[token].head, head);
        if old != token
            && let Ok(at) = self.children[old].binary_search(&(token as u32))
        {
            self.children[old].remove(at);
        }
        if head != token {
            let below = &mut self.children[head];
            let at = below.partition_point(|c| (*c as usize) < token);
            below.insert(at, token as u32);
        }
        true
    }

    /// Fills [`Document::sentence_of`] and [`Document::children`] from tokens and sentences.
    pub fn index(&mut self) {
        self.sentence_of = vec![0; self.tokens.len()];
        for (i, sentence) in self.sentences.iter().enumerate() {
            self.sentence_of[sentence.tokens.clone()].fill(i as u32);
        }
        self.children = vec![Children::new(); self.tokens.len()];
        for (i, token) in self.tokens.iter().enumerate() {
            if token.head != i {
                self.children[token.head].push(i as u32);
            }
        }
    }
}
