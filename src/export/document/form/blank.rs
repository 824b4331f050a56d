//! A form without answers, to print and fill in by hand: lines to write on, boxes to tick, ratings to mark.

use super::FilledForm;
use crate::domain::display::offered;
use crate::domain::fill::ResolvedField;
use crate::domain::form::{Autofill, FieldKind, FilledBy};
use crate::domain::ops::Refusal;
use crate::domain::person::Role;
use crate::export::document::builders::{
    answer, fact, heading, name_with_role, new_document, paragraph_of_help,
};
use crate::export::document::filled_form::is_filled_by;
use crate::export::document::{
    Align, Block, Document, Entry, Inline, Room, Table, parse_markdown_below,
};
use crate::export::shared_book::ExportView;

/// Lines of an answer in several lines.
const TEXT_LINES: usize = 3;
/// The line for a name that is not known.
const NAME_LINE: &str = "______________________________";

/// The form called `key` without answers; `view` holds the pair and its goals alone.
pub fn blank_form(view: &ExportView, key: &str) -> Result<Document, Refusal> {
    let def = view.form(key).ok_or_else(|| super::no_such_form(key))?;
    let filled = FilledForm::of(view, def);
    let mut document = new_document(view, filled.title(), view.today);
    document.copy = Some("blank".to_owned());
    filled.add_origin(&mut document);
    let person = |role: &Role| {
        let is_known = view
            .book
            .person(*role)
            .is_some_and(|it| !it.name.is_empty());
        let name = if is_known {
            filled.person(*role)
        } else {
            NAME_LINE.to_owned()
        };
        fact(role.label(), name)
    };
    document.facts = Role::ALL.iter().map(person).collect();
    document.facts.extend(filled.due());
    if filled.fields.iter().any(|it| it.required) {
        document.facts.push(fact("Star", "must be answered"));
    }
    document.blocks = filled.blank_blocks(2);
    document.blocks.extend(filled.signatures());
    Ok(document)
}

impl FilledForm<'_> {
    fn blank_blocks(&self, level: u8) -> Vec<Block> {
        let fields = self.fields.iter().filter(|it| self.is_on_blank(it));
        let fields: Vec<_> = fields.collect();
        let mut blocks = Vec::new();
        for group in fields.chunk_by(|a, b| a.section == b.section && a.slot.goal == b.slot.goal) {
            blocks.push(heading(level, group[0].heading.trim_end_matches(": ")));
            blocks.extend(parse_markdown_below(&group[0].guide, level));
            blocks.extend(self.goal_title(group));
            let by = |wanted: &dyn Fn(FilledBy) -> bool| {
                let part = group.iter().filter(|it| wanted(it.filler));
                part.copied().collect::<Vec<_>>()
            };
            blocks.extend(rooms(&by(&|filler| filler == FilledBy::Joint)));
            for role in self.roles() {
                let part = by(&|filler| is_filled_by(filler, role));
                if !part.is_empty() && !self.def.is_individual() {
                    blocks.push(heading(level + 1, name_with_role(self.view, role)));
                }
                blocks.extend(rooms(&part));
            }
        }
        blocks
    }

    /// True for a question that is asked on paper. What the head of the form and the title of a goal say is not.
    fn is_on_blank(&self, question: &ResolvedField) -> bool {
        let is_withheld = question.private && !self.def.private || question.field.internal;
        let is_title = question.field.auto == Some(Autofill::GoalTitle);
        let is_known = is_title && question.autofill.is_some();
        !is_withheld && !is_known && !super::sheet::is_about_match(question)
    }

    /// Room for the title of a goal that is not written down yet, unless the form asks for it.
    fn goal_title(&self, group: &[&ResolvedField]) -> Option<Block> {
        let goal = self.view.book.goals.get(&group[0].slot.goal?)?;
        let is_asked = group
            .iter()
            .any(|it| it.field.auto == Some(Autofill::GoalTitle));
        let is_open = goal.title.is_empty() && !is_asked;
        is_open.then(|| answer("Title", vec![entry(Room::Lines(1))]))
    }
}

/// Questions with room for their answers; ratings of the same points share a table.
fn rooms(questions: &[&ResolvedField]) -> Vec<Block> {
    let runs = questions.chunk_by(|a, b| !points(a).is_empty() && points(a) == points(b));
    let blocks = runs.flat_map(|run| {
        if points(run[0]).is_empty() {
            run.iter().map(|question| room(question)).collect()
        } else {
            vec![ratings(run)]
        }
    });
    blocks.collect()
}

fn room(question: &ResolvedField) -> Block {
    let help = paragraph_of_help(&question.field.help);
    let blocks = help.into_iter().chain([entry(room_for(question))]);
    answer(&label(question), blocks.collect())
}

/// The room that the kind of the question needs.
pub(super) fn room_for(question: &ResolvedField) -> Room {
    let kind = &question.field.kind;
    let options = offered(question);
    if !options.is_empty() && kind.is_multi_choice() {
        Room::Any(options)
    } else if !options.is_empty() {
        Room::One(options)
    } else if *kind == (FieldKind::Date { time: false }) {
        Room::Day
    } else {
        Room::Lines(if kind.is_text() { TEXT_LINES } else { 1 })
    }
}

/// The question, with a star if it must be answered.
pub(super) fn label(question: &ResolvedField) -> String {
    let star = if question.required { " *" } else { "" };
    format!("{}{star}", question.field.label)
}

fn entry(room: Room) -> Block {
    Block::Entry(Entry {
        room,
        control: None,
    })
}

/// The points of a scale; none of any other kind.
fn points(question: &ResolvedField) -> Vec<(String, String)> {
    let kind = &question.field.kind;
    let points = kind
        .scale_ends()
        .map(|_| kind.selectable(&question.choices));
    points.unwrap_or_default()
}

/// A row with a box for each point of the scale.
fn ratings(run: &[&ResolvedField]) -> Block {
    let points = points(run[0]);
    let text = |text: &str| vec![Inline::Text(text.to_owned())];
    let header = points.iter().map(|(point, _)| text(point));
    let row = |question: &&ResolvedField| {
        let mut asked = text(&label(question));
        asked.extend(super::sheet::scale_ends(question));
        std::iter::once(asked)
            .chain(points.iter().map(|_| text("☐")))
            .collect()
    };
    Block::Table(Table {
        header: std::iter::once(Vec::new()).chain(header).collect(),
        rows: run.iter().map(row).collect(),
        align: std::iter::once(Align::Start)
            .chain(points.iter().map(|_| Align::Center))
            .collect(),
        has_total: false,
    })
}
