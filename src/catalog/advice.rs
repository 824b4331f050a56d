//! Lint hints for data files: optional things that a valid file leaves out. Advice for its author, never an error.

use chrono::NaiveDate;

use super::DeckFile;
use crate::domain::deck::Stage;
use crate::domain::form::FormDef;
use crate::domain::program::{Program, RolePage};
use crate::domain::schedule::{end_date, resolve};

/// Hints for a program, a sentence each.
pub fn program(program: &Program) -> Vec<String> {
    let stages = |stage: Stage| program.phases.iter().any(|phase| phase.stage == stage);
    let cadence = &program.cadence;
    let hints = [
        (
            cadence.contacts.is_none() && cadence.meetings.is_none(),
            "No cadence: nobody is told when it has been quiet for long. Add contacts or meetings under [cadence].",
        ),
        (
            !stages(Stage::Starting),
            "No phase of the stage “starting”: the suggestions for the first talks are never offered.",
        ),
        (
            !stages(Stage::Closing),
            "No phase of the stage “closing”: the suggestions for a good ending are never offered before the last day.",
        ),
        (
            !form_falls(program, 35..=65),
            "No milestone with a form near the middle: a look back half way is easily forgotten.",
        ),
        (
            !form_falls(program, 85..=100),
            "No milestone with a form near the end: nobody is asked what came of it.",
        ),
        (
            program.is_not.is_empty(),
            "Nothing in is_not: say what the program is not, so that nobody expects it.",
        ),
        (
            program.aims.is_empty(),
            "No aims: goals cannot be tied to what the program wants.",
        ),
        (
            program.rematch.trim().is_empty(),
            "No re-match rule: say in rematch what to do when the two do not fit.",
        ),
        (
            program.resources.is_empty(),
            "No reading list: add [[resources]] if there is something worth reading.",
        ),
        (
            program.sources.is_empty(),
            "No sources: say under [[sources]] where the facts come from.",
        ),
    ];
    let hints = hints.into_iter().filter(|(is_open, _)| *is_open);
    let mut advice: Vec<_> = hints.map(|(_, hint)| hint.to_owned()).collect();
    advice.extend(role("mentor", &program.mentor));
    advice.extend(role("mentee", &program.mentee));
    let undue = program.forms.iter().filter(|used| {
        let mut milestones = program.milestones.iter();
        used.repeat.is_none() && !milestones.any(|def| def.form.as_deref() == Some(&used.form))
    });
    advice.extend(undue.map(|used| {
        let form = &used.form;
        format!("The form “{form}” never falls due: name it in a milestone, or leave it as one that can be filled in any time.")
    }));
    advice
}

fn role(name: &str, page: &RolePage) -> Vec<String> {
    let parts = [
        (&page.who, "who", "who can take part"),
        (&page.expectations, "expectations", "what is expected"),
        (&page.roles, "roles", "the parts it plays"),
        (&page.benefits, "benefits", "what one gets out of it"),
    ];
    let empty = parts.into_iter().filter(|(lines, ..)| lines.is_empty());
    empty
        .map(|(_, key, what)| format!("No {key} for the {name}: say {what} under [{name}]."))
        .collect()
}

/// True if a form falls due within `part`, in hundredths of the term. The start does not matter much; one is chosen.
fn form_falls(program: &Program, part: std::ops::RangeInclusive<i64>) -> bool {
    let Some(start) = NaiveDate::from_ymd_opt(2027, 1, 1) else {
        return false;
    };
    let end = end_date(program, start);
    let days = (end - start).num_days().max(1);
    let due = program.milestones.iter().filter(|def| def.form.is_some());
    due.map(|def| (resolve(&def.on, start, end) - start).num_days() * 100 / days)
        .any(|percent| part.contains(&percent))
}

/// Hints for a form, a sentence each.
pub fn form(form: &FormDef) -> Vec<String> {
    let fields = || form.sections.iter().flat_map(|section| &section.fields);
    let hints = [
        (
            fields().next().is_some()
                && !fields().any(|field| field.required)
                && !form.sections.iter().any(|section| section.at_least_one),
            "No question is required: the form counts as complete when it is empty.",
        ),
        (
            fields().next().is_some() && !fields().any(|field| field.auto.is_some()),
            "Nothing is filled in from the log: add auto where the book knows the answer.",
        ),
        (
            fields().next().is_some() && !fields().any(|field| !field.help.is_empty()),
            "No question has help: a sentence helps where a question can be taken in two ways.",
        ),
        (
            form.source.trim().is_empty(),
            "No source: say where the questions come from.",
        ),
    ];
    let hints = hints.into_iter().filter(|(is_open, _)| *is_open);
    hints.map(|(_, hint)| hint.to_owned()).collect()
}

/// Hints for a file of the deck, a sentence each.
pub fn deck(file: &DeckFile) -> Vec<String> {
    let of_activities = file.activities.iter();
    let of_prompts = file.prompts.iter();
    let cards: Vec<_> = of_activities
        .map(|it| (&it.key, &it.words, &it.competencies, &it.phases))
        .chain(of_prompts.map(|it| (&it.key, &it.words, &it.competencies, &it.phases)))
        .collect();
    let mut advice = Vec::new();
    let wordless: Vec<_> = cards
        .iter()
        .filter(|(_, words, ..)| words.is_empty())
        .map(|(key, ..)| format!("“{key}”"))
        .collect();
    if !wordless.is_empty() {
        advice.push(format!(
            "No words in {}: nothing ties it to a goal.",
            wordless.join(", ")
        ));
    }
    if !cards.iter().any(|(_, _, areas, _)| !areas.is_empty()) {
        advice.push(
            "No competencies: none is offered for an area that was not touched yet.".to_owned(),
        );
    }
    let missing: Vec<_> = Stage::ALL
        .iter()
        .filter(|stage| !cards.iter().any(|(_, _, _, phases)| phases.contains(stage)))
        .map(|stage| stage.key())
        .collect();
    if !missing.is_empty() {
        advice.push(format!(
            "Nothing for these parts of the year: {}. The built-in deck has something for each.",
            missing.join(", ")
        ));
    }
    advice
}
