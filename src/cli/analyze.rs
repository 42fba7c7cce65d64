//! `analyze`: questions about the shape of the graph.

use super::select::{FilterArgs, GraphArg, load};
use super::{FAILED, NO, message};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use diplograph::events::event::Status;
use diplograph::exports::picture::look::{date_words, type_words};
use diplograph::graph::analysis::{self, Level, TimelineRow};
use diplograph::graph::names;
use serde::Serialize;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

/// Ask who matters, who belongs together, what links two actors
#[derive(clap::Args, Debug)]
pub struct AnalyzeArgs {
    #[command(flatten)]
    graph: GraphArg,
    #[command(subcommand)]
    question: Question,
}

#[derive(clap::Subcommand, Debug)]
enum Question {
    /// How much there is of what
    Stats(Common),
    /// The shortest chain of shared events between two actors
    Path {
        /// Id, ISO code, name or alias
        a: String,
        /// The other end
        b: String,
        #[command(flatten)]
        common: Common,
    },
    /// Actors by PageRank, with their events by status and quad class
    Rank {
        /// Who counts as an actor
        #[arg(long, value_enum, default_value_t)]
        level: Level,
        /// At most so many
        #[arg(long, value_name = "N")]
        top: Option<usize>,
        #[command(flatten)]
        common: Common,
    },
    /// Groups of actors with more to do with each other than with the rest
    Communities {
        /// Who counts as an actor
        #[arg(long, value_enum, default_value_t)]
        level: Level,
        #[command(flatten)]
        common: Common,
    },
    /// The events of one actor, or of two together, in order of time
    Timeline {
        /// Id, ISO code, name or alias
        a: String,
        /// A second actor
        b: Option<String>,
        #[command(flatten)]
        common: Common,
    },
}

#[derive(clap::Args, Debug)]
struct Common {
    /// Output [default: table on a terminal, json otherwise]
    #[arg(short, long, value_enum, value_name = "FORMAT")]
    format: Option<Output>,
    #[command(flatten)]
    filters: FilterArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Output {
    Table,
    Json,
}

/// Runs the command.
pub fn run(args: &AnalyzeArgs) -> anyhow::Result<ExitCode> {
    let (whole, bad) = load(&args.graph.graph)?;
    let common = match &args.question {
        Question::Stats(common) => common,
        Question::Path { common, .. }
        | Question::Rank { common, .. }
        | Question::Communities { common, .. }
        | Question::Timeline { common, .. } => common,
    };
    let mut filter = common.filters.filter(&whole)?;
    let links = matches!(args.question, Question::Path { .. } | Question::Rank { .. } | Question::Communities { .. });
    if links && filter.statuses.is_empty() && !matches!(args.question, Question::Rank { .. }) {
        // What did not happen links nobody.
        filter.statuses = vec![Status::Actual, Status::Planned, Status::Possible];
    }
    let graph = whole.filtered(&filter).0;
    let out = Writer { json: common.format.map_or(!io::stdout().is_terminal(), |f| f == Output::Json) };
    let find = |name: &String| names::find(&whole, name);
    let mut code = ExitCode::SUCCESS;
    match &args.question {
        Question::Stats(_) => out.write(&analysis::stats(&graph), stats_table)?,
        Question::Path { a, b, .. } => {
            let (a, b) = (find(a)?, find(b)?);
            match analysis::path(&graph, &a, &b) {
                Some(hops) => out.write(&hops, |hops| path_table(hops))?,
                None => {
                    message::note(&format!("no shared events link {} and {}", whole.name(&a), whole.name(&b)));
                    if out.json {
                        out.write(&(), |()| Vec::new())?;
                    }
                    code = ExitCode::from(NO);
                }
            }
        }
        Question::Rank { level, top, .. } => {
            let mut ranks = analysis::rank(&graph, *level);
            ranks.truncate(top.unwrap_or(usize::MAX));
            out.write(&ranks, |ranks| rank_table(ranks))?;
        }
        Question::Communities { level, .. } => {
            out.write(&analysis::communities(&graph, *level), communities_table)?;
        }
        Question::Timeline { a, b, .. } => {
            let mut actors = vec![find(a)?];
            actors.extend(b.as_ref().map(find).transpose()?);
            let rows = analysis::timeline(&graph, &actors);
            out.write(&rows, |rows| vec![timeline_table(rows)])?;
        }
    }
    Ok(if bad > 0 { ExitCode::from(FAILED) } else { code })
}

/// Standard output as table or JSON.
struct Writer {
    json: bool,
}

impl Writer {
    fn write<T: Serialize>(&self, value: &T, tables: impl Fn(&T) -> Vec<Table>) -> anyhow::Result<()> {
        let mut out = io::stdout().lock();
        if self.json {
            out.write_all(&message::json_out(&serde_json::to_vec_pretty(value)?))?;
            writeln!(out)?;
        } else {
            for table in tables(value) {
                writeln!(out, "{}", message::plain(&table.to_string()))?;
            }
        }
        Ok(())
    }
}

fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(header);
    // Nothing can ask a pipe for its width.
    if !io::stdout().is_terminal() {
        table.set_width(140);
    }
    table
}

