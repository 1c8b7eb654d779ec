//! The backend-for-frontend against a fake authorization server and a fake bank, with a browser that treats
//! cookies as browsers do.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests, which the lint does not know as such"
)]

mod bank;
mod browser;
mod dbsc;
mod device_proof;
mod issuer;
mod keys;
mod pages;
mod refresh;
mod relay;
mod sign_in;
mod sign_out;
mod step_up;
mod world;
