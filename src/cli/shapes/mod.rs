//! The shape of what each command prints as JSON, a table a command. `tests/shell.rs` holds them against what is printed.

mod frame;
mod talk;

use crate::domain::deck::Stage;
use crate::domain::person::{Owner, Role};
use frame::{
    CHANGE, CHECKED, COPY, DATE, DESCRIBED, FORM, FORM_PARTS, HIT, HOURS, KEPT, LEFT, LEFT_OUT,
    MADE, PERSON, PLAN, PROGRAM, PROGRAM_PAGE, RESTORE, SHELF, SOUND, STATUS, TAKEN, TOTALS, YEAR,
};
use talk::{DECK_ACTIVITY, DECK_PROMPT, GROUP, IDEA, LINE, LISTS, PROMPT, PULSES, READING};

use Shape::{Either, List, Object, Text, Word};

/// The words of an enum as a [`Shape::Word`] wants them.
macro_rules! words_of {
    ($name:ident) => {
        Word(|| $name::ALL.iter().map(|word| word.key()).collect())
    };
}

use words_of;

/// What a piece of JSON is.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A text, which may be empty.
    Text,
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// Yes or no.
    Yes,
    /// A day, as 2026-12-01.
    Day,
    /// A day and a time in UTC.
    Moment,
    /// Identity of a record.
    Id,
    /// Always null.
    Nothing,
    /// One of these words.
    Word(fn() -> Vec<&'static str>),
    /// This or null.
    Maybe(&'static Shape),
    /// One of these.
    Either(&'static [Shape]),
    /// Any number of these.
    List(&'static Shape),
    /// Fields, in one or several groups. All of them are there.
    Object(&'static [&'static [Field]]),
}

/// A field by its name.
type Field = (&'static str, Shape);

/// Commands that change or write something, by their last word.
const CHANGING: &[&str] = &[
    "add", "archive", "cancel", "close", "complete", "done", "drop", "edit", "export", "fill",
    "hold", "log", "man", "move", "new", "next", "pick", "plan", "progress", "rate", "redo",
    "rename", "reopen", "sent", "series", "set", "sign", "state", "status", "stay", "tick", "undo",
    "use", "answer",
];

/// What every command prints that changes something: what was done, and more that differs by command.
const CHANGED: Shape = Object(&[DONE]);
const DONE: &[Field] = &[("done", Text)];

/// What a command prints: an answer, or that something was done.
#[derive(Clone, Copy, Debug)]
pub struct Printed {
    /// Whether it answers and changes nothing.
    pub answers: bool,
    /// The shape of it.
    pub shape: &'static Shape,
}

/// What the command `call` prints; nothing if there is no such command, or it prints no JSON.
pub fn printed(call: &str) -> Option<Printed> {
    let found = PRINTED.iter().find(|(name, _)| *name == call);
    let answer = found.map(|(_, shape)| Printed {
        answers: true,
        shape,
    });
    let last = call.rsplit(' ').next().unwrap_or_default();
    let done = CHANGING.contains(&last).then_some(Printed {
        answers: false,
        shape: &CHANGED,
    });
    answer.or(done)
}

const WHO: Shape = words_of!(Role);
const OWNER: Shape = words_of!(Owner);
const TEXTS: Shape = List(&Text);
const PHASES: Shape = List(&words_of!(Stage));

const PRINTED: &[(&str, Shape)] = &[
    ("shelf", List(&Object(&[SHELF]))),
    ("status", Object(&[STATUS])),
    ("idea list", List(&Object(&[IDEA]))),
    ("prompt list", List(&Object(&[PROMPT]))),
    ("list", List(&Object(&[LISTS]))),
    ("list show", List(&Object(&[LINE]))),
    ("reading list", List(&Object(&[READING]))),
    ("pulse list", Object(&[PULSES])),
    ("date list", List(&Object(&[DATE]))),
    ("year show", Object(&[YEAR, TOTALS])),
    ("year hours", Object(&[HOURS])),
    ("year left", Object(&[LEFT])),
    ("person list", List(&Object(&[PERSON]))),
    ("form list", List(&Object(&[FORM]))),
    ("form show", Object(&[FORM, FORM_PARTS])),
    ("form check", Object(&[CHECKED])),
    (
        "program list",
        List(&Either(&[Object(&[PROGRAM]), LEFT_OUT])),
    ),
    ("program show", Object(&[PROGRAM_PAGE])),
    ("program check", Object(&[CHECKED])),
    ("deck list", List(&Either(&[Object(&[GROUP]), LEFT_OUT]))),
    ("deck show", List(&Either(&[DECK_PROMPT, DECK_ACTIVITY]))),
    ("deck check", Object(&[CHECKED])),
    ("search", List(&Object(&[HIT]))),
    ("history", List(&Object(&[CHANGE]))),
    (
        "backup",
        Either(&[Object(&[MADE, DONE]), List(&Object(&[COPY]))]),
    ),
    (
        "restore",
        Either(&[
            List(&Object(&[COPY])),
            Object(&[RESTORE, KEPT, DONE]),
            Object(&[RESTORE]),
        ]),
    ),
    ("check", Object(&[SOUND])),
    (
        "import",
        Either(&[Object(&[PLAN, TAKEN, DONE]), Object(&[PLAN])]),
    ),
    (
        "schema",
        Either(&[List(&Object(&[DESCRIBED])), Object(&[])]),
    ),
];
