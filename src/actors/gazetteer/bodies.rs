//! Organisations, armed groups and the seats that stand for them: `organizations.tsv`, `armed_groups.tsv`, `seats.tsv`.

use super::load::{exact, sorted};
use super::table::{self, TableError};
use super::terms::Day;
use super::{Body, Gazetteer, Naming, Target};
use crate::actors::{Actor, ActorKind};
use std::path::Path;
use std::sync::Arc;

impl Gazetteer {
    pub(super) fn add_seats(&mut self, path: &Path, text: &str) -> Result<(), TableError> {
        for row in table::rows(text) {
            let [seat, body] = row.cells();
            let Some(Target::Body(number)) = self.by_id(&format!("org/{body}")) else {
                let what = format!("`{body}` in column `body` is not in organizations.tsv");
                return Err(TableError::line(path, row.line, what));
            };
            self.seats.insert(seat.into(), number);
        }
        Ok(())
    }

    pub(super) fn add_organizations(&mut self, path: &Path, text: &str) -> Result<(), TableError> {
        for row in table::rows(text) {
            let [id, name, abbreviations, aliases, kind, _parent, code, country, _seat, _members] = row.cells();
            let actor_kind = match kind {
                "igo" | "bloc" | "alliance" | "un-organ" | "un-agency" => ActorKind::Igo,
                "bank" | "court" if country.is_empty() => ActorKind::Igo,
                "agency" if country.is_empty() && !code.is_empty() => ActorKind::Igo,
                "bank" | "court" | "agency" | "party" | "media" | "ngo" | "company" => ActorKind::Organization,
                _ => {
                    return Err(TableError::line(
                        path,
                        row.line,
                        format!("`{kind}` in column `kind` is none of the kinds"),
                    ));
                }
            };
            self.add_body(&format!("org/{id}"), actor_kind, kind, name, [abbreviations, aliases], country, code);
        }
        Ok(())
    }

    pub(super) fn add_armed_groups(&mut self, path: &Path, text: &str) -> Result<(), TableError> {
        for row in table::rows(text) {
            let [id, name, abbreviations, aliases, countries, kind, _from, _to, rules] = row.cells();
            let suffix = match kind {
                "insurgent" => "REB",
                "separatist" => "SEP",
                "militia" | "terrorist" | "armed-wing" | "pmc" => "UAF",
                "cartel" => "CRM",
                "junta" => "GOV",
                _ => {
                    return Err(TableError::line(
                        path,
                        row.line,
                        format!("`{kind}` in column `kind` is none of the kinds"),
                    ));
                }
            };
            let country = table::list(countries).next().unwrap_or_default();
            let code = if country.is_empty() { String::new() } else { format!("{country}{suffix}") };
            self.add_body(
                &format!("group/{id}"),
                ActorKind::ArmedGroup,
                kind,
                name,
                [abbreviations, aliases],
                countries,
                &code,
            );
            let body = self.bodies.last_mut().expect("just added");
            for rule in table::list(rules) {
                let (state, days) = rule.split_once(' ').unwrap_or((rule, ""));
                let (from, to) = days.split_once('/').unwrap_or_default();
                let last = if to.is_empty() { Some(Day::LAST) } else { Day::range(to).map(|(_, last)| last) };
                let (Some((from, _)), Some(to)) = (Day::range(from), last) else {
                    let what = format!("`{rule}` in column `rules`: expected a state, a space and FIRST/LAST, days");
                    return Err(TableError::line(path, row.line, what));
                };
                let ruling = Actor { country: Some(state.to_owned()), ..Actor::clone(&body.actor) };
                body.rules.push((from, to, Arc::new(ruling)));
            }
        }
        Ok(())
    }

    #[allow(clippy::too_many_arguments)]
    pub(super) fn add_body(
        &mut self,
        id: &str,
        actor_kind: ActorKind,
        kind: &str,
        name: &str,
        [abbreviations, aliases]: [&str; 2],
        countries: &str,
        code: &str,
    ) {
        // An armed group is at home in states but does not act for them; one with no other code is a state's junta.
        let country = match actor_kind {
            ActorKind::ArmedGroup if kind != "junta" => None,
            ActorKind::Igo => None,
            _ => table::list(countries).next().map(str::to_owned),
        };
        let number = self.bodies.len() as u32;
        let actor = Actor {
            id: id.to_owned(),
            kind: actor_kind,
            name: name.to_owned(),
            aliases: sorted(table::list(abbreviations).chain(table::list(aliases))),
            country,
            code: (!code.is_empty()).then(|| code.to_owned()),
            office: None,
            affiliation: None,
        };
        self.by_id.insert(exact(id), Target::Body(number));
        self.bodies.push(Body {
            actor: Arc::new(actor),
            kind: kind.into(),
            countries: table::list(countries).map(Box::from).collect(),
            rules: Default::default(),
        });
        let target = Target::Body(number);
        self.add_name(name, target, Naming::Name);
        table::list(aliases).for_each(|name| self.add_name(name, target, Naming::Name));
        table::list(abbreviations).for_each(|name| self.add_name(name, target, Naming::Abbreviation));
    }
}
