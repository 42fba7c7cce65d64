//! The events of one or two actors in order of time.

use crate::graph::filter::involves;
use crate::graph::{EventGraph, EventNode, identity};
use serde::Serialize;

/// One event.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct TimelineRow {
    pub event: String,
    pub date: Option<String>,
    #[serde(rename = "type")]
    pub kind: String,
    pub status: &'static str,
    pub quad: String,
    pub goldstein: f64,
    pub sources: Vec<String>,
    pub targets: Vec<String>,
    /// Persons and organisations by name.
    pub named: Vec<String>,
    pub place: Option<String>,
    pub articles: usize,
    pub quote: String,
}

/// An event as a row, with actors by name.
pub fn event_row(graph: &EventGraph, event: &EventNode) -> TimelineRow {
    let best = event.best();
    let names = |parties: &[String]| parties.iter().map(|p| graph.name(p).to_owned()).collect();
    let mut named: Vec<String> = Vec::new();
    for (_, detail) in event.participants() {
        let actor = identity::actor(&detail.value);
        let name = graph.name(&actor).to_owned();
        if actor != identity::party(&detail.value) && !named.contains(&name) {
            named.push(name);
        }
    }
    TimelineRow {
        event: event.local.clone(),
        date: event.edtf().map(str::to_owned),
        kind: event.key.kind.clone(),
        status: identity::status_name(event.key.status),
        quad: best.quad.clone(),
        goldstein: best.goldstein,
        sources: names(&event.key.sources),
        targets: names(&event.key.targets),
        named,
        place: event.places().into_iter().next().map(|p| p.value.name),
        articles: event.articles(),
        quote: event.quote().to_owned(),
    }
}

/// The events that involve all these actors, in order of time.
pub fn timeline(graph: &EventGraph, actors: &[String]) -> Vec<TimelineRow> {
    let events = graph.events().filter(|event| actors.iter().all(|actor| involves(event, actor)));
    events.map(|event| event_row(graph, event)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::testing::record;

    #[test]
    fn two_actors_share_a_timeline() {
        let graph = EventGraph::new(
            [
                "2021-03-25 Meeting RUS:Sergey Lavrov, KOR",
                "2013 Visit RUS:Sergey Lavrov > KOR",
                "2021-03-22 Visit RUS:Sergey Lavrov > CHN",
            ]
            .map(record),
        );
        let rows = timeline(&graph, &["person/RUS-sergey-lavrov".into(), "state/KOR".into()]);
        let dates: Vec<_> = rows.iter().map(|r| r.date.as_deref().unwrap_or_default()).collect();
        assert_eq!(dates, ["2013", "2021-03-25"]);
        assert_eq!(rows[0].named, ["Sergey Lavrov"]);
    }
}
