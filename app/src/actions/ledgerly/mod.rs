//! Actions of the demo bookkeeping.

pub(crate) mod approve_invoice;
