//! The sample year: a made-up pair half way through, built from readable files as the commits that would have made it.
//!
//! The files of `assets/sample/` hold records as they are, and refer to goals, meetings and actions by short keys.
//! `records` turns the keys into ids, the same in every copy. There is one commit for the start, one for each goal,
//! each meeting and each form, one for the questions and one for the marks on the deck.

mod files;
mod first_commit;
mod records;

use chrono::{DateTime, NaiveDate, Utc};
use serde::de::DeserializeOwned;

use super::{Catalog, CatalogError, built_in, deserialize};
use crate::domain::book::Identity;
use crate::domain::change::{Change, Commit, Record};
use crate::domain::dates;
use crate::domain::goal::Goal;
use crate::domain::id::Id;
use crate::domain::list::ListItem;
use crate::domain::meeting::{Meeting, MeetingState};
use crate::domain::program::Cycle;
use files::{FormsFile, GoalsFile, ListsFile, LogFile, PairFile};

/// Sample year, ready to be saved in a new book.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Date on which the sample is opened.
    pub today: NaiveDate,
    /// Match, replica and role of the copy.
    pub identity: Identity,
    /// In the order in which they are saved.
    pub commits: Vec<Commit>,
}

impl Catalog {
    /// Builds the sample year.
    pub fn sample(&self) -> Result<Sample, CatalogError> {
        let pair: PairFile = part("pair")?;
        let goals: GoalsFile = part("goals")?;
        let log: LogFile = part("log")?;
        let lists: ListsFile = part("lists")?;
        let forms: FormsFile = part("forms")?;

        let program = self.program(&pair.program)?;
        let identity = Identity {
            pair: local("pair", "sample"),
            replica: local("replica", pair.me.key()),
            me: pair.me,
        };
        let first = first_commit::commit(identity.pair, &program, &pair)?;
        let cycle = Cycle::id_for(identity.pair, pair.start);

        let mut commits = goal_commits(goals);
        commits.extend(log_commits(log, &pair));
        commits.extend(list_commits(lists));
        for file in forms.response {
            let form = self.form(&file.response.form)?;
            let written = file.written;
            let records = records::response(file, &form, cycle, pair.me);
            let label = format!("{} answers of {} changed", records.len() - 1, form.title);
            commits.push(commit(label, written, records));
        }
        commits.sort_by_key(|commit| commit.at);
        commits.insert(0, first);
        Ok(Sample {
            today: pair.today,
            identity,
            commits,
        })
    }
}

fn goal_commits(file: GoalsFile) -> Vec<Commit> {
    let mut order = records::OrderKeys::default();
    let commits = file.goal.into_iter().map(|goal| {
        let Goal { title, opened, .. } = &goal.goal;
        let label = format!("goal “{title}” added");
        let opened = opened.unwrap_or_default();
        commit(label, opened, records::goal(goal, order.next()))
    });
    commits.collect()
}

fn log_commits(file: LogFile, pair: &PairFile) -> Vec<Commit> {
    let meetings = file.meeting.into_iter().map(|entry| {
        let written = entry.written.unwrap_or(entry.meeting.date);
        commit(logged(&entry.meeting), written, records::meeting(entry))
    });
    let mut commits: Vec<_> = meetings.collect();
    let asked_on = file.question.iter().filter_map(|it| it.record.asked).max();
    let questions = file.question.into_iter().map(records::question).collect();
    commits.push(commit(
        "questions for next time kept",
        asked_on.unwrap_or(pair.today),
        questions,
    ));
    let changed_on = file.activity.iter().filter_map(|it| it.changed).max();
    let marks = records::cards(file.activity, file.prompt);
    commits.push(commit(
        "activities and prompts marked",
        changed_on.unwrap_or(pair.today),
        marks,
    ));
    commits
}

fn list_commits(file: ListsFile) -> Vec<Commit> {
    let mut commits = Vec::new();
    for item in file.item {
        let ListItem {
            list, title, added, ..
        } = &item.record;
        let label = format!("{} “{title}” added", list.singular());
        let added = added.unwrap_or_default();
        commits.push(commit(label, added, vec![records::list_item(item)]));
    }
    for (index, pulse) in file.pulse.into_iter().enumerate() {
        let label = format!("pulse of {} taken", dates::format_date(pulse.date));
        let date = pulse.date;
        commits.push(commit(label, date, vec![records::pulse(pulse, index)]));
    }
    let days = file.activity.iter().filter_map(|it| it.changed);
    let day = days.max().unwrap_or_default();
    let cards = records::cards(file.activity, file.prompt);
    commits.push(commit("cards of our own added", day, cards));
    commits
}

fn logged(meeting: &Meeting) -> String {
    let done = match meeting.state {
        MeetingState::Held => "logged",
        MeetingState::Planned => "planned",
        MeetingState::Cancelled => "called off",
    };
    let kind = meeting.kind.label().to_lowercase();
    format!("{kind} of {} {done}", dates::format_date(meeting.date))
}

fn commit(label: impl Into<String>, day: NaiveDate, records: Vec<Record>) -> Commit {
    let changes = records.into_iter().map(Change::create).collect();
    Commit::new(label, evening(day), changes)
}

/// Commit time on `day`: people write things down in the evening.
fn evening(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(18, 0, 0).unwrap_or_default().and_utc()
}

/// Derives the id of the record that the files call `key`.
fn local(kind: &str, key: &str) -> Id {
    Id::derived(&["sample", kind, key])
}

fn part<T: DeserializeOwned>(name: &str) -> Result<T, CatalogError> {
    let (file, text) = part_text(name)?;
    deserialize(file, text)
}

fn part_text(name: &str) -> Result<(&'static str, &'static str), CatalogError> {
    built_in("sample", name).ok_or_else(|| CatalogError::Unknown {
        what: "part of the sample year",
        key: name.to_owned(),
        known: Vec::new(),
    })
}
