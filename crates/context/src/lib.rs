//! The context engine: what a request says about place, device and local time.
//!
//! It collects and names; it never decides. Whatever it cannot tell is absent, and the policy treats an
//! absent fact as the least favourable one that does not revoke (design section 4, invariants 4 and 5).

pub mod behaviour;
pub mod device_name;
pub mod failures;
pub mod geo;
pub mod hours;
pub mod networks;
pub mod point;
mod record;
pub mod regions;
pub mod reloading;
pub mod threats;
pub mod travel;

pub use device_name::{DeviceName, NameHints, device_name};
pub use geo::{Geo, GeoError, Located};
pub use hours::{Calendar, Holidays, is_zone, working_hours};
pub use networks::Networks;
pub use point::Point;
pub use regions::{RegionSets, RegionsError};
pub use reloading::Reloading;
pub use threats::ThreatList;
