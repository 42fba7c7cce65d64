//! The gazetteer: states, persons in office, organisations and armed groups of `data/actors/`, found by name.

mod bodies;
pub(crate) mod load;
mod own;
pub mod roles;
pub mod table;
pub mod terms;
pub mod words;

use super::{Actor, ActorKind, Place};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::sync::Arc;

pub use roles::{Makes, NameOrder, Role};
pub use table::TableError;
pub use terms::{Day, OfficeClass, Term};

/// A state, territory, breakaway region or vanished state.
#[derive(Clone, Debug)]
pub struct State {
    /// The actor, `state/…`.
    pub actor: Arc<Actor>,
    /// As a place.
    pub place: Arc<Place>,
    /// The usual adjective: `Russian`.
    pub adjective: Option<Box<str>>,
    /// First and last day.
    pub exists: (Day, Day),
    /// Whether it has a code of its own.
    pub sovereign: bool,
}

/// An organisation or armed group.
#[derive(Clone, Debug)]
pub struct Body {
    /// The actor, `org/…` or `group/…`.
    pub actor: Arc<Actor>,
    /// What kind of body, as the tables have it: `un-organ`, `party`, `insurgent`.
    pub kind: Box<str>,
    /// Other countries where it is at home.
    pub countries: SmallVec<[Box<str>; 2]>,
    /// From when to when it governs a state, and itself as that state's.
    pub rules: SmallVec<[(Day, Day, Arc<Actor>); 1]>,
}

impl Body {
    /// The body on a day: one that then governs a state acts for it, as the Taliban do since 2021.
    pub fn on(&self, day: Option<Day>) -> &Arc<Actor> {
        let rules = |(from, to, _): &&(Day, Day, Arc<Actor>)| day.is_some_and(|d| *from <= d && d <= *to);
        self.rules.iter().find(rules).map_or(&self.actor, |(_, _, actor)| actor)
    }

    /// Whether its abbreviation is known to everyone: international organisations and states' own agencies.
    pub fn is_prominent(&self) -> bool {
        matches!(&*self.kind, "igo" | "bloc" | "alliance" | "un-organ" | "un-agency" | "bank" | "court")
    }

    /// Whether it is an organ of one state alone.
    pub fn is_of_one_state(&self) -> bool {
        self.countries.len() == 1 && matches!(&*self.kind, "agency" | "bank" | "court")
    }

    /// Whether ambassadors `of` it are those that states send to it: the United Nations and NATO, not the European Union.
    pub fn has_members_missions(&self) -> bool {
        matches!(&*self.kind, "igo" | "alliance" | "un-organ" | "un-agency")
    }

    /// Whether it reports rather than acts: newspapers, agencies, broadcasters.
    pub fn is_media(&self) -> bool {
        &*self.kind == "media"
    }
}

/// A person who held an office of the tables.
#[derive(Clone, Debug)]
pub struct Person {
    /// The id without `person/`.
    pub id: &'static str,
    /// Most usual form of the name.
    pub name: &'static str,
    /// Other spellings and names, a list separated by semicolons.
    pub alias_list: &'static str,
    /// Numbers of the terms of office.
    pub terms: SmallVec<[u32; 4]>,
}

impl Person {
    /// Other spellings and names, sorted.
    pub fn aliases(&self) -> Vec<String> {
        load::sorted(table::list(self.alias_list))
    }
}

/// Who has offices: a state or a body, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Owner {
    State(u32),
    Body(u32),
}

/// What a name may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Target {
    State(u32),
    Body(u32),
    Person(u32),
}

/// How a name stands for its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Naming {
    /// `Russia`, `Sergey Lavrov`, `World Health Organization`.
    Name,
    /// `Russian`.
    Adjective,
    /// `Moscow`.
    Capital,
    /// `Kremlin`.
    Metonym,
    /// `Russian` as a noun, one person.
    Demonym,
    /// `Russians`.
    Demonyms,
    /// `WHO`.
    Abbreviation,
}

impl Naming {
    /// For `why`.
    pub fn as_str(self) -> &'static str {
        match self {
            Naming::Name => "name",
            Naming::Adjective => "adjective",
            Naming::Capital => "capital",
            Naming::Metonym => "metonym",
            Naming::Demonym | Naming::Demonyms => "demonym",
            Naming::Abbreviation => "abbreviation",
        }
    }
}

/// How a name must be written in the text to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// Bit i: word i must begin with a capital.
    Capitals(u32),
    /// Letter by letter as in the table, full stops aside: `US`, `AfDB`. The hash is that of the letters as they are.
    Exact(u64),
}

