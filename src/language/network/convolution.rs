//! Layers that look at each token with its two neighbours.
//!
//! Four rows are made at once, from six products instead of twelve: a convolution with three weights is a product of
//! polynomials, and its values at six points say what four rows of it are (Winograd's F(4,3); Lavin and Gray, Fast Algorithms
//! for Convolutional Neural Networks, 2016). Exact but for rounding in the last digits.

use super::dense::{Maxout, PIECES, WIDTH};
use super::product::Weights;
use super::wide::wide;
use crate::language::model::pack::{ModelError, Pack};

/// Rows made at once.
pub const TILE: usize = 4;
/// Products that a tile needs.
const POINTS: usize = 6;
/// Tiles whose products are held at once; they stay in memory that is near.
const BLOCK: usize = 64;

/// A maxout over windows of three rows, whose result is added to the middle one.
pub struct Convolution {
    points: [Weights; POINTS],
    layer: Maxout,
}

/// Memory that serves one layer after the other.
#[derive(Default)]
pub struct Scratch {
    inputs: Vec<f32>,
    products: Vec<f32>,
}

impl Convolution {
    pub(crate) fn load(pack: &Pack, name: &str) -> Result<Self, ModelError> {
        let weights = pack.floats(&format!("{name}/W"), 3 * WIDTH * PIECES)?;
        Ok(Self { points: values_at_points(&weights), layer: Maxout::load(pack, name)? })
    }

    /// Adds to each row, but for the first and the last, what the layer makes of it and its neighbours. Between those two
    /// there are a multiple of [`TILE`] rows.
    pub fn apply(&self, rows: &mut [f32], scratch: &mut Scratch) {
        let tiles = (rows.len() / WIDTH - 2) / TILE;
        let Scratch { inputs, products } = scratch;
        inputs.resize(POINTS * tiles * WIDTH, 0.0);
        products.resize(POINTS * BLOCK.min(tiles) * PIECES, 0.0);
        spread(rows, inputs);
        for start in (0..tiles).step_by(BLOCK) {
            let count = BLOCK.min(tiles - start);
            let products = &mut products[..POINTS * count * PIECES];
            for (point, weights) in self.points.iter().enumerate() {
                let (from, to) = ((point * tiles + start) * WIDTH, point * count * PIECES);
                weights.multiply(&inputs[from..], WIDTH, count, &mut products[to..]);
            }
            gather(&self.layer, products, &mut rows[(start * TILE + 1) * WIDTH..][..count * TILE * WIDTH]);
        }
    }
}

/// What becomes of the weights, of shape `[3 * WIDTH][PIECES]`, at each point.
fn values_at_points(weights: &[f32]) -> [Weights; POINTS] {
    let (before, rest) = weights.split_at(WIDTH * PIECES);
    let (own, after) = rest.split_at(WIDTH * PIECES);
    let point = |f: fn(f32, f32, f32) -> f32| {
        let values = before.iter().zip(own).zip(after).map(|((a, b), c)| f(*a, *b, *c));
        Weights::new(&values.collect::<Vec<f32>>(), PIECES)
    };
    [
        point(|a, _, _| a / 4.0),
        point(|a, b, c| (a + b + c) / -6.0),
        point(|a, b, c| (a - b + c) / -6.0),
        point(|a, b, c| (a + 2.0 * b + 4.0 * c) / 24.0),
        point(|a, b, c| (a - 2.0 * b + 4.0 * c) / 24.0),
        point(|_, _, c| c),
    ]
}

/// `values` as [`POINTS`] slices of one length.
fn parts(values: &[f32]) -> [&[f32]; POINTS] {
    let length = values.len() / POINTS;
    std::array::from_fn(|point| &values[point * length..][..length])
}

