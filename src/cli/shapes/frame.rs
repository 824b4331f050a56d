//! The year and its dates, people, forms, programs, and what keeps a book safe.

use super::Shape::{Day, Id, List, Maybe, Moment, Nothing, Object, Text, Whole, Word, Yes};
use super::{Field, OWNER, Shape, TEXTS, WHO, words_of};
use crate::domain::answer::ResponseState;
use crate::domain::deck::Stage;
use crate::domain::form::FilledBy;
use crate::domain::schedule::DueKind;

/// A book of `shelf`.
pub const SHELF: &[Field] = &[
    ("path", Text),
    ("partner", Text),
    ("role", Maybe(&WHO)),
    ("program", Text),
    ("phase", Text),
    ("next", Text),
    ("waits", Text),
    ("problem", Maybe(&Text)),
];

/// What `status` says.
pub const STATUS: &[Field] = &[
    ("line", Text),
    ("today", Day),
    ("late", Whole),
    ("days_since_contact", Maybe(&Whole)),
    ("contacts_this_month", Whole),
    ("meetings_this_month", Whole),
    ("cadence", Maybe(&Text)),
    ("gap_days", Maybe(&Whole)),
    ("send_agenda_by", Maybe(&Day)),
    ("closing", Maybe(&Day)),
    ("closed", Maybe(&Day)),
    ("upcoming", List(&Object(&[UPCOMING]))),
];

const UPCOMING: &[Field] = &[
    ("kind", words_of!(DueKind)),
    ("id", Id),
    ("title", Maybe(&Text)),
    ("private", Yes),
    ("owner", OWNER),
    ("date", Day),
    ("days_left", Whole),
];

/// A form as `form list` lists it.
pub const FORM: &[Field] = &[
    ("key", Text),
    ("title", Text),
    ("about", Text),
    ("to", Text),
    ("filled_by", words_of!(FilledBy)),
    ("private", Yes),
    ("due", Maybe(&Day)),
    ("state", Maybe(&words_of!(ResponseState))),
    ("answered", Whole),
    ("asked", Whole),
    ("missing", TEXTS),
    ("signed_mentor", Maybe(&Day)),
    ("signed_mentee", Maybe(&Day)),
    ("exported", Maybe(&Day)),
];

/// What `form show` adds.
pub const FORM_PARTS: &[Field] = &[("questions", List(&Object(&[ASKED])))];

const ASKED: &[Field] = &[
    ("question", Text),
    ("label", Text),
    ("section", Text),
    ("goal", Maybe(&Id)),
    ("required", Yes),
    ("private", Yes),
    ("mine", Yes),
    ("filled_by", words_of!(FilledBy)),
    ("choices", TEXTS),
    ("value", Maybe(&Text)),
    ("shown", Maybe(&Text)),
    ("beside", Maybe(&Text)),
    ("from_log", Yes),
];

/// A data file of the user's own that holds its rules.
pub const CHECKED: &[Field] = &[
    ("file", Text),
    ("kind", Text),
    ("name", Text),
    ("advice", TEXTS),
];

/// A file of the user's own that has a mistake.
pub const LEFT_OUT: Shape = Object(&[&[("own", Yes), ("problem", Text)]]);

/// A program as `program list` lists it.
pub const PROGRAM: &[Field] = &[
    ("key", Text),
    ("title", Text),
    ("short", Text),
    ("organization", Text),
    ("length", Text),
    ("rhythm", Text),
    ("own", Yes),
    ("problem", Nothing),
];

