//! Export from the outside: what each document says in each format, and what never leaves.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set up its world has failed"
)]

#[path = "export/book.rs"]
mod book;
#[path = "export/counts.rs"]
mod counts;
#[path = "support/export_bytes.rs"]
mod export_bytes;
#[path = "export/forms.rs"]
mod forms;
#[path = "export/page.rs"]
mod page;
#[path = "export/rich.rs"]
mod rich;
#[path = "export/word.rs"]
mod word;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use book::{World, answer, day, id, world};
use export_bytes::export_bytes;
use matchbook::domain::answer::{Answer, Response};
use matchbook::domain::change::Record;
use matchbook::domain::goal::{Evidence, Goal, Progress, Step};
use matchbook::domain::meeting::{AgendaItem, Origin, PrivateNote};
use matchbook::domain::person::Role;
use matchbook::domain::program::Cycle;
use matchbook::domain::pulse::Pulse;
use matchbook::domain::region::Region;
use matchbook::domain::sanitize::{sanitize, sanitize_line};
use matchbook::export::document::{Block, Fact, Inline, Item, Table, inlines_text};
use matchbook::export::{
    Content, DOCX, Document, EXPORTERS, ExportError, ExportLevel, ExportSubject, Exporter, HTML,
    MARKDOWN, PLAIN_TEXT, Request, document, exporter, file_name, preview_lines, withheld_notes,
};
use page::Page;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser};
use rich::{file, rich};
use sha2::{Digest, Sha256};

/// A file as text: what is not text is read as its readers do.
fn text(exporter: &Exporter, document: &Document) -> String {
    if exporter.id() == "docx" {
        return word::read(&file(exporter, document));
    }
    String::from_utf8(file(exporter, document)).unwrap()
}

/// The formats that this file can read; what a PDF says, another program is asked in `tests/pdf.rs`, and what is written
/// of the records behind a document, `tests/data.rs` reads.
fn readers() -> impl Iterator<Item = &'static Exporter> {
    let others = ["pdf", "json", "csv", "xlsx", "ics"];
    let exporters = EXPORTERS.iter().copied();
    exporters.filter(move |exporter| !others.contains(&exporter.id()))
}

/// All that is in a file.
fn readable(exporter: &Exporter, file: &[u8]) -> String {
    if exporter.id() == "docx" {
        return word::raw(file);
    }
    String::from_utf8(file.to_vec()).unwrap()
}

fn raw(exporter: &Exporter, document: &Document) -> String {
    readable(exporter, &file(exporter, document))
}

/// The text of a file in place of its style sheet.
fn without_style(text: String) -> String {
    match (text.find("<style>"), text.find("</style>")) {
        (Some(start), Some(end)) => text[..start + 7].to_owned() + &text[end..],
        _ => text,
    }
}

fn every_what() -> Vec<(&'static str, ExportSubject)> {
    let form = |key: &str| ExportSubject::Form { key: key.into() };
    let all = ExportSubject::Meetings {
        from: None,
        to: None,
    };
    vec![
        ("tracker", form("tracker")),
        ("meeting", ExportSubject::Meeting(id("call"))),
        ("meetings", all),
        ("agenda", ExportSubject::Agenda(id("next"))),
        ("year", ExportSubject::Year),
        ("hours", ExportSubject::Hours),
        ("everything", ExportSubject::Everything),
    ]
}

#[test]
fn every_document_reads_well_in_every_format() {
    let world = world();
    for (name, what) in every_what() {
        let document = document(&what, &world.source()).unwrap();
        for exporter in readers() {
            let name = format!("{name}_{}", exporter.id());
            insta::assert_snapshot!(name, without_style(text(exporter, &document)));
        }
    }
}

#[test]
fn everything_a_document_can_hold_is_written_in_every_format() {
    for exporter in readers() {
        let name = format!("rich_{}", exporter.id());
        insta::assert_snapshot!(name, without_style(text(exporter, &rich())));
    }
}

#[test]
fn the_same_document_gives_the_same_file() {
    let whole = |format: &&&Exporter| format.supports(&ExportSubject::Everything);
    for exporter in EXPORTERS.iter().filter(whole) {
        let write = || file(exporter, &rich());
        assert_eq!(write(), write(), "{}", exporter.id());
    }
}

