//! The terminal: raw mode and alternate screen from start to end, restored whatever happens in between.

use std::io::{self, IsTerminal, Write};
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::Frame;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::input::HANGUP;
use super::system::{self, MouseOff, MouseOn, can_draw};
use crate::app::Msg;
use crate::problem::{Exit, Problem};
use crate::ui::DrawOutput;

/// Longest text for the terminal's clipboard (OSC 52), in bytes; terminals drop longer sequences.
const CLIPBOARD_LIMIT: usize = 74_000;

/// True while the terminal is taken over. There is one per process, and a panic anywhere restores it.
static ACTIVE: AtomicBool = AtomicBool::new(false);

/// Refuses to start where there is no screen to draw on.
///
/// # Errors
/// With the command to use instead.
pub fn check() -> Result<(), Problem> {
    if io::stdin().is_terminal() && io::stdout().is_terminal() && can_draw() {
        return Ok(());
    }
    Err(
        Problem::new("The screen needs a terminal that can move its cursor, and this is none.")
            .hint("Every act has a command too: try matchbook status, or matchbook --help.")
            .exit(Exit::UsageError),
    )
}

/// The terminal while the program has it; restored when dropped.
pub struct Terminal {
    /// Never dropped: it would write to a restored terminal, and panic where there is none any more.
    inner: ManuallyDrop<ratatui::Terminal<CrosstermBackend<io::BufWriter<io::Stdout>>>>,
}

impl Terminal {
    /// Enters raw mode and the alternate screen.
    ///
    /// # Errors
    /// When the terminal refuses.
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

    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        self.inner
            .size()
            .map_or((80, 24), |size| (size.width, size.height))
    }

    /// Draws a frame with the cursor in its place; nothing while the terminal is restored. The frame is shown as one step where
    /// the terminal can do so: else a screen reader would follow the cursor through every cell that changes.
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
        let result = self.draw_frame(|frame| {
            drawn = paint(frame.buffer_mut());
            if let Some(cursor) = drawn.cursor {
                frame.set_cursor_position(cursor);
            }
        });
        // Drawing fails only on a terminal that is gone.
        result.map_err(|error| terminal_error(&error).exit(Exit::Signal(HANGUP)))?;
        Ok(drawn)
    }

    fn draw_frame(&mut self, paint: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        queue!(self.inner.backend_mut(), BeginSynchronizedUpdate)?;
        self.inner.draw(paint)?;
        execute!(self.inner.backend_mut(), EndSynchronizedUpdate)
    }

    /// Takes the terminal over again, whatever happened to it, and repaints the whole next frame.
    ///
    /// # Errors
    /// When the terminal refuses.
    pub fn resume(&mut self) -> Result<(), Problem> {
        // Another program may have changed the settings: raw mode must start from the original ones.
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

/// Suspends the program as shells expect it. Once continued it receives SIGCONT, and resumes.
pub fn suspend() {
    restore_terminal();
    system::suspend();
}

/// Copies `text` to the clipboard by an escape sequence (OSC 52).
pub fn copy_osc52(text: &str) -> Msg {
    if text.len() > CLIPBOARD_LIMIT {
        let problem = Problem::new("This text is too long for the clipboard of a terminal.");
        return Msg::Failed(problem.hint("Write it to a file instead: Enter."));
    }
    let copied = execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text));
    copied.map_or_else(
        |error| Msg::Failed(terminal_error(&error)),
        // No terminal says whether it did.
        |()| Msg::Report("Asked the terminal to copy; w writes a file.".to_owned()),
    )
}

fn init_terminal() -> io::Result<()> {
    ACTIVE.store(true, Ordering::Relaxed);
    enable_raw_mode()?;
    let mut output = io::stdout();
    queue!(
        output,
        EnterAlternateScreen,
        // GNU screen has no alternate screen unless it is told so, and shows what stood there before.
        Clear(ClearType::All),
        EnableBracketedPaste,
        MouseOn,
        Hide
    )?;
    output.flush()
}

/// Restores the terminal, if it is taken over. From anywhere: after a panic, too.
pub fn restore_terminal() {
    if !ACTIVE.swap(false, Ordering::Relaxed) {
        return;
    }
    let mut output = io::stdout();
    // If this fails nobody can be told: the terminal is gone.
    let _ = execute!(
        output,
        MouseOff,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    );
    let _ = disable_raw_mode();
}

fn terminal_error(error: &io::Error) -> Problem {
    Problem::new("The terminal cannot be drawn on.").caused_by(error)
}
