//! Reading a built graph and choosing events of it, for `export` and `analyze`.

use super::message;
use anyhow::bail;
use diplograph::events::event::Status;
use diplograph::graph::{EventGraph, Filter, names, records};
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// Which events.
#[derive(clap::Args, Clone, Debug, Default)]
#[command(next_help_heading = "Filters")]
pub struct FilterArgs {
    /// Only events that involve this actor (id, ISO code, name or alias); may be given again
    #[arg(long, value_name = "ACTOR")]
    actor: Vec<String>,
    /// Only events that involve both actors
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    between: Option<Vec<String>>,
    /// Only these event types, PLOVER classes or quad classes: Meeting, CONSULT, material-conflict
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    types: Vec<String>,
    /// Only these statuses: actual, planned, possible, negated
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_parser = status)]
    status: Vec<Status>,
    /// Only events on or after this day, or from this month or year on
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    since: Option<Date>,
    /// Only events on or before this day, or to the end of this month or year
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    until: Option<Date>,
}

impl FilterArgs {
    /// As the library takes them; names are looked up in `graph`.
    pub fn filter(&self, graph: &EventGraph) -> anyhow::Result<Filter> {
        if let (Some(since), Some(until)) = (self.since, self.until)
            && since > until
        {
            bail!("--since {since} is after --until {until}: no day lies between them");
        }
        let find = |name: &String| names::find(graph, name);
        let actors = self.actor.iter().map(find).collect::<Result<_, _>>()?;
        let between = match self.between.as_deref() {
            Some([a, b]) => Some((find(a)?, find(b)?)),
            _ => None,
        };
        for asked in &self.types {
            let known = graph.events().any(|event| diplograph::graph::filter::is_of_type(event, asked));
            if !known {
                message::warning(&format!("no event of this graph is of type “{asked}”"));
            }
        }
        Ok(Filter {
            actors,
            between,
            types: self.types.clone(),
            statuses: self.status.clone(),
            since: self.since,
            until: self.until,
            top: None,
        })
    }

    /// Whether statuses were asked for.
    pub fn has_status(&self) -> bool {
        !self.status.is_empty()
    }
}

fn first_day(words: &str) -> Result<Date, String> {
    diplograph::time::days(words).map(|(first, _)| first).ok_or_else(|| NO_DATE.to_owned())
}

fn last_day(words: &str) -> Result<Date, String> {
    diplograph::time::days(words).map(|(_, last)| last).ok_or_else(|| NO_DATE.to_owned())
}

const NO_DATE: &str = "give a day, month or year, as 2021-03-25, 2021-03 or 2021";

fn status(words: &str) -> Result<Status, String> {
    serde_json::from_value(serde_json::Value::String(words.to_lowercase()))
        .map_err(|_| "give actual, planned, possible or negated".to_owned())
}

/// The graph of a built folder, an `events.jsonl` or standard input, and how many of its lines were no event.
pub fn load(path: &Path) -> anyhow::Result<(EventGraph, usize)> {
    let mut bad = 0;
    let mut events = Vec::new();
    for record in records::open(path)? {
        match record {
            Ok(event) => events.push(event),
            Err(error @ records::RecordsError::Line { .. }) => {
                message::error(&error.to_string());
                bad += 1;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok((EventGraph::new(events), bad))
}

/// Where a GRAPH is.
#[derive(clap::Args, Clone, Debug)]
pub struct GraphArg {
    /// Folder made by build, or an events.jsonl file; - for standard input
    #[arg(value_name = "GRAPH")]
    pub graph: PathBuf,
}
