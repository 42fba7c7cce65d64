//! The language engine: the whole pipeline over one article.

use super::document::{Document, Entity, Sentence, Token};
use super::labels::{Dep, EntityLabel, Pos, Tag};
use super::lemmatizer::Lemmatizer;
use super::model::pack::{Bytes, ModelError, Pack, damaged};
use super::model::strings::{Strings, WordRows, is_space, prefix, shape, suffix};
use super::ner::EntityRecognizer;
use super::network::dense::{Linear, WIDTH, argmax};
use super::network::token_vectors::{Features, Memory as WordMemory, TokenVectors, WordFeatures};
use super::parser::{Parser, Tree};
use super::reading::{Reading, slices};
use super::ruler::{Annotation, Ruler};
use super::tokenizer::{Memory as ChunkMemory, RawToken, Tokenizer};
use crate::article::{Article, Part};
use crate::span::Span;
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::Arc;

static SHIPPED: &[u8] = include_bytes!("../../data/model/en_core_web_md.pack");

/// Weights and tables of the language model; one serves all threads.
pub struct Engine {
    strings: Strings,
    words: WordRows,
    tokenizer: Tokenizer,
    token_vectors: TokenVectors,
    tagger: Linear,
    tags: Vec<Tag>,
    parser: Parser,
    ruler: Ruler,
    lemmatizer: Lemmatizer,
    entity_vectors: TokenVectors,
    entities: EntityRecognizer,
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

    /// Morphological features, `Name=Value` joined by `|`, by their number in [`Analyzed::morph`].
    pub fn morphology(&self, number: u16) -> &str {
        self.ruler.morphology().get(usize::from(number)).map_or("", |m| m)
    }

    /// A reader for one thread. It remembers words, so keep it for many articles.
    pub fn reader(&self) -> Reader<'_> {
        Reader {
            engine: self,
            chunks: ChunkMemory::default(),
            lexicon: Lexicon::default(),
            vectors: WordMemory::default(),
            entity_vectors: WordMemory::default(),
        }
    }
}

/// What is the same for every occurrence of a word.
struct Lexeme {
    text: Arc<str>,
    lower: Arc<str>,
    norm: Arc<str>,
    features: WordFeatures,
    is_space: bool,
}

/// Words that a reader has met, and their lemmas.
#[derive(Default)]
struct Lexicon {
    places: FxHashMap<Arc<str>, usize>,
    lexemes: Vec<Lexeme>,
    lemmas: FxHashMap<(usize, Option<Pos>, u16), Arc<str>>,
}

impl Lexicon {
    const CACHE: usize = 50_000;

    /// Where the word stands in `lexemes`.
    fn place(&mut self, text: &str, strings: &Strings) -> usize {
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        let id = strings.id(text);
        let lower = text.to_lowercase();
        let norm = strings.norm(text, id, &lower);
        let features =
            [strings.id(&norm), strings.id(prefix(text)), strings.id(suffix(text)), strings.id(&shape(text)), id];
        let text: Arc<str> = text.into();
        let lower = if *lower == *text { Arc::clone(&text) } else { lower.into() };
        let norm = if *norm == *lower { Arc::clone(&lower) } else { norm.into() };
        let is_space = text.chars().all(is_space);
        self.places.insert(Arc::clone(&text), self.lexemes.len());
        self.lexemes.push(Lexeme { text, lower, norm, features, is_space });
        self.lexemes.len() - 1
    }
}

/// One token with all that the model says of it, white space among them: exactly what spaCy would give.
#[derive(Clone, Debug)]
pub struct Analyzed {
    /// Place in the analysed text, and normal form of exceptions.
    pub raw: RawToken,
    /// In lower case.
    pub lower: Arc<str>,
    /// Normal form: "n't" is "not", "€" is "$".
    pub norm: Arc<str>,
    /// Dictionary form.
    pub lemma: Arc<str>,
    /// Penn Treebank tag.
    pub tag: Tag,
    /// Part of speech; none where no rule gives one.
    pub pos: Option<Pos>,
    /// Number of its morphology: see [`Engine::morphology`].
    pub morph: u16,
    /// Relation to the head.
    pub dep: Dep,
    /// Index of the head; its own for a root.
    pub head: usize,
    /// Whether a sentence starts here.
    pub starts_sentence: bool,
    /// Whether it is white space.
    pub is_space: bool,
}

