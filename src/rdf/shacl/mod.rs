//! Validation against SHACL shapes: the part of SHACL Core that `schema/shapes.ttl` and shapes like it use.
//!
//! [`shapes`] reads shapes, [`validate`] holds a graph against them. What a shapes file uses and this module does not know
//! is an error, so that nothing passes unchecked. The same shapes pass any other SHACL processor.

pub mod shapes;
pub mod validate;
mod value;

pub use shapes::{Shape, ShapesError};
pub use validate::{Violation, validate};

/// The shapes that come with the program.
pub const SHIPPED: &str = include_str!("../../../schema/shapes.ttl");
