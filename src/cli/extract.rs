//! `extract`: articles in, events out. Stateless, so that it can be the map step of any engine.

use super::articles::{self, ArticlesArgs, grouped};
use super::message;
use diplograph::events::Event;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

/// Print the events of articles, one JSON object a line
#[derive(clap::Args, Debug)]
pub struct ExtractArgs {
    #[command(flatten)]
    articles: ArticlesArgs,
}

/// Runs the command.
pub fn run(args: &ExtractArgs) -> anyhow::Result<ExitCode> {
    // On a terminal, or for one who waits, each article's events appear at once.
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let mut count = 0;
    let counts = articles::run(
        &args.articles,
        articles::Results::OnOutput,
        |session, article, document| lines(&session.events(&article, document)),
        // What was extracted before stays as it is.
        |event| lines(&[event]),
        |made| {
            let (lines, events) = made?;
            count += events;
            out.write_all(&message::json_out(&lines))?;
            out.flush()?;
            Ok(())
        },
    )?;
    out.flush()?;
    let mut words = format!("{} events of {} articles", grouped(count), grouped(counts.articles));
    if let Some(skipped) = counts.skipped_words() {
        words = format!("{words}; {skipped}");
    }
    if counts.skipped() > 0 || (io::stderr().is_terminal() && !io::stdout().is_terminal()) {
        message::note(&words);
    } else {
        message::detail(&words);
    }
    Ok(counts.status())
}

/// Events as lines of JSON, and how many.
fn lines(events: &[Event]) -> anyhow::Result<(Vec<u8>, usize)> {
    let mut lines = Vec::new();
    for event in events {
        serde_json::to_writer(&mut lines, event)?;
        lines.push(b'\n');
    }
    Ok((lines, events.len()))
}
