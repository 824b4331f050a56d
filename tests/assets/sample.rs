//! The sample year is whole, consistent and worth looking at.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use matchbook::catalog::{Catalog, Sample};
use matchbook::domain::answer::ResponseState;
use matchbook::domain::book::Book;
use matchbook::domain::change::{Fields, Kind, Record};
use matchbook::domain::form::{ChoiceOptions, FieldKind, FormDef};
use matchbook::domain::goal::GoalStatus;
use matchbook::domain::id::Id;
use matchbook::domain::meeting::{MeetingState, Origin};
use matchbook::domain::person::Role;

use super::assets;

fn sample() -> Sample {
    Catalog::new().sample().unwrap()
}

fn records(sample: &Sample) -> Vec<Record> {
    let changes = sample.commits.iter().flat_map(|commit| &commit.changes);
    changes.filter_map(|change| change.after.clone()).collect()
}

fn book(sample: &Sample) -> Book {
    let mut book = Book {
        identity: sample.identity,
        ..Book::default()
    };
    for commit in &sample.commits {
        book.apply(&commit.changes);
    }
    book
}

#[test]
fn the_sample_creates_every_record_once_and_in_order_of_time() {
    let sample = sample();
    let mut seen = BTreeSet::new();
    for record in records(&sample) {
        assert!(seen.insert((record.kind(), record.id())), "{record:?}");
    }
    assert!(sample.commits.is_sorted_by_key(|commit| commit.at));
    for commit in &sample.commits {
        assert!(commit.at.date_naive() <= sample.today, "{}", commit.label);
        assert!(!commit.label.is_empty() && !commit.changes.is_empty());
        assert!(commit.changes.iter().all(|it| it.before.is_none()));
    }
}

#[test]
fn what_the_sample_names_is_there() {
    let sample = sample();
    let (book, catalog) = (book(&sample), Catalog::new());
    let program = catalog.program("alsc").unwrap();
    let deck = catalog.deck_of(&book).unwrap();
    let areas = &catalog.competencies("alsc-2015").unwrap().areas;
    let activity = |key: &String| deck.activities.iter().any(|it| it.key == *key);
    let prompt = |key: &String| deck.prompts.iter().any(|it| it.key == *key);
    let area = |key: &String| areas.iter().any(|it| it.key == *key);
    let aim = |key: &String| program.aims.iter().any(|it| it.key == *key);
    let goal = |id: &Id| book.goals.contains_key(id);
    let meeting = |id: &Id| book.meetings.contains_key(id);
    let cycle = |id: &Id| book.cycles.contains_key(id);
    for record in records(&sample) {
        let sound = match &record {
            Record::Person(it) => !it.name.is_empty(),
            Record::Cycle(it) => it.start < it.end,
            Record::Milestone(it) => cycle(&it.cycle),
            Record::Goal(it) => it.aims.iter().all(aim) && it.competencies.iter().all(area),
            Record::Step(it) => goal(&it.goal) && !it.order.is_empty(),
            Record::Progress(it) => goal(&it.goal) && it.date <= sample.today,
            Record::Evidence(it) => goal(&it.goal),
            Record::Meeting(it) => {
                it.goals.iter().all(goal)
                    && it.activities.iter().all(activity)
                    && it.competencies.iter().all(area)
            }
            Record::Note(it) => meeting(&it.meeting) && !it.text.is_empty(),
            Record::PrivateNote(it) => meeting(&it.meeting) && it.feeling.is_some(),
            Record::AgendaItem(it) => {
                let id = it.subject.parse().unwrap_or_default();
                meeting(&it.meeting)
                    && match it.origin {
                        Origin::Own => it.subject.is_empty(),
                        Origin::Action => book.actions.contains_key(&id),
                        Origin::Goal => goal(&id),
                        Origin::Question => book.questions.contains_key(&id),
                        Origin::Activity => activity(&it.subject),
                        Origin::Prompt => prompt(&it.subject),
                    }
            }
            Record::Action(it) => it.meeting.as_ref().is_some_and(meeting),
            Record::AskedForm(it) => cycle(&it.cycle),
            Record::Pause(it) => cycle(&it.cycle),
            Record::Activity(it) => activity(&it.key),
            Record::Prompt(it) => prompt(&it.key),
            Record::Question(it) => it.meeting.as_ref().is_none_or(meeting),
            Record::ListItem(it) => it.meeting.as_ref().is_none_or(meeting),
            Record::Pulse(it) => it.average_tenths().is_some(),
            Record::Response(it) => cycle(&it.cycle) && catalog.form(&it.form).is_ok(),
            Record::Answer(it) => {
                let form = catalog.form(&book.responses[&it.response].form).unwrap();
                let (section, field) = form.field(&it.field).unwrap();
                it.question == field.label
                    && section.per.is_some() == it.goal.is_some()
                    && it.goal.as_ref().is_none_or(goal)
                    && fits(&field.kind, &it.value)
            }
        };
        assert!(sound, "{record:?}");
    }
}

