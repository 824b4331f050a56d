//! Converts the sample's files to records: short keys become ids, references between records are resolved.

use super::files::{AnswersFile, GoalFile, KeyedFile, MeetingFile, ResponseFile};
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

/// Generates order keys for the items of a list, one after the other.
#[derive(Default)]
pub struct OrderKeys(Option<String>);

impl OrderKeys {
    /// Order key after the last one.
    pub fn next(&mut self) -> String {
        let next = order_between(self.0.as_deref(), None);
        self.0 = Some(next.clone());
        next
    }
}

/// Derives the id of the `index`th `kind` that belongs to `key`.
fn nth(kind: &str, key: &str, index: usize) -> Id {
    local(kind, &format!("{key} {index}"))
}

/// Records of a goal with its steps, progress lines and evidence.
pub fn goal(file: GoalFile, order_key: String) -> Vec<Record> {
    let GoalFile {
        key,
        goal,
        step,
        progress,
        evidence,
    } = file;
    let (id, private) = (local("goal", &key), goal.private);
    let mut order = OrderKeys::default();
    let whole = Goal {
        id,
        order: order_key,
        ..goal
    };
    let steps = (0..).zip(step).map(|(index, step)| Step {
        id: nth("step", &key, index),
        goal: id,
        order: order.next(),
        private,
        ..step
    });
    let progress = (0..).zip(progress).map(|(index, line)| Progress {
        id: nth("progress", &key, index),
        goal: id,
        private,
        ..line
    });
    let evidence = (0..).zip(evidence).map(|(index, item)| Evidence {
        id: nth("evidence", &key, index),
        goal: id,
        private,
        ..item
    });
    let parts = steps.map(Record::from);
    let parts = parts.chain(progress.map(Record::from));
    let parts = parts.chain(evidence.map(Record::from));
    std::iter::once(whole.into()).chain(parts).collect()
}

/// Records of a meeting with its notes, agenda and the actions agreed on.
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
    let whole = Meeting {
        id,
        goals,
        ..meeting
    };
    let notes = notes.into_iter().map(|(author, text)| Note {
        id: Note::id_for(id, author),
        meeting: id,
        author,
        text: text.trim().to_owned(),
    });
    let private = private.map(|note| PrivateNote {
        id: PrivateNote::id_for(id),
        meeting: id,
        ..note
    });
    let mut order = OrderKeys::default();
    let agenda = (0..).zip(agenda).map(|(index, item)| AgendaItem {
        id: nth("agenda", &key, index),
        meeting: id,
        order: order.next(),
        subject: subject(item.origin, &item.subject),
        ..item
    });
    let actions = action.into_iter().map(|file| Action {
        id: local("action", &file.key),
        meeting: Some(id),
        agreed: Some(date),
        ..file.record
    });
    let parts = notes.map(Record::from);
    let parts = parts.chain(private.map(Record::from));
    let parts = parts.chain(agenda.map(Record::from));
    let parts = parts.chain(actions.map(Record::from));
    std::iter::once(whole.into()).chain(parts).collect()
}

/// Source of an agenda line: the id of a record, or the key of a card.
fn subject(origin: Origin, key: &str) -> String {
    match origin {
        Origin::Own => String::new(),
        Origin::Action => local("action", key).to_string(),
        Origin::Goal => local("goal", key).to_string(),
        Origin::Question => local("question", key).to_string(),
        Origin::Activity | Origin::Prompt => key.to_owned(),
    }
}

pub fn question(file: KeyedFile<Question>) -> Record {
    Record::Question(Question {
        id: local("question", &file.key),
        meeting: file.meeting.map(|key| local("meeting", &key)),
        ..file.record
    })
}

pub fn list_item(file: KeyedFile<ListItem>) -> Record {
    Record::ListItem(ListItem {
        id: local("item", &file.key),
        meeting: file.meeting.map(|key| local("meeting", &key)),
        ..file.record
    })
}

pub fn pulse(pulse: Pulse, index: usize) -> Record {
    Record::Pulse(Pulse {
        id: nth("pulse", "", index),
        ..pulse
    })
}

/// Marks on cards of the deck, and cards of the pair's own.
pub fn cards(activities: Vec<Activity>, prompts: Vec<Prompt>) -> Vec<Record> {
    let activities = activities.into_iter().map(|activity| {
        let id = Activity::id_for(&activity.key);
        Record::Activity(Activity { id, ..activity })
    });
    let prompts = prompts.into_iter().map(|prompt| {
        let id = Prompt::id_for(&prompt.key);
        Record::Prompt(Prompt { id, ..prompt })
    });
    activities.chain(prompts).collect()
}

/// Records of a response to `form` and its answers. Autofilled answers have `me` as author.
pub fn response(file: ResponseFile, form: &FormDef, cycle: Id, me: Role) -> Vec<Record> {
    let response = Response {
        id: Response::id_for(cycle, &form.key, file.response.role),
        version: form.version,
        cycle,
        private: form.is_private(),
        ..file.response
    };
    let writer = AnswerWriter {
        form,
        response: response.id,
        me,
    };
    let mut records = vec![Record::Response(response)];
    writer.push_answers(file.given, None, &mut records);
    for (key, given) in file.goal {
        writer.push_answers(given, Some(local("goal", &key)), &mut records);
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
                let question = self.form.field(&field).map(|(_, field)| field);
                records.push(Record::Answer(Answer {
                    id: Answer::id_for(self.response, &field, goal, author),
                    response: self.response,
                    goal,
                    author,
                    question: question.map_or_else(String::new, |field| field.label.clone()),
                    value: value.trim().to_owned(),
                    from_log,
                    told: None,
                    private: self.form.is_private() || question.is_some_and(|field| field.private),
                    field,
                }));
            }
        }
    }
}
