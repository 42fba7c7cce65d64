//! What the networks know of a word: numbers made from its letters.

use super::pack::{Bytes, Kind, ModelError, Pack, Records, damaged, u32_at};
use rustc_hash::FxHashMap;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// Identity numbers of strings, as the model was trained with them.
pub struct Strings {
    symbols: FxHashMap<Box<str>, u64>,
    norms_by_id: Records,
    norms_by_text: Records,
}

impl Strings {
    pub(crate) fn load(pack: &Pack) -> Result<Self, ModelError> {
        let table = pack.records("symbols")?;
        let symbol = |mut fields: std::str::Split<'_, char>| {
            let name = fields.next()?;
            Some((name.into(), fields.next()?.parse().ok()?))
        };
        let symbols = table.iter().map(symbol).collect::<Option<_>>();
        Ok(Self {
            symbols: symbols.ok_or_else(|| damaged("symbols", "a number is missing".to_owned()))?,
            norms_by_id: pack.records("norms/by_id")?,
            norms_by_text: pack.records("norms/by_text")?,
        })
    }

    /// A few hundred names have small numbers, every other string its hash.
    pub fn id(&self, text: &str) -> u64 {
        match text {
            "" => 0,
            _ => self.symbols.get(text).copied().unwrap_or_else(|| murmur64a(text.as_bytes(), 1)),
        }
    }

    /// The normal form of a word whose identity is `id` and whose lower case is `lower`.
    pub fn norm(&self, text: &str, id: u64, lower: &str) -> String {
        let by_id = self.norms_by_id.get(&format!("{id:016x}")).and_then(|mut f| f.next());
        by_id.or_else(|| self.norms_by_text.get(text).and_then(|mut f| f.next())).unwrap_or(lower).to_owned()
    }
}

/// MurmurHash64A (Austin Appleby, public domain).
fn murmur64a(data: &[u8], seed: u64) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    let mut hash = seed ^ (data.len() as u64).wrapping_mul(M);
    let blocks = data.chunks_exact(8);
    let rest = blocks.remainder();
    for block in blocks {
        let mut k = u64::from(u32_at(block, 0)) | u64::from(u32_at(block, 4)) << 32;
        k = k.wrapping_mul(M);
        k ^= k >> 47;
        hash = (hash ^ k.wrapping_mul(M)).wrapping_mul(M);
    }
    if !rest.is_empty() {
        let tail = rest.iter().rev().fold(0, |k, byte| k << 8 | u64::from(*byte));
        hash = (hash ^ tail).wrapping_mul(M);
    }
    hash = (hash ^ (hash >> 47)).wrapping_mul(M);
    hash ^ (hash >> 47)
}

/// Python's `str.isspace` for one character.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// Python's `str.isalpha` for one character: a letter, not a mark.
fn is_letter(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() } else { c.general_category_group() == GeneralCategoryGroup::Letter }
}

/// Python's `str.isdigit` for one character: decimal digits and those in other shapes (raised, circled).
fn is_digit(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_digit();
    }
    c.general_category() == GeneralCategory::DecimalNumber
        || matches!(c as u32,
            0xb2 | 0xb3 | 0xb9 | 0x1369..=0x1371 | 0x19da | 0x2070 | 0x2074..=0x2079 | 0x2080..=0x2089
            | 0x2460..=0x2468 | 0x2474..=0x247c | 0x2488..=0x2490 | 0x24ea | 0x24f5..=0x24fd | 0x24ff
            | 0x2776..=0x277e | 0x2780..=0x2788 | 0x278a..=0x2792 | 0x10a40..=0x10a43 | 0x10e60..=0x10e68
            | 0x11052..=0x1105a | 0x1f100..=0x1f10a)
}

/// Letters become `X` and `x`, digits `d`, the rest stays; runs are cut after four.
pub fn shape(text: &str) -> String {
    if text.chars().count() >= 100 {
        return "LONG".to_owned();
    }
    let mut shape = String::new();
    let (mut last, mut run) = (None, 0);
    for c in text.chars() {
        let class = match c {
            c if is_letter(c) && c.is_uppercase() => 'X',
            c if is_letter(c) => 'x',
            c if is_digit(c) => 'd',
            c => c,
        };
        run = if last == Some(class) { run + 1 } else { 1 };
        last = Some(class);
        if run <= 4 {
            shape.push(class);
        }
    }
    shape
}

/// The first character.
pub fn prefix(text: &str) -> &str {
    &text[..text.chars().next().map_or(0, char::len_utf8)]
}

/// The last three characters.
pub fn suffix(text: &str) -> &str {
    let start = text.char_indices().rev().nth(2).map_or(0, |(i, _)| i);
    &text[start..]
}

/// Which words have vectors: a sorted table searched where it lies in the packed file.
pub struct WordRows {
    buckets: Bytes,
    keys: Bytes,
    rows: Bytes,
}

impl WordRows {
    pub(crate) fn load(pack: &Pack) -> Result<Self, ModelError> {
        let table = Self {
            buckets: pack.integers("words/buckets", Kind::U32)?,
            keys: pack.integers("words/keys", Kind::U32)?,
            rows: pack.integers("words/rows", Kind::U16)?,
        };
        let count = table.rows.get().len() / 2;
        let buckets = table.buckets.get();
        if buckets.len() != 65537 * 4 || table.keys.get().len() != 4 * count {
            return Err(damaged("words/buckets", "the word tables differ in length".to_owned()));
        }
        let ends: Vec<u32> = buckets.chunks_exact(4).map(|c| u32_at(c, 0)).collect();
        if !ends.is_sorted() || ends.last().copied() != Some(count as u32) {
            return Err(damaged("words/buckets", "its buckets do not fit its keys".to_owned()));
        }
        Ok(table)
    }

    /// The highest row that any word has.
    pub(crate) fn highest_row(&self) -> Option<usize> {
        self.rows.get().chunks_exact(2).map(|c| usize::from(u16::from_le_bytes([c[0], c[1]]))).max()
    }

    /// The row of the word whose identity is `id`.
    pub fn get(&self, id: u64) -> Option<usize> {
        let (buckets, keys) = (self.buckets.get(), self.keys.get());
        let bucket = (id >> 48) as usize;
        let (mut low, mut high) = (u32_at(buckets, 4 * bucket) as usize, u32_at(buckets, 4 * bucket + 4) as usize);
        while low < high {
            let middle = low + (high - low) / 2;
            match u32_at(keys, 4 * middle).cmp(&(id as u32)) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => {
                    let rows = self.rows.get();
                    return Some(usize::from(u16::from_le_bytes([rows[2 * middle], rows[2 * middle + 1]])));
                }
            }
        }
        None
    }
}
