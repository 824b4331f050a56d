//! What can happen to the file of a book while it is open: the text on the screen outlasts it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::process::Signal;

use crate::skip::{skip, tool};
use crate::tty::Tty;
use crate::world::World;

/// Types a goal, without saving it.
fn type_goal(tty: &Tty) {
    tty.keys("2").wait_for("No goal yet").keys("a");
    tty.wait_for("A new goal").keys("Typed with care");
    tty.wait_for("Typed with care");
}

/// Closes every message and saves.
fn save_again(tty: &Tty) {
    tty.settle();
    while tty.screen().contains("That did not work") {
        tty.keys("<Enter>").settle();
    }
    tty.wait_for("Typed with care").keys("<C-s>");
}

#[test]
fn a_file_that_was_moved_or_exchanged_is_named_and_nothing_typed_is_lost() {
    let other = |world: &World| {
        let other = world.path("other.matchbook");
        world.make_book(&other);
        other
    };
    let faults: [&dyn Fn(&World); 4] = [
        &|world| fs::remove_file(world.book()).unwrap(),
        &|world| fs::rename(world.book(), world.path("away.matchbook")).unwrap(),
        &|world| fs::rename(other(world), world.book()).unwrap(),
        &|world| assert!(fs::copy(other(world), world.book()).is_ok()),
    ];
    for fault in faults {
        let world = World::with_book();
        let tty = world.open();
        type_goal(&tty);
        fault(&world);
        let before = contents(&world.book());
        tty.keys("<C-s>").wait_for("was moved or exchanged");
        save_again(&tty);
        tty.wait_for("was moved or exchanged");
        assert_eq!(contents(&world.book()), before, "nothing is written there");
    }
}

fn contents(path: &Path) -> Option<Vec<u8>> {
    fs::read(path).ok()
}

/// Puts the file back, starts the program again and looks for what was typed.
fn assert_offered_once_the_file_is_back(world: &World) {
    fs::rename(world.path("away"), world.book()).unwrap();
    let tty = world.open();
    tty.wait_for("Not saved yet: A new goal").keys("2a");
    tty.wait_for("Typed with care").keys("<C-s>");
    tty.wait_for("u undoes").keys("q");
    tty.end().assert(0);
    assert!(world.cli(&["goal", "list"]).contains("Typed with care"));
    assert!(world.cli(&["check"]).contains("sound"));
}

#[test]
fn leaving_asks_while_what_is_typed_cannot_be_kept_and_writes_it_beside_the_book() {
    let world = World::with_book();
    let tty = world.open();
    type_goal(&tty);
    fs::rename(world.book(), world.path("away")).unwrap();
    tty.keys("<C-q>").wait_for("Leave, though the book cannot");
    tty.keys("<Esc>").wait_for("Typed with care").keys("<C-q>");
    tty.wait_for("Leave, though the book cannot").keys("y");
    tty.end().assert(0);
    assert_offered_once_the_file_is_back(&world);
}

#[test]
fn a_signal_to_end_writes_what_the_book_cannot_take_beside_it() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129)] {
        let world = World::with_book();
        let tty = world.open();
        type_goal(&tty);
        fs::rename(world.book(), world.path("away")).unwrap();
        tty.signal(signal);
        tty.end().assert(code);
        assert_offered_once_the_file_is_back(&world);
    }
}

