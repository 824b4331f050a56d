//! The user's own editor: the text goes there and comes back, and nothing of it stays.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use rustix::process::{Pid, Signal, kill_process};

use crate::skip::tool;
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
fn without_an_editor_none_is_offered() {
    let world = World::with_book();
    let tty = note(&world, "");
    assert!(!tty.screen().contains("Ctrl-E"), "{}", tty.screen());
    tty.keys("<C-e>").wait_for("No editor of your own is set");
    tty.keys(" more").wait_for("Few words more").keys("<C-q>");
    tty.end().assert(0);
}

/// The editor that `script` wrote its own id for.
fn editor_of(world: &World) -> Pid {
    let pid = || {
        let text = fs::read_to_string(world.path("tmp/pid")).ok()?;
        Pid::from_raw(text.trim().parse().ok()?)
    };
    wait_until("the editor", || pid().is_some());
    pid().unwrap()
}

#[test]
fn what_a_kill_leaves_of_an_editor_is_swept_at_the_next_start() {
    let world = World::with_book();
    let lines = "echo $$ > $OUT/pid; trap '' HUP; exec sleep 600";
    let tty = note(&world, script(&world, "editor", lines));
    tty.keys("<C-e>");
    let editor = editor_of(&world);
    assert_eq!(leftovers(&world), 1);
    // Another window leaves it alone, and so does a command.
    let other = world.program().arg("demo").open();
    other.wait_for("1 Today").keys("q");
    other.end().assert(0);
    world.cli(&["status"]);
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
fn a_text_is_left_to_an_editor_that_outlives_the_program_and_swept_by_a_command_after_it() {
    let world = World::with_book();
    let lines = "echo $$ > $OUT/pid; trap '' HUP; exec sleep 600";
    let tty = note(&world, script(&world, "editor", lines));
    tty.keys("<C-e>");
    let editor = editor_of(&world);
    tty.kill();
    for _ in 0..2 {
        world.cli(&["status"]);
        assert_eq!(leftovers(&world), 1, "the editor still has it open");
    }
    kill_process(editor, Signal::KILL).unwrap();
    wait_until("the text to be swept", || {
        world.cli(&["status"]);
        leftovers(&world) == 0
    });
}

/// The words that `command` hands to the editor called `name`, which is a script.
fn words_of(world: &World, name: &str, command: &str) -> String {
    let editor = script(world, name, r#"printf '%s|' "$@" > $OUT/words"#);
    std::os::unix::fs::symlink(&editor, world.path("link")).unwrap();
    let folder = editor.parent().unwrap().to_str().unwrap();
    let command = command.replace("DIR", folder);
    let path = format!("{folder}:{}", std::env::var("PATH").unwrap());
    let program = world.program().env("PATH", path).env("EDITOR", command);
    let tty = program.open();
    tty.wait_for("What is next");
    open_note(&tty);
    tty.keys("Few words").wait_for("Few words").keys("<C-e>");
    let words = || fs::read_to_string(world.path("tmp/words")).unwrap_or_default();
    wait_until("the editor", || words().ends_with("note.md|"));
    tty.wait_for("Few words");
    words()
}

const KEEPS_NOTHING: &str =
    "-n|-i|NONE|-c|set nobackup nowritebackup noundofile|-c|silent! set viminfo=|";

#[test]
fn vim_is_told_to_keep_nothing_by_whatever_name_or_link_it_is_called() {
    for (name, command) in [
        ("vim", "vim"),
        ("nvim", "DIR/nvim"),
        ("vim.basic", "DIR/vim.basic"),
        ("rvim", "env A=1 rvim"),
        ("gvim", "gvim"),
        ("vim.tiny", "DIR/link"),
    ] {
        let world = World::with_book();
        let words = words_of(&world, name, command);
        assert!(words.starts_with(KEEPS_NOTHING), "{command}: {words}");
    }
}

#[test]
fn another_editor_is_told_nothing_though_it_is_called_as_vim_is_elsewhere() {
    for name in ["vi", "ex", "nano"] {
        let world = World::with_book();
        let words = words_of(&world, name, name);
        assert!(words.starts_with('/'), "{name}: {words}");
    }
}

/// Every file below `folder`.
fn files(folder: &std::path::Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Changes a text in the real `editor`, called by each of `commands`, with settings that keep all they can.
fn assert_leaves_nothing(editor: &std::path::Path, commands: &[&str]) {
    const RULES: &str = "set undofile backup writebackup undodir=~ backupdir=~ directory=~";
    for command in commands {
        let world = World::with_book();
        std::os::unix::fs::symlink(editor, world.path("pad")).unwrap();
        fs::copy(editor, world.path("notepad")).unwrap();
        fs::create_dir_all(world.path("user/.config/nvim")).unwrap();
        for file in ["user/.vimrc", "user/.config/nvim/init.vim"] {
            fs::write(world.path(file), RULES).unwrap();
        }
        let before = files(&world.path("user"));
        let tty = note(
            &world,
            command.replace("DIR", world.path("").to_str().unwrap()),
        );
        tty.keys("<C-e>").wait_for("note.md");
        tty.keys(":s/Few/Many/<Enter>").wait_for("Many words");
        tty.keys(":wq!<Enter>").wait_for("▸ Notes");
        tty.wait_for("Many words");
        let after = files(&world.path("user"));
        let after: Vec<_> = after
            .into_iter()
            .filter(|file| !file.ends_with("nvim/log"))
            .collect();
        assert_eq!(after, before, "{command}");
        assert_eq!(leftovers(&world), 0, "{command}");
        tty.keys("<C-q>");
        tty.end().assert(0);
    }
}

#[test]
fn the_real_vim_leaves_nothing_of_a_text_by_any_of_its_names() {
    let names = [
        "vim",
        "rvim",
        "ex",
        "view",
        "vi",
        "env vim",
        "DIRpad",
        "DIRnotepad",
    ];
    if let Some(vim) = tool(&["vim"]) {
        assert_leaves_nothing(&vim.canonicalize().unwrap(), &names);
    }
}

#[test]
fn the_real_neovim_leaves_nothing_of_a_text_by_any_of_its_names() {
    if let Some(nvim) = tool(&["nvim"]) {
        let names = ["nvim", "env nvim", "DIRpad", "DIRnotepad"];
        assert_leaves_nothing(&nvim.canonicalize().unwrap(), &names);
    }
}
