//! From words to vectors that know their neighbours: hashed embeddings, word vectors, four convolutions.

use super::dense::{Maxout, PIECES, WIDTH, finish_rows, multiply};
use super::wide::{add, add_product, wide};
use crate::language::model::pack::{Matrix, ModelError, Pack, damaged};
use crate::language::model::strings::WordRows;
use rustc_hash::FxHashMap;

/// What the network sees of one token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Features {
    /// What depends on the word alone.
    pub word: WordFeatures,
    /// Whether a space follows.
    pub spaced: bool,
    /// Whether it is white space itself.
    pub is_space: bool,
}

/// Identities of normal form, first character, last three, shape and the text itself.
pub type WordFeatures = [u64; 5];

/// Columns that depend on the word alone; the last two, where present, are `spaced` and `is_space`.
const LEXICAL: usize = 4;
/// Convolutions, each of which looks one token further; so many rows of padding take part on either side.
const DEPTH: usize = 4;
/// Words remembered; a long run starts afresh when it has met more.
const CACHE: usize = 20_000;

/// One network from features to vectors.
pub struct TokenVectors {
    seeds: Vec<u32>,
    embeddings: Vec<Matrix>,
    vectors: Matrix,
    mixer: Maxout,
    convolutions: Vec<Maxout>,
    /// What `spaced` and `is_space` add before the mixer's choice, for false and true.
    flags: Vec<[Vec<f32>; 2]>,
}

/// What one thread remembers of words it has met.
#[derive(Default)]
pub struct Memory {
    places: FxHashMap<WordFeatures, u32>,
    mixed: Vec<f32>,
    rows: Vec<f32>,
    candidates: Vec<f32>,
}

impl TokenVectors {
    pub(crate) fn load(pack: &Pack, name: &str) -> Result<Self, ModelError> {
        let seeds = pack.u32s(&format!("{name}/seeds"))?;
        let read = |i| pack.matrix(&format!("{name}/embed{i}"));
        let embeddings = (0..seeds.len()).map(read).collect::<Result<Vec<_>, _>>()?;
        let vectors = pack.matrix(&format!("{name}/vectors"))?;
        if embeddings.len() < LEXICAL || embeddings.iter().chain([&vectors]).any(|m| m.columns != WIDTH || m.rows == 0)
        {
            return Err(damaged(name, "its embedding tables have the wrong shape".to_owned()));
        }
        let mut network = Self {
            mixer: Maxout::load(pack, &format!("{name}/mixer"), (seeds.len() + 1) * WIDTH)?,
            convolutions: (0..DEPTH)
                .map(|i| Maxout::load(pack, &format!("{name}/conv{i}"), 3 * WIDTH))
                .collect::<Result<_, _>>()?,
            seeds,
            embeddings,
            vectors,
            flags: Vec::new(),
        };
        network.flags = (LEXICAL..network.seeds.len())
            .map(|column| {
                [0, 1].map(|value| {
                    let mut out = vec![0.0; PIECES];
                    network.add_column(column, value, &mut out);
                    out
                })
            })
            .collect();
        Ok(network)
    }

    /// Rows of `vectors` must exist for every word of `words`; the loader of the engine checks it.
    pub(crate) fn vector_rows(&self) -> usize {
        self.vectors.rows
    }

    /// Adds to `out` what feature `value` of a column brings to the mixer.
    fn add_column(&self, column: usize, value: u64, out: &mut [f32]) {
        let (mut sum, mut row) = ([0f32; WIDTH], [0f32; WIDTH]);
        let table = &self.embeddings[column];
        for key in hashed_rows(value, self.seeds[column]) {
            table.row(key as usize % table.rows, &mut row);
            add(&mut sum, &row);
        }
        self.mix(column, &sum, out);
    }

    /// The mixer is linear up to its choice, so each column can be added by itself.
    fn mix(&self, column: usize, input: &[f32; WIDTH], out: &mut [f32]) {
        add_product(out, input, &self.mixer.weights[column * WIDTH * PIECES..][..WIDTH * PIECES]);
    }

    /// Puts one row of [`WIDTH`] numbers for each token into `out`. The texts stand one after the other in `tokens`, with
    /// these lengths: several short ones make one great matrix product, and none sees the next.
    pub fn forward(
        &self,
        tokens: &[Features],
        lengths: &[usize],
        words: &WordRows,
        memory: &mut Memory,
        out: &mut Vec<f32>,
    ) {
        let Memory { places, mixed, rows, candidates } = memory;
        if places.len() > CACHE {
            places.clear();
            mixed.clear();
        }
        // Rows of padding on either side of a text take part in every convolution, beyond them lie zeros that do not.
        // What a text sees of its padding has not seen the next text yet, so that neighbours may share it.
        let padded = tokens.len() + (lengths.len() + 1) * DEPTH;
        rows.clear();
        rows.resize((padded + 2) * WIDTH, 0.0);
        candidates.resize(padded * PIECES, 0.0);
        let starts = || lengths.iter().enumerate().flat_map(|(i, n)| std::iter::repeat_n((i + 1) * DEPTH + 1, *n));
        for ((i, token), before) in tokens.iter().enumerate().zip(starts()) {
            let place = *places.entry(token.word).or_insert_with(|| {
                let start = mixed.len();
                mixed.resize(start + PIECES, 0.0);
                let out = &mut mixed[start..];
                for column in 0..LEXICAL {
                    self.add_column(column, token.word[column], out);
                }
                if let Some(row) = words.get(token.word[LEXICAL]) {
                    let mut vector = [0f32; WIDTH];
                    self.vectors.row(row, &mut vector);
                    self.mix(self.seeds.len(), &vector, out);
                }
                (start / PIECES) as u32
            });
            let word = &mixed[place as usize * PIECES..][..PIECES];
            mixed_row(self, word, [token.spaced, token.is_space], &mut rows[(i + before) * WIDTH..][..WIDTH]);
        }
        for layer in &self.convolutions {
            // A window of three rows is contiguous: no copy is needed.
            multiply(rows, WIDTH, &layer.weights, candidates, (padded, PIECES, PIECES));
            finish_rows(layer, candidates, &mut rows[WIDTH..]);
        }
        out.clear();
        let mut next = DEPTH + 1;
        for length in lengths {
            out.extend_from_slice(&rows[next * WIDTH..][..length * WIDTH]);
            next += length + DEPTH;
        }
    }
}

wide! {
    /// The mixer's choice for one token.
    fn mixed_row(network: &TokenVectors, word: &[f32], flags: [bool; 2], out: &mut [f32]) {
        let mut sum = [0f32; PIECES];
        sum.copy_from_slice(word);
        for (flag, on) in network.flags.iter().zip(flags) {
            for (s, f) in sum.iter_mut().zip(&flag[usize::from(on)]) {
                *s += f;
            }
        }
        network.mixer.finish(&sum, out, false);
    }
}

/// The four table rows of a feature, before the remainder by the table's length (thinc's hash embedding).
fn hashed_rows(value: u64, seed: u32) -> [u32; 4] {
    fn mix(mut h: u64) -> u64 {
        h = (h ^ (h >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        h = (h ^ (h >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        h ^ (h >> 33)
    }
    let seed = u64::from(seed);
    let k = value.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    let (mut first, mut second) = (k ^ seed ^ 8, seed ^ 8);
    first = first.wrapping_add(second);
    second = second.wrapping_add(first);
    first = mix(first);
    second = mix(second);
    first = first.wrapping_add(second);
    second = second.wrapping_add(first);
    [first as u32, (first >> 32) as u32, second as u32, (second >> 32) as u32]
}
