//! Writing SVG: elements, escaping, numbers.

use super::font;
use crate::exports::xml::escape;
use std::fmt::Write;

/// An SVG document under construction. Coordinates are in pixels; y grows downwards.
#[derive(Debug, Default)]
pub struct Svg {
    body: String,
}

/// Where text stands relative to its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// A line of text.
#[derive(Clone, Debug)]
pub struct Text<'a> {
    /// The words.
    pub words: &'a str,
    /// Left to right place of the anchor.
    pub x: f64,
    /// The base line.
    pub y: f64,
    /// Height in pixels.
    pub size: f64,
    /// Colour.
    pub fill: &'a str,
    /// Where the anchor is.
    pub anchor: Anchor,
    /// Bold.
    pub bold: bool,
    /// Struck through.
    pub struck: bool,
    /// Degrees clockwise about the anchor.
    pub turn: f64,
    /// White border, so that it can be read on lines.
    pub halo: bool,
}

impl<'a> Text<'a> {
    /// Plain dark text that begins at a point.
    pub fn new(words: &'a str, x: f64, y: f64, size: f64) -> Self {
        let (anchor, fill) = (Anchor::Start, "#222222");
        Self { words, x, y, size, fill, anchor, bold: false, struck: false, turn: 0.0, halo: false }
    }
}

/// How a shape or line is painted.
#[derive(Clone, Copy, Debug)]
pub struct Paint<'a> {
    /// Inside; `none` for lines.
    pub fill: &'a str,
    /// Border.
    pub stroke: &'a str,
    /// Width of the border.
    pub width: f64,
    /// Dashes.
    pub dash: Option<&'a str>,
    /// From 0 to 1.
    pub opacity: f64,
}

impl<'a> Paint<'a> {
    /// A line.
    pub fn line(stroke: &'a str, width: f64) -> Self {
        Self { fill: "none", stroke, width, dash: None, opacity: 1.0 }
    }

    /// A filled shape with a border of 1 pixel.
    pub fn shape(fill: &'a str, stroke: &'a str) -> Self {
        Self { fill, stroke, width: 1.0, dash: None, opacity: 1.0 }
    }

    /// With dashes.
    pub fn dashed(self, dash: Option<&'a str>) -> Self {
        Self { dash, ..self }
    }

    /// Paler.
    pub fn faint(self, opacity: f64) -> Self {
        Self { opacity, ..self }
    }

    fn attributes(&self) -> String {
        let mut out = format!(" fill=\"{}\"", escape(self.fill));
        if self.stroke != "none" && self.width > 0.0 {
            let _ = write!(out, " stroke=\"{}\" stroke-width=\"{}\"", escape(self.stroke), n(self.width));
        }
        if let Some(dash) = self.dash {
            let _ = write!(out, " stroke-dasharray=\"{}\"", escape(dash));
        }
        if self.opacity < 1.0 {
            let _ = write!(out, " opacity=\"{}\"", n(self.opacity));
        }
        out
    }
}

impl Svg {
    /// A text line.
    pub fn text(&mut self, text: &Text) {
        let mut extra = String::new();
        match text.anchor {
            Anchor::Start => {}
            Anchor::Middle => extra.push_str(" text-anchor=\"middle\""),
            Anchor::End => extra.push_str(" text-anchor=\"end\""),
        }
        if text.bold {
            extra.push_str(" font-weight=\"bold\"");
        }
        if text.struck {
            extra.push_str(" text-decoration=\"line-through\"");
        }
        if text.turn != 0.0 {
            let _ = write!(extra, " transform=\"rotate({} {} {})\"", n(text.turn), n(text.x), n(text.y));
        }
        if text.halo {
            extra.push_str(
                " stroke=\"#ffffff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke fill\"",
            );
        }
        let _ = writeln!(
            self.body,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\"{extra}>{}</text>",
            n(text.x),
            n(text.y),
            n(text.size),
            escape(text.fill),
            escape(text.words)
        );
    }

    /// A straight line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), paint: &Paint) {
        let (x1, y1, x2, y2) = (n(from.0), n(from.1), n(to.0), n(to.1));
        let _ = writeln!(self.body, "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"{}/>", paint.attributes());
    }

    /// A path in SVG's own notation.
    pub fn path(&mut self, d: &str, paint: &Paint) {
        let _ = writeln!(self.body, "<path d=\"{}\"{}/>", escape(d), paint.attributes());
    }

    /// A rectangle with rounded corners.
    pub fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, radius: f64, paint: &Paint) {
        let _ = writeln!(
            self.body,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"{}/>",
            n(x),
            n(y),
            n(width),
            n(height),
            n(radius),
            paint.attributes()
        );
    }

    /// Opens a group with a link and a tooltip; close it with [`Svg::close`].
    pub fn open(&mut self, link: &str, tooltip: &str) {
        let _ = writeln!(self.body, "<a href=\"{}\"><title>{}</title>", escape(link), escape(tooltip));
    }

    /// Closes what [`Svg::open`] opened.
    pub fn close(&mut self) {
        self.body.push_str("</a>\n");
    }

    /// The document, white, `width` by `height`, with a title for readers that cannot see it.
    pub fn finish(self, width: f64, height: f64, title: &str) -> String {
        let (w, h) = (n(width.ceil()), n(height.ceil()));
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" \
             height=\"{h}\" viewBox=\"0 0 {w} {h}\" font-family=\"{}\">\n<title>{}</title>\n\
             <rect width=\"{w}\" height=\"{h}\" fill=\"#ffffff\"/>\n{}</svg>\n",
            escape(font::FAMILY),
            escape(title),
            self.body
        )
    }
}

/// A number with at most one decimal.
pub fn n(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    // No minus zero.
    if rounded == 0.0 { "0".to_owned() } else { format!("{rounded}") }
}