/// Stops whatever is being written.
struct Impatient;

impl matchbook::export::ExportProgress for Impatient {
    fn report(&self, _done: usize, _all: usize) -> bool {
        false
    }
}

#[test]
fn a_long_export_can_be_stopped_in_every_format() {
    let world = world();
    let content = Content::of(
        &ExportSubject::Everything,
        ExportLevel::Shared,
        &world.source(),
    )
    .unwrap();
    let whole = |format: &&&Exporter| format.supports(&ExportSubject::Everything);
    for exporter in EXPORTERS.iter().filter(whole) {
        let ended = exporter.write(&content, &mut Vec::new(), &Impatient);
        let stopped = matches!(ended, Err(ExportError::Canceled));
        assert!(stopped, "{} went on", exporter.id());
    }
}

#[test]
fn a_file_is_named_by_day_title_and_pair() {
    let world = world();
    let tracker = document(&every_what()[0].1, &world.source()).unwrap();
    let name = file_name(&tracker, "md");
    assert!(
        name.starts_with("2027-04-01 mid-point tracker - Zoë Ångström"),
        "{name}"
    );
    assert_eq!(std::path::Path::new(&name).extension(), Some("md".as_ref()));
}

#[test]
fn formats_are_found_by_the_word_for_them() {
    assert_eq!(exporter("txt").unwrap().extension(), "txt");
    assert!(exporter("wax tablet").is_err());
}

#[test]
fn words_typed_say_what_leaves() {
    let world = world();
    let parse = |typed: &str| {
        ExportSubject::parse(typed, &world.source()).map_err(|error| error.to_string())
    };
    let form = |key: &str| ExportSubject::Form { key: key.into() };
    assert_eq!(parse("tracker"), Ok(form("tracker")));
    assert_eq!(parse("meeting 3"), Ok(ExportSubject::Meeting(id("call"))));
    assert_eq!(parse("meeting"), Ok(ExportSubject::Meeting(id("call"))));
    assert_eq!(parse("meeting 2"), Ok(ExportSubject::Meeting(id("mail"))));
    assert_eq!(parse("agenda"), Ok(ExportSubject::Agenda(id("next"))));
    assert_eq!(parse("everything"), Ok(ExportSubject::Everything));
    assert_eq!(parse("year"), Ok(ExportSubject::Year));
    assert_eq!(parse("hours"), Ok(ExportSubject::Hours));
    let range = ExportSubject::Meetings {
        from: Some(day(2026, 12, 2)),
        to: Some(day(2027, 1, 31)),
    };
    assert_eq!(parse("meetings from 2026-12-02 to 2027-01-31"), Ok(range));
    for wrong in [
        "meeting 9",
        "meeting 0",
        "meeting x",
        "poem",
        "everything else",
    ] {
        insta::assert_snapshot!(
            format!("refused_{}", wrong.replace(' ', "_")),
            parse(wrong).unwrap_err()
        );
    }
}

#[test]
fn a_book_read_in_part_is_not_exported_as_if_it_were_whole() {
    let mut world = world();
    world.book.complete = false;
    for whole in [
        ExportSubject::Everything,
        ExportSubject::Year,
        ExportSubject::Hours,
    ] {
        assert!(document(&whole, &world.source()).is_err());
    }
    assert!(document(&ExportSubject::Meeting(id("call")), &world.source()).is_ok());
}

#[test]
fn the_two_thank_each_other_for_the_year_once_it_is_over() {
    let thanks = |change: &dyn Fn(&mut Cycle)| {
        let mut world = world();
        let mut cycle = world.book.cycles[&id("cycle")].clone();
        change(&mut cycle);
        world.add([cycle.into()]);
        let year = document(&ExportSubject::Year, &world.source()).unwrap();
        preview_lines(&year).join(" ").contains("thank each other")
    };
    assert!(!thanks(&|_| ()));
    assert!(thanks(&|cycle| cycle.end = day(2027, 3, 31)));
    assert!(thanks(&|cycle| cycle.closed = Some(day(2027, 3, 20))));
    let mut empty = world();
    empty.book.meetings = std::sync::Arc::default();
    let mut cycle = empty.book.cycles[&id("cycle")].clone();
    cycle.end = day(2027, 3, 31);
    empty.add([cycle.into()]);
    let year = document(&ExportSubject::Year, &empty.source()).unwrap();
    let text = preview_lines(&year).join(" ");
    assert!(!text.contains("thank each other"), "{text}");
}

