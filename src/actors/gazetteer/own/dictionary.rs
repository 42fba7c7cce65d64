//! Dictionaries of TABARI, PETRARCH and Phoenix: actors with dated codes and synonyms, and agents.
//!
//! Sources: P. A. Schrodt, TABARI manual 0.8.4; the description of dictionaries of the Open Event Data Alliance.

use super::{OWN, TableError, Target, add_aliases};
use crate::actors::ActorKind;
use crate::actors::gazetteer::terms::{Day, Term};
use crate::actors::gazetteer::{Gazetteer, Makes, Naming, Owner, Role, words};
use std::path::Path;
use std::sync::Arc;

/// A code and the days on which it holds.
struct Code {
    code: String,
    dates: Option<(Day, Day)>,
}

/// A phrase with its synonyms and codes.
struct Entry {
    names: Vec<String>,
    codes: Vec<Code>,
}

/// Bytes of all the forms for which a phrase with marks may stand. Real ones need some hundred.
const LONGEST_FORMS: usize = 1 << 14;

/// Codes of international and transnational actors in place of a state's.
const WITHOUT_STATE: [&str; 6] = ["IGO", "NGO", "NGM", "MNC", "INT", "IMG"];

impl Gazetteer {
    /// Adds a dictionary of actors or agents.
    pub(super) fn add_dictionary(&mut self, path: &Path, text: &str) -> Result<(), TableError> {
        let mut entry: Option<Entry> = None;
        let mut markers: Vec<(String, Vec<String>)> = Vec::new();
        let mut comment = false;
        for (i, line) in text.lines().enumerate() {
            let wrong = |what: String| TableError::line(path, i + 1, what);
            let line = uncommented(line, &mut comment);
            let line = line.trim_end();
            let trimmed = line.trim_start();
            if trimmed.is_empty() || trimmed.starts_with('<') {
                continue;
            }
            if trimmed.starts_with('!')
                && let Some((marker, forms)) = trimmed.split_once('=')
            {
                let forms = forms.split(',').map(|f| f.trim().to_owned()).filter(|f| !f.is_empty()).collect();
                markers.push((marker.trim().to_owned(), forms));
                continue;
            }
            let (phrase, codes) = match trimmed.find('[') {
                Some(at) => (trimmed[..at].trim(), &trimmed[at..]),
                None => (trimmed, ""),
            };
            if codes.contains('~') {
                self.add_agent(phrase, codes, &markers).map_err(wrong)?;
                continue;
            }
            let codes = read_codes(codes).map_err(wrong)?;
            if let Some(synonym) = phrase.strip_prefix('+') {
                let entry =
                    entry.as_mut().ok_or_else(|| wrong("a synonym (`+`) needs a phrase before it".to_owned()))?;
                entry.names.push(readable(synonym));
                entry.codes.extend(codes);
            } else if phrase.is_empty() {
                let entry = entry.as_mut().ok_or_else(|| wrong("a code needs a phrase before it".to_owned()))?;
                entry.codes.extend(codes);
            } else {
                if let Some(done) = entry.take() {
                    self.add_entry(done);
                }
                entry = Some(Entry { names: vec![readable(phrase)], codes });
            }
        }
        if let Some(done) = entry {
            self.add_entry(done);
        }
        Ok(())
    }

