//! Answers: what was given to a form, kept with the question that was asked.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::id::Id;
use super::person::Role;
use super::words::words;

words! {
    /// How far a form has come.
    ResponseState, "form state" {
        Draft = "draft" => "Draft",
        Complete = "complete" => "Complete",
        Signed = "signed" => "Signed",
        Exported = "exported" => "Exported",
    }
}

/// One filling-in of a form in one cycle. The id derives from cycle, form and, for a form each fills in alone, role.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
}

/// One answer. The id derives from response, field, goal and author, so that each author has a field of their own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
pub struct Given {
    /// The plain form.
    pub value: String,
    /// Whether the log filled it in.
    pub from_log: bool,
}

/// All that was given to one form, by question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers(pub BTreeMap<Slot, Given>);

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
            Given {
                value: value.into(),
                from_log: false,
            },
        );
        self
    }

    /// Gives an answer; an empty one is taken out.
    pub fn put(&mut self, slot: Slot, given: Given) {
        if given.value.trim().is_empty() {
            self.0.remove(&slot);
        } else {
            self.0.insert(slot, given);
        }
    }
}
