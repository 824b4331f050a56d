//! Tables of a form: a row for each meeting or action of a section that asks for a few words, and free rows.

use crate::domain::display::{display_answer, join_filled};
use crate::domain::fill::{ResolvedField, free_rows};
use crate::domain::form::{Autofill, FilledBy, RowColumn};
use crate::domain::person::Role;
use crate::domain::words::{LengthUnit, parse_length};
use crate::export::document::builders::heading;
use crate::export::document::filled_form::{FilledForm, is_filled_by};
use crate::export::document::{
    Align, Block, Inline, Inlines, NOT_ANSWERED, Table, inlines_text, parse_markdown_below,
};

/// Longest answer in a cell, in letters, and largest number of columns beside that of the subject: with more of either, a
/// card for each row is easier to read.
const MAX_CELL: usize = 80;
const MAX_COLUMNS: usize = 7;

/// Keys of columns that are added up, and the unit of their sum.
const ADDED_UP: [(&str, LengthUnit); 2] = [
    ("minutes", LengthUnit::Minutes),
    ("hours", LengthUnit::Hours),
];

/// Head of a column.
struct Head {
    label: String,
    /// Unit of the sum, where it is added up.
    adds_up: Option<LengthUnit>,
}

fn unit_of_sum(word: &str) -> Option<LengthUnit> {
    let mut units = ADDED_UP.iter();
    let found = units.find(|(known, _)| *known == word);
    found.map(|(_, unit)| *unit)
}

/// The free rows in `value` below the names of their `columns`.
pub(super) fn free_rows_table(columns: &[RowColumn], value: &str) -> Block {
    let heads = columns.iter().map(|column| Head {
        label: column.label.clone(),
        adds_up: unit_of_sum(&column.key),
    });
    let cell = |text: String| vec![Inline::Text(text)];
    let rows = free_rows::cells(columns, value).into_iter();
    let rows = rows.map(|row| row.into_iter().map(cell).collect());
    table(heads.collect(), rows.collect())
}

/// A table with numbers at the end of their columns, and below those that add up their sum.
fn table(heads: Vec<Head>, mut rows: Vec<Vec<Inlines>>) -> Block {
    let sums: Vec<_> = (0..heads.len()).map(|at| sum(&rows, at)).collect();
    let added = heads.iter().enumerate();
    let added: Vec<_> = added
        .map(|(at, head)| total(&rows, at, head.adds_up?))
        .collect();
    let has_total = added.iter().any(Option::is_some) && rows.len() > 1;
    if has_total {
        let total = added.into_iter().enumerate().map(|(at, sum)| match sum {
            Some(sum) => vec![Inline::Text(sum)],
            None if at == 0 => vec![Inline::Text("In total".to_owned())],
            None => Vec::new(),
        });
        rows.push(total.collect());
    }
    let align = |sum: &Option<f64>| sum.map_or(Align::Start, |_| Align::End);
    Block::Table(Table {
        align: sums.iter().map(align).collect(),
        header: heads
            .into_iter()
            .map(|head| vec![Inline::Text(head.label)])
            .collect(),
        rows,
        has_total,
    })
}

/// Sum of a column of lengths in words, to two places; cells that are no length are counted beside it. None without a length.
fn total(rows: &[Vec<Inlines>], at: usize, unit: LengthUnit) -> Option<String> {
    const NOTHING: [&str; 5] = ["", "–", "-", "n/a", NOT_ANSWERED];
    let texts = rows
        .iter()
        .map(|row| inlines_text(&row[at]).trim().to_lowercase());
    let texts: Vec<_> = texts
        .filter(|text| !NOTHING.contains(&text.as_str()))
        .collect();
    let in_unit = |minutes: u32| match unit {
        LengthUnit::Minutes => f64::from(minutes),
        LengthUnit::Hours => f64::from(minutes) / 60.0,
    };
    let lengths = texts.iter().filter_map(|text| {
        let number = text.replace(',', ".").parse().ok();
        let number = number.filter(|it: &f64| it.is_finite());
        number.or_else(|| parse_length(text, unit).map(in_unit))
    });
    let lengths: Vec<_> = lengths.collect();
    let sum = (lengths.iter().sum::<f64>() * 100.0).round() / 100.0;
    match texts.len() - lengths.len() {
        _ if lengths.is_empty() => None,
        0 => Some(sum.to_string()),
        rest => Some(format!("{sum} ({rest} not counted)")),
    }
}

/// Sum of a column of numbers, to two places; none where another text is in it, or nothing.
fn sum(rows: &[Vec<Inlines>], at: usize) -> Option<f64> {
    let texts = rows.iter().map(|row| inlines_text(&row[at]));
    let texts = texts.filter(|text| !["", "–", NOT_ANSWERED].contains(&text.trim()));
    let numbers = texts.map(|text| {
        text.trim()
            .replace(',', ".")
            .parse()
            .ok()
            .filter(|it: &f64| it.is_finite())
    });
    let numbers: Vec<_> = numbers.collect::<Option<_>>()?;
    let sum: f64 = numbers.iter().sum();
    (!numbers.is_empty()).then(|| (sum * 100.0).round() / 100.0)
}

