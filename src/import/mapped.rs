//! A list with its columns known: which is which, how its days and lengths are read.

use super::columns;
use super::notes;
use super::table::{ImportedList, ImportedRow};
use super::target::{ImportColumn, ImportTarget};
use super::{ImportContext, Incoming, errors, when};
use crate::domain::dates::{DayOrder, abbreviate_input};
use crate::domain::ops::quoted;
use crate::domain::person::Role;
use crate::domain::words::{LengthUnit, has_phrase, parse_owner, plain_words};
use crate::problem::Problem;

/// List of one kind with its column mapping.
pub struct MappedList {
    pub target: ImportTarget,
    /// Name of the sheet or heading, where there are several; else empty.
    pub name: String,
    pub rows: Vec<ImportedRow>,
    /// The numbers of the rows are those of lines of a text.
    pub has_lines: bool,
    /// Number of columns of the header.
    pub width: usize,
    /// Order of day and month in dates of digits.
    pub order: Option<DayOrder>,
    /// Unit of lengths without one.
    pub length_unit: LengthUnit,
    columns: Vec<(ImportColumn, usize)>,
    header: Vec<String>,
}

impl MappedList {
    /// Resolves the columns of `list`; what was decided, and what of the list belongs to no row, goes to `incoming`.
    ///
    /// # Errors
    /// When the column without which a row is empty is not known, or one that was named is not there.
    pub fn of(
        list: ImportedList,
        target: ImportTarget,
        is_one_of_many: bool,
        context: &ImportContext,
        incoming: &mut Incoming,
    ) -> Result<Self, Problem> {
        let list = if list.header.is_empty() {
            notes::items_to_rows(list, target, context.today)
        } else {
            list
        };
        let mut list = list;
        if target == ImportTarget::Actions {
            incoming.left_out.extend(take_others(&mut list));
        }
        let columns = map_columns(&list, target, context, &mut incoming.notes)?;
        let (order, note) = when::order(&list, &columns, context);
        if note.is_some() || context.order.is_some() {
            incoming.other_order = order.map(DayOrder::other);
        }
        incoming.notes.extend(note);
        let (length_unit, note) = length_unit(&list, &columns);
        incoming.notes.extend(note);
        let beside = list
            .beside
            .iter()
            .map(|text| format!("“{}” stands in no row.", abbreviate_input(text)));
        incoming.left_out.extend(beside);
        Ok(Self {
            target,
            name: if is_one_of_many {
                list.name
            } else {
                String::new()
            },
            rows: list.rows,
            has_lines: list.has_lines,
            width: list.header.len(),
            order,
            length_unit,
            columns,
            header: list.header,
        })
    }

    /// Place of `column` in a row.
    pub fn index(&self, column: ImportColumn) -> Option<usize> {
        let mut columns = self.columns.iter();
        columns
            .find(|(other, _)| *other == column)
            .map(|(_, index)| *index)
    }

    /// Name that the file has for `column`.
    pub fn column_name(&self, column: ImportColumn) -> &str {
        let name = self.index(column).and_then(|index| self.header.get(index));
        name.map_or(column.label(), |name| name.trim())
    }
}

/// Resolves the column mapping: as the user chose, else by name, else by what stands in a column. `notes` gets the columns
/// taken and those not taken.
fn map_columns(
    list: &ImportedList,
    target: ImportTarget,
    context: &ImportContext,
    notes: &mut Vec<String>,
) -> Result<Vec<(ImportColumn, usize)>, Problem> {
    let header = &list.header;
    let required = target.required_column();
    let is_complete =
        |columns: &[(ImportColumn, usize)]| columns.iter().any(|(column, _)| *column == required);
    // What is empty in every row takes no name from a column that is not.
    let filled = filled_header(list);
    let mut columns = target.map_header(&with_roles(&filled, context));
    if !is_complete(&columns) {
        columns = target.map_header(&with_roles(header, context));
    }
    // A column that says who the two are is no note of one of them.
    columns.retain(|(column, index)| {
        let is_of_one = matches!(column, ImportColumn::Mentee | ImportColumn::Mentor);
        !is_of_one || !list.holds_only(*index, |cell| parse_owner(cell, context.book).is_some())
    });
    verify_map(context.map)?;
    for (column, name) in context.map {
        if !target.has_column(*column) {
            continue;
        }
        columns.retain(|(other, _)| other != column);
        if name.is_empty() {
            continue;
        }
        let is_named = |header: &String| plain_words(header) == plain_words(name);
        let index = header.iter().position(is_named);
        let index = index.ok_or_else(|| errors::no_such_column(name, header))?;
        columns.retain(|(_, other)| *other != index);
        columns.push((*column, index));
    }
    if !is_complete(&columns) {
        columns::add_by_content(&mut columns, list, target, context);
    }
    if !is_complete(&columns) {
        return Err(errors::missing_column(
            &required.label().to_lowercase(),
            required.key(),
            header,
        ));
    }
    columns.sort_by_key(|(_, index)| *index);
    let name = |index: usize| header.get(index).map_or("", |name| name.trim());
    let mapping: Vec<_> = columns
        .iter()
        .map(|(column, index)| format!("{} from {}", column.label(), quoted(name(*index))))
        .collect();
    if !list.is_made {
        notes.push(format!("{}: {}.", target.label(), mapping.join(", ")));
    }
    let skipped = filled.iter().enumerate().filter(|(index, name)| {
        !name.trim().is_empty() && !columns.iter().any(|(_, used)| used == index)
    });
    let skipped: Vec<_> = skipped.map(|(_, name)| quoted(name.trim())).collect();
    if !skipped.is_empty() {
        notes.push(format!("Not taken: {}.", skipped.join(", ")));
    }
    Ok(columns)
}

