//! Reading the shipped tables.

use super::roles::{NameOrder, Role};
use super::table::{self, TableError};
use super::terms::{Day, OfficeClass, Term};
use super::words::{self, Word};
use super::*;
use std::path::Path;

const SEATS: &str = include_str!("../../../data/actors/seats.tsv");
const STATES: &str = include_str!("../../../data/actors/states.tsv");
const OFFICES: &str = include_str!("../../../data/actors/offices.tsv");
const PEOPLE: &str = include_str!("../../../data/actors/people.tsv");
const ORGANIZATIONS: &str = include_str!("../../../data/actors/organizations.tsv");
const ARMED_GROUPS: &str = include_str!("../../../data/actors/armed_groups.tsv");
const ROLES: &str = include_str!("../../../data/actors/roles.tsv");
const AMBIGUOUS: &str = include_str!("../../../data/actors/ambiguous.tsv");
const COMBINING: &str = include_str!("../../../data/actors/combining.tsv");
const NAME_ORDER: &str = include_str!("../../../data/actors/name_order.tsv");

impl Gazetteer {
    /// The tables of `data/actors/`.
    ///
    /// # Panics
    /// Never: the tables are part of the program, and a test loads them.
    pub fn shipped() -> Self {
        Self::load_shipped().expect("the shipped tables are well formed")
    }

    fn load_shipped() -> Result<Self, TableError> {
        let mut g = Self::default();
        g.names.reserve(52_000);
        g.readings.reserve(52_000);
        g.short_names.reserve(16_000);
        g.by_id.reserve(16_000);
        g.add_roles(Path::new("data/actors/roles.tsv"), ROLES)?;
        g.add_name_order(Path::new("data/actors/name_order.tsv"), NAME_ORDER)?;
        g.add_states(Path::new("data/actors/states.tsv"), STATES)?;
        g.add_combining(Path::new("data/actors/combining.tsv"), COMBINING)?;
        g.add_organizations(Path::new("data/actors/organizations.tsv"), ORGANIZATIONS)?;
        g.add_seats(Path::new("data/actors/seats.tsv"), SEATS)?;
        g.add_armed_groups(Path::new("data/actors/armed_groups.tsv"), ARMED_GROUPS)?;
        g.add_offices(Path::new("data/actors/offices.tsv"), OFFICES)?;
        g.add_people(Path::new("data/actors/people.tsv"), PEOPLE)?;
        g.add_ambiguities(Path::new("data/actors/ambiguous.tsv"), AMBIGUOUS)?;
        Ok(g)
    }

    fn add_roles(&mut self, path: &Path, text: &str) -> Result<(), TableError> {
        for row in table::rows(text) {
            let [id, forms, suffix, makes, offices, anybody] = row.cells();
            let makes = Makes::parse(makes).ok_or_else(|| {
                TableError::line(
                    path,
                    row.line,
                    format!(
                        "`{makes}` in column `makes`: expected government, organ, office, official, people or fighters"
                    ),
                )
            })?;
            let role = Role {
                id: id.into(),
                suffix: suffix.into(),
                makes,
                offices: table::list(offices).map(Box::from).collect(),
                of_anybody: anybody == "yes",
            };
            self.roles.add(role, table::list(forms));
        }
        Ok(())
    }

    fn add_combining(&mut self, path: &Path, text: &str) -> Result<(), TableError> {
        for row in table::rows(text) {
            let [form, state] = row.cells();
            let target = self.by_id(&format!("state/{state}")).ok_or_else(|| {
                TableError::line(path, row.line, format!("`{state}` in column `state` is not in states.tsv"))
            })?;
            self.combining.insert(words::hash(form).unwrap_or_default(), target);
        }
        Ok(())
    }

    fn add_name_order(&mut self, path: &Path, text: &str) -> Result<(), TableError> {
        for row in table::rows(text) {
            let [country, order] = row.cells();
            let order = match order {
                "family-first" => NameOrder::FamilyFirst,
                "given" => NameOrder::GivenFirst,
                "given-last" => NameOrder::GivenLast,
                "last" => NameOrder::FamilyLast,
                _ => {
                    let what = format!("`{order}` in column `order`: expected family-first, given, given-last or last");
                    return Err(TableError::line(path, row.line, what));
                }
            };
            self.family_order.insert(country.into(), order);
        }
        Ok(())
    }

