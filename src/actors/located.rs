//! Places joined to the mentions of actors: `Seoul` is both.

use super::mention::{Form, Mention};
use crate::places::{Kind, PlaceMention};
use rustc_hash::FxHashMap;

/// The mentions with the places of the article: a mention whose name is a place gets it, other places become mentions
/// of their own.
pub fn locate(mut mentions: Vec<Mention>, places: Vec<PlaceMention>) -> Vec<Mention> {
    let mut next = mentions.iter().map(|m| m.chain + 1).max().unwrap_or(0);
    let mut chains: FxHashMap<String, u32> = FxHashMap::default();
    for mention in &mentions {
        if let Some(place) = &mention.place {
            chains.entry(place.id.clone()).or_insert(mention.chain);
        }
    }
    for found in places {
        let touches = |m: &Mention| m.tokens.start < found.tokens.end && found.tokens.start < m.tokens.end;
        if let Some(mention) =
            mentions.iter_mut().find(|m| touches(m) && m.head == found.head && m.form != Form::Nominal)
        {
            // The rest of the article spoke against the state (`Georgia` beside Atlanta).
            let declined = mention.actors.is_empty()
                && found.kind == Some(Kind::State)
                && mention.place.as_ref().is_some_and(|p| p.country.is_none() && p.lat.is_none());
            if declined {
                continue;
            }
            if mention.actors.iter().all(|a| a.kind == super::ActorKind::State) {
                if mention.actors.is_empty() {
                    mention.chain = *chains.entry(found.place.id.clone()).or_insert(mention.chain);
                }
                mention.place = Some(found.place);
            }
            continue;
        }
        // part of a longer name: `Paris Club`, `Seoul National University`
        let inside = |m: &Mention| m.tokens.start <= found.tokens.start && found.tokens.end <= m.tokens.end;
        if mentions.iter().any(|m| m.form != Form::Nominal && inside(m)) {
            continue;
        }
        let chain = *chains.entry(found.place.id.clone()).or_insert_with(|| {
            next += 1;
            next - 1
        });
        mentions.push(Mention {
            tokens: found.tokens,
            head: found.head,
            span: found.span,
            form: Form::Name,
            actors: Vec::new(),
            place: Some(found.place),
            chain,
            why: found.why,
        });
    }
    mentions
}
