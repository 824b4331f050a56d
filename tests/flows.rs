//! Whole stories, told in keys: what a mentee and a mentor do in a year, and what the program shows and keeps.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "flows/books.rs"]
mod books;
#[path = "flows/call.rs"]
mod call;
#[path = "flows/comfort.rs"]
mod comfort;
#[path = "flows/counts.rs"]
mod counts;
#[path = "flows/drafts.rs"]
mod drafts;
#[path = "flows/endings.rs"]
mod endings;
#[path = "flows/exchange.rs"]
mod exchange;
#[path = "support/exchange.rs"]
mod exchange_msgs;
#[path = "flows/exports.rs"]
mod exports;
#[path = "flows/files.rs"]
mod files;
#[path = "flows/first.rs"]
mod first;
#[path = "flows/month.rs"]
mod month;
#[path = "flows/pair.rs"]
mod pair;
#[path = "flows/partners.rs"]
mod partners;
#[expect(dead_code, reason = "stories and screens use different parts of it")]
#[path = "support/pilot.rs"]
mod pilot;
#[path = "flows/safety.rs"]
mod safety;
#[path = "flows/search.rs"]
mod search;
#[path = "flows/settings.rs"]
mod settings;
#[path = "flows/stories.rs"]
mod stories;
#[path = "flows/walks.rs"]
mod walks;
#[path = "flows/year.rs"]
mod year;
#[path = "flows/zones.rs"]
mod zones;

use pilot::Pilot;

/// An ALSC book of the mentee, begun on 2 November 2026.
fn mentee() -> Pilot {
    let mut pilot = Pilot::new();
    pilot.keys("s<Right><Tab><Right><Tab>Mentee A<Tab>Mentor B<Tab><C-a>2026-11-02<C-s>");
    pilot.sees("ALSC with Mentor B");
    pilot
}

/// The same with two goals, a step and a first meeting, which promised two things and a day to talk again.
fn mentee_at_work() -> Pilot {
    let mut pilot = mentee();
    pilot.keys(TWO_GOALS).keys(FIRST_CALL);
    pilot
}

/// A goal with all it needs, one without a measure and a date, and a step of the first.
const TWO_GOALS: &str = "2aStart a STEM hour<Tab>Families ask for it<Tab>Four visits held<Tab>2027-04-30<C-s>\
     aRead more reviews<C-s><Home>tCall the school<Tab><Tab>next friday<C-s>";

/// A phone meeting of 5 November.
const FIRST_CALL: &str = "m<Tab><C-a>nov 5 10am<Tab><Right><Tab>50<Tab>First call<Tab>We said **hello**.<Tab>\
     Talk once a month<Tab>mentee: send the outline by dec 1<Enter>mentor: find the article<Tab>She smiled<Tab>\
     dec 8 10am<Tab><Space><C-s>";
