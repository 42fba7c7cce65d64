//! What may be split off a chunk of text, or split it: spaCy's prefix, suffix and infix expressions for English.
//!
//! The expressions' literals and character classes come from the packed model; their few rules are written out here,
//! which is faster than running them as regular expressions. scripts/pack_model.py checks that the rules are these.

use crate::language::model::chars::CharSet;
use crate::language::model::pack::{ModelError, Pack};
use fancy_regex::Regex;
use rustc_hash::FxHashSet;
use std::ops::Range;
use std::sync::OnceLock;

/// Texts that are split off as they are.
struct Literals {
    single: FxHashSet<char>,
    longer: Vec<Box<str>>,
    /// The first bytes of the longer ones, and their last: most texts can be told from all of them by one byte.
    first: Bytes,
    last: Bytes,
}

/// For each byte whether it is among some.
type Bytes = [bool; 256];

impl Literals {
    fn load(pack: &Pack, name: &str) -> Result<Self, ModelError> {
        let none = [false; 256];
        let mut literals = Self { single: FxHashSet::default(), longer: Vec::new(), first: none, last: none };
        for mut record in pack.records(name)?.iter() {
            let text = record.next().unwrap_or_default();
            let mut chars = text.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) => drop(literals.single.insert(c)),
                (Some(_), Some(_)) => {
                    literals.first[usize::from(text.as_bytes()[0])] = true;
                    literals.last[usize::from(text.as_bytes()[text.len() - 1])] = true;
                    literals.longer.push(text.into());
                }
                (None, _) => {}
            }
        }
        Ok(literals)
    }

    /// The longer ones that a text may begin with.
    fn may_begin(&self, text: &str) -> &[Box<str>] {
        if text.bytes().next().is_some_and(|byte| self.first[usize::from(byte)]) { &self.longer } else { &[] }
    }

    /// The longer ones that a text may end with.
    fn may_end(&self, text: &str) -> &[Box<str>] {
        if text.bytes().next_back().is_some_and(|byte| self.last[usize::from(byte)]) { &self.longer } else { &[] }
    }
}

/// The affix rules.
pub struct Affixes {
    prefixes: Literals,
    suffixes: Literals,
    /// Split off behind a digit: currencies and units of measure.
    units: Literals,
    /// In the order in which they are tried.
    hyphens: Vec<Box<str>>,
    icon: CharSet,
    letter: CharSet,
    upper: CharSet,
    lower_or_quote: CharSet,
    upper_or_quote: CharSet,
    before_period: CharSet,
    url: String,
    url_regex: OnceLock<Option<Regex>>,
}

impl Affixes {
    pub(crate) fn load(pack: &Pack) -> Result<Self, ModelError> {
        let hyphens = pack.records("tokenizer/hyphens")?;
        Ok(Self {
            prefixes: Literals::load(pack, "tokenizer/prefixes")?,
            suffixes: Literals::load(pack, "tokenizer/suffixes")?,
            units: Literals::load(pack, "tokenizer/units")?,
            hyphens: hyphens.iter().filter_map(|mut r| Some(r.next()?.into())).collect(),
            icon: CharSet::load(pack, "chars/icon")?,
            letter: CharSet::load(pack, "chars/letter")?,
            upper: CharSet::load(pack, "chars/upper")?,
            lower_or_quote: CharSet::load(pack, "chars/lower_or_quote")?,
            upper_or_quote: CharSet::load(pack, "chars/upper_or_quote")?,
            before_period: CharSet::load(pack, "chars/before_period")?,
            url: pack.text("tokenizer/url")?,
            url_regex: OnceLock::new(),
        })
    }

    /// Length of the prefix to split off, 0 for none.
    pub fn prefix(&self, text: &str) -> usize {
        let mut chars = text.chars();
        let Some(first) = chars.next() else { return 0 };
        if first.is_ascii_alphanumeric() {
            return self.prefixes.may_begin(text).iter().find(|p| text.starts_with(&***p)).map_or(0, |p| p.len());
        }
        let second = chars.next();
        match first {
            '+' if !second.is_some_and(|c| c.is_ascii_digit()) => 1,
            '.' if second == Some('.') => dots(text),
            c if self.prefixes.single.contains(&c) || self.icon.has(c) => c.len_utf8(),
            _ => 0,
        }
    }

