//! The shared lists of a match: program ideas, books, wishes, people, articles.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::id::Id;
use super::person::Role;
use super::string_enum::string_enum;

string_enum! {
    /// Kind of shared list.
    ListKind, "list" {
        Ideas = "ideas" => "Program ideas",
        Books = "books" => "Books",
        Wishes = "wishes" => "Wishes",
        People = "people" => "People",
        Articles = "articles" => "Articles",
    }
}

impl ListKind {
    /// Noun for one item: `program idea`, `book`.
    pub const fn singular(self) -> &'static str {
        match self {
            Self::Ideas => "program idea",
            Self::Books => "book",
            Self::Wishes => "wish",
            Self::People => "person",
            Self::Articles => "article",
        }
    }

    /// Label of a ticked item: an idea is tried, a book is read.
    pub const fn done_label(self) -> &'static str {
        match self {
            Self::Ideas => "tried",
            Self::Books | Self::Articles => "read",
            Self::Wishes => "come true",
            Self::People => "met",
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ListItem {
    #[serde(skip)]
    pub id: Id,
    pub list: ListKind,
    /// Title of the idea, book, article or wish, or name of the person.
    pub title: String,
    /// Author, or occupation of a person.
    pub by: String,
    /// Web address, shelf mark, or contact details.
    pub link: String,
    /// Comment of the pair.
    pub note: String,
    /// The meeting in which it came up.
    pub meeting: Option<Id>,
    /// Key of the activity that it came from.
    pub activity: String,
    /// The day it was written down.
    pub added: Option<NaiveDate>,
    /// Role of the person who added it.
    pub adder: Role,
    /// The day it was tried, read, met.
    pub done: Option<NaiveDate>,
    /// Archived: not listed any more, but still in the book.
    pub archived: bool,
}

impl ListItem {
    /// Derives the id that both replicas give to `title` on the reading list of `program`.
    pub fn id_for(program: &str, title: &str) -> Id {
        Id::derived(&["reading", program, title])
    }
}
