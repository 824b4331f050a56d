//! Unix: bytes and signals from one poll, mouse by escape sequences.

mod console;
mod decoder;
mod event_source;

pub use console::{MouseOff, MouseOn, can_draw, suspend};
pub use event_source::EventSource;
