//! From the sample's files to records: short keys become ids, and what belongs together is tied.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::files::{
    ActionFile, AnswersFile, GoalFile, ItemFile, MeetingFile, QuestionFile, ResponseFile,
};
use super::local;
use crate::domain::action::Action;
use crate::domain::answer::{Answer, Response};
use crate::domain::change::Record;
use crate::domain::deck::{Activity, Prompt, Question};
use crate::domain::form::FormDef;
use crate::domain::goal::{Evidence, Goal, Progress, Step};
use crate::domain::id::Id;
use crate::domain::list::ListItem;
use crate::domain::meeting::{AgendaItem, Meeting, Note, Origin, PrivateNote};
use crate::domain::ops::order_between;
use crate::domain::person::Role;
use crate::domain::pulse::Pulse;

/// Hands out places in a list, one after the other.
#[derive(Default)]
pub struct OrderKeys(Option<String>);

impl OrderKeys {
    /// The place behind the last one.
    pub fn next(&mut self) -> String {
        let next = order_between(self.0.as_deref(), None);
        self.0 = Some(next.clone());
        next
    }
}

/// The id of the `index`th `kind` that belongs to `key`.
fn nth(kind: &str, key: &str, index: usize) -> Id {
    local(kind, &format!("{key} {index}"))
}

/// A goal with its steps, progress lines and evidence.
pub fn goal(file: GoalFile, place: String) -> Vec<Record> {
    let GoalFile {
        key,
        goal,
        step,
        progress,
        evidence,
    } = file;
    let (id, private) = (local("goal", &key), goal.private);
    let mut order = OrderKeys::default();
    let mut records = vec![Record::Goal(Goal {
        id,
        order: place,
        ..goal
    })];
    for (index, step) in step.into_iter().enumerate() {
        let (own, order) = (nth("step", &key, index), order.next());
        records.push(Record::Step(Step {
            id: own,
            goal: id,
            order,
            private,
            ..step
        }));
    }
    for (index, line) in progress.into_iter().enumerate() {
        let own = nth("progress", &key, index);
        records.push(Record::Progress(Progress {
            id: own,
            goal: id,
            private,
            ..line
        }));
    }
    for (index, item) in evidence.into_iter().enumerate() {
        let own = nth("evidence", &key, index);
        records.push(Record::Evidence(Evidence {
            id: own,
            goal: id,
            private,
            ..item
        }));
    }
    records
}

/// An entry of the log with notes, agenda and the actions agreed on.
pub fn meeting(file: MeetingFile) -> Vec<Record> {
    let MeetingFile {
        key,
        goals,
        meeting,
        notes,
        private,
        agenda,
        action,
        written: _,
    } = file;
    let id = local("meeting", &key);
    let date = meeting.date;
    let goals = goals.iter().map(|goal| local("goal", goal)).collect();
    let mut records = vec![Record::Meeting(Meeting {
        id,
        goals,
        ..meeting
    })];
    for (author, text) in notes {
        let own = Note::id_for(id, author);
        let text = text.trim().to_owned();
        records.push(Record::Note(Note {
            id: own,
            meeting: id,
            author,
            text,
        }));
    }
    if let Some(note) = private {
        let own = PrivateNote::id_for(id);
        records.push(Record::PrivateNote(PrivateNote {
            id: own,
            meeting: id,
            ..note
        }));
    }
    let mut order = OrderKeys::default();
    for (index, item) in agenda.into_iter().enumerate() {
        records.push(Record::AgendaItem(AgendaItem {
            id: nth("agenda", &key, index),
            meeting: id,
            order: order.next(),
            subject: subject(item.origin, &item.subject),
            ..item
        }));
    }
    for ActionFile { key, action } in action {
        records.push(Record::Action(Action {
            id: local("action", &key),
            meeting: Some(id),
            agreed: Some(date),
            ..action
        }));
    }
    records
}

