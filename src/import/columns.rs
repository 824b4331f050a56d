//! The names by which people and programs call the columns of their lists, and what a column holds where it has none.
//!
//! English, Spanish, French and German; the headers of Google Forms, Sheets, Notion, Trello, Todoist, and of the calendars
//! of Outlook and Google.

use std::cmp::Reverse;

use super::ImportContext;
use super::cells;
use super::table::{ImportedList, ImportedRow};
use super::target::{ImportColumn, ImportTarget};
use crate::domain::words::{
    LengthUnit, has_phrase, parse_channel, parse_length, parse_owner, plain_words,
};

/// A column of a list, and its names as plain words, the surest one first.
type NamedColumn = (ImportColumn, &'static str);

const DUE: NamedColumn = (
    ImportColumn::Due,
    "due, due date, due on, deadline, target date, target completion date, target completion, timeline, complete by, by when, \
     when, by, date, plazo, frist, fällig, fällig am, \
     fälligkeitsdatum, zieldatum, bis, bis wann, datum, fecha límite, vencimiento, para cuándo, fecha, échéance, date limite, \
     pour quand",
);

const LOG: &[NamedColumn] = &[
    (
        ImportColumn::Date,
        "date, day, when, meeting date, date of meeting, session date, start date, date and time, datum, tag, wann, \
         startdatum, beginnt am, fecha, día, cuándo, fecha de inicio, fecha de la reunión, jour, quand, date de début, \
         timestamp, zeitstempel, marca temporal, horodateur, created time",
    ),
    (
        ImportColumn::Time,
        "time, start time, start, starts, time in, from, at, hour, uhrzeit, zeit, beginn, beginnt um, hora, hora de inicio, inicio, heure, \
         heure de début, début",
    ),
    (
        ImportColumn::End,
        "end time, end, ends, time out, until, ende, endet um, bis, hora de finalización, hora de fin, fin, heure de fin",
    ),
    (
        ImportColumn::Kind,
        "kind, type, meeting or contact, art, typ, tipo",
    ),
    (
        ImportColumn::State,
        "state, status, outcome, held, attended, took place, did it take place, estado, statut, état, stand",
    ),
    (
        ImportColumn::How,
        "how, channel, how did you meet, via, medium, method, format, mode, platform, location, where, place, contact type, \
         modality, modalidad, modalité, kanal, weg, ort, canal, medio, lugar, ubicación, lieu, moyen",
    ),
    (
        ImportColumn::Minutes,
        "minutes, min, mins, how long, length, duration, time spent, dauer, länge, wie lange, minuten, minutos, duración, \
         durée",
    ),
    (
        ImportColumn::Hours,
        "hours, hrs, h, number of hours, stunden, std, horas, heures",
    ),
    (
        ImportColumn::Title,
        "about, title, subject, topic, summary, event, name, thema, titel, betreff, tema, asunto, título, sujet, titre, objet",
    ),
    (
        ImportColumn::Topics,
        "topics, tags, labels, themen, temas, sujets",
    ),
    (
        ImportColumn::Decisions,
        "decisions, decision, decided, beschlüsse, entscheidungen, decisiones, décisions",
    ),
    (
        ImportColumn::Win,
        "win, wins, success, erfolg, logro, réussite",
    ),
    (
        ImportColumn::Mentee,
        "notes of the mentee, mentee notes, notes mentee, notes by mentee, mentee",
    ),
    (
        ImportColumn::Mentor,
        "notes of the mentor, mentor notes, notes mentor, notes by mentor, mentor",
    ),
    (
        ImportColumn::Note,
        "notes, note, description, comments, comment, discussion, discussed, discuss, details, remarks, \
         reflection, reflections, takeaways, agenda, what happened, notizen, notiz, \
         bemerkungen, beschreibung, kommentar, anmerkungen, notas, descripción, comentarios, observaciones, remarques, \
         commentaires, compte rendu",
    ),
];

const GOALS: &[NamedColumn] = &[
    (
        ImportColumn::Title,
        "goal, goals, goal name, title, objective, name, ziel, titel, meta, objetivo, título, objectif, titre",
    ),
    (
        ImportColumn::Status,
        "status, state, progress, stand, fortschritt, estado, avance, progreso, statut, état, avancement",
    ),
    DUE,
    (
        ImportColumn::Measure,
        "measure, done when, how measured, success criteria, criteria, metric, indicator, messgröße, kriterium, medida, indicador, \
         critère, indicateur",
    ),
    (
        ImportColumn::Why,
        "why, reason, because, motivation, warum, grund, motivo, por qué, pourquoi, raison",
    ),
    (
        ImportColumn::Help,
        "help, obstacle, support, hilfe, ayuda, apoyo, aide",
    ),
];

const ACTIONS: &[NamedColumn] = &[
    (
        ImportColumn::Title,
        "action, action item, task, task name, todo, to do, what, card name, content, item, next step, title, subject, summary, name, \
         what needs to be done, aufgabe, was, titel, tarea, qué, acción, tâche, quoi, titre",
    ),
    (
        ImportColumn::Owner,
        "who, owner, responsible, assignee, assigned to, assigned, assign, members, member, person, by whom, wer, verantwortlich, \
         zuständig, zugewiesen an, quién, responsable, asignado a, qui, assigné à",
    ),
    DUE,
    (
        ImportColumn::Done,
        "done, date completed, completed date, completed on, completion date, completed, complete, is done, finished, status, state, list name, progress, due complete, \
         erledigt, hecho, fertig, stand, estado, completado, fait, terminé, statut, état",
    ),
    (
        ImportColumn::Agreed,
        "agreed, agreed on, created, created time, created date, date created, date assigned, assigned date, vereinbart, acordado, convenu",
    ),
];

/// Headers that have the word of a column in them, and are another one.
const OTHERS: &[&str] = &[
    "time zone",
    "timezone",
    "show time as",
    "all day event",
    "reminder on off",
    "reminder date",
    "reminder time",
    "date lang",
    "created by",
    "completed by",
    "initials",
    "mentee initials",
    "mentor initials",
    "your name",
    "mentee name",
    "mentee s name",
    "name of mentee",
    "mentor name",
    "mentor s name",
    "name of mentor",
];
/// The time at which a form was sent or a page made: it stands for the day of a meeting where no other column does.
const SENT: &[&str] = &[
    "timestamp",
    "zeitstempel",
    "marca temporal",
    "horodateur",
    "created time",
];
/// Names of columns that say more only by themselves: “Name of mentor” holds no notes.
const ALONE: &[&str] = &["mentee", "mentor"];
/// Words by which a date is not that of a meeting.
const DUE_WORDS: &[&str] = &["due", "deadline", "end date", "enddatum", "completed"];

/// Number of columns that a name counts for which no other kind of list has.
const SURE_COLUMNS: usize = 2;
/// Longest name of a column in letters; what is longer is text.
const MAX_NAME: usize = 60;

impl ImportTarget {
    const fn named_columns(self) -> &'static [NamedColumn] {
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

    /// Maps columns to indices in `header`, by name: a whole name before one that is part of a header, of those the one of
    /// most words.
    pub fn map_header(self, header: &[String]) -> Vec<(ImportColumn, usize)> {
        let mut found = Vec::new();
        for (index, name) in header
            .iter()
            .enumerate()
            .filter(|(_, name)| name.chars().count() <= MAX_NAME)
        {
            let name = plain_words(name);
            let is_due = DUE_WORDS.iter().any(|word| has_phrase(&name, word));
            if OTHERS.contains(&name.as_str()) || is_due && self == Self::Log {
                continue;
            }
            for (place, (column, names)) in self.named_columns().iter().enumerate() {
                for (rank, known) in names.split(", ").enumerate() {
                    let is_part = known != name;
                    if has_phrase(&name, known) && !(is_part && ALONE.contains(&known)) {
                        let is_sent = self == Self::Log && SENT.contains(&known);
                        let words = known.split(' ').count();
                        let words = if is_part && !is_sent { words } else { 0 };
                        let is_part = is_part || is_sent;
                        found.push(((is_part, Reverse(words), rank, place), *column, index));
                    }
                }
            }
        }
        found.sort_unstable_by_key(|(fit, ..)| *fit);
        let mut columns: Vec<(ImportColumn, usize)> = Vec::new();
        for (_, column, index) in found {
            if !columns
                .iter()
                .any(|(other, used)| *other == column || *used == index)
            {
                columns.push((column, index));
            }
        }
        columns
    }

    /// Names of columns that no other kind of list has.
    const fn sure_names(self) -> &'static [&'static str] {
        match self {
            Self::Log => &[
                "meeting date",
                "date of meeting",
                "start time",
                "session date",
            ],
            Self::Goals => &["goal", "objective", "ziel", "objetivo", "objectif"],
            Self::Actions => &[
                "task",
                "action",
                "action item",
                "todo",
                "to do",
                "card name",
                "content",
                "assignee",
                "assign",
                "date completed",
                "completed date",
                "bucket name",
                "aufgabe",
                "tarea",
                "tâche",
            ],
        }
    }

    /// Number of columns that `header` has for this kind of list; none if it lacks the one that is needed.
    fn fit(self, header: &[String]) -> usize {
        let columns = self.map_header(header);
        let is_complete = columns
            .iter()
            .any(|(column, _)| *column == self.required_column());
        let is_sure = header
            .iter()
            .any(|name| self.sure_names().contains(&plain_words(name).as_str()));
        let sure = if is_sure { SURE_COLUMNS } else { 0 };
        if is_complete { columns.len() + sure } else { 0 }
    }

    /// Guesses the kind of list from its header.
    pub fn from_header(header: &[String]) -> Option<Self> {
        let best = Self::ALL
            .iter()
            .copied()
            .rev()
            .max_by_key(|target| target.fit(header))?;
        (best.fit(header) > 0).then_some(best)
    }
}

