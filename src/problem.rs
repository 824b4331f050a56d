//! The error type for people: the same message and hint on screen and on the command line, and the exit codes.

use std::error::Error;
use std::iter::successors;

use crate::domain::ops::Refusal;
use crate::domain::suggest::did_you_mean;

/// Exit codes of the program. Stable: scripts rely on the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: success.
    Success,
    /// 1: failure.
    Failure,
    /// 2: wrong use, arguments that cannot be parsed.
    UsageError,
    /// 3: the book is open in another window.
    OpenElsewhere,
    /// 4: the file is not a book, or is damaged.
    NotABook,
    /// 5: the book was made by a newer version.
    Newer,
    /// 128 and the number of the signal that ended the program, as shells report it.
    Signal(i32),
}

impl Exit {
    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Failure => 1,
            Self::UsageError => 2,
            Self::OpenElsewhere => 3,
            Self::NotABook => 4,
            Self::Newer => 5,
            Self::Signal(number) => u8::try_from(128 + number).unwrap_or(128),
        }
    }
}

/// A failure for a person: one plain sentence, a hint, and (folded) its causes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The failure, in one sentence that ends with a full stop.
    pub message: String,
    /// The next step, likewise.
    pub hint: Option<String>,
    /// Technical causes, each behind the one it brought about; may be empty. Never holds text of the book, and of a path the
    /// file name alone: folders are called after people, too.
    pub causes: Vec<String>,
    pub exit: Exit,
}

impl Problem {
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
            causes: Vec::new(),
            exit: Exit::Failure,
        }
    }

    /// A refusal of what was typed.
    pub fn wrong_use(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(message).hint(hint).exit(Exit::UsageError)
    }

    /// A refusal of `word`, which is none of `known`; the one that may be meant goes before `hint`.
    pub fn unknown<'a>(
        message: impl Into<String>,
        word: &str,
        known: impl IntoIterator<Item = &'a str>,
        hint: &str,
    ) -> Self {
        Self::wrong_use(message, did_you_mean(word, known) + hint)
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds `error` and every error behind it as causes.
    pub fn caused_by(mut self, error: &(dyn Error + 'static)) -> Self {
        self.causes.extend(error_chain(error));
        self
    }

    /// Adds a cause of which there is no error.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.causes.push(detail.into());
        self
    }

    pub fn exit(mut self, exit: Exit) -> Self {
        self.exit = exit;
        self
    }
}

/// The texts of `error` and of its sources. Many repeat the next one at their end; that part is cut.
fn error_chain(error: &(dyn Error + 'static)) -> Vec<String> {
    let errors = successors(Some(error), |error| (*error).source());
    let texts: Vec<_> = errors.map(without_path).collect();
    let mut causes = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let text = match texts.get(at + 1) {
            Some(next) => text.strip_suffix(next.as_str()).unwrap_or(text),
            None => text,
        };
        let text = text.trim_end_matches([' ', ':']);
        if !text.is_empty() {
            causes.push(text.to_owned());
        }
    }
    causes
}

/// The message of `error` without the path that the crate for temporary files appends.
fn without_path(error: &(dyn Error + 'static)) -> String {
    let text = error.to_string();
    match text.split_once(" at path \"") {
        Some((before, _)) => before.to_owned(),
        None => text,
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self {
            message: refusal.message,
            hint: refusal.hint,
            causes: Vec::new(),
            exit: Exit::Failure,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("reading the log")]
    struct LogReadError(#[source] DiskWriteError);

    #[derive(Debug, thiserror::Error)]
    #[error("writing: {0}")]
    struct DiskWriteError(#[source] io::Error);

    #[test]
    fn every_error_of_a_chain_is_a_cause_and_each_thing_is_said_once() {
        let full = io::Error::from(io::ErrorKind::StorageFull);
        let problem =
            Problem::new("It did not work.").caused_by(&LogReadError(DiskWriteError(full)));
        assert_eq!(
            problem.causes,
            ["reading the log", "writing", "no storage space"]
        );
    }

    #[test]
    fn the_folder_of_a_file_is_in_no_cause() {
        let nowhere = tempfile::tempdir().unwrap().path().join("Ana Smith/none");
        let error = tempfile::NamedTempFile::new_in(nowhere).unwrap_err();
        assert!(error.to_string().contains("Ana Smith"));
        let causes = Problem::new("It did not work.").caused_by(&error).causes;
        let [cause] = &causes[..] else {
            panic!("{causes:?}");
        };
        assert!(cause.contains("(os error "), "{cause}");
        assert!(!cause.contains("Ana Smith"), "{cause}");
    }
}
