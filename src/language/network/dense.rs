//! Matrix products and the layers made of them.

use super::wide::{add_to_rows, wide};
use crate::language::model::pack::{ModelError, Pack};

/// Width of a token vector.
pub const WIDTH: usize = 96;
/// Three candidates of each output: what a maxout chooses from.
pub const PIECES: usize = 3 * WIDTH;

/// `out[m][n] = a[m][k] * b[k][n]`; the rows of `a` start `stride` numbers apart.
pub fn multiply(a: &[f32], stride: usize, b: &[f32], out: &mut [f32], (m, k, n): (usize, usize, usize)) {
    if m == 0 {
        return;
    }
    assert!(a.len() >= (m - 1) * stride + k && b.len() >= k * n && out.len() >= m * n);
    // SAFETY: the assertion above keeps every row that is read or written inside its slice.
    unsafe {
        gemm::gemm(
            m,
            n,
            k,
            out.as_mut_ptr(),
            1,
            n as isize,
            false,
            a.as_ptr(),
            1,
            stride as isize,
            b.as_ptr(),
            1,
            n as isize,
            0.0,
            1.0,
            false,
            false,
            false,
            gemm::Parallelism::None,
        );
    }
}

/// `x * W + b`.
pub struct Linear {
    weights: Vec<f32>,
    bias: Vec<f32>,
    inputs: usize,
    /// Numbers in a row of the result.
    pub outputs: usize,
}

impl Linear {
    pub(crate) fn load(pack: &Pack, name: &str, inputs: usize, outputs: usize) -> Result<Self, ModelError> {
        let weights = pack.floats(&format!("{name}/W"), inputs * outputs)?;
        Ok(Self { weights, bias: pack.floats(&format!("{name}/b"), outputs)?, inputs, outputs })
    }

    /// For `x` of shape `[rows][inputs]` puts the result, of shape `[rows][outputs]`, into `out`.
    pub fn apply(&self, x: &[f32], rows: usize, out: &mut Vec<f32>) {
        out.resize(rows * self.outputs, 0.0);
        multiply(x, self.inputs, &self.weights, out, (rows, self.inputs, self.outputs));
        add_to_rows(out, &self.bias);
    }
}

/// A maxout layer of three pieces with layer normalisation behind it.
pub struct Maxout {
    /// `[inputs][PIECES]`, pieces outermost in a row.
    pub weights: Vec<f32>,
    bias: Vec<f32>,
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl Maxout {
    pub(crate) fn load(pack: &Pack, name: &str, inputs: usize) -> Result<Self, ModelError> {
        Ok(Self {
            weights: pack.floats(&format!("{name}/W"), inputs * PIECES)?,
            bias: pack.floats(&format!("{name}/b"), PIECES)?,
            gain: pack.floats(&format!("{name}/gain"), WIDTH)?,
            shift: pack.floats(&format!("{name}/shift"), WIDTH)?,
        })
    }

    /// Chooses, normalises, and adds the result to the row `out` (`residual`) or puts it there.
    #[inline(always)]
    pub fn finish(&self, candidates: &[f32], out: &mut [f32], residual: bool) {
        let (x, b, out) = (&candidates[..PIECES], &self.bias[..PIECES], &mut out[..WIDTH]);
        let (gain, shift) = (&self.gain[..WIDTH], &self.shift[..WIDTH]);
        let mut best = [0f32; WIDTH];
        for i in 0..WIDTH {
            let (first, second, third) =
                (x[i] + b[i], x[WIDTH + i] + b[WIDTH + i], x[2 * WIDTH + i] + b[2 * WIDTH + i]);
            best[i] = greater(greater(first, second), third);
        }
        let mean = sum(&best, |v| v) / WIDTH as f32;
        let variance = sum(&best, |v| (v - mean) * (v - mean)) / WIDTH as f32;
        let scale = 1.0 / (variance + 1e-8).sqrt();
        for i in 0..WIDTH {
            let y = (best[i] - mean) * scale * gain[i] + shift[i];
            out[i] = if residual { out[i] + y } else { y };
        }
    }
}

wide! {
    /// Finishes every row of `candidates` and adds it to that of `rows`.
    pub fn finish_rows(layer: &Maxout, candidates: &[f32], rows: &mut [f32]) {
        for (choice, row) in candidates.chunks_exact(PIECES).zip(rows.chunks_exact_mut(WIDTH)) {
            layer.finish(choice, row, true);
        }
    }
}

/// The greater of two finite numbers; unlike `f32::max` it is one instruction.
#[inline(always)]
fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// Sums in sixteen lanes, so that the compiler may use vector instructions.
#[inline(always)]
fn sum(values: &[f32; WIDTH], f: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0f32; 16];
    for chunk in values.chunks_exact(16) {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += f(*value);
        }
    }
    lanes.iter().sum()
}

/// Index of the greatest value, the first of equals.
pub fn argmax(values: &[f32]) -> usize {
    let mut best = 0;
    for (i, value) in values.iter().enumerate() {
        if *value > values[best] {
            best = i;
        }
    }
    best
}
