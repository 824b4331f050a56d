//! What an office does with the forms of many pairs: its recipes, as the guide has them, over a thousand files.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use matchbook::catalog::Catalog;
use matchbook::domain::answer::{Answer, Response, ResponseState};
use matchbook::domain::id::Id;
use matchbook::domain::person::Role;
use matchbook::export::{Content, ExportLevel, exporter};

use super::book::{World, answer, day, id, world};
use super::export_bytes::export_bytes;
use super::lists::{FIRST_SHEET, through_libreoffice};
use super::skip::tool;
use super::{python, tracker};

const GUIDE: &str = include_str!("../../assets/guide/08-office.md");
const FILES: u32 = 1_000;

/// The world of one pair with the tracker of a real program, and answers to it that were saved.
fn office_world() -> World {
    let catalog = Catalog::new();
    let program = catalog.program("alsc").unwrap();
    let forms = catalog.forms_of(&program).unwrap().into_iter();
    let mut world = World {
        forms: forms.map(|(_, form)| form).collect(),
        program: program.as_ref().clone(),
        ..world()
    };
    world.book.responses = Arc::default();
    world.book.answers = Arc::default();
    let given = [
        ("meetings", Role::Mentee, "5"),
        (
            "longest-gap",
            Role::Mentee,
            "21 days, from one day to another",
        ),
        ("actions", Role::Mentee, "14 agreed, 9 done, 2 overdue"),
        ("openly", Role::Mentee, "4"),
        ("openly", Role::Mentor, "5"),
        (
            "focus",
            Role::Mentee,
            "“Quotes”, and\na second line; = more",
        ),
    ];
    world.add(given.map(|(field, author, value)| answer(field, author, field, value).into()));
    let goal = Some(id("stem"));
    let response = Response::id_for(id("cycle"), "tracker", None);
    let progress = Answer {
        id: Answer::id_for(response, "progress", goal, Role::Mentee),
        goal,
        ..answer(
            "progress",
            Role::Mentee,
            "Done?",
            "3 of 5 steps done\nMonday: more",
        )
    };
    world.add([progress.into()]);
    world
}

/// Puts the tracker into `state`, with so many tenths of an hour.
fn put(world: &mut World, state: ResponseState, tenths: u32) {
    let signed = (state == ResponseState::Signed).then(|| day(2027, 3, 30));
    let response = Response {
        id: Response::id_for(id("cycle"), "tracker", None),
        form: "tracker".into(),
        version: 1,
        cycle: id("cycle"),
        state,
        signed_mentee: signed,
        signed_mentor: signed.map(|day| day + chrono::Days::new(1)),
        ..Response::default()
    };
    let hours = format!("{}.{} h", tenths / 10, tenths % 10);
    let hours = answer("hours", Role::Mentee, "Hours together", &hours);
    world.add([response.into(), hours.into()]);
}

fn csv(world: &World, level: ExportLevel) -> Vec<u8> {
    let what = tracker();
    let mut content = Content::of(&what, level, &world.source()).unwrap();
    content.options.byte_order_mark = true;
    export_bytes(exporter("csv").unwrap(), &content).unwrap()
}

/// The cells of the row that answers `question` in a file with a mark at its head.
fn row(file: &[u8], question: &str) -> Vec<(String, String)> {
    let text = std::str::from_utf8(file).unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers().unwrap().clone();
    let rows = reader.records().map(|row| row.unwrap());
    let mut rows = rows.filter(|row| &row[7] == question);
    let found = rows.next().unwrap();
    let cells = head.iter().zip(&found);
    cells
        .map(|(name, cell)| (name.to_owned(), cell.to_owned()))
        .collect()
}

fn cells(file: &[u8], question: &str, wanted: &[&str]) -> Vec<String> {
    let row = row(file, question);
    let cell = |name: &&str| row.iter().find(|(it, _)| it == name).unwrap().1.clone();
    wanted.iter().map(cell).collect()
}

