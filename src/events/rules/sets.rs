//! Named sets of words, which rules share: `sets.toml`.

use super::file::{RuleError, syntax};
use super::pattern::Term;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The sets by name.
pub type Sets = BTreeMap<String, Arc<WordSet>>;

/// One set.
#[derive(Debug, Default, PartialEq)]
pub struct WordSet {
    /// Words alone.
    pub words: FxHashSet<Arc<str>>,
    /// For the last word of those that belong together what stands before it: `travel_ban`.
    pub compounds: FxHashMap<Arc<str>, Vec<Vec<Arc<str>>>>,
}

impl WordSet {
    /// The set of these words and compounds.
    pub fn of(members: &[String]) -> Self {
        let mut set = Self::default();
        for member in members {
            match Term::word(member) {
                Term::Compound(mut words) => {
                    if let Some(last) = words.pop() {
                        set.compounds.entry(last).or_default().push(words);
                    }
                }
                _ => {
                    set.words.insert(member.as_str().into());
                }
            }
        }
        set
    }

    /// All that is in it, in alphabetical order: `ban`, `travel_ban`.
    pub fn members(&self) -> Vec<Arc<str>> {
        let joined = |last: &Arc<str>, before: &Vec<Arc<str>>| format!("{}_{last}", before.join("_")).into();
        let compounds = self.compounds.iter().flat_map(|(last, all)| all.iter().map(move |b| joined(last, b)));
        let mut all: Vec<Arc<str>> = self.words.iter().cloned().chain(compounds).collect();
        all.sort_unstable();
        all
    }
}

/// Reads a file of sets.
///
/// # Errors
/// When it is no table of lists of words; the message says where.
pub fn parse(file: &str, text: &str) -> Result<Sets, RuleError> {
    #[derive(serde::Deserialize)]
    struct SetsText {
        sets: BTreeMap<String, Vec<String>>,
    }
    let text: SetsText = toml::from_str(text).map_err(|e| syntax(file, text, &e))?;
    Ok(text.sets.into_iter().map(|(name, members)| (name, Arc::new(WordSet::of(&members)))).collect())
}
