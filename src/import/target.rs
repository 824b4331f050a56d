//! Kinds of lists that can be imported, and what their columns mean.

pub use crate::domain::import_target::ImportTarget;
use crate::domain::string_enum::string_enum;
use crate::domain::words::{has_phrase, plain_words};

string_enum! {
    /// Meaning of a column of a list.
    ImportColumn, "column" {
        Date = "date" => "Date",
        Time = "time" => "Time",
        End = "end" => "End",
        Kind = "kind" => "Kind",
        State = "state" => "State",
        How = "how" => "How",
        Minutes = "minutes" => "Minutes",
        Hours = "hours" => "Hours",
        Title = "title" => "Title",
        Topics = "topics" => "Topics",
        Decisions = "decisions" => "Decisions",
        Win = "win" => "Win",
        Mentee = "note-mentee" => "Notes of the mentee",
        Mentor = "note-mentor" => "Notes of the mentor",
        Note = "note" => "Notes",
        Why = "why" => "Why",
        Measure = "measure" => "Measure",
        Due = "due" => "Due",
        Status = "status" => "Status",
        Help = "help" => "Help",
        Owner = "owner" => "Who",
        Done = "done" => "Done",
        Agreed = "agreed" => "Agreed",
    }
}

/// Names of each kind of list: of files, of sheets, and of headings above it.
const NAMES: &[(ImportTarget, &str)] = &[
    (
        ImportTarget::Goals,
        "goal, goals, objectives, ziel, ziele, meta, metas, objetivos, objectifs",
    ),
    (
        ImportTarget::Actions,
        "action, actions, action items, task, tasks, to do, todo, todos, to dos, next steps, follow up, follow ups, \
         homework, aufgabe, aufgaben, nächste schritte, tarea, tareas, próximos pasos, tâches, à faire, prochaines étapes",
    ),
    (
        ImportTarget::Log,
        "log, journal, diary, meetings, meeting, contacts, sessions, calls, treffen, gespräche, tagebuch, reuniones, \
         diario, réunions, rencontres",
    ),
];

impl ImportTarget {
    /// Column without which a row is empty.
    pub const fn required_column(self) -> ImportColumn {
        match self {
            Self::Log => ImportColumn::Date,
            Self::Goals | Self::Actions => ImportColumn::Title,
        }
    }

    /// Guesses the kind of list from the name of a file, a sheet or a heading.
    pub fn from_name(name: &str) -> Option<Self> {
        let words = plain_words(name);
        Self::by_name(|known| has_phrase(&words, known))
    }

    /// The kind of list that a line names and nothing else: “Action items:”.
    pub fn from_label(line: &str) -> Option<Self> {
        let words = plain_words(line);
        Self::by_name(|known| words == known)
    }

    fn by_name(is: impl Fn(&str) -> bool) -> Option<Self> {
        let mut rows = NAMES.iter();
        let found = rows.find(|(_, names)| names.split(", ").any(&is));
        found.map(|(target, _)| *target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_what_a_list_is() {
        for (name, target) in [
            ("my-goals 2026", Some(ImportTarget::Goals)),
            ("Next steps", Some(ImportTarget::Actions)),
            ("To-do", Some(ImportTarget::Actions)),
            ("Meetings with Ned", Some(ImportTarget::Log)),
            ("Notes by Rosa", None),
        ] {
            assert_eq!(ImportTarget::from_name(name), target, "{name}");
        }
    }
}
