//! The phrase that opens parcels: read from an open file, or asked for without showing what is typed. It is no argument,
//! and in no output but that of `matchbook pair phrase`.

use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};

use clap::Args;
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use crate::exchange::Phrase;
use crate::problem::Problem;

/// The option of every command that may need the phrase.
#[derive(Clone, Copy, Debug, Args)]
pub struct PhraseOption {
    /// Read the phrase from this open file descriptor instead of asking for it; not on Windows
    #[arg(long, value_name = "N")]
    phrase_fd: Option<u32>,
}

impl PhraseOption {
    /// True if a phrase is there without asking.
    pub const fn is_given(self) -> bool {
        self.phrase_fd.is_some()
    }

    /// The phrase, from the file descriptor or typed after `question`.
    ///
    /// # Errors
    /// When nobody is there to be asked, nothing was typed, or it is no phrase.
    pub fn ask(self, question: &str) -> Result<Phrase, Problem> {
        let typed = match self.phrase_fd {
            Some(number) => read_line_of(number)?,
            None => ask_unseen(question)?,
        };
        Phrase::parse(&typed)
    }
}

/// Longest phrase that is read, in bytes.
const MAX_BYTES: u64 = 4096;

/// The first line that can be read from file descriptor `number`.
fn read_line_of(number: u32) -> Result<String, Problem> {
    if cfg!(windows) && number != 0 {
        let message = "Windows has no numbers for open files, so “--phrase-fd” is not there.";
        return Err(Problem::wrong_use(
            message,
            "Type the phrase when you are asked for it.",
        ));
    }
    let mut text = String::new();
    let read = if number == 0 {
        io::stdin().lock().take(MAX_BYTES).read_to_string(&mut text)
    } else {
        let file = File::open(format!("/dev/fd/{number}"));
        file.and_then(|file| file.take(MAX_BYTES).read_to_string(&mut text))
    };
    read.map_err(|error| {
        Problem::wrong_use(
            format!("The phrase could not be read from file descriptor {number}."),
            format!("Open a file with it first, as in “--phrase-fd {number} {number}< FILE”."),
        )
        .caused_by(&error)
    })?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

/// Asks on standard error, and reads a line from the terminal without showing it.
fn ask_unseen(question: &str) -> Result<String, Problem> {
    if !io::stdin().is_terminal() {
        let message = "The phrase is needed, and without a terminal nobody can be asked for it.";
        let hint = "Give it with “--phrase-fd N”, where N is the number of an open file.";
        return Err(Problem::wrong_use(message, hint));
    }
    let mut out = io::stderr();
    // Nobody is left to be told that asking failed: the input ends then as well.
    let _ = write!(out, "{question}: ").and_then(|()| out.flush());
    let unreadable = |error: io::Error| {
        Problem::new("What was typed could not be read.")
            .hint("Nothing was changed.")
            .caused_by(&error)
    };
    enable_raw_mode().map_err(unreadable)?;
    let typed = read_raw_line(&mut io::stdin().lock());
    let shown_again = disable_raw_mode();
    let _ = writeln!(out);
    let typed = typed.and_then(|typed| shown_again.map(|()| typed));
    typed
        .map_err(unreadable)?
        .ok_or_else(|| Problem::new("No phrase was typed.").hint("Nothing was changed."))
}

/// A line as the keys of a raw terminal bring it; none if it was canceled.
fn read_raw_line(input: &mut impl Read) -> io::Result<Option<String>> {
    const CTRL_C: u8 = 3;
    const CTRL_D: u8 = 4;
    let mut typed: Vec<u8> = Vec::new();
    let mut byte = [0];
    loop {
        if input.read(&mut byte)? == 0 {
            return Ok(None);
        }
        match byte[0] {
            b'\r' | b'\n' => return Ok(Some(String::from_utf8_lossy(&typed).into_owned())),
            CTRL_C | CTRL_D => return Ok(None),
            8 | 127 => {
                // A letter may be several bytes; all but its first begin with the bits 10.
                while typed.pop().is_some_and(|byte| byte & 0xc0 == 0x80) {}
            }
            byte => typed.push(byte),
        }
    }
}

/// True if whoever sits at the terminal says yes to `question`.
pub fn confirm(question: &str) -> bool {
    let mut out = io::stderr();
    let _ = write!(out, "{question} [y/N] ").and_then(|()| out.flush());
    let mut line = String::new();
    let read = io::stdin().read_line(&mut line);
    read.is_ok() && matches!(line.trim().to_lowercase().as_str(), "y" | "yes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_a_raw_terminal_ends_with_enter_and_can_be_corrected() {
        let line = |bytes: &[u8]| read_raw_line(&mut &bytes[..]).unwrap();
        assert_eq!(
            line("abx\u{7f}c é\u{8}d\rrest".as_bytes()).as_deref(),
            Some("abc d")
        );
        assert_eq!(line(b"abc\x03\r"), None);
        assert_eq!(line(b"abc"), None);
        assert_eq!(line(b"\x7f\n").as_deref(), Some(""));
    }
}
