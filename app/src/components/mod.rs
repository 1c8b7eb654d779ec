//! The parts that all pages are made of.

mod alert;
mod app_frame;
mod avatar;
mod brand;
mod button;
mod device_proof_fields;
mod document;
mod elevation;
mod empty;
mod facts;
mod field;
mod form;
mod gate;
mod icon;
mod loss;
mod needs_scripts;
mod page_head;
mod passkey_fields;
mod pill;
mod pin_fields;
mod scripts;
mod setback;
#[cfg(test)]
pub(crate) mod tests;
mod when;

pub(crate) use alert::{Alert, AlertTone};
pub(crate) use app_frame::{AppFrame, NavItem};
pub(crate) use avatar::Avatar;
pub(crate) use brand::BrandMark;
pub(crate) use button::{Button, ButtonKind, LinkButton};
#[cfg_attr(not(test), expect(unused_imports, reason = "for the forms of the issuer"))]
pub(crate) use device_proof_fields::DeviceProofFields;
pub(crate) use document::Document;
pub(crate) use elevation::ElevationPill;
pub(crate) use empty::Empty;
pub(crate) use facts::{Fact, Facts};
pub(crate) use field::Field;
pub(crate) use form::PostForm;
pub(crate) use gate::Gate;
pub(crate) use icon::{Icon, Symbol};
pub(crate) use loss::LossPill;
pub(crate) use needs_scripts::NeedsScripts;
pub(crate) use page_head::PageHead;
pub(crate) use passkey_fields::{PasskeyFields, PasskeyUse};
pub(crate) use pill::{Pill, Tone};
pub(crate) use pin_fields::{PinFields, PinUse};
pub(crate) use scripts::Scripts;
pub(crate) use setback::{Setback, setback, titled};
pub(crate) use when::When;