impl FilledForm<'_> {
    /// A section that is asked for each meeting or action as one table; none where an answer is longer than a cell.
    pub(super) fn section_table(
        &self,
        section: &[&ResolvedField],
        level: u8,
    ) -> Option<Vec<Block>> {
        let kind = section.first()?.row.as_ref()?.kind;
        let groups: Vec<_> = section
            .chunk_by(|a, b| a.slot.goal == b.slot.goal)
            .collect();
        let columns: Vec<_> = self.columns(&groups);
        let fits = |(question, role): &(&ResolvedField, Role)| {
            let mut cells = groups.iter().filter_map(|group| same(group, question));
            cells.all(|it| self.fits_in_cell(it, *role))
        };
        let many = columns.is_empty() || columns.len() > MAX_COLUMNS;
        if !kind.is_of_log() || many || !columns.iter().all(fits) {
            return None;
        }
        let is_subject = |(it, _): &(&ResolvedField, Role)| {
            matches!(
                it.field.auto,
                Some(Autofill::MeetingDate | Autofill::ActionText)
            )
        };
        let subject = (!columns.iter().any(is_subject)).then_some(kind.label());
        let subject_head = subject.map(|label| Head {
            label: label.to_owned(),
            adds_up: None,
        });
        let rows = groups.iter().map(|group| {
            let words = group[0].row.as_ref().filter(|_| subject.is_some());
            let words = words.map(|row| vec![Inline::Text(row.words())]);
            let cells = columns.iter().map(|(question, role)| {
                same(group, question).map_or_else(Vec::new, |it| self.table_cell(it, *role))
            });
            words.into_iter().chain(cells).collect()
        });
        let rows = rows.collect();
        let defined = self
            .def
            .sections
            .iter()
            .find(|it| it.key == section[0].section);
        let title = defined.map_or("", |it| it.title.as_str());
        let title = heading(level, self.titled(title, groups[0]));
        let texts = section.iter().filter(|it| it.field.kind.is_statement());
        let texts = texts.flat_map(|it| parse_markdown_below(&it.field.help, level));
        let table = table(
            subject_head
                .into_iter()
                .chain(self.heads(&columns))
                .collect(),
            rows,
        );
        Some(std::iter::once(title).chain(texts).chain([table]).collect())
    }

    /// The questions as heads of columns, with the unit of their numbers, and the name where several answer for themselves.
    fn heads(&self, columns: &[(&ResolvedField, Role)]) -> Vec<Head> {
        let one_role = columns.iter().all(|(_, role)| *role == columns[0].1);
        let heads = columns.iter().map(|(question, role)| {
            let label = self.label_of(question, *role);
            let unit = question.field.kind.unit();
            let label = join_filled([&label, unit], ", ");
            let is_alone = one_role || question.filler != FilledBy::Each;
            Head {
                label: if is_alone {
                    label
                } else {
                    format!("{label} ({})", self.view.book.name(*role))
                },
                adds_up: Some(LengthUnit::Minutes)
                    .filter(|_| question.field.auto == Some(Autofill::MeetingMinutes))
                    .or_else(|| unit_of_sum(unit))
                    .or_else(|| unit_of_sum(&question.field.key)),
            }
        });
        heads.collect()
    }

    /// The answer of `role`, a number without the unit that its head names.
    fn table_cell(&self, question: &ResolvedField, role: Role) -> Inlines {
        let answer = self.answer(question, role);
        let kind = &question.field.kind;
        let number = kind.number(answer).filter(|_| !kind.unit().is_empty());
        number.map_or_else(
            || self.cell(question, role),
            |_| vec![Inline::Text(answer.to_owned())],
        )
    }

    /// The questions that anything was answered to or has to be, each with everyone who answers it.
    fn columns<'b>(&self, groups: &[&[&'b ResolvedField]]) -> Vec<(&'b ResolvedField, Role)> {
        let me = self.view.book.me();
        let first = groups.first().copied().unwrap_or_default().iter();
        let asked = first.filter(|question| {
            let mut rows = groups.iter().filter_map(|group| same(group, question));
            rows.any(|it| self.is_reported(it))
        });
        let columns = asked.flat_map(|question| {
            let joint = question.filler == FilledBy::Joint;
            let is_by =
                move |role: &Role| joint && *role == me || is_filled_by(question.filler, *role);
            let roles = self.roles().filter(is_by);
            roles.map(|role| (*question, role)).collect::<Vec<_>>()
        });
        columns.collect()
    }

    /// True for an answer of a few words.
    fn fits_in_cell(&self, question: &ResolvedField, role: Role) -> bool {
        let answer = display_answer(question, self.answer(question, role));
        question.field.kind.columns().is_none()
            && (question.field.kind.is_short() || answer.chars().count() <= MAX_CELL)
    }
}

/// The same question in another row.
fn same<'a>(group: &[&'a ResolvedField], question: &ResolvedField) -> Option<&'a ResolvedField> {
    let mut fields = group.iter().copied();
    fields.find(|it| it.slot.field == question.slot.field)
}
