//! What people read on standard error.
//!
//! Text of articles and file names may hold terminal escapes; [`plain`] takes their power away. Whatever a command
//! prints for people, on either stream, passes through it.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, Ordering};

static LEVEL: AtomicU8 = AtomicU8::new(1);
static BAR: Mutex<Option<indicatif::ProgressBar>> = Mutex::new(None);

/// Sets how much is said, once, from `-q` and `-v`.
pub fn set_level(quiet: bool, verbose: bool) {
    LEVEL.store(if quiet { 0 } else { 1 + u8::from(verbose) }, Ordering::Relaxed);
}

/// Whether `-q` was given.
pub fn is_quiet() -> bool {
    LEVEL.load(Ordering::Relaxed) == 0
}

/// Something went wrong. Always said.
pub fn error(words: &str) {
    say("error", "31", words);
}

/// Input was skipped. Always said, as the exit status depends on it.
pub fn skipped(words: &str) {
    say("warning", "33", words);
}

/// Something is doubtful, though nothing is lost. Not said under `-q`.
pub fn warning(words: &str) {
    if !is_quiet() {
        say("warning", "33", words);
    }
}

/// An error and its causes in one line. A cause whose words already stand in what it caused is not said again.
pub fn chain(error: &anyhow::Error) -> String {
    let mut words = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if words.is_empty() {
            words = cause;
        } else if !words.contains(&cause) {
            words = format!("{words}: {cause}");
        }
    }
    words
}

/// What was done. Not said under `-q`.
pub fn note(words: &str) {
    if !is_quiet() {
        print(&plain(words));
    }
}

/// Details. Said under `-v` only.
pub fn detail(words: &str) {
    if LEVEL.load(Ordering::Relaxed) > 1 {
        print(&plain(words));
    }
}

/// Whether to colour what goes to `stream`: it is a terminal, and neither `NO_COLOR` nor a dumb terminal forbids.
pub fn colours(stream: &impl IsTerminal) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    stream.is_terminal() && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Draws messages above this bar from now on, or stops doing so.
pub fn set_bar(bar: Option<indicatif::ProgressBar>) {
    *BAR.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = bar;
}

/// `words` with control characters (terminal escapes among them) and characters that turn the direction of writing
/// shown as `\u{1b}`; line breaks and tabs stay.
pub fn plain(words: &str) -> Cow<'_, str> {
    if !words.chars().any(is_dangerous) {
        return Cow::Borrowed(words);
    }
    let mut out = String::with_capacity(words.len() + 16);
    for c in words.chars() {
        if is_dangerous(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// JSON for standard output. On a terminal, characters that might move it stand as `\u009b`: it is the same JSON.
pub fn json_out(json: &[u8]) -> Cow<'_, [u8]> {
    match std::str::from_utf8(json) {
        Ok(words) if io::stdout().is_terminal() => Cow::Owned(plain_json(words).into_owned().into_bytes()),
        _ => Cow::Borrowed(json),
    }
}

fn plain_json(json: &str) -> Cow<'_, str> {
    if !json.chars().any(is_dangerous) {
        return Cow::Borrowed(json);
    }
    let escaped = |c: char| if is_dangerous(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    Cow::Owned(json.chars().map(escaped).collect())
}

/// Whether a character may move a terminal or turn the direction of writing.
pub fn is_dangerous(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn say(kind: &str, colour: &str, words: &str) {
    let words = plain(words);
    if colours(&io::stderr()) {
        print(&format!("\u{1b}[1;{colour}m{kind}\u{1b}[0m: {words}"));
    } else {
        print(&format!("{kind}: {words}"));
    }
}

fn print(line: &str) {
    let bar = BAR.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    // A closed standard error is nobody's loss.
    let write = || drop(writeln!(io::stderr(), "{line}"));
    match &*bar {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminal_escapes_lose_their_power() {
        assert_eq!(plain("\u{1b}[2J gone"), "\\u{1b}[2J gone");
        assert_eq!(plain("\u{9b}31m\u{202e}"), "\\u{9b}31m\\u{202e}");
        assert_eq!(plain_json("{\"a\": \"\u{9b}31m\u{202e}\"}"), "{\"a\": \"\\u009b31m\\u202e\"}");
        assert!(matches!(plain("São Tomé\tand\nPríncipe"), Cow::Borrowed(_)));
    }

    #[test]
    fn causes_are_said_once() {
        let error = anyhow::anyhow!("no such file").context("rules.toml: no such file").context("cannot start");
        assert_eq!(chain(&error), "cannot start: rules.toml: no such file");
    }
}
