//! Answers: what was given to a form, kept with the question that was asked.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::form::FilledBy;
use super::id::Id;
use super::person::Role;
use super::string_enum::string_enum;

string_enum! {
    /// How far a form has come.
    ResponseState, "form state" {
        Draft = "draft" => "Draft",
        Complete = "complete" => "Complete",
        Signed = "signed" => "Signed",
        Exported = "exported" => "Exported",
    }
}

/// One filling-in of a form in one cycle. The id derives from cycle, form and, for a form each fills in alone, role.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Response {
    /// Identity of the record.
    #[serde(skip)]
    pub id: Id,
    /// Key of the form.
    pub form: String,
    /// The form's version when it was begun.
    pub version: u32,
    /// The cycle it belongs to.
    pub cycle: Id,
    /// Whose it is, when each fills in their own; none for a joint form.
    pub role: Option<Role>,
    /// How far it has come.
    pub state: ResponseState,
    /// The day the mentor signed.
    pub signed_mentor: Option<NaiveDate>,
    /// The day the mentee signed.
    pub signed_mentee: Option<NaiveDate>,
    /// The day it last left as a file.
    pub exported: Option<NaiveDate>,
    /// Never shared: the form is private.
    pub private: bool,
}

impl Response {
    /// The id that both computers give to this filling-in.
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

    /// Whether anybody has signed.
    pub const fn has_signature(&self) -> bool {
        self.signed_mentor.is_some() || self.signed_mentee.is_some()
    }

    /// Whether everybody whose form it is has signed: both, or the one who fills it in alone.
    pub fn is_signed(&self) -> bool {
        !Role::ALL.iter().any(|who| self.needs_signature_of(*who))
    }

    /// Whether the signature of `who` is still missing.
    pub fn needs_signature_of(&self, who: Role) -> bool {
        let asked = self.role.is_none_or(|role| role == who);
        asked && self.signed(who).is_none()
    }
}

/// One answer. The id derives from response, field, goal and author, so that each author has a field of their own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Answer {
    /// Identity of the record.
    #[serde(skip)]
    pub id: Id,
    /// The filling-in it belongs to.
    pub response: Id,
    /// Key of the field.
    pub field: String,
    /// The goal it is about, in a section repeated per goal.
    pub goal: Option<Id>,
    /// Who gave it.
    pub author: Role,
    /// The question as it was asked.
    pub question: String,
    /// The answer in its plain form; see [`Given`].
    pub value: String,
    /// Whether the log filled it in and nobody has changed it since.
    pub from_log: bool,
    /// Never shared.
    pub private: bool,
}

impl Answer {
    /// The id that both computers give to this answer.
    pub fn id_for(response: Id, field: &str, goal: Option<Id>, author: Role) -> Id {
        let goal = goal.map_or_else(String::new, |goal| goal.to_string());
        Id::derived(&["answer", &response.to_string(), field, &goal, author.key()])
    }

    /// The question it answers.
    pub fn slot(&self) -> Slot {
        Slot {
            field: self.field.clone(),
            goal: self.goal,
        }
    }

    /// Under whose name the answer to a field that `filler` fills in is kept when `me` gives it.
    ///
    /// A field each fills in alone is kept once for each. A joint one is kept under the mentee's name whoever types
    /// it, so that both computers write the same field of the same record.
    pub const fn author_of(filler: FilledBy, me: Role) -> Role {
        match filler {
            FilledBy::Joint | FilledBy::Mentee => Role::Mentee,
            FilledBy::Mentor => Role::Mentor,
            FilledBy::Each => me,
        }
    }
}

/// Which question of a form is meant: the field, and the goal where the section repeats.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Slot {
    /// Key of the field.
    pub field: String,
    /// The goal.
    pub goal: Option<Id>,
}

impl Slot {
    /// A question that is asked once.
    pub fn once(field: &str) -> Self {
        Self {
            field: field.to_owned(),
            goal: None,
        }
    }
}

