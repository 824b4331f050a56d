//! The command palette: every act of every screen by name, whole words first.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::Msg;
use super::command::{Command, MainTab, Move};
use super::keymap::{BINDINGS, Binding, Context};
use super::modal::PickRow;

/// The row of a binding: its key at the right; of an act of another screen, after the name of that.
fn row_of(binding: &Binding, is_here: bool) -> PickRow {
    let (key, command) = (binding.keys[0].to_string(), binding.command.clone());
    if is_here {
        return PickRow::new(binding.help, Msg::Command(command)).right(key);
    }
    let key = format!("{}: {key}", binding.context);
    let msg = Msg::CommandAt(binding.context, command);
    PickRow::new(binding.help, msg).right(key)
}

/// The command that leads to where the bindings of a context work; none if they work anywhere, or only move.
pub(super) fn way_to(context: Context) -> Option<Command> {
    let tab = match context {
        Context::Today => MainTab::Today,
        Context::Goals | Context::Goal => MainTab::Goals,
        Context::Meetings
        | Context::Meeting
        | Context::Notes
        | Context::Call
        | Context::CallAgenda => MainTab::Meetings,
        Context::Ideas => MainTab::Ideas,
        Context::Forms | Context::Form | Context::Response | Context::Date => MainTab::Forms,
        Context::Year | Context::Days => MainTab::Year,
        Context::Match | Context::Reading => MainTab::Match,
        Context::Closing | Context::Letter => return Some(Command::ClosingKit),
        Context::Shelf => return Some(Command::Shelf),
        Context::Archived => return Some(Command::Archived),
        Context::Preview => return Some(Command::Export),
        Context::Import => return Some(Command::Import),
        Context::Share => return Some(Command::Share),
        Context::Global
        | Context::Chords
        | Context::List
        | Context::Welcome
        | Context::Options
        | Context::Line
        | Context::Prose
        | Context::Typing
        | Context::Search
        | Context::Review
        | Context::Versions
        | Context::Phrase
        | Context::Confirm
        | Context::Pick
        | Context::Help
        | Context::Palette
        | Context::Problem
        | Context::Progress
        | Context::Calendar => return None,
    };
    Some(Command::GoTo(tab))
}

/// Rows of the commands of every screen that match `query`, best match first; those of `contexts` before the others.
pub fn rows(contexts: &[Context], query: &str) -> Vec<PickRow> {
    let moves = [
        Context::List,
        Context::Typing,
        Context::Line,
        Context::Prose,
        Context::Options,
    ];
    let is_here = |row: &&Binding| {
        (contexts.contains(&row.context) || row.context == Context::Global)
            && !moves.contains(&row.context)
    };
    let only_moves = |command: &Command| matches!(command, Command::Move(to) if *to != Move::Open);
    let elsewhere = BINDINGS.iter().filter(|row| !is_here(row));
    let elsewhere =
        elsewhere.filter(|row| way_to(row.context).is_some() && !only_moves(&row.command));
    let here = BINDINGS.iter().filter(is_here);
    let all = here
        .map(|row| (row, true))
        .chain(elsewhere.map(|row| (row, false)));
    let mut rows: Vec<PickRow> = Vec::new();
    for (binding, is_here) in all {
        if !rows.iter().any(|row| row.label == binding.help) {
            rows.push(row_of(binding, is_here));
        }
    }
    if query.trim().is_empty() {
        return rows;
    }
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
    let mut buffer = Vec::new();
    let ranked = rows.into_iter().filter_map(|row| {
        let score = pattern.score(Utf32Str::new(&row.label, &mut buffer), &mut matcher);
        Some((
            (distance(&row.label, query)?, std::cmp::Reverse(score)),
            row,
        ))
    });
    let mut ranked: Vec<_> = ranked.collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, row)| row).collect()
}

/// Distance of the words of `query` from those of `help`: 0 whole words, 1 their beginnings, 2 parts, 3 letters of one word
/// with some left out. None if they are farther: letters that are scattered over all words mean nothing.
fn distance(help: &str, query: &str) -> Option<usize> {
    let (help, query) = (help.to_lowercase(), query.to_lowercase());
    let words: Vec<&str> = help
        .split(|letter: char| !letter.is_alphanumeric())
        .collect();
    let skips = |typed: &str, word: &str| {
        let mut letters = word.chars();
        typed.chars().all(|letter| letters.any(|it| it == letter))
    };
    let tests: [&dyn Fn(&str) -> bool; 4] = [
        &|word| words.contains(&word),
        &|word| words.iter().any(|it| it.starts_with(word)),
        &|word| help.contains(word),
        &|word| words.iter().any(|it| skips(word, it)),
    ];
    let holds = |test: &&dyn Fn(&str) -> bool| query.split_whitespace().all(test);
    tests.iter().position(holds)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ON_TODAY: [Context; 3] = [Context::Today, Context::List, Context::Global];

    fn found(query: &str) -> Vec<String> {
        let rows = rows(&ON_TODAY, query).into_iter();
        rows.map(|row| row.label).collect()
    }

    #[test]
    fn the_palette_lists_the_acts_of_every_screen() {
        let all = found("");
        for (context, key, help) in BINDINGS
            .iter()
            .map(|row| (row.context, row.keys[0], row.help))
        {
            let moves = BINDINGS.iter().any(|row| {
                row.help == help && matches!(row.command, Command::Move(to) if to != Move::Open)
            });
            if way_to(context).is_some() && !moves {
                assert!(all.iter().any(|row| row == help), "{context}: {key} {help}");
            }
        }
    }

    #[test]
    fn whole_words_come_before_scattered_letters() {
        assert_eq!(found("series")[0], "Plan a series of meetings");
        assert_eq!(found("sign")[0], "Sign the form");
        assert_eq!(found("add a goal")[0], "Add a goal");
        assert_eq!(
            found("PRIVATE")[0],
            "Make the goal private, or shared again"
        );
        assert_eq!(
            found("archve goal")[0],
            "Archive the goal; u or D brings it back"
        );
        assert!(found("theme").is_empty() && found("xyzzy").is_empty());
    }

    #[test]
    fn what_works_here_comes_first_and_needs_no_other_screen() {
        let rows = rows(&ON_TODAY, "");
        let of = |help: &str| rows.iter().find(|row| row.label == help).unwrap();
        assert_eq!(of("Add an action").right, "a");
        assert_eq!(of("Plan a series of meetings").right, "Meetings: P");
    }
}
