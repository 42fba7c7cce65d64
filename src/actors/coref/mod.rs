//! Coreference: what pronouns and descriptions refer to, over the whole article.
//!
//! The text is read once from front to back. What the linker has found (names, adjectives, descriptions with a state) opens
//! [`things::Thing`]s or adds uses to them; appositions, predicates and relative pronouns follow from syntax
//! ([`syntax`]); descriptions recall things by what they have been called ([`descriptions`]); plurals gather several
//! ([`plurals`]); third-person pronouns take the most salient thing that agrees ([`pronouns`]). First persons are read
//! last, when the speakers of all quotes are known. Where two readings are about as good, there is none.

mod descriptions;
mod phrase;
mod plurals;
mod pronouns;
mod quotes;
mod syntax;
mod things;
mod words;

use super::gazetteer::Gazetteer;
use super::{Actor, Cast, Form, Mention, Place};
use crate::article::Article;
use crate::language::Document;
use crate::language::labels::{Pos, Tag};
use quotes::Quotes;
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::Arc;
use things::{Occurrence, Thing};
use words::{Class, Words};

/// Everyone and everywhere that the article mentions: `mentions` of the linker, completed by pronouns and
/// descriptions, and those without a referent filled where the text tells it.
pub fn resolve(gazetteer: &Gazetteer, article: &Article, document: &Document, mentions: Vec<Mention>) -> Cast {
    let words = Words::shipped();
    let next_chain = mentions.iter().map(|m| m.chain + 1).max().unwrap_or(0);
    let mut resolver = Resolver {
        gazetteer,
        article,
        document,
        words,
        quotes: Quotes::of(document, words),
        things: Vec::new(),
        by_chain: FxHashMap::default(),
        thing_at: vec![None; document.tokens.len()],
        mention_at: vec![None; document.tokens.len()],
        covered: vec![false; document.tokens.len()],
        mentions,
        next_chain,
        order: Vec::new(),
    };
    resolver.read();
    Cast::new(resolver.mentions, document.tokens.len())
}

/// The state of one article's resolution.
struct Resolver<'a> {
    gazetteer: &'a Gazetteer,
    article: &'a Article,
    document: &'a Document,
    words: &'static Words,
    quotes: Quotes,
    things: Vec<Thing>,
    by_chain: FxHashMap<u32, usize>,
    /// For each token the thing that the phrase it heads is a use of.
    thing_at: Vec<Option<u32>>,
    /// For each token the mention that it heads.
    mention_at: Vec<Option<u32>>,
    /// Whether a token is part of a name or description of the linker.
    covered: Vec<bool>,
    mentions: Vec<Mention>,
    next_chain: u32,
    /// Things in order of their uses, with the token of each use.
    order: Vec<(usize, usize)>,
}

