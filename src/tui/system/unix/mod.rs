//! Unix: bytes and signals from one wait, mouse by escape sequences.

mod console;
mod decoder;
mod event_source;
mod wait;

pub use console::{MouseOff, MouseOn, can_draw, suspend};
pub use event_source::EventSource;