/// One meaning of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What it stands for.
    pub target: Target,
    /// How.
    pub naming: Naming,
    /// When it counts.
    pub case: Case,
}

/// A name that means several things, of `ambiguous.tsv`.
#[derive(Clone, Debug)]
pub struct Ambiguity {
    /// Its meanings, the most usual first; none for something outside the tables.
    pub order: Vec<Option<Target>>,
    /// Hashes of words that speak for the meaning outside the tables.
    pub other: Vec<u64>,
}

/// Names and offices, loaded once and then only looked at.
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {
    pub(crate) states: Vec<State>,
    pub(crate) bodies: Vec<Body>,
    /// Bodies for which their seat, a capital, stands.
    seats: FxHashMap<Box<str>, u32>,
    pub(crate) persons: Vec<Person>,
    pub(crate) terms: Vec<Term<Owner>>,
    terms_of: FxHashMap<Owner, Vec<u32>>,
    /// For the hash of a name the place of its first reading in `readings`.
    names: FxHashMap<u64, u32>,
    /// Readings, each with the place of the next one of the same name, `u32::MAX` after the last.
    readings: Vec<(Reading, u32)>,
    /// For the hash of a first word how many words the longest name has that begins so.
    longest: FxHashMap<u64, u8>,
    short_names: FxHashMap<u64, SmallVec<[u32; 2]>>,
    /// By the hash of the id.
    by_id: FxHashMap<u64, Target>,
    pub(crate) roles: roles::Roles,
    pub(crate) ambiguities: FxHashMap<u64, Ambiguity>,
    family_order: FxHashMap<Box<str>, roles::NameOrder>,
    /// First halves of compound adjectives: `Sino` in `Sino-Indian`.
    combining: FxHashMap<u64, Target>,
    /// The user's file that gave a name or role noun, by the hash of its words.
    own: FxHashMap<u64, Arc<str>>,
    /// The user's file that is being read.
    own_file: Arc<str>,
}

impl Gazetteer {
    /// The readings of a name by its hash ([`words::join`]).
    pub fn readings(&self, hash: u64) -> impl Iterator<Item = &Reading> {
        let mut next = self.names.get(&hash).copied().unwrap_or(u32::MAX);
        std::iter::from_fn(move || {
            let (reading, after) = self.readings.get(next as usize)?;
            next = *after;
            Some(reading)
        })
    }

    /// How many words the longest name has whose first word has this hash; 0 where none begins so.
    pub fn longest(&self, first: u64) -> usize {
        self.longest.get(&first).map_or(0, |n| usize::from(*n))
    }

    /// Persons who are known by this short form of their name.
    pub fn by_short_name(&self, hash: u64) -> &[u32] {
        self.short_names.get(&hash).map_or(&[], |p| p)
    }

    /// The table that explains a name: a user's file, if it gives the name, else the shipped `table`.
    pub fn source<'a>(&'a self, name: &str, table: &'a str) -> &'a str {
        if self.own.is_empty() {
            return table;
        }
        self.own.get(&words::hash_name(name).0).map_or(table, |file| file)
    }

    /// The state that a first half of a compound adjective means: `Sino` in `Sino-Indian`.
    pub fn combining(&self, hash: u64) -> Option<Target> {
        self.combining.get(&hash).copied()
    }

    /// What an id such as `state/RUS` or `org/nato` stands for.
    pub fn by_id(&self, id: &str) -> Option<Target> {
        self.by_id.get(&load::exact(id)).copied()
    }

    /// The state, organisation or group that a target is; none for persons.
    pub fn actor(&self, target: Target) -> Option<&Arc<Actor>> {
        match target {
            Target::State(s) => Some(&self.states[s as usize].actor),
            Target::Body(b) => Some(&self.bodies[b as usize].actor),
            Target::Person(_) => None,
        }
    }

    /// The body for which a capital stands where its own state is not spoken of.
    pub(crate) fn body_at(&self, capital: &str) -> Option<u32> {
        self.seats.get(capital).copied()
    }

    /// The actor that has offices.
    pub fn owner(&self, owner: Owner) -> &Arc<Actor> {
        match owner {
            Owner::State(s) => &self.states[s as usize].actor,
            Owner::Body(b) => &self.bodies[b as usize].actor,
        }
    }

    /// The state with a code.
    pub fn state(&self, iso: &str) -> Option<&State> {
        match self.by_id(&format!("state/{iso}"))? {
            Target::State(s) => Some(&self.states[s as usize]),
            _ => None,
        }
    }

    /// The actors of all tables, for checks: states, then organisations and groups.
    pub fn actors(&self) -> impl Iterator<Item = &Arc<Actor>> {
        self.states.iter().map(|s| &s.actor).chain(self.bodies.iter().map(|b| &b.actor))
    }

