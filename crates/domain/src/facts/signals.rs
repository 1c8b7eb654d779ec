//! What was noticed, as rules see it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Quality;
use crate::Time;
use crate::decision::SubjectKind;
use crate::signal::SignalKind;

/// One signal that concerns the grant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SignalFact {
    /// What was noticed.
    pub kind: SignalKind,
    /// The cause value: a waiver is for this one and no other.
    pub cause: String,
    /// Whom it concerns: this session, this device or the person.
    pub subject: SubjectKind,
    /// When.
    pub at: Time,
    /// Who vouches for it.
    pub quality: Quality,
    /// Measured values: `km`, `seconds`, `failures`…
    pub values: BTreeMap<String, i64>,
}
