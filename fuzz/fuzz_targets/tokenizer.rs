//! The tokenizer: tokens in order, on whole characters, and together all of the text but single spaces.
#![no_main]
use diplograph::language::Engine;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::shipped().expect("the shipped model is sound"));

fuzz_target!(|text: &str| {
    let mut end = 0;
    for token in ENGINE.tokenize(text) {
        assert!(token.start >= end && token.end > token.start, "{token:?} after {end}");
        assert!(matches!(&text[end..token.start], "" | " "), "{:?} is in no token", &text[end..token.start]);
        let _ = &text[token.start..token.end];
        end = token.end;
    }
    assert!(matches!(&text[end..], "" | " "), "{:?} is in no token", &text[end..]);
});