    fn add_states(&mut self, path: &Path, text: &str) -> Result<(), TableError> {
        for row in table::rows(text) {
            let [
                id,
                _iso2,
                part_of,
                name,
                aliases,
                adjectives,
                demonyms,
                demonyms_plural,
                capitals,
                metonyms,
                _cow,
                _gw,
                _wikidata,
                geonames,
                from,
                to,
                apart,
            ] = row.cells();
            let year = |cell: &str, empty: Day, last: bool| match Day::range(cell) {
                _ if cell.is_empty() => Ok(empty),
                Some((low, high)) => Ok(if last { high } else { low }),
                None => Err(TableError::line(path, row.line, format!("`{cell}` is no year"))),
            };
            let exists = (year(from, Day::FIRST, false)?, year(to, Day::LAST, true)?);
            let sovereign = id.len() == 3 && id.bytes().all(|b| b.is_ascii_uppercase());
            let country = if sovereign { id } else { part_of };
            let number = self.states.len() as u32;
            let actor = Actor {
                id: format!("state/{id}"),
                kind: ActorKind::State,
                name: name.to_owned(),
                aliases: sorted(table::list(aliases)),
                country: (!country.is_empty() && apart.is_empty()).then(|| country.to_owned()),
                code: (!country.is_empty()).then(|| country.to_owned()),
                office: None,
                affiliation: None,
            };
            let place = Place {
                id: format!("place/{}", if geonames.is_empty() { words::slug(name) } else { geonames.to_owned() }),
                name: name.to_owned(),
                country: (!country.is_empty()).then(|| country.to_owned()),
                lat: None,
                lon: None,
            };
            self.by_id.insert(exact(&actor.id), Target::State(number));
            self.states.push(State {
                actor: Arc::new(actor),
                place: Arc::new(place),
                adjective: table::list(adjectives).next().map(Box::from),
                exists,
                sovereign,
            });
            let target = Target::State(number);
            for (cell, naming) in [
                (name, Naming::Name),
                (aliases, Naming::Name),
                (adjectives, Naming::Adjective),
                (demonyms_plural, Naming::Demonyms),
                (demonyms, Naming::Demonym),
                (capitals, Naming::Capital),
                (metonyms, Naming::Metonym),
            ] {
                for name in table::list(cell) {
                    self.add_name(name, target, naming);
                }
            }
        }
        Ok(())
    }

    pub(super) fn add_offices(&mut self, path: &Path, text: &'static str) -> Result<(), TableError> {
        let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
        for row in table::rows(text) {
            let [owner, class, title, person, name, aliases, from, to] = row.cells();
            let wrong = |what: String| TableError::line(path, row.line, what);
            let owner = self.owner_named(owner).map_err(&wrong)?;
            let class = OfficeClass::parse(class)
                .ok_or_else(|| wrong(format!("`{class}` in column `office` is none of the classes")))?;
            let (from, to) = (day(from, Day::FIRST).map_err(&wrong)?, day(to, Day::LAST).map_err(&wrong)?);
            let number = *numbers.entry(person).or_insert_with(|| self.add_person(person, name, aliases));
            if self.persons[number as usize].terms.is_empty() {
                let order = self.name_order(self.owner(owner).country.as_deref());
                for name in std::iter::once(name).chain(table::list(aliases)) {
                    self.add_person_name(name, number, order);
                }
            }
            let term = self.terms.len() as u32;
            self.persons[number as usize].terms.push(term);
            self.terms_of.entry(owner).or_default().push(term);
            self.terms.push(Term { owner, class, title, code: None, person: number, from, to });
        }
        Ok(())
    }

