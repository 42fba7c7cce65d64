//! Rules that give parts of speech, word forms and some lemmas from tags, words and relations.

use super::labels::{Dep, Pos, Tag};
use super::model::pack::{ModelError, Pack, damaged};
use regex::Regex;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is known of a token before and after the rules.
#[derive(Clone, Debug)]
pub struct Annotation {
    /// Penn Treebank tag.
    pub tag: Tag,
    /// Relation to the head.
    pub dep: Dep,
    /// Part of speech, when a rule gave one.
    pub pos: Option<Pos>,
    /// Number of the morphology in [`Ruler::morphology`].
    pub morph: u16,
    /// Lemma, when a rule gave one.
    pub lemma: Option<Arc<str>>,
}

/// A rule as spaCy's attribute ruler stores it.
#[derive(Deserialize)]
struct StoredRule {
    patterns: Vec<Vec<BTreeMap<String, StoredTest>>>,
    attrs: BTreeMap<String, String>,
    index: usize,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum StoredTest {
    Is(String),
    Flag(bool),
    Among(BTreeMap<String, StoredValue>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum StoredValue {
    One(String),
    Many(Vec<String>),
}

enum Test {
    Tag(Vec<Tag>, bool),
    Dep(Vec<Dep>, bool),
    Lower(Vec<String>, bool),
    LowerLike(Regex),
    IsSpace(bool),
}

struct Rule {
    patterns: Vec<Vec<Vec<Test>>>,
    index: usize,
    tag: Option<Tag>,
    dep: Option<Dep>,
    pos: Option<Pos>,
    morph: Option<u16>,
    lemma: Option<Arc<str>>,
}

/// All rules.
pub struct Ruler {
    rules: Vec<Rule>,
    by_tag: Vec<Vec<u16>>,
    by_lower: FxHashMap<String, Vec<u16>>,
    others: Vec<u16>,
    morphology: Vec<String>,
}

impl Ruler {
    pub(crate) fn load(pack: &Pack) -> Result<Self, ModelError> {
        let stored: Vec<StoredRule> =
            serde_json::from_str(&pack.text("ruler")?).map_err(|e| damaged("ruler", e.to_string()))?;
        let mut ruler = Self {
            rules: Vec::new(),
            by_tag: vec![Vec::new(); Tag::ALL.len()],
            by_lower: FxHashMap::default(),
            others: Vec::new(),
            morphology: vec![String::new()],
        };
        for rule in stored {
            let rule = ruler.rule(rule)?;
            ruler.add(rule);
        }
        Ok(ruler)
    }

    fn rule(&mut self, stored: StoredRule) -> Result<Rule, ModelError> {
        let patterns: Vec<Vec<Vec<Test>>> = stored
            .patterns
            .into_iter()
            .map(|pattern| pattern.into_iter().map(tests).collect::<Result<_, _>>())
            .collect::<Result<_, _>>()?;
        if patterns.iter().any(|p| p.is_empty() || stored.index >= p.len()) {
            return Err(damaged("ruler", "a pattern is too short".to_owned()));
        }
        let mut rule =
            Rule { patterns, index: stored.index, tag: None, dep: None, pos: None, morph: None, lemma: None };
        for (name, value) in stored.attrs {
            let unknown = || damaged("ruler", format!("{name} {value:?} is unknown"));
            match &*name {
                "TAG" => rule.tag = Some(Tag::parse(&value).ok_or_else(unknown)?),
                "DEP" => rule.dep = Some(Dep::parse(&value).ok_or_else(unknown)?),
                "POS" => rule.pos = Some(Pos::parse(&value).ok_or_else(unknown)?),
                "LEMMA" => rule.lemma = Some(value.into()),
                "MORPH" => rule.morph = Some(self.morph(if value == "_" { "" } else { &value })),
                _ => return Err(unknown()),
            }
        }
        Ok(rule)
    }

    fn morph(&mut self, text: &str) -> u16 {
        let place = self.morphology.iter().position(|m| m == text).unwrap_or_else(|| {
            self.morphology.push(text.to_owned());
            self.morphology.len() - 1
        });
        place as u16
    }

    /// Files a rule under the words or tags that its patterns begin with.
    fn add(&mut self, rule: Rule) {
        let number = self.rules.len() as u16;
        for pattern in &rule.patterns {
            let first = &pattern[0];
            if let Some(words) = first.iter().find_map(|t| if let Test::Lower(w, true) = t { Some(w) } else { None }) {
                for word in words {
                    self.by_lower.entry(word.clone()).or_default().push(number);
                }
            } else if let Some(tags) =
                first.iter().find_map(|t| if let Test::Tag(w, true) = t { Some(w) } else { None })
            {
                for tag in tags {
                    self.by_tag[*tag as usize].push(number);
                }
            } else {
                self.others.push(number);
            }
        }
        self.rules.push(rule);
    }

    /// Morphological features, `Name=Value` joined by `|`; a number in [`Annotation::morph`] is an index here.
    pub fn morphology(&self) -> &[String] {
        &self.morphology
    }

    /// Applies all rules to one text. What matches is found before anything is changed; later rules win.
    pub fn apply(&self, lower: &[Arc<str>], is_space: &[bool], annotations: &mut [Annotation]) {
        let mut matches: Vec<(u16, usize)> = Vec::new();
        for i in 0..lower.len() {
            let by_tag = self.by_tag[annotations[i].tag as usize].iter();
            let by_lower = self.by_lower.get(&*lower[i]).into_iter().flatten();
            for &number in by_tag.chain(by_lower).chain(&self.others) {
                let rule = &self.rules[usize::from(number)];
                let fits = |pattern: &Vec<Vec<Test>>| {
                    i + pattern.len() <= lower.len()
                        && pattern
                            .iter()
                            .zip(i..)
                            .all(|(tests, k)| tests.iter().all(|t| t.holds(&lower[k], is_space[k], &annotations[k])))
                };
                if rule.patterns.iter().any(fits) {
                    matches.push((number, i + rule.index));
                }
            }
        }
        matches.sort_unstable();
        for (number, i) in matches {
            let (rule, annotation) = (&self.rules[usize::from(number)], &mut annotations[i]);
            annotation.tag = rule.tag.unwrap_or(annotation.tag);
            annotation.dep = rule.dep.unwrap_or(annotation.dep);
            annotation.pos = rule.pos.or(annotation.pos);
            annotation.morph = rule.morph.unwrap_or(annotation.morph);
            if let Some(lemma) = &rule.lemma {
                annotation.lemma = Some(Arc::clone(lemma));
            }
        }
    }
}

impl Test {
    fn holds(&self, lower: &str, is_space: bool, annotation: &Annotation) -> bool {
        match self {
            Test::Tag(tags, among) => tags.contains(&annotation.tag) == *among,
            Test::Dep(deps, among) => deps.contains(&annotation.dep) == *among,
            Test::Lower(words, among) => words.iter().any(|w| w == lower) == *among,
            Test::LowerLike(regex) => regex.is_match(lower),
            Test::IsSpace(value) => is_space == *value,
        }
    }
}

/// What one token of a pattern asks for.
fn tests(stored: BTreeMap<String, StoredTest>) -> Result<Vec<Test>, ModelError> {
    let mut tests = Vec::new();
    for (key, test) in stored {
        match test {
            StoredTest::Flag(value) if key == "IS_SPACE" => tests.push(Test::IsSpace(value)),
            StoredTest::Flag(_) => return Err(damaged("ruler", format!("{key} takes no truth value"))),
            StoredTest::Is(value) => tests.push(among(&key, vec![value], true)?),
            StoredTest::Among(conditions) => {
                for (operator, value) in conditions {
                    tests.push(match (&*operator, value) {
                        ("IN", StoredValue::Many(values)) => among(&key, values, true)?,
                        ("NOT_IN", StoredValue::Many(values)) => among(&key, values, false)?,
                        ("REGEX", StoredValue::One(pattern)) if key == "LOWER" => {
                            Test::LowerLike(Regex::new(&pattern).map_err(|e| damaged("ruler", e.to_string()))?)
                        }
                        _ => return Err(damaged("ruler", format!("{key} {operator} is unknown"))),
                    });
                }
            }
        }
    }
    Ok(tests)
}

/// Labels that the model never gives (the empty one) drop out.
fn among(key: &str, values: Vec<String>, among: bool) -> Result<Test, ModelError> {
    Ok(match key {
        "TAG" => Test::Tag(values.iter().filter_map(|v| Tag::parse(v)).collect(), among),
        "DEP" => Test::Dep(values.iter().filter_map(|v| Dep::parse(v)).collect(), among),
        "LOWER" => Test::Lower(values, among),
        _ => return Err(damaged("ruler", format!("{key} is unknown"))),
    })
}
