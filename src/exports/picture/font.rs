//! How wide text is, so that it fits its box on any machine.
//!
//! Pictures ask for Helvetica or what stands in for it (Arial, Liberation Sans), all of the same widths.

use unicode_normalization::UnicodeNormalization;

/// What pictures ask for.
pub const FAMILY: &str = "Helvetica, Arial, 'Liberation Sans', sans-serif";

/// Widths of the characters from space to tilde in thousandths of the size (Adobe's font metrics for Helvetica).
const ASCII: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
];

/// Width of a line of text of that size, in the same unit; a few parts in a hundred too much rather than too little.
pub fn width(text: &str, size: f64) -> f64 {
    let sum: f64 = text.nfd().map(thousandths).sum();
    sum / 1000.0 * size * 1.03
}

fn thousandths(c: char) -> f64 {
    match c {
        ' '..='~' => f64::from(ASCII[c as usize - 0x20]),
        c if unicode_normalization::char::is_combining_mark(c) => 0.0,
        '’' | '‘' | '·' => 278.0,
        '–' | '“' | '”' => 556.0,
        '…' | '—' | '→' => 1000.0,
        // CJK, Hangul, emoji and whatever else may fill the em square.
        c if c >= '\u{1100}' => 1000.0,
        // Greek, Cyrillic, Hebrew, Arabic ...
        _ => 720.0,
    }
}

/// The text, shortened with an ellipsis where it is wider than `limit`. Characters that no font draws are dropped.
pub fn fit(text: &str, size: f64, limit: f64) -> String {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    if width(&text, size) <= limit {
        return text;
    }
    let mut kept = String::new();
    let room = limit - width("…", size);
    let mut used = 0.0;
    for c in text.chars() {
        used += width(c.encode_utf8(&mut [0; 4]), size);
        if used > room {
            break;
        }
        kept.push(c);
    }
    kept.truncate(kept.trim_end_matches([' ', ',', '·', '-']).len());
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortened_text_is_no_wider_than_allowed() {
        for text in ["South Korea", "Élisabeth Borne, Catherine Colonna", "習近平國家主席", "a\u{7}b\nc", ""] {
            for limit in [20.0, 60.0, 200.0] {
                assert!(width(&fit(text, 10.0, limit), 10.0) <= limit, "{text} in {limit}");
            }
        }
        assert_eq!(fit("South  Korea\n", 10.0, 100.0), "South Korea");
        assert_eq!(fit("Catherine Colonna", 10.0, 60.0), "Catherine…");
    }
}
