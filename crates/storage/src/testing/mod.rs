//! The conformance suite: what every driver must do alike.
