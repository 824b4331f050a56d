//! Form definitions: sections of fields, described by a data file. No form is code.
//!
//! The editors of goals, meetings and new books have the same format, so there is one way to fill in anything.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, de};

use super::dates::TimeDirection;
use super::field_rules::FieldRules;
use super::person::Role;
use super::program::Repeat;
use super::string_enum::string_enum;

pub use super::field_kind::{Choice, ChoiceOptions, FieldKind, OptionsSource, RowColumn};
pub use super::field_rules::FilledBy;

string_enum! {
    /// People who read an answer.
    Audience, "audience" {
        Both = "both" => "Both of you",
        Mine = "mine" => "You alone",
        Office = "office" => "The office, not your partner",
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
        MeetingDate = "meeting-date" => "Meeting: day",
        MeetingTime = "meeting-time" => "Meeting: time of day",
        MeetingMinutes = "meeting-minutes" => "Meeting: minutes",
        MeetingChannel = "meeting-channel" => "Meeting: channel",
        MeetingTitle = "meeting-title" => "Meeting: title",
        MeetingTopics = "meeting-topics" => "Meeting: topics",
        MeetingGoals = "meeting-goals" => "Meeting: goals touched",
        ActionText = "action-text" => "Action: text",
        ActionOwner = "action-owner" => "Action: who does it",
        ActionDue = "action-due" => "Action: date",
        ActionDone = "action-done" => "Action: day on which it was done",
    }
}

impl Autofill {
    /// Record that it is about, so that it belongs in a section asked for each of them.
    pub fn subject(self) -> Option<RowKind> {
        let (subject, _) = self.key().split_once('-')?;
        RowKind::from_word(subject)
    }
}

string_enum! {
    /// Records for each of which a section is asked once.
    RowKind, "subject" {
        Goal = "goal" => "Goal",
        Meeting = "meeting" => "Meeting",
        Action = "action" => "Action",
    }
}

impl RowKind {
    /// True for meetings and actions.
    pub fn is_of_log(self) -> bool {
        self != Self::Goal
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
    /// True if the answer is not shared with the partner.
    pub private: bool,
    /// People who read the answer.
    pub audience: Audience,
    /// True if it is a check of the pair's own, which no document shows.
    pub internal: bool,
    /// Direction in which a date without a year or a bare weekday lies; none for the nearest one, past or ahead.
    pub direction: Option<TimeDirection>,
    /// Value that autofill fills in.
    pub auto: Option<Autofill>,
    /// Roles who answer it, where the section does not decide.
    pub filled_by: Option<FilledBy>,
    /// The same question in an earlier form, whose answer is shown beside it.
    pub earlier_answer: Option<FieldRef>,
    pub rules: FieldRules,
}

impl Field {
    /// Key and label of everything that can be selected or typed in place of an answer; `choices` are the options looked up.
    pub fn selectable(&self, choices: &[Choice]) -> Vec<(String, String)> {
        let mut all = self.kind.selectable(choices);
        let or = self.rules.or.iter();
        all.extend(or.map(|answer| (answer.key().to_owned(), answer.label().to_owned())));
        all
    }
}

/// Questions under one heading, or a text that is read.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    pub key: String,
    /// Heading.
    pub title: String,
    /// Help text.
    pub help: String,
    /// Clauses that are read and not answered, in Markdown.
    pub text: String,
    /// Records for each of which it is asked again.
    pub per: Option<RowKind>,
    /// Roles who answer it, where the form does not decide.
    pub filled_by: Option<FilledBy>,
    /// At least one of its fields must be answered.
    pub at_least_one: bool,
    /// Its questions; it may have none if there is a text to read.
    pub fields: Vec<Field>,
}

impl Section {
    /// Text that is read and not answered: its own, or the help of a section that asks nothing.
    pub fn statement(&self) -> &str {
        if self.text.is_empty() && self.fields.is_empty() {
            return self.help.trim();
        }
        self.text.trim()
    }

    /// The first row of a section with a text to read. No field of a file has such a key.
    pub fn statement_field(&self) -> Field {
        Field {
            key: format!("{}.text", self.key),
            label: self.title.clone(),
            help: self.statement().to_owned(),
            kind: FieldKind::Statement,
            required: false,
            private: false,
            audience: Audience::Both,
            internal: false,
            direction: Some(TimeDirection::Future),
            auto: None,
            filled_by: None,
            earlier_answer: None,
            rules: FieldRules::default(),
        }
    }
}

/// Newest version of the format of form files that is read.
pub const FORMAT_VERSION: u32 = 2;

/// A form as its data file describes it.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormDef {
    /// Version of the format of the file: 1 or 2.
    #[serde(default)]
    pub format: Option<u32>,
    /// Key: `goal-sheet`, `tracker`, …
    pub key: String,
    /// Title, where the program gives none of its own.
    pub title: String,
    /// Raised whenever a question changes; old answers keep the question they answered.
    pub version: u32,
    /// Purpose, in a sentence or two.
    pub about: String,
    /// Roles who fill it in; without it, both together.
    #[serde(default, deserialize_with = "filled_by")]
    pub filled_by: FilledBy,
    /// Others who sign on paper, as they have no book: `principal`.
    #[serde(default)]
    pub signers: Vec<String>,
    /// True if all of its answers are private; the same as an audience of `mine`. Ask [`Self::is_private`].
    #[serde(default)]
    pub private: bool,
    /// People who read its answers.
    #[serde(default)]
    pub audience: Audience,
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

/// Reads who fills in something. Somebody without a book can only sign on paper.
pub(super) fn filled_by<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: From<FilledBy>,
{
    let word = String::deserialize(deserializer)?;
    let known = word.parse().map(|filler: FilledBy| filler.into());
    known.map_err(|what| {
        de::Error::custom(format!(
            "{what}; somebody without a book signs on paper: write signers = [\"{word}\"] above the sections"
        ))
    })
}

impl FormDef {
    /// True if none of its answers is shared with the partner.
    pub const fn is_private(&self) -> bool {
        self.private || !matches!(self.audience, Audience::Both)
    }

    /// Those who sign on paper beside the pair.
    pub fn other_signers(&self) -> impl Iterator<Item = &str> {
        let signers = self.signers.iter().map(String::as_str);
        signers.filter(|word| Role::from_word(word).is_none())
    }

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
            let fillers = fields.map(|field| self.filler(section, field));
            let own = section.filled_by.unwrap_or(self.filled_by);
            fillers.chain(section.fields.is_empty().then_some(own))
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
        let filler = field.filled_by.or(section.filled_by);
        match (filler.unwrap_or(self.filled_by), self.reader_of(field)) {
            // The partner cannot answer together what they do not read.
            (FilledBy::Joint, Audience::Office) => FilledBy::Each,
            (filler, Audience::Both | Audience::Mine | Audience::Office) => filler,
        }
    }

    /// People who read the answer to `field`: by the field, else by the form.
    pub fn reader_of(&self, field: &Field) -> Audience {
        match field.audience {
            Audience::Both => self.audience,
            Audience::Mine | Audience::Office => field.audience,
        }
    }

    /// True if an answer goes to the office and not to the partner.
    pub fn has_office_part(&self) -> bool {
        let mut fields = self.sections.iter().flat_map(|section| &section.fields);
        fields.any(|field| self.reader_of(field) == Audience::Office)
    }
}