/// What an agenda line came from: a record by its id, something of the deck by its key.
fn subject(origin: Origin, key: &str) -> String {
    match origin {
        Origin::Own => String::new(),
        Origin::Action => local("action", key).to_string(),
        Origin::Goal => local("goal", key).to_string(),
        Origin::Question => local("question", key).to_string(),
        Origin::Activity | Origin::Prompt => key.to_owned(),
    }
}

/// A question of the queue.
pub fn question(file: QuestionFile) -> Record {
    Record::Question(Question {
        id: local("question", &file.key),
        meeting: file.meeting.map(|key| local("meeting", &key)),
        ..file.question
    })
}

/// The marks on activities and on prompts.
pub fn deck_marks(activities: Vec<Activity>, prompts: BTreeMap<String, NaiveDate>) -> Vec<Record> {
    let activities = activities.into_iter().map(|activity| {
        let id = Activity::id_for(&activity.key);
        Record::Activity(Activity { id, ..activity })
    });
    let prompts = prompts.into_iter().map(|(key, day)| {
        let (id, used) = (Prompt::id_for(&key), Some(day));
        Record::Prompt(Prompt {
            id,
            key,
            used,
            ..Prompt::default()
        })
    });
    activities.chain(prompts).collect()
}

/// A line of a shared list.
pub fn list_item(file: ItemFile) -> Record {
    Record::ListItem(ListItem {
        id: local("item", &file.key),
        meeting: file.meeting.map(|key| local("meeting", &key)),
        ..file.item
    })
}

/// The owner's pulse.
pub fn pulse(pulse: Pulse, place: usize) -> Record {
    Record::Pulse(Pulse {
        id: nth("pulse", "", place),
        ..pulse
    })
}

/// Cards of the pair's own.
pub fn own(prompts: Vec<Prompt>, activities: Vec<Activity>) -> Vec<Record> {
    let prompts = prompts.into_iter().map(|prompt| {
        let id = Prompt::id_for(&prompt.key);
        Record::Prompt(Prompt { id, ..prompt })
    });
    let activities = activities.into_iter().map(|activity| {
        let id = Activity::id_for(&activity.key);
        Record::Activity(Activity { id, ..activity })
    });
    prompts.chain(activities).collect()
}

/// A filling-in of `form` with its answers. What the log filled in stands in the name of `me`.
pub fn response(file: ResponseFile, form: &FormDef, cycle: Id, me: Role) -> Vec<Record> {
    let response = Response {
        id: Response::id_for(cycle, &form.key, file.response.role),
        version: form.version,
        cycle,
        private: form.private,
        ..file.response
    };
    let answering = AnswerWriter {
        form,
        response: response.id,
        me,
    };
    let mut records = vec![Record::Response(response)];
    answering.push_answers(file.given, None, &mut records);
    for (key, given) in file.goal {
        answering.push_answers(given, Some(local("goal", &key)), &mut records);
    }
    records
}

struct AnswerWriter<'a> {
    form: &'a FormDef,
    response: Id,
    me: Role,
}

impl AnswerWriter<'_> {
    fn push_answers(&self, given: AnswersFile, goal: Option<Id>, records: &mut Vec<Record>) {
        let by = [
            (given.log, self.me, true),
            (given.mentee, Role::Mentee, false),
            (given.mentor, Role::Mentor, false),
        ];
        for (answers, author, from_log) in by {
            for (field, value) in answers {
                let asked = self.form.field(&field).map(|(_, field)| field);
                records.push(Record::Answer(Answer {
                    id: Answer::id_for(self.response, &field, goal, author),
                    response: self.response,
                    goal,
                    author,
                    question: asked.map_or_else(String::new, |field| field.label.clone()),
                    value: value.trim().to_owned(),
                    from_log,
                    private: self.form.private || asked.is_some_and(|field| field.private),
                    field,
                }));
            }
        }
    }
}
