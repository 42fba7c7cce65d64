//! Flags that several commands share.

use diplograph::extract::Options;
use jiff::civil::Date;
use std::num::NonZero;
use std::path::PathBuf;

/// How articles are understood: for every command that runs the extractor.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct ExtractorArgs {
    /// Publication date of articles that have none, as 2021-03-25
    #[arg(long, value_name = "DATE")]
    pub date: Option<Date>,
    /// Folder of your own rules, added to the shipped ones
    #[arg(long, value_name = "DIR")]
    pub rules: Option<PathBuf>,
    /// Folder of a whole codebook, in place of the shipped one
    #[arg(long, value_name = "DIR", hide = true)]
    pub codebook: Option<PathBuf>,
    /// Weights of the learned part made by `train`, in place of the shipped ones
    #[arg(long, value_name = "FILE", hide = true)]
    pub model: Option<PathBuf>,
    /// Weights of the signs of confidence made by `calibrate`, in place of the shipped ones
    #[arg(long, value_name = "FILE", hide = true)]
    pub confidence: Option<PathBuf>,
    /// File of your own actors, added to the shipped ones; may be given again
    #[arg(long, value_name = "FILE")]
    pub actors: Vec<PathBuf>,
    /// Leave out events whose confidence is below X [default: 0.35; 0 leaves out none]
    #[arg(long, value_name = "X", value_parser = probability)]
    pub min_confidence: Option<f64>,
}

/// Below it an event is left out unless the user says otherwise: of those under it few are right in type and every actor, and what a
/// text does not state is worse than what is missed (`docs/confidence.md`).
pub const LEAST_CONFIDENCE: f64 = 0.35;

impl ExtractorArgs {
    /// As the extractor takes them.
    pub fn options(&self) -> Options {
        Options {
            date: self.date,
            rules: self.rules.clone(),
            codebook: self.codebook.clone(),
            model: self.model.clone(),
            confidence: self.confidence.clone(),
            actors: self.actors.clone(),
            min_confidence: self.min_confidence.unwrap_or(LEAST_CONFIDENCE),
        }
    }
}

/// How many threads.
#[derive(clap::Args, Clone, Copy, Debug, Default)]
pub struct ThreadArgs {
    /// Threads; the output is the same for any number [default: one a core]
    #[arg(short = 'j', long = "threads", value_name = "N")]
    pub threads: Option<NonZero<usize>>,
}

impl ThreadArgs {
    /// As many as asked for, or one a core.
    pub fn count(self) -> usize {
        self.threads.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZero::get)
    }
}

fn probability(words: &str) -> Result<f64, String> {
    match words.parse() {
        Ok(x) if (0.0..=1.0).contains(&x) => Ok(x),
        _ => Err("give a number from 0 to 1".to_owned()),
    }
}
