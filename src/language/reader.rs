//! Reads texts with the model of an [`Engine`], on one thread.

use super::assemble::append;
use super::document::Document;
use super::engine::Engine;
use super::labels::{Dep, EntityLabel, Pos, Tag};
use super::lexicon::Lexicon;
use super::network::dense::argmax;
use super::network::step::Prepared;
use super::network::token_vectors::{Features, Memory as WordMemory, Words};
use super::parser::Tree;
use super::reading::{Reading, slices};
use super::repair::repair;
use super::ruler::Annotation;
use super::tokenizer::{Memory as ChunkMemory, RawToken};
use crate::article::{Article, Part};
use std::ops::Range;
use std::sync::Arc;

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

/// Tokens of short parts that are analysed together: enough for great matrix products, few enough to stay in memory that
/// is near.
const BATCH: usize = 1_000;

/// One part of an article, tokenised.
struct Piece<'a> {
    /// Number of the article.
    article: usize,
    /// Number of the part in it.
    index: usize,
    part: &'a Part,
    reading: Reading,
    tokens: Vec<RawToken>,
}

/// Tokens that are analysed as one text, with where they come from.
type Text<'a> = (&'a Piece<'a>, &'a [RawToken]);

/// The texts in groups: those of an article, or what fits of them into a batch.
fn groups<'t, 'a>(texts: &'t [Text<'a>]) -> Vec<&'t [Text<'a>]> {
    let mut groups = Vec::new();
    for mut texts in texts.chunk_by(|a, b| a.0.article == b.0.article) {
        while !texts.is_empty() {
            let (group, later) = texts.split_at(fitting(texts, |text| text.1.len()));
            groups.push(group);
            texts = later;
        }
    }
    groups
}

/// How many of the first items are a batch: as many as it holds, one at least.
fn fitting<T>(items: &[T], tokens: impl Fn(&T) -> usize) -> usize {
    let mut size = 0;
    let fits = items.iter().take_while(|item| {
        size += tokens(item);
        size <= BATCH
    });
    fits.count().max(1)
}

fn tokens_of(group: &[Text]) -> usize {
    group.iter().map(|text| text.1.len()).sum()
}

/// Reads articles, one after the other, on one thread.
pub struct Reader<'e> {
    engine: &'e Engine,
    chunks: ChunkMemory,
    lexicon: Lexicon,
    words: Words,
    vectors: WordMemory,
    entity_vectors: WordMemory,
    scratch: Scratch,
}

/// Memory that serves one text after the other.
#[derive(Default)]
struct Scratch {
    vectors: Vec<f32>,
    tag_scores: Vec<f32>,
    prepared: Prepared,
}

impl<'e> Reader<'e> {
    pub(crate) fn new(engine: &'e Engine) -> Self {
        Self {
            engine,
            chunks: ChunkMemory::default(),
            lexicon: Lexicon::default(),
            words: Words::default(),
            vectors: WordMemory::default(),
            entity_vectors: WordMemory::default(),
            scratch: Scratch::default(),
        }
    }

    /// Reads every part of an article that holds running text, each by itself. White space inside a part counts as
    /// single spaces; white-space tokens are left out of the document. What the model is known to get wrong on news is
    /// put right (`src/language/repair`).
    pub fn read(&mut self, article: &Article) -> Document {
        self.read_all(&[article]).pop().unwrap_or_default()
    }

    /// The same for several articles. Short ones take less time together than alone; what is said of each is the same.
    pub fn read_all(&mut self, articles: &[&Article]) -> Vec<Document> {
        let mut documents = self.read_all_unrepaired(articles);
        for (document, article) in documents.iter_mut().zip(articles) {
            repair(document, &article.text, &self.engine.lemmatizer);
        }
        documents
    }

    /// What [`Reader::read_all`] starts from: the model's own words.
    pub fn read_all_unrepaired(&mut self, articles: &[&Article]) -> Vec<Document> {
        let mut pieces = Vec::new();
        for (number, article) in articles.iter().enumerate() {
            for (index, part) in article.parts.iter().enumerate().filter(|(_, p)| p.kind.is_read()) {
                let reading = Reading::new(&article.text, part.span);
                let tokens = self.engine.tokenizer.tokens(reading.text(), &mut self.chunks);
                pieces.push(Piece { article: number, index, part, reading, tokens });
            }
        }
        let mut texts = Vec::new();
        for piece in &pieces {
            for slice in slices(piece.reading.text(), &piece.tokens) {
                texts.push((piece, &piece.tokens[slice]));
            }
        }
        let mut documents: Vec<Document> = articles.iter().map(|_| Document::default()).collect();
        let groups = groups(&texts);
        let mut rest = &groups[..];
        while !rest.is_empty() {
            let (batch, later) = rest.split_at(fitting(rest, |group| tokens_of(group)));
            rest = later;
            let texts = batch.iter().map(|group| group.iter().map(|text| (text.0.reading.text(), text.1)).collect());
            let analyses = self.analyze_all(&texts.collect::<Vec<_>>());
            for (analysis, (piece, _)) in analyses.into_iter().zip(batch.iter().copied().flatten()) {
                append(&mut documents[piece.article], analysis, &piece.reading, piece.index, piece.part);
            }
        }
        documents.iter_mut().for_each(Document::index);
        documents
    }

    /// Analyses a text as it stands, as one whole.
    pub fn analyze(&mut self, text: &str) -> Analysis {
        let tokens = self.engine.tokenizer.tokens(text, &mut self.chunks);
        self.analyze_all(&[vec![(text, &tokens)]]).pop().unwrap_or_default()
    }

