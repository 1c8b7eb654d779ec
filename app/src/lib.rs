//! The pages of Leasehold: sign-in, consent and step-up of the issuer, the dashboard, the admin pages and the
//! two demo apps.
//!
//! Every page is plain HTML with plain forms and works without scripts. Only [`islands`] reach the browser as
//! WebAssembly; everything else exists on the server alone (feature `ssr`), where [`sites`] makes one router
//! per host out of the pages and [`data`] says what the composition root has to supply.

// A page is one type, as deep as its elements.
#![recursion_limit = "256"]

#[expect(missing_docs, reason = "the island macro leaves its hydration function without one")]
pub mod islands;

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
#[expect(unreachable_pub, reason = "the component macro makes its inner functions `pub`")]
mod components;
#[cfg(feature = "ssr")]
pub mod data;
#[cfg(feature = "ssr")]
#[expect(unreachable_pub, reason = "the component macro makes its inner functions `pub`")]
mod pages;
#[cfg(feature = "ssr")]
pub mod sites;
#[cfg(feature = "ssr")]
pub mod texts;
#[cfg(feature = "ssr")]
pub mod visit;
