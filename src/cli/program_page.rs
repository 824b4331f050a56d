//! `matchbook program show`: the whole page of a program, with the dates of a book of it where there is one.

use serde_json::{Value, json};

use super::output::{Output, TextPage};
use super::program::{is_own, length, rates, rule, source_label};
use super::session::CliSession;
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::dates::{format_date, pluralize};
use crate::domain::program::{
    Citation, CompetencySet, FormUse, Milestone, MilestoneDef, Program, Resource, RolePage,
};
use crate::domain::schedule::{Due, Year};
use crate::problem::Problem;

/// Shows the page of the program `key`.
pub fn show(key: &str, session: &mut CliSession) -> Result<Output, Problem> {
    let program = session.catalog.program(key)?;
    let competencies = session.competencies(&program)?;
    let book = book_of(key, session)?;
    let year = book.as_ref().map(|book| session.year(book, &program));
    let text = text(&program, competencies.as_deref(), year.as_ref());
    let json = page_json(&program, competencies.as_deref(), year.as_ref());
    Ok(Output::answer(text, json))
}

/// The book that was named, or the only one on the shelf, if it is of the program `key`.
fn book_of(key: &str, session: &mut CliSession) -> Result<Option<Book>, Problem> {
    let named = session.book_path.is_some();
    if !named && session.path().is_err() {
        return Ok(None);
    }
    let book = match session.open_read_only(&[Kind::Cycle, Kind::Milestone]) {
        Ok(opened) => opened.book,
        Err(problem) if named => return Err(problem),
        // Nobody asked for that book, so the page is shown without it.
        Err(_) => return Ok(None),
    };
    let is_of = book.cycle().is_some_and(|cycle| cycle.program == key);
    Ok(is_of.then_some(book))
}

fn text(program: &Program, competencies: Option<&CompetencySet>, year: Option<&Year>) -> String {
    let mut page = TextPage::new(&program.title);
    page.fact("Key", &program.key)
        .fact("Run by", &program.organization)
        .fact("Kept", source_label(program))
        .fact("Length", &length(&program.end));
    if let Some(cycle) = year.and_then(|year| year.book.cycle()) {
        let days = format!("{} to {}", format_date(cycle.start), format_date(cycle.end));
        page.fact("Your year", &days);
    }
    page.prose("What it is", &program.about)
        .list("What it is not", points(&program.is_not));
    role(&mut page, "Mentor", &program.mentor);
    role(&mut page, "Mentee", &program.mentee);
    let aims = program.aims.iter().map(|aim| point(&aim.title));
    page.list("Aims", aims);
    if let Some(set) = competencies {
        let areas = set.areas.iter().map(|area| point(&area.title));
        page.list(&format!("Competency areas: {}", set.title), areas);
    }
    let cadence = &program.cadence;
    let rhythm = rates(cadence).into_iter().map(|rate| point(&rate));
    let note = (!cadence.note.is_empty()).then(|| cadence.note.clone());
    page.list("Rhythm", rhythm.chain(note));
    page.prose("Phases", &phases(program, year).join("\n"))
        .prose("Dates", &dates(program, year).join("\n"))
        .list(
            "Forms",
            program.forms.iter().map(|used| form(used, program)),
        )
        .prose("If the match does not fit", &program.rematch)
        .list("Good to know", points(&program.notes))
        .list("Reading list", program.resources.iter().map(resource))
        .list("Sources", program.sources.iter().map(source));
    page.text()
}

fn role(page: &mut TextPage, name: &str, role: &RolePage) {
    page.list(&format!("{name}: who takes part"), points(&role.who))
        .list(
            &format!("{name}: what is expected"),
            points(&role.expectations),
        )
        .list(&format!("{name}: roles"), points(&role.roles))
        .list(&format!("{name}: benefits"), points(&role.benefits));
}

fn point(line: &str) -> String {
    format!("- {line}")
}

fn points(lines: &[String]) -> impl Iterator<Item = String> {
    lines.iter().map(|line| point(line))
}

/// The phases with their days, or with the program's rules for them.
fn phases(program: &Program, year: Option<&Year>) -> Vec<String> {
    let line = |title: &str, days: String, about: &str| format!("- {title}: {days}\n    {about}");
    let Some(year) = year else {
        let phases = program.phases.iter();
        let from = phases.map(|phase| {
            line(
                &phase.title,
                format!("from {}", rule(&phase.from)),
                &phase.about,
            )
        });
        return from.collect();
    };
    let spans = year.phases().into_iter().map(|span| {
        let mut days = format!("{} to {}", format_date(span.start), format_date(span.end));
        if (span.start..=span.end).contains(&year.today) {
            let left = (span.end - year.today).num_days();
            days += &format!(" (now, {} left)", pluralize(left, "day"));
        }
        line(&span.phase.title, days, &span.phase.about)
    });
    spans.collect()
}

/// The dates as the book has them, or the program's rules for them.
fn dates(program: &Program, year: Option<&Year>) -> Vec<String> {
    let Some(year) = year else {
        let defs = program.milestones.iter();
        let lines = defs.map(|def| {
            let title = &def.title;
            format!("- {title}: {}{}", rule(&def.on), about(Some(def), program))
        });
        return lines.collect();
    };
    let milestones = year.book.milestones_in_order().into_iter();
    let lines = milestones.map(|milestone| {
        let def = year.def_of(milestone);
        format!(
            "- {}: {} ({}){}",
            milestone.title,
            format_date(milestone.date),
            state(milestone, year),
            about(def, program)
        )
    });
    lines.collect()
}

