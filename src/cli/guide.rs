//! `matchbook guide`: short texts that explain matchbook to its users, a topic each.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Args, Command};
use serde_json::{Value, json};

use super::output::{Output, TextTable};
use crate::catalog::{Guide, guides};
use crate::domain::sanitize::sanitize_line;
use crate::domain::suggest::did_you_mean;
use crate::problem::{Exit, Problem};

/// The topic to explain.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  matchbook guide
  matchbook guide start")]
pub struct GuideArgs {
    /// What about; without it the topics are listed
    #[arg(value_parser = Topic)]
    topic: Option<String>,
}

/// Takes any word, so that a wrong one is answered by [`run`]; help and completions show the topics.
#[derive(Clone, Debug)]
struct Topic;

impl TypedValueParser for Topic {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let topics = guides().into_iter();
        Some(Box::new(topics.map(|guide| {
            PossibleValue::new(guide.topic).help(guide.title)
        })))
    }
}

/// Prints a guide, or lists them.
pub fn run(args: &GuideArgs) -> Result<Output, Problem> {
    let guides = guides();
    let Some(topic) = &args.topic else {
        return Ok(list(&guides));
    };
    let found = guides.iter().find(|guide| guide.topic == topic.trim());
    let Guide { topic, title, text } = found.ok_or_else(|| unknown(topic, &guides))?;
    let json = json!({ "topic": topic, "title": title, "text": text });
    Ok(Output::answer(*text, json))
}

fn list(guides: &[Guide]) -> Output {
    let mut table = TextTable::new(&["Topic", "What it tells"]);
    for guide in guides {
        table.row([guide.topic.to_owned(), guide.title.to_owned()]);
    }
    let text = table.text() + "“matchbook guide start” prints the first.";
    let json = guides
        .iter()
        .map(|guide| json!({ "topic": guide.topic, "title": guide.title }));
    Output::answer(text, json.collect::<Value>())
}

fn unknown(topic: &str, guides: &[Guide]) -> Problem {
    let topics: Vec<_> = guides.iter().map(|guide| guide.topic).collect();
    let meant = did_you_mean(topic, topics.iter().copied());
    Problem::new(format!("There is no guide “{}”.", sanitize_line(topic)))
        .hint(format!("{meant}The guides are {}.", topics.join(", ")))
        .exit(Exit::UsageError)
}
