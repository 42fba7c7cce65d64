//! Data on standard output. Where that is a terminal, people read it, and the words of articles must not move it: characters
//! that might are written as the format's own escapes for them, so that it stays the same data wherever the format has such.

use super::message::is_dangerous;
use std::io::{self, IsTerminal, StdoutLock, Write};

/// How a format writes a character by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escape {
    /// `\u009b`, in JSON, Turtle and its kin.
    Json,
    /// `&#x9b;`
    Xml,
    /// `\u{9b}`, for people: the format has none.
    Shown,
}

impl Escape {
    /// That of a format of the command line.
    pub fn of(format: &impl clap::ValueEnum) -> Self {
        match format.to_possible_value().as_ref().map_or("", |value| value.get_name()) {
            "json" | "jsonl" | "jsonld" | "tsv" | "ttl" | "nt" | "nq" | "trig" => Self::Json,
            "xml" | "rdfxml" | "svg" | "graphml" | "gexf" => Self::Xml,
            _ => Self::Shown,
        }
    }
}

/// Standard output.
pub fn data(escape: Escape) -> Screen<StdoutLock<'static>> {
    let out = io::stdout();
    Screen { escape: out.is_terminal().then_some(escape), out: out.lock(), rest: Vec::new() }
}

/// A writer that takes their power from what goes through it.
pub struct Screen<W: Write> {
    out: W,
    /// None lets everything through.
    escape: Option<Escape>,
    /// The beginning of a character, or of a line's end.
    rest: Vec<u8>,
}

impl<W: Write> Screen<W> {
    /// Writes what is whole; at the end, all.
    fn pass(&mut self, escape: Escape, end: bool) -> io::Result<()> {
        let whole = match std::str::from_utf8(&self.rest) {
            Ok(_) => self.rest.len(),
            // No character is longer; what is no UTF-8 is told as such.
            Err(error) if !end && self.rest.len() - error.valid_up_to() < 4 => error.valid_up_to(),
            Err(_) => self.rest.len(),
        };
        let whole = whole - usize::from(!end && self.rest[..whole].ends_with(b"\r"));
        let words = String::from_utf8_lossy(&self.rest[..whole]);
        let mut safe = String::with_capacity(words.len());
        let mut chars = words.chars().peekable();
        while let Some(c) = chars.next() {
            let line_end = c == '\r' && chars.peek() == Some(&'\n');
            match escape {
                _ if line_end || !is_dangerous(c) => safe.push(c),
                Escape::Json => safe.push_str(&format!("\\u{:04x}", u32::from(c))),
                Escape::Xml => safe.push_str(&format!("&#x{:x};", u32::from(c))),
                Escape::Shown => safe.extend(c.escape_unicode()),
            }
        }
        self.out.write_all(safe.as_bytes())?;
        self.rest.drain(..whole);
        Ok(())
    }
}

impl<W: Write> Write for Screen<W> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let Some(escape) = self.escape else { return self.out.write(buffer) };
        self.rest.extend(buffer);
        self.pass(escape, false)?;
        Ok(buffer.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if let Some(escape) = self.escape {
            self.pass(escape, true)?;
        }
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(escape: Option<Escape>, words: &str, step: usize) -> String {
        let mut screen = Screen { out: Vec::new(), escape, rest: Vec::new() };
        for piece in words.as_bytes().chunks(step) {
            screen.write_all(piece).expect("a vector takes it");
        }
        screen.flush().expect("a vector takes it");
        String::from_utf8(screen.out).expect("UTF-8")
    }

    #[test]
    fn nothing_that_moves_a_terminal_reaches_it() {
        let words = "São 🇫🇷\r\n\u{1b}[2J\u{9b}31m\r\u{202e}\t.\r";
        for step in 1..9 {
            assert_eq!(shown(None, words, step), words);
            let json = "São 🇫🇷\r\n\\u001b[2J\\u009b31m\\u000d\\u202e\t.\\u000d";
            assert_eq!(shown(Some(Escape::Json), words, step), json);
            assert_eq!(shown(Some(Escape::Xml), words, step), "São 🇫🇷\r\n&#x1b;[2J&#x9b;31m&#xd;&#x202e;\t.&#xd;");
            assert_eq!(
                shown(Some(Escape::Shown), words, step),
                "São 🇫🇷\r\n\\u{1b}[2J\\u{9b}31m\\u{d}\\u{202e}\t.\\u{d}"
            );
        }
    }
}
