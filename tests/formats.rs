//! Files as other programs see them: an office program, a browser, a checker of accessibility. Each test needs a tool that
//! need not be there, and is skipped where it is not; `.ci/run` installs them.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set up its world has failed"
)]

#[path = "export/book.rs"]
mod book;
#[path = "support/export_bytes.rs"]
mod export_bytes;
#[path = "export/rich.rs"]
mod rich;
#[path = "support/skip.rs"]
mod skip;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use assert_cmd::Command;
use matchbook::export::{DOCX, Exporter, HTML, PLAIN_TEXT};
use rich::{file, rich};
use skip::{skip, tool};

/// Where `npm` puts the checkers of pages, unless `MATCHBOOK_TEST_TOOLS` says otherwise.
const TOOLS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/tools");

/// The longest that a tool may take.
const PATIENCE: Duration = Duration::from_mins(3);

/// The folder of a package of `npm`; without it, the test is to be skipped.
fn package(name: &str) -> Option<PathBuf> {
    let tools =
        std::env::var_os("MATCHBOOK_TEST_TOOLS").map_or_else(|| TOOLS.into(), PathBuf::from);
    let folder = tools.join("node_modules").join(name);
    let found = folder.is_dir().then_some(folder);
    if found.is_none() {
        skip(name);
    }
    found
}

/// What `program` says on its standard output, run in `folder`.
fn run(program: &Path, folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new(program);
    let ran = command
        .args(args)
        .current_dir(folder)
        .env("HOME", folder)
        .timeout(PATIENCE)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    let errors = String::from_utf8_lossy(&ran.stderr);
    assert!(
        ran.status.success(),
        "{}: {said}\n{errors}",
        program.display()
    );
    said
}

/// A folder with the document that holds everything, as `exporter` writes it.
fn folder_with(exporter: &Exporter) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder
        .path()
        .join("rich")
        .with_extension(exporter.extension());
    fs::write(&path, file(exporter, &rich())).unwrap();
    (folder, path)
}

/// The words of the document that holds everything; what stands only in addresses is left out.
fn words() -> Vec<String> {
    let text = file(&PLAIN_TEXT, &rich());
    String::from_utf8(text)
        .unwrap()
        .split_whitespace()
        .filter(|word| !word.contains("://") && !word.contains("c="))
        .map(|word| word.trim_matches(|sign: char| !sign.is_alphanumeric()))
        .filter(|word| word.chars().count() > 1)
        .map(str::to_owned)
        .collect()
}

fn assert_says_everything(text: &str) {
    let words = words();
    assert!(words.len() > 300);
    let missing: Vec<_> = words.iter().filter(|word| !text.contains(*word)).collect();
    assert!(missing.is_empty(), "{missing:?} of\n{text}");
}

/// Has the office program write the file in another format.
fn converted(office: &Path, folder: &Path, file: &Path, to: &str) -> PathBuf {
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let file = file.to_str().unwrap();
    run(
        office,
        folder,
        &[&profile, "--headless", "--convert-to", to, file],
    );
    let ending = to.split(':').next().unwrap();
    Path::new(file).with_extension(ending)
}

#[test]
fn an_office_program_reads_every_word_of_a_word_file() {
    let Some(office) = tool(&["soffice", "libreoffice"]) else {
        return;
    };
    let (folder, file) = folder_with(&DOCX);
    let text = converted(&office, folder.path(), &file, "txt:Text (encoded):UTF8");
    let mut text = fs::read_to_string(text).unwrap();
    // Plain text has no drawings; a reader aloud says the words that stand for each.
    let mut zip = zip::ZipArchive::new(fs::File::open(&file).unwrap()).unwrap();
    let mut main = String::new();
    let mut part = zip.by_name("word/document.xml").unwrap();
    std::io::Read::read_to_string(&mut part, &mut main).unwrap();
    for described in main.split("descr=\"").skip(1) {
        text += described.split('"').next().unwrap();
    }
    assert_says_everything(&text);
    assert!(text.contains("☑") && text.contains("☐"));
}

