//! Windows: events of the console by crossterm, its closing by a control event.

mod console;
mod event_source;

pub use console::{MouseOff, MouseOn, can_draw, suspend};
pub use event_source::EventSource;
