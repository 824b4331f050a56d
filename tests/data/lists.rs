//! CSV and spreadsheets.

use std::io::Read;
use std::process::Command;

use matchbook::domain::change::Record;
use matchbook::domain::meeting::{Meeting, MeetingState};
use matchbook::domain::program::Cycle;
use matchbook::domain::sanitize::sanitize;
use matchbook::export::ExportSubject;

use super::book::{World, day, id, world};
use super::skip::{skip, tool};
use super::{NAUGHTY, naughty, python, tracker, written};

fn log() -> ExportSubject {
    ExportSubject::Meetings {
        from: None,
        to: None,
    }
}

fn csv_of(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes);
    let rows = reader.records().map(|row| row.unwrap());
    rows.map(|row| row.iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn a_tracker_is_a_row_an_answer_in_the_columns_of_the_office() {
    let text = String::from_utf8(written(&world(), &tracker(), "csv")).unwrap();
    let header = text.lines().next().unwrap();
    assert_eq!(
        header,
        "program,cycle,pair,role,form,form_version,state,question,asked,goal,kind,value_text,value_number,\
         value_total,value_unit,finished_on,signed_on,submitted,about,told_on"
    );
    let text = text.replace("\r\n", "\n");
    insta::assert_snapshot!(text);
}

#[test]
fn the_log_is_a_row_a_meeting_with_its_hours() {
    let text = String::from_utf8(written(&world(), &log(), "csv")).unwrap();
    let text = text.replace("\r\n", "\n");
    insta::assert_snapshot!(text);
}

/// The world with what an hours record leaves out: a year before this one, what was called off, and much that was noted.
fn world_of_two_years() -> World {
    let mut world = world();
    let earlier = Meeting {
        id: id("earlier"),
        date: day(2026, 3, 2),
        minutes: Some(45),
        title: "A year ago".into(),
        ..Meeting::default()
    };
    let off = Meeting {
        id: id("off"),
        date: day(2027, 1, 5),
        minutes: Some(60),
        state: MeetingState::Cancelled,
        title: "Snow".into(),
        ..Meeting::default()
    };
    let noted = Meeting {
        decisions: "Only for the two".into(),
        win: "Ours".into(),
        minutes: Some(20),
        ..world.book.meetings[&id("call")].clone()
    };
    let last = Cycle {
        id: id("last"),
        start: day(2025, 11, 2),
        end: day(2026, 8, 31),
        ..world.book.cycles[&id("cycle")].clone()
    };
    let records: [Record; 4] = [earlier.into(), off.into(), noted.into(), last.into()];
    world.add(records);
    world
}

#[test]
fn the_hours_as_a_list_are_those_of_this_year_and_nothing_that_was_noted() {
    let text =
        String::from_utf8(written(&world_of_two_years(), &ExportSubject::Hours, "csv")).unwrap();
    let rows = [
        "Date,Kind,How,Minutes,Hours,About",
        "2026-12-01,Meeting,Phone,20,0.33,First plans",
        "2026-12-08,Contact,E-mail,,,",
    ];
    assert_eq!(text.lines().collect::<Vec<_>>(), rows);
}

#[test]
fn the_hours_in_a_spreadsheet_are_added_up_below() {
    let sheet = first_sheet(&written(
        &world_of_two_years(),
        &ExportSubject::Hours,
        "xlsx",
    ));
    for cell in [
        "<f>SUM(D10:D11)</f><v>20</v>",
        "<f>SUM(E10:E11)</f><v>0.3333333333333333</v>",
        "<autoFilter ref=\"A9:F11\"/>",
    ] {
        assert!(sheet.contains(cell), "{cell} is not in {sheet}");
    }
    let log = first_sheet(&written(&world_of_two_years(), &log(), "xlsx"));
    assert!(!log.contains("SUM("), "{log}");
}

/// The first sheet of a workbook, as it stands in the file.
fn first_sheet(workbook: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    let mut text = String::new();
    let mut sheet = zip.by_name("xl/worksheets/sheet1.xml").unwrap();
    sheet.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn the_records_as_a_list_are_those_of_what_was_held() {
    let text = String::from_utf8(written(&world_of_two_years(), &log(), "csv")).unwrap();
    let states = csv_of(text.as_bytes());
    let states: Vec<_> = states.iter().skip(1).map(|row| row[3].as_str()).collect();
    assert!(states.len() > 2, "{text}");
    assert!(states.iter().all(|state| *state == "Held"), "{text}");
}

#[test]
fn no_text_reaches_a_spreadsheet_as_a_formula() {
    for text in NAUGHTY {
        let world = naughty(text);
        for what in [log(), tracker()] {
            let bytes = written(&world, &what, "csv");
            let all = String::from_utf8(bytes.clone()).unwrap();
            assert_eq!(sanitize(&all), all.replace("\r\n", "\n"), "{text:?}");
            for cell in csv_of(&bytes).concat() {
                let number = cell.parse::<f64>().is_ok();
                let runs = cell.trim_start().starts_with(['=', '+', '-', '@']);
                assert!(number || !runs, "{cell:?}");
                assert!(!cell.starts_with(['\t', '\r', '\n']), "{cell:?}");
            }
        }
    }
}

#[test]
fn what_holds_several_lists_asks_for_a_spreadsheet() {
    let desk = super::verbs::Desk::with_book();
    let refused = desk.line("export everything --format csv -o all.csv");
    insta::assert_snapshot!(refused.shown());
    assert!(!desk.path("all.csv").exists());
}

#[test]
fn a_spreadsheet_is_the_same_bytes_each_time() {
    let bytes = written(&world(), &ExportSubject::Everything, "xlsx");
    assert_eq!(bytes, written(&world(), &ExportSubject::Everything, "xlsx"));
    assert!(bytes.starts_with(b"PK"));
}

/// The first sheet as CSV, with formulas worked out.
pub const FIRST_SHEET: &str =
    "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1";

/// The file that LibreOffice makes of `name` with these `bytes`; none where it cannot.
pub fn through_libreoffice(name: &str, bytes: &[u8], into: &str) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), bytes).unwrap();
    let profile = format!(
        "-env:UserInstallation=file://{}/profile",
        folder.path().display()
    );
    let ending = into.split(':').next().unwrap();
    Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", into, "--outdir"])
        .arg(folder.path())
        .arg(folder.path().join(name))
        .output()
        .ok()?;
    let files = std::fs::read_dir(folder.path()).unwrap();
    let mut files = files.map(|file| file.unwrap().path());
    let made = files.find(|path| path.extension().is_some_and(|found| found == ending))?;
    Some(String::from_utf8_lossy(&std::fs::read(made).unwrap()).into_owned())
}

