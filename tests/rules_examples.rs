//! The codebook says what it does: every example of `data/rules/*.toml` is read, and gives what stands behind its `=>`.
//!
//! `text => Type(SOURCE, SOURCE > TARGET) status`, several joined by `;`: events that come out with just these sides and
//! this status (`actual` where none is named). An example under `no` gives no event of its rule.

use diplograph::article::Article;
use diplograph::events::event::{Event, Participant, Role, Status};
use diplograph::events::types;
use diplograph::extract::{Extractor, Options, Session};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static EXTRACTOR: LazyLock<Extractor> =
    LazyLock::new(|| Extractor::new(&Options::default()).expect("the shipped data load"));

#[derive(Deserialize)]
struct Chapter {
    #[serde(default)]
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
struct Rule {
    id: String,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

/// An event as an example writes it.
#[derive(Debug, PartialEq)]
struct Wanted<'a> {
    kind: &'a str,
    source: Vec<&'a str>,
    target: Vec<&'a str>,
    status: Status,
}

fn parse(words: &str) -> Result<Wanted<'_>, String> {
    let (kind, rest) = words.split_once('(').ok_or("no `(`")?;
    let (sides, status) = rest.split_once(')').ok_or("no `)`")?;
    types::get(kind).ok_or(format!("there is no event type `{kind}`"))?;
    let (source, target) = match sides.split_once('>') {
        Some((source, target)) => (source, target),
        None => (sides, ""),
    };
    fn split(side: &str) -> impl Iterator<Item = &str> {
        side.split(',').map(str::trim).filter(|name| !name.is_empty())
    }
    let status = match status.trim() {
        "" | "actual" => Status::Actual,
        "planned" => Status::Planned,
        "possible" => Status::Possible,
        "negated" => Status::Negated,
        other => return Err(format!("`{other}` is no status")),
    };
    Ok(Wanted { kind, source: split(source).collect(), target: split(target).collect(), status })
}

impl Wanted<'_> {
    fn is(&self, event: &Event) -> bool {
        event.kind == self.kind
            && event.status == self.status
            && is_side(&self.source, event, Role::Source)
            && is_side(&self.target, event, Role::Target)
    }
}

/// Whether those who take a part are just the named ones.
fn is_side(names: &[&str], event: &Event, role: Role) -> bool {
    let parties: Vec<&Participant> = event.participants.iter().filter(|p| p.role == role).collect();
    names.iter().all(|name| parties.iter().any(|p| is_called(p, name)))
        && parties.iter().all(|p| names.iter().any(|name| is_called(p, name)))
}

/// By the code of a country or by a name.
fn is_called(party: &Participant, name: &str) -> bool {
    let actor = &party.actor;
    let mut names = actor.aliases.iter().chain([&actor.name]);
    actor.country.as_deref() == Some(name) || names.any(|n| n.eq_ignore_ascii_case(name))
}

fn written(event: &Event) -> String {
    let side = |role| {
        let parties = event.participants.iter().filter(|p| p.role == role);
        parties.map(|p| p.actor.country.as_deref().unwrap_or(&p.actor.name)).collect::<Vec<_>>().join(", ")
    };
    let rules: Vec<&str> = event.mentions.iter().map(|m| m.rule.as_str()).collect();
    format!(
        "{}({} > {}) {:?} by {}",
        event.kind,
        side(Role::Source),
        side(Role::Target),
        event.status,
        rules.join(", ")
    )
}

/// What is wrong with an example; none when it holds.
fn fault(session: &mut Session<'_>, rule: &Rule, example: &str, holds: bool) -> Option<String> {
    let (text, expected) = example.split_once(" => ").unwrap_or((example, ""));
    let date = "2021-03-25".parse().ok();
    let events = session.extract(&Article::from_text("example", date, text));
    let found = || events.iter().map(written).collect::<Vec<_>>().join("; ");
    if !holds {
        let hit = events.iter().any(|e| e.mentions.iter().any(|m| m.rule == rule.id));
        return hit.then(|| format!("must give no event of this rule, gives {}", found()));
    }
    if expected.is_empty() {
        return Some("says nothing about what it gives: write ` => Type(SOURCE > TARGET)`".to_owned());
    }
    for words in expected.split(';') {
        match parse(words.trim()) {
            Err(message) => return Some(format!("`{words}`: {message}")),
            Ok(wanted) if !events.iter().any(|e| wanted.is(e)) => return Some(format!("gives {}", found())),
            Ok(_) => {}
        }
    }
    None
}

fn chapters() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/rules");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("it is there").map(|e| e.expect("a file").path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "toml"));
    paths.sort();
    paths
}

#[test]
fn every_example_of_the_codebook_holds() {
    let mut session = EXTRACTOR.session();
    let (mut faults, mut count) = (String::new(), 0);
    for path in chapters() {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if matches!(name.as_str(), "sets.toml" | "embedding.toml" | "roles.toml") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("it can be read");
        let chapter: Chapter = toml::from_str(&text).expect("TOML");
        for rule in &chapter.rule {
            assert!(
                !rule.yes.is_empty() && !rule.no.is_empty(),
                "{name}: rule {} has an example of each kind",
                rule.id
            );
            let examples = rule.yes.iter().map(|e| (e, true)).chain(rule.no.iter().map(|e| (e, false)));
            for (example, holds) in examples {
                count += 1;
                if let Some(fault) = fault(&mut session, rule, example, holds) {
                    let line = text.lines().position(|l| l.contains(example.as_str())).map_or(0, |l| l + 1);
                    faults += &format!("data/rules/{name}:{line}: {}: {example}\n    {fault}\n", rule.id);
                }
            }
        }
    }
    assert!(count > 400, "{count} examples were read");
    assert!(faults.is_empty(), "examples that do not hold:\n{faults}");
}

#[test]
fn examples_are_written_in_one_way() {
    let wanted = parse("Release(RUS > UKR, Hamas) possible").unwrap();
    assert_eq!((wanted.kind, wanted.status), ("Release", Status::Possible));
    assert_eq!((wanted.source, wanted.target), (vec!["RUS"], vec!["UKR", "Hamas"]));
    assert_eq!(parse("Meeting(CHL, PER)").unwrap().source, ["CHL", "PER"]);
    assert_eq!(parse("Bombing( > AFG)").unwrap().source, Vec::<&str>::new());
    for wrong in ["Meeting", "Party(CHL)", "Meeting(CHL) maybe"] {
        assert!(parse(wrong).is_err(), "{wrong}");
    }
}
