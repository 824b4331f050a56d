//! The desktop beside the terminal, where there is one: opens files in its programs, copies to its clipboard.

use std::path::Path;

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

    #[test]
    fn a_desktop_is_known_by_its_sign() {
        assert!(has_desktop(|name| name == "WAYLAND_DISPLAY"));
        let none = has_desktop(|_| false);
        assert_eq!(none, !cfg!(all(unix, not(target_os = "macos"))));
    }
}
