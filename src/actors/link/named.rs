//! Organisations that only the model knows.

use super::Linker;
use super::senses::{What, head_of};
use crate::actors::gazetteer::words;
use crate::actors::{Actor, ActorKind};
use crate::language::labels::{Dep, EntityLabel, Pos};
use smallvec::SmallVec;
use std::sync::Arc;

impl Linker<'_> {
    /// Companies, parties and other bodies by the names that the text gives them.
    pub(super) fn organizations(&mut self) {
        let document = self.document;
        for entity in document.entities.iter().filter(|e| e.label == EntityLabel::Org) {
            let mut tokens = entity.tokens.clone();
            while tokens.len() > 1
                && (document.tokens[tokens.end - 1].dep == Dep::Case
                    || document.tokens[tokens.end - 1].pos == Pos::Punct)
            {
                tokens.end -= 1;
            }
            if tokens.len() > 1 && document.tokens[tokens.start].pos == Pos::Det {
                tokens.start += 1;
            }
            let head = head_of(document, &tokens);
            let inside: SmallVec<[usize; 4]> = tokens.clone().filter_map(|t| self.unit_at(t)).collect();
            // What the tables know or what a role noun ends is read there.
            let known = inside.iter().any(|u| {
                let unit = &self.units[*u];
                // `Workers` in `Union of Dock Workers` is no role of its own.
                let below = unit.what == What::Role && unit.tokens.start > head;
                unit.tokens.contains(&head)
                    || unit.tokens.end >= tokens.end && !below
                    || matches!(unit.what, What::Person(_) | What::Body(..))
            });
            if known || self.held[tokens.clone()].contains(&true) {
                continue;
            }
            if !document.tokens[tokens.clone()].iter().any(|t| t.pos == Pos::Propn) {
                continue;
            }
            if self.take_site(&tokens) || inside.is_empty() && self.take_place(&tokens, false) {
                continue;
            }
            for u in inside.iter().filter(|u| self.units[**u].what == What::Role) {
                self.used[*u] = true;
            }
            let state = inside.iter().find_map(|u| match self.units[*u].what {
                What::State(s, _) if !self.gazetteer.states[s as usize].actor.id.is_empty() => Some(s),
                _ => None,
            });
            let owner = state.or_else(|| {
                let phrase = self.left_of(tokens.start, head);
                phrase.owners.first().and_then(|o| {
                    let unit = &self.units[o.unit];
                    let governor = document.tokens[unit.head].head;
                    let near = tokens.contains(&governor) || (unit.tokens.end..tokens.start).contains(&governor);
                    match unit.what {
                        What::State(s, _) if near => Some(s),
                        _ => None,
                    }
                })
            });
            let country = owner.and_then(|s| self.gazetteer.states[s as usize].actor.country.clone());
            let name = self.text(tokens.clone()).to_owned();
            let actor = Actor {
                id: format!("org/{}", words::slug(&name)),
                kind: ActorKind::Organization,
                name,
                aliases: Vec::new(),
                code: country.clone(),
                country,
                office: None,
                affiliation: None,
            };
            let form = self.form_of(head);
            self.mention(
                tokens,
                head,
                form,
                SmallVec::from_elem(Arc::new(actor), 1),
                None,
                "named in the text: organisation".to_owned(),
            );
        }
    }
}
