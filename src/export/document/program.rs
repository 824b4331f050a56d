//! The page of a program: its words for a pair, with the days of a book of it where there is one.

use super::builders::{bullets, fact, fact_if, section, titled};
use super::{Block, Document, Inline};
use crate::domain::dates::{format_date, format_period, pluralize};
use crate::domain::person::Role;
use crate::domain::program::{
    Citation, CompetencySet, FormUse, Milestone, MilestoneDef, Phase, Program, Resource, RolePage,
};
use crate::domain::schedule::{Due, Year, length_words, program_rates, rule_words};

/// Level of the headings.
const LEVEL: u8 = 2;

/// A program and what is known around it.
pub struct ProgramPage<'a> {
    /// The program.
    pub program: &'a Program,
    /// Its competency areas, if it has them.
    pub competencies: Option<&'a CompetencySet>,
    /// A book of it: its days stand in place of the rules, and its owner is spoken to.
    pub year: Option<Year<'a>>,
}

/// The page of a program, the owner's part before the partner's.
pub fn program_page(page: &ProgramPage) -> Document {
    let ProgramPage { program, year, .. } = page;
    let cycle = year.as_ref().and_then(|year| year.book.cycle());
    let facts = [
        fact_if("Length", length_words(&program.end)),
        cycle.map(|cycle| fact("Your year", format_period(cycle.start, cycle.end))),
    ];
    let mut blocks = super::parse_markdown_below(&program.about, LEVEL);
    blocks.extend(list("What it is not", program.is_not.iter().cloned()));
    let roles = match year.as_ref().map(|year| year.book.me()) {
        Some(me) => [me, me.other()],
        None => [Role::Mentor, Role::Mentee],
    };
    blocks.extend(roles.iter().flat_map(|role| expectations(page, *role)));
    blocks.extend(rhythm(program));
    blocks.extend(rematch(page));
    let aims = program.aims.iter().map(|aim| aim.title.clone());
    blocks.extend(list("What the program wants to reach", aims));
    if let Some(set) = page.competencies {
        let areas = set.areas.iter().map(|area| area.title.clone());
        blocks.extend(list(&set.title, areas));
    }
    for role in roles {
        let title = format!("Who can be a {}", role.key());
        blocks.extend(list(&title, part(program, role).who.iter().cloned()));
    }
    blocks.extend(rows("Phases", phases(page)));
    blocks.extend(rows("Dates", dates(page)));
    let forms = program.forms.iter().map(|used| form(used, program));
    blocks.extend(list("Forms", forms));
    blocks.extend(list("Good to know", program.notes.iter().cloned()));
    blocks.extend(list("Reading list", program.resources.iter().map(resource)));
    blocks.extend(list(
        "Where this comes from",
        program.sources.iter().map(source),
    ));
    Document {
        title: program.title.clone(),
        subtitle: program.organization.clone(),
        people: Vec::new(),
        date: year.as_ref().map(|year| year.today).unwrap_or_default(),
        copy: None,
        draft: None,
        facts: facts.into_iter().flatten().collect(),
        blocks,
    }
}

/// Entries under a heading, unless there are none.
fn list(title: &str, entries: impl Iterator<Item = String>) -> Vec<Block> {
    rows(title, entries.map(|entry| (entry, String::new())).collect())
}

/// The same with a line below each entry that has one.
fn rows(title: &str, entries: Vec<(String, String)>) -> Vec<Block> {
    let entries = entries.into_iter().map(|(first, below)| {
        let mut inlines = vec![Inline::Text(first)];
        if !below.is_empty() {
            inlines.extend([Inline::Break, Inline::Text(below)]);
        }
        Block::Paragraph(inlines)
    });
    titled(LEVEL, title, bullets(entries))
}

const fn part(program: &Program, role: Role) -> &RolePage {
    match role {
        Role::Mentee => &program.mentee,
        Role::Mentor => &program.mentor,
    }
}

/// Duties, parts and benefits of `role`.
fn expectations(page: &ProgramPage, role: Role) -> Vec<Block> {
    let me = page.year.as_ref().map(|year| year.book.me());
    let (who, s) = match me {
        Some(me) if me == role => ("you".to_owned(), ""),
        Some(_) => ("your partner".to_owned(), "s"),
        None => (format!("a {}", role.key()), "s"),
    };
    let part = part(page.program, role);
    [
        (format!("What is expected of {who}"), &part.expectations),
        (format!("The parts {who} play{s}"), &part.roles),
        (format!("What {who} get{s} out of it"), &part.benefits),
    ]
    .into_iter()
    .flat_map(|(title, lines)| list(&title, lines.iter().cloned()))
    .collect()
}

