//! Responses to forms and their answers, each stored with the question as it was asked.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field_rules::FilledBy;
use super::id::Id;
use super::person::Role;
use super::string_enum::string_enum;

string_enum! {
    /// Lifecycle of a response, from draft to exported.
    ResponseState, "form state" {
        Draft = "draft" => "Draft",
        Complete = "complete" => "Complete",
        Signed = "signed" => "Signed",
        Exported = "exported" => "Exported",
    }
}

/// One filled-in form in one cycle. The id derives from cycle, form and, for a form each fills in alone, role.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Response {
    #[serde(skip)]
    pub id: Id,
    /// Key of the form.
    pub form: String,
    /// The form's version when it was begun.
    pub version: u32,
    /// The cycle it belongs to.
    pub cycle: Id,
    /// Role of its owner, when each fills in their own; none for a joint form.
    pub role: Option<Role>,
    /// State in the lifecycle of the form.
    pub state: ResponseState,
    /// The day the mentor signed.
    pub signed_mentor: Option<NaiveDate>,
    /// The day the mentee signed.
    pub signed_mentee: Option<NaiveDate>,
    /// The day it was last exported.
    pub exported: Option<NaiveDate>,
    /// Never shared: the form is private.
    pub private: bool,
}

impl Response {
    /// Derives the id that both replicas give to this response.
    pub fn id_for(cycle: Id, form: &str, role: Option<Role>) -> Id {
        Id::derived(&[
            "response",
            &cycle.to_string(),
            form,
            role.map_or("", Role::key),
        ])
    }

    /// The day on which `who` signed.
    pub const fn signed(&self, who: Role) -> Option<NaiveDate> {
        match who {
            Role::Mentor => self.signed_mentor,
            Role::Mentee => self.signed_mentee,
        }
    }

    /// True if anybody has signed.
    pub const fn has_signature(&self) -> bool {
        self.signed_mentor.is_some() || self.signed_mentee.is_some()
    }

    /// True if everybody whose form it is has signed: both, or the one who fills it in or reads it alone.
    pub fn is_signed(&self) -> bool {
        !Role::ALL.iter().any(|who| self.needs_signature_of(*who))
    }

    /// The day on which everybody had signed.
    pub fn signed_on(&self) -> Option<NaiveDate> {
        let last = self.signed_mentor.max(self.signed_mentee);
        last.filter(|_| self.is_signed())
    }

    /// A day on which it was finished for certain, as that day itself is not stored: of the first signature, else of the
    /// last export. None for a draft, and for one that was neither signed nor exported since.
    pub fn finished_on(&self) -> Option<NaiveDate> {
        let signed = [self.signed_mentor, self.signed_mentee];
        let exported = || {
            self.exported
                .filter(|_| self.state == ResponseState::Exported)
        };
        let first = signed.into_iter().flatten().min().or_else(exported);
        first.filter(|_| self.state != ResponseState::Draft)
    }

    /// True if the signature of `who` is still missing.
    pub fn needs_signature_of(&self, who: Role) -> bool {
        // What the partner never reads has the one signature of its owner.
        if self.private {
            return !self.has_signature();
        }
        let must_sign = self.role.is_none_or(|role| role == who);
        must_sign && self.signed(who).is_none()
    }
}

/// One answer. The id derives from response, field, what it is about and author, so that each author has a field of their own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Answer {
    #[serde(skip)]
    pub id: Id,
    /// The response it belongs to.
    pub response: Id,
    /// Key of the field.
    pub field: String,
    /// The goal, the meeting or the action that it is about, in a section repeated for each of them.
    pub goal: Option<Id>,
    /// Author of the answer.
    pub author: Role,
    /// The question as it was asked.
    pub question: String,
    /// The answer in its canonical form: text as typed, keys of choices, digits, `yes` or `no`, ISO 8601 dates.
    pub value: String,
    /// True while the value was autofilled from the log and nobody has edited it since.
    pub from_log: bool,
    /// The day on which the partner of `author` wrote it down for them; none for an answer of their own.
    pub told: Option<NaiveDate>,
    /// Never shared.
    pub private: bool,
}

