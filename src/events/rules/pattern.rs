//! Patterns: `fire @missile`, `withdraw from @treaty|#igo`, `missile launch`.

use super::sets::{Sets, WordSet};
use crate::clauses::ClauseKind;
use rustc_hash::FxHashMap;
use std::sync::{Arc, LazyLock};

/// What a noun phrase must be, as alternatives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms {
    /// At least one holds; any phrase when empty.
    pub wanted: Vec<Term>,
    /// None holds.
    pub excluded: Vec<Term>,
}

/// One alternative of [`Terms`].
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// A dictionary form.
    Word(Arc<str>),
    /// Words that belong together, the head last: `travel_ban`.
    Compound(Vec<Arc<str>>),
    /// Any of a named set: `@missile`.
    Set(Arc<WordSet>),
    /// A phrase that refers to something of that kind.
    Kind(Kind),
}

/// Kinds of things that a phrase can refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any phrase, whoever or whatever it refers to.
    Any,
    /// Any actor.
    Actor,
    /// A state or what acts for it.
    State,
    /// An international organisation.
    Igo,
    /// A person.
    Person,
    /// An organisation that is no state organ and no armed group.
    Organization,
    /// An armed non-state group.
    Armed,
    /// People described.
    Group,
    /// A place.
    Place,
}

/// What must stand with the predicate.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// A particle, or a preposition with anything behind it; alternatives.
    Particle(Vec<Arc<str>>),
    /// The direct object (of a passive: the subject).
    Object(Terms),
    /// What stands behind a preposition.
    Behind(Vec<Arc<str>>, Terms),
    /// A word before a noun.
    Modifier(Terms),
}

/// A predicate with what must go with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// Verb, noun or adjective.
    pub kind: ClauseKind,
    /// Dictionary forms of the predicate.
    pub heads: Vec<Arc<str>>,
    /// All must hold.
    pub parts: Vec<Part>,
    /// As the rule has it.
    pub text: Arc<str>,
    /// For each part with particles or prepositions, which it takes ([`particles`]).
    takes: Vec<u64>,
}

/// Words that are particles or prepositions in a pattern, never objects.
const PARTICLES: &[&str] = &[
    "about",
    "above",
    "across",
    "after",
    "against",
    "ahead",
    "along",
    "amid",
    "among",
    "apart",
    "around",
    "as",
    "aside",
    "at",
    "away",
    "back",
    "before",
    "behind",
    "between",
    "beyond",
    "by",
    "down",
    "for",
    "forth",
    "forward",
    "from",
    "home",
    "in",
    "into",
    "off",
    "on",
    "onto",
    "out",
    "over",
    "past",
    "round",
    "through",
    "to",
    "together",
    "toward",
    "towards",
    "under",
    "up",
    "upon",
    "with",
    "within",
    "without",
    "of",
    "near",
    "inside",
    "outside",
    "alongside",
    "beside",
    "via",
    "per",
];

