//! What the rows of a list can become, and the names by which people call its columns.

use crate::domain::words::words;

words! {
    /// What the rows of a list are.
    Target, "kind of list" {
        Log = "log" => "Meetings and contacts",
        Goals = "goals" => "Goals",
        Actions = "actions" => "Actions",
    }
}

words! {
    /// What a column of a list holds.
    Column, "column" {
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

const LOG_TITLES: &[&str] = &[
    "about", "title", "subject", "topic", "summary", "thema", "titel", "betreff", "tema", "asunto",
];
const GOAL_TITLES: &[&str] = &["goal", "title", "name", "ziel", "titel", "meta", "objetivo"];
const ACTION_TITLES: &[&str] = &[
    "action", "task", "todo", "to do", "what", "title", "aufgabe", "was", "tarea",
];

/// The names of the other columns, which are the same in every list.
const NAMES: &[(Column, &[&str])] = &[
    (
        Column::Date,
        &["date", "day", "when", "datum", "tag", "fecha"],
    ),
    (
        Column::Time,
        &["time", "at", "start", "uhrzeit", "zeit", "hora"],
    ),
    (Column::Kind, &["kind", "type", "art", "typ", "tipo"]),
    (Column::State, &["state", "status"]),
    (
        Column::How,
        &[
            "how", "channel", "via", "medium", "method", "kanal", "weg", "canal", "medio",
        ],
    ),
    (
        Column::Minutes,
        &[
            "minutes", "min", "mins", "length", "duration", "dauer", "minuten", "minutos",
        ],
    ),
    (Column::Hours, &["hours", "hrs", "stunden", "horas"]),
    (Column::Topics, &["topics", "tags", "themen", "temas"]),
    (
        Column::Decisions,
        &[
            "decisions",
            "decision",
            "decided",
            "beschlüsse",
            "entscheidungen",
            "decisiones",
        ],
    ),
    (Column::Win, &["win", "wins", "success", "erfolg", "logro"]),
    (
        Column::Mentee,
        &["notes of the mentee", "mentee notes", "mentee"],
    ),
    (
        Column::Mentor,
        &["notes of the mentor", "mentor notes", "mentor"],
    ),
    (
        Column::Note,
        &[
            "notes",
            "note",
            "comments",
            "details",
            "notizen",
            "bemerkungen",
            "notas",
        ],
    ),
    (
        Column::Why,
        &["why", "reason", "because", "warum", "grund", "motivo"],
    ),
    (
        Column::Measure,
        &[
            "measure",
            "done when",
            "criteria",
            "metric",
            "messgröße",
            "medida",
        ],
    ),
    (
        Column::Due,
        &[
            "due",
            "deadline",
            "due date",
            "target date",
            "by",
            "date",
            "frist",
            "fällig",
            "bis",
            "datum",
            "fecha",
        ],
    ),
    (Column::Status, &["status", "state", "stand", "estado"]),
    (Column::Help, &["help", "obstacle", "hilfe", "ayuda"]),
    (
        Column::Owner,
        &["who", "owner", "responsible", "wer", "quién", "responsable"],
    ),
    (Column::Done, &["done", "completed", "erledigt", "hecho"]),
    (Column::Agreed, &["agreed", "vereinbart"]),
];

impl Target {
    /// The columns it can take.
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Log => &[
                Column::Date,
                Column::Time,
                Column::Kind,
                Column::State,
                Column::How,
                Column::Minutes,
                Column::Hours,
                Column::Title,
                Column::Topics,
                Column::Decisions,
                Column::Win,
                Column::Mentee,
                Column::Mentor,
                Column::Note,
            ],
            Self::Goals => &[
                Column::Title,
                Column::Status,
                Column::Due,
                Column::Measure,
                Column::Why,
                Column::Help,
            ],
            Self::Actions => &[
                Column::Title,
                Column::Owner,
                Column::Due,
                Column::Done,
                Column::Agreed,
            ],
        }
    }

    /// The column without which a row says nothing.
    pub const fn needs(self) -> Column {
        match self {
            Self::Log => Column::Date,
            Self::Goals | Self::Actions => Column::Title,
        }
    }

    /// What people call `column` in such a list, in small letters, the surest name first.
    fn names(self, column: Column) -> &'static [&'static str] {
        match (self, column) {
            (Self::Log, Column::Title) => LOG_TITLES,
            (Self::Goals, Column::Title) => GOAL_TITLES,
            (Self::Actions, Column::Title) => ACTION_TITLES,
            (_, column) => {
                let named = NAMES.iter().find(|(known, _)| *known == column);
                named.map_or(&[], |(_, names)| names)
            }
        }
    }

    /// Which column of `header` holds what: the place of each that is known, by its name or by what was said of it.
    pub fn guess(self, header: &[String]) -> Vec<(Column, usize)> {
        let names: Vec<_> = header.iter().map(|name| plain_name(name)).collect();
        let mut taken = vec![false; names.len()];
        let mut found = Vec::new();
        for exactly in [true, false] {
            for &column in self.columns() {
                if found.iter().any(|(known, _)| *known == column) {
                    continue;
                }
                let place = self.names(column).iter().find_map(|name| {
                    names.iter().zip(&taken).position(|(header, taken)| {
                        let fits = if exactly {
                            header == name
                        } else {
                            header.split(' ').any(|word| word == *name)
                        };
                        fits && !taken
                    })
                });
                if let Some(place) = place {
                    taken[place] = true;
                    found.push((column, place));
                }
            }
        }
        found
    }

    /// What a list with such a header is, if its columns tell.
    pub fn of(header: &[String]) -> Option<Self> {
        let fit = |target: &Self| {
            let found = target.guess(header);
            let complete = found.iter().any(|(column, _)| *column == target.needs());
            if complete { found.len() } else { 0 }
        };
        let best = Self::ALL.iter().copied().rev().max_by_key(fit)?;
        (fit(&best) > 0).then_some(best)
    }

    /// What `word` calls such a list: the name of a file, a heading.
    pub fn called(word: &str) -> Option<Self> {
        let word = plain_name(word);
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

/// A name in small letters, with single blanks between its words.
pub fn plain_name(name: &str) -> String {
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
        let found = Target::Log.guess(&header(&["Datum", "Thema", "Dauer (min)", "Farbe"]));
        assert_eq!(
            found,
            [(Column::Date, 0), (Column::Title, 1), (Column::Minutes, 2)]
        );
        let found = Target::Log.guess(&header(&["Meeting date", "Start time", "Notes"]));
        assert!(found.contains(&(Column::Date, 0)) && found.contains(&(Column::Time, 1)));
    }

    #[test]
    fn a_header_or_a_name_tells_what_a_list_is() {
        assert_eq!(
            Target::of(&header(&["Date", "About", "Minutes"])),
            Some(Target::Log)
        );
        assert_eq!(
            Target::of(&header(&["Goal", "Due", "Measure"])),
            Some(Target::Goals)
        );
        assert_eq!(
            Target::of(&header(&["Action", "Who", "Due"])),
            Some(Target::Actions)
        );
        assert_eq!(Target::of(&header(&["Color"])), None);
        assert_eq!(Target::called("my-goals 2026"), Some(Target::Goals));
    }
}
