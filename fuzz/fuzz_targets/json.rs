//! JSONL, JSON arrays and JSON objects over several lines.
#![no_main]
use diplograph_fuzz::{behind, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let rest = bytes.get(1..).unwrap_or_default();
    let beginning = match bytes.first().map_or(0, |byte| byte % 4) {
        0 => "",
        1 => "{\"",
        2 => "[{",
        _ => "{\n\"",
    };
    read(behind(beginning, rest));
});
