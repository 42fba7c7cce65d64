//! Role nouns and the state, organisation or group that they belong to.

use super::senses::{Unit, What};
use super::ties::Tie;
use super::{Linker, table_of};
use crate::actors::gazetteer::{Day, Gazetteer, Makes, Naming, OfficeClass, Owner, Role, Target, Term, words};
use crate::actors::{Actor, ActorKind, Form};
use crate::clauses::words::is_abroad as of_another;
use crate::language::labels::{Dep, Pos, Tag};
use smallvec::SmallVec;
use std::ops::Range;
use std::sync::Arc;

/// To whom a role noun belongs, with the unit that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Belongs {
    /// The state or body.
    pub owner: Owner,
    /// The unit in the text.
    pub unit: usize,
}

/// A role noun with what stands around it.
pub struct Phrase {
    /// First token of the phrase, with article and modifiers.
    pub start: usize,
    /// One past the last token, with `of …`.
    pub end: usize,
    /// To whom it belongs; several for `US and South Korean officials`.
    pub owners: SmallVec<[Belongs; 2]>,
    /// Whether `former`, `ex-` or the like stands before it.
    pub former: bool,
    /// Whether a hyphen joins the owners: `Russian-Israeli`.
    pub dual: bool,
}

impl Linker<'_> {
    /// The state or body that a unit stands for as an owner.
    pub(super) fn owner_of(&self, unit: &Unit) -> Option<Owner> {
        match unit.what {
            What::State(s, _) => Some(Owner::State(s)),
            What::Body(b, _) => Some(Owner::Body(b)),
            What::Person(p) => self.gazetteer.standing(p, self.day).map(|(term, _)| term.owner),
            What::Role => None,
        }
    }

    /// Walks left from `start` over the modifiers of a noun and collects the states and bodies among them.
    pub(super) fn left_of(&self, start: usize, noun: usize) -> Phrase {
        let tokens = &self.document.tokens;
        let sentence = self.document.sentence(noun).tokens.start;
        let mut phrase = Phrase { start, end: noun + 1, owners: SmallVec::new(), former: false, dual: false };
        let mut at = start;
        let mut skipped = 0;
        while at > sentence {
            let before = at - 1;
            if let Some(u) = self.unit_at(before) {
                let unit = &self.units[u];
                // `Iran-backed`, `pro-Russian`: not whose it is.
                if self.tie(u) != Tie::Free && phrase.owners.is_empty() {
                    at = unit.tokens.start;
                    phrase.start = at;
                    continue;
                }
                match self.owner_of(unit) {
                    Some(Owner::State(s)) if self.sent_to(&phrase, at, noun) => {
                        phrase.owners = SmallVec::from_elem(Belongs { owner: Owner::State(s), unit: u }, 1);
                        at = unit.tokens.start;
                        phrase.start = at;
                        continue;
                    }
                    Some(owner) if phrase.owners.is_empty() || self.coordinated(unit, at, noun) => {
                        phrase.dual |= !phrase.owners.is_empty() && self.hyphened(unit);
                        phrase.owners.push(Belongs { owner, unit: u });
                        for v in (0..u).rev().take_while(|v| self.units[*v].tokens == unit.tokens) {
                            if let Some(owner) = self.owner_of(&self.units[v]) {
                                phrase.owners.push(Belongs { owner, unit: v });
                                phrase.dual = true;
                            }
                        }
                    }
                    Some(_) => break,
                    // A role noun before this one: `Supreme Court judge`.
                    None if phrase.owners.is_empty() => {}
                    None => break,
                }
                at = unit.tokens.start;
                phrase.start = at;
                continue;
            }
            let token = &tokens[before];
            match token.tag {
                Tag::Dt | Tag::Pdt => {
                    phrase.start = before;
                    break;
                }
                Tag::Pos => at = before,
                Tag::Cc | Tag::Comma | Tag::Hyph
                    if !phrase.owners.is_empty() && before > sentence && self.unit_at(before - 1).is_some() =>
                {
                    let unit = &self.units[self.unit_at(before - 1).expect("just seen")];
                    if self.owner_of(unit).is_some() && self.coordinated(unit, before, noun) {
                        at = before;
                    } else {
                        break;
                    }
                }
                Tag::Jj
                | Tag::Jjr
                | Tag::Jjs
                | Tag::Nn
                | Tag::Nns
                | Tag::Nnp
                | Tag::Nnps
                | Tag::Cd
                | Tag::Vbn
                | Tag::Vbg
                | Tag::Hyph
                | Tag::Afx
                    if phrase.owners.is_empty() && skipped < 4 =>
                {
                    skipped += 1;
                    phrase.former |= matches!(
                        &*token.lower,
                        "former" | "ex" | "ousted" | "deposed" | "late" | "then" | "outgoing-former"
                    );
                    at = before;
                    phrase.start = at;
                }
                Tag::Jj | Tag::Hyph | Tag::Rb | Tag::Nn
                    if matches!(&*token.lower, "former" | "ex" | "-" | "then" | "late") =>
                {
                    phrase.former |= &*token.lower != "-";
                    at = before;
                    phrase.start = at;
                }
                _ => break,
            }
        }
        phrase
    }

    /// Whether a modifier further left belongs to the same noun: `US and South Korean officials`.
    fn coordinated(&self, unit: &Unit, right: usize, noun: usize) -> bool {
        let tokens = &self.document.tokens;
        let head = tokens[unit.head].head;
        if self.hyphened(unit) {
            return true;
        }
        let joined = tokens[unit.tokens.end..right.max(unit.tokens.end) + 1]
            .iter()
            .any(|t| t.tag == Tag::Cc || t.tag == Tag::Comma);
        joined
            && (head == noun || tokens[unit.head].dep == Dep::Conj || self.unit_at(head).is_some())
            && matches!(unit.what, What::State(_, n) if n != Naming::Capital)
            || joined && matches!(unit.what, What::Body(..)) && head == noun
    }

    /// Whether a role noun means someone whom a state sends to the organisation named before it, and that state may
    /// stand further left: `the Russian UN envoy`, `Ukraine's NATO mission`.
    fn sent_to(&self, phrase: &Phrase, at: usize, noun: usize) -> bool {
        let sent = |u: usize| {
            let role = self.units[u].role.map(|r| &self.gazetteer.roles.roles[usize::from(r)]);
            role.is_some_and(|r| r.is_sent())
        };
        let [Belongs { owner: Owner::Body(b), unit }] = phrase.owners.as_slice() else { return false };
        let adjacent = (self.units[*unit].tokens.start..at).is_empty()
            || self.document.tokens[at..self.units[*unit].tokens.start].iter().all(|t| t.tag == Tag::Pos);
        adjacent
            && self.gazetteer.bodies[*b as usize].actor.kind == ActorKind::Igo
            && self.unit_at(noun).is_some_and(sent)
    }

    /// Adds what follows a role noun: `of Chad`, `in Seoul`, `from Iran`.
    fn right_of(&self, phrase: &mut Phrase, unit: &Unit, role: &Role) {
        let document = self.document;
        let tokens = &document.tokens;
        let place_too = matches!(role.makes, Makes::Organ | Makes::Official | Makes::People | Makes::Fighters);
        let prepositions = unit.tokens.clone().flat_map(|t| document.children_by(t, &[Dep::Prep]));
        let adjacent =
            (unit.tokens.end < tokens.len() && tokens[unit.tokens.end].tag == Tag::In).then_some(unit.tokens.end);
        let mut seen = SmallVec::<[usize; 4]>::new();
        for prep in prepositions.chain(adjacent) {
            if seen.contains(&prep) || prep < unit.tokens.end || !phrase.owners.is_empty() {
                continue;
            }
            // `the Free Party and Ana Silva of the Green Party`
            if tokens[unit.tokens.end..prep].iter().any(|t| t.tag == Tag::Cc) {
                continue;
            }
            seen.push(prep);
            let word = &*tokens[prep].lower;
            let of = word == "of" || word == "for" && role.makes == Makes::Office;
            let Some(object) = document.child_by(prep, &[Dep::Pobj]) else { continue };
            // `the prosecutor at the Court`
            let of = of || word == "at" && self.unit_at(object).is_some_and(|u| self.is_of_states(u));
            // `Western embassies in Lima` are not Peru's
            let abroad = word == "in" && tokens[unit.tokens.clone()].iter().any(|t| of_another(&t.lemma));
            if !(of || place_too && !abroad && matches!(word, "in" | "from")) {
                continue;
            }
            // `prime minister of Malta Ann Borg`, where the tree hangs the name behind the state
            let next = self.unit_of.get(prep + 1).copied().flatten().map(|u| self.units[u as usize].head);
            let object = if self.unit_at(object).is_none() { next.unwrap_or(object) } else { object };
            // of `Chad, Mali, and Niger` the tree hangs some on others as appositions
            let mut series = vec![object];
            let mut next = 0;
            while next < series.len() {
                let object = series[next];
                next += 1;
                let Some(u) = self.unit_at(object).filter(|u| self.units[*u].head == object) else { continue };
                let other = &self.units[u];
                let Some(owner) = self.owner_of(other) else { break };
                // A body does not become a place by `in`.
                if !of && !matches!(other.what, What::State(_, Naming::Name | Naming::Capital)) {
                    break;
                }
                phrase.owners.push(Belongs { owner, unit: u });
                phrase.end = phrase.end.max(other.tokens.end);
                let state = matches!(other.what, What::State(..));
                let listed = |c: &usize| tokens[*c].dep == Dep::Conj || state && self.is_state(*c);
                series.extend(document.children_by(object, &[Dep::Conj, Dep::Appos]).filter(listed).take(64));
            }
        }
    }

    /// Whether a unit names an organisation of states or an organ of one.
    fn is_of_states(&self, u: usize) -> bool {
        matches!(self.units[u].what, What::Body(b, _) if self.gazetteer.bodies[b as usize].actor.kind == ActorKind::Igo)
    }

    fn is_state(&self, token: usize) -> bool {
        self.unit_at(token).is_some_and(|u| matches!(self.units[u].what, What::State(_, Naming::Name)))
    }

    /// The phrase around a role noun.
    pub(super) fn phrase(&self, u: usize) -> Phrase {
        let unit = &self.units[u];
        let mut phrase = self.left_of(unit.tokens.start, unit.tokens.end - 1);
        if let Some(role) = unit.role {
            phrase.end = phrase.end.max(unit.tokens.end);
            let role = &self.gazetteer.roles.roles[usize::from(role)];
            self.right_of(&mut phrase, unit, role);
            // An ambassador to the United Nations is some state's.
            if role.is_of_states() {
                phrase.owners.retain(|o| match o.owner {
                    Owner::Body(b) => !self.gazetteer.bodies[b as usize].has_members_missions(),
                    Owner::State(_) => true,
                });
            }
        }
        phrase
    }

    pub(super) fn make(&self, role: &Role, owner: Owner, one: bool, former: bool) -> (Arc<Actor>, String) {
        make(self.gazetteer, self.day, role, owner, one, former)
    }

    /// The people of a state.
    pub(super) fn people_of(&self, s: u32, naming: Naming) -> Arc<Actor> {
        let state = &self.gazetteer.states[s as usize];
        let _ = naming;
        let id = state.actor.id.strip_prefix("state/").unwrap_or_default();
        Arc::new(Actor {
            id: format!("group/{id}-people"),
            kind: ActorKind::Group,
            name: format!("{} people", state.adjective.as_deref().unwrap_or(&state.actor.name)),
            aliases: Vec::new(),
            country: state.actor.country.clone(),
            code: state.actor.country.as_ref().map(|c| format!("{c}CVL")),
            office: None,
            affiliation: state.actor.country.is_none().then(|| state.actor.id.clone()),
        })
    }

    /// Mentions by role nouns that are not part of a person's name.
    pub(super) fn role_nouns(&mut self) {
        for u in 0..self.units.len() {
            let unit = self.units[u].clone();
            let Some(r) = unit.role.filter(|_| !self.used[u]) else { continue };
            if !self.is_noun(&unit) {
                continue;
            }
            let role = self.gazetteer.roles.roles[usize::from(r)].clone();
            // A role noun that modifies the next one is part of it: `court` in `court officials`.
            if let Some(next) = self.unit_of.get(unit.tokens.end).copied().flatten().map(|n| n as usize)
                && self.units[next].role.is_some()
                && unit.what == What::Role
                && self.document.tokens[unit.head].dep == Dep::Compound
            {
                self.used[u] = true;
                continue;
            }
            let phrase = self.phrase(u);
            // A name of the tables that is a role noun too: the name, unless the text gives another state.
            if let What::Body(b, _) = unit.what {
                let body = &self.gazetteer.bodies[b as usize].actor;
                let other = phrase.owners.iter().any(|o| self.gazetteer.owner(o.owner).country != body.country);
                if !other {
                    continue;
                }
            } else if unit.what != What::Role {
                continue;
            }
            self.used[u] = true;
            let plural = matches!(self.document.tokens[unit.head].tag, Tag::Nns | Tag::Nnps);
            let mut owners: SmallVec<[Owner; 2]> = phrase.owners.iter().map(|o| o.owner).collect();
            if owners.is_empty() && matches!(role.makes, Makes::Government | Makes::Organ | Makes::Official) {
                owners.extend(self.person_before(phrase.start..unit.tokens.start, unit.head));
            }
            let one = !plural && owners.len() <= 1;
            let mut actors: SmallVec<[Arc<Actor>; 1]> = SmallVec::new();
            let mut why = String::from("roles.tsv: the text names no state or organisation");
            let mut tokens = phrase.start.min(unit.tokens.start)..phrase.end;
            let own_name = if one && role.makes == Makes::Organ { self.full_name(&unit, &mut tokens) } else { None };
            for owner in owners {
                let (mut actor, reason) = self.make(&role, owner, one, phrase.former);
                // `Ministry of Water Resources` is not every ministry.
                if let Some(name) = own_name.as_ref().filter(|_| actor.id.ends_with(&*role.id)) {
                    let state = actor.id.trim_end_matches(&*role.id).to_owned();
                    let actor = Arc::make_mut(&mut actor);
                    actor.id = format!("{state}{}", words::slug(name));
                    actor.name.clone_from(name);
                }
                if !actors.contains(&actor) {
                    actors.push(actor);
                }
                why = reason;
            }
            self.mention(tokens, unit.head, Form::Nominal, actors, None, why);
        }
    }

    /// The state or organisation of the person named before a noun: `the Trump administration`, `Netanyahu's government`.
    fn person_before(&self, before: Range<usize>, noun: usize) -> Option<Owner> {
        let tokens = &self.document.tokens;
        let heads = before
            .filter(|t| matches!(tokens[*t].dep, Dep::Compound | Dep::Poss | Dep::Nmod) && tokens[*t].head == noun);
        let persons = heads
            .filter_map(|t| self.heads.get(&t))
            .flatten()
            .filter(|m| self.mentions[**m as usize].actors.first().is_some_and(|a| a.kind == ActorKind::Person));
        let person = &self.mentions[*persons.min()? as usize];
        let actor = &person.actors[0];
        let id = match (&actor.country, &actor.affiliation) {
            (Some(country), _) => format!("state/{country}"),
            (None, Some(body)) => body.clone(),
            (None, None) => return None,
        };
        match self.gazetteer.by_id(&id)? {
            Target::State(s) => Some(Owner::State(s)),
            Target::Body(b) => Some(Owner::Body(b)),
            Target::Person(_) => None,
        }
    }

    /// The name of an organ that goes on behind its role noun, `Ministry of Water Resources`; the phrase then holds it all.
    fn full_name(&self, unit: &Unit, phrase: &mut Range<usize>) -> Option<String> {
        let document = self.document;
        let preposition = document.tokens.get(unit.tokens.end).filter(|t| matches!(&*t.lower, "of" | "for"))?;
        let entity = document.entity_at(unit.head)?;
        let inside = entity.tokens.end > unit.tokens.end + 1 && entity.tokens.end >= phrase.end;
        if !inside || preposition.head != unit.head || self.unit_at(entity.tokens.end - 1).is_some() {
            return None;
        }
        phrase.end = entity.tokens.end;
        Some(self.text(unit.tokens.start..entity.tokens.end).to_owned())
    }

    fn is_noun(&self, unit: &Unit) -> bool {
        matches!(self.document.tokens[unit.tokens.end - 1].pos, Pos::Noun | Pos::Propn)
    }
}

