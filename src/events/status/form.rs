//! Signs of form on which the status of a clause depends.

use crate::article::PartKind;
use crate::clauses::{Clause, Form, Link, words};
use crate::events::scene::Scene;
use crate::language::labels::{Dep, Tag};

/// `has yet to`
pub(super) fn is_yet_to_come(scene: &Scene, above: &Clause) -> bool {
    matches!(above.lemma.as_ref(), "have" | "be")
        && scene.document.children_by(above.head, &[Dep::Advmod]).any(|a| scene.is_word(a, "yet"))
}

/// `will Chad sign?`: what is asked is not told. A question with `why` or `who` takes for granted what it asks about.
pub(super) fn is_asked(scene: &Scene, clause: &Clause) -> bool {
    let document = scene.document;
    let sentence = &document.sentence(clause.head).tokens;
    let tokens = &document.tokens;
    let inverted = document
        .children_by(clause.head, &[Dep::Aux, Dep::Auxpass])
        .any(|a| a == sentence.start || a == sentence.start + 1 && !tokens[sentence.start].lower.starts_with("wh"));
    inverted && matches!(clause.link, Link::Main | Link::Conjunct) && scene.is_word(sentence.end - 1, "?")
}

/// `by noon or be bombed`
pub(super) fn is_alternative(scene: &Scene, first: &Clause, clause: &Clause) -> bool {
    let document = scene.document;
    document.tokens[clause.head].tag == Tag::Vb
        && document
            .children_by(first.head, &[Dep::Cc])
            .any(|c| c < clause.head && document.tokens[c].lower.as_ref() == "or")
}

/// A bare verb without a subject in quotation marks.
pub(super) fn is_command(scene: &Scene, clause: &Clause) -> bool {
    let document = scene.document;
    document.tokens[clause.head].tag == Tag::Vb
        && document.child_by(clause.head, &[Dep::Aux, Dep::Auxpass, Dep::Nsubj, Dep::Nsubjpass]).is_none()
        && scene.is_quoted(clause.head)
}

/// `having agreed`
pub(super) fn is_done_before(scene: &Scene, clause: &Clause) -> bool {
    scene.document.children_by(clause.head, &[Dep::Aux]).any(|a| scene.is_word(a, "having"))
}

/// `insisted that he give up`: a bare form beside one person or thing.
pub(super) fn is_subjunctive(scene: &Scene, clause: &Clause) -> bool {
    let document = scene.document;
    let tokens = &document.tokens;
    if !matches!(tokens[clause.head].tag, Tag::Vb | Tag::Vbp)
        || document.child_by(clause.head, &[Dep::Aux, Dep::Auxpass]).is_some()
    {
        return false;
    }
    let one = |s: usize| {
        matches!(tokens[s].tag, Tag::Nn | Tag::Nnp) && document.child_by(s, &[Dep::Conj]).is_none()
            || matches!(tokens[s].lower.as_ref(), "he" | "she" | "it")
    };
    let marked = document.children_by(clause.head, &[Dep::Mark]).any(|m| tokens[m].lower.as_ref() == "that");
    marked && document.children_by(clause.head, &[Dep::Nsubj]).any(one)
}

/// Whether the preposition of a gerund stands behind `short`.
pub(super) fn is_short_of(scene: &Scene, clause: &Clause) -> bool {
    let tokens = &scene.document.tokens;
    let prep = &tokens[tokens[clause.head].head];
    prep.lower.as_ref() == "of" && tokens[prep.head].lower.as_ref() == "short"
}

/// `became the first president to visit`: the infinitive says what was done.
pub(in crate::events) fn names_rank(scene: &Scene, clause: &Clause) -> bool {
    let document = scene.document;
    let t = &document.tokens[clause.head];
    if !is_to_infinitive(scene, clause) {
        return false;
    }
    // the tree hangs it on the noun, on `became` or on what stands behind `among`
    let among = document.children_by(t.head, &[Dep::Prep]).filter(|p| document.tokens[*p].lower.as_ref() == "among");
    let nouns = std::iter::once(t.head)
        .chain(document.children_by(t.head, &[Dep::Attr, Dep::Acomp]))
        .chain(among.flat_map(|p| document.children_by(p, &[Dep::Pobj])));
    nouns.filter(|n| *n != clause.head).any(|noun| {
        let word = &document.tokens[noun];
        let few = word.lower.as_ref() == "few";
        let counts = few || words::is_rank(&word.lower);
        // `was the last to ratify`, `was first to thank`, `among the few to`
        if counts && (document.child_by(noun, &[Dep::Det]).is_some() || word.dep == Dep::Acomp) {
            return true;
        }
        document.children_by(noun, &[Dep::Amod]).any(|m| {
            let word = document.tokens[m].lower.as_ref();
            words::is_rank(word) || word.starts_with(|c: char| c.is_ascii_digit()) && word.ends_with(['t', 'd', 'h'])
        })
    })
}

/// `flew to Lima to sign`, `telephoned to thank`: what somebody who came did there is done.
pub(super) fn is_on_arrival(above: &Clause, clause: &Clause) -> bool {
    words::is_coming(&above.lemma)
        && words::is_done_there(&clause.lemma)
        && matches!(above.form, Form::Past | Form::Present | Form::Perfect)
}

/// `to have reached`
pub(super) fn is_perfect(scene: &Scene, clause: &Clause) -> bool {
    is_to_infinitive(scene, clause)
        && scene
            .document
            .children_by(clause.head, &[Dep::Aux])
            .any(|a| scene.document.tokens[a].lower.as_ref() == "have")
}

/// Whether it is a `to` infinitive.
pub(super) fn is_to_infinitive(scene: &Scene, clause: &Clause) -> bool {
    let document = scene.document;
    document.children_by(clause.head, &[Dep::Aux]).any(|a| document.tokens[a].lower.as_ref() == "to")
}

/// `pose for a photo before their talks on Thursday`: under a photograph, what has a date that has come is done.
pub(super) fn is_past_in_caption(scene: &Scene, noun: usize) -> bool {
    let span = scene.document.tokens[noun].span;
    let captioned = scene.article.parts.iter().any(|p| p.kind == PartKind::Caption && p.span.overlaps(span));
    let here = scene.document.sentence(noun).span;
    let come = |end: Option<jiff::civil::Date>| end.zip(scene.article.date).is_some_and(|(end, today)| end <= today);
    captioned
        && scene
            .timexes
            .iter()
            .filter(|t| t.span.start >= span.end && t.span.end <= here.end)
            .any(|t| come(t.when.as_ref().and_then(|w| w.end)))
}