    /// Length of the suffix to split off, 0 for none: the longest that any rule allows.
    pub fn suffix(&self, text: &str) -> usize {
        let mut chars = text.chars().rev();
        let Some(last) = chars.next() else { return 0 };
        let (before, second) = (chars.next(), chars.next());
        let mut length = 0;
        if self.suffixes.single.contains(&last) || self.icon.has(last) {
            length = last.len_utf8();
        }
        for literal in self.suffixes.may_end(text).iter().filter(|l| text.ends_with(&***l)) {
            length = length.max(literal.len());
        }
        if before.is_some_and(|c| c.is_ascii_digit()) && (last == '+' || self.units.single.contains(&last)) {
            length = length.max(last.len_utf8());
        }
        let numbered = text.bytes().any(|b| b.is_ascii_digit());
        for unit in self.units.may_end(text).iter().filter(|_| numbered) {
            let number = text.strip_suffix(&**unit);
            if number.is_some_and(|n| n.ends_with(|c: char| c.is_ascii_digit())) {
                length = length.max(unit.len());
            }
        }
        if last == '.' {
            let run = text.len() - text.trim_end_matches('.').len();
            let degrees = matches!(before, Some('F' | 'f' | 'C' | 'c' | 'K' | 'k')) && second == Some('°');
            let is_upper = |c: Option<char>| c.is_some_and(|c| self.upper.has(c));
            if run >= 2 {
                length = length.max(run);
            } else if degrees
                || before.is_some_and(|c| self.before_period.has(c))
                || is_upper(before) && is_upper(second)
            {
                length = length.max(1);
            }
        }
        length
    }

    /// The places inside `text` where it is cut, in order.
    pub fn infixes(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let (mut before, mut skip) = (None, 0);
        for (at, c) in text.char_indices() {
            if at >= skip {
                let length = self.infix(before, c, &text[at..]);
                if length > 0 {
                    found.push(at..at + length);
                    skip = at + length;
                }
            }
            before = Some(c);
        }
        found
    }

    /// Length of the infix that `rest` starts with; `c` is its first character and `before` the one in front of it.
    fn infix(&self, before: Option<char>, c: char, rest: &str) -> usize {
        if c.is_ascii_alphanumeric() {
            return 0;
        }
        let next = rest[c.len_utf8()..].chars().next();
        if c == '.' && next == Some('.') {
            return dots(rest);
        }
        if c == '…' || self.icon.has(c) {
            return c.len_utf8();
        }
        let Some(before) = before else { return 0 };
        let is_letter = |c: Option<char>| c.is_some_and(|c| self.letter.has(c));
        match c {
            '+' | '-' | '*' | '^'
                if before.is_ascii_digit() && next.is_some_and(|c| c.is_ascii_digit() || c == '-') =>
            {
                return 1;
            }
            '.' if self.lower_or_quote.has(before) && next.is_some_and(|c| self.upper_or_quote.has(c)) => return 1,
            ',' if self.letter.has(before) && is_letter(next) => return 1,
            _ => {}
        }
        if !(before.is_ascii_digit() || self.letter.has(before)) {
            return 0;
        }
        for hyphen in &self.hyphens {
            if rest.strip_prefix(&**hyphen).is_some_and(|after| is_letter(after.chars().next())) {
                return hyphen.len();
            }
        }
        usize::from(matches!(c, ':' | '<' | '>' | '=' | '/') && is_letter(next))
    }

    /// Whether `text` is an address on the web. The expression is compiled when the first candidate comes.
    pub fn is_url(&self, text: &str) -> bool {
        const LONGEST: usize = 2048;
        if text.len() > LONGEST || !self.may_be_url(text) {
            return false;
        }
        let regex = self.url_regex.get_or_init(|| Regex::new(&self.url).ok());
        regex.as_ref().is_some_and(|r| r.is_match(text).unwrap_or(false))
    }

    /// Addresses hold a dot before two letters, or the dots and digits of an IP address.
    fn may_be_url(&self, text: &str) -> bool {
        let dots = memchr::memchr_iter(b'.', text.as_bytes());
        let mut count = 0;
        for dot in dots {
            count += 1;
            let mut after = text[dot + 1..].chars();
            if dot > 0 && (0..2).all(|_| after.next().is_some_and(|c| self.letter.has(c))) {
                return true;
            }
        }
        count >= 3 && text.bytes().any(|b| b.is_ascii_digit())
    }
}

fn dots(text: &str) -> usize {
    text.len() - text.trim_start_matches('.').len()
}
