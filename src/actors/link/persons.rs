//! Persons: full names with title and apposition, and the short forms that follow.

use super::Linker;
use super::known::{Everyone, Known};
use super::roles::{Belongs, Phrase, title_case};
use super::senses::{What, head_of};
use crate::actors::gazetteer::{Makes, Naming, OfficeClass, Owner, load::short_forms, table, words};
use crate::actors::{Actor, ActorKind, Form};
use crate::language::labels::{Dep, EntityLabel, Pos, Tag};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::LazyCell;
use std::ops::Range;
use std::sync::Arc;

/// How many words the complement of a title has at most: `to the United Nations in Geneva`.
const COMPLEMENT: usize = 7;

/// A person's name in the text with what the text says about its bearer.
pub(super) struct Named {
    /// The name.
    pub(super) name: Range<usize>,
    /// With title and apposition.
    pub(super) tokens: Range<usize>,
    pub(super) head: usize,
    pub(super) gazetteer: Option<u32>,
    /// Number of the role that a title or apposition gives.
    pub(super) role: Option<u16>,
    pub(super) title: Option<String>,
    pub(super) owner: Option<Belongs>,
    /// The other state of `Russian-Israeli`.
    pub(super) second: Option<Owner>,
    pub(super) former: bool,
    /// Elected or named but not yet in office: `President-elect`.
    pub(super) elect: bool,
    pub(super) full: bool,
}

