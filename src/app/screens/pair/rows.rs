//! Rows and sections of the match panes.

use super::{AGREEMENT_FORM, MatchRow};
use crate::app::screen_rows::{ScreenRow, ScreenSection, Sign, Tone, joined};
use crate::app::screens::year::{earlier_cycles, end_words};
use crate::app::session::Session;
use crate::domain::answer::Answers;
use crate::domain::exchange_words::pair_words;
use crate::domain::fill::ResolvedField;
use crate::domain::list::{ListItem, ListKind};
use crate::domain::person::Role;
use crate::domain::program::{Cycle, Resource};
use crate::domain::sanitize::sanitize_line;
use crate::domain::{dates, display, ops};

/// The two people, the owner of the book last, then the year and the program; the exchange comes first once it goes on.
pub(super) fn people(session: &Session) -> Vec<ScreenSection<MatchRow>> {
    let me = session.book.me();
    let mut sections = vec![person(me.other(), session), person(me, session)];
    let at = if session.pair.is_some() { 0 } else { 2 };
    sections.insert(at, exchange(session));
    sections.push(year(session));
    sections.push(program(session));
    sections
}

/// Contact details of a person, with labels.
pub(super) fn contact_details(role: Role, session: &Session) -> Vec<(&'static str, String)> {
    let Some(person) = session.book.person(role) else {
        return Vec::new();
    };
    let zone = match (person.zone.as_str(), session.ctx.zone) {
        ("", Some(zone)) if role == session.book.me() => format!("{zone}, as this computer's"),
        (named, _) => named.to_owned(),
    };
    let details = [
        ("library", &person.library),
        ("e-mail", &person.email),
        ("telephone", &person.phone),
        ("how to reach", &person.reach),
        ("time zone", &zone),
    ];
    let details = details.into_iter();
    details
        .map(|(label, value)| (label, sanitize_line(value).into_owned()))
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

fn person(role: Role, session: &Session) -> ScreenSection<MatchRow> {
    let part = role.label().to_lowercase();
    let title = if role == session.book.me() {
        format!("You: {}, {part}", session.book.name(role))
    } else {
        format!("Your {part}: {}", session.book.name(role))
    };
    let details = contact_details(role, session).into_iter().enumerate();
    let mut rows: Vec<_> = details
        .map(|(index, (label, value))| {
            ScreenRow::new(MatchRow::Person(role, index), value).right(label)
        })
        .collect();
    if rows.is_empty() {
        let words = "Library, e-mail, telephone: Enter writes down how to get in touch.";
        rows.push(ScreenRow::new(MatchRow::Person(role, 0), words).tone(Tone::Muted));
    }
    ScreenSection::new(title, rows, "")
}

/// State of the exchange with the partner.
fn exchange(session: &Session) -> ScreenSection<MatchRow> {
    let partner = session.partner();
    let title = format!("Exchange with {partner}");
    let receive = format!("Take in a parcel of {partner}");
    let receive = ScreenRow::new(MatchRow::Receive, receive).right("R");
    let Some(pair) = &session.pair else {
        let share = format!("Not paired yet: make the first parcel for {partner}");
        let share = ScreenRow::new(MatchRow::Share, share).right("S");
        return ScreenSection::new(title, vec![share, receive], "");
    };
    let local = |at| session.local(at).date();
    let words = pair_words(&pair.status, partner, session.today(), local);
    let share = ScreenRow::new(MatchRow::Share, words)
        .right("S")
        .below(format!("To compare on the phone: {}", pair.fingerprint));
    let mut rows = vec![share, receive];
    let fields = pair.versions.len();
    if fields > 0 {
        let text = format!("{} with 2 versions", dates::pluralize(fields, "field"));
        let row = ScreenRow::new(MatchRow::Versions, text);
        rows.push(row.sign(Sign::Late).tone(Tone::Soon).right("V"));
    }
    ScreenSection::new(title, rows, "")
}

fn year(session: &Session) -> ScreenSection<MatchRow> {
    let Some(cycle) = session.book.cycle() else {
        return ScreenSection::new("The year", Vec::new(), "There is no year yet.");
    };
    let year = session.year();
    let span = dates::format_period(cycle.start, cycle.end);
    let left = end_words(cycle, &year);
    let mut rows = vec![ScreenRow::new(MatchRow::Cycle(0), span).right(left)];
    let words = (1..).zip(cycle_terms(cycle, session));
    rows.extend(words.map(|(index, words)| ScreenRow::new(MatchRow::Cycle(index), words)));
    if year.is_closing() || year.is_closed() {
        let closing = year.closing_summary().filter(|_| year.is_closing());
        let closing = closing.map_or_else(
            || "After the end: the closing kit".to_owned(),
            |words| format!("Closing: {words}"),
        );
        let again = "Another year with the same partner";
        rows.push(
            ScreenRow::new(MatchRow::Closing, closing)
                .sign(Sign::Bullet)
                .right("C"),
        );
        rows.push(
            ScreenRow::new(MatchRow::NextYear, again)
                .sign(Sign::Bullet)
                .right("A"),
        );
    }
    let earlier = earlier_cycles(session).into_iter();
    let earlier = earlier.map(|words| format!("Before: {words}"));
    ScreenSection::new("The year", rows, "").lines(earlier.collect())
}

/// Cadence, length of a meeting, when its agenda goes out, and staying in touch.
fn cycle_terms(cycle: &Cycle, session: &Session) -> Vec<String> {
    const AHEAD: u32 = 3;
    let cadence = session.year().cadence_words();
    let cadence = cadence.map(|words| display::capitalize(&words));
    let minutes = cycle.usual_minutes.map(|minutes| {
        let minutes = dates::pluralize(minutes, "minute");
        format!("A meeting usually takes {minutes}")
    });
    let ahead = i64::from(cycle.send_ahead_days.unwrap_or(AHEAD));
    let ahead = format!(
        "The agenda goes out {} before a meeting",
        dates::pluralize(ahead, "day")
    );
    let stay = cycle
        .stay
        .map(|stay| format!("Staying in touch: {}", stay.label()));
    let cadence = cadence.unwrap_or_else(|| "In touch as it suits you both".to_owned());
    [Some(cadence), minutes, Some(ahead), stay]
        .into_iter()
        .flatten()
        .collect()
}

fn program(session: &Session) -> ScreenSection<MatchRow> {
    let program = session.program();
    let mut below = Vec::new();
    if !program.organization.is_empty() {
        below.push(program.organization.clone());
    }
    let mut offices: Vec<&str> = Vec::new();
    for form_use in &program.forms {
        if !form_use.to.is_empty() && !offices.contains(&form_use.to.as_str()) {
            offices.push(&form_use.to);
        }
    }
    if !offices.is_empty() {
        below.push(format!("forms go to the {}", offices.join(" and the ")));
    }
    let row = ScreenRow::new(MatchRow::Program, program.title.clone()).below(below.join("; "));
    let hint = if session.check_is_new().is_ok() {
        "role or program wrong? e"
    } else {
        "another program? e"
    };
    ScreenSection::new("The program", vec![row.right(hint)], "")
}

/// The agreement, if the program has a form for it: its shared answers in the order of the form.
pub(super) fn agreement(session: &Session) -> Option<ScreenSection<MatchRow>> {
    let forms = session.forms().into_iter();
    let (form_use, def) = forms
        .into_iter()
        .find(|(form_use, _)| form_use.form == AGREEMENT_FORM)?;
    let title = format!("Agreed: {}", form_use.title);
    let begun = ops::form::response(&def, &session.book, session.book.me()).is_some();
    let rows = if begun {
        let questions = session.questions(&def, Some(&form_use));
        let answers = ops::form::answers(&def, &session.book, session.book.me());
        key_points(&questions, &answers)
    } else {
        Vec::new()
    };
    let empty = "Not agreed yet: 5 opens the agreement.";
    Some(ScreenSection::new(title, rows, empty))
}

/// The shared answers, each under its question.
fn key_points(questions: &[ResolvedField], answers: &Answers) -> Vec<ScreenRow<MatchRow>> {
    let shared = questions.iter().filter(|question| !question.private);
    let answered = shared.filter_map(|question| {
        let value = answers.at(&question.slot);
        let shown = display::display_answer(question, value);
        (!shown.trim().is_empty()).then(|| (question.field.label.clone(), shown))
    });
    answered
        .enumerate()
        .map(|(index, (label, shown))| {
            let lines = joined(shown.lines().map(str::trim));
            ScreenRow::new(MatchRow::Agreement(index), label).below(lines)
        })
        .collect()
}

/// The program's reading list, then the pair's own books and articles.
pub(super) fn reading(session: &Session) -> Vec<ScreenSection<MatchRow>> {
    let program = session.program();
    let resources = program.resources.iter().enumerate();
    let suggested: Vec<_> = resources
        .map(|(index, resource)| {
            resource_row(index, resource, super::reading_list_item(index, session))
        })
        .collect();
    let own = |list: ListKind| {
        let items = session.book.list(list).into_iter();
        items
            .filter(|item| !is_suggested(item, session))
            .map(item_row)
            .collect()
    };
    let read = program.resources.len();
    let done = (0..read)
        .filter(|index| {
            super::reading_list_item(*index, session).is_some_and(|item| item.done.is_some())
        })
        .count();
    let title = match (read, done) {
        (0, _) | (_, 0) => format!("{} suggests", program.short),
        _ => format!("{} suggests ({done} of {read} read)", program.short),
    };
    vec![
        ScreenSection::new(title, suggested, "This program names nothing to read."),
        ScreenSection::new("Our books", own(ListKind::Books), "None yet; a adds one."),
        ScreenSection::new(
            "Our articles",
            own(ListKind::Articles),
            "None yet; what you put on your lists of articles (4) appears here.",
        ),
    ]
}

fn is_suggested(item: &ListItem, session: &Session) -> bool {
    let key = &session.program().key;
    let mut resources = session.program().resources.iter();
    resources.any(|resource| ListItem::id_for(key, &resource.title) == item.id)
}

fn resource_row(index: usize, resource: &Resource, item: Option<&ListItem>) -> ScreenRow<MatchRow> {
    let year = resource
        .year
        .map(|year| year.to_string())
        .unwrap_or_default();
    let facts = joined([resource.by.as_str(), &year, &resource.place]);
    let row = ScreenRow::new(MatchRow::Resource(index), resource.title.clone());
    read_row(row, item, &facts)
}

fn item_row(item: &ListItem) -> ScreenRow<MatchRow> {
    let facts = joined([item.by.as_str(), &item.link]);
    let row = ScreenRow::new(MatchRow::ListItem(item.list, item.id), item.title.clone());
    read_row(row, Some(item), &facts)
}

/// Adds the second line (facts, then the pair's note), and the date on which it was read.
fn read_row(row: ScreenRow<MatchRow>, item: Option<&ListItem>, facts: &str) -> ScreenRow<MatchRow> {
    let note = item
        .map(|item| sanitize_line(&item.note))
        .unwrap_or_default();
    let row = row.below(joined([facts, &note]));
    match item.and_then(|item| item.done) {
        Some(day) => row
            .done()
            .right(format!("read {}", dates::format_date(day))),
        None => row.sign(Sign::Open),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::answer::Slot;
    use crate::domain::field_rules::FieldRules;
    use crate::domain::form::{Audience, Field, FieldKind, FilledBy};

    fn question(key: &str, private: bool) -> ResolvedField {
        ResolvedField {
            slot: Slot::once(key),
            section: "s".to_owned(),
            heading: String::new(),
            at_least_one: false,
            field: Field {
                key: key.to_owned(),
                label: format!("{key}?"),
                help: String::new(),
                kind: FieldKind::Text,
                required: false,
                private,
                audience: Audience::Both,
                internal: false,
                direction: None,
                auto: None,
                filled_by: None,
                earlier_answer: None,
                rules: FieldRules::default(),
            },
            choices: Vec::new(),
            filler: FilledBy::Joint,
            mine: true,
            required: false,
            private,
            audience: Audience::Both,
            autofill: None,
            earlier_answer: None,
            row: None,
            guide: String::new(),
        }
    }

    #[test]
    fn what_was_agreed_is_told_in_order_without_what_is_private_or_empty() {
        let form = [
            question("purpose", false),
            question("length", false),
            question("rating", true),
            question("end", false),
        ];
        let mut answers = Answers::default();
        answers
            .set("end", "No fault\n\nNo reasons")
            .set("rating", "2")
            .set("purpose", "Find my feet");
        let rows = key_points(&form, &answers);
        let shown: Vec<_> = rows
            .iter()
            .map(|row| (row.text.as_str(), row.below.as_str()))
            .collect();
        assert_eq!(
            shown,
            [
                ("purpose?", "Find my feet"),
                ("end?", "No fault · No reasons")
            ]
        );
    }
}
