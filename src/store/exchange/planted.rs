//! Faults that tests plant into the exchange, to see that its properties catch each of them. Outside tests there is none.

/// A mistake in the exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(test), expect(dead_code, reason = "only tests plant faults"))]
pub(in crate::store) enum Fault {
    None,
    /// What replaces a squashed entry does not name what that one replaced.
    NothingInherited,
    /// What nobody was sent leaves with its former values.
    NothingSquashed,
    /// Entries that came do not take the place of those that they replace.
    HeadsKept,
    /// An edit names nothing that it replaces.
    NoParents,
    /// Undoing a receipt sets aside also what one's own entries build on.
    AllSetAside,
    /// Of two versions the one that was stored first counts.
    FirstCounts,
}

#[cfg(test)]
thread_local! {
    static PLANTED: std::cell::Cell<Fault> = const { std::cell::Cell::new(Fault::None) };
}

/// Plants `fault` on this thread.
#[cfg(test)]
pub(super) fn plant(fault: Fault) {
    PLANTED.set(fault);
}

/// True in a test that planted `fault`.
#[cfg(test)]
pub(in crate::store) fn is_planted(fault: Fault) -> bool {
    PLANTED.get() == fault
}

#[cfg(not(test))]
pub(in crate::store) const fn is_planted(_: Fault) -> bool {
    false
}