#[test]
fn another_program_reads_the_sheets() {
    if tool(&["soffice"]).is_none() {
        return;
    }
    if through_libreoffice("try.csv", b"a,b\n", "ods").is_none() {
        return skip("soffice with Calc");
    }
    let goals = |bytes: &[u8]| through_libreoffice("book.xlsx", bytes, FIRST_SHEET).unwrap();
    let read = goals(&written(&world(), &ExportSubject::Everything, "xlsx"));
    assert!(read.starts_with("Number,Goal,Status,Due"), "{read}");
    assert!(read.contains("1. Story_walk *outside* | in town"), "{read}");
    // A day is a day to it: it writes it in its own way.
    let days = ["Fri, Apr 30, 2027", "04/30/2027", "2027-04-30"];
    assert!(days.iter().any(|day| read.contains(day)), "{read}");
    let read = goals(&written(
        &naughty("=1+1"),
        &ExportSubject::Everything,
        "xlsx",
    ));
    assert!(read.contains("=1+1"), "{read}");
}

#[test]
fn a_reader_of_workbooks_finds_days_numbers_and_texts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.xlsx");
    std::fs::write(
        &path,
        written(&naughty("=1+1"), &ExportSubject::Everything, "xlsx"),
    )
    .unwrap();
    let script = "import openpyxl, sys\n\
        b = openpyxl.load_workbook(sys.argv[1])\n\
        print(' '.join(b.sheetnames))\n\
        for s in b: print(s.freeze_panes, [(c.value, c.data_type) for c in s[2]])\n";
    let Some(read) = python("openpyxl", script, &path) else {
        return;
    };
    assert!(
        read.starts_with("Goals Steps Log Actions Questions Lists Dates Answers"),
        "{read}"
    );
    assert!(
        read.contains("('=1+1', 's')") && !read.contains("'f')"),
        "{read}"
    );
    assert!(
        read.contains("(datetime.datetime(2027, 4, 30, 0, 0), 'd')"),
        "{read}"
    );
    assert!(
        read.lines().skip(1).all(|line| line.starts_with("A2 ")),
        "{read}"
    );
}

