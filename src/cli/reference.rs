//! The commands as clap knows them, with their examples, for the shell, the manual and the README.

use clap::{Command, CommandFactory};

use super::Cli;

/// Examples of every command: its call, and below it what can be typed.
const EXAMPLES: &str = include_str!("../../assets/examples.txt");

/// All commands, each with its examples before the notes on it.
pub fn command() -> Command {
    with_examples(Cli::command(), "")
}

fn with_examples(command: Command, call: &str) -> Command {
    let command = command.mut_subcommands(|verb| {
        let call = format!("{call} {}", verb.get_name());
        with_examples(verb, call.trim_start())
    });
    let mut blocks = EXAMPLES
        .split("\n\n")
        .filter_map(|block| block.split_once('\n'));
    let Some((_, examples)) = blocks.find(|(of, _)| *of == call) else {
        return command;
    };
    let examples = examples.trim_end();
    let heading = if examples.contains('\n') {
        "Examples"
    } else {
        "Example"
    };
    let notes = command.get_after_help().map(|notes| format!("\n\n{notes}"));
    let notes = notes.unwrap_or_default();
    command.after_help(format!("{heading}:\n{examples}{notes}"))
}

/// The commands for shells and for the manual: without those that are hidden from people.
pub fn public_command() -> Command {
    let cli = command();
    let mut command = Command::new("matchbook")
        .version(env!("CARGO_PKG_VERSION"))
        .args(cli.get_arguments().cloned())
        .subcommands(shown(&cli).cloned());
    if let Some(about) = cli.get_about() {
        command = command.about(about.clone());
    }
    if let Some(help) = cli.get_after_help() {
        command = command.after_help(help.clone());
    }
    command
}

/// Every command that has none below it or can be called without, by the words it is called by: `goal list`.
pub fn calls() -> Vec<String> {
    let mut found = Vec::new();
    for command in shown(&Cli::command()) {
        call(command, "", &mut found);
    }
    found
}

fn call(command: &Command, above: &str, found: &mut Vec<String>) {
    let call = format!("{above} {}", command.get_name());
    let call = call.trim_start();
    if !command.is_subcommand_required_set() {
        found.push(call.to_owned());
    }
    for verb in shown(command) {
        self::call(verb, call, found);
    }
}

fn shown(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|verb| !verb.is_hide_set())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    /// Every verb that has none below it, with the words it is called by.
    fn verbs(command: &Command, call: &str, found: &mut Vec<(String, Command)>) {
        let call = format!("{call} {}", command.get_name());
        let below: Vec<_> = shown(command).collect();
        for verb in &below {
            verbs(verb, &call, found);
        }
        if below.is_empty() || command.get_after_help().is_some() {
            found.push((call.trim().to_owned(), command.clone()));
        }
    }

    /// Words with blanks between, some in double quotes.
    fn words(line: &str) -> Vec<String> {
        let parts = line.split('"').enumerate();
        let words = parts.flat_map(|(place, part)| -> Vec<String> {
            if place % 2 == 1 {
                vec![part.to_owned()]
            } else {
                part.split_whitespace().map(str::to_owned).collect()
            }
        });
        words.collect()
    }

    #[test]
    fn every_verb_has_an_example_that_can_be_typed_as_it_stands() {
        let mut found = Vec::new();
        for command in shown(&command()) {
            verbs(command, "", &mut found);
        }
        for (call, verb) in found {
            let help = verb.get_after_help().map(ToString::to_string);
            let help = help.unwrap_or_default();
            let examples = help.lines().filter_map(|line| line.strip_prefix("  "));
            let of_verb: Vec<_> = examples.collect();
            assert!(!of_verb.is_empty(), "{call} has no example");
            for example in of_verb {
                assert!(example.starts_with("matchbook "), "{call}: {example}");
                // What follows is the shell's: where the output goes.
                let call = example.split(['>', '|']).next().unwrap();
                let typed = Cli::try_parse_from(words(call));
                assert!(typed.is_ok(), "{example}: {}", typed.unwrap_err());
            }
        }
    }
}
