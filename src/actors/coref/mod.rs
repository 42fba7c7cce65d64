//! Coreference: what pronouns and descriptions refer to, over the whole article.
//!
//! The text is read once from front to back. What the linker has found (names, adjectives, descriptions with a state) opens
//! [`things::Thing`]s or adds uses to them; appositions, predicates and relative pronouns follow from syntax
//! ([`syntax`]); descriptions recall things by what they have been called ([`descriptions`]); plurals gather several
//! ([`plurals`]), or by whom they belong to ([`owned`]); third-person pronouns take the most salient thing that agrees
//! ([`pronouns`]). Nouns for bodies stand before those who belong to them ([`bodies`]). First persons are read when the
//! speaker of their quote is known; so is whose government the governed speak of ([`subjects`]). Where two readings are about as good, there is none.

mod across;
mod bodies;
mod descriptions;
mod focus;
mod names;
mod owned;
mod phrase;
mod plurals;
mod pronouns;
mod quotes;
mod subjects;
mod syntax;
mod things;
mod unique;
mod variants;
mod words;

pub(super) use phrase::noun_phrase;
pub(super) use words::{is_given_name, names_a_body, names_what_is_founded};

use super::gazetteer::words::hash_name;
use super::gazetteer::{Gazetteer, Naming};
use super::{Actor, ActorKind, Cast, Form, Mention, Place, text_names};
use crate::article::Article;
use crate::language::Document;
use crate::language::labels::{Dep, Pos, Tag};
use quotes::Quotes;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;
use things::{Occurrence, Thing};
use variants::Written;
use words::{Class, Words};

/// When twice as many things have been spoken of, only this many are kept in mind: what a text without end costs then grows
/// with its length, not with the square.
const MANY: usize = 1000;

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
        in_mind: Vec::new(),
        by_chain: FxHashMap::default(),
        thing_at: vec![None; document.tokens.len()],
        mention_at: vec![None; document.tokens.len()],
        covered: vec![false; document.tokens.len()],
        mentions,
        next_chain,
        awaiting: Vec::new(),
        order: Vec::new(),
        written: Written::default(),
    };
    resolver.read();
    let mut mentions = resolver.mentions;
    text_names::add(&article.text, document, &mut mentions);
    Cast::new(mentions, document.tokens.len())
}

/// The state of one article's resolution.
struct Resolver<'a> {
    gazetteer: &'a Gazetteer,
    article: &'a Article,
    document: &'a Document,
    words: &'static Words,
    quotes: Quotes,
    things: Vec<Thing>,
    /// Numbers of the things that may be recalled, ascending: in all but endless texts every one.
    in_mind: Vec<usize>,
    by_chain: FxHashMap<u32, usize>,
    /// For each token the thing that the phrase it heads is a use of.
    thing_at: Vec<Option<u32>>,
    /// For each token the mention that it heads.
    mention_at: Vec<Option<u32>>,
    /// Whether a token is part of a name or description of the linker.
    covered: Vec<bool>,
    mentions: Vec<Mention>,
    next_chain: u32,
    /// Possessives with the subject that follows them.
    awaiting: Vec<(usize, usize)>,
    /// Things in order of their uses, with the token of each use.
    order: Vec<(usize, usize)>,
    /// The names of the text.
    written: Written,
}

impl<'a> Resolver<'a> {
    fn read(&mut self) {
        self.trim_modifiers();
        for i in 0..self.mentions.len() {
            let m = &self.mentions[i];
            let (head, tokens, keep) = (m.head, m.tokens.clone(), m.form == Form::Name);
            // Of nested mentions with one head the outermost stands.
            self.mention_at[head].get_or_insert(i as u32);
            for t in tokens {
                self.covered[t] |= keep;
            }
        }
        self.collect_names(0);
        let linked = self.mentions.len();
        self.name_unread();
        self.collect_names(linked);
        for t in 0..self.document.tokens.len() {
            if let Some(m) = self.mention_at[t] {
                self.linked(m as usize);
            } else if self.is_pronoun(t) {
                self.pronoun(t);
            } else if phrase::is_phrase_head(self.document, t) && !self.covered[t] {
                self.description(t);
            } else {
                self.body_of_member(t);
            }
            self.joined(t);
            if t + 1 == self.document.sentence(t).tokens.end {
                self.awaited();
                self.first_persons(self.document.sentence(t).tokens.clone());
                self.own_governments(self.document.sentence(t).tokens.clone());
            }
        }
        self.first_persons(0..self.document.tokens.len());
        self.own_governments(0..self.document.tokens.len());
    }

