//! Text in XML.

use std::borrow::Cow;

/// Text that may stand between tags or in a quoted attribute. Characters that XML 1.0 cannot hold become U+FFFD; line
/// breaks and tabs become references, so that attributes keep them.
pub fn escape(text: &str) -> Cow<'_, str> {
    let plain = |c: char| !matches!(c, '<' | '>' | '&' | '"' | '\'' | '\u{fffe}' | '\u{ffff}' | '\0'..='\u{1f}');
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            c if plain(c) => out.push(c),
            _ => out.push('\u{fffd}'),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn only_what_must_changes() {
        assert_eq!(escape("Élysée – “quiet”"), "Élysée – “quiet”");
        assert_eq!(escape("<a b=\"c\">&\u{0}\u{b}\n"), "&lt;a b=&quot;c&quot;&gt;&amp;\u{fffd}\u{fffd}&#10;");
    }
}
