//! A program: its phases, milestones, cadence, pages and which forms fall when. All of it comes from a data file.
//!
//! A template only gives defaults. The dates of a book are records of the book ([`Milestone`], [`Cycle`]), each editable.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::deck::Stage;
use super::form::FormDef;
use super::id::Id;
use super::person::Owner;
use super::string_enum::string_enum;

/// How often the program asks the pair to be in touch: `count` times in `months` months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// How many times.
    pub count: u32,
    /// In how many months.
    #[serde(default = "one")]
    pub months: u32,
}

fn one() -> u32 {
    1
}

/// Contacts by any channel and meetings proper, counted apart.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cadence {
    /// Contacts of any kind, meetings included.
    #[serde(default)]
    pub contacts: Option<Rate>,
    /// Meetings proper.
    #[serde(default)]
    pub meetings: Option<Rate>,
    /// What the program says of it, in own words.
    #[serde(default)]
    pub note: String,
}

/// A date that a template gives: exactly one of the fields is set.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum DateRule {
    /// So many days after the start.
    Days(i64),
    /// So many months after the start.
    Months(u32),
    /// The first such month and day (`[12, 1]`) on or after the start.
    MonthDay(u32, u32),
    /// Half way between start and end.
    Middle(bool),
    /// So many days before the end (0: the end itself).
    BeforeEnd(i64),
}

/// A part of the year.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Which part it is, for choosing prompts.
    pub stage: Stage,
    /// The program's own name for it.
    pub title: String,
    /// What the pair does in it.
    pub about: String,
    /// When it begins; it lasts until the next one begins.
    pub from: DateRule,
}

/// A date the program sets, as the template gives it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MilestoneDef {
    /// Key from which the record's id derives.
    pub key: String,
    /// What falls on the day.
    pub title: String,
    /// What to do about it.
    pub about: String,
    /// When.
    pub on: DateRule,
    /// The form that is due on it, if one is.
    #[serde(default)]
    pub form: Option<String>,
    /// Whose it is.
    #[serde(default = "both")]
    pub owner: Owner,
    /// Whether it is a chance and no duty: once the day has gone by nothing is owed.
    #[serde(default)]
    pub passes: bool,
}

fn both() -> Owner {
    Owner::Both
}

/// A key and the words for it: an aim of the program, a competency area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// What is stored.
    pub key: String,
    /// What people read.
    pub title: String,
}

/// What the program asks of one role and gives to it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RolePage {
    /// Who can take part.
    #[serde(default)]
    pub who: Vec<String>,
    /// What is expected.
    #[serde(default)]
    pub expectations: Vec<String>,
    /// The parts this role plays.
    #[serde(default)]
    pub roles: Vec<String>,
    /// What one gets out of it.
    #[serde(default)]
    pub benefits: Vec<String>,
}

/// Something to read or to visit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// Title.
    pub title: String,
    /// Author or publisher.
    #[serde(default)]
    pub by: String,
    /// Year of publication.
    #[serde(default)]
    pub year: Option<i32>,
    /// Where: journal, publisher or web address.
    #[serde(default, rename = "where")]
    pub place: String,
}

/// A form the program asks for, under its own name.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormUse {
    /// Key of the form.
    pub form: String,
    /// The program's name for it.
    pub title: String,
    /// Who gets it; empty when it is for the pair alone.
    #[serde(default)]
    pub to: String,
    /// What this program wants of it, where the form's own words do not fit.
    #[serde(default)]
    pub about: String,
    /// Keys of fields that this program requires although the form does not.
    #[serde(default)]
    pub requires: Vec<String>,
}

impl FormUse {
    /// What `def` is for in this program, and what it takes for it to be signed.
    pub fn description(&self, def: &FormDef) -> String {
        let about = if self.about.is_empty() {
            &def.about
        } else {
            &self.about
        };
        let signing = if def.is_individual() {
            ""
        } else {
            " It counts as signed once both of you have signed it, each with the date."
        };
        format!("{}{signing}", about.trim_end())
    }
}

