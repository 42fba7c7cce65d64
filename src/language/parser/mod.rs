//! The dependency parser: arc-eager transitions, chosen greedily, then made non-projective again.

mod state;
mod tree;

use super::labels::Dep;
use super::model::pack::{ModelError, Pack, damaged};
use super::network::dense::argmax;
use super::network::step::{Prepared, StepModel};
use state::{Action, State};
use std::ops::Range;

/// A relation of the transition system. The second label marks an arc that was lifted in training: its true head is a
/// dependent, with that label, of the head found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Relation {
    dep: Dep,
    lifted_from: Option<Dep>,
}

/// The tree over one text.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// For each token its head, its own index for a root.
    pub heads: Vec<usize>,
    /// For each token the relation to its head.
    pub deps: Vec<Dep>,
    /// For each token whether a sentence starts with it.
    pub starts: Vec<bool>,
}

/// The parser.
pub struct Parser {
    model: StepModel<8>,
    /// The classes of the network that belong to each action.
    actions: Vec<(Action, Range<usize>)>,
    /// For each class its relation, where it makes an arc.
    relations: Vec<Option<Relation>>,
}

impl Parser {
    pub(crate) fn load(pack: &Pack) -> Result<Self, ModelError> {
        let table = pack.records("parser/moves")?;
        let unknown = |what: &str| damaged("parser/moves", format!("{what:?} is unknown"));
        let mut actions: Vec<(Action, Range<usize>)> = Vec::new();
        let mut relations = Vec::new();
        for (class, mut record) in table.iter().enumerate() {
            let name = record.next().unwrap_or_default();
            let label = record.next().unwrap_or_default();
            let action = Action::parse(name).ok_or_else(|| unknown(name))?;
            match actions.last_mut() {
                Some((last, range)) if *last == action => range.end = class + 1,
                _ => actions.push((action, class..class + 1)),
            }
            let makes_arc = matches!(action, Action::Left | Action::Right);
            let relation = makes_arc.then(|| Relation::parse(label).ok_or_else(|| unknown(label)));
            relations.push(relation.transpose()?);
        }
        for needed in [Action::Shift, Action::Reduce] {
            if !actions.iter().any(|a| a.0 == needed) {
                return Err(damaged("parser/moves", "an action is missing".to_owned()));
            }
        }
        Ok(Self { model: StepModel::load(pack, "parser", relations.len())?, actions, relations })
    }

    /// Makes the texts whose tokens have these vectors ready to be parsed.
    pub fn prepare(&self, vectors: &[f32], prepared: &mut Prepared) {
        self.model.prepare(vectors, prepared);
    }

    /// Parses one prepared text; `first` is the place of its first token among all that were prepared.
    pub fn parse(&self, prepared: &Prepared, first: usize, is_space: &[bool]) -> Tree {
        let count = is_space.len();
        let mut state = State::new(count);
        let mut scores = Vec::new();
        while !state.is_final() {
            // where only one step can be taken the network need not be asked: at the end of a sentence its words leave the stack
            let mut valid = self.actions.iter().filter(|(action, _)| state.is_valid(*action));
            if let (Some((action, classes)), None) = (valid.next(), valid.next())
                && classes.len() == 1
            {
                state.apply(*action, classes.start);
                continue;
            }
            self.model.scores(prepared, first, state.features(), &mut scores);
            let mut best: Option<(f32, Action, usize)> = None;
            for (action, classes) in self.actions.iter().filter(|(action, _)| state.is_valid(*action)) {
                let class = classes.start + argmax(&scores[classes.clone()]);
                if best.is_none_or(|b| scores[class] > b.0) {
                    best = Some((scores[class], *action, class));
                }
            }
            // Shift is always valid on an empty stack and Reduce on any other.
            let Some((_, action, class)) = best else { break };
            state.apply(action, class);
        }
        let (mut heads, classes) = state.heads();
        let mut relations: Vec<Relation> =
            classes.into_iter().map(|c| c.and_then(|c| self.relations[c]).unwrap_or(Relation::ROOT)).collect();
        let starts = tree::deprojectivize(&mut heads, &mut relations, is_space);
        Tree { heads, deps: relations.into_iter().map(|r| r.dep).collect(), starts }
    }
}

impl Relation {
    const ROOT: Relation = Relation { dep: Dep::Root, lifted_from: None };

    fn parse(label: &str) -> Option<Self> {
        Some(match label.split_once("||") {
            Some((dep, from)) => Self { dep: Dep::parse(dep)?, lifted_from: Some(Dep::parse(from)?) },
            None => Self { dep: Dep::parse(label)?, lifted_from: None },
        })
    }
}
