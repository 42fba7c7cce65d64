//! Whose government those speak of who live under it: `The union accused the government`, `"The cabinet must act," said its head`.

use super::Resolver;
use super::phrase;
use super::words::Class;
use crate::actors::gazetteer::Target;
use crate::actors::{ActorKind, Form};
use crate::language::labels::Dep;
use std::ops::Range;

/// So many predicates above a phrase are gone through for who speaks of it.
const CHAIN: usize = 24;
/// A state must have been spoken of so often as a part of the one most spoken of.
const SHARE: usize = 3;

impl Resolver<'_> {
    /// `the government` in the words of those who speak later in the sentence, or behind the quotation.
    pub(super) fn own_governments(&mut self, tokens: Range<usize>) {
        for token in tokens {
            let Some(m) = self.mention_at[token].map(|m| &self.mentions[m as usize]) else { continue };
            if m.form != Form::Nominal || m.head != token || !self.is_the_government(token) {
                continue;
            }
            let Some(state) = self.own_government(token).filter(|s| self.thing_at[token] != Some(*s as u32)) else {
                continue;
            };
            let why = "description: the government of those who speak of it".to_owned();
            self.refer(phrase::extent(self.document, token), token, Form::Nominal, state, why);
        }
    }

    /// The state, spoken of before, for which its people stand where they act or are dealt with: `the Russians agreed`, `talks with
    /// the Dutch`; not those to whom something is done, nor some of them.
    pub(super) fn state_of_people(&self, m: usize) -> Option<usize> {
        let mention = &self.mentions[m];
        let [people] = &mention.actors[..] else { return None };
        let country =
            people.country.as_deref().filter(|_| people.id.ends_with("-people") && self.is_name(mention.head))?;
        let token = &self.document.tokens[mention.head];
        let acts = match token.dep {
            Dep::Nsubj => true,
            Dep::Pobj => matches!(&*self.document.tokens[token.head].lower, "with" | "by" | "from"),
            _ => false,
        };
        if mention.tokens.len() > 2 || !acts || !self.is_bare(mention.head) {
            return None;
        }
        self.first(|t| t.class == Class::State && !t.plural && t.named && t.country.as_deref() == Some(country))
    }

    /// Whether a phrase is a bare noun for a government: `the government`, not `the new government` or `her government`.
    fn is_the_government(&self, head: usize) -> bool {
        self.is_bare(head) && matches!(self.noun_of(head), Some((Class::Government, _)))
    }

    /// Whether a phrase is `the` and its head alone, with nothing behind it that tells which one is meant.
    fn is_bare(&self, head: usize) -> bool {
        let before = phrase::before(self.document, head);
        let the = before.determiner.is_some_and(|d| &*self.document.tokens[d].lower == "the");
        the && before.owner.is_none()
            && before.nouns.is_empty()
            && before.adjectives.is_empty()
            && !phrase::is_restricted(self.document, head)
    }

    /// The state, one of those spoken of, under whose government those live who speak of it or do something to it: the speaker of
    /// the quotation, else the nearest subject above.
    pub(super) fn own_government(&self, head: usize) -> Option<usize> {
        let quoted = self.quotes.at(head).and_then(|q| q.speaker);
        let by = quoted.or_else(|| {
            let above = self.document.ancestors(head).take(CHAIN);
            let mut subjects = above.filter_map(|v| self.document.child_by(v, &[Dep::Nsubj]));
            subjects.find(|s| *s != head && self.thing_at[*s].is_some_and(|t| self.is_somebody(t as usize)))
        })?;
        let country = self.governed_by(self.thing_at[by]? as usize)?;
        let uses = |t: usize| self.things[t].uses.len();
        let states = || self.spoken().filter(|(_, t)| t.class == Class::State && !t.plural).map(|(t, _)| t);
        let state = states().find(|t| self.things[*t].country.as_deref() == Some(country))?;
        let most = states().map(uses).max()?;
        (uses(state) * SHARE >= most).then_some(state)
    }

    fn is_somebody(&self, thing: usize) -> bool {
        let thing = &self.things[thing];
        !thing.actors.is_empty() || matches!(thing.class, Class::Person | Class::Organization | Class::People)
    }

    /// The state of those who are no part of its government: a company, a union, a party, citizens, and who speaks for them.
    fn governed_by(&self, thing: usize) -> Option<&str> {
        let known = &self.things[thing];
        let body = if known.is_person() { self.membership(thing).map_or(known, |b| &self.things[b]) } else { known };
        if body.plural && !body.members.is_empty() {
            return None;
        }
        let actor = body.actors.first()?;
        let listed = match self.gazetteer.by_id(&actor.id) {
            Some(Target::Body(b)) => &*self.gazetteer.bodies[b as usize].kind,
            _ => "",
        };
        let suffix = actor.code.as_deref().and_then(|c| c.get(3..)).unwrap_or_default();
        let within = match suffix {
            "" => actor.office.is_none(),
            "OPP" | "PTY" | "BUS" | "CVL" => true,
            // those that watch over the rights of all speak of any government
            "NGO" => listed.is_empty(),
            _ => false,
        };
        let kind = matches!(actor.kind, ActorKind::Person | ActorKind::Organization | ActorKind::Group);
        actor.country.as_deref().filter(|_| within && kind)
    }
}