#[test]
fn the_region_decides_the_language_and_the_paper() {
    let files = || {
        let world = world();
        let what = ExportSubject::Year;
        let content = Content::of(&what, ExportLevel::Shared, &world.source()).unwrap();
        let docx = word::raw(&export_bytes(&DOCX, &content).unwrap());
        let html = readable(&HTML, &export_bytes(&HTML, &content).unwrap());
        (docx, html)
    };
    let (docx, html) = files();
    assert!(docx.contains("<dc:language>en-US<") && docx.contains("w:lang w:val=\"en-US\""));
    assert!(docx.contains("w:w=\"12240\""), "{docx}");
    assert!(html.contains("<html lang=\"en-US\">") && html.contains("@page { size: letter;"));
    Region::Elsewhere.make_current();
    let (docx, html) = files();
    assert!(docx.contains("<dc:language>en<") && docx.contains("w:lang w:val=\"en\""));
    assert!(docx.contains("w:w=\"11906\""), "{docx}");
    assert!(html.contains("<html lang=\"en\">") && html.contains("@page { size: A4;"));
}

// What is private.

const CANARY: &str = "kanarienvogel";

fn marked() -> String {
    CANARY.to_owned()
}

/// A private record of the same kind with a marked word in each of its texts; none for kinds that are always shared.
fn private_twin(record: &Record) -> Option<Record> {
    match record {
        Record::PrivateNote(note) => Some(
            PrivateNote {
                text: marked(),
                ..note.clone()
            }
            .into(),
        ),
        Record::Goal(_) => Some(private_goal().into()),
        Record::Step(step) => Some(private_step(step).into()),
        Record::Progress(line) => Some(private_progress(line).into()),
        Record::Evidence(item) => Some(private_evidence(item).into()),
        Record::Response(_) => Some(private_response().into()),
        Record::Answer(answer) => Some(
            Answer {
                question: marked(),
                value: marked(),
                private: true,
                ..answer.clone()
            }
            .into(),
        ),
        Record::Pulse(pulse) => Some(
            Pulse {
                note: marked(),
                ..pulse.clone()
            }
            .into(),
        ),
        Record::Person(_)
        | Record::Cycle(_)
        | Record::Milestone(_)
        | Record::Meeting(_)
        | Record::Note(_)
        | Record::AgendaItem(_)
        | Record::Action(_)
        | Record::Activity(_)
        | Record::Prompt(_)
        | Record::Question(_)
        | Record::ListItem(_)
        | Record::AskedForm(_)
        | Record::Pause(_) => None,
    }
}

fn private_goal() -> Goal {
    Goal {
        id: id("private goal"),
        title: marked(),
        why: marked(),
        measure: marked(),
        help: marked(),
        aims: [marked()].into(),
        competencies: [marked()].into(),
        private: true,
        ..Goal::default()
    }
}

/// Of a private goal, though it does not say so itself.
fn private_step(step: &Step) -> Step {
    Step {
        id: id("private step"),
        goal: id("private goal"),
        title: marked(),
        ..step.clone()
    }
}

fn private_progress(line: &Progress) -> Progress {
    Progress {
        id: id("private progress"),
        text: marked(),
        private: true,
        ..line.clone()
    }
}

fn private_evidence(item: &Evidence) -> Evidence {
    Evidence {
        id: id("private evidence"),
        title: marked(),
        link: marked(),
        private: true,
        ..item.clone()
    }
}

/// Of a private form, though it does not say so itself.
fn private_response() -> Response {
    Response {
        id: Response::id_for(id("cycle"), "pulse", Some(Role::Mentee)),
        form: "pulse".into(),
        cycle: id("cycle"),
        role: Some(Role::Mentee),
        ..Response::default()
    }
}

