//! What store, search and export cost, on a year's book and on one of 10,000 meetings.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on has failed")]

use std::path::Path;
use std::sync::OnceLock;

use divan::{Bencher, black_box};
use matchbook::catalog::Catalog;
use matchbook::domain::change::{Change, Commit};
use matchbook::domain::goal::Goal;
use matchbook::env::Env;
use matchbook::export::{self, ExportSubject, MARKDOWN};
use matchbook::shelf;
use matchbook::store::{OpenMode, Store, large_book};

fn main() {
    divan::main();
}

/// A year's book and a large one, by their number of meetings.
const BOOKS: [usize; 2] = [24, 10_000];

/// A stopped clock; `seed` keeps the ids of several writers apart.
fn env(seed: u64) -> Env {
    Env::fixed("2026-11-22T12:00:00Z".parse().unwrap(), seed)
}

/// The file of the book of so many meetings, written once.
fn book(meetings: usize) -> &'static Path {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        for meetings in BOOKS {
            let path = folder.path().join(format!("{meetings}.matchbook"));
            large_book::write_large(&path, meetings, &mut env(1)).unwrap();
        }
        folder
    });
    let path = folder.path().join(format!("{meetings}.matchbook"));
    Box::leak(path.into_boxed_path())
}

fn open(meetings: usize, mode: OpenMode) -> Store {
    Store::open(book(meetings), mode, &mut env(1)).unwrap()
}

#[divan::bench(args = BOOKS)]
fn open_only(bencher: Bencher, meetings: usize) {
    let path = book(meetings);
    bencher.bench(|| Store::open(path, OpenMode::Edit, &mut env(1)).unwrap());
}

#[divan::bench(args = BOOKS)]
fn open_and_load(bencher: Bencher, meetings: usize) {
    let path = book(meetings);
    bencher.bench(|| {
        let store = Store::open(path, OpenMode::Edit, &mut env(1)).unwrap();
        store.load().unwrap()
    });
}

#[divan::bench(args = BOOKS)]
fn load(bencher: Bencher, meetings: usize) {
    let store = open(meetings, OpenMode::Read);
    bencher.bench_local(|| store.load().unwrap());
}

/// The part of a large log that is read at a time once the first screen stands.
#[divan::bench]
fn load_more(bencher: Bencher) {
    let store = open(10_000, OpenMode::Read);
    let book = store.load().unwrap();
    bencher.bench_local(|| store.load_older(black_box(&book), 1000).unwrap());
}

#[divan::bench(args = BOOKS, sample_count = 10)]
fn load_all(bencher: Bencher, meetings: usize) {
    let store = open(meetings, OpenMode::Read);
    bencher.bench_local(|| store.load_all().unwrap());
}

#[divan::bench(args = BOOKS)]
fn commit(bencher: Bencher, meetings: usize) {
    let mut env = env(2);
    let mut store = open(meetings, OpenMode::Edit);
    bencher.bench_local(|| {
        let goal = Goal {
            id: env.new_id(),
            title: "Start a STEM hour".into(),
            ..Goal::default()
        };
        let commit = Commit::new("goal added", env.now(), vec![Change::create(goal)]);
        store.commit(&commit, &mut env).unwrap();
    });
}

#[divan::bench(args = BOOKS, sample_count = 1)]
fn project(bencher: Bencher, meetings: usize) {
    let mut store = open(meetings, OpenMode::Edit);
    bencher.bench_local(|| store.rebuild().unwrap());
}

#[divan::bench(args = ["ze", "zebraf", "li", "librar", "me sto", "liliraf visit", "x"])]
fn search(bencher: Bencher, words: &str) {
    let store = open(10_000, OpenMode::Read);
    bencher.bench_local(|| store.search_kind(black_box(words), None, 50, 0).unwrap());
}

#[divan::bench(args = BOOKS, sample_count = 5)]
fn export_everything(bencher: Bencher, meetings: usize) {
    let book = open(meetings, OpenMode::Read).load_all().unwrap();
    let catalog = Catalog::new();
    let today = env(1).today();
    bencher.bench_local(|| {
        let exported = shelf::with_export_source(&book, &catalog, today, |source| {
            let content = export::Content::of(
                &ExportSubject::Everything,
                export::ExportLevel::Shared,
                source,
            )?;
            let mut bytes = Vec::new();
            MARKDOWN.write(&content, &mut bytes, &export::NoProgress)?;
            Ok(bytes)
        });
        exported.unwrap()
    });
}
