//! The shipped policy as a whole.

mod adversarial;
mod decisions;
mod differential;
mod facts;
mod failures;
mod matrix;
mod memo;
mod oracle;
mod own;
mod properties;
mod rego;
mod risk;
mod sentences;
mod trial;
mod workers;
