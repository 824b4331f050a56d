//! The numbers of the year, worked out for its charts.

use crate::app::command::Move;
use crate::app::desk::Desk;
use crate::app::modal::moved;
use crate::domain::schedule::{Growth, Totals, Touched};
use crate::domain::when;

/// The pane.
#[derive(Default)]
pub struct Numbers {
    /// Whether the whole log was there when it was counted.
    pub complete: bool,
    /// The cycle added up.
    pub totals: Totals,
    /// Contacts and meetings wanted of one month.
    pub target: (Option<u32>, Option<u32>),
    /// How each goal came along.
    pub growth: Vec<Growth>,
    /// The competency areas.
    pub touched: Vec<Touched>,
    /// What the charts do not say, in sentences.
    pub sentences: Vec<String>,
    /// Lines scrolled away.
    pub scroll: usize,
    /// No more lines than this are ever there to scroll.
    most: usize,
}

impl Numbers {
    /// Counts again.
    pub fn refresh(&mut self, desk: &Desk) {
        let year = desk.year();
        self.complete = desk.book.complete;
        if !self.complete {
            return;
        }
        self.totals = year.totals();
        self.target = year.month_target();
        self.growth = year.growth(&self.totals.months);
        self.touched = desk
            .competencies()
            .map(|set| year.touched(set, &year.held_in_cycle()))
            .unwrap_or_default();
        self.sentences = sentences(&self.totals, desk);
        // Charts below each other, as where it is narrowest; a screen with room for two shows less.
        self.most = 24 + 3 * self.totals.months.len() + 8 * self.growth.len() + self.touched.len();
    }

    /// Scrolls.
    pub(super) fn step(&mut self, movement: Move) {
        self.scroll = moved(self.scroll, self.most, movement);
    }

    /// The areas that nothing has touched yet, in one sentence.
    pub fn untouched_words(&self) -> Option<String> {
        let untouched = self.touched.iter().filter(|area| area.is_untouched());
        let names: Vec<_> = untouched.map(|area| area.area.as_str()).collect();
        (!names.is_empty()).then(|| format!("Not touched yet: {}.", names.join("; ")))
    }
}

fn sentences(totals: &Totals, desk: &Desk) -> Vec<String> {
    let year = desk.year();
    let count = totals.count;
    let (Some(first), Some(last)) = (totals.first, totals.last) else {
        return vec!["No contact has been logged yet; m logs the first one.".to_owned()];
    };
    let latest = format!("{} ({})", when::shown(last), year.distance(last));
    let span = if count.contacts == 1 {
        format!("It was on {latest}.")
    } else {
        format!(
            "The first was on {}, the latest on {latest}.",
            when::shown(first)
        )
    };
    let (count, hours) = (super::capital(&count.words()), totals.hours());
    let mut words = vec![format!("{count}; {hours} together. {span}")];
    if let Some(cadence) = year.cadence_words() {
        words.push(met_words(&super::capital(&cadence), totals, desk));
    }
    if let Some(longest) = totals.longest {
        let until = if longest.to == desk.today() {
            "today".to_owned()
        } else {
            when::shown(longest.to)
        };
        words.push(format!(
            "The longest time without contact: {}, from {} to {until}.",
            when::span(longest.days),
            when::shown(longest.from)
        ));
    }
    words
}

/// How many full months, or longer times, had as much as the cadence says.
fn met_words(cadence: &str, totals: &Totals, desk: &Desk) -> String {
    let rates = desk.year().cadence();
    let part = |met: Option<(usize, usize)>, months: Option<u32>, noun: &str| {
        let (met, all) = met?;
        let unit = match months {
            None | Some(0 | 1) => "full months".to_owned(),
            Some(months) => format!("times of {months} months"),
        };
        Some(format!("{noun} in {met} of {all} {unit}"))
    };
    let contacts = part(
        totals.contacts_met,
        rates.contacts.map(|it| it.months),
        "contacts",
    );
    let meetings = part(
        totals.meetings_met,
        rates.meetings.map(|it| it.months),
        "meetings",
    );
    let parts: Vec<_> = [contacts, meetings].into_iter().flatten().collect();
    if parts.is_empty() {
        return format!("{cadence}; no full month has gone by yet.");
    }
    format!("{cadence}: enough {}.", parts.join(", "))
}
