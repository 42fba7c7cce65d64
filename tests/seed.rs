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

    has(
        &rows(&folder, "launches", &["actor=North Korea"]),
        &["2021-03-25 | actual | North Korea | 2 | missile | East Sea"],
    );
    let launch = "Missile launch: North Korea, 2021-03-25";
    let regret = rows(&folder, "reactions", &["type=missile launch"]);
    has(
        &regret,
        &["2021-03-25 | South Korea | Criticism: South Korea → North Korea, on missiles", launch, "deep regret"],
    );
    has(&rows(&folder, "topic", &["topic=missiles"]), &["South Korea", "Criticism: South Korea → North Korea"]);

    let evidence = rows(&folder, "evidence", &["event=Meeting: South Korea, Russia, 2021-03-25"]);
    has(&evidence, &["in Seoul"]);
    assert_eq!(folder.run(&["check", "graph"]).status, 0);

    let pair = rows(&folder, "dyad-timeline", &["a=KOR", "b=RUS", "status=actual"]);
    has(&pair, &["2009-01-01", "year", "Visit: Russia → South Korea, 2009"]);
    has(&pair, &["2013-01-01", "year", "Visit: Russia → South Korea, 2013"]);
    has(&pair, &["2021-03-25", "day", "Meeting: South Korea, Russia, 2021-03-25"]);
    has(
        &rows(&folder, "last-visit-before", &["guest=Lavrov", "host=KOR", "before=2021-03-01"]),
        &["2013-12-31", "Visit"],
    );
    has(&rows(&folder, "meetings-first-last", &["a=Lavrov", "b=Chung Eui-yong"]), &["2021-03-25"]);
    has(&rows(&folder, "visits-to", &["host=KOR", "until=2010"]), &["2009-01-01", "actual", "Sergey Lavrov"]);
    has(&rows(&folder, "visits-to", &["host=KOR"]), &["Vladimir Putin"]);
    has(
        &rows(&folder, "events-in-window", &["since=2013-05", "until=2013-06"]),
        &["Visit: Russia → South Korea, 2013"],
    );
    has(&rows(&folder, "timeline", &["actor=Lavrov"]), &["Meeting: South Korea, Russia, 2021-03-25"]);

    has(&rows(&folder, "monthly-dyads", &["dyad=KOR-RUS"]), &["2021-03", "verbal-cooperation"]);
    has(&rows(&folder, "goldstein", &["dyad=KOR-RUS"]), &["2021-03", "KOR-RUS"]);
    has(&rows(&folder, "state-graph", &[]), &["KOR-RUS", "CONSULT", "verbal-cooperation"]);
    has(&rows(&folder, "coparticipation", &["with=Lavrov"]), &["Chung Eui-yong"]);
    has(&rows(&folder, "actors", &[]), &["Sergey Lavrov", "RUS"]);
    has(&rows(&folder, "event-types", &[]), &["MissileLaunch", "actual"]);
    has(&rows(&folder, "sanctions", &["source=USA"]), &["United States", "Russia"]);
    let holder = rows(&folder, "office-holder", &["office=foreign", "of=Russia", "on=2021-03-25"]);
    has(&holder, &["Sergey Lavrov", "2021-03-25"]);

    has(&rows(&folder, "speakers", &[]), &["Chung Eui-yong", "quoted"]);
    has(&rows(&folder, "statements", &["speaker=Lavrov"]), &["arms race"]);
    has(&rows(&folder, "statements", &["speaker=Chung Eui-yong"]), &["“"]);
    let network = folder.run(&["query", "graph", "ego-network", "--param", "actor=Lavrov", "-f", "ttl"]);
    assert!(network.out.contains("state:KOR"), "{}{}", network.out, network.err);

    // What the article plans lies ahead of it.
    assert!(!rows(&folder, "planned", &["actor=Putin"]).iter().any(|row| row.contains("realised")));
    has(&rows(&folder, "agreements", &["a=CHN", "b=RUS"]), &["before | actual", "Agreement: China, Russia"]);
    for (name, why) in [
        ("denied", "nobody in the article denies anything"),
        ("violence", "nobody attacks anybody"),
        ("copies", "one article is nobody's copy"),
        ("conflicting-details", "one article contradicts nothing"),
    ] {
        assert!(rows(&folder, name, &[]).is_empty(), "{why}");
    }
    let joined = rows(&folder, "joined-reports", &[]);
    // talking and meeting are one event already in the article; what was agreed on is joined in the derived graph
    has(&joined, &["Agreement: South Korea, Russia", "Agreement to meet: South Korea, Russia"]);
    assert!(!joined.iter().any(|row| row.contains("2009") || row.contains("2013")), "{joined:#?}");
}
