//! The product of a matrix of numbers with one of weights.
//!
//! Both are held in fixed point, 16 bits a number, each row and each column with a scale of its own, so that the sums of 32 bits
//! are exact: what is said of a text never depends on what else was multiplied with it, nor on the processor. Rounding to some 13 bits
//! costs about what it costs to keep the weights as 16-bit floats.

use super::sums::{PANEL, Panel, Plain, Sums, place};
use crate::wide::{greater, wide};

/// Rows multiplied with all panels before the next ones: they stay in the nearest memory.
const BLOCK: usize = 48;
/// The most inputs that share a scale; more are multiplied in several parts.
pub const PART: usize = 96;
/// The greatest length of a row or column in fixed point. By the inequality of Cauchy and Schwarz no sum is greater than its
/// square, which 31 bits can hold.
const LENGTH: f32 = 46_330.0;
/// The greatest number in fixed point.
const GREATEST: f32 = 32_767.0;
/// The least unit: a row of zeros has no other.
const LEAST: f32 = 1e-30;

/// A row of at most [`PART`] numbers in fixed point.
pub type Row = [i16; PART];

/// Weights of shape `[inputs][outputs]`, laid out for the product.
pub struct Weights {
    parts: Vec<Part>,
    /// Numbers in a row of the result: as many as asked for, and zeros up to a multiple of 16.
    pub outputs: usize,
}

/// Weights of at most [`PART`] inputs.
struct Part {
    inputs: usize,
    /// 16 outputs at a time, with all their inputs, by twos.
    panels: Vec<Panel>,
    /// What one unit of fixed point is, for each output.
    units: Vec<f32>,
}

impl Weights {
    /// `rows` has a row of `outputs` numbers for each input.
    pub fn new(rows: &[f32], outputs: usize) -> Self {
        let parts = rows.chunks(PART * outputs).map(|rows| Part::new(rows, outputs)).collect();
        Self { parts, outputs: outputs.next_multiple_of(PANEL) }
    }

    /// Puts the products of `count` rows of `x`, which start `stride` numbers apart, into `out`, one after the other.
    pub fn multiply(&self, x: &[f32], stride: usize, count: usize, out: &mut [f32]) {
        let (mut rows, mut units) = ([[0; PART]; BLOCK], [0.0; BLOCK]);
        for block in (0..count).step_by(BLOCK) {
            let size = BLOCK.min(count - block);
            let (rows, units) = (&mut rows[..size], &mut units[..size]);
            let mut from = 0;
            for part in &self.parts {
                fix_rows(&x[block * stride + from..], stride, part.inputs, rows, units);
                products(part, rows, units, from > 0, &mut out[block * self.outputs..]);
                from += part.inputs;
            }
        }
    }

    /// Puts the products of rows in fixed point, with what one unit is in each, into `out`, one after the other.
    pub fn multiply_fixed(&self, rows: &[Row], units: &[f32], out: &mut [f32]) {
        let [part] = &self.parts[..] else { panic!("a row in fixed point has at most {PART} numbers") };
        for (block, (rows, units)) in rows.chunks(BLOCK).zip(units.chunks(BLOCK)).enumerate() {
            products(part, rows, units, false, &mut out[block * BLOCK * self.outputs..]);
        }
    }
}

impl Part {
    fn new(rows: &[f32], outputs: usize) -> Self {
        let inputs = rows.len() / outputs;
        let panels = outputs.div_ceil(PANEL);
        let mut part = Self {
            inputs,
            panels: vec![[0; 2 * PANEL]; panels * inputs.div_ceil(2)],
            units: vec![1.0; panels * PANEL],
        };
        for output in 0..outputs {
            let mut column = [0.0; PART];
            for (number, row) in column.iter_mut().zip(rows.chunks_exact(outputs)) {
                *number = row[output];
            }
            let mut row = [0; PART];
            part.units[output] = fix(&column[..inputs], &mut row);
            let panel = &mut part.panels[output / PANEL * inputs.div_ceil(2)..];
            for (i, number) in row.into_iter().enumerate().take(inputs) {
                panel[i / 2][place(i % 2, output % PANEL)] = number;
            }
        }
        part
    }
}

/// Puts the products of a block of rows with a part of the weights into `out`, or adds them to what is there (`more`).
fn products(part: &Part, rows: &[Row], units: &[f32], more: bool, out: &mut [f32]) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::is_x86_feature_detected as has;
        if has!("avx512f") && has!("avx512bw") && has!("avx512vnni") {
            // SAFETY: the processor has these instructions, as has just been checked.
            return unsafe { products_avx512(part, rows, units, more, out) };
        }
        if has!("avx2") && has!("avxvnni") {
            // SAFETY: the processor has these instructions, as has just been checked.
            return unsafe { products_avx_vnni(part, rows, units, more, out) };
        }
        if has!("avx2") {
            // SAFETY: the processor has these instructions, as has just been checked.
            return unsafe { products_avx2(part, rows, units, more, out) };
        }
    }
    products_by::<Plain, 4>(part, rows, units, more, out);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