fn rhythm(program: &Program) -> Vec<Block> {
    let cadence = &program.cadence;
    let mut blocks = list("Being in touch", program_rates(cadence).into_iter());
    let note = section(LEVEL, "Being in touch", &cadence.note);
    // One heading is enough for both.
    let has_heading = usize::from(!blocks.is_empty());
    blocks.extend(note.into_iter().skip(has_heading));
    blocks
}

/// The rule for another match; while its day is ahead, with the days left.
fn rematch(page: &ProgramPage) -> Vec<Block> {
    let mut blocks = section(LEVEL, "If the match does not fit", &page.program.rematch);
    let last_day = page.year.as_ref().and_then(|year| {
        year.rematch_days_left()?;
        let id = Milestone::id_for(year.book.cycle()?.id, "rematch");
        let day = year.book.milestones.get(&id)?.date;
        let words = year.due(day).words();
        Some(format!(
            "The last day to ask is {} ({words}).",
            format_date(day)
        ))
    });
    if let (Some(words), false) = (last_day, blocks.is_empty()) {
        let words = vec![Inline::Strong(vec![Inline::Text(words)])];
        blocks.insert(1, Block::Paragraph(words));
    }
    blocks
}

/// The phases with their days, or with the program's rules for them.
fn phases(page: &ProgramPage) -> Vec<(String, String)> {
    let Some(year) = &page.year else {
        let phases = page.program.phases.iter();
        let row = |phase: &Phase| {
            let first = format!("{}: from {}", phase.title, rule_words(&phase.from));
            (first, phase.about.clone())
        };
        return phases.map(row).collect();
    };
    let spans = year.phases().into_iter().map(|it| {
        let mut first = format!("{}: {}", it.phase.title, format_period(it.start, it.end));
        if (it.start..=it.end).contains(&year.today) {
            let left = (it.end - year.today).num_days();
            first += &format!(" (now, {} left)", pluralize(left, "day"));
        }
        (first, it.phase.about.clone())
    });
    spans.collect()
}

/// The dates as the book has them, or the program's rules for them.
fn dates(page: &ProgramPage) -> Vec<(String, String)> {
    let Some(year) = &page.year else {
        let row = |def: &MilestoneDef| {
            date_row(format!("{}: {}", def.title, rule_words(&def.on)), def, page)
        };
        return page.program.milestones.iter().map(row).collect();
    };
    let dates = year.book.milestones_in_order().into_iter().map(|it| {
        let state = match (it.done, year.due(it.date)) {
            (Some(_), _) => "done".to_owned(),
            // To the day: the words of a day far ahead count in weeks and months.
            (None, Due::In(days)) if days > 1 => format!("{days} days left"),
            (None, due) => due.words(),
        };
        let first = format!("{}: {} ({state})", it.title, format_date(it.date));
        match year.def_of(it) {
            Some(def) => date_row(first, def, page),
            None => (first, String::new()),
        }
    });
    dates.collect()
}

/// A date with its owner, the work that it takes, and the form that is due.
fn date_row(first: String, def: &MilestoneDef, page: &ProgramPage) -> (String, String) {
    let form = def.form.as_deref().map(|form| {
        let mut forms = page.program.forms.iter();
        let used = forms.find(|used| used.form == form);
        format!(" Form: {}.", used.map_or(form, |used| &used.title))
    });
    let owner = def.owner.label().to_lowercase();
    let below = format!("{}{}", def.about, form.unwrap_or_default());
    (format!("{first}, {owner}"), below)
}

fn form(used: &FormUse, program: &Program) -> String {
    let mut words = format!("{} ({})", used.title, used.form);
    if !used.to.is_empty() {
        words += &format!(", to: {}", used.to);
    }
    let mut dates = program.milestones.iter();
    if let Some(def) = dates.find(|def| def.form.as_deref() == Some(&used.form)) {
        words += &format!(", due: {}", rule_words(&def.on));
    }
    words
}

fn resource(it: &Resource) -> String {
    let credit = with_credit(&it.title, &it.by, it.year);
    if it.place.is_empty() {
        credit
    } else {
        format!("{credit}. {}", it.place)
    }
}

fn source(it: &Citation) -> String {
    with_credit(&it.title, &it.by, it.year)
}

/// `The Mentor's Guide (Lois J. Zachary, 2000)`
fn with_credit(title: &str, by: &str, year: Option<i32>) -> String {
    let year = year.map(|year| year.to_string());
    let by = Some(by).filter(|by| !by.is_empty());
    match (by, year) {
        (None, None) => title.to_owned(),
        (Some(by), None) => format!("{title} ({by})"),
        (None, Some(year)) => format!("{title} ({year})"),
        (Some(by), Some(year)) => format!("{title} ({by}, {year})"),
    }
}
