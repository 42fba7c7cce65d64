//! What an event is done with and how many: `two short-range missiles`, `23 diplomats` (`data/content/instruments.tsv`).

use super::draft::Draft;
use super::event::Instrument;
use super::scene::Scene;
use crate::clauses::Clause;
use crate::language::labels::{Dep, Pos};
use std::sync::LazyLock;

struct Row {
    words: Vec<&'static str>,
    kind: &'static str,
    types: Vec<&'static str>,
}

static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let table = include_str!("../../data/content/instruments.tsv");
    let rows = table.lines().filter(|l| !l.starts_with('#')).skip(1).map(|l| l.split('\t').collect::<Vec<_>>());
    let mut rows: Vec<Row> = rows
        .filter_map(|row| {
            let [noun, kind, types] = row[..] else { return None };
            Some(Row { words: noun.split(' ').collect(), kind, types: types.split(' ').collect() })
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.words.len()));
    rows
});

/// Nouns that hold a number of other things: `a salvo of ten rockets`.
const MEASURES: [&str; 12] =
    ["salvo", "barrage", "volley", "series", "pair", "group", "batch", "number", "wave", "round", "set", "convoy"];

/// Instruments that one account of an event names, each kind once, in order of the text.
pub fn of(scene: &Scene, draft: &Draft) -> Vec<Instrument> {
    let Some(clause) = scene.clauses.at(draft.head) else { return Vec::new() };
    let mut found: Vec<(usize, Instrument)> = Vec::new();
    for noun in nouns(scene, clause) {
        let Some(row) = row(scene, draft.kind.name, noun) else { continue };
        let first = phrase_start(scene, noun);
        let text = scene.document.span(first..noun + 1).of(&scene.article.text).to_owned();
        let instrument = Instrument { kind: row.kind.to_owned(), count: count(scene, noun), text };
        if !found.iter().any(|(_, other)| other.kind == instrument.kind) {
            found.push((noun, instrument));
        }
    }
    found.sort_by_key(|(noun, _)| *noun);
    found.into_iter().map(|(_, instrument)| instrument).collect()
}

/// Heads of noun phrases that may name an instrument: objects, and what stands behind `of`, `with`, `using`, `by`.
fn nouns(scene: &Scene, clause: &Clause) -> Vec<usize> {
    let behind = clause.obliques.iter().filter(|o| matches!(&*o.prep, "of" | "with" | "by" | "involving"));
    let mut nouns: Vec<usize> = clause.patient.iter().chain(&clause.agent).copied().collect();
    nouns.extend(behind.map(|o| o.head));
    nouns.extend(clause.modifiers.iter().filter(|m| scene.document.tokens[**m].pos == Pos::Noun));
    // `using three drones`
    let using = scene.document.children(clause.head).filter(|c| &*scene.document.tokens[*c].lower == "using");
    nouns.extend(using.flat_map(|u| scene.document.children_by(u, &[Dep::Dobj, Dep::Pobj])));
    let inner: Vec<usize> =
        nouns.iter().filter(|n| is_measure(scene, **n)).filter_map(|n| behind_of(scene, *n)).collect();
    nouns.extend(inner);
    nouns.sort_unstable();
    nouns.dedup();
    nouns
}

fn is_measure(scene: &Scene, noun: usize) -> bool {
    let lemma = &*scene.document.tokens[noun].lemma;
    MEASURES.contains(&lemma) || number(lemma).is_some() || matches!(lemma, "dozen" | "hundred" | "score" | "thousand")
}

fn behind_of(scene: &Scene, noun: usize) -> Option<usize> {
    let document = scene.document;
    let of = document.children_by(noun, &[Dep::Prep]).find(|p| &*document.tokens[*p].lower == "of")?;
    document.child_by(of, &[Dep::Pobj])
}

/// The row of a noun, with the words before it where the table asks for them.
fn row(scene: &Scene, kind: &str, noun: usize) -> Option<&'static Row> {
    let tokens = &scene.document.tokens;
    TABLE.iter().filter(|row| row.types.contains(&kind)).find(|row| {
        let start = (noun + 1).checked_sub(row.words.len());
        start.is_some_and(|start| {
            row.words.iter().zip(start..).all(|(word, t)| *tokens[t].lemma == **word || *tokens[t].lower == **word)
        })
    })
}

fn phrase_start(scene: &Scene, noun: usize) -> usize {
    let own = scene.document.children(noun).filter(|c| {
        let dep = scene.document.tokens[*c].dep;
        *c < noun && matches!(dep, Dep::Det | Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Nummod)
    });
    own.map(|m| scene.document.subtree(m).start).min().unwrap_or(noun)
}

/// How many, where the text gives a number and does not blur it (`at least two`); a singular with `a` is one.
fn count(scene: &Scene, noun: usize) -> Option<f64> {
    let document = scene.document;
    let governor = document.tokens[noun].head;
    let measure = document.tokens[governor].head;
    let behind_measure = document.tokens[noun].dep == Dep::Pobj
        && &*document.tokens[governor].lower == "of"
        && is_measure(scene, measure);
    if let Some(numeral) = document.children_by(noun, &[Dep::Nummod]).next() {
        let words = document.subtree(numeral);
        let blurs = |t: usize| BLURS.contains(&&*document.tokens[t].lower);
        let blurred = words.clone().any(blurs) || words.start.checked_sub(1).is_some_and(blurs);
        let text = document.span(words).of(&scene.article.text).to_lowercase();
        return number(&text).filter(|_| !blurred);
    }
    if behind_measure {
        let word = &*document.tokens[measure].lemma;
        let blurred = measure.checked_sub(1).is_some_and(|t| BLURS.contains(&&*document.tokens[t].lower));
        return if word == "pair" { Some(2.0) } else { number(word).filter(|_| !blurred) };
    }
    let singular = document.tokens[noun].tag == crate::language::labels::Tag::Nn;
    let one = document.children(noun).any(|t| t < noun && matches!(&*document.tokens[t].lower, "a" | "an" | "another"));
    (singular && one).then_some(1.0)
}

const BLURS: [&str; 16] = [
    "least",
    "most",
    "about",
    "around",
    "some",
    "nearly",
    "almost",
    "over",
    "than",
    "to",
    "approximately",
    "roughly",
    "up",
    "or",
    "possibly",
    "perhaps",
];

/// A number in digits or one word.
fn number(word: &str) -> Option<f64> {
    const SMALL: [&str; 21] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let small = |word: &str| SMALL.iter().position(|s| *s == word).map(|n| n as f64);
    let tens = |word: &str| TENS.iter().position(|s| *s == word).map(|n| 10.0 * (n + 2) as f64);
    if let Some((ten, one)) = word.split_once('-') {
        return Some(tens(ten)? + small(one)?);
    }
    let digits = word.replace(',', "");
    let plain = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    small(word).or_else(|| tens(word)).or_else(|| if plain { digits.parse().ok() } else { None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_digits_and_words() {
        assert_eq!(
            ["two", "23", "1,200", "Twenty", "twenty-three", "dozens"].map(number),
            [Some(2.0), Some(23.0), Some(1200.0), None, Some(23.0), None]
        );
    }

    #[test]
    fn instruments_count_for_types_that_exist() {
        assert!(TABLE.len() > 20);
        for row in TABLE.iter() {
            for kind in &row.types {
                assert!(crate::events::types::get(kind).is_some(), "{kind}");
            }
        }
    }
}
