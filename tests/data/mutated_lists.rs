//! Lists, notes and workbooks with something wrong: none is ever more than refused, or taken in twice.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::foreign_lists::texts;
use super::mutated::{Edit, begun, calendars, each, mangled, tried_in_memory};
use super::written;
use matchbook::export::ExportSubject;

/// Bytes changed, or the end gone.
fn damaged(mut bytes: Vec<u8>, edits: &[Edit]) -> Vec<u8> {
    for &(what, here, there) in edits {
        if bytes.is_empty() {
            break;
        }
        let at = here % bytes.len();
        match what % 3 {
            0 => bytes[at] = there.to_le_bytes()[0],
            1 => bytes.truncate(at.max(40)),
            _ => drop(bytes.remove(at)),
        }
    }
    bytes
}

/// A workbook of which each part that is text is changed.
fn mangled_workbook(bytes: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut packed = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut changed = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..packed.len() {
        let mut part = packed.by_index(index).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        changed
            .start_file(part.name().unwrap(), SimpleFileOptions::default())
            .unwrap();
        // Tags are the lines of XML.
        let text = text.replace('>', ">\n");
        let text = if index == edits[0].1 % 7 {
            mangled(&text, edits)
        } else {
            text
        };
        changed
            .write_all(text.replace(">\n", ">").as_bytes())
            .unwrap();
    }
    changed.finish().unwrap().into_inner()
}

/// A log as LibreOffice saves it, in its parts that are read.
fn open_document() -> Vec<u8> {
    let cell = |kind: &str, value: &str, text: &str| {
        format!(
            "<table:table-cell office:value-type=\"{kind}\"{value}><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let header = ["Date", "Start", "Topic"]
        .map(|name| cell("string", "", name))
        .concat();
    let first = [
        cell("date", " office:date-value=\"2026-12-01\"", "12/01/26"),
        cell("time", " office:time-value=\"PT10H00M00S\"", "10:00"),
        cell("string", "", "First plans"),
    ];
    let row = |cells: &str, repeats: usize| {
        format!(
            "<table:table-row table:number-rows-repeated=\"{repeats}\">{cells}</table:table-row>"
        )
    };
    let rows = [
        row(&header, 1),
        row(
            "<table:table-cell table:number-columns-repeated=\"1024\"/>",
            3,
        ),
        row(&first.concat(), 2),
    ];
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet>\
         <table:table table:name=\"Log\">{}</table:table></office:spreadsheet></office:body></office:document-content>",
        rows.concat()
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "META-INF/manifest.xml",
            "<manifest:manifest xmlns:manifest=\"m\"></manifest:manifest>",
        ),
        ("content.xml", content.as_str()),
    ];
    for (name, part) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(part.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn lists_and_notes_with_anything_wrong_are_refused_or_taken_in_once() {
    let texts = texts();
    each(
        "lists and notes",
        calendars(),
        |edits, pick| {
            let (name, text) = texts[pick % texts.len()];
            let text = mangled(text, edits);
            let bytes = match pick % 11 {
                0 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
                1 => damaged(text.into_bytes(), edits),
                _ => text.into_bytes(),
            };
            let name = if pick % 5 == 0 { "" } else { name };
            (name.to_owned(), bytes)
        },
        tried_in_memory,
    );
}

#[test]
fn workbooks_with_anything_wrong_are_refused_or_taken_in_once() {
    let excel = written(&begun(), &ExportSubject::Everything, "xlsx");
    let files = [("log.xlsx", excel), ("log.ods", open_document())];
    each(
        "workbooks",
        calendars(),
        |edits, pick| {
            let (name, bytes) = &files[pick % 2];
            let bytes = if pick % 3 == 0 {
                damaged(bytes.clone(), edits)
            } else {
                mangled_workbook(bytes, edits)
            };
            ((*name).to_owned(), bytes)
        },
        tried_in_memory,
    );
}

#[test]
fn a_workbook_of_our_own_changes_nothing_in_its_book() {
    let world = begun();
    let excel = written(&world, &ExportSubject::Everything, "xlsx");
    let plan = super::others::plan(&world.book, "all.xlsx", &excel, &[]).unwrap();
    assert!(plan.is_empty(), "{:#?}", plan.lines());
}
