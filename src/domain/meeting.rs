//! The log: meetings and contacts, planned and held, with their notes and agenda.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::dates::format_date;
use super::id::Id;
use super::person::Role;
use super::string_enum::string_enum;

string_enum! {
    /// A contact (an e-mail, a chat, a short call) is not a meeting; programs count them apart.
    MeetingKind, "kind" {
        Meeting = "meeting" => "Meeting",
        Contact = "contact" => "Contact",
    }
}

string_enum! {
    /// Channel through which the pair was in contact.
    Channel, "channel" {
        Phone = "phone" => "Phone",
        Video = "video" => "Video",
        InPerson = "in-person" => "In person",
        Email = "email" => "E-mail",
        Chat = "chat" => "Chat",
        Letter = "letter" => "Letter",
        Other = "other" => "Other",
    }
}

string_enum! {
    /// State of a meeting: ahead, held, or canceled.
    MeetingState, "meeting state" {
        Held = "held" => "Held",
        Planned = "planned" => "Planned",
        Cancelled = "cancelled" => "Called off",
    }
}

/// One meeting or contact of the log. Its notes are records of their own, one for each author, and load when it is
/// opened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Meeting {
    #[serde(skip)]
    pub id: Id,
    /// The day.
    pub date: NaiveDate,
    /// The time of day, by the clocks of `zone`.
    pub time: Option<NaiveTime>,
    /// Zone in which day and time were planned, by its name in the IANA database (`America/New_York`); empty in books from
    /// before zones were kept.
    pub zone: String,
    pub kind: MeetingKind,
    pub state: MeetingState,
    pub channel: Option<Channel>,
    /// Duration in minutes.
    pub minutes: Option<u32>,
    /// Link of the video call, or the number to call.
    pub link: String,
    /// Subject, in a few words.
    pub title: String,
    /// Topics touched, in the pair's words.
    pub topics: BTreeSet<String>,
    /// Goals touched.
    pub goals: BTreeSet<Id>,
    /// Keys of activities worked on.
    pub activities: BTreeSet<String>,
    /// Keys of competency areas touched.
    pub competencies: BTreeSet<String>,
    /// Books, people, sites that were named.
    pub resources: BTreeSet<String>,
    /// Decisions of the pair.
    pub decisions: String,
    /// Something worth keeping for the closing record.
    pub win: String,
    /// The day its agenda was sent ahead.
    pub sent: Option<NaiveDate>,
    /// Id that is derived from the UID of its event, where an event of another calendar joined it.
    pub event: Option<Id>,
    /// SEQUENCE of the event when it was taken in last: an older file changes nothing.
    pub sequence: Option<u32>,
    /// Archived: not listed any more, but still in the book.
    pub archived: bool,
}

impl Meeting {
    /// Label in reports: `meeting of Tue, Dec 1, 2026`.
    pub fn label(&self) -> String {
        let kind = self.kind.label().to_lowercase();
        format!("{kind} of {}", format_date(self.date))
    }

    /// Its title; of one without, its kind.
    pub fn title_or_kind(&self) -> &str {
        if self.title.is_empty() {
            self.kind.label()
        } else {
            &self.title
        }
    }

    /// The time at which each line of its agenda begins, as far as the start and the minutes before are known.
    pub fn line_times(&self, agenda: &[&AgendaItem]) -> Vec<Option<NaiveTime>> {
        let mut at = self.time;
        let times = agenda.iter().map(|line| {
            let begins = at;
            let minutes = line.minutes.map(|it| TimeDelta::minutes(it.into()));
            at = at.zip(minutes).map(|(at, minutes)| at + minutes);
            begins
        });
        times.collect()
    }

    /// True if it took place and counts toward the cadence.
    pub fn is_held(&self) -> bool {
        self.state == MeetingState::Held && !self.archived
    }

    /// True while it is ahead or needs to be written up.
    pub fn is_planned(&self) -> bool {
        self.state == MeetingState::Planned && !self.archived
    }

    /// True if it is planned for today or later.
    pub fn is_ahead(&self, today: NaiveDate) -> bool {
        self.is_planned() && self.date >= today
    }
}

/// Shared notes of one author on a meeting. The id derives from meeting and author.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Note {
    #[serde(skip)]
    pub id: Id,
    /// The meeting.
    pub meeting: Id,
    /// Author of the notes.
    pub author: Role,
    /// Markdown, a sentence or line as typed.
    pub text: String,
}

impl Note {
    /// Derives the id that both replicas give to the notes of `author` on `meeting`.
    pub fn id_for(meeting: Id, author: Role) -> Id {
        Id::derived(&["note", &meeting.to_string(), author.key()])
    }
}

/// Private note of the book's owner on a meeting: no partner ever sees it, and only its owner can export it, for
/// themself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PrivateNote {
    #[serde(skip)]
    pub id: Id,
    /// The meeting.
    pub meeting: Id,
    /// Markdown.
    pub text: String,
    /// Mood of the owner afterwards: 1 (drained) to 5 (lifted).
    pub feeling: Option<u8>,
}

impl PrivateNote {
    /// Derives the id of the owner's private note on `meeting`; there is one.
    pub fn id_for(meeting: Id) -> Id {
        Id::derived(&["private-note", &meeting.to_string()])
    }
}

string_enum! {
    /// Source of an agenda line.
    Origin, "origin" {
        Own = "own" => "Added",
        Action = "action" => "Carried over",
        Goal = "goal" => "Goal due",
        Question = "question" => "Question",
        Activity = "activity" => "Activity",
        Prompt = "prompt" => "Prompt",
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AgendaItem {
    #[serde(skip)]
    pub id: Id,
    /// The meeting it is for.
    pub meeting: Id,
    /// Topic, in one line.
    pub text: String,
    /// Time set aside.
    pub minutes: Option<u32>,
    /// Order key on the agenda: a fractional index between its neighbors'.
    pub order: String,
    /// Source of the line.
    pub origin: Origin,
    /// The id (action, goal, question) or key (activity, prompt) it came from; of a line that was added, the line of the
    /// last meeting that it takes up again.
    pub subject: String,
    /// Reason why it was put there.
    pub reason: String,
    /// Talked about.
    pub done: bool,
    /// Taken off the agenda.
    pub archived: bool,
}
