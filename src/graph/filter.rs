//! Selecting events: by actor, dyad, type, status and date.

use super::event_node::EventNode;
use super::identity;
use crate::events::event::Status;
use jiff::civil::Date;

/// Which events to keep. The default keeps all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Local names of actors; an event must involve one of them, itself or by someone who acts for it.
    pub actors: Vec<String>,
    /// Two actors; an event must involve both.
    pub between: Option<(String, String)>,
    /// Event types, PLOVER classes or quad classes in any spelling: `Meeting`, `CONSULT`, `material-conflict`.
    pub types: Vec<String>,
    /// Statuses.
    pub statuses: Vec<Status>,
    /// First day; events that may have ended before are left out, and so are undated ones.
    pub since: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
    /// At most so many events: those that most articles report.
    pub top: Option<usize>,
}

impl Filter {
    /// Whether an event passes everything but `top`.
    pub fn admits(&self, event: &EventNode) -> bool {
        let involves = |actor: &String| involves(event, actor);
        (self.actors.is_empty() || self.actors.iter().any(involves))
            && self.between.as_ref().is_none_or(|(a, b)| involves(a) && involves(b))
            && (self.types.is_empty() || self.types.iter().any(|t| is_of_type(event, t)))
            && (self.statuses.is_empty() || self.statuses.contains(&event.key.status))
            && self.in_window(event)
    }

    /// Whether the days that the event may have happened on meet the window.
    fn in_window(&self, event: &EventNode) -> bool {
        let (first, last) = (event.key.earliest, event.key.latest);
        if self.since.is_none() && self.until.is_none() {
            return true;
        }
        (first.is_some() || last.is_some())
            && self.since.is_none_or(|since| last.is_none_or(|last| last >= since))
            && self.until.is_none_or(|until| first.is_none_or(|first| first <= until))
    }
}

/// Whether an actor takes any part in an event, itself or through someone who acts for it.
pub fn involves(event: &EventNode, local: &str) -> bool {
    event.key.sources.iter().chain(&event.key.targets).any(|p| p == local)
        || event
            .records()
            .iter()
            .flat_map(|r| &r.participants)
            .any(|p| identity::actor(&p.actor) == local || identity::party(&p.actor) == local)
}

/// Whether an event is of a type, PLOVER class or quad class, written in any case, with or without hyphens.
pub fn is_of_type(event: &EventNode, asked: &str) -> bool {
    let plain =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    let asked = plain(asked);
    let best = event.best();
    [&event.key.kind, &best.plover.event, &best.quad].into_iter().any(|name| plain(name) == asked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::EventGraph;
    use crate::graph::testing::record;

    fn kept(filter: &Filter) -> Vec<String> {
        let graph = EventGraph::new(
            [
                "2021-03-25 Meeting RUS:Sergey Lavrov, KOR",
                "2021-03-25 MissileLaunch PRK",
                "2021-06 Visit planned RUS:Vladimir Putin > KOR",
                "../2021-03-20 Sanction USA > RUS",
                "undated Criticism CHN > USA",
            ]
            .map(record),
        );
        graph.filtered(filter).0.events().map(|e| e.key.kind.clone()).collect()
    }

    #[test]
    fn without_conditions_everything_passes() {
        assert_eq!(kept(&Filter::default()).len(), 5);
    }

    #[test]
    fn by_actor_and_between_two() {
        let lavrov = Filter { actors: vec!["person/RUS-sergey-lavrov".into()], ..Filter::default() };
        assert_eq!(kept(&lavrov), ["Meeting"]);
        let russia = Filter { actors: vec!["state/RUS".into()], ..Filter::default() };
        assert_eq!(kept(&russia), ["Sanction", "Meeting", "Visit"]);
        let between = Filter { between: Some(("state/KOR".into(), "state/RUS".into())), ..Filter::default() };
        assert_eq!(kept(&between), ["Meeting", "Visit"]);
    }

    #[test]
    fn by_type_in_any_spelling() {
        for (asked, found) in
            [("missile-launch", "MissileLaunch"), ("consult", "Meeting"), ("Verbal-Conflict", "Criticism")]
        {
            assert_eq!(kept(&Filter { types: vec![asked.into()], ..Filter::default() })[0], found);
        }
    }

    #[test]
    fn by_status_and_window() {
        assert_eq!(kept(&Filter { statuses: vec![Status::Planned], ..Filter::default() }), ["Visit"]);
        let since = Filter { since: "2021-03-21".parse().ok(), ..Filter::default() };
        assert_eq!(kept(&since), ["Meeting", "MissileLaunch", "Visit"]);
        let june = Filter { since: "2021-06-10".parse().ok(), until: "2021-06-12".parse().ok(), ..Filter::default() };
        assert_eq!(kept(&june), ["Visit"], "a month meets any day of it");
    }
}
