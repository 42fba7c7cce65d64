//! Pages: their metadata and their main text.
#![no_main]
use diplograph_fuzz::{behind, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    read(behind("<!doctype html>", bytes));
});
