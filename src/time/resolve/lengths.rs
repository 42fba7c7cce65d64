//! Lengths of time and their distance from events.

use super::*;

impl Context<'_> {
    /// The unit of a match and how often it counts.
    pub(super) fn unit(&self, m: &Match) -> Option<(Unit, i32)> {
        m.get(Class::Unit).or(m.get(Class::Units)).map(unit_of)
    }

    /// Whether "a year" before token `i` is "per year".
    pub(super) fn rate_before(&self, i: usize) -> bool {
        let Some(at) = i.checked_sub(1) else { return false };
        let token = &self.tokens[at];
        let number = token.readings.iter().any(|r| r.class == Class::Counted)
            || (token.shape == Shape::Number && !self.has(at, Class::Year))
            || token.span.of(self.text) == "%";
        number || ["once", "twice", "times"].contains(&token.span.of(self.text))
    }

    pub(super) fn length(&self, m: &Match) -> Option<Resolved> {
        let words = self.words();
        let amounts: Vec<i32> = m.readings().filter(|r| r.class == Class::Amount).map(|r| r.value).collect();
        let next = self.str(m.end);
        if next == "old" || (next == "-" && self.str(m.end + 1) == "old") {
            return None;
        }
        if m.has_word(words.half) && !m.has_word(words.and) {
            return self.half(m);
        }
        if m.has_word(words.part) || m.has_word(words.and) && amounts.is_empty() {
            let amount = if m.has_word(words.and) { "1.5" } else { "X" };
            return self.unit(m).map(|(unit, _)| Resolved::bare(TimexKind::Duration, unit.duration(amount)));
        }
        let units: Vec<(Unit, i32)> =
            m.readings().filter(|r| matches!(r.class, Class::Unit | Class::Units)).map(|r| unit_of(r.value)).collect();
        let (unit, times) = *units.first()?;
        let article = m.parts.iter().any(|p| p.is(Class::Amount) && self.has(p.token, Class::Article));
        if m.get(Class::Unit).is_some() {
            let one = amounts.first() == Some(&1000);
            // "a second term", "a quarter of them", "$2 a day", "one day he may"
            let at = m.parts.first()?.token;
            if unit == Unit::Weekend || (one && matches!(unit, Unit::Second | Unit::Quarter)) {
                return None;
            }
            if one && article && (self.rate_before(at) || (unit == Unit::Day && next == "after")) {
                return None;
            }
            if one && !article && unit == Unit::Day && m.parts.len() == 2 && !self.follows_preposition(m.start) {
                return None;
            }
            // "two year" is no English; "19 second-placed"
            if !one && unit <= Unit::Second {
                return None;
            }
        }
        if unit == Unit::Quarter && next == "of" {
            return None;
        }
        if let ([a, b], [(ua, _), (ub, _)]) = (amounts.as_slice(), units.as_slice()) {
            if *a < 0 || *b < 0 {
                return None;
            }
            let (first, second) = (ua.duration(&amount_text(*a, 1)), ub.duration(&amount_text(*b, 1)));
            let joined = match second.strip_prefix("PT") {
                Some(rest) if first.starts_with("PT") => format!("{first}{rest}"),
                Some(rest) => format!("{first}T{rest}"),
                None => format!("{first}{}", &second[1..]),
            };
            return (ua > ub).then(|| Resolved::bare(TimexKind::Duration, joined));
        }
        let value = unit.duration(&amount_text(*amounts.first()?, times));
        Some(Resolved::bare(TimexKind::Duration, value))
    }

    /// "half an hour", "half a century".
    pub(super) fn half(&self, m: &Match) -> Option<Resolved> {
        let words = self.words();
        let value = [
            (words.hour, "PT30M"),
            (words.year, "P6M"),
            (words.century, "P50Y"),
            (words.decade, "P5Y"),
            (words.day, "PT12H"),
            (words.month, "P0.5M"),
        ];
        let (_, value) = value.iter().find(|(word, _)| m.has_word(*word))?;
        Some(Resolved::bare(TimexKind::Duration, *value))
    }

    /// The first number of "between 60 and 90 days".
    pub(super) fn length_of(&self, m: &Match) -> Option<Resolved> {
        let (unit, times) = self.unit(m)?;
        let amount = m.get(Class::Amount).filter(|a| *a > 0)?;
        Some(Resolved::bare(TimexKind::Duration, unit.duration(&amount_text(amount, times))))
    }

    /// "for years", "months of talks".
    pub(super) fn vague(&self, m: &Match) -> Option<Resolved> {
        let (unit, _) = self.unit(m)?;
        if unit <= Unit::Minute || unit == Unit::Quarter || unit == Unit::Weekend {
            return None;
        }
        Some(Resolved::bare(TimexKind::Duration, unit.duration("X")))
    }

    /// Where the words begin that "after" or "before" governs.
    pub(super) fn after_link(&self, m: &Match) -> Option<usize> {
        let link = m.parts.iter().find_map(|p| match &p.what {
            PartKind::Reading(r) if r.class == Class::Link => Some(p.token + usize::from(r.len)),
            _ => None,
        });
        self.token(link.unwrap_or(m.end + 1)).map(|t| t.span.start)
    }

    /// "the day after the vote", "the eve of the summit".
    pub(super) fn beside(&self, m: &Match) -> Option<Resolved> {
        let unit = m.get(Class::Unit).map_or(Unit::Day, |u| unit_of(u).0);
        let sign = m.get(Class::Link).unwrap_or(-1);
        if unit < Unit::Day {
            return None;
        }
        let offset = Offset { amount: Some(sign), unit, later: sign > 0, anchor: self.after_link(m) };
        let anchor = match m.sub() {
            Some(sub) => self.resolve(sub)?.when.and_then(|when| if sign > 0 { when.end } else { when.start }),
            None => None,
        };
        let moment = anchor.and_then(|day| shift_date(day, unit, sign)).map(|day| Moment::of(day, unit));
        Some(Resolved { offset: Some(offset), ..Resolved::or_unresolved(moment, unit) })
    }

    /// "two days after the talks".
    pub(super) fn offset(&self, m: &Match) -> Option<Resolved> {
        let (unit, times) = self.unit(m)?;
        let sign = m.get(Class::Link)?;
        let amount = m.get(Class::Amount).unwrap_or(UNSTATED);
        if unit == Unit::Quarter || (unit == Unit::Second && m.get(Class::Unit).is_some()) {
            return None;
        }
        let n = (amount != UNSTATED).then(|| (amount / 1000).checked_mul(times * sign)).flatten();
        let offset = Offset { amount: n, unit, later: sign > 0, anchor: self.after_link(m) };
        let value = unit.duration(&amount_text(amount, times));
        // "two days after March 3", but not "two days after Sunday's vote": that is an event's own date, still the same day.
        let when = match m.sub() {
            Some(sub) => self.resolve(sub)?.when.and_then(|when| offset.apply(&when)),
            None => None,
        };
        Some(Resolved { offset: Some(offset), when, ..Resolved::bare(TimexKind::Duration, value) })
    }
}
