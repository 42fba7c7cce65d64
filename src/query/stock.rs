//! The queries that come with the program: `data/queries/*.rq`, and how such a file says what it asks and takes.
//!
//! A query file starts with comments: a title, then explanation, then one line a parameter:
//!
//! ```sparql
//! # Timeline of two parties
//! # Everything between two states, organisations or persons, in order of time.
//! #
//! # param a: actor = one party
//! # param since: first-day? = nothing before this day
//! # param status: status [actual] = actual, planned, possible or negated
//! ```
//!
//! A question mark makes a parameter optional, brackets give it a default.

use super::parameters::Kind;
use std::fmt;

/// A query with what its comments say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryFile {
    /// What it asks, in a line.
    pub title: String,
    /// More about it, possibly nothing.
    pub explanation: String,
    /// What it takes.
    pub parameters: Vec<Parameter>,
    /// The query, comments and all.
    pub text: String,
}

/// What a query takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Name of the variable.
    pub name: String,
    /// What sort of thing.
    pub kind: Kind,
    /// Whether it may be left out.
    pub optional: bool,
    /// What it is when left out.
    pub default: Option<String>,
    /// What it means.
    pub meaning: String,
}

impl QueryFile {
    /// Reads the comments of a query.
    ///
    /// # Errors
    /// When a parameter line is not as it must be; says which.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut file =
            Self { title: String::new(), explanation: String::new(), parameters: Vec::new(), text: text.to_owned() };
        let comments = text.lines().map_while(|line| line.strip_prefix('#')).map(str::trim);
        for line in comments {
            if let Some(parameter) = line.strip_prefix("param ") {
                let parameter = Parameter::parse(parameter).ok_or_else(|| {
                    format!(
                        "`# {line}` is no parameter; write `# param NAME: KIND = meaning`, KIND being one of {}",
                        Kind::names()
                    )
                })?;
                file.parameters.push(parameter);
            } else if file.title.is_empty() {
                line.clone_into(&mut file.title);
            } else if !line.is_empty() {
                if !file.explanation.is_empty() {
                    file.explanation.push(' ');
                }
                file.explanation.push_str(line);
            }
        }
        Ok(file)
    }
}

impl Parameter {
    fn parse(line: &str) -> Option<Self> {
        let (name, rest) = line.split_once(':')?;
        let (kind, meaning) = rest.split_once('=')?;
        let (kind, default) = match kind.trim().split_once('[') {
            Some((kind, default)) => (kind.trim(), Some(default.strip_suffix(']')?.trim().to_owned())),
            None => (kind.trim(), None),
        };
        let optional = kind.ends_with('?') || default.is_some();
        Some(Self {
            name: name.trim().to_owned(),
            kind: Kind::parse(kind.trim_end_matches('?'))?,
            optional,
            default,
            meaning: meaning.trim().to_owned(),
        })
    }
}

impl fmt::Display for Parameter {
    /// `a=ACTOR  one party`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.name, self.kind.name().to_uppercase())?;
        write!(f, "  {}", self.meaning)?;
        match &self.default {
            Some(default) => write!(f, " [{default}]"),
            None if self.optional => write!(f, " (optional)"),
            None => Ok(()),
        }
    }
}

/// Name and text of every shipped query.
macro_rules! shipped {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../data/queries/", $name, ".rq"))),)*]
    };
}

static SHIPPED: &[(&str, &str)] = shipped! {
    "actors"
    "agreements"
    "conflicting-details"
    "coparticipation"
    "copies"
    "denied"
    "dyad-timeline"
    "ego-network"
    "event-types"
    "events-in-window"
    "evidence"
    "goldstein"
    "joined-reports"
    "last-visit-before"
    "launches"
    "meetings"
    "meetings-first-last"
    "monthly-dyads"
    "office-holder"
    "planned"
    "reactions"
    "sanctions"
    "speakers"
    "state-graph"
    "statements"
    "timeline"
    "topic"
    "violence"
    "visits"
    "visits-to"
};

/// The shipped queries by name, in order.
pub fn all() -> impl Iterator<Item = (&'static str, QueryFile)> {
    // A test reads every one.
    SHIPPED.iter().filter_map(|(name, text)| Some((*name, QueryFile::parse(text).ok()?)))
}

/// The shipped query of that name.
pub fn find(name: &str) -> Option<QueryFile> {
    all().find(|(own, _)| *own == name).map(|(_, file)| file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use spargebra::SparqlParser;
    use std::collections::BTreeSet;

    #[test]
    fn every_shipped_query_is_documented_and_uses_its_parameters() {
        for (name, text) in SHIPPED {
            let file = QueryFile::parse(text).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert!(file.title.len() > 10 && file.title.len() < 80, "{name}: title `{}`", file.title);
            let query = SparqlParser::new().parse_query(text).unwrap_or_else(|e| panic!("{name}: {e}"));
            let used = super::super::substitute::variables(&query);
            for parameter in &file.parameters {
                assert!(used.contains(&parameter.name), "{name}: ?{} is not used", parameter.name);
            }
        }
        assert!(SHIPPED.len() >= 20);
    }

    #[test]
    fn every_query_file_is_shipped() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/queries");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .expect("the folder is there")
            .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
            .collect();
        assert_eq!(files, SHIPPED.iter().map(|(name, _)| format!("{name}.rq")).collect());
    }

    #[test]
    fn parameters_may_be_optional_or_have_a_default() {
        let file =
            QueryFile::parse("# Title here\n# More.\n# param a: actor = who\n# param s: text? [actual] = what\nASK {}");
        let file = file.expect("well-formed");
        assert_eq!((file.title.as_str(), file.explanation.as_str()), ("Title here", "More."));
        assert_eq!(file.parameters[1].default.as_deref(), Some("actual"));
        assert!(file.parameters[1].optional && !file.parameters[0].optional);
        assert!(QueryFile::parse("# param a: nonsense = who").expect_err("no such kind").contains("KIND"));
    }
}
