//! Actors as people who label texts name them: country codes, and names with alternatives.

use super::Actor;
use std::collections::BTreeSet;

impl Actor {
    /// Whether a label means the actor: a country code (`PRK`), or a name with alternatives (`Houthis|Houthi movement`).
    pub fn is_called(&self, label: &str) -> bool {
        if is_country_code(label) {
            return self.country.as_deref() == Some(label);
        }
        let last = |id: &str| plain(id.rsplit('/').next().unwrap_or(id));
        let mut names: BTreeSet<String> = self.aliases.iter().map(|a| plain(a)).collect();
        names.extend([plain(&self.name), last(&self.id)]);
        names.extend(self.country.as_deref().map(last));
        label.split('|').map(plain).any(|g| !g.is_empty() && names.contains(&g))
    }
}

/// Three capitals: a country, not a name.
pub fn is_country_code(label: &str) -> bool {
    label.len() == 3 && label.bytes().all(|b| b.is_ascii_uppercase())
}

/// A name as names are compared: lower case, without `the`, letters and digits of ASCII with single spaces between.
pub fn plain(name: &str) -> String {
    let lower = name.to_lowercase().replace("the ", " ");
    let words = lower.split(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit());
    words.filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn names_are_compared_without_article_case_and_marks() {
        assert_eq!(plain("the United Nations (UN)"), "united nations un");
        assert_eq!(plain("Al-Shabaab"), "al shabaab");
        assert_eq!(plain("Côte d'Ivoire"), "c te d ivoire");
    }
}