    /// A mention that the linker has found.
    fn linked(&mut self, m: usize) {
        let head = self.mentions[m].head;
        if self.named_together(head) {
            return;
        }
        let described =
            self.mentions[m].form == Form::Nominal || !self.mentions[m].tokens.clone().any(|t| self.is_name(t));
        if described && self.recall_linked(m) {
            return;
        }
        if self.apposed_to(head).is_some_and(|thing| self.join_apposition(m, thing)) {
            return;
        }
        self.complete_name(m);
        self.prefer_own(m);
        let plural = self.is_plural(head) && self.mentions[m].form == Form::Nominal;
        let of_body = self.is_part_of_body(m);
        let known = if of_body { self.person_of_body(m) } else { self.known(m) };
        if of_body {
            self.mentions[m].chain = self.new_chain();
        }
        let thing = known.unwrap_or_else(|| {
            let mention = &self.mentions[m];
            let mut thing = Thing::of_mention(mention.chain, mention, plural);
            if of_body {
                thing.class = self.noun_of(head).map_or(Class::Person, |n| n.0);
            }
            if thing.class == Class::Other {
                thing.class = self.class_of_name(m).or(self.noun_of(head).map(|n| n.0)).unwrap_or(Class::Other);
                thing.named = self.is_name(head);
            }
            if !of_body && self.is_written_as_name(m) {
                (thing.class, thing.named) = (Class::Organization, true);
            }
            self.open(thing)
        });
        let chain = std::mem::replace(&mut self.mentions[m].chain, self.things[thing].chain);
        if known.is_some() {
            self.absorb_described(m, thing);
        }
        // One body by several names, none of which the tables have, is one actor.
        if let (Some(_), [first], [other]) = (known, &self.things[thing].actors[..], &self.mentions[m].actors[..])
            && first.id != other.id
            && [first, other].iter().all(|a| self.gazetteer.by_id(&a.id).is_none())
            && first.kind == other.kind
        {
            self.mentions[m].actors = vec![Arc::clone(first)];
        }
        self.take_actor(m, thing);
        let mention = self.mentions[m].clone();
        if self.things[thing].class != Class::Place || mention.actors.is_empty() {
            self.things[thing].take(&mention);
        }
        // Other names of the same one in the linker's chain.
        if !mention.actors.is_empty() && mention.actors == self.things[thing].actors {
            self.by_chain.entry(chain).or_insert(thing);
        }
        if self.things[thing].class == Class::Other {
            self.things[thing].class = Thing::of_mention(0, &mention, false).class;
        }
        self.things[thing].named |= mention.form == Form::Name;
        if known.is_some() {
            self.introduce(thing, &mention);
        }
        // What hangs on a description by prepositions is not what the thing is.
        let named =
            if mention.form == Form::Nominal { phrase::extent(self.document, head) } else { mention.tokens.clone() };
        self.call(thing, named.clone());
        if self.things[thing].class == Class::Organization && mention.form == Form::Name {
            self.call_by_noun_before(thing, named);
        }
        if let [actor] = &mention.actors[..] {
            self.things[thing].call_as(actor);
        }
        if self.is_capital(&mention) {
            self.things[thing].call("capital");
            self.things[thing].call("city");
        }
        self.things[thing].learn_gender(self.words);
        if known.is_none() {
            self.adopt(thing, m);
        }
        self.spoken_of(thing, head);
        self.parts_of_apposition(m, thing);
        self.capital_before(m, thing);
        self.noun_of_name(m, thing);
    }

    /// The thing that has been named or described before and that a mention of the linker is another use of.
    fn known(&mut self, m: usize) -> Option<usize> {
        let known = self.same_name(m).or_else(|| self.by_chain.get(&self.mentions[m].chain).copied());
        let known = known.or_else(|| self.same_actor(m)).or_else(|| self.described_before(m));
        let known = known.or_else(|| self.same_organ(m));
        known.or_else(|| self.known_as(m).filter(|_| self.is_name(self.mentions[m].head)))
    }