    /// Analyses several tokenised texts at once. What is said of each does not depend on the others; within a group the last
    /// digits of a score may.
    fn analyze_all(&mut self, groups: &[Vec<(&str, &[RawToken])>]) -> Vec<Analysis> {
        let texts = groups.concat();
        let Self { engine, lexicon, words, vectors, entity_vectors, scratch, .. } = self;
        let Scratch { vectors: out, tag_scores, prepared } = scratch;
        lexicon.tidy();
        let tokens = || texts.iter().flat_map(|(text, tokens)| tokens.iter().map(move |t| (*text, t)));
        let places: Vec<usize> =
            tokens().map(|(text, t)| lexicon.place(&text[t.start..t.end], &engine.strings)).collect();
        let lexemes = || places.iter().map(|p| &lexicon.lexemes[*p]);
        let features: Vec<Features> = tokens()
            .zip(lexemes())
            .map(|((_, token), lexeme)| {
                let mut word = lexeme.features;
                if let Some(norm) = &token.norm {
                    word[0] = engine.strings.id(norm);
                }
                Features { word, spaced: token.spaced, is_space: lexeme.is_space }
            })
            .collect();
        let is_space: Vec<bool> = lexemes().map(|l| l.is_space).collect();
        let lower: Vec<Arc<str>> = lexemes().map(|l| Arc::clone(&l.lower)).collect();
        let lengths: Vec<Vec<usize>> =
            groups.iter().map(|texts| texts.iter().map(|(_, tokens)| tokens.len()).collect()).collect();
        let ranges: Vec<Range<usize>> = lengths
            .iter()
            .flatten()
            .scan(0, |next, length| {
                *next += length;
                Some(*next - length..*next)
            })
            .collect();

        words.meet(&features);
        let words = (&*words, &engine.words);
        engine.token_vectors.forward(&features, &lengths, words, vectors, out);
        engine.tagger.apply(out, features.len(), tag_scores);
        engine.parser.prepare(out, prepared);
        let trees: Vec<Tree> =
            ranges.iter().map(|range| engine.parser.parse(prepared, range.start, &is_space[range.clone()])).collect();
        engine.entity_vectors.forward(&features, &lengths, words, entity_vectors, out);
        engine.entities.prepare(out, prepared);

        let mut analyses = Vec::with_capacity(texts.len());
        for ((range, Tree { heads, deps, starts }), (_, tokens)) in ranges.into_iter().zip(trees).zip(&texts) {
            let (is_space, lower, places) = (&is_space[range.clone()], &lower[range.clone()], &places[range.clone()]);
            let entities = engine.entities.entities(prepared, range.start, is_space, &starts);
            let width = engine.tagger.width();
            let scores = tag_scores[range.start * width..range.end * width].chunks_exact(width);
            let mut annotations: Vec<Annotation> = scores
                .zip(&deps)
                .map(|(scores, &dep)| Annotation {
                    tag: engine.tags[argmax(&scores[..engine.tags.len()])],
                    dep,
                    pos: None,
                    morph: 0,
                    lemma: None,
                })
                .collect();
            engine.ruler.apply(lower, is_space, &mut annotations);
            let tokens = annotations.into_iter().enumerate().map(|(i, a)| {
                let lexeme = &lexicon.lexemes[places[i]];
                let ruled = || {
                    let lemma = || engine.lemmatizer.lemma(&lexeme.text, &lexeme.lower, a.pos, a.morph);
                    Arc::clone(lexicon.lemmas.entry((places[i], a.pos, a.morph)).or_insert_with(lemma))
                };
                Analyzed {
                    raw: tokens[i].clone(),
                    lower: Arc::clone(&lexeme.lower),
                    norm: Arc::clone(tokens[i].norm.as_ref().unwrap_or(&lexeme.norm)),
                    lemma: a.lemma.unwrap_or_else(ruled),
                    tag: a.tag,
                    pos: a.pos,
                    morph: a.morph,
                    dep: a.dep,
                    head: heads[i],
                    starts_sentence: starts[i],
                    is_space: lexeme.is_space,
                }
            });
            analyses.push(Analysis { tokens: tokens.collect(), entities });
        }
        analyses
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn what_is_said_of_a_text_does_not_depend_on_its_neighbours() {
        let texts: Vec<&str> = include_str!("../../tests/data/language/prose.txt").split("\n=====\n").collect();
        let engine = Engine::shipped().unwrap();
        let mut reader = engine.reader();
        let tokens: Vec<_> = texts.iter().map(|t| engine.tokenizer.tokens(t, &mut ChunkMemory::default())).collect();
        let together: Vec<_> = texts.iter().zip(&tokens).map(|(text, tokens)| (*text, &tokens[..])).collect();
        let apart: Vec<_> = together.iter().map(|text| vec![*text]).collect();
        let analyses = reader.analyze_all(&apart).into_iter().zip(reader.analyze_all(&[together]));
        for (text, (apart, together)) in texts.iter().zip(analyses) {
            assert_eq!(format!("{apart:?}"), format!("{together:?}"));
            let alone = reader.analyze(text);
            assert_eq!(alone.entities, together.entities);
            for (a, b) in alone.tokens.iter().zip(&together.tokens) {
                assert_eq!((a.tag, a.head, a.dep, a.starts_sentence), (b.tag, b.head, b.dep, b.starts_sentence));
            }
        }
    }
}
