//! The choice among the entries of a calendar before it is imported: a list with marks.

use std::collections::BTreeSet;

use crate::domain::dates::pluralize;
use crate::domain::id::Id;

use super::modal::{Modal, PickRow};
use super::msg::{ImportPreview, ImportRequest};
use super::{BookEffect, Msg};

/// The list of entries with their marks; none where there is nothing to choose.
pub fn pick_entries(preview: &ImportPreview) -> Option<Modal> {
    let ImportPreview {
        request, entries, ..
    } = preview;
    let taken: BTreeSet<Id> = entries
        .iter()
        .filter(|it| it.taken)
        .map(|it| it.id)
        .collect();
    let all: BTreeSet<Id> = entries.iter().map(|it| it.id).collect();
    let is_settled = preview.commit.changes.is_empty() && taken == all;
    if request.is_chosen || entries.len() < 2 || is_settled {
        return None;
    }
    let again = |picked: &BTreeSet<Id>, row: usize, is_chosen: bool| {
        Msg::Book(BookEffect::PlanImport(ImportRequest {
            picked: Some(picked.clone()),
            row,
            is_chosen,
            ..request.clone()
        }))
    };
    let marked = entries.iter().filter(|it| it.taken).count();
    let (every, label) = if taken == all {
        (BTreeSet::new(), "Take the marks off")
    } else {
        (all, "Mark all")
    };
    let head = [
        PickRow::new(
            format!("Take in what is marked: {}", pluralize(marked, "line")),
            again(&taken, 0, true),
        ),
        PickRow::new(label, again(&every, 1, false)),
    ];
    let rows = entries.iter().zip(head.len()..).map(|(entry, row)| {
        let mut picked = taken.clone();
        if !picked.remove(&entry.id) {
            picked.insert(entry.id);
        }
        let mark = if entry.taken { "[x]" } else { "[ ]" };
        let label = format!("{mark} {}", entry.label);
        PickRow::new(label, again(&picked, row, false))
    });
    let title = format!("Which of {}? Enter marks a line", preview.file);
    Some(Modal::pick(
        title,
        head.into_iter().chain(rows),
        request.row,
    ))
}
