//! What a pair looks up about its program during the year, as Markdown.

use crate::domain::person::Role;
use crate::domain::program::{Milestone, Program, Source};
use crate::domain::when;

use crate::app::desk::Desk;

/// The page of the open book's program, the owner's own part first.
pub(super) fn page(desk: &Desk) -> String {
    let program = desk.program();
    let mut page = Page::of(program);
    let (mine, theirs) = match desk.book.me() {
        Role::Mentee => (&program.mentee, &program.mentor),
        Role::Mentor => (&program.mentor, &program.mentee),
    };
    page.list("What it is not", &program.is_not);
    page.list("What is expected of you", &mine.expectations);
    page.list("The parts you play", &mine.roles);
    page.list("What you get out of it", &mine.benefits);
    page.list("What is expected of your partner", &theirs.expectations);
    page.list("The parts your partner plays", &theirs.roles);
    page.list("What your partner gets out of it", &theirs.benefits);
    page.words("Being in touch", &program.cadence.note);
    page.words("If the match does not fit", &rematch(desk));
    let aims = program.aims.iter().map(|aim| aim.title.clone());
    page.list("What the program wants to reach", &aims.collect::<Vec<_>>());
    if let Some(set) = desk.competencies() {
        let areas = set.areas.iter().map(|area| area.title.clone());
        page.list(&set.title, &areas.collect::<Vec<_>>());
    }
    page.list("Who can be a mentee", &program.mentee.who);
    page.list("Who can be a mentor", &program.mentor.who);
    page.list("Good to know", &program.notes);
    let sources = program.sources.iter().map(credit);
    page.list("Where this comes from", &sources.collect::<Vec<_>>());
    page.text
}

/// The rule for another match; while its day is ahead, with the days left.
fn rematch(desk: &Desk) -> String {
    let rule = desk.program().rematch.trim_end();
    let cycle = desk.book.cycle().map(|cycle| cycle.id).unwrap_or_default();
    let last = desk
        .book
        .milestones
        .get(&Milestone::id_for(cycle, "rematch"));
    match last.filter(|_| desk.year().rematch_days_left().is_some()) {
        Some(last) => format!(
            "**The last day to ask is {} ({}).** {rule}",
            when::shown(last.date),
            desk.year().due(last.date).words()
        ),
        None => rule.to_owned(),
    }
}

fn credit(source: &Source) -> String {
    let by = match (source.by.as_str(), source.year) {
        ("", None) => String::new(),
        ("", Some(year)) => format!(" ({year})"),
        (by, None) => format!(" ({by})"),
        (by, Some(year)) => format!(" ({by}, {year})"),
    };
    format!("{}{by}", source.title)
}

struct Page {
    text: String,
}

impl Page {
    fn of(program: &Program) -> Self {
        let by = if program.organization.is_empty() {
            String::new()
        } else {
            format!("*{}*\n\n", program.organization)
        };
        Self {
            text: format!(
                "# {}\n\n{by}{}\n\n",
                program.title,
                program.about.trim_end()
            ),
        }
    }

    fn words(&mut self, title: &str, words: &str) {
        if !words.is_empty() {
            self.text += &format!("## {title}\n\n{words}\n\n");
        }
    }

    fn list(&mut self, title: &str, items: &[String]) {
        let items = items.iter().map(|item| format!("- {item}\n"));
        self.words(title, items.collect::<String>().trim_end());
    }
}
