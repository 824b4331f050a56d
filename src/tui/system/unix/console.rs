//! The terminal's own ways: what it can do, its mouse, Ctrl-Z.

use std::fmt;

use crossterm::Command;
use signal_hook::consts::SIGTSTP;

/// Reports clicks and the wheel, without every movement of the mouse: text can still be selected with Shift, and an idle
/// hand wakes nothing. Not in GNU screen, which would then hold Escape back until the next key.
pub struct MouseOn;

impl Command for MouseOn {
    fn write_ansi(&self, out: &mut impl fmt::Write) -> fmt::Result {
        if std::env::var_os("STY").is_some() {
            return Ok(());
        }
        out.write_str("\x1b[?1000h\x1b[?1006h")
    }
}

/// The end of [`MouseOn`].
pub struct MouseOff;

impl Command for MouseOff {
    fn write_ansi(&self, out: &mut impl fmt::Write) -> fmt::Result {
        out.write_str("\x1b[?1006l\x1b[?1000l")
    }
}

/// True if the terminal says that it can move its cursor.
pub fn can_draw() -> bool {
    let kind = std::env::var("TERM").unwrap_or_default();
    !kind.is_empty() && kind != "dumb"
}

/// Suspends the program as shells expect it; the terminal is restored. Once continued it receives SIGCONT.
pub fn suspend() {
    let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
}
