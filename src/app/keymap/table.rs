//! The table itself. One row a command and context; the first key of a row is the one that is shown.

use crossterm::event::KeyCode;

use super::{Binding, Context, Needs};
use crate::app::command::{Command, Move, Place};
use crate::app::field::{Edit, Go};
use crate::app::key::Key;
use crate::app::screens::{
    closing, form, forms, goal, goals, ideas, meeting, meetings, pair, preview, search, today, year,
};

const ENTER: Key = Key::plain(KeyCode::Enter);
const ESC: Key = Key::plain(KeyCode::Esc);
const TAB: Key = Key::plain(KeyCode::Tab);
const BACK_TAB: Key = Key::shift(KeyCode::Tab);
const SPACE: Key = Key::char(' ');
const UP: Key = Key::plain(KeyCode::Up);
const DOWN: Key = Key::plain(KeyCode::Down);
const LEFT: Key = Key::plain(KeyCode::Left);
const RIGHT: Key = Key::plain(KeyCode::Right);
const PAGE_UP: Key = Key::plain(KeyCode::PageUp);
const PAGE_DOWN: Key = Key::plain(KeyCode::PageDown);
const HOME: Key = Key::plain(KeyCode::Home);
const END: Key = Key::plain(KeyCode::End);
const F1: Key = Key::plain(KeyCode::F(1));

const fn c(character: char) -> Key {
    Key::char(character)
}

const fn ctrl(character: char) -> Key {
    Key::ctrl(KeyCode::Char(character))
}

/// A row that needs nothing.
const fn row(
    context: Context,
    keys: &'static [Key],
    command: Command,
    hint: &'static str,
    help: &'static str,
) -> Binding {
    Binding {
        context,
        keys,
        command,
        hint,
        help,
        needs: Needs::Nothing,
    }
}

/// A row that needs a selected row.
const fn on(
    context: Context,
    keys: &'static [Key],
    command: Command,
    hint: &'static str,
    help: &'static str,
) -> Binding {
    Binding {
        context,
        keys,
        command,
        hint,
        help,
        needs: Needs::Selection,
    }
}

/// A row that needs an open book.
const fn book(
    context: Context,
    keys: &'static [Key],
    command: Command,
    hint: &'static str,
    help: &'static str,
) -> Binding {
    Binding {
        context,
        keys,
        command,
        hint,
        help,
        needs: Needs::Book,
    }
}

/// A row that needs a book that may be changed.
const fn write(
    context: Context,
    keys: &'static [Key],
    command: Command,
    hint: &'static str,
    help: &'static str,
) -> Binding {
    Binding {
        context,
        keys,
        command,
        hint,
        help,
        needs: Needs::Writing,
    }
}

