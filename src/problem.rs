//! What a person is told when something cannot be done: the same words on screen and on the command line.

use crate::domain::deeds::Refusal;

/// How the program ends. Stable: scripts rely on the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Could not be done.
    CouldNot = 1,
    /// Wrong use: arguments that cannot be understood.
    WrongUse = 2,
    /// The book is open in another window.
    OpenElsewhere = 3,
    /// The file is not a book, or is damaged.
    NotABook = 4,
    /// The book was made by a newer version.
    Newer = 5,
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
