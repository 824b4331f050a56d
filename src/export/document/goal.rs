//! A goal with all that belongs to it, as a part of the whole book.

use super::builders::{
    areas, bullets, day, fact, fact_if, facts_list, heading, owner_name, section, table, titles,
    with_private_mark,
};
use super::{Block, Inline};
use crate::domain::dates;
use crate::domain::goal::Goal;
use crate::export::shared_book::ExportView;

/// Everything about `goal` under a heading of `level`.
pub fn goal(view: &ExportView, number: usize, goal: &Goal, level: u8) -> Vec<Block> {
    let mut blocks = vec![heading(
        level,
        with_private_mark(&numbered(number, &goal.title), goal.private),
    )];
    let (done, steps) = view.book.steps_done(goal.id);
    let steps = match steps {
        0 => String::new(),
        _ => format!("{done} of {steps} done"),
    };
    let touched = view.book.meetings_touching(goal.id).into_iter();
    let mut touched: Vec<_> = touched
        .map(|meeting| dates::format_date(meeting.date))
        .collect();
    touched.reverse();
    let about = [
        Some(fact("Status", goal.status.label())),
        fact_if("By", day(goal.due)),
        fact_if("Steps", steps),
        fact_if("Aims served", titles(&view.program.aims, &goal.aims)),
        fact_if("Competency areas", areas(view, &goal.competencies)),
        fact_if("Talked about on", touched.join("; ")),
    ];
    blocks.push(facts_list(about.into_iter().flatten().collect()));
    let below = level + 1;
    blocks.extend(section(below, "Why it matters now", &goal.why));
    blocks.extend(section(below, "How we will know it is done", &goal.measure));
    blocks.extend(section(below, "Help needed, likely obstacle", &goal.help));
    blocks.extend(parts(view, goal, below));
    blocks
}

/// `Goal 2: Start a STEM hour`; once is enough where the number is all the title there is.
fn numbered(number: usize, title: &str) -> String {
    let number = format!("Goal {number}");
    if title == number {
        number
    } else {
        format!("{number}: {title}")
    }
}

fn parts(view: &ExportView, goal: &Goal, level: u8) -> Vec<Block> {
    let mut blocks = Vec::new();
    let steps = view.book.steps_of(goal.id).into_iter().map(|step| {
        let who = owner_name(view, step.owner).to_owned();
        vec![step.title.clone(), who, day(step.due), day(step.done)]
    });
    let lines = view
        .book
        .progress_of(goal.id)
        .into_iter()
        .rev()
        .map(|line| {
            let status = line.status.map_or("", |status| status.label());
            let who = view.book.name(line.author).to_owned();
            vec![
                dates::format_date(line.date),
                line.text.clone(),
                status.to_owned(),
                who,
            ]
        });
    for (title, header, rows) in [
        (
            "Steps",
            ["Step", "Who", "By", "Done"],
            steps.collect::<Vec<_>>(),
        ),
        (
            "Progress",
            ["Day", "What happened", "Status", "Noted by"],
            lines.collect(),
        ),
    ] {
        if !rows.is_empty() {
            blocks.extend([heading(level, title), table(&header, rows)]);
        }
    }
    let evidence = view.book.evidence_of(goal.id);
    if !evidence.is_empty() {
        let items = evidence.into_iter().map(|item| {
            let parts = [item.title.clone(), item.link.clone(), day(item.date)];
            let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            Block::Paragraph(vec![Inline::Text(parts.join(", "))])
        });
        blocks.extend([heading(level, "Evidence"), bullets(items)]);
    }
    blocks
}
