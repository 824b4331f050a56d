//! Lists, pulses and the deck.

use super::Shape::{Day, Id, List, Maybe, Nothing, Number, Object, Text, Whole, Word, Yes};
use super::{Field, PHASES, Shape, TEXTS, WHO, words_of};
use crate::domain::deck::{ActivityState, Audience, Category};
use crate::domain::list::ListKind;

/// An activity of `idea list`.
pub const IDEA: &[Field] = &[
    ("number", Whole),
    ("key", Text),
    ("title", Text),
    ("about", Text),
    ("leaves", Text),
    ("source", Text),
    ("own", Yes),
    ("state", words_of!(ActivityState)),
    ("note", Text),
    ("rating", Maybe(&Whole)),
    ("changed", Maybe(&Day)),
];

/// A prompt of `prompt list`.
pub const PROMPT: &[Field] = &[
    ("number", Whole),
    ("key", Text),
    ("text", Text),
    ("why", Text),
    ("category", words_of!(Category)),
    ("phases", PHASES),
    ("used", Maybe(&Day)),
    ("own", Yes),
];

/// A list with how much is on it.
pub const LISTS: &[Field] = &[
    ("list", words_of!(ListKind)),
    ("title", Text),
    ("open", Whole),
    ("items", Whole),
];

/// A line of a list.
pub const LINE: &[Field] = &[
    ("number", Whole),
    ("id", Id),
    ("list", words_of!(ListKind)),
    ("title", Text),
    ("by", Text),
    ("link", Text),
    ("note", Text),
    ("meeting", Maybe(&Id)),
    ("activity", Text),
    ("added", Maybe(&Day)),
    ("adder", WHO),
    ("done", Maybe(&Day)),
];

/// A title of `reading list`.
pub const READING: &[Field] = &[
    ("number", Whole),
    ("title", Text),
    ("by", Text),
    ("year", Maybe(&Whole)),
    ("where", Text),
    ("read", Maybe(&Day)),
    ("note", Maybe(&Text)),
];

/// The pulses and when the next is due.
pub const PULSES: &[Field] = &[
    ("private", Yes),
    ("next", Maybe(&Day)),
    ("due", Yes),
    ("words", Maybe(&Text)),
    ("pulses", List(&Object(&[PULSE]))),
];

const PULSE: &[Field] = &[
    ("number", Whole),
    ("id", Id),
    ("date", Day),
    ("contact", Maybe(&Whole)),
    ("progress", Maybe(&Whole)),
    ("trust", Maybe(&Whole)),
    ("middle", Maybe(&Number)),
    ("note", Text),
];

/// A group of cards of the deck.
pub const GROUP: &[Field] = &[
    ("group", Text),
    ("title", Text),
    ("cards", Whole),
    ("what", Text),
    ("own", Yes),
    ("problem", Nothing),
];

const CARD: &[Field] = &[
    ("kind", Text),
    ("key", Text),
    ("phases", PHASES),
    ("competencies", TEXTS),
    ("audience", words_of!(Audience)),
    ("words", TEXTS),
    ("group", Text),
    ("own", Yes),
];

/// A prompt of the deck.
pub const DECK_PROMPT: Shape = Object(&[
    CARD,
    &[
        ("text", Text),
        ("why", Text),
        ("category", words_of!(Category)),
    ],
]);

/// An activity of the deck.
pub const DECK_ACTIVITY: Shape = Object(&[
    CARD,
    &[
        ("title", Text),
        ("about", Text),
        ("leaves", Text),
        ("source", Text),
    ],
]);