/// What was given, in its plain form: text as typed; a choice by its key; several choices a key a line; a number or
/// rating in digits; `yes` or `no`; a day as `2026-12-01`, with a time as `2026-12-01 10:00`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerValue {
    /// The plain form.
    pub value: String,
    /// Whether the log filled it in.
    pub from_log: bool,
}

/// All that was given to one form, by question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers(pub BTreeMap<Slot, AnswerValue>);

impl Answers {
    /// The plain form of the answer to the field asked once; empty when there is none.
    pub fn get(&self, field: &str) -> &str {
        self.at(&Slot::once(field))
    }

    /// The plain form of the answer at `slot`; empty when there is none.
    pub fn at(&self, slot: &Slot) -> &str {
        self.0.get(slot).map_or("", |given| given.value.as_str())
    }

    /// Gives an answer by hand.
    pub fn set(&mut self, field: &str, value: impl Into<String>) -> &mut Self {
        self.put(
            Slot::once(field),
            AnswerValue {
                value: value.into(),
                from_log: false,
            },
        );
        self
    }

    /// Gives an answer; an empty one is taken out.
    pub fn put(&mut self, slot: Slot, given: AnswerValue) {
        if given.value.trim().is_empty() {
            self.0.remove(&slot);
        } else {
            self.0.insert(slot, given);
        }
    }
    /// The day given; of a day with a time, the day.
    pub fn day(&self, field: &str) -> Option<NaiveDate> {
        parse_canonical_date(self.get(field))
    }

    /// The time of day given with a day.
    pub fn time(&self, field: &str) -> Option<NaiveTime> {
        parse_canonical_time(self.get(field))
    }

    /// The number or rating given.
    pub fn number<N: std::str::FromStr>(&self, field: &str) -> Option<N> {
        self.get(field).parse().ok()
    }

    /// Whether yes was given.
    pub fn yes(&self, field: &str) -> bool {
        self.get(field) == YES
    }

    /// The choice given, as a word of the field.
    pub fn word<W: std::str::FromStr>(&self, field: &str) -> Option<W> {
        self.get(field).parse().ok()
    }

    /// The choices given.
    pub fn keys(&self, field: &str) -> BTreeSet<String> {
        self.get(field)
            .lines()
            .map(str::trim)
            .filter(|key| !key.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// Gives several choices by hand.
    pub fn set_keys(&mut self, field: &str, keys: impl IntoIterator<Item = String>) -> &mut Self {
        let keys: Vec<_> = keys.into_iter().collect();
        self.set(field, keys.join("\n"))
    }

    /// Gives a day by hand, with a time of day where there is one.
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

    /// Gives a number by hand.
    pub fn set_number(&mut self, field: &str, number: Option<impl ToString>) -> &mut Self {
        self.set(
            field,
            number.map_or_else(String::new, |number| number.to_string()),
        )
    }

    /// Says yes by hand, or takes the answer out.
    pub fn set_yes(&mut self, field: &str, yes: bool) -> &mut Self {
        self.set(field, if yes { YES } else { "" })
    }
}

/// The plain form of yes.
pub const YES: &str = "yes";
/// The plain form of no.
pub const NO: &str = "no";

/// The plain form of a day: `2026-12-01`, with a time `2026-12-01 10:00`.
pub fn canonical_date(day: NaiveDate, time: Option<NaiveTime>) -> String {
    match time {
        Some(time) => format!("{day} {}", time.format("%H:%M")),
        None => day.to_string(),
    }
}

/// The day in a plain form.
pub fn parse_canonical_date(value: &str) -> Option<NaiveDate> {
    value
        .split_once(' ')
        .map_or(value, |(day, _)| day)
        .parse()
        .ok()
}

/// The time of day in a plain form.
pub fn parse_canonical_time(value: &str) -> Option<NaiveTime> {
    let (_, time) = value.split_once(' ')?;
    NaiveTime::parse_from_str(time, "%H:%M").ok()
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
