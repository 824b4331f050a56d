//! Programs: phases, milestones, cadence, pages and the forms that are due on milestones. All of it comes from a data
//! file.
//!
//! A template only gives defaults. The dates of a book are records of the book ([`Milestone`], [`Cycle`]), each
//! editable.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

pub use super::date_rule::{DateRule, StartChoice};
use super::deck::Stage;
use super::form::FormDef;
use super::id::Id;
use super::person::Owner;
use super::string_enum::string_enum;

/// Frequency that the program asks for: `count` times in `months` months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    pub count: u32,
    #[serde(default = "one")]
    pub months: u32,
}

fn one() -> u32 {
    1
}

/// Cadence: contacts by any channel and meetings proper, counted apart.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cadence {
    /// Contacts of any kind, meetings included.
    #[serde(default)]
    pub contacts: Option<Rate>,
    #[serde(default)]
    pub meetings: Option<Rate>,
    /// Explanation in the program's own words.
    #[serde(default)]
    pub note: String,
}

/// Phase of the year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Stage that it belongs to, for choosing cards.
    pub stage: Stage,
    pub title: String,
    /// Tasks of the pair in this phase.
    pub about: String,
    /// First day; it lasts until the next phase begins.
    #[serde(skip_serializing)]
    pub from: DateRule,
}

/// Milestone of the program, as the template gives it.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MilestoneDef {
    /// Key from which the record's id derives.
    pub key: String,
    pub title: String,
    /// Instructions.
    pub about: String,
    pub on: DateRule,
    /// Form that is due on it, if any.
    #[serde(default)]
    pub form: Option<String>,
    /// Role that it is for.
    #[serde(default = "both")]
    pub owner: Owner,
    /// True if it is optional: once the day has passed nothing is overdue.
    #[serde(default)]
    pub passes: bool,
    /// True if it is the due date of a form given again, or of one that the office asks of this book.
    #[serde(skip)]
    pub generated: bool,
}

pub(super) fn both() -> Owner {
    Owner::Both
}

/// Key with its title: an aim of the program, a competency area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Stored in records.
    pub key: String,
    /// Shown to people.
    pub title: String,
}

/// Expectations and benefits of one role, for its page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RolePage {
    /// Conditions of eligibility.
    #[serde(default)]
    pub who: Vec<String>,
    #[serde(default)]
    pub expectations: Vec<String>,
    /// Tasks of this role.
    #[serde(default)]
    pub roles: Vec<String>,
    #[serde(default)]
    pub benefits: Vec<String>,
}

/// Item of the reading list: something to read or to visit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    pub title: String,
    /// Author or publisher.
    #[serde(default)]
    pub by: String,
    #[serde(default)]
    pub year: Option<i32>,
    /// Journal, publisher or web address.
    #[serde(default, rename = "where")]
    pub place: String,
}

/// Form that the program asks for, under its own title.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormUse {
    #[serde(rename(serialize = "key"))]
    pub form: String,
    /// The program's title for it.
    pub title: String,
    /// Recipient, without an article; empty when it is for the pair alone.
    #[serde(default, deserialize_with = "recipient")]
    pub to: String,
    /// Purpose in this program, where the form's own description does not fit.
    #[serde(default, skip_serializing)]
    pub about: String,
    /// Keys of fields that this program requires although the form does not.
    #[serde(default)]
    pub requires: Vec<String>,
    /// Dates on which it is given again, each time a copy of its own; where the form's own do not fit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat: Option<Repeat>,
    /// Definition of a form that is kept in the book, or of one occurrence of a form given again; none for one that is a
    /// file.
    #[serde(skip)]
    pub def: Option<Arc<FormDef>>,
    /// End of the title that names an occurrence of a form given more than once; else empty.
    #[serde(skip)]
    pub occurrence: String,
}

/// Recurrence of a form that is filled in more than once in a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Repeat {
    /// Once more whenever the last one is finished, on no date.
    Again,
    /// For each month, due on its last day.
    Monthly,
    /// For each month, due on this day of the next one (15: the 15th).
    MonthlyBy(u32),
    /// Every three months after the start.
    Quarterly,
    /// On each of these days after the start.
    Days(Vec<u32>),
    /// After each meeting.
    Meeting,
}

fn recipient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    String::deserialize(deserializer).map(|it| without_article(&it).to_owned())
}

fn without_article(to: &str) -> &str {
    to.trim_start_matches("the ").trim_start_matches("The ")
}

impl FormUse {
    /// The form `def` as a book keeps it for `recipient`.
    pub fn of_book(def: &Arc<FormDef>, recipient: &str) -> Self {
        Self {
            form: def.key.clone(),
            title: def.title.clone(),
            to: without_article(recipient).to_owned(),
            about: String::new(),
            requires: Vec::new(),
            repeat: def.repeat.clone(),
            def: Some(Arc::clone(def)),
            occurrence: String::new(),
        }
    }

    /// Describes the purpose of `def` in this program, and what its signing takes.
    pub fn description(&self, def: &FormDef) -> String {
        let about = if self.about.is_empty() {
            &def.about
        } else {
            &self.about
        };
        let signing = if def.is_individual() || def.is_private() {
            ""
        } else {
            " It counts as signed once both of you have signed it, each with the date."
        };
        let others: Vec<_> = def.other_signers().collect();
        let others = match others.as_slice() {
            [] => String::new(),
            others => format!(
                " On paper it has a line to sign for: {}.",
                others.join(", ")
            ),
        };
        format!("{}{signing}{others}", about.trim_end())
    }
}