impl Pattern {
    /// Reads a pattern; the error says what is wrong with it.
    pub fn parse(kind: ClauseKind, text: &str, sets: &Sets) -> Result<Self, String> {
        let mut words: Vec<&str> = text.split_whitespace().collect();
        if words.is_empty() {
            return Err("the pattern is empty".into());
        }
        let mut parts = Vec::new();
        if kind == ClauseKind::Noun {
            // everything before the head modifies it; the head is the last word before a preposition
            let end = words.iter().position(|w| is_particle(w)).unwrap_or(words.len());
            if end == 0 {
                return Err(format!("`{text}`: a noun must stand before the preposition"));
            }
            for modifier in words.drain(..end - 1) {
                parts.push(Part::Modifier(Terms::parse(modifier, sets)?));
            }
        }
        let head = words.remove(0);
        let heads = Terms::parse(head, sets)?;
        let mut plain = Vec::new();
        for term in heads.wanted {
            match term {
                Term::Word(word) => plain.push(word),
                Term::Compound(mut compound) if kind == ClauseKind::Noun && head.matches('|').count() == 0 => {
                    plain.extend(compound.pop());
                    parts.extend(compound.into_iter().map(|w| Part::Modifier(Terms::word(w))));
                }
                Term::Compound(compound) => plain.push(compound.join("_").into()),
                Term::Set(set) => plain.extend(set.members()),
                Term::Kind(_) => return Err(format!("`{text}`: the predicate must be a word, not a kind")),
            }
        }
        let mut rest = words.into_iter().peekable();
        while let Some(word) = rest.next() {
            if word == "that" {
                continue; // the clause behind it is the business of `complement`
            }
            if is_particle(word) {
                let preps: Vec<Arc<str>> = word.split('|').map(Arc::from).collect();
                match rest.peek().filter(|next| !is_particle(next)) {
                    Some(next) => {
                        parts.push(Part::Behind(preps, Terms::parse(next, sets)?));
                        rest.next();
                    }
                    None => parts.push(Part::Particle(preps)),
                }
            } else if kind == ClauseKind::Verb {
                parts.push(Part::Object(Terms::parse(word, sets)?));
            } else {
                return Err(format!("`{text}`: `{word}` must stand behind a preposition"));
            }
        }
        let takes = parts.iter().filter_map(|part| match part {
            Part::Particle(words) | Part::Behind(words, _) => Some(particles(words.iter().map(AsRef::as_ref))),
            Part::Object(_) | Part::Modifier(_) => None,
        });
        let takes = takes.collect();
        Ok(Self { kind, heads: plain, parts, text: text.into(), takes })
    }

    /// Those that its first part with particles or prepositions takes; all where there is none.
    pub(super) fn first_taken(&self) -> u64 {
        self.takes.first().copied().unwrap_or(u64::MAX)
    }

    /// Whether the pattern can hold in a sentence with these [`particles`]: it takes one of them wherever it takes any.
    pub fn may_hold(&self, particles: u64) -> bool {
        self.takes.iter().all(|taken| taken & particles != 0)
    }
}

/// Those of the words that are particles or prepositions, a bit each.
pub fn particles<'w>(words: impl Iterator<Item = &'w str>) -> u64 {
    static BITS: LazyLock<FxHashMap<&str, u64>> =
        LazyLock::new(|| PARTICLES.iter().enumerate().map(|(bit, word)| (*word, 1 << bit)).collect());
    // for each byte how long those are that begin with it, a bit each: most words are none by that
    static LENGTHS: LazyLock<[u16; 256]> = LazyLock::new(|| {
        let mut lengths = [0; 256];
        PARTICLES.iter().for_each(|word| lengths[usize::from(word.as_bytes()[0])] |= 1 << word.len());
        lengths
    });
    let (bits, lengths) = (&*BITS, &*LENGTHS);
    let may_be = |word: &&str| {
        let first = word.as_bytes().first();
        first.is_some_and(|first| word.len() < 16 && lengths[usize::from(*first)] & 1 << word.len() != 0)
    };
    words.filter(may_be).filter_map(|word| bits.get(word)).fold(0, |all, bit| all | bit)
}

fn is_particle(word: &str) -> bool {
    word.split('|').all(|w| PARTICLES.contains(&w))
}

impl Terms {
    fn word(word: Arc<str>) -> Self {
        Self { wanted: vec![Term::Word(word)], excluded: Vec::new() }
    }

