//! Fault injection: every effect with a failure at every database call it makes. Screen and store stay on one book, nothing
//! typed is lost, and saving again works.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::*;
use crate::app::App;
use crate::app::key::Key;
use crate::app::screens::Screen;
use crate::app::session::Session;
use crate::domain::answer::Answers;
use crate::shelf;
use crate::store::OpenMode;
use crate::store::faults::{self, InjectedFault};

#[path = "../../../tests/support/key_script.rs"]
mod key_script;

use key_script::parse_script;

/// Typed in every scenario that types: it must never be lost.
const TYPED: &str = "Typed with care";

/// One effect: the keys before it, and the keys that are pressed while a call fails.
struct Scenario {
    before: &'static str,
    keys: &'static str,
    /// True if [`Scenario::before`] is saved as a draft first.
    kept: bool,
    /// True if the keys discard what was typed on purpose.
    ends: bool,
}

const fn scenario(before: &'static str, keys: &'static str) -> Scenario {
    Scenario {
        before,
        keys,
        kept: false,
        ends: false,
    }
}

const SCENARIOS: [Scenario; 20] = [
    scenario("2aTyped with care", "<C-s>"),
    scenario("1aTyped with care", "<C-s>"),
    scenario("m<Tab><Tab><Tab><Tab><Tab>Typed with care", "<C-s>"),
    scenario("5eTyped with care", "<Tab>"),
    scenario("5eTyped with care", "<C-s>"),
    scenario("5eTyped with care", "<Esc>"),
    scenario("2aTyped with care", "<Keep>"),
    scenario("5eTyped with care", "<Keep>"),
    scenario("2aTyped with care", "<Esc>"),
    scenario("2aTyped with care", "<C-q>"),
    scenario("2aTyped with care<C-p>newest first", "<Enter>"),
    Scenario {
        kept: true,
        ends: true,
        ..scenario("2aTyped with care", "<C-d>y")
    },
    scenario("2aTyped with care<C-s>", "u"),
    scenario("2aTyped with care<C-s>u", "<C-r>"),
    scenario("", "/Mentor"),
    scenario("2aTyped with care<C-s>0<Home><Down>", "<Enter>"),
    scenario("2aTyped with care<C-s>0<Home>", "<Enter>"),
    scenario("2aTyped with care<C-s>0", "d"),
    scenario(
        "2aTyped with care<C-s>0a<Right><Tab><Right><Tab>Mentee A<Tab>Mentor C",
        "<C-s>",
    ),
    scenario("2aTyped with care<C-s>Ilist.csv", "<C-s>y"),
];

/// The program without a terminal, on two books.
struct TestRig {
    app: App,
    runtime: Runtime,
    home: TempDir,
}

thread_local! {
    /// Parsing the data files takes longer than all the rest of a trial.
    static CATALOG: Rc<Catalog> = Rc::new(Catalog::new());
}

fn env() -> Env {
    Env::fixed("2026-11-22T12:00:00Z".parse().unwrap(), 1)
}

/// The bytes of a book with this partner.
fn book(partner: &str, seed: u64) -> Vec<u8> {
    let home = tempfile::tempdir().unwrap();
    let mut answers = Answers::default();
    answers.set("program", "alsc").set("role", "mentee");
    answers.set("name", "Mentee A").set("partner", partner);
    answers.set("start", "2026-11-02");
    let now = "2026-11-22T12:00:00Z".parse().unwrap();
    let path = home.path().join("book.matchbook");
    let places = || Err(Problem::new("the path is given"));
    let mut env = Env::fixed(now, seed);
    shelf::create_book(
        &answers,
        Some(path.clone()),
        places,
        &Catalog::new(),
        &mut env,
    )
    .unwrap();
    fs::read(path).unwrap()
}

impl TestRig {
    fn new() -> Self {
        static BOOKS: OnceLock<[Vec<u8>; 2]> = OnceLock::new();
        let books = BOOKS.get_or_init(|| [book("Anna", 11), book("Zed", 12)]);
        let home = tempfile::tempdir().unwrap();
        for (name, bytes) in ["anna", "zed"].iter().zip(books) {
            fs::write(home.path().join(format!("{name}.matchbook")), bytes).unwrap();
        }
        fs::write(
            home.path().join("list.csv"),
            "Date,Kind,Title\n2026-11-10,meeting,A talk\n",
        )
        .unwrap();
        let places = AppDirs {
            home: home.path().to_owned(),
            scratch: home.path().join("scratch"),
            exports: home.path().join("exports"),
            config: home.path().join("config"),
        };
        let catalog = CATALOG.with(Rc::clone);
        let mut runtime = Runtime::new(env(), places, Rc::clone(&catalog));
        let opened = runtime
            .start(Start::Book(home.path().join("anna.matchbook")))
            .unwrap();
        let session = Session::empty(catalog, runtime.env.local_now()).unwrap();
        let mut rig = Self {
            app: App::new(session, (80, 24)),
            runtime,
            home,
        };
        rig.send(opened);
        rig
    }

