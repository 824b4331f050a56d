//! Labels of records for import reports.

use crate::domain::change::{Kind, Record};
use crate::domain::dates::format_date;
use crate::domain::ops::quoted;
use crate::domain::sanitize::sanitize_line;

/// Noun for one record of `kind`.
pub fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "person",
        Kind::Cycle => "year",
        Kind::Milestone => "date of the year",
        Kind::Goal => "goal",
        Kind::Step => "step",
        Kind::Progress => "progress line",
        Kind::Evidence => "piece of evidence",
        Kind::Meeting => "meeting",
        Kind::Note => "note",
        Kind::PrivateNote => "private note",
        Kind::AgendaItem => "agenda line",
        Kind::Action => "action",
        Kind::Activity => "activity",
        Kind::Prompt => "prompt",
        Kind::Question => "question",
        Kind::ListItem => "list item",
        Kind::Pulse => "pulse",
        Kind::Response => "form",
        Kind::Answer => "answer",
    }
}

/// Label of a record: `goal “Start a STEM hour”`, `meeting of Tue 1 Dec 2026 “First plans”`.
pub fn record_label(record: &Record) -> String {
    let noun = noun(record.kind());
    let title = match record {
        Record::Person(person) => &person.name,
        Record::Cycle(cycle) => return format!("{noun} from {}", format_date(cycle.start)),
        Record::Milestone(milestone) => &milestone.title,
        Record::Goal(goal) => &goal.title,
        Record::Step(step) => &step.title,
        Record::Progress(line) => &line.text,
        Record::Evidence(item) => &item.title,
        Record::Meeting(meeting) => {
            let title = match meeting.title.as_str() {
                "" => String::new(),
                title => format!(" {}", quoted(&sanitize_line(title))),
            };
            let noun = meeting.kind.label().to_lowercase();
            return format!("{noun} of {}{title}", format_date(meeting.date));
        }
        Record::Note(note) => &note.text,
        // Private text is not repeated, not even here.
        Record::PrivateNote(_) | Record::Pulse(_) => return noun.to_owned(),
        Record::AgendaItem(item) => &item.text,
        Record::Action(action) => &action.text,
        Record::Activity(activity) => &activity.key,
        Record::Prompt(prompt) => &prompt.key,
        Record::Question(question) => &question.text,
        Record::ListItem(item) => &item.title,
        Record::Response(response) => &response.form,
        Record::Answer(answer) => &answer.question,
    };
    match sanitize_line(title).as_ref() {
        "" => noun.to_owned(),
        title => format!("{noun} {}", quoted(title)),
    }
}
