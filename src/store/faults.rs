//! Fault injection for tests, through SQLite's own hooks: the n-th hook call on this thread fails, whichever connection
//! makes it.

use std::cell::{Cell, RefCell};

use rusqlite::Connection;
use rusqlite::trace::{TraceEvent, TraceEventCodes};

/// Behavior of the hooks on this thread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InjectedFault {
    /// Connections opened now have no hooks.
    #[default]
    Off,
    /// Calls are counted.
    Counting(u64),
    /// One call fails, after as many that succeed.
    Once(u64),
    /// All calls fail, after as many that succeed.
    From(u64),
}

thread_local! {
    static FAULT: Cell<InjectedFault> = const { Cell::new(InjectedFault::Off) };
    static STARTS: RefCell<Vec<(u64, String)>> = const { RefCell::new(Vec::new()) };
}

/// Sets the behavior of this thread's hooks.
pub fn set(fault: InjectedFault) {
    FAULT.set(fault);
    STARTS.take();
}

/// The statements that began while calls were counted, each with its first call.
pub fn starts() -> Vec<(u64, String)> {
    STARTS.with_borrow(Clone::clone)
}

fn note_start(event: TraceEvent<'_>) {
    if let (InjectedFault::Counting(calls), TraceEvent::Stmt(_, sql)) = (FAULT.get(), event) {
        STARTS.with_borrow_mut(|starts| starts.push((calls, sql.to_owned())));
    }
}

/// The number of calls counted so far.
pub fn counted() -> u64 {
    match FAULT.get() {
        InjectedFault::Counting(calls) => calls,
        InjectedFault::Off | InjectedFault::Once(_) | InjectedFault::From(_) => 0,
    }
}

/// True if this call is to fail.
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

/// Installs the hooks on `conn`: they run at every VM instruction and before every commit.
pub fn install(conn: &Connection) -> rusqlite::Result<()> {
    if FAULT.get() == InjectedFault::Off {
        return Ok(());
    }
    conn.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(note_start));
    conn.progress_handler(1, Some(fails))?;
    conn.commit_hook(Some(fails))
}
