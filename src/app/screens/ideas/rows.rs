//! What the panes list.

use crate::domain::book::Book;
use crate::domain::idea::{Activity, ActivityDef, ActivityState, Prompt, PromptDef, ReadyAgenda};
use crate::domain::list::{ListItem, ListKind};
use crate::domain::person::Role;
use crate::domain::when;

use super::{Ideas, Line};
use crate::app::desk::Desk;
use crate::app::rows::{Row, Section, Sign, Tone};

impl Ideas {
    pub(super) fn activity_sections(&self, desk: &Desk) -> Vec<Section<Line>> {
        let deck = desk.deck();
        let state = |def: &ActivityDef| {
            desk.book
                .activities
                .get(&Activity::id_for(&def.key))
                .cloned()
                .unwrap_or_default()
        };
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
            Row::new(Line::Activity(def.key.clone()), def.title.clone())
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
            .filter(|def| self.fits(&def.phases, desk))
            .map(row)
            .collect();
        let title = if self.everything {
            "All other activities"
        } else {
            "Fitting the present phase"
        };
        vec![
            Section::new(
                "Planned, under way, done",
                touched.into_iter().map(row).collect(),
                "None yet; Space puts one on the next agenda.",
            ),
            Section::new(title, fitting, "None for this phase; f shows everything."),
        ]
    }

    pub(super) fn prompt_sections(&self, desk: &Desk) -> Vec<Section<Line>> {
        let deck = desk.deck();
        let me = desk.book.me();
        let ready = deck.agendas.iter();
        let ready = ready.filter(|ready| self.fits(&ready.phases, desk));
        let ready: Vec<_> = ready.map(ready_row).collect();
        let mut sections: Vec<Section<Line>> = Vec::new();
        if !ready.is_empty() {
            sections.push(Section::new("Ready agendas", ready, ""));
        }
        for def in deck
            .prompts
            .iter()
            .filter(|def| self.fits(&def.phases, desk) && def.audience.includes(me))
        {
            let row = prompt_row(def, desk);
            match sections.last_mut() {
                Some(section) if section.title == def.category.label() => section.rows.push(row),
                Some(_) | None => sections.push(Section::new(def.category.label(), vec![row], "")),
            }
        }
        if sections.is_empty() {
            sections.push(Section::new(
                "Prompts",
                Vec::new(),
                "None for this phase; f shows everything.",
            ));
        }
        sections
    }
}

pub(super) fn agenda_sections(desk: &Desk) -> Vec<Section<Line>> {
    let book = &desk.book;
    let next = desk.year().next_meeting();
    let title = next.map_or_else(
        || "No meeting is planned".to_owned(),
        |meeting| {
            let due: crate::domain::schedule::Due = desk.year().due(meeting.date);
            format!(
                "Agenda for {} ({})",
                when::shown_moment(meeting.date, meeting.time),
                due.words()
            )
        },
    );
    let items = next
        .map(|meeting| book.agenda_of(meeting.id))
        .unwrap_or_default();
    let rows = items.into_iter().map(|item| {
        let minutes = item
            .minutes
            .map_or_else(String::new, |minutes| format!("{minutes} min"));
        Row::new(Line::Item(item.id), item.text.clone())
            .sign(if item.done { Sign::Done } else { Sign::Open })
            .tone(if item.done { Tone::Done } else { Tone::Plain })
            .right(minutes)
            .below(item.reason.clone())
    });
    let empty = if next.is_some() {
        "Empty; b builds it from what is open, due and worth asking."
    } else {
        "b plans the next meeting and builds its agenda."
    };
    let (me, them) = (book.me(), book.me().other());
    let agenda = Section::new(title, rows.collect(), empty);
    vec![
        agenda.lines(queue_words(desk).into_iter().collect()),
        Section::new(
            "My questions for next time",
            questions(me, book),
            "None; a adds one whenever it comes to mind.",
        ),
        Section::new(
            format!("Questions of {}", book.name(them)),
            questions(them, book),
            "None.",
        ),
        Section::new(
            "Answered",
            answered(book),
            "Nothing yet; e writes an answer.",
        ),
    ]
}

