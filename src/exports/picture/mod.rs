//! Pictures of the graph, drawn here, without Graphviz: SVG of the project's own.

pub mod font;
pub mod frame;
pub mod look;
pub mod shape;
pub mod svg;
pub mod timeline;
