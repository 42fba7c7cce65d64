//! The product of a matrix of numbers with one of weights.
//!
//! Each number of the result is one sum over the inputs in their order, wherever its row stands and however many rows there
//! are: what is said of a text never depends on what else was multiplied with it.

/// Outputs that are summed up side by side.
const PANEL: usize = 16;
/// Rows multiplied with all panels before the next ones: they stay in the nearest memory.
const BLOCK: usize = 48;

/// Weights of shape `[inputs][outputs]`, laid out for the product: 16 outputs at a time, with all their inputs.
pub struct Weights {
    panels: Vec<f32>,
    inputs: usize,
    /// Numbers in a row of the result: as many as asked for, and zeros up to a multiple of 16.
    pub outputs: usize,
}

impl Weights {
    /// `rows` has a row of `outputs` numbers for each input.
    pub fn new(rows: &[f32], outputs: usize) -> Self {
        let inputs = rows.len() / outputs;
        let panels = outputs.div_ceil(PANEL);
        let mut weights = Self { panels: vec![0.0; panels * inputs * PANEL], inputs, outputs: panels * PANEL };
        for (input, row) in rows.chunks_exact(outputs).enumerate() {
            for (panel, numbers) in row.chunks(PANEL).enumerate() {
                weights.panels[(panel * inputs + input) * PANEL..][..numbers.len()].copy_from_slice(numbers);
            }
        }
        weights
    }

