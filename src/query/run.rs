//! Parses and evaluates a query.

use super::load::Graph;
use super::mistake;
use super::parameters::{self, Kind, ParameterError};
use super::stock::QueryFile;
use super::substitute::{substitute, variables};
use crate::rdf::turtle::Prefixes;
use oxigraph::model::{Term, Variable};
use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults, SparqlEvaluator};
use spargebra::{Query, SparqlParser};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

/// A question with everything that it takes.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// SPARQL, with the comments of [`QueryFile`] if it has them.
    pub text: String,
    /// Values of parameters by name, as typed.
    pub parameters: Vec<(String, String)>,
    /// How long it may take; none for as long as it wants.
    pub timeout: Option<Duration>,
}

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// The query breaks the grammar of SPARQL.
    #[error("line {line}, column {column} of the query: {message}\n  {source_line}\n  {}^", " ".repeat(column - 1))]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What is wrong.
        message: String,
        /// That line.
        source_line: String,
    },
    /// The query is no query for another reason.
    #[error("the query cannot be read: {0}")]
    Invalid(String),
    /// A parameter that the query has not.
    #[error("the query has no parameter `{name}`; it takes {known}")]
    UnknownParameter {
        /// What was given.
        name: String,
        /// What there is.
        known: String,
    },
    /// A parameter that must be given was not.
    #[error("the query needs --param {}", .0.join("\n                --param "))]
    MissingParameter(Vec<String>),
    /// The value of a parameter does not serve.
    #[error("parameter `{name}`: {error}")]
    Parameter {
        /// Which.
        name: String,
        /// Why.
        error: ParameterError,
    },
    /// It took too long.
    #[error("the query took longer than {}; narrow it, or allow more with --timeout", seconds(.0))]
    Timeout(Duration),
    /// It failed while running.
    #[error("the query failed: {0}")]
    Evaluation(QueryEvaluationError),
}

fn seconds(duration: &Duration) -> String {
    format!("{} s", duration.as_secs_f64())
}

/// Stops a query when its time is over. Dropping it stops the clock.
struct Clock {
    _stop: Option<Sender<()>>,
}

impl Clock {
    fn start(timeout: Option<Duration>, token: &CancellationToken) -> Self {
        let stop = timeout.map(|timeout| {
            let (stop, stopped) = channel::<()>();
            let token = token.clone();
            thread::spawn(move || {
                if stopped.recv_timeout(timeout) == Err(RecvTimeoutError::Timeout) {
                    token.cancel();
                }
            });
            stop
        });
        Self { _stop: stop }
    }
}

impl Request {
    /// Evaluates the query and hands its results, which are still to be computed, to `consume`, with a token that says
    /// when the time is over.
    ///
    /// Evaluation stops at the next triple that it looks up after that. A query that joins what it has found already,
    /// such as one whose patterns share no variable, may go on: who cannot wait for it must stop its thread or process.
    ///
    /// # Errors
    /// When the query or a parameter is wrong, when it takes too long, or as `consume` says.
    pub fn run<T, E>(
        &self,
        graph: &Graph,
        consume: impl FnOnce(QueryResults<'static>, &CancellationToken) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: From<QueryError>,
    {
        let query = self.prepare(graph)?;
        let token = CancellationToken::new();
        let _clock = Clock::start(self.timeout, &token);
        let results = SparqlEvaluator::new()
            .with_cancellation_token(token.clone())
            .for_query(query)
            .on_store(&graph.store)
            .execute()
            .map_err(|error| self.failed(error))?;
        consume(results, &token)
    }

    /// An error of evaluation in this request's words.
    pub fn failed(&self, error: QueryEvaluationError) -> QueryError {
        match (error, self.timeout) {
            (QueryEvaluationError::Cancelled, Some(timeout)) => QueryError::Timeout(timeout),
            (error, _) => QueryError::Evaluation(error),
        }
    }

    /// The parsed query with its parameters in place.
    fn prepare(&self, graph: &Graph) -> Result<Query, QueryError> {
        let mut query = parse(&self.text, &graph.prefixes())?;
        let file = QueryFile::parse(&self.text).map_err(QueryError::Invalid)?;
        let named = variables(&query);
        for (name, _) in &self.parameters {
            let declared = file.parameters.iter().any(|p| p.name == *name);
            if !declared && (!file.parameters.is_empty() || !named.contains(name)) {
                return Err(QueryError::UnknownParameter { name: name.clone(), known: known(&file, &named) });
            }
        }
        let given = |name: &str| self.parameters.iter().rev().find(|(own, _)| own == name).map(|(_, value)| value);
        let missing: Vec<String> = file
            .parameters
            .iter()
            .filter(|p| !p.optional && given(&p.name).is_none())
            .map(ToString::to_string)
            .collect();
        if !missing.is_empty() {
            return Err(QueryError::MissingParameter(missing));
        }
        let declared = file.parameters.iter().filter_map(|p| {
            let value = given(&p.name).or(p.default.as_ref())?;
            Some((p.name.clone(), p.kind, value.clone()))
        });
        let others = self
            .parameters
            .iter()
            .filter(|(name, _)| !file.parameters.iter().any(|p| p.name == *name))
            .map(|(name, value)| (name.clone(), Kind::Any, value.clone()));
        for (name, kind, value) in declared.chain(others) {
            let term: Term = parameters::term(graph, kind, &value)
                .map_err(|error| QueryError::Parameter { name: name.clone(), error })?;
            let variable = Variable::new(&name).map_err(|e| QueryError::Invalid(e.to_string()))?;
            substitute(&mut query, &variable, &term);
        }
        Ok(query)
    }
}

fn known(file: &QueryFile, variables: &std::collections::BTreeSet<String>) -> String {
    let names: Vec<String> = if file.parameters.is_empty() {
        // Parsing names what the query computes with 32 hexadecimal digits.
        let own = |name: &&String| name.len() != 32 || !name.bytes().all(|b| b.is_ascii_hexdigit());
        variables.iter().filter(own).cloned().collect()
    } else {
        file.parameters.iter().map(|p| p.name.clone()).collect()
    };
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// Parses a query that may use these prefixes without declaring them.
///
/// # Errors
/// With the place and the line, where the query breaks the grammar.
pub fn parse(text: &str, prefixes: &Prefixes) -> Result<Query, QueryError> {
    let mut parser = SparqlParser::new();
    for (prefix, namespace) in prefixes.iter() {
        parser = parser.with_prefix(prefix, namespace).map_err(|e| QueryError::Invalid(e.to_string()))?;
    }
    parser.parse_query(text).map_err(|error| mistake::explain(text, prefixes, &error.to_string()))
}
