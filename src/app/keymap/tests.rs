use std::collections::HashSet;

use super::*;

#[test]
fn no_key_has_two_meanings_in_one_context() {
    let mut seen = HashSet::new();
    for binding in BINDINGS {
        for key in binding.keys {
            assert!(
                seen.insert((binding.context, *key)),
                "{key} twice in {:?}",
                binding.context
            );
        }
    }
}

#[test]
fn no_screen_hides_a_key_that_works_anywhere() {
    let screens = [
        Context::List,
        Context::Welcome,
        Context::Shelf,
        Context::Today,
        Context::Goals,
        Context::Goal,
        Context::Meetings,
        Context::Meeting,
        Context::Ideas,
        Context::Forms,
        Context::Year,
        Context::Days,
        Context::Match,
        Context::Reading,
        Context::Closing,
        Context::Letter,
        Context::Archived,
        Context::Share,
        Context::Review,
        Context::Versions,
    ];
    for global in BINDINGS.iter().filter(|row| row.context == Context::Global) {
        for row in BINDINGS.iter().filter(|row| screens.contains(&row.context)) {
            let clash = row.keys.iter().find(|key| global.keys.contains(key));
            assert!(
                clash.is_none(),
                "{clash:?} of {:?} is hidden by {:?}",
                global.command,
                row.context
            );
        }
    }
}

#[test]
fn every_row_has_a_key_and_help() {
    for binding in BINDINGS {
        assert!(
            !binding.keys.is_empty() && !binding.help.is_empty(),
            "{binding:?}"
        );
    }
}

fn command(contexts: &[Context], key: Key) -> Option<Command> {
    match resolve(contexts, key)? {
        KeyMeaning::Bound(binding) => Some(binding.command.clone()),
        KeyMeaning::Typed(_) => None,
    }
}

#[test]
fn letters_are_letters_while_text_is_typed() {
    let contexts = [
        Context::Line,
        Context::Typing,
        Context::Form,
        Context::Chords,
    ];
    let typed = resolve(&contexts, Key::char('q'));
    assert!(matches!(typed, Some(KeyMeaning::Typed('q'))), "{typed:?}");
    let save = Key::ctrl(crossterm::event::KeyCode::Char('s'));
    assert_eq!(command(&contexts, save), Some(Command::Save));
}

#[test]
fn the_inner_context_decides() {
    let contexts = [Context::Today, Context::List, Context::Global];
    assert_eq!(command(&contexts, Key::char('a')), Some(Command::AddAction));
    assert_eq!(command(&contexts, Key::char('q')), Some(Command::Quit));
}
