//! Form definitions: sections of fields, described by a data file. No form is code.
//!
//! The editors of goals, meetings and new books have the same format, so there is one way to fill in anything.

use chrono::NaiveDate;
use serde::Deserialize;

use super::answer::{NO, YES};
use super::program::Repeat;
use super::string_enum::string_enum;

string_enum! {
    /// Roles who fill in a form, a section or a field.
    FilledBy, "filled-by" {
        Joint = "joint" => "Both together",
        Each = "each" => "Each alone",
        Mentee = "mentee" => "Mentee",
        Mentor = "mentor" => "Mentor",
    }
}

string_enum! {
    /// Source of the options of a choice field when the file does not list them.
    OptionsSource, "options source" {
        Goals = "goals" => "Goals of the book",
        Aims = "aims" => "Aims of the program",
        Competencies = "competencies" => "Competency areas",
        Activities = "activities" => "Activities of the deck",
        Programs = "programs" => "Programs",
    }
}

string_enum! {
    /// Values that autofill can compute from the log.
    Autofill, "autofill" {
        Names = "names" => "Names of both",
        MentorName = "mentor-name" => "Mentor's name",
        MenteeName = "mentee-name" => "Mentee's name",
        ProgramTitle = "program" => "Program",
        CycleTitle = "cycle" => "Cycle",
        MatchDate = "match-date" => "Start of the match",
        Period = "period" => "Period from start to today",
        Today = "today" => "Today",
        Meetings = "meetings" => "Number of meetings",
        Contacts = "contacts" => "Number of contacts",
        Hours = "hours" => "Hours together",
        CadenceMet = "cadence-met" => "Whether the cadence was met",
        Channels = "channels" => "Channels used",
        LongestGap = "longest-gap" => "Longest gap",
        Topics = "topics" => "Topics touched",
        ActivitiesTouched = "activities" => "Activities touched",
        CompetenciesTouched = "competencies" => "Competency areas touched",
        ActionsAgreed = "actions" => "Actions agreed, done, overdue",
        Wins = "wins" => "Wins of the log",
        FirstContact = "first-contact" => "First contact",
        NextMeeting = "next-meeting" => "Next meeting",
        GoalsState = "goals-state" => "State of the goals",
        ContactsSinceLast = "contacts-since-last" => "Contacts since this form was last sent",
        RematchDaysLeft = "rematch-days-left" => "Days left to ask for a re-match",
        MatchLength = "match-length" => "Length of the match",
        ReviewDates = "review-dates" => "Days on which the year is looked back on",
        MyName = "my-name" => "Owner's name",
        MyRole = "my-role" => "Owner's role",
        YearTotals = "totals" => "Totals of the year in words",
        ActivitiesRated = "activities-rated" => "Activities with state and rating",
        ClosingBegan = "closing-began" => "Closing: where we began",
        ClosingDid = "closing-did" => "Closing: what we did",
        ClosingRemains = "closing-remains" => "Closing: what remains",
        GoalTitle = "goal-title" => "Goal: title",
        GoalWhy = "goal-why" => "Goal: why",
        GoalMeasure = "goal-measure" => "Goal: measure",
        GoalDue = "goal-due" => "Goal: date",
        GoalStatus = "goal-status" => "Goal: status",
        GoalSteps = "goal-steps" => "Goal: steps with owner and date",
        GoalProgress = "goal-progress" => "Goal: progress and steps done",
        GoalHelp = "goal-help" => "Goal: help needed",
        GoalAims = "goal-aims" => "Goal: aims served",
        GoalCompetencies = "goal-competencies" => "Goal: competency areas",
        GoalOutcome = "goal-outcome" => "Goal: status and last progress line",
    }
}

impl Autofill {
    /// True if it is about one goal, so that it belongs in a section repeated per goal.
    pub fn is_per_goal(self) -> bool {
        self.key().starts_with("goal-")
    }
}

/// One option of a choice field.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Stored, and typed on the command line.
    pub key: String,
    /// Text that people read.
    pub label: String,
}

/// Options of a choice field: listed in the file, or looked up in book and program when the form opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChoiceOptions {
    Listed(Vec<Choice>),
    From(OptionsSource),
}

/// Type of an answer; decides how it is edited, validated and shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    Line,
    /// Prose in several lines, Markdown.
    Text,
    Choice(ChoiceOptions),
    /// Any number of options.
    Choices(ChoiceOptions),
    /// Whole number from `low` to `high`, whose ends have labels.
    Scale {
        low: i64,
        high: i64,
        low_label: String,
        high_label: String,
    },
    /// A date; with `time`, optionally a time of day as well.
    Date {
        /// True if "next tue 10am" keeps its time.
        time: bool,
    },
    /// Whole number that is not negative.
    Number,
    YesNo,
}