impl Answer {
    /// Derives the id that both replicas give to this answer.
    pub fn id_for(response: Id, field: &str, goal: Option<Id>, author: Role) -> Id {
        let goal = goal.map_or_else(String::new, |goal| goal.to_string());
        Id::derived(&["answer", &response.to_string(), field, &goal, author.key()])
    }

    /// Derives the id of the answer that the partner of `author` wrote down for them: another record than their own, so
    /// that the two never collide.
    pub fn told_id_for(response: Id, field: &str, goal: Option<Id>, author: Role) -> Id {
        let own = Self::id_for(response, field, goal, author);
        Id::derived(&["told", &own.to_string()])
    }

    /// Question that it answers.
    pub fn slot(&self) -> Slot {
        Slot {
            field: self.field.clone(),
            goal: self.goal,
        }
    }

    /// Author under whom an answer to a field of `filler` is stored when `me` gives it.
    ///
    /// A field each fills in alone has one answer for each. A joint one is stored with the mentee as author whoever
    /// types it, so that both replicas write the same field of the same record.
    pub const fn author_of(filler: FilledBy, me: Role) -> Role {
        match filler {
            FilledBy::Joint | FilledBy::Mentee => Role::Mentee,
            FilledBy::Mentor => Role::Mentor,
            FilledBy::Each => me,
        }
    }
}

/// Identifies a question of a form: the field, and where the section repeats the goal, the meeting or the action.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Slot {
    pub field: String,
    pub goal: Option<Id>,
}

impl Slot {
    /// Slot of a field outside of sections that repeat.
    pub fn once(field: &str) -> Self {
        Self {
            field: field.to_owned(),
            goal: None,
        }
    }
}

/// Answer in its canonical form: text as typed; a choice by its key; several choices a key a line; a number or rating
/// in digits; `yes` or `no`; a date as `2026-12-01`, with a time as `2026-12-01 10:00`; rows a line each, with tabs between
/// their cells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerValue {
    /// Canonical form.
    pub value: String,
    /// True while the value was autofilled from the log.
    pub from_log: bool,
}

impl AnswerValue {
    /// A value typed by hand.
    pub fn typed(value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            from_log: false,
        }
    }
}

/// Answers of one form, by question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers(pub BTreeMap<Slot, AnswerValue>);

impl Answers {
    /// Canonical answer to a field outside of repeated sections; empty when there is none.
    pub fn get(&self, field: &str) -> &str {
        self.at(&Slot::once(field))
    }

    /// Canonical answer at `slot`; empty when there is none.
    pub fn at(&self, slot: &Slot) -> &str {
        self.0.get(slot).map_or("", |answer| answer.value.as_str())
    }

    /// One answer typed by hand.
    pub fn of(field: &str, value: impl Into<String>) -> Self {
        let mut answers = Self::default();
        answers.set(field, value);
        answers
    }

    /// Sets an answer typed by hand.
    pub fn set(&mut self, field: &str, value: impl Into<String>) -> &mut Self {
        self.put(Slot::once(field), AnswerValue::typed(value));
        self
    }

    /// Stores an answer; an empty one removes it.
    pub fn put(&mut self, slot: Slot, answer: AnswerValue) {
        if answer.value.trim().is_empty() {
            self.0.remove(&slot);
        } else {
            self.0.insert(slot, answer);
        }
    }
    /// Parses the answer as a date, ignoring its time.
    pub fn day(&self, field: &str) -> Option<NaiveDate> {
        parse_canonical_date(self.get(field))
    }

    /// Parses the time of a date answer.
    pub fn time(&self, field: &str) -> Option<NaiveTime> {
        parse_canonical_time(self.get(field))
    }