/// What is private though its own record does not say so.
fn private_by_what_it_belongs_to() -> Vec<Record> {
    let pulse = Response::id_for(id("cycle"), "pulse", Some(Role::Mentee));
    let of_private_form = Answer {
        id: Answer::id_for(pulse, "mood", None, Role::Mentee),
        response: pulse,
        ..answer("mood", Role::Mentee, CANARY, CANARY)
    };
    let of_private_goal = Answer {
        id: id("about a private goal"),
        goal: Some(id("private goal")),
        ..answer("changed", Role::Mentee, CANARY, CANARY)
    };
    let line = |name: &str, origin, subject: String, text: &str| AgendaItem {
        id: id(name),
        meeting: id("next"),
        text: text.into(),
        origin,
        subject,
        reason: CANARY.into(),
        ..AgendaItem::default()
    };
    vec![
        of_private_form.into(),
        of_private_goal.into(),
        answer("worry", Role::Mentor, CANARY, CANARY).into(),
        line("l1", Origin::Goal, id("private goal").to_string(), CANARY).into(),
        line("l2", Origin::Prompt, "any".into(), "A prompt").into(),
    ]
}

fn world_with_secrets() -> World {
    let mut world = world();
    let twins: Vec<_> = world
        .book
        .records()
        .filter_map(|record| private_twin(&record))
        .collect();
    // Answers keep their ids, so the twins of the shared ones take their place.
    world.add(twins);
    world.add(private_by_what_it_belongs_to());
    let mut call = world.book.meetings[&id("call")].clone();
    call.goals.insert(id("private goal"));
    world.add([call.into()]);
    world
}

#[test]
fn nothing_private_leaves_in_any_format_of_any_document() {
    let world = world_with_secrets();
    let kept = format!("{:?}", world.book).matches(CANARY).count();
    assert!(kept > 20, "the book holds only {kept} marked words");
    for (name, what) in every_what() {
        let content = Content::of(&what, ExportLevel::Shared, &world.source()).unwrap();
        // A PDF and a workbook are packed; what goes into both is in the other formats.
        let packed = |format: &Exporter| ["pdf", "xlsx"].contains(&format.id());
        let formats = EXPORTERS.iter().copied();
        for exporter in formats.filter(|format| format.supports(&what) && !packed(format)) {
            let text = readable(exporter, &export_bytes(exporter, &content).unwrap());
            assert!(!text.contains(CANARY), "{name} as {}", exporter.id());
        }
        let stays = withheld_notes(&what, ExportLevel::Shared, &world.source()).concat();
        assert!(!stays.contains(CANARY), "{name}: {stays}");
    }
}

#[test]
fn a_private_form_is_refused_as_a_whole() {
    let world = world_with_secrets();
    let what = ExportSubject::Form {
        key: "pulse".into(),
    };
    let refused = document(&what, &world.source()).unwrap_err();
    insta::assert_snapshot!(refused, @"“Pulse” is private: it never leaves this book.");
}

#[test]
fn the_preview_is_the_content_of_the_file() {
    let world = world();
    let call = ExportSubject::Meeting(id("call"));
    let content = Content::of(&call, ExportLevel::Shared, &world.source()).unwrap();
    assert_eq!(
        preview_lines(&content.document).join("\n") + "\n",
        text(&PLAIN_TEXT, &content.document)
    );
}

#[test]
fn a_log_written_record_by_record_is_the_file_of_the_whole() {
    let world = world();
    let meetings = ExportSubject::Meetings {
        from: None,
        to: None,
    };
    for what in [meetings, ExportSubject::Everything] {
        let source = world.source();
        let whole = Content::of(&what, ExportLevel::Shared, &source).unwrap();
        for exporter in EXPORTERS.iter().filter(|format| format.supports(&what)) {
            let request = Request::new(what.clone(), exporter.id());
            let parts = Content::for_request(&request, &source).unwrap();
            assert!(parts.document.blocks.len() < whole.document.blocks.len());
            let [parts, whole] = [&parts, &whole].map(|it| export_bytes(exporter, it).unwrap());
            assert!(parts == whole, "{what:?} as {}", exporter.id());
        }
    }
}

