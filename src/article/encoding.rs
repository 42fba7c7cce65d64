//! Bytes to text, whatever the encoding.

use super::Problem;
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

/// Decodes by byte order mark, then as UTF-8, then by the encoding that the page or its headers declare, then by guess.
///
/// # Errors
/// [`Problem::Utf8`] for text that is UTF-8 but for some broken place, [`Problem::NotText`] for bytes that are no text.
pub(super) fn decode(bytes: Vec<u8>, declared: Option<&str>) -> Result<String, Problem> {
    if let Some((encoding, length)) = Encoding::for_bom(&bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(&bytes[length..]);
        if broken {
            return Err(broken_text(&bytes, encoding));
        }
        return text_only(text.into_owned());
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => {
            // All its bytes are ASCII.
            if text.contains("\u{1b}$B")
                && text.contains("\u{1b}(B")
                && let Some(text) = ISO_2022_JP.decode_without_bom_handling_and_without_replacement(text.as_bytes())
            {
                return text_only(text.into_owned());
            }
            return text_only(text);
        }
        Err(error) => error.into_bytes(),
    };
    if let Some(encoding) = declared.and_then(|label| Encoding::for_label_no_replacement(label.trim().as_bytes()))
        && encoding != UTF_8
        && let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(&bytes)
    {
        return text_only(text.into_owned());
    }
    if bytes.contains(&0) {
        return Err(Problem::NotText("it holds zero bytes"));
    }
    if has_utf8_letters(&bytes) {
        return Err(broken_text(&bytes, UTF_8));
    }
    let mut detector = chardetng::EncodingDetector::new();
    detector.feed(&bytes, true);
    let (encoding, _) = detector.guess_assess(None, false);
    match encoding.decode_without_bom_handling_and_without_replacement(&bytes) {
        Some(text) if !text.chars().any(|c| matches!(c, '\u{80}'..='\u{9f}')) => text_only(text.into_owned()),
        _ => Err(broken_text(&bytes, UTF_8)),
    }
}

/// Whether bytes above ASCII form valid UTF-8 sequences at least as often as not: the text is UTF-8, only broken. Bytes of
/// another encoding do so by chance, now and then.
fn has_utf8_letters(bytes: &[u8]) -> bool {
    let (mut valid, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    valid > 0 && valid >= broken
}

/// The kind of UTF-16 that a stream begins with, and the length of its byte order mark. Without a mark, the zeros tell:
/// nearly all letters of English are in one half of the units and only zeros in the other.
pub(super) fn utf16(head: &[u8]) -> Option<(&'static Encoding, usize)> {
    match head {
        [0xff, 0xfe, 0, 0, ..] => return None,
        [0xff, 0xfe, ..] => return Some((UTF_16LE, 2)),
        [0xfe, 0xff, ..] => return Some((UTF_16BE, 2)),
        _ => {}
    }
    let units = head.chunks_exact(2).take(1000);
    let count = units.len();
    let (low, high) = units.fold((0, 0), |(low, high), unit| match unit {
        [first, 0] if *first != 0 => (low + 1, high),
        [0, second] if *second != 0 => (low, high + 1),
        _ => (low, high),
    });
    match count >= 8 {
        true if low * 10 >= count * 9 => Some((UTF_16LE, 0)),
        true if high * 10 >= count * 9 => Some((UTF_16BE, 0)),
        _ => None,
    }
}

fn broken_text(bytes: &[u8], encoding: &'static Encoding) -> Problem {
    match std::str::from_utf8(bytes) {
        Err(error) if encoding == UTF_8 => {
            let byte = error.valid_up_to();
            Problem::Utf8 { line: memchr::memchr_iter(b'\n', &bytes[..byte]).count() + 1, byte }
        }
        _ => Problem::NotText("its encoding is damaged"),
    }
}

fn text_only(text: String) -> Result<String, Problem> {
    if text.contains('\0') {
        return Err(Problem::NotText("it holds zero bytes"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes.to_vec(), None).unwrap()
    }

    #[test]
    fn encodings() {
        let words = "The Élysée said that France would not send “observers”.";
        assert_eq!(text(words.as_bytes()), words);
        assert_eq!(text(&encoding_rs::WINDOWS_1252.encode(words).0), words);
        let mut marked = vec![0xEF, 0xBB, 0xBF];
        marked.extend(words.as_bytes());
        assert_eq!(text(&marked), words);
        let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(words.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&utf16), words);
    }

    #[test]
    fn encodings_of_other_scripts_are_not_taken_for_broken_utf8() {
        let words = "Beijing expelled the envoy of Peru, the 外交部 said.";
        assert_eq!(text(&encoding_rs::GBK.encode(words).0), words);
        let words = "Tokyo expelled the envoy of Peru, the 外務省 said.";
        assert_eq!(text(&encoding_rs::SHIFT_JIS.encode(words).0), words);
        assert_eq!(
            text(b"Tokyo expelled the envoy, the \x1b$B30L3>J\x1b(B said."),
            "Tokyo expelled the envoy, the 外務省 said."
        );
    }

    #[test]
    fn utf16_is_known_by_its_mark_or_by_its_zeros() {
        let bytes = |words: &str, to: fn(u16) -> [u8; 2]| words.encode_utf16().flat_map(to).collect::<Vec<u8>>();
        let words = "The Élysée said “no”, of course.";
        assert_eq!(utf16(&bytes(words, u16::to_le_bytes)), Some((UTF_16LE, 0)));
        assert_eq!(utf16(&bytes(words, u16::to_be_bytes)), Some((UTF_16BE, 0)));
        assert_eq!(utf16(&bytes("\u{feff}外交部", u16::to_le_bytes)), Some((UTF_16LE, 2)));
        assert_eq!(utf16(words.as_bytes()), None);
        assert_eq!(utf16(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0\0\0\x02\0"), None);
        assert_eq!(utf16(b"\xff\xfe\0\0T\0\0\0"), None, "UTF-32");
    }

    #[test]
    fn a_declared_encoding_comes_before_a_guess() {
        let bytes = encoding_rs::WINDOWS_1251.encode("Сергей Lavrov").0.into_owned();
        assert_eq!(decode(bytes, Some("windows-1251")).unwrap(), "Сергей Lavrov");
    }

    #[test]
    fn broken_utf8_is_reported_with_its_place() {
        assert_eq!(decode(b"\xc3\x89lys\xc3e said".to_vec(), None).unwrap_err(), Problem::Utf8 { line: 1, byte: 5 });
        assert!(matches!(decode(vec![0x89, b'P', 0, 1, 0xff], None), Err(Problem::NotText(_))));
    }
}
