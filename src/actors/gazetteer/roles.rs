//! Nouns that make an actor of a state, organisation or group: `police`, `president`, `protesters`.

use super::words;
use rustc_hash::FxHashMap;

/// What a noun makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Makes {
    /// The state itself: `government`.
    Government,
    /// An organisation of the state: `army`.
    Organ,
    /// Someone who holds an office: `president`.
    Office,
    /// People who act for it: `diplomats`.
    Official,
    /// People who do not: `protesters`.
    People,
    /// An armed group: `rebels`.
    Fighters,
}

impl Makes {
    /// The value of that name in `roles.tsv`.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "government" => Self::Government,
            "organ" => Self::Organ,
            "office" => Self::Office,
            "official" => Self::Official,
            "people" => Self::People,
            "fighters" => Self::Fighters,
            _ => return None,
        })
    }
}

/// One line of `roles.tsv`.
#[derive(Clone, Debug)]
pub struct Role {
    /// Last part of ids: `military` in `org/ISR-military`.
    pub id: Box<str>,
    /// CAMEO agent code: `MIL`.
    pub suffix: Box<str>,
    /// What it makes.
    pub makes: Makes,
    /// Titles of `offices.tsv` or classes of offices (`@foreign-minister`) that it means.
    pub offices: Vec<Box<str>>,
    /// Whether such may be anybody's, whatever state a text speaks of: critics, envoys, ships.
    pub of_anybody: bool,
}

impl Role {
    /// Whether a state has such at an international organisation: `the Russian UN envoy` (`@envoy`, `@ambassador`).
    pub fn is_sent(&self) -> bool {
        self.offices.iter().any(|o| matches!(&**o, "@envoy" | "@ambassador"))
    }

    /// Whether only states have such at an organisation like the United Nations (`@ambassador`).
    pub fn is_of_states(&self) -> bool {
        self.offices.iter().any(|o| &**o == "@ambassador")
    }
}

/// The nouns, by the hash of their words.
#[derive(Clone, Debug, Default)]
pub struct Roles {
    pub(crate) roles: Vec<Role>,
    forms: FxHashMap<u64, u16>,
    longest: FxHashMap<u64, u8>,
}

impl Roles {
    /// Adds a role with its forms.
    pub fn add<'a>(&mut self, role: Role, forms: impl Iterator<Item = &'a str>) {
        let number = self.roles.len() as u16;
        self.roles.push(role);
        for form in forms {
            let (mut hash, mut n, mut first) = (0, 0u8, 0);
            words::words(form, |w| {
                if n == 0 {
                    first = w.hash;
                }
                hash = words::join(hash, w.hash);
                n = n.saturating_add(1);
            });
            self.forms.entry(hash).or_insert(number);
            let longest = self.longest.entry(first).or_insert(0);
            *longest = n.max(*longest);
        }
    }

    /// Adds a user's role: its forms mean it from now on where they had another agent code.
    pub fn add_own<'a>(&mut self, role: Role, forms: impl Iterator<Item = &'a str> + Clone) {
        for form in forms.clone() {
            let (hash, _) = words::hash_name(form);
            if self.get(hash).is_some_and(|known| known.suffix != role.suffix) {
                self.forms.remove(&hash);
            }
        }
        self.add(role, forms);
    }

    /// The role with these words.
    pub fn get(&self, hash: u64) -> Option<&Role> {
        self.number(hash).map(|r| &self.roles[usize::from(r)])
    }

    /// The number of the role with these words.
    pub fn number(&self, hash: u64) -> Option<u16> {
        self.forms.get(&hash).copied()
    }

    /// How many words the longest form has that begins with this word.
    pub fn longest(&self, first: u64) -> usize {
        self.longest.get(&first).map_or(0, |n| usize::from(*n))
    }

    /// The agent code of an office by its title, which may end in words that are no role: `Speaker of the House`.
    pub fn suffix_of_title(&self, title: &str) -> Option<&str> {
        let mut best = None;
        let mut all = Vec::new();
        words::words(title, |w| all.push(w.hash));
        for start in 0..all.len() {
            let mut hash = 0;
            for (n, word) in all[start..].iter().enumerate() {
                hash = words::join(hash, *word);
                if let Some(role) = self.get(hash)
                    && best.is_none_or(|(m, _)| n > m)
                {
                    best = Some((n, role));
                }
            }
        }
        best.map(|(_, role)| &*role.suffix)
    }
}

/// Which part of a person's name is used alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NameOrder {
    /// `Sergey Lavrov`: Lavrov.
    #[default]
    FamilyLast,
    /// `Kim Jong Un`: Kim.
    FamilyFirst,
    /// `Abiy Ahmed`: Abiy.
    GivenFirst,
    /// `Nguyen Tan Dung`: Dung.
    GivenLast,
}