#[test]
fn what_stays_is_counted_in_a_sentence() {
    let world = world_with_secrets();
    let said = |what: &ExportSubject, world: &World| {
        withheld_notes(what, ExportLevel::Shared, &world.source())
    };
    let call = ExportSubject::Meeting(id("call"));
    assert_eq!(said(&call, &world), ["1 private note stays here."]);
    let form = said(&every_what().remove(0).1, &world);
    assert_eq!(
        form,
        ["8 private answers stay here.", "1 private goal stays here."]
    );
    let agenda = ExportSubject::Agenda(id("next"));
    assert!(said(&agenda, &self::world()).is_empty());
}

// How much leaves.

/// The names of all fields in which somebody types, whatever record they belong to, and of those that hold keys of cards
/// that may be the pair's own.
const TYPED: &[&str] = &[
    "about",
    "activity",
    "answer",
    "by",
    "decisions",
    "done_note",
    "email",
    "help",
    "leaves",
    "library",
    "link",
    "measure",
    "name",
    "note",
    "phone",
    "question",
    "reach",
    "reason",
    "text",
    "title",
    "value",
    "why",
    "win",
];
const TYPED_LISTS: &[&str] = &["activities", "aims", "competencies", "resources", "topics"];

/// The record with a marked word in every field that takes one.
fn typed_full(record: &Record) -> Record {
    let mut fields = record.fields();
    let mut full = record.clone();
    let texts = TYPED.iter().map(|name| (*name, CANARY.into()));
    let lists = TYPED_LISTS.iter().map(|name| (*name, vec![CANARY].into()));
    for (name, value) in texts.chain(lists) {
        let before = fields.insert(name.to_owned(), value);
        if let Ok(filled) = Record::from_fields(record.kind(), record.id(), &fields) {
            full = filled;
        } else {
            fields.remove(name);
            fields.extend(before.map(|before| (name.to_owned(), before)));
        }
    }
    full
}

#[test]
fn counts_hold_nothing_that_was_typed() {
    let mut world = world();
    let full: Vec<_> = world
        .book
        .records()
        .map(|record| typed_full(&record))
        .collect();
    world.add(full);
    let kept = format!("{:?}", world.book).matches(CANARY).count();
    assert!(kept > 60, "the book holds only {kept} marked words");
    for (name, what) in every_what() {
        let content = Content::of(&what, ExportLevel::Counts, &world.source()).unwrap();
        // The names of the pair stay where the paper is signed.
        let named = matches!(what, ExportSubject::Form { .. } | ExportSubject::Hours);
        let allowed = |text: &str| !named && text.contains(CANARY);
        for exporter in readers() {
            let bytes = export_bytes(exporter, &content).unwrap();
            let text = readable(exporter, &bytes);
            assert!(!allowed(&text), "{name} as {}:\n{text}", exporter.id());
        }
        assert!(!allowed(&file_name(&content.document, "md")));
        let mut book = content.book().clone();
        book.people = std::sync::Arc::default();
        let book = format!("{book:?}");
        let at = book.find(CANARY).map_or(0, |at| at.saturating_sub(200));
        assert!(!book.contains(CANARY), "{name}: {}", &book[at..]);
    }
}

#[test]
fn counts_keep_numbers_days_ratings_and_choices() {
    let world = world();
    let said = |what: &ExportSubject| {
        let content = Content::of(what, ExportLevel::Counts, &world.source()).unwrap();
        preview_lines(&content.document).join("\n")
    };
    insta::assert_snapshot!("counts_of_everything", said(&ExportSubject::Everything));
    insta::assert_snapshot!("counts_of_the_tracker", said(&every_what().remove(0).1));
}

#[test]
fn the_owner_gets_all_of_it_with_what_is_private_marked() {
    let world = world_with_secrets();
    for (name, what) in every_what() {
        let content = Content::of(&what, ExportLevel::All, &world.source()).unwrap();
        assert!(
            withheld_notes(&what, ExportLevel::All, &world.source()).is_empty(),
            "{name}"
        );
        let title = &content.document.title;
        assert!(title.ends_with("(private)"), "{name}: {title}");
    }
    let all = Content::of(
        &ExportSubject::Everything,
        ExportLevel::All,
        &world.source(),
    )
    .unwrap();
    insta::assert_snapshot!("all_of_everything", preview_lines(&all.document).join("\n"));
    let private_form = ExportSubject::Form {
        key: "pulse".into(),
    };
    assert!(Content::of(&private_form, ExportLevel::All, &world.source()).is_ok());
}

