//! Marks the parts of an article's text: headline, date line, byline, captions, paragraphs, boilerplate.
//!
//! The text itself stays as it is. News sites print much the same things in the same order, so a line is judged by its
//! own words (`data/reading/lines.tsv`, [`lines`]), by where it stands, and by how lines are broken.

use super::lines::{self, Zone};
use super::{Article, DateOrigin, Part, PartKind};
use crate::span::Span;

/// A headline is not longer than this many bytes.
const LONGEST_HEADLINE: usize = 300;
/// Text broken at a right margin has lines up to this many characters.
const WIDEST_MARGIN: usize = 110;
const NARROWEST_MARGIN: usize = 40;

/// A line with words on it.
#[derive(Clone, Copy, Debug)]
struct Line {
    span: Span,
    /// A blank line, or the start of the text, stands before it.
    after_blank: bool,
}

/// Marks the parts of `article.text` and fills in what they tell and the article does not know: title, date, author.
pub fn mark(article: &mut Article) {
    let text = std::mem::take(&mut article.text);
    Marking::new(&text, article).run();
    article.text = text;
}

struct Marking<'a> {
    text: &'a str,
    article: &'a mut Article,
    lines: Vec<Line>,
    wrapped: Option<Margin>,
    /// A line of running text has been seen.
    below: bool,
    /// The paragraph being gathered.
    open: Option<Span>,
    last: Option<Span>,
}

impl<'a> Marking<'a> {
    fn new(text: &'a str, article: &'a mut Article) -> Self {
        let lines = lines_of(text);
        let wrapped = margin(text, &lines);
        article.parts.clear();
        Self { text, article, lines, wrapped, below: false, open: None, last: None }
    }

    fn run(mut self) {
        let headline = self.headline();
        let mut standfirst_end = 0;
        if let Some((start, _)) = headline {
            standfirst_end = self.standfirst_end(start);
        }
        for i in 0..self.lines.len() {
            let line = self.lines[i];
            match headline {
                Some((start, end)) if (start..end).contains(&i) => {
                    if i == start {
                        let span = line.span.cover(self.lines[end - 1].span);
                        self.push(PartKind::Headline, span);
                        if self.article.title.is_none() {
                            self.article.title = Some(one_line(span.of(self.text)));
                        }
                    }
                }
                _ => self.line(i, line, i < standfirst_end),
            }
        }
        self.close();
    }

    /// One line that is not the headline. `standfirst`: it stands between headline and date line.
    fn line(&mut self, i: usize, line: Line, standfirst: bool) {
        let words = line.span.of(self.text);
        let zone = if self.below { Zone::Below } else { Zone::Top };
        if let Some(found) = lines::dateline(words) {
            let at =
                |range: std::ops::Range<usize>| Span::new(line.span.start + range.start, line.span.start + range.end);
            let mut parts = vec![(PartKind::Dateline, at(found.span))];
            if let Some(byline) = found.byline {
                let span = at(byline);
                self.author(span);
                parts.push((PartKind::Byline, span));
                parts.sort_by_key(|(_, span)| span.start);
            }
            for (kind, span) in parts {
                self.push(kind, span);
            }
            // A date among the paragraphs of a long text is that of something told.
            if self.article.date.is_none() && !self.below {
                self.article.date = Some(found.date);
                self.article.date_origin = DateOrigin::Dateline;
            }
            return;
        }
        match lines::kind(words, zone) {
            Some(kind) if !self.continues(i, line) => {
                if kind == PartKind::Byline {
                    self.author(line.span);
                }
                self.push(kind, line.span);
            }
            _ if standfirst && !ends_sentence(words) => self.push(PartKind::Headline, line.span),
            _ => self.running(i, line, !standfirst),
        }
    }

