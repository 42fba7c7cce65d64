//! The learned part: a linear model over sparse features of a clause.
//!
//! It re-ranks what the rules propose, proposes events for predicates that no rule knows, and gives the confidence.
//! The subcommand `train` makes its weights from `data/training/`.

pub mod corpus;
pub mod features;
pub mod train;

use super::types;
use thiserror::Error;

/// Class of a clause that names no event.
pub const NONE: usize = 0;

/// Why weights cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WeightsError {
    /// Not a file of weights, or one of another version.
    #[error("the event model is damaged or of another version; make it anew with `diplograph train`")]
    Format,
}

/// Weights by feature. Class 0 is "no event", class `i` the `i`-th type of the table.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Hashes of the features, ascending.
    keys: Vec<u32>,
    /// For each feature the end of its entries.
    ends: Vec<u32>,
    /// Class and weight.
    entries: Vec<(u8, f32)>,
    /// Weight of each class without any feature.
    bias: Vec<f32>,
}

const MAGIC: &[u8; 4] = b"DGE1";

impl Model {
    /// The number of classes: every type and "no event".
    pub fn classes() -> usize {
        types::all().len() + 1
    }

    /// The shipped weights.
    ///
    /// # Errors
    /// When the embedded file is damaged; a test keeps that from happening.
    pub fn shipped() -> Result<Self, WeightsError> {
        Self::read(include_bytes!("../../../data/model/events.bin"))
    }

    /// Reads weights: magic, scale (f32), bias (f32 a class), then for each feature its hash (u32), the number of its
    /// entries (u8) and the entries (class u8, weight i8 to be multiplied by the scale); all little endian.
    ///
    /// # Errors
    /// When the bytes are not that.
    pub fn read(bytes: &[u8]) -> Result<Self, WeightsError> {
        let mut rest = bytes.strip_prefix(MAGIC).ok_or(WeightsError::Format)?;
        let mut take = |n: usize| -> Result<&[u8], WeightsError> {
            let (head, tail) = rest.split_at_checked(n).ok_or(WeightsError::Format)?;
            rest = tail;
            Ok(head)
        };
        let float = |b: &[u8]| b.try_into().map(f32::from_le_bytes).map_err(|_| WeightsError::Format);
        let int = |b: &[u8]| b.try_into().map(u32::from_le_bytes).map_err(|_| WeightsError::Format);
        let scale = float(take(4)?)?;
        let count = int(take(4)?)?;
        let mut model = Model::default();
        for _ in 0..Self::classes() {
            model.bias.push(float(take(4)?)?);
        }
        for _ in 0..count {
            model.keys.push(int(take(4)?)?);
            let entries = take(1)?[0] as usize;
            for pair in take(2 * entries)?.chunks_exact(2) {
                model.entries.push((pair[0], f32::from(pair[1] as i8) * scale));
            }
            model.ends.push(model.entries.len() as u32);
        }
        let valid = model.keys.is_sorted() && model.entries.iter().all(|(c, _)| (*c as usize) < Self::classes());
        if valid { Ok(model) } else { Err(WeightsError::Format) }
    }

    /// The weights of one feature: class and weight.
    pub fn weights(&self, feature: u32) -> &[(u8, f32)] {
        match self.keys.binary_search(&feature) {
            Ok(i) => {
                let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
                &self.entries[start..self.ends[i] as usize]
            }
            Err(_) => &[],
        }
    }

    /// Probability of each class for a clause with these features. Uniform-like bias only when the model is empty.
    pub fn probabilities(&self, features: &[u32]) -> Vec<f32> {
        let mut scores = if self.bias.is_empty() { vec![0.0; Self::classes()] } else { self.bias.clone() };
        for feature in features {
            for (class, weight) in self.weights(*feature) {
                scores[*class as usize] += weight;
            }
        }
        softmax(&mut scores);
        scores
    }

    /// Whether there are no weights, as before the first training.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

/// Turns scores into probabilities in place.
fn softmax(scores: &mut [f32]) {
    let max = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - max).exp();
        sum += *score;
    }
    for score in scores.iter_mut() {
        *score /= sum;
    }
}
