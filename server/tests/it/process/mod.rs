//! The binary itself: how it stops, what its commands do.

mod commands;
mod running;
mod stop;