#[test]
fn a_reader_of_workbooks_finds_what_is_needed_to_print_and_hours_of_the_day() {
    let script = "import openpyxl, sys\n\
        b = openpyxl.load_workbook(sys.argv[1])\n\
        p = lambda s: (s.page_setup.orientation, s.page_setup.paperSize, s.page_setup.fitToWidth, s.page_setup.fitToHeight, \
            s.sheet_properties.pageSetUpPr.fitToPage, s.print_title_rows, s.oddHeader.left.text, s.oddHeader.right.text, \
            s.oddFooter.right.text)\n\
        for s in b: print(s.title, p(s), s.cell(s.max_row, 1).value)\n\
        s = b.worksheets[0]\n\
        print([[c.value for c in r] for r in s.iter_rows(max_row=3)])\n\
        print([str(c.value) + ' ' + c.number_format for r in s.iter_rows() for c in r if c.is_date])\n\
        print(b.properties.creator)\n";
    let folder = tempfile::tempdir().unwrap();
    let read = |what: &ExportSubject| {
        let path = folder.path().join("book.xlsx");
        std::fs::write(&path, written(&world_of_two_years(), what, "xlsx")).unwrap();
        python("openpyxl", script, &path)
    };
    let Some(hours) = read(&ExportSubject::Hours) else {
        return;
    };
    let names = "Zoë Ångström 📚, דנה לוי";
    let page = format!(
        "Hours ('landscape', 1, None, 0, True, '$9:$9', 'Hours record', '{names}', 'Page &P of &N') Total\n"
    );
    assert!(hours.contains(&page), "{hours}");
    assert!(
        hours.contains(
            "[['Hours record', None, None, None, None, None], ['Test Mentoring Program', "
        ),
        "{hours}"
    );
    let log = read(&log()).unwrap();
    assert!(log.contains("'10:00:00 h:mm AM/PM'"), "{log}");
    assert!(
        log.contains("'2026-12-01 00:00:00 ddd, mmm d, yyyy'"),
        "{log}"
    );
    let year = read(&ExportSubject::Year).unwrap();
    let sheets: Vec<_> = year
        .lines()
        .map(|line| line.split(' ').next().unwrap())
        .collect();
    assert_eq!(
        sheets[..5],
        ["Months", "Goals", "Wins", "Dates", "Lists"],
        "{year}"
    );
    assert!(year.contains("['Nov 2026', 0, 0, 0, 0]"), "{year}");
    // A form goes out under a code, so its file names nobody.
    let form = read(&tracker()).unwrap();
    assert!(!form.contains("Zoë") && form.ends_with("None\n"), "{form}");
}

#[test]
fn a_workbook_is_for_the_paper_of_its_reader_and_its_margins_hold_any_name() {
    let mut world = world();
    let long = "&".repeat(200);
    for person in world.book.people.clone().values() {
        let mut person = person.clone();
        person.name.clone_from(&long);
        world.add([person.into()]);
    }
    let mut content = matchbook::export::Content::of(
        &ExportSubject::Hours,
        matchbook::export::ExportLevel::Shared,
        &world.source(),
    )
    .unwrap();
    content.options.paper = matchbook::export::PaperSize::A4;
    let xlsx = matchbook::export::exporter("xlsx").unwrap();
    let sheet = first_sheet(&super::export_bytes(xlsx, &content).unwrap());
    assert!(sheet.contains("paperSize=\"9\""), "{sheet}");
    let head = sheet.split("<oddHeader>").nth(1).unwrap();
    let head = head
        .split("</oddHeader>")
        .next()
        .unwrap()
        .replace("&amp;", "&");
    assert!(head.encode_utf16().count() <= 255, "{head}");
    assert_eq!(head.matches('&').count() % 2, 0, "{head}");
}
