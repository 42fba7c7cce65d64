//! The actors that may take part in an event, and what the learned part sees of each.

use super::slots::Filler;
use super::{Filled, Part, Parties, RoleSlots, push_new, side};
use crate::actors::{ActorKind, Form};
use crate::clauses::{Clause, ClauseKind};
use crate::events::model::features::Features;
use crate::events::rules::Slots;
use crate::events::types::EventType;
use crate::language::Document;
use crate::language::labels::{Dep, Pos};

/// An actor of the sentence.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The actor with the phrase of its first mention.
    pub filled: Filled,
    /// Head of the first phrase of the series that it stands in, `France, Spain and Italy`.
    pub series: usize,
    /// Heads and forms of all its mentions in the sentence.
    mentions: Vec<(usize, Form)>,
    /// Slots in which it stands: of the source or the target, rank, name, whether the phrase itself is the actor.
    slots: Vec<(Part, usize, String)>,
}

impl Candidate {
    /// Steps through the tree from a predicate to the nearest mention.
    pub fn distance(&self, document: &Document, predicate: usize) -> usize {
        let steps = |head: &usize| {
            let walk = Walk::between(document, predicate, first_conjunct(document, *head));
            walk.up.len() + walk.down.len()
        };
        self.mentions.iter().map(|(head, _)| steps(head)).min().unwrap_or(usize::MAX)
    }
}

/// Steps to the root of the tree that are looked at, and words to either side: a sentence without end costs no more than
/// a long one.
const FARTHEST: usize = 64;
const WINDOW: usize = 120;

/// All actors of the clause's sentence that are not too far from it, in order of the text, with the slots that they fill.
pub fn of(filler: &Filler, clause: &Clause, slots: RoleSlots) -> Vec<Candidate> {
    let scene = &filler.scene;
    let sentence = scene.document.sentence(clause.head).tokens.clone();
    let mut out: Vec<Candidate> = Vec::new();
    let (start, end) = (sentence.start.max(clause.head.saturating_sub(WINDOW)), sentence.end.min(clause.head + WINDOW));
    let first = scene.cast.mentions.partition_point(|m| m.tokens.start < start);
    let mut outer: Option<(usize, Vec<&str>)> = None;
    for mention in scene.cast.mentions[first..].iter().take_while(|m| m.tokens.start < end) {
        let sides: Vec<&str> = mention.actors.iter().map(|a| side(a)).collect();
        // `Israeli` in `Israeli troops` is the same side once more
        if outer
            .as_ref()
            .is_some_and(|(end, around)| mention.tokens.end <= *end && sides.iter().all(|s| around.contains(s)))
        {
            continue;
        }
        for actor in &mention.actors {
            let at = (mention.head, mention.form);
            match out.iter_mut().find(|c| c.filled.actor.id == actor.id) {
                Some(known) => known.mentions.push(at),
                None => out.push(Candidate {
                    filled: Filled { actor: actor.clone(), span: mention.span, head: mention.head },
                    series: first_conjunct(scene.document, mention.head),
                    mentions: vec![at],
                    slots: Vec::new(),
                }),
            }
        }
        if !sides.is_empty() && outer.as_ref().is_none_or(|(end, _)| mention.tokens.end > *end) {
            outer = Some((mention.tokens.end, sides));
        }
    }
    mark_slots(filler, clause, Part::Source, slots.0, &mut out);
    mark_slots(filler, clause, Part::Target, slots.1, &mut out);
    out
}

/// Notes which candidates stand in which slot; those of other sentences (by way of an event inside) are left to the slots.
fn mark_slots(filler: &Filler, clause: &Clause, part: Part, slots: &Slots, out: &mut [Candidate]) {
    for (rank, sum) in slots.0.iter().enumerate() {
        for slot in sum {
            let mut here = Vec::new();
            filler.slot(clause, slot, &[]).into_iter().for_each(|f| push_new(&mut here, f));
            for filled in here {
                if let Some(candidate) = out.iter_mut().find(|c| c.filled.actor.id == filled.actor.id) {
                    let direct = filler.scene.actor_mention(filled.head).is_some_and(|m| m.form != Form::Modifier);
                    let name = format!("{}{}", slot.name(), if direct { "" } else { "*" });
                    candidate.slots.push((part, rank, name));
                }
            }
        }
    }
}

