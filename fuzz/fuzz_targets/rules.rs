//! Rule files: a codebook that is one file of whatever content.
#![no_main]
use diplograph::events::Rulebook;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &str)| {
    let (kind, text) = input;
    let sets = ("sets.toml".to_owned(), include_str!("../../data/rules/sets.toml").to_owned());
    let name = ["own.toml", "embedding.toml", "roles.toml", "sets.toml"][usize::from(kind % 4)];
    let mut files = vec![(name.to_owned(), text.to_owned())];
    if name != "sets.toml" {
        files.insert(0, sets);
    }
    if let Err(error) = Rulebook::of(files, Vec::new()) {
        let words = error.to_string();
        assert!(words.contains(name), "an error without its file: {words}");
    }
});
