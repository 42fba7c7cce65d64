//! The packed model file: a table of named sections. `data/model/README.md` describes the layout.

use crate::wide::wide;
use rustc_hash::FxBuildHasher;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::{Arc, OnceLock};
use thiserror::Error;

const MAGIC: &[u8; 8] = b"\x89DIPLM\r\n";
const VERSION: u32 = 1;
const HEADER: usize = 48;
const ENTRY: usize = 88;

/// Why a packed language model could not be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ModelError {
    /// Not such a file, or cut short.
    #[error("this is not a packed language model: {0}")]
    Format(&'static str),
    /// Made for another version of the program.
    #[error(
        "the packed language model has format {0}, this program reads format {VERSION}: pack it again with scripts/pack_model.py"
    )]
    Version(u32),
    /// A section is not there.
    #[error("the packed language model lacks section {0:?}: pack it again with scripts/pack_model.py")]
    Missing(String),
    /// A section holds something else than expected.
    #[error("section {section:?} of the packed language model is damaged: {what}")]
    Damaged {
        /// Its name.
        section: String,
        /// What is wrong with it.
        what: String,
    },
    /// The content is not what was packed.
    #[error("the packed language model does not match its checksum: fetch it again")]
    Checksum,
}

/// Bytes of a model, in the program itself or read from a file.
#[derive(Clone)]
pub enum Bytes {
    /// Part of the program.
    Static(&'static [u8]),
    /// Part of a file.
    Shared(Arc<[u8]>, Range<usize>),
}

impl Bytes {
    /// The bytes.
    pub fn get(&self) -> &[u8] {
        match self {
            Bytes::Static(bytes) => bytes,
            Bytes::Shared(bytes, range) => &bytes[range.clone()],
        }
    }

    fn part(&self, range: Range<usize>) -> Option<Bytes> {
        self.get().get(range.clone())?;
        Some(match self {
            Bytes::Static(bytes) => Bytes::Static(&bytes[range]),
            Bytes::Shared(bytes, outer) => {
                Bytes::Shared(Arc::clone(bytes), outer.start + range.start..outer.start + range.end)
            }
        })
    }
}

/// What a section holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// UTF-8.
    Text,
    /// Little-endian unsigned integers.
    U16,
    /// Little-endian unsigned integers.
    U32,
    /// IEEE half precision.
    F16,
    /// IEEE single precision.
    F32,
}

impl Kind {
    fn of(number: u8) -> Option<Self> {
        Some(match number {
            0 => Kind::Text,
            2 => Kind::U16,
            3 => Kind::U32,
            4 => Kind::F16,
            5 => Kind::F32,
            _ => return None,
        })
    }

    fn size(self) -> usize {
        match self {
            Kind::Text => 1,
            Kind::U16 | Kind::F16 => 2,
            Kind::U32 | Kind::F32 => 4,
        }
    }
}

struct Section {
    name: String,
    kind: Kind,
    squeezed: bool,
    shape: Vec<usize>,
    bytes: Bytes,
    raw: usize,
}

/// An opened model file.
pub struct Pack {
    whole: Bytes,
    sections: Vec<Section>,
}

impl Pack {
    /// Reads the section table. Content is looked at only when it is asked for.
    pub fn open(whole: Bytes) -> Result<Self, ModelError> {
        let bytes = whole.get();
        let head = bytes.get(..HEADER).ok_or(ModelError::Format("it is too short"))?;
        if &head[..8] != MAGIC {
            return Err(ModelError::Format("its first bytes are wrong"));
        }
        let version = u32_at(head, 8);
        if version != VERSION {
            return Err(ModelError::Version(version));
        }
        let count = u32_at(head, 12) as usize;
        let table = bytes.get(HEADER..).and_then(|b| b.get(..count.checked_mul(ENTRY)?));
        let table = table.ok_or(ModelError::Format("its section table is cut short"))?;
        let sections = table.chunks_exact(ENTRY).map(|entry| section(entry, &whole)).collect::<Result<_, _>>()?;
        Ok(Self { whole, sections })
    }

