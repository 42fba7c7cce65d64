//! Named entities: every token in turn is outside, or begins, continues or ends one.

use super::labels::EntityLabel;
use super::model::pack::{ModelError, Pack, damaged};
use super::network::step::{Prepared, StepModel};
use std::ops::Range;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Begin,
    In,
    Last,
    Unit,
    Out,
}

/// The entity recogniser.
pub struct EntityRecognizer {
    model: StepModel<3>,
    /// What each class of the network does; a label only where it does something with an entity.
    classes: Vec<(Action, Option<EntityLabel>)>,
}

impl EntityRecognizer {
    pub(crate) fn load(pack: &Pack) -> Result<Self, ModelError> {
        let table = pack.records("ner/moves")?;
        let class = |mut record: std::str::Split<'_, char>| {
            let action = match record.next()? {
                "BEGIN" => Action::Begin,
                "IN" => Action::In,
                "LAST" => Action::Last,
                "UNIT" => Action::Unit,
                "OUT" => Action::Out,
                _ => return None,
            };
            let label = record.next()?;
            match (label, EntityLabel::parse(label)) {
                ("", _) => Some((action, None)),
                (_, Some(label)) => Some((action, Some(label))),
                (_, None) => None,
            }
        };
        let classes: Option<Vec<_>> = table.iter().map(class).collect();
        let classes = classes.filter(|c| c.iter().any(|c| c.0 == Action::Out));
        let classes = classes.ok_or_else(|| damaged("ner/moves", "an action or a label is unknown".to_owned()))?;
        Ok(Self { model: StepModel::load(pack, "ner", classes.len())?, classes })
    }

    /// Makes the texts whose tokens have these vectors ready.
    pub fn prepare(&self, vectors: &[f32], prepared: &mut Prepared) {
        self.model.prepare(vectors, prepared);
    }

    /// Entities of one prepared text, whose first token is `first` among all that were prepared; none crosses the start
    /// of a sentence.
    pub fn entities(
        &self,
        prepared: &Prepared,
        first: usize,
        is_space: &[bool],
        starts: &[bool],
    ) -> Vec<(Range<usize>, EntityLabel)> {
        let count = is_space.len();
        let mut found = Vec::new();
        let mut open: Option<(usize, EntityLabel)> = None;
        let mut scores = Vec::new();
        for i in 0..count {
            let start = open.map(|o| o.0);
            let features = [Some(i), start, start.and(i.checked_sub(1))];
            self.model.scores(prepared, first, features, &mut scores);
            let may_go_on = i + 1 < count && !starts[i + 1];
            let mut best: Option<(f32, Action, Option<EntityLabel>)> = None;
            for (&(action, label), &score) in self.classes.iter().zip(&scores) {
                let same = open.is_some_and(|o| Some(o.1) == label);
                let valid = match action {
                    Action::Begin => open.is_none() && label.is_some() && may_go_on && !is_space[i],
                    Action::In => same && may_go_on,
                    Action::Last => same,
                    Action::Unit => open.is_none() && label.is_some() && !is_space[i],
                    Action::Out => open.is_none(),
                };
                if valid && best.is_none_or(|b| score > b.0) {
                    best = Some((score, action, label));
                }
            }
            match best {
                Some((_, Action::Begin, Some(label))) => open = Some((i, label)),
                Some((_, Action::Unit, Some(label))) => found.push((i..i + 1, label)),
                Some((_, Action::Last, _)) => found.extend(open.take().map(|(start, label)| (start..i + 1, label))),
                _ => {}
            }
        }
        found
    }
}
