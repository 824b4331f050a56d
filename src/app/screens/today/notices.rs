//! Notices of Today, in neutral words: backup warning, end of the year, an agenda to send, a gap, no meeting planned, the
//! owner's pulse.

use super::TodayRow;
use crate::app::screen_rows::{ScreenRow, Sign, Tone};
use crate::app::session::Session;
use crate::domain::call::{self, Call};
use crate::domain::dates;
use crate::domain::id::Id;
use crate::domain::meeting::MeetingKind;
use crate::domain::schedule::Year;

/// Days before the date to send an agenda from which it is shown.
const AGENDA_REMINDER_DAYS: i64 = 4;
/// Days after a pulse for which its advice is shown.
const PULSE_ADVICE_DAYS: i64 = 21;

/// The notices in effect, the most pressing first.
pub(super) fn notices(session: &Session) -> Vec<ScreenRow<TodayRow>> {
    let year = session.year();
    if let Some(words) = year.closed_words() {
        return vec![year_closed(&words)];
    }
    [
        backup(session),
        closing(&year),
        send_ahead(&year, session),
        gap(&year),
        no_meeting(&year),
        pulse(&year),
        pulse_advice(&year),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The call that is open; else the planned one that is due.
pub(super) fn call(session: &Session) -> Option<ScreenRow<TodayRow>> {
    let due = due_call(session);
    let meeting = due.and_then(|id| session.book.meetings.get(&id));
    let (words, hint) = match Call::open(&session.drafts) {
        Some(open) if open.began.date() == session.today() => {
            let since = dates::format_time(open.began.time());
            (format!("Call since {since}"), "Enter goes on")
        }
        Some(open) => {
            let (day, time) = (open.began.date(), open.began.time());
            let since = dates::format_date_time(day, Some(time));
            (format!("Call since {since}"), "Enter goes on")
        }
        None => {
            let time = meeting?
                .time
                .map(|time| format!(" at {}", dates::format_time(time)));
            let words = format!("Call today{}", time.unwrap_or_default());
            (words, "Enter begins it")
        }
    };
    let title = meeting.map(|meeting| format!(": {}", meeting.title_or_kind()));
    let text = format!("{words}{}", title.unwrap_or_default());
    let row = ScreenRow::new(TodayRow::Call(due), text).sign(Sign::Planned);
    Some(row.tone(Tone::Soon).right(hint))
}

/// The planned meeting of the open call, or the one that is due.
pub(super) fn due_call(session: &Session) -> Option<Id> {
    match Call::open(&session.drafts) {
        Some(open) => open.meeting,
        None => call::due_meeting(&session.book, session.now).map(|meeting| meeting.id),
    }
}

fn backup(session: &Session) -> Option<ScreenRow<TodayRow>> {
    let row = ScreenRow::new(TodayRow::Backup, session.backup_warning.clone()?);
    let row = row.sign(Sign::Late).tone(Tone::Late);
    Some(row.below("Enter makes one, or says why it cannot."))
}

/// The only notice of a closed year.
fn year_closed(words: &str) -> ScreenRow<TodayRow> {
    let row = ScreenRow::new(
        TodayRow::Closing,
        format!("{words} Nothing is asked any more."),
    );
    row.done()
        .below("Enter: the letter, staying in touch, another year; or open it again.")
}

/// Number of open items, once the end of the year is near or past.
fn closing(year: &Year) -> Option<ScreenRow<TodayRow>> {
    let words = year.closing_summary().filter(|_| year.is_closing())?;
    let row = ScreenRow::new(TodayRow::Closing, format!("Closing: {words}"));
    Some(row.sign(Sign::Bullet).right("Enter helps"))
}

fn send_ahead(year: &Year, session: &Session) -> Option<ScreenRow<TodayRow>> {
    let (meeting, by) = year.send_ahead()?;
    let due = year.due(by);
    let something = !session.book.agenda_of(meeting.id).is_empty();
    let soon = due.days_left() <= AGENDA_REMINDER_DAYS;
    (something && soon).then(|| {
        let text = format!(
            "Send the agenda for {} ahead",
            dates::format_date(meeting.date)
        );
        ScreenRow::new(TodayRow::SendAhead(meeting.id), text)
            .sign(Sign::Open)
            .right(format!("by {}", dates::format_date(by)))
    })
}

fn gap(year: &Year) -> Option<ScreenRow<TodayRow>> {
    let words = year.gap_words()?;
    let row = ScreenRow::new(TodayRow::Gap, words)
        .sign(Sign::Bullet)
        .tone(Tone::Soon);
    // Where the program requires meetings a message alone does not end the gap.
    let enough = match year.gap()?.of {
        MeetingKind::Contact => "A short message is enough.",
        MeetingKind::Meeting => "A date for the next talk is enough.",
    };
    Some(row.below(format!("{enough} Enter shows questions for a fresh start.")))
}

fn no_meeting(year: &Year) -> Option<ScreenRow<TodayRow>> {
    let cycle = year.book.cycle()?;
    let none = year.next_meeting().is_none() && cycle.end > year.today;
    none.then(|| {
        ScreenRow::new(TodayRow::NoMeeting, "No meeting is planned")
            .sign(Sign::Bullet)
            .right("Enter plans one")
    })
}

fn pulse(year: &Year) -> Option<ScreenRow<TodayRow>> {
    let due = year.next_pulse().filter(|_| year.pulse_is_due())?;
    let row = ScreenRow::new(TodayRow::Pulse, "Your pulse: three ratings, for you alone");
    Some(
        row.sign(Sign::Private)
            .right(format!("since {}", dates::format_date(due))),
    )
}

fn pulse_advice(year: &Year) -> Option<ScreenRow<TodayRow>> {
    let last = year.pulses().last()?.date;
    let words = year.pulse_words()?;
    let fresh = (year.today - last).num_days() <= PULSE_ADVICE_DAYS;
    fresh.then(|| ScreenRow::new(TodayRow::PulseAdvice, words).sign(Sign::Private))
}
