//! Terms of office: who held what when, with days as finely as they are known.

use jiff::civil::Date;

/// A day as a number that sorts: 20210325.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub i32);

impl Day {
    /// Before everything.
    pub const FIRST: Day = Day(0);
    /// After everything.
    pub const LAST: Day = Day(99_991_231);

    /// A day of the calendar.
    pub fn of(date: Date) -> Self {
        Day(i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day()))
    }

    /// Earliest and latest day of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub fn range(text: &str) -> Option<(Day, Day)> {
        let mut parts = text.split('-');
        let mut number = |digits: usize, max: i32| match parts.next() {
            None => Some(None),
            Some(p) if p.len() == digits && p.bytes().all(|b| b.is_ascii_digit()) => {
                p.parse().ok().filter(|n| (1..=max).contains(n)).map(Some)
            }
            Some(_) => None,
        };
        let year = number(4, 9998)??;
        let month = number(2, 12)?;
        let day = number(2, 31)?;
        if parts.next().is_some() {
            return None;
        }
        let low = year * 10_000 + month.unwrap_or(1) * 100 + day.unwrap_or(1);
        let high = year * 10_000 + month.unwrap_or(12) * 100 + day.unwrap_or(31);
        Some((Day(low), Day(high)))
    }

    /// The day so many years later, earlier when negative.
    pub fn plus_years(self, years: i32) -> Self {
        Day(self.0 + years * 10_000)
    }
}

/// Classes of offices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum OfficeClass {
    HeadOfState,
    HeadOfGovernment,
    ForeignMinister,
    DefenceMinister,
    Other,
    /// No office: what somebody of `people.tsv` is.
    None,
}

impl OfficeClass {
    /// The class of that name in `offices.tsv`.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "head-of-state" => Self::HeadOfState,
            "head-of-government" => Self::HeadOfGovernment,
            "foreign-minister" => Self::ForeignMinister,
            "defence-minister" => Self::DefenceMinister,
            "other" => Self::Other,
            _ => return None,
        })
    }
}

/// One person's time in one office.
#[derive(Clone, Debug)]
pub struct Term<O> {
    /// State, organisation or group whose office it is.
    pub owner: O,
    /// Class of the office.
    pub class: OfficeClass,
    /// Its name: `Foreign Minister`.
    pub title: &'static str,
    /// A CAMEO code that the table itself gives.
    pub code: Option<&'static str>,
    /// Number of the person.
    pub person: u32,
    /// Earliest and latest first day.
    pub from: (Day, Day),
    /// Earliest and latest last day.
    pub to: (Day, Day),
}

impl<O> Term<O> {
    /// Whether the day may lie in the term.
    pub fn may_hold(&self, day: Day) -> bool {
        self.from.0 <= day && day <= self.to.1
    }

    /// Whether the day lies in the term however its dates are read.
    pub fn holds(&self, day: Day) -> bool {
        self.from.1 <= day && day <= self.to.0
    }

    /// The title without `Acting`, `Interim` and the like.
    pub fn plain_title(&self) -> &str {
        let mut title = self.title;
        while let Some((first, rest)) = title.split_once(' ') {
            if ["acting", "interim", "caretaker", "transitional", "provisional"]
                .iter()
                .any(|word| first.eq_ignore_ascii_case(word))
            {
                title = rest;
            } else {
                break;
            }
        }
        title
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_as_fine_as_given() {
        assert_eq!(Day::range("1991"), Some((Day(19910101), Day(19911231))));
        assert_eq!(Day::range("1991-12"), Some((Day(19911201), Day(19911231))));
        assert_eq!(Day::range("1991-12-26"), Some((Day(19911226), Day(19911226))));
        for wrong in ["", "91", "1991-13", "1991-1", "1991-12-26-1", "x"] {
            assert_eq!(Day::range(wrong), None, "{wrong}");
        }
    }
}
