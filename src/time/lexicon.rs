//! The words of `data/time/words.tsv`.

use super::error::TimeTableError;
use super::moment::{SEASONS, Unit};
use super::token::{Reading, Token};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// Declares [`Class`] with the names that tables use.
macro_rules! classes {
    ($($(#[$meta:meta])* $variant:ident = $name:literal,)*) => {
        /// What kind of word of time something is, and what [`Reading::value`] then holds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(super) enum Class { $($(#[$meta])* $variant,)* }

        impl Class {
            pub(super) fn parse(name: &str) -> Option<Self> {
                match name { $($name => Some(Class::$variant),)* _ => None }
            }
        }
    };
}

classes! {
    /// 1 to 12.
    Month = "month",
    /// 1 (Monday) to 7.
    Weekday = "weekday",
    /// As [`Class::Weekday`], in the plural.
    Weekdays = "weekdays",
    /// Index into [`Unit::ALL`], with 100 more when it counts twice (fortnight).
    Unit = "unit",
    /// The same in the plural.
    Units = "units",
    /// Index into [`SEASONS`].
    Season = "season",
    /// Index into [`DAYPARTS`].
    Daypart = "daypart",
    /// Hour of the day.
    HourWord = "hourword",
    /// Days from the day of publication.
    Today = "today",
    /// The same, for a night.
    Tonight = "tonight",
    /// -1, 0, 1 from the day of publication.
    Rel = "rel",
    /// -1, 0, 1 from the date spoken of.
    Ana = "ana",
    /// -1 earlier, 1 later than the date spoken of.
    Dir = "dir",
    /// 1 after, -1 before an event.
    Link = "link",
    /// No value.
    Approx = "approx",
    /// 1 the beginning of a date, 2 its end, 0 another part.
    Edge = "edge",
    /// No value.
    EdgeSoft = "edgesoft",
    /// No value.
    Whole = "whole",
    /// 0 for a.m., 1 for p.m.
    AmPm = "ampm",
    /// 1 for universal time, 0 for others.
    Zone = "zone",
    /// No value.
    Article = "article",
    /// No value: an unstated number.
    Few = "few",
    /// No value: an unstated number of units next to now.
    Vague = "vague",
    /// The number.
    Number = "number",
    /// No value.
    AndAHalf = "andahalf",
    /// The number; -1 for the last.
    Ordinal = "ordinal",
    /// 20, 30 ... 90.
    DecadeWord = "decadeword",
    /// [`Unit`] of recurrence.
    Adverb = "adverb",
    /// [`Unit`] of recurrence or, before a [`Class::Measure`], of length.
    Annual = "annual",
    /// [`Unit`] of length.
    Lasting = "lasting",
    /// No value.
    Measure = "measure",
    /// No value.
    Counted = "counted",
    /// No value.
    Before = "before",
    /// No value: what follows is a number, not a year.
    Numbered = "numbered",
    /// Index into the relations after `At`.
    Relation = "relation",
    /// No value.
    To = "to",
    /// No value.
    Preposition = "preposition",
    /// No value: it opens a range that `to` goes on with.
    RangeFrom = "rangefrom",
    /// No value: it opens a range that `and` goes on with.
    Between = "between",
    /// No value.
    And = "and",
    /// No value: it says which day or year is meant, so that "the day" alone is no expression.
    Defines = "defines",
    /// No value: with it a date is part of a name.
    Compound = "compound",
    /// No value: a new clause begins with it.
    NewClause = "newclause",
    /// Number of a holiday.
    Holiday = "holiday",
    /// The year.
    Year = "year",
    /// Two digits.
    ShortYear = "shortyear",
    /// Day of the month.
    Day = "day",
    /// Day of the month, as "3rd".
    OrdinalDay = "ordinalday",
    /// First three digits of its years.
    Decade = "decade",
    /// 0, 10 ... 90.
    ShortDecade = "shortdecade",
    /// HHMM of the twelve-hour clock.
    Hour = "hour",
    /// HHMM.
    Clock = "clock",
    /// HHMM, a.m. or p.m. written in one with the number.
    ClockHalf = "clockhalf",
    /// HHMM written as four digits.
    Military = "military",
    /// YYYYMMDD.
    Numeric = "numeric",
    /// Thousandths; see [`super::token::UNSTATED`].
    Amount = "num",
}

/// Parts of the day, as TIMEX3 names them.
pub(super) const DAYPARTS: [&str; 5] = ["MO", "AF", "EV", "NI", "DT"];

#[derive(Debug)]
struct Entry {
    class: Class,
    value: i32,
    /// The words after the first.
    rest: SmallVec<[u32; 4]>,
    capital: bool,
    unsure: bool,
}

/// The words, by number. Number 0 is every word that no table holds.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    numbers: FxHashMap<Box<str>, u32>,
    /// Entries by the number of their first word.
    entries: Vec<Vec<Entry>>,
    longest: usize,
}

impl Lexicon {
    /// The words of a table; see the head of `data/time/words.tsv`.
    pub fn parse(file: &'static str, table: &str) -> Result<Self, TimeTableError> {
        let mut lexicon = Self { entries: vec![Vec::new()], ..Self::default() };
        for (i, line) in table.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |what: String| TimeTableError::new(file, i + 1, what);
            let mut cells = line.split('\t');
            let (Some(class), Some(value), Some(words), None) =
                (cells.next(), cells.next(), cells.next(), cells.next())
            else {
                return Err(wrong("expected class, value and words, parted by tabs".to_owned()));
            };
            let class_of = Class::parse(class).ok_or_else(|| wrong(format!("there is no class `{class}`")))?;
            let number =
                value_of(class_of, value).ok_or_else(|| wrong(format!("`{value}` is no value of class `{class}`")))?;
            for word in words.split(',').map(str::trim) {
                let (word, unsure) = word.strip_suffix('?').map_or((word, false), |w| (w, true));
                lexicon.add(class_of, number, word, unsure);
            }
        }
        Ok(lexicon)
    }

    /// Adds a word or phrase.
    pub fn add(&mut self, class: Class, value: i32, words: &str, unsure: bool) {
        let numbers: SmallVec<[u32; 4]> = split(words).map(|word| self.intern(word)).collect();
        let Some((first, rest)) = numbers.split_first() else { return };
        let capital = words.starts_with(char::is_uppercase);
        self.entries[*first as usize].push(Entry { class, value, rest: rest.into(), capital, unsure });
    }

    /// The number of a word, given one when it has none yet.
    pub fn intern(&mut self, word: &str) -> u32 {
        let lower = word.to_lowercase();
        if let Some(number) = self.numbers.get(lower.as_str()) {
            return *number;
        }
        let number = self.entries.len() as u32;
        self.longest = self.longest.max(lower.len());
        self.numbers.insert(lower.into_boxed_str(), number);
        self.entries.push(Vec::new());
        number
    }

    /// The number of a token's lower-case form, 0 when no table holds it.
    pub fn word(&self, token: &str) -> u32 {
        let token = match token {
            "’" | "‘" | "`" | "´" => "'",
            "–" | "‐" | "‑" | "−" => "-",
            _ => token,
        };
        if token.len() > self.longest {
            return 0;
        }
        let mut lower: SmallVec<[u8; 32]> = SmallVec::from_slice(token.as_bytes());
        lower.make_ascii_lowercase();
        std::str::from_utf8(&lower).ok().and_then(|word| self.numbers.get(word)).copied().unwrap_or(0)
    }

    /// Adds the readings of the words that begin at token `i`.
    pub fn read(&self, tokens: &[Token], i: usize, out: &mut SmallVec<[Reading; 2]>) {
        let token = &tokens[i];
        for entry in &self.entries[token.word as usize] {
            let follows = entry.rest.len() < tokens.len() - i
                && entry.rest.iter().zip(&tokens[i + 1..]).all(|(word, token)| token.word == *word);
            if token.word != 0 && follows && (token.capital || !entry.capital) {
                let len = entry.rest.len() as u8 + 1;
                out.push(Reading { class: entry.class, value: entry.value, len, unsure: entry.unsure });
            }
        }
    }
}

/// The words and marks of a phrase as [`super::token::tokenize`] cuts them.
pub(super) fn split(phrase: &str) -> impl Iterator<Item = &str> {
    let mut rest = phrase.trim();
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let len = if first.is_alphanumeric() {
            rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, tail) = rest.split_at(len);
        rest = tail.trim_start();
        Some(word)
    })
}

fn value_of(class: Class, text: &str) -> Option<i32> {
    let index = |names: &[&str]| names.iter().position(|n| *n == text).map(|i| i as i32);
    match class {
        Class::Unit | Class::Units | Class::Adverb | Class::Annual | Class::Lasting => {
            let (twice, name) = text.strip_prefix('2').map_or((0, text), |name| (100, name));
            let unit = Unit::parse(name)?;
            Some(twice + Unit::ALL.iter().position(|u| *u == unit)? as i32)
        }
        Class::Season => index(&SEASONS),
        Class::Daypart => index(&DAYPARTS),
        Class::AmPm => index(&["AM", "PM"]),
        Class::Zone => index(&["-", "Z"]),
        Class::Few | Class::Vague => index(&["X"]),
        _ => text.parse().ok(),
    }
}
