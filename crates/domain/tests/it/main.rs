//! Properties of leases, holds and evidence over generated inputs.

#![expect(
    clippy::unwrap_used,
    unreachable_pub,
    reason = "helpers of tests, which the lints do not know as such"
)]

mod consents;
mod evidence;
mod leases;
mod proofs;
mod support;
