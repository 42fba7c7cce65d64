//! Rule files as they are written.

use serde::Deserialize;
use std::collections::BTreeMap;
use thiserror::Error;
use toml::Spanned;

/// Why the rules cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RuleError {
    /// A file that cannot be read.
    #[error("{file}: {source}")]
    Read {
        /// Which file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// A file that is no TOML, or has unknown keys.
    #[error("{file}:{line}: {message}")]
    Syntax {
        /// Which file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// A rule that means nothing.
    #[error("{file}:{line}: rule `{rule}`: {message}")]
    Rule {
        /// Which file.
        file: String,
        /// Line on which the rule begins, from 1.
        line: usize,
        /// Its id.
        rule: String,
        /// What is wrong.
        message: String,
    },
}

/// One rule as written; `data/rules/README.md` explains the keys.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleText {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub verbs: Vec<String>,
    #[serde(default)]
    pub nouns: Vec<String>,
    #[serde(default)]
    pub adjectives: Vec<String>,
    #[serde(default)]
    pub agent: Vec<String>,
    #[serde(default)]
    pub object: Vec<String>,
    #[serde(default)]
    pub beside: Vec<String>,
    #[serde(default)]
    pub with_prep: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub complement: Vec<String>,
    #[serde(default)]
    pub complement_status: Vec<String>,
    pub complement_by: Option<String>,
    #[serde(default)]
    pub links: Vec<String>,
    #[serde(default)]
    pub when_status: Vec<String>,
    #[serde(default)]
    pub unless_status: Vec<String>,
    pub status: Option<String>,
    #[serde(default)]
    pub auxiliary: Vec<String>,
    #[serde(default)]
    pub says: Vec<String>,
    #[serde(default)]
    pub reports: Vec<String>,
    #[serde(default)]
    pub needs: Vec<String>,
    pub source: Option<Vec<String>>,
    pub target: Option<Vec<String>>,
    pub mediator: Option<Vec<String>>,
    #[serde(default)]
    pub yes: Vec<String>,
    #[serde(default)]
    pub no: Vec<String>,
    /// For maintainers; not read.
    #[serde(default, rename = "note")]
    _note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileText {
    #[serde(default)]
    rule: Vec<Spanned<RuleText>>,
}

/// The rules of one file, each with the line on which it begins.
pub(super) fn parse(file: &str, text: &str) -> Result<Vec<(usize, RuleText)>, RuleError> {
    let parsed: FileText = toml::from_str(text).map_err(|e| syntax(file, text, &e))?;
    Ok(parsed.rule.into_iter().map(|r| (line_of(text, r.span().start), r.into_inner())).collect())
}

/// A TOML mistake with its place.
pub(in crate::events) fn syntax(file: &str, text: &str, error: &toml::de::Error) -> RuleError {
    let line = error.span().map_or(1, |s| line_of(text, s.start));
    RuleError::Syntax { file: file.into(), line, message: error.message().to_owned() }
}

fn line_of(text: &str, byte: usize) -> usize {
    text.as_bytes()[..byte.min(text.len())].iter().filter(|b| **b == b'\n').count() + 1
}
