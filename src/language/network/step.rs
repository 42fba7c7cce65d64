//! Scores the next step of a transition system from the vectors of a few tokens.

use super::dense::{Linear, WIDTH, multiply};
use crate::language::model::pack::{ModelError, Pack};

const HIDDEN: usize = 64;
/// Two candidates of each hidden unit.
const PIECES: usize = 2 * HIDDEN;

/// The model of a transition system that looks at `F` tokens.
pub struct StepModel<const F: usize> {
    project: Linear,
    lower: Vec<f32>,
    lower_bias: Vec<f32>,
    pad: Vec<f32>,
    upper: Vec<f32>,
    upper_bias: Vec<f32>,
}

/// Every token's part in every feature, multiplied out beforehand for one text.
pub struct Prepared(Vec<f32>);

impl<const F: usize> StepModel<F> {
    pub(crate) fn load(pack: &Pack, name: &str, classes: usize) -> Result<Self, ModelError> {
        let padded = classes.div_ceil(16) * 16;
        Ok(Self {
            project: Linear::load(pack, &format!("{name}/project"), WIDTH, HIDDEN)?,
            lower: pack.floats(&format!("{name}/lower/W"), HIDDEN * F * PIECES)?,
            lower_bias: pack.floats(&format!("{name}/lower/b"), PIECES)?,
            pad: pack.floats(&format!("{name}/lower/pad"), F * PIECES)?,
            upper: pack.floats(&format!("{name}/upper/W"), HIDDEN * padded)?,
            upper_bias: pack.floats(&format!("{name}/upper/b"), padded)?,
        })
    }

    /// `vectors` has [`WIDTH`] numbers a token.
    pub fn prepare(&self, vectors: &[f32]) -> Prepared {
        let tokens = vectors.len() / WIDTH;
        let projected = self.project.apply(vectors, tokens);
        let mut out = vec![0.0; tokens * F * PIECES];
        multiply(&projected, HIDDEN, &self.lower, &mut out, (tokens, HIDDEN, F * PIECES));
        Prepared(out)
    }

    /// Scores of all classes (and a few zeros behind them), with the given tokens as features.
    pub fn scores(&self, prepared: &Prepared, features: [Option<usize>; F], out: &mut Vec<f32>) {
        let mut sum = [0f32; PIECES];
        sum.copy_from_slice(&self.lower_bias);
        for (f, token) in features.into_iter().enumerate() {
            let source = match token {
                Some(token) => &prepared.0[(token * F + f) * PIECES..][..PIECES],
                None => &self.pad[f * PIECES..][..PIECES],
            };
            for (s, x) in sum.iter_mut().zip(source) {
                *s += x;
            }
        }
        let (first, second) = sum.split_at(HIDDEN);
        out.clear();
        out.extend_from_slice(&self.upper_bias);
        let classes = out.len();
        for ((a, b), row) in first.iter().zip(second).zip(self.upper.chunks_exact(classes)) {
            let hidden = a.max(*b);
            for (o, w) in out.iter_mut().zip(row) {
                *o += hidden * w;
            }
        }
    }
}
