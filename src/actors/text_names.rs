//! Names of persons as the text has them become other names of the actor, so that who reads `Chung` finds Chung Eui-yong.

use super::gazetteer::words::fold;
use super::{Actor, ActorKind, Form, Mention};
use crate::language::Document;
use crate::language::labels::{Pos, Tag};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Adds to every person of the mentions, all of one article with this text, by what part of the name it is called there.
pub fn add(text: &str, document: &Document, mentions: &mut [Mention]) {
    let mut known: FxHashMap<String, Arc<Actor>> = FxHashMap::default();
    for mention in mentions.iter().filter(|m| m.form != Form::Pronoun) {
        let Some(person) = mention.actors.first().filter(|a| a.kind == ActorKind::Person) else { continue };
        let known = known.entry(person.id.clone()).or_insert_with(|| Arc::clone(person));
        if let Some(name) = name_in(text, document, mention, person)
            && name != known.name
            && !known.aliases.iter().any(|a| a == name)
        {
            Arc::make_mut(known).aliases.push(name.to_owned());
        }
    }
    for mention in mentions.iter_mut() {
        for actor in mention.actors.iter_mut().filter(|a| a.kind == ActorKind::Person) {
            if let Some(known) = known.get(&actor.id).filter(|k| k.aliases.len() > actor.aliases.len()) {
                Arc::make_mut(actor).aliases.clone_from(&known.aliases);
            }
        }
    }
}

/// The part of a mention that is the name: from the first to the last word that the person's names have.
fn name_in<'t>(text: &'t str, document: &Document, mention: &Mention, person: &Actor) -> Option<&'t str> {
    let names = std::iter::once(&person.name).chain(&person.aliases);
    let words: Vec<String> =
        names.flat_map(|n| n.split(|c: char| !c.is_alphanumeric())).filter(|w| !w.is_empty()).map(fold).collect();
    let is_part = |t: usize| {
        let token = &document.tokens[t];
        let written = token.span.of(text);
        let folded = fold(written);
        let mut parts = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).peekable();
        let name = token.pos == Pos::Propn || written.starts_with(char::is_uppercase);
        name && token.tag != Tag::Pos && parts.peek().is_some() && parts.all(|w| words.iter().any(|own| own == w))
    };
    let own = mention.tokens.clone();
    let first = own.clone().find(|t| is_part(*t))?;
    let mut last = first;
    // Hyphens and small words (`de`) stand between parts of one name, commas do not.
    for t in first + 1..own.end {
        match is_part(t) {
            true => last = t,
            false if document.tokens[t].tag == Tag::Comma || t > last + 2 => break,
            false => {}
        }
    }
    Some(document.span(first..last + 1).of(text))
}
