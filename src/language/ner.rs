//! Named entities: every token in turn is outside, or begins, continues or ends one.

use super::labels::EntityLabel;
use super::model::pack::{ModelError, Pack, damaged};
use super::network::dense::argmax;
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
    /// Classes, one behind the other, that do the same while no entity is open.
    outside: Vec<(Action, Range<usize>)>,
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
        let mut outside: Vec<(Action, Range<usize>)> = Vec::new();
        for (class, (action, label)) in classes.iter().enumerate() {
            match (action, outside.last_mut()) {
                (Action::In | Action::Last, _) => {}
                (Action::Begin | Action::Unit, _) if label.is_none() => {}
                (_, Some((last, range))) if last == action && range.end == class => range.end = class + 1,
                _ => outside.push((*action, class..class + 1)),
            }
        }
        Ok(Self { model: StepModel::load(pack, "ner", classes.len())?, classes, outside })
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
            let mut best: Option<usize> = None;
            let mut offer = |class: usize| {
                if best.is_none_or(|b| scores[class] > scores[b]) {
                    best = Some(class);
                }
            };
            match open {
                None => {
                    for (action, classes) in &self.outside {
                        let valid = match action {
                            Action::Begin => may_go_on && !is_space[i],
                            Action::Unit => !is_space[i],
                            _ => true,
                        };
                        if valid {
                            offer(classes.start + argmax(&scores[classes.clone()]));
                        }
                    }
                }
                Some((_, open)) => {
                    let same = self.classes.iter().enumerate().filter(|(_, (_, label))| *label == Some(open));
                    for (class, (action, _)) in same {
                        if *action == Action::Last || *action == Action::In && may_go_on {
                            offer(class);
                        }
                    }
                }
            }
            match best.map(|class| self.classes[class]) {
                Some((Action::Begin, Some(label))) => open = Some((i, label)),
                Some((Action::Unit, Some(label))) => found.push((i..i + 1, label)),
                Some((Action::Last, _)) => found.extend(open.take().map(|(start, label)| (start..i + 1, label))),
                _ => {}
            }
        }
        found
    }
}
