//! The demo bank.

mod account_card;
mod frame;
pub(crate) mod home;
pub(crate) mod new_payment;
pub(crate) mod payment;
pub(crate) mod payment_fields;
mod payment_form;

use frame::NorthbankFrame;
