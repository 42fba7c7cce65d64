//! Several things together: `the two countries`, `both sides`, `the three leaders`, `the neighbours`.

use super::Resolver;
use super::descriptions::is_counter;
use super::phrase;
use super::things::Thing;
use super::words::Class;
use crate::actors::gazetteer::Target;
use crate::actors::{ActorKind, Form};
use crate::language::labels::Tag;

/// How many sentences back the members may have been named together.
const REACH: usize = 6;
/// How many sentences back the armed group may have been named whose people `the rebels` are.
const FIGHTERS: usize = 3;

impl Resolver<'_> {
    /// `the two Koreas`, `the Baltic states`: names in the plural that stand for several states; tells whether it was one.
    pub(super) fn named_together(&mut self, head: usize) -> bool {
        let tokens = &self.document.tokens;
        let two = head.checked_sub(1).filter(|b| tokens[*b].head == head);
        let two = two.map(|b| format!("{} {}", tokens[b].lower, tokens[head].lower));
        let words = self.words;
        let states = two.map_or(&[][..], |t| words.together(&t));
        let states = if states.is_empty() { words.together(&tokens[head].lower) } else { states };
        let members: Vec<usize> = states.iter().filter_map(|s| self.state_thing(s)).collect();
        if members.len() < 2 {
            return false;
        }
        let thing = self.together(members);
        self.refer(
            phrase::extent(self.document, head),
            head,
            Form::Nominal,
            thing,
            "several states by one name".into(),
        );
        true
    }

    /// Reads a plural description; tells whether it was one with a referent.
    pub(super) fn plural_description(&mut self, head: usize) -> bool {
        let tokens = &self.document.tokens;
        let token = &tokens[head];
        // `The neighbours: ...` heads what follows
        if tokens.get(head + 1).is_some_and(|t| &*t.lower == ":") {
            return false;
        }
        let before = phrase::before(self.document, head);
        let definite = before.determiner.map(|d| &*tokens[d].lower);
        let counted = before.number.and_then(|n| phrase::number(&tokens[n].lower));
        let (class, number) =
            if is_counter(token.dep, token.pos) || matches!(&*token.lower, "both" | "pair" | "duo" | "trio") {
                // `the two`, `both`, `the pair`
                let number = match &*token.lower {
                    "pair" | "duo" => Some(2),
                    "trio" => Some(3),
                    word => phrase::number(word),
                };
                let alone = definite == Some("the") || &*token.lower == "both";
                let of = self.document.children(head).any(|c| &*tokens[c].lower == "of");
                let Some(number) = number.filter(|_| alone && !of) else { return false };
                (Class::Side, number)
            } else {
                if !matches!(token.tag, Tag::Nns | Tag::Nnps) {
                    return false;
                }
                let both = definite == Some("both");
                let number = if both { 2 } else { counted.unwrap_or(0) };
                let known = both || matches!(definite, Some("the" | "these" | "those" | "all"));
                let lemma = if self.words.noun(&token.lower).is_some() {
                    token.lower.to_string()
                } else {
                    self.lemma(head).into_owned()
                };
                let Some(noun) = self.words.noun(&lemma) else { return false };
                if number == 0 && !noun.kinds.is_empty() && self.fighters(head, &noun.kinds, &before) {
                    return true;
                }
                // `allies` by itself says nothing of how many: two, if two are spoken of.
                let implied = noun.class == Class::Side;
                if !known || number == 0 && !implied || phrase::is_restricted(self.document, head) {
                    return false;
                }
                let class = match noun.class {
                    Class::Government | Class::State => Class::State,
                    other => other,
                };
                (class, if number == 0 { 2 } else { number })
            };
        // `their two countries`, `the two Koreas`: the linker's or nobody's.
        let Some((members, why)) = self.members(head, class, number) else { return false };
        let thing = self.together(members);
        let tokens = phrase::extent(self.document, head);
        self.refer(tokens, head, Form::Nominal, thing, why);
        true
    }

    /// `the rebels`: the one armed group lately spoken of, where it is of a kind that is called so.
    fn fighters(&mut self, head: usize, kinds: &[Box<str>], before: &phrase::Before) -> bool {
        let the = before.determiner.is_some_and(|d| matches!(&*self.document.tokens[d].lower, "the" | "these"));
        if !the || self.nationality(before).is_some() || phrase::is_restricted(self.document, head) {
            return false;
        }
        let sentence = self.document.sentence_of[head] as usize;
        let lately = |thing: &Thing| {
            let used = thing.uses.iter().rev().find(|u| u.token < head);
            used.is_some_and(|u| sentence - u.sentence <= FIGHTERS)
        };
        let group = |thing: &Thing| match &thing.actors[..] {
            [one] if one.kind == ActorKind::ArmedGroup => Some(self.gazetteer.by_id(&one.id)),
            _ => None,
        };
        let near: Vec<usize> = self.spoken().filter(|(_, t)| lately(t) && group(t).is_some()).map(|(t, _)| t).collect();
        let [thing] = near[..] else { return false };
        let called = match group(&self.things[thing]).flatten() {
            Some(Target::Body(b)) => kinds.contains(&self.gazetteer.bodies[b as usize].kind),
            _ => true,
        };
        if called {
            let why = "plural: the one armed group spoken of".to_owned();
            self.refer(phrase::extent(self.document, head), head, Form::Nominal, thing, why);
        }
        called
    }

    /// Who the `number` of a class are that were last spoken of together.
    fn members(&mut self, head: usize, class: Class, number: usize) -> Option<(Vec<usize>, String)> {
        let sentence = self.document.sentence_of[head] as usize;
        let states = matches!(class, Class::State);
        // What the sentence itself has named so far must be among them.
        let named = self.units(sentence, head, class);
        let contains = |members: &[usize]| named.len() > number || named.iter().all(|n| members.contains(n));
        // Named together before: joined by `and`, or gathered by another plural.
        let mut joined: Vec<(usize, Vec<usize>)> = Vec::new();
        for (i, thing) in self.spoken() {
            let Some(u) = thing.uses.iter().rev().find(|u| u.token < head) else { continue };
            let elsewhere = self.quotes.at(u.token).is_some() && self.quotes.at(head).is_none();
            let reach = if states { REACH } else { 2 };
            if thing.members.len() == number && sentence - u.sentence <= reach && !elsewhere {
                joined.push((u.token, vec![i]));
            }
        }
        joined.sort_by_key(|(token, _)| std::cmp::Reverse(*token));
        for (_, group) in joined {
            let members = self.as_class(&self.things[group[0]].members.clone(), class);
            if members.len() == number && contains(&members) {
                return Some((members, "plural: named together before".into()));
            }
        }
        // The last sentence that speaks of just so many.
        for back in 0..=REACH.min(sentence) {
            let units = self.units(sentence - back, head, class);
            let mut all = units.clone();
            if back == 0 || units.len() < number {
                continue;
            }
            all.extend(named.iter().filter(|n| !units.contains(n)));
            if all.len() == number {
                return Some((all, format!("plural: the {number} that the text speaks of {back} sentences before")));
            }
            if back > 2 && !states {
                break;
            }
            // Persons tell which of several states are meant: a meeting of two ministers.
            if matches!(class, Class::State | Class::Side) {
                let persons = self.units(sentence - back, head, Class::Person);
                if persons.len() == number {
                    let members = self.as_class(&persons, Class::State);
                    if members.len() == number && contains(&members) {
                        return Some((members, "plural: the states of the persons named together".into()));
                    }
                }
            }
        }
        None
    }

    /// Things of a class that one sentence names before a token, each once. What somebody else only spoke of in a quotation is not
    /// what the text around it counts.
    fn units(&mut self, sentence: usize, head: usize, class: Class) -> Vec<usize> {
        let sentence_of = |token: usize| self.document.sentence_of[token] as usize;
        let first = self.order.partition_point(|(token, _)| sentence_of(*token) < sentence);
        let uses: Vec<usize> = self.order[first..]
            .iter()
            .take_while(|(token, _)| sentence_of(*token) == sentence)
            .filter(|(token, _)| *token < head)
            .filter(|(token, _)| self.quotes.at(*token).is_none() || self.quotes.at(head).is_some())
            .map(|(_, thing)| *thing)
            .filter(|t| self.things[*t].members.is_empty())
            .collect();
        self.as_class(&uses, class)
    }

    /// Things as members of a class: a person or ministry as its state, where states are asked for.
    fn as_class(&mut self, things: &[usize], class: Class) -> Vec<usize> {
        let mut out = Vec::new();
        for t in things {
            let thing: &Thing = &self.things[*t];
            if thing.plural && thing.members.is_empty() && thing.class != Class::People {
                continue;
            }
            let member = match class {
                Class::State => match (thing.class, thing.country.clone()) {
                    (Class::State, _) => Some(*t),
                    (Class::Person | Class::Organization | Class::People, Some(country)) => self.state_thing(&country),
                    _ => None,
                },
                Class::Side => matches!(thing.class, Class::State | Class::Person | Class::Organization).then_some(*t),
                class => (thing.class == class).then_some(*t),
            };
            if let Some(member) = member
                && !out.contains(&member)
            {
                out.push(member);
            }
        }
        // Sides are of one sort: persons with persons, states with states.
        if class == Class::Side {
            let persons: Vec<usize> = out.iter().copied().filter(|t| self.things[*t].class == Class::Person).collect();
            if persons.len() > 1 {
                return persons;
            }
            let mut sides: Vec<usize> = Vec::new();
            for t in out {
                // A person or organisation beside its own state is no side of its own.
                let country = self.things[t].country.clone();
                let same = sides.iter().position(|s| country.is_some() && self.things[*s].country == country);
                match same {
                    Some(at) if self.things[t].class == Class::State => sides[at] = t,
                    Some(_) => {}
                    None => sides.push(t),
                }
            }
            return sides;
        }
        out
    }
}