#[test]
fn a_form_says_how_far_it_is_and_since_when() {
    let mut world = office_world();
    for (state, cells_of) in [
        (ResponseState::Draft, ["draft", "", ""]),
        // Written out for the first time, it was finished today at the latest.
        (ResponseState::Complete, ["finished", "2027-04-01", ""]),
        (
            ResponseState::Signed,
            ["signed", "2027-03-30", "2027-03-31"],
        ),
    ] {
        put(&mut world, state, 55);
        let file = csv(&world, ExportLevel::Shared);
        let wanted = ["state", "finished_on", "signed_on"];
        assert_eq!(cells(&file, "hours", &wanted), cells_of, "{state:?}");
    }
    let response = Response::id_for(id("cycle"), "tracker", None);
    let exported = Response {
        state: ResponseState::Exported,
        signed_mentor: None,
        signed_mentee: None,
        exported: Some(day(2027, 3, 20)),
        ..world.book.responses[&response].clone()
    };
    world.add([exported.into()]);
    let file = csv(&world, ExportLevel::Shared);
    let found = cells(&file, "hours", &["state", "finished_on", "signed_on"]);
    assert_eq!(found, ["finished", "2027-03-20", ""]);
}

#[test]
fn what_can_be_counted_is_a_number_also_where_no_word_may_leave() {
    let mut world = office_world();
    put(&mut world, ResponseState::Complete, 55);
    for level in [ExportLevel::Shared, ExportLevel::Counts] {
        let file = csv(&world, level);
        for (question, numbers) in [
            ("meetings", ["5", "", "meetings", ""]),
            ("hours", ["5.5", "", "hours", ""]),
            ("longest-gap", ["21", "", "days", ""]),
            ("actions", ["9", "14", "actions", ""]),
            ("progress", ["3", "5", "steps", "1"]),
            ("openly", ["4", "", "", ""]),
            ("focus", ["", "", "", ""]),
        ] {
            let wanted = ["value_number", "value_total", "value_unit", "goal"];
            assert_eq!(
                cells(&file, question, &wanted),
                numbers,
                "{question} {level:?}"
            );
        }
    }
    let counts = csv(&world, ExportLevel::Counts);
    let words = |question| cells(&counts, question, &["value_text"]).remove(0);
    assert_eq!(words("hours"), "5.5 h");
    assert_eq!(words("actions"), "9 of 14 actions done");
    assert_eq!(words("focus"), "(answered in words)");
}

#[test]
fn a_form_under_a_code_says_that_its_words_may_name_people() {
    let world = office_world();
    let what = tracker();
    let note = |format: &str, level| {
        let content = Content::of(&what, level, &world.source()).unwrap();
        exporter(format).unwrap().note(&content)
    };
    for format in ["csv", "xlsx", "json"] {
        let said = note(format, ExportLevel::Shared).unwrap();
        assert!(said.contains("the answers may name people"), "{said}");
        assert_eq!(note(format, ExportLevel::Counts), None);
    }
    assert_eq!(note("docx", ExportLevel::Shared), None);
}

/// What the files of a folder add up to.
struct Expected {
    finished: u32,
    tenths: u32,
}

/// Writes the files of a thousand pairs or, `twice`, of fewer of whom some sent both copies of the form.
fn write_files(folder: &Path, twice: bool) -> Expected {
    let mut world = office_world();
    let mut sum = Expected {
        finished: 0,
        tenths: 0,
    };
    for number in 0..FILES {
        let pair = if twice {
            number - number % 20 / 19
        } else {
            number
        };
        let state = match pair % 10 {
            0..=2 => ResponseState::Draft,
            3..=5 => ResponseState::Complete,
            _ => ResponseState::Signed,
        };
        let tenths = 5 + pair * 7 % 200;
        if state != ResponseState::Draft && pair == number {
            sum.finished += 1;
            sum.tenths += tenths;
        }
        world.book.identity.pair = Id::derived(&["pair", &pair.to_string()]);
        put(&mut world, state, tenths);
        let file = csv(&world, ExportLevel::Shared);
        fs::write(folder.join(format!("{number:04}.csv")), file).unwrap();
    }
    sum
}

/// The lines of code of a section of the guide.
fn recipe(section: &str) -> String {
    let (_, text) = GUIDE.split_once(&format!("\n## {section}\n")).unwrap();
    let text = text.split("\n## ").next().unwrap();
    let code = text.lines().filter_map(|line| line.strip_prefix("    "));
    code.collect::<Vec<_>>().join("\n")
}

/// The statements between the quotation marks of `psql -c "…"` and the like.
fn statements(recipe: &str, program: &str) -> Vec<String> {
    let call = format!("{program} -c \"");
    let calls = recipe.split(&call).skip(1);
    calls
        .map(|call| call.split('"').next().unwrap().to_owned())
        .collect()
}