    /// Parses the zone of a date answer that names one.
    pub fn zone(&self, field: &str) -> Option<Tz> {
        parse_canonical_zone(self.get(field))
    }

    /// Parses the answer as a number or rating.
    pub fn number<N: std::str::FromStr>(&self, field: &str) -> Option<N> {
        self.get(field).parse().ok()
    }

    /// True if the answer is yes.
    pub fn yes(&self, field: &str) -> bool {
        self.get(field) == YES
    }

    /// Parses the answer as a value of an enum.
    pub fn word<W: std::str::FromStr>(&self, field: &str) -> Option<W> {
        self.get(field).parse().ok()
    }

    /// Keys of the choices in the answer.
    pub fn keys(&self, field: &str) -> BTreeSet<String> {
        self.get(field)
            .lines()
            .map(str::trim)
            .filter(|key| !key.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// Sets a date by hand, with a time where there is one.
    pub fn set_day(
        &mut self,
        field: &str,
        day: Option<NaiveDate>,
        time: Option<NaiveTime>,
    ) -> &mut Self {
        self.set(
            field,
            day.map_or_else(String::new, |day| canonical_date(day, time)),
        )
    }

    /// Sets a number by hand.
    pub fn set_number(&mut self, field: &str, number: Option<impl ToString>) -> &mut Self {
        self.set(
            field,
            number.map_or_else(String::new, |number| number.to_string()),
        )
    }
}

/// Canonical form of yes.
pub const YES: &str = "yes";
/// Canonical form of no.
pub const NO: &str = "no";

/// Formats the canonical form of a date: `2026-12-01`, with a time `2026-12-01 10:00`.
pub fn canonical_date(day: NaiveDate, time: Option<NaiveTime>) -> String {
    match time {
        Some(time) => format!("{day} {}", time.format("%H:%M")),
        None => day.to_string(),
    }
}

/// Formats the canonical form of a date whose hour is by the clocks of another zone: `2026-12-01 10:00 America/New_York`.
pub fn canonical_moment(day: NaiveDate, time: Option<NaiveTime>, zone: Option<Tz>) -> String {
    let date = canonical_date(day, time);
    match zone.filter(|_| time.is_some()) {
        Some(zone) => format!("{date} {zone}"),
        None => date,
    }
}

/// Parses the date of a canonical form.
pub fn parse_canonical_date(value: &str) -> Option<NaiveDate> {
    value
        .split_once(' ')
        .map_or(value, |(day, _)| day)
        .parse()
        .ok()
}

/// Parses the time of a canonical form.
pub fn parse_canonical_time(value: &str) -> Option<NaiveTime> {
    let time = value.split(' ').nth(1)?;
    NaiveTime::parse_from_str(time, "%H:%M").ok()
}

/// Parses the zone of a canonical form; none where the hour is by the user's own clock.
pub fn parse_canonical_zone(value: &str) -> Option<Tz> {
    value.split(' ').nth(2)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_joint_answer_is_one_field_whoever_types_it() {
        assert_eq!(
            Answer::author_of(FilledBy::Joint, Role::Mentor),
            Answer::author_of(FilledBy::Joint, Role::Mentee)
        );
        assert_ne!(
            Answer::author_of(FilledBy::Each, Role::Mentor),
            Answer::author_of(FilledBy::Each, Role::Mentee)
        );
    }

    #[test]
    fn the_plain_form_of_a_day_reads_back() {
        let day = NaiveDate::from_ymd_opt(2026, 12, 1);
        let time = NaiveTime::from_hms_opt(10, 30, 0);
        let mut answers = Answers::default();
        answers.set_day("next", day, time).set_day("due", day, None);
        assert_eq!(answers.get("next"), "2026-12-01 10:30");
        assert_eq!((answers.day("next"), answers.time("next")), (day, time));
        assert_eq!((answers.day("due"), answers.time("due")), (day, None));
    }
}
