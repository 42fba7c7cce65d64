//! Coreference: what pronouns and descriptions refer to, over the whole article.
//!
//! The text is read once from front to back. What the linker has found (names, adjectives, descriptions with a state) opens
//! [`things::Thing`]s or adds uses to them; appositions, predicates and relative pronouns follow from syntax
//! ([`syntax`]); descriptions recall things by what they have been called ([`descriptions`]); plurals gather several
//! ([`plurals`]), or by whom they belong to ([`owned`]); third-person pronouns take the most salient thing that agrees ([`pronouns`]). First persons are read
//! last, when the speakers of all quotes are known. Where two readings are about as good, there is none.

mod descriptions;
mod owned;
mod phrase;
mod plurals;
mod pronouns;
mod quotes;
mod syntax;
mod things;
mod words;

pub(super) use phrase::noun_phrase;

use super::gazetteer::words::hash_name;
use super::gazetteer::{Gazetteer, Naming};
use super::{Actor, Cast, Form, Mention, Place};
use crate::article::Article;
use crate::language::Document;
use crate::language::labels::{Dep, EntityLabel, Pos, Tag};
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
        self.name_unread();
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

    /// Names that only the model has seen become mentions without an actor, so that what recalls them is known.
    fn name_unread(&mut self) {
        for entity in &self.document.entities {
            let wanted = matches!(
                entity.label,
                EntityLabel::Person | EntityLabel::Org | EntityLabel::Gpe | EntityLabel::Loc | EntityLabel::Fac
            );
            let mut tokens = entity.tokens.clone();
            while !tokens.is_empty() && matches!(self.document.tokens[tokens.end - 1].tag, Tag::Pos | Tag::Comma) {
                tokens.end -= 1;
            }
            let touched = self.mentions.iter().any(|m| m.tokens.start < tokens.end && tokens.start < m.tokens.end);
            let Some(head) = tokens
                .clone()
                .rev()
                .find(|t| !tokens.contains(&self.document.tokens[*t].head) || self.document.tokens[*t].head == *t)
            else {
                continue;
            };
            if !wanted || touched || !self.is_name(head) {
                continue;
            }
            let chain = self.new_chain();
            self.mention_at[head].get_or_insert(self.mentions.len() as u32);
            self.covered[tokens.clone()].fill(true);
            self.mentions.push(Mention {
                span: self.document.span(tokens.clone()),
                tokens,
                head,
                form: Form::Name,
                actors: Vec::new(),
                place: None,
                chain,
                why: format!("the language model: {}", entity.label),
            });
        }
    }

    /// A mention that the linker has found.
    fn linked(&mut self, m: usize) {
        let head = self.mentions[m].head;
        let described =
            self.mentions[m].form == Form::Nominal || !self.mentions[m].tokens.clone().any(|t| self.is_name(t));
        if described && self.recall_linked(m) {
            return;
        }
        if self.apposed_to(head).is_some_and(|thing| self.join_apposition(m, thing)) {
            return;
        }
        self.complete_name(m);
        let plural = self.is_plural(head) && self.mentions[m].form == Form::Nominal;
        let known = self.same_name(m).or_else(|| self.by_chain.get(&self.mentions[m].chain).copied());
        let known = known.or_else(|| self.same_actor(m));
        let thing = known.unwrap_or_else(|| {
            let mention = &self.mentions[m];
            let mut thing = Thing::of_mention(mention.chain, mention, plural);
            if thing.class == Class::Other {
                thing.class = self.class_of_label(head).or(self.noun_of(head).map(|n| n.0)).unwrap_or(Class::Other);
                thing.named = self.is_name(head);
            }
            self.open(thing)
        });
        self.mentions[m].chain = self.things[thing].chain;
        let mention = self.mentions[m].clone();
        if self.things[thing].class != Class::Place || mention.actors.is_empty() {
            self.things[thing].take(&mention);
        }
        self.things[thing].named |= mention.form == Form::Name;
        // What hangs on a description by prepositions is not what the thing is.
        let named =
            if mention.form == Form::Nominal { phrase::extent(self.document, head) } else { mention.tokens.clone() };
        self.call(thing, named);
        if let [actor] = &mention.actors[..] {
            let names = std::iter::once(&actor.name).chain(&actor.aliases).chain(&actor.office);
            for name in names {
                self.things[thing].call(&name.to_lowercase());
            }
        }
        if self.is_capital(&mention) {
            self.things[thing].call("capital");
            self.things[thing].call("city");
        }
        self.things[thing].learn_gender(self.words);
        if known.is_none() {
            self.adopt(thing, head);
        }
        self.spoken_of(thing, head);
        self.parts_of_apposition(m, thing);
    }

    /// `the Church` in `the Church of Scientology` takes the rest of its name, where the linker knows nothing of it.
    fn complete_name(&mut self, m: usize) {
        let mention = &self.mentions[m];
        if !mention.actors.is_empty() || mention.place.is_some() || !self.is_name(mention.head) {
            return;
        }
        let whole = phrase::extent(self.document, mention.head);
        let longer = whole.start <= mention.tokens.start && whole.end > mention.tokens.end;
        let last = whole.end - 1;
        if longer && self.is_name(last) && self.document.tokens[last].head + 1 < whole.end {
            let tokens = mention.tokens.start..whole.end;
            self.mentions[m].span = self.document.span(tokens.clone());
            self.mentions[m].tokens = tokens;
        }
    }

    /// Name and description that stand beside each other in one mention of the linker are mentions too.
    fn parts_of_apposition(&mut self, m: usize, thing: usize) {
        let (tokens, head, form) = {
            let mention = &self.mentions[m];
            (mention.tokens.clone(), mention.head, mention.form)
        };
        if form != Form::Name || self.things[thing].class != Class::Person {
            return;
        }
        let beside = tokens.clone().find(|t| {
            self.document.tokens[*t].dep == Dep::Appos && tokens.contains(&self.document.tokens[*t].head) && *t != head
        });
        let Some(second) = beside.filter(|s| self.mention_at[*s].is_none()) else { return };
        let first = self.document.tokens[second].head;
        for (part, of) in
            [(phrase::extent(self.document, first), first), (phrase::whole_extent(self.document, second), second)]
        {
            if part.contains(&second) == (of == second) && part != tokens {
                let t = &self.things[thing];
                self.mentions.push(Mention {
                    span: self.document.span(part.clone()),
                    tokens: part,
                    head: of,
                    form: if self.is_name(of) { Form::Name } else { Form::Nominal },
                    actors: t.actors.clone(),
                    place: None,
                    chain: t.chain,
                    why: "stands beside the name".into(),
                });
            }
        }
        self.mention_at[second] = Some(self.mentions.len() as u32 - 1);
        self.thing_at[second] = Some(thing as u32);
    }

    /// The thing that bears the same name, where the linker keeps them apart: a state as a place, and names that
    /// nothing explains.
    fn same_name(&mut self, m: usize) -> Option<usize> {
        let mention = &self.mentions[m];
        let mention = mention.clone();
        if let Some(town) = self.as_town(&mention) {
            return Some(town);
        }
        let mention = &self.mentions[m];
        if let (true, Some(place)) = (mention.actors.is_empty(), &mention.place) {
            let state = place.country.as_deref().and_then(|c| self.gazetteer.state(c));
            if let Some(state) = state.filter(|s| s.place.id == place.id) {
                return state.actor.country.clone().and_then(|c| self.state_thing(&c));
            }
            if place.country.is_some() {
                return None;
            }
        }
        // Whom the tables know has one actor throughout.
        let listed = mention.actors.iter().any(|a| self.gazetteer.by_id(&a.id).is_some());
        if listed || mention.form == Form::Nominal && !mention.actors.is_empty() || !self.is_name(mention.head) {
            return None;
        }
        let words = self.name(mention.tokens.clone());
        let written = mention.span.of(&self.article.text);
        let class = mention.actors.first().map(|_| Thing::of_mention(0, mention, false).class);
        let fits = |t: &Thing| (t.named || !t.actors.is_empty()) && !t.plural && class.is_none_or(|c| c == t.class);
        let same = self.things.iter().position(|t| fits(t) && t.has_been_called(&words));
        same.or_else(|| {
            // `the North` after North Korea, `UAAR` after the name that it is short for.
            let short = |t: &Thing| {
                fits(t) && (t.class == Class::State && t.has_been_called_first(&words) || t.has_initials(written))
            };
            let mut fitting = (0..self.things.len()).filter(|t| short(&self.things[*t]));
            fitting.next().filter(|_| fitting.next().is_none())
        })
    }

    /// The thing that is the one actor of a mention: `the country's army` has been read before its name.
    fn same_actor(&self, m: usize) -> Option<usize> {
        let [actor] = &self.mentions[m].actors[..] else { return None };
        let same = |t: &Thing| !t.plural && t.members.is_empty() && matches!(&t.actors[..], [one] if one.id == actor.id);
        self.things.iter().position(same).filter(|_| self.gazetteer.by_id(&actor.id).is_some())
    }

    /// A capital's name where it locates is the town and not its state.
    fn as_town(&mut self, mention: &Mention) -> Option<usize> {
        let place = mention.place.as_ref()?;
        let country = place.country.clone()?;
        let is_state = self.gazetteer.state(&country).is_some_and(|s| s.place.id == place.id);
        let token = &self.document.tokens[mention.head];
        let before = &self.document.tokens[token.head];
        let locates = token.dep == Dep::Pobj
            && matches!(&*before.lower, "in" | "at" | "near" | "outside" | "inside" | "around" | "from" | "to");
        if is_state || mention.actors.is_empty() || !locates {
            return None;
        }
        let id = place.id.clone();
        let place = Arc::clone(place);
        let known =
            self.things.iter().position(|t| t.class == Class::Place && t.place.as_ref().is_some_and(|p| p.id == id));
        Some(known.unwrap_or_else(|| {
            let chain = self.new_chain();
            let mut thing = Thing::new(chain, Class::Place);
            thing.place = Some(place);
            thing.country = Some(country);
            self.open(thing)
        }))
    }

    /// A name in lower case without article and possessive mark.
    fn name(&self, tokens: Range<usize>) -> String {
        let words =
            self.document.tokens[tokens].iter().filter(|t| !matches!(t.tag, Tag::Dt | Tag::Pos) && t.pos != Pos::Punct);
        words.map(|t| &*t.lower).collect::<Vec<_>>().join(" ")
    }

    /// Whether the word is written and read as a name.
    fn is_name(&self, token: usize) -> bool {
        self.document.tokens[token].pos == Pos::Propn && self.is_capitalised(token)
    }

    fn is_capitalised(&self, token: usize) -> bool {
        self.document.tokens[token].span.of(&self.article.text).starts_with(char::is_uppercase)
    }

    /// What the model sees in a name.
    fn class_of_label(&self, token: usize) -> Option<Class> {
        let entity = self.document.entities.iter().find(|e| e.tokens.contains(&token))?;
        match entity.label {
            EntityLabel::Person => Some(Class::Person),
            EntityLabel::Org => Some(Class::Organization),
            EntityLabel::Gpe | EntityLabel::Loc | EntityLabel::Fac => Some(Class::Place),
            _ => None,
        }
    }

    /// Whether a mention names a state's capital.
    fn is_capital(&self, mention: &Mention) -> bool {
        let Some(place) = &mention.place else { return false };
        let (hash, _) = hash_name(&place.name);
        self.gazetteer.readings(hash).any(|r| {
            r.naming == Naming::Capital && self.gazetteer.actor(r.target).is_some_and(|a| a.country == place.country)
        })
    }

    /// A headline says `the Church` before the text names it: such uses are the named thing's.
    fn adopt(&mut self, thing: usize, head: usize) {
        if !self.things[thing].named || self.things[thing].class != Class::Organization {
            return;
        }
        let early: Vec<usize> = (0..self.things.len())
            .filter(|t| {
                let other = &self.things[*t];
                let bare = other.called.trim_matches(['|', ' ']);
                *t != thing
                    && other.actors.is_empty()
                    && !other.plural
                    && other.class == Class::Organization
                    && other.uses.iter().all(|u| u.token < head && self.is_name(u.token))
                    && !bare.contains(' ')
                    && self.things[thing].is_a(bare)
            })
            .collect();
        for other in early {
            let chain = self.things[other].chain;
            let uses = std::mem::take(&mut self.things[other].uses);
            let (actors, place, new) = {
                let t = &mut self.things[thing];
                t.uses.splice(0..0, uses.iter().copied());
                (t.actors.clone(), t.place.clone(), t.chain)
            };
            for u in &uses {
                self.thing_at[u.token] = Some(thing as u32);
            }
            for m in self.mentions.iter_mut().filter(|m| m.chain == chain) {
                m.chain = new;
                m.actors = actors.clone();
                m.place = place.clone();
                m.why = "description: named later in the article".into();
            }
            self.by_chain.insert(chain, thing);
        }
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
        let words = self.name(tokens);
        self.things[thing].call(&words);
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
