//! Dictionary forms by suffix rules, exceptions and a word list (the tables are those of WordNet 3.0).

use super::labels::Pos;
use super::model::pack::{ModelError, Pack, Records};
use std::sync::Arc;

/// Tables of one part of speech.
struct Tables {
    /// Ending, and what replaces it.
    rules: Vec<(Box<str>, Box<str>)>,
    exceptions: Records,
    index: Records,
}

/// The rules and lists.
pub struct Lemmatizer {
    tables: Vec<(Pos, Tables)>,
    /// For each morphology, in the order of [`super::ruler::Ruler::morphology`].
    forms: Vec<Form>,
}

/// What a morphology says about being a base form.
#[derive(Clone, Copy, Debug, Default)]
struct Form {
    singular: bool,
    /// An infinitive, or an adjective or adverb in the positive.
    base: bool,
    /// Finite, present, without number.
    plain_present: bool,
}

impl Form {
    fn of(morphology: &str) -> Self {
        let has = |feature: &str| morphology.split('|').any(|f| f == feature);
        let numbered = morphology.split('|').any(|f| f.starts_with("Number="));
        Self {
            singular: has("Number=Sing"),
            base: has("VerbForm=Inf") || has("Degree=Pos"),
            plain_present: has("VerbForm=Fin") && has("Tense=Pres") && !numbered,
        }
    }
}

impl Lemmatizer {
    pub(crate) fn load(pack: &Pack, morphology: &[String]) -> Result<Self, ModelError> {
        let mut tables = Vec::new();
        for pos in [Pos::Noun, Pos::Verb, Pos::Adj, Pos::Adv, Pos::Punct] {
            let name = pos.as_str().to_lowercase();
            let rules = pack.records(&format!("lemma/{name}/rules"))?;
            let rule = |mut r: std::str::Split<'_, char>| Some((r.next()?.into(), r.next()?.into()));
            let table = Tables {
                rules: rules.iter().filter_map(rule).collect(),
                exceptions: pack.records(&format!("lemma/{name}/exceptions"))?,
                index: pack.records(&format!("lemma/{name}/index"))?,
            };
            tables.push((pos, table));
        }
        Ok(Self { tables, forms: morphology.iter().map(|m| Form::of(m)).collect() })
    }

    /// The dictionary form of a word, given its lower case, part of speech and number of morphology.
    pub fn lemma(&self, text: &Arc<str>, lower: &Arc<str>, pos: Option<Pos>, morph: u16) -> Arc<str> {
        let form = self.forms.get(usize::from(morph)).copied().unwrap_or_default();
        let base = form.base || pos == Some(Pos::Noun) && form.singular || pos == Some(Pos::Verb) && form.plain_present;
        if base || pos.is_none() || pos == Some(Pos::Space) {
            return Arc::clone(lower);
        }
        match self.tables.iter().find(|t| Some(t.0) == pos) {
            Some((_, tables)) => tables.lemma(lower).map_or_else(|| Arc::clone(text), Into::into),
            None if pos == Some(Pos::Propn) => Arc::clone(text),
            None => Arc::clone(lower),
        }
    }
}

impl Lemmatizer {
    /// The dictionary form of an inflected or plain form that the word lists know as this part of speech.
    pub fn listed(&self, lower: &str, pos: Pos) -> Option<Arc<str>> {
        let (_, tables) = self.tables.iter().find(|t| t.0 == pos)?;
        if tables.index.get(lower).is_some() {
            return Some(lower.into());
        }
        let lemma = tables.lemma(lower)?;
        tables.index.get(&lemma).is_some().then(|| lemma.into())
    }
}

impl Tables {
    fn lemma(&self, lower: &str) -> Option<String> {
        // Exceptions come before words in the list, each new one in front; then forms that are no words at all.
        let (mut listed, mut odd, mut unlisted) = (Vec::new(), Vec::new(), Vec::new());
        for (old, new) in &self.rules {
            let Some(stem) = lower.strip_suffix(&**old) else { continue };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            }
            if self.index.get(&form).is_some() {
                listed.push(form);
            } else if form.chars().all(char::is_alphabetic) {
                unlisted.push(form);
            } else {
                odd.push(form);
            }
        }
        let mut exceptions = self.exceptions.get(lower).into_iter().flatten();
        let fresh = exceptions.rfind(|e| !listed.iter().chain(&odd).any(|f| f == e));
        if let Some(exception) = fresh {
            return Some(exception.to_owned());
        }
        listed.pop().or_else(|| odd.into_iter().next()).or_else(|| unlisted.into_iter().next())
    }
}
