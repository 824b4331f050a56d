//! Goals, meetings, what is talked about, and the deck.

use super::Shape::{Day, Id, List, Maybe, Object, Text, Whole, Word, Yes};
use super::{Field, OWNER, TEXTS, WHO, words_of};
use crate::domain::goal::GoalStatus;
use crate::domain::meeting::{Channel, MeetingKind, MeetingState, Origin};

/// A goal as `goal list` lists it.
pub const GOAL: &[Field] = &[
    ("number", Whole),
    ("id", Id),
    ("title", Text),
    ("status", words_of!(GoalStatus)),
    ("measure", Text),
    ("why", Text),
    ("help", Text),
    ("due", Maybe(&Day)),
    ("opened", Maybe(&Day)),
    ("steps_done", Whole),
    ("steps", Whole),
    ("aims", TEXTS),
    ("competencies", TEXTS),
    ("private", Yes),
    ("lacks", TEXTS),
];

/// What `goal show` adds.
pub const GOAL_PARTS: &[Field] = &[
    ("step_list", List(&Object(&[STEP]))),
    ("progress", List(&Object(&[PROGRESS]))),
    ("evidence", List(&Object(&[EVIDENCE]))),
];

const STEP: &[Field] = &[
    ("number", Whole),
    ("id", Id),
    ("title", Text),
    ("owner", OWNER),
    ("due", Maybe(&Day)),
    ("done", Maybe(&Day)),
];

const PROGRESS: &[Field] = &[
    ("id", Id),
    ("date", Day),
    ("text", Text),
    ("status", Maybe(&words_of!(GoalStatus))),
    ("author", WHO),
];

const EVIDENCE: &[Field] = &[("id", Id), ("title", Text), ("link", Text), ("date", Day)];

/// A meeting as `meeting list` lists it.
pub const MEETING: &[Field] = &[
    ("number", Whole),
    ("id", Id),
    ("date", Day),
    ("time", Maybe(&Text)),
    ("kind", words_of!(MeetingKind)),
    ("state", words_of!(MeetingState)),
    ("channel", Maybe(&words_of!(Channel))),
    ("minutes", Maybe(&Whole)),
    ("title", Text),
    ("topics", TEXTS),
    ("goals", List(&Id)),
    ("activities", TEXTS),
    ("competencies", TEXTS),
    ("resources", TEXTS),
    ("decisions", Text),
    ("win", Text),
];

/// What `meeting show` adds.
pub const MEETING_PARTS: &[Field] = &[
    (
        "notes",
        List(&Object(&[&[("author", WHO), ("text", Text)]])),
    ),
    ("private_note", Maybe(&Text)),
    ("feeling", Maybe(&Whole)),
    ("agenda", List(&Object(&[AGENDA_LINE]))),
    ("actions", List(&Object(&[ACTION]))),
];

/// An action.
pub const ACTION: &[Field] = &[
    ("number", Whole),
    ("id", Id),
    ("text", Text),
    ("owner", OWNER),
    ("due", Maybe(&Day)),
    ("done", Maybe(&Day)),
    ("done_note", Text),
    ("meeting", Maybe(&Id)),
    ("agreed", Maybe(&Day)),
];

/// The agenda of a meeting.
pub const AGENDA: &[Field] = &[
    ("meeting", Id),
    ("date", Day),
    ("time", Maybe(&Text)),
    ("lines", List(&Object(&[AGENDA_LINE]))),
    ("message", Text),
];

const AGENDA_LINE: &[Field] = &[
    ("number", Whole),
    ("id", Id),
    ("text", Text),
    ("minutes", Maybe(&Whole)),
    ("origin", words_of!(Origin)),
    ("subject", Text),
    ("reason", Text),
    ("done", Yes),
];

/// A question.
pub const QUESTION: &[Field] = &[
    ("number", Whole),
    ("id", Id),
    ("text", Text),
    ("asker", WHO),
    ("asked", Maybe(&Day)),
    ("meeting", Maybe(&Id)),
    ("answer", Text),
];

/// A card of `suggest`.
pub const SUGGESTION: &[Field] = &[
    ("number", Whole),
    ("origin", words_of!(Origin)),
    ("key", Text),
    ("text", Text),
    ("reason", Text),
];
