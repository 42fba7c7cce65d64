//! Word knowledge for coreference: the tables of `data/actors/coref/`.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// What a noun names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// `envoy`
    Person,
    /// `country`
    State,
    /// `government`: of a state.
    Government,
    /// `ministry`
    Organization,
    /// `army`
    Military,
    /// `island`
    Place,
    /// `protesters`: persons together.
    People,
    /// `sides`: parties to something.
    Side,
    /// Anything that is neither actor nor place.
    Other,
}

/// Grammatical gender of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Gender {
    Male,
    Female,
}

/// A line of `nouns.tsv`.
#[derive(Clone, Debug)]
pub struct Noun {
    /// In lower case, singular.
    pub word: Box<str>,
    /// What it names.
    pub class: Class,
    /// Whom.
    pub gender: Option<Gender>,
    /// Other words for what it recalls.
    pub recalls: Vec<Box<str>>,
    /// Whether it may recall anything of its class that is in focus.
    pub any: bool,
    /// Whether it may recall a body of which the tables know nothing.
    pub unlisted: bool,
    /// Whether `the ... of` before a name says what the name names: `the town of Kell`.
    pub names: bool,
    /// Which kinds of bodies of the tables it may recall: `media`.
    pub kinds: Vec<Box<str>>,
}

/// All tables.
#[derive(Debug, Default)]
pub struct Words {
    nouns: FxHashMap<Box<str>, Noun>,
    first_names: FxHashMap<Box<str>, Gender>,
    titles: FxHashMap<Box<str>, Gender>,
    epithets: FxHashMap<Box<str>, FxHashSet<Box<str>>>,
    together: FxHashMap<Box<str>, Vec<Box<str>>>,
    speech: FxHashSet<Box<str>>,
    limits: FxHashSet<Box<str>>,
    nations: FxHashSet<Box<str>>,
    members: FxHashSet<Box<str>>,
    legal_forms: FxHashSet<Box<str>>,
}

impl Words {
    /// The shipped tables.
    pub fn shipped() -> &'static Words {
        static SHIPPED: LazyLock<Words> = LazyLock::new(Words::load);
        &SHIPPED
    }

    /// Malformed rows are left out; the tests see to it that there are none.
    fn load() -> Self {
        let mut words = Self::default();
        for [noun, class, gender, recalls] in rows(include_str!("../../../data/actors/coref/nouns.tsv")) {
            let Some(class) = class_of(class) else { continue };
            let any = recalls.split(';').any(|r| r == "*");
            let unlisted = recalls.split(';').any(|r| r == "?");
            let names = recalls.split(';').any(|r| r == "=");
            let kinds = recalls.split(';').filter_map(|r| r.strip_prefix('@')).map(Into::into).collect();
            let recalls = recalls.split(';').filter(|r| !matches!(*r, "" | "*" | "?" | "=") && !r.starts_with('@'));
            let recalls = recalls.map(Into::into).collect();
            let gender = gender_of(gender);
            let noun = Noun { word: noun.into(), class, gender, recalls, any, unlisted, names, kinds };
            words.nouns.insert(noun.word.clone(), noun);
        }
        for [noun] in rows(include_str!("../../../data/actors/coref/occupations.tsv")) {
            let person = Noun {
                word: noun.into(),
                class: Class::Person,
                gender: None,
                recalls: Vec::new(),
                any: false,
                unlisted: false,
                names: false,
                kinds: Vec::new(),
            };
            words.nouns.entry(noun.into()).or_insert(person);
        }
        for [name, gender] in rows(include_str!("../../../data/actors/coref/first_names.tsv")) {
            words.first_names.extend(gender_of(gender).map(|g| (name.into(), g)));
        }
        for [title, gender] in rows(include_str!("../../../data/actors/coref/titles.tsv")) {
            words.titles.extend(gender_of(gender).map(|g| (title.into(), g)));
        }
        for [epithet, states] in rows(include_str!("../../../data/actors/coref/epithets.tsv")) {
            words.epithets.insert(epithet.into(), states.split(';').map(Into::into).collect());
        }
        for [name, states] in rows(include_str!("../../../data/actors/coref/together.tsv")) {
            words.together.insert(name.into(), states.split(';').map(Into::into).collect());
        }
        for [lemma] in rows(include_str!("../../../data/actors/coref/speech.tsv")) {
            words.speech.insert(lemma.into());
        }
        for [word] in rows(include_str!("../../../data/actors/coref/limits.tsv")) {
            words.limits.insert(word.into());
        }
        for [word] in rows(include_str!("../../../data/actors/coref/nations.tsv")) {
            words.nations.insert(word.into());
        }
        for [noun] in rows(include_str!("../../../data/actors/coref/members.tsv")) {
            words.members.insert(noun.into());
        }
        for [word] in rows(include_str!("../../../data/actors/coref/legal_forms.tsv")) {
            words.legal_forms.insert(word.into());
        }
        words
    }

    /// A noun in lower case, singular.
    pub fn noun(&self, noun: &str) -> Option<&Noun> {
        self.nouns.get(noun)
    }

    /// The gender that a given name in lower case tells.
    pub fn gender_of_name(&self, name: &str) -> Option<Gender> {
        self.first_names.get(name).copied()
    }

    /// The gender that a title in lower case tells.
    pub fn gender_of_title(&self, title: &str) -> Option<Gender> {
        self.titles.get(title).copied()
    }

    /// Codes of the states that an adjective before `country` fits; none where it fits any.
    pub fn epithet(&self, words: &str) -> Option<&FxHashSet<Box<str>>> {
        self.epithets.get(words)
    }

    /// Codes of the states that a name in the plural stands for; none where it is no such name.
    pub fn together(&self, words: &str) -> &[Box<str>] {
        self.together.get(words).map_or(&[], Vec::as_slice)
    }

    /// Whether the adjective keeps `the ...` from recalling what has been named.
    pub fn is_limit(&self, adjective: &str) -> bool {
        self.limits.contains(adjective)
    }

    /// Whether the noun is one for the people of a state.
    pub fn is_nation(&self, noun: &str) -> bool {
        self.nations.contains(noun)
    }

    /// Whether the noun is one for somebody who belongs to a body or speaks for it.
    pub fn is_member(&self, noun: &str) -> bool {
        self.members.contains(noun)
    }

    /// A name in lower case without the legal form at its end; none where it has none: `halden` of `halden co.`
    pub fn without_legal_form<'n>(&self, name: &'n str) -> Option<&'n str> {
        let mut bare = name;
        while let Some((rest, last)) = bare.rsplit_once(' ')
            && self.legal_forms.contains(last.trim_end_matches('.'))
        {
            bare = rest.trim_end_matches([' ', ',']);
        }
        (bare.len() < name.len()).then_some(bare)
    }

    /// Whether the verb's subject speaks.
    pub fn is_speech(&self, lemma: &str) -> bool {
        self.speech.contains(lemma)
    }
}

