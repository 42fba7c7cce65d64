//! Matrix products and the layers made of them.

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

    /// For `x` of shape `[rows][inputs]` the result of shape `[rows][outputs]`.
    pub fn apply(&self, x: &[f32], rows: usize) -> Vec<f32> {
        let mut out = vec![0.0; rows * self.outputs];
        multiply(x, self.inputs, &self.weights, &mut out, (rows, self.inputs, self.outputs));
        for row in out.chunks_exact_mut(self.outputs) {
            for (value, bias) in row.iter_mut().zip(&self.bias) {
                *value += bias;
            }
        }
        out
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

    /// Chooses, normalises, and adds the result to `out` (`residual`) or puts it there.
    #[inline(always)]
    pub fn finish(&self, candidates: &[f32], out: &mut [f32], residual: bool) {
        let (x, b, out) = (&candidates[..PIECES], &self.bias[..PIECES], &mut out[..WIDTH]);
        let mut best = [0f32; WIDTH];
        for i in 0..WIDTH {
            let (second, third) = (x[WIDTH + i] + b[WIDTH + i], x[2 * WIDTH + i] + b[2 * WIDTH + i]);
            best[i] = (x[i] + b[i]).max(second).max(third);
        }
        let mean = sum(&best, |v| v) / WIDTH as f32;
        let variance = sum(&best, |v| (v - mean) * (v - mean)) / WIDTH as f32;
        let scale = 1.0 / (variance + 1e-8).sqrt();
        for i in 0..WIDTH {
            let y = (best[i] - mean) * scale * self.gain[i] + self.shift[i];
            out[i] = if residual { out[i] + y } else { y };
        }
    }
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
