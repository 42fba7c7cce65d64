//! How sure an event is: a calibrated probability that it is as stated, its type and all its actors.
//!
//! A logistic function of a few signs, each with one weight (`data/model/confidence.tsv`). `calibrate` fits the weights to
//! events that people marked, so that of a hundred events with confidence 0.6 some sixty are right. Since it is one
//! function of one sum, more certain signs always mean more confidence.

use super::draft::Draft;
use super::event::Status;
use super::who;
use std::fmt::Write;
use std::sync::LazyLock;
use thiserror::Error;

/// What rules and model say of one clause.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// The model's probability of the event's type.
    pub of_type: f32,
    /// Its probability of any event.
    pub any: f32,
    /// Whether a rule says so, rather than the model alone.
    pub by_rule: bool,
    /// Whether a noun names it.
    pub noun: bool,
    /// Whether a main clause or reported clause states it.
    pub main: bool,
    /// Whether it stands inside what states another event: a deed that is spoken of, agreed on, asked for.
    pub inner: bool,
    /// Whether its rule asks for a source, and for a target, that its clause does not name.
    pub unnamed: (bool, bool),
    /// The model's probability that just those take part who are given, where it was asked.
    pub parties: Option<f32>,
}

/// Names of the signs, in the order of the weights.
pub const SIGNS: [&str; 12] = [
    "always",
    "model: this type",
    "model: an event",
    "model alone",
    "named by a noun",
    "in a main clause",
    "inside another event",
    "specific rule",
    "model: these parties",
    "both sides known",
    "not actual",
    "told several times",
];

/// The signs of one event: for each a number about between -1 and 1.
pub type Signs = [f64; SIGNS.len()];

/// Why a table of weights cannot be used.
#[derive(Debug, Error)]
#[error("confidence.tsv: {0}")]
pub struct CalibrationError(String);

/// The weight of each sign.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration(Signs);

static SHIPPED: LazyLock<Calibration> = LazyLock::new(|| {
    Calibration::parse(include_str!("../../data/model/confidence.tsv")).expect("the shipped weights are well formed")
});

impl Default for Calibration {
    /// The shipped weights.
    fn default() -> Self {
        SHIPPED.clone()
    }
}

/// An event that people judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Example {
    /// Its signs.
    pub signs: Signs,
    /// Whether it is right.
    pub right: bool,
    /// How much it counts.
    pub weight: f64,
    /// Whether it is judged by another measure than the one that confidence is to mean: it teaches what the signs are
    /// worth, not how many events are right.
    pub aside: bool,
}

/// The signs of an event that several drafts tell of, the fullest first.
pub fn signs(group: &[Draft]) -> Signs {
    let mut signs = [0.0; SIGNS.len()];
    let Some(lead) = group.first() else { return signs };
    // the surest account speaks for the event
    let evidence = group.iter().map(|d| d.evidence).max_by(|a, b| a.of_type.total_cmp(&b.of_type)).unwrap_or_default();
    let flag = |b: bool| f64::from(u8::from(b));
    let known = |d: &Draft| who::both_sides(d.kind, &d.source, &d.target);
    let score = group.iter().map(|d| d.score).max().unwrap_or(0);
    signs.copy_from_slice(&[
        1.0,
        log_odds(evidence.of_type),
        log_odds(evidence.any),
        flag(group.iter().all(|d| !d.evidence.by_rule)),
        flag(group.iter().all(|d| d.evidence.noun)),
        flag(group.iter().any(|d| d.evidence.main)),
        flag(group.iter().all(|d| d.evidence.inner)),
        f64::from(score.min(8)) / 8.0,
        log_odds(evidence.parties.unwrap_or(0.5)),
        flag(group.iter().any(known)),
        flag(lead.status != Status::Actual),
        flag(group.len() > 1),
    ]);
    signs
}

/// The logarithm of the odds of a probability, scaled so that 0.98 is about 1.
fn log_odds(p: f32) -> f64 {
    let p = f64::from(p).clamp(0.002, 0.998);
    (p / (1.0 - p)).ln() / 4.0
}

