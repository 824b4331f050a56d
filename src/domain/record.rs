//! What records of all kinds have in words and marks: the label, and the fields that many kinds share.
//!
//! Operations, reports of an import, search and command line ask here and need no list of kinds of their own. A new kind
//! of record is a row of `for_each_record!` and an arm of each match below, where it has the mark.

use chrono::NaiveDate;

use super::action::Action;
use super::asked_form::AskedForm;
use super::change::Record;
use super::dates::{format_date, format_period};
use super::deck::{Activity, Prompt, Question};
use super::goal::{Evidence, Goal, Progress, Step};
use super::id::Id;
use super::list::ListItem;
use super::meeting::{AgendaItem, Meeting};
use super::ops::quoted;
use super::pause::Pause;
use super::program::Milestone;
use super::pulse::Pulse;
use super::sanitize::sanitize_line;

/// Title of a card: its own words, or its key in the deck.
fn own_or_key<'a>(own: &'a str, key: &'a str) -> &'a str {
    if own.is_empty() { key } else { own }
}

impl Record {
    /// Label in reports: `goal “Start a STEM hour”`, `contact of Tue, Dec 1, 2026`. Private text is not repeated.
    pub fn label(&self) -> String {
        let mut noun = self.kind().noun();
        let title = match self {
            Self::Person(person) => &person.name,
            Self::Cycle(cycle) => return format!("{noun} from {}", format_date(cycle.start)),
            Self::Milestone(milestone) => &milestone.title,
            Self::Goal(goal) => &goal.title,
            Self::Step(step) => &step.title,
            Self::Progress(line) => &line.text,
            Self::Evidence(item) => &item.title,
            Self::Meeting(meeting) => return meeting.label(),
            Self::Note(note) => &note.text,
            Self::PrivateNote(_) => return noun.to_owned(),
            Self::AgendaItem(item) => &item.text,
            Self::Action(action) => &action.text,
            Self::Activity(card) => own_or_key(&card.title, &card.key),
            Self::Prompt(card) => own_or_key(&card.text, &card.key),
            Self::Question(question) => &question.text,
            Self::ListItem(item) => {
                noun = item.list.singular();
                &item.title
            }
            Self::Pulse(pulse) => return format!("{noun} of {}", format_date(pulse.date)),
            Self::Response(response) => &response.form,
            Self::Answer(answer) => &answer.question,
            Self::AskedForm(form) => own_or_key(&form.title, &form.key),
            Self::Pause(Pause { start, end, .. }) => {
                return format!("{noun} from {}", format_period(*start, *end));
            }
        };
        match sanitize_line(title).as_ref() {
            "" => noun.to_owned(),
            title => format!("{noun} {}", quoted(title)),
        }
    }

    pub fn is_archived(&self) -> bool {
        let mut copy = self.clone();
        copy.archived_mut().is_some_and(|archived| *archived)
    }

    /// Its archive mark; none for the kinds that cannot be archived.
    pub const fn archived_mut(&mut self) -> Option<&mut bool> {
        if let Self::Milestone(Milestone { archived, .. })
        | Self::Goal(Goal { archived, .. })
        | Self::Step(Step { archived, .. })
        | Self::Progress(Progress { archived, .. })
        | Self::Evidence(Evidence { archived, .. })
        | Self::Meeting(Meeting { archived, .. })
        | Self::AgendaItem(AgendaItem { archived, .. })
        | Self::Action(Action { archived, .. })
        | Self::Activity(Activity { archived, .. })
        | Self::Prompt(Prompt { archived, .. })
        | Self::Question(Question { archived, .. })
        | Self::ListItem(ListItem { archived, .. })
        | Self::Pulse(Pulse { archived, .. })
        | Self::AskedForm(AskedForm { archived, .. })
        | Self::Pause(Pause { archived, .. }) = self
        {
            return Some(archived);
        }
        None
    }

    /// The goal or meeting that it is a part of; none for the kinds that stand alone.
    pub const fn parent(&self) -> Option<Id> {
        if let Self::Step(Step { goal: parent, .. })
        | Self::Progress(Progress { goal: parent, .. })
        | Self::Evidence(Evidence { goal: parent, .. })
        | Self::AgendaItem(AgendaItem {
            meeting: parent, ..
        }) = self
        {
            return Some(*parent);
        }
        None
    }

    /// Its order key among its siblings; none for the kinds that keep no order.
    pub const fn order_mut(&mut self) -> Option<&mut String> {
        if let Self::Goal(Goal { order, .. })
        | Self::Step(Step { order, .. })
        | Self::AgendaItem(AgendaItem { order, .. }) = self
        {
            return Some(order);
        }
        None
    }

    /// Ticks it as done `today`, or unticks it. Returns the verb for the label; none for the kinds that have no tick.
    pub fn toggle_done(&mut self, today: NaiveDate) -> Option<&'static str> {
        let done_verb = if let Self::ListItem(item) = self {
            item.list.done_label()
        } else {
            "done"
        };
        let is_done = if let Self::Milestone(Milestone { done, .. })
        | Self::Step(Step { done, .. })
        | Self::Action(Action { done, .. })
        | Self::ListItem(ListItem { done, .. }) = self
        {
            *done = done.is_none().then_some(today);
            done.is_some()
        } else if let Self::AgendaItem(AgendaItem { done, .. }) = self {
            *done = !*done;
            *done
        } else {
            return None;
        };
        Some(if is_done { done_verb } else { "open again" })
    }
}
