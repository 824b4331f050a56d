//! A goal with all that belongs to it: a part of the whole book, or a page of its own.

use super::builders::{
    day, fact, fact_if, facts_list, heading, new_document, numbered, section, table, table_of,
    titled, with_private_mark,
};
use super::{Block, Document, Fact};
use crate::domain::dates;
use crate::domain::goal::{Goal, Step};
use crate::export::shared_book::{ExportView, titles};
use crate::export::tables::STEPS;

/// The page of one goal, for its owner.
pub fn goal_page(view: &ExportView, number: usize, goal: &Goal) -> Document {
    let mut document = new_document(view, title(number, goal), view.today);
    document.facts.extend(about(view, goal));
    document.blocks = record(view, goal, 2);
    document
}

/// Everything about `goal` under a heading of `level`.
pub fn goal(view: &ExportView, number: usize, goal: &Goal, level: u8) -> Vec<Block> {
    let mut blocks = vec![heading(level, title(number, goal))];
    blocks.extend(facts_list(about(view, goal)));
    blocks.extend(record(view, goal, level + 1));
    blocks
}

fn about(view: &ExportView, goal: &Goal) -> Vec<Fact> {
    let (done, steps) = view.book.steps_done(goal.id);
    let steps = match steps {
        0 => String::new(),
        _ => format!("{done} of {steps} done"),
    };
    let mut due = day(goal.due);
    let mut missing = String::new();
    if view.numbered {
        let away = goal.due.map(|day| dates::relative_date(day, view.today));
        due.extend(away.map(|words| format!(" ({words})")));
        missing = goal.missing_fields().join(", ");
    }
    let mut touched: Vec<_> = view.book.meetings_touching(goal.id);
    // Of a log that is not read to its end they would not be all.
    touched.retain(|_| view.book.complete);
    let touched: Vec<_> = touched
        .iter()
        .rev()
        .map(|meeting| dates::format_date(meeting.date))
        .collect();
    let about = [
        Some(fact("Status", goal.status.label())),
        fact_if("By", due),
        fact_if("Missing", missing),
        fact_if("Steps", steps),
        fact_if("Aims served", titles(&view.program.aims, &goal.aims)),
        fact_if("Competency areas", view.areas(&goal.competencies)),
        fact_if("Talked about on", touched.join("; ")),
    ];
    about.into_iter().flatten().collect()
}

/// `Goal 2: Start a STEM hour`; once is enough where the number is all the title there is.
fn title(number: usize, goal: &Goal) -> String {
    let number = format!("Goal {number}");
    let title = if goal.title == number {
        number
    } else {
        format!("{number}: {}", goal.title)
    };
    with_private_mark(&title, goal.private)
}

/// Texts, steps, progress and evidence of `goal` under headings of `level`.
fn record(view: &ExportView, goal: &Goal, level: u8) -> Vec<Block> {
    let mut blocks = section(level, "Why it matters now", &goal.why);
    blocks.extend(section(level, "How we will know it is done", &goal.measure));
    blocks.extend(section(level, "Help needed, likely obstacle", &goal.help));
    let steps = view.book.steps_of(goal.id);
    blocks.extend(titled(level, "Steps", step_rows(view, &steps)));
    let progress = view.book.progress_of(goal.id).into_iter().rev();
    let rows = progress.map(|line| {
        vec![
            dates::format_date(line.date),
            line.text.clone(),
            line.status.map_or("", |status| status.label()).to_owned(),
            view.book.name(line.author).to_owned(),
        ]
    });
    let header = ["Day", "What happened", "Status", "Noted by"];
    blocks.extend(titled(level, "Progress", table(&header, rows)));
    let evidence = view.book.evidence_of(goal.id).into_iter();
    let evidence = evidence.map(|item| {
        let mut parts = vec![item.title.clone(), item.link.clone(), day(item.date)];
        parts.retain(|part| !part.is_empty());
        (None, parts.join(", "))
    });
    blocks.extend(titled(level, "Evidence", numbered(view, evidence)));
    blocks
}

/// Steps as a table; on a page as a numbered list with a box each.
fn step_rows<'a>(view: &'a ExportView, steps: &[&'a Step]) -> Option<Block> {
    if !view.numbered {
        let header = ["Step", "Who", "By", "Done"];
        return table_of(view, &header, STEPS, steps.iter().copied());
    }
    let lines = steps.iter().map(|step| {
        let when = match (step.done, step.due) {
            (Some(done), _) => format!(", done {}", dates::format_date(done)),
            (None, Some(due)) => format!(", due {}", dates::format_date(due)),
            (None, None) => String::new(),
        };
        let who = view.owner_name(step.owner);
        let line = format!("{} ({who}{when})", step.title);
        (Some(step.done.is_some()), line)
    });
    numbered(view, lines)
}
