//! Runs the texts of `prose/*.md`.
//!
//! "Published 2025-06-10." sets the day of publication. A list item is a text. A line under it,
//! `=> Visit RUS > KOR | 2013 | actual`, is an event that must come out with just these sides, this time (`-` for none) and
//! this status; a fourth cell, `| FRA`, says whose words it is in (`-`: the article's own). `=> Visit * | 2013 | actual` leaves
//! open who takes part. `=> no Visit` is an event that must not come out. In a text `¶` begins a new paragraph.

use crate::EXTRACTOR;
use diplograph::article::Article;
use diplograph::events::Event;
use diplograph::events::event::{Role, Status};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::path::Path;

/// One expectation of a text, and what came out.
pub struct Check<'a> {
    pub text: &'a str,
    pub wanted: &'a str,
    pub found: Vec<String>,
    pub holds: bool,
}

/// An event as the tests write it, with its source.
fn written(event: &Event) -> String {
    let side = |role| {
        let sides: BTreeSet<&str> = event
            .participants
            .iter()
            .filter(|p| p.role == role)
            .map(|p| p.actor.country.as_deref().unwrap_or(&p.actor.id))
            .collect();
        if sides.is_empty() { "-".to_owned() } else { sides.into_iter().collect::<Vec<_>>().join(",") }
    };
    let status = match event.status {
        Status::Actual => "actual",
        Status::Planned => "planned",
        Status::Possible => "possible",
        Status::Negated => "negated",
    };
    let time = event.time.as_ref().map_or("-", |t| t.edtf.as_str());
    let said_by = event.said_by.as_ref().map_or("-", |s| s.actor.country.as_deref().unwrap_or(&s.actor.id));
    format!("{} {} > {} | {time} | {status} | {said_by}", event.kind, side(Role::Source), side(Role::Target))
}

/// Every expectation of a file, tried.
pub fn checks(content: &str) -> Vec<Check<'_>> {
    let mut session = EXTRACTOR.session();
    let mut published: Option<Date> = None;
    let (mut found, mut text, mut out) = (Vec::new(), "", Vec::new());
    for line in content.lines() {
        if let Some(day) = line.strip_prefix("Published ") {
            published = Some(day.trim_end_matches('.').parse().expect("a day"));
        } else if let Some(next) = line.strip_prefix("- ") {
            text = next;
            let article = Article::from_text("-", published, &text.replace(" ¶ ", "\n\n"));
            found = session.extract(&article).iter().map(written).collect();
        } else if let Some(wanted) = line.trim().strip_prefix("=> ") {
            let is = |f: &String| {
                // three cells leave open who says so, `*` who takes part
                let Some((sides, cells)) = f.split_once(" | ") else { return false };
                let open = wanted.split_once(" * | ").is_some_and(|(kind, rest)| {
                    let same = cells == rest || cells.rsplit_once(" | ").is_some_and(|(cells, _)| cells == rest);
                    same && sides.starts_with(&format!("{kind} "))
                });
                f == wanted
                    || open
                    || wanted.matches('|').count() == 2 && f.rsplit_once(" | ").is_some_and(|(rest, _)| rest == wanted)
            };
            let holds = match wanted.strip_prefix("no ") {
                Some(kind) => !found.iter().any(|f: &String| f.starts_with(&format!("{kind} "))),
                None => found.iter().any(is),
            };
            out.push(Check { text, wanted, found: found.clone(), holds });
        }
    }
    out
}

/// A file of `prose/`.
pub fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/events/prose").join(format!("{name}.md"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn run(file: &str) {
    let content = read(file);
    let checks = checks(&content);
    assert!(checks.len() >= 2, "{file} checks at least two events");
    let wrong: String = checks
        .iter()
        .filter(|c| !c.holds)
        .map(|c| format!("{}\n  wanted {}\n  found {:#?}\n", c.text, c.wanted, c.found))
        .collect();
    assert!(wrong.is_empty(), "{file}:\n{wrong}");
}

macro_rules! prose {
    ($($name:ident,)*) => {
        $(#[test]
        fn $name() {
            run(stringify!($name));
        })*

        #[test]
        fn every_file_of_prose_is_run() {
            let named = [$(stringify!($name),)* "known_gaps"];
            let named: BTreeSet<String> = named.iter().map(|n| format!("{n}.md")).collect();
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/events/prose");
            let files = std::fs::read_dir(folder).expect("it is there").map(|e| e.expect("a file").file_name());
            let files: BTreeSet<String> = files.map(|f| f.to_string_lossy().into_owned()).collect();
            assert_eq!(files, named);
        }
    };
}

prose! {
    dates_by_construction, status_by_construction, attribution, at_home,
    discourse,
    one_event_or_two, occasions, parties, parties_hidden, parties_at_home_and_aside, meant, bodies_and_deeds,
    consult, agree, support, concede, cooperate, aid, retreat, statement, request, accuse, reject, threaten, protest,
    mobilize, sanction, coerce, assault, narrow_words,
    passives_and_direction, nominal_events, relative_clauses_and_participles, coordination, light_verbs_and_idioms,
    embedded_planned, embedded_possible, embedded_negated, embedded_actual, said_by, times, headlines, noise,
    reactions, told, told_of_oneself, trees_put_right, credited, beside_each_other, who_they_are, plain_words,
}
