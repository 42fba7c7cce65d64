//! RSS and Atom.
#![no_main]
use diplograph_fuzz::{behind, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let beginning = if bytes.first().is_some_and(|byte| byte % 2 == 0) {
        "<rss version=\"2.0\">"
    } else {
        "<feed xmlns=\"http://www.w3.org/2005/Atom\">"
    };
    read(behind(beginning, bytes.get(1..).unwrap_or_default()));
});