    /// Persons without an office, by their full names alone.
    fn add_people(&mut self, path: &Path, text: &'static str) -> Result<(), TableError> {
        let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
        for row in table::rows(text) {
            let [owner, title, person, name, aliases, from, to] = row.cells();
            let wrong = |what: String| TableError::line(path, row.line, what);
            let owner = self.owner_named(owner).map_err(&wrong)?;
            let (from, to) = (day(from, Day::FIRST).map_err(&wrong)?, day(to, Day::LAST).map_err(&wrong)?);
            let term = self.terms.len() as u32;
            let number = *numbers.entry(person).or_insert_with(|| self.add_person(person, name, aliases));
            if self.persons[number as usize].terms.is_empty() {
                for name in std::iter::once(name).chain(table::list(aliases)) {
                    self.add_name(name, Target::Person(number), Naming::Name);
                }
            }
            self.persons[number as usize].terms.push(term);
            self.terms.push(Term { owner, class: OfficeClass::None, title, code: None, person: number, from, to });
        }
        Ok(())
    }

    /// A new person without terms yet, by number.
    fn add_person(&mut self, id: &'static str, name: &'static str, aliases: &'static str) -> u32 {
        let number = self.persons.len() as u32;
        self.by_id.insert(exact_of(["person/", id]), Target::Person(number));
        self.persons.push(Person { id, name, alias_list: aliases, terms: SmallVec::new() });
        number
    }

    /// The state, organisation or group of that id, states without `state/`; else what is wrong.
    fn owner_named(&self, owner: &str) -> Result<Owner, String> {
        let id = if owner.contains('/') { exact(owner) } else { exact_of(["state/", owner]) };
        match self.by_id.get(&id) {
            Some(Target::State(s)) => Ok(Owner::State(*s)),
            Some(Target::Body(b)) => Ok(Owner::Body(*b)),
            _ => Err(format!("`{owner}` in column `owner` is in none of the tables")),
        }
    }

    fn add_ambiguities(&mut self, path: &Path, text: &str) -> Result<(), TableError> {
        for row in table::rows(text) {
            let [name, order, other] = row.cells();
            let target = |id: &str| match id {
                "-" => Ok(None),
                _ => self.by_id(id).map(Some).ok_or_else(|| {
                    TableError::line(path, row.line, format!("`{id}` in column `order` is in none of the tables"))
                }),
            };
            let ambiguity = Ambiguity {
                order: table::list(order).map(target).collect::<Result<_, _>>()?,
                other: table::list(other).filter_map(words::hash).collect(),
            };
            self.ambiguities.insert(words::hash_name(name).0, ambiguity);
        }
        Ok(())
    }

    pub(super) fn add_person_name(&mut self, name: &str, person: u32, order: NameOrder) {
        let mut all: SmallVec<[Word; 8]> = SmallVec::new();
        words::words(name, |w| all.push(w));
        if all.len() > 1 {
            self.add_name(name, Target::Person(person), Naming::Name);
        }
        for short in short_forms(name, order) {
            let (hash, _) = words::hash_name(short);
            let persons = self.short_names.entry(hash).or_default();
            if !persons.contains(&person) {
                persons.push(person);
            }
        }
    }

    /// Adds a meaning of a name behind those that it has, unless it has it.
    fn add_reading(&mut self, hash: u64, reading: Reading) {
        let new = self.readings.len() as u32;
        match self.names.entry(hash) {
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(new);
            }
            std::collections::hash_map::Entry::Occupied(entry) => {
                let mut at = *entry.get();
                loop {
                    let (other, next) = &mut self.readings[at as usize];
                    if *other == reading {
                        return;
                    }
                    if *next == u32::MAX {
                        *next = new;
                        break;
                    }
                    at = *next;
                }
            }
        }
        self.readings.push((reading, u32::MAX));
    }

    pub(super) fn add_name(&mut self, name: &str, target: Target, naming: Naming) {
        let (mut hash, mut n, mut first, mut capitals) = (0, 0usize, 0, 0u32);
        words::words(name, |w| {
            if n == 0 {
                first = w.hash;
            }
            if w.capital && n < 32 {
                capitals |= 1 << n;
            }
            hash = words::join(hash, w.hash);
            n += 1;
        });
        if n == 0 {
            return;
        }
        // Articles and particles may be small in the text.
        for (i, word) in name.split([' ', '-']).enumerate().take(32) {
            if matches!(word, "Al" | "El" | "The" | "De" | "Al'") && n > 1 {
                capitals &= !(1 << i);
            }
        }
        let upper = name.chars().filter(|c| c.is_uppercase()).count();
        let case = if n == 1 && upper > 1 { Case::Exact(exact(name)) } else { Case::Capitals(capitals) };
        self.add_reading(hash, Reading { target, naming, case });
        let longest = self.longest.entry(first).or_insert(0);
        *longest = (*longest).max(n.min(255) as u8);
    }
}

