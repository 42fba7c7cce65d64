//! The engine against spaCy itself, token by token, on some 6,000 tokens of prose and of things that prose should not hold.
//!
//! `tests/data/language/prose.txt` is the prose, `spacy.jsonl.gz` what spaCy 3.8.18 with `en_core_web_md` 3.8.0 says of it
//! (`scripts/spacy_reference.py` makes it). With weights in single precision everything must be equal; such a pack is not
//! part of the project (`scripts/pack_model.py --f32` makes it, 33 MB), so that test wants its path in
//! `DIPLOGRAPH_F32_MODEL`. The shipped weights are rounded to half precision: what that changes is counted here.

use diplograph::language::{Analysis, Engine};
use flate2::read::GzDecoder;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::Read;

/// text, spaced, norm, tag, pos, morph, lemma, head, dep, entity, starts sentence
#[derive(Debug, Deserialize)]
struct Row(String, u8, String, String, String, String, String, usize, String, String, u8);

fn prose() -> Vec<&'static str> {
    include_str!("data/language/prose.txt").split("\n=====\n").collect()
}

fn reference() -> Vec<Vec<Row>> {
    let mut lines = String::new();
    GzDecoder::new(&include_bytes!("data/language/spacy.jsonl.gz")[..]).read_to_string(&mut lines).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// How many tokens differ, by what differs in them.
fn differences(engine: &Engine) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    let mut reader = engine.reader();
    for (text, rows) in prose().into_iter().zip(reference()) {
        let analysis = reader.analyze(text);
        let entities = entities(&analysis);
        let spaced = |word: &str, spaced: bool| format!("{word}{}", if spaced { " " } else { "" });
        let ours: Vec<_> =
            analysis.tokens.iter().map(|t| spaced(&text[t.raw.start..t.raw.end], t.raw.spaced)).collect();
        let theirs: Vec<_> = rows.iter().map(|row| spaced(&row.0, row.1 == 1)).collect();
        assert_eq!(ours, theirs, "the tokens differ");
        for ((token, entity), row) in analysis.tokens.iter().zip(entities).zip(&rows) {
            let mut compare = |what, equal: bool| {
                if !equal {
                    eprintln!("{what}: {row:?}");
                }
                *counts.entry(what).or_default() += usize::from(!equal);
            };
            compare("norm", *token.norm == *row.2);
            compare("tag", token.tag.as_str() == row.3);
            compare("pos", token.pos.map_or("", |p| p.as_str()) == row.4);
            compare("morph", engine.morphology(token.morph) == row.5);
            compare("lemma", *token.lemma == *row.6);
            compare("head", token.head == row.7);
            compare("dep", token.dep.as_str() == row.8);
            compare("entity", entity == row.9);
            compare("sentence start", token.starts_sentence == (row.10 == 1));
        }
    }
    counts
}

fn entities(analysis: &Analysis) -> Vec<String> {
    let mut entities = vec!["O".to_owned(); analysis.tokens.len()];
    for (range, label) in &analysis.entities {
        entities[range.clone()].fill(format!("I-{label}"));
        entities[range.start] = format!("B-{label}");
    }
    entities
}

#[test]
fn there_are_enough_tokens_to_be_worth_the_name() {
    assert!(reference().iter().map(Vec::len).sum::<usize>() >= 5_000);
    assert_eq!(reference().len(), prose().len());
}

#[test]
fn with_single_precision_weights_everything_is_equal() {
    let Some(path) = std::env::var_os("DIPLOGRAPH_F32_MODEL") else {
        eprintln!("skipped: DIPLOGRAPH_F32_MODEL does not name a model packed with --f32");
        return;
    };
    let engine = Engine::from_bytes(std::fs::read(path).unwrap()).unwrap();
    let counts = differences(&engine);
    assert!(counts.values().all(|n| *n == 0), "{counts:?}");
}

#[test]
fn half_precision_weights_change_next_to_nothing() {
    let counts = differences(&Engine::shipped().unwrap());
    let most = BTreeMap::from([("tag", 1), ("pos", 1), ("morph", 1), ("head", 5), ("dep", 6), ("sentence start", 1)]);
    for (what, count) in counts {
        let most = most.get(what).copied().unwrap_or(0);
        assert!(count <= most, "{count} tokens differ in {what}, more than {most}");
    }
}
