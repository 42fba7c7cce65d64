//! From words to vectors that know their neighbours: hashed embeddings, word vectors, four convolutions.

use super::convolution::{Convolution, Scratch, TILE};
use super::dense::{Maxout, PIECES, WIDTH};
use super::product::Weights;
use crate::language::model::pack::{Matrix, ModelError, Pack, damaged};
use crate::language::model::strings::WordRows;
use crate::wide::{add_product, wide};
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
/// Numbers of the mixer's input that depend on the word alone: the lexical columns and the word vector.
const WORD: usize = (LEXICAL + 1) * WIDTH;
/// Convolutions, each of which looks one token further; so many rows of padding take part on either side.
const DEPTH: usize = 4;
/// Words remembered; a long run starts afresh when it has met more.
const CACHE: usize = 20_000;

/// One network from features to vectors.
pub struct TokenVectors {
    seeds: Vec<u32>,
    embeddings: Vec<Matrix>,
    vectors: Matrix,
    /// Of shape `[WORD][PIECES]`: the lexical columns, then the word vector. The mixer is linear up to its choice, so what a
    /// word brings can be multiplied by itself.
    words: Weights,
    mixer: Maxout,
    convolutions: Vec<Convolution>,
    /// What `spaced` and `is_space` add before the mixer's choice, for false and true.
    flags: Vec<[Vec<f32>; 2]>,
}

/// Words that one thread has met, the same for all networks.
#[derive(Default)]
pub struct Words {
    places: FxHashMap<WordFeatures, u32>,
    /// How many were known before this batch.
    known: usize,
    /// Those that were met in it for the first time.
    new: Vec<WordFeatures>,
    /// For each of its tokens the place of the word.
    of_tokens: Vec<u32>,
}

impl Words {
    /// Looks up the words of a batch of tokens.
    pub fn meet(&mut self, tokens: &[Features]) {
        let Self { places, known, new, of_tokens } = self;
        if places.len() > CACHE {
            places.clear();
        }
        *known = places.len();
        new.clear();
        of_tokens.clear();
        of_tokens.extend(tokens.iter().map(|token| {
            *places.entry(token.word).or_insert_with(|| {
                new.push(token.word);
                (*known + new.len() - 1) as u32
            })
        }));
    }
}

