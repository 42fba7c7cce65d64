//! Places beside actors: what both stages found becomes one list of mentions.

use super::{PlaceMention, Setting};
use crate::actors::{Form, Mention};
use rustc_hash::FxHashMap;

impl Setting {
    /// The states that these mentions speak of.
    pub fn of_mentions(mentions: &[Mention]) -> Self {
        let mut setting = Self::default();
        for country in mentions.iter().flat_map(|m| &m.actors).filter_map(|a| a.country.as_deref()) {
            setting.add(country);
        }
        setting
    }
}

/// Adds places to the linker's mentions. A name that the linker has read as somewhere keeps its reading; one that it
/// has read as a person or organisation is no place.
pub fn add_to(mentions: &mut Vec<Mention>, found: Vec<PlaceMention>) {
    let mut next = mentions.iter().map(|m| m.chain + 1).max().unwrap_or(0);
    let mut chains: FxHashMap<String, u32> = FxHashMap::default();
    for mention in mentions.iter() {
        if let (Some(place), true) = (&mention.place, mention.actors.is_empty()) {
            chains.entry(place.id.clone()).or_insert(mention.chain);
        }
    }
    let mut added = Vec::new();
    for place in found {
        let named = |m: &Mention| matches!(m.form, Form::Name | Form::Modifier);
        let taken = mentions.iter().any(|m| {
            m.tokens == place.tokens
                || named(m) && m.tokens.start < place.tokens.end && place.tokens.start < m.tokens.end
        });
        if taken {
            continue;
        }
        let chain = *chains.entry(place.place.id.clone()).or_insert_with(|| {
            next += 1;
            next - 1
        });
        added.push(Mention {
            tokens: place.tokens,
            head: place.head,
            span: place.span,
            form: Form::Name,
            actors: Vec::new(),
            place: Some(place.place),
            chain,
            why: place.why,
        });
    }
    mentions.extend(added);
    mentions.sort_by_key(|m| (m.tokens.start, std::cmp::Reverse(m.tokens.end), m.head));
}
