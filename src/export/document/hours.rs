//! The hours record: every meeting and contact of the year with its length, summed, with a line to sign for each.

use super::builders::{fact, heading, name_with_role, new_document, table, table_of, titled};
use super::year::paused;
use super::{Align, Block, Document, Signature};
use crate::domain::dates;
use crate::domain::meeting::Meeting;
use crate::domain::ops::Refusal;
use crate::domain::person::Role;
use crate::domain::schedule::{ContactCount, Totals};
use crate::export::shared_book::ExportView;
use crate::export::tables::CONTACTS;

/// The hours record of the present year.
pub fn hours_record(view: &ExportView) -> Result<Document, Refusal> {
    let year = view.year();
    let held = year.held_in_cycle();
    let (Some(first), Some(last)) = (held.first(), held.last()) else {
        return Err(
            Refusal::new("No meeting or contact of this year was logged yet.")
                .hint("Log one: its length goes into the record."),
        );
    };
    let totals = year.totals();
    let mut document = new_document(view, "Hours record", view.today);
    document.facts.extend([
        fact("Period", dates::format_period(first.date, last.date)),
        fact("Hours in total", totals.decimal_hours()),
        fact("Date", dates::format_date(view.today)),
    ]);
    document.facts.extend(paused(&year));
    let header = ["Day", "Kind", "How", "Minutes", "About"];
    let entries = table_of(view, &header, CONTACTS, held.iter().copied());
    document.blocks = titled(2, "Meetings and contacts", entries);
    let months = titled(2, "By month", monthly_totals(&totals));
    document.blocks.extend(months);
    document.blocks.extend(unknown(&held));
    let people = Role::ALL.iter().map(|role| Signature {
        name: name_with_role(view, *role),
        signed: None,
    });
    let signatures = Block::Signatures(people.collect());
    document
        .blocks
        .extend([heading(2, "Signatures"), signatures]);
    Ok(document)
}

/// Each month added up, and all of them; a month without contact says so with a nought.
pub fn monthly_totals(totals: &Totals) -> Option<Block> {
    let months = totals.months.iter();
    let row = |label: &str, count: ContactCount, minutes: u64, hours: String| {
        let [meetings, contacts] = [count.meetings, count.contacts].map(|it| it.to_string());
        vec![
            label.to_owned(),
            meetings,
            contacts,
            minutes.to_string(),
            hours,
        ]
    };
    let months = months.map(|month| {
        let name = dates::format_month(month.first);
        row(&name, month.count, month.minutes, month.decimal_hours())
    });
    let (count, minutes) = (totals.count, totals.minutes);
    let all = row("In total", count, minutes, totals.decimal_hours());
    let rows = months.chain([all]);
    let header = ["Month", "Meetings", "All contacts", "Minutes", "Hours"];
    let mut block = table(&header, rows);
    if let Some(Block::Table(table)) = &mut block {
        table.has_total = true;
        table.align = vec![Align::Start, Align::End, Align::End, Align::End, Align::End];
    }
    block
}

/// Meetings without a length, which the sum leaves out.
fn unknown(held: &[&Meeting]) -> Option<Block> {
    let unknown = held
        .iter()
        .filter(|meeting| meeting.minutes.is_none())
        .count();
    let words = format!("The length of {unknown} of them was not noted and is not in the sum.");
    (unknown > 0).then(|| Block::text(words))
}