    /// Reads alternatives: `missile|@weapon|#state`. A `!` in front of them all excludes them all (`!@product|idea`), one
    /// before a later alternative only that one.
    pub fn parse(text: &str, sets: &Sets) -> Result<Self, String> {
        let mut terms = Terms::default();
        for alternative in text.split('|') {
            let (list, word) = match alternative.strip_prefix('!') {
                Some(word) => (&mut terms.excluded, word),
                None if text.starts_with('!') => (&mut terms.excluded, alternative),
                None => (&mut terms.wanted, alternative),
            };
            if let Some(set) = word.strip_prefix('@') {
                let set = sets.get(set).ok_or_else(|| format!("there is no set `@{set}` in sets.toml"))?;
                list.push(Term::Set(Arc::clone(set)));
            } else if let Some(kind) = word.strip_prefix('#') {
                list.push(Term::Kind(Kind::parse(kind).ok_or_else(|| format!("there is no kind `#{kind}`"))?));
            } else if word.is_empty() {
                return Err(format!("`{text}` has an empty alternative"));
            } else {
                list.push(Term::word(word));
            }
        }
        Ok(terms)
    }

    /// Reads a list of alternatives, as the keys `agent` and `object` hold them.
    pub fn parse_list(texts: &[String], sets: &Sets) -> Result<Self, String> {
        let mut all = Terms::default();
        for text in texts {
            // a leading `!` in a list excludes every alternative of its entry
            let terms = Terms::parse(text, sets)?;
            all.wanted.extend(terms.wanted);
            all.excluded.extend(terms.excluded);
        }
        Ok(all)
    }
}

impl Term {
    /// A word, or words that belong together.
    pub fn word(text: &str) -> Self {
        if text.contains('_') || text.contains(' ') {
            Term::Compound(text.split(['_', ' ']).map(Arc::from).collect())
        } else {
            Term::Word(text.into())
        }
    }
}

impl Kind {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "any" => Kind::Any,
            "actor" => Kind::Actor,
            "state" => Kind::State,
            "igo" => Kind::Igo,
            "person" => Kind::Person,
            "org" => Kind::Organization,
            "armed" => Kind::Armed,
            "group" => Kind::Group,
            "place" => Kind::Place,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sets() -> Sets {
        let missiles = WordSet::of(&["missile".to_owned(), "cruise_missile".to_owned()]);
        Sets::from([("missile".to_owned(), Arc::new(missiles))])
    }

    #[test]
    fn verbs_take_objects_particles_and_prepositions() {
        let pattern = Pattern::parse(ClauseKind::Verb, "fire|launch @missile into|over #place", &sets()).unwrap();
        assert_eq!(pattern.heads.len(), 2);
        let [Part::Object(object), Part::Behind(preps, _)] = &pattern.parts[..] else { panic!("{pattern:?}") };
        let [Term::Set(missiles)] = &object.wanted[..] else { panic!("{object:?}") };
        assert_eq!(missiles.members(), ["cruise_missile", "missile"].map(Arc::from));
        assert_eq!(preps.len(), 2);
        let carry_out = Pattern::parse(ClauseKind::Verb, "carry out", &sets()).unwrap();
        assert!(matches!(carry_out.parts[..], [Part::Particle(_)]));
    }

    #[test]
    fn nouns_take_modifiers_before_and_prepositions_behind() {
        let pattern = Pattern::parse(ClauseKind::Noun, "missile launch into #place", &sets()).unwrap();
        assert_eq!(pattern.heads, vec![Arc::from("launch")]);
        assert!(matches!(pattern.parts[..], [Part::Modifier(_), Part::Behind(..)]));
    }

    #[test]
    fn a_mark_in_front_excludes_every_alternative() {
        let pattern = Pattern::parse(ClauseKind::Verb, "visit !museum|doctor", &sets()).unwrap();
        let [Part::Object(object)] = &pattern.parts[..] else { panic!("{pattern:?}") };
        assert_eq!((object.wanted.len(), object.excluded.len()), (0, 2));
    }

    #[test]
    fn mistakes_are_named() {
        let unknown = Pattern::parse(ClauseKind::Verb, "fire @rocket", &sets()).unwrap_err();
        assert!(unknown.contains("@rocket"), "{unknown}");
        assert!(Pattern::parse(ClauseKind::Noun, "of missiles", &sets()).is_err());
    }
}
