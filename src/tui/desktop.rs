//! The desktop beside the terminal, where there is one: opens files in its programs, copies to its clipboard.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::problem::Problem;

/// The desktop's clipboard. It is held while the screen is shown: on some desktops a copied text lasts only as long as the
/// program that copied it.
#[derive(Default)]
pub struct Clipboard(Option<arboard::Clipboard>);

impl Clipboard {
    /// Copies `text` and returns true on success. A terminal far from its desktop has no clipboard.
    pub fn copy(&mut self, text: &str) -> bool {
        if !has_desktop(is_set) {
            return false;
        }
        if self.0.is_none() {
            self.0 = arboard::Clipboard::new().ok();
        }
        let board = self.0.as_mut();
        board.is_some_and(|board| board.set_text(text).is_ok())
    }
}

/// Copies `text` to the buffer of a surrounding tmux, which hands it on to the clipboard of its terminal where that may be
/// done; true once tmux has taken it.
pub fn copy_in_tmux(text: &str) -> bool {
    is_set("TMUX") && pipe_to(Command::new("tmux").args(["load-buffer", "-w", "-"]), text)
}

/// Runs `command` with `text` as its input; true on success.
fn pipe_to(command: &mut Command, text: &str) -> bool {
    let silent = command.stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut child) = silent.stdin(Stdio::piped()).spawn() else {
        return false;
    };
    let pipe = child.stdin.take();
    let written = pipe.is_some_and(|mut pipe| pipe.write_all(text.as_bytes()).is_ok());
    // A command that refused its input is waited for as well.
    child.wait().is_ok_and(|status| status.success()) && written
}

fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// Opens the file or folder at `path` in the desktop's program for it, without waiting.
///
/// # Errors
/// When there is no desktop, or no program for it.
pub fn open_path(path: &Path) -> Result<(), Problem> {
    let here = path.display();
    if !has_desktop(is_set) {
        return Err(Problem::new("There is no desktop here to open a file on.")
            .hint(format!("It is at {here}.")));
    }
    open::that_detached(path).map_err(|error| {
        Problem::new("This computer knows no program to open that with.")
            .hint(format!("It is at {here}."))
            .caused_by(&error)
    })
}

/// True if a program with a window could show itself. On a terminal alone the openers of some systems start a text-mode
/// browser, which would draw over the screen.
fn has_desktop(is_set: impl Fn(&str) -> bool) -> bool {
    const SIGNS: [&str; 3] = ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"];
    !cfg!(all(unix, not(target_os = "macos"))) || SIGNS.into_iter().any(is_set)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_text_counts_as_taken_only_by_a_command_that_took_it() {
        let sh = |script| pipe_to(Command::new("sh").args(["-c", script]), "one two");
        assert!(sh("test \"$(cat)\" = 'one two'"));
        assert!(!sh("cat; exit 1"));
        assert!(!pipe_to(&mut Command::new("no-such-command"), "one"));
    }

    #[test]
    fn a_desktop_is_known_by_its_sign() {
        assert!(has_desktop(|name| name == "WAYLAND_DISPLAY"));
        let none = has_desktop(|_| false);
        assert_eq!(none, !cfg!(all(unix, not(target_os = "macos"))));
    }
}
