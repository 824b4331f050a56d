//! What is written about the program matches it.
//!
//! `UPDATE_DOCS=1 cargo test --test docs` writes the generated parts of the README, and its pictures.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/picture.rs"]
mod picture;
#[expect(
    dead_code,
    reason = "the screens of the README need keys and a clock of it"
)]
#[path = "support/pilot.rs"]
mod pilot;
#[path = "docs/screens.rs"]
mod screens;
#[expect(
    dead_code,
    reason = "the lines of the first year use other parts of it"
)]
#[path = "support/verbs.rs"]
mod verbs;

use std::fs;
use std::path::{Path, PathBuf};

use matchbook::app::keymap::{BINDINGS, Context};
use matchbook::catalog::{Catalog, Guide, guides};
use matchbook::cli;
use matchbook::env::Env;
use matchbook::store::Store;
use verbs::Desk;

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The text between the markers of `block`, with what stands before and after it.
fn around<'a>(text: &'a str, block: &str) -> (&'a str, &'a str, &'a str) {
    let (open, close) = (format!("<!-- {block} -->\n"), format!("<!-- /{block} -->"));
    let start = text.find(&open).unwrap() + open.len();
    let end = start + text[start..].find(&close).unwrap();
    (&text[..start], &text[start..end], &text[end..])
}

/// The key tables of the README, in Markdown: one for the keys that work anywhere, and a line for each other context.
fn markdown_table() -> String {
    let mut text = String::from("| Key | What it does anywhere | Key | |\n|---|---|---|---|\n");
    let cells = markdown_keys(Context::Global);
    let cells: Vec<_> = cells
        .map(|(keys, help)| format!("{} | {help}", keys.replace('|', "\\|")))
        .collect();
    // Two columns, each read from top to bottom.
    let half = cells.len().div_ceil(2);
    for (row, left) in cells.iter().take(half).enumerate() {
        let right = cells.get(half + row).map_or(" | ", String::as_str);
        text += &format!("| {left} | {right} |\n");
    }
    for context in [Context::List, Context::Form] {
        let keys = markdown_keys(context).map(|(keys, help)| format!("{keys} {help}"));
        let keys: Vec<_> = keys.collect();
        text += &format!("\n{}: {}.\n", context.label(), keys.join(" · "));
    }
    text
}

fn markdown_keys(context: Context) -> impl Iterator<Item = (String, &'static str)> {
    let rows = BINDINGS.iter().filter(move |row| row.context == context);
    rows.map(|row| {
        let keys: Vec<_> = row.keys.iter().map(|key| format!("`{key}`")).collect();
        (keys.join(" "), row.help)
    })
}
/// Every command in a line of Markdown: its name, the verbs below it, and its help.
fn markdown_commands() -> String {
    let mut lines = String::new();
    for command in cli::public_command().get_subcommands() {
        let verbs = command.get_subcommands().filter(|verb| !verb.is_hide_set());
        let verbs: Vec<_> = verbs.map(clap::Command::get_name).collect();
        let call = [command.get_name(), &verbs.join(" | ")].join(" ");
        let about = command.get_about().map(ToString::to_string);
        lines += &format!("- `{}`: {}\n", call.trim_end(), about.unwrap_or_default());
    }
    lines
}

/// Told when something generated is not up to date.
const HINT: &str = "run: UPDATE_DOCS=1 cargo test --test docs";

/// True if what is generated is to be written, not compared.
fn updates() -> bool {
    std::env::var_os("UPDATE_DOCS").is_some()
}

#[test]
fn the_generated_parts_of_the_readme_are_up_to_date() {
    let readme = path("README.md");
    let mut text = fs::read_to_string(&readme).unwrap();
    let blocks = [
        ("screens", screens::markdown()),
        ("keys", markdown_table()),
        ("commands", markdown_commands()),
    ];
    for (block, generated) in blocks {
        let (before, written, after) = around(&text, block);
        if updates() {
            text = format!("{before}{generated}{after}");
        } else {
            assert_eq!(written, generated, "{block}: {HINT}");
        }
    }
    if updates() {
        fs::write(readme, text).unwrap();
    }
}

#[test]
fn the_readme_is_short() {
    let text = fs::read_to_string(path("README.md")).unwrap();
    assert!(text.lines().count() <= 170, "{}", text.lines().count());
}