/// The page of a program.
pub const PROGRAM_PAGE: &[Field] = &[
    ("key", Text),
    ("title", Text),
    ("short", Text),
    ("organization", Text),
    ("own", Yes),
    ("about", Text),
    ("is_not", TEXTS),
    ("length", Text),
    ("start", Maybe(&Day)),
    ("end", Maybe(&Day)),
    ("mentor", Object(&[ROLE_PAGE])),
    ("mentee", Object(&[ROLE_PAGE])),
    ("aims", List(&Object(&[NAMED]))),
    (
        "competencies",
        Maybe(&Object(&[&[
            ("title", Text),
            ("areas", List(&Object(&[NAMED]))),
        ]])),
    ),
    ("rhythm", TEXTS),
    ("rhythm_note", Text),
    ("phases", List(&Object(&[PHASE]))),
    ("milestones", List(&Object(&[MILESTONE]))),
    ("forms", List(&Object(&[FORM_USE]))),
    ("rematch", Text),
    ("notes", TEXTS),
    ("resources", List(&Object(&[SOURCE, &[("where", Text)]]))),
    ("sources", List(&Object(&[SOURCE]))),
];

const ROLE_PAGE: &[Field] = &[
    ("who", TEXTS),
    ("expectations", TEXTS),
    ("roles", TEXTS),
    ("benefits", TEXTS),
];

const NAMED: &[Field] = &[("key", Text), ("title", Text)];

const PHASE: &[Field] = &[
    ("stage", words_of!(Stage)),
    ("title", Text),
    ("about", Text),
    ("from", Text),
    ("start", Maybe(&Day)),
    ("end", Maybe(&Day)),
];

const MILESTONE: &[Field] = &[
    ("key", Maybe(&Text)),
    ("title", Maybe(&Text)),
    ("about", Maybe(&Text)),
    ("on", Maybe(&Text)),
    ("form", Maybe(&Text)),
    ("owner", Maybe(&OWNER)),
    ("date", Maybe(&Day)),
    ("done", Maybe(&Day)),
    ("days_left", Maybe(&Whole)),
];

const FORM_USE: &[Field] = &[
    ("key", Text),
    ("title", Text),
    ("to", Text),
    ("requires", TEXTS),
];

const SOURCE: &[Field] = &[("title", Text), ("by", Text), ("year", Maybe(&Whole))];

/// What `search` found.
pub const HIT: &[Field] = &[
    ("kind", Text),
    ("id", Id),
    ("about", Maybe(&Id)),
    ("private", Yes),
    ("put_away", Yes),
    ("title", Text),
    ("place", Text),
    ("text", Text),
    ("date", Maybe(&Day)),
];

/// A change of `history`.
pub const CHANGE: &[Field] = &[("at", Moment), ("state", STATE), ("label", Text)];
const STATE: Shape = Word(|| vec!["in_effect", "undone", "overtaken", "beginning"]);

/// The copy that `backup` made.
pub const MADE: &[Field] = &[("file", Text), ("at", Text)];
/// A copy of `backup --list` and `restore`; the numbers are null where it cannot be read.
pub const COPY: &[Field] = &[
    ("file", Text),
    ("at", Text),
    ("reason", Text),
    ("goals", Maybe(&Whole)),
    ("meetings", Maybe(&Whole)),
    ("changes", Maybe(&Whole)),
    ("changed", Maybe(&Moment)),
];
/// Which copy `restore` is about, and whether it was put back.
pub const RESTORE: &[Field] = &[("file", Text), ("book", Text), ("restored", Yes)];
/// Where what was there is kept.
pub const KEPT: &[Field] = &[("kept", Maybe(&Text))];

/// What `check` found.
pub const SOUND: &[Field] = &[
    ("sound", Yes),
    ("records", Whole),
    ("faults", List(&FINDING)),
    ("advice", List(&FINDING)),
];
const FINDING: Shape = Object(&[&[("message", Text), ("hint", Text)]]);

/// What a file that is taken in brings.
pub const PLAN: &[Field] = &[
    ("new", TEXTS),
    ("changed", List(&Object(&[CHANGED]))),
    ("same", Whole),
    ("left_out", TEXTS),
    ("notes", TEXTS),
];
const CHANGED: &[Field] = &[("what", Text), ("fields", List(&TEXTS))];

/// The book into which it was taken.
pub const TAKEN: &[Field] = &[("book", Text)];

/// A command of `schema --list`.
pub const DESCRIBED: &[Field] = &[("command", Text), ("answers", Yes)];
