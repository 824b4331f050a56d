//! Rows and sections of the ideas panes.

use super::{IdeasRow, IdeasScreen};
use crate::app::screen_rows::{ScreenRow, ScreenSection, Sign, Tone, joined, shown};
use crate::app::screens::meeting::agenda_rows;
use crate::app::session::Session;
use crate::domain::book::Book;
use crate::domain::dates;
use crate::domain::deck::{ActivityDef, ActivityState, PromptDef, ReadyAgenda};
use crate::domain::display::meeting_moment;
use crate::domain::list::{ListItem, ListKind};
use crate::domain::person::Role;

impl IdeasScreen {
    pub(super) fn activity_sections(&self, session: &Session) -> Vec<ScreenSection<IdeasRow>> {
        let deck = session.deck();
        let state = |def: &ActivityDef| session.book.activity_mark(&def.key);
        let row = |def: &ActivityDef| {
            let mark = state(def);
            let rating = mark
                .rating
                .map_or_else(String::new, |rating| format!(" {rating}/5"));
            let (sign, tone) = match mark.state {
                ActivityState::Untouched => (Sign::None, Tone::Plain),
                ActivityState::Planned => (Sign::Planned, Tone::Plain),
                ActivityState::Doing => (Sign::Open, Tone::Plain),
                ActivityState::Done => (Sign::Done, Tone::Done),
            };
            let below = if mark.note.is_empty() {
                def.about.clone()
            } else {
                mark.note.clone()
            };
            ScreenRow::new(IdeasRow::Activity(def.key.clone()), def.title.clone())
                .sign(sign)
                .tone(tone)
                .right(format!("{}{rating}", mark.state))
                .below(below)
        };
        let (touched, new): (Vec<_>, Vec<_>) = deck
            .activities
            .iter()
            .partition(|def| state(def).state != ActivityState::Untouched);
        let fitting = new
            .into_iter()
            .filter(|def| self.matches_stage(&def.phases, session))
            .map(row)
            .collect();
        let title = if self.show_all {
            "All other activities"
        } else {
            "Fitting the present phase"
        };
        vec![
            ScreenSection::new(
                "Planned, under way, done",
                touched.into_iter().map(row).collect(),
                "None yet; Space puts one on the next agenda.",
            ),
            ScreenSection::new(title, fitting, "None for this phase; f shows everything."),
        ]
    }

    pub(super) fn prompt_sections(&self, session: &Session) -> Vec<ScreenSection<IdeasRow>> {
        let deck = session.deck();
        let me = session.book.me();
        let ready = deck.agendas.iter();
        let ready = ready.filter(|ready| self.matches_stage(&ready.phases, session));
        let ready: Vec<_> = ready.map(ready_agenda_row).collect();
        let mut sections = shown(vec![ScreenSection::new("Ready agendas", ready, "")]);
        for def in deck
            .prompts
            .iter()
            .filter(|def| self.matches_stage(&def.phases, session) && def.audience.includes(me))
        {
            let row = prompt_row(def, session);
            match sections.last_mut() {
                Some(section) if section.title == def.category.label() => section.rows.push(row),
                Some(_) | None => {
                    sections.push(ScreenSection::new(def.category.label(), vec![row], ""));
                }
            }
        }
        if sections.is_empty() {
            sections.push(ScreenSection::new(
                "Prompts",
                Vec::new(),
                "None for this phase; f shows everything.",
            ));
        }
        sections
    }
}

pub(super) fn agenda_sections(session: &Session) -> Vec<ScreenSection<IdeasRow>> {
    let book = &session.book;
    let next = session.year().next_meeting();
    let title = next.map_or_else(
        || "No meeting is planned".to_owned(),
        |meeting| {
            let due = session.year().due(meeting.date).words();
            let moment = meeting_moment(meeting, &session.book);
            format!("Agenda for {moment} ({due})")
        },
    );
    let rows = next.map_or_else(Vec::new, |meeting| {
        agenda_rows(meeting, session, IdeasRow::AgendaItem)
    });
    let empty = if next.is_some() {
        "Empty; b builds it from what is open, due and worth asking."
    } else {
        "b plans the next meeting and builds its agenda."
    };
    let (me, them) = (book.me(), book.me().other());
    let agenda = ScreenSection::new(title, rows, empty);
    vec![
        agenda.lines(agenda_summary(session).into_iter().collect()),
        ScreenSection::new(
            "My questions for next time",
            questions(me, book),
            "None; a adds one whenever it comes to mind.",
        ),
        ScreenSection::new(
            format!("Questions of {}", book.name(them)),
            questions(them, book),
            "None. What your partner wants to ask you comes here; a adds it.",
        ),
        ScreenSection::new(
            "Answered",
            answered(book),
            "Nothing yet; e writes an answer.",
        ),
    ]
}