impl FieldKind {
    /// Word by which data files and exports name the kind.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Text => "text",
            Self::Choice(_) => "choice",
            Self::Choices(_) => "choices",
            Self::Scale { .. } => "scale",
            Self::Date { .. } => "date",
            Self::Number => "number",
            Self::YesNo => "yes-no",
        }
    }

    pub const fn options(&self) -> Option<&ChoiceOptions> {
        if let Self::Choice(options) | Self::Choices(options) = self {
            return Some(options);
        }
        None
    }

    /// True if the options are looked up in `source`.
    pub fn takes_options_from(&self, source: OptionsSource) -> bool {
        self.options() == Some(&ChoiceOptions::From(source))
    }

    pub const fn is_line(&self) -> bool {
        matches!(self, Self::Line)
    }

    /// True if the answer is Markdown.
    pub const fn is_text(&self) -> bool {
        matches!(self, Self::Text)
    }

    pub const fn is_date(&self) -> bool {
        matches!(self, Self::Date { .. })
    }

    pub const fn is_multi_choice(&self) -> bool {
        matches!(self, Self::Choices(_))
    }

    /// True if the answer is selected rather than typed.
    pub const fn is_selected(&self) -> bool {
        matches!(self, Self::Scale { .. } | Self::YesNo) || self.options().is_some()
    }

    /// Lowest and highest rating of a scale, each with its label.
    pub fn scale_ends(&self) -> Option<[(i64, &str); 2]> {
        let Self::Scale {
            low,
            high,
            low_label,
            high_label,
        } = self
        else {
            return None;
        };
        Some([(*low, low_label), (*high, high_label)])
    }

    /// Key and label of everything that can be selected; `choices` are the options looked up.
    pub fn selectable(&self, choices: &[Choice]) -> Vec<(String, String)> {
        let own = |key: &str, label: &str| (key.to_owned(), label.to_owned());
        match self {
            Self::Choice(_) | Self::Choices(_) => {
                let choices = choices.iter();
                choices.map(|it| own(&it.key, &it.label)).collect()
            }
            Self::Scale { low, high, .. } => {
                let ratings = (*low..=*high).map(|rating| rating.to_string());
                ratings.map(|rating| own(&rating, &rating)).collect()
            }
            Self::YesNo => vec![own(YES, "Yes"), own(NO, "No")],
            Self::Line | Self::Text | Self::Date { .. } | Self::Number => Vec::new(),
        }
    }

    /// The canonical `value` as a number: ratings, numbers, 1 for yes and 0 for no.
    pub fn number(&self, value: &str) -> Option<i64> {
        match self {
            Self::Scale { .. } | Self::Number => value.parse().ok(),
            Self::YesNo => (value == YES || value == NO).then(|| i64::from(value == YES)),
            Self::Line | Self::Text | Self::Choice(_) | Self::Choices(_) | Self::Date { .. } => {
                None
            }
        }
    }
}

/// Reference to a field of another form, written `FORM/FIELD`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldRef {
    pub form: String,
    pub field: String,
}

/// One question of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Key under which the answer is stored.
    pub key: String,
    /// The question as it is asked.
    pub label: String,
    /// Help text.
    pub help: String,
    pub kind: FieldKind,
    /// True if the form is incomplete without it.
    pub required: bool,
    /// True if the answer is private.
    pub private: bool,
    /// True if it is a check of the pair's own, which no document shows.
    pub internal: bool,
    /// True if a date without a year or a bare weekday means the last one rather than the next.
    pub past: bool,
    /// Value that autofill fills in.
    pub auto: Option<Autofill>,
    /// Roles who answer it, where the section does not decide.
    pub filled_by: Option<FilledBy>,
    /// The same question in an earlier form, whose answer is shown beside it.
    pub earlier_answer: Option<FieldRef>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub key: String,
    pub title: String,
    /// Help text.
    #[serde(default)]
    pub help: String,
    /// True if it is repeated for each open or finished goal.
    #[serde(default)]
    pub per_goal: bool,
    /// Roles who answer it, where the form does not decide.
    #[serde(default)]
    pub filled_by: Option<FilledBy>,
    /// At least one of its fields must be answered.
    #[serde(default)]
    pub at_least_one: bool,
    pub fields: Vec<Field>,
}

/// A form as its data file describes it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormDef {
    /// Key: `goal-sheet`, `tracker`, …
    pub key: String,
    /// Title, where the program gives none of its own.
    pub title: String,
    /// Raised whenever a question changes; old answers keep the question they answered.
    pub version: u32,
    /// Purpose, in a sentence or two.
    pub about: String,
    #[serde(default)]
    pub filled_by: FilledBy,
    /// True if all of its answers are private.
    #[serde(default)]
    pub private: bool,
    /// Dates on which it is given again, each time a copy of its own.
    #[serde(default)]
    pub repeat: Option<Repeat>,
    pub sections: Vec<Section>,
    /// Published source of the questions.
    #[serde(default)]
    pub source: String,
    /// First and last day of what it reports on, where that is only a part of the cycle, as of a monthly form.
    #[serde(skip)]
    pub period: Option<(NaiveDate, NaiveDate)>,
}

impl FormDef {
    /// True if one of its questions takes its options from `source`.
    pub fn uses_options_from(&self, source: OptionsSource) -> bool {
        let fields = self.sections.iter().flat_map(|section| &section.fields);
        fields
            .into_iter()
            .any(|field| field.kind.takes_options_from(source))
    }

    /// True if each role fills in a copy of their own, because no question is answered by both together.
    pub fn is_individual(&self) -> bool {
        let mut fillers = self.sections.iter().flat_map(|section| {
            let fields = section.fields.iter();
            fields.map(|field| self.filler(section, field))
        });
        fillers.clone().any(|filler| filler == FilledBy::Each)
            && fillers.all(|filler| filler != FilledBy::Joint)
    }

    /// True if one of its questions is autofilled with `auto`.
    pub fn uses_autofill(&self, auto: Autofill) -> bool {
        let mut fields = self.sections.iter().flat_map(|section| &section.fields);
        fields.any(|field| field.auto == Some(auto))
    }

    /// Looks up the field called `key`, with its section.
    pub fn field(&self, key: &str) -> Option<(&Section, &Field)> {
        self.sections.iter().find_map(|section| {
            let field = section.fields.iter().find(|field| field.key == key)?;
            Some((section, field))
        })
    }

    /// Roles who answer `field` of `section`: by the field, else by the section, else by the form.
    pub fn filler(&self, section: &Section, field: &Field) -> FilledBy {
        field
            .filled_by
            .or(section.filled_by)
            .unwrap_or(self.filled_by)
    }
}
