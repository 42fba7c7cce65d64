//! A linear model over sparse features: one row of weights a feature, one column a class.

use super::WeightsError;

/// Weights by feature and class.
#[derive(Clone, Debug, Default)]
pub struct Linear {
    /// Hashes of the features, ascending.
    keys: Vec<u32>,
    /// For each value of a hash's first bits the number of the first key that begins with them, and the number of all keys.
    /// Hashes lie evenly, so a key is found in one or two steps.
    buckets: Vec<u32>,
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
        model.buckets = buckets(&model.keys);
        if valid { Ok(model) } else { Err(WeightsError::Format) }
    }

    /// The number of classes.
    pub fn classes(&self) -> usize {
        self.bias.len()
    }

    /// The weights of one feature: class and weight.
    pub fn weights(&self, feature: u32) -> &[(u8, f32)] {
        self.place(feature).map_or(&[], |place| self.entries_at(place))
    }

    /// Where the feature stands among the keys.
    fn place(&self, feature: u32) -> Option<usize> {
        let bucket = (feature >> BUCKET_SHIFT) as usize;
        let (start, end) = (*self.buckets.get(bucket)? as usize, *self.buckets.get(bucket + 1)? as usize);
        self.keys[start..end]
            .iter()
            .position(|key| *key >= feature)
            .map(|i| start + i)
            .filter(|i| self.keys[*i] == feature)
    }

    fn entries_at(&self, place: usize) -> &[(u8, f32)] {
        let start = if place == 0 { 0 } else { self.ends[place - 1] as usize };
        &self.entries[start..self.ends[place] as usize]
    }

    /// Probability of each class for something with these features.
    pub fn probabilities(&self, features: &[u32]) -> Vec<f32> {
        // always summed in the order of the keys: the same features in another order give the same bits
        let mut places: Vec<usize> = Vec::with_capacity(features.len());
        places.extend(features.iter().filter_map(|f| self.place(*f)));
        places.sort_unstable();
        places.dedup();
        let mut scores = self.bias.clone();
        for place in places {
            for (class, weight) in self.entries_at(place) {
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

/// Bits of a hash that do not choose its bucket.
const BUCKET_SHIFT: u32 = 32 - 17;

/// For each bucket the number of its first key, and the number of all keys.
fn buckets(keys: &[u32]) -> Vec<u32> {
    let mut next = 0;
    let first = |bucket: u32| {
        next += keys[next..].iter().take_while(|key| **key >> BUCKET_SHIFT < bucket).count();
        next as u32
    };
    (0..=1 << (32 - BUCKET_SHIFT)).map(first).collect()
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
