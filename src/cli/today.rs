//! `matchbook today`: all that the screen Today says, of one book or of all.

use chrono::NaiveDate;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use super::form::{self, PendingForm};
use super::output::{Output, path_text, text_page};
use super::session::{CliSession, LoadedBook};
use crate::domain::action::Action;
use crate::domain::dates;
use crate::domain::id::Id;
use crate::domain::person::Owner;
use crate::domain::sanitize::sanitize_line;
use crate::domain::schedule::{DueKind, Notice, Upcoming, Year};
use crate::domain::suggestions::{Suggestion, suggest_cards};
use crate::problem::Problem;
use crate::shelf;

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
    book: String,
    today: NaiveDate,
    /// Reason for which the book cannot be read.
    problem: Option<String>,
    #[serde(flatten)]
    content: Option<TodayContent>,
    #[serde(skip)]
    text: String,
}

#[derive(Serialize, JsonSchema)]
struct TodayContent {
    partner: String,
    program: String,
    notices: Vec<Notice>,
    /// Meetings, goals and dates of the program.
    next: Vec<TodayItem>,
    forms: Vec<PendingForm>,
    /// Actions and steps of the owner.
    mine: Vec<TodayItem>,
    /// Actions and steps of the partner.
    theirs: Vec<TodayItem>,
    suggestions: Vec<Suggestion>,
}

/// Something to do, or that happens.
#[derive(Serialize, JsonSchema)]
struct TodayItem {
    kind: DueKind,
    id: Id,
    owner: Owner,
    title: String,
    private: bool,
    date: Option<NaiveDate>,
    /// Below zero when it is late.
    days_left: Option<i64>,
    #[serde(skip)]
    line: String,
}

impl TodayItem {
    fn dated(item: &Upcoming, year: &Year) -> Self {
        let private = year.is_private(item);
        let mark = if private { " (private)" } else { "" };
        Self {
            kind: item.kind,
            id: item.id,
            owner: item.owner,
            title: item.title.clone(),
            private,
            date: Some(item.date),
            days_left: Some(item.due.days_left()),
            line: format!("{}: {}{mark}", item.when(), item.heading()),
        }
    }

    fn undated(action: &Action) -> Self {
        Self {
            kind: DueKind::Action,
            id: action.id,
            owner: action.owner,
            title: action.text.clone(),
            private: false,
            date: None,
            days_left: None,
            line: format!("No date: {}", action.text),
        }
    }
}

pub fn run(args: &TodayArgs, session: &mut CliSession) -> Result<Output, Problem> {
    let pages: Vec<_> = session
        .each_book(args.all, page)?
        .into_iter()
        .map(|(path, read)| {
            let (content, problem) = match read {
                Ok(content) => (Some(content), None),
                Err(problem) => (None, Some(shelf::problem_line(&path, &problem))),
            };
            let (content, text) = content.unzip();
            TodayPage {
                book: path_text(&path),
                today: session.env.today(),
                text: text.or(problem.clone()).unwrap_or_default(),
                content,
                problem,
            }
        })
        .collect();
    let text: Vec<_> = pages.iter().map(|page| page.text.as_str()).collect();
    Ok(Output::answer(text.join("\n\n\n"), &pages))
}

/// The content of a book's page, and its text.
fn page(session: &mut CliSession) -> Result<(TodayContent, String), Problem> {
    let LoadedBook { book, .. } = session.open_read_only()?;
    let program = session.program(&book)?;
    let (competencies, deck) = (session.competencies(&program)?, session.deck(&book)?);
    let year = session.year(&book, &program);
    let dated = year.upcoming();
    let owed = |role| {
        let (dated, undated) = year.owed(role, &dated);
        let dated = dated.iter().map(|item| TodayItem::dated(item, &year));
        dated
            .chain(undated.into_iter().map(TodayItem::undated))
            .collect()
    };
    let is_next = |item: &&Upcoming| match item.kind {
        DueKind::Meeting | DueKind::Goal | DueKind::Milestone => {
            item.due.days_left() <= HORIZON_DAYS
        }
        DueKind::Action | DueKind::Step => false,
    };
    let next = dated.iter().filter(is_next);
    let suggestions = if year.is_closed() {
        Vec::new()
    } else {
        suggest_cards(&year, &deck, competencies.as_deref())
    };
    let content = TodayContent {
        partner: book.name(book.me().other()).to_owned(),
        program: program.short.clone(),
        notices: year.notices(),
        next: next.map(|item| TodayItem::dated(item, &year)).collect(),
        forms: form::pending(&book, session)?,
        mine: owed(book.me()),
        theirs: owed(book.me().other()),
        suggestions,
    };
    let text = content.text(&year);
    Ok((content, text))
}

impl TodayContent {
    fn text(&self, year: &Year) -> String {
        let today = dates::format_date(year.today);
        let mut title = format!("{} with {}, {today}.", self.program, self.partner);
        if !year.is_closed() {
            title += &format!(" {} {}", year.month_words(), year.last_contact_words());
        }
        let notices = self.notices.iter().map(|notice| {
            let words = [notice.text.clone(), notice.date_words()];
            let words = words.into_iter().filter(|words| !words.is_empty());
            let words = words.collect::<Vec<_>>().join(", ");
            format!("{words} {}", notice.more).trim_end().to_owned()
        });
        let items = |items: &[TodayItem]| {
            let lines = items
                .iter()
                .map(|item| sanitize_line(&item.line).into_owned());
            let lines = lines.collect::<Vec<_>>().join("\n");
            if lines.is_empty() {
                "Nothing.".to_owned()
            } else {
                lines
            }
        };
        let forms = self.forms.iter().map(PendingForm::words);
        let next = notices
            .chain(self.next.iter().map(|item| item.line.clone()))
            .chain(forms);
        let next: Vec<_> = next.map(|line| sanitize_line(&line).into_owned()).collect();
        let cards = self.suggestions.iter().map(|card| {
            let line = format!("{} ({})", card.text, card.reason.trim_end_matches('.'));
            sanitize_line(&line).into_owned()
        });
        let sections = [
            ("What is next".to_owned(), next.join("\n")),
            ("I owe".to_owned(), items(&self.mine)),
            (format!("{} owes", self.partner), items(&self.theirs)),
            (
                "Worth talking about".to_owned(),
                cards.collect::<Vec<_>>().join("\n"),
            ),
        ];
        text_page(&title, sections)
    }
}