impl Resolver<'_> {
    fn read(&mut self) {
        for i in 0..self.mentions.len() {
            let m = &self.mentions[i];
            let (head, tokens, keep) = (m.head, m.tokens.clone(), m.form == Form::Name);
            // Of nested mentions with one head the outermost stands.
            self.mention_at[head].get_or_insert(i as u32);
            for t in tokens {
                self.covered[t] |= keep;
            }
        }
        for t in 0..self.document.tokens.len() {
            if let Some(m) = self.mention_at[t] {
                self.linked(m as usize);
            } else if self.is_pronoun(t) {
                self.pronoun(t);
            } else if phrase::is_phrase_head(self.document, t) && !self.covered[t] {
                self.description(t);
            }
            self.joined(t);
        }
        self.first_persons();
    }

    /// A mention that the linker has found.
    fn linked(&mut self, m: usize) {
        let mention = &self.mentions[m];
        let head = mention.head;
        if mention.form == Form::Nominal && self.recall_linked(m) {
            return;
        }
        if self.apposed_to(head).is_some_and(|thing| self.join_apposition(m, thing)) {
            return;
        }
        let mention = &self.mentions[m];
        let plural = matches!(self.document.tokens[head].tag, Tag::Nns | Tag::Nnps) && mention.form == Form::Nominal;
        let thing = match self.by_chain.get(&mention.chain) {
            Some(thing) => *thing,
            None => {
                let mut thing = Thing::of_mention(mention.chain, mention, plural);
                if thing.class == Class::Other
                    && let Some(noun) = self.noun_of(head)
                {
                    thing.class = noun.0;
                    thing.plural = plural;
                }
                self.open(thing)
            }
        };
        let mention = self.mentions[m].clone();
        self.things[thing].take(&mention);
        self.call(thing, mention.tokens.clone());
        for actor in mention.actors.iter().take(1) {
            if let Some(office) = &actor.office {
                self.things[thing].call(&office.to_lowercase());
            }
            self.things[thing].call(&actor.name.to_lowercase());
        }
        self.things[thing].learn_gender(self.words);
        self.spoken_of(thing, head);
    }

    /// Opens a thing and gives its number.
    fn open(&mut self, thing: Thing) -> usize {
        self.by_chain.insert(thing.chain, self.things.len());
        self.things.push(thing);
        self.things.len() - 1
    }

    fn new_chain(&mut self) -> u32 {
        self.next_chain += 1;
        self.next_chain - 1
    }

    /// The words of a phrase are what the thing is called.
    fn call(&mut self, thing: usize, tokens: Range<usize>) {
        let words: Vec<&str> =
            self.document.tokens[tokens].iter().filter(|t| t.pos != Pos::Punct).map(|t| &*t.lower).collect();
        self.things[thing].call(&words.join(" "));
    }

    /// The phrase that `head` heads is a use of the thing.
    fn spoken_of(&mut self, thing: usize, head: usize) {
        let sentence = self.document.sentence_of[head] as usize;
        let role = phrase::role(self.document, head);
        self.things[thing].uses.push(Occurrence { token: head, sentence, role });
        self.thing_at[head] = Some(thing as u32);
        self.order.push((head, thing));
    }

    /// Adds a mention of a thing.
    fn refer(&mut self, tokens: Range<usize>, head: usize, form: Form, thing: usize, why: String) {
        let t = &self.things[thing];
        let mention = Mention {
            span: self.document.span(tokens.clone()),
            tokens,
            head,
            form,
            actors: t.actors.clone(),
            place: t.place.clone(),
            chain: t.chain,
            why,
        };
        match self.mention_at[head] {
            Some(m) => self.mentions[m as usize] = mention,
            None => {
                self.mention_at[head] = Some(self.mentions.len() as u32);
                self.mentions.push(mention);
            }
        }
        self.spoken_of(thing, head);
    }

    /// Class, gender and number of the noun that heads a phrase, with the words that are known: `foreign minister` or
    /// `minister`.
    fn noun_of(&self, head: usize) -> Option<(Class, String)> {
        let lemma = self.lemma(head);
        let compound = self.document.tokens[head].lower.as_ref();
        if let Some(before) = head.checked_sub(1).map(|t| &self.document.tokens[t])
            && before.head == head
        {
            let two = format!("{} {lemma}", before.lower);
            if let Some(noun) = self.words.noun(&two) {
                return Some((noun.class, two));
            }
        }
        let word = if self.words.noun(&lemma).is_some() { lemma } else { compound.to_owned() };
        self.words.noun(&word).map(|n| (n.class, word))
    }

    /// Dictionary form in lower case; for names in the plural or capitals too.
    fn lemma(&self, token: usize) -> String {
        let t = &self.document.tokens[token];
        let lemma = t.lemma.to_lowercase();
        if self.words.noun(&lemma).is_some() || !self.is_plural(token) {
            return lemma;
        }
        let lower = &*t.lower;
        let singular =
            lower.strip_suffix("ies").map(|s| format!("{s}y")).or_else(|| lower.strip_suffix('s').map(str::to_owned));
        singular.filter(|s| self.words.noun(s).is_some()).unwrap_or(lemma)
    }

    fn is_plural(&self, token: usize) -> bool {
        matches!(self.document.tokens[token].tag, Tag::Nns | Tag::Nnps)
    }

    /// The state with a code, as a thing that is spoken of or one that is opened for it.
    fn state_thing(&mut self, country: &str) -> Option<usize> {
        let known = self
            .things
            .iter()
            .position(|t| t.class == Class::State && !t.plural && t.country.as_deref() == Some(country));
        if known.is_some() {
            return known;
        }
        let state = self.gazetteer.state(country)?;
        let (actor, place): (Arc<Actor>, Arc<Place>) = (Arc::clone(&state.actor), Arc::clone(&state.place));
        let chain = self.new_chain();
        let mut thing = Thing::new(chain, Class::State);
        thing.actors.push(actor);
        thing.place = Some(place);
        thing.country = Some(country.to_owned());
        Some(self.open(thing))
    }
}

#[cfg(test)]
mod tests;
