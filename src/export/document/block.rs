//! The pieces of a text: blocks, and the inlines in them.

use crate::domain::form::Choice;
use crate::figure::Figure;

/// Placeholder for an answer that is still missing.
pub const NOT_ANSWERED: &str = "— not answered yet";

/// The line for a signature, where none can be drawn.
const SIGNATURE_LINE: &str = "________________________";

/// The line to write on, where none can be drawn.
const WRITING_LINE: &str = "________________________________________";

/// The deepest heading.
pub const MAX_HEADING_LEVEL: u8 = 6;

/// One line of a document's head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

/// One piece of the text.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading; level 1 is the document's title, which is not among the blocks.
    Heading {
        /// From 2 to [`MAX_HEADING_LEVEL`].
        level: u8,
        /// One line.
        text: String,
    },
    /// Running text.
    Paragraph(Inlines),
    /// A list, numbered from `start` or with bullets.
    List {
        /// The first number, if it is numbered.
        start: Option<u64>,
        items: Vec<Item>,
    },
    Table(Table),
    /// A few figures, each the value of its label.
    Figures(Vec<Fact>),
    /// A goal on a form: its title, a line on how it stands, and what is said of it.
    Card {
        /// Level of its title as a heading.
        level: u8,
        title: String,
        status: Inlines,
        blocks: Vec<Block>,
    },
    /// Lines to sign on.
    Signatures(Vec<Signature>),
    /// Room for an answer.
    Entry(Entry),
    /// A question and what was answered; none: asked for and not given.
    Answer {
        /// The question as it was asked.
        label: String,
        answer: Option<Vec<Block>>,
    },
    Figure(Figure),
    Quote(Vec<Block>),
    /// Preformatted text.
    Code(String),
    /// A line across.
    Rule,
    PageBreak,
}

/// A table; each row has as many cells as the header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Titles of the columns.
    pub header: Vec<Inlines>,
    pub rows: Vec<Vec<Inlines>>,
    /// Side on which each column is set; columns without one, at their start.
    pub align: Vec<Align>,
    /// True if the last row is the sum of the others.
    pub has_total: bool,
}

/// Side on which a column of a table is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    #[default]
    Start,
    Center,
    End,
}

impl Table {
    /// Side of the column `at`.
    pub fn align_of(&self, at: usize) -> Align {
        self.align.get(at).copied().unwrap_or_default()
    }
}

/// The line for one person to sign on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The name, with the role.
    pub name: String,
    /// The day, if it was signed in the book.
    pub signed: Option<String>,
}

/// Room for an answer that is given outside of the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub room: Room,
    /// The field from which the answer is read back; none on paper.
    pub control: Option<Control>,
}

/// A field to be filled in on another computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    /// The mark by which the answer finds its question again.
    pub mark: String,
    /// The question, for whoever cannot see what stands beside the field.
    pub title: String,
    /// The answer so far, as it is stored.
    pub value: String,
    /// The answer so far, as people read it.
    pub shown: String,
}

/// The room that an answer takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Room {
    /// Lines to write on, by number.
    Lines(usize),
    /// A day.
    Day,
    /// One of these.
    One(Vec<Choice>),
    /// Any of these.
    Any(Vec<Choice>),
}

/// One entry of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// State of its checkbox, if it has one.
    pub ticked: Option<bool>,
    pub blocks: Vec<Block>,
}

impl Item {
    /// The checkbox in plain characters.
    pub const fn tick_mark(&self) -> &'static str {
        match self.ticked {
            None => "",
            Some(false) => "[ ] ",
            Some(true) => "[x] ",
        }
    }

    /// The text on the line of the bullet, and the blocks below.
    pub fn split_first_line(&self) -> (&[Inline], &[Block]) {
        if let Some((Block::Paragraph(first), rest)) = self.blocks.split_first() {
            (first, rest)
        } else {
            (&[], &self.blocks)
        }
    }
}

/// A run of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Literal text.
    Text(String),
    /// Literal text of a program or a form.
    Code(String),
    Emphasis(Inlines),
    Strong(Inlines),
    Strikethrough(Inlines),
    /// A link to a web or mail address.
    Link {
        text: Inlines,
        /// Web or mail address.
        to: String,
    },
    /// The line ends here.
    Break,
}

/// Runs of text that make one line or paragraph.
pub type Inlines = Vec<Inline>;

impl Entry {
    /// True for an option that is chosen so far.
    pub fn is_chosen(&self, option: &Choice) -> bool {
        let control = self.control.as_ref();
        control.is_some_and(|it| it.value.lines().any(|key| key == option.key))
    }

    /// Lines of underscores, or boxes to tick.
    pub fn in_plain_block(&self) -> Block {
        let lines = match &self.room {
            Room::One(options) | Room::Any(options) => {
                let item = |option: &Choice| Item {
                    ticked: Some(self.is_chosen(option)),
                    blocks: vec![Block::text(&option.label)],
                };
                return Block::List {
                    start: None,
                    items: options.iter().map(item).collect(),
                };
            }
            Room::Lines(lines) => *lines,
            Room::Day => 1,
        };
        let lines = vec![vec![Inline::Text(WRITING_LINE.to_owned())]; lines];
        Block::Paragraph(lines.join(&Inline::Break))
    }
}

impl Block {
    pub const fn is_answer(&self) -> bool {
        matches!(self, Self::Answer { .. })
    }

    /// The same in headings, paragraphs and lists, for formats that lay nothing out; none for a block that is one.
    pub fn in_plain_blocks(&self) -> Option<Vec<Self>> {
        match self {
            Self::Figure(figure) => Some(vec![figure.table()]),
            Self::Figures(facts) => Some(vec![Self::facts(facts)]),
            Self::Card {
                level,
                title,
                status,
                blocks,
            } => {
                let heading = Self::Heading {
                    level: *level,
                    text: title.clone(),
                };
                let head = [heading, Self::Paragraph(status.clone())];
                Some(head.into_iter().chain(blocks.iter().cloned()).collect())
            }
            Self::Signatures(people) => {
                let line = |it: &Signature| {
                    let empty = || format!("{SIGNATURE_LINE}  Date: ____________");
                    let signed = it.signed.as_ref().map(|day| format!("Signed {day}"));
                    Self::text(format!("{}: {}", it.name, signed.unwrap_or_else(empty)))
                };
                Some(people.iter().map(line).collect())
            }
            Self::Entry(entry) => Some(vec![entry.in_plain_block()]),
            Self::Heading { .. }
            | Self::Paragraph(_)
            | Self::List { .. }
            | Self::Table(_)
            | Self::Answer { .. }
            | Self::Quote(_)
            | Self::Code(_)
            | Self::Rule
            | Self::PageBreak => None,
        }
    }

    /// A list of facts.
    pub fn facts(facts: &[Fact]) -> Self {
        let items = facts.iter().map(|fact| {
            let label = Inline::Strong(vec![Inline::Text(format!("{}:", fact.label))]);
            let line = vec![label, Inline::Text(format!(" {}", fact.value))];
            Item {
                ticked: None,
                blocks: vec![Self::Paragraph(line)],
            }
        });
        Self::List {
            start: None,
            items: items.collect(),
        }
    }

    /// A paragraph of literal text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Paragraph(vec![Inline::Text(text.into())])
    }
}
