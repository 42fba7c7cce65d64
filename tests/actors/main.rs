//! Who is meant: prose under `prose/`, and the tables of `data/actors/` against public lists.

mod prose;
mod tables;
