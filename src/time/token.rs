//! Words, numbers and marks, as far as expressions of time need them.

use super::lexicon::{Class, Lexicon};
use crate::span::Span;
use smallvec::SmallVec;

/// What a token, alone or with those after it, may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub class: Class,
    /// What it stands for; see [`Class`].
    pub value: i32,
    /// How many tokens it takes.
    pub len: u8,
    /// It needs support from the words around.
    pub unsure: bool,
}

/// One word, number or mark.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub span: Span,
    /// Number of its lower-case form in the lexicon; 0 for words that it does not hold.
    pub word: u32,
    /// It begins with a capital.
    pub capital: bool,
    /// It touches the token before.
    pub glued: bool,
    pub shape: Shape,
    pub readings: SmallVec<[Reading; 2]>,
}

/// Kinds of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Word,
    /// It begins with a digit.
    Number,
    Mark,
}

/// Cuts `span` of `text` into tokens and looks each up.
pub(super) fn tokenize(text: &str, span: Span, lexicon: &Lexicon, out: &mut Vec<Token>) {
    out.clear();
    let bytes = text.as_bytes();
    let mut at = span.start;
    let mut last_end = usize::MAX;
    while at < span.end {
        let byte = bytes[at];
        let (len, shape) = if byte.is_ascii_digit() {
            (number_len(&bytes[at..span.end]), Shape::Number)
        } else if byte.is_ascii_alphabetic() {
            (word_len(text, at, span.end), Shape::Word)
        } else if byte.is_ascii() {
            (
                1,
                if byte.is_ascii_whitespace() || byte.is_ascii_control() {
                    at += 1;
                    continue;
                } else {
                    Shape::Mark
                },
            )
        } else {
            let c = text[at..].chars().next().unwrap_or(' ');
            if c.is_whitespace() {
                at += c.len_utf8();
                continue;
            }
            if c.is_alphanumeric() { (word_len(text, at, span.end), Shape::Word) } else { (c.len_utf8(), Shape::Mark) }
        };
        let token = &text[at..at + len];
        let capital = token.chars().next().is_some_and(char::is_uppercase);
        out.push(Token {
            span: Span::new(at, at + len),
            word: lexicon.word(token),
            capital,
            glued: at == last_end,
            shape,
            readings: SmallVec::new(),
        });
        at += len;
        last_end = at;
    }
    for i in 0..out.len() {
        let mut readings = std::mem::take(&mut out[i].readings);
        lexicon.read(out, i, &mut readings);
        if out[i].shape == Shape::Number {
            read_number(out[i].span.of(text), &mut readings);
        }
        out[i].readings = readings;
    }
    for i in 0..out.len() {
        if let Some(reading) = amount_at(out, text, i) {
            out[i].readings.push(reading);
        }
    }
}

fn word_len(text: &str, start: usize, end: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while at < end {
        if bytes[at].is_ascii_alphanumeric() {
            at += 1;
        } else if bytes[at].is_ascii() {
            break;
        } else {
            match text[at..end].chars().next() {
                Some(c) if c.is_alphanumeric() => at += c.len_utf8(),
                _ => break,
            }
        }
    }
    (at - start).max(1)
}

/// Length of a number with its separators, so that `1,500`, `16:15`, `7/8/07`, `2021-03-25`, `5.30pm`, `1990s` are one token.
fn number_len(bytes: &[u8]) -> usize {
    let digits = |from: usize| bytes[from.min(bytes.len())..].iter().take_while(|b| b.is_ascii_digit()).count();
    let at = |i: usize| bytes.get(i).copied().unwrap_or(b' ');
    let first = digits(0);
    let mut len = first;
    for mark in [b'-', b'/', b'.'] {
        if at(len) == mark {
            let second = digits(len + 1);
            let third_at = len + 1 + second;
            let third = digits(third_at + 1);
            let iso = first == 4 && second == 2 && third == 2;
            let numeric = mark != b'-' && first <= 2 && (1..=2).contains(&second) && (third == 4 || third == 2);
            if at(third_at) == mark && (iso || numeric) && at(third_at + 1 + third) != mark {
                return third_at + 1 + third;
            }
        }
    }
    while at(len) == b',' && digits(len + 1) == 3 && first <= 3 {
        len += 4;
    }
    let clock = at(len) == b':' && digits(len + 1) == 2 && first <= 2;
    if clock {
        len += 3;
        if at(len) == b':' && digits(len + 1) == 2 {
            len += 3;
        }
    } else if at(len) == b'.' && digits(len + 1) > 0 {
        len += 1 + digits(len + 1);
    }
    while at(len).is_ascii_alphanumeric() {
        len += 1;
    }
    len
}

