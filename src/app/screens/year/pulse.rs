//! The owner's pulse: private, excluded from every export and parcel.

use super::{YearAction, set_status};
use crate::app::book_action::BookAction;
use crate::app::command::Move;
use crate::app::edit_target::EditTarget;
use crate::app::list_state::ListState;
use crate::app::screen_rows::{ScreenRow, ScreenSection, row_keys, selected_key};
use crate::app::screens::{ScreenEffect, emit, open_editor};
use crate::app::session::Session;
use crate::domain::dates;
use crate::domain::id::Id;
use crate::domain::pulse::Pulse;

/// The three ratings in the order asked: statement, and short label.
pub const RATINGS: [(&str, &str); 3] = [
    ("In touch as I need it", "In touch"),
    ("Getting somewhere", "Progress"),
    ("I can say what I think", "Trust"),
];

#[derive(Default)]
pub struct PulsePane {
    pub list: ListState<Id>,
}

impl PulsePane {
    /// Pulses, newest first; those of earlier years apart.
    pub fn sections(session: &Session) -> Vec<ScreenSection<Id>> {
        let now = session.year().pulses();
        let mut before = session.book.pulses_in_order();
        before.retain(|pulse| now.iter().all(|other| other.id != pulse.id));
        let rows = |pulses: &[&Pulse]| pulses.iter().rev().map(|pulse| row(pulse)).collect();
        let empty = "None yet. a takes one: three ratings, half a minute.";
        let mut sections = vec![ScreenSection::new("This year", rows(&now), empty)];
        if !before.is_empty() {
            sections.push(ScreenSection::new("Earlier years", rows(&before), ""));
        }
        sections
    }

    /// The date of the next pulse, and advice after the last ones.
    pub fn words(session: &Session) -> Vec<String> {
        let year = session.year();
        let next = year.next_pulse().map(|day| {
            let due = year.due(day);
            if due.is_overdue() {
                format!(
                    "It is time for one, since {}. a takes it.",
                    dates::format_date(day)
                )
            } else {
                format!(
                    "The next one: {} ({}).",
                    dates::format_date(day),
                    due.words()
                )
            }
        });
        next.into_iter().chain(year.pulse_words()).collect()
    }

    pub fn selected(&self, session: &Session) -> Option<Id> {
        selected_key(&self.list, &Self::sections(session))
    }

    pub(super) fn on_action(&self, action: YearAction, session: &Session) -> Vec<ScreenEffect> {
        if action == YearAction::Add {
            return open_editor(EditTarget::Pulse(None), session);
        }
        match (action, self.selected(session)) {
            (_, None) => set_status("No pulse yet; a takes one."),
            (YearAction::Edit, Some(id)) => open_editor(EditTarget::Pulse(Some(id)), session),
            (YearAction::Archive, Some(id)) => {
                emit(ScreenEffect::Perform(BookAction::ArchivePulse(id)))
            }
            (_, Some(_)) => set_status("A pulse has nothing to tick; e changes it, d archives it."),
        }
    }

    pub(super) fn on_move(&mut self, movement: Move, session: &Session) -> Vec<ScreenEffect> {
        if movement == Move::Open {
            return self.on_action(YearAction::Edit, session);
        }
        self.list
            .move_selection(movement, &row_keys(&Self::sections(session)));
        Vec::new()
    }

    pub(super) fn click(&mut self, row: usize, session: &Session) -> Vec<ScreenEffect> {
        if self.list.click(row, &row_keys(&Self::sections(session))) {
            self.on_move(Move::Open, session)
        } else {
            Vec::new()
        }
    }
}

fn row(pulse: &Pulse) -> ScreenRow<Id> {
    let ratings = RATINGS.iter().zip(pulse.ratings());
    let words: Vec<_> = ratings
        .filter_map(|((_, short), rating)| Some(format!("{short} {}", rating?)))
        .collect();
    ScreenRow::new(pulse.id, dates::format_date(pulse.date))
        .right(words.join(", "))
        .below(pulse.note.clone())
}