fn state(milestone: &Milestone, year: &Year) -> String {
    match milestone.done {
        Some(_) => "done".to_owned(),
        None => left(year.due(milestone.date)),
    }
}

/// How many days are left, to the day: other words count in weeks and months.
fn left(due: Due) -> String {
    match due {
        Due::In(days) if days > 1 => format!("{days} days left"),
        Due::In(_) | Due::Today | Due::Overdue(_) => due.words(),
    }
}

/// What to do on a date, whose it is, and which form is due.
fn about(def: Option<&MilestoneDef>, program: &Program) -> String {
    let Some(def) = def else {
        return String::new();
    };
    let form = def.form.as_deref().map(|form| {
        let used = program.forms.iter().find(|used| used.form == form);
        format!(" Form: {}.", used.map_or(form, |used| &used.title))
    });
    format!(
        ", {}\n    {}{}",
        def.owner.label().to_lowercase(),
        def.about,
        form.unwrap_or_default()
    )
}

fn form(used: &FormUse, program: &Program) -> String {
    let to = if used.to.is_empty() {
        String::new()
    } else {
        format!(", to: {}", used.to)
    };
    let mut due = program.milestones.iter();
    let due = due.find(|def| def.form.as_deref() == Some(&used.form));
    let due = due.map_or_else(String::new, |def| format!(", due: {}", rule(&def.on)));
    format!("- {} ({}){to}{due}", used.title, used.form)
}

fn resource(it: &Resource) -> String {
    let year = it.year.map_or_else(String::new, |year| year.to_string());
    point(&joined(&[&it.title, &it.by, &year, &it.place]))
}

fn source(it: &Citation) -> String {
    let year = it.year.map_or_else(String::new, |year| year.to_string());
    point(&joined(&[&it.title, &it.by, &year]))
}

fn joined(parts: &[&str]) -> String {
    let said = parts.iter().filter(|part| !part.is_empty());
    said.copied().collect::<Vec<_>>().join(". ")
}

fn page_json(
    program: &Program,
    competencies: Option<&CompetencySet>,
    year: Option<&Year>,
) -> Value {
    let cycle = year.and_then(|year| year.book.cycle());
    let cadence = &program.cadence;
    json!({
        "key": program.key,
        "title": program.title,
        "short": program.short,
        "organization": program.organization,
        "own": is_own(program),
        "about": program.about,
        "is_not": program.is_not,
        "length": length(&program.end),
        "start": cycle.map(|cycle| cycle.start),
        "end": cycle.map(|cycle| cycle.end),
        "mentor": role_json(&program.mentor),
        "mentee": role_json(&program.mentee),
        "aims": program.aims.iter().map(|aim| json!({ "key": aim.key, "title": aim.title })).collect::<Value>(),
        "competencies": competencies.map(|set| json!({
            "title": set.title,
            "areas": set.areas.iter().map(|area| json!({ "key": area.key, "title": area.title })).collect::<Value>(),
        })),
        "rhythm": rates(cadence),
        "rhythm_note": cadence.note,
        "phases": phases_json(program, year),
        "milestones": milestones_json(program, year),
        "forms": program.forms.iter().map(|used| json!({
            "key": used.form, "title": used.title, "to": used.to, "requires": used.requires,
        })).collect::<Value>(),
        "rematch": program.rematch,
        "notes": program.notes,
        "resources": program.resources.iter().map(|it| json!({
            "title": it.title, "by": it.by, "year": it.year, "where": it.place,
        })).collect::<Value>(),
        "sources": program.sources.iter().map(|it| json!({
            "title": it.title, "by": it.by, "year": it.year,
        })).collect::<Value>(),
    })
}

fn role_json(page: &RolePage) -> Value {
    json!({
        "who": page.who,
        "expectations": page.expectations,
        "roles": page.roles,
        "benefits": page.benefits,
    })
}

fn phases_json(program: &Program, year: Option<&Year>) -> Value {
    let spans = year.map(Year::phases).unwrap_or_default();
    let phases = program.phases.iter().map(|phase| {
        let span = spans.iter().find(|span| std::ptr::eq(span.phase, phase));
        json!({
            "stage": phase.stage,
            "title": phase.title,
            "about": phase.about,
            "from": rule(&phase.from),
            "start": span.map(|span| span.start),
            "end": span.map(|span| span.end),
        })
    });
    phases.collect()
}

fn milestones_json(program: &Program, year: Option<&Year>) -> Value {
    let row = |def: Option<&MilestoneDef>, milestone: Option<&Milestone>| {
        let days_left = milestone.zip(year);
        let days_left = days_left.map(|(it, year)| year.due(it.date).days_left());
        json!({
            "key": def.map(|def| &def.key),
            "title": milestone.map(|it| &it.title).or(def.map(|def| &def.title)),
            "about": def.map(|def| &def.about),
            "on": def.map(|def| rule(&def.on)),
            "form": def.and_then(|def| def.form.as_ref()),
            "owner": def.map(|def| def.owner),
            "date": milestone.map(|it| it.date),
            "done": milestone.and_then(|it| it.done),
            "days_left": days_left,
        })
    };
    match year {
        None => program
            .milestones
            .iter()
            .map(|def| row(Some(def), None))
            .collect(),
        Some(year) => {
            let milestones = year.book.milestones_in_order().into_iter();
            milestones
                .map(|it| row(year.def_of(it), Some(it)))
                .collect()
        }
    }
}
