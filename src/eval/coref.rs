//! Pronouns and phrases: is each in the chain of the names of what it stands for?

use super::figures::{quoted, share};
use super::gold::{Gold, GoldMention, Marked};
use super::{Made, Scores};
use serde_json::Value;

const PRONOUNS: [&str; 19] = [
    "he",
    "she",
    "him",
    "her",
    "his",
    "hers",
    "they",
    "them",
    "their",
    "theirs",
    "it",
    "its",
    "himself",
    "herself",
    "itself",
    "themselves",
    "who",
    "whom",
    "whose",
];

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    all: usize,
    right: usize,
    wrong: usize,
    none: usize,
}

pub(super) fn score(name: &str, pairs: &[(Gold, Made)]) -> Scores {
    let mut counts = [("pronoun", Counts::default()), ("phrase", Counts::default())];
    let mut details = Vec::new();
    for (gold, made) in pairs {
        let Marked::Coref(mentions) = &gold.marked else { continue };
        let mut chains: Vec<(&Value, Vec<&GoldMention>)> = Vec::new();
        for mention in mentions.iter().filter(|m| matches!(m.etype.as_str(), "person" | "organization" | "place")) {
            match chains.iter_mut().find(|(eid, _)| **eid == mention.eid) {
                Some((_, chain)) => chain.push(mention),
                None => chains.push((&mention.eid, vec![mention])),
            }
        }
        for (_, chain) in chains {
            chain_account(&gold.id, &chain, made.list("entities"), &mut counts, &mut details);
        }
    }
    let cells: Vec<String> = counts
        .iter()
        .map(|(kind, c)| {
            let of = |n| share(n, c.all);
            format!("{kind} right {:.3} wrong {:.3} none {:.3} (of {})", of(c.right), of(c.wrong), of(c.none), c.all)
        })
        .collect();
    let figure = share(counts[0].1.right, counts[0].1.all);
    Scores { line: format!("{name}: {}", cells.join("  ")), details, figure }
}

/// The mentions of one gold chain beside the program's entities.
fn chain_account(
    id: &str,
    chain: &[&GoldMention],
    entities: &[Value],
    counts: &mut [(&str, Counts); 2],
    details: &mut Vec<String>,
) {
    let named: Vec<bool> = chain.iter().map(|m| is_name(m)).collect();
    if !named.contains(&true) {
        return;
    }
    let names = chain.iter().zip(&named).filter(|(_, named)| **named).map(|(m, _)| m);
    let keys: Vec<&Value> = names.filter_map(|m| covering(entities, m)).map(|e| &e["chain"]).collect();
    let most = keys.iter().map(|k| keys.iter().filter(|o| o == &k).count()).max();
    let key = keys.iter().find(|k| Some(keys.iter().filter(|o| o == k).count()) == most);
    for (mention, _) in chain.iter().zip(&named).filter(|(_, named)| !**named) {
        let pronoun = is_pronoun(mention);
        let exact = entities.iter().find(|e| span(e) == (mention.start, mention.end));
        let entity = exact.or_else(|| (!pronoun).then(|| covering(entities, mention)).flatten());
        let count = &mut counts[usize::from(!pronoun)].1;
        count.all += 1;
        let right = entity.is_some_and(|e| key.is_some_and(|k| e["chain"] == **k));
        match entity {
            None => count.none += 1,
            Some(_) if right => count.right += 1,
            Some(_) => count.wrong += 1,
        }
        if !right {
            let (first, text) = (quoted(&chain[0].text), quoted(&mention.text));
            let (words, actor) = entity.map_or(("None".into(), "None".into()), |e| {
                (quoted(e["text"].as_str().unwrap_or("")), e["actor"].to_string())
            });
            details.push(format!("COREF {id} {text} of {first} got {words} {actor}"));
        }
    }
}

fn is_pronoun(mention: &GoldMention) -> bool {
    PRONOUNS.contains(&mention.text.to_lowercase().as_str())
}

/// A mention by a name of something known.
fn is_name(mention: &GoldMention) -> bool {
    let known = match &mention.wiki {
        None | Some(Value::Null | Value::Bool(false)) => false,
        Some(Value::String(words)) => !words.is_empty(),
        Some(_) => true,
    };
    let capital = mention.text.trim_start().chars().next().is_some_and(char::is_uppercase);
    known && capital && !is_pronoun(mention)
}

fn span(entity: &Value) -> (u64, u64) {
    (entity["start"].as_u64().unwrap_or(0), entity["end"].as_u64().unwrap_or(0))
}

/// The entity that best fits a mention: its very words, else the one that overlaps it and differs least.
fn covering<'a>(entities: &'a [Value], mention: &GoldMention) -> Option<&'a Value> {
    let (start, end) = (mention.start, mention.end);
    let overlap = entities.iter().filter(|e| span(e).0 < end && start < span(e).1);
    let exact = entities.iter().find(|e| span(e) == (start, end));
    exact.or_else(|| overlap.min_by_key(|e| span(e).0.abs_diff(start) + span(e).1.abs_diff(end)))
}
