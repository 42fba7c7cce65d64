//! A user's own actors: a table of ours, or the dictionaries of TABARI, PETRARCH and Phoenix.
//!
//! What a file is, its content says: a table begins with the header line `id`, `kind`, `name` and so on; everything else is
//! read as a dictionary of actors or agents. The formats are described in `data/actors/README.md`.

mod dictionary;
mod list;

use super::terms::{OfficeClass, Term};
use super::{Body, Gazetteer, Naming, Owner, Person, TableError, Target, load, words};
use crate::actors::{Actor, ActorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Gazetteer {
    /// The shipped tables and a user's files on top of them, in this order. What the files say of a name comes before
    /// what the shipped tables say of it.
    ///
    /// # Errors
    /// When a file cannot be read or a line of it does not say what it should; the error names file and line.
    pub fn with_files(paths: &[PathBuf]) -> Result<Self, TableError> {
        let mut gazetteer = Self::shipped();
        for path in paths {
            let text =
                std::fs::read_to_string(path).map_err(|source| TableError::Read { path: path.clone(), source })?;
            gazetteer.add_file(path, text)?;
        }
        Ok(gazetteer)
    }

    /// Adds the actors of one file with this content.
    ///
    /// # Errors
    /// As for [`Gazetteer::with_files`].
    pub fn add_file(&mut self, path: &Path, text: String) -> Result<(), TableError> {
        // The tables live as long as the program; names point into their texts.
        let text: &'static str = text.leak();
        self.own_file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into();
        let text = text.trim_start_matches('\u{feff}');
        let mut lines = text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty());
        if lines.next().is_some_and(|l| l.starts_with("id\t") || l.trim() == "id") {
            self.add_list(path, text)
        } else {
            self.add_dictionary(path, text)
        }
    }

    /// Names a target before all meanings that the name has.
    fn add_own_name(&mut self, name: &str, target: Target, naming: Naming) {
        let (hash, _) = words::hash_name(name);
        let before = self.names.remove(&hash);
        self.own.insert(hash, Arc::clone(&self.own_file));
        // Hints about several meanings are about the shipped ones.
        self.ambiguities.remove(&hash);
        self.add_name(name, target, naming);
        if let (Some(before), Some(new)) = (before, self.names.get(&hash)) {
            self.readings[*new as usize].1 = before;
        }
    }

    /// A body with this id, made if it is new.
    fn own_body(&mut self, id: &str, kind: ActorKind, name: &str, country: &str, code: &str) -> u32 {
        if let Some(Target::Body(b)) = self.by_id(id) {
            return b;
        }
        let number = self.bodies.len() as u32;
        let acts_for_state = !matches!(kind, ActorKind::Igo | ActorKind::ArmedGroup) && !country.is_empty();
        self.bodies.push(Body {
            actor: Arc::new(Actor {
                id: id.to_owned(),
                kind,
                name: name.to_owned(),
                aliases: Vec::new(),
                country: acts_for_state.then(|| country.to_owned()),
                code: (!code.is_empty()).then(|| code.to_owned()),
                office: None,
                affiliation: None,
            }),
            kind: "own".into(),
            countries: (!country.is_empty()).then(|| country.into()).into_iter().collect(),
            rules: Default::default(),
        });
        self.by_id.insert(load::exact(id), Target::Body(number));
        number
    }

    /// A person with this id (without `person/`), made if new.
    fn own_person(&mut self, id: &'static str, name: &'static str, aliases: &'static str) -> u32 {
        let full = load::exact_of(["person/", id]);
        if let Some(Target::Person(p)) = self.by_id.get(&full).copied() {
            return p;
        }
        let number = self.persons.len() as u32;
        self.by_id.insert(full, Target::Person(number));
        self.persons.push(Person { id, name, alias_list: aliases, terms: Default::default() });
        number
    }

    fn own_term(&mut self, term: Term<Owner>) {
        let number = self.terms.len() as u32;
        self.persons[term.person as usize].terms.push(number);
        self.terms_of.entry(term.owner).or_default().push(number);
        self.terms.push(term);
    }

    fn own_person_names(&mut self, person: u32, owner: Option<Owner>, names: &[&str]) {
        let order = self.name_order(owner.and_then(|o| self.owner(o).country.clone()).as_deref());
        for name in names {
            if words::hash_name(name).1 > 1 {
                self.add_own_name(name, Target::Person(person), Naming::Name);
            }
            self.own.insert(words::hash_name(name).0, Arc::clone(&self.own_file));
            self.add_person_name(name, person, order);
        }
    }
}

/// Other names of an actor of the tables.
fn add_aliases(actor: &mut Arc<Actor>, names: &[&str]) {
    let actor = Arc::make_mut(actor);
    actor.aliases.extend(names.iter().filter(|n| **n != actor.name).map(|n| (*n).to_owned()));
    actor.aliases.sort();
    actor.aliases.dedup();
}