#[test]
fn a_word_file_on_paper_has_page_numbers_and_table_headings_on_every_page() {
    let (Some(office), Some(reader)) = (tool(&["soffice", "libreoffice"]), tool(&["pdftotext"]))
    else {
        return;
    };
    let (folder, file) = folder_with(&DOCX);
    let paper = converted(&office, folder.path(), &file, "pdf");
    let text = run(
        &reader,
        folder.path(),
        &["-layout", paper.to_str().unwrap(), "-"],
    );
    let pages: Vec<_> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
    for (page, number) in pages.iter().zip(1..) {
        let foot = format!("Page {number} of {}", pages.len());
        for words in [&*foot, "Mid-point tracker · Zoë Ångström and"] {
            assert!(squeezed(page).contains(words), "{words} in {page}");
        }
    }
    assert_headings_come_again(&pages);
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every page with a row of the long table has its heading, too.
fn assert_headings_come_again(pages: &[&str]) {
    let with_rows: Vec<_> = pages
        .iter()
        .filter(|page| page.contains("Visit "))
        .collect();
    assert!(with_rows.len() > 1, "the table is not long enough");
    for page in with_rows {
        assert!(page.contains("How it went"), "{page}");
    }
}

const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

/// What a browser prints on its standard output, and the files it leaves.
fn browse(browser: &Path, folder: &Path, deed: &str, page: &Path) -> String {
    let address = format!("file://{}", page.display());
    let quiet = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-pdf-header-footer",
    ];
    run(browser, folder, &[&quiet[..], &[deed, &address]].concat())
}

#[test]
fn a_browser_shows_every_word_of_a_page() {
    let Some(browser) = tool(BROWSERS) else {
        return;
    };
    let (folder, page) = folder_with(&HTML);
    let shown = browse(&browser, folder.path(), "--dump-dom", &page);
    let shown = shown
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    assert_says_everything(&shown);
}

#[test]
fn a_page_on_paper_tells_where_links_lead_and_parts_no_table_from_its_heading() {
    let (Some(browser), Some(reader)) = (tool(BROWSERS), tool(&["pdftotext"])) else {
        return;
    };
    let (folder, page) = folder_with(&HTML);
    browse(&browser, folder.path(), "--print-to-pdf=paper.pdf", &page);
    let text = run(&reader, folder.path(), &["-layout", "paper.pdf", "-"]);
    let pages: Vec<_> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
    assert!(text.contains("(https://example.org/list)"), "{text}");
    assert!(!text.contains("(https://example.org/bare)"), "{text}");
    assert_headings_come_again(&pages);
    let new_page = pages
        .iter()
        .find(|page| page.contains("The year in a table"));
    assert!(
        new_page
            .unwrap()
            .trim_start()
            .starts_with("The year in a table")
    );
}

#[test]
fn a_checker_of_accessibility_finds_nothing_in_a_page_by_day_or_by_night() {
    let (Some(node), Some(browser)) = (tool(&["node"]), tool(BROWSERS)) else {
        return;
    };
    let (Some(driver), Some(_)) = (package("puppeteer-core"), package("axe-core")) else {
        return;
    };
    let (folder, page) = folder_with(&HTML);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/formats/axe.js");
    let mut command = Command::new(node);
    let ran = command
        .args([Path::new(script), &browser, &page])
        .env("HOME", folder.path())
        .env("NODE_PATH", driver.parent().unwrap())
        .timeout(PATIENCE)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    let errors = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(said.trim(), "looked", "{errors}");
}

#[test]
fn a_page_is_valid() {
    let (Some(node), Some(checker)) = (tool(&["node"]), package("html-validate")) else {
        return;
    };
    let (folder, page) = folder_with(&HTML);
    let script = checker.join("bin/html-validate.mjs");
    let (script, page) = (script.to_str().unwrap(), page.to_str().unwrap());
    run(
        &node,
        folder.path(),
        &[script, "--preset=standard,a11y", page],
    );
}
