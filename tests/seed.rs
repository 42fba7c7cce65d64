//! The article that the project started from, built and asked. Its text is a newspaper's, so it is not part of the project: the
//! test looks for it beside the repository and says so when it is not there.

#[path = "cli/mod.rs"]
mod cli;

use cli::Folder;
use std::path::{Path, PathBuf};

fn article() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seed/korea-herald-2021-03-25.txt");
    path.is_file().then_some(path)
}

/// The rows of a stock query, cells joined by ` | `.
fn rows(folder: &Folder, name: &str, parameters: &[&str]) -> Vec<String> {
    let mut args = vec!["query", "graph", name, "-f", "csv"];
    args.extend(parameters.iter().flat_map(|parameter| ["--param", *parameter]));
    let run = folder.run(&args);
    assert_eq!(run.status, 0, "{name} {parameters:?}: {}", run.err);
    let mut reader = csv::Reader::from_reader(run.out.as_bytes());
    reader.records().map(|row| row.expect("a row").iter().collect::<Vec<_>>().join(" | ")).collect()
}

#[track_caller]
fn has(rows: &[String], words: &[&str]) {
    assert!(rows.iter().any(|row| words.iter().all(|word| row.contains(word))), "{words:?} in none of {rows:#?}");
}

#[test]
fn stock_queries_answer_on_the_seed_article() {
    let Some(article) = article() else {
        eprintln!("skipped: ../shared/seed is not here");
        return;
    };
    let folder = Folder::new();
    let run = folder.run(&["build", article.to_str().expect("a path"), "-o", "graph"]);
    assert_eq!(run.status, 0, "{}", run.err);

    let visits = rows(&folder, "visits", &["guest=Lavrov"]);
    has(&visits, &["2009-01-01", "actual", "South Korea"]);
    has(&visits, &["2013-01-01", "actual", "South Korea"]);
    has(&visits, &["2021-03", "actual", "South Korea"]);
    has(&rows(&folder, "visits", &["guest=Putin"]), &["South Korea"]);

    has(&rows(&folder, "meetings", &["a=Lavrov", "b=Chung Eui-yong"]), &["2021-03-25", "actual", "Seoul"]);
    has(&rows(&folder, "meetings", &["a=Lavrov", "b=Wang Yi"]), &["2021-03", "actual"]);

    has(&rows(&folder, "launches", &["actor=North Korea"]), &["2021-03-25", "actual", "East Sea"]);

    let evidence = rows(&folder, "evidence", &["event=Meeting: South Korea, Russia, 2021-03-25"]);
    has(&evidence, &["in Seoul"]);
    assert_eq!(folder.run(&["check", "graph"]).status, 0);
}
