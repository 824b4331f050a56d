//! The program's page, as Markdown: what a pair looks up about its program during the year.

use crate::domain::dates;
use crate::domain::person::Role;
use crate::domain::program::{Citation, Milestone, Program};

use crate::app::session::Session;

/// The page of the open book's program, the owner's role first.
pub(super) fn program_page(session: &Session) -> String {
    let program = session.program();
    let mut page = MatchProgramPage::of(program);
    let (mine, theirs) = match session.book.me() {
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
    page.paragraph("Being in touch", &program.cadence.note);
    page.paragraph("If the match does not fit", &rematch(session));
    let aims = program.aims.iter().map(|aim| aim.title.clone());
    page.list("What the program wants to reach", &aims.collect::<Vec<_>>());
    if let Some(set) = session.competencies() {
        let areas = set.areas.iter().map(|area| area.title.clone());
        page.list(&set.title, &areas.collect::<Vec<_>>());
    }
    page.list("Who can be a mentee", &program.mentee.who);
    page.list("Who can be a mentor", &program.mentor.who);
    page.list("Good to know", &program.notes);
    let sources = program.sources.iter().map(credit);
    page.list("Where this comes from", &sources.collect::<Vec<_>>());
    page.markdown
}

/// The rule for a re-match, with the days left while it can still be asked for.
fn rematch(session: &Session) -> String {
    let rule = session.program().rematch.trim_end();
    let cycle = session
        .book
        .cycle()
        .map(|cycle| cycle.id)
        .unwrap_or_default();
    let last = session
        .book
        .milestones
        .get(&Milestone::id_for(cycle, "rematch"));
    match last.filter(|_| session.year().rematch_days_left().is_some()) {
        Some(last) => format!(
            "**The last day to ask is {} ({}).** {rule}",
            dates::format_date(last.date),
            session.year().due(last.date).words()
        ),
        None => rule.to_owned(),
    }
}

fn credit(source: &Citation) -> String {
    let by = match (source.by.as_str(), source.year) {
        ("", None) => String::new(),
        ("", Some(year)) => format!(" ({year})"),
        (by, None) => format!(" ({by})"),
        (by, Some(year)) => format!(" ({by}, {year})"),
    };
    format!("{}{by}", source.title)
}

struct MatchProgramPage {
    markdown: String,
}

impl MatchProgramPage {
    fn of(program: &Program) -> Self {
        let by = if program.organization.is_empty() {
            String::new()
        } else {
            format!("*{}*\n\n", program.organization)
        };
        Self {
            markdown: format!(
                "# {}\n\n{by}{}\n\n",
                program.title,
                program.about.trim_end()
            ),
        }
    }

    fn paragraph(&mut self, title: &str, words: &str) {
        if !words.is_empty() {
            self.markdown += &format!("## {title}\n\n{words}\n\n");
        }
    }

    fn list(&mut self, title: &str, items: &[String]) {
        let items = items.iter().map(|item| format!("- {item}\n"));
        self.paragraph(title, items.collect::<String>().trim_end());
    }
}
