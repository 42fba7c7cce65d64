//! What can be wrong with the tables under `data/time`.

use thiserror::Error;

/// A line of a time table that cannot be used.
#[derive(Debug, Error)]
#[error("data/time/{file}, line {line}: {problem}")]
#[non_exhaustive]
pub struct TimeTableError {
    /// Name of the table.
    pub file: &'static str,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub problem: String,
}

impl TimeTableError {
    pub(super) fn new(file: &'static str, line: usize, problem: impl Into<String>) -> Self {
        Self { file, line, problem: problem.into() }
    }
}
