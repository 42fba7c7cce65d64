//! A linear model over sparse features: one row of weights a feature, one column a class.

use super::WeightsError;
use smallvec::SmallVec;

/// Weights by feature and class.
#[derive(Clone, Debug, Default)]
pub struct Linear {
    /// A hash table of the features, a power of two of places, at least half of them empty. The first bits of a feature's hash tell
    /// where to begin; where another one stands there, it is at one of the next places, before the first empty one.
    places: Vec<Place>,
    /// Bits of a hash that do not choose its place.
    shift: u32,
    /// For each beginning of a hash, two bits longer, whether some feature has it. Most features that are asked after have no
    /// weights; to tell so this is near at hand, where the table waits for far memory.
    known: Vec<u64>,
    /// Class and weight, in units of `scale`, of features that have several.
    entries: Vec<(u8, i8)>,
    scale: f32,
    /// Weight of each class without any feature.
    bias: Vec<f32>,
}

/// One place of the hash table.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    feature: u32,
    /// How many entries the feature has, none in an empty place; the other three bytes tell where they begin, or of a single one
    /// its class and weight, or of a [`PAIR`] the weights.
    entries: u32,
}

/// In place of the number of entries: there are two, of the first class and of the second.
const PAIR: usize = 255;

/// Features looked up at once: none of them need wait for the memory of another.
const AT_ONCE: usize = 32;

/// What the weights of some features add up to.
#[derive(Clone, Debug)]
pub struct Sums {
    of_class: SmallVec<[i32; 2]>,
    /// Which features may have been met.
    met: [u64; 64],
}

impl Place {
    fn count(self) -> usize {
        (self.entries & 0xff) as usize
    }

    fn start(self) -> usize {
        (self.entries >> 8) as usize
    }
}

impl Linear {
    /// Reads weights off the front of `bytes`: number of classes (u8), scale (f32), number of features (u32), bias (f32 a
    /// class), then for each feature its hash (u32), the number of its entries (u8) and the entries (class u8, weight i8 to
    /// be multiplied by the scale); all little endian.
    ///
    /// # Errors
    /// When the bytes are not that.
    pub fn read(bytes: &mut &[u8]) -> Result<Self, WeightsError> {
        let most = bytes.len() as u32 / 5;
        let mut take = |n: usize| -> Result<&[u8], WeightsError> {
            let (head, tail) = bytes.split_at_checked(n).ok_or(WeightsError::Format)?;
            *bytes = tail;
            Ok(head)
        };
        let float = |b: &[u8]| b.try_into().map(f32::from_le_bytes).map_err(|_| WeightsError::Format);
        let int = |b: &[u8]| b.try_into().map(u32::from_le_bytes).map_err(|_| WeightsError::Format);
        let classes = take(1)?[0];
        let mut model = Self { scale: float(take(4)?)?, ..Self::default() };
        let count = int(take(4)?)?;
        if count > most {
            return Err(WeightsError::Format);
        }
        for _ in 0..classes {
            model.bias.push(float(take(4)?)?);
        }
        let size = 2 * (count as usize).next_power_of_two();
        model.shift = 32 - size.trailing_zeros();
        model.places = vec![Place::default(); size];
        model.known = vec![0; (4 * size).div_ceil(64)];
        for _ in 0..count {
            let feature = int(take(4)?)?;
            let count = take(1)?[0];
            let entries = take(2 * usize::from(count))?.as_chunks::<2>().0;
            model.put(feature, entries)?;
        }
        let valid = model.places.iter().filter(|place| place.count() > 0).count() == count as usize;
        if valid { Ok(model) } else { Err(WeightsError::Format) }
    }

    fn put(&mut self, feature: u32, entries: &[[u8; 2]]) -> Result<(), WeightsError> {
        let start = self.entries.len() as u32;
        if entries.iter().any(|[class, _]| usize::from(*class) >= self.classes())
            || start >= 1 << 24
            || entries.len() >= PAIR
        {
            return Err(WeightsError::Format);
        }
        let (count, start) = match entries {
            [[class, weight]] => (1, u32::from_le_bytes([*class, *weight, 0, 0])),
            [[0, first], [1, second]] => (PAIR, u32::from_le_bytes([*first, *second, 0, 0])),
            _ => {
                self.entries.extend(entries.iter().map(|[class, weight]| (*class, *weight as i8)));
                (entries.len(), start)
            }
        };
        let mut place = (feature >> self.shift) as usize;
        while self.places[place].count() > 0 {
            place = (place + 1) % self.places.len();
        }
        let (word, bit) = self.known(feature);
        self.known[word] |= bit;
        self.places[place] = Place { feature, entries: start << 8 | count as u32 };
        Ok(())
    }

