//! The binary itself: what survives SIGKILL, how it stops, what its commands do.

mod commands;
mod kill;
mod running;
mod stop;
