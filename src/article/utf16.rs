//! UTF-16 made UTF-8 on the way, so that every reader behind it meets one encoding.

use encoding_rs::{Decoder, DecoderResult, Encoding};
use std::io::{self, BufRead, Read};

/// The most bytes that one step of the decoder may write for a character.
const ROOM: usize = 16;

/// Reads what another reader gives, decoded.
pub(super) struct Utf16<R> {
    reader: R,
    decoder: Decoder,
    /// Decoded bytes that did not fit into the caller's buffer, and how many of them are given.
    rest: Vec<u8>,
    given: usize,
    ended: bool,
    damaged: bool,
}

impl<R: BufRead> Utf16<R> {
    /// A byte order mark must have been passed over.
    pub fn new(reader: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_without_bom_handling();
        Self { reader, decoder, rest: Vec::new(), given: 0, ended: false, damaged: false }
    }

    /// Decodes what the reader has at hand.
    fn fill(&mut self) -> io::Result<()> {
        let input = self.reader.fill_buf()?;
        let last = input.is_empty();
        // Of each unit of two bytes come three at most.
        self.rest.resize(input.len() * 3 / 2 + ROOM, 0);
        let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(input, &mut self.rest, last);
        self.reader.consume(read);
        self.rest.truncate(written);
        self.given = 0;
        self.ended = last && result == DecoderResult::InputEmpty;
        self.damaged = matches!(result, DecoderResult::Malformed(..));
        Ok(())
    }
}

impl<R: BufRead> Read for Utf16<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.rest.len() && !self.ended {
            if self.damaged {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "its UTF-16 is damaged"));
            }
            self.fill()?;
        }
        let rest = &self.rest[self.given..];
        let length = rest.len().min(buffer.len());
        buffer[..length].copy_from_slice(&rest[..length]);
        self.given += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{UTF_16BE, UTF_16LE};
    use std::io::BufReader;

    #[test]
    fn every_character_comes_whole_however_the_bytes_are_cut() {
        let words = "The Élysée — “naïve” 🇫🇷 \u{10ffff}\n";
        for (encoding, bytes) in [
            (UTF_16LE, words.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()),
            (UTF_16BE, words.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        ] {
            for size in 1..9 {
                let mut read = String::new();
                let reader = BufReader::with_capacity(size, &bytes[..]);
                Utf16::new(reader, encoding).read_to_string(&mut read).unwrap();
                assert_eq!(read, words);
            }
        }
    }

    #[test]
    fn half_a_character_is_an_error() {
        for bytes in [&[0x41, 0, 0x3d, 0xd8][..], &[0x41, 0, 0x41], &[0x3d, 0xd8, 0x41, 0]] {
            assert!(Utf16::new(bytes, UTF_16LE).read_to_end(&mut Vec::new()).is_err(), "{bytes:?}");
        }
    }
}
