//! Form, heading and stored draft key of everything that is edited, and the way back from the key.

use super::EditTarget;
use crate::app::editors::{EDITORS, draft_key, editor_of, is_part};
use crate::domain::deck::{Activity, Prompt};
use crate::domain::id::Id;
use crate::domain::list::{ListItem, ListKind};
use crate::domain::ops::{self, Editable};
use crate::domain::person::Role;

impl EditTarget {
    /// Key of its form definition, heading, and the stored key of its draft; [`Self::from_draft_key`] parses the last.
    pub(super) fn spec(&self) -> (&str, &str, String) {
        let fixed = |form, title, key: &str| (form, title, key.to_owned());
        let text = |id: &Option<Id>| id.as_ref().map(Id::to_string);
        match self {
            Self::NewBook => fixed("editor-book", "A new book", "book"),
            Self::Start => fixed(ops::start::FORM, "Role and program", "start"),
            Self::Import => fixed("editor-import", "Import a file", "import"),
            Self::Settings => fixed("editor-settings", "Settings", "settings"),
            Self::Record { kind, id, parent } => {
                let parts = [text(parent), text(id)];
                match (editor_of(*kind), id) {
                    (Some(it), None) => (it.form, it.new_title, draft_key(it.new_draft, parts)),
                    (Some(it), Some(_)) => (it.form, it.title, draft_key(it.draft, parts)),
                    (None, _) => fixed(kind.name(), kind.noun(), kind.name()),
                }
            }
            Self::Log => fixed("editor-meeting", "Log a meeting or contact", "log"),
            Self::Plan => fixed("editor-plan", "Plan a meeting", "plan"),
            Self::Series => fixed("editor-series", "Plan a series of meetings", "series"),
            Self::Meeting(id) => ("editor-meeting", "Meeting", format!("meeting {id}")),
            Self::Activity(key) => {
                let key = format!("activity {key}");
                ("editor-activity", "What came of the activity", key)
            }
            Self::Person(role) => {
                let key = format!("person {}", role.key());
                ("editor-person", "Name and how to reach", key)
            }
            Self::Cycle => fixed("editor-cycle", "First and last day, and rhythm", "cycle"),
            Self::NextCycle => {
                let title = "Another year with the same partner";
                fixed("editor-next-cycle", title, "next-cycle")
            }
            Self::ListItem(list, None, meeting) => {
                let key = draft_key("new-list", [Some(list.key().to_owned()), text(meeting)]);
                (ListItem::FORM, "Something for a list", key)
            }
            Self::ListItem(list, id, _) => {
                let key = draft_key("list", [Some(list.key().to_owned()), text(id)]);
                (ListItem::FORM, "On a list", key)
            }
            Self::OwnPrompt(key) => {
                let key = draft_key("own-prompt", [key.clone()]);
                (Prompt::FORM, "A prompt of your own", key)
            }
            Self::OwnActivity(key) => {
                let key = draft_key("own-activity", [key.clone()]);
                (Activity::FORM, "An activity of your own", key)
            }
            Self::AskForm => fixed(
                "editor-asked-form",
                "A form that your office asks for",
                "asked-form",
            ),
            Self::Response(form) => (form, form, format!("form {form}")),
        }
    }

    /// Parses a stored draft key; none if the key is unknown.
    pub fn from_draft_key(draft_key: &str) -> Option<Self> {
        let mut parts = draft_key.split(' ');
        let word = parts.next()?;
        let rest: Vec<&str> = parts.collect();
        let id = |at: usize| rest.get(at).and_then(|text| text.parse::<Id>().ok());
        let key = || rest.first().map(|key| (*key).to_owned());
        let mut editors = EDITORS.iter();
        if let Some(editor) = editors.find(|it| it.draft == word || it.new_draft == word) {
            let (parent, id) = if is_part(editor.kind) {
                (Some(id(0)?), id(1))
            } else if word == editor.draft {
                (None, id(0))
            } else {
                (id(0), None)
            };
            let kind = editor.kind;
            return Some(Self::Record { kind, id, parent });
        }
        Some(match word {
            "book" => Self::NewBook,
            "start" => Self::Start,
            "import" => Self::Import,
            "settings" => Self::Settings,
            "log" => Self::Log,
            "plan" => Self::Plan,
            "series" => Self::Series,
            "meeting" => Self::Meeting(id(0)?),
            "activity" => Self::Activity(key()?),
            "person" => Self::Person(Role::from_word(rest.first()?)?),
            "cycle" => Self::Cycle,
            "next-cycle" => Self::NextCycle,
            "list" => Self::ListItem(ListKind::from_word(rest.first()?)?, Some(id(1)?), None),
            "new-list" => Self::ListItem(ListKind::from_word(rest.first()?)?, None, id(1)),
            "own-prompt" => Self::OwnPrompt(key()),
            "own-activity" => Self::OwnActivity(key()),
            "asked-form" => Self::AskForm,
            "form" => Self::Response(key()?),
            _ => return None,
        })
    }
}
