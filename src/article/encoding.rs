//! Bytes to text, whatever the encoding.

use super::Problem;
use encoding_rs::{Encoding, UTF_8};

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
        Ok(text) => return text_only(text),
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

/// Whether some bytes above ASCII form valid UTF-8 sequences: the text is UTF-8, only broken.
fn has_utf8_letters(bytes: &[u8]) -> bool {
    bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii())
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
