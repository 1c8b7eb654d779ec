//! The vectors of [`leasehold_factors`]: `vectors/*.json`, and the code that runs them.
//!
//! The same run happens natively (`tests/native.rs`) and, compiled for the browser, under Node
//! (`cargo xtask test`). A family is a file of JSON and a module of the same name.
//!
//! Where the expected values come from: RFC 6238 and RFC 9807 for theirs; the encodings, hashes and
//! signatures from a separate program on Node's WebCrypto, so that they check more than themselves; the PIN
//! transcript from our own first run, so that no later version breaks what is registered.

mod device_key;
mod fingerprint;
mod hex;
mod pin;
mod pin_policy;
mod recovery_codes;
mod report;
mod rfc9807;
mod totp;
#[cfg(target_arch = "wasm32")]
pub mod wasm;

pub use report::Report;

/// Runs all vectors.
#[must_use]
pub fn run() -> Report {
    let mut report = Report::default();
    totp::run(&mut report);
    recovery_codes::run(&mut report);
    pin_policy::run(&mut report);
    device_key::run(&mut report);
    fingerprint::run(&mut report);
    rfc9807::run(&mut report);
    pin::run(&mut report);
    report
}
