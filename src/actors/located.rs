//! Places joined to the mentions of actors: `Seoul` is both.

use super::ActorKind;
use super::mention::{Form, Mention};
use crate::places::{Kind, PlaceMention};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

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
    // Mentions other than descriptions, by each of their tokens.
    let mut at: FxHashMap<usize, SmallVec<[u32; 2]>> = FxHashMap::default();
    let enter = |at: &mut FxHashMap<usize, SmallVec<[u32; 2]>>, m: &Mention, i: usize| {
        for token in m.tokens.clone().filter(|_| m.form != Form::Nominal) {
            at.entry(token).or_default().push(i as u32);
        }
    };
    for (i, mention) in mentions.iter().enumerate() {
        enter(&mut at, mention, i);
    }
    for found in places {
        let touching = found.tokens.clone().filter_map(|t| at.get(&t)).flatten().copied();
        let same = touching.filter(|m| mentions[*m as usize].head == found.head).min();
        if let Some(mention) = same.map(|m| &mut mentions[m as usize]) {
            // The rest of the article spoke against the state (`Georgia` beside Atlanta).
            let declined = mention.actors.is_empty()
                && found.kind == Some(Kind::State)
                && mention.place.as_ref().is_some_and(|p| p.country.is_none() && p.lat.is_none());
            if declined {
                continue;
            }
            // what the model alone took for a person or body: `the siege of Mariupol`
            let settled = matches!(found.kind, Some(Kind::Town | Kind::Capital | Kind::Division));
            if settled && found.tokens == mention.tokens && is_only_named(mention) {
                mention.actors.clear();
                mention.why = found.why.clone();
            }
            if mention.actors.iter().all(|a| a.kind == ActorKind::State) {
                if mention.actors.is_empty() {
                    mention.chain = *chains.entry(found.place.id.clone()).or_insert(mention.chain);
                }
                mention.place = Some(found.place);
            }
            continue;
        }
        // part of a longer name: `Paris Club`, `Seoul National University`
        let inside = |m: &u32| found.tokens.end <= mentions[*m as usize].tokens.end;
        if at.get(&found.tokens.start).is_some_and(|list| list.iter().any(inside)) {
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
        enter(&mut at, &mentions[mentions.len() - 1], mentions.len() - 1);
    }
    mentions
}

/// Whether all that is known of a mention's actor is the name: no state, office or body to act for.
fn is_only_named(mention: &Mention) -> bool {
    let [actor] = &mention.actors[..] else { return false };
    let sort = matches!(actor.kind, ActorKind::Person | ActorKind::Organization);
    let tied = actor.country.is_some() || actor.affiliation.is_some() || actor.office.is_some();
    sort && !tied
        && actor.aliases.is_empty()
        && mention.form == Form::Name
        && mention.why.starts_with("named in the text")
}
