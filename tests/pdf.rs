//! PDF as another program reads it: poppler finds the words, the letters and the parts that were written.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/export_bytes.rs"]
mod export_bytes;
#[path = "support/skip.rs"]
mod skip;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use export_bytes::export_bytes;
use matchbook::catalog::Catalog;
use matchbook::env::Env;
use matchbook::export::document::{Block, Document, Inline, inlines_text};
use matchbook::export::pdf::PORTABLE_PDF;
use matchbook::export::{Content, ExportLevel, ExportSubject, PaperSize, preview_lines};
use matchbook::shelf::with_export_source;
use matchbook::store::Store;
use skip::tool;

/// Does `work` with what leaves of the sample year with `what`.
fn sample<T>(what: &ExportSubject, work: impl FnOnce(Content) -> T) -> T {
    let catalog = Catalog::new();
    let sample = catalog.sample().unwrap();
    let home = tempfile::tempdir().unwrap();
    let mut env = Env::fixed("2027-03-15T12:00:00Z".parse().unwrap(), 7);
    let path = home.path().join("year.matchbook");
    let store = Store::create_with(&path, sample.identity, &sample.commits, &mut env).unwrap();
    let book = store.load_all().unwrap();
    with_export_source(&book, &catalog, sample.today, |source| {
        let content = Content::of(what, ExportLevel::Shared, source).unwrap();
        Ok(work(content))
    })
    .unwrap()
}

fn form(key: &str) -> ExportSubject {
    ExportSubject::Form { key: key.into() }
}

/// What one of poppler's programs says about the file.
fn ask(tool: &str, before: &[&str], file: &[u8], after: &[&str]) -> String {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("a.pdf");
    std::fs::write(&path, file).unwrap();
    said(tool, before, &path, after)
}

fn said(tool: &str, before: &[&str], path: &Path, after: &[&str]) -> String {
    let mut command = Command::new(tool);
    let output = command.args(before).arg(path).args(after).output().unwrap();
    assert!(output.status.success(), "{tool}: {output:?}");
    // Poppler writes the title of a heading as the file holds it.
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The words of `text` without any signs: plain text marks with some what stands there, and a line may end at a hyphen.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !["", "x"].contains(word))
}

fn text(file: &[u8]) -> String {
    // In the order in which it was written; otherwise poppler guesses at columns.
    ask("pdftotext", &["-raw", "-enc", "UTF-8"], file, &["-"])
}

/// The same document with these blocks as its text.
fn with_blocks(blocks: Vec<Block>) -> Vec<u8> {
    sample(&form("tracker"), |mut content| {
        content.document = Document {
            blocks,
            ..content.document
        };
        export_bytes(&PORTABLE_PDF, &content).unwrap()
    })
}

#[test]
fn every_word_of_the_sample_year_is_found_again() {
    if tool(&["pdftotext"]).is_none() {
        return;
    }
    for what in [
        form("tracker"),
        form("goal-sheet"),
        ExportSubject::Everything,
    ] {
        sample(&what, |content| {
            let text = text(&export_bytes(&PORTABLE_PDF, &content).unwrap()).to_lowercase();
            let found: BTreeSet<&str> = words_of(&text).collect();
            for line in preview_lines(&content.document) {
                for word in words_of(&line.to_lowercase()) {
                    assert!(found.contains(word), "{word} of {line}");
                }
            }
        });
    }
}

#[test]
fn an_office_gets_few_sheets() {
    if tool(&["pdftotext"]).is_none() {
        return;
    }
    for (what, most) in [
        (form("tracker"), 3),
        (form("goal-sheet"), 2),
        (form("agreement"), 2),
        (ExportSubject::Hours, 1),
    ] {
        let file = sample(&what, |mut content| {
            content.options.paper = PaperSize::Letter;
            export_bytes(&PORTABLE_PDF, &content).unwrap()
        });
        let text = text(&file);
        let pages = text.trim_end_matches('\u{c}').split('\u{c}').count();
        assert!(pages <= most, "{what:?} takes {pages}:\n{text}");
    }
}

#[test]
fn a_timeline_names_its_days_and_a_chart_its_unit() {
    if tool(&["pdftotext"]).is_none() {
        return;
    }
    let file = sample(&ExportSubject::Year, |content| {
        export_bytes(&PORTABLE_PDF, &content).unwrap()
    });
    let text = text(&file);
    for words in [
        "today",
        "Mid-point tracker to the ALSC office",
        "contacts",
        "When",
    ] {
        let lines = text.lines().filter(|line| line.contains(words));
        assert!(lines.count() > 0, "{words}: {text}");
    }
    let named = text.matches("Mid-point tracker to the ALSC office").count();
    assert!(named >= 2, "on the drawing and in its table: {text}");
}

#[test]
fn every_letter_travels_with_the_file() {
    if tool(&["pdftotext"]).is_none() {
        return;
    }
    let file = sample(&ExportSubject::Everything, |content| {
        export_bytes(&PORTABLE_PDF, &content).unwrap()
    });
    let fonts = ask("pdffonts", &[], &file, &[]);
    let rows: Vec<_> = fonts.lines().skip(2).collect();
    assert!(rows.len() >= 3, "{fonts}");
    for row in rows {
        assert!(
            row.contains("yes yes yes"),
            "embedded, subset, with text: {fonts}"
        );
    }
}

