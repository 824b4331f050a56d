//! Export from the outside: what each document says in each format, and what never leaves.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set up its world has failed"
)]

#[path = "export/book.rs"]
mod book;
#[path = "export/forms.rs"]
mod forms;

use book::{World, answer, day, id, world};
use matchbook::domain::answer::{Answer, Response};
use matchbook::domain::change::Record;
use matchbook::domain::goal::{Evidence, Goal, Progress, Step};
use matchbook::domain::meeting::{AgendaItem, Origin, PrivateNote};
use matchbook::domain::person::Role;
use matchbook::domain::plain::{one_line, plain};
use matchbook::domain::pulse::Pulse;
use matchbook::export::document::{Block, Fact, Inline, Item, words};
use matchbook::export::{
    Content, Document, EXPORTERS, Exporter, Level, Markdown, PlainText, What, bytes, document,
    exporter, file_name, leaving, preview,
};
use pulldown_cmark::{Event, Options, Parser};

fn text(exporter: &dyn Exporter, document: &Document) -> String {
    let world = world();
    let mut content = Content::of(&What::Everything, Level::Shared, &world.source()).unwrap();
    content.document = document.clone();
    String::from_utf8(bytes(exporter, &content).unwrap()).unwrap()
}

fn every_what() -> Vec<(&'static str, What)> {
    let form = |key: &str| What::Form { key: key.into() };
    let all = What::Meetings {
        from: None,
        to: None,
    };
    vec![
        ("tracker", form("tracker")),
        ("meeting", What::Meeting(id("call"))),
        ("meetings", all),
        ("agenda", What::Agenda(id("next"))),
        ("everything", What::Everything),
    ]
}

#[test]
fn every_document_reads_well_in_every_format() {
    let world = world();
    for (name, what) in every_what() {
        let document = document(&what, &world.source()).unwrap();
        for exporter in EXPORTERS {
            let name = format!("{name}_{}", exporter.id());
            insta::assert_snapshot!(name, text(*exporter, &document));
        }
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
    assert_eq!(exporter("txt").map(Exporter::extension), Some("txt"));
    assert!(exporter("wax tablet").is_none());
}

#[test]
fn words_typed_say_what_leaves() {
    let world = world();
    let parse = |typed: &str| {
        let typed: Vec<_> = typed.split(' ').collect();
        What::parse(&typed, &world.source()).map_err(|error| error.to_string())
    };
    let form = |key: &str| What::Form { key: key.into() };
    assert_eq!(parse("tracker"), Ok(form("tracker")));
    assert_eq!(parse("meeting 3"), Ok(What::Meeting(id("call"))));
    assert_eq!(parse("meeting"), Ok(What::Meeting(id("call"))));
    assert_eq!(parse("meeting 2"), Ok(What::Meeting(id("mail"))));
    assert_eq!(parse("agenda"), Ok(What::Agenda(id("next"))));
    assert_eq!(parse("everything"), Ok(What::Everything));
    let range = What::Meetings {
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
    assert!(document(&What::Everything, &world.source()).is_err());
    assert!(document(&What::Meeting(id("call")), &world.source()).is_ok());
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
        | Record::ListItem(_) => None,
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
        let leaving = leaving(&what, Level::Shared, &world.source()).unwrap();
        for exporter in EXPORTERS {
            let bytes = bytes(*exporter, &leaving.content).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains(CANARY), "{name} as {}", exporter.id());
        }
        let fields = format!("{:?} {:?}", leaving.fields, leaving.stays);
        assert!(!fields.contains(CANARY), "{name}");
    }
}

#[test]
fn a_private_form_is_refused_as_a_whole() {
    let world = world_with_secrets();
    let what = What::Form {
        key: "pulse".into(),
    };
    let refused = document(&what, &world.source()).unwrap_err();
    insta::assert_snapshot!(refused, @"“Pulse” is private: it never leaves this book.");
}

#[test]
fn the_preview_is_the_content_and_says_what_stays() {
    let world = world_with_secrets();
    let call = What::Meeting(id("call"));
    let meeting = leaving(&call, Level::Shared, &world.source()).unwrap();
    assert_eq!(meeting.stays, ["1 private note stays here."]);
    assert_eq!(
        preview(&meeting.content.document).join("\n") + "\n",
        text(&PlainText, &meeting.content.document)
    );
    let form = every_what().remove(0).1;
    let tracker = leaving(&form, Level::Shared, &world.source()).unwrap();
    assert_eq!(tracker.stays.len(), 2, "{:?}", tracker.stays);
    let (next, open) = (What::Agenda(id("next")), self::world());
    let agenda = leaving(&next, Level::Shared, &open.source()).unwrap();
    assert!(agenda.stays.is_empty());
    let fields: Vec<_> = agenda
        .fields
        .iter()
        .map(|field| format!("{}: {}", field.label, field.value))
        .collect();
    insta::assert_snapshot!(fields.join("\n"));
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
            Block::Table {
                header: vec![run(), run()],
                rows: vec![vec![run(), run()]],
            },
            Block::Answer {
                label: naughty.to_owned(),
                answer: Some(vec![Block::Quote(vec![Block::Paragraph(run())])]),
            },
            Block::Code(naughty.to_owned()),
            Block::Paragraph(vec![link, Inline::Code(naughty.to_owned())]),
        ],
    };
    document.plain()
}

#[test]
fn no_raw_control_or_hidden_character_reaches_a_file() {
    for found in NAUGHTY {
        for exporter in EXPORTERS {
            let text = text(*exporter, &naughty(found));
            assert_eq!(plain(&text), text, "{found:?} as {}", exporter.id());
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
        .map(|text| one_line(text).into_owned())
        .collect()
}

#[test]
fn literal_text_comes_back_from_markdown_as_it_was() {
    for found in NAUGHTY {
        let mut document = naughty(found);
        // Code and addresses have rules of their own.
        document.blocks.truncate(7);
        let expected = one_line(&words(&[Inline::Text(plain(found).into_owned())])).into_owned();
        let markdown = text(&Markdown, &document);
        for back in read_back(&markdown) {
            let back = back.trim_end_matches(':').trim().to_owned();
            let expected = expected.trim_end_matches(':').trim();
            assert_eq!(back, expected, "from\n{markdown}");
        }
    }
}

#[test]
fn lines_of_an_email_keep_to_their_width() {
    use unicode_width::UnicodeWidthStr;
    for found in NAUGHTY {
        let mut document = naughty(&format!("{found} {}", found.repeat(9)));
        document.blocks.truncate(7);
        for line in text(&PlainText, &document).lines() {
            assert!(line.width() <= 72 || line.contains("://"), "{line}");
            assert!(!line.starts_with('>'), "{line}");
        }
    }
}
