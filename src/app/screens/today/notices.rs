//! What Today points out once, in neutral words: the end of the year, a gap, no meeting ahead, an agenda to send, the
//! owner's pulse.

use super::Line;
use crate::app::desk::Desk;
use crate::app::rows::{Row, Sign, Tone};
use crate::domain::meeting::MeetingKind;
use crate::domain::schedule::Year;
use crate::domain::when;

/// How many days before an agenda is to be sent this is pointed out.
const SEND_WITHIN: i64 = 4;
/// For how many days after a pulse its word to the owner stays.
const WORD_DAYS: i64 = 21;

/// The notices of today, the most pressing one first.
pub(super) fn notices(desk: &Desk) -> Vec<Row<Line>> {
    let year = desk.year();
    if let Some(words) = year.closed_words() {
        return vec![over(&words)];
    }
    [
        backup(desk),
        closing(&year),
        send_ahead(&year, desk),
        gap(&year),
        no_meeting(&year),
        pulse(&year),
        pulse_word(&year),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The warning about backups that fail or are old.
fn backup(desk: &Desk) -> Option<Row<Line>> {
    let row = Row::new(Line::Backup, desk.backup_warning.clone()?);
    let row = row.sign(Sign::Late).tone(Tone::Late);
    Some(row.below("Enter makes one, or says why it cannot."))
}

/// The one thing that a closed year says.
fn over(words: &str) -> Row<Line> {
    let row = Row::new(Line::Closing, format!("{words} Nothing is asked any more."));
    row.sign(Sign::Done)
        .tone(Tone::Done)
        .below("Enter: the letter, staying in touch, another year; or open it again.")
}

/// How much is open, once the end is near or behind.
fn closing(year: &Year) -> Option<Row<Line>> {
    let words = year.left_words().filter(|_| year.is_closing())?;
    let row = Row::new(Line::Closing, format!("Closing: {words}"));
    Some(row.sign(Sign::Bullet).right("Enter helps"))
}

fn send_ahead(year: &Year, desk: &Desk) -> Option<Row<Line>> {
    let (meeting, by) = year.send_ahead()?;
    let due = year.due(by);
    let something = !desk.book.agenda_of(meeting.id).is_empty();
    let soon = due.days_left() <= SEND_WITHIN;
    (something && soon).then(|| {
        let text = format!("Send the agenda for {} ahead", when::shown(meeting.date));
        Row::new(Line::SendAhead(meeting.id), text)
            .sign(Sign::Open)
            .right(format!("by {}", when::shown(by)))
    })
}

fn gap(year: &Year) -> Option<Row<Line>> {
    let words = year.gap_words()?;
    let row = Row::new(Line::Gap, words)
        .sign(Sign::Bullet)
        .tone(Tone::Soon);
    // Where the program speaks of meetings a message alone does not end the gap.
    let enough = match year.gap()?.of {
        MeetingKind::Contact => "A short message is enough.",
        MeetingKind::Meeting => "A date for the next talk is enough.",
    };
    Some(row.below(format!("{enough} Enter shows questions for a fresh start.")))
}

fn no_meeting(year: &Year) -> Option<Row<Line>> {
    let cycle = year.book.cycle()?;
    let none = year.next_meeting().is_none() && cycle.end > year.today;
    none.then(|| {
        Row::new(Line::NoMeeting, "No meeting is planned")
            .sign(Sign::Bullet)
            .right("Enter plans one")
    })
}

fn pulse(year: &Year) -> Option<Row<Line>> {
    let due = year.next_pulse().filter(|_| year.pulse_is_due())?;
    let row = Row::new(Line::Pulse, "Your pulse: three ratings, for you alone");
    Some(
        row.sign(Sign::Private)
            .right(format!("since {}", when::shown(due))),
    )
}

fn pulse_word(year: &Year) -> Option<Row<Line>> {
    let last = year.pulses().last()?.date;
    let words = year.pulse_words()?;
    let fresh = (year.today - last).num_days() <= WORD_DAYS;
    fresh.then(|| Row::new(Line::PulseWord, words).sign(Sign::Private))
}
