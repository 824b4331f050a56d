//! A goal with all that belongs to it: a part of the whole book, or a page of its own.

use super::builders::{
    areas, day, fact, fact_if, facts_list, heading, new_document, owner_name, section, table,
    titles, with_private_mark,
};
use super::{Block, Document, Fact, Item};
use crate::domain::dates;
use crate::domain::goal::{Goal, Step};
use crate::export::shared_book::ExportView;

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
    blocks.push(facts_list(about(view, goal)));
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
        fact_if("Competency areas", areas(view, &goal.competencies)),
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
    if !steps.is_empty() {
        blocks.extend([heading(level, "Steps"), step_rows(view, &steps)]);
    }
    let progress = view.book.progress_of(goal.id);
    if !progress.is_empty() {
        let rows = progress.into_iter().rev().map(|line| {
            vec![
                dates::format_date(line.date),
                line.text.clone(),
                line.status.map_or("", |status| status.label()).to_owned(),
                view.book.name(line.author).to_owned(),
            ]
        });
        let header = ["Day", "What happened", "Status", "Noted by"];
        blocks.extend([heading(level, "Progress"), table(&header, rows.collect())]);
    }
    let evidence = view.book.evidence_of(goal.id);
    if !evidence.is_empty() {
        let items = evidence.into_iter().map(|item| {
            let parts = [item.title.clone(), item.link.clone(), day(item.date)];
            let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            Item {
                ticked: None,
                blocks: vec![Block::text(parts.join(", "))],
            }
        });
        let list = Block::List {
            start: view.numbered.then_some(1),
            items: items.collect(),
        };
        blocks.extend([heading(level, "Evidence"), list]);
    }
    blocks
}

/// Steps as a table; on a page as a numbered list with a box each.
fn step_rows(view: &ExportView, steps: &[&Step]) -> Block {
    let who = |step: &Step| owner_name(view, step.owner).to_owned();
    if !view.numbered {
        let rows = steps
            .iter()
            .map(|step| vec![step.title.clone(), who(step), day(step.due), day(step.done)]);
        return table(&["Step", "Who", "By", "Done"], rows.collect());
    }
    let items = steps.iter().map(|step| {
        let when = match (step.done, step.due) {
            (Some(done), _) => format!(", done {}", dates::format_date(done)),
            (None, Some(due)) => format!(", due {}", dates::format_date(due)),
            (None, None) => String::new(),
        };
        let text = format!("{} ({}{when})", step.title, who(step));
        Item {
            ticked: Some(step.done.is_some()),
            blocks: vec![Block::text(text)],
        }
    });
    Block::List {
        start: Some(1),
        items: items.collect(),
    }
}
