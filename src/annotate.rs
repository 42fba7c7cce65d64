//! What was read and understood of an article, as JSON: section 4 of the contract.

use crate::actors::{Form, Mention};
use crate::clauses::Clause;
use crate::events::Scene;
use crate::span::{CodePoints, Span};
use serde_json::{Value, json};

/// The annotation of an article. Offsets are code points of its text.
pub fn annotation(scene: &Scene) -> Value {
    let points = CodePoints::new(&scene.article.text);
    let text = &scene.article.text;
    let place = |span: Span| points.range(text, span);
    let entity_tags = entity_tags(scene);
    let sentences: Vec<Value> = scene
        .document
        .sentences
        .iter()
        .map(|sentence| {
            let first = sentence.tokens.start;
            let tokens: Vec<Value> = sentence
                .tokens
                .clone()
                .map(|i| {
                    let t = &scene.document.tokens[i];
                    let (start, end) = place(t.span);
                    json!({"start": start, "end": end, "text": t.span.of(text), "lemma": &*t.lemma, "tag": t.tag.as_str(),
                        "pos": t.pos.as_str(), "dep": t.dep.as_str(), "head": t.head.saturating_sub(first), "ent": entity_tags[i]})
                })
                .collect();
            let (start, end) = place(sentence.span);
            json!({"start": start, "end": end, "tokens": tokens})
        })
        .collect();
    let entities: Vec<Value> = scene.cast.telling(scene.document).map(|m| entity(m, scene, &points)).collect();
    let timex: Vec<Value> = scene
        .timexes
        .iter()
        .map(|t| {
            let (start, end) = place(t.span);
            json!({"start": start, "end": end, "text": t.span.of(text), "type": t.kind, "value": t.value})
        })
        .collect();
    let clauses: Vec<Value> = scene.clauses.list.iter().map(|c| clause(c, scene)).collect();
    json!({"id": scene.article.id, "date": scene.article.date, "date_origin": scene.article.date_origin.name(),
        "title": scene.article.title, "text": text, "sentences": sentences, "entities": entities, "timex": timex, "clauses": clauses})
}

fn entity_tags(scene: &Scene) -> Vec<String> {
    let mut tags = vec!["O".to_owned(); scene.document.tokens.len()];
    for entity in &scene.document.entities {
        for i in entity.tokens.clone() {
            let prefix = if i == entity.tokens.start { "B" } else { "I" };
            tags[i] = format!("{prefix}-{}", entity.label);
        }
    }
    tags
}

fn entity(mention: &Mention, scene: &Scene, points: &CodePoints) -> Value {
    let text = &scene.article.text;
    let whole = scene.document.span(scene.cast.noun_phrase(scene.document, mention)).cover(mention.span);
    let ((start, end), (first, last)) = (points.range(text, whole), points.range(text, mention.span));
    // a state's name names the state also where it only tells the place
    let state = mention.place.as_ref().and_then(|p| {
        let actor = &scene.gazetteer.state(p.country.as_deref()?)?.actor;
        let words = mention.span.of(text);
        (actor.name == p.name || actor.name == words || actor.aliases.iter().any(|a| a == words)).then_some(actor)
    });
    let actor = match &mention.actors[..] {
        [] => state.map_or(Value::Null, |s| json!(**s)),
        [one] => json!(**one),
        several => json!(several.iter().map(|a| &**a).collect::<Vec<_>>()),
    };
    let form = match mention.form {
        Form::Name => "name",
        Form::Modifier => "modifier",
        Form::Nominal => "nominal",
        Form::Pronoun => "pronoun",
    };
    let kind = match (mention.actors.first(), &mention.place) {
        (Some(actor), _) => json!(actor.kind),
        (None, Some(_)) => json!("place"),
        (None, None) => Value::Null,
    };
    json!({"start": start, "end": end, "text": whole.of(text),
        "words": {"start": first, "end": last, "text": mention.span.of(text)}, "kind": kind, "form": form, "actor": actor,
        "place": mention.place.as_deref(), "chain": mention.chain, "why": mention.why})
}

/// A clause with the words of its arguments.
fn clause(clause: &Clause, scene: &Scene) -> Value {
    let text = &scene.article.text;
    let word = |t: usize| scene.document.tokens[t].span.of(text);
    let words = |list: &[usize]| list.iter().map(|t| word(*t)).collect::<Vec<_>>();
    json!({
        "predicate": clause.lemma.as_ref(), "particle": clause.particle.as_deref(), "kind": format!("{:?}", clause.kind).to_lowercase(),
        "text": word(clause.head), "passive": clause.passive, "agent": words(&clause.agent), "patient": words(&clause.patient),
        "recipient": words(&clause.recipient), "owner": words(&clause.owner), "modifiers": words(&clause.modifiers),
        "obliques": clause.obliques.iter().map(|o| json!([o.prep.as_ref(), word(o.head)])).collect::<Vec<_>>(),
        "complements": clause.complements.iter().map(|c| json!([format!("{:?}", c.link).to_lowercase(), word(c.head)])).collect::<Vec<_>>(),
        "above": clause.parent.map(word), "link": format!("{:?}", clause.link).to_lowercase(),
        "mark": clause.mark.as_deref(), "form": format!("{:?}", clause.form).to_lowercase(), "modal": clause.modal.as_deref(),
        "negated": clause.negated, "support": clause.support.map(word),
    })
}