impl Repeat {
    /// True if it names days on which the form is due.
    pub const fn is_dated(&self) -> bool {
        match self {
            Self::Again | Self::Meeting => false,
            Self::Monthly | Self::MonthlyBy(_) | Self::Quarterly | Self::Days(_) => true,
        }
    }
}

/// Published source of the facts in the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// Title of the document.
    pub title: String,
    #[serde(default)]
    pub by: String,
    /// As far as known.
    #[serde(default)]
    pub year: Option<i32>,
}

/// Mentoring program, as its data file describes it. Written as JSON without rules, which are told in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Program {
    /// Key: `alsc`, `kla`, `wla`, `blank`, or that of a user file.
    pub key: String,
    /// Key of the program that it extends; empty for one that stands alone.
    #[serde(default, skip_serializing)]
    pub extends: String,
    pub title: String,
    /// Short name for lists and headings.
    pub short: String,
    #[serde(default, alias = "organisation")]
    pub organization: String,
    /// Country that it runs in, by its code of two letters (`US`): dates and paper are as there. May be empty.
    #[serde(default)]
    pub country: String,
    /// Description, in a few sentences.
    pub about: String,
    /// Common misunderstandings: things the program is not.
    #[serde(default)]
    pub is_not: Vec<String>,
    /// Last day of the year.
    #[serde(skip_serializing)]
    pub end: DateRule,
    #[serde(default, skip_serializing)]
    pub cadence: Cadence,
    /// In order.
    #[serde(skip_serializing)]
    pub phases: Vec<Phase>,
    #[serde(default, skip_serializing)]
    pub milestones: Vec<MilestoneDef>,
    #[serde(default)]
    pub forms: Vec<FormUse>,
    #[serde(default)]
    pub aims: Vec<Term>,
    /// Key of the competency set, if it has one.
    #[serde(default, skip_serializing)]
    pub competencies: Option<String>,
    /// Page for mentors.
    #[serde(default)]
    pub mentor: RolePage,
    /// Page for mentees.
    #[serde(default)]
    pub mentee: RolePage,
    /// Rule for a match that does not fit.
    #[serde(default)]
    pub rematch: String,
    /// Other facts that a pair looks up during its year.
    #[serde(default)]
    pub notes: Vec<String>,
    #[serde(default)]
    pub resources: Vec<Resource>,
    #[serde(default)]
    pub sources: Vec<Citation>,
}

/// Set of competency areas. From a data file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompetencySet {
    #[serde(skip_serializing)]
    pub key: String,
    /// Name and edition.
    pub title: String,
    /// In order.
    pub areas: Vec<Term>,
    /// Published sources of the titles.
    #[serde(skip_serializing)]
    pub sources: Vec<Citation>,
}

/// One run of a program for this match. The id derives from book and start.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Cycle {
    #[serde(skip)]
    pub id: Id,
    /// Key of the program.
    #[serde(alias = "programme")]
    pub program: String,
    /// The first day.
    pub start: NaiveDate,
    /// The last day.
    pub end: NaiveDate,
    /// Contacts a month that the pair agreed on, where it differs from the program's.
    pub contacts_a_month: Option<u32>,
    /// Meetings a month that the pair agreed on, where it differs from the program's.
    pub meetings_a_month: Option<u32>,
    /// Usual length of a meeting, in minutes.
    pub usual_minutes: Option<u32>,
    /// Days before a meeting on which its agenda and questions are sent, where the pair agreed on it.
    pub send_ahead_days: Option<u32>,
    /// Way in which the pair stays in touch after the end, once it has decided.
    pub stay: Option<Stay>,
    /// The day the year was closed.
    pub closed: Option<NaiveDate>,
}

impl Cycle {
    /// The years it lies in: `2026-2027`.
    pub fn years(&self) -> String {
        match (self.start.year(), self.end.year()) {
            (one, other) if one == other => one.to_string(),
            (one, other) => format!("{one}-{other}"),
        }
    }
}

string_enum! {
    /// Ways of staying in touch after the year.
    Stay, "way to stay in touch" {
        Monthly = "monthly" => "Yes, about once a month",
        Quarterly = "quarterly" => "Yes, a few times a year",
        Occasion = "occasion" => "Yes, when there is a reason",
        Colleagues = "colleagues" => "As colleagues who know each other",
        No = "no" => "No, this is a good end",
    }
}

impl Cycle {
    /// Derives the id that both replicas give to the cycle of the match `pair` that first began on `start`.
    pub fn id_for(pair: Id, start: NaiveDate) -> Id {
        Id::derived(&["cycle", &pair.to_string(), &start.to_string()])
    }
}

/// Date of the pair's year: the program's, moved as the pair likes, or one of its own. Those of programs have derived
/// ids.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Milestone {
    #[serde(skip)]
    pub id: Id,
    /// The cycle it belongs to.
    pub cycle: Id,
    /// Key in the program; empty for the pair's own.
    pub key: String,
    /// Event on the day.
    pub title: String,
    /// The day.
    pub date: NaiveDate,
    /// The day it was done.
    pub done: Option<NaiveDate>,
    /// Archived: not listed any more, but still in the book.
    pub archived: bool,
}

impl Milestone {
    /// Derives the id that both replicas give to the program's milestone `key` of `cycle`.
    pub fn id_for(cycle: Id, key: &str) -> Id {
        Id::derived(&["milestone", &cycle.to_string(), key])
    }
}
