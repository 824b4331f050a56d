//! A form without answers, to print and fill in by hand: lines to write on, boxes to tick, ratings to mark.

use super::FilledForm;
use crate::domain::display::{condition_in_words, offered, options_in_words};
use crate::domain::fill::ResolvedField;
use crate::domain::form::{Audience, Autofill, FieldKind, FilledBy, RowKind};
use crate::domain::ops::Refusal;
use crate::domain::person::Role;
use crate::export::document::builders::{answer, fact, heading, name_with_role, new_document};
use crate::export::document::filled_form::is_filled_by;
use crate::export::document::{
    Align, Block, Document, Entry, Inline, Room, Table, parse_markdown_below,
};
use crate::export::shared_book::ExportView;

/// Lines of an answer in several lines.
const TEXT_LINES: usize = 3;
/// Rows of a table to be filled in by hand.
const EMPTY_ROWS: usize = 6;
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
        let mut blocks = Vec::new();
        for section in &self.def.sections {
            if matches!(section.per, Some(RowKind::Meeting | RowKind::Action)) {
                let columns = section.fields.iter();
                let columns = columns.filter(|it| !it.internal && !it.private);
                blocks.push(heading(level, &section.title));
                blocks.extend(parse_markdown_below(&section.help, level));
                blocks.push(empty_rows(columns.map(|it| it.label.as_str())));
                continue;
            }
            let fields = self.fields.iter();
            let fields = fields.filter(|it| it.section == section.key && self.is_on_blank(it));
            let fields: Vec<_> = fields.collect();
            for group in fields.chunk_by(|a, b| a.slot.goal == b.slot.goal) {
                self.blank_group(group, level, &mut blocks);
            }
        }
        blocks
    }

    /// Questions under one heading: those of both together, then each one's.
    fn blank_group(&self, group: &[&ResolvedField], level: u8, blocks: &mut Vec<Block>) {
        let first = group[0];
        blocks.push(heading(level, first.heading.trim_end_matches(": ")));
        blocks.extend(parse_markdown_below(&first.guide, level));
        let (texts, group): (Vec<&ResolvedField>, Vec<_>) = group
            .iter()
            .copied()
            .partition(|it| it.field.kind.is_statement());
        let texts = texts.iter();
        blocks.extend(texts.flat_map(|it| parse_markdown_below(&it.field.help, level)));
        blocks.extend(self.goal_title(first, &group));
        let by = |wanted: &dyn Fn(FilledBy) -> bool| {
            let part = group.iter().filter(|it| wanted(it.filler));
            part.copied().collect::<Vec<_>>()
        };
        blocks.extend(self.rooms(&by(&|filler| filler == FilledBy::Joint)));
        for role in self.roles() {
            let part = by(&|filler| is_filled_by(filler, role));
            if !part.is_empty() && !self.def.is_individual() {
                blocks.push(heading(level + 1, name_with_role(self.view, role)));
            }
            blocks.extend(self.rooms(&part));
        }
    }

    /// Questions with room for their answers; ratings of the same points share a table.
    fn rooms(&self, questions: &[&ResolvedField]) -> Vec<Block> {
        let is_row = |it: &ResolvedField| it.field.kind.scale().is_some();
        let runs = questions.chunk_by(|a, b| is_row(a) && offered_points(a) == offered_points(b));
        let blocks = runs.flat_map(|run| {
            if is_row(run[0]) {
                vec![ratings(run)]
            } else {
                let rooms = run.iter().map(|question| {
                    let columns = question.field.kind.columns();
                    let labels = columns.map(|all| all.iter().map(|it| it.label.as_str()));
                    let rows = labels.map(empty_rows);
                    let room = [rows.unwrap_or_else(|| entry(room_for(question)))];
                    let notes = notes(question, &self.fields).into_iter();
                    answer(&label(question), notes.chain(room).collect())
                });
                rooms.collect()
            }
        });
        blocks.collect()
    }

    /// True for a question that is asked on paper. What the head of the form and the title of a goal say is not.
    fn is_on_blank(&self, question: &ResolvedField) -> bool {
        let is_own = question.private && question.audience != Audience::Office;
        let is_withheld = is_own && !self.def.is_private() || question.field.internal;
        let is_title = question.field.auto == Some(Autofill::GoalTitle);
        let is_known = is_title && question.autofill.is_some();
        !is_withheld && !is_known && !super::sheet::is_about_match(question)
    }

    /// Room for the title of a goal that is not written down yet, unless the form asks for it.
    fn goal_title(&self, first: &ResolvedField, group: &[&ResolvedField]) -> Option<Block> {
        let goal = self.view.book.goals.get(&first.slot.goal?)?;
        let is_asked = group
            .iter()
            .any(|it| it.field.auto == Some(Autofill::GoalTitle));
        let is_open = goal.title.is_empty() && !is_asked;
        is_open.then(|| answer("Title", vec![entry(Room::Lines(1))]))
    }
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
        Room::Lines(if kind.has_lines() { TEXT_LINES } else { 1 })
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

/// A table with rows to write in.
fn empty_rows<'b>(columns: impl Iterator<Item = &'b str>) -> Block {
    let header: Vec<_> = columns
        .map(|label| vec![Inline::Text(label.to_owned())])
        .collect();
    let blank = || Inline::Text("\u{a0}".to_owned());
    let cell = vec![blank(), Inline::Break, blank()];
    Block::Table(Table {
        rows: vec![vec![cell; header.len()]; EMPTY_ROWS],
        header,
        ..Table::default()
    })
}

/// The ratings of a scale, and what may stand in place of one.
fn offered_points(question: &ResolvedField) -> Vec<(String, String)> {
    question.field.selectable(&question.choices)
}

/// Help for answering a question: its help, the bounds of what is typed, and when it is asked.
pub(super) fn notes(question: &ResolvedField, fields: &[ResolvedField]) -> Option<Block> {
    let bounds = options_in_words(question).filter(|_| offered(question).is_empty());
    let parts = [
        Some(question.field.help.trim().to_owned()),
        bounds.map(|bounds| format!("({bounds})")),
        condition_in_words(question, fields),
    ];
    let parts: Vec<_> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    let text = vec![Inline::Text(parts.join(" "))];
    (!parts.is_empty()).then(|| Block::Paragraph(vec![Inline::Emphasis(text)]))
}

/// A row with a box for each point of the scale.
fn ratings(run: &[&ResolvedField]) -> Block {
    let points = offered_points(run[0]);
    let text = |text: &str| vec![Inline::Text(text.to_owned())];
    let header = points.iter().map(|(_, label)| text(label));
    let row = |question: &&ResolvedField| {
        let mut asked = text(&label(question));
        asked.extend(super::sheet::scale_meanings(question));
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
