//! What tells that two articles are copies of one text: the sketch of its words.
//!
//! Agencies' texts are printed by many outlets, each with a headline, byline and date line of its own, other quotation
//! marks, and the last paragraphs cut. So the sketch is made of the running text's words alone: MinHash (Broder 1997) over
//! runs of four words. The share of equal places in two sketches estimates the share of runs that the two texts have in
//! common.

use super::{Article, PartKind};
use crate::wide::wide;

/// Places of a sketch, one byte each.
const PLACES: usize = 32;
/// Words in a run.
const RUN: usize = 4;
/// Copies agree in at least this many places: they share about four runs in five.
const EQUAL: usize = 26;
/// Sketches are compared when they agree on one of the stretches of this many places.
const STRETCH: usize = 4;

/// The sketch of a text. Written as 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; PLACES]);

impl Fingerprint {
    /// The sketch of an article's paragraphs, or of all that is read of it where it has none; none without words.
    pub fn of(article: &Article) -> Option<Self> {
        let words = |wanted: &dyn Fn(PartKind) -> bool| -> Vec<u64> {
            let parts = article.parts.iter().filter(|part| wanted(part.kind));
            parts.flat_map(|part| words(part.span.of(&article.text))).collect()
        };
        let mut hashes = words(&|kind| kind == PartKind::Paragraph);
        if hashes.is_empty() {
            hashes = words(&PartKind::is_read);
        }
        let mut least = [u64::MAX; PLACES];
        lower(&mut least, &hashes);
        (!hashes.is_empty()).then(|| Self(least.map(|hash| hash as u8)))
    }

    /// Reads what [`Fingerprint`]'s `Display` wrote.
    pub fn parse(digits: &str) -> Option<Self> {
        if digits.len() != 2 * PLACES || !digits.is_ascii() {
            return None;
        }
        let mut places = [0; PLACES];
        for (place, pair) in places.iter_mut().zip(digits.as_bytes().chunks(2)) {
            *place = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(places))
    }

    /// Whether two texts are copies of one.
    pub fn is_copy_of(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).filter(|(a, b)| **a == *b).count() >= EQUAL
    }

    /// Keys of which copies share at least one but for one pair in a hundred.
    pub fn keys(&self) -> impl Iterator<Item = (usize, [u8; STRETCH])> + '_ {
        self.0.chunks_exact(STRETCH).map(|bytes| bytes.try_into().expect("chunks of this size")).enumerate()
    }
}

impl std::fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The hashes (FNV-1a) of a text's words, in lower case.
fn words(text: &str) -> impl Iterator<Item = u64> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(|word| {
        let lower = word.chars().flat_map(char::to_lowercase);
        lower.fold(0xcbf2_9ce4_8422_2325, |hash, c| (hash ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3))
    })
}

wide! {
    /// Lowers each place to the least that a run of the words gives it.
    fn lower(least: &mut [u64; PLACES], words: &[u64]) {
        let seeds: [u64; PLACES] = std::array::from_fn(|place| mix(place as u64 + 1));
        for run in words.windows(RUN.min(words.len().max(1))) {
            let run = run.iter().fold(0, |hash, word| mix(hash ^ word));
            for (least, seed) in least.iter_mut().zip(seeds) {
                *least = (*least).min(mix(run ^ seed));
            }
        }
    }
}

/// The finisher of SplitMix64: every bit of the input changes half of those of the output.
#[inline(always)]
fn mix(mut bits: u64) -> u64 {
    bits = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::parts;

    fn sketch(text: &str) -> Fingerprint {
        let mut article = Article { text: text.to_owned(), ..Article::default() };
        parts::mark(&mut article);
        Fingerprint::of(&article).expect("it has words")
    }

    const AGENCY: &str = "Latvia and Chile agreed on Tuesday to open embassies in each other's capitals, their foreign \
        ministers said after talks in Riga, and promised to finish a trade accord before the end of the year.\n\nChile also \
        recalled that Latvia had supported its bid for a seat on the Security Council, a vote that both governments \
        described as a \"turning point\" in their relations.\n\nThe ministers will meet again in Santiago in October, when \
        a delegation of port officials is to travel with the Latvian minister.";

    #[test]
    fn another_headline_byline_and_typography_leave_the_sketch_as_it_is() {
        let printed = AGENCY.replace("other's", "other’s").replace('"', "”").replace("\n\n", "\n \n");
        let copy = format!(
            "Riga and Santiago to swap envoys\n\nBy Nora Lindqvist\n\nRIGA, June 2, 2015 (Wire) -- {printed}\n"
        );
        assert_eq!(sketch(&copy), sketch(&format!("Embassies agreed\n\n{AGENCY}")));
    }

    #[test]
    fn a_shortened_copy_is_a_copy() {
        let short = AGENCY.replace(", when a delegation of port officials is to travel with the Latvian minister", "");
        assert!(sketch(&short).is_copy_of(&sketch(AGENCY)));
        let shared = sketch(AGENCY).keys().filter(|key| sketch(&short).keys().any(|k| k == *key)).count();
        assert!(shared > 0);
    }

    #[test]
    fn another_report_of_the_same_news_is_none() {
        let other = "Embassies will open in Riga and Santiago, the foreign ministers of Latvia and Chile announced on Tuesday \
            after they had held talks in the Latvian capital. They promised to finish a trade accord before the end of the \
            year. The two governments have been close since Latvia supported the Chilean bid for a seat on the Security Council.";
        assert!(!sketch(other).is_copy_of(&sketch(AGENCY)));
        assert!(
            !sketch("Chile recalled its envoy from Peru.").is_copy_of(&sketch("Chile recalled its envoy from Latvia."))
        );
    }

    #[test]
    fn few_words_and_none() {
        assert_eq!(sketch("Chile recalls envoy"), sketch("CHILE RECALLS ENVOY"));
        assert_eq!(Fingerprint::of(&Article::from_text("a", None, "...")), None);
    }

    #[test]
    fn what_is_written_is_read_and_never_changes() {
        let sketch = sketch("Chile recalls envoy");
        assert_eq!(Fingerprint::parse(&sketch.to_string()), Some(sketch));
        for wrong in ["", "é", &"g".repeat(64), &"0".repeat(63)] {
            assert_eq!(Fingerprint::parse(wrong), None, "{wrong}");
        }
        // Graphs that people have built hold sketches of this version.
        assert_eq!(&sketch.to_string()[..16], "9e63c9d1a7452123");
    }
}
