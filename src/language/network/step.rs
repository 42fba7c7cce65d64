//! Scores the next step of a transition system from the vectors of a few tokens.

use super::dense::{Linear, WIDTH};
use super::product::Weights;
use crate::language::model::pack::{ModelError, Pack};
use crate::wide::wide;

const HIDDEN: usize = 64;
/// Two candidates of each hidden unit.
const PIECES: usize = 2 * HIDDEN;

/// The model of a transition system that looks at `F` tokens.
pub struct StepModel<const F: usize> {
    project: Linear,
    lower: Weights,
    lower_bias: Vec<f32>,
    pad: Vec<f32>,
    upper: Vec<f32>,
    upper_bias: Vec<f32>,
}

/// Every token's part in every feature, multiplied out beforehand; the memory serves one batch after the other.
#[derive(Default)]
pub struct Prepared {
    projected: Vec<f32>,
    parts: Vec<f32>,
}

impl<const F: usize> StepModel<F> {
    pub(crate) fn load(pack: &Pack, name: &str, classes: usize) -> Result<Self, ModelError> {
        let padded = classes.div_ceil(16) * 16;
        Ok(Self {
            project: Linear::load(pack, &format!("{name}/project"), WIDTH, HIDDEN)?,
            lower: Weights::new(&pack.floats(&format!("{name}/lower/W"), HIDDEN * F * PIECES)?, F * PIECES),
            lower_bias: pack.floats(&format!("{name}/lower/b"), PIECES)?,
            pad: pack.floats(&format!("{name}/lower/pad"), F * PIECES)?,
            upper: pack.floats(&format!("{name}/upper/W"), HIDDEN * padded)?,
            upper_bias: pack.floats(&format!("{name}/upper/b"), padded)?,
        })
    }

    /// `vectors` has [`WIDTH`] numbers a token.
    pub fn prepare(&self, vectors: &[f32], prepared: &mut Prepared) {
        let tokens = vectors.len() / WIDTH;
        self.project.apply(vectors, tokens, &mut prepared.projected);
        // never made shorter: two models share it, and what is added is filled with zeros first
        if prepared.parts.len() < tokens * F * PIECES {
            prepared.parts.resize(tokens * F * PIECES, 0.0);
        }
        self.lower.multiply(&prepared.projected, HIDDEN, tokens, &mut prepared.parts);
    }

    /// Scores of all classes (and a few zeros behind them), with the given tokens as features; they are counted from
    /// `first`.
    pub fn scores(&self, prepared: &Prepared, first: usize, features: [Option<usize>; F], out: &mut Vec<f32>) {
        let mut sources: [&[f32]; F] = [&[]; F];
        for (f, (source, token)) in sources.iter_mut().zip(features).enumerate() {
            *source = match token {
                Some(token) => &prepared.parts[((first + token) * F + f) * PIECES..][..PIECES],
                None => &self.pad[f * PIECES..][..PIECES],
            };
        }
        out.clear();
        out.extend_from_slice(&self.upper_bias);
        score(&self.lower_bias, &sources, &self.upper, out);
    }
}

/// Scores summed up side by side.
const LANES: usize = 16;

wide! {
    /// Adds the scores to `out`, whose length is a multiple of [`LANES`].
    fn score(bias: &[f32], sources: &[&[f32]], upper: &[f32], out: &mut [f32]) {
        let mut sum = [0f32; PIECES];
        sum.copy_from_slice(bias);
        for source in sources {
            for (s, x) in sum.iter_mut().zip(&source[..PIECES]) {
                *s += x;
            }
        }
        let mut hidden = [0f32; HIDDEN];
        let (first, second) = sum.split_at(HIDDEN);
        for ((h, a), b) in hidden.iter_mut().zip(first).zip(second) {
            *h = if a > b { *a } else { *b };
        }
        let classes = out.len();
        let mut done = 0;
        while done < classes {
            let (upper, out) = (&upper[done..], &mut out[done..]);
            // as many sums as fit into the registers; the parser has seven times sixteen, the recogniser five times
            done += match (classes - done) / LANES {
                7.. => outputs::<{ 7 * LANES }>(&hidden, upper, classes, out),
                5 | 6 => outputs::<{ 5 * LANES }>(&hidden, upper, classes, out),
                2..5 => outputs::<{ 2 * LANES }>(&hidden, upper, classes, out),
                _ => outputs::<LANES>(&hidden, upper, classes, out),
            };
        }
    }
}

/// Adds the first `COUNT` scores; returns how many.
#[inline(always)]
fn outputs<const COUNT: usize>(hidden: &[f32; HIDDEN], upper: &[f32], classes: usize, out: &mut [f32]) -> usize {
    let mut sums = [0f32; COUNT];
    sums.copy_from_slice(&out[..COUNT]);
    for (h, row) in hidden.iter().zip(upper.chunks(classes)) {
        for (sum, w) in sums.iter_mut().zip(&row[..COUNT]) {
            *sum = h.mul_add(*w, *sum);
        }
    }
    out[..COUNT].copy_from_slice(&sums);
    COUNT
}
