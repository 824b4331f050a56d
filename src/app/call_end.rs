//! What a call means for the whole program: the screen behind it once it has ended, and the minute that it shows.

use super::App;
use super::screens::Screen;
use super::screens::meeting::MeetingScreen;
use crate::domain::call;
use crate::domain::change::{Committed, Kind, Record};
use crate::domain::id::Id;

impl App {
    /// Shows the write-up of the call that `committed` has ended, in its place; false if there was none.
    pub(super) fn close_call(&mut self, committed: &Committed) -> bool {
        let is_call = |screen: &Screen| matches!(screen, Screen::Call(_));
        let Some(at) = self.screens.iter().rposition(is_call) else {
            return false;
        };
        self.screens.remove(at);
        let mut records = committed.changes.iter().filter_map(|it| it.after.as_ref());
        let meeting = records.find(|it| it.kind() == Kind::Meeting);
        let meeting = meeting.map(Record::id);
        let shown =
            matches!(self.screen(), Some(Screen::Meeting(shown)) if Some(shown.meeting) == meeting);
        let write_up = meeting.filter(|_| !shown).map(MeetingScreen::new);
        self.screens.extend(write_up.map(Screen::Meeting));
        true
    }

    /// The planned meeting whose call is due.
    pub(super) fn due_call(&self) -> Option<Id> {
        call::due_meeting(&self.session.book, self.session.now).map(|meeting| meeting.id)
    }

    /// True while the screen shows a time that runs.
    pub(super) fn shows_running_time(&self) -> bool {
        let now = self.session.now;
        matches!(self.screen(), Some(Screen::Call(shown)) if !shown.call.is_paused(now))
    }
}