/// Number of questions on the next agenda, and the date to send it by.
fn agenda_summary(session: &Session) -> Option<String> {
    let next = session.year().next_meeting()?;
    let picked = session.book.questions_of(next.id).len();
    let count = match picked {
        0 => "No question is on it yet; three to five are plenty.".to_owned(),
        1 | 2 => format!(
            "{} on it; three to five are plenty.",
            dates::pluralize(picked, "question")
        ),
        _ => format!("{picked} questions on it."),
    };
    let send = match (next.sent, session.year().send_ahead()) {
        (Some(sent), _) => format!(" Sent {}.", dates::format_date(sent)),
        (None, Some((_, by))) => {
            format!(" Send it by {}; y makes the text.", dates::format_date(by))
        }
        (None, None) => String::new(),
    };
    Some(format!("{count}{send}"))
}

/// The newest answered questions.
fn answered(book: &Book) -> Vec<ScreenRow<IdeasRow>> {
    const SHOWN: usize = 5;
    let questions = book.questions.values();
    let mut newest: Vec<_> = questions
        .filter(|question| !question.archived && !question.is_open())
        .collect();
    newest.sort_by_key(|question| std::cmp::Reverse((question.asked, question.id)));
    let rows = newest.into_iter().take(SHOWN).map(|question| {
        let meeting = question.meeting.and_then(|id| book.meetings.get(&id));
        ScreenRow::new(IdeasRow::Question(question.id), question.text.clone())
            .done()
            .right(meeting.map_or_else(String::new, |it| dates::format_date(it.date)))
            .below(question.answer.clone())
    });
    rows.collect()
}

/// One section for each shared list.
pub(super) fn list_sections(session: &Session) -> Vec<ScreenSection<IdeasRow>> {
    ListKind::ALL
        .iter()
        .map(|list| {
            let items = session.book.list(*list);
            let open = items.iter().filter(|item| item.done.is_none()).count();
            let title = match items.len() {
                0 => list.label().to_owned(),
                all => format!("{} ({open} of {all} open)", list.label()),
            };
            let rows = items.into_iter().map(|item| list_item_row(item, session));
            let empty = format!("None yet; a adds a {}.", list.singular());
            ScreenSection::new(title, rows.collect(), empty)
        })
        .collect()
}

fn list_item_row(item: &ListItem, session: &Session) -> ScreenRow<IdeasRow> {
    let meeting = item.meeting.and_then(|id| session.book.meetings.get(&id));
    let from = meeting.map(|it| format!("from the talk of {}", dates::format_date(it.date)));
    let notes = [item.by.clone(), item.note.clone()];
    let below = joined(notes.into_iter().chain(from));
    let row = ScreenRow::new(IdeasRow::ListItem(item.id), item.title.clone()).below(below);
    row.ticked(item.done.is_some())
        .right(dates::phrase(item.list.done_label(), item.done))
}

fn ready_agenda_row(ready: &ReadyAgenda) -> ScreenRow<IdeasRow> {
    let minutes: u32 = ready.lines.iter().map(|line| line.minutes).sum();
    ScreenRow::new(
        IdeasRow::ReadyAgenda(ready.key.clone()),
        ready.title.clone(),
    )
    .sign(Sign::Planned)
    .right(format!("{minutes} min"))
    .below(ready.about.clone())
}

fn questions(asker: Role, book: &Book) -> Vec<ScreenRow<IdeasRow>> {
    let theirs = book
        .open_questions()
        .into_iter()
        .filter(|question| question.asker == asker);
    theirs
        .map(|question| {
            let ahead = question.meeting.and_then(|id| book.meetings.get(&id));
            let right = match ahead {
                Some(meeting) if meeting.is_planned() => {
                    format!("on the agenda of {}", dates::format_date(meeting.date))
                }
                Some(_) => "asked; e writes the answer".to_owned(),
                None => String::new(),
            };
            ScreenRow::new(IdeasRow::Question(question.id), question.text.clone())
                .sign(Sign::Bullet)
                .right(right)
        })
        .collect()
}

fn prompt_row(def: &PromptDef, session: &Session) -> ScreenRow<IdeasRow> {
    let used = session.book.prompt_mark(&def.key).used;
    let row = ScreenRow::new(IdeasRow::Prompt(def.key.clone()), def.text.clone());
    match used {
        Some(_) => row.done().right(dates::phrase("used", used)),
        None => row.sign(Sign::Bullet),
    }
}