/// Whether `value` is the plain form of an answer to a field of `kind`.
fn fits(kind: &FieldKind, value: &str) -> bool {
    let offered = |key: &str, options: &ChoiceOptions| match options {
        ChoiceOptions::Listed(listed) => listed.iter().any(|choice| choice.key == key),
        ChoiceOptions::From(_) => !key.is_empty(),
    };
    match kind {
        FieldKind::Line => !value.is_empty() && !value.contains('\n'),
        FieldKind::Text => !value.is_empty(),
        FieldKind::Choice(options) => offered(value, options),
        FieldKind::Choices(options) => value.lines().all(|key| offered(key, options)),
        FieldKind::Scale(scale) => scale.has(value.parse().unwrap()),
        FieldKind::Date { .. } => value.parse::<NaiveDate>().is_ok(),
        FieldKind::Number(_) => value.parse::<u32>().is_ok(),
        FieldKind::YesNo => ["yes", "no"].contains(&value),
        FieldKind::Rows(columns) => value.split('\t').count() >= columns.len(),
        FieldKind::Computed(_) | FieldKind::Statement => false,
    }
}

#[test]
fn the_sample_shows_something_of_everything() {
    let sample = sample();
    let book = book(&sample);
    let kinds: BTreeSet<_> = records(&sample).iter().map(Record::kind).collect();
    // What few years have: a form of the office's own, a pause.
    let usual = |kind: &Kind| ![Kind::AskedForm, Kind::Pause].contains(kind);
    assert_eq!(kinds, Kind::ALL.iter().copied().filter(usual).collect());
    for status in GoalStatus::ALL {
        assert!(
            book.goals.values().any(|it| it.status == *status),
            "{status}"
        );
    }
    for state in MeetingState::ALL {
        assert!(
            book.meetings.values().any(|it| it.state == *state),
            "{state}"
        );
    }
    for role in Role::ALL {
        let mut open = book.open_questions().into_iter();
        assert!(open.any(|it| it.asker == *role), "{role}");
    }
    let late = |due: Option<NaiveDate>| due.is_some_and(|due| due < sample.today);
    assert!(
        book.goals
            .values()
            .any(|it| !it.missing_fields().is_empty())
    );
    assert!(book.goals.values().any(|it| it.is_open() && late(it.due)));
    assert!(book.open_actions().iter().any(|it| late(it.due)));
    assert!(book.open_actions().iter().any(|it| !late(it.due)));
    assert!(book.actions.values().any(|it| !it.done_note.is_empty()));
    assert!(book.milestones.values().any(|it| it.done.is_some()));
    assert!(book.held().count() >= 12);
    let channels: BTreeSet<_> = book.held().filter_map(|it| it.channel).collect();
    assert!(channels.len() >= 4);
    let next = book.planned()[0];
    assert!(next.date > sample.today && !book.agenda_of(next.id).is_empty());
}

