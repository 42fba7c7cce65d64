//! Layers of the networks that look at one token.

use super::product::Weights;
use crate::language::model::pack::{ModelError, Pack};
use crate::wide::{add_to_rows, greater, wide};

/// Width of a token vector.
pub const WIDTH: usize = 96;
/// Three candidates of each output: what a maxout chooses from.
pub const PIECES: usize = 3 * WIDTH;

/// `x * W + b`.
pub struct Linear {
    weights: Weights,
    bias: Vec<f32>,
}

impl Linear {
    pub(crate) fn load(pack: &Pack, name: &str, inputs: usize, outputs: usize) -> Result<Self, ModelError> {
        let weights = Weights::new(&pack.floats(&format!("{name}/W"), inputs * outputs)?, outputs);
        let mut bias = pack.floats(&format!("{name}/b"), outputs)?;
        bias.resize(weights.outputs, 0.0);
        Ok(Self { weights, bias })
    }

    /// Numbers in a row of the result: the outputs, and zeros up to a multiple of 16.
    pub fn width(&self) -> usize {
        self.weights.outputs
    }

    /// For `x` of shape `[rows][inputs]` puts the result, of shape `[rows][width]`, into `out`.
    pub fn apply(&self, x: &[f32], rows: usize, out: &mut Vec<f32>) {
        out.resize(rows * self.width(), 0.0);
        self.weights.multiply(x, x.len() / rows.max(1), rows, out);
        add_to_rows(out, &self.bias);
    }
}

/// What follows the product in a maxout layer of three pieces: bias, choice and normalisation.
pub struct Maxout {
    pub(super) bias: Vec<f32>,
    pub(super) gain: Vec<f32>,
    pub(super) shift: Vec<f32>,
}

impl Maxout {
    pub(crate) fn load(pack: &Pack, name: &str) -> Result<Self, ModelError> {
        Ok(Self {
            bias: pack.floats(&format!("{name}/b"), PIECES)?,
            gain: pack.floats(&format!("{name}/gain"), WIDTH)?,
            shift: pack.floats(&format!("{name}/shift"), WIDTH)?,
        })
    }

    /// Chooses, normalises, and adds the result to the row `out` (`residual`) or puts it there.
    #[inline(always)]
    pub fn finish(&self, candidates: &[f32], out: &mut [f32], residual: bool) {
        let (x, b) = (&candidates[..PIECES], &self.bias[..PIECES]);
        let mut best = [[0f32; WIDTH]];
        for i in 0..WIDTH {
            let (first, second, third) =
                (x[i] + b[i], x[WIDTH + i] + b[WIDTH + i], x[2 * WIDTH + i] + b[2 * WIDTH + i]);
            best[0][i] = greater(greater(first, second), third);
        }
        self.normalise(&best, out, residual);
    }

    /// Normalises what was chosen for some rows, and adds it to the rows of `out` (`residual`) or puts it there. The sums of all rows
    /// are made side by side: each waits for its own last addition alone.
    #[inline(always)]
    pub fn normalise<const ROWS: usize>(&self, best: &[[f32; WIDTH]; ROWS], out: &mut [f32], residual: bool) {
        let (gain, shift) = (&self.gain[..WIDTH], &self.shift[..WIDTH]);
        let mean = means(best, |_, v| v);
        let variance = means(best, |row, v| (v - mean[row]) * (v - mean[row]));
        for row in 0..ROWS {
            let (best, out) = (&best[row], &mut out[row * WIDTH..][..WIDTH]);
            let (mean, scale) = (mean[row], 1.0 / (variance[row] + 1e-8).sqrt());
            for i in 0..WIDTH {
                let y = (best[i] - mean) * scale * gain[i] + shift[i];
                out[i] = if residual { out[i] + y } else { y };
            }
        }
    }
}

/// The mean of each row, summed in sixteen lanes, so that the compiler may use vector instructions; `f` makes the terms from the row's
/// number and its values.
#[inline(always)]
fn means<const ROWS: usize>(rows: &[[f32; WIDTH]; ROWS], f: impl Fn(usize, f32) -> f32) -> [f32; ROWS] {
    let mut lanes = [[0f32; 16]; ROWS];
    for (row, (values, lanes)) in rows.iter().zip(&mut lanes).enumerate() {
        for chunk in values.as_chunks::<16>().0 {
            for (lane, value) in lanes.iter_mut().zip(chunk) {
                *lane += f(row, *value);
            }
        }
    }
    let mut means = [0.0; ROWS];
    for lane in 0..16 {
        for (sum, lanes) in means.iter_mut().zip(&lanes) {
            *sum += lanes[lane];
        }
    }
    for sum in &mut means {
        *sum /= WIDTH as f32;
    }
    means
}

/// Index of the greatest value, the first of equals.
pub fn argmax(values: &[f32]) -> usize {
    let mut at = 0;
    if values.len() > 1 {
        find_greatest(values, &mut at);
    }
    at
}

wide! {
    /// Puts the index of the greatest value, the first of equals, into `at`.
    fn find_greatest(values: &[f32], at: &mut usize) {
        let (chunks, rest) = values.as_chunks::<8>();
        let mut lanes = [f32::NEG_INFINITY; 8];
        for chunk in chunks {
            for (lane, value) in lanes.iter_mut().zip(chunk) {
                *lane = greater(*lane, *value);
            }
        }
        let best = lanes.iter().chain(rest).copied().fold(f32::NEG_INFINITY, greater);
        // eight at a time are compared without asking after each
        let holds = |chunk: &[f32; 8]| chunk.iter().fold(false, |found, value| found | (*value == best));
        let from = 8 * chunks.iter().position(holds).unwrap_or(chunks.len());
        *at = values[from..].iter().position(|value| *value == best).map_or(0, |at| from + at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_the_greatest_is_found() {
        for length in 1..40 {
            for place in 0..length {
                let mut values: Vec<f32> = (0..length).map(|i| -1.0 - (i % 7) as f32).collect();
                values[place..].iter_mut().step_by(5).for_each(|value| *value = -0.5);
                assert_eq!(argmax(&values), place, "{values:?}");
            }
        }
    }
}