/// Where the facts of the file come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// Document.
    pub title: String,
    /// Publisher.
    #[serde(default)]
    pub by: String,
    /// Year, as far as known.
    #[serde(default)]
    pub year: Option<i32>,
}

/// A mentoring program as its data file describes it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    /// Key: `alsc`, `kla`, `wla`, `blank`, or the user's own.
    pub key: String,
    /// Full name.
    pub title: String,
    /// Short name for lists and headings.
    pub short: String,
    /// Who runs it.
    #[serde(default, alias = "organisation")]
    pub organization: String,
    /// What it is, in a few sentences.
    pub about: String,
    /// What it is not.
    #[serde(default)]
    pub is_not: Vec<String>,
    /// When the year ends.
    pub end: DateRule,
    /// How often to be in touch.
    #[serde(default)]
    pub cadence: Cadence,
    /// Parts of the year, in order.
    pub phases: Vec<Phase>,
    /// Dates of the year.
    #[serde(default)]
    pub milestones: Vec<MilestoneDef>,
    /// Forms the program asks for.
    #[serde(default)]
    pub forms: Vec<FormUse>,
    /// What the program wants to reach.
    #[serde(default)]
    pub aims: Vec<Term>,
    /// Key of the competency set, if it has one.
    #[serde(default)]
    pub competencies: Option<String>,
    /// The mentor's page.
    #[serde(default)]
    pub mentor: RolePage,
    /// The mentee's page.
    #[serde(default)]
    pub mentee: RolePage,
    /// What to do when the match does not fit.
    #[serde(default)]
    pub rematch: String,
    /// Other things a pair looks up during its year.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Reading list.
    #[serde(default)]
    pub resources: Vec<Resource>,
    /// Where the facts come from.
    pub sources: Vec<Citation>,
}

/// A set of competency areas. From a data file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompetencySet {
    /// Key.
    pub key: String,
    /// Name and edition.
    pub title: String,
    /// Areas, in order.
    pub areas: Vec<Term>,
    /// Where the titles come from.
    pub sources: Vec<Citation>,
}

/// One run of a program that this match goes through. The id derives from book and start.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Cycle {
    /// Identity of the record.
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
    /// How long a meeting usually takes, in minutes.
    pub usual_minutes: Option<u32>,
    /// How many days before a meeting its agenda and questions are sent, where the pair agreed on it.
    pub send_ahead_days: Option<u32>,
    /// Whether and how the pair stays in touch after the end, once it has decided.
    pub stay: Option<Stay>,
    /// The day the year was closed.
    pub closed: Option<NaiveDate>,
}

string_enum! {
    /// How a pair stays in touch after its year.
    Stay, "way to stay in touch" {
        Monthly = "monthly" => "Yes, about once a month",
        Quarterly = "quarterly" => "Yes, a few times a year",
        Occasion = "occasion" => "Yes, when there is a reason",
        Colleagues = "colleagues" => "As colleagues who know each other",
        No = "no" => "No, this is a good end",
    }
}

impl Cycle {
    /// The id that both computers give to the cycle of the match `pair` that first began on `start`.
    pub fn id_for(pair: Id, start: NaiveDate) -> Id {
        Id::derived(&["cycle", &pair.to_string(), &start.to_string()])
    }
}

/// A date of the pair's year: the program's, moved as the pair likes, or one of its own. Program ones derive their id.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Milestone {
    /// Identity of the record.
    #[serde(skip)]
    pub id: Id,
    /// The cycle it belongs to.
    pub cycle: Id,
    /// Key in the program; empty for the pair's own.
    pub key: String,
    /// What falls on the day.
    pub title: String,
    /// The day.
    pub date: NaiveDate,
    /// The day it was dealt with.
    pub done: Option<NaiveDate>,
    /// Put away.
    pub archived: bool,
}

impl Milestone {
    /// The id that both computers give to the program's milestone `key` of `cycle`.
    pub fn id_for(cycle: Id, key: &str) -> Id {
        Id::derived(&["milestone", &cycle.to_string(), key])
    }
}
