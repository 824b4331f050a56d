//! The owner's pulse: private, excluded from every export and parcel.

use crate::app::command::Command;
use crate::app::list_state::ListState;
use crate::app::screen_rows::{ScreenRow, ScreenSection, selected_key};
use crate::app::screens::{ScreenEffects, ScreenLogic, record, section_list, status};
use crate::app::session::Session;
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::id::Id;
use crate::domain::pulse::Pulse;

/// The three ratings in the order asked: statement, and short label.
pub const RATINGS: [(&str, &str); 3] = [
    ("In touch as I need it", "In touch"),
    ("Getting somewhere", "Progress"),
    ("I can say what I think", "Trust"),
];

const NONE_YET: &str = "No pulse yet; a takes one.";

#[derive(Default)]
pub struct PulsePane {
    pub list: ListState<Id>,
}

impl PulsePane {
    /// Pulses, newest first; those of earlier years apart.
    pub fn sections(&self, session: &Session) -> Vec<ScreenSection<Id>> {
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
            if year.due(day).is_overdue() {
                format!(
                    "It is time for one, since {}. a takes it.",
                    dates::format_date(day)
                )
            } else {
                format!("The next one: {}.", year.date_and_due(day))
            }
        });
        next.into_iter().chain(year.pulse_words()).collect()
    }

    pub fn selected(&self, session: &Session) -> Option<Id> {
        selected_key(&self.list, &self.sections(session))
    }
}

impl ScreenLogic for PulsePane {
    fn on_command(&mut self, command: &Command, session: &Session) -> Option<ScreenEffects> {
        let key = self.selected(session).map(|id| (Kind::Pulse, id));
        Some(match (command, key) {
            (Command::Add, _) => record::add(Kind::Pulse, None, session),
            (Command::Toggle, Some(_)) => {
                status("A pulse has nothing to tick; e changes it, d archives it.")
            }
            (_, key) => return record::act(command, key, NONE_YET, session),
        })
    }

    fn open(&mut self, session: &Session) -> ScreenEffects {
        match self.selected(session) {
            Some(id) => record::edit((Kind::Pulse, id), session),
            None => status(NONE_YET),
        }
    }

    section_list!();
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
