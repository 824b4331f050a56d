//! Remains of the talk before: decisions, open promises, agenda lines that were not reached.

use super::marks::owner_name;
use crate::domain::action::Action;
use crate::domain::dates::format_date;
use crate::domain::id::Id;
use crate::domain::meeting::{AgendaItem, Meeting, MeetingKind};
use crate::domain::schedule::Year;

/// The last talk, and what is still to be talked about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LastTime<'a> {
    /// The latest meeting that was held; none before the first one.
    pub meeting: Option<&'a Meeting>,
    /// Its decisions, one a line.
    pub decisions: Vec<&'a str>,
    /// Open promises of both, soonest first, whenever they were agreed.
    pub open: Vec<&'a Action>,
    /// Lines of its agenda that were not ticked, once they are loaded.
    pub unticked: Vec<&'a AgendaItem>,
}

/// The talk before the meeting `before`; without one, the latest.
pub fn last_time<'a>(year: &Year<'a>, before: Option<Id>) -> LastTime<'a> {
    let book = year.book;
    let of = before.and_then(|id| book.meetings.get(&id));
    // One that was held already looks back from its own day, one ahead from today.
    let of = of.filter(|meeting| meeting.is_held());
    let is_earlier = |other: &Meeting| {
        of.is_none_or(|of| (other.date, other.time, other.id) < (of.date, of.time, of.id))
    };
    let meeting = year
        .held()
        .find(|other| other.kind == MeetingKind::Meeting && is_earlier(other));
    let open = year.open_actions();
    let mut unticked = meeting.map_or_else(Vec::new, |last| book.agenda_of(last.id));
    // The line of an open promise would say the same again.
    let is_open = |subject: &str| open.iter().any(|action| action.id.to_string() == subject);
    unticked.retain(|item| !item.done && !is_open(&item.subject));
    LastTime {
        meeting,
        decisions: meeting
            .into_iter()
            .flat_map(|last| last.decisions.lines())
            .filter(|line| !line.trim().is_empty())
            .collect(),
        open,
        unticked,
    }
}

impl LastTime<'_> {
    /// Heading: `Last time, Tue, Oct 6, 2026`; none before the first meeting.
    pub fn heading(&self) -> Option<String> {
        let day = self.meeting?.date;
        Some(format!("Last time, {}", format_date(day)))
    }

    /// Decisions, promises and lines in words, each kind under its name; a kind without any is left out.
    pub fn sections(&self, year: &Year) -> Vec<(&'static str, Vec<String>)> {
        let promise = |action: &&Action| {
            let owner = owner_name(action.owner, year.book);
            let due = action
                .due
                .map(|day| format!(", {}", year.date_and_due(day)));
            format!("{}: {owner}{}", action.text, due.unwrap_or_default())
        };
        let decisions = self.decisions.iter().map(|line| (*line).to_owned());
        let lines = self.unticked.iter().map(|item| item.text.clone());
        let mut sections = vec![
            ("Decided", decisions.collect()),
            ("Still open", self.open.iter().map(promise).collect()),
            ("Not reached", lines.collect::<Vec<_>>()),
        ];
        sections.retain(|(_, lines)| !lines.is_empty());
        sections
    }
}