#[test]
fn the_readme_names_the_rust_that_the_source_needs() {
    let text = fs::read_to_string(path("README.md")).unwrap();
    let needed = concat!("need Rust ", env!("CARGO_PKG_RUST_VERSION"), " or newer");
    assert!(text.contains(needed), "{needed}");
}

#[test]
fn every_guide_is_short_and_fits_a_small_terminal() {
    assert_eq!(guides()[0].topic, "start");
    assert_eq!(
        guides().len(),
        fs::read_dir(path("assets/guide")).unwrap().count()
    );
    for Guide { topic, title, text } in guides() {
        assert!(
            text.lines().count() <= 120,
            "{topic}: {}",
            text.lines().count()
        );
        let words = text.lines().filter(|line| !line.starts_with("    "));
        for line in words {
            assert!(line.chars().count() <= 80, "{topic}: {line}");
        }
        assert!(topic.len() + title.len() < 80, "{topic}");
    }
}

#[test]
fn the_guides_are_listed_and_printed() {
    let desk = Desk::new();
    let listed = desk.done("guide");
    let all = desk.json("guide");
    for (row, Guide { topic, title, text }) in all.as_array().unwrap().iter().zip(guides()) {
        assert_eq!(
            (&row["topic"], &row["title"]),
            (&topic.into(), &title.into())
        );
        assert!(listed.contains(&format!("\n{topic} ")) && listed.contains(title));
        assert_eq!(
            desk.done(&format!("guide {topic}")).trim_end(),
            text.trim_end()
        );
        assert_eq!(desk.json(&format!("guide {topic}"))["text"], text);
    }
    let help = desk.done("guide --help");
    assert!(help.contains("- privacy: "), "{help}");
}

#[test]
fn a_guide_that_is_not_there_is_answered_with_those_that_are() {
    let ran = Desk::new().line("guide privcy");
    let topics: Vec<_> = guides().iter().map(|guide| guide.topic).collect();
    let wanted = format!(
        "matchbook: There is no guide “privcy”.\n  Did you mean “privacy”? The guides are {}.\n",
        topics.join(", ")
    );
    assert_eq!((ran.exit, ran.out, ran.err), (2, String::new(), wanted));
}

/// A command line of a text, with the files that the shell gives it and takes from it.
struct CommandLine {
    words: String,
    input: Option<String>,
    output: Option<String>,
}

/// Lines that open the screen, which needs a terminal.
const OPEN_THE_SCREEN: [&str; 2] = ["matchbook", "matchbook demo"];

/// Every command line in a text: those in its blocks and those in `backticks`.
fn command_lines(text: &str) -> Vec<CommandLine> {
    let mut lines = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if fenced || line.starts_with("    ") {
            lines.extend(in_block(line));
        } else {
            let spans = line.split('`').skip(1).step_by(2);
            lines.extend(
                spans
                    .filter(|span| span.starts_with("matchbook"))
                    .filter_map(in_block),
            );
        }
    }
    lines.retain(|line| !OPEN_THE_SCREEN.contains(&line.words.as_str()));
    lines
}

/// The command line in a line of a block: from `matchbook` as a word, or at the start of a quotation, to where the shell
/// takes over or the quotation ends.
fn in_block(line: &str) -> Option<CommandLine> {
    let before = |at: usize| line[..at].chars().last();
    let (start, _) = line
        .match_indices("matchbook ")
        .find(|(at, _)| before(*at).is_none_or(|letter| " '\"".contains(letter)))?;
    let quotation = before(start).filter(|letter| *letter != ' ');
    let mut quoted = false;
    let end = line[start..].find(|letter| {
        quoted ^= letter == '"' && quotation.is_none();
        !quoted && ("|<>#".contains(letter) || quotation == Some(letter))
    });
    let (words, rest) = line[start..].split_at(end.unwrap_or(line.len() - start));
    // The 2 of `2>` is the shell's.
    let errors_elsewhere = if rest.starts_with('>') { " 2" } else { "" };
    let file = |sign| {
        Some(
            rest.strip_prefix(sign)?
                .split([' ', '"'])
                .next()?
                .to_owned(),
        )
    };
    Some(CommandLine {
        words: words.trim_end_matches(errors_elsewhere).trim().to_owned(),
        input: file("< "),
        output: file("> "),
    })
}

