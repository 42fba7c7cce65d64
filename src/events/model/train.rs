//! Training: multinomial logistic regression by L-BFGS, deterministic.
//!
//! The loss is the weighted sum of the examples' negative log likelihoods plus `|w|^2 / (2 cost)`, without the bias. Minimised with
//! the limited-memory BFGS of Nocedal (1980) and a backtracking line search. Sums are taken over a fixed number of parts in
//! their order, so that the number of threads changes nothing.

use super::NONE;
use super::linear::softmax;
use rayon::prelude::*;
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
    /// Steps of the minimisation at most.
    pub steps: usize,
    /// What errors cost against large weights.
    pub cost: f64,
    /// Features seen less often are left out.
    pub min_count: usize,
    /// Weights of smaller size are left out at the end.
    pub prune: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { steps: 60, cost: 0.3, min_count: 3, prune: 0.08 }
    }
}

impl Settings {
    /// For the sides of events: fewer and denser features than of clauses.
    pub fn sides() -> Self {
        Self { cost: 0.1, prune: 0.03, ..Self::default() }
    }
}

/// Weights for the examples, in the format that [`super::Linear::read`] reads. The same examples give the same bytes.
pub fn train(examples: &[Example], classes: usize, settings: Settings) -> Vec<u8> {
    let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
    let distinct: Vec<Vec<u32>> = examples.iter().map(|e| super::linear::distinct(&e.features)).collect();
    for feature in distinct.iter().flatten() {
        *counts.entry(*feature).or_default() += 1;
    }
    let mut keys: Vec<u32> = counts.iter().filter(|(_, n)| **n >= settings.min_count).map(|(k, _)| *k).collect();
    keys.sort_unstable();
    let place: FxHashMap<u32, usize> = keys.iter().enumerate().map(|(i, k)| (*k, i)).collect();
    let rows = distinct.iter().zip(examples).map(|(features, example)| Row {
        features: features.iter().filter_map(|f| place.get(f).copied()).collect(),
        class: example.class,
        weight: example.weight,
    });
    let problem = Problem { rows: rows.collect(), classes, features: keys.len(), cost: settings.cost };
    let mut weights = problem.minimise(settings.steps);
    centre(&mut weights, classes);
    pack(&keys, &weights, classes, settings.prune)
}

/// An example with the features that are kept.
struct Row {
    features: Vec<usize>,
    class: usize,
    weight: f32,
}

/// What is minimised. Weights are rows of `classes` for each feature, the bias last.
struct Problem {
    rows: Vec<Row>,
    classes: usize,
    features: usize,
    cost: f64,
}

/// Parts of the examples whose sums are added in order.
const PARTS: usize = 4;
/// Pairs of steps that L-BFGS remembers.
const MEMORY: usize = 8;
/// The minimum is reached when a step gains less than this share.
const ENOUGH: f64 = 1e-5;

impl Problem {
    /// The loss and its gradient.
    fn loss(&self, weights: &[f32]) -> (f64, Vec<f32>) {
        let size = self.rows.len().div_ceil(PARTS).max(1);
        let parts: Vec<(f64, Vec<f32>)> = self.rows.par_chunks(size).map(|rows| self.part(rows, weights)).collect();
        let body = self.features * self.classes;
        let scale = (1.0 / self.cost) as f32;
        let mut gradient = vec![0f32; weights.len()];
        gradient[..body].iter_mut().zip(weights).for_each(|(g, w)| *g = w * scale);
        let mut loss = dot(&weights[..body], &weights[..body]) / (2.0 * self.cost);
        for (part, slope) in parts {
            loss += part;
            gradient.iter_mut().zip(&slope).for_each(|(g, s)| *g += s);
        }
        (loss, gradient)
    }

