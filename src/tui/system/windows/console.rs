//! The console's own ways: what it can do, its mouse, Ctrl-Z.

pub use crossterm::event::{DisableMouseCapture as MouseOff, EnableMouseCapture as MouseOn};

/// True: every console that this program starts on can move its cursor.
pub const fn can_draw() -> bool {
    true
}

/// Does nothing: Windows has no suspended programs.
pub const fn suspend() {}