fn right(table: &mut Table, columns: std::ops::Range<usize>) {
    for column in columns {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

fn stats_table(stats: &analysis::Stats) -> Vec<Table> {
    let mut main = table(&["graph", "count"]);
    let dates = [&stats.first, &stats.last].map(|d| d.as_deref().unwrap_or("?").to_owned()).join(" to ");
    for (name, value) in [
        ("events", stats.events.to_string()),
        ("events, vaguer reports joined", stats.distinct_events.to_string()),
        ("reports", stats.reports.to_string()),
        ("articles", stats.articles.to_string()),
        ("actors", stats.actors.to_string()),
        ("places", stats.places.to_string()),
        ("dates", dates),
        ("events without a date", stats.undated.to_string()),
        ("events in more than one article", stats.confirmed.to_string()),
        ("events with conflicting counts", stats.conflicting.to_string()),
    ] {
        main.add_row([name.to_owned(), value]);
    }
    for (name, count) in &stats.relations {
        main.add_row([format!("relations: {name}"), count.to_string()]);
    }
    right(&mut main, 1..2);
    let mut kinds = table(&["type", "events"]);
    let mut by_type: Vec<(&String, &usize)> = stats.by_type.iter().collect();
    by_type.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    for (name, count) in by_type {
        kinds.add_row([type_words(name), count.to_string()]);
    }
    let mut classes = table(&["status, quad class", "events"]);
    for (name, count) in &stats.by_status {
        classes.add_row([(*name).to_owned(), count.to_string()]);
    }
    for (name, count) in &stats.by_quad {
        classes.add_row([name.clone(), count.to_string()]);
    }
    right(&mut kinds, 1..2);
    right(&mut classes, 1..2);
    vec![main, classes, kinds]
}

fn path_table(hops: &[analysis::Hop]) -> Vec<Table> {
    let mut tables = Vec::new();
    if hops.is_empty() {
        message::note("the two are one actor");
    }
    for hop in hops {
        let mut shared = timeline_table(&hop.events);
        let count = hop.events.len();
        let header = format!("{} – {}: {count} event{}", hop.from_name, hop.to_name, if count == 1 { "" } else { "s" });
        let mut title = Table::new();
        title.load_preset(presets::NOTHING).add_row([header]);
        tables.push(title);
        shared.set_content_arrangement(ContentArrangement::Dynamic);
        tables.push(shared);
    }
    tables
}

fn rank_table(ranks: &[analysis::Rank]) -> Vec<Table> {
    let mut out = table(&[
        "actor",
        "PageRank",
        "partners",
        "acts",
        "receives",
        "actual",
        "planned",
        "possible",
        "negated",
        "coop. words",
        "coop. acts",
        "confl. words",
        "confl. acts",
    ]);
    for rank in ranks {
        let status = |name: &str| rank.by_status.get(name).copied().unwrap_or(0).to_string();
        let quad = |name: &str| rank.by_quad.get(name).copied().unwrap_or(0).to_string();
        out.add_row([
            rank.name.clone(),
            format!("{:.4}", rank.pagerank),
            rank.partners.to_string(),
            rank.acts.to_string(),
            rank.receives.to_string(),
            status("actual"),
            status("planned"),
            status("possible"),
            status("negated"),
            quad("verbal-cooperation"),
            quad("material-cooperation"),
            quad("verbal-conflict"),
            quad("material-conflict"),
        ]);
    }
    right(&mut out, 1..13);
    vec![out]
}

fn communities_table(found: &analysis::Communities) -> Vec<Table> {
    let mut out = table(&["", "actors", "inside", "outside"]);
    for community in &found.communities {
        out.add_row([
            community.number.to_string(),
            community.names.join(", "),
            community.inside.to_string(),
            community.outside.to_string(),
        ]);
    }
    right(&mut out, 2..4);
    let mut title = Table::new();
    title.load_preset(presets::NOTHING).add_row([format!("modularity {:.3}", found.modularity)]);
    vec![title, out]
}

fn timeline_table(rows: &[TimelineRow]) -> Table {
    let mut out = table(&["date", "event", "who", "whom", "named", "place", "articles"]);
    let mut last = String::new();
    for row in rows {
        let date = date_words(row.date.as_deref());
        // A date that goes on is not said again.
        let shown = if date == last { String::new() } else { date.clone() };
        last = date;
        let mut event = type_words(&row.kind);
        if row.status != "actual" {
            event = format!("{event} ({})", row.status);
        }
        out.add_row([
            shown,
            event,
            row.sources.join(", "),
            row.targets.join(", "),
            row.named.join(", "),
            row.place.clone().unwrap_or_default(),
            row.articles.to_string(),
        ]);
    }
    right(&mut out, 6..7);
    out
}
