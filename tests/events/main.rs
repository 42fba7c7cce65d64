//! What is read from a sentence: the texts of `prose/*.md`, and what the keys of a rule do.

mod explain;
mod gaps;
mod guide;
mod prose;
mod rule_keys;

use diplograph::extract::{Extractor, Options};
use std::sync::LazyLock;

/// Everything that is shipped, loaded once for all tests of this program.
static EXTRACTOR: LazyLock<Extractor> =
    LazyLock::new(|| Extractor::new(&Options::default()).expect("the shipped data load"));
