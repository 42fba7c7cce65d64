//! Populated places, first-level divisions and states of GeoNames, packed.
//!
//! `data/places/gazetteer.bin`, made by `scripts/places.py`, is used as it lies, without unpacking. All numbers are
//! little-endian.
//!
//! | part | what |
//! |---|---|
//! | magic | `PLACES1\n`; then as `u32`: how many states, divisions, capitals, other towns, and names there are; lengths of the five parts below |
//! | divisions | GeoNames codes of first-level divisions with the state's ISO 3166-1 alpha-3 code, `US.TX=USA`, tab-separated |
//! | records | 16 bytes a place, first all states, then divisions, capitals, towns: `u24` GeoNames id, `i24` latitude and `i24` longitude in 1/40,000 degree, `u16` population (5 bits exponent, 11 bits mantissa), `u16` division, `u24` start of its name in the pool |
//! | pool | names as shown, in order of the records |
//! | index | `u32` start of each block of 16 names |
//! | blocks | names' keys in order, front-coded: 4 bits bytes shared with the one before, 4 bits bytes that follow (or `F0` and a byte for each), those bytes, then the places that bear the name: record number times four, plus two where it is an alternative name, plus one where another place follows (LEB128) |

use super::{Kind, PlacesError};

const MAGIC: &[u8] = b"PLACES1\n";
const RECORD: usize = 16;
const LONG: u8 = 0xF0;
const BLOCK: usize = 16;

/// The packed table.
#[derive(Debug)]
pub struct Gazetteer {
    /// How many records of states, of states and divisions, and so on, there are.
    kinds: [usize; 4],
    names: usize,
    /// Code and country.
    divisions: Vec<(&'static str, &'static str)>,
    records: &'static [u8],
    pool: &'static str,
    index: &'static [u8],
    blocks: &'static [u8],
}

/// One place of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// GeoNames number.
    pub geonames: u32,
    /// Name as shown.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// ISO 3166-1 alpha-3.
    pub country: &'static str,
    /// GeoNames code of the first-level division, `US.TX`; `US.` for states and where it is unknown.
    pub division: &'static str,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// Inhabitants.
    pub population: u32,
}

impl Gazetteer {
    /// The table that these bytes hold.
    ///
    /// # Errors
    /// When they are not what `scripts/places.py` makes.
    pub fn new(bytes: &'static [u8]) -> Result<Self, PlacesError> {
        let broken = |what: &str| PlacesError::Gazetteer(what.to_owned());
        let rest = bytes.strip_prefix(MAGIC).ok_or_else(|| broken("it does not begin with PLACES1"))?;
        let (numbers, mut rest) = rest.split_at_checked(10 * 4).ok_or_else(|| broken("it is cut short"))?;
        let number = |i: usize| u32_at(numbers, 4 * i) as usize;
        let mut part = |i: usize| -> Result<&'static [u8], PlacesError> {
            let (part, after) = rest.split_at_checked(number(i)).ok_or_else(|| broken("it is cut short"))?;
            rest = after;
            Ok(part)
        };
        let text = |bytes: &'static [u8]| std::str::from_utf8(bytes).map_err(|e| broken(&e.to_string()));
        let (divisions, records, pool) = (text(part(5)?)?, part(6)?, text(part(7)?)?);
        let (index, blocks) = (part(8)?, part(9)?);
        let divisions = divisions.split('\t').map(|d| d.split_once('=')).collect::<Option<_>>();
        let divisions = divisions.ok_or_else(|| broken("a division lacks its state"))?;
        let mut sum = 0;
        let kinds = [0, 1, 2, 3].map(|i| {
            sum += number(i);
            sum
        });
        if records.len() != sum * RECORD || index.len() != number(4).div_ceil(BLOCK) * 4 {
            return Err(broken("its parts do not fit each other"));
        }
        Ok(Self { kinds, names: number(4), divisions, records, pool, index, blocks })
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        self.records.len() / RECORD
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// How many different names there are.
    pub fn names(&self) -> usize {
        self.names
    }

    /// The place of that number. `number` is below [`Gazetteer::len`].
    pub fn record(&self, number: usize) -> Record {
        let start = |i: usize| {
            self.records.get(i * RECORD..).filter(|r| !r.is_empty()).map_or(self.pool.len(), |r| u24_at(r, 13))
        };
        let r = &self.records[number * RECORD..][..RECORD];
        let people = u32::from(u16::from_le_bytes([r[9], r[10]]));
        let (division, country) = self.divisions[usize::from(u16::from_le_bytes([r[11], r[12]]))];
        Record {
            geonames: u24_at(r, 0) as u32,
            name: &self.pool[start(number)..start(number + 1)],
            kind: [Kind::State, Kind::Division, Kind::Capital, Kind::Town]
                [self.kinds.partition_point(|k| *k <= number)],
            country,
            division,
            lat: degrees(&r[3..6]),
            lon: degrees(&r[6..9]),
            population: (people & 0x7FF) << (people >> 11),
        }
    }

    /// Numbers of the places that bear a name, with whether it is an alternative one; `key` as [`super::key()`] makes it.
    pub fn find(&self, key: &str) -> Vec<(usize, bool)> {
        let (mut low, mut high) = (0, self.names.div_ceil(BLOCK));
        while low < high {
            let middle = (low + high) / 2;
            let mut at = self.block(middle);
            let (_, rest) = self.lengths(&mut at);
            if &self.blocks[at..at + rest] <= key.as_bytes() {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let Some(block) = low.checked_sub(1) else { return Vec::new() };
        let mut at = self.block(block);
        let mut name: Vec<u8> = Vec::with_capacity(32);
        for _ in 0..BLOCK.min(self.names - block * BLOCK) {
            let (shared, rest) = self.lengths(&mut at);
            name.truncate(shared);
            name.extend_from_slice(&self.blocks[at..at + rest]);
            at += rest;
            let here = name == key.as_bytes();
            let mut found = Vec::new();
            loop {
                let posting = self.number(&mut at);
                if here {
                    found.push((posting >> 2, posting & 2 != 0));
                }
                if posting & 1 == 0 {
                    break;
                }
            }
            if here {
                return found;
            }
        }
        Vec::new()
    }

    fn block(&self, number: usize) -> usize {
        u32_at(self.index, 4 * number) as usize
    }

    /// Bytes shared with the name before, and bytes that follow.
    fn lengths(&self, at: &mut usize) -> (usize, usize) {
        let byte = self.blocks[*at];
        if byte == LONG {
            *at += 3;
            (self.blocks[*at - 2].into(), self.blocks[*at - 1].into())
        } else {
            *at += 1;
            ((byte >> 4).into(), (byte & 15).into())
        }
    }

    fn number(&self, at: &mut usize) -> usize {
        let (mut value, mut shift) = (0, 0);
        loop {
            let byte = self.blocks[*at];
            *at += 1;
            value |= usize::from(byte & 127) << shift;
            if byte < 128 {
                return value;
            }
            shift += 7;
        }
    }
}

fn u24_at(bytes: &[u8], at: usize) -> usize {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], 0]) as usize
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn degrees(three: &[u8]) -> Option<f64> {
    let value = i32::from_le_bytes([0, three[0], three[1], three[2]]) >> 8;
    // Five decimals are about a metre, as fine as the source.
    (value != -0x80_0000).then(|| (f64::from(value) / 40_000.0 * 100_000.0).round() / 100_000.0)
}