impl Linker<'_> {
    pub(super) fn persons(&mut self) {
        let mut named = Vec::new();
        for (name, gazetteer) in self.person_names() {
            let n = self.describe(name, gazetteer);
            named.push(n);
        }
        let mut known = Everyone::default();
        for n in named.iter().filter(|n| n.full) {
            let (full, _) = words::hash_name(self.text(n.name.clone()));
            if let Some(k) = known.find(full, n.gazetteer) {
                let k = &mut known.list[k];
                // The first mention that says for whom the person acts counts.
                if k.actor.country.is_none() && k.actor.affiliation.is_none() && n.owner.is_some() {
                    let (actor, why) = self.person_actor(n);
                    (k.actor, k.why) = (Arc::new(actor), why);
                    k.second = self.second_state(n, &k.actor);
                }
                continue;
            }
            let (actor, why) = self.person_actor(n);
            let order = self.gazetteer.name_order(actor.country.as_deref());
            let mut shorts = self.shorts(n.name.clone(), order);
            if let Some(p) = n.gazetteer {
                let p = &self.gazetteer.persons[p as usize];
                for name in std::iter::once(p.name).chain(table::list(p.alias_list)) {
                    shorts.extend(short_forms(name, order).iter().map(|s| words::hash_name(s).0));
                }
            }
            shorts.retain(|s| !self.is_of_a_relative(n, *s));
            let second = self.second_state(n, &actor);
            known.add(Known { shorts, full, gazetteer: n.gazetteer, actor: Arc::new(actor), second, why });
        }
        let mut all = named;
        for tokens in self.missed_short_names(&known, &all) {
            let n = self.describe(tokens, None);
            all.push(n);
        }
        // Of each person by the id as it stands in the end.
        let mut seconds: FxHashMap<String, Option<Arc<Actor>>> = FxHashMap::default();
        for k in &known.list {
            seconds.entry(k.actor.id.clone()).or_insert_with(|| k.second.clone());
        }
        for n in all {
            let (actor, why) = if n.full {
                let (full, _) = words::hash_name(self.text(n.name.clone()));
                let k = &known.list[known.find(full, n.gazetteer).expect("all full names are known")];
                (Some(Arc::clone(&k.actor)), k.why.clone())
            } else {
                self.short(&n, &known)
            };
            let second = actor.as_ref().and_then(|a| seconds.get(&a.id)).cloned().flatten();
            let actors = actor.into_iter().chain(second).collect();
            self.mention(n.tokens, n.head, Form::Name, actors, None, why);
        }
    }

    /// Names of persons, from the tables and from the model.
    fn person_names(&mut self) -> Vec<(Range<usize>, Option<u32>)> {
        let document = self.document;
        let mut out: Vec<(Range<usize>, Option<u32>)> = Vec::new();
        let mut taken = vec![false; document.tokens.len()];
        for (u, unit) in self.units.iter().enumerate() {
            if let What::Person(p) = unit.what {
                self.used[u] = true;
                taken[unit.tokens.clone()].fill(true);
                out.push((unit.tokens.clone(), Some(p)));
            }
        }
        for entity in document.entities.iter().filter(|e| e.label == EntityLabel::Person) {
            let mut tokens = entity.tokens.clone();
            // Possessive marks, and titles that the model took for part of the name.
            while !tokens.is_empty()
                && !matches!(document.tokens[tokens.end - 1].pos, Pos::Propn | Pos::Noun | Pos::Adj | Pos::X)
            {
                tokens.end -= 1;
            }
            while let Some(u) = tokens.clone().next().and_then(|t| self.unit_at(t)) {
                let unit = &self.units[u];
                let title = unit.what == What::Role
                    || matches!(unit.what, What::State(..) | What::Body(..)) && unit.tokens.end < tokens.end;
                if !title {
                    break;
                }
                tokens.start = unit.tokens.end.min(tokens.end);
            }
            if tokens.is_empty() || taken[tokens.clone()].contains(&true) {
                continue;
            }
            if tokens.clone().any(|t| self.unit_at(t).is_some_and(|u| !matches!(self.units[u].what, What::Role))) {
                continue;
            }
            // `the rebel group Jaysh al-Horan`
            if self.names_body(&tokens) || self.end_of_possessed(&entity.tokens).is_some() {
                continue;
            }
            if self.take_place(&tokens, true) {
                continue;
            }
            taken[tokens.clone()].fill(true);
            out.push((tokens, None));
        }
        // Short names of office holders that the model missed: `Putin`, and any after a title.
        let names = LazyCell::new(|| {
            let names = document.tokens.iter().filter(|t| t.pos == Pos::Propn);
            names.map(|t| t.span.of(&self.article.text)).collect::<FxHashSet<&str>>()
        });
        for (t, token) in document.tokens.iter().enumerate() {
            // the tagger takes some names at the head of a sentence for nouns
            let noun = token.tag == Tag::Nn && matches!(token.dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Poss);
            let first = document.sentence(t).tokens.start == t
                && document.tokens.get(t + 1).is_some_and(|n| n.pos == Pos::Verb);
            let noun = noun && (first || names.contains(token.span.of(&self.article.text)));
            if !(token.pos == Pos::Propn || noun) || self.unit_of[t].is_some() {
                continue;
            }
            if taken[t] {
                continue;
            }
            let text = token.span.of(&self.article.text);
            let next_is_name =
                document.tokens.get(t + 1).is_some_and(|n| n.pos == Pos::Propn && n.head == t || n.tag == Tag::Hyph);
            let in_entity = document.entity_at(t).is_some_and(|e| {
                e.tokens.len() > 1 || !matches!(e.label, EntityLabel::Org | EntityLabel::Gpe | EntityLabel::Norp)
            });
            if next_is_name || in_entity || !text.starts_with(char::is_uppercase) {
                continue;
            }
            if self.holders_by_short_name(words::hash_name(text).0, None, true).len() == 1 {
                out.push((t..t + 1, None));
            }
        }
        out.sort_by_key(|(tokens, _)| tokens.start);
        out
    }

    /// Short forms of persons whom the article names that the model took for something else or missed.
    fn missed_short_names(&self, known: &Everyone, named: &[Named]) -> Vec<Range<usize>> {
        let document = self.document;
        let mut out = Vec::new();
        let mut taken = vec![false; document.tokens.len()];
        for n in named {
            taken[n.tokens.clone()].fill(true);
        }
        let written = LazyCell::new(|| {
            document.tokens.iter().map(|t| t.span.of(&self.article.text)).collect::<FxHashSet<&str>>()
        });
        for (t, token) in document.tokens.iter().enumerate() {
            let text = token.span.of(&self.article.text);
            let noun = || token.pos == Pos::Noun && matches!(token.dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Poss);
            if !(token.pos == Pos::Propn || noun())
                || self.unit_of[t].is_some()
                || !text.starts_with(char::is_uppercase)
            {
                continue;
            }
            if taken[t] {
                continue;
            }
            // Part of a longer name is not a name.
            let joins = |o: &crate::language::Token, head: usize| {
                o.pos == Pos::Propn && matches!(o.dep, Dep::Compound) && o.head == head
            };
            let longer = token.dep == Dep::Compound && document.tokens[token.head].pos == Pos::Propn
                || document.children(t).any(|c| joins(&document.tokens[c], t) && self.unit_of[c].is_none())
                || document.entity_at(t).is_some_and(|e| e.tokens.len() > 1);
            let hash = words::hash_name(text).0;
            // The tagger takes some names at the head of a sentence for nouns; `Rice` may be rice.
            let common = || token.pos == Pos::Noun && written.contains(&*token.lower);
            if !longer && known.is_short(hash) && !common() {
                out.push(t..t + 1);
            }
        }
        out
    }

    /// Title, state and apposition of a name.
    fn describe(&mut self, name: Range<usize>, gazetteer: Option<u32>) -> Named {
        let document = self.document;
        let tokens = &document.tokens;
        let head = head_of(document, &name);
        let full = gazetteer.is_some()
            || name.clone().filter(|t| tokens[*t].pos == Pos::Propn || tokens[*t].tag == Tag::Hyph).count() > 1;
        let mut n = Named {
            tokens: name.clone(),
            name: name.clone(),
            head,
            gazetteer,
            role: None,
            title: None,
            owner: None,
            second: None,
            former: false,
            elect: false,
            full,
        };
        let mut start = name.start;
        while start > 0 && is_honorific(&tokens[start - 1].lower) {
            start -= 1;
        }
        n.tokens.start = start;
        // `President-elect Lee`
        if start > 1 && matches!(&*tokens[start - 1].lower, "elect" | "designate") && tokens[start - 2].tag == Tag::Hyph
        {
            start -= 2;
            n.elect = true;
        }
        // Title before the name.
        let adjacent = start.checked_sub(1).and_then(|t| self.unit_at(t));
        let organ = |u: usize| {
            let role = self.units[u].role.map(|r| &self.gazetteer.roles.roles[usize::from(r)]);
            role.is_some_and(|r| r.makes == Makes::Organ)
        };
        // `Minister of State for the Armed Forces Ann Borg`
        let complement =
            if full && adjacent.is_none_or(organ) { self.title_with_complement(start, &name, head) } else { None };
        if let Some(u) = adjacent.filter(|u| self.units[*u].role.is_some() && complement.is_none()) {
            self.take_role(&mut n, u, true);
        } else if let Some(u) = complement.or_else(|| self.title_with_complement(start, &name, head)).filter(|_| full) {
            self.take_role(&mut n, u, true);
            n.tokens.end = name.end;
            if !name.contains(&tokens[self.units[u].head].head) {
                n.head = self.units[u].head;
            }
        } else {
            let phrase = self.left_of(start, head);
            let near = phrase.owners.first().copied().filter(|o| {
                let unit = &self.units[o.unit];
                let governor = tokens[unit.head].head;
                name.contains(&governor)
                    || (unit.tokens.end..start).contains(&governor) && name.contains(&tokens[governor].head)
            });
            if let Some(owner) = near {
                n.owner = Some(owner);
                n.former |= phrase.former;
                n.second = phrase.dual.then(|| phrase.owners[1].owner);
                n.tokens.start = phrase.start.min(n.tokens.start);
            }
        }
        // Apposition: `Sergey Lavrov, the Russian foreign minister` and `the Russian foreign minister, Sergey Lavrov`.
        if n.role.is_none() {
            let after = document.child_by(head, &[Dep::Appos]).filter(|a| *a >= name.end);
            let before =
                (tokens[head].dep == Dep::Appos && tokens[head].head < name.start).then_some(tokens[head].head);
            for other in after.into_iter().chain(before) {
                let Some(u) = self.unit_at(other).filter(|u| self.units[*u].role.is_some() && !self.used[*u]) else {
                    // `Elizabeth Tsurkov, a Russian-Israeli researcher`
                    if tokens[other].pos == Pos::Noun && n.owner.is_none() && self.unit_at(other).is_none() {
                        let phrase = self.left_of(other, other);
                        let by_adjective = |o: &&Belongs| {
                            matches!(self.units[o.unit].what, What::State(_, Naming::Adjective | Naming::Demonym))
                        };
                        n.owner = phrase.owners.first().filter(by_adjective).copied();
                        n.second = phrase.dual.then(|| phrase.owners[1].owner);
                        n.former |= phrase.former;
                    }
                    continue;
                };
                if other < name.start {
                    n.head = other;
                }
                self.take_role(&mut n, u, false);
                break;
            }
        }
        n
    }

    /// The role noun whose complement stands between it and the name, which the tree often makes part of the complement:
    /// `ambassador to Peru Carla Mendes`.
    fn title_with_complement(&self, start: usize, name: &Range<usize>, head: usize) -> Option<usize> {
        let tokens = &self.document.tokens;
        let lowest = start.saturating_sub(COMPLEMENT).max(self.document.sentence(head).tokens.start);
        let mut at = start;
        let preposition = loop {
            let before = at.checked_sub(1).filter(|t| *t >= lowest)?;
            if matches!(&*tokens[before].lower, "to" | "for" | "of" | "on") {
                break before;
            }
            if !matches!(tokens[before].pos, Pos::Propn | Pos::Noun | Pos::Adj | Pos::Det) {
                return None;
            }
            at = before;
        };
        let u = self.unit_at(preposition.checked_sub(1)?)?;
        let unit = &self.units[u];
        let role = &self.gazetteer.roles.roles[usize::from(unit.role?)];
        let titles = matches!(role.makes, Makes::Office | Makes::Official) && !self.used[u];
        // The complement is whole without the name: a known name, or a noun.
        let last = start - 1;
        let whole = last > preposition && (self.unit_at(last).is_some() || tokens[last].pos == Pos::Noun);
        let up = tokens[head].head;
        let subjects = tokens[unit.head].head == up
            && matches!(tokens[head].dep, Dep::Nsubj | Dep::Nsubjpass)
            && matches!(tokens[unit.head].dep, Dep::Nsubj | Dep::Nsubjpass);
        // `Prime Minister of Malta Ann Borg`: the tree hangs either on the other
        let above = name.contains(&tokens[unit.head].head);
        let hangs = (unit.tokens.start..start).contains(&up) || subjects || above;
        let ends = unit.tokens.end == preposition && unit.tokens.contains(&tokens[preposition].head);
        let singular = matches!(tokens[unit.head].tag, Tag::Nn | Tag::Nnp);
        (titles && whole && hangs && ends && singular && name.start == start).then_some(u)
    }

    fn take_role(&mut self, n: &mut Named, u: usize, title: bool) {
        let phrase: Phrase = self.phrase(u);
        let unit = self.units[u].clone();
        let Some(role) = unit.role else { return };
        let makes = self.gazetteer.roles.roles[usize::from(role)].makes;
        if title && makes == Makes::Organ && phrase.owners.is_empty() {
            return;
        }
        self.used[u] = true;
        n.role = Some(role);
        n.title = Some(self.text(unit.tokens.clone()).to_owned());
        n.owner = phrase.owners.first().copied();
        n.second = phrase.dual.then(|| phrase.owners[1].owner);
        n.former |= phrase.former;
        n.tokens.start = n.tokens.start.min(phrase.start);
        n.tokens.end = n.tokens.end.max(phrase.end);
        // Role nouns on the way belong to the title: `Foreign Ministry` in `Foreign Ministry spokesman`.
        for t in phrase.start..unit.tokens.start {
            if let Some(v) = self.unit_at(t)
                && self.units[v].what == What::Role
            {
                self.used[v] = true;
            }
        }
    }

    /// The state besides the first of a person of two.
    fn second_state(&self, n: &Named, actor: &Actor) -> Option<Arc<Actor>> {
        let second = self.gazetteer.owner(n.second.filter(|o| matches!(o, Owner::State(_)))?);
        (second.country != actor.country).then(|| Arc::clone(second))
    }

    /// A person introduced by the full name.
    fn person_actor(&self, n: &Named) -> (Actor, String) {
        if let Some(p) = n.gazetteer.filter(|p| !self.is_namesake(*p, n)) {
            let mut actor = self.gazetteer.person(p, self.day);
            self.act_for(&mut actor, n);
            if n.former {
                actor.office = None;
            } else if actor.office.is_none()
                && let (Some(title), Some(owner)) = (&n.title, n.owner)
                && self.gazetteer.owner(owner.owner).country == actor.country
            {
                actor.office = Some(title_case(title) + if n.elect { "-elect" } else { "" });
            }
            let standing = self.gazetteer.standing(p, self.day);
            let without = standing.is_some_and(|(term, _)| term.class == OfficeClass::None);
            let shipped = if without { "people.tsv" } else { "offices.tsv" };
            let table = self.gazetteer.source(self.text(n.name.clone()), shipped);
            return (actor, format!("{table}: name"));
        }
        let name = self.text(n.name.clone()).to_owned();
        self.unknown_person(n, name)
    }

    /// Whether the text gives the bearer of a name of `people.tsv` another state than the table.
    fn is_namesake(&self, p: u32, n: &Named) -> bool {
        let state = |o: Owner| self.gazetteer.owner(o).country.as_deref();
        let told = n.owner.and_then(|o| state(o.owner));
        let listed = self.gazetteer.standing(p, self.day).filter(|(term, _)| term.class == OfficeClass::None);
        told.is_some() && listed.is_some_and(|(term, _)| state(term.owner) != told)
    }

    /// Follows a title that gives a person of the tables, who holds no state's office on the day, an organisation or a
    /// group to act for: `NATO Secretary General Mark Rutte`.
    fn act_for(&self, actor: &mut Actor, n: &Named) {
        let Some(owner) = n.owner.filter(|_| n.role.is_some() && !n.former) else { return };
        let owner = self.gazetteer.owner(owner.owner);
        let in_state_office = actor.office.is_some() && actor.country.is_some();
        if owner.country.is_none() && owner.kind != ActorKind::State && !in_state_office {
            actor.country = None;
            actor.affiliation = Some(owner.id.clone());
            actor.code.clone_from(&owner.code);
        }
    }

    pub(super) fn unknown_person(&self, n: &Named, name: String) -> (Actor, String) {
        let owner = n.owner.map(|o| self.gazetteer.owner(o.owner));
        let country = owner.and_then(|o| o.country.clone());
        let role = n.role.map(|r| &self.gazetteer.roles.roles[usize::from(r)]);
        // An organisation without a state is acted for by its persons.
        let affiliation = owner.filter(|o| o.country.is_none() && !n.former).map(|o| o.id.clone());
        let suffix = match role {
            Some(role) if !n.former && !n.elect => &*role.suffix,
            Some(_) => "ELI",
            None => "",
        };
        let code = match (&country, owner) {
            (Some(c), _) => Some(format!("{c}{suffix}")),
            (None, Some(owner)) => owner.code.clone(),
            _ => None,
        };
        let slug = words::slug(&name);
        let id = match &country {
            Some(c) => format!("person/{c}-{slug}"),
            None => format!("person/{slug}"),
        };
        let office = n
            .title
            .as_ref()
            .filter(|_| !n.former && role.is_some_and(|r| matches!(r.makes, Makes::Office | Makes::Official)))
            .map(|t| title_case(t) + if n.elect { "-elect" } else { "" });
        let why = match owner {
            Some(owner) => format!("named in the text, {} of {}", role.map_or("national", |r| &*r.id), owner.name),
            None => "named in the text".to_owned(),
        };
        let actor =
            Actor { id, kind: ActorKind::Person, name, aliases: Vec::new(), country, code, office, affiliation };
        (actor, why)
    }
}

fn is_honorific(lower: &str) -> bool {
    matches!(
        lower,
        "mr" | "mr."
            | "mrs"
            | "mrs."
            | "ms"
            | "ms."
            | "dr"
            | "dr."
            | "sir"
            | "sheikh"
            | "lord"
            | "lady"
            | "dame"
            | "prof."
            | "ayatollah"
            | "rev."
            | "imam"
            | "mullah"
    )
}
