//! Whatever is pressed, in whatever order, at whatever size.

use matchbook::app::Msg;
use matchbook::app::key::Key;
use matchbook::app::keymap::{self, BINDINGS, Context};
use matchbook::ui::{self, glyph};
use proptest::prelude::*;

use super::pilot::{PLAIN, Pilot};
use super::{EXCHANGE_VIEWS, VIEWS, exchange_view, view};

/// What somebody may do.
#[derive(Clone, Debug)]
enum Act {
    Press(Key),
    Paste(String),
    Click(u16, u16),
    Scroll(i32),
    Resize(u16, u16),
    Wait,
}

fn key() -> impl Strategy<Value = Key> {
    let bound: Vec<_> = BINDINGS
        .iter()
        .flat_map(|binding| binding.keys)
        .copied()
        .collect();
    prop_oneof![
        6 => proptest::sample::select(bound),
        2 => any::<char>().prop_map(Key::char),
        1 => "[a-z0-9 ]".prop_map(|text| Key::char(text.chars().next().unwrap())),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        40 => key().prop_map(Act::Press),
        2 => "(?s).{0,30}".prop_map(Act::Paste),
        4 => (0..120u16, 0..40u16).prop_map(|(x, y)| Act::Click(x, y)),
        1 => (-3..3).prop_map(Act::Scroll),
        1 => (0..130u16, 0..45u16).prop_map(|(columns, lines)| Act::Resize(columns, lines)),
        1 => Just(Act::Wait),
    ]
}

fn perform(pilot: &mut Pilot, act: Act) {
    match act {
        Act::Press(key) => pilot.send(Msg::Key(key)),
        Act::Paste(text) => pilot.paste(&text),
        Act::Click(x, y) => match pilot.draw(PLAIN).1.hit_test(x, y).cloned() {
            Some(target) => pilot.send(Msg::Click(target)),
            None => pilot,
        },
        Act::Scroll(lines) => pilot.send(Msg::Scroll(lines)),
        Act::Resize(columns, lines) => pilot.resize(columns, lines),
        Act::Wait => pilot.pause(),
    };
}

/// Cell under the cursor, unless it is what the keys act on.
fn misplaced_cursor(pilot: &Pilot) -> Option<String> {
    let (buffer, drawn) = pilot.draw(PLAIN);
    if buffer.area.width < ui::MIN_SIZE.0 || buffer.area.height < ui::MIN_SIZE.1 {
        return None;
    }
    let cursor = drawn.cursor.filter(|cursor| buffer.area.contains(*cursor));
    let Some(cursor) = cursor else {
        return Some("nothing: there is no cursor".to_owned());
    };
    let contexts = pilot.app.contexts();
    let is = |context| contexts.contains(&context);
    let marks = buffer
        .content
        .iter()
        .filter(|cell| cell.symbol() == glyph::SELECTED);
    let expected: &[&str] = if is(Context::Typing) {
        return None;
    } else if is(Context::Options) {
        &["(", "[", glyph::SELECTED]
    } else if is(Context::Calendar) {
        &["["]
    } else if is(Context::Days) {
        &["[", glyph::SELECTED]
    } else if marks.count() > 0 && (is(Context::List) || is(Context::Form)) && !is(Context::Help) {
        &[glyph::SELECTED]
    } else {
        return None;
    };
    let found = buffer[cursor].symbol();
    (!expected.contains(&found)).then(|| format!("{found:?} at {cursor}"))
}

/// A quick look, or as many as `PROPTEST_CASES` says.
fn cases() -> u32 {
    let wish = std::env::var("PROPTEST_CASES").ok();
    wish.and_then(|wish| wish.parse().ok()).unwrap_or(64)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn no_keys_at_any_size_break_the_program(acts in prop::collection::vec(act(), 1..60)) {
        let mut pilot = Pilot::sample();
        for act in acts {
            perform(&mut pilot, act);
            let wrong = misplaced_cursor(&pilot);
            prop_assert_eq!(wrong.as_deref(), None, "{}", pilot.screen());
        }
        pilot.resize(80, 24);
        prop_assert!(!pilot.screen().trim().is_empty());
    }
}

#[test]
fn the_cursor_stands_on_what_is_selected_on_every_screen() {
    let views = VIEWS.iter().map(|(name, script)| (*name, view(script)));
    let exchange = EXCHANGE_VIEWS.iter();
    let exchange = exchange.map(|name| (*name, exchange_view(name)));
    for (name, mut pilot) in views.chain(exchange) {
        for (columns, lines) in [(80, 24), (120, 40), (200, 60), (60, 20), (40, 12)] {
            pilot.resize(columns, lines);
            let wrong = misplaced_cursor(&pilot);
            assert_eq!(wrong, None, "{name}\n{}", pilot.screen());
        }
    }
}

#[test]
fn the_cursor_follows_the_rows_below_a_field_and_returns_to_what_is_typed() {
    for script in ["/school", "3:p"] {
        let mut pilot = Pilot::sample();
        pilot.keys(script);
        let under = |pilot: &Pilot| {
            let (buffer, drawn) = pilot.draw(PLAIN);
            buffer[drawn.cursor.unwrap()].symbol().to_owned()
        };
        assert_eq!(under(&pilot), " ", "{script}");
        assert_eq!(under(pilot.keys("<Down>")), glyph::SELECTED, "{script}");
        assert_eq!(under(pilot.keys("l")), " ", "{script}");
    }
}

#[test]
fn no_key_stands_in_help_without_a_meaning_on_its_screen() {
    let mut seen = std::collections::BTreeSet::new();
    let fields = [
        ("prose", "2e<Tab>"),
        ("date", "2e<Tab><Tab><Tab>"),
        ("notes", "m<Tab><Tab><Tab><Tab><Tab>"),
    ];
    let views = VIEWS.iter().chain(&fields);
    let views = views.map(|(name, script)| (*name, view(script)));
    let exchange = EXCHANGE_VIEWS.iter();
    let exchange = exchange.map(|name| (*name, exchange_view(name)));
    for (view, mut pilot) in views.chain(exchange) {
        if !pilot.app.modals.is_empty() {
            continue;
        }
        let contexts = pilot.app.contexts();
        seen.extend(contexts.iter().copied());
        for row in keymap::active(&contexts) {
            assert!(
                pilot.handles(&row.command),
                "{view}: nothing handles {:?}",
                row.command
            );
        }
    }
    for row in BINDINGS {
        let of_modal = row.context >= Context::Confirm;
        assert!(
            of_modal || seen.contains(&row.context) || row.context == Context::Welcome,
            "no view has {:?}",
            row.context
        );
    }
}
