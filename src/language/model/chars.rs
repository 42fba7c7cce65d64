//! Sets of characters.

use super::pack::{ModelError, Pack, damaged};

/// A set of characters as ranges.
pub struct CharSet {
    ascii: u128,
    ranges: Vec<[u32; 2]>,
}

impl CharSet {
    pub(crate) fn load(pack: &Pack, name: &str) -> Result<Self, ModelError> {
        let ranges: Vec<[u32; 2]> = pack.u32s(name)?.chunks_exact(2).map(|c| [c[0], c[1]]).collect();
        if !ranges.is_sorted_by(|a, b| a[0] <= a[1] && a[1] < b[0]) {
            return Err(damaged(name, "its ranges are not in order".to_owned()));
        }
        let mut set = Self { ascii: 0, ranges };
        for c in 0..128 {
            if set.search(c) {
                set.ascii |= 1 << c;
            }
        }
        Ok(set)
    }

    /// Whether it holds `c`.
    pub fn has(&self, c: char) -> bool {
        let code = c as u32;
        if code < 128 { self.ascii >> code & 1 == 1 } else { self.search(code) }
    }

    fn search(&self, code: u32) -> bool {
        let after = self.ranges.partition_point(|r| r[0] <= code);
        after > 0 && code <= self.ranges[after - 1][1]
    }
}
