//! The PLOVER class of a sentence. The gold has one a sentence; the program may give several.

use super::figures::{Figures, beginning, share};
use super::gold::{Gold, Marked};
use super::{Made, Scores};
use crate::events::Event;
use std::collections::{BTreeMap, BTreeSet};

/// The older classes of the gold that PLOVER has since split up.
fn merged(root: &str) -> &str {
    match root {
        "CONCEDE" | "RETREAT" => "YIELD",
        "INVESTIGATE" | "DISAPPROVE" => "ACCUSE",
        "DEMAND" => "REQUEST",
        "FIGHT" => "ASSAULT",
        other => other,
    }
}

/// Whether an event is of the class that the gold names.
pub fn is_root(root: &str, event: &Event) -> bool {
    merged(&event.plover.event) == merged(root)
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    right: usize,
    spurious: usize,
    missed: usize,
}

impl Counts {
    fn figures(self) -> Figures {
        Figures::of(self.right, self.right + self.spurious, self.right + self.missed)
    }
}

pub(super) fn score(name: &str, pairs: &[(Gold, Made)]) -> Scores {
    let mut counts: BTreeMap<&str, Counts> = BTreeMap::new();
    let (mut first, mut details) = (0, Vec::new());
    for (gold, made) in pairs {
        let Marked::Root(root) = &gold.marked else { continue };
        let wanted = merged(root);
        let events: Vec<&Event> = made.events().iter().filter(|e| e.plover.event != "STATEMENT").collect();
        let found: BTreeSet<&str> = events.iter().map(|e| merged(&e.plover.event)).collect();
        if found.contains(wanted) {
            counts.entry(wanted).or_default().right += 1;
        } else {
            counts.entry(wanted).or_default().missed += 1;
            let list: Vec<String> = found.iter().map(|f| format!("'{f}'")).collect();
            let got = list.join(", ");
            details.push(format!("MISS  {} {wanted} got [{got}]: {}", gold.id, beginning(&gold.text, 160)));
        }
        for other in found.iter().filter(|f| **f != wanted) {
            counts.entry(other).or_default().spurious += 1;
        }
        // of equals the first
        let best = events.iter().copied().reduce(|a, b| if b.confidence > a.confidence { b } else { a });
        first += usize::from(best.is_some_and(|e| merged(&e.plover.event) == wanted));
    }
    let all = counts.values().fold(Counts::default(), |sum, c| Counts {
        right: sum.right + c.right,
        spurious: sum.spurious + c.spurious,
        missed: sum.missed + c.missed,
    });
    let records = pairs.len();
    // classes that only the program gave have no recall to speak of
    counts.retain(|_, c| c.right + c.missed > 0);
    let macro_f1 = counts.values().map(|c| c.figures().f1).sum::<f64>() / counts.len().max(1) as f64;
    let classes: Vec<String> = counts.iter().map(|(root, c)| format!("{root} {:.2}", c.figures().f1)).collect();
    let line = format!(
        "{name}: macro-F1 {macro_f1:.3}  micro {}  most confident event right {:.3}  | {}",
        all.figures(),
        share(first, records),
        classes.join(" ")
    );
    Scores { line, details, figure: macro_f1 }
}
