//! The dashboard.

pub(crate) mod access;
pub(crate) mod activity;
mod activity_list;
mod app_card;
pub(crate) mod block;
mod confirm_number;
mod device_card;
mod device_new;
mod device_row;
pub(crate) mod devices;
mod frame;
mod notice;
mod notice_list;
mod notice_words;
pub(crate) mod overview;
mod overview_loss;
mod restore;
mod scope_row;
mod standing;
mod unusual_list;
mod way_row;
pub(crate) mod ways;
mod ways_add;

use frame::AccountFrame;
use notice::Notice;
use standing::Standing;
