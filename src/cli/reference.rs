//! The list of commands for the README, as clap knows them.

use clap::{Command, CommandFactory};

use super::Cli;

/// Every command in a line of Markdown: its name, the verbs below it, and what it does.
pub fn markdown_commands() -> String {
    let mut lines = String::new();
    let cli = Cli::command();
    for command in shown(&cli) {
        let verbs: Vec<_> = shown(command).map(Command::get_name).collect();
        let call = [command.get_name(), &verbs.join(" | ")].join(" ");
        let about = command.get_about().map(ToString::to_string);
        lines += &format!("- `{}`: {}\n", call.trim_end(), about.unwrap_or_default());
    }
    lines
}

fn shown(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|verb| !verb.is_hide_set())
}
