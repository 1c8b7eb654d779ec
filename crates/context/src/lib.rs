//! The context engine: what a request says about place, device and local time.
//!
//! It collects and names; it never decides. Whatever it cannot tell is absent, and the policy treats an
//! absent fact as the least favourable one that does not revoke (design section 4, invariants 4 and 5).

pub mod device_name;
pub mod geo;
pub mod hours;
pub mod regions;

pub use device_name::{DeviceName, NameHints, device_name};
pub use geo::{Geo, GeoError};
pub use hours::working_hours;
pub use regions::{RegionSets, RegionsError};
