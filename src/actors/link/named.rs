//! Organisations that only the model knows.

use super::Linker;
use super::senses::{Unit, What, head_of};
use crate::actors::coref::{names_a_body, names_what_is_founded};
use crate::actors::gazetteer::{Makes, words};
use crate::actors::{Actor, ActorKind};
use crate::article::PartKind;
use crate::clauses::words::has_make;
use crate::language::Entity;
use crate::language::labels::{Dep, EntityLabel, Pos, Tag};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

/// A name with whom it names.
type Named<'a> = (Range<usize>, &'a Arc<Actor>);

/// The states whose ships bear a prefix, `data/actors/ship_prefixes.tsv`.
static PREFIXES: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("../../../data/actors/ship_prefixes.tsv").lines().filter(|l| !l.starts_with('#'));
    lines.skip(1).filter_map(|l| l.split_once('\t')).collect()
});

/// Words of the longest name of a ship.
const SHIP: usize = 6;

/// The state whose ships bear the prefix of a name: `USS Kidd`.
fn flag_of(name: &str) -> Option<String> {
    let (prefix, _) = name.split_once(' ')?;
    PREFIXES.get(prefix).map(|s| (*s).to_owned())
}

impl Linker<'_> {
    /// Ships that the model takes for nothing or for a product: `the USS Kidd`.
    fn ships(&self) -> Vec<Entity> {
        let document = self.document;
        let other =
            |t: usize| document.entity_at(t).is_none_or(|e| !matches!(e.label, EntityLabel::Org | EntityLabel::Person));
        let name = |t: usize| {
            let behind = document.tokens[t + 1..document.sentence(t).tokens.end].iter().take(SHIP);
            t..t + 1 + behind.take_while(|t| t.pos == Pos::Propn).count()
        };
        let prefix = |t: &usize| PREFIXES.contains_key(self.text(*t..*t + 1)) && other(*t);
        let ships = (0..document.tokens.len()).filter(prefix).map(name).filter(|n| n.len() > 1);
        ships.map(|tokens| Entity { tokens, label: EntityLabel::Org }).collect()
    }

    /// Companies, parties and other bodies by the names that the text gives them.
    pub(super) fn organizations(&mut self) {
        let document = self.document;
        let mut named: Vec<(Range<usize>, Arc<Actor>)> = Vec::new();
        let named_so = |e: &&Entity| matches!(e.label, EntityLabel::Org | EntityLabel::Person);
        let mut entities: Vec<Entity> = document.entities.iter().filter(named_so).cloned().collect();
        entities.extend(self.ships());
        entities.sort_by_key(|e| e.tokens.start);
        for entity in &entities {
            let mut tokens = entity.tokens.clone();
            if let Some(end) = self.end_of_possessed(&tokens).filter(|_| entity.label == EntityLabel::Person) {
                tokens.end = end;
            } else if entity.label == EntityLabel::Person && !self.names_body(&tokens) {
                continue;
            }
            if self.is_town_of_division(&tokens) {
                continue;
            }
            tokens.end = self.end_of_name(&tokens);
            while tokens.len() > 1
                && (document.tokens[tokens.end - 1].dep == Dep::Case
                    || document.tokens[tokens.end - 1].pos == Pos::Punct)
            {
                tokens.end -= 1;
            }
            if tokens.len() > 1 && document.tokens[tokens.start].pos == Pos::Det {
                tokens.start += 1;
            }
            let head = head_of(document, &tokens);
            let inside: SmallVec<[usize; 4]> = tokens.clone().filter_map(|t| self.unit_at(t)).collect();
            // What the tables know or what a role noun ends is read there.
            let known = inside.iter().any(|u| {
                let unit = &self.units[*u];
                // `Workers` in `Union of Dock Workers` is no role of its own.
                // So is `Wales` in `Football Association of Wales` no state by itself.
                let founded = names_a_body(&document.tokens[head].lower);
                let part = unit.what == What::Role || matches!(unit.what, What::State(..)) && founded;
                let below = part && unit.tokens.start > head;
                !self.is_company(unit, &tokens)
                    && (unit.tokens.contains(&head)
                        || unit.tokens.end >= tokens.end && !below
                        || matches!(unit.what, What::Person(_) | What::Body(..)))
            });
            let longer = self.is_longer_name(&tokens, &inside);
            let known = known && !longer && !self.is_named_by_role(&tokens, &inside);
            if known || self.held[tokens.clone()].contains(&true) {
                continue;
            }
            if !document.tokens[tokens.clone()].iter().any(|t| t.pos == Pos::Propn) || self.is_make(&tokens, head) {
                continue;
            }
            if self.take_site(&tokens) || inside.is_empty() && self.take_place(&tokens, false) {
                continue;
            }
            let company = inside.iter().copied().find(|u| self.is_company(&self.units[*u], &tokens));
            for u in inside.iter().filter(|u| longer || company == Some(**u) || self.units[**u].what == What::Role) {
                self.used[*u] = true;
            }
            let state = inside.iter().find_map(|u| match self.units[*u].what {
                What::State(s, _) if !self.gazetteer.states[s as usize].actor.id.is_empty() => Some(s),
                _ => None,
            });
            let described = self.take_noun_before(&tokens, head);
            let owner = state.or_else(|| {
                if let Some(described) = &described {
                    return described.state;
                }
                let phrase = self.left_of(tokens.start, head);
                phrase.owners.first().and_then(|o| {
                    let unit = &self.units[o.unit];
                    let governor = document.tokens[unit.head].head;
                    let near = tokens.contains(&governor) || (unit.tokens.end..tokens.start).contains(&governor);
                    match unit.what {
                        What::State(s, _) if near => Some(s),
                        _ => None,
                    }
                })
            });
            let country = owner.and_then(|s| self.gazetteer.states[s as usize].actor.country.clone());
            let name = self.text(tokens.clone()).to_owned();
            let country = country.or_else(|| flag_of(&name));
            let actor = Actor {
                id: format!("org/{}", words::slug(&name)),
                kind: ActorKind::Organization,
                name,
                aliases: Vec::new(),
                code: country.clone(),
                country,
                office: None,
                affiliation: None,
            };
            // a company that the tables know is read as the others are, for what it is called beside its name
            let listed = company.map(|u| self.units[u].what);
            let actor = match listed {
                Some(What::Body(b, _)) => Arc::clone(&self.gazetteer.bodies[b as usize].actor),
                _ => Arc::new(actor),
            };
            named.push((tokens.clone(), Arc::clone(&actor)));
            let (tokens, head) = match described {
                Some(d) => (d.start..tokens.end, d.head),
                None => (tokens, head),
            };
            let form = self.form_of(head);
            let why = if listed.is_some() { "organizations.tsv: name" } else { "named in the text: organisation" };
            self.mention(tokens, head, form, SmallVec::from_elem(actor, 1), None, why.to_owned());
        }
        self.named_again(&named);
    }

    /// Whether a unit is a company of the tables and all of a name.
    fn is_company(&self, unit: &Unit, name: &Range<usize>) -> bool {
        let What::Body(b, _) = unit.what else { return false };
        unit.tokens == *name && &*self.gazetteer.bodies[b as usize].kind == "company"
    }

    /// Whether a name is that of the make of a weapon or vehicle: `Iskander missiles`.
    fn is_make(&self, name: &Range<usize>, head: usize) -> bool {
        let tokens = &self.document.tokens;
        let noun = tokens[head].head;
        let ends = name.len() > 1 && tokens[name.end - 1].pos == Pos::Noun && has_make(&tokens[name.end - 1].lower);
        // `a Lima-class frigate`
        let class =
            tokens.get(name.end + 1).is_some_and(|t| t.lower.as_ref() == "class") && tokens[name.end].tag == Tag::Hyph;
        let before = matches!(tokens[head].dep, Dep::Compound | Dep::Nmod | Dep::Amod)
            && noun >= name.end
            && tokens[noun].pos == Pos::Noun
            && has_make(&tokens[noun].lower);
        ends || before || class
    }

    /// Whether a role noun written as a name ends the name of a body of its own: `the Coast Party`, `Harlow Police`, which
    /// no state stands before or behind; or one that is written in the plural as names of companies are: `Kenya Airlines`.
    fn is_named_by_role(&self, name: &Range<usize>, inside: &[usize]) -> bool {
        let tokens = &self.document.tokens;
        let Some(first) = inside.first() else { return false };
        let unit = &self.units[*first];
        let noun = &tokens[unit.tokens.end - 1];
        if tokens[name.end - 1].tag == Tag::Nnps && self.is_company_by_state(name, inside) {
            return true;
        }
        inside.iter().all(|u| u == first)
            && unit.what == What::Role
            && unit.tokens.start > name.start
            && unit.tokens.end == name.end
            && noun.tag == Tag::Nnp
            && names_a_body(&noun.lower)
            && tokens[name.start..unit.tokens.start].iter().any(|t| t.pos == Pos::Propn)
            && self.phrase(*first).owners.is_empty()
    }

    /// Whether a name ends in one word that by itself names a body of the tables, and other names stand before it: `the World Aquatics
    /// League` is no Lega, and a party with the name of a newspaper is not the newspaper's.
    fn is_longer_name(&self, name: &Range<usize>, inside: &[usize]) -> bool {
        let tokens = &self.document.tokens;
        let Some((last, before)) = inside.split_last() else { return false };
        let own = |u: usize| {
            let unit = &self.units[u];
            let What::Body(b, _) = unit.what else { return None };
            let body = &self.gazetteer.bodies[b as usize];
            (unit.tokens.len() == 1).then_some((unit.tokens.clone(), body.is_media()))
        };
        let is_party = |u: usize| {
            let role = self.units[u].role.map(|r| &self.gazetteer.roles.roles[usize::from(r)]);
            self.units[u].what == What::Role && role.is_some_and(|r| &*r.suffix == "PTY")
        };
        let ends = self.units[*last].tokens.end == name.end;
        // `the Premier League` is no league of a premier
        let roles = before.iter().all(|u| self.units[*u].what == What::Role);
        let word = match before {
            // `the Islamic Renewal Party` is none that is Renewal by itself
            [body] if is_party(*last) => {
                let led = |word: &Range<usize>| (name.start..word.start).any(|t| tokens[t].pos == Pos::Propn);
                return ends && own(*body).is_some_and(|(word, media)| media || led(&word));
            }
            _ if roles => own(*last),
            _ => None,
        };
        word.is_some_and(|(word, media)| {
            ends && (media || names_a_body(&tokens[word.start].lower))
                && (name.start..word.start).any(|t| tokens[t].pos == Pos::Propn)
                && self.document.sentence(name.start).part != PartKind::Headline
        })
    }

    /// Where a name ends that the model has cut before or behind a preposition: `the Diocese of | Ludwick`.
    fn end_of_name(&self, name: &Range<usize>) -> usize {
        let tokens = &self.document.tokens;
        let end = self.document.sentence(name.start).tokens.end;
        let run = |from: usize| {
            let free = |t: &usize| tokens[*t].pos == Pos::Propn && !self.held[*t] && self.unit_at(*t).is_none();
            (from..end).take_while(free).last().map(|t| t + 1)
        };
        if name.len() > 1 && tokens[name.end - 1].pos == Pos::Adp {
            return run(name.end).unwrap_or(name.end - 1);
        }
        // `the Athletics Association of Harrow`
        let noun = &tokens[name.end - 1];
        let behind = name.end < end && &*tokens[name.end].lower == "of" && tokens[name.end].head == name.end - 1;
        let body = name.len() > 1 && noun.tag == Tag::Nnp && names_a_body(&noun.lower);
        let next = if behind && body { run(name.end + 1) } else { None };
        next.unwrap_or(name.end)
    }

    /// Where the name of a body or building ends that begins with a person's: `St Mark's Hospital`.
    pub(super) fn end_of_possessed(&self, person: &Range<usize>) -> Option<usize> {
        let tokens = &self.document.tokens;
        let marked = |t: usize| tokens.get(t).is_some_and(|t| t.tag == Tag::Pos);
        let mark = [person.end, person.end - 1].into_iter().find(|t| marked(*t))?;
        let noun = tokens.get(mark + 1).filter(|t| t.tag == Tag::Nnp && names_what_is_founded(&t.lower))?;
        let headline = self.document.sentence(mark).part == PartKind::Headline;
        let capital = noun.span.of(&self.article.text).starts_with(char::is_uppercase);
        (capital && !headline && self.unit_at(mark + 1).is_none()).then_some(mark + 2)
    }

    /// Whether a name is that of a state and a noun for its companies, all of them capitals in running text.
    fn is_company_by_state(&self, name: &Range<usize>, inside: &[usize]) -> bool {
        let tokens = &self.document.tokens;
        let Some((last, states)) = inside.split_last() else { return false };
        let unit = &self.units[*last];
        let role = unit.role.map(|r| &self.gazetteer.roles.roles[usize::from(r)]);
        unit.what == What::Role
            && unit.tokens.end == name.end
            && role.is_some_and(|r| r.makes == Makes::People)
            && states.iter().all(|s| matches!(self.units[*s].what, What::State(..)))
            && name.clone().all(|t| tokens[t].pos == Pos::Propn || self.unit_at(t).is_some())
            && self.document.sentence(name.start).part != PartKind::Headline
    }

    /// The same names of several words where the model has not seen them.
    fn named_again(&mut self, named: &[(Range<usize>, Arc<Actor>)]) {
        let document = self.document;
        let mut by_first: FxHashMap<&str, Vec<Named>> = FxHashMap::default();
        let written = |t: usize| document.tokens[t].span.of(&self.article.text);
        for (tokens, actor) in named.iter().filter(|(tokens, _)| tokens.len() > 1) {
            by_first.entry(written(tokens.start)).or_default().push((tokens.clone(), actor));
        }
        let mut found: Vec<Named> = Vec::new();
        for t in 0..document.tokens.len() {
            for (name, actor) in by_first.get(written(t)).into_iter().flatten() {
                let here = t..t + name.len();
                let alike = here.end <= document.sentence(t).tokens.end
                    && name.clone().zip(here.clone()).all(|(a, b)| written(a) == written(b));
                if !alike {
                    continue;
                }
                let touched = |m: &Range<usize>| m.start < here.end && here.start < m.end;
                let joins = |a: usize, b: usize| {
                    document.tokens.get(a).is_some_and(|t| t.pos == Pos::Propn && t.dep == Dep::Compound && t.head == b)
                };
                let head = head_of(document, &here);
                let longer = here
                    .start
                    .checked_sub(1)
                    .is_some_and(|before| joins(before, head) && self.unit_at(before).is_none());
                let known = here.clone().filter_map(|t| self.unit_at(t)).any(|u| self.units[u].what != What::Role);
                if !longer
                    && !known
                    && !self.mentions.iter().any(|m| touched(&m.tokens))
                    && !found.iter().any(|(f, _)| touched(f))
                {
                    found.push((here, actor));
                }
            }
        }
        for (tokens, actor) in found {
            for t in tokens.clone() {
                if let Some(u) = self.unit_at(t) {
                    self.used[u] = true;
                }
            }
            let head = head_of(document, &tokens);
            let form = self.form_of(head);
            let why = "named in the text: organisation".to_owned();
            self.mention(tokens, head, form, SmallVec::from_elem(Arc::clone(actor), 1), None, why);
        }
    }
}