#[test]
fn what_is_shared_is_the_level_nobody_has_to_ask_for() {
    let request = Request::new(ExportSubject::Everything, "md");
    assert_eq!(request.level, ExportLevel::Shared);
    assert_eq!(ExportLevel::default(), ExportLevel::Shared);
}

// Text that formats and terminals trip over.

const NAUGHTY: &[&str] = &[
    "\u{1b}[31mred\u{1b}[0m \u{7} \u{9b}1m",
    "a\u{0}b\u{7f}c\u{8}d",
    "one\r\ntwo\rthree\u{2028}four\tfive",
    "\u{202e}gnp.exe\u{202c} \u{2066}x\u{2069}",
    "zero\u{200b}width\u{feff}\u{2060} \u{e0041}",
    "👩‍👩‍👧‍👦 👍🏽 🏳️‍🌈 می‌خواهم",
    "图书馆的工作人员每天都要整理书架并且回答读者提出的各种各样的问题以及主持讲故事活动和社区会议",
    "مكتبة الأطفال שלום",
    "*a* _b_ **c** `d` ~~e~~ [f](g) ![h](i) <j> &amp; &#42; \\*",
    "# heading",
    "#hash",
    "Tag # and #",
    "trailing \\",
    "- dash",
    "+ plus",
    "1. one",
    "1986) year",
    "= under",
    "---",
    "***",
    "___",
    "> quote",
    ": def",
    "|a|b|",
    "--|--",
    "~~~",
    "```",
    "[x] box",
    "[ref]: http://x.org",
    "<!-- c -->",
    "<script>alert(1)</script>",
    "</style></title></textarea><img src=x onerror=alert(1)>",
    "\" onload=alert(1) x='y'",
    "<![CDATA[ x ]]>",
    "a\u{fffe}b\u{ffff}",
    "<http://auto.link>",
    "=cmd|' /C calc'!A0",
    "    indented",
    "a  b   c",
    "'); DROP TABLE goal;--",
    "…",
    "e\u{301}\u{301}\u{301}\u{301}",
];

/// A document with `text` in every place that holds text.
fn naughty(naughty: &str) -> Document {
    let run = || vec![Inline::Text(naughty.to_owned())];
    let stressed = vec![
        Inline::Strong(run()),
        Inline::Break,
        Inline::Text(naughty.to_owned()),
    ];
    let link = Inline::Link {
        text: run(),
        to: format!("https://example.org/{naughty}"),
    };
    let item = || Item {
        ticked: None,
        blocks: vec![Block::Paragraph(run())],
    };
    let document = Document {
        title: naughty.to_owned(),
        subtitle: naughty.to_owned(),
        people: vec![naughty.to_owned()],
        date: day(2027, 4, 1),
        copy: None,
        draft: None,
        facts: vec![Fact {
            label: naughty.to_owned(),
            value: naughty.to_owned(),
        }],
        blocks: vec![
            Block::Heading {
                level: 2,
                text: naughty.to_owned(),
            },
            Block::Paragraph(run()),
            Block::Paragraph(stressed),
            Block::List {
                start: Some(9),
                items: vec![item(), item()],
            },
            Block::List {
                start: None,
                items: vec![item()],
            },
            Block::Table(Table {
                header: vec![run(), run()],
                rows: vec![vec![run(), run()]],
                ..Table::default()
            }),
            Block::Answer {
                label: naughty.to_owned(),
                answer: Some(vec![Block::Quote(vec![Block::Paragraph(run())])]),
            },
            Block::Code(naughty.to_owned()),
            Block::Paragraph(vec![link, Inline::Code(naughty.to_owned())]),
        ],
    };
    document.sanitized()
}

#[test]
fn no_raw_control_or_hidden_character_reaches_a_file() {
    for found in NAUGHTY {
        for exporter in readers() {
            let text = raw(exporter, &naughty(found));
            assert_eq!(sanitize(&text), text, "{found:?} as {}", exporter.id());
        }
        let name = file_name(&naughty(found), "md");
        assert!(
            !name
                .chars()
                .any(|found| found.is_control() || "/\\:<>".contains(found)),
            "{name:?}"
        );
    }
}

