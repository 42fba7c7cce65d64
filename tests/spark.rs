//! `scripts/spark_build.py`: what Apache Spark makes of a corpus is what `build` makes of it. Where Java or PySpark is absent the
//! test says so and passes. `PYTHON` names a Python that has PySpark.

#[path = "cli/mod.rs"]
mod cli;

use cli::{Folder, record};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

fn python() -> Option<String> {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let runs = |program: &str, args: &[&str]| {
        let status = Command::new(program).args(args).stdout(Stdio::null()).stderr(Stdio::null()).status();
        status.is_ok_and(|status| status.success())
    };
    let missing = if !runs("java", &["-version"]) {
        "Java"
    } else if !runs(&python, &["-c", "import pyspark"]) {
        "PySpark"
    } else {
        return Some(python);
    };
    eprintln!("skipped: {missing} is not installed here");
    None
}

/// The part files of a folder, one after another.
fn parts(dir: &Path) -> String {
    let mut files: Vec<_> = fs::read_dir(dir)
        .expect("written")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"part-")))
        .collect();
    files.sort();
    files.iter().map(|path| fs::read_to_string(path).expect("readable")).collect()
}

#[test]
fn spark_makes_the_same_graph() {
    let Some(python) = python() else { return };
    let folder = Folder::new();
    let texts = [
        "Chile expelled the ambassador of Peru on Tuesday. Peru condemned the decision.",
        "Peru recalled its ambassador from Chile on Wednesday. Brazil urged both countries to talk.",
        "Kenya and Latvia signed a treaty in Riga. The president of Kenya will visit Norway on June 10.",
        "Le ministre des affaires étrangères a rencontré mardi son homologue letton à Riga, où ils ont signé un traité sur \
         la protection des investissements et ouvert une ambassade.",
        "The foreign minister of São Tomé, “Élysée” in hand, met the Latvian president in Riga on Monday.",
    ];
    let lines: Vec<_> =
        texts.iter().enumerate().map(|(i, text)| record(&format!("a{i}"), "2015-06-03", text)).collect();
    folder.write("one.jsonl", lines[..2].concat());
    folder.write("two.jsonl", lines[2..].concat());
    folder.run(&["build", "one.jsonl", "two.jsonl", "-o", "whole"]);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/spark_build.py");
    let output = Command::new(&python)
        .current_dir(folder.path())
        .args([script, "spark", "one.jsonl", "two.jsonl", "--partitions", "4"])
        .args(["--diplograph", env!("CARGO_BIN_EXE_diplograph")])
        .env("PYSPARK_PYTHON", &python)
        .env("SPARK_LOCAL_IP", "127.0.0.1")
        .output()
        .expect("run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(parts(&folder.path().join("spark/triples")) == folder.read("whole/graph.nt"));
    // The events are input like any other: the rest of the folder comes from them.
    let run = folder.run_with(&["build", "-", "-o", "built"], parts(&folder.path().join("spark/events")));
    assert_eq!(run.status, 0, "{}", run.err);
    for name in ["graph.nt", "derived.nt", "events.jsonl", "graph.svg"] {
        assert!(folder.read(&format!("built/{name}")) == folder.read(&format!("whole/{name}")), "{name}");
    }
}