    /// A line of running text.
    fn running(&mut self, i: usize, line: Line, body: bool) {
        if self.open.is_some() && !self.continues(i, line) {
            self.close();
        }
        let mut span = line.span;
        if self.open.is_none()
            && !self.below
            && let Some(found) = lines::opening(&self.text[span.start..])
            && found.len < span.len()
        {
            self.push(PartKind::Dateline, Span::new(span.start, span.start + found.len));
            if self.article.date.is_none() && found.date.is_some() {
                self.article.date = found.date;
                self.article.date_origin = DateOrigin::Dateline;
            }
            let rest = &self.text[span.start + found.len..span.end];
            span = Span::new(span.end - rest.trim_start().len(), span.end);
        }
        self.below |= body;
        self.open = Some(self.open.map_or(span, |open| open.cover(span)));
        self.last = Some(line.span);
    }

    /// Whether a line goes on with the paragraph being gathered.
    fn continues(&self, i: usize, line: Line) -> bool {
        let (Some(_), Some(last)) = (self.open, self.last) else { return false };
        if line.after_blank || i == 0 || self.lines[i - 1].span != last {
            return false;
        }
        !ends_paragraph(self.text, last, line.span, self.wrapped)
    }

    fn close(&mut self) {
        if let Some(span) = self.open.take() {
            self.article.parts.push(Part { kind: PartKind::Paragraph, span });
        }
    }

    fn push(&mut self, kind: PartKind, span: Span) {
        self.close();
        if !span.is_empty() {
            self.article.parts.push(Part { kind, span });
        }
    }

    fn author(&mut self, span: Span) {
        if self.article.author.is_none() {
            self.article.author = author(span.of(self.text));
        }
    }

    /// The lines, first and one past the last, that are the headline.
    fn headline(&self) -> Option<(usize, usize)> {
        let is_text = |line: &Line| {
            let words = line.span.of(self.text);
            lines::dateline(words).is_none() && lines::kind(words, Zone::Top).is_none()
        };
        if let Some(title) = &self.article.title {
            let title = one_line(title);
            return self
                .lines
                .iter()
                .take(12)
                .position(|line| line.span.len() <= 2 * LONGEST_HEADLINE && one_line(line.span.of(self.text)) == title)
                .map(|i| (i, i + 1));
        }
        let start = self.lines.iter().position(is_text)?;
        let first = self.lines[start];
        let next = self.lines.get(start + 1)?;
        let words = first.span.of(self.text);
        if first.span.len() > LONGEST_HEADLINE || lines::opening(&self.text[first.span.start..]).is_some() {
            return None;
        }
        let set_apart = next.after_blank || !is_text(next);
        if ends_sentence(words) && !(set_apart && words.ends_with(['?', '!'])) {
            return None;
        }
        if set_apart {
            return Some((start, start + 1));
        }
        let next_words = next.span.of(self.text);
        if goes_on(next_words) || self.wrapped.is_some() {
            // A headline over several lines stands alone before a blank line; else these are lines of a paragraph.
            let end = (start + 1..self.lines.len()).find(|i| self.lines[*i].after_blank)?;
            let whole = first.span.cover(self.lines[end - 1].span);
            let alone = end - start <= 3
                && whole.len() <= LONGEST_HEADLINE
                && !(start..end).any(|i| ends_sentence(self.lines[i].span.of(self.text)));
            return alone.then_some((start, end));
        }
        Some((start, start + 1))
    }

    /// One past the last line between the headline and a date line or byline, if such a line follows before the
    /// running text.
    fn standfirst_end(&self, headline: usize) -> usize {
        (headline + 1..self.lines.len().min(headline + 6))
            .find(|i| {
                let words = self.lines[*i].span.of(self.text);
                lines::dateline(words).is_some() || lines::kind(words, Zone::Top) == Some(PartKind::Byline)
            })
            .unwrap_or(0)
    }
}

fn lines_of(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut offset, mut after_blank) = (0, true);
    for line in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let words = line.trim();
        if line == "\n" && text[..offset].ends_with('\r') {
            // The second half of a line's end.
        } else if words.is_empty() {
            after_blank = true;
        } else {
            let start = offset + (line.len() - line.trim_start().len());
            lines.push(Line { span: Span::new(start, start + words.len()), after_blank });
            after_blank = false;
        }
        offset += line.len();
    }
    lines
}

/// Where lines are broken.
#[derive(Clone, Copy, Debug)]
struct Margin {
    /// In characters.
    width: usize,
    /// Lines were evened out: they may be broken before they reach the margin.
    even: bool,
}

