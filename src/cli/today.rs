//! `matchbook today`: all that the screen Today says, of one book or of all.

use chrono::NaiveDate;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use super::call::open_call;
use super::form::{self, FormRow};
use super::output::{Output, text_page};
use super::session::{CliSession, LoadedBook};
use crate::domain::action::Action;
use crate::domain::call;
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
    next: Vec<Upcoming>,
    forms: Vec<FormRow>,
    mine: Promises,
    theirs: Promises,
    suggestions: Vec<Suggestion>,
    /// The call that is open or due.
    #[serde(skip)]
    call: Option<String>,
    #[serde(skip)]
    text: String,
}

/// Open actions and steps of one of the two.
#[derive(Serialize, JsonSchema)]
struct Promises {
    dated: Vec<Upcoming>,
    undated: Vec<Action>,
}

impl Promises {
    fn new((dated, undated): (Vec<Upcoming>, Vec<&Action>)) -> Self {
        let undated = undated.into_iter().cloned().collect();
        Self { dated, undated }
    }

    fn text(&self) -> String {
        let open = self.undated.iter();
        let open = open.map(|action| format!("No date: {}", action.text));
        let lines: Vec<_> = self.dated.iter().map(line).chain(open).collect();
        if lines.is_empty() {
            return "Nothing.".to_owned();
        }
        lines.join("\n")
    }
}

fn line(item: &Upcoming) -> String {
    let mark = if item.private { " (private)" } else { "" };
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
    let LoadedBook { book, store } = session.open_read_only()?;
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
    let mut suggestions = suggest_cards(&year, &deck, competencies.as_deref());
    suggestions.retain(|_| !year.is_closed());
    let partner = book.name(book.me().other()).to_owned();
    let open = open_call(&store)?;
    let hint = open.as_ref().map_or("begins it", |_| "goes on with it");
    let call = call::notice(open.as_ref(), &book, session.env.local_now());
    let mut page = TodayPage {
        today: year.today,
        program: program.short.clone(),
        notices: year.notices(),
        next: dated.iter().filter(is_next).cloned().collect(),
        forms: form::pending(&book, session)?,
        mine: Promises::new(year.owed(book.me(), &dated)),
        theirs: Promises::new(year.owed(book.me().other(), &dated)),
        suggestions,
        call: call.map(|(_, words)| format!("{words}. “matchbook call” {hint}.")),
        text: String::new(),
    };
    page.text = page.page_text(&partner, &year);
    Ok((partner, page))
}

impl TodayPage {
    fn page_text(&self, partner: &str, year: &Year) -> String {
        let today = dates::format_date(year.today);
        let mut title = format!("{} with {partner}, {today}.", self.program);
        if !year.is_closed() {
            title += &format!(" {} {}", year.month_words(), year.last_contact_words());
        }
        let notices = self.notices.iter().map(|notice| {
            let day = Some(notice.date_words()).filter(|day| !day.is_empty());
            let day = day.map(|day| format!(", {day}")).unwrap_or_default();
            format!("{}{day} {}", notice.text, notice.more)
        });
        let forms = self.forms.iter().map(FormRow::words);
        let dates = self.next.iter().map(line);
        let call = self.call.iter().cloned();
        let next: Vec<_> = call.chain(notices).chain(dates).chain(forms).collect();
        let cards = self.suggestions.iter();
        let cards =
            cards.map(|card| format!("{} ({})", card.text, card.reason.trim_end_matches('.')));
        let sections = [
            ("What is next".to_owned(), next.join("\n")),
            ("I owe".to_owned(), self.mine.text()),
            (format!("{partner} owes"), self.theirs.text()),
            (
                "Worth talking about".to_owned(),
                cards.collect::<Vec<_>>().join("\n"),
            ),
        ];
        text_page(&title, sections)
    }
}
