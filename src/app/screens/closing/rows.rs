//! What the sections list.

use crate::domain::answer::ResponseState;
use crate::domain::id::Id;
use crate::domain::idea::{Category, Prompt};
use crate::domain::meeting::Origin;
use crate::domain::program::FormUse;
use crate::domain::when;

use super::{Line, whose};
use crate::app::desk::Desk;
use crate::app::rows::{Row, Section, Sign, Tone};

/// So many prompts are offered for the last talk.
const PROMPTS: usize = 5;
/// Days before the end in which a form is one of the end.
const LAST_DAYS: i64 = 60;
/// The forms that belong to the end whenever they are due.
const OF_THE_END: [&str; 2] = ["wrap-up", "closing-record"];

/// Goals, promises, questions and dates that are open.
pub(super) fn left(desk: &Desk) -> Section<Line> {
    let (book, year) = (&desk.book, desk.year());
    let title = "What is left";
    if year.is_closed() {
        let empty = "Nothing is asked for any more. What was open stays in the book as it was.";
        return Section::new(title, Vec::new(), empty);
    }
    let goals = year.left().goals.into_iter().map(|goal| {
        let (done, all) = book.steps_done(goal.id);
        let open = i64::try_from(all - done).unwrap_or(i64::MAX);
        let steps = match open {
            0 => String::new(),
            open => when::counted(open, "step"),
        };
        Row::new(Line::Goal(goal.id), format!("Goal: {}", goal.title))
            .sign(Sign::Open)
            .right(steps)
    });
    let actions = year.open_actions().into_iter().map(|action| {
        Row::new(Line::Action(action.id), action.text.clone())
            .sign(Sign::Open)
            .right(whose(action.owner, book))
    });
    let questions = book.open_questions().into_iter().map(|question| {
        let right = if question.meeting.is_some() {
            "on an agenda"
        } else {
            "no answer yet"
        };
        Row::new(Line::Question(question.id), question.text.clone())
            .sign(Sign::Open)
            .right(right)
    });
    let dates = year.open_milestones().into_iter().map(|found| {
        let milestone = found.milestone;
        let due = format!("{} ({})", when::shown(milestone.date), found.due.words());
        let row = Row::new(Line::Date(milestone.id), milestone.title.clone()).right(due);
        if found.due.is_overdue() {
            row.sign(Sign::Late).tone(Tone::Late)
        } else {
            row.sign(Sign::Open)
        }
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
    Section::new(title, rows, empty).lines(lines)
}

/// The last talk: when it is, and what to ask in it.
pub(super) fn talk(desk: &Desk, prompts: Vec<Row<Line>>) -> Section<Line> {
    let year = desk.year();
    let words = match year.next_meeting() {
        Some(meeting) => format!(
            "Next meeting: {} ({}). Space puts a question on its agenda, b builds the rest.",
            when::shown_moment(meeting.date, meeting.time),
            year.due(meeting.date).words()
        ),
        None => "No meeting is planned; b plans the closing talk.".to_owned(),
    };
    Section::new("The closing talk", prompts, "").lines(vec![words])
}

/// The next meeting, if the prompt `key` is on its agenda.
pub(super) fn meeting_with(key: &str, desk: &Desk) -> Option<Id> {
    let meeting = desk.year().next_meeting()?.id;
    let agenda = desk.book.agenda_of(meeting);
    let mut items = agenda.into_iter();
    let is_on = items.any(|item| item.origin == Origin::Prompt && item.subject == key);
    is_on.then_some(meeting)
}

/// The closing prompts on the next agenda, then those that were not used yet.
pub(super) fn prompts(desk: &Desk) -> Vec<Row<Line>> {
    let (book, deck) = (&desk.book, desk.deck());
    let is_on = |key: &str| meeting_with(key, desk).is_some();
    let is_used = |key: &str| {
        let mark = book.prompts.get(&Prompt::id_for(key));
        mark.is_some_and(|mark| mark.used.is_some())
    };
    let fitting = || {
        let prompts = deck.prompts.iter();
        prompts.filter(|def| def.category == Category::Closing && def.audience.includes(book.me()))
    };
    let on = fitting().filter(|def| is_on(&def.key)).map(|def| {
        Row::new(Line::Prompt(def.key.clone()), def.text.clone())
            .sign(Sign::Done)
            .tone(Tone::Done)
            .right("on the agenda")
    });
    let unused = fitting()
        .filter(|def| !is_on(&def.key) && !is_used(&def.key))
        .take(PROMPTS)
        .map(|def| Row::new(Line::Prompt(def.key.clone()), def.text.clone()).sign(Sign::Open));
    on.chain(unused).collect()
}

/// The forms of the end and how far they have come.
pub(super) fn forms(desk: &Desk) -> Vec<Row<Line>> {
    let forms = desk.forms().into_iter();
    forms
        .filter(|(form_use, _)| is_of_the_end(form_use, desk))
        .map(|(form_use, def)| {
            let row = Row::new(Line::Form(def.key.clone()), form_use.title.clone());
            let row = match super::super::forms::progress(desk, &form_use, &def) {
                None => row.sign(Sign::Open).right("not begun"),
                Some((ResponseState::Draft, so_far)) => row
                    .sign(Sign::Open)
                    .right(format!("{} of {} answered", so_far.answered, so_far.asked)),
                Some((
                    state @ (ResponseState::Complete
                    | ResponseState::Signed
                    | ResponseState::Exported),
                    _,
                )) => row
                    .sign(Sign::Done)
                    .tone(Tone::Done)
                    .right(state.label().to_lowercase()),
            };
            if form_use.to.is_empty() {
                row
            } else {
                row.below(format!("goes to the {}", form_use.to))
            }
        })
        .collect()
}

fn is_of_the_end(form_use: &FormUse, desk: &Desk) -> bool {
    if OF_THE_END.contains(&form_use.form.as_str()) {
        return true;
    }
    let end = desk.book.cycle().map(|cycle| cycle.end);
    let due = desk.year().milestone_of_form(&form_use.form);
    end.zip(due)
        .is_some_and(|(end, due)| (end - due.date).num_days() <= LAST_DAYS)
}

/// What stands instead of forms.
pub(super) fn no_forms(desk: &Desk) -> String {
    format!("{} asks for no form at the end.", desk.program().title)
}

/// The letter.
pub(super) fn thanks(desk: &Desk) -> Section<Line> {
    let partner = desk.book.name(desk.book.me().other());
    let row = Row::new(Line::Letter, format!("A letter to {partner}"))
        .sign(Sign::Bullet)
        .below(
            "Drafted from your year, with one sentence left to write. Enter reads it, y copies it for an e-mail.",
        );
    Section::new("Thank you", vec![row], "")
}

/// Staying in touch, another year, and the end.
pub(super) fn after(desk: &Desk) -> Section<Line> {
    let cycle = desk.book.cycle();
    let stay = Row::new(Line::Stay, "Staying in touch");
    let stay = match cycle.and_then(|cycle| cycle.stay) {
        Some(stayed) => stay.sign(Sign::Done).tone(Tone::Done).right(stayed.label()),
        None => stay.sign(Sign::Open).right("not decided yet"),
    };
    let again = Row::new(Line::NextYear, "Another year with the same partner")
        .sign(Sign::Bullet)
        .below("In this program or another one. Open goals, promises and the log go on.");
    let close = match cycle.and_then(|cycle| cycle.closed) {
        Some(day) => Row::new(Line::Close, format!("Closed on {}", when::shown(day)))
            .sign(Sign::Done)
            .below("Nothing was deleted. Enter opens the year again and asks for its last day."),
        None => Row::new(Line::Close, "Close the year")
            .sign(Sign::Open)
            .below("Nothing is deleted; the book only stops asking. It can be opened again."),
    };
    Section::new("What comes after", vec![stay, again, close], "")
}