/// The right margin, if the text's lines are broken at one. Two signs tell: nearly every line break within
/// a block stands where the next word would have passed the margin; or, as programs that even out their lines leave it,
/// most lines end within a sentence that the next line goes on with, and are nearly as long as the longest.
fn margin(text: &str, lines: &[Line]) -> Option<Margin> {
    let breaks: Vec<_> = lines.windows(2).filter(|pair| !pair[1].after_blank).map(|pair| (pair[0], pair[1])).collect();
    if breaks.is_empty() {
        return None;
    }
    let mut width = 0;
    for (line, next) in &breaks {
        for words in [line.span.of(text), next.span.of(text)] {
            // An address cannot be broken and may pass the margin.
            if !words.contains(char::is_whitespace) {
                continue;
            }
            if words.len() > 4 * WIDEST_MARGIN {
                return None;
            }
            width = width.max(words.chars().count());
        }
    }
    if width > WIDEST_MARGIN {
        return None;
    }
    let count = |is: &dyn Fn(&(Line, Line)) -> bool| breaks.iter().filter(|pair| is(pair)).count();
    let forced = count(&|(line, next)| is_forced(text, line.span, next.span, width));
    let sentences = count(&|(line, _)| ends_sentence(line.span.of(text)));
    // A few lines of one sentence each pass the margin test by chance.
    let likely = if width < NARROWEST_MARGIN { sentences == 0 } else { sentences * 2 <= breaks.len() };
    let greedy = likely && forced * 10 >= breaks.len() * 8;
    let within = breaks.len() - sentences;
    let goes_on = count(&|(line, next)| !ends_sentence(line.span.of(text)) && goes_on(next.span.of(text)));
    let long = count(&|(line, _)| !ends_sentence(line.span.of(text)) && is_long(text, line.span, width));
    let even = within * 10 >= breaks.len() * 6 && goes_on * 10 >= within * 4 && long * 10 >= within * 8;
    (greedy || even).then_some(Margin { width, even: !greedy })
}

fn is_forced(text: &str, line: Span, next: Span, width: usize) -> bool {
    let word = next.of(text).split_whitespace().next().unwrap_or_default();
    line.of(text).chars().count() + 1 + word.chars().count() > width
}

/// Whether a line comes near the margin, so that its end says nothing about paragraphs.
fn is_long(text: &str, line: Span, width: usize) -> bool {
    line.of(text).chars().count() * 10 >= width * 7
}

/// Whether a line begins as one that goes on with a sentence.
fn goes_on(words: &str) -> bool {
    words.starts_with(|c: char| c.is_lowercase())
}

/// Whether the single line break between two lines of running text ends a paragraph.
fn ends_paragraph(text: &str, line: Span, next: Span, margin: Option<Margin>) -> bool {
    match margin {
        None => !goes_on(next.of(text)) || ends_sentence(line.of(text)),
        Some(Margin { width, even }) => {
            ends_sentence(line.of(text)) && !is_forced(text, line, next, width) && !(even && is_long(text, line, width))
        }
    }
}