fn products_avx512(part: &Part, rows: &[Row], units: &[f32], more: bool, out: &mut [f32]) {
    products_by::<super::sums::Avx512, 12>(part, rows, units, more, out);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,avxvnni")]
fn products_avx_vnni(part: &Part, rows: &[Row], units: &[f32], more: bool, out: &mut [f32]) {
    products_by::<super::sums::AvxVnni, 6>(part, rows, units, more, out);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn products_avx2(part: &Part, rows: &[Row], units: &[f32], more: bool, out: &mut [f32]) {
    products_by::<super::sums::Avx2, 5>(part, rows, units, more, out);
}

wide! {
    /// Puts rows of `inputs` numbers, which start `stride` numbers apart, into fixed point.
    fn fix_rows(x: &[f32], stride: usize, inputs: usize, rows: &mut [Row], units: &mut [f32]) {
        for (i, (row, unit)) in rows.iter_mut().zip(units).enumerate() {
            *unit = fix(&x[i * stride..][..inputs], row);
        }
    }
}

/// Puts up to [`PART`] numbers into fixed point; returns what one unit is.
#[inline(always)]
pub fn fix(numbers: &[f32], row: &mut Row) -> f32 {
    let (whole, rest) = numbers.as_chunks::<16>();
    let mut last = [0f32; 16];
    last[..rest.len()].copy_from_slice(rest);
    let (mut squares, mut greatest) = ([0f32; 16], [0f32; 16]);
    for numbers in whole.iter().chain([&last]) {
        for i in 0..16 {
            squares[i] += numbers[i] * numbers[i];
            greatest[i] = greater(greatest[i], numbers[i].abs());
        }
    }
    for half in [8, 4, 2, 1] {
        for i in 0..half {
            squares[i] += squares[i + half];
            greatest[i] = greater(greatest[i], greatest[i + half]);
        }
    }
    let unit = greater(greater(squares[0].sqrt() / LENGTH, greatest[0] / GREATEST), LEAST);
    let times = 1.0 / unit;
    // what is added leaves no bits for fractions, and the last bits of the sum are those of the integer
    let fixed = |number: f32| (number * times + 12_582_912.0).to_bits() as i16;
    for (to, numbers) in row.as_chunks_mut::<16>().0.iter_mut().zip(whole) {
        *to = numbers.map(fixed);
    }
    if !rest.is_empty() {
        row[whole.len() * 16..][..16].copy_from_slice(&last.map(fixed));
    }
    unit
}

/// Goes through the rows by tiles of `ROWS` rows and 16 outputs, whose sums fit into the registers.
#[inline(always)]
fn products_by<S: Sums, const ROWS: usize>(part: &Part, rows: &[Row], units: &[f32], more: bool, out: &mut [f32]) {
    let outputs = part.units.len();
    for (number, panel) in part.panels.chunks_exact(part.inputs.div_ceil(2)).enumerate() {
        let mut row = 0;
        while row < rows.len() {
            // where whole tiles do not fill the block, the last one begins earlier and makes some rows again
            let start = if !more && rows.len() >= ROWS { row.min(rows.len() - ROWS) } else { row };
            let tile = Tile {
                rows: &rows[start..],
                units: &units[start..],
                panel,
                weights: &part.units[number * PANEL..],
                more,
            };
            let to = &mut out[start * outputs + number * PANEL..];
            row = start
                + match rows.len() - start {
                    left if left >= ROWS => tile.multiply::<S, ROWS>(to, outputs),
                    left if left >= 4 => tile.multiply::<S, 4>(to, outputs),
                    left if left >= 2 => tile.multiply::<S, 2>(to, outputs),
                    _ => tile.multiply::<S, 1>(to, outputs),
                };
        }
    }
}

/// Rows and outputs whose products are made at once.
struct Tile<'a> {
    rows: &'a [Row],
    /// What one unit is in each row.
    units: &'a [f32],
    panel: &'a [Panel],
    /// What one unit is in the weights of each output.
    weights: &'a [f32],
    /// Whether the products are added to those of other inputs.
    more: bool,
}

impl Tile<'_> {
    /// The products of the first rows; returns how many.
    #[inline(always)]
    fn multiply<S: Sums, const ROWS: usize>(&self, out: &mut [f32], outputs: usize) -> usize {
        let mut sums = [S::zero(); ROWS];
        let rows: &[Row; ROWS] = self.rows.first_chunk().expect("as many as were asked for");
        for (i, weights) in self.panel.iter().enumerate().take(PART / 2) {
            for r in 0..ROWS {
                sums[r].add(rows[r].as_chunks::<2>().0[i], weights);
            }
        }
        let weights: &[f32; PANEL] = self.weights.first_chunk().expect("a whole panel");
        for r in 0..ROWS {
            let (sums, unit) = (sums[r].numbers(), self.units[r]);
            let products: [f32; PANEL] = std::array::from_fn(|i| sums[i] as f32 * (weights[i] * unit));
            let out: &mut [f32; PANEL] = out[r * outputs..].first_chunk_mut().expect("a whole panel");
            if self.more {
                for i in 0..PANEL {
                    out[i] += products[i];
                }
            } else {
                *out = products;
            }
        }
        ROWS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(i: usize) -> f32 {
        ((i * 7919) % 1009) as f32 / 1009.0 - 0.5
    }

    #[test]
    fn products_are_right_and_do_not_depend_on_the_number_of_rows() {
        for (inputs, outputs) in [(37, 50), (96, 32), (250, 16)] {
            let stride = inputs + 3;
            let rows: Vec<f32> = (0..inputs * outputs).map(number).collect();
            let x: Vec<f32> = (0..61 * stride).map(|i| number(i + 3)).collect();
            let weights = Weights::new(&rows, outputs);
            let product = |from: usize, count: usize| {
                let mut out = vec![f32::NAN; count * weights.outputs];
                weights.multiply(&x[from * stride..], stride, count, &mut out);
                out
            };
            let whole = product(0, 61);
            for (m, row) in whole.chunks_exact(weights.outputs).enumerate() {
                for (n, found) in row.iter().enumerate() {
                    let term = |k: usize| f64::from(x[m * stride + k]) * f64::from(rows[k * outputs + n]);
                    let expected: f64 = if n < outputs { (0..inputs).map(term).sum() } else { 0.0 };
                    let length = (inputs as f64).sqrt() / 12.0;
                    assert!((f64::from(*found) - expected).abs() < 6e-4 * length, "{m} {n}: {found} {expected}");
                }
            }
            for count in 1..20 {
                assert_eq!(product(5, count), whole[5 * weights.outputs..][..count * weights.outputs]);
            }
        }
    }

    #[test]
    fn the_greatest_sums_are_held() {
        for weight in [1.0, -1.0] {
            let weights = Weights::new(&[weight; 96 * 16], 16);
            let mut out = [0.0; 16];
            weights.multiply(&[1e6; 96], 96, 1, &mut out);
            assert!(out.iter().all(|sum| (sum / (96e6 * weight) - 1.0).abs() < 1e-3), "{out:?}");
        }
    }

    #[test]
    fn nothing_comes_of_nothing() {
        let weights = Weights::new(&[0.5; 96 * 16], 16);
        let mut out = [1.0; 16];
        weights.multiply(&[0.0; 96], 96, 1, &mut out);
        assert_eq!(out, [0.0; 16]);
    }

    #[test]
    fn every_processor_gives_the_same_bits() {
        for inputs in [9, 64, 96, 480] {
            let rows: Vec<f32> = (0..inputs * 48).map(|i| (i as f32).sin()).collect();
            let weights = Weights::new(&rows, 48);
            for count in [1, 2, 5, 13, 61] {
                let x: Vec<f32> = (0..count * inputs).map(|i| (i as f32).cos()).collect();
                let mut best = vec![f32::NAN; count * 48];
                weights.multiply(&x, inputs, count, &mut best);
                let by = |products: fn(&Part, &[Row], &[f32], bool, &mut [f32])| {
                    let (mut rows, mut units) = (vec![[0; PART]; count], vec![0.0; count]);
                    let mut out = vec![0.0; count * 48];
                    for (part, from) in weights.parts.iter().zip((0..).step_by(PART)) {
                        fix_rows(&x[from..], inputs, part.inputs, &mut rows, &mut units);
                        products(part, &rows, &units, from > 0, &mut out);
                    }
                    out
                };
                assert!(best == by(products_by::<Plain, 4>), "{inputs} {count}");
                #[cfg(target_arch = "x86_64")]
                if std::arch::is_x86_feature_detected!("avx2") {
                    // SAFETY: the processor has these instructions, as has just been checked.
                    let older =
                        by(|part, rows, units, more, out| unsafe { products_avx2(part, rows, units, more, out) });
                    assert!(best == older, "{inputs} {count}");
                }
                #[cfg(target_arch = "x86_64")]
                if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("avxvnni") {
                    // SAFETY: the processor has these instructions, as has just been checked.
                    let small =
                        by(|part, rows, units, more, out| unsafe { products_avx_vnni(part, rows, units, more, out) });
                    assert!(best == small, "{inputs} {count}");
                }
            }
        }
    }
}
