//! Groups of drafts in, event records out.

use super::confidence::{self, Calibration, Signs};
use super::draft::{Draft, Filled};
use super::event::{
    ArticleRef, Event, EventMention, EventPlace, Instrument, Participant, Plover, Role, SaidBy, Trigger,
};
use super::scene::Scene;
use super::{content, instruments};
use crate::article::{Article, Fingerprint};
use crate::span::{CodePoints, Span};
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// The event records of an article, in order of their first mention.
pub fn finish(scene: &Scene, calibration: &Calibration, groups: Vec<Vec<Draft>>) -> Vec<(Event, Signs)> {
    // once for all events: it sketches the whole text
    let article = Arc::new(article_ref(scene.article));
    let points = CodePoints::new(&scene.article.text);
    let mut events: Vec<(&[Draft], Event, Signs)> = groups
        .iter()
        .filter_map(|group| {
            let signs = confidence::signs(group);
            let event = record(scene, &article, &points, group, calibration.confidence(&signs))?;
            Some((&group[..], event, signs))
        })
        .collect();
    events.sort_by_key(|(group, ..)| group.iter().map(|d| d.head).min());
    for (_, event, _) in &mut events {
        number(event);
    }
    speak(scene, &mut events);
    events.into_iter().map(|(_, event, signs)| (event, signs)).collect()
}

/// Says of every speech act what it speaks of: its topic, then the events, in order of the text.
fn speak(scene: &Scene, events: &mut [(&[Draft], Event, Signs)]) {
    let drafts: Vec<&Draft> = events.iter().flat_map(|(group, ..)| group.iter()).collect();
    let ids: FxHashMap<usize, String> =
        events.iter().flat_map(|(group, event, _)| group.iter().map(|d| (d.head, event.id.clone()))).collect();
    for (group, event, _) in events {
        let topic = group.iter().find_map(|d| content::topic(scene, d));
        event.about.extend(topic.map(|topic| format!("topic/{topic}")));
        for head in group.iter().flat_map(|d| content::speaks_of(scene, d, &drafts)) {
            let id = &ids[&head];
            if *id != event.id && !event.about.contains(id) {
                event.about.push(id.clone());
            }
        }
    }
}

/// What the accounts of an event name, each kind once: the first that counts speaks for all.
fn instruments_of(scene: &Scene, group: &[Draft]) -> Vec<Instrument> {
    let mut found: Vec<Instrument> = Vec::new();
    for instrument in group.iter().flat_map(|d| instruments::of(scene, d)) {
        match found.iter_mut().find(|f| f.kind == instrument.kind) {
            Some(known) if known.count.is_none() && instrument.count.is_some() => *known = instrument,
            Some(_) => {}
            None => found.push(instrument),
        }
    }
    found
}

