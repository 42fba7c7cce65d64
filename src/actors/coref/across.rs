//! Possessives that do not stand for the nearest: what is answered or judged is the other's, and a mission is not its host's.

use super::Resolver;
use super::phrase;
use super::pronouns::{Kind, suits};
use super::things::Thing;
use super::words::Class;
use crate::clauses::words;
use crate::language::labels::{Dep, Pos, Tag};

impl Resolver<'_> {
    /// `froze loans to X in response to its tests`, `praised X for its help`: what is answered or judged is the other's.
    pub(super) fn other_party(&self, token: usize, kind: Kind) -> Option<usize> {
        if self.document.tokens[token].tag != Tag::PrpS {
            return None;
        }
        let mut between = self.those_answered(token)?;
        between.retain(|t| suits(kind, &self.things[*t]));
        let [other] = between[..] else { return None };
        Some(other)
    }

    /// `penalised Peruvian officials over the country's support for rebels`: the state of those who are answered or judged.
    pub(super) fn other_state(&self, token: usize) -> Option<usize> {
        if self.document.tokens[token].dep != Dep::Poss {
            return None;
        }
        let between = self.those_answered(token)?;
        let mut states: Vec<&str> = between.iter().filter_map(|t| self.things[*t].country.as_deref()).collect();
        states.sort_unstable();
        states.dedup();
        let [of] = states[..] else { return None };
        self.first(|t: &Thing| t.class == Class::State && !t.plural && t.country.as_deref() == Some(of))
    }

    /// Whoever stands between a verb and an answer or cause behind it, in which a possessor stands, and is not the verb's subject.
    fn those_answered(&self, token: usize) -> Option<Vec<usize>> {
        let tokens = &self.document.tokens;
        let noun = tokens[token].head;
        let prep = tokens[noun].head;
        if tokens[noun].dep != Dep::Pobj || prep >= token {
            return None;
        }
        let (outer, answers) = match &*tokens[prep].lower {
            "to" | "for" | "of" | "at" | "against" => {
                // `in response to`, `in protest at`, `because of`
                let word = &tokens[prep.checked_sub(1)?];
                let answers = words::is_answer(&word.lower);
                (if answers { prep - 1 } else { prep }, answers)
            }
            _ => (prep, false),
        };
        let verb = self.document.ancestors(outer).take(4).find(|a| matches!(tokens[*a].pos, Pos::Verb | Pos::Aux))?;
        let judged = matches!(&*tokens[prep].lower, "for" | "over") && words::turns_on(&tokens[verb].lemma);
        if verb >= outer || !(answers || judged) {
            return None;
        }
        let placed =
            |t: usize| tokens[t].dep == Dep::Pobj && matches!(&*tokens[tokens[t].head].lower, "in" | "at" | "before");
        let mut between: Vec<usize> = (verb + 1..outer.min(prep))
            .filter(|t| !placed(*t))
            .filter_map(|t| self.thing_at[t])
            .map(|t| t as usize)
            .collect();
        let subject = self.document.child_by(verb, &[Dep::Nsubj]).and_then(|s| self.thing_at[s]);
        between.retain(|t| {
            let thing = &self.things[*t];
            let acts = thing.is_person() || matches!(thing.class, Class::State | Class::Organization);
            Some(*t as u32) != subject && acts
        });
        between.sort_unstable();
        between.dedup();
        Some(between)
    }

    /// Whoever violates what a pronoun owns, which therefore is not theirs: `Chad says that Sudan violated its airspace`.
    pub(super) fn trespasser(&self, token: usize) -> Option<u32> {
        let tokens = &self.document.tokens;
        let noun = tokens[token].head;
        if tokens[token].tag != Tag::PrpS || !words::is_own_ground(&tokens[noun].lemma) {
            return None;
        }
        let verb = match tokens[noun].dep {
            Dep::Dobj => tokens[noun].head,
            Dep::Pobj => tokens[tokens[noun].head].head,
            _ => return None,
        };
        let subject = self.document.child_by(verb, &[Dep::Nsubj]).filter(|_| words::trespasses(&tokens[verb].lemma))?;
        self.thing_at[subject]
    }

    /// The state in which a mission or envoy is that a pronoun owns, and whose it therefore is not: `its embassy in Quito`.
    pub(super) fn host(&self, token: usize) -> Option<&str> {
        let tokens = &self.document.tokens;
        let noun = tokens[token].head;
        if tokens[token].tag != Tag::PrpS || !words::is_abroad(&tokens[noun].lemma) {
            return None;
        }
        let within = |p: &usize| matches!(&*tokens[*p].lower, "in" | "to" | "at");
        // the tree may hang what stands right behind on the verb
        let behind = self.document.children_by(noun, &[Dep::Prep]).chain(Some(noun + 1).filter(|n| *n < tokens.len()));
        let behind = behind.filter(within);
        let named = behind.filter_map(|p| self.document.child_by(p, &[Dep::Pobj])).filter_map(|o| self.mention_at[o]);
        // `its Tokyo embassy`
        let before = phrase::before(self.document, noun).nouns;
        let before: Vec<u32> = before.iter().filter_map(|n| self.mention_at[*n]).collect();
        let mut hosts = named.chain(before).map(|m| &self.mentions[m as usize]);
        hosts.find_map(|m| match (&m.place, &m.actors[..]) {
            (Some(place), _) => place.country.as_deref(),
            (None, [state]) => state.country.as_deref(),
            _ => None,
        })
    }
}
