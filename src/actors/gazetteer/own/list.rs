//! A user's table of actors.

use super::{OWN, TableError, Target, add_aliases};
use crate::actors::ActorKind;
use crate::actors::gazetteer::terms::{Day, Term};
use crate::actors::gazetteer::{Gazetteer, Naming, Owner, table, words};
use std::path::Path;

impl Gazetteer {
    /// Adds a table with the columns `id kind name aliases country code office from to`.
    pub(super) fn add_list(&mut self, path: &Path, text: &'static str) -> Result<(), TableError> {
        for row in table::rows(text) {
            let [id, kind, name, aliases, country, code, office, from, to] = row.cells();
            let wrong = |what: String| TableError::line(path, row.line, what);
            let kind = match kind {
                "state" => ActorKind::State,
                "person" => ActorKind::Person,
                "organization" => ActorKind::Organization,
                "igo" => ActorKind::Igo,
                "armed-group" => ActorKind::ArmedGroup,
                "group" => ActorKind::Group,
                _ => {
                    return Err(wrong(format!(
                        "`{kind}` in column `kind`: expected state, person, organization, igo, armed-group or group"
                    )));
                }
            };
            let names: Vec<&str> =
                Some(name).filter(|n| !n.is_empty()).into_iter().chain(table::list(aliases)).collect();
            if names.is_empty() {
                return Err(wrong("a line needs a name or an alias".to_owned()));
            }
            let owner = match country {
                "" => None,
                _ => {
                    let full = if country.contains('/') { country.to_owned() } else { format!("state/{country}") };
                    match self.by_id(&full) {
                        Some(Target::State(s)) => Some(Owner::State(s)),
                        Some(Target::Body(b)) => Some(Owner::Body(b)),
                        _ => {
                            return Err(wrong(format!(
                                "`{country}` in column `country` is no ISO alpha-3 code and no org/ or group/ id known so far"
                            )));
                        }
                    }
                }
            };
            let day = |cell: &str, empty: Day| match Day::range(cell) {
                _ if cell.is_empty() => Ok((empty, empty)),
                Some(range) => Ok(range),
                None => Err(wrong(format!("`{cell}` is no date of the form YYYY, YYYY-MM or YYYY-MM-DD"))),
            };
            let (from, to) = (day(from, Day::FIRST)?, day(to, Day::LAST)?);
            let target = match kind {
                ActorKind::State => match self.by_id(id) {
                    Some(target @ Target::State(_)) => target,
                    _ => {
                        return Err(wrong(format!(
                            "`{id}` is no state of states.tsv; give other names to known states only"
                        )));
                    }
                },
                ActorKind::Person => {
                    let short: &'static str = match id.strip_prefix("person/") {
                        Some(short) if !short.is_empty() => short,
                        _ if id.is_empty() => words::slug(names[0]).leak(),
                        _ => return Err(wrong(format!("`{id}`: ids of persons begin with person/"))),
                    };
                    let person = self.own_person(
                        short,
                        if name.is_empty() { names[0].to_owned().leak() } else { name },
                        aliases,
                    );
                    self.own_person_names(person, owner, &names);
                    if let Some(owner) = owner {
                        let code = (!code.is_empty()).then_some(code);
                        self.own_term(Term { owner, class: OWN, title: office, code, person, from, to });
                    }
                    continue;
                }
                _ => {
                    let prefix = if matches!(kind, ActorKind::ArmedGroup | ActorKind::Group) { "group" } else { "org" };
                    let id = if id.is_empty() { format!("{prefix}/{}", words::slug(names[0])) } else { id.to_owned() };
                    if !id.starts_with("org/") && !id.starts_with("group/") {
                        return Err(wrong(format!(
                            "`{id}`: ids of organisations and groups begin with org/ or group/"
                        )));
                    }
                    let state = owner.and_then(|o| self.owner(o).country.clone()).unwrap_or_default();
                    Target::Body(self.own_body(&id, kind, names[0], &state, code))
                }
            };
            for name in &names {
                self.add_own_name(name, target, Naming::Name);
            }
            match target {
                Target::State(s) => add_aliases(&mut self.states[s as usize].actor, &names),
                Target::Body(b) => add_aliases(&mut self.bodies[b as usize].actor, &names),
                Target::Person(_) => {}
            }
        }
        Ok(())
    }
}
