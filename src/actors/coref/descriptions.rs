//! Descriptions that recall something: `the ministry`, `this country`, `the 70-year-old leader`, `the church`.

use super::Resolver;
use super::phrase::{self, Before};
use super::syntax::agrees;
use super::things::{Occurrence, Thing};
use super::variants::head_word;
use super::words::{Class, Noun};
use crate::actors::gazetteer::Target;
use crate::actors::{ActorKind, Form};
use crate::article::PartKind;
use crate::language::labels::{Dep, EntityLabel, Pos, Tag};
use std::ops::Range;

/// How many sentences back something may stand that the noun has not named before.
const REACH: usize = 3;

impl Resolver<'_> {
    /// A noun phrase that the linker has not read.
    pub(super) fn description(&mut self, head: usize) {
        self.states_of_officials(head);
        if self.named_together(head)
            || self.plural_description(head)
            || self.common_apposition(head)
            || self.owned(head)
        {
            return;
        }
        let before = phrase::before(self.document, head);
        let open = self.is_definite(head, &before) && !self.is_plural(head);
        let recalled = if open { self.recalled(head, &before, None) } else { None };
        if let Some((thing, why)) = recalled.or_else(|| self.only_one(head, &before, None)) {
            let tokens = phrase::extent(self.document, head);
            self.call(thing, tokens.clone());
            self.refer(tokens, head, Form::Nominal, thing, why);
            return;
        }
        self.other(head);
    }

    /// A description of the linker that may recall someone named: `the Russian envoy`, `the minister`.
    pub(super) fn recall_linked(&mut self, m: usize) -> bool {
        let head = self.mentions[m].head;
        if let Some(state) = self.state_of_people(m) {
            let tokens = self.mentions[m].tokens.clone();
            self.refer(tokens, head, Form::Nominal, state, "description: its people, for the state".to_owned());
            return true;
        }
        self.states_of_officials(head);
        if self.plural_description(head) {
            return true;
        }
        let mention = &self.mentions[m];
        let official = mention.actors.iter().all(|a| a.kind == ActorKind::Group);
        if official && self.owned(head) {
            return true;
        }
        let mention = &self.mentions[m];
        let unknown = mention.actors.is_empty() && mention.place.is_none();
        let before = phrase::before(self.document, head);
        let anonymous = mention.actors.len() == 1
            && mention.actors[0].kind == ActorKind::Person
            && mention.actors[0].id.ends_with(|c: char| c.is_alphabetic())
            && self.gazetteer.by_id(&mention.actors[0].id).is_none();
        let country = mention.actors.first().and_then(|a| a.country.clone());
        // `bloc` is an alias of one body in the tables; here it may be the one spoken of.
        let common = mention.form == Form::Name && !mention.tokens.clone().any(|t| self.is_name(t));
        let country = country.filter(|_| !common);
        // `the US manufacturer`: one of a state's companies, parties and the like
        let one_of_many = mention.actors.len() == 1
            && mention.actors[0].kind == ActorKind::Group
            && self.document.tokens[head].tag == Tag::Nn
            && self.noun_of(head).is_some_and(|(class, _)| class == Class::Organization);
        let open = (unknown || anonymous || common || one_of_many)
            && !self.is_plural(head)
            && self.is_definite(head, &before)
            && !(anonymous && self.by_chain.contains_key(&mention.chain));
        let recalled = if open { self.recalled(head, &before, country.as_deref()) } else { None };
        let described = mention.form == Form::Nominal;
        let only = || self.only_one(head, &before, Some(m)).filter(|_| described);
        let Some((thing, why)) = recalled.or_else(only) else { return false };
        let tokens = self.mentions[m].tokens.clone();
        let whole = phrase::extent(self.document, head);
        let tokens = tokens.start.min(whole.start)..tokens.end;
        self.call(thing, tokens.clone());
        self.refer(tokens, head, Form::Nominal, thing, why);
        true
    }

    /// Something that is no actor, or one that nothing explains: it counts as what a pronoun may recall.
    fn other(&mut self, head: usize) {
        self.other_in(head, phrase::extent(self.document, head));
    }

    /// The same where the phrase has these words.
    pub(super) fn other_in(&mut self, head: usize, words: Range<usize>) {
        let token = &self.document.tokens[head];
        if !matches!(token.pos, Pos::Noun | Pos::Propn) || self.is_time(head) {
            return;
        }
        let class = match self.noun_of(head) {
            Some((class @ (Class::Person | Class::Organization | Class::People), _)) => class,
            _ => Class::Other,
        };
        // A common noun used again is the same thing only with an article that says so.
        let chain = self.new_chain();
        let mut thing = Thing::new(chain, class);
        thing.plural = self.is_plural(head);
        thing.country = self.nationality(&phrase::before(self.document, head));
        let country = thing.country.is_some();
        let place = self.noun_of(head).is_some_and(|(class, _)| class == Class::Place);
        thing.introduced = (class != Class::Other || place).then(|| (words.clone(), head));
        let thing = self.open(thing);
        self.call(thing, words.clone());
        self.things[thing].learn_gender(self.words);
        // `the Afghan team` refers as a whole, beside the state that it names.
        if country && class != Class::Other {
            self.refer(words, head, Form::Nominal, thing, "a description with a state; nobody known".into());
        } else {
            self.spoken_of(thing, head);
        }
    }

    /// The state that an adjective or possessor before a noun names.
    pub(super) fn nationality(&self, before: &Before) -> Option<String> {
        let by_words = before.adjectives.iter().chain(&before.nouns).find_map(|a| {
            let m = self.mention_at[*a]?;
            self.mentions[m as usize].actors.first().and_then(|a| a.country.clone())
        });
        let by_owner = || {
            let owner = self.thing_at[before.owner?]?;
            self.things[owner as usize].country.clone()
        };
        by_words.or_else(by_owner)
    }

    /// Whether the word is the name of this state.
    fn is_of_country(&self, token: usize, country: Option<&str>) -> bool {
        let mention = self.mention_at[token].map(|m| &self.mentions[m as usize]);
        let actor = mention.and_then(|m| m.actors.first());
        country.is_some() && actor.is_some_and(|a| a.kind == ActorKind::State && a.country.as_deref() == country)
    }

    /// Whether the model sees a date, time, sum or the like, which no pronoun recalls.
    fn is_time(&self, token: usize) -> bool {
        let label = self.document.entity_at(token).map(|e| e.label);
        label.is_some_and(|l| {
            matches!(
                l,
                EntityLabel::Date
                    | EntityLabel::Time
                    | EntityLabel::Money
                    | EntityLabel::Percent
                    | EntityLabel::Quantity
                    | EntityLabel::Cardinal
            )
        })
    }

    /// Whether the phrase speaks of something known: `the`, `this`, a possessor; not `another` or `the first`.
    fn is_definite(&self, head: usize, before: &Before) -> bool {
        let tokens = &self.document.tokens;
        let the = before.determiner.is_some_and(|d| matches!(&*tokens[d].lower, "the" | "this" | "that"));
        // `its military`, `the country's capital`: what belongs to something known, and is not a person.
        // `ruling alliance's candidate`
        let token = &tokens[head];
        let bare = before.determiner.is_none()
            && before.owner.is_none()
            && token.dep == Dep::Poss
            && token.tag == Tag::Nn
            && !(before.nouns.is_empty() && before.adjectives.is_empty())
            && self.noun_of(head).is_some_and(|(class, _)| class == Class::Organization);
        let owned = before.owner.is_some_and(|o| self.thing_at[o].is_some())
            && self.noun_of(head).is_some_and(|(class, _)| !matches!(class, Class::Person | Class::Side));
        // `a small pilots' union`
        let new = matches!(&*tokens[phrase::extent(self.document, head).start].lower, "a" | "an");
        let definite = the || (owned || bare) && !new;
        let other = before
            .adjectives
            .iter()
            .any(|a| matches!(tokens[*a].tag, Tag::Jjs | Tag::Jjr) || self.words.is_limit(&tokens[*a].lower));
        definite && !other && !phrase::is_restricted(self.document, head)
    }

    /// What a definite description recalls.
    pub(super) fn recalled(&self, head: usize, before: &Before, country: Option<&str>) -> Option<(usize, String)> {
        let document = self.document;
        let sentence = document.sentence_of[head] as usize;
        let (class, words) = match self.noun_of(head) {
            Some((class, words)) => (Some(class), words),
            None => (None, self.lemma(head).into_owned()),
        };
        let noun = self.words.noun(&words);
        if class == Some(Class::Side) {
            return None;
        }
        // `the news agency`: nouns before the head must fit too.
        let country = country.map(str::to_owned).or_else(|| self.nationality(before));
        let compound: Vec<&str> = before
            .nouns
            .iter()
            // `the six-member team`, `the US manufacturer`
            .filter(|n| {
                document.child_by(**n, &[Dep::Nummod]).is_none() && !self.is_of_country(**n, country.as_deref())
            })
            .map(|n| &*document.tokens[*n].lower)
            .filter(|w| !words.contains(*w))
            .collect();
        let full = if compound.is_empty() { words.clone() } else { format!("{} {words}", compound.join(" ")) };
        let compound = if country.is_some() { Vec::new() } else { compound };
        let known = |thing: &Thing| thing.named || !thing.actors.is_empty();
        let built = |c: Class| matches!(c, Class::Organization | Class::Place | Class::Military);
        // `the European team` is not the Afghan one: what is written with a capital must be its own.
        let proper: Vec<&str> = before
            .adjectives
            .iter()
            .chain(&before.nouns)
            .filter(|a| self.is_capitalised(**a) && self.mention_at[**a].is_none())
            .map(|a| &*document.tokens[*a].lower)
            .collect();
        let governor = phrase::governor(document, head).filter(|_| before.owner.is_none());
        let apart = |thing: &Thing| {
            let mut here = thing.uses.iter().rev().take_while(|u| u.sentence >= sentence);
            !here.any(|u| u.token < head && self.barred(head, u.token, governor, false))
        };
        // Nobody knows whose company or sculptor it is.
        let unplaced = |thing: &Thing| {
            let open = matches!(class, Some(Class::Organization | Class::Person));
            thing.named && thing.country.is_none() && open && thing.is_a(&words)
        };
        let own_words = |thing: &Thing| proper.iter().all(|w| thing.has_been_called(w));
        let fits = |thing: &Thing| {
            let class_fits = match class {
                Some(class) => agrees(class, thing.class),
                None => known(thing) && matches!(thing.class, Class::Organization | Class::Place),
            };
            let gender = noun.and_then(|n| n.gender);
            // A name of which nobody knows what it names may be that of a body.
            let open = class == Some(Class::Organization)
                && thing.named
                && thing.actors.is_empty()
                && thing.place.is_none()
                && thing.class == Class::Other;
            (class_fits && thing.class != Class::Other || open)
                && !thing.plural
                && own_words(thing)
                && apart(thing)
                && (country.is_none() || thing.country == country || unplaced(thing))
                && (gender.is_none() || thing.gender.is_none() || thing.gender == gender)
                && self.epithets_fit(head, before, thing)
        };
        let ranked = |wanted: &dyn Fn(&Thing) -> bool, reach: usize| {
            self.most_recent(sentence, head, reach, &|t| fits(t) && wanted(t))
        };
        if class == Some(Class::Government)
            && country.is_none()
            && before.owner.is_none()
            && let Some(state) = self.own_government(head).filter(|s| fits(&self.things[*s]))
        {
            return Some((state, "description: the government of those who speak of it".into()));
        }
        // `the ruling alliance` again
        let exact = self.name(phrase::extent(document, head));
        if exact.contains(' ')
            && before.owner.is_none()
            && let Some(thing) = ranked(&|t| t.is_just_called(&exact), usize::MAX)
        {
            return Some((thing, format!("description: called {exact:?} before")));
        }
        // `the Army` is what has been written with a capital.
        let title = self.is_capitalised(head) && document.sentence(head).part != PartKind::Headline;
        let written_so = |thing: &Thing| {
            let same = |u: &Occurrence| document.tokens[u.token].lower == document.tokens[head].lower;
            thing.uses.iter().any(|u| same(u) && self.is_capitalised(u.token))
        };
        let so = ranked(&|t| title && known(t) && t.is_a(&full) && written_so(t), REACH);
        // `this village`: the last one.
        if before.determiner.is_some_and(|d| &*document.tokens[d].lower == "this")
            && let Some(thing) = ranked(&|t| t.is_a(&full), 1)
        {
            return Some((thing, format!("description: called {full:?} before")));
        }
        // `the school`: one with a name before one without.
        let named = so.or_else(|| ranked(&|t| known(t) && t.is_a(&full), REACH));
        // `the group` is the body that the article is about rather than some group spoken of once.
        let again = |t: &Thing| t.is_a(&full) && t.uses.len() > 1;
        let about = || {
            // What has been recalled so before goes on being it.
            if ranked(&again, usize::MAX).is_some() {
                return None;
            }
            let body = class == Some(Class::Organization) && compound.is_empty() && before.owner.is_none();
            let noun = noun.filter(|_| body)?;
            let thing =
                self.in_focus(sentence, head, 3, &|t| fits(t) && (t.is_a(&full) || self.is_of_kind(noun, t)))?;
            Some(thing).filter(|t| self.things[*t].named)
        };
        let named = named.or_else(about);
        if let Some(thing) = named.or_else(|| ranked(&|t| t.is_a(&full), usize::MAX)) {
            if let Some(noun) = noun.filter(|n| n.unlisted && compound.is_empty() && country.is_none())
                && self.has_nearer_rival(sentence, head, thing, &words, &|t| fits(t) && self.is_of_kind(noun, t))
            {
                return None;
            }
            let called = self.things[thing].is_a(&full);
            let why = if called { format!("called {full:?} before") } else { format!("the {words} most spoken of") };
            return Some((thing, format!("description: {why}")));
        }
        // One of two that have been called so: neither.
        let near = |t: &Thing| t.last().is_some_and(|u| sentence - u.sentence.min(sentence) <= REACH);
        if self.spoken().filter(|(_, t)| fits(t) && known(t) && near(t) && t.is_a(&full)).count() > 1 {
            return None;
        }
        // A mosque or school is a place as well as an organisation.
        if class.is_some_and(built) {
            let named =
                |t: &Thing| known(t) && built(t.class) && t.is_a(&full) && (country.is_none() || t.country == country);
            if let Some(thing) = self.most_recent(sentence, head, usize::MAX, &named) {
                return Some((thing, format!("description: called {full:?} before")));
            }
        }
        if !compound.is_empty() {
            class?;
            let part = compound.join(" ");
            let by_part = |t: &Thing| t.named && t.is_a(&words) && t.has_been_called(&part);
            // `the Kell lawyer` after the only lawyer
            let only = || {
                let capital = before.nouns.iter().all(|n| self.is_capitalised(*n));
                let kind = |t: &Thing| t.is_a(&words) || noun.is_some_and(|n| n.unlisted && self.is_of_kind(n, t));
                let mut one = self.spoken().filter(|(_, t)| t.named && fits(t) && kind(t));
                one.next().filter(|_| capital && one.next().is_none()).map(|(t, _)| t)
            };
            // `the Halden company` after Halden Textiles, but not `the Halden website`
            let by_name = |t: &Thing| t.has_been_called(&part) && noun.is_some_and(|n| self.bears_name_of(n, &part, t));
            let thing = ranked(&by_part, 2 * REACH).or_else(only).or_else(|| ranked(&by_name, 2 * REACH))?;
            return Some((thing, format!("description: with {part:?} of its name")));
        }
        let noun: &Noun = noun?;
        if let Some(thing) = ranked(&|t| noun.recalls.iter().any(|r| t.is_a(r)), REACH + 2) {
            return Some((thing, format!("description: {words:?} for what it has been called")));
        }
        let owner = before.owner.is_some();
        if owner && !matches!(class, Some(Class::State | Class::Government)) {
            return None;
        }
        if class == Some(Class::Organization) {
            let thing = self.in_focus(sentence, head, 3, &|t| fits(t) && self.is_of_kind(noun, t))?;
            return Some((thing, format!("description: the {words} most spoken of")));
        }
        // `the communist state`, but `the state` may be one of a federation's
        let told = || {
            class == Some(Class::State)
                && before.adjectives.iter().any(|a| self.words.epithet(&document.tokens[*a].lower).is_some())
        };
        if !noun.any && !told() {
            return None;
        }
        if matches!(class, Some(Class::State | Class::Government)) {
            // `their country`: the owner's; else the one that the article is about.
            if let Some(owner) = before.owner.and_then(|o| self.thing_at[o]) {
                let of = self.things[owner as usize].country.as_deref()?;
                let is_state = |t: &Thing| t.class == Class::State && !t.plural && t.country.as_deref() == Some(of);
                return self.first(is_state).map(|s| (s, "description: the owner's state".to_owned()));
            }
            if let Some(other) = self.other_state(head) {
                return Some((other, "description: the state that is answered or judged".to_owned()));
            }
            let thing = if class == Some(Class::Government) {
                self.state_in_focus(sentence, head, &fits)?
            } else {
                self.in_focus(sentence, head, 3, &fits)?
            };
            return Some((thing, format!("description: the {words} most spoken of")));
        }
        if class == Some(Class::Person) {
            let thing = self.in_focus(sentence, head, 4, &|t| fits(t) && t.named)?;
            return Some((thing, format!("description: the {words} most spoken of")));
        }
        let known = |t: &Thing| known(t) && !self.is_another_place(t);
        let thing = ranked(&known, REACH)?;
        let rivals = self.spoken().filter(|(i, t)| {
            let mut near = t.uses.iter().rev().take_while(|u| sentence.saturating_sub(u.sentence) <= REACH);
            *i != thing && fits(t) && known(t) && near.any(|u| u.token < head)
        });
        if rivals.count() > 0 {
            return None;
        }
        Some((thing, format!("description: the only {words} spoken of")))
    }

    /// Whether the name of a place ends in a noun that only what is so named is called: `the city` is no Red River.
    fn is_another_place(&self, thing: &Thing) -> bool {
        let place = thing.place.as_ref().map(|p| p.name.to_lowercase());
        let first = thing.called.split('|').map(str::trim).find(|name| !name.is_empty());
        let names = place.as_deref().into_iter().chain(first).filter(|name| name.contains(' '));
        let mut nouns = names.filter_map(|name| self.words.noun(head_word(name)));
        nouns.any(|n| n.class == Class::Place && !n.any)
    }

    /// Whether another that the noun fits as well has been named since the last use of a thing, which has the noun from a
    /// description and not in its name: `the company` after two of them.
    fn has_nearer_rival(
        &self,
        sentence: usize,
        head: usize,
        thing: usize,
        noun: &str,
        wanted: &dyn Fn(&Thing) -> bool,
    ) -> bool {
        let known = &self.things[thing];
        let Some(last) = known.uses.iter().rev().find(|u| u.token < head) else { return false };
        let in_name = |name: &str| name.to_lowercase().split(' ').any(|w| w == noun);
        let by_name = known.actors.iter().any(|a| in_name(&a.name) || a.aliases.iter().any(|n| in_name(n)));
        if by_name || known.actors.is_empty() {
            return false;
        }
        self.things.iter().enumerate().any(|(i, t)| {
            let near = |u: &Occurrence| {
                u.token < head && u.token > last.token && u.sentence > last.sentence && sentence - u.sentence <= 1
            };
            i != thing && t.named && t.uses.iter().any(near) && wanted(t)
        })
    }

    /// Whether a noun may recall a body that has not been called so: by the kind that the tables have of it, or because
    /// they have nothing of it.
    pub(super) fn is_of_kind(&self, noun: &Noun, thing: &Thing) -> bool {
        let listed = thing.actors.first().and_then(|a| self.gazetteer.by_id(&a.id));
        match listed {
            // of a company the tables say no more than where it is at home
            Some(Target::Body(b)) if &*self.gazetteer.bodies[b as usize].kind != "company" => {
                noun.any || noun.kinds.iter().any(|k| *k == self.gazetteer.bodies[b as usize].kind)
            }
            _ => {
                thing.named
                    && !self.is_known_town(thing)
                    && (noun.any || noun.unlisted && !self.is_another_kind(noun, thing))
            }
        }
    }

    /// Whether a body has the words before a noun for its name or the beginning of it, and is of the kind that the noun says.
    fn bears_name_of(&self, noun: &Noun, part: &str, thing: &Thing) -> bool {
        let body = thing.named && thing.class == Class::Organization && !self.is_known_town(thing);
        // `the Tarbury Police Department` after Tarbury Police
        body && (thing.is_just_called(part) || self.is_of_kind(noun, thing) && !self.is_building(thing))
    }

    /// Whether a name ends in a noun for a place, which is no group: a zoo, a hospital.
    fn is_building(&self, thing: &Thing) -> bool {
        let place = |name: &str| self.words.noun(head_word(name)).is_some_and(|n| n.class == Class::Place);
        match &thing.actors[..] {
            [] => thing.called.split('|').map(str::trim).any(place),
            actors => actors.iter().any(|a| place(&a.name.to_lowercase())),
        }
    }

    /// Whether a body is of another kind by the noun in its name, or else by what it has been called: `the airline` is no Coast
    /// Party, and `the agency` is no Coastal Wings that was called an airline.
    fn is_another_kind(&self, noun: &Noun, thing: &Thing) -> bool {
        let kind = |name: &str| {
            let last = head_word(name).to_lowercase();
            // `Northgate Airlines`
            let last = last.strip_suffix('s').filter(|one| self.words.noun(one).is_some()).unwrap_or(&last).to_owned();
            self.words.noun(&last).filter(|n| n.class == Class::Organization && !n.any).map(|_| last)
        };
        let called = || thing.called.split('|').map(str::trim).filter_map(kind);
        let named: Vec<String> = thing.actors.iter().filter_map(|a| kind(&a.name)).collect();
        let fits = |k: &String| noun.recalls.iter().any(|r| **r == **k);
        if !named.is_empty() {
            return !named.iter().any(fits);
        }
        let either = |k: String| {
            let back = |n: &Noun| n.recalls.contains(&noun.word);
            *k == *noun.word || fits(&k) || self.words.noun(&k).is_some_and(back)
        };
        let mut kinds = called().peekable();
        kinds.peek().is_some() && !kinds.any(either)
    }

    /// Whether adjectives such as `communist` fit a state.
    fn epithets_fit(&self, head: usize, before: &Before, thing: &Thing) -> bool {
        let Some(country) = thing.country.as_deref().filter(|_| thing.class == Class::State) else { return true };
        let tokens = &self.document.tokens;
        let words = before.adjectives.iter().chain(&before.nouns);
        let two = head.checked_sub(2).map(|t| format!("{} {}", tokens[t].lower, tokens[t + 1].lower));
        if let Some(states) = two.and_then(|t| self.words.epithet(&t)) {
            return states.contains(country);
        }
        let words = words.chain([&head]);
        words.filter_map(|w| self.words.epithet(&tokens[*w].lower)).all(|states| states.contains(country))
    }
}

/// Whether a token only counts.
pub(super) fn is_counter(dep: Dep, pos: Pos) -> bool {
    pos == Pos::Num && dep != Dep::Nummod
}