fn record(
    scene: &Scene,
    article: &Arc<ArticleRef>,
    points: &CodePoints,
    group: &[Draft],
    confidence: f64,
) -> Option<Event> {
    let lead = group.first()?;
    let text = &scene.article.text;
    let mut participants = Vec::new();
    let mutual = group.iter().any(is_mutual);
    for (role, pick) in [
        (Role::Source, (|d: &Draft| &d.source) as fn(&Draft) -> &Vec<Filled>),
        (Role::Target, |d| &d.target),
        (Role::Mediator, |d| &d.mediator),
    ] {
        for filled in group.iter().flat_map(pick) {
            let known = |p: &Participant| p.actor.id == filled.actor.id && (p.role == role || !mutual);
            if !participants.iter().any(known) {
                let (start, end) = points.range(text, filled.span);
                participants.push(Participant {
                    role,
                    actor: Arc::clone(&filled.actor),
                    text: filled.span.of(text).to_owned(),
                    start,
                    end,
                });
            }
        }
    }
    drop_bare_states(&mut participants);
    let mut mentions: Vec<EventMention> = group.iter().map(|d| mention(scene, points, d)).collect();
    mentions.sort_by_key(|m| (m.sentence, m.trigger.start));
    mentions.dedup_by_key(|m| (m.sentence, m.trigger.start));
    let place = group.iter().find_map(|d| d.place.as_ref());
    Some(Event {
        id: String::new(),
        article: Arc::clone(article),
        kind: lead.kind.name.to_owned(),
        plover: Plover { event: lead.kind.plover.to_owned(), mode: lead.kind.mode.map(str::to_owned) },
        cameo: lead.kind.cameo.to_owned(),
        quad: lead.kind.quad.to_owned(),
        goldstein: lead.kind.goldstein,
        participants,
        time: group
            .iter()
            .find_map(|d| d.time.clone().filter(|t| t.text.is_some()))
            .or_else(|| group.iter().find_map(|d| d.time.clone())),
        place: place.map(|(place, span)| EventPlace { place: (**place).clone(), text: span.of(text).to_owned() }),
        status: lead.status,
        said_by: if group.iter().any(|d| d.said_by.is_none()) {
            None // the article itself tells it somewhere
        } else {
            lead.said_by.as_ref().map(|(actor, manner)| SaidBy { actor: Arc::clone(actor), manner: *manner })
        },
        instruments: instruments_of(scene, group),
        about: Vec::new(),
        mentions,
        confidence,
    })
}

/// Whether several do it to each other: `accused each other`; or the people of a state to those who govern it, or it to them, and both
/// are the state.
fn is_mutual(draft: &Draft) -> bool {
    let does = |t: &Filled| draft.source.iter().any(|s| s.actor.id == t.actor.id);
    let at_home = draft.at_home || matches!(draft.kind.name, "Demonstration" | "Strike");
    (draft.target.len() > 1 || at_home) && draft.target.iter().all(does)
}

/// A state that also takes part through a person or organ is not named twice on one side.
fn drop_bare_states(participants: &mut Vec<Participant>) {
    use crate::actors::ActorKind;
    let acting: Vec<(Role, Option<String>)> = participants
        .iter()
        .filter(|p| p.actor.kind != ActorKind::State)
        .map(|p| (p.role, p.actor.country.clone()))
        .collect();
    participants.retain(|p| p.actor.kind != ActorKind::State || !acting.contains(&(p.role, p.actor.country.clone())));
}

fn mention(scene: &Scene, points: &CodePoints, draft: &Draft) -> EventMention {
    let text = &scene.article.text;
    let number = scene.document.sentence_of[draft.head] as usize;
    let sentence = scene.document.sentences[number].span;
    let (start, end) = points.range(text, sentence);
    EventMention {
        sentence: number,
        start,
        end,
        text: sentence.of(text).to_owned(),
        trigger: words(text, points, draft.trigger),
        rule: draft.rule.to_string(),
    }
}

fn words(text: &str, points: &CodePoints, span: Span) -> Trigger {
    let (start, end) = points.range(text, span);
    Trigger { start, end, text: span.of(text).to_owned() }
}

/// What an event record says of its article.
pub fn article_ref(article: &Article) -> ArticleRef {
    ArticleRef {
        id: article.id.clone(),
        date: article.date.map(|d| d.to_string()),
        title: article.title.clone(),
        url: article.url.clone(),
        publisher: article.publisher.clone(),
        fingerprint: Fingerprint::of(article).map(|sketch| sketch.to_string()),
    }
}

/// The id: a hash of the article and of what makes the event this one, so that the same input gives the same id.
fn number(event: &mut Event) {
    let mut hash = Sha256::new();
    let mut add = |part: &str| {
        hash.update(part.as_bytes());
        hash.update([0]);
    };
    add(&event.article.id);
    add(&event.kind);
    for participant in &event.participants {
        add(&participant.actor.id);
    }
    add(event.time.as_ref().map_or("", |t| &t.edtf));
    for mention in &event.mentions {
        add(&mention.trigger.start.to_string());
    }
    event.id = hash.finalize().iter().take(10).map(|b| format!("{b:02x}")).collect();
}