/// All files as one, as the guide's line of awk makes it.
fn joined(folder: &Path) -> String {
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().flatten().collect();
    names.sort_by_key(fs::DirEntry::file_name);
    let mut all = String::new();
    for (at, name) in names.iter().enumerate() {
        let text = fs::read_to_string(name.path()).unwrap();
        let (head, rows) = text.split_once('\n').unwrap();
        if at == 0 {
            all += &format!("{head}\n");
        }
        all += rows;
    }
    all
}

#[test]
fn the_recipes_for_databases_count_finished_forms_and_add_up_their_hours() {
    let folder = tempfile::tempdir().unwrap();
    let trackers = folder.path().join("trackers");
    fs::create_dir(&trackers).unwrap();
    let sum = write_files(&trackers, true);
    fs::write(folder.path().join("all.csv"), joined(&trackers)).unwrap();
    let hours = f64::from(sum.tenths) / 10.0;
    let totals = format!("[({}.0, {hours:.1})]", sum.finished);
    let duck = statements(&recipe("With DuckDB"), "duckdb");
    // The same statements in the other's dialect, of which DuckDB understands all but the command of its shell.
    let mut postgres = statements(&recipe("With PostgreSQL"), "psql");
    for statement in &mut postgres {
        *statement = statement.replace(
            r"\copy answers FROM all.csv CSV HEADER",
            "COPY answers FROM 'all.csv' (FORMAT csv, HEADER)",
        );
    }
    assert!(
        duck.len() == 2 && postgres.len() == 4,
        "{duck:?} {postgres:?}"
    );
    for (name, statements) in [("duck", duck), ("postgres", postgres)] {
        fs::write(folder.path().join(name), statements.join(";\n")).unwrap();
        let script = format!(
            "import duckdb, os, sys\nos.chdir(sys.argv[1])\nc = duckdb.connect()\n\
             for one in open('{name}').read().split(';'):\n    found = c.execute(one).fetchall()\n    \
             print([tuple(x if isinstance(x, str) else round(float(x or 0), 3) for x in row) for row in found])\n"
        );
        let Some(said) = python("duckdb", &script, folder.path()) else {
            return;
        };
        assert!(said.contains(&totals), "{name}: {totals} is not in {said}");
        let of_two = f64::from(sum.finished) * 2.0;
        let ratings = format!("('openly', {of_two:.1}, 4.5)");
        assert!(
            said.contains(&ratings),
            "{name}: {ratings} is not in {said}"
        );
    }
}

#[test]
fn the_recipe_for_spreadsheets_counts_finished_forms_and_adds_up_their_hours() {
    if tool(&["soffice"]).is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let trackers = folder.path().join("trackers");
    fs::create_dir(&trackers).unwrap();
    let sum = write_files(&trackers, false);
    fs::write(folder.path().join("all.csv"), joined(&trackers)).unwrap();
    let formulas = recipe("With LibreOffice, or any other spreadsheet");
    let formulas: Vec<_> = formulas
        .lines()
        .filter(|line| line.starts_with('='))
        .collect();
    assert_eq!(formulas.len(), 2);
    let script = format!(
        "import csv, openpyxl, sys\nb = openpyxl.Workbook()\ns = b.active\n\
         for row in csv.reader(open(sys.argv[1] + '/all.csv', encoding='utf-8-sig', newline='')):\n    \
         s.append([float(x) if i == 12 and x.replace('.', '').isdigit() else x for i, x in enumerate(row)])\n\
         s['X1'] = '''{}'''\ns['Y1'] = '''{}'''\nb.save(sys.argv[1] + '/all.xlsx')\n",
        formulas[0], formulas[1]
    );
    if python("openpyxl", &script, folder.path()).is_none() {
        return;
    }
    let workbook = fs::read(folder.path().join("all.xlsx")).unwrap();
    let read = through_libreoffice("all.xlsx", &workbook, FIRST_SHEET).unwrap();
    let first = read.lines().next().unwrap_or_default();
    let hours = f64::from(sum.tenths) / 10.0;
    assert!(
        first.ends_with(&format!(",{},{hours}", sum.finished)),
        "{first}"
    );
}
