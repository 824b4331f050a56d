//! Rows of Today's notices: the backup warning, then those of the year.

use super::TodayRow;
use crate::app::screen_rows::{ScreenRow, ScreenSection, Sign, Tone};
use crate::app::session::Session;
use crate::domain::call::{self, Call};
use crate::domain::dates::pluralize;
use crate::domain::display::capitalize;
use crate::domain::id::Id;
use crate::domain::schedule::{Notice, NoticeKind};

/// The notices in effect, the most pressing first.
pub(super) fn notices(session: &Session) -> Vec<ScreenRow<TodayRow>> {
    let year = session.year();
    let backup = backup(session).filter(|_| !year.is_closed());
    let notices = year.notices().into_iter().filter_map(row);
    let waiting = waiting(session).filter(|_| !year.is_closed());
    backup.into_iter().chain(notices).chain(waiting).collect()
}

/// Changes of the partner since news were last looked at.
pub(super) fn news(session: &Session) -> Option<ScreenSection<TodayRow>> {
    /// Limit of lines; a first parcel brings a whole year.
    const MAX_NEWS: usize = 5;
    let news = &session.pair.as_ref()?.news;
    let rows = news.iter().take(MAX_NEWS).map(|item| {
        let when = format!("{}, {}", item.change.words(), session.since(item.at));
        ScreenRow::new(TodayRow::News(item.kind, item.id), capitalize(&item.label))
            .sign(Sign::Open)
            .right(when)
    });
    let things = pluralize(news.len(), "thing");
    let title = format!("{} changed {things} (x: seen)", session.partner());
    let section = ScreenSection::new(title, rows.collect(), "");
    let more = news.len().saturating_sub(MAX_NEWS);
    let more = (more > 0).then(|| format!("The newest {MAX_NEWS}; {more} more came with them."));
    (!news.is_empty()).then(|| section.lines(more.into_iter().collect()))
}

/// Changes that wait, once the partner's last parcel is old.
fn waiting(session: &Session) -> Option<ScreenRow<TodayRow>> {
    const OLD: i64 = 7;
    let pair = session.pair.as_ref()?;
    let last = pair.status.received.max(pair.status.sent)?;
    let days = (session.today() - session.local(last).date()).num_days();
    let is_due = pair.status.waiting > 0 && days >= OLD;
    let changes = pluralize(pair.status.waiting, "change");
    let partner = session.partner();
    let row = ScreenRow::new(
        TodayRow::Share,
        format!("{changes} for a parcel to {partner}"),
    );
    let since = format!("last parcel {}", session.since(last));
    is_due.then(|| {
        row.sign(Sign::Bullet)
            .right(since)
            .below("Enter shows what leaves.")
    })
}

/// The call that is open; else the planned one that is due.
pub(super) fn call(session: &Session) -> Option<ScreenRow<TodayRow>> {
    let open = Call::open(&session.drafts);
    let hint = open.as_ref().map_or("Enter begins it", |_| "Enter goes on");
    let (meeting, text) = call::notice(open.as_ref(), &session.book, session.now)?;
    let row = ScreenRow::new(TodayRow::Call(meeting), text).sign(Sign::Planned);
    Some(row.tone(Tone::Soon).right(hint))
}

/// The planned meeting of the open call, or the one that is due.
pub(super) fn due_call(session: &Session) -> Option<Id> {
    let open = Call::open(&session.drafts);
    call::notice(open.as_ref(), &session.book, session.now)?.0
}

fn backup(session: &Session) -> Option<ScreenRow<TodayRow>> {
    let row = ScreenRow::new(TodayRow::Backup, session.backup_warning.clone()?);
    let row = row.sign(Sign::Late).tone(Tone::Late);
    Some(row.below("Enter makes one, or says why it cannot."))
}

fn row(notice: Notice) -> Option<ScreenRow<TodayRow>> {
    let row = |key| ScreenRow::new(key, notice.text.clone()).right(notice.date_words());
    Some(match notice.kind {
        NoticeKind::Closed => row(TodayRow::Closing)
            .done()
            .below("Enter: the letter, staying in touch, another year; or open it again."),
        NoticeKind::Closing => row(TodayRow::Closing)
            .sign(Sign::Bullet)
            .right("Enter helps"),
        NoticeKind::SendAhead => row(TodayRow::SendAhead(notice.meeting?)).sign(Sign::Open),
        NoticeKind::Paused => row(TodayRow::Paused)
            .sign(Sign::Off)
            .below(format!("{} Enter gives it another last day.", notice.more)),
        NoticeKind::Gap => row(TodayRow::Gap)
            .sign(Sign::Bullet)
            .tone(Tone::Soon)
            .below(format!(
                "{} Enter shows questions for a fresh start.",
                notice.more
            )),
        NoticeKind::NoMeeting => row(TodayRow::NoMeeting)
            .sign(Sign::Bullet)
            .right("Enter plans one"),
        NoticeKind::Pulse => row(TodayRow::Pulse).sign(Sign::Private),
        NoticeKind::PulseAdvice => row(TodayRow::PulseAdvice).sign(Sign::Private),
    })
}