    /// Compares the content with the checksum in its header.
    pub fn verify(&self) -> Result<(), ModelError> {
        let bytes = self.whole.get();
        let sum = Sha256::digest(&bytes[HEADER..]);
        if sum[..] == bytes[16..HEADER] { Ok(()) } else { Err(ModelError::Checksum) }
    }

    fn find(&self, name: &str, kinds: &[Kind]) -> Result<&Section, ModelError> {
        let found =
            self.sections.iter().find(|s| s.name == name).ok_or_else(|| ModelError::Missing(name.to_owned()))?;
        if kinds.contains(&found.kind) {
            Ok(found)
        } else {
            Err(damaged(name, format!("it holds {:?} numbers, not {kinds:?}", found.kind)))
        }
    }

    /// A section of text.
    pub fn text(&self, name: &str) -> Result<String, ModelError> {
        let section = self.find(name, &[Kind::Text])?;
        let stored = section.bytes.get();
        let bytes = if section.squeezed {
            let raw = zstd::bulk::decompress(stored, section.raw).map_err(|e| damaged(name, e.to_string()))?;
            Cow::Owned(raw)
        } else {
            Cow::Borrowed(stored)
        };
        String::from_utf8(bytes.into_owned()).map_err(|e| damaged(name, e.to_string()))
    }

    /// A section of records.
    pub fn records(&self, name: &str) -> Result<Records, ModelError> {
        Ok(Records { text: self.text(name)?.into(), starts: OnceLock::new() })
    }

    /// Integers, as they are stored.
    pub fn integers(&self, name: &str, kind: Kind) -> Result<Bytes, ModelError> {
        Ok(self.find(name, &[kind])?.bytes.clone())
    }

    /// 32-bit integers.
    pub fn u32s(&self, name: &str) -> Result<Vec<u32>, ModelError> {
        let section = self.find(name, &[Kind::U32])?;
        Ok(section.bytes.get().chunks_exact(4).map(|c| u32_at(c, 0)).collect())
    }

    /// A matrix, as it is stored.
    pub fn matrix(&self, name: &str) -> Result<Matrix, ModelError> {
        let section = self.find(name, &[Kind::F16, Kind::F32])?;
        match section.shape[..] {
            [rows, columns] => {
                Ok(Matrix { half: section.kind == Kind::F16, rows, columns, bytes: section.bytes.clone() })
            }
            _ => Err(damaged(name, format!("its shape is {:?}", section.shape))),
        }
    }

    /// Numbers of a matrix or vector, checked to be `count`.
    pub fn floats(&self, name: &str, count: usize) -> Result<Vec<f32>, ModelError> {
        let section = self.find(name, &[Kind::F16, Kind::F32])?;
        let mut out = vec![0.0; section.shape.iter().product()];
        if out.len() != count {
            return Err(damaged(name, format!("it has {} numbers instead of {count}", out.len())));
        }
        add_widened(section.bytes.get(), section.kind == Kind::F16, &mut out);
        Ok(out)
    }
}

fn section(entry: &[u8], whole: &Bytes) -> Result<Section, ModelError> {
    let end = entry[..40].iter().position(|b| *b == 0).unwrap_or(40);
    let name = String::from_utf8_lossy(&entry[..end]).into_owned();
    let kind = Kind::of(entry[40]).ok_or_else(|| damaged(&name, format!("kind {} is unknown", entry[40])))?;
    let squeezed = match entry[41] {
        0 => false,
        1 => true,
        codec => return Err(damaged(&name, format!("codec {codec} is unknown"))),
    };
    let dimensions = usize::from(u16::from_le_bytes([entry[42], entry[43]])).min(4);
    let shape: Vec<usize> = (0..dimensions).map(|i| u32_at(entry, 44 + 4 * i) as usize).collect();
    let [offset, stored, raw] = [60, 68, 76].map(|at| u64_at(entry, at) as usize);
    let bytes = offset.checked_add(stored).and_then(|end| whole.part(offset..end));
    let bytes = bytes.ok_or_else(|| damaged(&name, "it is cut short".to_owned()))?;
    let size = shape.iter().try_fold(kind.size(), |all, n| all.checked_mul(*n));
    if kind != Kind::Text && (squeezed || size != Some(stored)) {
        return Err(damaged(&name, format!("{stored} bytes do not make the shape {shape:?}")));
    }
    Ok(Section { name, kind, squeezed, shape, bytes, raw })
}

