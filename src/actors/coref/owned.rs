//! What belongs to someone known: `its military`, `the country's president`, `his Chinese counterpart`.

use super::phrase::{self, Before};
use super::things::Thing;
use super::{Resolver, words::Class};
use crate::actors::gazetteer::words::hash_name;
use crate::actors::gazetteer::{Day, Makes, Owner, Role, Target};
use crate::actors::link::make;
use crate::actors::{Actor, Form};
use std::sync::Arc;

/// How many words the longest role noun has.
const LONGEST: usize = 5;
/// How many sentences back the other of two counterparts may stand.
const REACH: usize = 2;

impl Resolver<'_> {
    /// Reads a phrase with a possessor that is known; tells whether it was one.
    pub(super) fn owned(&mut self, head: usize) -> bool {
        let before = phrase::before(self.document, head);
        let Some(owner) = before.owner.and_then(|o| self.thing_at[o]).map(|o| o as usize) else { return false };
        if self.lemma(head) == "counterpart" {
            return !self.is_plural(head) && self.counterpart(head, &before, owner);
        }
        // `warned its citizens`, but `his workers`
        let nation = |r: &Role| &*r.id == "citizens" && self.words.is_nation(&self.document.tokens[head].lower);
        let Some(role) = self.role_at(head).filter(|r| r.makes != Makes::People || nation(r)).cloned() else {
            return false;
        };
        // `former`, `new`, `next` holders are others than the one of the day.
        let limited = before.adjectives.iter().any(|a| self.words.is_limit(&self.document.tokens[*a].lower));
        if role.makes == Makes::Office && limited {
            return false;
        }
        // `its state of emergency`
        if phrase::is_restricted(self.document, head) {
            return false;
        }
        let Some(side) = self.owner_of(owner) else { return false };
        let (actor, why) = make(self.gazetteer, self.day(), &role, side, !self.is_plural(head), false);
        // One does not belong to oneself: `his president`, said of the president.
        if self.things[owner].actors.contains(&actor) {
            return false;
        }
        self.refer_to(head, actor, format!("belongs to what stands before it; {why}"));
        true
    }

    /// The state or organisation that a thing is or acts for.
    fn owner_of(&self, thing: usize) -> Option<Owner> {
        let thing: &Thing = &self.things[thing];
        if thing.plural {
            return None;
        }
        let listed = thing.actors.first().and_then(|a| self.gazetteer.by_id(&a.id));
        if let Some(Target::Body(body)) = listed {
            return Some(Owner::Body(body));
        }
        // `the federation's president` is no head of state.
        let own = thing.class == Class::Place || thing.class == Class::Organization && thing.named;
        let country = thing.country.as_deref().filter(|_| !own)?;
        match self.gazetteer.by_id(&format!("state/{country}"))? {
            Target::State(state) => Some(Owner::State(state)),
            _ => None,
        }
    }

    /// The longest role noun that ends at a token.
    fn role_at(&self, head: usize) -> Option<&Role> {
        let first = self.document.sentence(head).tokens.start.max((head + 1).saturating_sub(LONGEST));
        let span = |start: usize| self.document.span(start..head + 1).of(&self.article.text);
        (first..=head).find_map(|start| self.gazetteer.roles.get(hash_name(span(start)).0))
    }

    /// The one who holds the same office elsewhere, or the other of two persons spoken of.
    fn counterpart(&mut self, head: usize, before: &Before, owner: usize) -> bool {
        if !self.things[owner].is_person() {
            return false;
        }
        let country = before.adjectives.iter().chain(&before.nouns).find_map(|a| {
            let m = self.mention_at[*a]?;
            self.mentions[m as usize].actors.first().and_then(|a| a.country.clone())
        });
        if let Some(country) = country {
            let office = self.things[owner].actors.first().and_then(|a| a.office.clone());
            let role = office.and_then(|o| self.gazetteer.roles.get(hash_name(&o).0));
            let state = self.gazetteer.by_id(&format!("state/{country}"));
            let (Some(role), Some(Target::State(state))) = (role.cloned(), state) else { return false };
            let (actor, why) = make(self.gazetteer, self.day(), &role, Owner::State(state), true, false);
            self.refer_to(head, actor, format!("counterpart: the same office; {why}"));
            return true;
        }
        let sentence = self.document.sentence_of[head] as usize;
        let others: Vec<usize> = self
            .spoken()
            .filter(|(t, thing)| {
                let mut near = thing.uses.iter().rev().take_while(|u| sentence.saturating_sub(u.sentence) <= REACH);
                let near = near.any(|u| u.token < head);
                *t != owner
                    && thing.is_person()
                    && near
                    && thing.country.is_some()
                    && thing.country != self.things[owner].country
            })
            .map(|(t, _)| t)
            .collect();
        let [other] = others[..] else { return false };
        self.refer(
            phrase::extent(self.document, head),
            head,
            Form::Nominal,
            other,
            "counterpart: the other person".into(),
        );
        true
    }

    fn day(&self) -> Option<Day> {
        self.article.date.map(Day::of)
    }

    /// A description that is this actor.
    fn refer_to(&mut self, head: usize, actor: Arc<Actor>, why: String) {
        let known = self.first(|t| !t.plural && matches!(&t.actors[..], [one] if one.id == actor.id));
        let thing = known.unwrap_or_else(|| {
            let chain = self.new_chain();
            let mut thing = Thing::of_actor(chain, actor);
            thing.plural = self.is_plural(head) && thing.class != Class::Organization;
            self.open(thing)
        });
        let tokens = phrase::extent(self.document, head);
        self.call(thing, head..head + 1);
        self.refer(tokens, head, Form::Nominal, thing, why);
    }
}