/// The features of a candidate, given the clause, the type and what the slots propose.
pub fn features(
    filler: &Filler,
    clause: &Clause,
    kind: &EventType,
    proposed: &Parties,
    candidates: &[Candidate],
    candidate: &Candidate,
    out: &mut Features,
) {
    let actor = &candidate.filled.actor;
    let part = part_name(proposed.part(&actor.id));
    let form = match clause.kind {
        ClauseKind::Verb => {
            if clause.passive {
                "passive"
            } else {
                "verb"
            }
        }
        ClauseKind::Noun => "noun",
        ClauseKind::Adjective => "adjective",
    };
    let sort = sort(actor.kind);
    let lemma = clause.lemma.as_ref();
    let (name, plover) = (kind.name, kind.plover);
    out.add(&["r", part]);
    out.add(&["r", part, name]);
    out.add(&["r", part, sort]);
    out.add(&["r", part, form, plover]);
    out.add(&["r", part, lemma]);
    out.add(&["kind", name]);
    out.add(&["sort", sort, plover]);
    out.add(&["link", &format!("{:?}", clause.link), part]);
    let filled = format!("{}{}", proposed.source.len().min(2), proposed.target.len().min(2));
    out.add(&["filled", &filled, part]);
    out.add(&["filled", &filled, part, plover]);
    let others = candidates.iter().filter(|c| side(&c.filled.actor) != side(actor)).count().min(3).to_string();
    out.add(&["others", &others, part]);
    out.add(&["others", &others, part, &filled]);
    let same_side = proposed.source.iter().any(|f| f.actor.id != actor.id && side(&f.actor) == side(actor));
    if same_side {
        out.add(&["own-side", part]);
    }
    for (which, rank, slot) in &candidate.slots {
        let which = part_name(*which);
        out.add(&["slot", which, slot]);
        out.add(&["slot", which, slot, part]);
        out.add(&["slot", which, slot, name]);
        out.add(&["slot", which, slot, form, plover]);
        out.add(&["slot", which, slot, lemma]);
        out.add(&["rank", which, &rank.min(&3).to_string(), part]);
    }
    if candidate.slots.is_empty() {
        out.add(&["no-slot", &filled]);
    }
    let document = filler.scene.document;
    let walks = candidate.mentions.iter().map(|(head, reference)| {
        let first = first_conjunct(document, *head);
        (first, *reference, Walk::between(document, clause.head, first))
    });
    let near = walks.min_by_key(|(_, _, w)| (w.borders(document), w.up.len() + w.down.len()));
    if let Some((head, reference, walk)) = near {
        mention_features(document, clause, (name, plover, form, part), head, reference, &walk, out);
    }
    if candidate.mentions.len() > 1 {
        out.add(&["mentions", part]);
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

fn mention_features(
    document: &Document,
    clause: &Clause,
    (name, plover, form, part): (&str, &str, &str, &str),
    head: usize,
    mention_form: Form,
    walk: &Walk,
    out: &mut Features,
) {
    let lemma = clause.lemma.as_ref();
    let reference = match mention_form {
        Form::Name => "name",
        Form::Modifier => "modifier",
        Form::Nominal => "nominal",
        Form::Pronoun => "pronoun",
    };
    let order = if head < clause.head { "before" } else { "after" };
    out.add(&["order", order, part]);
    out.add(&["reference", reference, part]);
    out.add(&["order", order, form, plover]);
    let path = walk.labels(document);
    out.add(&["path", &path]);
    out.add(&["path", &path, part]);
    out.add(&["path", &path, form]);
    out.add(&["path", &path, form, plover]);
    out.add(&["path", &path, name]);
    out.add(&["path", &path, lemma]);
    let borders = walk.borders(document).min(3).to_string();
    out.add(&["borders", &borders, part]);
    out.add(&["borders", &borders, order, form]);
    let length = (walk.up.len() + walk.down.len()).min(6).to_string();
    out.add(&["length", &length, part]);
    // the word that the phrase hangs on, when it is not the predicate
    let t = &document.tokens[head];
    if t.head != clause.head && t.head != head {
        let above = &document.tokens[t.head];
        out.add(&["governor", &above.lemma, t.dep.as_str()]);
        out.add(&["governor", &above.lemma, t.dep.as_str(), plover]);
        if t.dep == Dep::Pobj {
            out.add(&["prep", &above.lower, plover, part]);
            out.add(&["prep", &above.lower, name]);
            out.add(&["prep", &above.lower, document.tokens[above.head].lemma.as_ref(), plover]);
        }
    }
    // the nouns and verbs on the way
    for token in walk.up.iter().skip(1).chain(&walk.down).filter(|t| **t != head) {
        let t = &document.tokens[*token];
        if matches!(t.pos, Pos::Noun | Pos::Verb) {
            out.add(&["way", &t.lemma, t.dep.as_str()]);
            out.add(&["way", &t.lemma, plover]);
        }
    }
}

/// The way through the tree from one token to another.
struct Walk {
    /// From the start to below the common ancestor.
    up: Vec<usize>,
    /// From below the common ancestor to the goal.
    down: Vec<usize>,
}

impl Walk {
    fn between(document: &Document, from: usize, to: usize) -> Self {
        let chain = |token: usize| std::iter::once(token).chain(document.ancestors(token)).take(FARTHEST);
        let mut up: Vec<usize> = chain(from).collect();
        let mut down = Vec::new();
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

    /// `<ccomp >nsubj`, `>prep:on >pobj`; long ways are cut.
    fn labels(&self, document: &Document) -> String {
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
    fn borders(&self, document: &Document) -> usize {
        let crosses = |t: &&usize| {
            matches!(
                document.tokens[**t].dep,
                Dep::Relcl | Dep::Acl | Dep::Advcl | Dep::Ccomp | Dep::Xcomp | Dep::Pcomp | Dep::Parataxis
            )
        };
        self.up.iter().chain(&self.down).filter(crosses).count()
    }
}

fn part_name(part: Part) -> &'static str {
    match part {
        Part::None => "none",
        Part::Source => "source",
        Part::Target => "target",
    }
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
