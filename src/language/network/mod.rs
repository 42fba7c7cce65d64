//! The networks: token vectors, the layer over them, and the model that scores a transition system's next step.

mod convolution;
pub mod dense;
mod product;
pub mod step;
mod sums;
pub mod token_vectors;