/// Every key of the program.
#[rustfmt::skip]
pub const BINDINGS: &[Binding] = &[
    // Anywhere
    book(Context::Global, &[c('1')], Command::Go(Place::Today), "", "Today: what you owe, what they owe, what is next"),
    book(Context::Global, &[c('2')], Command::Go(Place::Goals), "", "Goals with their steps and dates"),
    book(Context::Global, &[c('3')], Command::Go(Place::Meetings), "", "Meetings: the log, newest first"),
    book(Context::Global, &[c('4')], Command::Go(Place::Ideas), "", "Agenda, activities, prompts, questions"),
    book(Context::Global, &[c('5')], Command::Go(Place::Forms), "", "Forms of the program"),
    book(Context::Global, &[c('6')], Command::Go(Place::Year), "", "Year: dates, calendar, numbers, hours, wins, pulse"),
    book(Context::Global, &[c('7')], Command::Go(Place::Match), "", "Match: the two of you, the program's page, what to read"),
    row(Context::Global, &[c('0')], Command::Shelf, "", "Shelf: all your books"),
    write(Context::Global, &[c('m')], Command::Log, "log", "Log a meeting or contact, from anywhere"),
    book(Context::Global, &[c('C')], Command::ClosingKit, "", "Closing kit: end the year well, stay in touch, begin another"),
    book(Context::Global, &[c('/')], Command::Search, "search", "Search everything"),
    book(Context::Global, &[c('n')], Command::NextHit, "", "Next hit of the last search"),
    book(Context::Global, &[c('N')], Command::PreviousHit, "", "Previous hit of the last search"),
    write(Context::Global, &[c('u')], Command::Undo, "undo", "Undo the last change, without limit"),
    write(Context::Global, &[ctrl('r')], Command::Redo, "", "Redo what was undone"),
    book(Context::Global, &[c('w')], Command::Export, "write out", "Write out: a file or text to send"),
    write(Context::Global, &[c('I')], Command::Import, "", "Import a file: a list, a calendar, a whole book"),
    row(Context::Global, &[c('?'), F1], Command::Help, "help", "Help for this screen"),
    row(Context::Global, &[c(':'), ctrl('p')], Command::Palette, "", "All commands, by name"),
    row(Context::Global, &[ESC, Key::plain(KeyCode::Backspace)], Command::Back, "", "Go back"),
    row(Context::Global, &[ctrl('z')], Command::Suspend, "", "Put the program to sleep (fg wakes it)"),
    row(Context::Global, &[c('q'), ctrl('c'), ctrl('q')], Command::Quit, "quit", "Quit; everything is saved"),
    // Forms too
    row(Context::Chords, &[F1], Command::Help, "help", "Help for this screen"),
    row(Context::Chords, &[ctrl('p')], Command::Palette, "", "All commands, by name"),
    row(Context::Chords, &[ctrl('q')], Command::Quit, "", "Quit; what is typed is kept"),
    // Lists
    row(Context::List, &[UP, c('k')], Command::Move(Move::Up), "", "Up"),
    row(Context::List, &[DOWN, c('j')], Command::Move(Move::Down), "", "Down"),
    row(Context::List, &[LEFT, c('h')], Command::Move(Move::Left), "", "Left"),
    row(Context::List, &[RIGHT, c('l')], Command::Move(Move::Right), "", "Right"),
    row(Context::List, &[PAGE_UP, ctrl('b')], Command::Move(Move::PageUp), "", "A page up"),
    row(Context::List, &[PAGE_DOWN, ctrl('f')], Command::Move(Move::PageDown), "", "A page down"),
    row(Context::List, &[HOME, c('g')], Command::Move(Move::First), "", "The first"),
    row(Context::List, &[END, c('G')], Command::Move(Move::Last), "", "The last"),
    row(Context::List, &[TAB], Command::Move(Move::Next), "", "Next pane"),
    row(Context::List, &[BACK_TAB], Command::Move(Move::Previous), "", "Previous pane"),
    on(Context::List, &[ENTER], Command::Move(Move::Open), "open", "Open what is selected"),
    // Welcome and shelf
    row(Context::Welcome, &[c('s')], Command::NewBook, "start a book", "Start a book for your match"),
    row(Context::Welcome, &[c('d')], Command::Sample, "sample year", "Look at a sample year"),
    row(Context::Shelf, &[c('a')], Command::NewBook, "new book", "Start another book"),
    row(Context::Shelf, &[c('d')], Command::Sample, "sample year", "Look at a sample year"),
    on(Context::Shelf, &[c('b')], Command::Backups, "backups", "Backups of the book: look, and put one back"),
    // Today
    write(Context::Today, &[c('x'), SPACE], Command::Today(today::Verb::Toggle), "tick", "Tick the action, step or date"),
    on(Context::Today, &[c('e')], Command::Today(today::Verb::Edit), "", "Edit what is selected"),
    write(Context::Today, &[c('a')], Command::Today(today::Verb::AddAction), "add action", "Add an action"),
    write(Context::Today, &[c('p')], Command::Plan, "plan", "Plan the next meeting"),
    write(Context::Today, &[c('b')], Command::BuildAgenda, "agenda", "Build the agenda of the next meeting"),
    // Goals
    write(Context::Goals, &[c('a')], Command::Goals(goals::Verb::Add), "add", "Add a goal"),
    write(Context::Goals, &[c('e')], Command::Goals(goals::Verb::Edit), "edit", "Edit the goal"),
    write(Context::Goals, &[c('s')], Command::Goals(goals::Verb::Status), "status", "Change where the goal stands"),
    write(Context::Goals, &[c('d')], Command::Goals(goals::Verb::Archive), "archive", "Put the goal away (undo brings it back)"),
    write(Context::Goals, &[c('K')], Command::Goals(goals::Verb::MoveUp), "", "Move the goal up"),
    write(Context::Goals, &[c('J')], Command::Goals(goals::Verb::MoveDown), "", "Move the goal down"),
    row(Context::Goals, &[c('f')], Command::Goals(goals::Verb::Filter), "", "Show open goals only, or all"),
    write(Context::Goals, &[c('i')], Command::Goals(goals::Verb::AddProgress), "", "Add a line on how it goes"),
    write(Context::Goals, &[c('t')], Command::Goals(goals::Verb::AddStep), "step", "Add a step"),
    // One goal
    write(Context::Goal, &[c('x'), SPACE], Command::Goal(goal::Verb::Toggle), "tick", "Tick the step"),
    write(Context::Goal, &[c('a'), c('t')], Command::Goal(goal::Verb::AddStep), "step", "Add a step"),
    write(Context::Goal, &[c('i')], Command::Goal(goal::Verb::AddProgress), "progress", "Add a line on how it goes"),
    write(Context::Goal, &[c('v')], Command::Goal(goal::Verb::AddEvidence), "", "Add evidence: a link, a letter, a picture"),
    write(Context::Goal, &[c('e')], Command::Goal(goal::Verb::Edit), "edit", "Edit the goal, or the selected line"),
    write(Context::Goal, &[c('s')], Command::Goal(goal::Verb::Status), "status", "Change where the goal stands"),
    write(Context::Goal, &[c('P')], Command::Goal(goal::Verb::Private), "", "Make the goal private, or shared again"),
    write(Context::Goal, &[c('K')], Command::Goal(goal::Verb::MoveUp), "", "Move the step up"),
    write(Context::Goal, &[c('J')], Command::Goal(goal::Verb::MoveDown), "", "Move the step down"),
    write(Context::Goal, &[c('d')], Command::Goal(goal::Verb::Archive), "", "Put the selected line away"),
    // The log
    write(Context::Meetings, &[c('a')], Command::Log, "log", "Log a meeting or contact"),
    write(Context::Meetings, &[c('p')], Command::Plan, "plan", "Plan a meeting"),
    write(Context::Meetings, &[c('P')], Command::Meetings(meetings::Verb::Series), "", "Plan a series of meetings"),
    write(Context::Meetings, &[c('e')], Command::Meetings(meetings::Verb::Edit), "edit", "Edit the meeting"),
    write(Context::Meetings, &[c('b')], Command::BuildAgenda, "agenda", "Build the agenda of a planned meeting"),
    write(Context::Meetings, &[c('c')], Command::Meetings(meetings::Verb::CallOff), "", "Call a planned meeting off"),
    write(Context::Meetings, &[c('d')], Command::Meetings(meetings::Verb::Archive), "", "Put the meeting away (undo brings it back)"),
    row(Context::Meetings, &[c('f')], Command::Meetings(meetings::Verb::Filter), "filter", "Show meetings only, contacts only, or all"),
    row(Context::Meetings, &[c('o')], Command::Meetings(meetings::Verb::Sort), "", "Oldest or newest first"),
    // One meeting
    write(Context::Meeting, &[c('e')], Command::Meeting(meeting::Verb::Edit), "edit", "Write it up, or edit it"),
    write(Context::Meeting, &[c('x'), SPACE], Command::Meeting(meeting::Verb::Toggle), "tick", "Tick the agenda line or action"),
    write(Context::Meeting, &[c('a')], Command::Meeting(meeting::Verb::AddAction), "action", "Add an action agreed here"),
    write(Context::Meeting, &[c('b')], Command::BuildAgenda, "agenda", "Build the agenda"),
    write(Context::Meeting, &[c('L')], Command::Meeting(meeting::Verb::AddToList), "", "Write something that came up on one of your lists"),
    write(Context::Meeting, &[c('i')], Command::Meeting(meeting::Verb::AddLine), "", "Add a line to the agenda"),
    write(Context::Meeting, &[c('K')], Command::Meeting(meeting::Verb::MoveUp), "", "Move the agenda line up"),
    write(Context::Meeting, &[c('J')], Command::Meeting(meeting::Verb::MoveDown), "", "Move the agenda line down"),
    write(Context::Meeting, &[c('c')], Command::Meeting(meeting::Verb::CallOff), "", "Call the planned meeting off"),
    write(Context::Meeting, &[c('d')], Command::Meeting(meeting::Verb::Archive), "", "Put the selected line away"),
    // Agenda and ideas
    write(Context::Ideas, &[c('b')], Command::BuildAgenda, "build agenda", "Build the agenda of the next meeting"),
    write(Context::Ideas, &[c('x'), SPACE], Command::Ideas(ideas::Verb::ToAgenda), "to agenda", "Put it on the next agenda; tick a line of an agenda or a list"),
    write(Context::Ideas, &[c('s')], Command::Ideas(ideas::Verb::Status), "state", "Change how far the activity has come"),
    write(Context::Ideas, &[c('r')], Command::Ideas(ideas::Verb::Rate), "", "Rate the activity, with a note"),
    write(Context::Ideas, &[c('a')], Command::Ideas(ideas::Verb::Add), "add", "Add a question, an activity, a prompt or a line of a list"),
    write(Context::Ideas, &[c('i')], Command::Ideas(ideas::Verb::AddLine), "line", "Add a line to the agenda"),
    write(Context::Ideas, &[c('e')], Command::Ideas(ideas::Verb::Edit), "", "Edit the line, the question, the card of your own"),
    write(Context::Ideas, &[c('K')], Command::Ideas(ideas::Verb::MoveUp), "", "Move the agenda line up"),
    write(Context::Ideas, &[c('J')], Command::Ideas(ideas::Verb::MoveDown), "", "Move the agenda line down"),
    write(Context::Ideas, &[c('d')], Command::Ideas(ideas::Verb::Archive), "", "Take the line off, or put away what is your own"),
    row(Context::Ideas, &[c('f')], Command::Ideas(ideas::Verb::Filter), "filter", "Show what fits now, or everything"),
    row(Context::Ideas, &[c('y')], Command::Ideas(ideas::Verb::CopyText), "", "Copy the agenda as text to send"),
    // Forms
    write(Context::Forms, &[c('e')], Command::Move(Move::Open), "fill in", "Fill in the form"),
    write(Context::Forms, &[c('s')], Command::Forms(forms::Verb::Sign), "sign", "Sign the form"),
    write(Context::Forms, &[c('c')], Command::Forms(forms::Verb::Complete), "", "Declare the form complete"),
    // The year
    write(Context::Year, &[c('e')], Command::Year(year::Verb::Edit), "edit", "Edit what is selected: a date, the end of the year"),
    write(Context::Year, &[c('a')], Command::Year(year::Verb::Add), "add", "Add what the pane holds: a date, a meeting, a pulse"),
    write(Context::Year, &[c('x'), SPACE], Command::Year(year::Verb::Toggle), "tick", "Mark the date, step or action as dealt with"),
    write(Context::Year, &[c('d')], Command::Year(year::Verb::Archive), "", "Put it away (undo brings it back)"),
    row(Context::Days, &[c('t')], Command::Year(year::Verb::Today), "today", "Today"),
    row(Context::Days, &[c('>'), c('.')], Command::Year(year::Verb::NextDay), "next date", "Next day with something on it"),
    row(Context::Days, &[c('<'), c(',')], Command::Year(year::Verb::PreviousDay), "", "Day before with something on it"),
    row(Context::Days, &[PAGE_UP, ctrl('b')], Command::Move(Move::PageUp), "", "The month before"),
    row(Context::Days, &[PAGE_DOWN, ctrl('f')], Command::Move(Move::PageDown), "", "The month after"),
    on(Context::Days, &[ENTER], Command::Move(Move::Open), "open", "Open what is on the day; of several choose one"),
    // The match
    write(Context::Match, &[c('e')], Command::Match(pair::Verb::Edit), "edit", "Edit the person, the year, the agreement, the note"),
    write(Context::Reading, &[c('x'), SPACE], Command::Match(pair::Verb::Toggle), "read", "Mark it as read, or not"),
    write(Context::Reading, &[c('a')], Command::Match(pair::Verb::AddBook), "add book", "Add a book to your own list"),
    on(Context::Match, &[c('y')], Command::Match(pair::Verb::CopyText), "copy", "Copy the address, the number or the link"),
    write(Context::Reading, &[c('d')], Command::Match(pair::Verb::Archive), "", "Put your book or article away"),
    write(Context::Match, &[c('A')], Command::Match(pair::Verb::NextYear), "", "Another year with the same partner"),
    // The closing kit
    write(Context::Closing, &[c('x'), SPACE], Command::Closing(closing::Verb::Toggle), "tick", "Tick it, put it on the agenda, or do what the line says"),
    write(Context::Closing, &[c('s')], Command::Closing(closing::Verb::Status), "goal", "Say what becomes of the goal"),
    write(Context::Closing, &[c('b')], Command::BuildAgenda, "agenda", "Plan the closing talk, or build its agenda"),
    row(Context::Closing, &[c('y')], Command::Closing(closing::Verb::CopyLetter), "copy letter", "Copy the letter, to paste into an e-mail"),
    row(Context::Letter, &[c('y')], Command::Closing(closing::Verb::CopyLetter), "copy letter", "Copy the letter, to paste into an e-mail"),
    row(Context::Letter, &[ENTER], Command::Move(Move::Open), "back to the list", "Back to the closing kit"),
    write(Context::Closing, &[c('e')], Command::Closing(closing::Verb::Edit), "", "Edit what is selected"),
    write(Context::Closing, &[c('d')], Command::Closing(closing::Verb::Archive), "", "Put the action, question or date away"),
    write(Context::Closing, &[c('A')], Command::Closing(closing::Verb::NextYear), "", "Another year with the same partner"),
    // Filling in
    row(Context::Form, &[TAB], Command::Move(Move::Next), "next", "Next question"),
    row(Context::Form, &[BACK_TAB], Command::Move(Move::Previous), "", "Previous question"),
    row(Context::Form, &[UP], Command::Move(Move::Up), "", "Question or line above"),
    row(Context::Form, &[DOWN], Command::Move(Move::Down), "", "Question or line below"),
    row(Context::Form, &[PAGE_UP], Command::Move(Move::PageUp), "", "Section before"),
    row(Context::Form, &[PAGE_DOWN], Command::Move(Move::PageDown), "", "Next section"),
    row(Context::Form, &[ENTER], Command::Move(Move::Open), "", "Next question; on the last one, save"),
    row(Context::Form, &[ctrl('s'), Key::plain(KeyCode::F(2))], Command::Form(form::Verb::Save), "save", "Save and close"),
    row(Context::Form, &[ctrl('d')], Command::Form(form::Verb::Discard), "", "Throw away what was typed since the last save"),
    row(Context::Form, &[ESC], Command::Back, "leave", "Leave; what is typed is kept"),
    row(Context::Response, &[ctrl('n')], Command::Form(form::Verb::NextMissing), "missing", "Next required answer that is missing"),
    row(Context::Response, &[Key::plain(KeyCode::F(5))], Command::Form(form::Verb::Refresh), "refill", "Fill in again from the log"),
    row(Context::Date, &[ctrl('k'), Key::plain(KeyCode::F(4))], Command::Form(form::Verb::Calendar), "calendar", "Pick from a calendar"),
    row(Context::Options, &[LEFT, c('h')], Command::Move(Move::Left), "", "Option before"),
    row(Context::Options, &[RIGHT, c('l')], Command::Move(Move::Right), "choose", "Next option"),
    row(Context::Options, &[SPACE, c('x')], Command::Form(form::Verb::Toggle), "tick", "Choose the option, or take it back"),
    row(Context::Options, &[c('j')], Command::Move(Move::Down), "", "Next option or question"),
    row(Context::Options, &[c('k')], Command::Move(Move::Up), "", "Option or question before"),
    row(Context::Prose, &[ENTER], Command::Text(Edit::Newline), "", "New line"),
    row(Context::Prose, &[ctrl('e')], Command::Form(form::Verb::Editor), "editor", "Open the text in your own editor"),
    row(Context::Prose, &[UP], Command::Move(Move::Up), "", "Line above"),
    row(Context::Prose, &[DOWN], Command::Move(Move::Down), "", "Line below"),
    row(Context::Prose, &[PAGE_UP], Command::Text(Edit::Move(Go::PageUp)), "", "A page up"),
    row(Context::Prose, &[PAGE_DOWN], Command::Text(Edit::Move(Go::PageDown)), "", "A page down"),
    // Typing
    row(Context::Typing, &[LEFT], Command::Text(Edit::Move(Go::Left)), "", "Left"),
    row(Context::Typing, &[RIGHT], Command::Text(Edit::Move(Go::Right)), "", "Right"),
    row(Context::Typing, &[Key::ctrl(KeyCode::Left)], Command::Text(Edit::Move(Go::WordLeft)), "", "Word left"),
    row(Context::Typing, &[Key::ctrl(KeyCode::Right)], Command::Text(Edit::Move(Go::WordRight)), "", "Word right"),
    row(Context::Typing, &[HOME], Command::Text(Edit::Move(Go::Home)), "", "Start of the line"),
    row(Context::Typing, &[END], Command::Text(Edit::Move(Go::End)), "", "End of the line"),
    row(Context::Typing, &[Key::ctrl(KeyCode::Home)], Command::Text(Edit::Move(Go::Top)), "", "Start of the text"),
    row(Context::Typing, &[Key::ctrl(KeyCode::End)], Command::Text(Edit::Move(Go::Bottom)), "", "End of the text"),
    row(Context::Typing, &[Key::shift(KeyCode::Left)], Command::Text(Edit::Select(Go::Left)), "", "Select to the left"),
    row(Context::Typing, &[Key::shift(KeyCode::Right)], Command::Text(Edit::Select(Go::Right)), "", "Select to the right"),
    row(Context::Typing, &[Key::shift(KeyCode::Up)], Command::Text(Edit::Select(Go::Up)), "", "Select upwards"),
    row(Context::Typing, &[Key::shift(KeyCode::Down)], Command::Text(Edit::Select(Go::Down)), "", "Select downwards"),
    row(Context::Typing, &[ctrl('a')], Command::Text(Edit::SelectAll), "", "Select all"),
    row(Context::Typing, &[Key::plain(KeyCode::Backspace), ctrl('h')], Command::Text(Edit::Backspace), "", "Delete to the left"),
    row(Context::Typing, &[Key::plain(KeyCode::Delete)], Command::Text(Edit::Delete), "", "Delete to the right"),
    row(Context::Typing, &[ctrl('w'), Key::alt(KeyCode::Backspace)], Command::Text(Edit::DeleteWord), "", "Delete a word"),
    row(Context::Typing, &[ctrl('x')], Command::Text(Edit::Cut), "", "Cut"),
    row(Context::Typing, &[ctrl('c')], Command::Text(Edit::Copy), "", "Copy"),
    row(Context::Typing, &[ctrl('v')], Command::PasteKept, "", "Paste what was cut or copied here"),
    row(Context::Typing, &[ctrl('z')], Command::Text(Edit::Undo), "", "Undo typing"),
    row(Context::Typing, &[ctrl('y')], Command::Text(Edit::Redo), "", "Redo typing"),
    row(Context::Typing, &[Key::alt(KeyCode::Char('d'))], Command::Text(Edit::DeleteWordAfter), "", "Delete the next word"),
    row(Context::Typing, &[ctrl('u')], Command::Text(Edit::DeleteToStart), "", "Delete back to the start of the line"),
    // Before a file is written
    row(Context::Preview, &[ENTER], Command::Preview(preview::Verb::WriteFile), "write the file", "Write the file"),
    row(Context::Preview, &[c('y')], Command::Preview(preview::Verb::CopyText), "copy text", "Copy the text, to paste into an e-mail"),
    row(Context::Preview, &[c('v')], Command::Preview(preview::Verb::Level), "how much", "How much leaves: what you share, counts only, all of it"),
    row(Context::Preview, &[c('o')], Command::Preview(preview::Verb::OpenFile), "", "Open the file that was written"),
    row(Context::Preview, &[c('O')], Command::Preview(preview::Verb::OpenFolder), "", "Open the folder it is in"),
    row(Context::Preview, &[c('M')], Command::Preview(preview::Verb::CopyMail), "", "Copy an e-mail text to send the file with"),
    row(Context::Preview, &[TAB], Command::Move(Move::Next), "format", "Another format"),
    row(Context::Preview, &[BACK_TAB], Command::Move(Move::Previous), "", "The format before"),
    // Search and modals
    row(Context::Search, &[UP], Command::Move(Move::Up), "", "Hit above"),
    row(Context::Search, &[DOWN], Command::Move(Move::Down), "", "Hit below"),
    row(Context::Search, &[PAGE_UP], Command::Move(Move::PageUp), "", "A page up"),
    row(Context::Search, &[PAGE_DOWN], Command::Move(Move::PageDown), "", "A page down"),
    row(Context::Search, &[TAB], Command::Found(search::Verb::NextKind), "kind", "One kind of thing only, or all"),
    row(Context::Search, &[BACK_TAB], Command::Found(search::Verb::PreviousKind), "", "The kind before"),
    row(Context::Search, &[ENTER], Command::Move(Move::Open), "open", "Open the hit"),
    row(Context::Search, &[ESC], Command::Back, "close", "Close the search"),
    row(Context::Confirm, &[ENTER, c('y')], Command::Move(Move::Open), "yes", "Yes"),
    row(Context::Confirm, &[ESC, c('n')], Command::Back, "no", "No"),
    row(Context::Pick, &[ESC, c('q')], Command::Back, "close", "Close"),
    row(Context::Help, &[ESC, c('q'), c('?'), F1, ENTER], Command::Back, "close", "Close"),
    row(Context::Palette, &[UP], Command::Move(Move::Up), "", "Up"),
    row(Context::Palette, &[DOWN], Command::Move(Move::Down), "", "Down"),
    row(Context::Palette, &[ENTER], Command::Move(Move::Open), "do it", "Do it"),
    row(Context::Palette, &[ESC], Command::Back, "close", "Close"),
    row(Context::Problem, &[ENTER, ESC, c('q')], Command::Back, "close", "Close"),
    row(Context::Progress, &[ESC, c('q'), ctrl('c')], Command::Back, "stop", "Stop"),
    row(Context::Problem, &[TAB], Command::Detail, "detail", "Show or hide the detail"),
    row(Context::Calendar, &[ENTER], Command::Move(Move::Open), "take the day", "Take the day"),
    row(Context::Calendar, &[ESC], Command::Back, "close", "Close"),
];
