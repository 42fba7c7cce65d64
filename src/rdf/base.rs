//! Under which IRIs the things of a graph live.

use crate::graph::identity;
use oxigraph::model::NamedNode;

/// Under which IRI things live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base(String);

/// Why a base IRI cannot serve.
#[derive(Debug, thiserror::Error)]
pub enum BaseError {
    /// Not an absolute IRI.
    #[error("base IRI `{0}` is not an absolute IRI: give one such as https://example.org/graph/")]
    NotAnIri(String),
    /// Names would run into the last word of the base.
    #[error("base IRI `{0}` must end in `/` or `#`")]
    Open(String),
}

impl Base {
    /// Checks a base IRI.
    ///
    /// # Errors
    /// When it is no absolute IRI or does not end in `/` or `#`.
    pub fn parse(iri: &str) -> Result<Self, BaseError> {
        NamedNode::new(iri).map_err(|_| BaseError::NotAnIri(iri.to_owned()))?;
        if iri.ends_with(['/', '#']) { Ok(Self(iri.to_owned())) } else { Err(BaseError::Open(iri.to_owned())) }
    }

    /// The IRI itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A local name of [`identity`] as an IRI.
    pub fn iri(&self, local: &str) -> String {
        identity::iri(&self.0, local)
    }
}

impl Default for Base {
    fn default() -> Self {
        Self(identity::BASE.to_owned())
    }
}
