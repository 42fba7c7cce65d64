//! Training: multinomial logistic regression with AdaGrad, deterministic.

use super::NONE;
use super::linear::softmax;
use rustc_hash::FxHashMap;

/// Something with the class that it should have.
#[derive(Clone, Debug)]
pub struct Example {
    /// Hashes of its features.
    pub features: Vec<u32>,
    /// Class; [`NONE`] for no event.
    pub class: usize,
    /// How much it counts.
    pub weight: f32,
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Passes over the examples.
    pub epochs: usize,
    /// Step size of AdaGrad.
    pub rate: f32,
    /// L2 penalty for each example.
    pub penalty: f32,
    /// Features seen less often are left out.
    pub min_count: usize,
    /// Weights of smaller size are left out at the end.
    pub prune: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { epochs: 12, rate: 0.15, penalty: 1e-5, min_count: 3, prune: 0.46 }
    }
}

impl Settings {
    /// For what actors are in events: fewer and denser features than of clauses.
    pub fn roles() -> Self {
        Self { prune: 0.05, penalty: 1e-4, ..Self::default() }
    }
}

/// Weights for the examples, in the format that [`super::Linear::read`] reads. The same examples give the same bytes.
pub fn train(examples: &[Example], classes: usize, settings: Settings) -> Vec<u8> {
    let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
    for example in examples {
        for feature in &example.features {
            *counts.entry(*feature).or_default() += 1;
        }
    }
    let mut keys: Vec<u32> = counts.iter().filter(|(_, n)| **n >= settings.min_count).map(|(k, _)| *k).collect();
    keys.sort_unstable();
    let place: FxHashMap<u32, usize> = keys.iter().enumerate().map(|(i, k)| (*k, i)).collect();
    let rows: Vec<Vec<usize>> =
        examples.iter().map(|e| e.features.iter().filter_map(|f| place.get(f).copied()).collect()).collect();
    let mut weights = vec![0f32; (keys.len() + 1) * classes]; // the last row is the bias
    let mut squares = vec![1e-6f32; weights.len()];
    let bias = keys.len();
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut scores = vec![0f32; classes];
    // the mean of the later passes: one pass more or less then changes little
    let mut mean = vec![0f32; weights.len()];
    let kept = settings.epochs.div_ceil(2);
    for epoch in 0..settings.epochs {
        random.shuffle(&mut order);
        let rate = settings.rate / (1.0 + epoch as f32 * 0.1);
        for i in &order {
            let (example, row) = (&examples[*i], &rows[*i]);
            scores.fill(0.0);
            for feature in row.iter().chain([&bias]) {
                for (s, w) in scores.iter_mut().zip(&weights[feature * classes..][..classes]) {
                    *s += w;
                }
            }
            softmax(&mut scores);
            scores[example.class] -= 1.0;
            for feature in row.iter().chain([&bias]) {
                let at = feature * classes;
                for (class, error) in scores.iter().enumerate() {
                    if error.abs() < 1e-3 {
                        continue;
                    }
                    let gradient = error * example.weight + settings.penalty * weights[at + class];
                    squares[at + class] += gradient * gradient;
                    weights[at + class] -= rate * gradient / squares[at + class].sqrt();
                }
            }
        }
        if epoch + kept >= settings.epochs {
            mean.iter_mut().zip(&weights).for_each(|(m, w)| *m += w / kept as f32);
        }
    }
    pack(&keys, &mean, classes, settings.prune)
}

fn pack(keys: &[u32], weights: &[f32], classes: usize, prune: f32) -> Vec<u8> {
    let body = &weights[..keys.len() * classes];
    let largest = body.iter().fold(0f32, |m, w| m.max(w.abs())).max(1e-6);
    let scale = largest / 127.0;
    let mut features = Vec::new();
    let mut count = 0u32;
    for (i, key) in keys.iter().enumerate() {
        let entries: Vec<(u8, i8)> = weights[i * classes..][..classes]
            .iter()
            .enumerate()
            .filter(|(_, w)| w.abs() >= prune)
            .map(|(c, w)| (c as u8, (w / scale).round().clamp(-127.0, 127.0) as i8))
            .filter(|(_, w)| *w != 0)
            .collect();
        if entries.is_empty() {
            continue;
        }
        count += 1;
        features.extend(key.to_le_bytes());
        features.push(entries.len() as u8);
        for (class, weight) in entries {
            features.extend([class, weight as u8]);
        }
    }
    let mut out = vec![classes as u8];
    out.extend(scale.to_le_bytes());
    out.extend(count.to_le_bytes());
    for bias in &weights[keys.len() * classes..] {
        out.extend(bias.to_le_bytes());
    }
    out.extend(features);
    out
}

/// Weights without a feature: everything is left to the rules.
pub fn untrained(classes: usize) -> Vec<u8> {
    let mut out = vec![classes as u8];
    out.extend(1f32.to_le_bytes());
    out.extend(0u32.to_le_bytes());
    for class in 0..classes {
        out.extend((if class == NONE { 1f32 } else { 0.0 }).to_le_bytes());
    }
    out
}

/// SplitMix64: the same shuffles on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn shuffle(&mut self, items: &mut [usize]) {
        for i in (1..items.len()).rev() {
            items.swap(i, (self.next() % (i as u64 + 1)) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::model::Linear;

    #[test]
    fn what_separates_the_classes_is_learned_and_survives_packing() {
        let example = |features: &[u32], class| Example { features: features.to_vec(), class, weight: 1.0 };
        let examples: Vec<Example> = (0..40)
            .flat_map(|i| [example(&[1, 100 + i % 4], 3), example(&[2, 100 + i % 4], 5), example(&[100 + i % 4], NONE)])
            .collect();
        let bytes = train(&examples, 6, Settings::default());
        assert_eq!(bytes, train(&examples, 6, Settings::default()), "training is deterministic");
        let model = Linear::read(&mut bytes.as_slice()).unwrap();
        let best = |features: &[u32]| {
            let p = model.probabilities(features);
            assert!((p.iter().sum::<f32>() - 1.0).abs() < 1e-3);
            (0..p.len()).max_by(|a, b| p[*a].total_cmp(&p[*b])).unwrap()
        };
        assert_eq!(best(&[1, 101]), 3);
        assert_eq!(best(&[2, 101]), 5);
        assert_eq!(best(&[101]), NONE);
    }

    #[test]
    fn damaged_weights_are_refused() {
        assert!(Linear::read(&mut b"nothing".as_slice()).is_err());
        let mut bytes = untrained(6);
        assert!(Linear::read(&mut bytes.as_slice()).unwrap().is_empty());
        bytes.pop();
        assert!(Linear::read(&mut bytes.as_slice()).is_err());
    }
}
