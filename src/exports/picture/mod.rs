//! Pictures of the graph, drawn here, without Graphviz: SVG of the project's own.

pub mod dyads;
pub mod events;
pub mod font;
pub mod frame;
pub mod layout;
pub mod look;
pub mod shape;
pub mod svg;
pub mod timeline;
