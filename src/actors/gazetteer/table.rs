//! Tables of tab-separated values with a header line and comment lines that begin with `#`.

use std::path::{Path, PathBuf};

/// What can be wrong with a table of actors.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// The file cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A line does not say what it should.
    #[error("{}:{line}: {what}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong and what is expected.
        what: String,
    },
}

impl TableError {
    /// An error about a line.
    pub fn line(path: &Path, line: usize, what: impl Into<String>) -> Self {
        Self::Line { path: path.to_owned(), line, what: what.into() }
    }
}

/// One line of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    text: &'a str,
    /// Its number in the file, counted from 1.
    pub line: usize,
}

impl<'a> Row<'a> {
    /// The columns, `N` of them; what is missing at the end is empty.
    pub fn cells<const N: usize>(&self) -> [&'a str; N] {
        let mut cells = [""; N];
        for (cell, value) in cells.iter_mut().zip(self.text.split('\t')) {
            *cell = value.trim();
        }
        cells
    }
}

/// The lines of a table after its header.
pub fn rows(text: &str) -> impl Iterator<Item = Row<'_>> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty())
        .skip(1)
        .map(|(i, text)| Row { text, line: i + 1 })
}

/// The parts of a cell that holds a list.
pub fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|part| !part.is_empty())
}
