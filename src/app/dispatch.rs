//! Dispatch of commands: the screen on top gets one first, then what works on every screen.

use super::command::{Command, Move};
use super::edit_target::EditTarget;
use super::exchange::ExchangeEffect;
use super::field::Edit;
use super::list_state::Selecting;
use super::modal::Modal;
use super::questions::log_meeting;
use super::screens::{
    Screen, ScreenEffect, ScreenEffects, after_edit, archived, closing, emit, exchange,
    find_parcel, ideas, open_editor, open_modal, preview, push_screen, search, shelf, status,
};
use super::{App, BookEffect, Effect, Nav, on_exchange};

/// Handles a command in the top screen, or globally where that screen has no use for it; none if nothing handles it.
pub fn handle_command(app: &mut App, command: &Command) -> Option<ScreenEffects> {
    let session = &app.session;
    let top = app.screens.last_mut()?.logic_mut();
    if let Command::Move(movement) = command {
        return Some(top.on_move(*movement, session));
    }
    if let Command::EditText(edit) = command {
        let edited = top.on_edit(*edit, session);
        let mut effects = after_edit(top, &edited, session);
        if *edit == Edit::Copy {
            effects.extend(match &edited.copied {
                Some(text) => emit(ScreenEffect::Effect(Effect::Copy(text.clone()))),
                None => status("Nothing is selected to copy. Ctrl-Q quits; what is typed is kept."),
            });
        }
        app.cut_buffer = edited.copied.or(app.cut_buffer.take());
        return Some(effects);
    }
    if *command == Command::PasteCutBuffer {
        let edited = top.on_paste(app.cut_buffer.as_deref().unwrap_or_default(), session);
        return Some(after_edit(top, &edited, session));
    }
    if *command == Command::Back {
        return Some(top.on_back(session));
    }
    if let Command::Shift(_) = command {
        // The row at the top is selected though nobody went there; the marker follows it only by its key.
        top.select(Selecting::Move(Move::Open), session);
    }
    top.on_command(command, session)
        .or_else(|| handle_global_command(app, command))
}

/// Handles the commands that work on every screen; none for those that only some screens have a use for.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the other commands are those of screens"
)]
fn handle_global_command(app: &App, command: &Command) -> Option<ScreenEffects> {
    let session = &app.session;
    Some(match command {
        Command::GoTo(tab) => emit(ScreenEffect::Navigate(Nav::Tab(*tab))),
        Command::Shelf => push_screen(Screen::Shelf(shelf::ShelfScreen::new(session))),
        Command::NewBook => open_editor(EditTarget::NewBook, session),
        Command::Settings => open_editor(EditTarget::Settings, session),
        Command::Import => open_editor(EditTarget::Import, session),
        Command::Sample => emit(ScreenEffect::Navigate(Nav::Sample)),
        Command::LogMeeting => log_meeting(session),
        Command::PlanMeeting => open_editor(EditTarget::Plan, session),
        Command::BuildAgenda => ideas::build_agenda(app.screen(), session),
        Command::ClosingKit => push_screen(Screen::Closing(closing::ClosingScreen::default())),
        Command::Archived => push_screen(Screen::Archived(archived::ArchivedScreen::default())),
        Command::Search => push_screen(Screen::Search(search::SearchScreen::default())),
        Command::NextHit => search::open_adjacent_hit(session, app.screens.len(), true),
        Command::PreviousHit => search::open_adjacent_hit(session, app.screens.len(), false),
        Command::Palette => open_modal(Modal::palette(app.contexts())),
        Command::Help => open_modal(Modal::Help {
            scroll: 0,
            shows_signs: false,
        }),
        Command::Undo if session.undo.is_none() => status("Nothing to undo."),
        Command::Redo if session.redo.is_none() => status("Nothing to redo."),
        Command::Undo => emit(ScreenEffect::Book(BookEffect::Undo)),
        Command::Redo => emit(ScreenEffect::Book(BookEffect::Redo)),
        Command::Export => {
            let offered = app.screen().map(|it| it.logic().export_choices(session));
            preview::pick_export(offered.unwrap_or_default(), session)
        }
        Command::Share => exchange(ExchangeEffect::PrepareShare),
        Command::Receive => find_parcel(),
        Command::Phrase => on_exchange::pick_phrase(),
        Command::Versions => on_exchange::open_versions(app.screen(), session),
        Command::Suspend => emit(ScreenEffect::Effect(Effect::Suspend)),
        Command::Quit => emit(ScreenEffect::Navigate(Nav::Quit)),
        _ => return None,
    })
}
