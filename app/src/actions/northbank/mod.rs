//! Actions of the demo bank.

pub(crate) mod send_payment;
