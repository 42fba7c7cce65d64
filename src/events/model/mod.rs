//! The learned part: two linear models over sparse features.
//!
//! The first sees a clause: it proposes events for predicates that no rule knows and gives the confidence. The second sees an
//! event and a side of which the text speaks, and says whether that side takes part in it. The subcommand `train` makes the weights
//! of both from `data/training/`.

pub mod corpus;
pub mod features;
pub mod linear;
pub mod train;

pub use linear::Linear;

use super::confidence::Calibration;
use super::types;
use thiserror::Error;

/// Class of a clause that names no event.
pub const NONE: usize = 0;

/// Why weights cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WeightsError {
    /// Not a file of weights, or one of another version.
    #[error("the event model is damaged or of another version; make it anew with `diplograph train`")]
    Format,
}

/// What was learned.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// What a clause tells of. Class 0 is "no event", class `i` the `i`-th type of the table.
    pub kinds: Linear,
    /// Whether a side of which the text speaks takes part in an event in a role, by [`super::who::sides`].
    pub sides: Linear,
    /// How much each sign adds to an event's confidence.
    pub confidence: Calibration,
}

const MAGIC: &[u8; 4] = b"DGE6";

impl Model {
    /// The number of classes of a clause: every type and "no event".
    pub fn classes() -> usize {
        types::all().len() + 1
    }

    /// The shipped weights.
    ///
    /// # Errors
    /// When the embedded file is damaged; a test keeps that from happening.
    pub fn shipped() -> Result<Self, WeightsError> {
        Self::read(include_bytes!("../../../data/model/events.bin"))
    }

    /// Reads weights: magic, then, packed by zstd, the two models as [`Linear::read`] has them.
    ///
    /// # Errors
    /// When the bytes are not that.
    pub fn read(bytes: &[u8]) -> Result<Self, WeightsError> {
        let packed = bytes.strip_prefix(MAGIC).ok_or(WeightsError::Format)?;
        let plain = zstd::decode_all(packed).map_err(|_| WeightsError::Format)?;
        let mut rest = plain.as_slice();
        let (kinds, sides) = (Linear::read(&mut rest)?, Linear::read(&mut rest)?);
        let model = Self { kinds, sides, confidence: Calibration::default() };
        let valid = model.kinds.classes() == Self::classes()
            && model.sides.classes() == super::who::sides::CLASSES
            && rest.is_empty();
        if valid { Ok(model) } else { Err(WeightsError::Format) }
    }

    /// The bytes of a file of weights, of what [`train::train`] gives for each of the two models.
    pub fn write(kinds: &[u8], sides: &[u8]) -> Vec<u8> {
        // from memory to memory: nothing can fail
        let packed = zstd::encode_all([kinds, sides].concat().as_slice(), 19).unwrap_or_default();
        [MAGIC.as_slice(), &packed].concat()
    }

    /// Whether there are no weights, as before the first training.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }
}
