//! `matchbook today`: all that the screen Today says, of one book or of all.

use chrono::NaiveDate;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use super::book::UpcomingRow;
use super::form::{self, PendingForm};
use super::output::{Output, text_page};
use super::session::{CliSession, LoadedBook};
use crate::domain::action::Action;
use crate::domain::dates;
use crate::domain::schedule::{DueKind, Notice, Upcoming, Year};
use crate::domain::suggestions::{Suggestion, suggest_cards};
use crate::problem::Problem;

/// Horizon of the dates, in days: that of the screen.
const HORIZON_DAYS: i64 = 60;

/// Which books.
#[derive(Debug, Args)]
pub struct TodayArgs {
    /// Of all books on the shelf, also where one is named
    #[arg(long)]
    all: bool,
}

/// Today in one book.
#[derive(Serialize, JsonSchema)]
pub struct TodayPage {
    today: NaiveDate,
    program: String,
    notices: Vec<Notice>,
    /// Meetings, goals and dates of the program.
    next: Vec<UpcomingRow>,
    forms: Vec<PendingForm>,
    mine: Promises,
    theirs: Promises,
    suggestions: Vec<Suggestion>,
    #[serde(skip)]
    text: String,
}

/// Open actions and steps of one of the two.
#[derive(Serialize, JsonSchema)]
struct Promises {
    dated: Vec<UpcomingRow>,
    undated: Vec<Action>,
    #[serde(skip)]
    text: String,
}

impl Promises {
    fn new((dated, undated): (Vec<Upcoming>, Vec<&Action>), year: &Year) -> Self {
        let lines = dated.iter().map(|item| line(item, year));
        let open = undated
            .iter()
            .map(|action| format!("No date: {}", action.text));
        let text = lines.chain(open).collect::<Vec<_>>().join("\n");
        Self {
            dated: dated
                .iter()
                .map(|item| UpcomingRow::named(item, year))
                .collect(),
            undated: undated.into_iter().cloned().collect(),
            text: if text.is_empty() {
                "Nothing.".to_owned()
            } else {
                text
            },
        }
    }
}

fn line(item: &Upcoming, year: &Year) -> String {
    let mark = if year.is_private(item) {
        " (private)"
    } else {
        ""
    };
    format!("{}: {}{mark}", item.when(), item.heading())
}

pub fn run(args: &TodayArgs, session: &mut CliSession) -> Result<Output, Problem> {
    let pages = session.each_book(args.all, page)?;
    let text = pages
        .iter()
        .map(|page| match (&page.answer, &page.problem) {
            (Some(answer), _) => answer.text.as_str(),
            (None, problem) => problem.as_deref().unwrap_or_default(),
        });
    let text = text.collect::<Vec<_>>().join("\n\n\n");
    Ok(Output::answer(text, pages))
}

fn page(session: &mut CliSession) -> Result<(String, TodayPage), Problem> {
    let LoadedBook { book, .. } = session.open_read_only()?;
    let program = session.program(&book)?;
    let (competencies, deck) = (session.competencies(&program)?, session.deck(&book)?);
    let year = session.year(&book, &program);
    let dated = year.upcoming();
    let is_next = |item: &&Upcoming| match item.kind {
        DueKind::Meeting | DueKind::Goal | DueKind::Milestone => {
            item.due.days_left() <= HORIZON_DAYS
        }
        DueKind::Action | DueKind::Step => false,
    };
    let next: Vec<_> = dated.iter().filter(is_next).collect();
    let mut suggestions = suggest_cards(&year, &deck, competencies.as_deref());
    suggestions.retain(|_| !year.is_closed());
    let partner = book.name(book.me().other()).to_owned();
    let mut page = TodayPage {
        today: year.today,
        program: program.short.clone(),
        notices: year.notices(),
        next: next
            .iter()
            .map(|item| UpcomingRow::named(item, &year))
            .collect(),
        forms: form::pending(&book, session)?,
        mine: Promises::new(year.owed(book.me(), &dated), &year),
        theirs: Promises::new(year.owed(book.me().other(), &dated), &year),
        suggestions,
        text: String::new(),
    };
    let dates = next.into_iter().map(|item| line(item, &year));
    page.text = page.page_text(&partner, dates, &year);
    Ok((partner, page))
}

impl TodayPage {
    fn page_text(&self, partner: &str, dates: impl Iterator<Item = String>, year: &Year) -> String {
        let today = dates::format_date(year.today);
        let mut title = format!("{} with {partner}, {today}.", self.program);
        if !year.is_closed() {
            title += &format!(" {} {}", year.month_words(), year.last_contact_words());
        }
        let notices = self.notices.iter().map(|notice| {
            let day = notice.date_words();
            let day = if day.is_empty() {
                day
            } else {
                format!(", {day}")
            };
            format!("{}{day} {}", notice.text, notice.more)
        });
        let forms = self.forms.iter().map(PendingForm::words);
        let next: Vec<_> = notices.chain(dates).chain(forms).collect();
        let cards = self.suggestions.iter();
        let cards =
            cards.map(|card| format!("{} ({})", card.text, card.reason.trim_end_matches('.')));
        let sections = [
            ("What is next".to_owned(), next.join("\n")),
            ("I owe".to_owned(), self.mine.text.clone()),
            (format!("{partner} owes"), self.theirs.text.clone()),
            (
                "Worth talking about".to_owned(),
                cards.collect::<Vec<_>>().join("\n"),
            ),
        ];
        text_page(&title, sections)
    }
}