    fn send(&mut self, messages: Vec<Msg>) {
        let mut messages = VecDeque::from(messages);
        while let Some(msg) = messages.pop_front() {
            for effect in self.app.update(msg, &mut self.runtime.env) {
                messages.extend(self.runtime.perform(effect));
            }
        }
    }

    fn keys(&mut self, script: &str) {
        let list = self.home.path().join("list.csv");
        let script = script.replace("list.csv", list.to_str().unwrap());
        for part in script.split_inclusive("<Keep>") {
            for key in parse_script(part.trim_end_matches("<Keep>")) {
                self.send(vec![Msg::Key(key)]);
            }
            if part.ends_with("<Keep>") {
                self.send(vec![Msg::Autosave]);
            }
        }
    }

    fn close_modals(&mut self) {
        while !self.app.modals.is_empty() {
            self.keys("<Esc>");
        }
    }

    fn open_path(&self) -> PathBuf {
        self.runtime.book().unwrap().store.path().to_owned()
    }

    /// Everything in the file at `path`, with its drafts.
    fn stored(path: &Path) -> String {
        let store = Store::open(path, OpenMode::Read, &mut env()).unwrap();
        format!(
            "{:?} {:?}",
            store.load_all().unwrap(),
            store.drafts().unwrap()
        )
    }

    /// The texts typed on the screen.
    fn on_screen(&self) -> String {
        let forms = self.app.screens.iter().filter_map(|screen| {
            if let Screen::Form(form) = screen {
                Some(form.state.draft())
            } else {
                None
            }
        });
        forms.collect()
    }
}

/// Asserts that screen and store hold one book, and that what was typed is somewhere.
fn assert_consistent(rig: &TestRig, anna: &Path, scenario: &Scenario, at: &str) {
    let path = rig.open_path();
    assert_eq!(rig.app.session.path.as_ref(), Some(&path), "{at}");
    let stored = rig.runtime.book().unwrap().store.load().unwrap();
    let shown = &rig.app.session.book;
    // The file was copied, so it writes under a name of its own from its first change on.
    let of = |book: &Book| (book.identity.pair, book.identity.me);
    assert_eq!(of(shown), of(&stored), "{at}");
    assert_eq!(shown.goals, stored.goals, "{at}");
    assert_eq!(shown.actions, stored.actions, "{at}");
    assert_eq!(shown.meetings, stored.meetings, "{at}");
    assert_eq!(shown.answers, stored.answers, "{at}");
    assert_eq!(shown.responses, stored.responses, "{at}");
    // Undo takes the goal back, and that is where it is then.
    let undone = scenario.keys == "u" || scenario.before.ends_with('u');
    if scenario.before.contains(TYPED) && !scenario.ends && !undone {
        let found = rig.on_screen().contains(TYPED) || TestRig::stored(anna).contains(TYPED);
        assert!(found, "{at}: what was typed is gone");
    }
    assert!(
        !TestRig::stored(&rig.home.path().join("zed.matchbook")).contains(TYPED),
        "{at}"
    );
}

/// Asserts that without the fault typed text can be saved, and lands in the book that is shown.
fn assert_saves_again(rig: &mut TestRig, at: &str) {
    rig.close_modals();
    if let Some(Screen::Form(form)) = rig.app.screen() {
        let saves = form.target.keeps_draft() && rig.on_screen().contains(TYPED);
        rig.keys(if saves { "<C-s>" } else { "<Esc>" });
        if !saves && !rig.app.modals.is_empty() {
            rig.keys("y"); // A book that was being started is given up.
        }
        rig.close_modals();
        let form_left = matches!(rig.app.screen(), Some(Screen::Form(_)));
        assert!(!form_left, "{at}: saving again must work");
    }
    if let Some(Screen::Search(_)) = rig.app.screen() {
        rig.keys("<Esc>");
    }
    rig.keys("1aStill at work<C-s>");
    assert!(
        TestRig::stored(&rig.open_path()).contains("Still at work"),
        "{at}"
    );
}

