//! The user's own editor: the text goes there and comes back, and nothing of it stays.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use rustix::process::{Pid, Signal, kill_process};

use crate::tty::Tty;
use crate::world::{World, open_note, wait_until};

/// An editor that is a shell script: `$1` is the file, `$OUT` a folder for what it saw.
fn script(world: &World, name: &str, lines: &str) -> PathBuf {
    let path = world.path(name);
    let out = world.path("tmp");
    fs::write(
        &path,
        format!("#!/bin/sh\nOUT={}\n{lines}\n", out.display()),
    )
    .unwrap();
    fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
    path
}

/// Opens a note with a few words in it, with `editor` for an editor.
fn note(world: &World, editor: impl Into<std::ffi::OsString>) -> Tty {
    let tty = world.program().umask(0).env("EDITOR", editor).open();
    tty.wait_for("What is next");
    open_note(&tty);
    tty.keys("Few words").wait_for("Few words");
    tty
}

/// What lies where texts wait for an editor.
fn leftovers(world: &World) -> usize {
    world.scratch().read_dir().map_or(0, Iterator::count)
}

#[test]
fn a_text_goes_through_the_users_own_editor_and_leaves_no_trace() {
    let world = World::with_book();
    let editor = script(
        &world,
        "editor",
        r#"stat -c %a "$1" "$(dirname "$1")" "$(dirname "$(dirname "$1")")" > $OUT/modes
        cp "$1" $OUT/before; ls -A "$(dirname "$1")" > $OUT/beside
        kill -INT $PPID
        printf 'Many more words\nand a second line\n' > "$1""#,
    );
    let tty = note(&world, editor);
    tty.keys("<C-e>")
        .wait_for("Many more words")
        .wait_for("and a second line");
    assert_eq!(leftovers(&world), 0);
    let seen = |name: &str| fs::read_to_string(world.path("tmp").join(name)).unwrap();
    assert_eq!(seen("modes"), "600\n700\n700\n");
    assert_eq!(seen("before"), "Few words");
    assert_eq!(seen("beside"), "note.md\n");
    tty.keys("!").wait_for("and a second line!").keys("<C-s>");
    tty.wait_for("u undoes").keys("<Esc>");
    tty.wait_without("When do you talk next?").keys("q");
    tty.end().assert(0);
}

#[test]
fn an_editor_that_fails_or_is_not_there_costs_nothing() {
    for (editor, sentence) in [
        ("false", "Your editor ended with a fault"),
        ("no-such-editor", "Your editor could not be opened"),
        ("", "No editor of your own is set"),
    ] {
        let world = World::with_book();
        let tty = note(&world, editor);
        tty.keys("<C-e>").wait_for(sentence).keys("<Esc>");
        tty.wait_for("Few words")
            .wait_without(sentence)
            .keys(" more");
        tty.wait_for("Few words more").keys("<C-q>");
        tty.end().assert(0);
        assert_eq!(leftovers(&world), 0);
    }
}

#[test]
fn what_a_kill_leaves_of_an_editor_is_swept_at_the_next_start() {
    let world = World::with_book();
    let editor = script(&world, "editor", "echo $$ > $OUT/pid; exec sleep 600");
    let tty = note(&world, editor);
    tty.keys("<C-e>");
    let pid = || {
        fs::read_to_string(world.path("tmp/pid"))
            .ok()?
            .trim()
            .parse()
            .ok()
    };
    wait_until("the editor", || pid().is_some());
    let editor = Pid::from_raw(pid().unwrap()).unwrap();
    assert_eq!(leftovers(&world), 1);
    // Another window leaves it alone.
    let other = world.program().arg("demo").open();
    other.wait_for("1 Today").keys("q");
    other.end().assert(0);
    assert_eq!(leftovers(&world), 1);
    tty.kill();
    kill_process(editor, Signal::KILL).unwrap();
    let tty = world.open();
    assert_eq!(leftovers(&world), 0);
    tty.keys("m")
        .wait_for("You typed this before")
        .wait_for("Few words");
}

#[test]
fn the_vi_family_is_told_to_keep_nothing() {
    for name in ["vi", "vim", "nvim"] {
        let world = World::with_book();
        let editor = script(&world, name, r#"printf '%s|' "$@" > $OUT/words"#);
        let tty = note(&world, editor);
        tty.keys("<C-e>");
        let words = || fs::read_to_string(world.path("tmp/words")).unwrap_or_default();
        wait_until("the editor", || words().ends_with("note.md|"));
        let told = "-n|-i|NONE|-c|set nobackup nowritebackup noundofile|";
        assert!(words().starts_with(told), "{}", words());
        tty.wait_for("Few words");
    }
}
