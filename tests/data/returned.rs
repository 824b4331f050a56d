//! A form that comes back: filled in by Word or by mail, mangled on the way, or the wrong one.

use std::io::{Cursor, Read, Write};

use matchbook::catalog::Catalog;
use matchbook::domain::answer::{Answer, Response};
use matchbook::domain::asked_form::AskedForm;
use matchbook::domain::book::{Book, Identity};
use matchbook::domain::goal::Goal;
use matchbook::domain::person::{Person, Role};
use matchbook::domain::program::Cycle;
use matchbook::export::{Content, ExportLevel, ExportSource, ExportSubject, exporter};
use matchbook::import::{CalendarChoice, ImportContext, ImportPlan};
use matchbook::problem::Problem;
use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::book::{day, id};
use super::export_bytes::export_bytes;
use super::import::ctx;

/// A form of the office with a question of every kind for each, one together and one that is private.
const CHECKPOINT: &str = r#"
key = "checkpoint"
title = "Checkpoint"
version = 3
about = "How is it going?"
sections = [
  { key = "both", title = "Together", filled_by = "joint", fields = [
    { key = "plan", label = "What comes next?", kind = "text" } ] },
  { key = "each", title = "Each alone", filled_by = "each", fields = [
    { key = "wins", label = "Your biggest win?", kind = "text", required = true },
    { key = "town", label = "Your town?", kind = "line" },
    { key = "often", label = "How often do you talk?", kind = "choice", options = [
      { key = "weekly", label = "Every week" }, { key = "monthly", label = "Once a month – or so" } ] },
    { key = "ways", label = "By which ways?", kind = "choices", options = [
      { key = "phone", label = "Phone" }, { key = "mail", label = "E-mail, “letters”" } ] },
    { key = "rating", label = "It works", kind = "scale", low_label = "not at all", high_label = "well" },
    { key = "again", label = "Once more?", kind = "yes-no" },
    { key = "visits", label = "Visits so far", kind = "number" },
    { key = "met", label = "First met on", kind = "date" },
    { key = "secret", label = "For yourself", kind = "text", private = true } ] },
  { key = "goals", title = "Goal", per_goal = true, filled_by = "mentor", fields = [
    { key = "seen", label = "What have you seen of it?", kind = "text" } ] },
]
"#;

pub fn book() -> Book {
    let identity = Identity {
        pair: id("match"),
        me: Role::Mentee,
        ..Identity::default()
    };
    let mut book = Book {
        identity,
        complete: true,
        ..Book::default()
    };
    let cycle = Cycle {
        id: id("cycle"),
        program: "alsc".into(),
        start: day(2026, 11, 2),
        end: day(2027, 8, 31),
        ..Cycle::default()
    };
    let person = |role, name: &str| Person {
        id: id(name),
        role,
        name: name.into(),
        ..Person::default()
    };
    let goal = |name: &str, order: &str| Goal {
        id: id(name),
        title: name.into(),
        order: order.into(),
        ..Goal::default()
    };
    let form = AskedForm {
        id: AskedForm::id_for(cycle.id, "checkpoint"),
        cycle: cycle.id,
        key: "checkpoint".into(),
        title: "Checkpoint".into(),
        text: CHECKPOINT.into(),
        ..AskedForm::default()
    };
    book.extend([
        cycle.into(),
        person(Role::Mentee, "Ben").into(),
        person(Role::Mentor, "Rosa").into(),
        goal("A STEM hour", "a").into(),
        goal("A voice on the board", "b").into(),
        form.into(),
    ]);
    book
}

/// The form for the partner in `format`.
fn sent(book: &Book, key: &str, format: &str) -> Vec<u8> {
    let catalog = Catalog::new();
    let today = day(2027, 3, 20);
    let (program, _) = catalog.program_of(book, today).unwrap();
    let forms = catalog.forms_of(&program).unwrap();
    let forms: Vec<_> = forms.into_iter().map(|(_, form)| form).collect();
    let source = ExportSource {
        book,
        program: &program,
        forms: &forms,
        deck: &catalog.deck_of(book).unwrap(),
        competencies: None,
        today,
    };
    let subject = ExportSubject::PartnerForm { key: key.into() };
    let content = Content::of(&subject, ExportLevel::Shared, &source).unwrap();
    export_bytes(exporter(format).unwrap(), &content).unwrap()
}

