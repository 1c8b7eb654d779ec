//! The shipped policy as a whole.

mod adversarial;
mod decisions;
mod facts;
mod matrix;
mod own;
mod properties;
mod rego;
mod risk;
mod sentences;
