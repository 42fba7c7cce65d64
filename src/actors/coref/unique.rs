//! Descriptions that one thing alone can be: `the former president`, `the NATO chief`, `the Kenyan athlete`, `the Frenchman`.

use super::Resolver;
use super::phrase::{self, Before};
use super::things::Thing;
use super::words::Class;
use crate::actors::{ActorKind, Form};
use crate::language::labels::Tag;

/// How many sentences back the only one may stand.
const REACH: usize = 3;

impl Resolver<'_> {
    /// What a description in the singular means where only one fits: `mention` is its number where the linker has read it.
    pub(super) fn only_one(&self, head: usize, before: &Before, mention: Option<usize>) -> Option<(usize, String)> {
        let tokens = &self.document.tokens;
        let the = before.determiner.is_some_and(|d| matches!(&*tokens[d].lower, "the" | "this" | "that"));
        if !the || !matches!(tokens[head].tag, Tag::Nn | Tag::Nnp) || phrase::is_restricted(self.document, head) {
            return None;
        }
        let class = self.noun_of(head).map(|(class, _)| class);
        if let Some(former) = self.called_former(head, before) {
            return Some(former);
        }
        let limits =
            |a: &usize| matches!(tokens[*a].tag, Tag::Jjs | Tag::Jjr) || self.words.is_limit(&tokens[*a].lower);
        if before.adjectives.iter().any(limits) {
            return None;
        }
        let actor = mention.and_then(|m| self.mentions[m].actors.first());
        let listed = |t: &Thing| t.actors.first().is_some_and(|a| self.gazetteer.by_id(&a.id).is_some());
        match actor {
            // `the NATO chief`
            Some(body) if !matches!(body.kind, ActorKind::Person | ActorKind::Group | ActorKind::State) => {
                let by_noun = class == Some(Class::Person) && self.mentions[mention?].form == Form::Nominal;
                let acts_for = |t: &Thing| t.actors.first().is_some_and(|a| a.affiliation.as_deref() == Some(&body.id));
                let person = self.single(head, usize::MAX, &|t| t.is_person() && acts_for(t)).filter(|_| by_noun)?;
                Some((person, format!("description: the only person of {} spoken of", body.name)))
            }
            // `the Frenchman`, `the Iranian journalist`
            Some(people) if people.kind == ActorKind::Group && class != Some(Class::Organization) => {
                let country = people.country.as_deref()?;
                self.only_person_of(head, country, &|t| class.is_none() || !listed(t))
            }
            // `the US company`, whose state nothing has told
            Some(one) if one.kind == ActorKind::Group => {
                let noun = self.noun_of(head).and_then(|(_, noun)| self.words.noun(&noun))?;
                let body = |t: &Thing| t.named && t.class == Class::Organization && !t.plural;
                let other = |t: &Thing| body(t) && t.country == one.country;
                if self.things.iter().any(other) {
                    return None;
                }
                let fits = |t: &Thing| body(t) && t.country.is_none() && !listed(t) && self.is_of_kind(noun, t);
                let body = self.single(head, REACH, &fits)?;
                Some((body, "description: the only one spoken of that it can be".into()))
            }
            Some(_) => None,
            // `the Kenyan athlete`
            None if class == Some(Class::Person) => {
                let country = self.nationality(before)?;
                self.only_person_of(head, &country, &|t| !listed(t))
            }
            None => None,
        }
    }

    /// The one person of a state that the last sentences name.
    fn only_person_of(&self, head: usize, country: &str, wanted: &dyn Fn(&Thing) -> bool) -> Option<(usize, String)> {
        let person = |t: &Thing| t.is_person() && t.country.as_deref() == Some(country);
        let one = self.single(head, REACH, &person).filter(|t| self.things[*t].named && wanted(&self.things[*t]))?;
        Some((one, "description: the only person of this state spoken of".into()))
    }

    /// `the former president`: who has been called so.
    fn called_former(&self, head: usize, before: &Before) -> Option<(usize, String)> {
        let tokens = &self.document.tokens;
        let mut limits = before.adjectives.iter().map(|a| &*tokens[*a].lower);
        let limit = limits.find(|w| matches!(*w, "former" | "late"))?;
        let noun = self.lemma(head);
        let so = |called: &str| {
            let mut words = called.split_whitespace().skip_while(|w| *w != limit).take(6);
            words.any(|w| w == noun)
        };
        let wanted = |t: &Thing| t.is_person() && t.named && t.called.split('|').any(so);
        let one = self.single(head, usize::MAX, &wanted)?;
        Some((one, format!("description: called \"{limit} {noun}\" before")))
    }

    /// The thing that is wanted, if there is just one among those spoken of in the last sentences.
    fn single(&self, head: usize, reach: usize, wanted: &dyn Fn(&Thing) -> bool) -> Option<usize> {
        let sentence = self.document.sentence_of[head] as usize;
        let last = |t: &Thing| t.uses.iter().rev().find(|u| u.token < head).map(|u| u.sentence);
        let near = |t: &Thing| last(t).is_some_and(|s| sentence.saturating_sub(s) <= reach);
        let mut fitting = (0..self.things.len()).filter(|t| near(&self.things[*t]) && wanted(&self.things[*t]));
        fitting.next().filter(|_| fitting.next().is_none())
    }
}