/// The texts that a reader of Markdown finds, each as one line; breaks count as blanks.
fn read_back(markdown: &str) -> Vec<String> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut texts = vec![String::new()];
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Text(text) | Event::Code(text) => texts.last_mut().unwrap().push_str(&text),
            Event::SoftBreak | Event::HardBreak => texts.last_mut().unwrap().push(' '),
            Event::Start(_) | Event::End(_) => texts.push(String::new()),
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::Rule
            | Event::TaskListMarker(_) => panic!("markup in\n{markdown}"),
        }
    }
    texts.retain(|text| !text.trim().is_empty());
    texts
        .iter()
        .map(|text| sanitize_line(text).into_owned())
        .collect()
}

#[test]
fn literal_text_comes_back_from_markdown_as_it_was() {
    for found in NAUGHTY {
        let mut document = naughty(found);
        // Code and addresses have rules of their own.
        document.blocks.truncate(7);
        let expected = sanitize_line(&inlines_text(&[Inline::Text(sanitize(found).into_owned())]))
            .into_owned();
        let markdown = text(&MARKDOWN, &document);
        for back in read_back(&markdown) {
            let back = back.trim_end_matches(':').trim().to_owned();
            let expected = expected.trim_end_matches(':').trim();
            assert_eq!(back, expected, "from\n{markdown}");
        }
    }
}

#[test]
fn no_element_of_a_page_comes_from_its_text() {
    let harmless = Page::read(&text(&HTML, &naughty("x")));
    for found in NAUGHTY {
        let page = Page::read(&text(&HTML, &naughty(found)));
        assert_eq!(page.elements, harmless.elements, "{found:?}");
        let expected = sanitize_line(&sanitize(found)).into_owned();
        let said = page.texts.iter().map(|text| sanitize_line(text));
        let times = said.filter(|text| text.contains(&expected)).count();
        assert!(times > 12, "{found:?} is there {times} times");
    }
}

#[test]
fn a_page_wears_its_own_style_sheet_and_fetches_nothing() {
    let page = text(&HTML, &rich());
    let (_, rest) = page.split_once("<style>").unwrap();
    let (style, _) = rest.split_once("</style>").unwrap();
    let hash = STANDARD.encode(Sha256::digest(style));
    assert!(page.contains(&format!("default-src 'none'; style-src 'sha256-{hash}'")));
    assert!(!style.contains("url(") && !style.contains("@import"));
    for element in Page::read(&page).elements {
        let (element, attributes) = element.split_once(' ').unwrap();
        let fetching = ["script", "link", "img", "iframe", "object", "use", "image"];
        assert!(!fetching.contains(&element), "{element}");
        assert!(!attributes.contains("src") && !attributes.contains("style"));
    }
}

#[test]
fn literal_text_comes_back_from_a_word_file_as_it_was() {
    for found in NAUGHTY {
        let mut document = naughty(found);
        // Code and addresses have rules of their own.
        document.blocks.truncate(7);
        let expected = sanitize_line(&sanitize(found)).into_owned();
        let paragraphs = word::paragraphs(&file(&DOCX, &document));
        let full = paragraphs.iter().filter(|text| !text.is_empty());
        assert!(full.clone().count() > 12);
        for text in full {
            let text = sanitize_line(text).into_owned();
            assert!(text.contains(&expected), "{text:?} from {found:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_text_makes_a_sound_file(text in "\\PC{0,40}|[\\u{0}-\\u{ffff}]{0,20}") {
        let document = naughty(&text);
        prop_assert_eq!(Page::read(&self::text(&HTML, &document)).elements.is_empty(), false);
        prop_assert!(raw(&DOCX, &document).contains("w:document"));
    }
}

#[test]
fn lines_of_an_email_keep_to_their_width() {
    use unicode_width::UnicodeWidthStr;
    for found in NAUGHTY {
        let mut document = naughty(&format!("{found} {}", found.repeat(9)));
        document.blocks.truncate(7);
        for line in text(&PLAIN_TEXT, &document).lines() {
            assert!(line.width() <= 72 || line.contains("://"), "{line}");
            assert!(!line.starts_with('>'), "{line}");
        }
    }
}