    /// A dated code makes a person in office, a bare state's code another name of that state; of the others the code tells
    /// the kind.
    fn add_entry(&mut self, mut entry: Entry) {
        entry.names.retain(|n| !n.is_empty());
        // Three hyphens or number signs say that the phrase is nobody.
        entry.codes.retain(|c| c.code.chars().any(char::is_alphanumeric));
        let (Some(name), Some(first)) = (entry.names.first().cloned(), entry.codes.first()) else { return };
        let names: Vec<&str> = entry.names.iter().map(String::as_str).collect();
        let state_of = |g: &Gazetteer, code: &str| match g.by_id(&format!("state/{}", code.get(..3)?)) {
            Some(Target::State(s)) => Some(s),
            _ => None,
        };
        let state = state_of(self, &first.code);
        if let Some(s) = state.filter(|_| first.code.len() == 3 && first.dates.is_none()) {
            for name in &names {
                self.add_own_name(name, Target::State(s), Naming::Name);
            }
            add_aliases(&mut self.states[s as usize].actor, &names);
            return;
        }
        if entry.codes.iter().any(|c| c.dates.is_some()) {
            let id =
                format!("{}{}", state.map_or(String::new(), |_| format!("{}-", &first.code[..3])), words::slug(&name));
            let aliases = names[1..].join(";");
            let person = self.own_person(id.leak(), name.clone().leak(), aliases.leak());
            let owner = state.map(Owner::State);
            self.own_person_names(person, owner, &names);
            // A code without dates is for all days that no other covers.
            let (dated, always): (Vec<&Code>, Vec<&Code>) = entry.codes.iter().partition(|c| c.dates.is_some());
            for code in dated.into_iter().chain(always) {
                let Some(owner) = state_of(self, &code.code).map(Owner::State) else { continue };
                let (from, to) = code.dates.unwrap_or((Day::FIRST, Day::LAST));
                let code = Some(&*code.code.clone().leak());
                self.own_term(Term { owner, class: OWN, title: "", code, person, from: (from, from), to: (to, to) });
            }
            return;
        }
        let rest = first.code.get(3..).unwrap_or_default();
        let kind = match first.code.get(..3) {
            Some("IGO" | "IMG") => ActorKind::Igo,
            Some(head) if WITHOUT_STATE.contains(&head) => ActorKind::Organization,
            _ if ["REB", "SEP", "UAF", "INS", "RAD", "CRM"].iter().any(|s| rest.starts_with(s)) => {
                ActorKind::ArmedGroup
            }
            _ => ActorKind::Organization,
        };
        let prefix = if kind == ActorKind::ArmedGroup { "group" } else { "org" };
        let country = state.and_then(|s| self.states[s as usize].actor.country.clone()).unwrap_or_default();
        let id = format!("{prefix}/{}", words::slug(&name));
        let code = first.code.clone();
        let body = self.own_body(&id, kind, &name, &country, &code);
        for name in &names {
            self.add_own_name(name, Target::Body(body), Naming::Name);
        }
        add_aliases(&mut self.bodies[body as usize].actor, &names);
    }

    /// `POLICE_OFFICER [~COP]`, `MINISTRY {MINISTRIES} [~GOV]`, `CONGRESS!PERSON! [~LEG]`.
    fn add_agent(&mut self, phrase: &str, codes: &str, markers: &[(String, Vec<String>)]) -> Result<(), String> {
        let code = codes.trim_start_matches('[').split(']').next().unwrap_or_default().trim();
        let suffix = code.trim_matches('~').to_owned();
        if suffix.is_empty() || !codes.contains(']') {
            return Err(format!("`{codes}`: expected an agent's code such as [~GOV]"));
        }
        let (phrase, plural) = match phrase.split_once('{') {
            Some((phrase, plural)) => (phrase.trim(), Some(plural.trim_end_matches(['}', ' ']).trim())),
            None => (phrase, None),
        };
        let mut forms: Vec<String> = vec![phrase.to_owned()];
        for (marker, replacements) in markers {
            let size = |f: &String| {
                let places = f.matches(marker.as_str()).count();
                replacements.iter().map(|r| f.len() + places * r.len()).sum::<usize>()
            };
            if forms.iter().map(size).sum::<usize>() > LONGEST_FORMS {
                return Err(format!(
                    "`{phrase}`: its marks stand for too many words; write them as phrases of their own"
                ));
            }
            forms = forms
                .iter()
                .flat_map(|f| match f.contains(marker.as_str()) {
                    true => replacements.iter().map(|r| f.replace(marker.as_str(), r)).collect(),
                    false => vec![f.clone()],
                })
                .collect();
        }
        let marked = forms.len() > 1 || forms.first().is_none_or(|f| f != phrase);
        match plural {
            Some("") => {}
            Some(plural) => forms.push(plural.to_owned()),
            None if !marked => forms.push(format!("{}S", phrase.trim_end_matches(['_', ' ']))),
            None => {}
        }
        let forms: Vec<String> = forms.iter().map(|f| readable(f).to_lowercase()).collect();
        let makes = match suffix.get(..3).unwrap_or_default() {
            "GOV" => Makes::Official,
            "MIL" | "COP" | "JUD" | "LEG" | "SPY" => Makes::Organ,
            "REB" | "SEP" | "UAF" | "INS" | "RAD" | "CRM" => Makes::Fighters,
            _ => Makes::People,
        };
        // a mark that stands for nothing leaves no form
        let Some(first) = forms.first() else { return Ok(()) };
        let role = Role {
            id: words::slug(first).into(),
            suffix: suffix.into(),
            makes,
            offices: Vec::new(),
            of_anybody: false,
        };
        let names = forms.iter().map(String::as_str).chain([&*role.id]);
        self.own.extend(names.map(|f| (words::hash_name(f).0, Arc::clone(&self.own_file))));
        self.roles.add_own(role, forms.iter().map(String::as_str));
        Ok(())
    }
}

