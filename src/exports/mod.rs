//! What leaves the program: pictures, graph files, tables.

pub mod picture;
pub mod xml;
