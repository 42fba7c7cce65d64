//! Web archives.
#![no_main]
use diplograph_fuzz::{behind, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    read(behind("WARC/1.0\r\n", bytes));
});