/// Readings of a token of digits by its form.
fn read_number(text: &str, out: &mut SmallVec<[Reading; 2]>) {
    let mut add = |class, value| out.push(Reading { class, value, len: 1, unsure: false });
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number: i32 = text[..digits].parse().unwrap_or(i32::MAX);
    let rest = &text[digits..];
    match rest {
        "" => {
            if digits == 4 && (1000..=2199).contains(&number) {
                add(Class::Year, number);
            }
            if digits <= 2 && (1..=31).contains(&number) {
                add(Class::Day, number);
            }
            if digits == 2 {
                add(Class::ShortYear, number);
            }
            if digits <= 2 && (1..=12).contains(&number) {
                add(Class::Hour, number * 100);
            }
            if digits == 4 && number / 100 < 24 && number % 100 < 60 {
                add(Class::Military, number);
            }
        }
        "st" | "nd" | "rd" | "th" => {
            if (1..=31).contains(&number) {
                add(Class::Day, number);
                add(Class::OrdinalDay, number);
            }
            if number <= 1000 {
                add(Class::Ordinal, number);
            }
        }
        "s" if digits == 4 && number % 10 == 0 && (1000..=2190).contains(&number) => add(Class::Decade, number / 10),
        "s" if digits == 2 && number % 10 == 0 => add(Class::ShortDecade, number),
        "am" | "pm" | "AM" | "PM" if digits <= 2 && (1..=12).contains(&number) => {
            add(Class::ClockHalf, half_day(number * 100, rest.eq_ignore_ascii_case("pm")));
        }
        _ if rest.starts_with([':', '.']) && digits <= 2 => {
            let minutes: String = rest[1..].chars().take_while(char::is_ascii_digit).collect();
            let suffix = &rest[1 + minutes.len()..];
            if minutes.len() == 2 {
                let value = number * 100 + minutes.parse::<i32>().unwrap_or(99);
                let valid = number < 25 && value % 100 < 60;
                match suffix.to_ascii_lowercase().as_str() {
                    "am" | "pm" if valid && (1..=12).contains(&number) => {
                        add(Class::ClockHalf, half_day(value, suffix.eq_ignore_ascii_case("pm")));
                    }
                    "" if valid && rest.starts_with(':') => add(Class::Clock, value),
                    "" if valid => add(Class::Hour, value),
                    _ if valid && rest.starts_with(':') && suffix.starts_with(':') => add(Class::Clock, value),
                    _ => {
                        if let Some(date) = numeric_date(text) {
                            add(Class::Numeric, date);
                        }
                    }
                }
            } else if let Some(date) = numeric_date(text) {
                add(Class::Numeric, date);
            }
        }
        _ => {
            if let Some(date) = numeric_date(text) {
                add(Class::Numeric, date);
            }
        }
    }
}

/// A time on the twelve-hour clock as HHMM of the day.
pub(super) fn half_day(hhmm: i32, afternoon: bool) -> i32 {
    hhmm % 1200 + if afternoon { 1200 } else { 0 }
}

/// `2021-03-25`, `3/25/2021`, `3/25/21` (month first unless only the second can be one), `25.3.2021` as YYYYMMDD.
fn numeric_date(text: &str) -> Option<i32> {
    let mark = text.chars().find(|c| !c.is_ascii_digit())?;
    let mut parts = text.split(mark).map(|p| p.parse::<i32>().ok());
    let (a, b, c) = (parts.next()??, parts.next()??, parts.next()??);
    let year = |y: i32| {
        if y >= 100 {
            y
        } else if y < 70 {
            y + 2000
        } else {
            y + 1900
        }
    };
    let (y, m, d) = match mark {
        '-' => (a, b, c),
        '.' => (year(c), b, a),
        _ if a <= 12 => (year(c), a, b),
        _ => (year(c), b, a),
    };
    let valid = (1000..=2199).contains(&y) && (1..=12).contains(&m) && (1..=31).contains(&d);
    valid.then(|| y * 10_000 + m * 100 + d)
}

/// Thousandths that stand for an unstated number.
pub(super) const UNSTATED: i32 = -1;

/// The number that begins at token `i`, in thousandths: "three", "twenty-five", "2.5", "a hundred and twenty", "a", "several".
fn amount_at(tokens: &[Token], text: &str, i: usize) -> Option<Reading> {
    let get = |i: usize, class: Class| tokens.get(i)?.readings.iter().find(|r| r.class == class).copied();
    let amount = |value: i64, len: usize| {
        let value = i32::try_from(value).ok().filter(|v| *v <= 1_000_000_000)?;
        Some(Reading { class: Class::Amount, value, len: u8::try_from(len).ok()?, unsure: false })
    };
    if let Some(few) = tokens[i].readings.iter().filter(|r| r.class == Class::Few).max_by_key(|r| r.len) {
        return amount(i64::from(UNSTATED), usize::from(few.len));
    }
    let token = &tokens[i];
    if token.shape == Shape::Number {
        let words = token.span.of(text);
        let plain: String = words.chars().filter(|c| *c != ',').collect();
        if !plain.bytes().all(|b| b.is_ascii_digit() || b == b'.') || plain.len() > 9 {
            return None;
        }
        let value = plain.parse::<f64>().ok()?;
        let half = get(i + 1, Class::AndAHalf);
        let len = 1 + half.map_or(0, |h| usize::from(h.len));
        return amount((value * 1000.0).round() as i64 + if half.is_some() { 500 } else { 0 }, len);
    }
    let mut total = 0i64;
    let mut open = 0i64;
    let mut at = i;
    if get(i, Class::Article).is_some() {
        let big = get(i + 1, Class::Number).filter(|n| n.value >= 100);
        if big.is_none() {
            let half = get(i + 1, Class::AndAHalf);
            return amount(1000, 1).filter(|_| half.is_none());
        }
        open = 1;
        at += 1;
    }
    let mut previous = i32::MAX;
    while let Some(number) = get(at, Class::Number) {
        match number.value {
            1000 => {
                total += open.max(1) * 1000;
                open = 0;
            }
            100 => open = open.max(1) * 100,
            n if n < previous || previous >= 100 => open += i64::from(n),
            _ => break,
        }
        previous = number.value;
        at += 1;
        // "twenty-five", "hundred and five"
        let joined = tokens.get(at).is_some_and(|t| t.glued && t.span.of(text) == "-")
            || (previous >= 100 && tokens.get(at).is_some_and(|t| t.span.of(text) == "and"));
        if joined && get(at + 1, Class::Number).is_some_and(|n| n.value < 100 && n.value < previous) {
            at += 1;
        }
    }
    if at == i {
        return None;
    }
    let half = get(at, Class::AndAHalf);
    let len = at - i + half.map_or(0, |h| usize::from(h.len));
    amount((total + open) * 1000 + if half.is_some() { 500 } else { 0 }, len)
}
