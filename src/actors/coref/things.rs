//! Things that an article speaks of, and where it does.

use super::names::is_abbreviation;
use super::phrase::Role;
use super::variants::SMALL;
use super::words::{Class, Gender, Words};
use crate::actors::{Actor, ActorKind, Form, Mention, Place};
use memchr::memmem;
use std::ops::Range;
use std::sync::Arc;

/// One use of a thing.
#[derive(Clone, Copy, Debug)]
pub struct Occurrence {
    /// The token that heads the phrase.
    pub token: usize,
    /// Its sentence.
    pub sentence: usize,
    /// What it does there.
    pub role: Role,
}

/// Someone or something spoken of.
#[derive(Clone, Debug)]
pub struct Thing {
    /// Number of its chain of mentions.
    pub chain: u32,
    /// What it is.
    pub class: Class,
    /// A person's gender where known.
    pub gender: Option<Gender>,
    /// Whether it is several.
    pub plural: bool,
    /// Who it is.
    pub actors: Vec<Arc<Actor>>,
    /// Where it is.
    pub place: Option<Arc<Place>>,
    /// ISO 3166-1 alpha-3 of its state.
    pub country: Option<String>,
    /// What it has been called: names, titles, descriptions, offices; in lower case, words between spaces, a bar behind
    /// each.
    pub called: String,
    /// The actor by all whose names and offices it was called last.
    pub called_as: Option<Arc<Actor>>,
    /// Its parts, where it is several things together.
    pub members: Vec<usize>,
    /// Uses so far.
    pub uses: Vec<Occurrence>,
    /// Whether a name of it has been given.
    pub named: bool,
    /// The phrase that introduced it and its head, as long as that is no mention.
    pub introduced: Option<(Range<usize>, usize)>,
}

impl Thing {
    /// A thing that is no actor and no place, so far not spoken of.
    pub fn new(chain: u32, class: Class) -> Self {
        Self {
            chain,
            class,
            gender: None,
            plural: false,
            actors: Vec::new(),
            place: None,
            country: None,
            called: "| ".into(),
            called_as: None,
            members: Vec::new(),
            uses: Vec::new(),
            named: false,
            introduced: None,
        }
    }

    /// The thing that a mention is of.
    pub fn of_mention(chain: u32, mention: &Mention, plural: bool) -> Self {
        let class = match (mention.actors.first(), &mention.place) {
            (Some(actor), _) => class_of(actor.kind),
            (None, Some(_)) => Class::Place,
            (None, None) => Class::Other,
        };
        let mut thing = Self::new(chain, class);
        thing.plural = plural || mention.actors.len() > 1;
        thing.take(mention);
        thing
    }

    /// The thing that an actor is.
    pub fn of_actor(chain: u32, actor: Arc<Actor>) -> Self {
        let mut thing = Self::new(chain, class_of(actor.kind));
        thing.country = actor.country.clone();
        thing.call(&actor.name.to_lowercase());
        thing.actors.push(actor);
        thing
    }

    /// Adds what a mention tells.
    pub fn take(&mut self, mention: &Mention) {
        if self.actors.is_empty() {
            self.actors = mention.actors.clone();
        }
        // A capital that acts for its state does not make the state a town.
        if self.place.is_none() && self.class != Class::State {
            self.place = mention.place.clone();
        }
        if self.country.is_none() {
            self.country = match &mention.actors[..] {
                [one] => one.country.clone(),
                [] => mention.place.as_ref().and_then(|p| p.country.clone()),
                _ => None,
            };
        }
        self.named |= mention.form == Form::Name;
    }

    /// It was called so.
    pub fn call(&mut self, words: &str) {
        if !self.has_been_called(words) {
            self.called.push_str(words);
            self.called.push_str(" | ");
        }
    }

    /// It is called by all names of an actor and by his office.
    pub fn call_as(&mut self, actor: &Arc<Actor>) {
        if self.called_as.as_ref().is_some_and(|known| Arc::ptr_eq(known, actor)) {
            return;
        }
        for name in std::iter::once(&actor.name).chain(&actor.aliases).chain(&actor.office) {
            self.call(&name.to_lowercase());
        }
        self.called_as = Some(Arc::clone(actor));
    }

    /// Whether these words, in lower case, are among what it has been called.
    pub fn has_been_called(&self, words: &str) -> bool {
        self.finds(words, |_, _| true)
    }

