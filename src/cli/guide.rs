//! `matchbook guide`: short texts that explain matchbook to its users, a topic each.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Args, Command};
use schemars::JsonSchema;
use serde::Serialize;

use super::output::Output;
use crate::catalog::{Guide, guides};
use crate::domain::sanitize::sanitize_line;
use crate::problem::Problem;

/// A guide as it is listed.
#[derive(Serialize, JsonSchema)]
pub struct GuideRow {
    topic: &'static str,
    title: &'static str,
}

/// The topic to explain.
#[derive(Debug, Args)]
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

pub fn run(args: &GuideArgs) -> Result<Output, Problem> {
    let guides = guides();
    let Some(topic) = &args.topic else {
        return Ok(list(&guides));
    };
    let found = guides.iter().find(|guide| guide.topic == topic.trim());
    let guide = found.ok_or_else(|| unknown(topic, &guides))?;
    Ok(Output::answer(guide.text, guide))
}

fn list(guides: &[Guide]) -> Output {
    let rows = guides
        .iter()
        .map(|&Guide { topic, title, .. }| GuideRow { topic, title });
    let cells = |row: &GuideRow| [row.topic, row.title].map(str::to_owned);
    let listed = Output::table(&["Topic", "What it tells"], rows.collect(), cells, "");
    listed.notes(["“matchbook guide start” prints the first.".to_owned()])
}

fn unknown(topic: &str, guides: &[Guide]) -> Problem {
    let topics: Vec<_> = guides.iter().map(|guide| guide.topic).collect();
    let message = format!("There is no guide “{}”.", sanitize_line(topic));
    let hint = format!("The guides are {}.", topics.join(", "));
    Problem::unknown(message, topic, topics, &hint)
}
