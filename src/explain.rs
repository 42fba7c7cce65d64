//! For people: how each sentence was read, and why its events came out as they did.

use crate::actors::Form;
use crate::clauses::{Clause, ClauseKind};
use crate::events::confidence::{Calibration, Signs};
use crate::events::model::Model;
use crate::events::{self, Event, Rulebook, Scene, Verdicts};
use crate::language::Sentence;
use std::fmt::Write;

/// The account of an article, plain text.
pub fn explain(scene: &Scene, book: &Rulebook, model: &Model, least: f64) -> String {
    let events = events::with_signs(scene, book, model);
    let verdicts = events::verdicts(scene, book, model);
    let mut out = String::new();
    for (number, sentence) in scene.document.sentences.iter().enumerate() {
        // writing to a string cannot fail
        let _ = sentence_account(&mut out, scene, &verdicts, (&events, &model.confidence, least), number, sentence);
    }
    out
}

fn sentence_account(
    out: &mut String,
    scene: &Scene,
    verdicts: &Verdicts,
    (events, calibration, least): (&[(Event, Signs)], &Calibration, f64),
    number: usize,
    sentence: &Sentence,
) -> std::fmt::Result {
    let text = &scene.article.text;
    writeln!(out, "[{number}] {}\n", one_line(sentence.span.of(text)))?;
    writeln!(out, "  words")?;
    for i in sentence.tokens.clone() {
        let t = &scene.document.tokens[i];
        let head = if t.head == i { "-" } else { scene.document.tokens[t.head].span.of(text) };
        writeln!(
            out,
            "    {:>4} {:<18} {:<16} {:<5} {:<6} {:<10} {}",
            i,
            one_line(t.span.of(text)),
            t.lemma,
            t.tag.as_str(),
            t.pos.as_str(),
            t.dep.as_str(),
            head
        )?;
    }
    mentions(out, scene, sentence)?;
    for timex in scene.timexes.iter().filter(|t| sentence.span.contains(t.span)) {
        let days = timex.when.as_ref().map_or("no days", |w| w.edtf.as_str());
        writeln!(out, "  time `{}`: {:?} {} ({days})", one_line(timex.span.of(text)), timex.kind, timex.value)?;
    }
    for clause in scene.clauses.list.iter().filter(|c| sentence.tokens.contains(&c.head)) {
        clause_account(out, scene, verdicts, clause)?;
    }
    for (event, signs) in events.iter().filter(|(e, _)| e.mentions.iter().any(|m| m.sentence == number)) {
        let names = |role| {
            let names: Vec<&str> =
                event.participants.iter().filter(|p| p.role == role).map(|p| p.actor.id.as_str()).collect();
            if names.is_empty() { "-".to_owned() } else { names.join(", ") }
        };
        writeln!(
            out,
            "  => {} {} > {} | {} | {} | {} | {}",
            event.kind,
            names(events::event::Role::Source),
            names(events::event::Role::Target),
            lower(event.status),
            event.time.as_ref().map_or("no time", |t| t.edtf.as_str()),
            event.place.as_ref().map_or("no place", |p| p.place.name.as_str()),
            event.said_by.as_ref().map_or("the article", |s| s.actor.name.as_str()),
        )?;
        let reasons: Vec<String> =
            calibration.reasons(signs).into_iter().map(|(sign, weight)| format!("{weight:+.1} {sign}")).collect();
        let left_out = if event.confidence < least { format!(" (left out: below {least})") } else { String::new() };
        writeln!(out, "     confidence {:.2}{left_out}: {}", event.confidence, reasons.join(", "))?;
    }
    writeln!(out)
}

