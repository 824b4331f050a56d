//! The whole shared book in one document: people, year, goals, log, actions, questions, activities, forms.

use super::builders::{day, fact, heading, list_of, name, new_document, table, with_private_mark};
use super::form::forms;
use super::goal::goal;
use super::hours::monthly_totals;
use super::meeting::{actions_table, question_blocks, records, tally};
use super::year::lists;
use super::{Block, Document, parse_markdown_below};
use crate::domain::dates;
use crate::domain::deck::ActivityState;
use crate::domain::person::Role;
use crate::export::shared_book::ExportView;

/// The document of all that the level of the export lets out.
pub fn everything(view: &ExportView) -> Document {
    let mut document = new_document(view, "The whole book", view.today);
    if let Some(cycle) = view.book.cycle() {
        let days = format!(
            "{} to {}",
            dates::format_date(cycle.start),
            dates::format_date(cycle.end)
        );
        document.facts.push(fact("Period", days));
    }
    document
        .facts
        .push(fact("Together", view.year().totals().hours()));
    document
        .facts
        .push(fact("Date", dates::format_date(view.today)));
    let parts = [
        people(view),
        milestones(view),
        goals(view),
        log(view),
        actions(view),
        questions(view),
        activities(view),
        lists(view),
        cards(view),
        hours(view),
        pulses(view),
        forms(view, 2),
    ];
    document.blocks = parts.into_iter().flatten().collect();
    document
}

/// A heading with a table, unless it has no rows.
fn table_section(title: &str, header: &[&str], rows: Vec<Vec<String>>) -> Vec<Block> {
    if rows.is_empty() {
        return Vec::new();
    }
    vec![heading(2, title), table(header, rows)]
}

fn people(view: &ExportView) -> Vec<Block> {
    let rows = Role::ALL
        .iter()
        .filter_map(|role| view.book.person(*role))
        .map(|person| {
            let reached = [&person.email, &person.phone, &person.reach];
            let reached: Vec<_> = reached
                .into_iter()
                .filter(|text| !text.is_empty())
                .map(String::as_str)
                .collect();
            let part = person.role.label().to_owned();
            vec![
                name(view, person.role).to_owned(),
                part,
                person.library.clone(),
                reached.join("; "),
            ]
        });
    table_section(
        "People",
        &["Name", "Part", "Library", "Reached by"],
        rows.collect(),
    )
}

fn milestones(view: &ExportView) -> Vec<Block> {
    let rows = view
        .book
        .milestones_in_order()
        .into_iter()
        .map(|milestone| {
            let date = dates::format_date(milestone.date);
            vec![date, milestone.title.clone(), day(milestone.done)]
        });
    table_section(
        "Dates of the year",
        &["Day", "What", "Done"],
        rows.collect(),
    )
}

fn goals(view: &ExportView) -> Vec<Block> {
    let goals = view.book.goals_in_order();
    let mut blocks = Vec::new();
    if !goals.is_empty() {
        blocks.extend([Block::PageBreak, heading(2, "Goals")]);
    }
    for (number, record) in (1..).zip(goals) {
        blocks.extend(goal(view, number, record, 3));
    }
    blocks
}

fn log(view: &ExportView) -> Vec<Block> {
    let mut log: Vec<_> = view.book.log().collect();
    if log.is_empty() {
        return Vec::new();
    }
    log.reverse();
    let held: Vec<_> = view.book.held().collect();
    let mut blocks = vec![
        Block::PageBreak,
        heading(2, "Meetings and contacts"),
        Block::text(format!("Held so far: {}.", tally(&held))),
    ];
    blocks.extend(records(view, &log, 3));
    blocks
}

fn actions(view: &ExportView) -> Vec<Block> {
    let actions = view.book.actions_in_order();
    if actions.is_empty() {
        return Vec::new();
    }
    vec![heading(2, "Actions"), actions_table(view, &actions)]
}

/// Questions that belong to no meeting; those that do stand in its record.
fn questions(view: &ExportView) -> Vec<Block> {
    let mut questions: Vec<_> = view.book.questions.values().collect();
    questions.retain(|question| question.meeting.is_none() && !question.archived);
    questions.sort_by_key(|question| (question.asked, question.id));
    let mut blocks = Vec::new();
    if !questions.is_empty() {
        blocks.push(heading(2, "Questions for next time"));
        blocks.extend(question_blocks(view, &questions, 2));
    }
    blocks
}

fn activities(view: &ExportView) -> Vec<Block> {
    let items: Vec<_> = view
        .book
        .activities
        .values()
        .filter(|mark| mark.state != ActivityState::Untouched)
        .map(|mark| {
            let def = view.deck.activities.iter().find(|def| def.key == mark.key);
            let title = def.map_or(mark.key.as_str(), |def| def.title.as_str());
            let rating = mark
                .rating
                .map_or_else(String::new, |rating| format!(", rated {rating} of 5"));
            let state = format!("{title}: {}{rating}", mark.state.label().to_lowercase());
            let mut item = vec![Block::text(state)];
            item.extend(parse_markdown_below(&mark.note, 3));
            item
        })
        .collect();
    if items.is_empty() {
        return Vec::new();
    }
    vec![heading(2, "Activities"), list_of(items)]
}

/// Activities and prompts that the pair wrote for itself.
fn cards(view: &ExportView) -> Vec<Block> {
    let own = |text: &str, archived: bool| !text.is_empty() && !archived;
    let activities = view
        .book
        .activities
        .values()
        .filter(|card| own(&card.title, card.archived))
        .map(|card| {
            let mut item = vec![Block::text(card.title.as_str())];
            item.extend(parse_markdown_below(&card.about, 3));
            if !card.leaves.is_empty() {
                item.push(Block::text(format!("It leaves: {}", card.leaves)));
            }
            item
        });
    let prompts = view
        .book
        .prompts
        .values()
        .filter(|card| own(&card.text, card.archived))
        .map(|card| {
            let mut item = vec![Block::text(card.text.as_str())];
            item.extend(parse_markdown_below(&card.why, 3));
            item
        });
    let cards: Vec<_> = activities.chain(prompts).collect();
    if cards.is_empty() {
        return Vec::new();
    }
    vec![heading(2, "Cards of our own"), list_of(cards)]
}

/// The time together, month by month.
fn hours(view: &ExportView) -> Vec<Block> {
    let totals = view.year().totals();
    if totals.minutes == 0 {
        return Vec::new();
    }
    vec![heading(2, "Hours together"), monthly_totals(&totals)]
}

/// Ratings of the match: only at the owner's level, because nobody else may read them.
fn pulses(view: &ExportView) -> Vec<Block> {
    if !view.for_owner() {
        return Vec::new();
    }
    let rating = |value: Option<u8>| value.map_or_else(String::new, |value| value.to_string());
    let pulses = view.book.pulses_in_order().into_iter();
    let rows = pulses.map(|pulse| {
        let [contact, progress, trust] = pulse.ratings().map(rating);
        let date = dates::format_date(pulse.date);
        vec![date, contact, progress, trust, pulse.note.clone()]
    });
    table_section(
        &with_private_mark("Pulse", true),
        &["Day", "In touch", "On the way", "Open", "Note"],
        rows.collect(),
    )
}