/// The actor that a role noun makes of an owner, with the reason: `one` person or several, who holds the office or
/// held it.
pub(crate) fn make(
    gazetteer: &Gazetteer,
    day: Option<Day>,
    role: &Role,
    owner: Owner,
    one: bool,
    former: bool,
) -> (Arc<Actor>, String) {
    let actor = gazetteer.owner(owner);
    if role.makes == Makes::Office
        && one
        && !former
        && let Some(term) = day.and_then(|day| gazetteer.holder(owner, day, |t| holds_office(role, t)))
    {
        let person = gazetteer.person(term.person, day);
        let table = gazetteer.source(&person.name, "offices.tsv");
        let why = format!("{table}: {} of {}", term.title, actor.name);
        return (Arc::new(person), why);
    }
    let state = match owner {
        Owner::Body(_) => None,
        Owner::State(s) => Some(&gazetteer.states[s as usize]),
    };
    let (Some(state), Some(country)) = (state, actor.country.as_deref()) else {
        let actor = match owner {
            Owner::Body(b) => gazetteer.bodies[b as usize].on(day),
            Owner::State(_) => actor,
        };
        let table = gazetteer.source(&actor.name, table_of(&actor.id));
        return (Arc::clone(actor), format!("{table}: {} of {}", role.id, actor.name));
    };
    if role.makes == Makes::Government {
        let table = gazetteer.source(&role.id, "roles.tsv");
        return (Arc::clone(actor), format!("{table}: government of {}", state.actor.name));
    }
    let adjective = state.adjective.as_deref().unwrap_or(&state.actor.name);
    let what = role.id.replace('-', " ");
    let name = format!("{adjective} {what}");
    let why = format!("{}: {} of {}", gazetteer.source(&role.id, "roles.tsv"), role.id, state.actor.name);
    // An organ that has a name of its own: `Israeli parliament` is the Knesset.
    if role.makes == Makes::Organ {
        let (hash, _) = words::hash_name(&name);
        let own = gazetteer.readings(hash).find_map(|r| match r.target {
            Target::Body(b) => Some(&gazetteer.bodies[b as usize].actor),
            _ => None,
        });
        if let Some(own) = own.filter(|own| own.country == actor.country) {
            return (Arc::clone(own), format!("organizations.tsv: {name}"));
        }
    }
    let (kind, prefix) = match role.makes {
        Makes::Organ => (ActorKind::Organization, "org"),
        Makes::Office => (ActorKind::Person, "person"),
        Makes::Fighters => (ActorKind::ArmedGroup, "group"),
        Makes::Official | Makes::People | Makes::Government => (ActorKind::Group, "group"),
    };
    let code = if former { format!("{country}ELI") } else { format!("{country}{}", role.suffix) };
    let office = (role.makes == Makes::Office && !former).then(|| title_case(&what));
    let state_id = actor.id.strip_prefix("state/").unwrap_or(country);
    let former = if former { "former-" } else { "" };
    let made = Actor {
        id: format!("{prefix}/{state_id}-{former}{}", role.id),
        kind,
        name: if former.is_empty() { name } else { format!("former {name}") },
        aliases: Vec::new(),
        country: Some(country.to_owned()),
        code: Some(code),
        office,
        affiliation: None,
    };
    (Arc::new(made), why)
}

/// Whether an office of the tables is the one that a role noun means.
pub fn holds_office(role: &Role, term: &Term<Owner>) -> bool {
    role.offices.iter().any(|office| match office.strip_prefix('@') {
        Some("head-of-government") => term.class == OfficeClass::HeadOfGovernment,
        Some("foreign-minister") => term.class == OfficeClass::ForeignMinister,
        Some("defence-minister") => term.class == OfficeClass::DefenceMinister,
        Some(_) => false,
        None => words::fold(term.plain_title()).replace('-', " ") == words::fold(office).replace('-', " "),
    })
}

/// `foreign minister` as an office: `Foreign Minister`.
pub fn title_case(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, word) in text.split_whitespace().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let small = i > 0 && matches!(word, "of" | "for" | "the" | "and" | "in" | "to");
        let mut chars = word.chars();
        match chars.next() {
            Some(first) if !small => out.extend(first.to_uppercase().chain(chars)),
            _ => out.push_str(word),
        }
    }
    out
}
