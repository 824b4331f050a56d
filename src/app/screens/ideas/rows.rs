//! What the panes list.

use crate::domain::book::Book;
use crate::domain::idea::{Activity, ActivityDef, ActivityState, Prompt, PromptDef};
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
        let mut sections: Vec<Section<Line>> = Vec::new();
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
    vec![
        Section::new(title, rows.collect(), empty),
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
    ]
}

/// The open questions of `asker`.
fn questions(asker: Role, book: &Book) -> Vec<Row<Line>> {
    let theirs = book
        .open_questions()
        .into_iter()
        .filter(|question| question.asker == asker);
    theirs
        .map(|question| {
            let right = if question.meeting.is_some() {
                "on an agenda"
            } else {
                ""
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
