//! Words for the state of a meeting and the status of a goal.

use super::{first_of, plain_words};
use crate::domain::goal::GoalStatus;
use crate::domain::meeting::MeetingState;

/// Words for a meeting that did not take place, lies ahead, or was held. What was moved did not take place on
/// its day.
const MEETING_WORDS: &[(MeetingState, &str)] = &[
    (
        MeetingState::Cancelled,
        "cancel*, no show, noshow, missed, postponed, rescheduled, moved, skipped, declined, not held, did not, didn t, \
         called off, abgesagt, ausgefallen, verschoben, storniert, aplazad*, suspendid*, no asistió, annul*, reporté*, absent*",
    ),
    (
        MeetingState::Planned,
        "planned, scheduled, upcoming, tentative, to do, invited, geplant, vereinbart, programad*, planead*, prévu*, planifié*",
    ),
    (
        MeetingState::Held,
        "held, done, completed, complete, happened, took place, attended, met, yes, ok, finished, gehalten, stattgefunden, \
         erledigt, realizad*, hecho, tenu*, fait*, effectué*",
    ),
];

const GOAL_WORDS: &[(GoalStatus, &str)] = &[
    (
        GoalStatus::Dropped,
        "cancel*, abandon*, dropped, given up, won t do, aufgegeben, abgebrochen",
    ),
    (
        GoalStatus::Draft,
        "not started, not yet, needs action, planned, new, backlog, to do, todo, someday, idea, nicht begonnen, geplant, neu, por hacer, \
         à faire, pendiente",
    ),
    (
        GoalStatus::Paused,
        "on hold, hold, waiting, paused, blocked, stuck, pausiert, wartet, en espera, en pausa, en attente",
    ),
    (
        GoalStatus::Active,
        "open, in progress, in process, progress, started, ongoing, doing, on track, at risk, behind, working on it, active, almost, \
         partly, partially, offen, läuft, in arbeit, begonnen, en curso, en cours",
    ),
    (
        GoalStatus::Done,
        "done, complete*, reached, achieved, accomplished, finished, met, erledigt, erreicht, fertig, abgeschlossen, \
         cumplid*, logrado, hecho, completad*, terminé*, atteint*, fait",
    ),
];

/// Parses the state of a meeting, by its own name or the words that people have for it; words beside it, as in “canceled by
/// Ned”, change nothing.
pub fn parse_meeting_state(text: &str) -> Option<MeetingState> {
    MeetingState::from_word(text.trim()).or_else(|| first_of(MEETING_WORDS, text))
}

/// Parses the status of a goal, by its own name, the words that people have for it, or how many percent are done.
pub fn parse_goal_status(text: &str) -> Option<GoalStatus> {
    let percent = text.trim().strip_suffix('%').map(str::trim);
    if let Some(percent) = percent.and_then(|it| it.replace(',', ".").parse::<f64>().ok()) {
        return match percent {
            0.0 => Some(GoalStatus::Draft),
            100.0 => Some(GoalStatus::Done),
            0.0..100.0 => Some(GoalStatus::Active),
            _ => None,
        };
    }
    // “incomplete” and “not done” are what their parts are not.
    let words = plain_words(text);
    if words.starts_with("incomplete")
        || ["not done", "not complete", "not met"]
            .iter()
            .any(|it| words.contains(it))
    {
        return Some(GoalStatus::Active);
    }
    GoalStatus::from_word(text.trim()).or_else(|| first_of(GOAL_WORDS, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_known_in_the_words_of_other_lists() {
        for (text, state) in [
            ("No show", Some(MeetingState::Cancelled)),
            ("No-Show", Some(MeetingState::Cancelled)),
            ("canceled by Ned", Some(MeetingState::Cancelled)),
            ("Rescheduled", Some(MeetingState::Cancelled)),
            ("abgesagt", Some(MeetingState::Cancelled)),
            ("Cancelado", Some(MeetingState::Cancelled)),
            ("reporté", Some(MeetingState::Cancelled)),
            ("Scheduled", Some(MeetingState::Planned)),
            ("took place", Some(MeetingState::Held)),
            ("yellow", None),
        ] {
            assert_eq!(parse_meeting_state(text), state, "{text}");
        }
        for (text, status) in [
            ("In progress", Some(GoalStatus::Active)),
            ("Not Started", Some(GoalStatus::Draft)),
            ("On hold", Some(GoalStatus::Paused)),
            ("80%", Some(GoalStatus::Active)),
            ("100 %", Some(GoalStatus::Done)),
            ("Not done", Some(GoalStatus::Active)),
            ("Completed", Some(GoalStatus::Done)),
            ("120%", None),
            ("yellow", None),
        ] {
            assert_eq!(parse_goal_status(text), status, "{text}");
        }
    }
}