/// The office class of terms that a user gives: they answer to their titles only.
const OWN: OfficeClass = OfficeClass::Other;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::gazetteer::Day;

    fn with(text: &str) -> Gazetteer {
        let mut g = Gazetteer::shipped();
        g.add_file(Path::new("own.tsv"), text.to_owned()).unwrap();
        g
    }

    fn error(text: &str) -> String {
        Gazetteer::shipped().add_file(Path::new("own.txt"), text.to_owned()).unwrap_err().to_string()
    }

    fn first(g: &Gazetteer, name: &str) -> Target {
        g.readings(words::hash_name(name).0).next().unwrap_or_else(|| panic!("{name} is unknown")).target
    }

    fn person_on(g: &Gazetteer, name: &str, day: i32) -> Actor {
        match first(g, name) {
            Target::Person(p) => g.person(p, Some(Day(day))),
            other => panic!("{name} is {other:?}"),
        }
    }

    #[test]
    fn a_table_adds_actors_offices_and_names() {
        let g = with(
            "# ours\nid\tkind\tname\taliases\tcountry\tcode\toffice\tfrom\tto\n\
             org/lake-board\tigo\tLake Chad Water Board\tWater Board;LCWB\t\tIGOLCB\n\
             person/TCD-own-envoy\tperson\tAdele Maronne\tAdèle Maronne\tTCD\t\tWater Envoy\t2019-02\t2021-06-30\n\
             person/TCD-own-envoy\tperson\tAdele Maronne\t\torg/lake-board\t\tChair\t2021-07-01\t\n\
             state/TCD\tstate\t\tToumai Republic\n",
        );
        assert_eq!(g.actor(first(&g, "LCWB")).unwrap().kind, ActorKind::Igo);
        assert_eq!(g.actor(first(&g, "Toumai Republic")).unwrap().id, "state/TCD");
        let envoy = person_on(&g, "Adele Maronne", 20200101);
        assert_eq!((envoy.country.as_deref(), envoy.office.as_deref()), (Some("TCD"), Some("Water Envoy")));
        let chair = person_on(&g, "Adele Maronne", 20220101);
        assert_eq!((chair.country, chair.affiliation.as_deref()), (None, Some("org/lake-board")));
        // What a user adds is the user's, also as another name of what the shipped tables have.
        for name in ["LCWB", "Toumai Republic", "Adèle Maronne"] {
            assert_eq!(g.source(name, "shipped.tsv"), "own.tsv", "{name}");
        }
        assert_eq!(g.source("Chad", "states.tsv"), "states.tsv");
    }

    #[test]
    fn a_dictionary_of_actors_adds_dated_codes_and_synonyms() {
        let g = with(
            "<!-- actors -->\nCHAD [TCD]\n+TOUMAI_LAND\n\nADELE_MARONNE_ [TCDELI] # the default\n+MADAME_MARONNE\n\
             \t[TCDGOV 20190201-20210630] # minister\n\t[TCDELI >20210701]\nDESERT_WIND_FRONT [TCDREB]\nTOUMAI_WATCH [NGOTMW]\n",
        );
        assert_eq!(g.actor(first(&g, "Toumai Land")).unwrap().id, "state/TCD");
        assert_eq!(person_on(&g, "Madame Maronne", 20200101).code.as_deref(), Some("TCDGOV"));
        assert_eq!(person_on(&g, "Adele Maronne", 20220101).code.as_deref(), Some("TCDELI"));
        let front = g.actor(first(&g, "Desert Wind Front")).unwrap();
        assert_eq!((front.kind, front.code.as_deref()), (ActorKind::ArmedGroup, Some("TCDREB")));
        assert_eq!(g.actor(first(&g, "Toumai Watch")).unwrap().kind, ActorKind::Organization);
    }

    #[test]
    fn a_dictionary_of_agents_adds_role_nouns() {
        let g = with(
            "!PERSON! = MAN, WOMEN\nCAMEL_CORPS {} [~MIL]\nWATER_BAILIFF [~COP] # river police\nFERRY!PERSON! [~BUS]\n",
        );
        let suffix = |name: &str| g.roles.get(words::hash_name(name).0).map(|r| r.suffix.to_string());
        assert_eq!(suffix("camel corps").as_deref(), Some("MIL"));
        assert_eq!(suffix("water bailiffs").as_deref(), Some("COP"));
        assert_eq!(suffix("ferrywomen").as_deref(), Some("BUS"));
    }

    #[test]
    fn a_mark_without_words_and_a_role_of_hundreds_of_words_do_no_harm() {
        let long = "VERY_".repeat(300);
        with(&format!("!NOBODY! =\n!NOBODY!BAILIFF [~COP]\n{long}OLD_BAILIFF [~COP]\n"));
    }

    #[test]
    fn marks_that_would_stand_for_endless_words_are_refused() {
        let doubling: String = (0..40).map(|i| format!("!{i}! = !{}!!{}!\n", i + 1, i + 1)).collect();
        for dictionary in [doubling + "!0! [~COP]\n", "! = aaaaaaaa,!!!!,!\n".repeat(20) + "A!!!!!!B [~COP]\n"] {
            assert!(error(&dictionary).contains("stand for too many words"), "{dictionary}");
        }
    }

    #[test]
    fn errors_say_where_and_what() {
        assert!(error("id\tkind\tname\norg/x\tboat\tX\n").starts_with("own.txt:2: `boat` in column `kind`"));
        assert!(error("CHAD [TCD]\n\nMALI [MLI\n").starts_with("own.txt:3: "));
        assert!(error("CHAD [TCD 99-]\n").starts_with("own.txt:1: "));
        assert!(error("+CHAD\n").starts_with("own.txt:1: "));
        let missing = Gazetteer::with_files(&[PathBuf::from("no/such/file")]).unwrap_err().to_string();
        assert!(missing.contains("no/such/file"), "{missing}");
    }
}