/// Number of columns that the cells name, as the header of the kind of list that they fit best.
pub fn header_fit(cells: &[String]) -> usize {
    let fits = ImportTarget::ALL.iter().map(|target| target.fit(cells));
    fits.max().unwrap_or(0)
}

/// True for cells of which one is a day in full: a row, and no header.
pub fn is_data(cells: &[String]) -> bool {
    cells.iter().any(|cell| cells::is_full_date(cell))
}

/// Name of a column without one: `Column A`, as spreadsheets count.
pub fn letter_name(index: usize) -> String {
    let mut letters = String::new();
    let mut rest = index + 1;
    while rest > 0 {
        rest -= 1;
        letters.insert(0, char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    format!("Column {letters}")
}

/// Rows of a list that are looked at for what stands in its columns.
const SAMPLE: usize = 50;

/// Adds the columns that are known by what stands in them: days, names of the two, a channel, texts.
pub fn add_by_content(
    columns: &mut Vec<(ImportColumn, usize)>,
    list: &ImportedList,
    target: ImportTarget,
    context: &ImportContext,
) {
    let rows = &list.rows[..list.rows.len().min(SAMPLE)];
    let day = match target {
        ImportTarget::Log => ImportColumn::Date,
        ImportTarget::Goals | ImportTarget::Actions => ImportColumn::Due,
    };
    let is_text = |cell: &str| cell.chars().any(char::is_alphabetic);
    let wanted: [(ImportColumn, CellTest); 6] = [
        (day, &cells::is_full_date),
        (ImportColumn::Owner, &|cell| {
            parse_owner(cell, context.book).is_some()
        }),
        (ImportColumn::Minutes, &|cell| {
            parse_length(cell, LengthUnit::Minutes).is_some()
        }),
        (ImportColumn::How, &|cell| {
            cell.len() < 30 && parse_channel(cell).is_some()
        }),
        (ImportColumn::Title, &is_text),
        (ImportColumn::Note, &is_text),
    ];
    // “Start” may hold day and hour.
    let start = columns
        .iter()
        .position(|(column, _)| *column == ImportColumn::Time);
    if let Some(start) = start.filter(|at| mostly(rows, columns[*at].1, &cells::is_full_date)) {
        columns[start].0 = day;
    }
    for (column, fits) in wanted {
        if !target.has_column(column) || columns.iter().any(|(other, _)| *other == column) {
            continue;
        }
        let is_free = |index: &usize| !columns.iter().any(|(_, used)| used == index);
        let found = (0..list.header.len())
            .filter(is_free)
            .find(|index| mostly(rows, *index, fits));
        columns.extend(found.map(|index| (column, index)));
    }
}

/// True for a cell that holds what a column is for.
type CellTest<'a> = &'a dyn Fn(&str) -> bool;

/// True if nearly all cells of a column that hold anything fit.
fn mostly(rows: &[ImportedRow], index: usize, fits: CellTest) -> bool {
    let cells = rows.iter().filter_map(|row| row.cells.get(index));
    let cells: Vec<_> = cells
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty())
        .collect();
    let fitting = cells.iter().filter(|cell| fits(cell)).count();
    fitting > 0 && fitting * 5 >= cells.len() * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &str) -> Vec<String> {
        names.split('|').map(str::to_owned).collect()
    }

    /// Each column with the name that the file has for it.
    fn mapped(target: ImportTarget, names: &str) -> Vec<String> {
        let header = header(names);
        let columns = target.map_header(&header);
        let mut columns: Vec<_> = columns
            .iter()
            .map(|(column, index)| format!("{}={}", column.key(), header[*index]))
            .collect();
        columns.sort();
        columns
    }

    #[test]
    fn columns_are_known_by_the_headers_of_people_and_programs() {
        for (target, names, known) in [
            (
                ImportTarget::Log,
                "Datum|Thema|Dauer (min)|Farbe",
                "date=Datum|minutes=Dauer (min)|title=Thema",
            ),
            (
                ImportTarget::Log,
                "Meeting date|Start time|Notes",
                "date=Meeting date|note=Notes|time=Start time",
            ),
            (
                ImportTarget::Log,
                "Timestamp|Email Address|Date of meeting|What did you talk about?|How long (minutes)?",
                "date=Date of meeting|minutes=How long (minutes)?|title=What did you talk about?",
            ),
            (
                ImportTarget::Log,
                "Subject|Start Date|Start Time|End Date|End Time|All Day Event|Description|Location|Private",
                "date=Start Date|end=End Time|how=Location|note=Description|time=Start Time|title=Subject",
            ),
            (
                ImportTarget::Actions,
                "Card ID|Card Name|Card Description|Labels|Members|Due Date|List Name|Board Name|Due Complete",
                "done=List Name|due=Due Date|owner=Members|title=Card Name",
            ),
            (
                ImportTarget::Actions,
                "TYPE|CONTENT|PRIORITY|INDENT|AUTHOR|RESPONSIBLE|DATE|DATE_LANG|TIMEZONE",
                "due=DATE|owner=RESPONSIBLE|title=CONTENT",
            ),
            (
                ImportTarget::Actions,
                "Name|Assignee|Due date|Status",
                "done=Status|due=Due date|owner=Assignee|title=Name",
            ),
            (
                ImportTarget::Log,
                "Fecha|Tema|Duración (horas)|Notas",
                "date=Fecha|hours=Duración (horas)|note=Notas|title=Tema",
            ),
            (
                ImportTarget::Log,
                "Date|Time zone|Sujet|Durée|Remarques",
                "date=Date|minutes=Durée|note=Remarques|title=Sujet",
            ),
        ] {
            assert_eq!(
                mapped(target, names),
                known.split('|').collect::<Vec<_>>(),
                "{names}"
            );
        }
    }

    #[test]
    fn a_header_tells_what_a_list_is() {
        for (names, target) in [
            ("Date|About|Minutes", Some(ImportTarget::Log)),
            ("Goal|Due|Measure", Some(ImportTarget::Goals)),
            ("Action|Who|Due", Some(ImportTarget::Actions)),
            ("Task|Owner|Status|Due", Some(ImportTarget::Actions)),
            (
                "Card Name|Labels|Members|Due Date|List Name",
                Some(ImportTarget::Actions),
            ),
            (
                "Subject|Start Date|Start Time|End Date|End Time|Description",
                Some(ImportTarget::Log),
            ),
            ("Color", None),
        ] {
            assert_eq!(ImportTarget::from_header(&header(names)), target, "{names}");
        }
    }

    #[test]
    fn columns_without_a_name_have_a_letter() {
        assert_eq!(
            [0, 25, 26, 701].map(letter_name),
            ["Column A", "Column Z", "Column AA", "Column ZZ"]
        );
    }
}
