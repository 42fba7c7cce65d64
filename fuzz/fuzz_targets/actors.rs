//! A user's own actors: tables, and dictionaries in the formats of TABARI and PETRARCH.
#![no_main]
use diplograph::actors::Gazetteer;
use libfuzzer_sys::fuzz_target;
use std::path::Path;

fuzz_target!(|text: &str| {
    if let Err(error) = Gazetteer::default().add_file(Path::new("own.tsv"), text.to_owned()) {
        assert!(error.to_string().contains("own.tsv:"), "an error without its place: {error}");
    }
});
