//! The authorization server over its real router, real database and real policy.

#![expect(
    clippy::unwrap_used,
    unreachable_pub,
    reason = "helpers of tests, which the lints do not know as such"
)]

mod account;
mod admin;
mod admin_says;
mod attacks;
mod authenticator;
mod codes;
mod consents;
mod decisions;
mod device_keys;
mod device_link;
mod device_traits;
mod device_trust;
mod elevation_end;
mod factor_pages;
mod factors;
mod failures;
mod files;
mod flood;
mod guarded;
mod keys;
mod lifetimes;
mod maintenance;
mod notices;
mod passkeys;
mod people;
mod pin_client;
mod pin_locks;
mod pins;
mod policies;
mod policy_alerts;
mod policy_breaker;
mod policy_changes;
mod policy_races;
mod reconsent;
mod regions;
mod requests;
mod risk_at_sign_in;
mod seen_by_rules;
mod setup;
mod signals;
mod support;
mod thread;
mod tokens;
mod trust;
mod unconfirmed;
mod was_me;
mod watched;