/// A place where the files are that the texts speak of, and on the shelf the sample year with a change and a backup, unless
/// the text starts a book.
fn reader(starts_a_book: bool) -> Desk {
    let desk = Desk::new();
    for folder in ["home", "stick", "~"] {
        fs::create_dir_all(desk.path(folder)).unwrap();
    }
    for (name, text) in [
        ("log.csv", "Date,Topic,Minutes\n2026-11-10,First talk,50\n"),
        ("protokoll.csv", "Datum,Thema\n2026-11-11,Erstes Gespräch\n"),
        ("notes.txt", "We spoke of schools.\n"),
        (
            "meetings.ics",
            "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nDTSTART:20270420T100000\nSUMMARY:Call\n\
             END:VEVENT\nEND:VCALENDAR\n",
        ),
    ] {
        fs::write(desk.path(name), text).unwrap();
    }
    if !starts_a_book {
        let sample = Catalog::new().sample().unwrap();
        let mut env = Env::fixed("2027-03-15T10:00:00Z".parse().unwrap(), 1_000);
        for path in ["home/Juniper 2026.matchbook", "lee.matchbook"] {
            let path = desk.path(path);
            Store::create_with(&path, sample.identity, &sample.commits, &mut env).unwrap();
        }
        for call in [
            &["backup"][..],
            &["action", "add", "Send the outline"],
            &["share", "--armor", "-o", "parcel.txt"],
        ] {
            assert_eq!(desk.run(call).exit, 0, "{call:?}");
        }
    }
    desk
}

/// Runs every command line of a text, one after the other, and says which could not be done.
fn wrong_lines(name: &str, lines: &[CommandLine]) -> Vec<String> {
    let desk = reader(
        lines
            .iter()
            .any(|line| line.words.starts_with("matchbook new ")),
    );
    let mut wrong = Vec::new();
    for line in lines {
        let words = line.words.strip_prefix("matchbook ").unwrap();
        let words = words
            .replace("/media/stick", "stick")
            .replace("E:\\", "stick")
            .replace("%USERPROFILE%\\", "");
        let mut command = desk.command();
        command
            .env("MATCHBOOK_NOW", "2027-03-15T10:00")
            .args(verbs::words(&words));
        if let Some(file) = &line.input {
            let text = fs::read(desk.path(file));
            command.write_stdin(text.unwrap_or_else(|_| panic!("{name}: there is no {file}")));
        }
        let output = command.output().unwrap();
        let named = line.output.iter().filter(|file| !file.contains('/'));
        for file in named {
            fs::write(desk.path(file), &output.stdout).unwrap();
        }
        let ran = desk.told(output);
        if ran.exit != 0 {
            wrong.push(format!("{name}: {}\n{}", line.words, ran.shown()));
        }
    }
    wrong
}

#[test]
fn every_command_line_of_the_readme_and_the_guides_does_what_it_says() {
    let readme = fs::read_to_string(path("README.md")).unwrap();
    let mut texts = vec![("README", command_lines(&readme))];
    texts.extend(
        guides()
            .iter()
            .map(|guide| (guide.topic, command_lines(guide.text))),
    );
    let count: usize = texts.iter().map(|(_, lines)| lines.len()).sum();
    assert!(count > 150, "only {count} lines were found");
    let wrong = std::thread::scope(|scope| {
        let runs: Vec<_> = texts
            .iter()
            .map(|(name, lines)| scope.spawn(move || wrong_lines(name, lines)))
            .collect();
        let wrong = runs.into_iter().flat_map(|run| run.join().unwrap());
        wrong.collect::<Vec<_>>()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_changelog_tells_what_is_new() {
    let text = fs::read_to_string(path("CHANGELOG.md")).unwrap();
    let heads: Vec<_> = text
        .lines()
        .filter(|line| line.starts_with("## "))
        .collect();
    let tells =
        |head: &&str| head.contains("Unreleased") || head.contains(env!("CARGO_PKG_VERSION"));
    assert!(heads.iter().any(tells), "{heads:?}");
}

#[test]
fn every_command_in_the_list_is_told_what_it_does() {
    let list = markdown_commands();
    assert!(list.contains("- `goal add | list"));
    for line in list.lines() {
        assert!(line.starts_with("- `") && !line.ends_with(": "), "{line}");
    }
}
