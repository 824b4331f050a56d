//! The numbers of the year, computed for its charts.

use crate::app::command::Command;
use crate::app::list_state::Selecting;
use crate::app::modal::index_after_move;
use crate::app::screens::{ScreenEffects, ScreenLogic, status};
use crate::app::session::Session;
use crate::domain::dates;
use crate::domain::display::capitalize;
use crate::domain::schedule::{CompetencyCoverage, GoalTrend, Totals};

/// Cached totals and trends, refreshed when the book changes.
#[derive(Default)]
pub struct NumbersPane {
    /// True if the whole log was loaded when they were computed.
    pub complete: bool,
    /// Totals of the cycle.
    pub totals: Totals,
    /// Target of contacts and of meetings in a month; none without a cadence.
    pub target: (Option<u32>, Option<u32>),
    /// Trend of each goal.
    pub growth: Vec<GoalTrend>,
    /// Coverage of the competency areas.
    pub touched: Vec<CompetencyCoverage>,
    /// Summary in sentences, of what the charts do not show.
    pub sentences: Vec<String>,
    /// Lines scrolled away at the top.
    pub scroll: usize,
    /// Limit of `scroll`, for the narrowest screen.
    max_scroll: usize,
}

impl NumbersPane {
    /// One sentence with the competency areas not covered yet; none if all are.
    pub fn untouched_sentence(&self) -> Option<String> {
        let untouched = self.touched.iter().filter(|area| area.is_untouched());
        let names: Vec<_> = untouched.map(|area| area.area.as_str()).collect();
        (!names.is_empty()).then(|| format!("Not touched yet: {}.", names.join("; ")))
    }
}

impl ScreenLogic for NumbersPane {
    fn refresh(&mut self, session: &Session) {
        let year = session.year();
        self.complete = session.book.complete;
        if !self.complete {
            return;
        }
        self.totals = year.totals();
        self.target = year.month_target();
        self.growth = year.goal_trends(&self.totals.months);
        self.touched = session
            .competencies()
            .map(|set| year.competency_coverage(set, &year.held_in_cycle()))
            .unwrap_or_default();
        self.sentences = sentences(&self.totals, session);
        // Charts below each other, as on the narrowest screen; a screen with room for two needs fewer lines.
        self.max_scroll =
            24 + 3 * self.totals.months.len() + 8 * self.growth.len() + self.touched.len();
    }

    fn on_command(&mut self, command: &Command, _session: &Session) -> Option<ScreenEffects> {
        let for_rows = [
            Command::Edit,
            Command::Add,
            Command::Toggle,
            Command::Archive,
        ];
        for_rows
            .contains(command)
            .then(|| status("The numbers come from the log; m logs a meeting or contact."))
    }

    fn has_selection(&self, _session: &Session) -> bool {
        false
    }

    fn select(&mut self, selecting: Selecting, _session: &Session) -> bool {
        if let Selecting::Move(movement) = selecting {
            self.scroll = index_after_move(self.scroll, self.max_scroll, movement);
        }
        false
    }
}

fn sentences(totals: &Totals, session: &Session) -> Vec<String> {
    let year = session.year();
    let count = totals.count;
    let (Some(first), Some(last)) = (totals.first, totals.last) else {
        return vec!["No contact has been logged yet; m logs the first one.".to_owned()];
    };
    let latest = format!(
        "{} ({})",
        dates::format_date(last),
        year.relative_date(last)
    );
    let span = if count.contacts == 1 {
        format!("It was on {latest}.")
    } else {
        format!(
            "The first was on {}, the latest on {latest}.",
            dates::format_date(first)
        )
    };
    let (count, hours) = (capitalize(&count.words()), totals.hours());
    let mut words = vec![format!("{count}; {hours} together. {span}")];
    if let Some(cadence) = year.cadence_words() {
        words.push(cadence_sentence(&capitalize(&cadence), totals, session));
    }
    let paused = year.pause_words();
    words.extend(paused.map(|words| format!("{}.", capitalize(&words))));
    if let Some(longest) = totals.longest_interval {
        let until = if longest.to == session.today() {
            "today".to_owned()
        } else {
            dates::format_date(longest.to)
        };
        words.push(format!(
            "The longest time without contact: {}, from {} to {until}.",
            dates::humanize_days(longest.days),
            dates::format_date(longest.from)
        ));
    }
    words
}

/// One sentence on the number of full months, or longer periods, that met the cadence.
fn cadence_sentence(cadence: &str, totals: &Totals, session: &Session) -> String {
    let rates = session.year().cadence();
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
