//! What a form is: sections of fields, described by a data file. No form is code.
//!
//! The same shape describes the editors of goals, meetings and new books, so there is one way to fill in anything.

use serde::Deserialize;

use super::string_enum::string_enum;

string_enum! {
    /// Who fills in a form, a section or a field.
    FilledBy, "filled-by" {
        Joint = "joint" => "Both together",
        Each = "each" => "Each alone",
        Mentee = "mentee" => "Mentee",
        Mentor = "mentor" => "Mentor",
    }
}

string_enum! {
    /// Where a choice field takes its options from when the file does not list them.
    OptionsSource, "options source" {
        Goals = "goals" => "Goals of the book",
        Aims = "aims" => "Aims of the program",
        Competencies = "competencies" => "Competency areas",
        Activities = "activities" => "Activities of the deck",
        Programs = "programs" => "Programs",
    }
}

string_enum! {
    /// What the log can fill in by itself.
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
    /// Whether it speaks of one goal, so that it belongs in a section repeated per goal.
    pub const fn is_per_goal(self) -> bool {
        matches!(
            self,
            Self::GoalTitle
                | Self::GoalWhy
                | Self::GoalMeasure
                | Self::GoalDue
                | Self::GoalStatus
                | Self::GoalSteps
                | Self::GoalProgress
                | Self::GoalHelp
                | Self::GoalAims
                | Self::GoalCompetencies
                | Self::GoalOutcome
        )
    }
}

/// One option of a choice field: what is stored and what is read.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What is stored and typed on the command line.
    pub key: String,
    /// What people read.
    pub label: String,
}

/// The options of a choice field: listed in the file, or taken from book and program when the form opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChoiceOptions {
    /// Listed in the file.
    Listed(Vec<Choice>),
    /// Looked up.
    From(OptionsSource),
}

/// What may be given as an answer, and how it is edited, checked and shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One line of text.
    Line,
    /// Prose in several lines, Markdown.
    Text,
    /// One of several options.
    Choice(ChoiceOptions),
    /// Any number of options.
    Choices(ChoiceOptions),
    /// A whole number from `low` to `high`, whose ends have names.
    Scale {
        /// The lowest rating.
        low: i64,
        /// The highest rating.
        high: i64,
        /// What the lowest means.
        low_label: String,
        /// What the highest means.
        high_label: String,
    },
    /// A day; with `time`, optionally a time of day as well.
    Date {
        /// Whether "next tue 10am" keeps its time.
        time: bool,
    },
    /// A whole number that is not negative.
    Number,
    /// Yes or no.
    YesNo,
}

/// A field of another form, written `FORM/FIELD`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldRef {
    /// Key of the form.
    pub form: String,
    /// Key of the field in it.
    pub field: String,
}

/// One question of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Key under which the answer is kept.
    pub key: String,
    /// The question as it is asked.
    pub label: String,
    /// What helps to answer it.
    pub help: String,
    /// What may be given.
    pub kind: FieldKind,
    /// Whether the form is incomplete without it.
    pub required: bool,
    /// Whether it never leaves this book.
    pub private: bool,
    /// Whether a date without a year or a bare weekday means the last one rather than the next.
    pub past: bool,
    /// What the log fills in.
    pub auto: Option<Autofill>,
    /// Who answers it, where the section does not say.
    pub filled_by: Option<FilledBy>,
    /// The same question in an earlier form, whose answer is shown beside it.
    pub earlier_answer: Option<FieldRef>,
}

/// Questions that belong together.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Key.
    pub key: String,
    /// Heading.
    pub title: String,
    /// What the section is for.
    #[serde(default)]
    pub help: String,
    /// Whether it is asked once for each open or finished goal.
    #[serde(default)]
    pub per_goal: bool,
    /// Who answers it, where the form does not say.
    #[serde(default)]
    pub filled_by: Option<FilledBy>,
    /// At least one of its fields must be answered.
    #[serde(default)]
    pub at_least_one: bool,
    /// The questions.
    pub fields: Vec<Field>,
}

/// A form as its data file describes it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormDef {
    /// Key: `goal-sheet`, `tracker`, …
    pub key: String,
    /// Title, where the program has no name of its own for it.
    pub title: String,
    /// Raised whenever a question changes; old answers keep the question they answered.
    pub version: u32,
    /// What it is for, in a sentence or two.
    pub about: String,
    /// Who fills it in.
    #[serde(default)]
    pub filled_by: FilledBy,
    /// Whether no answer of it is ever shared.
    #[serde(default)]
    pub private: bool,
    /// Sections in order.
    pub sections: Vec<Section>,
    /// Where the questions come from.
    #[serde(default)]
    pub source: String,
}

impl FormDef {
    /// Whether one of its questions takes its choices from `source`.
    pub fn uses_options_from(&self, source: OptionsSource) -> bool {
        let fields = self.sections.iter().flat_map(|section| &section.fields);
        fields.into_iter().any(|field| match &field.kind {
            FieldKind::Choice(options) | FieldKind::Choices(options) => {
                *options == ChoiceOptions::From(source)
            }
            FieldKind::Line
            | FieldKind::Text
            | FieldKind::Scale { .. }
            | FieldKind::Date { .. }
            | FieldKind::Number
            | FieldKind::YesNo => false,
        })
    }

    /// Whether each fills in a copy of their own, because nothing in it is answered by both together.
    pub fn is_individual(&self) -> bool {
        let mut fillers = self.sections.iter().flat_map(|section| {
            let fields = section.fields.iter();
            fields.map(|field| self.filler(section, field))
        });
        fillers.clone().any(|filler| filler == FilledBy::Each)
            && fillers.all(|filler| filler != FilledBy::Joint)
    }

    /// Whether one of its questions is filled in with `auto`.
    pub fn uses_autofill(&self, auto: Autofill) -> bool {
        let mut fields = self.sections.iter().flat_map(|section| &section.fields);
        fields.any(|field| field.auto == Some(auto))
    }

    /// The field called `key`, with its section.
    pub fn field(&self, key: &str) -> Option<(&Section, &Field)> {
        self.sections.iter().find_map(|section| {
            let field = section.fields.iter().find(|field| field.key == key)?;
            Some((section, field))
        })
    }

    /// Who answers `field` of `section`: the field's own word, else the section's, else the form's.
    pub fn filler(&self, section: &Section, field: &Field) -> FilledBy {
        field
            .filled_by
            .or(section.filled_by)
            .unwrap_or(self.filled_by)
    }
}