/// The calls made and the statements' first calls, where `fault` only counts.
fn run_with_fault(scenario: &Scenario, fault: InjectedFault) -> (u64, Vec<(u64, String)>) {
    let at = format!("{:?} {:?} with {fault:?}", scenario.before, scenario.keys);
    faults::set(InjectedFault::Counting(0));
    let mut rig = TestRig::new();
    let anna = rig.open_path();
    rig.keys(scenario.before);
    if scenario.kept {
        rig.keys("<Keep>");
    }
    faults::set(fault);
    rig.keys(scenario.keys);
    let calls = (faults::counted(), faults::starts());
    faults::set(InjectedFault::Counting(0));
    // A minute passes: what was not certain is checked.
    let news = rig.runtime.check_file();
    rig.send(news);
    assert_consistent(&rig, &anna, scenario, &at);
    assert_saves_again(&mut rig, &at);
    faults::set(InjectedFault::Off);
    calls
}

/// More calls than this are too many to let each of them fail.
const MANY_CALLS: u64 = 5_000;

/// The calls to let fail, of `calls` in statements that begin at `starts`: each of them in a long run. Where they are too
/// many, those around the beginning of the first two and of the last statement of the same text: a sample year saves one
/// meeting as it saves the next.
fn calls_to_fail(calls: u64, starts: &[(u64, String)]) -> Vec<u64> {
    if std::env::var_os("MATCHBOOK_LONG").is_none() {
        let stride = usize::try_from((calls / 6).max(1)).unwrap();
        return (0..=calls).step_by(stride).collect();
    }
    if calls <= MANY_CALLS {
        return (0..=calls).collect();
    }
    let mut by_text: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for (start, text) in starts {
        by_text.entry(text).or_default().push(*start);
    }
    let chosen = by_text.values().flat_map(|of_text| {
        let first = of_text.iter().take(2);
        first.chain(of_text.last()).copied()
    });
    let edges = chosen.flat_map(|start| [start.saturating_sub(1), start, start + 1]);
    let all: BTreeSet<_> = edges.chain([calls]).collect();
    all.into_iter().collect()
}

/// Lets the calls that `scenarios` make fail, once and for good.
#[expect(clippy::print_stdout, reason = "the counts of a long run")]
fn fail_at_every_call(scenarios: &[Scenario]) {
    let mut tried = 0;
    for scenario in scenarios {
        let (calls, starts) = run_with_fault(scenario, InjectedFault::Counting(0));
        assert!(calls > 0, "{:?} asks nothing of the book", scenario.keys);
        for call in calls_to_fail(calls, &starts) {
            run_with_fault(scenario, InjectedFault::Once(call));
            run_with_fault(scenario, InjectedFault::From(call));
            tried += 2;
        }
        println!(
            "{:?} {:?}: {calls} calls in {} statements, {tried} failed so far",
            scenario.before,
            scenario.keys,
            starts.len()
        );
    }
}

#[test]
fn a_failure_at_any_call_of_saving_loses_nothing_and_mixes_no_books() {
    fail_at_every_call(&SCENARIOS[..5]);
}

#[test]
fn a_failure_at_any_call_of_keeping_and_leaving_loses_nothing_and_mixes_no_books() {
    fail_at_every_call(&SCENARIOS[5..12]);
}

#[test]
fn a_failure_at_any_call_of_opening_and_taking_back_loses_nothing_and_mixes_no_books() {
    fail_at_every_call(&SCENARIOS[12..17]);
}

#[test]
fn a_failure_at_any_call_of_a_new_book_or_an_import_loses_nothing_and_mixes_no_books() {
    fail_at_every_call(&SCENARIOS[17..]);
}

/// Makes the open book unable to grow, as a full disk does.
#[test]
fn a_full_book_loses_nothing_and_goes_on_once_there_is_room() {
    for scenario in &SCENARIOS {
        let at = format!("{:?} {:?} with no room", scenario.before, scenario.keys);
        let mut rig = TestRig::new();
        let anna = rig.open_path();
        rig.keys(scenario.before);
        rig.runtime.book().unwrap().store.limit_pages(Some(1));
        rig.keys(scenario.keys);
        assert_consistent(&rig, &anna, scenario, &at);
        rig.runtime.book().unwrap().store.limit_pages(None);
        assert_saves_again(&mut rig, &at);
    }
}

#[cfg(unix)]
#[test]
fn a_book_that_vanished_loses_nothing_and_goes_on_once_it_is_back() {
    for scenario in &SCENARIOS {
        let at = format!(
            "{:?} {:?} with the file away",
            scenario.before, scenario.keys
        );
        let mut rig = TestRig::new();
        let anna = rig.open_path();
        rig.keys(scenario.before);
        let away = rig.home.path().join("away");
        fs::rename(&anna, &away).unwrap();
        rig.keys(scenario.keys);
        fs::rename(&away, &anna).unwrap();
        assert_consistent(&rig, &anna, scenario, &at);
        assert_saves_again(&mut rig, &at);
    }
}
