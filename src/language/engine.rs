//! The language engine: weights and tables of all its components.

use super::labels::Tag;
use super::lemmatizer::Lemmatizer;
use super::model::pack::{Bytes, ModelError, Pack, damaged};
use super::model::strings::{Strings, WordRows};
use super::ner::EntityRecognizer;
use super::network::dense::{Linear, WIDTH};
use super::network::token_vectors::TokenVectors;
use super::parser::Parser;
use super::reader::Reader;
use super::ruler::Ruler;
use super::tokenizer::{Memory, RawToken, Tokenizer};

static SHIPPED: &[u8] = include_bytes!("../../data/model/en_core_web_md.pack");

/// Weights and tables of the language model; one serves all threads.
pub struct Engine {
    pub(super) strings: Strings,
    pub(super) words: WordRows,
    pub(super) tokenizer: Tokenizer,
    pub(super) token_vectors: TokenVectors,
    pub(super) tagger: Linear,
    pub(super) tags: Vec<Tag>,
    pub(super) parser: Parser,
    pub(super) ruler: Ruler,
    pub(super) lemmatizer: Lemmatizer,
    pub(super) entity_vectors: TokenVectors,
    pub(super) entities: EntityRecognizer,
}

impl Engine {
    /// The model that is part of the program.
    ///
    /// # Errors
    /// Only when the program was built with a damaged model file.
    pub fn shipped() -> Result<Self, ModelError> {
        Self::load(&Pack::open(Bytes::Static(SHIPPED))?)
    }

    /// A model packed by `scripts/pack_model.py`, for comparisons.
    ///
    /// # Errors
    /// When the bytes are no such model, or are damaged.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, ModelError> {
        let range = 0..bytes.len();
        let pack = Pack::open(Bytes::Shared(bytes.into(), range))?;
        pack.verify()?;
        Self::load(&pack)
    }

    fn load(pack: &Pack) -> Result<Self, ModelError> {
        let tag = |mut record: std::str::Split<'_, char>| Tag::parse(record.next()?);
        let tags: Option<Vec<Tag>> = pack.records("tagger/labels")?.iter().map(tag).collect();
        let tags = tags.ok_or_else(|| damaged("tagger/labels", "a tag is unknown".to_owned()))?;
        let ruler = Ruler::load(pack)?;
        let engine = Self {
            strings: Strings::load(pack)?,
            words: WordRows::load(pack)?,
            tokenizer: Tokenizer::load(pack)?,
            token_vectors: TokenVectors::load(pack, "tok2vec")?,
            tagger: Linear::load(pack, "tagger", WIDTH, tags.len())?,
            tags,
            parser: Parser::load(pack)?,
            lemmatizer: Lemmatizer::load(pack, ruler.morphology())?,
            ruler,
            entity_vectors: TokenVectors::load(pack, "ner/tok2vec")?,
            entities: EntityRecognizer::load(pack)?,
        };
        let rows = engine.token_vectors.vector_rows().min(engine.entity_vectors.vector_rows());
        if engine.words.highest_row().is_some_and(|row| row >= rows) {
            return Err(damaged("words/rows", "it names a vector that is not there".to_owned()));
        }
        Ok(engine)
    }

    /// The tokens of a text, without anything that the networks say of them.
    pub fn tokenize(&self, text: &str) -> Vec<RawToken> {
        self.tokenizer.tokens(text, &mut Memory::default())
    }

    /// Morphological features, `Name=Value` joined by `|`, by their number in [`super::Analyzed::morph`].
    pub fn morphology(&self, number: u16) -> &str {
        self.ruler.morphology().get(usize::from(number)).map_or("", |m| m)
    }

    /// A reader for one thread. It remembers words, so keep it for many articles.
    pub fn reader(&self) -> Reader<'_> {
        Reader::new(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    #[test]
    fn the_shipped_model_matches_its_checksums() {
        Pack::open(Bytes::Static(SHIPPED)).unwrap().verify().unwrap();
        let sum: String = Sha256::digest(SHIPPED).iter().map(|b| format!("{b:02x}")).collect();
        let sums = include_str!("../../data/model/SHA256SUMS");
        assert_eq!(sums.trim(), format!("{sum}  en_core_web_md.pack"));
    }
}
