//! Rows and sections of the closing kit.

use super::{ClosingRow, owner_label};
use crate::app::screen_rows::{ScreenRow, ScreenSection, Sign};
use crate::app::session::Session;
use crate::domain::answer::ResponseState;
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::deck::{Category, Prompt};
use crate::domain::display::meeting_moment;
use crate::domain::id::Id;
use crate::domain::meeting::Origin;
use crate::domain::program::FormUse;

/// Limit of prompts offered for the last talk.
const MAX_PROMPTS: usize = 5;
/// Window before the last day, in days, in which a form that is due is a closing form.
const CLOSING_WINDOW_DAYS: i64 = 60;
/// Keys of the forms that are closing forms whenever they are due.
const CLOSING_FORMS: [&str; 2] = ["wrap-up", "closing-record"];

/// Open goals, actions, questions and dates.
pub(super) fn open_items(session: &Session) -> ScreenSection<ClosingRow> {
    let (book, year) = (&session.book, session.year());
    let title = "What is left";
    if year.is_closed() {
        let empty = "Nothing is asked for any more. What was open stays in the book as it was.";
        return ScreenSection::new(title, Vec::new(), empty);
    }
    let row = |kind, id, text: &str| {
        ScreenRow::new(ClosingRow::Record((kind, id)), text).sign(Sign::Open)
    };
    let goals = year.open_items().goals.into_iter().map(|goal| {
        let (done, all) = book.steps_done(goal.id);
        let steps = match all - done {
            0 => String::new(),
            open => dates::pluralize(open, "step"),
        };
        row(Kind::Goal, goal.id, &format!("Goal: {}", goal.title)).right(steps)
    });
    let actions = year.open_actions().into_iter().map(|action| {
        row(Kind::Action, action.id, &action.text).right(owner_label(action.owner, book))
    });
    let questions = book.open_questions().into_iter().map(|question| {
        let right = if question.meeting.is_some() {
            "on an agenda"
        } else {
            "no answer yet"
        };
        row(Kind::Question, question.id, &question.text).right(right)
    });
    let dates = year.open_milestones().into_iter().map(|open| {
        let milestone = open.milestone;
        row(Kind::Milestone, milestone.id, &milestone.title).due(milestone.date, &year)
    });
    let rows = goals
        .chain(actions)
        .chain(questions)
        .chain(dates)
        .collect::<Vec<_>>();
    let lines = if rows.is_empty() {
        Vec::new()
    } else {
        vec!["x ticks it; on a goal it asks what becomes of it. Tab: the next part.".to_owned()]
    };
    let empty = "Nothing: goals, promises, questions and dates are all dealt with.";
    ScreenSection::new(title, rows, empty).lines(lines)
}

/// The last talk: its date, and prompts for it.
pub(super) fn closing_talk(
    session: &Session,
    prompts: Vec<ScreenRow<ClosingRow>>,
) -> ScreenSection<ClosingRow> {
    let year = session.year();
    let words = match year.next_meeting() {
        Some(meeting) => format!(
            "Next meeting: {} ({}). Space puts a question on its agenda, b builds the rest.",
            meeting_moment(meeting, &session.book),
            year.due(meeting.date).words()
        ),
        None => "No meeting is planned; b plans the closing talk.".to_owned(),
    };
    ScreenSection::new("The closing talk", prompts, "").lines(vec![words])
}

/// The next meeting, if the prompt `key` is on its agenda.
pub(super) fn meeting_with_prompt(key: &str, session: &Session) -> Option<Id> {
    let meeting = session.year().next_meeting()?.id;
    let agenda = session.book.agenda_of(meeting);
    let mut items = agenda.into_iter();
    let is_on = items.any(|item| item.origin == Origin::Prompt && item.subject == key);
    is_on.then_some(meeting)
}