/// What one thread remembers for a network, of all batches of the same [`Words`].
#[derive(Default)]
pub struct Memory {
    /// What each word brings to the mixer, [`PIECES`] numbers each.
    mixed: Vec<f32>,
    /// The mixer's input for each new word.
    inputs: Vec<f32>,
    rows: Vec<f32>,
    scratch: Scratch,
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
        let mixer = pack.floats(&format!("{name}/mixer/W"), (seeds.len() + 1) * WIDTH * PIECES)?;
        let (lexical, rest) = mixer.split_at(LEXICAL * WIDTH * PIECES);
        let (flags, vector) = rest.split_at((seeds.len() - LEXICAL) * WIDTH * PIECES);
        let flags = flags.chunks_exact(WIDTH * PIECES).zip(LEXICAL..).map(|(weights, column)| {
            [0, 1].map(|value| {
                let (mut input, mut out) = ([0.0; WIDTH], vec![0.0; PIECES]);
                add_hashed(&embeddings[column], seeds[column], value, &mut input);
                add_product(&mut out, &input, weights);
                out
            })
        });
        Ok(Self {
            words: Weights::new(&[lexical, vector].concat(), PIECES),
            flags: flags.collect(),
            mixer: Maxout::load(pack, &format!("{name}/mixer"))?,
            convolutions: (0..DEPTH)
                .map(|i| Convolution::load(pack, &format!("{name}/conv{i}")))
                .collect::<Result<_, _>>()?,
            seeds,
            embeddings,
            vectors,
        })
    }

    /// Rows of `vectors` must exist for every word of `words`; the loader of the engine checks it.
    pub(crate) fn vector_rows(&self) -> usize {
        self.vectors.rows
    }

    /// Puts one row of [`WIDTH`] numbers for each token into `out`. The texts stand one after the other in `tokens`, whose words have
    /// been met, with the lengths that `groups` has for each group of them: many make one great matrix product. No text sees the next,
    /// and what comes of a group is the same to the bit whatever other groups there are.
    pub fn forward(
        &self,
        tokens: &[Features],
        groups: &[Vec<usize>],
        (met, vector_rows): (&Words, &WordRows),
        memory: &mut Memory,
        out: &mut Vec<f32>,
    ) {
        self.learn(met, vector_rows, memory);
        let Memory { mixed, rows, scratch, .. } = memory;
        // Rows of padding on either side of a text take part in every convolution. What a text sees of its padding has not
        // seen the next text yet, so that neighbours may share it. A group has a row of zeros on either side that takes no
        // part, so that not even rounding depends on the next one.
        let length = |lengths: &Vec<usize>| DEPTH + lengths.iter().map(|l| with_padding(*l)).sum::<usize>();
        let tiles: Vec<usize> = groups.iter().map(|g| length(g) / TILE).collect();
        let starts: Vec<(usize, usize)> = starts(groups, &tiles).collect();
        rows.clear();
        rows.resize(tiles.iter().map(|t| (t * TILE + 2) * WIDTH).sum(), 0.0);
        let mut next = tokens.iter().zip(&met.of_tokens);
        for (start, length) in &starts {
            for ((token, place), row) in next.by_ref().take(*length).zip(rows[start * WIDTH..].chunks_exact_mut(WIDTH))
            {
                let word = &mixed[*place as usize * PIECES..][..PIECES];
                mixed_row(self, word, [token.spaced, token.is_space], row);
            }
        }
        let first_rows = tiles.iter().scan(1, |next, count| {
            *next += count * TILE + 2;
            Some(*next - count * TILE - 2)
        });
        let all: Vec<usize> =
            first_rows.zip(&tiles).flat_map(|(first, count)| (first..first + count * TILE).step_by(TILE)).collect();
        // nothing comes of the padding behind the last layer
        let of_texts: Vec<usize> =
            starts.iter().flat_map(|(start, length)| (*start..start + length).step_by(TILE)).collect();
        for (depth, layer) in (1..).zip(&self.convolutions) {
            layer.apply(rows, if depth < DEPTH { &all } else { &of_texts }, scratch);
        }
        out.clear();
        for (start, length) in starts {
            out.extend_from_slice(&rows[start * WIDTH..][..length * WIDTH]);
        }
    }

    /// Multiplies out the words that are new.
    fn learn(&self, met: &Words, words: &WordRows, memory: &mut Memory) {
        let Memory { mixed, inputs, .. } = memory;
        let Words { known, new, .. } = met;
        if *known == 0 {
            // room for all at once: what grows is copied
            mixed.clear();
            mixed.reserve(CACHE * PIECES);
        }
        inputs.clear();
        inputs.resize(new.len() * WORD, 0.0);
        for (word, input) in new.iter().zip(inputs.chunks_exact_mut(WORD)) {
            let (lexical, vector) = input.split_at_mut(LEXICAL * WIDTH);
            for (column, sum) in lexical.chunks_exact_mut(WIDTH).enumerate() {
                add_hashed(&self.embeddings[column], self.seeds[column], word[column], sum);
            }
            if let Some(row) = words.get(word[LEXICAL]) {
                self.vectors.add_row(row, vector);
            }
        }
        mixed.resize((known + new.len()) * PIECES, 0.0);
        self.words.multiply(inputs, WORD, new.len(), &mut mixed[known * PIECES..]);
    }
}

/// The rows of a text and its padding. Every text begins with a tile: it is multiplied in the same tiles wherever it stands.
fn with_padding(length: usize) -> usize {
    (length + DEPTH).next_multiple_of(TILE)
}

/// For each text the row of its first token, and its length.
fn starts(groups: &[Vec<usize>], tiles: &[usize]) -> impl Iterator<Item = (usize, usize)> {
    let mut group = 0;
    groups.iter().zip(tiles).flat_map(move |(lengths, tiles)| {
        let mut next = group + 1 + DEPTH;
        group += tiles * TILE + 2;
        lengths.iter().map(move |length| {
            next += with_padding(*length);
            (next - with_padding(*length), *length)
        })
    })
}

/// Adds to `sum` the rows of the table that stand for a feature.
fn add_hashed(table: &Matrix, seed: u32, value: u64, sum: &mut [f32]) {
    for key in hashed_rows(value, seed) {
        table.add_row(key as usize % table.rows, sum);
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
