//! Everything known about an article when its events are read.

use crate::actors::{Cast, Gazetteer, Mention};
use crate::article::Article;
use crate::clauses::{Clause, Clauses};
use crate::language::labels::Dep;
use crate::language::{Document, Token};
use crate::span::Span;
use crate::time::Timex;

/// One article through all earlier stages.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// Names and offices.
    pub gazetteer: &'a Gazetteer,
    /// The article.
    pub article: &'a Article,
    /// Its sentences and tokens.
    pub document: &'a Document,
    /// Its clauses.
    pub clauses: &'a Clauses,
    /// Its actors and places.
    pub cast: &'a Cast,
    /// Its time expressions, in order.
    pub timexes: &'a [Timex],
    /// Its quotations, in order ([`super::quotes::find`]).
    pub quotes: &'a [Span],
}

impl<'a> Scene<'a> {
    /// The mention that a noun phrase is, if it refers to actors.
    pub fn actor_mention(&self, head: usize) -> Option<&'a Mention> {
        let cast: &'a Cast = self.cast;
        cast.at(head).filter(|m| !m.actors.is_empty())
    }

    /// The mention of a noun phrase that is a place.
    pub fn place_mention(&self, head: usize) -> Option<&'a Mention> {
        let cast: &'a Cast = self.cast;
        cast.at(head).filter(|m| m.place.is_some())
    }

    /// Whether the token's lemma or form is this word.
    pub fn is_word(&self, token: usize, word: &str) -> bool {
        let t = &self.document.tokens[token];
        t.lemma.as_ref() == word || t.lower.as_ref() == word
    }

    /// The token's lemma and form.
    pub fn words(&self, token: usize) -> [&'a str; 2] {
        let document: &'a Document = self.document;
        let t = &document.tokens[token];
        [&t.lemma, &t.lower]
    }

    /// Adjectives and nouns that stand before a noun and belong to it.
    pub fn modifiers(&self, noun: usize) -> impl Iterator<Item = usize> + 'a {
        let document: &'a Document = self.document;
        document.children(noun).filter(move |c| {
            *c < noun
                && matches!(document.tokens[*c].dep, Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Poss | Dep::Nummod)
        })
    }

    /// Whether a token stands in quotation marks.
    pub fn is_quoted(&self, token: usize) -> bool {
        let sentence = self.document.sentence(token);
        let mut open = false;
        // no quotation mark is longer
        let short = |t: &&Token| t.span.end - t.span.start <= 3;
        for t in self.document.tokens[sentence.tokens.start..token].iter().filter(short) {
            match t.span.of(&self.article.text) {
                "“" | "``" => open = true,
                "”" | "''" => open = false,
                "\"" => open = !open,
                _ => {}
            }
        }
        open
    }

    /// The nearest clause of a verb or adjective above a token.
    pub fn verbal_above(&self, clause: &'a Clause) -> Option<&'a Clause> {
        let clauses: &'a Clauses = self.clauses;
        clauses.above(clause).find(|c| c.kind != crate::clauses::ClauseKind::Noun)
    }

    /// The clause above one that `where` joins to it.
    pub fn verbal_above_by_where(&self, clause: &'a Clause) -> Option<&'a Clause> {
        let joined = clause.link == crate::clauses::Link::Relative && clause.mark.as_deref() == Some("where");
        if joined { self.verbal_above(clause) } else { None }
    }
}