#[test]
fn the_file_says_what_it_is() {
    if tool(&["pdftotext"]).is_none() {
        return;
    }
    let info = |paper| {
        let file = sample(&form("goal-sheet"), |mut content| {
            content.options.paper = paper;
            export_bytes(&PORTABLE_PDF, &content).unwrap()
        });
        ask("pdfinfo", &[], &file, &[])
    };
    let a4 = info(PaperSize::A4);
    for expected in [
        "Goal sheet",
        "Tagged:          yes",
        "(A4)",
        "Creator:         matchbook",
    ] {
        assert!(a4.contains(expected), "{expected}: {a4}");
    }
    let letter = info(PaperSize::Letter);
    assert!(letter.contains("(letter)"), "{letter}");
}

#[test]
fn whoever_has_it_read_aloud_hears_its_parts() {
    if tool(&["pdftotext"]).is_none() {
        return;
    }
    let file = sample(&ExportSubject::Everything, |content| {
        export_bytes(&PORTABLE_PDF, &content).unwrap()
    });
    let parts = ask("pdfinfo", &["-struct"], &file, &[]);
    for part in [
        "H1",
        "H2",
        "H3",
        "L (block)",
        "LI",
        "LBody",
        "Table",
        "TH",
        "TD",
    ] {
        assert!(parts.contains(part), "no {part}");
    }
}

#[test]
fn words_in_letters_that_nobody_has_are_found_all_the_same() {
    if tool(&["pdftotext"]).is_none() {
        return;
    }
    let inlines = vec![Inline::Text(
        "Ωμέγα Щука naïve office שלום 鈴木 花子 end".into(),
    )];
    let wanted = inlines_text(&inlines);
    let text = text(&with_blocks(vec![Block::Paragraph(inlines)]));
    for word in wanted.split(' ').filter(|word| *word != "שלום") {
        assert!(text.contains(word), "{word} in {text}");
    }
    assert!(text.contains("שלום") || text.contains("םולש"), "{text}");
}

#[test]
fn every_document_of_the_sample_year_claims_that_a_screen_reader_can_use_it() {
    let subjects = [
        form("tracker"),
        form("goal-sheet"),
        ExportSubject::Hours,
        ExportSubject::Year,
        ExportSubject::Everything,
    ];
    for what in subjects {
        let file = sample(&what, |content| {
            export_bytes(&PORTABLE_PDF, &content).unwrap()
        });
        let file = String::from_utf8_lossy(&file);
        for part in ["<pdfuaid:part>1", "/DisplayDocTitle true", "/Lang(en-US)"] {
            assert!(file.contains(part), "no {part}");
        }
    }
}

#[test]
fn a_letter_that_no_font_has_takes_the_claim_away_and_nothing_else() {
    let file = with_blocks(vec![Block::text("鈴木")]);
    let file = String::from_utf8_lossy(&file);
    assert!(!file.contains("pdfuaid") && file.contains("/StructTreeRoot"));
}

#[test]
fn every_page_has_its_number_and_a_long_document_lists_its_headings() {
    if tool(&["pdftotext"]).is_none() {
        return;
    }
    let written = |what| {
        sample(&what, |content| {
            export_bytes(&PORTABLE_PDF, &content).unwrap()
        })
    };
    let short = text(&written(ExportSubject::Hours));
    assert!(short.contains("Page 1 of "), "{short}");
    assert!(!short.contains("Contents"), "{short}");
    let file = written(ExportSubject::Everything);
    let pages = ask("pdfinfo", &[], &file, &[]);
    let pages = pages.lines().find_map(|line| line.strip_prefix("Pages:"));
    let pages: usize = pages.unwrap().trim().parse().unwrap();
    let page = |number: usize| {
        let number = number.to_string();
        ask(
            "pdftotext",
            &["-raw", "-f", &number, "-l", &number],
            &file,
            &["-"],
        )
    };
    let last = page(pages);
    assert!(last.contains(&format!("Page {pages} of {pages}")), "{last}");
    let list = page(1);
    let (_, entries) = list.split_once("Contents").unwrap();
    let entries = entries.lines().filter(|line| !line.contains("Page "));
    let entries = entries.filter_map(|line| line.rsplit_once(' '));
    let mut found = 0;
    for (title, number) in entries {
        let Ok(number) = number.parse() else { continue };
        assert!(page(number).contains(title), "{title} on {number}");
        found += 1;
    }
    assert!(found > 8, "{list}");
}

#[test]
fn text_in_many_looks_reads_on() {
    if tool(&["pdftotext"]).is_none() {
        return;
    }
    let text_of = |text: &str| vec![Inline::Text(text.into())];
    let inlines = vec![
        Inline::Text("One ".into()),
        Inline::Strong(text_of("two ")),
        Inline::Emphasis(text_of("three ")),
        Inline::Code("four".into()),
        Inline::Text(" ".into()),
        Inline::Link {
            text: text_of("five"),
            to: "https://example.org/5".into(),
        },
    ];
    let text = text(&with_blocks(vec![Block::Paragraph(inlines)]));
    assert!(
        text.contains("One two three four five (https://example.org/5)"),
        "{text}"
    );
}