/// A line without comments: `# …`, `; …` of TABARI and `<!-- … -->`, also over several lines.
fn uncommented(line: &str, inside: &mut bool) -> String {
    let mut out = String::new();
    let mut rest = line;
    loop {
        if *inside {
            match rest.find("-->") {
                Some(end) => {
                    *inside = false;
                    rest = &rest[end + 3..];
                }
                None => return out,
            }
        }
        match rest.find("<!--") {
            Some(start) => {
                out.push_str(&rest[..start]);
                *inside = true;
                rest = &rest[start + 4..];
            }
            None => break,
        }
    }
    out.push_str(rest);
    let end = out.find(['#', ';']).unwrap_or(out.len());
    out.truncate(end);
    out
}

/// `GEORGE_W._BUSH_` as it stands in the text: `George W. Bush`. Short forms of one word stay in capitals.
fn readable(phrase: &str) -> String {
    let words: Vec<&str> = phrase.split(['_', ' ']).filter(|w| !w.is_empty()).collect();
    if let [one] = words[..]
        && one.chars().filter(|c| c.is_alphabetic()).count() <= 3
    {
        return one.to_owned();
    }
    let capital = |word: &&str| {
        let mut out = String::with_capacity(word.len());
        let mut start = true;
        for c in word.chars() {
            if start {
                out.extend(c.to_uppercase());
            } else {
                out.extend(c.to_lowercase());
            }
            start = !c.is_alphanumeric() && c != '\'';
        }
        out
    };
    words.iter().map(capital).collect::<Vec<_>>().join(" ")
}

/// `[AFGGOV 960101-010901][AFGREB >010902]`.
fn read_codes(mut text: &str) -> Result<Vec<Code>, String> {
    let mut out = Vec::new();
    while let Some(start) = text.find('[') {
        let end = text.find(']').filter(|e| *e > start).ok_or_else(|| format!("`{text}`: a bracket is not closed"))?;
        let inside = text[start + 1..end].trim();
        text = &text[end + 1..];
        let at = inside.find([' ', '<', '>', '\t']).unwrap_or(inside.len());
        // TABARI allows several codes by slashes: the first counts.
        let code = inside[..at].split('/').next().unwrap_or_default().to_uppercase();
        let dates = match inside[at..].trim() {
            "" => None,
            dates => Some(read_dates(dates)?),
        };
        if code.is_empty() {
            return Err(format!("`[{inside}]`: expected a code such as [AFGGOV] or [AFGGOV 960101-010901]"));
        }
        out.push(Code { code, dates });
    }
    Ok(out)
}

fn read_dates(text: &str) -> Result<(Day, Day), String> {
    let day = |digits: &str| {
        let digits = digits.trim();
        let number: i32 = digits.parse().map_err(|_| format!("`{text}`: dates are YYYYMMDD or YYMMDD"))?;
        match digits.len() {
            8 => Ok(Day(number)),
            6 => Ok(Day(number + if number < 300_000 { 20_000_000 } else { 19_000_000 })),
            _ => Err(format!("`{text}`: dates are YYYYMMDD or YYMMDD")),
        }
    };
    if let Some(before) = text.strip_prefix('<') {
        return Ok((Day::FIRST, day(before)?));
    }
    if let Some(after) = text.strip_prefix('>') {
        return Ok((day(after)?, Day::LAST));
    }
    match text.split_once('-') {
        Some((from, to)) => Ok((day(from)?, day(to)?)),
        None => Err(format!("`{text}`: expected <DATE, >DATE or DATE-DATE")),
    }
}
