//! Proposes the agenda of a meeting.

use super::next_meeting;
use crate::app::edit_target::EditTarget;
use crate::app::screens::meeting::MeetingScreen;
use crate::app::screens::{
    Screen, ScreenEffect, ScreenEffects, commit, open_editor, push_screen, status,
};
use crate::app::session::Session;
use crate::domain::meeting::Meeting;
use crate::domain::ops::OpContext;

/// Builds the agenda of the meeting on the screen, else of the next one; opens its editor first if none is planned.
pub fn build_agenda(
    screen: Option<&Screen>,
    session: &Session,
    ctx: &mut OpContext,
) -> ScreenEffects {
    let chosen = match screen {
        Some(Screen::Meeting(screen)) => Some(screen.meeting),
        Some(Screen::Meetings(screen)) => screen.selected().filter(|id| {
            session
                .book
                .meetings
                .get(id)
                .is_some_and(Meeting::is_planned)
        }),
        Some(_) | None => None,
    };
    let Some(meeting) = chosen.or_else(|| next_meeting(session)) else {
        let mut effects = open_editor(EditTarget::Plan, session);
        effects.push(ScreenEffect::SetStatus(
            "When will you meet? Plan it, then b builds the agenda.".to_owned(),
        ));
        return effects;
    };
    let items = session.proposed_agenda(meeting);
    if items.is_empty() {
        return status("Everything worth adding is on the agenda already.");
    }
    let mut effects = commit(session.add_to_agenda(meeting, &items, ctx));
    let shown = matches!(screen, Some(Screen::Meeting(_) | Screen::Ideas(_)));
    if !shown {
        effects.extend(push_screen(Screen::Meeting(MeetingScreen::new(meeting))));
    }
    effects
}
