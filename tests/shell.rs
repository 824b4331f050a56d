//! The command line as shells, the manual and other programs meet it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/verbs.rs"]
mod verbs;

mod shell {
    pub mod suggestions;
}

use matchbook::catalog::Catalog;
use matchbook::env::Env;
use matchbook::store::Store;
use verbs::Desk;

/// A desk with a copy of the sample year as `year.matchbook`.
fn sample() -> Desk {
    let desk = Desk::new();
    let sample = Catalog::new().sample().unwrap();
    let now = "2026-11-22T10:00:00Z".parse().unwrap();
    // No run of the program draws the ids of this one.
    let mut env = Env::fixed(now, 1_000).stopped_on(sample.today);
    let path = desk.path("year.matchbook");
    Store::create_with(&path, sample.identity, &sample.commits, &mut env).unwrap();
    desk
}
