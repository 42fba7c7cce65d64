//! Which format an answer comes in, by the `Accept` header (RFC 9110, section 12.5.1).

use crate::query::output::Format;

/// Formats of rows and booleans with their media types, the preferred first.
pub const ROWS: &[(Format, &str)] = &[
    (Format::Json, "application/sparql-results+json"),
    (Format::Json, "application/json"),
    (Format::Xml, "application/sparql-results+xml"),
    (Format::Xml, "application/xml"),
    (Format::Csv, "text/csv"),
    (Format::Tsv, "text/tab-separated-values"),
];

/// Formats of graphs with their media types, the preferred first.
pub const GRAPHS: &[(Format, &str)] = &[
    (Format::Ttl, "text/turtle"),
    (Format::Nt, "application/n-triples"),
    (Format::Json, "application/ld+json"),
    (Format::Xml, "application/rdf+xml"),
    (Format::Nt, "text/plain"),
    (Format::Json, "application/json"),
    (Format::Xml, "application/xml"),
];

/// The offer that a client likes best; none when it takes none of them. Without a header the first.
pub fn choose(accept: Option<&str>, offers: &[(Format, &'static str)]) -> Option<(Format, &'static str)> {
    let Some(accept) = accept.filter(|accept| !accept.trim().is_empty()) else { return offers.first().copied() };
    let ranges: Vec<(&str, f64)> = accept.split(',').filter_map(range).collect();
    let mut best: Option<((Format, &'static str), f64)> = None;
    for offer in offers {
        let quality = quality(offer.1, &ranges);
        // The first of equals wins: offers are in order of preference.
        if quality > best.map_or(0.0, |(_, quality)| quality) {
            best = Some((*offer, quality));
        }
    }
    best.map(|(offer, _)| offer)
}

/// `text/*;q=0.5` as the range and its quality.
fn range(text: &str) -> Option<(&str, f64)> {
    let mut parts = text.split(';').map(str::trim);
    let range = parts.next().filter(|range| range.contains('/'))?;
    let quality = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0), |q| q.parse().ok())?;
    Some((range, quality))
}

/// How much a client likes a media type: the most specific range that covers it decides.
fn quality(media_type: &str, ranges: &[(&str, f64)]) -> f64 {
    let family = media_type.split_once('/').map_or("", |(family, _)| family);
    let specific = |range: &str| {
        if range.eq_ignore_ascii_case(media_type) {
            3
        } else if range.strip_suffix("/*").is_some_and(|own| own.eq_ignore_ascii_case(family)) {
            2
        } else {
            usize::from(range == "*/*")
        }
    };
    let covering = ranges.iter().map(|(range, quality)| (specific(range), *quality)).filter(|(rank, _)| *rank > 0);
    covering.max_by_key(|(rank, _)| *rank).map_or(0.0, |(_, quality)| quality)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clients_preferences_decide() {
        let chosen = |accept: &str| choose(Some(accept), ROWS).map(|(_, media_type)| media_type);
        assert_eq!(choose(None, ROWS).map(|o| o.1), Some("application/sparql-results+json"));
        assert_eq!(chosen("*/*"), Some("application/sparql-results+json"));
        assert_eq!(chosen("text/csv"), Some("text/csv"));
        assert_eq!(chosen("text/html, application/xml;q=0.9, */*;q=0.8"), Some("application/xml"));
        assert_eq!(chosen("text/*"), Some("text/csv"));
        assert_eq!(chosen("text/csv;q=0.1, text/tab-separated-values"), Some("text/tab-separated-values"));
        assert_eq!(chosen("text/csv;q=0, */*;q=0.5"), Some("application/sparql-results+json"));
        assert_eq!(chosen("image/png"), None);
        assert_eq!(choose(Some("text/turtle"), GRAPHS).map(|o| o.1), Some("text/turtle"));
    }
}