wide! {
    /// Fills `inputs`, of shape `[POINTS][tiles][WIDTH]`, from the rows of each tile and the two around it.
    fn spread(rows: &[f32], inputs: &mut [f32]) {
        let length = inputs.len() / POINTS;
        for (tile, d) in rows.windows((TILE + 2) * WIDTH).step_by(TILE * WIDTH).enumerate() {
            let d: [&[f32]; POINTS] = parts(d);
            let mut values = [[0f32; WIDTH]; POINTS];
            for i in 0..WIDTH {
                let (even, odd) = (d[4][i] - 4.0 * d[2][i], d[3][i] - 4.0 * d[1][i]);
                let (near, far) = (d[4][i] - d[2][i], 2.0 * (d[3][i] - d[1][i]));
                values[0][i] = 4.0 * d[0][i] - 5.0 * d[2][i] + d[4][i];
                values[1][i] = even + odd;
                values[2][i] = even - odd;
                values[3][i] = near + far;
                values[4][i] = near - far;
                values[5][i] = 4.0 * d[1][i] - 5.0 * d[3][i] + d[5][i];
            }
            for (point, values) in values.iter().enumerate() {
                inputs[point * length + tile * WIDTH..][..WIDTH].copy_from_slice(values);
            }
        }
    }

    /// Makes the rows of each tile from its `products`, of shape `[POINTS][tiles][PIECES]`, and adds the layer's choice.
    fn gather(layer: &Maxout, products: &[f32], rows: &mut [f32]) {
        let products = parts(products);
        for (tile, rows) in rows.chunks_exact_mut(TILE * WIDTH).enumerate() {
            let m: [&[f32]; POINTS] = products.map(|p| &p[tile * PIECES..][..PIECES]);
            let mut candidates = [[0f32; PIECES]; TILE];
            for i in 0..PIECES {
                let (sum, difference) = (m[1][i] + m[2][i], m[1][i] - m[2][i]);
                let (far_sum, far_difference) = (m[3][i] + m[4][i], m[3][i] - m[4][i]);
                candidates[0][i] = m[0][i] + sum + far_sum;
                candidates[1][i] = difference + 2.0 * far_difference;
                candidates[2][i] = sum + 4.0 * far_sum;
                candidates[3][i] = difference + 8.0 * far_difference + m[5][i];
            }
            for (candidates, row) in candidates.iter().zip(rows.chunks_exact_mut(WIDTH)) {
                layer.finish(candidates, row, true);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_of_three_rows_are_multiplied() {
        let number = |i: usize| ((i * 7919) % 1009) as f32 / 1009.0 - 0.5;
        let weights: Vec<f32> = (0..3 * WIDTH * PIECES).map(number).collect();
        let tiles = BLOCK + 3;
        let old: Vec<f32> = (0..(tiles * TILE + 2) * WIDTH).map(|i| number(i + 5)).collect();
        let bias: Vec<f32> = (0..PIECES).map(number).collect();
        let layer = || Maxout { bias: bias.clone(), gain: vec![1.5; WIDTH], shift: vec![0.25; WIDTH] };
        let mut new = old.clone();
        Convolution { points: values_at_points(&weights), layer: layer() }.apply(&mut new, &mut Scratch::default());
        for (row, window) in old.windows(3 * WIDTH).step_by(WIDTH).enumerate() {
            let mut candidates = [0f32; PIECES];
            for (x, weights) in window.iter().zip(weights.chunks_exact(PIECES)) {
                candidates.iter_mut().zip(weights).for_each(|(c, w)| *c += x * w);
            }
            let mut expected = window[WIDTH..2 * WIDTH].to_vec();
            layer().finish(&candidates, &mut expected, true);
            for (found, expected) in new[(row + 1) * WIDTH..].iter().zip(&expected) {
                assert!((found - expected).abs() < 1e-4, "{row}: {found} {expected}");
            }
        }
        assert_eq!((&new[..WIDTH], &new[new.len() - WIDTH..]), (&old[..WIDTH], &old[old.len() - WIDTH..]));
    }
}
