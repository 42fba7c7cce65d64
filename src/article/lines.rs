//! What a single line of an article is, from `data/reading/lines.tsv`.

use super::PartKind;
use super::date::{self, MONTH, compile};
use jiff::civil::Date;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Longer lines are running text.
const LONGEST: usize = 400;

/// Where in an article a line of the table may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    /// Before the running text.
    Top,
    /// After its first line.
    Below,
}

#[derive(Debug)]
struct Rule {
    kind: PartKind,
    zone: Option<Zone>,
    pattern: Regex,
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    rows()
        .map(|row| Rule {
            kind: match row[0] {
                "boilerplate" => PartKind::Boilerplate,
                "byline" => PartKind::Byline,
                "caption" => PartKind::Caption,
                other => panic!("data/reading/lines.tsv: unknown kind {other}"),
            },
            zone: match row[1] {
                "top" => Some(Zone::Top),
                "end" => Some(Zone::Below),
                "any" => None,
                other => panic!("data/reading/lines.tsv: unknown place {other}"),
            },
            pattern: compile(&format!("^(?:{})$", row[2])),
        })
        .collect()
});

fn rows() -> impl Iterator<Item = Vec<&'static str>> {
    include_str!("../../data/reading/lines.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .skip(1)
        .map(|line| line.split('\t').collect())
}

/// What the table says that a line (trimmed) is; none for running text.
pub(super) fn kind(line: &str, zone: Zone) -> Option<PartKind> {
    if line.len() > LONGEST {
        return None;
    }
    RULES
        .iter()
        .find(|rule| rule.zone.is_none_or(|only| only == zone) && rule.pattern.is_match(line))
        .map(|rule| rule.kind)
}

/// A line that says when, and perhaps where and by whom, an article appeared.
#[derive(Debug, PartialEq)]
pub(super) struct Dateline {
    /// The day.
    pub date: Date,
    /// Bytes of the line up to the byline.
    pub span: Range<usize>,
    /// Bytes of the byline on the same line, `By Nora Lindqvist`.
    pub byline: Option<Range<usize>>,
}

/// What may stand on a date line beside the date: times, zones, `Published`, `Updated`, another date.
static AROUND_DATE: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?xi)^(?:
            \s | [-–—|·•,;:()/.@] | \d{{1,2}}[:.h]\d{{2}}(?::\d{{2}})? | \b\d{{1,2}}\s?[ap]\.?m\b\.? | \b[ap]\.?m\b\.?
            | \b(?:published|posted|updated|created|modified|last|first|on|at|date|dated|time|issued|released|input|as\ of|local|hours|hrs)\b
            | \b(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\b
            | \b(?:gmt|utc|z|e[sd]?t|c[sd]?t|m[sd]t|p[sd]?t|ist|jst|kst|hkt|sgt|bst|cest|cet|eet|msk|wib|aest|[+-]\d{{1,2}}(?::?\d{{2}})?)\b
            | [+-]\d{{1,2}}:?\d{{2}}
            | \b{MONTH}\s*\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}\b | \b\d{{1,2}}(?:st|nd|rd|th)?[\s-]+{MONTH},?[\s-]+\d{{4}}\b
            | \b\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}(?:T\d{{2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?)?
        )*$"
    ))
});

/// `By NAME` at the end or start of a date line, or `NAME |`, `CITY |`, `OUTLET,` before the date.
static BYLINE_AFTER: LazyLock<Regex> = LazyLock::new(|| compile(r"[\s|·•,–—-](?:By|BY|by)\s+\p{Lu}[^.!?]+$"));
static BYLINE_BEFORE: LazyLock<Regex> = LazyLock::new(|| compile(r"^(?:By|BY|by)\s+\p{Lu}[^.!?0-9]+?[\s|·•,–—-]*$"));
static NAME_BEFORE: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^\p{Lu}[^\s0-9]*(?:\s+[^\s0-9]+){0,5}\s*[|·•,–—/-]+\s*$"));

/// Reads a date line such as `March 25, 2021 - 15:29 By Nora Lindqvist`, `Published: 3 May 2019 14:02 GMT` or
/// `Riga | 2 June 2015`.
pub(super) fn dateline(line: &str) -> Option<Dateline> {
    if line.len() > 200 {
        return None;
    }
    let (day, found) = date::find(line)?;
    let (before, after) = (&line[..found.start], &line[found.end..]);
    if AROUND_DATE.is_match(before) {
        if AROUND_DATE.is_match(after) {
            return Some(Dateline { date: day, span: 0..line.len(), byline: None });
        }
        let start = found.end + BYLINE_AFTER.find(after)?.start();
        if AROUND_DATE.is_match(&line[found.end..start]) {
            let byline = start + line[start..].find(['B', 'b'])?;
            let end = line[..byline].trim_end_matches(|c: char| c.is_whitespace() || "|·•,–—-".contains(c)).len();
            return Some(Dateline { date: day, span: 0..end, byline: Some(byline..line.len()) });
        }
        return None;
    }
    if !AROUND_DATE.is_match(after) {
        return None;
    }
    let lead = before.trim_end_matches(|c: char| c.is_whitespace() || "|·•,–—-(".contains(c));
    if BYLINE_BEFORE.is_match(before) && !lead.is_empty() {
        let start = line.len() - line[lead.len()..].trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        return Some(Dateline { date: day, span: start..line.len(), byline: Some(0..lead.len()) });
    }
    NAME_BEFORE.is_match(before).then_some(Dateline { date: day, span: 0..line.len(), byline: None })
}

