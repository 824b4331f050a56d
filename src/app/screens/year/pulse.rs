//! The owner's pulse: private, in no file and no parcel.

use super::{Verb, say};
use crate::app::command::Move;
use crate::app::deed::Deed;
use crate::app::desk::Desk;
use crate::app::list::List;
use crate::app::purpose::Purpose;
use crate::app::rows::{Row, Section, keys, selected};
use crate::app::screens::{Reply, edit, reply};
use crate::domain::id::Id;
use crate::domain::pulse::Pulse;
use crate::domain::when;

/// The three ratings in the order asked: in full, and where room is short.
pub const RATINGS: [(&str, &str); 3] = [
    ("In touch as I need it", "In touch"),
    ("Getting somewhere", "Progress"),
    ("I can say what I think", "Trust"),
];

/// The pane.
#[derive(Default)]
pub struct PulsePane {
    /// Which pulse is selected.
    pub list: List<Id>,
}

impl PulsePane {
    /// The pulses, newest first; those of earlier years apart.
    pub fn sections(desk: &Desk) -> Vec<Section<Id>> {
        let now = desk.year().pulses();
        let mut before = desk.book.pulses_in_order();
        before.retain(|pulse| now.iter().all(|other| other.id != pulse.id));
        let rows = |pulses: &[&Pulse]| pulses.iter().rev().map(|pulse| row(pulse)).collect();
        let empty = "None yet. a takes one: three ratings, half a minute.";
        let mut sections = vec![Section::new("This year", rows(&now), empty)];
        if !before.is_empty() {
            sections.push(Section::new("Earlier years", rows(&before), ""));
        }
        sections
    }

    /// When the next one is due, and what the last ones say.
    pub fn words(desk: &Desk) -> Vec<String> {
        let year = desk.year();
        let next = year.next_pulse().map(|day| {
            let due = year.due(day);
            if due.is_overdue() {
                format!(
                    "It is time for one, since {}. a takes it.",
                    when::shown(day)
                )
            } else {
                format!("The next one: {} ({}).", when::shown(day), due.words())
            }
        });
        next.into_iter().chain(year.pulse_words()).collect()
    }

    /// The selected pulse.
    pub fn selected(&self, desk: &Desk) -> Option<Id> {
        selected(&self.list, &Self::sections(desk))
    }

    /// Answers a verb.
    pub(super) fn act(&self, verb: Verb, desk: &Desk) -> Vec<Reply> {
        if verb == Verb::Add {
            return edit(Purpose::Pulse(None), desk);
        }
        match (verb, self.selected(desk)) {
            (_, None) => say("No pulse yet; a takes one."),
            (Verb::Edit, Some(id)) => edit(Purpose::Pulse(Some(id)), desk),
            (Verb::Archive, Some(id)) => reply(Reply::Do(Deed::ArchivePulse(id))),
            (_, Some(_)) => say("A pulse has nothing to tick; e changes it, d puts it away."),
        }
    }

    /// Moves, or opens what is selected.
    pub(super) fn step(&mut self, movement: Move, desk: &Desk) -> Vec<Reply> {
        if movement == Move::Open {
            return self.act(Verb::Edit, desk);
        }
        self.list.step(movement, &keys(&Self::sections(desk)));
        Vec::new()
    }

    pub(super) fn click(&mut self, row: usize, desk: &Desk) -> Vec<Reply> {
        if self.list.click(row, &keys(&Self::sections(desk))) {
            self.step(Move::Open, desk)
        } else {
            Vec::new()
        }
    }
}

fn row(pulse: &Pulse) -> Row<Id> {
    let ratings = RATINGS.iter().zip(pulse.ratings());
    let words: Vec<_> = ratings
        .filter_map(|((_, short), rating)| Some(format!("{short} {}", rating?)))
        .collect();
    Row::new(pulse.id, when::shown(pulse.date))
        .right(words.join(", "))
        .below(pulse.note.clone())
}
