//! The parts that all pages are made of.

mod alert;
mod app_frame;
mod avatar;
mod brand;
mod button;
mod document;
mod elevation;
mod empty;
mod facts;
mod field;
mod form;
mod gate;
mod icon;
mod loss;
mod page_head;
mod pill;
mod scripts;
mod when;

pub(crate) use alert::{Alert, AlertTone};
pub(crate) use app_frame::{AppFrame, NavItem};
pub(crate) use avatar::Avatar;
pub(crate) use brand::BrandMark;
pub(crate) use button::{Button, ButtonKind, LinkButton};
pub(crate) use document::Document;
pub(crate) use elevation::ElevationPill;
pub(crate) use empty::Empty;
pub(crate) use facts::{Fact, Facts};
pub(crate) use field::Field;
pub(crate) use form::PostForm;
pub(crate) use gate::Gate;
pub(crate) use icon::{Icon, Symbol};
pub(crate) use loss::LossPill;
pub(crate) use page_head::PageHead;
pub(crate) use pill::{Pill, Tone};
pub(crate) use scripts::Scripts;
pub(crate) use when::When;
