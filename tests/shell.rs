//! The command line as shells, the manual and other programs meet it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/filled.rs"]
mod filled;
#[path = "support/skip.rs"]
mod skip;
#[path = "support/verbs.rs"]
mod verbs;

mod shell {
    pub mod asked;
    pub mod schema;
    pub mod suggestions;
    pub mod tools;
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
    let mut env = Env::fixed(now, 1_000).with_clock_fixed_on(sample.today);
    let path = desk.path("year.matchbook");
    Store::create_with(&path, sample.identity, &sample.commits, &mut env).unwrap();
    desk
}

/// Every command that lists or shows something, as it can be typed about the sample year.
const LISTINGS: &[(&str, &str)] = &[
    ("shelf", "shelf"),
    ("status", "status"),
    ("today", "today"),
    ("goal list", "goal list"),
    ("goal show", "goal show 1"),
    ("goal show", "goal show 2"),
    ("meeting list", "meeting list --all"),
    ("meeting show", "meeting show 1"),
    ("meeting show", "meeting show 4"),
    ("action list", "action list"),
    ("agenda", "agenda"),
    ("question list", "question list --all"),
    ("suggest", "suggest"),
    ("idea list", "idea list --all"),
    ("prompt list", "prompt list --all"),
    ("list", "list"),
    ("list show", "list ideas"),
    ("list show", "list books show"),
    ("reading list", "reading list"),
    ("pulse list", "pulse list"),
    ("date list", "date list"),
    ("pause list", "pause list"),
    ("year show", "year show"),
    ("year hours", "year hours"),
    ("year left", "year left"),
    ("person list", "person list"),
    ("form list", "form list"),
    ("form show", "form show tracker"),
    ("form show", "form show agreement"),
    ("form check", "form check form.toml"),
    ("program list", "program list"),
    ("program show", "program show alsc"),
    ("program show", "program show kla"),
    ("program check", "program check program.toml"),
    ("program use", "program use kla"),
    ("deck list", "deck list"),
    ("deck show", "deck show"),
    ("deck check", "deck check deck.toml"),
    ("search", "search library"),
    ("put-back", "put-back"),
    ("goal list", "goal list --archived"),
    ("list show", "list books show --archived"),
    ("history", "history"),
    ("backup", "backup --list"),
    ("restore", "restore"),
    ("check", "check"),
    ("import", "import goals.csv --dry-run"),
    ("receive", "receive own.parcel --dry-run"),
    ("pair show", "pair show"),
    ("pair phrase", "pair phrase"),
    ("pair fingerprint", "pair fingerprint"),
    ("pair versions", "pair versions"),
    ("schema", "schema --list"),
    ("schema", "schema goal list"),
    ("guide", "guide"),
    ("guide", "guide start"),
    ("settings", "settings"),
];

/// Data files for the commands that look at one, and a parcel.
fn with_files(desk: &Desk) {
    desk.done("share -o own.parcel");
    for (verb, file) in [
        ("form example", "form.toml"),
        ("program example", "program.toml"),
        ("deck example", "deck.toml"),
    ] {
        std::fs::write(desk.path(file), desk.done(verb)).unwrap();
    }
    std::fs::write(
        desk.path("goals.csv"),
        "title,due\nA shelf of games,2027-05-01\n",
    )
    .unwrap();
}
