//! `eval` on small gold files of own sentences: its lines are known, and the reference scorer, where it is beside the
//! repository, prints the same ones.

#[path = "cli/mod.rs"]
mod cli;

use cli::{Folder, Run};
use std::path::{Path, PathBuf};
use std::process::Command;

fn gold(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/gold").join(name).display().to_string()
}

fn eval(args: &[&str]) -> Run {
    Folder::new().run(&[&["eval"], args].concat())
}

#[test]
fn every_measure_is_told_by_the_fields_of_the_gold() {
    for (name, line) in [
        (
            "events.jsonl",
            "events.jsonl: type P 1.000 R 0.600 F1 0.750  triple P 0.667 R 0.400 F1 0.500  full P 0.667 R 0.400 F1 0.500  \
             | of matched: status 1.000 when 1.000 place 1.000  (gold 5, extracted 3)",
        ),
        (
            "roots.jsonl",
            "roots.jsonl: macro-F1 0.556  micro P 0.667 R 0.500 F1 0.571  most confident event right 0.500  \
             | AID 0.67 ASSAULT 0.00 SANCTION 1.00",
        ),
        ("cameo.jsonl", "cameo.jsonl: (source, target, root) recall 0.333  root recall 0.667  (gold 3)"),
        (
            "time.jsonl",
            "time.jsonl: strict F1 0.857  relaxed F1 0.857  type F1 0.857  value F1 0.571  (gold 4, found 3)",
        ),
        (
            "coref.jsonl",
            "coref.jsonl: pronoun right 1.000 wrong 0.000 none 0.000 (of 1)  \
             phrase right 0.000 wrong 0.000 none 0.000 (of 0)",
        ),
        ("links.jsonl", "links.jsonl: country links right 0.667  wrong 0.000  (of 3)"),
    ] {
        let run = eval(&[&gold(name)]);
        assert_eq!((run.status, run.out.trim_end()), (0, line), "{}", run.err);
    }
}

#[test]
fn misses_errors_and_extras_are_listed() {
    let run = eval(&["-v", &gold("events.jsonl")]);
    let lines: Vec<&str> = run.out.lines().collect();
    assert!(lines.contains(&"MISS  expelled  Strike(NOR > ) [two]"), "{}", run.out);
    assert!(
        lines.contains(
            &"WRONG direction  Criticism(ESP > MLI) 2021-03-25 actual  GOT Criticism(PRT > MLI) 2021-03-25 actual"
        ),
        "{}",
        run.out
    );
    assert!(run.err.contains("1 of 5 records have no text"), "{}", run.err);
    let time = eval(&["-v", &gold("time.jsonl")]).out;
    assert!(time.contains("WRONG b 2021-03-25 'three days' P4D got P3D\nMISS  b 'talks' P1D\n"), "{time}");
}

#[test]
fn halves_are_every_other_record_and_the_second_is_not_listed() {
    let tune = eval(&["--half", "tune", &gold("events.jsonl")]).out;
    assert!(tune.starts_with("events.jsonl (tune half): ") && tune.contains("(gold 3, extracted 2)"), "{tune}");
    let check = eval(&["-v", "--half", "check", &gold("events.jsonl")]).out;
    assert!(check.starts_with("events.jsonl (check half): ") && check.contains("(gold 2, extracted 1)"), "{check}");
}

#[test]
fn a_least_score_is_asked_for() {
    let file = gold("events.jsonl");
    assert_eq!(eval(&["--min-f1", "0.74", &file]).status, 0);
    assert_eq!(eval(&["--min-f1", "0.76", &file]).status, 1);
    assert_eq!(eval(&["--min-confidence", "1", "--min-f1", "0.1", &file]).status, 1);
}

#[test]
fn a_mistake_in_the_gold_is_named_with_its_line() {
    let folder = Folder::new();
    folder
        .write("gold.jsonl", "{\"id\": \"a\", \"text\": \"x\", \"root\": \"AID\"}\n{\"id\": \"b\", \"text\": \"x\"}\n");
    let run = folder.run(&["eval", "gold.jsonl"]);
    assert_eq!((run.status, run.err.contains("gold.jsonl:2: nothing is marked")), (2, true), "{}", run.err);
    assert_eq!(folder.run(&["eval", "missing.jsonl"]).status, 2);
}

/// The reference scorer, or none where it or Python is not there.
fn reference() -> Option<PathBuf> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/tools/score.py");
    let python = Command::new("python3").arg("--version").output().is_ok_and(|o| o.status.success());
    (script.is_file() && python).then_some(script)
}

#[test]
fn the_reference_scorer_prints_the_same_lines() {
    let Some(script) = reference() else {
        eprintln!("skipped: ../shared/tools/score.py or Python is not here");
        return;
    };
    let gold_folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/gold");
    let folder = Folder::new();
    for (measure, name) in [
        ("events", "events/seed.jsonl"),
        ("events", "events/articles-dev.jsonl"),
        ("time", "time/meantime-dev.jsonl"),
        ("coref", "mentions/gum-news-dev.jsonl"),
    ] {
        let path = gold_folder.join(name).display().to_string();
        let ours = folder.run(&["eval", &path]);
        let theirs = Command::new("python3")
            .arg(&script)
            .args([measure, &path, "--run", env!("CARGO_BIN_EXE_diplograph")])
            .output()
            .expect("it runs");
        assert_eq!(ours.out, String::from_utf8_lossy(&theirs.stdout), "{name}");
    }
}