/// Takes the rows out that Todoist writes beside the tasks: the sections and the notes of a list, each in a sentence.
fn take_others(list: &mut ImportedList) -> Vec<String> {
    let mut header = list.header.iter();
    let Some(kind) = header.position(|name| plain_words(name) == "type") else {
        return Vec::new();
    };
    let is_kind = |cell: &str| ["task", "section", "note", "meta"].contains(&cell);
    if !list.holds_only(kind, is_kind) {
        return Vec::new();
    }
    let is_task = |row: &ImportedRow| row.cells.get(kind).is_none_or(|it| it.trim() == "task");
    let rows = std::mem::take(&mut list.rows);
    let (tasks, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(is_task);
    list.rows = tasks;
    let told = others.iter().map(|row| {
        let mut cells = row.cells.iter().enumerate();
        let text = cells.find(|(at, cell)| *at != kind && !cell.trim().is_empty());
        let text = text.map_or("", |(_, cell)| cell);
        format!(
            "Row {}: “{}” is no task.",
            row.number,
            abbreviate_input(text)
        )
    });
    told.collect()
}

/// Refuses two meanings for one column of the file, and two columns for one meaning.
fn verify_map(map: &[(ImportColumn, String)]) -> Result<(), Problem> {
    let named: Vec<_> = map.iter().filter(|(_, name)| !name.is_empty()).collect();
    for (index, (column, name)) in named.iter().enumerate() {
        let is_same = |(other, of): &&&(ImportColumn, String)| {
            other == column || plain_words(of) == plain_words(name)
        };
        if named[..index].iter().any(|it| is_same(&it)) {
            return Err(errors::mapped_twice(column.key(), name));
        }
    }
    Ok(())
}

/// The header with the role of a person where their first name stands: “Ned's notes”.
fn with_roles(header: &[String], context: &ImportContext) -> Vec<String> {
    let named = |role: Role| {
        let name = plain_words(context.book.name(role));
        name.split(' ').next().unwrap_or_default().to_owned()
    };
    let names = Role::ALL.iter().map(|role| (named(*role), role.key()));
    let mut names: Vec<_> = names.filter(|(name, _)| !name.is_empty()).collect();
    // A name that both have tells nothing.
    if names.iter().all(|(name, _)| *name == names[0].0) {
        names.clear();
    }
    let plain = |word: &str| plain_words(word.trim_end_matches("'s").trim_end_matches("’s"));
    let replaced = |word: &str| {
        let mut found = names.iter().filter(|(name, _)| *name == plain(word));
        found
            .next()
            .map_or(word.to_owned(), |(_, role)| (*role).to_owned())
    };
    let headers = header.iter();
    let words = headers.map(|name| name.split(' ').map(replaced).collect::<Vec<_>>());
    words.map(|words| words.join(" ")).collect()
}

/// The header, with no name for a column without any cell.
fn filled_header(list: &ImportedList) -> Vec<String> {
    let is_filled = |index: usize| {
        let mut cells = list.rows.iter().filter_map(|row| row.cells.get(index));
        cells.any(|cell| !cell.trim().is_empty())
    };
    let names = list.header.iter().enumerate();
    names
        .map(|(index, name)| {
            if is_filled(index) {
                name.clone()
            } else {
                String::new()
            }
        })
        .collect()
}

/// Most hours that a length without a unit is, where no number of its column is larger.
const MAX_HOURS: f64 = 4.0;

/// Unit of the lengths without one, by the name of their column or by how large they are; the second value says so.
fn length_unit(
    list: &ImportedList,
    columns: &[(ImportColumn, usize)],
) -> (LengthUnit, Option<String>) {
    let column = columns
        .iter()
        .find(|(column, _)| *column == ImportColumn::Minutes);
    let Some((_, index)) = column else {
        return (LengthUnit::Minutes, None);
    };
    let name = list.header.get(*index).map_or("", String::as_str);
    let words = plain_words(name);
    let names = |units: &[&str]| units.iter().any(|unit| has_phrase(&words, unit));
    if names(&["hours", "hrs", "h", "std", "stunden", "horas", "heures"]) {
        return (LengthUnit::Hours, None);
    }
    let cells = list.rows.iter().filter_map(|row| row.cells.get(*index));
    let numbers: Vec<f64> = cells
        .filter_map(|cell| cell.trim().replace(',', ".").parse().ok())
        .collect();
    let is_hours = !numbers.is_empty() && numbers.iter().all(|number| *number <= MAX_HOURS);
    if !is_hours || names(&["minutes", "min", "mins", "minuten", "minutos"]) {
        return (LengthUnit::Minutes, None);
    }
    let note = format!(
        "Numbers in {} are read as hours, as none is larger than {MAX_HOURS}.",
        quoted(name.trim())
    );
    (LengthUnit::Hours, Some(note))
}