#[test]
fn a_signal_to_end_while_another_program_holds_the_book_loses_nothing() {
    let world = World::with_book();
    let tty = world.open();
    type_goal(&tty);
    let other = rusqlite::Connection::open(world.book()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    tty.signal(Signal::TERM);
    tty.end().assert(143);
    other.execute_batch("ROLLBACK").unwrap();
    let tty = world.open();
    tty.wait_for("could not be saved last time is back")
        .keys("2a");
    tty.wait_for("Typed with care").keys("<C-q>");
    tty.end().assert(0);
}

#[test]
fn text_typed_on_a_full_disk_outlasts_the_end_where_there_is_room() {
    let world = World::empty();
    let Some(disk) = SmallDisk::mount(world.path("home")) else {
        return skip("the right to mount a small disk");
    };
    world.make_book(&world.book());
    world.cli(&["goal", "add", "First of the day"]);
    let tty = world.open();
    tty.keys("2").wait_for("First of the day").keys("a");
    tty.wait_for("A new goal");
    disk.fill();
    tty.keys("Typed with care").wait_for("Typed with care");
    tty.wait_for("Not kept yet: The disk is full");
    tty.signal(Signal::HUP);
    tty.end().assert(129);
    disk.make_room();
    let tty = world.open();
    tty.wait_for("could not be saved last time is back")
        .keys("2a");
    tty.wait_for("Typed with care").keys("<C-q>");
    tty.end().assert(0);
    assert!(world.cli(&["check"]).contains("sound"));
}

#[test]
fn a_book_that_another_program_writes_to_is_waited_for_and_then_told_of() {
    let world = World::with_book();
    let tty = world.open();
    type_goal(&tty);
    let other = rusqlite::Connection::open(world.book()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    tty.keys("<C-s>")
        .wait_for("Another program is using the book");
    other.execute_batch("ROLLBACK").unwrap();
    save_again(&tty);
    tty.wait_for("u undoes").keys("q");
    tty.end().assert(0);
    assert!(world.cli(&["goal", "list"]).contains("Typed with care"));
}

#[test]
fn a_folder_that_cannot_be_written_to_holds_a_book_to_read() {
    let world = World::with_book();
    let mode = |path: &Path, mode| fs::set_permissions(path, PermissionsExt::from_mode(mode));
    mode(&world.book(), 0o400).unwrap();
    mode(&world.path("home"), 0o500).unwrap();
    let run = if rustix::process::geteuid().is_root() {
        // Root may write anywhere unless this is taken away.
        if tool(&["setpriv"]).is_none() {
            return;
        }
        world
            .program()
            .through(&["setpriv", "--bounding-set=-dac_override"])
    } else {
        world.program()
    };
    let tty = run.open();
    tty.wait_for("Read only: its file or folder does not allow changes");
    tty.keys("2a").wait_for("Read only").settle();
    assert!(!tty.screen().contains("A new goal"));
    tty.keys("q");
    tty.end().assert(0);
    mode(&world.path("home"), 0o700).unwrap();
}

/// A disk where the books are, with room for little more than an empty one.
struct SmallDisk(PathBuf);

const DISK_SIZE: usize = 1200 * 1024;

impl SmallDisk {
    fn mount(at: PathBuf) -> Option<Self> {
        fs::create_dir_all(&at).unwrap();
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o"])
            .arg(format!("size={DISK_SIZE},mode=700"))
            .arg("tmpfs")
            .arg(&at);
        let mounted = mount.output().is_ok_and(|output| output.status.success());
        mounted.then_some(Self(at))
    }

    fn fill(&self) {
        let mut size = DISK_SIZE;
        while size > 0 && fs::write(self.0.join("filler"), vec![1; size]).is_err() {
            size -= 4096;
        }
    }

    fn make_room(&self) {
        fs::remove_file(self.0.join("filler")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_is_named_and_what_is_typed_can_be_saved_once_there_is_room() {
    let world = World::empty();
    let Some(disk) = SmallDisk::mount(world.path("home")) else {
        return skip("the right to mount a small disk");
    };
    world.make_book(&world.book());
    world.cli(&["goal", "add", "First of the day"]);
    let tty = world.open();
    tty.keys("2").wait_for("First of the day").keys("a");
    tty.wait_for("A new goal").keys("Typed with care");
    disk.fill();
    tty.keys("<C-s>").wait_for("The disk is full");
    save_again(&tty);
    tty.wait_for("The disk is full");
    disk.make_room();
    save_again(&tty);
    tty.wait_for("u undoes").keys("q");
    tty.end().assert(0);
    assert!(world.cli(&["goal", "list"]).contains("Typed with care"));
    assert!(world.cli(&["check"]).contains("sound"));
}

#[test]
fn a_long_export_is_told_of_and_stops_when_asked() {
    let world = World::empty();
    let book = world.path("large.matchbook");
    world.cli(&["test-large", book.to_str().unwrap(), "3000"]);
    let tty = world.program().arg(&book).open();
    tty.wait_for("1 Today").settle();
    tty.keys("w").wait_for("Write out what?");
    tty.keys("G<Enter>")
        .wait_for("The whole book as Plain text");
    // Setting the pages of so long a log takes any computer longer than nobody notices.
    tty.keys("<Tab>").wait_for("as Word document");
    tty.keys("<Tab>").wait_for("as Web page");
    tty.keys("<Tab>").wait_for("as PDF");
    tty.keys("<Enter>").wait_for("One moment").keys("<Esc>");
    tty.wait_for("Stopped. Nothing was written.");
    tty.keys("<Esc>").wait_for("What is next");
    tty.keys("w").wait_for("Write out what?").keys("G<Enter>");
    tty.wait_for("The whole book as Plain text").keys("<Enter>");
    tty.wait_for("o opens it");
    tty.keys("o").wait_for("There is no desktop here");
    tty.keys("<Esc>").settle().keys("q");
    tty.end().assert(0);
    let written: Vec<_> = world.path("home/exports").read_dir().unwrap().collect();
    assert_eq!(written.len(), 1, "{written:?}");
}
