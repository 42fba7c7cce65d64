//! `exports/` is what the program makes of the sample articles, in every format and view.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn names(dir: &Path) -> BTreeSet<String> {
    let names = fs::read_dir(dir).expect("readable").map(|e| e.expect("readable").file_name().into_string());
    names.map(|name| name.expect("a name")).filter(|name| name != "README.md").collect()
}

/// The events are taken as `exports/events.jsonl` gives them, since the check before a merge extracts them anew.
#[test]
fn exports_are_current() {
    let dir = tempfile::tempdir().expect("a folder");
    let made = Command::new("bash")
        .arg(root().join("scripts/samples.sh"))
        .arg(dir.path())
        .env("DIPLOGRAPH", env!("CARGO_BIN_EXE_diplograph"))
        .env("INPUT", root().join("exports/events.jsonl"))
        .output();
    let Ok(made) = made else { return eprintln!("skipped: there is no bash") };
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let kept = root().join("exports");
    assert_eq!(names(dir.path()), names(&kept), "run scripts/samples.sh");
    for name in names(&kept) {
        let read = |dir: &Path| fs::read(dir.join(&name)).expect("readable");
        assert!(read(dir.path()) == read(&kept), "exports/{name} is stale: run scripts/samples.sh");
    }
}

#[test]
fn every_format_and_view_is_shown_in_a_few_megabytes() {
    let kept = root().join("exports");
    let names = names(&kept);
    for format in ["ttl", "nt", "nq", "trig", "jsonld", "rdf", "dot", "svg", "graphml", "gexf", "jsonl", "csv"] {
        assert!(names.iter().any(|name| name.ends_with(&format!(".{format}"))), "no {format} among {names:?}");
    }
    for picture in ["graph", "dyads", "timeline"].map(|view| [format!("{view}.svg"), format!("{view}.dot")]).concat() {
        assert!(names.contains(&picture), "no {picture} among {names:?}");
    }
    let size = |name: &String| PathBuf::from(&kept).join(name).metadata().expect("there").len();
    let megabytes = names.iter().map(size).sum::<u64>() / 1_000_000;
    assert!(megabytes < 9, "{megabytes} MB");
}
