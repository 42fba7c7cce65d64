//! Seasons, quarters, decades.

use super::*;

impl Context<'_> {
    pub(super) fn season(&self, m: &Match) -> Option<Resolved> {
        let season = m.get(Class::Season)? as i8;
        if let Some(year) = m.get(Class::Year) {
            return Some(Resolved { explicit: true, ..Resolved::moment(Moment::Season(year as i16, season)) });
        }
        if let Some(sub) = m.sub() {
            return match self.resolve(sub)?.moment {
                Some(Moment::Year(year)) => Some(Resolved::moment(Moment::Season(year, season))),
                _ => None,
            };
        }
        let token = &self.tokens[m.parts.first()?.token];
        let unsure = m.readings().any(|r| r.class == Class::Season && r.unsure);
        let the = self.str_before(m.start).eq_ignore_ascii_case("the") && m.start > 0;
        let supported = self.follows_preposition(m.start)
            || m.start != m.first
            || (the && m.start > 1 && self.follows_preposition(m.start - 1));
        let verb_or_name = (token.capital && m.start > 0)
            || self.has(m.end, Class::Compound)
            || matches!(self.str(m.end), "of" | "up" | "from" | "back" | "into" | "to" | "water" | "Olympics");
        if verb_or_name
            || (unsure && m.start == m.first)
            || (!supported && !the && m.start > 0 && self.str_before(m.start).ends_with("ing"))
        {
            return None;
        }
        self.season_near(season, self.tense_at(m.start))
    }

    /// The season that the tense points to; without one that which is nearest.
    pub(super) fn season_near(&self, season: i8, tense: Tense) -> Option<Resolved> {
        let Some(anchor) = self.anchor else {
            return Some(Resolved::bare(TimexKind::Date, format!("XXXX-{}", SEASONS[season as usize % 4])));
        };
        let all = (-1..=1).map(|n| Moment::Season(anchor.year() + n, season));
        all.min_by_key(|s| self.distance(*s, tense, 1000)).map(Resolved::moment)
    }

    pub(super) fn quarter(&self, m: &Match) -> Option<Resolved> {
        let half = m.has_word(self.words().half);
        let per_year = if half { 2 } else { 4 };
        let ordinal = m.get(Class::Ordinal)?;
        let n = if ordinal == -1 { per_year } else { ordinal } as i8;
        if n > per_year as i8 || matches!(self.str(m.end), "final" | "finals" | "century") {
            return None;
        }
        if self.str(m.end) == "-" && self.str(m.end + 1).starts_with("final") {
            return None;
        }
        let build = |year: i16| if half { Moment::HalfYear(year, n) } else { Moment::Quarter(year, n) };
        if let Some(year) = m.get(Class::Year) {
            return Some(Resolved { explicit: true, ..Resolved::moment(build(year as i16)) });
        }
        if let Some(sub) = m.sub() {
            return match self.resolve(sub)?.moment? {
                Moment::Year(year) => Some(Resolved { explicit: true, ..Resolved::moment(build(year)) }),
                _ => None,
            };
        }
        let of_year = m.has_word(self.words().year);
        if half && !of_year {
            return None;
        }
        let Some(anchor) = self.anchor else {
            let letter = if half { 'H' } else { 'Q' };
            return Some(Resolved::bare(TimexKind::Date, format!("XXXX-{letter}{n}")));
        };
        if ordinal == -1 && !of_year {
            return m
                .has_word(self.words().quarter)
                .then(|| Moment::of(anchor, Unit::Quarter).shift(-1))
                .flatten()
                .map(Resolved::moment);
        }
        if of_year {
            return Some(Resolved::moment(build(anchor.year())));
        }
        let years = (-1..=1).map(|n| build(anchor.year() + n));
        let tense = self.tense_at(m.start);
        years.min_by_key(|q| self.distance(*q, tense, 100)).map(Resolved::moment)
    }

    /// Days from publication to `moment`, and `weight` more on the side that the tense speaks against.
    pub(super) fn distance(&self, moment: Moment, tense: Tense, weight: i64) -> i64 {
        let Some(anchor) = self.anchor else { return 0 };
        let (first, last) = moment.days();
        let (ahead, behind) = (days_between(anchor, first).max(0), days_between(last, anchor).max(0));
        let wrong_side = match tense {
            Tense::Past => ahead > 0,
            Tense::Future => behind > 0,
            Tense::Present | Tense::Unknown => false,
        };
        ahead + behind + if wrong_side { weight } else { 0 }
    }

    pub(super) fn quarter_number(&self, m: &Match) -> Option<Resolved> {
        let name = self.str(m.start);
        let n: i8 = name[1..].parse().ok()?;
        let half = name.starts_with(['h', 'H']);
        let build = |year: i16| if half { Moment::HalfYear(year, n) } else { Moment::Quarter(year, n) };
        if let Some(year) = m.get(Class::Year) {
            return Some(Resolved { explicit: true, ..Resolved::moment(build(year as i16)) });
        }
        let moment = self.anchor.map(|a| {
            let this = build(a.year());
            if this.days().0 > a && self.tense_at(m.start) == Tense::Past { build(a.year() - 1) } else { this }
        });
        Some(Resolved::or_unresolved(moment, Unit::Quarter))
    }

    pub(super) fn decade(&self, m: &Match) -> Option<Resolved> {
        let decade = if let Some(decade) = m.get(Class::Decade) {
            decade
        } else {
            let short = m.get(Class::ShortDecade).or(m.get(Class::DecadeWord))? / 10;
            let marked = m.has_word(self.words().apostrophe) || m.has_word(self.words().the);
            // "in his thirties", "the 40s" of a thermometer
            if !marked || (m.get(Class::ShortDecade).is_some() && short < 2) {
                return None;
            }
            if short >= 3 { 190 + short } else { 200 + short }
        };
        // "the 1700s" are a century, "the 2000s" still a decade.
        let moment = if decade % 10 == 0 && decade < 200 {
            Moment::Century(decade as i16 / 10)
        } else {
            Moment::Decade(decade as i16)
        };
        Some(Resolved { explicit: true, ..Resolved::moment(moment) })
    }
}
