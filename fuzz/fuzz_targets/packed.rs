//! gzip and zstd: broken ones, and whole ones of whatever content, one packed in the other.
#![no_main]
use diplograph_fuzz::{behind, read};
use libfuzzer_sys::fuzz_target;
use std::io::Write;

fuzz_target!(|bytes: &[u8]| {
    let rest = bytes.get(1..).unwrap_or_default();
    let gzip = |bytes: &[u8]| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(bytes).expect("memory takes all");
        packed.finish().expect("memory takes all")
    };
    let zstd = |bytes: &[u8]| zstd::encode_all(bytes, 1).expect("memory takes all");
    let packed = match bytes.first().map_or(0, |byte| byte % 5) {
        0 => [&[0x1f, 0x8b, 8], rest].concat(),
        1 => [&[0x28, 0xb5, 0x2f, 0xfd], rest].concat(),
        2 => gzip(rest),
        3 => zstd(rest),
        _ => zstd(&gzip(&behind("{\"", rest))),
    };
    read(packed);
});