    /// How many terms of office there are.
    pub fn term_count(&self) -> usize {
        self.terms.len()
    }

    /// The one person who holds an office that `wanted` accepts on `day`; none when nobody or more than one does.
    pub fn holder(&self, owner: Owner, day: Day, wanted: impl Fn(&Term<Owner>) -> bool) -> Option<&Term<Owner>> {
        let mut sure: SmallVec<[&Term<Owner>; 4]> = SmallVec::new();
        let mut maybe: SmallVec<[&Term<Owner>; 4]> = SmallVec::new();
        for term in self.terms_of.get(&owner)?.iter().map(|t| &self.terms[*t as usize]) {
            if term.may_hold(day) && wanted(term) {
                let list = if term.holds(day) { &mut sure } else { &mut maybe };
                list.push(term);
            }
        }
        let found = if sure.is_empty() { maybe } else { sure };
        let first = *found.first()?;
        found.iter().all(|t| t.person == first.person).then_some(first)
    }

    /// The term that says for whom a person acts on a day: one that holds then, else the last before it, else the
    /// first after it. Without a day the last.
    pub fn standing(&self, person: u32, day: Option<Day>) -> Option<(&Term<Owner>, bool)> {
        let terms = self.persons[person as usize].terms.iter().map(|t| &self.terms[*t as usize]);
        let Some(day) = day else {
            return terms.max_by_key(|t| t.from.0).map(|t| (t, t.to.1 == Day::LAST));
        };
        let holds = terms.clone().filter(|t| t.may_hold(day));
        // Of several offices at once the state's comes first, then the highest.
        if let Some(term) = holds.min_by_key(|t| (matches!(t.owner, Owner::Body(_)), t.class, !t.holds(day))) {
            return Some((term, true));
        }
        let before = terms.clone().filter(|t| t.to.1 < day).max_by_key(|t| t.to.1);
        before.or_else(|| terms.min_by_key(|t| t.from.0)).map(|t| (t, false))
    }

    /// The state that the id of a person names: `DEU` of `DEU-ursula-von-der-leyen`.
    fn home_of(&self, person: &Person) -> Option<&Arc<Actor>> {
        let (state, _) = person.id.split_once('-')?;
        match self.by_id(&format!("state/{state}"))? {
            Target::State(s) => Some(&self.states[s as usize].actor),
            _ => None,
        }
    }

    /// A person as an actor on a day: state, office and code as they are then.
    pub fn person(&self, person: u32, day: Option<Day>) -> Actor {
        let p = &self.persons[person as usize];
        let standing = self.standing(person, day);
        let in_office = standing.is_some_and(|(_, holds)| holds);
        let owner = standing.map(|(term, _)| self.owner(term.owner));
        // who has left an organisation of states, or is yet to come there, is at home again
        let at_home = |o: &&Arc<Actor>| o.kind == ActorKind::Igo && !in_office && day.is_some();
        let owner = owner.map(|o| self.home_of(p).filter(|_| at_home(&o)).unwrap_or(o));
        let country = owner.and_then(|o| o.country.clone());
        let affiliation = if country.is_none() { owner.map(|o| o.id.clone()) } else { None };
        let code = match (standing, owner) {
            (Some((term, _)), Some(owner)) => match term.owner {
                Owner::State(_) => {
                    let of_title = self.roles.suffix_of_title(term.title);
                    let suffix = match term.class {
                        OfficeClass::None => of_title.unwrap_or_default(),
                        _ if in_office => of_title.unwrap_or("GOV"),
                        _ => "ELI",
                    };
                    country.as_ref().map(|c| format!("{c}{suffix}"))
                }
                Owner::Body(_) if country.is_some() => owner.code.as_ref().map(|c| format!("{c}ELI")),
                Owner::Body(_) => owner.code.clone(),
            },
            _ => None,
        };
        let code = standing.and_then(|(term, _)| term.code).map(str::to_owned).or(code);
        Actor {
            id: format!("person/{}", p.id),
            kind: ActorKind::Person,
            name: p.name.to_string(),
            aliases: p.aliases(),
            country,
            code,
            office: standing
                .filter(|(term, holds)| *holds && term.class != OfficeClass::None)
                .map(|(term, _)| term.title.to_owned())
                .filter(|t| !t.is_empty()),
            affiliation,
        }
    }

    /// How persons of a country are called for short.
    pub fn name_order(&self, country: Option<&str>) -> roles::NameOrder {
        country.and_then(|c| self.family_order.get(c)).copied().unwrap_or_default()
    }
}
