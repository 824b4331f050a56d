//! Kinds of lists that can be imported, and the names by which people call their columns.

use crate::domain::string_enum::string_enum;

string_enum! {
    /// Kind of list: the records that its rows become.
    ImportTarget, "kind of list" {
        Log = "log" => "Meetings and contacts",
        Goals = "goals" => "Goals",
        Actions = "actions" => "Actions",
    }
}

string_enum! {
    /// Meaning of a column of a list.
    ImportColumn, "column" {
        Date = "date" => "Date",
        Time = "time" => "Time",
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

/// A column of a list, and the names by which people call it in small letters, the surest one first.
type Named = (ImportColumn, &'static str);

const DUE: Named = (
    ImportColumn::Due,
    "due, deadline, due date, target date, by, date, frist, fällig, bis, datum, fecha",
);

const LOG: &[Named] = &[
    (ImportColumn::Date, "date, day, when, datum, tag, fecha"),
    (ImportColumn::Time, "time, at, start, uhrzeit, zeit, hora"),
    (ImportColumn::Kind, "kind, type, art, typ, tipo"),
    (ImportColumn::State, "state, status"),
    (
        ImportColumn::How,
        "how, channel, via, medium, method, kanal, weg, canal, medio",
    ),
    (
        ImportColumn::Minutes,
        "minutes, min, mins, length, duration, dauer, minuten, minutos",
    ),
    (ImportColumn::Hours, "hours, hrs, stunden, horas"),
    (
        ImportColumn::Title,
        "about, title, subject, topic, summary, thema, titel, betreff, tema, asunto",
    ),
    (ImportColumn::Topics, "topics, tags, themen, temas"),
    (
        ImportColumn::Decisions,
        "decisions, decision, decided, beschlüsse, entscheidungen, decisiones",
    ),
    (ImportColumn::Win, "win, wins, success, erfolg, logro"),
    (
        ImportColumn::Mentee,
        "notes of the mentee, mentee notes, mentee",
    ),
    (
        ImportColumn::Mentor,
        "notes of the mentor, mentor notes, mentor",
    ),
    (
        ImportColumn::Note,
        "notes, note, comments, details, notizen, bemerkungen, notas",
    ),
];

const GOALS: &[Named] = &[
    (
        ImportColumn::Title,
        "goal, title, name, ziel, titel, meta, objetivo",
    ),
    (ImportColumn::Status, "status, state, stand, estado"),
    DUE,
    (
        ImportColumn::Measure,
        "measure, done when, criteria, metric, messgröße, medida",
    ),
    (
        ImportColumn::Why,
        "why, reason, because, warum, grund, motivo",
    ),
    (ImportColumn::Help, "help, obstacle, hilfe, ayuda"),
];

const ACTIONS: &[Named] = &[
    (
        ImportColumn::Title,
        "action, task, todo, to do, what, title, aufgabe, was, tarea",
    ),
    (
        ImportColumn::Owner,
        "who, owner, responsible, wer, quién, responsable",
    ),
    DUE,
    (ImportColumn::Done, "done, completed, erledigt, hecho"),
    (ImportColumn::Agreed, "agreed, vereinbart"),
];

impl ImportTarget {
    const fn named_columns(self) -> &'static [Named] {
        match self {
            Self::Log => LOG,
            Self::Goals => GOALS,
            Self::Actions => ACTIONS,
        }
    }

    /// True if this kind of list can have `column`.
    pub fn has_column(self, column: ImportColumn) -> bool {
        let mut columns = self.named_columns().iter();
        columns.any(|(own, _)| *own == column)
    }

    /// Column without which a row is empty.
    pub const fn required_column(self) -> ImportColumn {
        match self {
            Self::Log => ImportColumn::Date,
            Self::Goals | Self::Actions => ImportColumn::Title,
        }
    }

    /// Maps columns to indices in `header`, by name.
    pub fn map_header(self, header: &[String]) -> Vec<(ImportColumn, usize)> {
        let names: Vec<_> = header.iter().map(|name| normalize_name(name)).collect();
        let mut is_used = vec![false; names.len()];
        let mut columns = Vec::new();
        for exactly in [true, false] {
            for &(column, aliases) in self.named_columns() {
                if columns.iter().any(|(other, _)| *other == column) {
                    continue;
                }
                let index = aliases.split(", ").find_map(|name| {
                    names.iter().zip(&is_used).position(|(header, is_used)| {
                        let matches = if exactly {
                            header == name
                        } else {
                            header.split(' ').any(|word| word == name)
                        };
                        matches && !is_used
                    })
                });
                if let Some(index) = index {
                    is_used[index] = true;
                    columns.push((column, index));
                }
            }
        }
        columns
    }

    /// Guesses the kind of list from its header.
    pub fn from_header(header: &[String]) -> Option<Self> {
        let fit = |target: &Self| {
            let columns = target.map_header(header);
            let complete = columns
                .iter()
                .any(|(column, _)| *column == target.required_column());
            if complete { columns.len() } else { 0 }
        };
        let best = Self::ALL.iter().copied().rev().max_by_key(fit)?;
        (fit(&best) > 0).then_some(best)
    }

    /// Guesses the kind of list from the name of a file or a heading.
    pub fn from_name(word: &str) -> Option<Self> {
        let word = normalize_name(word);
        let any = |names: &[&str]| word.split(' ').any(|word| names.contains(&word));
        if any(&["goal", "goals", "ziele", "metas"]) {
            Some(Self::Goals)
        } else if any(&["action", "actions", "tasks", "todo", "todos", "aufgaben"]) {
            Some(Self::Actions)
        } else if any(&[
            "log",
            "meetings",
            "meeting",
            "contacts",
            "treffen",
            "reuniones",
        ]) {
            Some(Self::Log)
        } else {
            None
        }
    }
}

/// Normalizes a name: small letters, single blanks between words.
pub fn normalize_name(name: &str) -> String {
    let letters = name
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' });
    let letters: String = letters.flat_map(char::to_lowercase).collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn columns_are_known_by_many_names() {
        let found =
            ImportTarget::Log.map_header(&header(&["Datum", "Thema", "Dauer (min)", "Farbe"]));
        assert_eq!(
            found,
            [
                (ImportColumn::Date, 0),
                (ImportColumn::Title, 1),
                (ImportColumn::Minutes, 2)
            ]
        );
        let found = ImportTarget::Log.map_header(&header(&["Meeting date", "Start time", "Notes"]));
        assert!(
            found.contains(&(ImportColumn::Date, 0)) && found.contains(&(ImportColumn::Time, 1))
        );
    }

    #[test]
    fn a_header_or_a_name_tells_what_a_list_is() {
        assert_eq!(
            ImportTarget::from_header(&header(&["Date", "About", "Minutes"])),
            Some(ImportTarget::Log)
        );
        assert_eq!(
            ImportTarget::from_header(&header(&["Goal", "Due", "Measure"])),
            Some(ImportTarget::Goals)
        );
        assert_eq!(
            ImportTarget::from_header(&header(&["Action", "Who", "Due"])),
            Some(ImportTarget::Actions)
        );
        assert_eq!(ImportTarget::from_header(&header(&["Color"])), None);
        assert_eq!(
            ImportTarget::from_name("my-goals 2026"),
            Some(ImportTarget::Goals)
        );
    }
}
