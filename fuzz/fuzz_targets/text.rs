//! Plain text in whatever encoding: decoding, and the marking of headline, date line, byline and paragraphs.
#![no_main]
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    diplograph_fuzz::read(bytes.to_vec());
});
