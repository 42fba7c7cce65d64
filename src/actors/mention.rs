//! Mentions: phrases of one article that refer to actors and places.

use super::Actor;
use super::coref::{names_a_body, noun_phrase};
use crate::language::Document;
use crate::language::labels::Tag;
use crate::span::Span;
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::hash_map::Entry;
use std::ops::Range;
use std::sync::Arc;

/// Somewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// `place/1835848` (GeoNames number) or a readable name where it has none: `place/east-sea`.
    pub id: String,
    /// Name in English.
    pub name: String,
    /// ISO 3166-1 alpha-3; none for seas and places of several states.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
}

/// How a phrase refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// `Sergey Lavrov`, `NATO`, `Seoul`.
    Name,
    /// An adjective, demonym or name that modifies another noun: `Russian` in `Russian officials`.
    Modifier,
    /// A description: `the Russian envoy`, `the two countries`, `Israeli troops`.
    Nominal,
    /// `he`, `their`, `both`.
    Pronoun,
}

/// A phrase that refers to one or more actors or places.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Tokens of the document from the first to one past the last: the name or description itself, with title and
    /// apposed name, without relative clauses.
    pub tokens: Range<usize>,
    /// The token that governs the phrase in the tree.
    pub head: usize,
    /// The words in the text.
    pub span: Span,
    /// How it refers.
    pub form: Form,
    /// Whom it refers to; several for `the two countries`; empty when it is only a place or nothing is known.
    pub actors: Vec<Arc<Actor>>,
    /// Where it refers to; a country's name has both actor and place.
    pub place: Option<Arc<Place>>,
    /// Equal for mentions of one thing within the article.
    pub chain: u32,
    /// How the reading was found, for people who check: `states.tsv: adjective`, `pronoun: subject of the sentence before`.
    pub why: String,
}

/// Everyone and everywhere that an article mentions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cast {
    /// In order of their first token; nested ones (a modifier inside a description) after the one that holds them.
    pub mentions: Vec<Mention>,
    /// For each token the index of the outermost mention that it heads.
    pub by_head: Vec<Option<u32>>,
}

impl Cast {
    /// A cast of these mentions over a document of `tokens` tokens.
    pub fn new(mut mentions: Vec<Mention>, tokens: usize) -> Self {
        mentions.sort_by_key(|m| (m.tokens.start, std::cmp::Reverse(m.tokens.end), m.head));
        let mut by_head: Vec<Option<u32>> = vec![None; tokens];
        for (i, mention) in mentions.iter().enumerate() {
            by_head[mention.head].get_or_insert(i as u32);
        }
        Self { mentions, by_head }
    }

    /// The shortest mention by name that a token stands in: the tree does not always make the token that a phrase hangs
    /// on the head of the name (`the Council of Europe's Human Rights Office`).
    pub fn around(&self, token: usize) -> Option<&Mention> {
        let end = self.mentions.partition_point(|m| m.tokens.start <= token);
        let near = self.mentions[..end].iter().rev().take_while(|m| m.tokens.start + 24 > token);
        near.filter(|m| m.form == Form::Name && m.tokens.contains(&token)).min_by_key(|m| m.tokens.len())
    }

    /// Mentions to show to people: all that say who or where, and others of something that the text speaks of more than
    /// once and names, or describes by somebody known (`the Afghan team`), or a body that it describes alike more than once and
    /// once as by a name, without an article (`ruling alliance lawmakers`).
    pub fn telling(&self, document: &Document) -> impl Iterator<Item = &Mention> {
        let says = |m: &Mention| !m.actors.is_empty() || m.place.is_some();
        let mut uses: FxHashMap<u32, (u32, bool)> = FxHashMap::default();
        let mut described: FxHashMap<(u32, String), bool> = FxHashMap::default();
        for (i, mention) in self.mentions.iter().enumerate() {
            let mut inside = self.mentions[i + 1..].iter().take_while(|m| m.tokens.start < mention.tokens.end);
            let (count, told) = uses.entry(mention.chain).or_default();
            *count += 1;
            *told |= mention.form == Form::Name || says(mention) || inside.any(says);
            if !*told && let Some((words, bare)) = body_in_words(document, mention) {
                match described.entry((mention.chain, words)) {
                    Entry::Occupied(mut before) => {
                        *before.get_mut() |= bare;
                        *told |= *before.get();
                    }
                    Entry::Vacant(first) => {
                        first.insert(bare);
                    }
                }
            }
        }
        self.mentions.iter().filter(move |m| says(m) || matches!(uses[&m.chain], (2.., true)))
    }

    /// The noun phrase that a mention stands in.
    pub fn noun_phrase(&self, document: &Document, mention: &Mention) -> Range<usize> {
        let named = |token: usize| self.at(token).is_some_and(|m| m.form == Form::Name);
        noun_phrase(document, mention, named)
    }

    /// The outermost mention that `token` heads.
    pub fn at(&self, token: usize) -> Option<&Mention> {
        self.by_head[token].map(|i| &self.mentions[i as usize])
    }
}

/// The words of a description of a body that has more than one, without articles, and whether there is none: `ruling alliance`.
fn body_in_words(document: &Document, mention: &Mention) -> Option<(String, bool)> {
    let tokens = &document.tokens[mention.tokens.clone()];
    let words: Vec<&str> = tokens.iter().filter(|t| !matches!(t.tag, Tag::Dt | Tag::Pos)).map(|t| &*t.lower).collect();
    let body = matches!(mention.form, Form::Nominal | Form::Modifier) && names_a_body(words.last()?);
    let bare = !matches!(tokens.first()?.tag, Tag::Dt | Tag::PrpS);
    (body && words.len() > 1).then(|| (words.join(" "), bare))
}