fn mentions(out: &mut String, scene: &Scene, sentence: &Sentence) -> std::fmt::Result {
    for mention in scene.cast.mentions.iter().filter(|m| sentence.span.contains(m.span)) {
        let actors: Vec<&str> = mention.actors.iter().map(|a| a.id.as_str()).collect();
        let place = mention.place.as_ref().map_or("", |p| p.id.as_str());
        let form = match mention.form {
            Form::Name => "name",
            Form::Modifier => "modifier",
            Form::Nominal => "description",
            Form::Pronoun => "pronoun",
        };
        writeln!(
            out,
            "  {form} `{}`: {} {place} (chain {}; {})",
            one_line(mention.span.of(&scene.article.text)),
            if actors.is_empty() { "nobody".to_owned() } else { actors.join(" + ") },
            mention.chain,
            mention.why
        )?;
    }
    Ok(())
}

fn clause_account(out: &mut String, scene: &Scene, verdicts: &Verdicts, clause: &Clause) -> std::fmt::Result {
    let Some(verdict) = verdicts.get(clause.head) else {
        if clause.kind == ClauseKind::Noun {
            return Ok(());
        }
        return writeln!(out, "  clause {}: no event word", describe(scene, clause));
    };
    writeln!(out, "  clause {}", describe(scene, clause))?;
    writeln!(out, "    status   {}", lower(verdict.status))?;
    for (i, rule) in verdict.matched.iter().enumerate() {
        writeln!(out, "    {} {rule}", if i == 0 { "rule    " } else { "  also  " })?;
    }
    for (rule, missing) in &verdict.missed {
        writeln!(out, "    nearly   {rule}: misses {missing}")?;
    }
    if verdict.more > 0 {
        writeln!(out, "             and {} other rules know the word", verdict.more)?;
    }
    let classes: Vec<String> = verdict.classes.iter().map(|(class, p)| format!("{class} {p:.2}")).collect();
    if !classes.is_empty() {
        writeln!(out, "    model    {}", classes.join(", "))?;
    }
    let features: Vec<String> = verdict.features.iter().map(|(name, w)| format!("{w:+.2} {name}")).collect();
    if !features.is_empty() {
        writeln!(out, "             for the first: {}", features.join("; "))?;
    }
    match verdict.why_not {
        Some(why) => writeln!(out, "    no event {why}"),
        None => Ok(()),
    }
}

fn lower(value: impl std::fmt::Debug) -> String {
    format!("{value:?}").to_lowercase()
}

fn describe(scene: &Scene, clause: &Clause) -> String {
    let word = |t: &usize| one_line(scene.document.tokens[*t].span.of(&scene.article.text));
    let list = |name: &str, tokens: &[usize]| {
        if tokens.is_empty() {
            String::new()
        } else {
            format!(" {name}={}", tokens.iter().map(word).collect::<Vec<_>>().join("+"))
        }
    };
    let mut out = format!("`{}`", word(&clause.head));
    if let Some(particle) = &clause.particle {
        let _ = write!(out, "+{particle}");
    }
    if clause.passive {
        out.push_str(" passive");
    }
    out.push_str(&list("agent", &clause.agent));
    out.push_str(&list("patient", &clause.patient));
    out.push_str(&list("recipient", &clause.recipient));
    out.push_str(&list("owner", &clause.owner));
    out.push_str(&list("modifier", &clause.modifiers));
    for oblique in &clause.obliques {
        let _ = write!(out, " {}={}", oblique.prep, word(&oblique.head));
    }
    for complement in &clause.complements {
        let _ = write!(out, " {:?}:{}", complement.link, word(&complement.head));
    }
    let _ = write!(out, " [{:?}", clause.link);
    if let Some(parent) = &clause.parent {
        let _ = write!(out, " of {}", word(parent));
    }
    if let Some(mark) = &clause.mark {
        let _ = write!(out, " {mark}");
    }
    if let Some(support) = &clause.support {
        let _ = write!(out, ", supported by {}", word(support));
    }
    let _ = write!(out, ", {:?}{}]", clause.form, if clause.negated { ", negated" } else { "" });
    out
}

/// Words fit to be shown on a terminal: no control characters, no line breaks.
fn one_line(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