    /// The word and the bit of `known` that tell of a feature.
    fn known(&self, feature: u32) -> (usize, u64) {
        let beginning = feature >> (self.shift - 2);
        ((beginning / 64) as usize, 1 << (beginning % 64))
    }

    /// The number of classes.
    pub fn classes(&self) -> usize {
        self.bias.len()
    }

    /// The weights of one feature: class and weight.
    pub fn weights(&self, feature: u32) -> Vec<(u8, f32)> {
        let mut out = Vec::new();
        if let Some(first) = self.places.get((feature >> self.shift) as usize) {
            self.each(feature, *first, |class, weight| out.push((class, f32::from(weight) * self.scale)));
        }
        out
    }

    /// Calls `meet` with each entry of the feature; `first` is what stands where it would stand first.
    #[inline(always)]
    fn each(&self, feature: u32, first: Place, mut meet: impl FnMut(u8, i8)) {
        let (mut place, mut next) = (first, (feature >> self.shift) as usize);
        while place.feature != feature && place.count() > 0 {
            next = (next + 1) % self.places.len();
            place = self.places[next];
        }
        match place.count() {
            0 => {}
            1 => {
                let [_, class, weight, _] = place.entries.to_le_bytes();
                meet(class, weight as i8);
            }
            PAIR => {
                let [_, first, second, _] = place.entries.to_le_bytes();
                meet(0, first as i8);
                meet(1, second as i8);
            }
            count => {
                let entries = &self.entries[place.start()..][..count];
                entries.iter().for_each(|(class, weight)| meet(*class, *weight));
            }
        }
    }

    /// Probability of each class for something with these features, in whatever order; more than once counts once.
    pub fn probabilities(&self, features: &[u32]) -> Vec<f32> {
        let mut sums = self.nothing();
        self.add(features, 0, &mut sums);
        self.shares(&sums)
    }

    /// What no features add up to.
    pub fn nothing(&self) -> Sums {
        Sums { of_class: SmallVec::from_elem(0, self.classes()), met: [0; 64] }
    }

    /// Adds the weights of the features that are not among the first `from`, of which `sums` are; more than once counts once.
    pub fn add(&self, features: &[u32], from: usize, sums: &mut Sums) {
        let Sums { of_class, met } = sums;
        for start in (from..features.len()).step_by(AT_ONCE) {
            let mut kept = [0; AT_ONCE];
            let mut count = 0;
            for (i, feature) in features.iter().enumerate().skip(start).take(AT_ONCE) {
                let (word, bit) = self.known(*feature);
                kept[count] = i;
                count += usize::from(self.known[word] & bit != 0);
            }
            let mut places = [Place::default(); AT_ONCE];
            for (place, i) in places.iter_mut().zip(&kept[..count]) {
                *place = self.places[(features[*i] >> self.shift) as usize];
            }
            for (i, place) in kept[..count].iter().zip(places) {
                let feature = features[*i];
                let (word, bit) = (&mut met[(feature >> 6) as usize % 64], 1 << (feature % 64));
                if *word & bit == 0 || !features[..*i].contains(&feature) {
                    *word |= bit;
                    self.each(feature, place, |class, weight| of_class[usize::from(class)] += i32::from(weight));
                }
            }
        }
    }

    /// Probability of each class where the weights add up to this.
    pub fn shares(&self, sums: &Sums) -> Vec<f32> {
        let scores = self.bias.iter().zip(&sums.of_class).map(|(bias, sum)| bias + *sum as f32 * self.scale);
        let mut scores: Vec<f32> = scores.collect();
        softmax(&mut scores);
        scores
    }

    /// Whether there are no weights, as before the first training.
    pub fn is_empty(&self) -> bool {
        self.places.iter().all(|place| place.count() == 0)
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