    /// Whether a name or description of it has these words for its head: `bank` in World Bank, `church` in Church of
    /// Rome, `president` in President Lee, but not in `adviser to the president`.
    pub fn is_a(&self, words: &str) -> bool {
        const BEHIND: [&str; 5] = [" |", " of ", " for ", " in ", " on "];
        self.finds(words, |before, after| {
            let whole = before.rsplit('|').next().unwrap_or_default();
            let below = [" of ", " to ", " for ", " from ", " with "].iter().any(|p| whole.contains(p));
            let head = BEHIND.iter().any(|b| after.starts_with(b));
            if self.class == Class::Person { !below || !head } else { head }
        })
    }

    /// Whether just these words, in lower case, are a name or description of it.
    pub fn is_just_called(&self, words: &str) -> bool {
        self.finds(words, |before, after| before.ends_with("| ") && after.starts_with(" |"))
    }

    /// Whether its names and descriptions have these words only behind a preposition: `rome` in Church of Rome.
    pub fn has_only_behind(&self, words: &str) -> bool {
        !self.finds(words, |before, _| {
            let whole = before.rsplit('|').next().unwrap_or_default();
            ![" of ", " in ", " at ", " for ", " from ", " to "].iter().any(|p| whole.contains(p))
        })
    }

    fn finds(&self, words: &str, fits: impl Fn(&str, &str) -> bool) -> bool {
        if words.is_empty() {
            return false;
        }
        let mut rest = &self.called[..];
        while let Some(at) = memmem::find(rest.as_bytes(), words.as_bytes()) {
            let before = rest[..at].ends_with(' ');
            let after = rest[at + words.len()..].starts_with(' ');
            // A deputy is not the one whom he stands in for.
            let other = ["vice ", "deputy ", "former ", "ex- "].iter().any(|w| rest[..at].ends_with(w));
            let from = self.called.len() - rest.len() + at;
            if before && after && !other && fits(&self.called[..from], &rest[at + words.len()..]) {
                return true;
            }
            rest = &rest[at..];
            let Some(next) = memchr::memchr(b' ', rest.as_bytes()) else { break };
            rest = &rest[next..];
        }
        false
    }

    /// Whether a name of it begins with these words: `north` for North Korea.
    pub fn has_been_called_first(&self, words: &str) -> bool {
        self.actors.iter().any(|a| a.name.to_lowercase().strip_prefix(words).is_some_and(|rest| rest.starts_with(' ')))
    }

    /// Whether these capitals begin the words of its name, small words left out or not.
    pub fn has_initials(&self, capitals: &str) -> bool {
        // What it has been called is kept in lower case.
        let called = || self.called.split('|').filter(|n| self.named && n.trim().contains(' '));
        let place = self.class == Class::Place && capitals.len() > 2;
        is_abbreviation(capitals)
            && (self.class == Class::Organization || place)
            && (self.actors.iter().any(|a| [true, false].iter().any(|all| begin_words(&a.name, *all) == capitals))
                || called().any(|name| {
                    begin_words(name, true) == capitals || begin_words(&without_small(name), true) == capitals
                }))
    }

    /// Learns a person's gender from title and given name.
    pub fn learn_gender(&mut self, words: &Words) {
        if self.gender.is_some() || self.class != Class::Person || self.plural {
            return;
        }
        let title = self.called.split_whitespace().find_map(|w| words.gender_of_title(w));
        let given = || {
            let name = self.actors.first().map(|a| a.name.to_lowercase())?;
            // Where the family name comes first the given one follows: all parts may tell.
            let mut parts = name.split_whitespace();
            let last = name.split_whitespace().next_back()?;
            parts.clone().next().filter(|w| *w != last).and_then(|w| words.gender_of_name(w)).or_else(|| {
                parts.next();
                parts.filter(|w| *w != last).find_map(|w| words.gender_of_name(w))
            })
        };
        self.gender = title.or_else(given);
    }

    /// The last use.
    pub fn last(&self) -> Option<&Occurrence> {
        self.uses.last()
    }

    /// Whether a single person.
    pub fn is_person(&self) -> bool {
        self.class == Class::Person && !self.plural
    }
}

/// A name without the small words that capitals for it leave out: `army of northern kell` for ANK.
fn without_small(name: &str) -> String {
    let words = name.split(' ').filter(|word| !SMALL.contains(word));
    words.collect::<Vec<_>>().join(" ")
}

/// The capitals that begin the words of a name: of all, or only of those with a capital.
pub(super) fn begin_words(name: &str, all: bool) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric());
    let chosen = words.filter(|w| all || w.starts_with(char::is_uppercase));
    chosen.filter_map(|w| w.chars().next()).flat_map(char::to_uppercase).collect()
}

fn class_of(kind: ActorKind) -> Class {
    match kind {
        ActorKind::Person => Class::Person,
        ActorKind::State => Class::State,
        ActorKind::Organization | ActorKind::Igo | ActorKind::ArmedGroup => Class::Organization,
        ActorKind::Group => Class::People,
    }
}