/// Closing prompts on the next agenda, then unused ones, up to the limit.
pub(super) fn prompts(session: &Session) -> Vec<ScreenRow<ClosingRow>> {
    let (book, deck) = (&session.book, session.deck());
    let is_on = |key: &str| meeting_with_prompt(key, session).is_some();
    let is_used = |key: &str| {
        let mark = book.prompts.get(&Prompt::id_for(key));
        mark.is_some_and(|mark| mark.used.is_some())
    };
    let fitting = || {
        let prompts = deck.prompts.iter();
        prompts.filter(|def| def.category == Category::Closing && def.audience.includes(book.me()))
    };
    let on = fitting().filter(|def| is_on(&def.key)).map(|def| {
        ScreenRow::new(ClosingRow::Prompt(def.key.clone()), def.text.clone())
            .done()
            .right("on the agenda")
    });
    let unused = fitting()
        .filter(|def| !is_on(&def.key) && !is_used(&def.key))
        .take(MAX_PROMPTS)
        .map(|def| {
            ScreenRow::new(ClosingRow::Prompt(def.key.clone()), def.text.clone()).sign(Sign::Open)
        });
    on.chain(unused).collect()
}

/// Closing forms with their completeness.
pub(super) fn forms(session: &Session) -> Vec<ScreenRow<ClosingRow>> {
    let forms = session.forms().into_iter();
    forms
        .filter(|(form_use, _)| is_closing_form(form_use, session))
        .map(|(form_use, def)| {
            let row = ScreenRow::new(ClosingRow::Form(def.key.clone()), form_use.title.clone());
            let row = match super::super::forms::progress(session, &form_use, &def) {
                None => row.sign(Sign::Open).right("not begun"),
                Some((ResponseState::Draft, so_far)) => row
                    .sign(Sign::Open)
                    .right(format!("{} of {} answered", so_far.answered, so_far.asked)),
                Some((
                    state @ (ResponseState::Complete
                    | ResponseState::Signed
                    | ResponseState::Exported),
                    _,
                )) => row.done().right(state.label().to_lowercase()),
            };
            if form_use.to.is_empty() {
                row
            } else {
                row.below(format!("goes to the {}", form_use.to))
            }
        })
        .collect()
}

fn is_closing_form(form_use: &FormUse, session: &Session) -> bool {
    if CLOSING_FORMS.contains(&form_use.form.as_str()) {
        return true;
    }
    let end = session.book.cycle().map(|cycle| cycle.end);
    let due = session.year().milestone_of_form(&form_use.form);
    end.zip(due)
        .is_some_and(|(end, due)| (end - due.date).num_days() <= CLOSING_WINDOW_DAYS)
}

pub(super) fn thank_you(session: &Session) -> ScreenSection<ClosingRow> {
    let partner = session.book.name(session.book.me().other());
    let row = ScreenRow::new(ClosingRow::Letter, format!("A letter to {partner}"))
        .sign(Sign::Bullet)
        .below(
            "Drafted from your year, with one sentence left to write. Enter reads it, y copies it for an e-mail.",
        );
    ScreenSection::new("Thank you", vec![row], "")
}

/// Staying in touch, another year, and closing.
pub(super) fn what_comes_after(session: &Session) -> ScreenSection<ClosingRow> {
    let cycle = session.book.cycle();
    let stay = ScreenRow::new(ClosingRow::Stay, "Staying in touch");
    let stay = match cycle.and_then(|cycle| cycle.stay) {
        Some(stayed) => stay.done().right(stayed.label()),
        None => stay.sign(Sign::Open).right("not decided yet"),
    };
    let again = ScreenRow::new(ClosingRow::NextYear, "Another year with the same partner")
        .sign(Sign::Bullet)
        .below("In this program or another one. Open goals, promises and the log go on.");
    let close = match cycle.and_then(|cycle| cycle.closed) {
        Some(day) => ScreenRow::new(
            ClosingRow::Close,
            format!("Closed on {}", dates::format_date(day)),
        )
        .sign(Sign::Done)
        .below("Nothing was deleted. Enter opens the year again and asks for its last day."),
        None => ScreenRow::new(ClosingRow::Close, "Close the year")
            .sign(Sign::Open)
            .below("Nothing is deleted; the book only stops asking. It can be opened again."),
    };
    ScreenSection::new("What comes after", vec![stay, again, close], "")
}