fn plan_of(
    book: &Book,
    name: &str,
    bytes: &[u8],
    choice: CalendarChoice,
) -> Result<ImportPlan, Problem> {
    let context = ImportContext {
        name,
        target: None,
        map: &[],
        book,
        catalog: &Catalog::new(),
        today: day(2027, 3, 20),
        now: chrono::NaiveTime::from_hms_opt(10, 0, 0).unwrap(),
        order: None,
        local: &|utc| utc,
        zone: None,
        choice,
    };
    matchbook::import::plan(bytes, &context)
}

fn plan(book: &Book, name: &str, bytes: &[u8]) -> ImportPlan {
    plan_of(book, name, bytes, CalendarChoice::default()).unwrap()
}

/// The answers that the book would have, by question: `seen@A STEM hour`.
fn taken(book: &Book, plan: ImportPlan) -> Vec<(String, String)> {
    let mut after = book.clone();
    let commit = plan.commit("x.docx", &ctx());
    after.apply(&commit.changes);
    let told = after
        .answers
        .values()
        .filter(|answer| answer.told.is_some());
    let mut told: Vec<_> = told
        .map(|answer| {
            let goal = answer
                .goal
                .map(|goal| format!("@{}", after.goals[&goal].title));
            let key = format!("{}{}", answer.field, goal.unwrap_or_default());
            (key, answer.value.clone())
        })
        .collect();
    told.sort();
    told
}

/// Answers of Rosa, as she would type or choose it, and as it is stored.
const ANSWERS: &[(&str, &str, &str)] = &[
    ("again", "Yes", "yes"),
    ("met", "Nov 9, 2026", "2026-11-09"),
    ("often", "Once a month – or so", "monthly"),
    ("rating", "5 (well)", "5"),
    (
        "seen@A STEM hour",
        "Six families.\nThey came back.",
        "Six families.\nThey came back.",
    ),
    ("town", "Elko <& more>", "Elko <& more>"),
    ("visits", "4", "4"),
    ("ways", "E-mail, “letters”", "mail"),
    (
        "wins",
        "The principal says “hello”.",
        "The principal says “hello”.",
    ),
];

fn expected() -> Vec<(String, String)> {
    let stored = ANSWERS
        .iter()
        .map(|(key, _, value)| ((*key).to_owned(), (*value).to_owned()));
    stored.collect()
}

fn parts(file: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(file)).unwrap();
    let parts = (0..zip.len()).map(|at| {
        let mut part = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        (part.name().unwrap().into_owned(), bytes)
    });
    parts.collect()
}

fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn with_text(file: &[u8], edit: impl FnOnce(&str) -> String) -> Vec<u8> {
    let mut parts = parts(file);
    let text = parts
        .iter_mut()
        .find(|(name, _)| name == "word/document.xml")
        .unwrap();
    text.1 = edit(std::str::from_utf8(&text.1).unwrap()).into_bytes();
    zipped(&parts)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The text with Rosa's answers in the controls, as a word processor leaves them.
fn filled(xml: &str) -> String {
    let goals = ["A STEM hour", "A voice on the board"];
    let mut out = String::new();
    let mut goal = 0;
    for (at, part) in xml.split("<w:sdt>").enumerate() {
        if at == 0 {
            out += part;
            continue;
        }
        out += "<w:sdt>";
        let tag = part
            .split_once("<w:tag w:val=\"")
            .unwrap()
            .1
            .split('"')
            .next()
            .unwrap();
        let field = tag.split('/').nth(2).unwrap().split('@').next().unwrap();
        let field = if field == "seen" {
            goal += 1;
            format!("seen@{}", goals[goal - 1])
        } else {
            field.to_owned()
        };
        let answer = ANSWERS.iter().find(|(key, ..)| *key == field);
        let (head, rest) = part.split_once("<w:sdtContent>").unwrap();
        let (_, tail) = rest.split_once("</w:sdtContent>").unwrap();
        let words = answer.map_or("", |(_, words, _)| words);
        let is_ticked = head.contains("w14:checkbox") && tail.contains(&escaped(words));
        if is_ticked {
            out += &head.replace("w14:checked w14:val=\"0\"", "w14:checked w14:val=\"1\"");
            out += "<w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent>";
        } else if head.contains("w14:checkbox") || answer.is_none() {
            out += &format!(
                "{head}<w:sdtContent>{}",
                rest.split_once("</w:sdtContent>").unwrap().0
            );
            out += "</w:sdtContent>";
        } else {
            // Runs end wherever the spelling was checked.
            let words = escaped(words).replace('\n', "</w:t><w:br/><w:t>");
            let words = words.replacen(' ', " </w:t></w:r><w:proofErr/><w:r><w:t>", 1);
            out += &head.replace("<w:showingPlcHdr/>", "");
            out += &format!("<w:sdtContent><w:r><w:t>{words}</w:t></w:r></w:sdtContent>");
        }
        out += tail;
    }
    out
}

#[test]
fn a_word_document_that_was_filled_in_comes_back_whole() {
    let book = book();
    let file = sent(&book, "checkpoint", "docx");
    // Nothing was filled in: nothing comes back.
    assert!(plan(&book, "checkpoint.docx", &file).is_empty());
    let back = plan(&book, "checkpoint.docx", &with_text(&file, filled));
    assert_eq!(back.left_out, Vec::<String>::new());
    assert_eq!(back.choices.len(), ANSWERS.len());
    assert_eq!(taken(&book, back), expected());
}

#[test]
fn a_document_for_the_partner_holds_their_questions_alone_and_is_protected_around_them() {
    let book = book();
    let parts = parts(&sent(&book, "checkpoint", "docx"));
    let part = |name: &str| {
        let part = parts.iter().find(|(part, _)| part == name).unwrap();
        String::from_utf8(part.1.clone()).unwrap()
    };
    let text = part("word/document.xml");
    assert!(
        part("word/settings.xml")
            .contains(r#"<w:documentProtection w:edit="forms" w:enforcement="1"/>"#)
    );
    assert_eq!(
        text.matches("<w:sdt>").count(),
        11,
        "a box for each of two choices"
    );
    for absent in ["For yourself", "What comes next"] {
        assert!(!text.contains(absent), "{absent}");
    }
    let document = roxmltree::Document::parse(&text).unwrap();
    let values = document
        .descendants()
        .filter(|it| it.tag_name().name() == "tag");
    for tag in values.filter_map(|it| it.attributes().next().map(|it| it.value().to_owned())) {
        assert!(tag.len() <= 64 && tag.starts_with("checkpoint/3/"), "{tag}");
    }
}

/// The text of the mail with Rosa's answers below the marks.
fn filled_mail(text: &str) -> String {
    let goals = ["A STEM hour", "A voice on the board"];
    let (mut out, mut goal, mut words) = (String::new(), 0, "");
    for line in text.lines() {
        let line = line.trim();
        if let Some(mark) = line.strip_prefix("[[").filter(|it| !it.starts_with("end")) {
            let field = mark.split('/').nth(2).unwrap().split('@').next().unwrap();
            let field = if field == "seen" {
                goal += 1;
                format!("seen@{}", goals[goal - 1])
            } else {
                field.to_owned()
            };
            words = ANSWERS
                .iter()
                .find(|(key, ..)| *key == field)
                .map_or("", |it| it.1);
            out += &format!("{line}\n");
        } else if line.starts_with("[ ]") {
            let is_chosen = !words.is_empty() && line.ends_with(words);
            out += &if is_chosen {
                line.replacen("[ ]", "[X]", 1)
            } else {
                line.to_owned()
            };
            out.push('\n');
            if is_chosen {
                words = "";
            }
        } else if line == "[[end]]" {
            out += &format!("{words}\n{line}\n");
            words = "";
        } else {
            out += &format!("{line}\n");
        }
    }
    out
}

fn mail(book: &Book) -> String {
    filled_mail(&String::from_utf8(sent(book, "checkpoint", "txt")).unwrap())
}

#[test]
fn a_mail_comes_back_whatever_was_done_to_it() {
    let book = book();
    let text = mail(&book);
    assert!(text.contains("[[checkpoint/3/wins@mentor/"), "{text}");
    let quoted: String = text
        .lines()
        .fold(String::new(), |all, line| all + &format!("> > {line}\r\n"));
    let broken = text
        .replace("@mentor/", "@men\n> tor/")
        .replace("[[end]]", "[[ end ]]");
    let linked = text.replace("wins@mentor/", "wins@mentor<mailto:wins@mentor>/");
    let blanks = text
        .replace(' ', "\u{a0}")
        .replace("[[", "\\[\\[")
        .replace("]]", "\\]\\]");
    let signed = format!("Hi Ben, here it is.\n\n{text}\n-- \nRosa\nElko [County] Library\n");
    let page: String = escaped(&text).lines().fold(String::new(), |all, line| {
        all + &format!("<div>{line}</div>\n")
    });
    let page = format!("<html><body>{page}</body></html>");
    let packed: String = text
        .replace('=', "=3D")
        .lines()
        .map(|line| soft(line) + "\r\n")
        .collect();
    let packed = format!(
        "From: rosa@example.org\r\nSubject: Re: form\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{packed}"
    );
    // The questions that were sent stand below the answers.
    let twice = format!(
        "{text}\n\nOn Mar 19 Ben wrote:\n{}",
        String::from_utf8(sent(&book, "checkpoint", "txt")).unwrap()
    );
    let all = [
        quoted,
        broken,
        linked,
        blanks,
        signed,
        page,
        packed,
        twice,
        shuffled(&text),
        text,
    ];
    for (at, text) in all.iter().enumerate() {
        let back = plan(&book, "form.txt", text.as_bytes());
        assert_eq!(back.left_out, Vec::<String>::new(), "{at}: {text}");
        assert_eq!(taken(&book, back), expected(), "{at}: {text}");
    }
}

/// A line as quoted-printable, with what is not ASCII packed.
fn soft(line: &str) -> String {
    let letter = |c: char| {
        let mut bytes = [0; 4];
        let text = c.encode_utf8(&mut bytes);
        if c.is_ascii() {
            text.to_owned()
        } else {
            text.bytes()
                .fold(String::new(), |all, byte| all + &format!("={byte:02X}"))
        }
    };
    line.chars().map(letter).collect()
}

/// The answers from the last to the first.
fn shuffled(text: &str) -> String {
    let answers = text.split("[[checkpoint").skip(1);
    let answers: Vec<_> = answers.map(|it| format!("[[checkpoint{it}")).collect();
    answers.into_iter().rev().collect()
}

#[test]
fn long_lines_that_a_mail_program_broke_are_one_again() {
    let book = book();
    let text = String::from_utf8(sent(&book, "checkpoint", "txt")).unwrap();
    let broken = "The principal of the school on the hill came to see us twice and\n> now she \
                  sends two classes every week, which is more than we asked\nfor.\n\nSecond.\n- one\n- two";
    let mark = text.find("[[checkpoint/3/wins").unwrap();
    let at = mark + text[mark..].find('\n').unwrap();
    let text = format!("{}\n{broken}{}", &text[..at], &text[at..]);
    let answers = taken(&book, plan(&book, "form.txt", text.as_bytes()));
    let whole = "The principal of the school on the hill came to see us twice and now she sends two classes every \
                 week, which is more than we asked for.\n\nSecond.\n- one\n- two";
    assert_eq!(answers, [("wins".to_owned(), whole.to_owned())]);
}

#[test]
fn what_cannot_be_read_is_named_and_left_out() {
    let book = book();
    let text = mail(&book);
    for (from, to, why) in [
        ("Nov 9, 2026", "soon", "met on"),
        (
            "Nov 9, 2026",
            "next tuesday",
            "no day with its month and year",
        ),
        ("Nov 9, 2026", "Nov 9", "no day with its month and year"),
        ("[X] Yes", "[X] Maybe", "not among its choices"),
        (
            "[X] 5 (well)",
            "[X] 5 (well)\n[x] 3",
            "more than one answer",
        ),
        ("[ ] Every week", "[x] Every week", "more than one answer"),
        ("\n4\n", "\nfour or five\n", "not a whole number"),
        ("\n4\n[[end]]", "\n4\n", "[[end]] below it is missing"),
    ] {
        assert!(text.contains(from), "{from}: {text}");
        let back = plan(&book, "form.txt", text.replacen(from, to, 1).as_bytes());
        let left_out = back.left_out.join("\n").to_lowercase();
        assert!(left_out.contains(&why.to_lowercase()), "{to}: {left_out}");
        assert_eq!(taken(&book, back).len(), ANSWERS.len() - 1, "{to}");
    }
}

#[test]
fn another_form_version_person_or_book_is_refused_by_name() {
    let book = book();
    let text = mail(&book);
    let other = |from: &str, to: &str| {
        let refused = plan_of(
            &book,
            "form.txt",
            text.replace(from, to).as_bytes(),
            CalendarChoice::default(),
        );
        let problem = refused.unwrap_err();
        format!("{} {}", problem.message, problem.hint.unwrap_or_default())
    };
    assert!(
        other("[[checkpoint/", "[[check-in/")
            .contains("the form “check-in”, which this book does not have")
    );
    let version = other("[[checkpoint/3/", "[[checkpoint/2/");
    assert!(
        version.contains("answers version 2 of “Checkpoint”; this book asks version 3"),
        "{version}"
    );
    assert!(
        version.contains("export checkpoint --for mentor"),
        "{version}"
    );
    assert!(other("@mentor/", "@mentee/").contains("asks the mentee, and that is you"));
    let code = text.split("@mentor/").nth(1).unwrap()[..8].to_owned();
    let book = other(&code, "00000000");
    assert!(
        book.contains("another book than this one, which is that of Ben and Rosa"),
        "{book}"
    );
}

#[test]
fn of_a_form_that_came_back_a_line_alone_can_be_taken_and_the_partners_own_answer_stands() {
    let mut book = book();
    let file = with_text(&sent(&book, "checkpoint", "docx"), filled);
    let only = CalendarChoice {
        only: vec!["town".into()],
        ..CalendarChoice::default()
    };
    let one = plan_of(&book, "x.docx", &file, only).unwrap();
    assert_eq!(
        taken(&book, one),
        [("town".to_owned(), "Elko <& more>".to_owned())]
    );
    let town = plan(&book, "x.docx", &file)
        .choices
        .iter()
        .find(|it| it.label.contains("town"))
        .unwrap()
        .id;
    let picked = CalendarChoice {
        picked: Some([town].into()),
        ..CalendarChoice::default()
    };
    let one = plan_of(&book, "x.docx", &file, picked).unwrap();
    assert_eq!(taken(&book, one).len(), 1);

    // Her own answer comes by a parcel after what was told of her.
    let told = plan(&book, "x.docx", &file).commit("x.docx", &ctx());
    book.apply(&told.changes);
    assert!(
        plan(&book, "x.docx", &file).is_empty(),
        "the same again changes nothing"
    );
    let response = Response::id_for(id("cycle"), "checkpoint", None);
    book.extend([Answer {
        id: Answer::id_for(response, "town", None, Role::Mentor),
        response,
        field: "town".into(),
        author: Role::Mentor,
        value: "Reno".into(),
        ..Answer::default()
    }
    .into()]);
    let again = plan(&book, "x.docx", &file);
    assert!(
        again.left_out[0].contains("in their own book"),
        "{:?}",
        again.left_out
    );
    assert!(
        String::from_utf8(sent(&book, "checkpoint", "txt"))
            .unwrap()
            .contains("\n    Reno\n")
    );
}

#[test]
fn a_document_that_swells_when_it_is_unpacked_is_refused() {
    let book = book();
    let file = sent(&book, "checkpoint", "docx");
    let bomb = with_text(&file, |xml| {
        xml.replace("<w:body>", &format!("<w:body>{}", " ".repeat(20 << 20)))
    });
    assert!(bomb.len() < 1 << 20);
    let refused = plan_of(&book, "x.docx", &bomb, CalendarChoice::default()).unwrap_err();
    assert!(
        refused.message.contains("more than any form does"),
        "{}",
        refused.message
    );
    let deep = with_text(&file, |xml| {
        xml.replace("<w:body>", &format!("<w:body>{}", "<w:sdt>".repeat(90_000)))
    });
    assert!(plan_of(&book, "x.docx", &deep, CalendarChoice::default()).is_err());
    let nested = |xml: &str| {
        let control = xml
            .split_once("<w:sdt>")
            .unwrap()
            .1
            .split_once("<w:sdtContent>")
            .unwrap()
            .0;
        let depth = 3_000;
        let open = format!("<w:sdt>{control}<w:sdtContent>").repeat(depth);
        xml.replacen(
            "<w:body>",
            &format!("<w:body>{open}{}", "</w:sdtContent></w:sdt>".repeat(depth)),
            1,
        )
    };
    assert!(
        plan_of(
            &book,
            "x.docx",
            &with_text(&file, nested),
            CalendarChoice::default()
        )
        .is_err()
    );
}

fn cases() -> u32 {
    if std::env::var_os("MATCHBOOK_LONG").is_some() {
        20_000
    } else {
        300
    }
}

/// Pieces of a document, put where they do not belong.
const PIECES: &[&str] = &[
    "",
    "<w:sdt>",
    "</w:sdt>",
    "<w:sdtContent>",
    "<w:tag w:val=\"",
    "checkpoint/3/",
    "@mentor/",
    "=",
    "☒",
    "\u{0}",
    "&#0;",
    "<!DOCTYPE a [<!ENTITY b \"c\">]>",
    "&b;",
    "w14:val=\"1\"",
    "<w:p/>",
    "<w:t>5</w:t>",
    "]]>",
    "\u{feff}",
    "val=",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    /// Never a panic; and what is refused or left out changes nothing else than what is named.
    #[test]
    fn a_document_changed_inside_never_breaks_anything(
        edits in prop::collection::vec((0..4_u8, any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6),
        is_zip in any::<bool>(),
    ) {
        let (book, file) = shared();
        let mut bytes = if is_zip {
            with_text(&file, |xml| mutated(xml, &edits))
        } else {
            mutated(&mail(&book), &edits).into_bytes()
        };
        if let Some((0, at, what)) = edits.first() {
            let at = at.index(bytes.len());
            bytes[at] = u8::try_from(what.index(256)).unwrap();
        }
        let known = expected();
        if let Ok(plan) = plan_of(&book, "x.docx", &bytes, CalendarChoice::default()) {
            let changed = plan.choices.len();
            let answers = taken(&book, plan);
            prop_assert_eq!(answers.len(), changed);
            prop_assert!(answers.iter().all(|(key, _)| key.starts_with("seen") || known.iter().any(|it| it.0 == *key)));
        }
    }
}

/// The book and the filled document of every case.
fn shared() -> (Book, Vec<u8>) {
    thread_local! {
        static SHARED: (Book, Vec<u8>) = {
            let book = book();
            let file = with_text(&sent(&book, "checkpoint", "docx"), filled);
            (book, file)
        };
    }
    SHARED.with(Clone::clone)
}

fn mutated(text: &str, edits: &[(u8, prop::sample::Index, prop::sample::Index)]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for (what, at, other) in edits {
        let at = at.index(letters.len().max(1));
        let end = (at + other.index(40)).min(letters.len());
        match what {
            0 | 1 => {
                let piece = PIECES[other.index(PIECES.len())];
                letters.splice(at..at, piece.chars());
            }
            2 => {
                letters.drain(at.min(end)..end);
            }
            _ => {
                let copy: Vec<_> = letters[at.min(end)..end].to_vec();
                let to = other.index(letters.len().max(1));
                letters.splice(to..to, copy);
            }
        }
    }
    letters.into_iter().collect()
}
