//! Opening files with the programs that the computer has for them.

use std::path::Path;

use crate::problem::Problem;

/// Opens the file or folder at `path`, and does not wait for what opens it.
///
/// # Errors
/// When there is no desktop, or no program for it.
pub fn open(path: &Path) -> Result<(), Problem> {
    let here = path.display();
    if !has_desktop(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty())) {
        return Err(Problem::new("There is no desktop here to open a file on.")
            .hint(format!("It is at {here}.")));
    }
    open::that_detached(path).map_err(|error| {
        Problem::new("This computer knows no program to open that with.")
            .hint(format!("It is at {here}."))
            .detail(error.to_string())
    })
}

/// Whether a program with a window could show itself. On a terminal alone the openers of some systems start a browser for
/// terminals, which would draw over ours.
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
