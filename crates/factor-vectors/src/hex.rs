//! Bytes in the files of vectors.

use std::fmt;

use serde::{Deserialize, Deserializer, de};

/// Bytes, written in hexadecimal.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Hex(pub(crate) Vec<u8>);

impl Hex {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl fmt::Debug for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let byte = |place| text.get(place..place + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        (0..text.len())
            .step_by(2)
            .map(byte)
            .collect::<Option<_>>()
            .map(Self)
            .ok_or_else(|| de::Error::custom("not hexadecimal"))
    }
}
