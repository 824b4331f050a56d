//! Every screen and modal: what it shows at the usual sizes, and that no size, look, text or key breaks it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[expect(dead_code, reason = "stories and screens use different parts of it")]
#[path = "support/exchange.rs"]
mod exchange_msgs;
#[path = "screens/hostile.rs"]
mod hostile;
#[path = "screens/keys.rs"]
mod keys;
#[path = "screens/looks.rs"]
mod looks;
#[expect(dead_code, reason = "stories and screens use different parts of it")]
#[path = "support/pilot.rs"]
mod pilot;

use pilot::Pilot;

/// Every screen and modal by name, and the keys that lead to it in the sample year.
const VIEWS: &[(&str, &str)] = &[
    ("today", "1"),
    ("goals", "2"),
    ("goal", "2<Enter>"),
    ("meetings", "3"),
    ("meeting planned", "3<Enter>"),
    ("meeting held", "3<Down><Down><Down><Enter>"),
    (
        "call",
        "3<Enter>cBoard said yes.<Enter>! Juniper: send the plan by apr 9<Enter>= We talk at nine<Enter>~ worried<Enter>He wants to ask about grants, and whether two afternoons a week are too many",
    ),
    ("call agenda", "3<Enter>cx<F2>"),
    ("today with a call", "3<Enter>cx<Esc>1"),
    ("agenda", "4"),
    ("activities", "4<Tab>"),
    ("prompts", "4<Tab><Tab>"),
    ("forms", "5"),
    ("tracker", "5<Down><Down><Down>e"),
    ("goal sheet", "5<Down>e"),
    (
        "growth",
        "5<End><Up>e<Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab>",
    ),
    ("year", "6"),
    ("year calendar", "6<Tab>,"),
    ("year numbers", "6<Tab><Tab>"),
    ("year hours", "6<Tab><Tab><Tab>"),
    ("year pulse", "6<Tab><Tab><Tab><Tab>"),
    ("pulse editor", "6<Tab><Tab><Tab><Tab>e"),
    ("match", "7"),
    ("program", "7<Tab>"),
    ("reading", "7<Tab><Tab>"),
    ("closing", "C"),
    ("letter", "C<End><Up><Up><Up><Enter>"),
    ("shelf", "0"),
    ("new book", "0a"),
    ("log", "m"),
    ("goal editor", "2e"),
    ("meeting editor", "3<Down><Down><Down>e"),
    ("action editor", "1a"),
    ("series editor", "3P"),
    ("search", "/school"),
    ("search notes", "/school<Tab><Tab>"),
    ("import", "I<Tab>nov 20, 2026<Enter>Shelf plans.<C-s>"),
    ("preview", "5<Down><Down><Down>w<Enter>"),
    ("pick", "2s"),
    ("help", "2?"),
    ("archived", "2dD"),
    ("signs", "2?<Tab>"),
    ("palette", "3:plan"),
    ("palette of all", "1:private"),
    ("palette of nothing", "1:xyzzy"),
    ("problem", "5<Down><Down><Down>c"),
    ("calendar", "2e<Tab><Tab><Tab><C-k>"),
];

/// The program in the sample year, showing the view that `script` leads to.
fn view(script: &str) -> Pilot {
    let mut pilot = Pilot::sample();
    pilot.keys(script);
    pilot
}

/// The views of the exchange by name, in the sample year with a partner who is not there.
const EXCHANGE_VIEWS: &[&str] = &[
    "match paired",
    "today paired",
    "goal two versions",
    "share",
    "share written",
    "review",
    "versions",
    "phrase",
];

fn exchange_view(name: &str) -> Pilot {
    use exchange_msgs as msgs;
    let mut pilot = Pilot::sample();
    let paired = msgs::paired(&pilot, 9);
    pilot.send(paired);
    match name {
        "match paired" => pilot.keys("7"),
        "today paired" => pilot.keys("1"),
        "goal two versions" => pilot.keys("2<Enter>"),
        "share" | "share written" => {
            let share = msgs::share(&pilot);
            pilot.send(share);
            if name == "share written" {
                pilot.send(msgs::written(false));
            }
            &mut pilot
        }
        "review" => {
            let review = msgs::review(&pilot, 2);
            pilot.send(msgs::reviewed(review)).keys("<Down>")
        }
        "versions" => pilot.keys("V"),
        "phrase" => pilot.send(msgs::ask_phrase("maple orbit")),
        _ => panic!("no view {name}"),
    };
    pilot
}
