//! Properties of leases, holds and evidence over generated inputs.

mod evidence;
mod leases;
mod support;
