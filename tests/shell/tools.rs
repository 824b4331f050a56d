//! Shells and the manual program read what is written for them.

use std::path::Path;
use std::process::{Command, Output};

use crate::skip::tool;
use crate::verbs::Desk;

/// Runs an outside tool; nothing where it is not installed.
fn ran(name: &str, args: &[&str], folder: &Path) -> Option<Output> {
    let mut command = Command::new(tool(&[name])?);
    command
        .args(args)
        .current_dir(folder)
        .env("HOME", folder)
        .env("LC_ALL", "C.UTF-8")
        .env("MANROFFSEQ", "")
        .env("MANWIDTH", "80")
        .env_remove("MANPAGER");
    Some(command.output().unwrap())
}

/// A tool that has to be content and say nothing but `wanted`, among other lines if it is not empty.
fn content(name: &str, args: &[&str], folder: &Path, wanted: &[&str]) {
    let Some(output) = ran(name, args, folder) else {
        return;
    };
    let out = String::from_utf8_lossy(&output.stdout);
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name} {args:?}: {out}{err}");
    assert_eq!(err, "", "{name} {args:?}");
    for word in wanted {
        assert!(
            out.contains(word),
            "{name} {args:?}: {word} is not in {out}"
        );
    }
}

/// A folder with the completions for `shell` in a file.
fn completing(shell: &str) -> Desk {
    let desk = Desk::new();
    let script = desk.run(&["completions", shell]);
    assert_eq!((script.exit, script.err.as_str()), (0, ""));
    for word in ["goal", "meeting", "evidence", "quiet"] {
        assert!(script.out.contains(word), "{shell}: {word}");
    }
    assert!(!script.out.contains("test-large"), "{shell}");
    std::fs::write(desk.path("script"), script.out).unwrap();
    desk
}

#[test]
fn bash_completes_the_verbs_of_a_noun() {
    let desk = completing("bash");
    content("bash", &["-n", "script"], &desk.path(""), &[]);
    let typed = "source ./script; COMP_WORDS=(matchbook goal e); COMP_CWORD=2; \
                 _matchbook matchbook e goal; echo \"${COMPREPLY[@]}\"";
    let wanted = ["edit", "evidence"];
    content("bash", &["-c", typed], &desk.path(""), &wanted);
}

#[test]
fn zsh_takes_the_completions_in() {
    let desk = completing("zsh");
    content("zsh", &["-n", "script"], &desk.path(""), &[]);
    let typed = "autoload -Uz compinit; compinit -u -d ./dump; source ./script; \
                 print $_comps[matchbook]; functions _matchbook__subcmd__goal_commands";
    let wanted = ["_matchbook", "evidence:"];
    content("zsh", &["-f", "-c", typed], &desk.path(""), &wanted);
}

#[test]
fn fish_completes_the_verbs_of_a_noun() {
    let desk = completing("fish");
    content("fish", &["-n", "script"], &desk.path(""), &[]);
    let typed = "source ./script; complete -C 'matchbook goal e'";
    let wanted = ["edit", "evidence"];
    content(
        "fish",
        &["--no-config", "-c", typed],
        &desk.path(""),
        &wanted,
    );
}

#[test]
fn powershell_takes_the_completions_in() {
    let desk = completing("powershell");
    let typed = "$wrong = $null; $words = $null; [void][System.Management.Automation.Language.Parser]::ParseFile(\
                 (Resolve-Path ./script), [ref]$words, [ref]$wrong); exit $wrong.Count";
    content(
        "pwsh",
        &["-NoProfile", "-Command", typed],
        &desk.path(""),
        &[],
    );
}

#[test]
fn elvish_completes_the_verbs_of_a_noun() {
    // Elvish has these only where it talks to a person.
    const EDITOR: &str = "var candidate~ = {|word &display=''| put $word}
        var edit: = (ns [&completion:=(ns [&arg-completer=[&]]) &complex-candidate~=$candidate~])\n";
    const TYPED: &str = "\nput ($edit:completion:arg-completer[matchbook] matchbook goal e)\n";
    let desk = completing("elvish");
    let script = std::fs::read_to_string(desk.path("script")).unwrap();
    std::fs::write(desk.path("script"), [EDITOR, &script, TYPED].concat()).unwrap();
    let wanted = ["▶ edit", "▶ evidence"];
    content("elvish", &["-norc", "script"], &desk.path(""), &wanted);
}

#[test]
fn every_page_of_the_manual_is_set_without_a_warning() {
    let desk = Desk::new();
    let said = desk.run(&["man", "man1"]);
    assert_eq!(said.exit, 0, "{}", said.err);
    let pages: Vec<_> = std::fs::read_dir(desk.path("man1")).unwrap().collect();
    assert!(pages.len() > 100, "{}", pages.len());
    let quick = [
        "matchbook.1",
        "matchbook-goal-add.1",
        "matchbook-list-show.1",
    ];
    for page in quick {
        let file = format!("man1/{page}");
        let args = ["--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", &file];
        content("man", &args, &desk.path(""), &[]);
        content("man", &["-l", &file], &desk.path(""), &["matchbook"]);
    }
    // One run of groff for all of them: a program for each would take a minute.
    let all = "cat man1/*.1 | groff -ww -Kutf8 -Tutf8 -man > set";
    if tool(&["groff"]).is_some() {
        content("sh", &["-c", all], &desk.path(""), &[]);
    }
}

#[test]
fn the_first_page_is_printed_and_tells_the_exit_codes() {
    let desk = Desk::new();
    let page = desk.run(&["man"]);
    assert_eq!((page.exit, page.err.as_str()), (0, ""));
    for part in [
        ".TH matchbook 1",
        ".SH \"EXIT STATUS\"",
        "MATCHBOOK_HOME",
        "goal",
    ] {
        assert!(page.out.contains(part), "{part}: {}", page.out);
    }
}

#[test]
fn pages_replace_pages_and_no_other_file() {
    let desk = Desk::new();
    let run = |args: &[&str]| desk.run(&[&["man", "man1"], args].concat());
    assert_eq!(run(&[]).exit, 0);
    assert_eq!(run(&[]).exit, 0);
    std::fs::remove_file(desk.path("man1/matchbook.1")).unwrap();
    std::fs::write(desk.path("man1/matchbook-year.1"), "mine").unwrap();
    let refused = run(&[]);
    assert_eq!(refused.exit, 1);
    assert!(
        refused.err.contains("matchbook-year.1 is there already"),
        "{}",
        refused.err
    );
    assert!(!desk.path("man1/matchbook.1").exists());
    let kept = std::fs::read_to_string(desk.path("man1/matchbook-year.1")).unwrap();
    assert_eq!(kept, "mine");
    assert_eq!(run(&["--force"]).exit, 0);
    let page = std::fs::read_to_string(desk.path("man1/matchbook-year.1")).unwrap();
    assert!(page.contains(".TH matchbook-year"), "{page}");
    std::fs::write(desk.path("file"), "").unwrap();
    let refused = desk.run(&["man", "file"]);
    assert_eq!(refused.exit, 1);
    assert!(
        refused.err.contains("could not be written"),
        "{}",
        refused.err
    );
}
