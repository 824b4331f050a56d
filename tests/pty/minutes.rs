//! The first minutes, quiet hours, and what a run leaves behind for others to read.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use crate::world::{World, wait_until};

#[test]
fn the_first_minutes_lead_from_the_welcome_to_a_goal_that_is_there_tomorrow() {
    let world = World::empty();
    let tty = world.program().open();
    tty.wait_for("Start a book for your match").keys("s");
    tty.wait_for("A new book")
        .keys("<Space><Tab><Space><Tab>Mentee A");
    tty.keys("<Tab>Mentor B<C-s>").wait_for("1 Today");
    tty.keys("2").wait_for("No goal yet").keys("a");
    tty.wait_for("A new goal").keys("Start a STEM hour<C-s>");
    tty.wait_for("1. Start a STEM hour").keys("q");
    tty.end().assert(0);

    let tty = world.open();
    tty.keys("2").wait_for("1. Start a STEM hour").keys("q");
    tty.end().assert(0);
}

#[test]
fn the_clipboard_is_asked_for_only_when_the_user_copies() {
    let world = World::with_book();
    let tty = world.open();
    tty.keys("w").wait_for("Write out what?").keys("<Enter>");
    tty.wait_for("copy text").settle();
    let drawn = tty.written().len();
    assert!(!String::from_utf8_lossy(&tty.written()).contains("\x1b]"));
    tty.keys("y")
        .wait_for_bytes(drawn, "\x1b]52;c;")
        .wait_for("Asked the terminal to copy; w writes a file.");
    tty.keys("<Esc>").settle().keys("q");
    tty.end().assert(0);
}

#[test]
fn the_sample_year_has_a_today_of_its_own_and_leaves_nothing_behind() {
    let world = World::empty();
    let tty = world.program().open();
    tty.wait_for("Look at the sample year").keys("d");
    tty.wait_for("1 Today").settle();
    assert!(!tty.screen().contains("22 Nov 2026"), "{}", tty.screen());
    tty.keys("q");
    tty.end().assert(0);
    assert_eq!(world.path("tmp").read_dir().unwrap().count(), 0);
    assert!(!world.path("home").exists());
}

#[test]
fn nothing_is_written_and_nobody_wakes_while_nothing_happens() {
    let world = World::with_book();
    let tty = world.open();
    tty.settle();
    let woken = || -> u64 {
        let tasks = format!("/proc/{}/task", tty.pid().as_raw_nonzero());
        let Ok(tasks) = std::fs::read_dir(tasks) else {
            return 0;
        };
        let status = tasks.map(|task| std::fs::read_to_string(task.unwrap().path().join("status")));
        let lines = status.map(|status| {
            let status = status.unwrap();
            let line = status.lines().find(|line| line.starts_with("voluntary"));
            line.and_then(|line| line.split_whitespace().last()?.parse::<u64>().ok())
        });
        lines.map(Option::unwrap).sum()
    };
    let before = woken();
    assert!(tty.is_silent_for(Duration::from_secs(3)));
    assert_eq!(woken(), before);
}

#[test]
fn whatever_the_umask_a_book_and_all_around_it_are_for_its_owner_alone() {
    let world = World::empty();
    let tty = world.program().umask(0).open();
    tty.wait_for("Start a book for your match").keys("s");
    tty.wait_for("A new book")
        .keys("<Space><Tab><Space><Tab>A<Tab>B<C-s>");
    tty.wait_for("1 Today").keys("2");
    tty.wait_for("No goal yet").keys("aWalk<C-s>");
    tty.wait_for("1. Walk").keys("1w");
    tty.wait_for("Write out what?").keys("<Enter>");
    tty.wait_for("write the file").keys("<Enter>");
    tty.wait_for("Written").keys("q");
    tty.end().assert(0);
    // The first change of another day begins with a backup.
    let tomorrow = world.program().umask(0).env("MATCHBOOK_NOW", "2026-11-23");
    let tty = tomorrow.open();
    tty.wait_for("1 Today").keys("2aRun<C-s>");
    tty.wait_for("2. Run");
    let home = world.path("home");
    let seen = || {
        let mut seen = Vec::new();
        walk(&home, &mut seen);
        seen
    };
    let there = |part: &str| seen().iter().any(|path| path.contains(part));
    wait_until("an export", || there("exports/"));
    let lock = home.join("B 2026.matchbook.lock");
    assert_eq!(mode(&lock), 0o600);
    tty.keys("q");
    tty.end().assert(0);
    let backup = world.program().umask(0).arg("backup").open();
    backup.end().assert(0);
    assert!(there("backups/"));
    for path in seen() {
        let wanted = if Path::new(&path).is_dir() {
            0o700
        } else {
            0o600
        };
        assert_eq!(mode(Path::new(&path)), wanted, "{path}");
    }
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Everything in `folder`, itself first.
fn walk(folder: &Path, seen: &mut Vec<String>) {
    seen.push(folder.to_string_lossy().into_owned());
    for entry in folder.read_dir().into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            walk(&entry.path(), seen);
        } else {
            seen.push(entry.path().to_string_lossy().into_owned());
        }
    }
}

#[test]
fn a_second_window_goes_on_once_the_first_is_closed() {
    let world = World::with_book();
    let first = world.open();
    let second = world.open();
    second.wait_for("open in another window. Close it there, then go on here.");
    first.keys("q");
    first.end().assert(0);
    second.keys("2").wait_for("The other window is closed");
    second.keys("a").wait_for("What do you want");
    second.keys("Walk<C-s>").wait_for("1. Walk").keys("q");
    second.end().assert(0);
    assert!(world.cli(&["goal", "list"]).contains("Walk"));
}

#[test]
fn a_second_window_may_look_and_says_why_it_may_not_change() {
    let world = World::with_book();
    let first = world.open();
    let second = world.open();
    second.wait_for("Read only");
    second.wait_for("open in another window");
    second.keys("m");
    second.wait_for("Read only").keys("2a");
    second.wait_for("Read only").settle();
    assert!(!second.screen().contains("A new goal"));
    // What can be opened there can be looked at, and nothing of it can be changed.
    for keys in ["1e", "5<Enter>", "6e", "4e", "u"] {
        second.keys(keys).settle();
        assert!(
            !second.screen().contains("Ctrl-S"),
            "{keys}: {}",
            second.screen()
        );
    }
    first.keys("2").wait_for("No goal yet").keys("aWalk<C-s>");
    first.wait_for("1. Walk").keys("q");
    first.end().assert(0);
    second.keys("q");
    second.end().assert(0);
    assert!(world.cli(&["goal", "list"]).contains("Walk"));
}

#[test]
fn a_form_is_filled_question_by_question_and_each_answer_is_kept() {
    let world = World::with_book();
    let run = world.program().arg("form").arg("fill").arg("agreement");
    let tty = run.open();
    tty.wait_for("Every answer is saved at once").wait_for("> ");
    tty.keys("Learn from each other<Enter>").wait_for("2 of ");
    tty.keys("<Enter>").wait_for("3 of ").keys(".<Enter>");
    tty.wait_for("What was answered is saved.");
    tty.end().assert(0);
    let shown = world.cli(&["form", "show", "agreement"]);
    assert!(shown.contains("Learn from each other"), "{shown}");
}