#[test]
fn what_the_sample_finished_is_whole_and_the_tracker_is_not() {
    let book = book(&sample());
    let catalog = Catalog::new();
    let alsc = catalog.program("alsc").unwrap();
    let mut begun = Vec::new();
    for (used, form) in catalog.forms_of(&alsc).unwrap() {
        let role = form.is_individual().then_some(Role::Mentee);
        let Some(response) = book.response(&used.form, role) else {
            continue;
        };
        let given: BTreeSet<_> = book
            .answers_of(response.id)
            .map(|it| (it.field.clone(), it.goal))
            .collect();
        let asked = required(&form, &used.requires, &book);
        let missing: Vec<_> = asked.difference(&given).collect();
        let draft = response.state == ResponseState::Draft;
        assert_eq!(missing.is_empty(), !draft, "{}: {missing:?}", used.form);
        begun.push((used.form, response.state));
    }
    let state = |form: &str| begun.iter().find(|it| it.0 == form).map(|it| it.1);
    assert_eq!(state("agreement"), Some(ResponseState::Signed));
    assert_eq!(state("goal-sheet"), Some(ResponseState::Exported));
    assert_eq!(state("check"), Some(ResponseState::Complete));
    assert_eq!(state("tracker"), Some(ResponseState::Draft));
    assert_eq!(begun.len(), 4);
}

#[test]
fn the_private_parts_of_the_sample_forms_are_marked_private() {
    let book = book(&sample());
    let private = |form: &str| {
        let response = book.responses.values().find(|it| it.form == form).unwrap();
        let answers: Vec<_> = book.answers_of(response.id).collect();
        let marked = answers.iter().filter(|it| it.private).count();
        (response.private, marked, answers.len() - marked)
    };
    let (whole, marked, _) = private("agreement");
    assert!(!whole && marked == 6);
    let (whole, _, open) = private("check");
    assert!(whole && open == 0);
}

fn required(form: &FormDef, more: &[String], book: &Book) -> BTreeSet<(String, Option<Id>)> {
    let mut asked = BTreeSet::new();
    for section in &form.sections {
        for field in &section.fields {
            if !field.required && !more.contains(&field.key) {
                continue;
            }
            if section.per.is_some() {
                let goals = book.goals.values().filter(|goal| !goal.private);
                asked.extend(goals.map(|goal| (field.key.clone(), Some(goal.id))));
            } else {
                asked.insert((field.key.clone(), None));
            }
        }
    }
    asked
}

#[test]
fn every_line_of_the_sample_files_is_a_field_of_its_record() {
    let more = BTreeMap::from([
        ("person", ""),
        ("goal", "key step progress evidence"),
        ("step", ""),
        ("progress", ""),
        ("evidence", ""),
        ("meeting", "key written notes private agenda action"),
        ("private", ""),
        ("agenda", ""),
        ("action", "key"),
        ("question", "key"),
        ("activity", ""),
        ("response", "written log mentee mentor goal"),
    ]);
    for path in assets()
        .iter()
        .filter(|path| path.to_string_lossy().contains("sample"))
    {
        let file: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
        let mut found: Vec<(String, toml::Value)> = file.into_iter().collect();
        while let Some((name, value)) = found.pop() {
            let Some(more) = more.get(name.as_str()) else {
                continue;
            };
            let kind = match name.as_str() {
                "agenda" => Kind::AgendaItem,
                "private" => Kind::PrivateNote,
                name => Kind::from_name(name).unwrap(),
            };
            for item in value.as_array().into_iter().flatten() {
                for (field, value) in item.as_table().into_iter().flatten() {
                    let known = knows(kind, field) || more.split(' ').any(|it| it == field);
                    assert!(known, "{name}: {field}");
                    found.push((field.clone(), value.clone()));
                }
            }
        }
    }
}

/// Whether records of `kind` have a field called `field`: something of a wrong type in it is refused.
fn knows(kind: Kind, field: &str) -> bool {
    let odd = serde_json::json!({ "no": ["such", "value"] });
    let fields = Fields::from_iter([(field.to_owned(), odd)]);
    Record::from_fields(kind, Id::default(), &fields).is_err()
}