/// One analysed text.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// In order.
    pub tokens: Vec<Analyzed>,
    /// Named entities as ranges of tokens, in order.
    pub entities: Vec<(Range<usize>, EntityLabel)>,
}

/// Reads articles, one after the other, on one thread.
pub struct Reader<'e> {
    engine: &'e Engine,
    chunks: ChunkMemory,
    lexicon: Lexicon,
    vectors: WordMemory,
    entity_vectors: WordMemory,
}

impl Reader<'_> {
    /// Reads every part of an article that holds running text, each by itself. White space inside a part counts as
    /// single spaces; white-space tokens are left out of the document.
    pub fn read(&mut self, article: &Article) -> Document {
        let mut document = Document::default();
        for (index, part) in article.parts.iter().enumerate().filter(|(_, p)| p.kind.is_read()) {
            let reading = Reading::new(&article.text, part.span);
            let tokens = self.engine.tokenizer.tokens(reading.text(), &mut self.chunks);
            for slice in slices(reading.text(), &tokens) {
                let analysis = self.analyze_tokens(reading.text(), &tokens[slice]);
                append(&mut document, analysis, &reading, index, part);
            }
        }
        document.index();
        document
    }

    /// Analyses a text as it stands, as one whole.
    pub fn analyze(&mut self, text: &str) -> Analysis {
        let tokens = self.engine.tokenizer.tokens(text, &mut self.chunks);
        self.analyze_tokens(text, &tokens)
    }

    fn analyze_tokens(&mut self, text: &str, tokens: &[RawToken]) -> Analysis {
        let Self { engine, lexicon, vectors, entity_vectors, .. } = self;
        if lexicon.lexemes.len() > Lexicon::CACHE {
            *lexicon = Lexicon::default();
        }
        let places: Vec<usize> = tokens.iter().map(|t| lexicon.place(&text[t.start..t.end], &engine.strings)).collect();
        let lexemes = || places.iter().map(|p| &lexicon.lexemes[*p]);
        let features: Vec<Features> = tokens
            .iter()
            .zip(lexemes())
            .map(|(token, lexeme)| {
                let mut word = lexeme.features;
                if let Some(norm) = &token.norm {
                    word[0] = engine.strings.id(norm);
                }
                Features { word, spaced: token.spaced, is_space: lexeme.is_space }
            })
            .collect();
        let is_space: Vec<bool> = lexemes().map(|l| l.is_space).collect();
        let lower: Vec<Arc<str>> = lexemes().map(|l| Arc::clone(&l.lower)).collect();

        let shared = engine.token_vectors.forward(&features, &engine.words, vectors);
        let scores = engine.tagger.apply(&shared, tokens.len());
        let Tree { heads, deps, starts } = engine.parser.parse(&shared, &is_space);
        let mut annotations: Vec<Annotation> = scores
            .chunks_exact(engine.tagger.outputs)
            .zip(&deps)
            .map(|(scores, &dep)| Annotation {
                tag: engine.tags[argmax(scores)],
                dep,
                pos: None,
                morph: 0,
                lemma: None,
            })
            .collect();
        engine.ruler.apply(&lower, &is_space, &mut annotations);

        let own = engine.entity_vectors.forward(&features, &engine.words, entity_vectors);
        let entities = engine.entities.entities(&own, &is_space, &starts);

        let tokens = annotations.into_iter().enumerate().map(|(i, a)| {
            let (place, lexeme) = (places[i], &lexicon.lexemes[places[i]]);
            let ruled = || {
                let lemma = || engine.lemmatizer.lemma(&lexeme.text, &lexeme.lower, a.pos, a.morph);
                Arc::clone(lexicon.lemmas.entry((place, a.pos, a.morph)).or_insert_with(lemma))
            };
            Analyzed {
                raw: tokens[i].clone(),
                lower: Arc::clone(&lexeme.lower),
                norm: Arc::clone(tokens[i].norm.as_ref().unwrap_or(&lexeme.norm)),
                morph: a.morph,
                lemma: a.lemma.unwrap_or_else(ruled),
                tag: a.tag,
                pos: a.pos,
                dep: a.dep,
                head: heads[i],
                starts_sentence: starts[i],
                is_space: lexeme.is_space,
            }
        });
        Analysis { tokens: tokens.collect(), entities }
    }
}

