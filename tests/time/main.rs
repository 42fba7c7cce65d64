//! The time tagger: prose under `prose/`, the table of `docs/time.md`, and properties that hold for any text.

mod offsets;
mod properties;
mod prose;
mod table;

use diplograph::span::Span;
use diplograph::time::{Tagger, Tense, Timex};
use jiff::civil::Date;
use std::sync::LazyLock;

static TAGGER: LazyLock<Tagger> = LazyLock::new(|| Tagger::shipped().expect("the shipped tables are well formed"));

/// The expressions of `text`, each sentence on a line of its own, with tense told from the words near by.
fn tag(text: &str, published: Option<Date>) -> Vec<Timex> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        sentences.push(Span::new(start, start + line.len()));
        start += line.len();
    }
    TAGGER.tag(text, &sentences, published, &|_| Tense::Unknown)
}