/// How many questions are on the next agenda, and by when it is to be sent.
fn queue_words(desk: &Desk) -> Option<String> {
    let next = desk.year().next_meeting()?;
    let picked = desk.book.questions_of(next.id).len();
    let count = match picked {
        0 => "No question is on it yet; three to five are plenty.".to_owned(),
        1 | 2 => format!(
            "{} on it; three to five are plenty.",
            when::counted(i64::try_from(picked).unwrap_or(i64::MAX), "question")
        ),
        _ => format!("{picked} questions on it."),
    };
    let send = match (next.sent, desk.year().send_ahead()) {
        (Some(sent), _) => format!(" Sent {}.", when::shown(sent)),
        (None, Some((_, by))) => format!(" Send it by {}; y makes the text.", when::shown(by)),
        (None, None) => String::new(),
    };
    Some(format!("{count}{send}"))
}

/// The newest questions that have an answer.
fn answered(book: &Book) -> Vec<Row<Line>> {
    const SHOWN: usize = 5;
    let questions = book.questions.values();
    let mut found: Vec<_> = questions
        .filter(|question| !question.archived && !question.is_open())
        .collect();
    found.sort_by_key(|question| std::cmp::Reverse((question.asked, question.id)));
    let rows = found.into_iter().take(SHOWN).map(|question| {
        let meeting = question.meeting.and_then(|id| book.meetings.get(&id));
        Row::new(Line::Question(question.id), question.text.clone())
            .sign(Sign::Done)
            .tone(Tone::Done)
            .right(meeting.map_or_else(String::new, |it| when::shown(it.date)))
            .below(question.answer.clone())
    });
    rows.collect()
}

/// The shared lists, a section each.
pub(super) fn list_sections(desk: &Desk) -> Vec<Section<Line>> {
    ListKind::ALL
        .iter()
        .map(|list| {
            let items = desk.book.list(*list);
            let open = items.iter().filter(|item| item.done.is_none()).count();
            let title = match items.len() {
                0 => list.label().to_owned(),
                all => format!("{} ({open} of {all} open)", list.label()),
            };
            let rows = items.into_iter().map(|item| listed_row(item, desk));
            let empty = format!("None yet; a adds a {}.", list.one());
            Section::new(title, rows.collect(), empty)
        })
        .collect()
}

fn listed_row(item: &ListItem, desk: &Desk) -> Row<Line> {
    let meeting = item.meeting.and_then(|id| desk.book.meetings.get(&id));
    let from = meeting.map(|it| format!("from the talk of {}", when::shown(it.date)));
    let below: Vec<_> = [item.by.clone(), item.note.clone()]
        .into_iter()
        .chain(from)
        .filter(|part| !part.is_empty())
        .collect();
    let row = Row::new(Line::Listed(item.id), item.title.clone()).below(below.join(" · "));
    match item.done {
        Some(day) => row.sign(Sign::Done).tone(Tone::Done).right(format!(
            "{} {}",
            item.list.ticked(),
            when::shown(day)
        )),
        None => row.sign(Sign::Open),
    }
}

fn ready_row(ready: &ReadyAgenda) -> Row<Line> {
    let minutes: u32 = ready.lines.iter().map(|line| line.minutes).sum();
    Row::new(Line::Ready(ready.key.clone()), ready.title.clone())
        .sign(Sign::Planned)
        .right(format!("{minutes} min"))
        .below(ready.about.clone())
}

/// The open questions of `asker`.
fn questions(asker: Role, book: &Book) -> Vec<Row<Line>> {
    let theirs = book
        .open_questions()
        .into_iter()
        .filter(|question| question.asker == asker);
    theirs
        .map(|question| {
            let ahead = question.meeting.and_then(|id| book.meetings.get(&id));
            let right = match ahead {
                Some(meeting) if meeting.is_planned() => {
                    format!("on the agenda of {}", when::shown(meeting.date))
                }
                Some(_) => "asked; e writes the answer".to_owned(),
                None => String::new(),
            };
            Row::new(Line::Question(question.id), question.text.clone())
                .sign(Sign::Bullet)
                .right(right)
        })
        .collect()
}

fn prompt_row(def: &PromptDef, desk: &Desk) -> Row<Line> {
    let used = desk
        .book
        .prompts
        .get(&Prompt::id_for(&def.key))
        .and_then(|mark| mark.used);
    let row = Row::new(Line::Prompt(def.key.clone()), def.text.clone());
    match used {
        Some(day) => row
            .sign(Sign::Done)
            .tone(Tone::Done)
            .right(format!("used {}", when::shown(day))),
        None => row.sign(Sign::Bullet),
    }
}
