//! Pictures of the graph: SVG of the project's own, drawn without Graphviz, and Graphviz files of the same views.

pub mod dyads;
pub mod events;
pub mod font;
pub mod frame;
pub mod lanes;
pub mod layout;
pub mod look;
pub mod shape;
pub mod svg;
pub mod timeline;

use super::{Options, dot};
use crate::graph::EventGraph;

/// What a picture shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum View {
    /// Who did what to whom, by date
    #[default]
    Events,
    /// Actors and how much they have to do with each other
    Dyads,
    /// Time from left to right, a lane an actor
    Timeline,
}

impl View {
    /// The most events (for dyads: actors) that can still be read.
    pub fn readable(self) -> usize {
        match self {
            View::Events => 120,
            View::Dyads => dyads::ACTORS,
            View::Timeline => 300,
        }
    }
}

/// A picture and what the user should know of it.
#[derive(Clone, Debug)]
pub struct Picture {
    /// SVG or Graphviz.
    pub text: String,
    /// What was left out.
    pub note: Option<String>,
}

/// Draws the events of a graph: title, base IRI, number of events left out.
type Draw = fn(&EventGraph, &str, &str, usize) -> String;

/// Draws a graph as SVG or for Graphviz. Without `options.top` it is thinned to what can be read.
pub fn draw(graph: &EventGraph, svg: bool, options: &Options) -> Picture {
    let readable = match options.view {
        // One row an event: less can be read.
        View::Timeline if !svg => 60,
        view => view.readable(),
    };
    let limit = options.top.unwrap_or(readable);
    let base = options.base.as_str();
    if options.view == View::Dyads {
        let known = dyads::busiest(&dyads::dyads(graph), usize::MAX).1;
        let note = (known > limit).then(|| {
            format!(
                "the picture shows the {limit} of {known} actors with the most events; --top N shows another number"
            )
        });
        let title = options.title.as_deref().unwrap_or("Who has to do with whom");
        let draw = if svg { dyads::draw } else { dot::dyads };
        return Picture { text: draw(graph, title, base, limit, options.left_out), note };
    }
    let (thinned, more) = graph.top(limit);
    let left_out = options.left_out + more;
    let shown = thinned.events().len();
    let note = (left_out > 0).then(|| {
        format!(
            "the picture shows the {shown} of {} events that most articles report; --top N shows another number",
            shown + left_out
        )
    });
    let (name, draw): (_, Draw) = match (options.view, svg) {
        (View::Timeline, true) => ("Timeline", timeline::draw),
        (View::Timeline, false) => ("Timeline", dot::timeline),
        (_, true) => ("Events", events::draw),
        (_, false) => ("Events", dot::events),
    };
    let title = options.title.as_deref().unwrap_or(name);
    Picture { text: draw(&thinned, title, base, left_out), note }
}