/// The place, date and agency that open the running text.
#[derive(Debug, PartialEq)]
pub(super) struct Opening {
    /// Bytes of it, the dash included, without the space that follows.
    pub len: usize,
    /// The day, when the year is given.
    pub date: Option<Date>,
}

static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    let day = format!(r"(?:{MONTH}\s+\d{{1,2}}(?:,\s+\d{{4}})?|\d{{1,2}}\s+{MONTH}(?:,?\s+\d{{4}})?)");
    let region = r"(?:,\s\p{Lu}[^\s,()—–]*(?:\s[^\s,()—–]+){0,3}?)";
    let capitals = r"\p{Lu}[\p{Lu}\p{M}.'’-]+(?:[\s/]\p{Lu}[\p{Lu}\p{M}.'’-]*){0,3}";
    let mixed = r"\p{Lu}[^\s,()—–]+(?:[\s/][^\s,()—–]+){0,3}";
    let agency = r"[(\[]\p{Lu}[^)\]\n]+[)\]]";
    let dash = r"\s*(?:[—–]|--|\s-(?:\s|$)|-\s)";
    let forms = [
        format!(r"{capitals}{region}{{0,2}}(?:,?\s{day})?(?:,?\s*{agency})?{dash}"),
        format!(r"{capitals}{region}{{0,2}}(?:,?\s{day})?\.?\s*/\p{{Lu}}[^/]+/\.?"),
        format!(r"{mixed}{region}{{0,2}}(?:,?\s{day})?,?\s*{agency}{dash}"),
        format!(r"{mixed}{region}{{0,2}},?\s{day}{dash}"),
        format!(r"{agency}{dash}"),
    ];
    compile(&format!("^(?:{})", forms.join("|")))
});

/// Reads `SEOUL, March 25 (Agency) —`, `MOSCOW, March 25. /AGENCY/.`, `Ramallah, West Bank (AP) -`, `Geneva, 12 May
/// 2019 –` at the start of running text. Something that starts a sentence must follow.
pub(super) fn opening(text: &str) -> Option<Opening> {
    let mut head = text.len().min(160);
    while !text.is_char_boundary(head) {
        head -= 1;
    }
    let found = OPENING.find(&text[..head])?;
    let rest = text[found.end()..].trim_start();
    let starts = rest.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric() || "\"“‘'«(".contains(c));
    (starts && rest.len() >= 20).then(|| Opening {
        len: found.as_str().trim_end().len(),
        date: date::find(found.as_str()).map(|(date, _)| date),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_matches_its_example_and_not_its_counterexample() {
        let rows: Vec<_> = rows().collect();
        assert_eq!(rows.len(), RULES.len());
        for (row, rule) in rows.iter().zip(RULES.iter()) {
            assert_eq!(row.len(), 5, "{row:?}");
            assert!(rule.pattern.is_match(row[3]), "should match: {row:?}");
            assert!(!rule.pattern.is_match(row[4]), "should not match: {row:?}");
        }
    }

    #[test]
    fn date_lines() {
        let with_byline = "March 25, 2021 - 15:29 By Nora Lindqvist";
        let line = dateline(with_byline).unwrap();
        assert_eq!(&with_byline[line.span], "March 25, 2021 - 15:29");
        assert_eq!(&with_byline[line.byline.unwrap()], "By Nora Lindqvist");
        for line in [
            "Friday, July 21, 2017",
            "Published: 3 May 2019 14:02 GMT | Updated: 4 May 2019 09:00 GMT",
            "Riga | 2 June 2015",
            "2020-01-05T10:00:00+09:00",
            "Harbour Daily, 2 June 2015, 8:45 p.m. ET",
        ] {
            assert!(dateline(line).is_some(), "{line}");
        }
        let before = "By Nora Lindqvist | May 3, 2019";
        let line = dateline(before).unwrap();
        assert_eq!(&before[line.byline.unwrap()], "By Nora Lindqvist");
        assert_eq!(&before[line.span], "May 3, 2019");
        for text in [
            "The accord of 3 May 2019 was signed in Riga",
            "On May 3, 2019, the ministers met.",
            "Ministers met on 3 May 2019.",
        ] {
            assert_eq!(dateline(text), None, "{text}");
        }
    }

    #[test]
    fn openings() {
        for (text, rest) in [
            ("SEOUL, March 25 (Agency) — South Korea said on Thursday", " South Korea"),
            ("BEIJING, Jan. 5, 2022 (Xinhua) -- China said on Thursday", " China"),
            ("MOSCOW, March 25. /TASS/. Russia will answer in kind", " Russia"),
            ("Ramallah, West Bank (AP) — Two ministers met there", " Two"),
            ("UNITED NATIONS (Reuters) - The council met on Monday", " The"),
            ("Geneva, 12 May 2019 – The envoy opened new talks", " The"),
            ("SÃO PAULO — Brazil will send a delegation there", " Brazil"),
            ("(Reuters) - The council met again on Monday", " The"),
        ] {
            let found = opening(text).unwrap_or_else(|| panic!("{text}"));
            assert!(text[found.len..].starts_with(rest), "{text}: {}", &text[found.len..]);
        }
        assert_eq!(
            opening("BEIJING, Jan. 5, 2022 (Xinhua) -- China said on Thursday").unwrap().date.unwrap().to_string(),
            "2022-01-05"
        );
        for text in [
            "US-China talks end without a deal on tariffs",
            "NATO said on Monday that it would send ships",
            "THE PRESIDENT: Good afternoon, everybody in the room",
            "South Korean President Moon Jae-in – who met him – left early",
            "In Geneva, ministers met - and left again soon after",
            "Seoul (and not Busan) will host the talks next month",
        ] {
            assert_eq!(opening(text), None, "{text}");
        }
    }
}
