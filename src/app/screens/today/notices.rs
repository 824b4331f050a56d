//! Rows of Today's notices: the backup warning, then those of the year.

use super::TodayRow;
use crate::app::screen_rows::{ScreenRow, Sign, Tone};
use crate::app::session::Session;
use crate::domain::call::{self, Call};
use crate::domain::id::Id;
use crate::domain::schedule::{Notice, NoticeKind};

/// The notices in effect, the most pressing first.
pub(super) fn notices(session: &Session) -> Vec<ScreenRow<TodayRow>> {
    let year = session.year();
    let backup = backup(session).filter(|_| !year.is_closed());
    let notices = year.notices().into_iter().filter_map(row);
    backup.into_iter().chain(notices).collect()
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
