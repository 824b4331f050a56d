//! Reads the arguments, lets the command line or the screen do the rest, and ends with an exit code.
//!
//! A fault of the program, wherever it comes up, is told once: the terminal is given back first, then one sentence says
//! where it happened, and what was typed is kept on the way out.

use std::io::{self, Write};
use std::panic::PanicHookInfo;
use std::process::ExitCode;
use std::sync::Once;

use matchbook::cli::{self, Next, Screen};
use matchbook::env::Env;
use matchbook::paths::Places;
use matchbook::problem::{Exit, Problem};
use matchbook::tui;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(tell));
    let exit = std::panic::catch_unwind(work).unwrap_or(Exit::CouldNot);
    ExitCode::from(exit.code())
}

/// Says where a fault came up, but never what it said: that could hold text of a book.
fn tell(fault: &PanicHookInfo) {
    static ONCE: Once = Once::new();
    tui::give_back();
    let place = fault.location().map(ToString::to_string);
    ONCE.call_once(|| {
        let _ = writeln!(
            io::stderr(),
            "matchbook: The program came upon a fault of its own and ends here.\n  \
             What was saved is safe. Please report this place: {}.",
            place.unwrap_or_default()
        );
    });
}

fn work() -> Exit {
    let env = Env::from_environment();
    let args: Vec<_> = std::env::args_os().collect();
    let (out, err) = (&mut io::stdout(), &mut io::stderr());
    match cli::run(&args, env.clone(), out, err) {
        Next::Exit(exit) => exit,
        Next::Screen(screen) => open(screen, env).unwrap_or_else(|problem| {
            cli::tell(&problem, err, false);
            problem.exit
        }),
    }
}

fn open(screen: Screen, env: Env) -> Result<Exit, Problem> {
    let start = match screen {
        Screen::Home => tui::Start::Home,
        Screen::Book(path) => tui::Start::Book(path),
        Screen::Sample => tui::Start::Sample,
    };
    tui::run(start, env, Places::find(None)?)
}
