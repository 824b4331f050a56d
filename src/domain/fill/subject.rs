//! The records that a repeated section is about, and what the log tells of each: nothing private, and no notes.

use super::autofill_value::AutofillValue;
use crate::domain::action::Action;
use crate::domain::book::Book;
use crate::domain::dates;
use crate::domain::form::{Autofill, RowKind};
use crate::domain::goal::Goal;
use crate::domain::id::Id;
use crate::domain::meeting::Meeting;
use crate::domain::person::Role;

/// Record that the questions of a repeated section are about.
#[derive(Clone, Copy)]
pub enum Subject<'a> {
    Goal(&'a Goal),
    Meeting(&'a Meeting),
    Action(&'a Action),
}

/// Place of a question in a repeated section: the record that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionRow {
    pub kind: RowKind,
    /// Number of the record in this form.
    pub number: usize,
    /// Title of the goal, day of the meeting as `2026-12-08`, or the action.
    pub subject: String,
}

impl SectionRow {
    /// The subject as people read it.
    pub fn words(&self) -> String {
        let day = self.subject.parse().ok();
        let day = day.filter(|_| self.kind == RowKind::Meeting);
        day.map_or_else(|| self.subject.clone(), dates::format_date)
    }
}

/// Values of one kind of record, by what autofill calls them.
type Values<T> = &'static [(Autofill, fn(&Book, &T) -> Option<AutofillValue>)];

const OF_MEETING: Values<Meeting> = &[
    (Autofill::MeetingDate, |_, it| {
        Some(AutofillValue::day(it.date))
    }),
    (Autofill::MeetingTime, |_, it| {
        Some(AutofillValue::text(dates::format_time(it.time?)))
    }),
    (Autofill::MeetingMinutes, |_, it| {
        Some(AutofillValue::count(it.minutes?))
    }),
    (Autofill::MeetingChannel, |_, it| {
        let channel = it.channel.iter();
        Some(AutofillValue::terms(
            channel.map(|it| (it.key(), it.label())),
        ))
    }),
    (Autofill::MeetingTitle, |_, it| {
        Some(AutofillValue::text(&it.title))
    }),
    (Autofill::MeetingTopics, |_, it| {
        let topics: Vec<_> = it.topics.iter().map(String::as_str).collect();
        Some(AutofillValue::text(topics.join("\n")))
    }),
    (Autofill::MeetingGoals, |book, it| {
        Some(goals_touched(book, it))
    }),
];

const OF_ACTION: Values<Action> = &[
    (Autofill::ActionText, |_, it| {
        Some(AutofillValue::text(&it.text))
    }),
    (Autofill::ActionOwner, |book, it| {
        let mut roles = Role::ALL.iter().filter(|role| it.owner.includes(**role));
        let names: Vec<_> = roles.by_ref().map(|role| book.name(*role)).collect();
        let key = std::iter::once(it.owner.key().to_owned());
        Some(AutofillValue::listed(key, &[names.join(" and ")]))
    }),
    (Autofill::ActionDue, |_, it| {
        Some(AutofillValue::day(it.due?))
    }),
    (Autofill::ActionDone, |_, it| {
        let done = it.done.map(AutofillValue::day);
        Some(AutofillValue {
            yes: Some(done.is_some()),
            ..done.unwrap_or_default()
        })
    }),
];

/// The shared goals that a meeting touched.
fn goals_touched(book: &Book, meeting: &Meeting) -> AutofillValue {
    let mut goals = book.goals_in_order();
    goals.retain(|goal| !goal.private && meeting.goals.contains(&goal.id));
    let titles: Vec<_> = goals.iter().map(|goal| goal.title.clone()).collect();
    let keys = goals.iter().map(|goal| goal.id.to_string());
    AutofillValue::listed(keys, &titles)
}

fn value_of<T>(
    values: Values<T>,
    auto: Autofill,
    book: &Book,
    record: &T,
) -> Option<AutofillValue> {
    let (_, value) = values.iter().find(|(of, _)| *of == auto)?;
    value(book, record)
}

impl<'a> Subject<'a> {
    pub const fn id(self) -> Id {
        match self {
            Self::Goal(goal) => goal.id,
            Self::Meeting(meeting) => meeting.id,
            Self::Action(action) => action.id,
        }
    }

    pub const fn goal(self) -> Option<&'a Goal> {
        match self {
            Self::Goal(goal) => Some(goal),
            Self::Meeting(_) | Self::Action(_) => None,
        }
    }

    /// The row of the record, the `number`th of its section.
    pub fn row(self, number: usize) -> SectionRow {
        let (kind, subject) = match self {
            Self::Goal(goal) => (RowKind::Goal, goal.title.clone()),
            Self::Meeting(meeting) => (RowKind::Meeting, meeting.date.to_string()),
            Self::Action(action) => (RowKind::Action, action.text.clone()),
        };
        SectionRow {
            kind,
            number,
            subject,
        }
    }

    /// Computes `auto` of a meeting or an action.
    pub fn autofill(self, auto: Autofill, book: &Book) -> Option<AutofillValue> {
        match self {
            Self::Goal(_) => None,
            Self::Meeting(meeting) => value_of(OF_MEETING, auto, book, meeting),
            Self::Action(action) => value_of(OF_ACTION, auto, book, action),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::book::Book;
    use crate::domain::fill::tests::{ask, book, day, form, id};
    use crate::domain::fill::{QuestionKeys, ResolvedField};
    use crate::domain::form::FormDef;
    use crate::domain::person::Owner;

    /// A log with a row for each meeting and each action.
    fn log_form(fields: &str) -> FormDef {
        form(&format!(
            "[[sections]]\nkey = \"s\"\ntitle = \"Session\"\nper_meeting = true\nfields = [{fields}]\n\
             [[sections]]\nkey = \"a\"\ntitle = \"Promise\"\nper_action = true\n\
             fields = [{{ key = \"more\", label = \"More\", kind = \"line\" }}]"
        ))
    }

    fn autofilled(auto: &str, kind: &str, book: &Book) -> Vec<Option<String>> {
        let subject = auto.split('-').next().unwrap();
        let def = form(&format!(
            "[[sections]]\nkey = \"s\"\ntitle = \"S\"\nper_{subject} = true\n\
             fields = [{{ key = \"f\", label = \"F\", auto = \"{auto}\", kind = \"{kind}\" }}]"
        ));
        ask(book, &def).into_iter().map(|it| it.autofill).collect()
    }

    #[test]
    fn a_section_is_asked_of_each_meeting_held_oldest_first_and_of_each_action() {
        let def = log_form("{ key = \"topic\", label = \"Topic\", kind = \"line\" }");
        let book = book();
        let asked = ask(&book, &def);
        let headings: Vec<_> = asked.iter().map(|it| it.heading.as_str()).collect();
        let expected = [
            "Session 1: Tue, Nov 10, 2026",
            "Session 2: Fri, Nov 20, 2026",
            "Session 3: Tue, Dec 15, 2026",
            "Session 4: Tue, Mar 9, 2027",
            "Promise 1: Send the outline",
        ];
        assert_eq!(headings, expected);
        let keys = QuestionKeys::new(&asked, &book);
        let keys: Vec<_> = asked.iter().map(|it| keys.key(&it.slot)).collect();
        assert_eq!(keys, ["topic@1", "topic@2", "topic@3", "topic@4", "more@1"]);
        assert_eq!(asked[2].slot.goal, Some(id("2026-12-15")));
        assert_eq!(asked[2].row.as_ref().unwrap().subject, "2026-12-15");
    }

    #[test]
    fn a_form_of_a_month_asks_of_what_lies_in_it() {
        let fields = "{ key = \"topic\", label = \"Topic\", kind = \"line\" }";
        let period = Some((day("2026-11-15"), day("2026-12-15")));
        let def = FormDef {
            period,
            ..log_form(fields)
        };
        let asked = ask(&book(), &def);
        let headings: Vec<_> = asked.iter().map(|it| it.heading.as_str()).collect();
        let meetings = [
            "Session 1: Fri, Nov 20, 2026",
            "Session 2: Tue, Dec 15, 2026",
        ];
        assert_eq!(headings[..2], meetings);
        // Nobody knows when it was agreed, and it is open.
        assert_eq!(headings[2..], ["Promise 1: Send the outline"]);
    }

    #[test]
    fn a_row_is_filled_in_from_its_meeting_and_nothing_private_is() {
        let mut book = book();
        let mut talk = book.meetings[&id("2026-11-10")].clone();
        talk.time = chrono::NaiveTime::from_hms_opt(10, 0, 0);
        talk.title = "First talk".to_owned();
        talk.goals = [id("stem"), id("leave")].into();
        book.extend([talk.into()]);
        for (auto, kind, value) in [
            ("meeting-date", "date", "2026-11-10"),
            ("meeting-date", "line", "Tue, Nov 10, 2026"),
            ("meeting-time", "line", "10:00 AM"),
            ("meeting-minutes", "number", "50"),
            ("meeting-channel", "line", "Phone"),
            ("meeting-title", "line", "First talk"),
            ("meeting-topics", "text", "budget"),
            ("meeting-goals", "line", "Start a STEM hour"),
        ] {
            let found = autofilled(auto, kind, &book);
            assert_eq!(found[0].as_deref(), Some(value), "{auto}");
        }
        assert_eq!(autofilled("meeting-title", "line", &book)[1], None);
    }

    #[test]
    fn a_row_is_filled_in_from_its_action() {
        let mut book = book();
        let mut action = book.actions[&id("action")].clone();
        action.owner = Owner::Both;
        book.extend([action.clone().into()]);
        let found = |auto, kind, book: &Book| autofilled(auto, kind, book).remove(0);
        let open = |auto, kind| found(auto, kind, &book);
        assert_eq!(open("action-text", "line").unwrap(), "Send the outline");
        assert_eq!(
            open("action-owner", "line").unwrap(),
            "Mentee A and Mentor B"
        );
        assert_eq!(open("action-due", "date").unwrap(), "2027-03-01");
        assert_eq!(open("action-done", "date"), None);
        assert_eq!(open("action-done", "yes-no").unwrap(), "no");
        action.done = Some(day("2027-02-01"));
        book.extend([action.into()]);
        assert_eq!(found("action-done", "date", &book).unwrap(), "2027-02-01");
        assert_eq!(found("action-done", "yes-no", &book).unwrap(), "yes");
    }

    #[test]
    fn what_is_asked_of_a_meeting_is_gone_while_only_a_part_of_the_log_is_loaded() {
        let mut book = book();
        book.complete = false;
        let def = log_form("{ key = \"topic\", label = \"Topic\", kind = \"line\" }");
        assert_eq!(ask(&book, &def), Vec::<ResolvedField>::new());
    }
}
