//! Actions of the dashboard.

pub(crate) mod block_device;
pub(crate) mod confirm_activity;
pub(crate) mod confirm_device;
pub(crate) mod device_link;
pub(crate) mod read_notices;
pub(crate) mod restore;
pub(crate) mod sign_out_others;
pub(crate) mod sign_out_session;

/// Where a step-up leads back to that an action asked for: what was done with it is nothing yet.
const PROVED: &str = "/devices?done=proved";
