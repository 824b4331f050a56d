//! Entry point: parses the arguments, runs the command or the screen, and ends with an exit code.
//!
//! A panic is reported once, by the hook: the terminal is restored first, then one sentence says where it happened, and
//! drafts are saved on the way out. With `RUST_BACKTRACE` set the backtrace follows, in names and lines of the source alone.

use std::fmt;
use std::io::{self, Write};
use std::panic::PanicHookInfo;
use std::process::ExitCode;
use std::sync::Once;

use color_eyre::config::{HookBuilder, Theme};
use color_eyre::section::PanicMessage;
use matchbook::cli::{self, CliOutcome, StartScreen};
use matchbook::env::Env;
use matchbook::paths::AppDirs;
use matchbook::problem::{Exit, Problem};
use matchbook::tui;

fn main() -> color_eyre::Result<ExitCode> {
    forbid_core_dumps();
    install_panic_hook()?;
    let exit = std::panic::catch_unwind(run).unwrap_or(Exit::Failure);
    Ok(ExitCode::from(exit.code()))
}

/// Forbids core dumps and reading by other processes: memory holds private notes. Best effort; some systems have no such
/// setting.
fn forbid_core_dumps() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        // The hard limit stays, so that programs opened from here may have core dumps again.
        let wished = Rlimit {
            current: Some(0),
            maximum: getrlimit(Resource::Core).maximum,
        };
        let _ = setrlimit(Resource::Core, wished);
    }
    // Where a program collects core dumps, the limit does not count.
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

fn install_panic_hook() -> color_eyre::Result<()> {
    static ONCE: Once = Once::new();
    let (faults, errors) = HookBuilder::default()
        .theme(Theme::new())
        .display_env_section(false)
        .panic_message(LocationOnly)
        .try_into_hooks()?;
    errors.install()?;
    std::panic::set_hook(Box::new(move |fault| {
        tui::restore_terminal();
        ONCE.call_once(|| {
            // Without standard error nobody is left to report to.
            let _ = writeln!(io::stderr(), "{}", faults.panic_report(fault));
        });
    }));
    Ok(())
}

/// Reports a panic's location, never its message: that could hold text of a book.
struct LocationOnly;

impl PanicMessage for LocationOnly {
    fn display(&self, fault: &PanicHookInfo<'_>, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = fault.location().map(ToString::to_string);
        write!(
            out,
            "matchbook: The program came upon a fault of its own and ends here.\n  \
             What was saved is safe. Please report this place: {}.",
            place.unwrap_or_default()
        )
    }
}

fn run() -> Exit {
    let env = Env::from_environment();
    let args: Vec<_> = std::env::args_os().collect();
    let (out, err) = (&mut io::stdout(), &mut io::stderr());
    if let Ok(places) = AppDirs::resolve() {
        tui::remove_leftovers(&places.scratch);
    }
    match cli::run(&args, env.clone(), out, err) {
        CliOutcome::Exit(exit) => exit,
        CliOutcome::Screen { screen, verbose } => {
            run_screen(screen, env).unwrap_or_else(|problem| {
                cli::report(&problem, err, verbose);
                problem.exit
            })
        }
    }
}

fn run_screen(screen: StartScreen, env: Env) -> Result<Exit, Problem> {
    let start = match screen {
        StartScreen::Home => tui::Start::Home,
        StartScreen::Book(path) => tui::Start::Book(path),
        StartScreen::Sample => tui::Start::Sample,
    };
    tui::run(start, env, AppDirs::resolve()?)
}
