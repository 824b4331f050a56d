//! To-dos of a calendar, which become actions of the book's owner.

use std::collections::BTreeMap;

use calcard::icalendar::{ICalendarComponent, ICalendarProperty, ICalendarStatus};
use chrono::NaiveDate;

use super::CalendarReader;
use super::clocks::{Zones, other, text};
use super::notes::name;
use super::text::OPEN_PROPERTY;
use crate::domain::action::Action;
use crate::domain::id::Id;
use crate::domain::ops::normalize_line;
use crate::import::dedupe::action_key;
use crate::import::rows::imported_record;

/// A to-do with the zones of its calendar.
pub struct Todo<'a> {
    pub part: &'a ICalendarComponent,
    pub zones: &'a Zones<'a>,
}

impl CalendarReader<'_> {
    pub(super) fn read_todos(&mut self, todos: &[Todo]) {
        // No action is joined that another to-do of the file has made, and none by two.
        let mut claimed: BTreeMap<Id, Id> = todos
            .iter()
            .map(|todo| self.own_id(todo))
            .filter(|own_id| self.context.book.actions.contains_key(own_id))
            .map(|own_id| (own_id, own_id))
            .collect();
        for todo in todos {
            let summary = text(todo.part, &ICalendarProperty::Summary);
            if let Err(why) = self.todo(todo, summary, &mut claimed) {
                let why = format!("The to-do {} was left out: {why}", name(summary));
                self.incoming.left_out.push(why);
            }
        }
    }

    /// Id that a to-do has for itself: derived from its UID, without one from its text.
    fn own_id(&self, todo: &Todo) -> Id {
        let pair = self.context.book.identity.pair.to_string();
        let uid = text(todo.part, &ICalendarProperty::Uid);
        let summary = text(todo.part, &ICalendarProperty::Summary);
        Id::derived(&[
            "ics to-do",
            &pair,
            uid,
            if uid.is_empty() { summary } else { "" },
        ])
    }

    fn todo(
        &mut self,
        todo: &Todo,
        summary: &str,
        claimed: &mut BTreeMap<Id, Id>,
    ) -> Result<(), String> {
        let action = self.action(todo, summary, claimed)?;
        let part = todo.part;
        let words = || {
            let description = text(part, &ICalendarProperty::Description);
            vec![summary.to_owned(), description.to_owned()]
        };
        let is_asked = self.context.choice.names(words)
            && action.due.is_none_or(|due| self.window.is_asked_for(due));
        if !self.offer(action.id, format!("To do: {}", action.text), is_asked, true) {
            self.not_asked += 1;
            return Ok(());
        }
        let notes = &mut self.incoming.notes;
        let title = name(summary);
        if part.is_recurrent() {
            notes.push(format!("The to-do {title} repeats; it is taken once."));
        }
        if part.has_property(&ICalendarProperty::Description) {
            notes.push(format!(
                "The text of the to-do {title} is not taken: an action has none."
            ));
        }
        let imported = imported_record(action.into(), &[]);
        self.incoming.records.push(imported);
        Ok(())
    }

    /// The action that a to-do becomes: that of an earlier file, one of the same text, or a new one.
    fn action(
        &self,
        todo: &Todo,
        summary: &str,
        claimed: &mut BTreeMap<Id, Id>,
    ) -> Result<Action, String> {
        let book = self.context.book;
        let own_id = self.own_id(todo);
        let Todo { part, zones } = todo;
        let task = normalize_line(summary, "action").map_err(|refusal| refusal.message)?;
        if task.is_empty() {
            return Err("it does not say what is to be done.".to_owned());
        }
        if !other(part, OPEN_PROPERTY).is_empty() {
            return Err("the file does not say where it ends.".to_owned());
        }
        if part.status() == Some(&ICalendarStatus::Cancelled) {
            return Err("it is canceled.".to_owned());
        }
        let day = |name: &ICalendarProperty| -> Option<NaiveDate> {
            let moment = zones.moments(part.property(name)?).pop()?;
            let reader = if moment.has_time {
                self.clocks.reader(self.clocks.utc(&moment))
            } else {
                moment.at
            };
            Some(reader.date())
        };
        let completed = day(&ICalendarProperty::Completed);
        let is_done = part.status() == Some(&ICalendarStatus::Completed) || completed.is_some();
        let mut action = Action {
            id: own_id,
            text: task,
            due: day(&ICalendarProperty::Due),
            owner: book.me().into(),
            ..Action::default()
        };
        // A to-do that is in the file twice is the same action twice.
        let matched = claimed.get(&action.id).copied();
        action.id = matched.unwrap_or_else(|| {
            let key = action_key(&action);
            let is_free = |one: &&Action| !one.archived && claimed.values().all(|id| *id != one.id);
            let mut same = book.actions.values().filter(|one| action_key(one) == key);
            let same = same.find(is_free);
            same.map_or(action.id, |same| same.id)
        });
        claimed.insert(own_id, action.id);
        let before = book.actions.get(&action.id).and_then(|before| before.done);
        let done = completed.or(before).or(Some(self.context.today));
        action.done = done.filter(|_| is_done);
        Ok(action)
    }
}
