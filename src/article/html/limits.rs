//! Pages that no outlet makes: for the parser they would cost time that grows with the square of their length.

/// Elements nested deeper than this are no article but an attack on the parser.
const DEEPEST: usize = 1000;
/// So are more attributes than this on one element: the parser compares each with all before it.
const ATTRIBUTES: usize = 1000;

/// Says what is wrong with a page that should not be parsed.
pub(super) fn check(html: &str) -> Result<(), String> {
    if depth(html) > DEEPEST {
        return Err(format!("nests elements deeper than {DEEPEST}; this is no article"));
    }
    if attributes(html) > ATTRIBUTES {
        return Err(format!("has an element with more than {ATTRIBUTES} attributes; this is no article"));
    }
    Ok(())
}

/// The most attributes of one tag, as far as white space tells; an upper bound but for attributes that nothing separates.
fn attributes(html: &str) -> usize {
    let (mut most, mut count) = (0, 0);
    // Outside tags; in a tag; in a quoted value, with its mark.
    let (mut inside, mut quote, mut last) = (false, None, b' ');
    for byte in html.bytes() {
        match (inside, quote) {
            (false, _) => {
                inside = last == b'<' && byte.is_ascii_alphabetic();
                count = 0;
            }
            (true, Some(mark)) => quote = quote.filter(|_| byte != mark),
            (true, None) => match byte {
                b'>' => inside = false,
                b'"' | b'\'' if last == b'=' => quote = Some(byte),
                // A slash separates as white space does.
                _ if byte.is_ascii_whitespace() || byte == b'/' => {}
                _ => count += usize::from(last.is_ascii_whitespace() || last == b'/' || last == b'"' || last == b'\''),
            },
        }
        most = most.max(count);
        last = byte;
    }
    most
}

/// How deep elements nest, as far as tags tell; an upper bound.
fn depth(html: &str) -> usize {
    /// Elements that have no end tag.
    const VOID: &[&str] =
        &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
    /// Elements whose end tag is left out so often that counting them would say nothing.
    const LAZY: &[&str] =
        &["p", "li", "td", "tr", "th", "dd", "dt", "option", "tbody", "thead", "html", "body", "head"];
    let bytes = html.as_bytes();
    let (mut open, mut deepest) = (0_usize, 0);
    for at in memchr::memchr_iter(b'<', bytes) {
        let rest = &html[at + 1..];
        let (close, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
        let length = rest.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
        if length == 0 {
            continue;
        }
        let name = rest[..length].to_ascii_lowercase();
        if VOID.contains(&name.as_str()) || LAZY.contains(&name.as_str()) {
            continue;
        }
        open = if close { open.saturating_sub(1) } else { open + 1 };
        deepest = deepest.max(open);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_counted_outside_quotes() {
        assert_eq!(attributes("<p>a b c d</p>"), 0);
        assert_eq!(attributes("a < b c <img src='x y z' alt=\"1 2\" hidden><br/>"), 3);
        assert_eq!(attributes("<p a/b/c/d>"), 4);
        assert_eq!(attributes("<p a='1'b='2'c='3'>"), 3);
    }

    #[test]
    fn pages_without_end_are_refused() {
        let all = (0..60_000).map(|i| format!(" a{i}=x")).collect::<String>();
        assert!(check(&format!("<html><body><div{all}>")).is_err());
        assert!(check(&"<div>".repeat(2_000)).is_err());
        assert!(check(&"<p class='story'>One of many paragraphs.".repeat(20_000)).is_ok());
    }
}
