//! The shipped policy as a whole.

mod adversarial;
mod decisions;
mod differential;
mod facts;
mod matrix;
mod memo;
mod oracle;
mod properties;
mod rego;
mod sentences;
mod trial;
mod workers;
