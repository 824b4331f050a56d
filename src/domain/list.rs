//! The shared lists of a match: program ideas, books, wishes, people, articles.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::id::Id;
use super::person::Role;
use super::string_enum::string_enum;

string_enum! {
    /// Which of the shared lists.
    ListKind, "list" {
        Ideas = "ideas" => "Program ideas",
        Books = "books" => "Books",
        Wishes = "wishes" => "Wishes",
        People = "people" => "People",
        Articles = "articles" => "Articles",
    }
}

impl ListKind {
    /// What one line of it is called: `program idea`, `book`.
    pub const fn singular(self) -> &'static str {
        match self {
            Self::Ideas => "program idea",
            Self::Books => "book",
            Self::Wishes => "wish",
            Self::People => "person",
            Self::Articles => "article",
        }
    }

    /// What a line of it is once it is ticked: an idea is tried, a book is read.
    pub const fn done_label(self) -> &'static str {
        match self {
            Self::Ideas => "tried",
            Self::Books | Self::Articles => "read",
            Self::Wishes => "come true",
            Self::People => "met",
        }
    }
}

/// One line of a shared list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ListItem {
    /// Identity of the record.
    #[serde(skip)]
    pub id: Id,
    /// The list it stands on.
    pub list: ListKind,
    /// The idea, the title of the book or article, the wish, the name.
    pub title: String,
    /// Who wrote it, or what a person does.
    pub by: String,
    /// Where it is: a web address, a shelf mark, how to reach somebody.
    pub link: String,
    /// What the pair thinks of it.
    pub note: String,
    /// The meeting in which it came up.
    pub meeting: Option<Id>,
    /// Key of the activity that it came from.
    pub activity: String,
    /// The day it was written down.
    pub added: Option<NaiveDate>,
    /// Who wrote it down.
    pub adder: Role,
    /// The day it was tried, read, met.
    pub done: Option<NaiveDate>,
    /// Put away.
    pub archived: bool,
}

impl ListItem {
    /// The id that both computers give to what the reading list of `program` calls `title`.
    pub fn id_for(program: &str, title: &str) -> Id {
        Id::derived(&["reading", program, title])
    }
}
