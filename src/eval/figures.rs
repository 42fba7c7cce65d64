//! Arithmetic and words that the measures share.

/// Precision, recall and F1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Figures {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
}

impl Figures {
    /// Of `right` out of `made`, where there were `gold`.
    pub fn of(right: usize, made: usize, gold: usize) -> Self {
        let (precision, recall) = (share(right, made), share(right, gold));
        let sum = precision + recall;
        Self { precision, recall, f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 } }
    }
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "P {:.3} R {:.3} F1 {:.3}", self.precision, self.recall, self.f1)
    }
}

/// `part / whole`, 0 of nothing.
pub(super) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Words in quotation marks, control characters written out.
pub(super) fn quoted(words: &str) -> String {
    let escaped: String =
        words.chars().map(|c| if c.is_control() { c.escape_default().to_string() } else { c.to_string() }).collect();
    if escaped.contains('\'') && !escaped.contains('"') {
        format!("\"{escaped}\"")
    } else {
        format!("'{}'", escaped.replace('\'', "\\'"))
    }
}

/// The first `count` characters on one line.
pub(super) fn beginning(text: &str, count: usize) -> String {
    text.chars().take(count).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_found_is_no_division_by_zero() {
        assert_eq!(Figures::of(0, 0, 0), Figures { precision: 0.0, recall: 0.0, f1: 0.0 });
        assert_eq!(Figures::of(1, 2, 4).to_string(), "P 0.500 R 0.250 F1 0.333");
    }
}