/// Hash of the letters of a word as they are written, full stops and apostrophes aside.
pub(crate) fn exact(word: &str) -> u64 {
    exact_of([word])
}

/// The days that a cell with a date stands for, `empty` where it is empty; else what is wrong.
fn day(cell: &str, empty: Day) -> Result<(Day, Day), String> {
    match Day::range(cell) {
        _ if cell.is_empty() => Ok((empty, empty)),
        Some(range) => Ok(range),
        None => Err(format!("`{cell}` is no date of the form YYYY, YYYY-MM or YYYY-MM-DD")),
    }
}

/// The same for a word in parts.
pub(super) fn exact_of<const N: usize>(parts: [&str; N]) -> u64 {
    parts
        .iter()
        .flat_map(|part| part.chars())
        .filter(|c| !matches!(c, '.' | '\'' | '’'))
        .fold(0xcbf2_9ce4_8422_2325, |h: u64, c| (h ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3))
}

/// The forms under which a person of this name is spoken of once known: `Lavrov`; `von der Leyen`; `Assad` and
/// `al-Assad`; `Kim`.
pub fn short_forms(name: &str, order: NameOrder) -> SmallVec<[&str; 3]> {
    let mut out = SmallVec::new();
    let name = name.trim_end_matches([',', ' ']);
    let name = [" Jr.", " Jr", " Sr.", ","].iter().fold(name, |n, s| n.strip_suffix(s).unwrap_or(n));
    // `Mohammed VI` is King Mohammed
    let name = match name.rsplit_once(' ') {
        Some((rest, number)) if number.len() > 1 && number.bytes().all(|b| matches!(b, b'I' | b'V' | b'X')) => rest,
        _ => name,
    };
    let Some(last) = name.rfind(' ') else {
        out.push(name);
        return out;
    };
    let first = name.find(' ').unwrap_or(last);
    match order {
        NameOrder::FamilyFirst => out.push(&name[..first]),
        NameOrder::GivenFirst => {
            out.push(&name[..first]);
            out.push(&name[last + 1..]);
        }
        NameOrder::GivenLast => {
            out.push(&name[last + 1..]);
            out.push(&name[..first]);
        }
        NameOrder::FamilyLast => {
            let family = &name[last + 1..];
            if let Some(rest) = ["al-", "Al-", "el-", "El-", "Al ", "al "].iter().find_map(|p| family.strip_prefix(p)) {
                out.push(rest);
            }
            out.push(family);
            // Particles belong to the family name.
            let mut start = last;
            while let Some(before) = name[..start].rfind(' ') {
                if is_particle(&name[before + 1..start]) {
                    start = before;
                } else {
                    break;
                }
            }
            if start < last {
                out.push(&name[start + 1..]);
            }
        }
    }
    out
}

fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "de" | "De"
            | "da"
            | "dos"
            | "do"
            | "di"
            | "Di"
            | "del"
            | "Del"
            | "della"
            | "la"
            | "La"
            | "van"
            | "Van"
            | "von"
            | "der"
            | "den"
            | "zu"
            | "bin"
            | "Bin"
            | "ben"
            | "Ben"
            | "ibn"
            | "al"
            | "Al"
            | "el"
            | "El"
            | "ul"
            | "ud"
            | "abu"
            | "Abu"
            | "Ould"
            | "ould"
            | "le"
            | "Le"
            | "ter"
            | "du"
            | "Ter"
            | "St."
            | "Saint"
            | "Lopez"
            | "López"
    )
}

pub(super) fn sorted<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut out: Vec<String> = names.map(str::to_owned).collect();
    out.sort();
    out.dedup();
    out
}
