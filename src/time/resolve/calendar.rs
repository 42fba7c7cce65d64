//! Dates of the calendar: what months, days, weekdays and years name.

use super::*;

impl Context<'_> {
    pub(super) fn date(&self, m: &Match) -> Option<Resolved> {
        let year = m.get(Class::Year).and_then(|y| i16::try_from(y).ok());
        let month = m.get(Class::Month).map(|n| n as i8);
        let day = m.get(Class::Day).or(m.get(Class::OrdinalDay)).map(|n| n as i8);
        let weekday = m.get(Class::Weekday).map(|n| n as i8);
        let explicit = |moment| Some(Resolved { explicit: true, ..Resolved::moment(moment) });
        if day.is_some() && m.end > m.start + 1 {
            // "in March 20 people"
            let last_is_day = self.has(m.end - 1, Class::Day);
            if last_is_day && self.has(m.end, Class::Compound) && self.tokens[m.end].capital {
                return None;
            }
            if last_is_day && (self.has(m.end, Class::Counted) || matches!(self.str(m.end), "%" | "per" | "-")) {
                return None;
            }
        }
        match (year, month, day) {
            (Some(y), Some(mo), Some(d)) => explicit(Moment::Day(Date::new(y, mo, d).ok()?)),
            (Some(y), Some(mo), None) => explicit(Moment::Month(y, mo)),
            (None, Some(mo), Some(d)) => {
                Date::new(2000, mo, d).ok()?;
                let inherited = self.inherited_year(m);
                let explicit = inherited.is_some();
                let date = match inherited {
                    Some(y) => Some(Date::new(y, mo, d).ok()?),
                    None => self.nearest_day(mo, d, weekday, m.start),
                };
                Some(match date {
                    Some(date) => Resolved { explicit, ..Resolved::moment(Moment::Day(date)) },
                    None => Resolved::bare(TimexKind::Date, format!("XXXX-{mo:02}-{d:02}")),
                })
            }
            (None, Some(mo), None) => self.month(m, mo),
            (None, None, None) => self.weekday(m, weekday?),
            (Some(y), None, None) => self.year(m, y),
            (_, None, Some(_)) => None,
        }
    }

    /// The day of that name nearest to publication, unless the tense speaks for the other side and it is not much farther.
    pub(super) fn nearest_day(&self, month: i8, day: i8, weekday: Option<i8>, at: usize) -> Option<Date> {
        let anchor = self.anchor?;
        let tense = self.tense_at(at);
        let days = (-1..=1).filter_map(|n| Date::new(anchor.year() + n, month, day).ok());
        let cost = |date: &Date| {
            let ahead = days_between(anchor, *date);
            let wrong_side = match tense {
                Tense::Past => ahead > 0,
                Tense::Future => ahead < 0,
                Tense::Present | Tense::Unknown => false,
            };
            let wrong_weekday = weekday.is_some_and(|w| date.weekday().to_monday_one_offset() != w);
            ahead.abs() + if wrong_side { 150 } else { 0 } + if wrong_weekday { 400 } else { 0 }
        };
        days.min_by_key(cost)
    }

    pub(super) fn month(&self, m: &Match, month: i8) -> Option<Resolved> {
        let alone = m.parts.len() == 1;
        let unsure = m.readings().any(|r| r.class == Class::Month && r.unsure);
        if alone && unsure && !self.follows_preposition(m.start) {
            return None;
        }
        if let Some(year) = self.inherited_year(m) {
            return Some(Resolved { explicit: true, ..Resolved::moment(Moment::Month(year, month)) });
        }
        let Some(anchor) = self.anchor else {
            return Some(Resolved::bare(TimexKind::Date, format!("XXXX-{month:02}")));
        };
        // The nearest month of that name; the tense weighs eight months, so that only next month beats last year's.
        let ahead = (i32::from(month) - i32::from(anchor.month())).rem_euclid(12);
        let back = (12 - ahead) % 12;
        let (ahead_cost, back_cost) = match self.tense_at(m.start) {
            Tense::Future => (ahead, back + 8),
            Tense::Past => (ahead + 8, back),
            Tense::Present | Tense::Unknown => (ahead + 6, back),
        };
        let months = if ahead == 0 || ahead_cost < back_cost { ahead } else { -back };
        Some(Resolved::moment(Moment::Month(anchor.year(), anchor.month()).shift(months)?))
    }

    pub(super) fn weekday(&self, m: &Match, weekday: i8) -> Option<Resolved> {
        let unsure = m.readings().any(|r| r.class == Class::Weekday && r.unsure);
        if unsure && !self.follows_preposition(m.start) {
            return None;
        }
        // "Bloody Sunday", "Black Friday" and "the Friday Times" are names.
        let Some(anchor) = self.anchor else {
            return Some(Resolved::bare(TimexKind::Date, format!("XXXX-WXX-{weekday}")));
        };
        let back = (i32::from(anchor.weekday().to_monday_one_offset()) - i32::from(weekday)).rem_euclid(7);
        let days = match self.tense_at(m.start) {
            Tense::Future => (7 - back) % 7,
            _ => -back,
        };
        Some(Resolved::moment(Moment::Day(add_days(anchor, days)?)))
    }

    pub(super) fn year(&self, m: &Match, year: i16) -> Option<Resolved> {
        let before = self.before(m.start);
        let word_before = self.str_before(m.start);
        let glued_before = self.tokens[m.start].glued;
        let next_glued = self.token(m.end).is_some_and(|t| t.glued);
        let strong = self.follows_preposition(m.start);
        let usual = (1900..=2099).contains(&year);
        if matches!(word_before, "$" | "€" | "£" | "#" | "¥" | "." | "№") || (glued_before && word_before == "/")
        {
            return None;
        }
        if glued_before && matches!(word_before, "-" | "–" | "+") {
            let compound = m.start.checked_sub(2).map(|i| self.str(i).to_ascii_lowercase());
            if !compound.is_some_and(|w| matches!(w.as_str(), "mid" | "early" | "late" | "pre" | "post")) {
                return None;
            }
        }
        if self.ends_before(m.start, Class::Numbered) || (!usual && !strong) {
            return None;
        }
        if matches!(self.str(m.end), "%")
            || (next_glued && self.str(m.end) == "." && self.has(m.end + 1, Class::Number))
        {
            return None;
        }
        if self.has(m.end, Class::Counted) && (year % 100 == 0 || !strong) {
            return None;
        }
        // "2000 demonstrators" counts; "the 2000 elections" does not.
        let next = self.str(m.end);
        let plural =
            next.len() > 3 && next.ends_with('s') && !next.ends_with("ss") && next.starts_with(char::is_lowercase);
        let determined = strong
            || before.is_none()
            || matches!(
                word_before.to_ascii_lowercase().as_str(),
                "the" | "'" | "s" | "its" | "their" | "his" | "her" | "our"
            );
        if plural && !next_glued && year % 50 == 0 && !matches!(word_before, "the") || (plural && !determined) {
            return None;
        }
        // Codes: "Boeing 2007", but not "Beijing Olympics 2008" after a comma, bracket or lower-case word.
        let unknown_name =
            before.is_some_and(|t| t.shape == Shape::Word && t.capital && t.readings.is_empty() && m.start > 1);
        if unknown_name && next.starts_with(|c: char| c.is_lowercase()) && plural {
            return None;
        }
        Some(Resolved { explicit: true, ..Resolved::moment(Moment::Year(year)) })
    }

    /// The second day of "March 3 and 5".
    pub(super) fn last_day(&self, m: &Match) -> Option<Resolved> {
        let day = m.readings().filter(|r| r.class == Class::Day).last()?.value as i8;
        let month = m.get(Class::Month)? as i8;
        let free = self.token(m.end).is_none_or(|t| t.shape == Shape::Mark) || self.has(m.end, Class::Before);
        if !free || self.str(m.end) == "%" || self.str(m.end) == "-" {
            return None;
        }
        let date = match m.get(Class::Year) {
            Some(year) => Some(Date::new(year as i16, month, day).ok()?),
            None => self.nearest_day(month, day, None, m.start),
        };
        Some(match date {
            Some(date) => Resolved::moment(Moment::Day(date)),
            None => Resolved::bare(TimexKind::Date, format!("XXXX-{month:02}-{day:02}")),
        })
    }

    /// "May of this year", "June 3 last year".
    pub(super) fn rel_month(&self, m: &Match) -> Option<Resolved> {
        let month = m.get(Class::Month)? as i8;
        let Some(Moment::Year(year)) = self.resolve(m.sub()?)?.moment else {
            let year_like = m.sub()?.get(Class::Unit).map(unit_of).is_some_and(|(u, _)| u == Unit::Year);
            return (year_like && self.anchor.is_none())
                .then(|| Resolved::bare(TimexKind::Date, format!("XXXX-{month:02}")));
        };
        Some(Resolved::moment(match m.get(Class::Day) {
            Some(day) => Moment::Day(Date::new(year, month, day as i8).ok()?),
            None => Moment::Month(year, month),
        }))
    }

    /// "next January 20", "this May 1".
    pub(super) fn rel_day(&self, m: &Match) -> Option<Resolved> {
        let (month, day) = (m.get(Class::Month)? as i8, m.get(Class::Day)? as i8);
        let step = m.get(Class::Rel)?;
        let Some(anchor) = self.anchor else {
            return Some(Resolved::bare(TimexKind::Date, format!("XXXX-{month:02}-{day:02}")));
        };
        let mut days = (-2..=2).filter_map(|n| Date::new(anchor.year() + n, month, day).ok());
        let found = match step {
            -1 => days.rfind(|d| *d < anchor),
            1 => days.find(|d| *d > anchor),
            _ => days.find(|d| d.year() == anchor.year()),
        };
        Some(Resolved::moment(Moment::Day(found?)))
    }

    pub(super) fn day_of_month(&self, m: &Match) -> Option<Resolved> {
        let step = if m.has_word(self.words().last) {
            -1
        } else if m.has_word(self.words().next) {
            1
        } else {
            0
        };
        let day = m.get(Class::OrdinalDay)? as i8;
        let date = self.anchor.and_then(|a| match Moment::of(a, Unit::Month).shift(step)? {
            Moment::Month(y, mo) => Date::new(y, mo, day).ok(),
            _ => None,
        });
        Some(Resolved::or_unresolved(date.map(Moment::Day), Unit::Day))
    }

    /// "March 3-5", "May-June 2010", "2015-16": the length, and the days between.
    pub(super) fn dash_range(&self, m: &Match, action: Action) -> Option<Resolved> {
        let all = |class: Class| m.readings().filter(move |r| r.class == class).map(|r| r.value);
        let year = m.get(Class::Year).map(|y| y as i16).or_else(|| self.inherited_year(m));
        let (first, last, length) = match action {
            Action::Years => {
                let a = m.get(Class::Year)?;
                let b = match m.get(Class::ShortYear) {
                    Some(short) => a / 100 * 100 + short,
                    None => all(Class::Year).nth(1)?,
                };
                let known = (1800..=2100).contains(&a) && a < b && b - a < 100 && !self.tokens[m.start].glued;
                if !known || self.ends_before(m.start, Class::Numbered) || self.has(m.end, Class::Counted) {
                    return None;
                }
                (Moment::Year(a as i16), Moment::Year(b as i16), Unit::Year.duration(&(b - a).to_string()))
            }
            Action::Months => {
                let (a, b) = (all(Class::Month).next()?, all(Class::Month).nth(1)?);
                let length = Unit::Month.duration(&(b - a).rem_euclid(12).to_string());
                let Some(year) = year.or_else(|| self.month(m, b as i8)?.moment.map(|mo| mo.days().0.year())) else {
                    return Some(Resolved::bare(TimexKind::Duration, length));
                };
                (Moment::Month(if a > b { year - 1 } else { year }, a as i8), Moment::Month(year, b as i8), length)
            }
            _ => {
                let (a, b) = (all(Class::Day).next()?, all(Class::Day).nth(1)?);
                let month = m.get(Class::Month)? as i8;
                if a >= b || self.has(m.end, Class::Counted) {
                    return None;
                }
                let length = Unit::Day.duration(&(b - a).to_string());
                let year = year.or_else(|| self.nearest_day(month, a as i8, None, m.start).map(|d| d.year()));
                let Some(year) = year else { return Some(Resolved::bare(TimexKind::Duration, length)) };
                let day = |d: i32| Date::new(year, month, d as i8).ok().map(Moment::Day);
                (day(a)?, day(b)?, length)
            }
        };
        let when = range_time(first.days().0, last.days().1);
        Some(Resolved { when, ..Resolved::bare(TimexKind::Duration, length) })
    }
}