/// Whether a line ends as a sentence does.
pub(super) fn ends_sentence(words: &str) -> bool {
    let bare = words.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', ' ']);
    bare.ends_with(['.', '!', '?', '…', ':', ';'])
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The names in a byline, without `By` and addresses.
pub(super) fn author(byline: &str) -> Option<String> {
    let words = one_line(byline);
    let bare = words
        .strip_prefix("By ")
        .or_else(|| words.strip_prefix("BY "))
        .or_else(|| words.strip_prefix("by "))
        .unwrap_or(&words);
    let bare = bare.split(['(', '<', '|']).next().unwrap_or_default();
    let names: Vec<_> = bare.split(' ').filter(|word| !word.contains('@')).collect();
    let names = names.join(" ").trim_matches(|c: char| !c.is_alphanumeric() && c != '.').to_owned();
    (!names.is_empty() && names.len() <= 200).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use PartKind::*;

    fn marked(text: &str) -> (Article, Vec<(PartKind, String)>) {
        let mut article = Article { text: text.to_owned(), ..Article::default() };
        mark(&mut article);
        assert_eq!(article.text, text);
        let mut end = 0;
        for part in &article.parts {
            assert!(part.span.start >= end, "parts in order");
            assert!(text[end..part.span.start].trim().is_empty(), "only white space between parts");
            assert_eq!(part.span.of(text).trim(), part.span.of(text));
            end = part.span.end;
        }
        assert!(text[end..].trim().is_empty());
        let parts = article.parts.iter().map(|p| (p.kind, p.span.of(text).to_owned())).collect();
        (article, parts)
    }

    fn kinds(text: &str) -> Vec<(PartKind, String)> {
        marked(text).1
    }

    fn part(kind: PartKind, words: &str) -> (PartKind, String) {
        (kind, words.to_owned())
    }

    #[test]
    fn lines_end_in_any_way() {
        let text = "Envoys part\n\nChile expelled the envoy of Peru.\nIt gave no reason.";
        for end in ["\n", "\r\n", "\r", "\u{2028}"] {
            let ended = text.replace('\n', end);
            let found = kinds(&ended).into_iter().map(|(kind, words)| (kind, words.replace(end, "\n")));
            assert_eq!(found.collect::<Vec<_>>(), kinds(text), "{end:?}");
        }
    }

    #[test]
    fn a_page_as_a_news_site_prints_it() {
        let (article, parts) = marked(
            "From\nSend to\n\nLatvia and Chile agree to open embassies\n\nJune 2, 2015 - 15:29 By Nora Lindqvist\nThe two \
             ministers shake hands in Riga on Tuesday. (Baltic Wire)\n\nLatvia and Chile agreed on Tuesday to open \
             embassies.\n \nThe ministers met in Riga.\n \nBy Nora Lindqvist (nora@example.org)",
        );
        assert_eq!(
            parts,
            [
                part(Boilerplate, "From"),
                part(Boilerplate, "Send to"),
                part(Headline, "Latvia and Chile agree to open embassies"),
                part(Dateline, "June 2, 2015 - 15:29"),
                part(Byline, "By Nora Lindqvist"),
                part(Caption, "The two ministers shake hands in Riga on Tuesday. (Baltic Wire)"),
                part(Paragraph, "Latvia and Chile agreed on Tuesday to open embassies."),
                part(Paragraph, "The ministers met in Riga."),
                part(Byline, "By Nora Lindqvist (nora@example.org)"),
            ]
        );
        assert_eq!(article.title.as_deref(), Some("Latvia and Chile agree to open embassies"));
        assert_eq!(article.date.unwrap().to_string(), "2015-06-02");
        assert_eq!(article.date_origin, DateOrigin::Dateline);
        assert_eq!(article.author.as_deref(), Some("Nora Lindqvist"));
    }

    #[test]
    fn an_agency_dispatch_opens_with_place_and_date() {
        let (article, parts) = marked(
            "Chile recalls envoy\n\nSANTIAGO, June 2, 2015 (Wire) -- Chile recalled its ambassador on Tuesday.\n\nIt \
             gave no reason.\n\n(END)",
        );
        assert_eq!(
            parts,
            [
                part(Headline, "Chile recalls envoy"),
                part(Dateline, "SANTIAGO, June 2, 2015 (Wire) --"),
                part(Paragraph, "Chile recalled its ambassador on Tuesday."),
                part(Paragraph, "It gave no reason."),
                part(Boilerplate, "(END)"),
            ]
        );
        assert_eq!(article.date.unwrap().to_string(), "2015-06-02");
    }

    #[test]
    fn single_line_breaks_end_paragraphs_where_lines_are_paragraphs() {
        let long = "The ministers of both countries met in Riga on Tuesday and agreed to open embassies before the end \
                    of the year, officials said.";
        assert_eq!(
            kinds(&format!("Envoys meet\nJune 2, 2015\n{long}\nThey also met reporters.\n{long}")),
            [
                part(Headline, "Envoys meet"),
                part(Dateline, "June 2, 2015"),
                part(Paragraph, long),
                part(Paragraph, "They also met reporters."),
                part(Paragraph, long),
            ]
        );
    }

    #[test]
    fn lines_broken_at_a_margin_are_one_paragraph() {
        let text = "Latvia and Chile agreed on Tuesday to open embassies before\nthe end of the year, their ministers \
                    said. They met in Riga,\nwhere they also signed a treaty on the mutual protection of\ninvestments.";
        assert_eq!(kinds(text), [part(Paragraph, text)]);
    }

    #[test]
    fn lines_broken_at_a_narrow_margin_are_one_paragraph() {
        let one = "Chile recalled its ambassador to Peru\non Tuesday after the government in\nLima expelled two Chilean \
                   diplomats.\nIt also cancelled a visit.";
        let two = "Peru condemned the decision. The\nforeign minister of Peru met the\nBrazilian president.";
        assert_eq!(kinds(&format!("{one}\n\n{two}\n")), [part(Paragraph, one), part(Paragraph, two)]);
    }

    #[test]
    fn evened_out_lines_are_one_paragraph() {
        let one = "Latvia and Chile agreed on Tuesday to open embassies before\nthe end of the year, their ministers \
                   said. They met in\nRiga, where they also signed a treaty on the mutual\nprotection of \
                   investments.";
        let two = "The treaty has to be ratified by both of the parliaments.\nIn Chile that may take until the \
                   autumn, in Latvia\nweeks, officials said.";
        assert_eq!(
            kinds(&format!("Envoys meet\n\n{one}\n\n{two}")),
            [part(Headline, "Envoys meet"), part(Paragraph, one), part(Paragraph, two)]
        );
    }

    #[test]
    fn indented_paragraphs_at_a_margin_end_where_their_last_line_is_short() {
        let text = "   Latvia and Chile agreed on Tuesday to open embassies before\nthe end of the year. Their \
                    ministers met in Riga, where they also\nsigned a treaty.\n   The president of Peru, who visited \
                    Riga on Monday, said that he\nwould meet them in Lima.";
        let words: Vec<_> = kinds(text).into_iter().map(|(_, words)| words).collect();
        assert_eq!(words.len(), 2, "{words:?}");
        assert!(words[0].ends_with("signed a treaty.") && words[1].ends_with("in Lima."), "{words:?}");
    }

    #[test]
    fn short_paragraphs_of_a_line_each_stay_apart() {
        let lines = ["Chile met Peru in Lima on Monday.", "Kenya met Latvia in Riga.", "Brazil met no one that day."];
        assert_eq!(kinds(&lines.join("\n")), lines.map(|line| part(Paragraph, line)));
        let talk = ["Latvia wants a treaty with Chile, it says.", "and Chile wants one with Latvia.", "So does Peru."];
        assert_eq!(kinds(&talk.join("\n")), talk.map(|line| part(Paragraph, line)));
    }

    #[test]
    fn a_bare_sentence_is_a_paragraph() {
        assert_eq!(kinds("Chile recalled its envoy"), [part(Paragraph, "Chile recalled its envoy")]);
        assert_eq!(kinds("  Chile recalled its envoy.\n"), [part(Paragraph, "Chile recalled its envoy.")]);
        assert_eq!(kinds(" \n"), []);
    }

    #[test]
    fn a_known_title_is_the_headline_where_the_text_repeats_it() {
        let mut article = Article {
            title: Some("Chile recalls its envoy.".to_owned()),
            text: "Chile recalls  its envoy.\nThe envoy left Riga on Monday.".to_owned(),
            ..Article::default()
        };
        mark(&mut article);
        assert_eq!(article.parts[0].kind, Headline);
        assert_eq!(article.parts[1].kind, Paragraph);
    }

    #[test]
    fn a_standfirst_belongs_to_the_headline() {
        assert_eq!(
            kinds("Envoys meet\nLatvia hopes for a treaty\nBy Nora Lindqvist\nJune 2, 2015\n\nThe envoys met.")[..4],
            [
                part(Headline, "Envoys meet"),
                part(Headline, "Latvia hopes for a treaty"),
                part(Byline, "By Nora Lindqvist"),
                part(Dateline, "June 2, 2015"),
            ]
        );
    }
}
