//! Days, months and years as people type them for a command.

use jiff::civil::Date;

/// First and last day of `2021-03-25`, `2021-03` or `2021`.
pub fn days(text: &str) -> Option<(Date, Date)> {
    if let Ok(date) = text.parse::<Date>() {
        return Some((date, date));
    }
    let parts: Vec<&str> = text.split('-').collect();
    match parts.as_slice() {
        [year] if year.len() == 4 => {
            let year: i16 = year.parse().ok()?;
            Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?))
        }
        [year, month] if year.len() == 4 && month.len() == 2 => {
            let first = Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::days;

    #[test]
    fn months_and_years_have_a_first_and_a_last_day() {
        let asked = |text: &str| days(text).map(|(first, last)| format!("{first} {last}"));
        assert_eq!(asked("2021-03-25").as_deref(), Some("2021-03-25 2021-03-25"));
        assert_eq!(asked("2024-02").as_deref(), Some("2024-02-01 2024-02-29"));
        assert_eq!(asked("2013").as_deref(), Some("2013-01-01 2013-12-31"));
        for wrong in ["", "21", "2021-13", "2021-2", "March", "-001", "2021-02-30"] {
            assert_eq!(asked(wrong), None, "{wrong}");
        }
    }
}
