//! The keymap table: one row for each command and context. The first key of a row is the one that hints and help show.

use crossterm::event::KeyCode;

use super::{Binding, Context, Needs};
use crate::app::command::{Command, MainTab, Move};
use crate::app::field::{CursorMotion, Edit};
use crate::app::key::Key;
use crate::domain::call::Mark;
use crate::domain::ops::Direction;

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
const F1: Key = f(1);

const fn c(character: char) -> Key {
    Key::char(character)
}

const fn f(number: u8) -> Key {
    Key::plain(KeyCode::F(number))
}

const fn ctrl(character: char) -> Key {
    Key::ctrl(KeyCode::Char(character))
}

/// A function that makes a row of the table whose command needs this.
macro_rules! row_that_needs {
    ($name:ident, $needs:ident) => {
        const fn $name(
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
                needs: Needs::$needs,
            }
        }
    };
}
row_that_needs!(row, Nothing);
row_that_needs!(on, Selection);
row_that_needs!(book, Book);
row_that_needs!(any_book, AnyBook);
row_that_needs!(write, WritableBook);
row_that_needs!(external, ExternalEditor);

/// All key bindings.
#[rustfmt::skip]
pub const BINDINGS: &[Binding] = &[
    // Anywhere
    book(Context::Global, &[c('1')], Command::GoTo(MainTab::Today), "", "Today: what you owe, what they owe, what is next"),
    book(Context::Global, &[c('2')], Command::GoTo(MainTab::Goals), "", "Goals with their steps and dates"),
    book(Context::Global, &[c('3')], Command::GoTo(MainTab::Meetings), "", "Meetings: the log, newest first"),
    book(Context::Global, &[c('4')], Command::GoTo(MainTab::Ideas), "", "Agenda, activities, prompts, questions"),
    book(Context::Global, &[c('5')], Command::GoTo(MainTab::Forms), "", "Forms of the program"),
    book(Context::Global, &[c('6')], Command::GoTo(MainTab::Year), "", "Year: dates, calendar, numbers, hours, wins, pulse"),
    book(Context::Global, &[c('7')], Command::GoTo(MainTab::Match), "", "Match: the two of you, the program's page, what to read"),
    write(Context::Global, &[c('m')], Command::LogMeeting, "log", "Log a meeting or contact, from anywhere"),
    book(Context::Global, &[c('C')], Command::ClosingKit, "", "Closing kit: end the year well, stay in touch, begin another"),
    any_book(Context::Global, &[c('/')], Command::Search, "search", "Search everything; on the shelf in all books"),
    book(Context::Global, &[c('n')], Command::NextHit, "", "Next hit of the last search"),
    book(Context::Global, &[c('N')], Command::PreviousHit, "", "Previous hit of the last search"),
    write(Context::Global, &[c('u')], Command::Undo, "undo", "Undo the last change, without limit"),
    write(Context::Global, &[ctrl('r')], Command::Redo, "", "Redo what was undone"),
    book(Context::Global, &[c('w')], Command::Export, "write out", "Write out: a file or text to send"),
    write(Context::Global, &[c('I')], Command::Import, "", "Import a file or a text: a list, notes, a calendar, a whole book"),
    book(Context::Global, &[c('D')], Command::Archived, "", "What is archived, to put it back"),
    book(Context::Global, &[c('S')], Command::Share, "", "Share: make a parcel with what is new, for your partner"),
    write(Context::Global, &[c('R')], Command::Receive, "", "Receive a parcel of your partner; it is shown before it is taken in"),
    book(Context::Global, &[c('V')], Command::Versions, "", "What you both changed at once: pick one of the versions"),
    row(Context::Global, &[c('0')], Command::Shelf, "books", "Shelf: all your books"),
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
    row(Context::Welcome, &[c('b')], Command::Receive, "bring in", "Bring in a file: a parcel, a book, or a whole book as JSON"),
    row(Context::Welcome, &[c(',')], Command::Settings, "settings", "Settings: region, time zone, reminders"),
    row(Context::Shelf, &[c('a')], Command::NewBook, "new", "Start another book"),
    row(Context::Shelf, &[c('d')], Command::Sample, "sample", "Look at a sample year"),
    on(Context::Shelf, &[c('A')], Command::Archive, "archive", "Archive the book, or put it back on the shelf"),
    on(Context::Shelf, &[c('b')], Command::Backups, "backups", "Backups of the book: look, and put one back"),
    row(Context::Shelf, &[c(',')], Command::Settings, "settings", "Settings: region, time zone, reminders"),
    // Today
    write(Context::Today, &[c('x'), SPACE], Command::Toggle, "tick", "Tick the action, step or date"),
    on(Context::Today, &[c('e')], Command::Edit, "", "Edit what is selected"),
    write(Context::Today, &[c('a')], Command::AddAction, "add action", "Add an action"),
    write(Context::Today, &[c('p')], Command::PlanMeeting, "plan", "Plan the next meeting"),
    write(Context::Today, &[c('b')], Command::BuildAgenda, "agenda", "Build the agenda of the next meeting"),
    write(Context::Today, &[c('c')], Command::Call, "", "Hold the call that is due, or one that was not planned"),
    // Goals
    write(Context::Goals, &[c('a')], Command::Add, "add", "Add a goal"),
    write(Context::Goals, &[c('e')], Command::Edit, "edit", "Edit the goal"),
    write(Context::Goals, &[c('s')], Command::Status, "status", "Change where the goal stands"),
    write(Context::Goals, &[c('d')], Command::Archive, "archive", "Archive the goal; u or D brings it back"),
    write(Context::Goals, &[c('K')], Command::Shift(Direction::Up), "", "Move the goal up"),
    write(Context::Goals, &[c('J')], Command::Shift(Direction::Down), "", "Move the goal down"),
    write(Context::Goals, &[c('P')], Command::Private, "private", "Make the goal private, or shared again"),
    row(Context::Goals, &[c('f')], Command::Filter, "", "Show open goals only, or all"),
    write(Context::Goals, &[c('i')], Command::AddProgress, "", "Add a line on how it goes"),
    write(Context::Goals, &[c('t')], Command::AddStep, "step", "Add a step"),
    // One goal
    write(Context::Goal, &[c('x'), SPACE], Command::Toggle, "tick", "Tick the step"),
    write(Context::Goal, &[c('a'), c('t')], Command::AddStep, "step", "Add a step"),
    write(Context::Goal, &[c('i')], Command::AddProgress, "progress", "Add a line on how it goes"),
    write(Context::Goal, &[c('v')], Command::AddEvidence, "", "Add evidence: a link, a letter, a picture"),
    write(Context::Goal, &[c('e')], Command::Edit, "edit", "Edit the goal, or the selected line"),
    write(Context::Goal, &[c('s')], Command::Status, "status", "Change where the goal stands"),
    write(Context::Goal, &[c('P')], Command::Private, "private", "Make the goal private, or shared again"),
    write(Context::Goal, &[c('K')], Command::Shift(Direction::Up), "", "Move the step up"),
    write(Context::Goal, &[c('J')], Command::Shift(Direction::Down), "", "Move the step down"),
    write(Context::Goal, &[c('d')], Command::Archive, "", "Archive the selected line"),
    // The log
    write(Context::Meetings, &[c('a')], Command::LogMeeting, "log", "Log a meeting or contact"),
    write(Context::Meetings, &[c('p')], Command::PlanMeeting, "plan", "Plan a meeting"),
    write(Context::Meetings, &[c('P')], Command::Series, "", "Plan a series of meetings"),
    write(Context::Meetings, &[c('e')], Command::Edit, "edit", "Edit the meeting"),
    write(Context::Meetings, &[c('b')], Command::BuildAgenda, "agenda", "Build the agenda of a planned meeting"),
    write(Context::Meetings, &[c('c')], Command::Call, "call", "Hold the planned meeting as a call: agenda and notes side by side"),
    write(Context::Meetings, &[c('X')], Command::Cancel, "", "Call a planned meeting off; asks first"),
    write(Context::Meetings, &[c('d')], Command::Archive, "", "Archive the meeting; u or D brings it back"),
    row(Context::Meetings, &[c('f')], Command::Filter, "filter", "Show meetings only, contacts only, or all"),
    row(Context::Meetings, &[c('o')], Command::Sort, "", "Oldest or newest first"),
    // One meeting
    write(Context::Meeting, &[c('e')], Command::Edit, "edit", "Write it up, or edit it"),
    write(Context::Meeting, &[c('x'), SPACE], Command::Toggle, "tick", "Tick the agenda line or action"),
    write(Context::Meeting, &[c('a')], Command::AddAction, "action", "Add an action agreed here"),
    write(Context::Meeting, &[c('P')], Command::Private, "private", "Make your notes private, or share the private ones"),
    write(Context::Meeting, &[c('b')], Command::BuildAgenda, "agenda", "Build the agenda"),
    write(Context::Meeting, &[c('L')], Command::AddToList, "", "Write something that came up on one of your lists"),
    write(Context::Meeting, &[c('i')], Command::AddLine, "", "Add a line to the agenda"),
    write(Context::Meeting, &[c('K')], Command::Shift(Direction::Up), "", "Move the agenda line up"),
    write(Context::Meeting, &[c('J')], Command::Shift(Direction::Down), "", "Move the agenda line down"),
    write(Context::Meeting, &[c('c')], Command::Call, "call", "Hold it as a call: agenda and notes side by side"),
    write(Context::Meeting, &[c('X')], Command::Cancel, "", "Call the planned meeting off; asks first"),
    write(Context::Meeting, &[c('d')], Command::Archive, "", "Archive the selected line"),
    // A call
    row(Context::Call, &[ctrl('s')], Command::Save, "end", "End the call: it is written up at once, and one undo takes it back"),
    row(Context::Call, &[f(2), TAB], Command::Move(Move::Next), "agenda", "Agenda and last time, or back to the notes"),
    row(Context::Call, &[f(3)], Command::Toggle, "tick", "Tick the agenda line at hand"),
    row(Context::Call, &[f(5)], Command::Mark(Mark::Action), "action", "The line becomes an action (or begin it with “! ”)"),
    row(Context::Call, &[f(6)], Command::Mark(Mark::Decision), "decision", "The line becomes a decision (or begin it with “= ”)"),
    row(Context::Call, &[f(7)], Command::Mark(Mark::Private), "private", "The line is for you alone (or begin it with “~ ”)"),
    row(Context::Call, &[f(8)], Command::Mark(Mark::Win), "win", "The line becomes a win"),
    row(Context::Call, &[f(4)], Command::NextLine, "next line", "Take up the next agenda line"),
    row(Context::Call, &[f(9)], Command::Pause, "pause", "Pause the time, or let it run on"),
    row(Context::Call, &[ctrl('l')], Command::CopyText, "", "Copy the link or number to call"),
    row(Context::Call, &[ctrl('d')], Command::Discard, "", "Throw the call away, with all that was typed in it"),
    row(Context::Call, &[ESC], Command::Back, "leave", "Leave; the call goes on, and Today leads back to it"),
    row(Context::CallAgenda, &[SPACE, c('x'), ENTER], Command::Toggle, "", "Tick the agenda line at hand"),
    // Agenda and ideas
    write(Context::Ideas, &[c('b')], Command::BuildAgenda, "build agenda", "Build the agenda of the next meeting"),
    write(Context::Ideas, &[c('x'), SPACE], Command::Toggle, "to agenda", "Put it on the next agenda; tick a line of an agenda or a list"),
    write(Context::Ideas, &[c('s')], Command::Status, "state", "Change how far the activity has come"),
    write(Context::Ideas, &[c('r')], Command::Rate, "", "Rate the activity, with a note"),
    write(Context::Ideas, &[c('a')], Command::Add, "add", "Add a question, an activity, a prompt or a line of a list"),
    write(Context::Ideas, &[c('i')], Command::AddLine, "line", "Add a line to the agenda"),
    write(Context::Ideas, &[c('e')], Command::Edit, "", "Edit the line, the question, the card of your own"),
    write(Context::Ideas, &[c('K')], Command::Shift(Direction::Up), "", "Move the agenda line up"),
    write(Context::Ideas, &[c('J')], Command::Shift(Direction::Down), "", "Move the agenda line down"),
    write(Context::Ideas, &[c('d')], Command::Archive, "", "Take the line off, or archive what is your own"),
    row(Context::Ideas, &[c('f')], Command::Filter, "filter", "Show what fits now, or everything"),
    row(Context::Ideas, &[c('y')], Command::CopyText, "", "Copy the agenda as text to send"),
    // Forms
    write(Context::Forms, &[c('e')], Command::Move(Move::Open), "fill in", "Fill in the form"),
    write(Context::Forms, &[c('s')], Command::Sign, "sign", "Sign the form"),
    write(Context::Forms, &[c('c')], Command::Complete, "", "Declare the form complete"),
    write(Context::Forms, &[c('a')], Command::Add, "add", "Add a form that your office asks for"),
    write(Context::Forms, &[c('d')], Command::Archive, "", "Archive a form that your office asked for; its answers stay"),
    book(Context::Forms, &[c('t')], Command::AskPartner, "ask partner", "Your partner's questions of the form, to send to them; import takes them in"),
    book(Context::Forms, &[c('b')], Command::BlankForm, "", "The form without answers, to fill in by hand"),
    // The year
    write(Context::Year, &[c('e')], Command::Edit, "edit", "Edit what is selected: a date, the end of the year"),
    write(Context::Year, &[c('a')], Command::Add, "add", "Add what the pane holds: a date, a meeting, a pulse"),
    write(Context::Year, &[c('p')], Command::AddPause, "pause", "Add a pause: leave or illness, when nothing is counted or asked"),
    write(Context::Year, &[c('x'), SPACE], Command::Toggle, "tick", "Mark the date, step or action as dealt with"),
    write(Context::Year, &[c('d')], Command::Archive, "", "Archive it; u or D brings it back"),
    row(Context::Days, &[c('t')], Command::CalendarToday, "today", "Today"),
    row(Context::Days, &[c('>'), c('.')], Command::NextEntryDay, "next date", "Next day with something on it"),
    row(Context::Days, &[c('<'), c(',')], Command::PreviousEntryDay, "", "Day before with something on it"),
    row(Context::Days, &[PAGE_UP, ctrl('b')], Command::Move(Move::PageUp), "", "The month before"),
    row(Context::Days, &[PAGE_DOWN, ctrl('f')], Command::Move(Move::PageDown), "", "The month after"),
    on(Context::Days, &[ENTER], Command::Move(Move::Open), "open", "Open what is on the day; of several choose one"),
    // The match
    write(Context::Match, &[c('e')], Command::Edit, "edit", "Edit the person, the year, the agreement, the note"),
    write(Context::Reading, &[c('x'), SPACE], Command::Toggle, "read", "Mark it as read, or not"),
    write(Context::Reading, &[c('a')], Command::Add, "add book", "Add a book to your own list"),
    on(Context::Match, &[c('y')], Command::CopyText, "copy", "Copy the address, the number or the link"),
    book(Context::Match, &[c('p')], Command::Phrase, "phrase", "The phrase that seals your parcels: show it, or take another"),
    write(Context::Reading, &[c('d')], Command::Archive, "", "Archive your book or article"),
    write(Context::Match, &[c('A')], Command::NextYear, "", "Another year with the same partner"),
    row(Context::Match, &[c(',')], Command::Settings, "settings", "Settings: region, time zone, reminders"),
    // The closing kit
    write(Context::Closing, &[c('x'), SPACE], Command::Toggle, "tick", "Tick it, put it on the agenda, or do what the line says"),
    write(Context::Closing, &[c('s')], Command::Status, "goal", "Say what becomes of the goal"),
    write(Context::Closing, &[c('b')], Command::BuildAgenda, "agenda", "Plan the closing talk, or build its agenda"),
    row(Context::Closing, &[c('y')], Command::CopyText, "copy letter", "Copy the letter, to paste into an e-mail"),
    row(Context::Letter, &[c('y')], Command::CopyText, "copy letter", "Copy the letter, to paste into an e-mail"),
    row(Context::Letter, &[ENTER], Command::Move(Move::Open), "back to the list", "Back to the closing kit"),
    write(Context::Closing, &[c('e')], Command::Edit, "", "Edit what is selected"),
    write(Context::Closing, &[c('d')], Command::Archive, "", "Archive the action, question or date"),
    write(Context::Closing, &[c('A')], Command::NextYear, "", "Another year with the same partner"),
    // What is archived
    write(Context::Archived, &[ENTER, c('x'), SPACE], Command::PutBack, "put back", "Put it back where it was"),
    on(Context::Archived, &[c('e')], Command::Edit, "look", "Look at it"),
    // Filling in
    row(Context::Form, &[TAB], Command::Move(Move::Next), "next", "Next question"),
    row(Context::Form, &[BACK_TAB], Command::Move(Move::Previous), "", "Previous question"),
    row(Context::Form, &[UP], Command::Move(Move::Up), "", "Question or line above"),
    row(Context::Form, &[DOWN], Command::Move(Move::Down), "", "Question or line below"),
    row(Context::Form, &[PAGE_UP], Command::Move(Move::PageUp), "", "Section before"),
    row(Context::Form, &[PAGE_DOWN], Command::Move(Move::PageDown), "", "Next section"),
    row(Context::Form, &[ENTER], Command::Move(Move::Open), "", "Next question; on the last one, save"),
    row(Context::Form, &[ctrl('s'), Key::plain(KeyCode::F(2))], Command::Save, "save", "Save and close"),
    row(Context::Form, &[ctrl('d')], Command::Discard, "", "Throw away what was typed since the last save"),
    row(Context::Form, &[ESC], Command::Back, "leave", "Leave; what is typed is kept"),
    row(Context::Response, &[ctrl('n')], Command::NextMissing, "missing", "Next required answer that is missing"),
    row(Context::Response, &[Key::plain(KeyCode::F(5))], Command::RefillFromLog, "refill", "Fill in again from the log"),
    row(Context::Response, &[f(6)], Command::AskPartner, "", "Your partner's questions of the form, to send to them; import takes them in"),
    row(Context::Notes, &[Key::plain(KeyCode::F(7))], Command::Private, "private line", "Move the line to your private notes, or back to the shared ones"),
    row(Context::Date, &[ctrl('k'), Key::plain(KeyCode::F(4))], Command::Calendar, "calendar", "Pick from a calendar"),
    row(Context::Options, &[LEFT, c('h')], Command::Move(Move::Left), "", "Option before"),
    row(Context::Options, &[RIGHT, c('l')], Command::Move(Move::Right), "choose", "Next option"),
    row(Context::Options, &[SPACE, c('x')], Command::Toggle, "tick", "Choose the option; of several, or take it back"),
    row(Context::Options, &[c('1'), c('2'), c('3'), c('4'), c('5'), c('6'), c('7'), c('8'), c('9'), c('0')], Command::EditText(Edit::Insert('1')), "", "A rating, or the first option, the second and so on; goes on"),
    row(Context::Options, &[Key::plain(KeyCode::Backspace), Key::plain(KeyCode::Delete)], Command::EditText(Edit::Delete), "", "Take the choice back"),
    row(Context::Options, &[c('j')], Command::Move(Move::Down), "", "Next option or question"),
    row(Context::Options, &[c('k')], Command::Move(Move::Up), "", "Option or question before"),
    row(Context::Prose, &[ENTER], Command::EditText(Edit::Newline), "new line", "New line"),
    external(Context::Prose, &[ctrl('e')], Command::ExternalEditor, "editor", "Open the text in your own editor"),
    row(Context::Prose, &[UP], Command::Move(Move::Up), "", "Line above"),
    row(Context::Prose, &[DOWN], Command::Move(Move::Down), "", "Line below"),
    row(Context::Prose, &[PAGE_UP], Command::EditText(Edit::Move(CursorMotion::PageUp)), "", "A page up"),
    row(Context::Prose, &[PAGE_DOWN], Command::EditText(Edit::Move(CursorMotion::PageDown)), "", "A page down"),
    // Typing
    row(Context::Typing, &[LEFT], Command::EditText(Edit::Move(CursorMotion::Left)), "", "Left"),
    row(Context::Typing, &[RIGHT], Command::EditText(Edit::Move(CursorMotion::Right)), "", "Right"),
    row(Context::Typing, &[Key::ctrl(KeyCode::Left)], Command::EditText(Edit::Move(CursorMotion::WordLeft)), "", "Word left"),
    row(Context::Typing, &[Key::ctrl(KeyCode::Right)], Command::EditText(Edit::Move(CursorMotion::WordRight)), "", "Word right"),
    row(Context::Typing, &[HOME], Command::EditText(Edit::Move(CursorMotion::Home)), "", "Start of the line"),
    row(Context::Typing, &[END], Command::EditText(Edit::Move(CursorMotion::End)), "", "End of the line"),
    row(Context::Typing, &[Key::ctrl(KeyCode::Home)], Command::EditText(Edit::Move(CursorMotion::Top)), "", "Start of the text"),
    row(Context::Typing, &[Key::ctrl(KeyCode::End)], Command::EditText(Edit::Move(CursorMotion::Bottom)), "", "End of the text"),
    row(Context::Typing, &[Key::shift(KeyCode::Left)], Command::EditText(Edit::Select(CursorMotion::Left)), "", "Select to the left"),
    row(Context::Typing, &[Key::shift(KeyCode::Right)], Command::EditText(Edit::Select(CursorMotion::Right)), "", "Select to the right"),
    row(Context::Typing, &[Key::shift(KeyCode::Up)], Command::EditText(Edit::Select(CursorMotion::Up)), "", "Select upwards"),
    row(Context::Typing, &[Key::shift(KeyCode::Down)], Command::EditText(Edit::Select(CursorMotion::Down)), "", "Select downwards"),
    row(Context::Typing, &[ctrl('a')], Command::EditText(Edit::SelectAll), "", "Select all"),
    row(Context::Typing, &[Key::plain(KeyCode::Backspace), ctrl('h')], Command::EditText(Edit::Backspace), "", "Delete to the left"),
    row(Context::Typing, &[Key::plain(KeyCode::Delete)], Command::EditText(Edit::Delete), "", "Delete to the right"),
    row(Context::Typing, &[ctrl('w'), Key::alt(KeyCode::Backspace)], Command::EditText(Edit::DeleteWord), "", "Delete a word"),
    row(Context::Typing, &[ctrl('x')], Command::EditText(Edit::Cut), "", "Cut"),
    row(Context::Typing, &[ctrl('c')], Command::EditText(Edit::Copy), "", "Copy what is selected"),
    row(Context::Typing, &[ctrl('v')], Command::PasteCutBuffer, "", "Paste what was cut or copied here"),
    row(Context::Typing, &[ctrl('z')], Command::EditText(Edit::Undo), "", "Undo typing"),
    row(Context::Typing, &[ctrl('y')], Command::EditText(Edit::Redo), "", "Redo typing"),
    row(Context::Typing, &[Key::alt(KeyCode::Char('d'))], Command::EditText(Edit::DeleteWordAfter), "", "Delete the next word"),
    row(Context::Typing, &[ctrl('u')], Command::EditText(Edit::DeleteToStart), "", "Delete back to the start of the line"),
    // Before a file is written
    row(Context::Preview, &[ENTER], Command::WriteFile, "write the file", "Write the file"),
    row(Context::Preview, &[c('y')], Command::CopyText, "copy text", "Copy the text, to paste into an e-mail"),
    row(Context::Preview, &[c('v')], Command::Level, "how much", "How much leaves: what you share, counts only, all of it"),
    row(Context::Preview, &[c('p')], Command::Paper, "paper", "Print on Letter or on A4, in a format with pages"),
    row(Context::Preview, &[c('b')], Command::BlankForm, "blank", "The form without answers, to fill in by hand; again, with them"),
    row(Context::Preview, &[c('t')], Command::AskPartner, "ask partner", "Your partner's questions of the form, to send to them; import takes them in"),
    row(Context::Preview, &[c('o')], Command::OpenFile, "", "Open the file that was written"),
    row(Context::Preview, &[c('O')], Command::OpenFolder, "", "Open the folder it is in"),
    row(Context::Preview, &[c('M')], Command::CopyMail, "", "Copy an e-mail text to send the file with"),
    row(Context::Preview, &[TAB], Command::Move(Move::Next), "format", "Another format"),
    row(Context::Preview, &[BACK_TAB], Command::Move(Move::Previous), "", "The format before"),
    // Before a file is taken in
    row(Context::Import, &[ENTER, c('y')], Command::Move(Move::Open), "take in", "Take in what the file holds, after a backup"),
    row(Context::Import, &[c('o')], Command::DayOrder, "", "Read dates like 3/11 the other way"),
    row(Context::Import, &[c('a')], Command::ListKind, "", "Read the list as meetings, as goals or as actions"),
    // The exchange
    write(Context::Share, &[ENTER], Command::WriteFile, "write the file", "Write the parcel as a file"),
    write(Context::Share, &[c('t')], Command::ShareAsText, "as text", "Make the parcel as text, to paste into a mail"),
    row(Context::Share, &[c('c')], Command::CopyMail, "copy mail", "Copy the words of the mail to send it with"),
    row(Context::Share, &[c('o')], Command::OpenFolder, "folder", "Open the folder it is in"),
    row(Context::Review, &[ENTER], Command::Move(Move::Open), "take all in", "Take all in, after a backup"),
    row(Context::Review, &[c('x'), SPACE], Command::Toggle, "keep mine", "Keep what is here of this one; your partner learns of it"),
    row(Context::Review, &[c('J')], Command::Join, "join", "Join it with yours, where both of you entered the same"),
    write(Context::Versions, &[ENTER, c('x'), SPACE], Command::Toggle, "take this one", "Take this version; u takes it back"),
    row(Context::Phrase, &[ENTER], Command::Move(Move::Open), "go on", "Use what is typed"),
    row(Context::Phrase, &[f(2)], Command::ToggleDetail, "show it", "Show or hide what is typed"),
    row(Context::Phrase, &[ESC], Command::Back, "close", "Close; nothing is taken in"),
    // Search and modals
    row(Context::Search, &[UP], Command::Move(Move::Up), "", "Hit above"),
    row(Context::Search, &[DOWN], Command::Move(Move::Down), "", "Hit below"),
    row(Context::Search, &[PAGE_UP], Command::Move(Move::PageUp), "", "A page up"),
    row(Context::Search, &[PAGE_DOWN], Command::Move(Move::PageDown), "", "A page down"),
    row(Context::Search, &[TAB], Command::NextKind, "kind", "One kind of thing only, or all"),
    row(Context::Search, &[BACK_TAB], Command::PreviousKind, "", "The kind before"),
    row(Context::Search, &[ENTER], Command::Move(Move::Open), "open", "Open the hit"),
    row(Context::Search, &[ESC], Command::Back, "close", "Close the search"),
    row(Context::Confirm, &[ENTER, c('y')], Command::Move(Move::Open), "yes", "Yes"),
    row(Context::Confirm, &[ESC, c('n')], Command::Back, "no", "No"),
    row(Context::Pick, &[ESC, c('q')], Command::Back, "close", "Close"),
    row(Context::Help, &[ctrl('c'), ctrl('q')], Command::Quit, "", "Quit; everything is saved"),
    row(Context::Help, &[ESC, c('q'), c('?'), F1, ENTER], Command::Back, "close", "Close"),
    row(Context::Help, &[TAB], Command::ToggleDetail, "keys or signs", "The keys, or what the signs mean"),
    row(Context::Palette, &[ctrl('c'), ctrl('q')], Command::Quit, "", "Quit; everything is saved"),
    row(Context::Palette, &[UP], Command::Move(Move::Up), "", "Up"),
    row(Context::Palette, &[DOWN], Command::Move(Move::Down), "", "Down"),
    row(Context::Palette, &[ENTER], Command::Move(Move::Open), "do it", "Do it"),
    row(Context::Palette, &[ESC], Command::Back, "close", "Close"),
    row(Context::Problem, &[ENTER, ESC, c('q')], Command::Back, "close", "Close"),
    row(Context::Progress, &[ESC, c('q'), ctrl('c')], Command::Back, "stop", "Stop"),
    row(Context::Problem, &[TAB], Command::ToggleDetail, "detail", "Show or hide the detail"),
    row(Context::Calendar, &[ENTER], Command::Move(Move::Open), "take the day", "Take the day"),
    row(Context::Calendar, &[ESC], Command::Back, "close", "Close"),
];
