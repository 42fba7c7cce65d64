//! A linear model over sparse features: one row of weights a feature, one column a class.

use super::WeightsError;

/// Weights by feature and class.
#[derive(Clone, Debug, Default)]
pub struct Linear {
    /// Hashes of the features, ascending.
    keys: Vec<u32>,
    /// For each feature the end of its entries.
    ends: Vec<u32>,
    /// Class and weight.
    entries: Vec<(u8, f32)>,
    /// Weight of each class without any feature.
    bias: Vec<f32>,
}

impl Linear {
    /// Reads weights off the front of `bytes`: number of classes (u8), scale (f32), number of features (u32), bias (f32 a
    /// class), then for each feature its hash (u32), the number of its entries (u8) and the entries (class u8, weight i8 to
    /// be multiplied by the scale); all little endian.
    ///
    /// # Errors
    /// When the bytes are not that.
    pub fn read(bytes: &mut &[u8]) -> Result<Self, WeightsError> {
        let mut take = |n: usize| -> Result<&[u8], WeightsError> {
            let (head, tail) = bytes.split_at_checked(n).ok_or(WeightsError::Format)?;
            *bytes = tail;
            Ok(head)
        };
        let float = |b: &[u8]| b.try_into().map(f32::from_le_bytes).map_err(|_| WeightsError::Format);
        let int = |b: &[u8]| b.try_into().map(u32::from_le_bytes).map_err(|_| WeightsError::Format);
        let classes = take(1)?[0];
        let scale = float(take(4)?)?;
        let count = int(take(4)?)?;
        let mut model = Self::default();
        for _ in 0..classes {
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
        let valid = model.keys.is_sorted() && model.entries.iter().all(|(c, _)| *c < classes);
        if valid { Ok(model) } else { Err(WeightsError::Format) }
    }

    /// The number of classes.
    pub fn classes(&self) -> usize {
        self.bias.len()
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

    /// Probability of each class for something with these features.
    pub fn probabilities(&self, features: &[u32]) -> Vec<f32> {
        let mut scores = self.bias.clone();
        for feature in distinct(features) {
            for (class, weight) in self.weights(feature) {
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

/// The features that something has, each once.
pub(super) fn distinct(features: &[u32]) -> Vec<u32> {
    let mut features = features.to_vec();
    features.sort_unstable();
    features.dedup();
    features
}

/// Turns scores into probabilities in place.
pub(super) fn softmax(scores: &mut [f32]) {
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
