//! Faults for tests, made by SQLite's own hooks: the n-th call into its engine on this thread fails, whichever connection
//! makes it.

use std::cell::{Cell, RefCell};

use rusqlite::Connection;
use rusqlite::trace::{TraceEvent, TraceEventCodes};

/// The behavior of the hooks on this thread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InjectedFault {
    /// They are not there: connections opened now have none.
    #[default]
    Off,
    /// Calls are counted.
    Counting(u64),
    /// After so many calls one fails, and then none.
    Once(u64),
    /// After so many calls all fail.
    From(u64),
}

thread_local! {
    static FAULT: Cell<InjectedFault> = const { Cell::new(InjectedFault::Off) };
    static STARTS: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

/// Sets what the hooks of this thread do from now on.
pub fn set(fault: InjectedFault) {
    FAULT.set(fault);
    STARTS.take();
}

/// The calls at which a statement began while calls were counted, in their order.
pub fn starts() -> Vec<u64> {
    STARTS.with_borrow(Clone::clone)
}

fn note_start(_: TraceEvent<'_>) {
    if let InjectedFault::Counting(calls) = FAULT.get() {
        STARTS.with_borrow_mut(|starts| starts.push(calls));
    }
}

/// The number of calls counted so far.
pub fn counted() -> u64 {
    match FAULT.get() {
        InjectedFault::Counting(calls) => calls,
        InjectedFault::Off | InjectedFault::Once(_) | InjectedFault::From(_) => 0,
    }
}

/// True if the present call is to fail.
fn fails() -> bool {
    let (next, fails) = match FAULT.get() {
        InjectedFault::Off => (InjectedFault::Off, false),
        InjectedFault::Counting(calls) => (InjectedFault::Counting(calls + 1), false),
        InjectedFault::Once(0) => (InjectedFault::Counting(0), true),
        InjectedFault::Once(left) => (InjectedFault::Once(left - 1), false),
        InjectedFault::From(0) => (InjectedFault::From(0), true),
        InjectedFault::From(left) => (InjectedFault::From(left - 1), false),
    };
    FAULT.set(next);
    fails
}

impl super::Store {
    /// Lets the file grow to so many pages and no further, as a full disk would; without a number as far as it may.
    pub fn limit_pages(&self, pages: Option<u32>) {
        let most = pages.unwrap_or(1 << 30);
        let set = self
            .conn
            .query_row(&format!("PRAGMA max_page_count = {most}"), [], |_| Ok(()));
        assert!(set.is_ok(), "{set:?}");
    }
}

/// Lets `conn` ask at every step of the engine, and before every commit, whether it is to fail.
pub fn install(conn: &Connection) -> rusqlite::Result<()> {
    if FAULT.get() == InjectedFault::Off {
        return Ok(());
    }
    conn.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(note_start));
    conn.progress_handler(1, Some(fails))?;
    conn.commit_hook(Some(fails))
}
