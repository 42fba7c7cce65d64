//! A tree of HTML as the blocks of text that a reader sees: paragraphs, headings, list items, captions.

use super::super::{PartKind, parts};
use dom_query::NodeRef;

/// A paragraph, heading, list item or caption.
#[derive(Debug, PartialEq)]
pub(in crate::article) struct Block {
    pub(super) text: String,
    /// What its element says it is; for the rest its words decide.
    pub(super) kind: Option<PartKind>,
}

impl Block {
    /// Its words.
    pub(in crate::article) fn text(&self) -> &str {
        &self.text
    }
}

/// Elements whose end ends a block. Others run on in the line.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "ul",
];
/// Elements that hold no text of an article.
const SILENT: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "iframe", "form", "button", "select", "nav", "video", "audio",
    "head",
];

/// Cuts a tree into blocks, without recursion.
pub(super) fn blocks(root: &NodeRef<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut text = Gathered::default();
    let (mut captions, mut links) = (0_usize, 0_usize);
    let mut node = *root;
    loop {
        let name = node.node_name();
        let name = name.as_deref().unwrap_or_default();
        let silent = SILENT.contains(&name);
        if node.is_text() {
            text.push_words(&node.text(), links > 0);
        } else if node.is_element() {
            if name == "br" {
                text.break_line();
            } else if BLOCKS.contains(&name) {
                text.flush(&mut blocks, captions > 0);
            }
            captions += usize::from(is_caption(&node, name));
            links += usize::from(is_link(name));
            // A headline may lead to itself.
            text.heading |= matches!(name, "h1" | "h2");
        }
        if let Some(child) = node.first_child().filter(|_| !silent) {
            node = child;
            continue;
        }
        loop {
            let name = node.node_name();
            let name = name.as_deref().unwrap_or_default();
            if BLOCKS.contains(&name) {
                text.flush(&mut blocks, captions > 0);
            }
            if node.is_element() {
                captions -= usize::from(is_caption(&node, name)).min(captions);
                links -= usize::from(is_link(name)).min(links);
            }
            if node.id == root.id {
                text.flush(&mut blocks, captions > 0);
                return blocks;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) => node = parent,
                None => {
                    text.flush(&mut blocks, captions > 0);
                    return blocks;
                }
            }
        }
    }
}

fn is_caption(node: &NodeRef<'_>, name: &str) -> bool {
    name == "figcaption"
        || (name != "body" && node.class().is_some_and(|class| class.to_ascii_lowercase().contains("caption")))
}

fn is_link(name: &str) -> bool {
    name == "a"
}

/// The block being gathered.
#[derive(Default)]
struct Gathered {
    text: String,
    /// Some of its words are no link.
    unlinked: bool,
    heading: bool,
}

impl Gathered {
    /// Adds words, their white space collapsed.
    fn push_words(&mut self, words: &str, linked: bool) {
        self.unlinked |= !linked && words.chars().any(char::is_alphanumeric);
        for piece in words.split_inclusive(char::is_whitespace) {
            let bare = piece.trim_end_matches(char::is_whitespace);
            self.text.push_str(bare);
            if bare.len() < piece.len() && !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        }
    }

    fn break_line(&mut self) {
        self.text.truncate(self.text.trim_end().len());
        self.text.push('\n');
    }

    /// Ends the block. One that is a link from end to end, and no sentence, leads to another article.
    fn flush(&mut self, blocks: &mut Vec<Block>, caption: bool) {
        let Gathered { text, unlinked, heading } = std::mem::take(self);
        let text = text.trim();
        if !text.chars().any(char::is_alphanumeric) {
            return;
        }
        let related = !unlinked && !heading && !parts::ends_sentence(text);
        let kind = match (caption, related) {
            (true, _) => Some(PartKind::Caption),
            (false, true) => Some(PartKind::Boilerplate),
            (false, false) => None,
        };
        blocks.push(Block { text: text.to_owned(), kind });
    }
}
