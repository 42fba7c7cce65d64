//! Layers that look at each token with its two neighbours.
//!
//! Four rows are made at once, from six products instead of twelve: a convolution with three weights is a product of
//! polynomials, and its values at six points say what four rows of it are (Winograd's F(4,3); Lavin and Gray, Fast Algorithms
//! for Convolutional Neural Networks, 2016). Exact but for rounding.

use super::dense::{Maxout, PIECES, WIDTH};
use super::product::{PART, Row, Weights, fix};
use crate::language::model::pack::{ModelError, Pack};
use crate::wide::{greater, wide};

/// Rows made at once.
pub const TILE: usize = 4;
/// Products that a tile needs.
const POINTS: usize = 6;
/// Tiles whose products are held at once; they stay in memory that is near.
const BLOCK: usize = 48;

/// A maxout over windows of three rows, whose result is added to the middle one.
pub struct Convolution {
    points: [Weights; POINTS],
    layer: Maxout,
}

/// Memory that serves one layer after the other.
#[derive(Default)]
pub struct Scratch {
    /// Inputs of the products in fixed point, of shape `[POINTS][tiles]`, with what one unit is in each.
    inputs: Vec<Row>,
    units: Vec<f32>,
    products: Vec<f32>,
}

impl Convolution {
    pub(crate) fn load(pack: &Pack, name: &str) -> Result<Self, ModelError> {
        let weights = pack.floats(&format!("{name}/W"), 3 * WIDTH * PIECES)?;
        Ok(Self { points: values_at_points(&weights), layer: Maxout::load(pack, name)? })
    }

