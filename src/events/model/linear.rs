//! A linear model over sparse features: one row of weights a feature, one column a class.

use super::WeightsError;

/// Weights by feature and class.
#[derive(Clone, Debug, Default)]
pub struct Linear {
    /// A hash table of the features, a power of two of places, at least half of them empty. The first bits of a feature's hash tell
    /// where to begin; where another one stands there, it is at one of the next places, before the first empty one.
    places: Vec<Place>,
    /// Bits of a hash that do not choose its place.
    shift: u32,
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
    /// its class and weight.
    entries: u32,
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
        for _ in 0..count {
            let feature = int(take(4)?)?;
            let count = take(1)?[0];
            let entries = take(2 * usize::from(count))?.as_chunks::<2>().0;
            model.add(feature, entries)?;
        }
        let valid = model.places.iter().filter(|place| place.count() > 0).count() == count as usize;
        if valid { Ok(model) } else { Err(WeightsError::Format) }
    }

    fn add(&mut self, feature: u32, entries: &[[u8; 2]]) -> Result<(), WeightsError> {
        let start = self.entries.len() as u32;
        if entries.iter().any(|[class, _]| usize::from(*class) >= self.classes()) || start >= 1 << 24 {
            return Err(WeightsError::Format);
        }
        let start = match entries {
            [[class, weight]] => u32::from_le_bytes([*class, *weight, 0, 0]),
            _ => {
                self.entries.extend(entries.iter().map(|[class, weight]| (*class, *weight as i8)));
                start
            }
        };
        let mut place = (feature >> self.shift) as usize;
        while self.places[place].count() > 0 {
            place = (place + 1) % self.places.len();
        }
        self.places[place] = Place { feature, entries: start << 8 | entries.len() as u32 };
        Ok(())
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
            count => {
                let entries = &self.entries[place.start()..][..count];
                entries.iter().for_each(|(class, weight)| meet(*class, *weight));
            }
        }
    }

    /// Probability of each class for something with these features, in whatever order; more than once counts once.
    pub fn probabilities(&self, features: &[u32]) -> Vec<f32> {
        let mut sums = vec![0i32; self.classes()];
        // all at once: none need wait for the memory of another
        let places: Vec<Place> = features.iter().map(|f| self.places[(f >> self.shift) as usize]).collect();
        let mut met = [0u64; 64];
        for (i, (feature, place)) in features.iter().zip(places).enumerate() {
            let (word, bit) = (&mut met[(feature >> 6) as usize % 64], 1 << (feature % 64));
            if *word & bit == 0 || !features[..i].contains(feature) {
                *word |= bit;
                self.each(*feature, place, |class, weight| sums[usize::from(class)] += i32::from(weight));
            }
        }
        let mut scores: Vec<f32> =
            self.bias.iter().zip(sums).map(|(bias, sum)| bias + sum as f32 * self.scale).collect();
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
