//! Differences between the systems in waiting for the terminal and in using it: twins with the same names.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub use unix::{EventSource, MouseOff, MouseOn, can_draw, suspend};
#[cfg(windows)]
pub use windows::{EventSource, MouseOff, MouseOn, can_draw, suspend};
