//! What leaves the program: pictures, graph files, tables.

pub mod dot;
pub mod picture;
pub mod xml;