/// Whether a noun in lower case, singular, names an organisation: `party`, `militia`.
pub fn names_a_body(noun: &str) -> bool {
    Words::shipped().noun(noun).is_some_and(|n| matches!(n.class, Class::Organization | Class::Military))
}

/// Whether a noun in lower case, singular, names what somebody has founded or built: `school`, `hospital`.
pub fn names_what_is_founded(noun: &str) -> bool {
    Words::shipped().noun(noun).is_some_and(|n| matches!(n.class, Class::Organization | Class::Place))
}

/// Whether a word in lower case is a given name that tells a person's gender.
pub fn is_given_name(word: &str) -> bool {
    Words::shipped().gender_of_name(word).is_some()
}

fn rows<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).skip(1).filter_map(|l| {
        let mut cells = l.split('\t');
        let row = std::array::from_fn(|_| cells.next().unwrap_or(""));
        cells.next().is_none().then_some(row)
    })
}

fn class_of(name: &str) -> Option<Class> {
    Some(match name {
        "person" => Class::Person,
        "state" => Class::State,
        "government" => Class::Government,
        "organization" => Class::Organization,
        "military" => Class::Military,
        "place" => Class::Place,
        "people" => Class::People,
        "side" => Class::Side,
        _ => return None,
    })
}

fn gender_of(name: &str) -> Option<Gender> {
    match name {
        "m" => Some(Gender::Male),
        "f" => Some(Gender::Female),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        let count = |text: &str| text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).count() - 1;
        let words = Words::shipped();
        let nouns = include_str!("../../../data/actors/coref/nouns.tsv");
        assert_eq!(words.first_names.len(), count(include_str!("../../../data/actors/coref/first_names.tsv")));
        assert_eq!(words.titles.len(), count(include_str!("../../../data/actors/coref/titles.tsv")));
        assert_eq!(words.epithets.len(), count(include_str!("../../../data/actors/coref/epithets.tsv")));
        for noun in include_str!("../../../data/actors/coref/occupations.tsv").lines().skip(2) {
            assert!(words.noun(noun).is_some_and(|n| n.class == Class::Person), "{noun} is no person");
        }
        let mut seen = FxHashSet::default();
        for line in nouns.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).skip(1) {
            let noun = line.split('\t').next().unwrap_or_default();
            assert!(words.noun(noun).is_some(), "{noun} is not read");
            assert!(seen.insert(noun), "{noun} comes twice");
        }
    }

    #[test]
    fn names_in_the_plural_are_known() {
        let words = Words::shipped();
        assert_eq!(words.together("koreas").len(), 2);
        assert!(words.together("korea").is_empty());
    }

    #[test]
    fn words_tell_gender() {
        let words = Words::shipped();
        assert_eq!(words.gender_of_name("angela"), Some(Gender::Female));
        assert_eq!(words.gender_of_name("sergey"), Some(Gender::Male));
        assert_eq!(words.gender_of_name("kim"), None, "Kim is a family name or either's given name");
        assert_eq!(words.gender_of_title("spokeswoman"), Some(Gender::Female));
    }
}
