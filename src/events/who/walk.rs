//! Ways through the tree of a sentence from a predicate to the phrases around it.

use crate::actors::ActorKind;
use crate::language::Document;
use crate::language::labels::{Dep, Pos};
use smallvec::SmallVec;

/// Steps to the root of the tree that are looked at: a sentence without end costs no more than a long one.
const FARTHEST: usize = 64;

/// The way through the tree from one token to another.
#[derive(Debug)]
pub(super) struct Walk {
    /// From the start to below the common ancestor.
    up: SmallVec<[usize; 8]>,
    /// From below the common ancestor to the goal.
    down: SmallVec<[usize; 8]>,
}

impl Walk {
    pub(super) fn between(document: &Document, from: usize, to: usize) -> Self {
        let chain = |token: usize| std::iter::once(token).chain(document.ancestors(token)).take(FARTHEST);
        let mut up: SmallVec<[usize; 8]> = chain(from).collect();
        let mut down: SmallVec<[usize; 8]> = SmallVec::new();
        for token in chain(to) {
            if let Some(common) = up.iter().position(|t| *t == token) {
                up.truncate(common);
                break;
            }
            down.push(token);
        }
        down.reverse();
        Self { up, down }
    }

    /// How many steps it has.
    pub(super) fn len(&self) -> usize {
        self.up.len() + self.down.len()
    }

    /// The tokens on the way, without the start.
    pub(super) fn between_ends(&self) -> impl Iterator<Item = usize> + '_ {
        self.up.iter().skip(1).chain(&self.down).copied()
    }

    /// `<ccomp >nsubj`, `>prep:on >pobj`; long ways are cut.
    pub(super) fn labels(&self, document: &Document) -> String {
        let mut out = String::new();
        let steps = self.up.iter().map(|t| ('<', *t)).chain(self.down.iter().map(|t| ('>', *t)));
        for (i, (direction, token)) in steps.enumerate() {
            if i == 6 {
                out.push_str("...");
                break;
            }
            let t = &document.tokens[token];
            out.push(direction);
            out.push_str(t.dep.as_str());
            if matches!(t.dep, Dep::Prep | Dep::Agent | Dep::Dative) && t.pos == Pos::Adp {
                out.push(':');
                out.push_str(&t.lower);
            }
        }
        out
    }

    /// How many clauses begin or end on the way.
    pub(super) fn borders(&self, document: &Document) -> usize {
        let crosses = |t: &&usize| {
            matches!(
                document.tokens[**t].dep,
                Dep::Relcl | Dep::Acl | Dep::Advcl | Dep::Ccomp | Dep::Xcomp | Dep::Pcomp | Dep::Parataxis
            )
        };
        self.up.iter().chain(&self.down).filter(crosses).count()
    }
}

/// The head of the first noun phrase of a series: its members share their part.
pub fn first_conjunct(document: &Document, mut head: usize) -> usize {
    for _ in 0..32 {
        let t = &document.tokens[head];
        let nominal = matches!(document.tokens[t.head].pos, Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num);
        if t.dep != Dep::Conj || !nominal {
            break;
        }
        head = t.head;
    }
    head
}

/// The name of a sort of actors among features.
pub fn sort(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::State => "state",
        ActorKind::Person => "person",
        ActorKind::Organization => "organization",
        ActorKind::Igo => "igo",
        ActorKind::ArmedGroup => "armed",
        ActorKind::Group => "group",
    }
}