    /// Puts the products of `count` rows of `x`, which start `stride` numbers apart, into `out`, one after the other.
    pub fn multiply(&self, x: &[f32], stride: usize, count: usize, out: &mut [f32]) {
        #[cfg(target_arch = "x86_64")]
        {
            if std::arch::is_x86_feature_detected!("avx512f") {
                // SAFETY: the processor has these instructions, as has just been checked.
                return unsafe { multiply_avx512(self, x, stride, count, out) };
            }
            if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma") {
                // SAFETY: the processor has these instructions, as has just been checked.
                return unsafe { multiply_avx2(self, x, stride, count, out) };
            }
        }
        multiply_rows::<6, { cfg!(target_arch = "aarch64") }>(self, x, stride, count, out);
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,fma")]
fn multiply_avx512(weights: &Weights, x: &[f32], stride: usize, count: usize, out: &mut [f32]) {
    multiply_rows::<12, true>(weights, x, stride, count, out);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn multiply_avx2(weights: &Weights, x: &[f32], stride: usize, count: usize, out: &mut [f32]) {
    multiply_rows::<6, true>(weights, x, stride, count, out);
}

/// Does it with the numbers of a row known beforehand where they are one of those that the model has: with fixed distances
/// the processor needs no arithmetic to find the rows.
#[inline(always)]
fn multiply_rows<const ROWS: usize, const FUSED: bool>(
    weights: &Weights,
    x: &[f32],
    stride: usize,
    count: usize,
    out: &mut [f32],
) {
    match (stride, weights.inputs) {
        (96, 96) => multiply_blocks::<ROWS, FUSED, 96>(weights, x, stride, count, out),
        (64, 64) => multiply_blocks::<ROWS, FUSED, 64>(weights, x, stride, count, out),
        (480, 480) => multiply_blocks::<ROWS, FUSED, 480>(weights, x, stride, count, out),
        _ => multiply_blocks::<ROWS, FUSED, 0>(weights, x, stride, count, out),
    }
}

/// Goes through `x` by tiles of `ROWS` rows and 16 outputs, whose sums fit into the registers. `FUSED`: multiplies and adds
/// in one instruction. `INPUTS`: the numbers of a row, which stand one row after the other, or 0.
#[inline(always)]
fn multiply_blocks<const ROWS: usize, const FUSED: bool, const INPUTS: usize>(
    weights: &Weights,
    x: &[f32],
    stride: usize,
    count: usize,
    out: &mut [f32],
) {
    let Weights { inputs, outputs, .. } = *weights;
    for block in (0..count).step_by(BLOCK) {
        let end = (block + BLOCK).min(count);
        for (number, panel) in weights.panels.chunks_exact(inputs * PANEL).enumerate() {
            let mut row = block;
            while row < end {
                // where whole tiles do not fill the block, the last one begins earlier and makes some rows again
                let start = if end >= ROWS { row.min(end - ROWS) } else { row };
                let (from, to) = (&x[start * stride..], &mut out[start * outputs + number * PANEL..]);
                row = start
                    + match end - start {
                        left if left >= ROWS => tile::<ROWS, FUSED, INPUTS>(from, stride, panel, to, outputs),
                        left if left >= 8 => tile::<8, FUSED, INPUTS>(from, stride, panel, to, outputs),
                        left if left >= 4 => tile::<4, FUSED, INPUTS>(from, stride, panel, to, outputs),
                        left if left >= 2 => tile::<2, FUSED, INPUTS>(from, stride, panel, to, outputs),
                        _ => tile::<1, FUSED, INPUTS>(from, stride, panel, to, outputs),
                    };
            }
        }
    }
}

/// Adds the product of a number with 16 weights to their sums.
#[inline(always)]
fn add<const FUSED: bool>(number: f32, weights: &[f32; PANEL], sums: &mut [f32; PANEL]) {
    for (sum, weight) in sums.iter_mut().zip(weights) {
        *sum = if FUSED { number.mul_add(*weight, *sum) } else { number * weight + *sum };
    }
}

/// The products of a few rows with one panel; returns how many rows.
#[inline(always)]
fn tile<const ROWS: usize, const FUSED: bool, const INPUTS: usize>(
    x: &[f32],
    stride: usize,
    panel: &[f32],
    out: &mut [f32],
    outputs: usize,
) -> usize {
    let mut sums = [[0f32; PANEL]; ROWS];
    let panel = panel.as_chunks::<PANEL>().0;
    if INPUTS > 0
        && let (Some(rows), Some(panel)) =
            (x.as_chunks::<INPUTS>().0.first_chunk::<ROWS>(), panel.first_chunk::<INPUTS>())
    {
        for (i, weights) in panel.iter().enumerate() {
            for r in 0..ROWS {
                add::<FUSED>(rows[r][i], weights, &mut sums[r]);
            }
        }
    } else {
        let rows: [&[f32]; ROWS] = std::array::from_fn(|r| &x[r * stride..][..panel.len()]);
        for (i, weights) in panel.iter().enumerate() {
            for r in 0..ROWS {
                add::<FUSED>(rows[r][i], weights, &mut sums[r]);
            }
        }
    }
    for (r, sums) in sums.iter().enumerate() {
        out[r * outputs..][..PANEL].copy_from_slice(sums);
    }
    ROWS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_right_and_do_not_depend_on_the_number_of_rows() {
        let (inputs, outputs, stride) = (37, 50, 40);
        let number = |i: usize| ((i * 7919) % 1009) as f32 / 1009.0 - 0.5;
        let rows: Vec<f32> = (0..inputs * outputs).map(number).collect();
        let x: Vec<f32> = (0..61 * stride).map(|i| number(i + 3)).collect();
        let weights = Weights::new(&rows, outputs);
        assert_eq!(weights.outputs, 64);
        let product = |from: usize, count: usize| {
            let mut out = vec![f32::NAN; count * weights.outputs];
            weights.multiply(&x[from * stride..], stride, count, &mut out);
            out
        };
        let whole = product(0, 61);
        for (m, row) in whole.chunks_exact(weights.outputs).enumerate() {
            for (n, found) in row.iter().enumerate() {
                let term = |k: usize| f64::from(x[m * stride + k]) * f64::from(rows[k * outputs + n]);
                let expected = if n < outputs { (0..inputs).map(term).sum() } else { 0.0 };
                assert!((f64::from(*found) - expected).abs() < 1e-5, "{m} {n}: {found} {expected}");
            }
        }
        for count in 1..20 {
            assert_eq!(product(5, count), whole[5 * weights.outputs..][..count * weights.outputs]);
        }
    }

    #[test]
    fn rows_of_a_known_length_give_the_same_bits() {
        for inputs in [64, 96, 480] {
            let rows: Vec<f32> = (0..inputs * 48).map(|i| (i as f32).sin()).collect();
            let weights = Weights::new(&rows, 48);
            for count in [1, 2, 5, 11, 12, 13, 50, 61] {
                let x: Vec<f32> = (0..count * inputs).map(|i| (i as f32).cos()).collect();
                let apart: Vec<f32> = x.chunks(inputs).flat_map(|row| [row, &[f32::NAN]].concat()).collect();
                let (mut known, mut other) = (vec![0.0; count * 48], vec![f32::NAN; count * 48]);
                weights.multiply(&x, inputs, count, &mut known);
                weights.multiply(&apart, inputs + 1, count, &mut other);
                assert!(known == other, "{inputs} {count}");
            }
        }
    }

    #[test]
    #[cfg(target_arch = "x86_64")]
    fn processors_without_vectors_are_served_too() {
        let rows: Vec<f32> = (0..9 * 16).map(|i| (i as f32).sin()).collect();
        let x: Vec<f32> = (0..7 * 9).map(|i| (i as f32).cos()).collect();
        let weights = Weights::new(&rows, 16);
        let (mut plain, mut best) = (vec![0.0; 7 * 16], vec![0.0; 7 * 16]);
        multiply_rows::<6, false>(&weights, &x, 9, 7, &mut plain);
        weights.multiply(&x, 9, 7, &mut best);
        assert!(plain.iter().zip(&best).all(|(a, b)| (a - b).abs() < 1e-5));
    }
}