    fn part(&self, rows: &[Row], weights: &[f32]) -> (f64, Vec<f32>) {
        let mut slope = vec![0f32; weights.len()];
        let mut loss = 0f64;
        let mut scores = vec![0f32; self.classes];
        for row in rows {
            scores.fill(0.0);
            for feature in row.features.iter().chain([&self.features]) {
                let at = &weights[feature * self.classes..][..self.classes];
                scores.iter_mut().zip(at).for_each(|(s, w)| *s += w);
            }
            softmax(&mut scores);
            loss -= f64::from(row.weight) * f64::from(scores[row.class].max(1e-30)).ln();
            scores[row.class] -= 1.0;
            scores.iter_mut().for_each(|s| *s *= row.weight);
            for feature in row.features.iter().chain([&self.features]) {
                let at = &mut slope[feature * self.classes..][..self.classes];
                at.iter_mut().zip(&scores).for_each(|(g, s)| *g += s);
            }
        }
        (loss, slope)
    }

    fn minimise(&self, steps: usize) -> Vec<f32> {
        let mut weights = vec![0f32; (self.features + 1) * self.classes];
        let (mut loss, mut gradient) = self.loss(&weights);
        let mut memory: Vec<(Vec<f32>, Vec<f32>, f64)> = Vec::new();
        for _ in 0..steps {
            let mut direction = downhill(&gradient, &memory);
            let mut slope = dot(&direction, &gradient);
            if slope >= 0.0 {
                memory.clear();
                direction = gradient.iter().map(|g| -g).collect();
                slope = -dot(&gradient, &gradient);
            }
            // the first step is of unit length, for nothing is known of the curvature
            let mut length = if memory.is_empty() { 1.0 / (-slope).sqrt().max(1.0) } else { 1.0 };
            let mut next = None;
            for _ in 0..20 {
                let moved: Vec<f32> = weights.iter().zip(&direction).map(|(w, d)| w + length as f32 * d).collect();
                let (there, slope_there) = self.loss(&moved);
                if there <= loss + 1e-4 * length * slope {
                    next = Some((moved, there, slope_there));
                    break;
                }
                length *= 0.5;
            }
            let Some((moved, there, slope_there)) = next else { break };
            let step: Vec<f32> = moved.iter().zip(&weights).map(|(a, b)| a - b).collect();
            let change: Vec<f32> = slope_there.iter().zip(&gradient).map(|(a, b)| a - b).collect();
            let curvature = dot(&step, &change);
            if curvature > 0.0 {
                if memory.len() == MEMORY {
                    memory.remove(0);
                }
                memory.push((step, change, curvature));
            }
            let gained = (loss - there) / loss.abs().max(1e-12);
            (weights, loss, gradient) = (moved, there, slope_there);
            if gained < ENOUGH {
                break;
            }
        }
        weights
    }
}

/// The direction of L-BFGS: the two loops of Nocedal.
fn downhill(gradient: &[f32], memory: &[(Vec<f32>, Vec<f32>, f64)]) -> Vec<f32> {
    let mut direction: Vec<f32> = gradient.iter().map(|g| -g).collect();
    let mut shares = Vec::new();
    for (step, change, curvature) in memory.iter().rev() {
        let share = dot(step, &direction) / curvature;
        direction.iter_mut().zip(change).for_each(|(d, c)| *d -= share as f32 * c);
        shares.push(share);
    }
    if let Some((_, change, curvature)) = memory.last() {
        let scale = (curvature / dot(change, change).max(1e-30)) as f32;
        direction.iter_mut().for_each(|d| *d *= scale);
    }
    for ((step, change, curvature), share) in memory.iter().zip(shares.into_iter().rev()) {
        let back = share - dot(change, &direction) / curvature;
        direction.iter_mut().zip(step).for_each(|(d, s)| *d += back as f32 * s);
    }
    direction
}

fn dot(a: &[f32], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
}

/// What all classes of a feature share says nothing: the middle weight becomes zero, so that few remain.
fn centre(weights: &mut [f32], classes: usize) {
    let mut sorted = vec![0f32; classes];
    for row in weights.chunks_exact_mut(classes) {
        sorted.copy_from_slice(row);
        sorted.sort_unstable_by(f32::total_cmp);
        let middle = if classes > 2 { sorted[classes / 2] } else { sorted[0] };
        row.iter_mut().for_each(|w| *w -= middle);
    }
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