/// Puts an analysed stretch of a part at the end of the document.
fn append(document: &mut Document, analysis: Analysis, reading: &Reading, part_index: usize, part: &Part) {
    let offset = document.tokens.len();
    // Where each token goes; white space goes where the next word does.
    let mut places = Vec::with_capacity(analysis.tokens.len() + 1);
    let mut next = offset;
    for token in &analysis.tokens {
        places.push(next);
        next += usize::from(!token.is_space);
    }
    places.push(next);

    let heads = words_as_heads(&analysis.tokens);
    let mut first = offset;
    for (i, token) in analysis.tokens.into_iter().enumerate() {
        if token.starts_sentence {
            close_sentence(document, first, part_index, part);
            first = document.tokens.len();
        }
        if token.is_space {
            continue;
        }
        let root = heads[i] == i;
        document.tokens.push(Token {
            span: reading.original(Span::new(token.raw.start, token.raw.end)),
            lemma: token.lemma,
            lower: token.lower,
            tag: token.tag,
            pos: token.pos.unwrap_or(Pos::X),
            dep: if root { Dep::Root } else { token.dep },
            head: places[heads[i]],
        });
    }
    close_sentence(document, first, part_index, part);
    for (tokens, label) in analysis.entities {
        let tokens = places[tokens.start]..places[tokens.end];
        if !tokens.is_empty() {
            document.entities.push(Entity { tokens, label });
        }
    }
}

fn close_sentence(document: &mut Document, first: usize, part_index: usize, part: &Part) {
    let tokens = first..document.tokens.len();
    if let (Some(start), Some(end)) = (document.tokens.get(first), document.tokens.last()) {
        let span = start.span.cover(end.span);
        document.sentences.push(Sentence { tokens, span, part: part.kind, part_index });
    }
}

/// Heads without white space: its dependents go to its head, or to the first of them when it is a root.
fn words_as_heads(tokens: &[Analyzed]) -> Vec<usize> {
    let mut heads: Vec<usize> = tokens.iter().map(|t| t.head).collect();
    let mut heirs: FxHashMap<usize, usize> = FxHashMap::default();
    for i in 0..tokens.len() {
        if tokens[i].is_space {
            continue;
        }
        let mut head = tokens[i].head;
        while tokens[head].is_space && tokens[head].head != head {
            head = tokens[head].head;
        }
        heads[i] = if tokens[head].is_space { *heirs.entry(head).or_insert(i) } else { head };
    }
    heads
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

    #[test]
    fn parts_are_read_apart_and_offsets_lead_back() {
        let text = "Leaders meet in Oslo\n\nThe ministers met  in\nGeneva. They agreed.";
        let article = Article::from_text("a", None, text);
        let engine = Engine::shipped().unwrap();
        let document = engine.reader().read(&article);
        let sentences: Vec<_> = document.sentences.iter().map(|s| s.span.of(text)).collect();
        assert_eq!(sentences, ["Leaders meet in Oslo", "The ministers met  in\nGeneva.", "They agreed."]);
        let met = document.tokens.iter().position(|t| t.span.of(text) == "met").unwrap();
        assert_eq!(document.tokens[met].dep, Dep::Root);
        assert_eq!(&*document.tokens[met].lemma, "meet");
        let subject = document.child_by(met, &[Dep::Nsubj]).unwrap();
        assert_eq!(document.tokens[subject].span.of(text), "ministers");
        let places: Vec<_> = document.entities.iter().map(|e| document.span(e.tokens.clone()).of(text)).collect();
        assert_eq!(places, ["Oslo", "Geneva"]);
    }
}
