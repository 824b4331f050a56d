//! What a person is told when something cannot be done: the same words on screen and on the command line.

use crate::domain::deeds::Refusal;
use crate::export::ExportError;

/// How the program ends. Stable: scripts rely on the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: done.
    Done,
    /// 1: could not be done.
    CouldNot,
    /// 2: wrong use, arguments that cannot be understood.
    WrongUse,
    /// 3: the book is open in another window.
    OpenElsewhere,
    /// 4: the file is not a book, or is damaged.
    NotABook,
    /// 5: the book was made by a newer version.
    Newer,
    /// 128 and the number of the signal that ended the program, as shells tell it.
    Signal(i32),
}

impl Exit {
    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::CouldNot => 1,
            Self::WrongUse => 2,
            Self::OpenElsewhere => 3,
            Self::NotABook => 4,
            Self::Newer => 5,
            Self::Signal(number) => u8::try_from(128 + number).unwrap_or(128),
        }
    }
}

/// One plain sentence, what to do next, and (folded) the detail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, in one sentence that ends with a full stop.
    pub message: String,
    /// What to do, likewise.
    pub hint: Option<String>,
    /// What the machine said; may be empty. Never holds text of the book.
    pub detail: String,
    /// The exit code that fits.
    pub exit: Exit,
}

impl Problem {
    /// Something that could not be done.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
            detail: String::new(),
            exit: Exit::CouldNot,
        }
    }

    /// The same with a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same with what the machine said.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// The same with another exit code.
    pub fn exit(mut self, exit: Exit) -> Self {
        self.exit = exit;
        self
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self {
            message: refusal.message,
            hint: refusal.hint,
            detail: String::new(),
            exit: Exit::CouldNot,
        }
    }
}

impl From<ExportError> for Problem {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Refused(refusal) => refusal.into(),
            ExportError::Write(error) => Self::new("The document could not be made.")
                .hint("Check that there is room for it.")
                .detail(error.to_string()),
            ExportError::Stopped => Self::new(error.to_string()),
        }
    }
}
