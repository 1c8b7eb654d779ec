//! The demo bookkeeping.

pub(crate) mod approval;
mod frame;
mod invoice_row;
pub(crate) mod invoices;

use frame::LedgerlyFrame;
