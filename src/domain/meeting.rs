//! The log: meetings and contacts, planned and held, with their notes and agenda.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
    /// The way in which the pair spoke.
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
    /// Whether a meeting is ahead, has been held, or was called off.
    MeetingState, "meeting state" {
        Held = "held" => "Held",
        Planned = "planned" => "Planned",
        Cancelled = "cancelled" => "Called off",
    }
}

/// One entry of the log. Its notes are records of their own, one for each author, and load when it is opened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Meeting {
    /// Identity of the record.
    #[serde(skip)]
    pub id: Id,
    /// The day.
    pub date: NaiveDate,
    /// The time of day, in the zone of whoever wrote it.
    pub time: Option<NaiveTime>,
    /// Meeting or contact.
    pub kind: MeetingKind,
    /// Planned, held or called off.
    pub state: MeetingState,
    /// How the pair spoke.
    pub channel: Option<Channel>,
    /// How long it took.
    pub minutes: Option<u32>,
    /// What it was about, in a few words.
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
    /// What the pair decided.
    pub decisions: String,
    /// Something worth keeping for the closing record.
    pub win: String,
    /// The day its agenda was sent ahead.
    pub sent: Option<NaiveDate>,
    /// Put away.
    pub archived: bool,
}

impl Meeting {
    /// Whether it took place and counts toward the cadence.
    pub fn is_held(&self) -> bool {
        self.state == MeetingState::Held && !self.archived
    }

    /// Whether it is still ahead of the pair on `today` or needs to be written up.
    pub fn is_planned(&self) -> bool {
        self.state == MeetingState::Planned && !self.archived
    }
}

/// The shared notes that one of the two took of a meeting. The id derives from meeting and author.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Note {
    /// Identity of the record.
    #[serde(skip)]
    pub id: Id,
    /// The meeting.
    pub meeting: Id,
    /// Who took them.
    pub author: Role,
    /// Markdown, a sentence or line as typed.
    pub text: String,
}

impl Note {
    /// The id that both computers give to the notes of `author` on `meeting`.
    pub fn id_for(meeting: Id, author: Role) -> Id {
        Id::derived(&["note", &meeting.to_string(), author.key()])
    }
}

/// What only the owner of this book may read about a meeting: no partner ever sees
/// it, and only its owner can write it out, for themself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PrivateNote {
    /// Identity of the record.
    #[serde(skip)]
    pub id: Id,
    /// The meeting.
    pub meeting: Id,
    /// Markdown.
    pub text: String,
    /// How the owner felt afterwards: 1 (drained) to 5 (lifted).
    pub feeling: Option<u8>,
}

impl PrivateNote {
    /// The id of the owner's private note on `meeting`; there is one.
    pub fn id_for(meeting: Id) -> Id {
        Id::derived(&["private-note", &meeting.to_string()])
    }
}

string_enum! {
    /// Where an agenda line came from.
    Origin, "origin" {
        Own = "own" => "Added",
        Action = "action" => "Carried over",
        Goal = "goal" => "Goal due",
        Question = "question" => "Question",
        Activity = "activity" => "Activity",
        Prompt = "prompt" => "Prompt",
    }
}

/// One line of the agenda of a meeting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AgendaItem {
    /// Identity of the record.
    #[serde(skip)]
    pub id: Id,
    /// The meeting it is for.
    pub meeting: Id,
    /// What is to be talked about.
    pub text: String,
    /// Time set aside.
    pub minutes: Option<u32>,
    /// Place on the agenda: a text key between its neighbors'.
    pub order: String,
    /// Where it came from.
    pub origin: Origin,
    /// The id (action, goal, question) or key (activity, prompt) it came from.
    pub subject: String,
    /// Why it was put there.
    pub reason: String,
    /// Talked about.
    pub done: bool,
    /// Taken off the agenda.
    pub archived: bool,
}
