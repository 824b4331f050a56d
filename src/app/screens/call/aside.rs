//! The pane beside the notes of a call: the agenda with its minutes, last time, and the questions.

use super::CallScreen;
use crate::app::screen_rows::{ScreenRow, ScreenSection, Sign};
use crate::app::session::Session;
use crate::domain::call::{self, LastTime};
use crate::domain::dates::format_date;
use crate::domain::id::Id;
use crate::domain::meeting::AgendaItem;

/// A row; those that are not on the agenda have no id.
type AsideRow = ScreenRow<Option<Id>>;

impl CallScreen {
    /// The agenda, last time, and the questions. The agenda comes first, so that its rows are counted from 0.
    pub fn sections(&self, session: &Session) -> Vec<ScreenSection<Option<Id>>> {
        let last = call::last_time(&session.year(), self.call.meeting);
        let when = last
            .meeting
            .map(|it| format!(" ({})", format_date(it.date)));
        let title = format!("Last time{}", when.unwrap_or_default());
        let agenda = self.call.agenda(&session.book).into_iter();
        let agenda = agenda.map(|item| self.agenda_row(item, session)).collect();
        let questions = session.book.open_questions().into_iter();
        // A question of this meeting is a line of its agenda already.
        let others = questions.filter(|it| it.meeting.is_none() || it.meeting != self.call.meeting);
        let questions = others.map(|question| {
            let asker = call::owner_name(question.asker.into(), &session.book);
            AsideRow::new(None, format!("{asker}: {}", question.text)).sign(Sign::Bullet)
        });
        vec![
            ScreenSection::new(self.agenda_title(session), agenda, "No agenda."),
            ScreenSection::new(title, last_time_rows(&last, session), "Nothing is open."),
            ScreenSection::new("Questions", questions.collect(), "None is waiting."),
        ]
    }

    /// Heading of the agenda: its minutes in sum against those of the meeting.
    fn agenda_title(&self, session: &Session) -> String {
        let items = self.call.agenda(&session.book);
        let sum: u32 = items.iter().filter_map(|item| item.minutes).sum();
        let meeting = self.call.meeting(&session.book);
        match meeting.and_then(|meeting| meeting.minutes) {
            Some(planned) if sum > 0 => format!("Agenda: {sum} of {planned} min"),
            Some(_) | None => "Agenda".to_owned(),
        }
    }

    fn agenda_row(&self, item: &AgendaItem, session: &Session) -> AsideRow {
        let is_at_hand = self.call.at_hand == Some(item.id);
        let used = self.call.minutes_used(item.id, session.now);
        let used = (used > 0 || is_at_hand).then(|| format!("{used} used"));
        let planned = item.minutes.map(|minutes| format!("{minutes} min"));
        let right: Vec<_> = planned.into_iter().chain(used).collect();
        AsideRow::new(Some(item.id), item.text.clone())
            .ticked(self.call.is_ticked(item))
            .right(right.join(", "))
    }

    /// The agenda line at hand; its minutes, used of planned, and how many lines are ticked.
    pub fn line_at_hand(&self, session: &Session) -> Option<(String, String)> {
        let items = self.call.agenda(&session.book);
        let item = items.iter().find(|it| Some(it.id) == self.call.at_hand)?;
        let ticked = items.iter().filter(|item| self.call.is_ticked(item));
        let used = self.call.minutes_used(item.id, session.now);
        let planned = item.minutes.map(|minutes| format!("/{minutes}"));
        let right = format!(
            "{used}{} min, {} of {}",
            planned.unwrap_or_default(),
            ticked.count(),
            items.len()
        );
        Some((item.text.clone(), right))
    }
}

fn last_time_rows(last: &LastTime, session: &Session) -> Vec<AsideRow> {
    let year = session.year();
    let decided = last.decisions.iter();
    let decided = decided.map(|words| AsideRow::new(None, format!("Decided: {words}")));
    let open = last.open.iter().map(|action| {
        let owner = call::owner_name(action.owner, &session.book);
        AsideRow::new(None, format!("{} ({owner})", action.text))
            .done_or_due(None, action.due, &year)
    });
    let unticked = last.unticked.iter();
    let unticked = unticked.map(|item| AsideRow::new(None, format!("Not reached: {}", item.text)));
    let bulleted = |row: AsideRow| row.sign(Sign::Bullet);
    decided
        .map(bulleted)
        .chain(open)
        .chain(unticked.map(bulleted))
        .collect()
}
