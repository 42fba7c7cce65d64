//! Whether confidence can be believed, and what a cut-off costs.

use super::Made;
use super::events::{Judgement, Level, judge};
use super::figures::{Figures, share};
use super::gold::{Gold, Marked};
use std::fmt::Write;

/// Upper ends of the bins of confidence.
const BINS: [f64; 6] = [0.4, 0.55, 0.7, 0.8, 0.9, 1.01];
/// Values of `--min-confidence` that are shown.
const CUTS: [f64; 7] = [0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/// Two tables in Markdown: how often events of each confidence are right, and precision and recall above each cut-off.
pub fn reliability(level: Level, pairs: &[(Gold, Made)]) -> String {
    let mut judged: Vec<(f64, Judgement)> = Vec::new();
    let mut gold_count = 0;
    for (gold, made) in pairs {
        if let Marked::Events(marked) = &gold.marked {
            let (wanted, judgements) = judge(level, marked, made.events());
            gold_count += wanted;
            let confidences = made.events().iter().map(|e| e.confidence);
            judged.extend(confidences.zip(judgements).filter(|(_, j)| j.counted));
        }
    }
    let mut out =
        String::from("| confidence | events | mean | type right | type and actors right |\n|---|---|---|---|---|\n");
    let mut from = 0.0;
    for to in BINS {
        let below = std::mem::replace(&mut from, to);
        let bin: Vec<&(f64, Judgement)> = judged.iter().filter(|(c, _)| (below..to).contains(c)).collect();
        if bin.is_empty() {
            continue;
        }
        let mean = bin.iter().map(|(c, _)| c).sum::<f64>() / bin.len() as f64;
        let right = |f: fn(&Judgement) -> bool| share(bin.iter().filter(|(_, j)| f(j)).count(), bin.len());
        let (kind, triple) = (right(|j| j.kind), right(|j| j.triple));
        let end = if to > 1.0 { "1".to_owned() } else { to.to_string() };
        // writing to a string cannot fail
        let _ = writeln!(out, "| {below} to {end} | {} | {mean:.2} | {kind:.2} | {triple:.2} |", bin.len());
    }
    out += "\n| --min-confidence | events | type P | type R | triple P | triple R |\n|---|---|---|---|---|---|\n";
    for cut in CUTS {
        let kept: Vec<&Judgement> = judged.iter().filter(|(c, _)| *c >= cut).map(|(_, j)| j).collect();
        let of = |f: fn(&Judgement) -> bool| Figures::of(kept.iter().filter(|j| f(j)).count(), kept.len(), gold_count);
        let (kind, triple) = (of(|j| j.kind), of(|j| j.triple));
        let _ = writeln!(
            out,
            "| {cut} | {} | {:.2} | {:.2} | {:.2} | {:.2} |",
            kept.len(),
            kind.precision,
            kind.recall,
            triple.precision,
            triple.recall
        );
    }
    out
}