impl Calibration {
    /// Reads a table: a line a sign, its name and its weight with a tab between; `#` begins a comment.
    ///
    /// # Errors
    /// When a sign is unknown or missing, or its weight no number.
    pub fn parse(text: &str) -> Result<Self, CalibrationError> {
        let mut weights = [None; SIGNS.len()];
        for line in text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
            let (name, weight) =
                line.split_once('\t').ok_or_else(|| CalibrationError(format!("no tab in `{line}`")))?;
            let i = SIGNS
                .iter()
                .position(|s| *s == name)
                .ok_or_else(|| CalibrationError(format!("`{name}` is no sign")))?;
            weights[i] = Some(weight.parse().map_err(|_| CalibrationError(format!("`{weight}` is no number")))?);
        }
        let mut out = [0.0; SIGNS.len()];
        for (i, weight) in weights.iter().enumerate() {
            out[i] = weight.ok_or_else(|| CalibrationError(format!("`{}` is missing", SIGNS[i])))?;
        }
        Ok(Self(out))
    }

    /// The table that [`Self::parse`] reads.
    pub fn table(&self) -> String {
        let mut out =
            String::from("# Weights of the signs of an event's confidence; made by `diplograph calibrate`.\n");
        for (name, weight) in SIGNS.iter().zip(self.0) {
            // writing to a string cannot fail
            let _ = writeln!(out, "{name}\t{weight:.3}");
        }
        out
    }

    /// Probability that an event with these signs is as stated. Two digits: more would pretend to more than is known.
    pub fn confidence(&self, signs: &Signs) -> f64 {
        let hundredths = (logistic(self.sum(signs)) * 100.0).round().clamp(1.0, 99.0);
        hundredths / 100.0
    }

    /// What each sign that is there adds to the log odds, the weightiest first.
    pub fn reasons(&self, signs: &Signs) -> Vec<(&'static str, f64)> {
        let all = SIGNS.iter().zip(self.0).zip(signs).map(|((name, w), s)| (*name, w * s));
        let mut out: Vec<_> = all.filter(|(_, w)| w.abs() >= 0.05).collect();
        out.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        out
    }

    fn sum(&self, signs: &Signs) -> f64 {
        self.0.iter().zip(signs).map(|(w, s)| w * s).sum()
    }

    /// Weights that make the examples the likeliest; a mild penalty on large weights keeps few examples from being
    /// believed too much. Signs that speak for an event get no weight below zero.
    pub fn fit(examples: &[Example]) -> Self {
        const STEPS: usize = 5_000;
        const RATE: f64 = 1.0;
        const PENALTY: f64 = 2.0;
        let mut fitted = Self([0.0; SIGNS.len()]);
        // what other measures have in common, in place of the first weight
        let mut aside = 0.0;
        let count = examples.iter().map(|e| e.weight).sum::<f64>().max(1.0);
        for _ in 0..STEPS {
            let mut slope = [0.0; SIGNS.len()];
            let mut slope_aside = 0.0;
            for example in examples {
                let shift = if example.aside { aside } else { 0.0 };
                let p = logistic(fitted.sum(&example.signs) + shift);
                let error = example.weight * (p - f64::from(u8::from(example.right)));
                slope.iter_mut().zip(&example.signs).for_each(|(s, x)| *s += error * x);
                if example.aside {
                    slope_aside += error;
                }
            }
            aside -= RATE * slope_aside / count;
            for (i, (weight, slope)) in fitted.0.iter_mut().zip(slope).enumerate() {
                let penalty = if i == 0 { 0.0 } else { PENALTY * *weight };
                *weight -= RATE * (slope + penalty) / count;
                if matches!(SIGNS[i], "model: this type" | "model: an event" | "model: these parties" | "specific rule")
                {
                    *weight = weight.max(0.0);
                }
            }
        }
        fitted
    }
}

fn logistic(sum: f64) -> f64 {
    1.0 / (1.0 + (-sum).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(changes: &[(&str, f64)]) -> Signs {
        let mut signs = [0.0; SIGNS.len()];
        signs[0] = 1.0;
        for (name, value) in changes {
            signs[SIGNS.iter().position(|s| s == name).expect("a sign")] = *value;
        }
        signs
    }

    #[test]
    fn more_certain_signs_mean_more_confidence() {
        let shipped = Calibration::default();
        let at = |p: f32| shipped.confidence(&with(&[("model: this type", log_odds(p))]));
        assert!(at(0.9) > at(0.5) && at(0.5) > at(0.1));
        for sign in ["model: an event", "specific rule"] {
            assert!(shipped.confidence(&with(&[(sign, 1.0)])) >= shipped.confidence(&with(&[])), "{sign}");
        }
    }

    #[test]
    fn fitted_confidence_is_the_share_that_is_right() {
        // nouns are right in 3 of 10, others in 8 of 10
        let noun = with(&[("named by a noun", 1.0)]);
        let example = |i: usize| {
            let (signs, right) = if i.is_multiple_of(2) { (noun, i % 20 < 6) } else { (with(&[]), i % 20 < 16) };
            Example { signs, right, weight: 1.0, aside: false }
        };
        let mut examples: Vec<Example> = (0..1000).map(example).collect();
        let share = |wanted: &Signs| {
            let of: Vec<bool> = examples.iter().filter(|e| e.signs == *wanted).map(|e| e.right).collect();
            of.iter().filter(|r| **r).count() as f64 / of.len() as f64
        };
        let shares = [share(&noun), share(&with(&[]))];
        // another measure by which all are wrong teaches nothing of how many are right
        let others = examples.iter().map(|e| Example { right: false, aside: true, ..*e }).collect::<Vec<_>>();
        let fitted = Calibration::fit(&examples);
        examples.extend(others);
        let beside = Calibration::fit(&examples);
        for (signs, share) in [noun, with(&[])].iter().zip(shares) {
            assert!((fitted.confidence(signs) - share).abs() < 0.03, "{fitted:?}");
        }
        assert!(beside.confidence(&with(&[])) > 0.6, "{beside:?}");
    }

    #[test]
    fn tables_are_read_as_they_are_written() {
        let shipped = Calibration::default();
        assert_eq!(Calibration::parse(&shipped.table()).unwrap(), shipped);
        assert!(Calibration::parse("always\t1").unwrap_err().to_string().contains("is missing"));
        assert!(Calibration::parse("luck\t1").unwrap_err().to_string().contains("`luck` is no sign"));
    }
}
