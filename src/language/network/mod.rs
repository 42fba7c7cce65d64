//! The networks: token vectors, the layer over them, and the model that scores a transition system's next step.

pub mod dense;
pub mod step;
pub mod token_vectors;
mod wide;
