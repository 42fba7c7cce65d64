//! Persons named by part of their name: `Lavrov`, `Kim`, `President Lee`.

use super::Linker;
use super::known::Everyone;
use super::persons::Named;
use super::roles::holds_office;
use crate::actors::Actor;
use crate::actors::gazetteer::{NameOrder, OfficeClass, Owner, load::short_forms, words};
use crate::language::labels::Tag;
use smallvec::SmallVec;
use std::ops::Range;
use std::sync::Arc;

impl Linker<'_> {
    /// Someone named by part of the name.
    pub(super) fn short(&self, n: &Named, known: &Everyone) -> (Option<Arc<Actor>>, String) {
        let (hash, _) = words::hash_name(self.text(n.name.clone()));
        let country = n.owner.and_then(|o| self.gazetteer.owner(o.owner).country.as_deref());
        let mut fits = known
            .with_short(hash)
            .filter(|k| country.is_none() || k.actor.country.is_none() || k.actor.country.as_deref() == country);
        if let Some(first) = fits.next() {
            return match fits.next() {
                None => (Some(Arc::clone(&first.actor)), format!("short for {}", first.actor.name)),
                Some(other) => (None, format!("short for {} or {}", first.actor.name, other.actor.name)),
            };
        }
        let role = n.role.filter(|_| n.title.is_some());
        let holders = self.holders_by_short_name(hash, country, false);
        let with_role: SmallVec<[u32; 2]> = match role {
            Some(r) => {
                let role = &self.gazetteer.roles.roles[usize::from(r)];
                let fits = |p: &u32| {
                    self.gazetteer.persons[*p as usize]
                        .terms
                        .iter()
                        .any(|t| holds_office(role, &self.gazetteer.terms[*t as usize]))
                };
                holders.iter().copied().filter(fits).collect()
            }
            None => SmallVec::new(),
        };
        let one = match (&*with_role, &*holders) {
            ([p], _) => Some(*p),
            ([], [p]) => Some(*p),
            _ => None,
        };
        if let Some(p) = one {
            let mut actor = self.gazetteer.person(p, self.day);
            if n.former {
                actor.office = None;
            }
            let table = self.gazetteer.source(&actor.name, "offices.tsv");
            let why = format!("{table}: family name and date");
            return (Some(Arc::new(actor)), why);
        }
        if n.owner.is_some() {
            let (actor, why) = self.unknown_person(n, self.text(n.name.clone()).to_owned());
            return (Some(Arc::new(actor)), why);
        }
        (None, "a name that nothing in the text or the tables explains".to_owned())
    }

    /// Office holders of about the article's date with this short name, the most prominent only. Without a country
    /// only those whom everyone knows or whose country the article names.
    pub(super) fn holders_by_short_name(&self, hash: u64, country: Option<&str>, strict: bool) -> SmallVec<[u32; 2]> {
        let mut best = (u32::MAX, SmallVec::new());
        let Some(day) = self.day else { return best.1 };
        for p in self.gazetteer.by_short_name(hash) {
            let person = &self.gazetteer.persons[*p as usize];
            let mut rank = u32::MAX;
            for t in &person.terms {
                let term = &self.gazetteer.terms[*t as usize];
                if !(term.from.0.plus_years(-1) <= day && day <= term.to.1.plus_years(1)) {
                    continue;
                }
                let owner = self.gazetteer.owner(term.owner);
                let here = owner.country.as_deref();
                if country.is_some() && here != country {
                    continue;
                }
                let named = self.evidence.of(here) > 0 || country.is_some();
                let class = match term.class {
                    OfficeClass::HeadOfState | OfficeClass::HeadOfGovernment => 0,
                    OfficeClass::ForeignMinister | OfficeClass::DefenceMinister => 1,
                    OfficeClass::Other | OfficeClass::None => 2,
                };
                // a minister of a state that the article speaks of is as well known there as a president
                let prominent = class == 0 || class == 1 && self.evidence.of(here) > 0;
                if strict && !prominent || class > 1 && !named && !matches!(term.owner, Owner::Body(_)) {
                    continue;
                }
                let now = u32::from(!term.may_hold(day));
                rank = rank.min(class * 2 + now + if named { 0 } else { 8 });
            }
            if rank == u32::MAX {
                continue;
            }
            match rank.cmp(&best.0) {
                std::cmp::Ordering::Less => best = (rank, SmallVec::from_slice(&[*p])),
                std::cmp::Ordering::Equal => best.1.push(*p),
                std::cmp::Ordering::Greater => {}
            }
        }
        best.1
    }

    /// Whether a short form of a full name is another bearer's: `Banda's daughter Grace Banda` is not the Banda of the rest of the
    /// text, nor is a junior where the senior is known.
    pub(super) fn is_of_a_relative(&self, n: &Named, short: u64) -> bool {
        let tokens = &self.document.tokens;
        let is_short = |t: usize| words::hash_name(tokens[t].span.of(&self.article.text)).0 == short;
        let possessor =
            (n.name.start.saturating_sub(4)..n.name.start).any(|t| tokens[t + 1].tag == Tag::Pos && is_short(t));
        let last = &*tokens[n.name.end - 1].lower;
        let junior = matches!(last, "jr" | "jr." | "junior");
        possessor || junior && !self.holders_by_short_name(short, None, true).is_empty()
    }

    /// Hashes of the short forms of a name in the text.
    pub(super) fn shorts(&self, name: Range<usize>, order: NameOrder) -> SmallVec<[u64; 3]> {
        let text = self.text(name);
        let mut out: SmallVec<[u64; 3]> = short_forms(text, order).iter().map(|s| words::hash_name(s).0).collect();
        // A hyphen in the last part marks a name of the family-first sort: `Kim Yong-chol`.
        if order == NameOrder::FamilyLast
            && let Some((first, rest)) = text.split_once(' ')
            && rest.contains('-')
            && !rest.contains(' ')
        {
            out.push(words::hash_name(first).0);
        }
        out
    }
}
