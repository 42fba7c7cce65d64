//! Time expressions: their spans, types and values.

use super::figures::{Figures, quoted};
use super::gold::{Gold, GoldTimex, Marked};
use super::{Made, Scores};
use serde_json::Value;

#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    gold: usize,
    found: usize,
    strict: usize,
    relaxed: usize,
    kind: usize,
    value: usize,
}

pub(super) fn score(name: &str, pairs: &[(Gold, Made)]) -> Scores {
    let (mut sums, mut details) = (Sums::default(), Vec::new());
    for (gold, made) in pairs {
        if let Marked::Time(marked) = &gold.marked {
            record(gold, marked, made.list("timex"), &mut sums, &mut details);
        }
    }
    let f1 = |right| Figures::of(right, sums.found, sums.gold).f1;
    let line = format!(
        "{name}: strict F1 {:.3}  relaxed F1 {:.3}  type F1 {:.3}  value F1 {:.3}  (gold {}, found {})",
        f1(sums.strict),
        f1(sums.relaxed),
        f1(sums.kind),
        f1(sums.value),
        sums.gold,
        sums.found
    );
    Scores { line, details, figure: f1(sums.strict) }
}

fn record(gold: &Gold, marked: &[GoldTimex], found: &[Value], sums: &mut Sums, details: &mut Vec<String>) {
    sums.gold += marked.len();
    sums.found += found.len();
    let span = |y: &Value| (y["start"].as_u64().unwrap_or(0), y["end"].as_u64().unwrap_or(0));
    let mut matched: Vec<Option<usize>> = vec![None; marked.len()];
    let mut used = vec![false; found.len()];
    for exact in [true, false] {
        for (a, x) in marked.iter().enumerate() {
            if matched[a].is_some() {
                continue;
            }
            let hit = found.iter().enumerate().find(|(b, y)| {
                let (start, end) = span(y);
                let same = (x.start, x.end) == (start, end);
                !used[*b] && if exact { same } else { x.start < end && start < x.end }
            });
            if let Some((b, y)) = hit {
                matched[a] = Some(b);
                used[b] = true;
                sums.strict += usize::from((x.start, x.end) == span(y));
            }
        }
    }
    for (x, b) in marked.iter().zip(&matched) {
        let Some(b) = b else {
            details.push(format!("MISS  {} {} {}", gold.id, quoted(&x.text), x.value));
            continue;
        };
        let value = found[*b]["value"].as_str();
        sums.relaxed += 1;
        sums.kind += usize::from(found[*b]["type"].as_str() == Some(&x.kind));
        sums.value += usize::from(value == Some(&x.value));
        if value != Some(&x.value) {
            let (date, got) = (gold.date.as_deref().unwrap_or("None"), value.unwrap_or("None"));
            details.push(format!("WRONG {} {date} {} {} got {got}", gold.id, quoted(&x.text), x.value));
        }
    }
    for (_, y) in used.iter().zip(found).filter(|(used, _)| !**used) {
        let text = y["text"].as_str().unwrap_or("");
        details.push(format!("EXTRA {} {} {}", gold.id, quoted(text), y["value"].as_str().unwrap_or("None")));
    }
}
