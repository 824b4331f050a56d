//! The terminal: taken over at the start, given back at the end, whatever happens in between.

use std::io::{self, IsTerminal, Write};
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::Print;
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use signal_hook::consts::{SIGHUP, SIGTSTP};

use crate::app::Msg;
use crate::problem::{Exit, Problem};
use crate::ui::DrawOutput;

/// Clicks and the wheel, without every movement of the mouse: text can still be selected with Shift, and an idle hand
/// wakes nothing.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";
/// What a clipboard sequence may hold; terminals drop longer ones.
const CLIPBOARD_LIMIT: usize = 74_000;

/// Whether the terminal is taken over. There is one a process, and a fault anywhere gives it back.
static ACTIVE: AtomicBool = AtomicBool::new(false);

/// Refuses to start where there is no screen to draw on.
///
/// # Errors
/// With what to use instead.
pub fn check() -> Result<(), Problem> {
    let kind = std::env::var("TERM").unwrap_or_default();
    let able = !kind.is_empty() && kind != "dumb";
    if io::stdin().is_terminal() && io::stdout().is_terminal() && able {
        return Ok(());
    }
    Err(
        Problem::new("The screen needs a terminal that can move its cursor, and this is none.")
            .hint("Every act has a command too: try matchbook status, or matchbook --help.")
            .exit(Exit::UsageError),
    )
}

/// The terminal while the program has it; dropped, it is given back.
pub struct Terminal {
    /// Never dropped: it would write to a terminal that is given back, and fail aloud where there is none any more.
    inner: ManuallyDrop<ratatui::Terminal<CrosstermBackend<io::BufWriter<io::Stdout>>>>,
}

impl Terminal {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// When the terminal does not let itself be.
    pub fn enter() -> Result<Self, Problem> {
        let output = io::BufWriter::with_capacity(1 << 14, io::stdout());
        let start = || -> io::Result<Self> {
            init_terminal()?;
            let inner = ratatui::Terminal::new(CrosstermBackend::new(output))?;
            let inner = ManuallyDrop::new(inner);
            Ok(Self { inner })
        };
        start().map_err(|error| {
            restore_terminal();
            terminal_error(&error)
        })
    }

    /// Columns and lines.
    pub fn size(&self) -> (u16, u16) {
        self.inner
            .size()
            .map_or((80, 24), |size| (size.width, size.height))
    }

    /// Draws a frame and shows or hides the cursor as it says; nothing while the terminal is given back.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub fn draw(
        &mut self,
        paint: impl FnOnce(&mut Buffer) -> DrawOutput,
    ) -> Result<DrawOutput, Problem> {
        let mut drawn = DrawOutput::default();
        if !ACTIVE.load(Ordering::Relaxed) {
            return Ok(drawn);
        }
        let result = self.inner.draw(|frame| {
            drawn = paint(frame.buffer_mut());
            if let Some(cursor) = drawn.cursor {
                frame.set_cursor_position(cursor);
            }
        });
        // Only a terminal that is gone does not let itself be drawn on.
        result.map_err(|error| terminal_error(&error).exit(Exit::Signal(SIGHUP)))?;
        Ok(drawn)
    }

    /// Takes the terminal over again, whatever happened to it, so that the next frame paints everything anew.
    ///
    /// # Errors
    /// When the terminal does not let itself be.
    pub fn resume(&mut self) -> Result<(), Problem> {
        // Whoever had it may have set the line; only from the original setting is it set anew.
        restore_terminal();
        self.reinit().map_err(|error| terminal_error(&error))
    }

    fn reinit(&mut self) -> io::Result<()> {
        init_terminal()?;
        let size = self.inner.size()?;
        self.inner.resize(Rect::from((Position::ORIGIN, size)))
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        restore_terminal();
    }
}

/// Puts the program to sleep as shells expect it. Once woken it finds a signal that says so, and comes back.
pub fn suspend() {
    restore_terminal();
    let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
}

/// Asks the terminal to copy `text` to the clipboard.
pub fn copy_osc52(text: &str) -> Msg {
    if text.len() > CLIPBOARD_LIMIT {
        let problem = Problem::new("This text is too long for the clipboard of a terminal.");
        return Msg::Failed(problem.hint("Write it to a file instead: Enter."));
    }
    let copied = execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text));
    copied.map_or_else(
        |error| Msg::Failed(terminal_error(&error)),
        |()| Msg::Copied,
    )
}

fn init_terminal() -> io::Result<()> {
    ACTIVE.store(true, Ordering::Relaxed);
    enable_raw_mode()?;
    let mut output = io::stdout();
    queue!(
        output,
        EnterAlternateScreen,
        EnableBracketedPaste,
        Print(MOUSE_ON),
        Hide
    )?;
    output.flush()
}

/// Gives the terminal back, if it is taken. From anywhere: after a fault, too.
pub fn restore_terminal() {
    if !ACTIVE.swap(false, Ordering::Relaxed) {
        return;
    }
    let mut output = io::stdout();
    // If this fails nobody can be told: the terminal is gone.
    let _ = execute!(
        output,
        Print(MOUSE_OFF),
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    );
    let _ = disable_raw_mode();
}

fn terminal_error(error: &io::Error) -> Problem {
    Problem::new("The terminal cannot be drawn on.").caused_by(error)
}