pub(crate) fn damaged(section: &str, what: String) -> ModelError {
    ModelError::Damaged { section: section.to_owned(), what }
}

/// Reads four bytes; the caller has checked that they are there.
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}

/// A matrix of which single rows are read, straight from the packed file.
pub struct Matrix {
    half: bool,
    bytes: Bytes,
    /// Number of rows.
    pub rows: usize,
    /// Numbers in a row.
    pub columns: usize,
}

impl Matrix {
    /// Adds row `row` to `out`, which is as long as a row.
    pub fn add_row(&self, row: usize, out: &mut [f32]) {
        let size = if self.half { 2 } else { 4 } * self.columns;
        add_widened(&self.bytes.get()[row * size..(row + 1) * size], self.half, out);
    }
}

wide! {
    /// Adds the numbers, of half or single precision, to `out`.
    fn add_widened(bytes: &[u8], half: bool, out: &mut [f32]) {
        if half {
            for (out, c) in out.iter_mut().zip(bytes.as_chunks::<2>().0) {
                *out += half_to_single(u16::from_le_bytes(*c));
            }
        } else {
            for (out, c) in out.iter_mut().zip(bytes.as_chunks::<4>().0) {
                *out += f32::from_le_bytes(*c);
            }
        }
    }
}

/// Exact for finite numbers (weights are), and without branches, so that it runs on whole vectors.
#[inline(always)]
fn half_to_single(half: u16) -> f32 {
    let magnitude = f32::from_bits(u32::from(half & 0x7fff) << 13) * f32::from_bits((254 - 15) << 23);
    f32::from_bits(magnitude.to_bits() | u32::from(half & 0x8000) << 16)
}

/// A table: each record ends with U+001E, its fields are parted by U+001F.
pub struct Records {
    text: Box<str>,
    /// Where the records start, by the hash of their first field, once one has been asked for.
    starts: OnceLock<Vec<u32>>,
}

impl Records {
    const RECORD: char = '\u{1e}';
    const FIELD: char = '\u{1f}';

    /// Every record's fields.
    pub fn iter(&self) -> impl Iterator<Item = std::str::Split<'_, char>> {
        self.text.split_terminator(Self::RECORD).map(|record| record.split(Self::FIELD))
    }

    /// The fields after the first of the record whose first field is `key`.
    pub fn get(&self, key: &str) -> Option<std::str::Split<'_, char>> {
        let starts = self.starts.get_or_init(|| self.hashed());
        let mut place = hash(key) & (starts.len() - 1);
        while starts[place] != NONE {
            let rest = &self.text[starts[place] as usize..];
            let end = memchr::memchr(Self::RECORD as u8, rest.as_bytes()).unwrap_or(rest.len());
            let mut fields = rest[..end].split(Self::FIELD);
            if fields.next() == Some(key) {
                return Some(fields);
            }
            place = (place + 1) & (starts.len() - 1);
        }
        None
    }

    /// Where each record starts, in the place that its first field's hash tells or in one of the next, at least half of which are
    /// [`NONE`].
    fn hashed(&self) -> Vec<u32> {
        let count = memchr::memchr_iter(Self::RECORD as u8, self.text.as_bytes()).count() + 1;
        let mut starts = vec![NONE; 2 * count.next_power_of_two()];
        let mut start = 0;
        for record in self.text.split_terminator(Self::RECORD) {
            let key = record.split(Self::FIELD).next().unwrap_or_default();
            let mut place = hash(key) & (starts.len() - 1);
            while starts[place] != NONE {
                place = (place + 1) & (starts.len() - 1);
            }
            starts[place] = start as u32;
            start += record.len() + 1;
        }
        starts
    }
}

/// An empty place among those of [`Records`].
const NONE: u32 = u32::MAX;

fn hash(key: &str) -> usize {
    FxBuildHasher.hash_one(key) as usize
}
