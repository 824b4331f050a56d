//! Building the agenda of a meeting.

use super::next_meeting;
use crate::app::App;
use crate::app::deed::Deed;
use crate::app::purpose::Purpose;
use crate::app::screens::meeting::MeetingScreen;
use crate::app::screens::{Reply, Screen, edit, reply, show};
use crate::domain::agenda;
use crate::domain::meeting::Meeting;

/// Builds the agenda of the meeting on the screen, else of the next one; without one, it is planned first.
pub fn build_agenda(app: &App) -> Vec<Reply> {
    let desk = &app.desk;
    let chosen = match app.screen() {
        Some(Screen::Meeting(screen)) => Some(screen.meeting),
        Some(Screen::Meetings(screen)) => screen
            .selected()
            .filter(|id| desk.book.meetings.get(id).is_some_and(Meeting::is_planned)),
        Some(_) | None => None,
    };
    let Some(meeting) = chosen.or_else(|| next_meeting(desk)) else {
        let mut replies = edit(Purpose::Plan, desk);
        replies.push(Reply::Say(
            "When will you meet? Plan it, then b builds the agenda.".to_owned(),
        ));
        return replies;
    };
    if agenda::proposal(
        &desk.year(),
        &desk.deck(),
        desk.competencies(),
        Some(meeting),
    )
    .is_empty()
    {
        return reply(Reply::Say(
            "Everything worth adding is on the agenda already.".to_owned(),
        ));
    }
    let mut replies = reply(Reply::Do(Deed::BuildAgenda(meeting)));
    let shown = matches!(app.screen(), Some(Screen::Meeting(_) | Screen::Ideas(_)));
    if !shown {
        replies.extend(show(Screen::Meeting(MeetingScreen::new(meeting))));
    }
    replies
}
