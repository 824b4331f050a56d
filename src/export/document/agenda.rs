//! The agenda of a meeting, as it is sent ahead.

use chrono::{NaiveDate, NaiveTime};

use super::builders::{fact, fact_if, new_document, numbered, with_private_mark};
use super::{Block, Document, Item};

use crate::domain::dates::{self, pluralize};
use crate::domain::display::meeting_moment;
use crate::domain::id::Id;
use crate::domain::meeting::{AgendaItem, Origin};
use crate::domain::ops::Refusal;
use crate::export::shared_book::ExportView;

/// The agenda of the meeting `id`.
pub fn agenda(view: &ExportView, id: Id) -> Result<Document, Refusal> {
    let Some(meeting) = view.book.meetings.get(&id) else {
        return Err(Refusal::new("That meeting is not in this book."));
    };
    let mut document = new_document(view, "Agenda", meeting.date);
    let facts = &mut document.facts;
    facts.push(fact("When", meeting_moment(meeting, &view.book)));
    facts.extend(meeting.channel.map(|channel| fact("How", channel.label())));
    facts.extend(fact_if("Link or number", meeting.link.as_str()));
    facts.extend(fact_if("About", meeting.title.as_str()));
    let items = view.book.agenda_of(id);
    let times = meeting.line_times(&items);
    if view.numbered {
        document.blocks.extend(checklist(view, &items, &times));
        return Ok(document);
    }
    let (me, them) = (view.book.me(), view.book.me().other());
    let greeting = format!("Hello {},", view.book.name(them));
    let day = meeting_moment(meeting, &view.book);
    if items.is_empty() {
        let words = format!("{greeting} we talk on {day}. What would you like to talk about?");
        document.blocks.push(Block::text(words));
        return Ok(document);
    }
    let words = format!("{greeting} here is what we could talk about on {day}.");
    document.blocks.push(Block::text(words));
    let minutes = items.iter().filter_map(|item| item.minutes).sum::<u32>();
    document.blocks.push(Block::List {
        start: Some(1),
        items: items
            .into_iter()
            .zip(times)
            .map(|(item, time)| line(view, item, time))
            .collect(),
    });
    if minutes > 0 {
        let minutes = pluralize(minutes, "minute");
        document
            .blocks
            .push(Block::text(format!("Time set aside: {minutes}.")));
    }
    let words = format!(
        "If you would like to add or change something, please tell me. {}",
        view.book.name(me)
    );
    document.blocks.push(Block::text(words));
    Ok(document)
}

/// The lines of an agenda with a box each, for the record of the meeting; on a page with their details, too, and with
/// the time of those that have one in `times`.
pub fn checklist(
    view: &ExportView,
    items: &[&AgendaItem],
    times: &[Option<NaiveTime>],
) -> Option<Block> {
    let text = |item: &AgendaItem, time| match (view.numbered, item.reason.as_str()) {
        (false, _) => item_text(view, item),
        (true, "") => detailed_text(view, item, time),
        (true, reason) => format!("{} - {reason}", detailed_text(view, item, time)),
    };
    let times = times.iter().copied().chain(std::iter::repeat(None));
    let lines = items.iter().zip(times);
    numbered(
        view,
        lines.map(|(item, time)| (Some(item.done), text(item, time))),
    )
}

/// The text of a line, marked where a private goal brought it along.
fn item_text(view: &ExportView, item: &AgendaItem) -> String {
    let goal = item.subject.parse::<Id>().ok();
    let goal = goal.and_then(|goal| view.book.goals.get(&goal));
    let private = item.origin == Origin::Goal && goal.is_some_and(|goal| goal.private);
    with_private_mark(&item.text, private)
}

/// The same with owner, day, time and minutes; the reason, where a page shows it, names who and when.
fn detailed_text(view: &ExportView, item: &AgendaItem, time: Option<NaiveTime>) -> String {
    let about = about(view, item).filter(|_| !view.numbered || item.reason.is_empty());
    let minutes = item.minutes.map(|minutes| pluralize(minutes, "minute"));
    let time = time.map(dates::format_time);
    let details: Vec<_> = about.into_iter().chain(time).chain(minutes).collect();
    let text = item_text(view, item);
    if details.is_empty() {
        text
    } else {
        format!("{text} ({})", details.join("; "))
    }
}

fn line(view: &ExportView, item: &AgendaItem, time: Option<NaiveTime>) -> Item {
    let mut blocks = vec![Block::text(detailed_text(view, item, time))];
    // The partner has not seen the deck: an activity explains itself.
    let activity = view.deck.activity(&item.subject);
    let activity = activity.filter(|_| item.origin == Origin::Activity);
    blocks.extend(activity.map(|activity| Block::text(activity.about.as_str())));
    Item {
        ticked: None,
        blocks,
    }
}

/// Owner or asker of it, and its day.
fn about(view: &ExportView, item: &AgendaItem) -> Option<String> {
    let book = &view.book;
    let due = |due: Option<NaiveDate>| due.map(|due| format!("due {}", dates::format_date(due)));
    let subject = item.subject.parse::<Id>().ok();
    match item.origin {
        Origin::Own | Origin::Activity | Origin::Prompt => None,
        Origin::Action => {
            let action = book.actions.get(&subject?)?;
            let who = view.owner_name(action.owner).to_owned();
            let parts: Vec<_> = [who].into_iter().chain(due(action.due)).collect();
            Some(parts.join(", "))
        }
        Origin::Goal => due(book.goals.get(&subject?)?.due),
        Origin::Question => {
            let question = book.questions.get(&subject?)?;
            Some(format!("asked by {}", book.name(question.asker)))
        }
    }
}
