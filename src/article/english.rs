//! Whether an article is in English, the only language that is read.

use rustc_hash::FxHashSet;
use std::sync::LazyLock;
use whatlang::{Lang, Script};

/// Fewer letters than this say too little, unless their script is another one.
const ENOUGH: usize = 120;
/// Letters looked at.
const SAMPLE: usize = 4000;

/// `data/reading/english_words.txt`.
static COMMON: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    include_str!("../../data/reading/english_words.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .collect()
});

/// The name of the language that `text` is in, unless that is English or there is too little text to tell. `claimed` is
/// what the record or page says of itself.
pub(super) fn other_language(text: &str, claimed: Option<&str>) -> Option<String> {
    let sample = sample(text);
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    if letters == 0 {
        return None;
    }
    let latin = sample.chars().filter(|c| c.is_ascii_alphabetic()).count() * 2 >= letters;
    // Nearly every article ends here: detecting a language costs more than all else that reading it does.
    if latin && is_common_english(sample) {
        return None;
    }
    let info = whatlang::detect(sample)?;
    if info.script() != Script::Latin {
        return (!latin).then(|| info.lang().eng_name().to_owned());
    }
    if is_common_english(sample) {
        return None;
    }
    let claims_other = claimed.is_some_and(|words| {
        let words = words.trim().to_ascii_lowercase();
        !(words.is_empty() || words.starts_with("en"))
    });
    if info.lang() == Lang::Eng {
        return None;
    }
    // Short or doubtful text is believed to be English unless it claims otherwise itself.
    let sure = letters >= ENOUGH && info.is_reliable();
    (sure || claims_other).then(|| info.lang().eng_name().to_owned())
}

/// At least one word in eight is one of the commonest English words.
fn is_common_english(sample: &str) -> bool {
    let (mut words, mut common) = (0, 0);
    for word in sample.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        words += 1;
        let mut lower = [0; 12];
        let Some(lower) = lower.get_mut(..word.len()) else { continue };
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        common += usize::from(str::from_utf8(lower).is_ok_and(|word| COMMON.contains(word)));
    }
    common > 0 && common * 8 >= words
}

fn sample(text: &str) -> &str {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_is_read_however_short() {
        for text in [
            "Chile recalls envoy",
            "Macron meets Merz",
            "Putin visits Xi Jinping",
            "Kim Jong Un oversees missile test",
            "Israel strikes Beirut suburb, Hezbollah vows retaliation",
            "1,234",
            "Lavrov, Chung Eui-yong, Moon Jae-in, Wang Yi",
            "A ferry with migrants sinks near Nouadhibou, Mauritania, on the way to Spain's Canary Islands, with 40 \
             Malians and Gambians aboard.",
            "El Salvador expels Nicaraguan diplomats; Costa Rica protests",
        ] {
            assert_eq!(other_language(text, None), None, "{text}");
        }
    }

    #[test]
    fn other_languages_are_named() {
        for (text, language) in [
            (
                "Le ministre des affaires étrangères a rencontré mardi son homologue letton à Riga, où ils ont signé un \
              traité sur la protection des investissements et ouvert une ambassade.",
                "French",
            ),
            (
                "Der Außenminister traf am Dienstag in Riga seinen lettischen Amtskollegen, mit dem er einen Vertrag über \
              den Schutz von Investitionen unterzeichnete und eine Botschaft eröffnete.",
                "German",
            ),
            (
                "El ministro de Relaciones Exteriores se reunió el martes en Riga con su homólogo letón, con quien firmó \
              un tratado de protección de inversiones y abrió una embajada.",
                "Spanish",
            ),
            ("Министр иностранных дел встретился в Риге со своим латвийским коллегой.", "Russian"),
            ("外交部长星期二在里加会见了拉脱维亚外长。", "Mandarin"),
        ] {
            assert_eq!(other_language(text, None).as_deref(), Some(language), "{text}");
        }
    }

    #[test]
    fn a_claim_alone_does_not_make_english_foreign() {
        assert_eq!(other_language("The minister met his Latvian counterpart in Riga.", Some("fr")), None);
    }
}