    /// The short form of a body's name and the description of a person by a body get the actor that they are of.
    fn take_actor(&mut self, m: usize, thing: usize) {
        let [actor] = &self.things[thing].actors[..] else { return };
        let person = actor.kind == ActorKind::Person && self.is_part_of_body(m);
        let mention = &mut self.mentions[m];
        let short = mention.form != Form::Nominal
            && mention.actors.is_empty()
            && self.things[thing].class == Class::Organization
            && mention.span.of(&self.article.text).split(' ').next_back().is_some_and(names::is_abbreviation);
        if person || short {
            mention.actors = vec![Arc::clone(actor)];
            mention.place = mention.place.take().filter(|_| !short);
        }
    }

    /// `the rebel group Jaysh al-Horan` is called a rebel group.
    fn call_by_noun_before(&mut self, thing: usize, named: Range<usize>) {
        for t in named.start..named.end.saturating_sub(1) {
            let noun = self.document.tokens[t].pos == Pos::Noun && self.document.tokens[t].tag == Tag::Nn;
            if noun && self.noun_of(t).is_some_and(|(class, _)| class == Class::Organization) {
                self.call(thing, named.start..t + 1);
            }
        }
    }

    /// Name and description that stand beside each other in one mention of the linker are mentions too.
    fn parts_of_apposition(&mut self, m: usize, thing: usize) {
        let (tokens, head, form) = {
            let mention = &self.mentions[m];
            (mention.tokens.clone(), mention.head, mention.form)
        };
        if form != Form::Name || !matches!(self.things[thing].class, Class::Person | Class::Organization) {
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

    /// A name in lower case without article and possessive mark.
    fn name(&self, tokens: Range<usize>) -> String {
        let words =
            self.document.tokens[tokens].iter().filter(|t| !matches!(t.tag, Tag::Dt | Tag::Pos) && t.pos != Pos::Punct);
        let mut name = String::with_capacity(48);
        for (i, word) in words.enumerate() {
            name.push_str(if i > 0 { " " } else { "" });
            name.push_str(&word.lower);
        }
        name
    }

    /// Whether the word is written and read as a name.
    fn is_name(&self, token: usize) -> bool {
        self.document.tokens[token].pos == Pos::Propn && self.is_capitalised(token)
    }

    fn is_capitalised(&self, token: usize) -> bool {
        self.document.tokens[token].span.of(&self.article.text).starts_with(char::is_uppercase)
    }

    /// Whether a mention names a state's capital.
    fn is_capital(&self, mention: &Mention) -> bool {
        let Some(place) = &mention.place else { return false };
        let (hash, _) = hash_name(&place.name);
        self.gazetteer.readings(hash).any(|r| {
            r.naming == Naming::Capital && self.gazetteer.actor(r.target).is_some_and(|a| a.country == place.country)
        })
    }

    /// `the capital in Lima`, `the capital of Lima`: the noun is the town as well.
    fn capital_before(&mut self, m: usize, thing: usize) {
        let tokens = &self.document.tokens;
        let head = self.mentions[m].head;
        let preposition = tokens[head].head;
        let noun = tokens[preposition].head;
        let behind = tokens[head].dep == Dep::Pobj && matches!(&*tokens[preposition].lower, "in" | "of");
        if !behind || &*tokens[noun].lower != "capital" || noun + 1 != preposition || self.mention_at[noun].is_some() {
            return;
        }
        if self.is_capital(&self.mentions[m]) {
            let start = phrase::extent(self.document, noun).start;
            self.refer(start..noun + 1, noun, Form::Nominal, thing, "stands before the name".into());
        }
    }

    /// Opens a thing and gives its number.
    fn open(&mut self, thing: Thing) -> usize {
        self.by_chain.insert(thing.chain, self.things.len());
        if self.in_mind.len() >= 2 * MANY {
            self.forget();
        }
        self.in_mind.push(self.things.len());
        self.things.push(thing);
        self.things.len() - 1
    }

    /// The things in mind with their numbers, in order of their numbers.
    fn spoken(&self) -> impl Iterator<Item = (usize, &Thing)> {
        self.in_mind.iter().map(|t| (*t, &self.things[*t]))
    }

    /// The first thing in mind that is wanted.
    fn first(&self, wanted: impl Fn(&Thing) -> bool) -> Option<usize> {
        self.spoken().find(|(_, thing)| wanted(thing)).map(|(t, _)| t)
    }

    /// Keeps in mind those that tell most: of whom or which something is known, and what was spoken of last.
    fn forget(&mut self) {
        let weight = |t: &usize| {
            let thing = &self.things[*t];
            let known = thing.named || !thing.actors.is_empty() || thing.place.is_some();
            let what = thing.class != Class::Other || !thing.members.is_empty();
            (known, what, thing.last().map(|u| u.token))
        };
        let mut kept = std::mem::take(&mut self.in_mind);
        kept.sort_by_key(|t| std::cmp::Reverse(weight(t)));
        kept.truncate(MANY);
        kept.sort_unstable();
        self.in_mind = kept;
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
        if let Err(place) = self.in_mind.binary_search(&thing) {
            self.in_mind.insert(place, thing);
        }
    }

    /// Adds a mention of a thing.
    fn refer(&mut self, tokens: Range<usize>, head: usize, form: Form, thing: usize, why: String) {
        let noun = (form == Form::Nominal && self.things[thing].class == Class::Other).then(|| self.noun_of(head));
        if let Some((class, _)) = noun.flatten() {
            self.things[thing].class = class;
        }
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
        self.introduce(thing, &mention);
        match self.mention_at[head] {
            Some(m) => self.mentions[m as usize] = mention,
            None => {
                self.mention_at[head] = Some(self.mentions.len() as u32);
                self.mentions.push(mention);
            }
        }
        self.spoken_of(thing, head);
    }

    /// What is spoken of again has been introduced: `an engineer ... he`. The phrase becomes a mention like `another`.
    fn introduce(&mut self, thing: usize, another: &Mention) {
        let Some((tokens, head)) = self.things[thing].introduced.take() else { return };
        if self.mention_at[head].is_some() {
            return;
        }
        self.mention_at[head] = Some(self.mentions.len() as u32);
        let span = self.document.span(tokens.clone());
        let why = "introduced here".into();
        self.mentions.push(Mention { span, tokens, head, form: Form::Nominal, why, ..another.clone() });
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
        // `the 67-year-old`
        if lemma == "old" && head.checked_sub(1).is_some_and(|t| self.document.tokens[t].tag == Tag::Hyph) {
            return self.words.noun("year-old").map(|n| (n.class, "year-old".to_owned()));
        }
        let known = self.words.noun(&lemma).map(|noun| (noun, &*lemma));
        let (noun, word) = known.or_else(|| self.words.noun(compound).map(|noun| (noun, compound)))?;
        Some((noun.class, word.to_owned()))
    }

    /// Dictionary form in lower case; for names in the plural or capitals too.
    fn lemma(&self, token: usize) -> Cow<'a, str> {
        let document: &'a Document = self.document;
        let t = &document.tokens[token];
        let plain = t.lemma.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase());
        let lemma = if plain { Cow::Borrowed(&*t.lemma) } else { Cow::Owned(t.lemma.to_lowercase()) };
        if self.words.noun(&lemma).is_some() || !self.is_plural(token) {
            return lemma;
        }
        let lower = &*t.lower;
        let singular =
            lower.strip_suffix("ies").map(|s| format!("{s}y")).or_else(|| lower.strip_suffix('s').map(str::to_owned));
        singular.filter(|s| self.words.noun(s).is_some()).map_or(lemma, Cow::Owned)
    }

    fn is_plural(&self, token: usize) -> bool {
        matches!(self.document.tokens[token].tag, Tag::Nns | Tag::Nnps)
    }

    /// The state with a code, as a thing that is spoken of or one that is opened for it.
    fn state_thing(&mut self, country: &str) -> Option<usize> {
        let known = self.first(|t| t.class == Class::State && !t.plural && t.country.as_deref() == Some(country));
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