    /// Adds to each row of the tiles, which begin at the rows `starts`, what the layer makes of it and its neighbours. No tile begins
    /// with the first row or ends with the last.
    pub fn apply(&self, rows: &mut [f32], starts: &[usize], scratch: &mut Scratch) {
        let tiles = starts.len();
        let Scratch { inputs, units, products } = scratch;
        inputs.resize(inputs.len().max(POINTS * tiles), [0; PART]);
        units.resize(units.len().max(POINTS * tiles), 0.0);
        products.resize(products.len().max(POINTS * BLOCK.min(tiles) * PIECES), 0.0);
        let (inputs, units) = (&mut inputs[..POINTS * tiles], &mut units[..POINTS * tiles]);
        spread(rows, starts, inputs, units);
        for (block, starts) in starts.chunks(BLOCK).enumerate() {
            let count = starts.len();
            let products = &mut products[..POINTS * count * PIECES];
            for (point, weights) in self.points.iter().enumerate() {
                let from = point * tiles + block * BLOCK;
                let (inputs, units) = (&inputs[from..][..count], &units[from..][..count]);
                weights.multiply_fixed(inputs, units, &mut products[point * count * PIECES..]);
            }
            gather(&self.layer, products, starts, rows);
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

/// The products at each point of one tile, from those of shape `[POINTS][tiles][PIECES]`.
#[inline(always)]
fn of_tile(products: &[f32], tile: usize) -> [&[f32; PIECES]; POINTS] {
    let products = products.as_chunks::<PIECES>().0;
    let tiles = products.len() / POINTS;
    let at = |point: usize| &products[point * tiles + tile];
    [at(0), at(1), at(2), at(3), at(4), at(5)]
}

/// What the rows of a tile may be in one place, with the bias, from its products at each point.
#[inline(always)]
fn candidates(m: &[&[f32; PIECES]; POINTS], bias: &[f32; PIECES], i: usize) -> [f32; TILE] {
    let bias = bias[i];
    let (sum, difference) = (m[1][i] + m[2][i], m[1][i] - m[2][i]);
    let (far_sum, far_difference) = (m[3][i] + m[4][i], m[3][i] - m[4][i]);
    [
        m[0][i] + sum + far_sum + bias,
        difference + 2.0 * far_difference + bias,
        sum + 4.0 * far_sum + bias,
        difference + 8.0 * far_difference + m[5][i] + bias,
    ]
}

wide! {
    /// Fills `inputs` and `units`, of shape `[POINTS][tiles]`, from the rows of each tile, which begin at `starts`, and the two around
    /// it.
    fn spread(rows: &[f32], starts: &[usize], inputs: &mut [Row], units: &mut [f32]) {
        let mut values = [[0f32; WIDTH]; POINTS];
        for (tile, start) in starts.iter().enumerate() {
            let d: [&[f32]; POINTS] = parts(&rows[(start - 1) * WIDTH..][..(TILE + 2) * WIDTH]);
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
                let at = point * starts.len() + tile;
                units[at] = fix(values, &mut inputs[at]);
            }
        }
    }

    /// Makes the rows of tiles, which begin at `starts`, from their `products`, of shape `[POINTS][tiles][PIECES]`, and adds the
    /// layer's choice.
    fn gather(layer: &Maxout, products: &[f32], starts: &[usize], rows: &mut [f32]) {
        let bias: &[f32; PIECES] = layer.bias.first_chunk().expect("a number for each piece");
        let mut best = [[0f32; WIDTH]; TILE];
        for (tile, start) in starts.iter().enumerate() {
            let m: [&[f32; PIECES]; POINTS] = of_tile(products, tile);
            for i in 0..WIDTH {
                let first = candidates(&m, bias, i);
                let second = candidates(&m, bias, WIDTH + i);
                let third = candidates(&m, bias, 2 * WIDTH + i);
                for (row, best) in best.iter_mut().enumerate() {
                    best[i] = greater(greater(first[row], second[row]), third[row]);
                }
            }
            let rows = &mut rows[start * WIDTH..][..TILE * WIDTH];
            layer.normalise(&best, rows, true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(i: usize) -> f32 {
        ((i * 7919) % 1009) as f32 / 1009.0 - 0.5
    }

    fn convolution(weights: &[f32], bias: &[f32]) -> Convolution {
        let layer = Maxout { bias: bias.to_vec(), gain: vec![1.5; WIDTH], shift: vec![0.25; WIDTH] };
        Convolution { points: values_at_points(weights), layer }
    }

    /// Where the tiles begin, when groups of so many have a row on either side.
    fn starts(groups: &[usize]) -> Vec<usize> {
        let mut start = 1;
        let mut starts = Vec::new();
        for count in groups {
            starts.extend((0..*count).map(|tile| start + tile * TILE));
            start += count * TILE + 2;
        }
        starts
    }

    #[test]
    fn windows_of_three_rows_are_multiplied() {
        let weights: Vec<f32> = (0..3 * WIDTH * PIECES).map(number).collect();
        let tiles = BLOCK + 3;
        let old: Vec<f32> = (0..(tiles * TILE + 2) * WIDTH).map(|i| number(i + 5)).collect();
        let bias: Vec<f32> = (0..PIECES).map(number).collect();
        let convolution = convolution(&weights, &bias);
        let mut new = old.clone();
        convolution.apply(&mut new, &starts(&[tiles]), &mut Scratch::default());
        for (row, window) in old.windows(3 * WIDTH).step_by(WIDTH).enumerate() {
            let mut candidates = [0f32; PIECES];
            for (x, weights) in window.iter().zip(weights.chunks_exact(PIECES)) {
                candidates.iter_mut().zip(weights).for_each(|(c, w)| *c += x * w);
            }
            let mut expected = window[WIDTH..2 * WIDTH].to_vec();
            convolution.layer.finish(&candidates, &mut expected, true);
            for (found, expected) in new[(row + 1) * WIDTH..].iter().zip(&expected) {
                assert!((found - expected).abs() < 5e-3, "{row}: {found} {expected}");
            }
        }
        assert_eq!((&new[..WIDTH], &new[new.len() - WIDTH..]), (&old[..WIDTH], &old[old.len() - WIDTH..]));
    }

    #[test]
    fn groups_give_the_same_bits_together_and_alone() {
        let weights: Vec<f32> = (0..3 * WIDTH * PIECES).map(number).collect();
        let bias: Vec<f32> = (0..PIECES).map(number).collect();
        let convolution = convolution(&weights, &bias);
        let groups = [3, BLOCK, 1, 7];
        let rows = |count: usize| (count * TILE + 2) * WIDTH;
        let old: Vec<f32> = (0..groups.iter().map(|g| rows(*g)).sum()).map(|i| number(i + 5)).collect();
        let mut together = old.clone();
        convolution.apply(&mut together, &starts(&groups), &mut Scratch::default());
        let mut start = 0;
        for group in groups {
            let mut alone = old[start..start + rows(group)].to_vec();
            convolution.apply(&mut alone, &starts(&[group]), &mut Scratch::default());
            assert!(alone == together[start..start + rows(group)], "{group}");
            start += rows(group);
        }
    }
}
