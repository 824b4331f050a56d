//! `matchbook call`: a call held from the standard input, line by line, for ears as well as for eyes.
//!
//! Every line goes into the draft of the call before the next is read, so that an interrupted call goes on where it was,
//! here or on the screen. Private words are never said back.

use std::io::{self, BufRead, Read, Write};

use chrono::NaiveDate;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use super::meeting;
use super::output::{Output, sanitized_lines, sentence};
use super::session::{CliSession, LoadedBook, by_number};
use crate::domain::book::Book;
use crate::domain::call::{self, Call, DRAFT_KEY, Mark, last_time, read_line};
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::display::meeting_moment;
use crate::domain::id::Id;
use crate::domain::ops;
use crate::problem::Problem;
use crate::store::Store;

/// Holds a call: what you type, line by line, is written up as one change when the call ends.
#[derive(Debug, Args)]
#[command(
    after_help = "A line is a note, and what it became is said. A sign and a blank before it make it something else: \
“! Ben: call the school by dec 1” is an action, “= We meet at 9:30” a decision, “~ He seemed tired” private, for you \
alone; a backslash before the sign keeps it as text.

Alone on a line: “x 2” ticks line 2 of the agenda, “agenda” says the agenda again, “later” leaves the call open, “end” \
or the end of the input ends it. What was typed before an interruption is kept: the next “matchbook call” goes on.

Exit codes: 0 saved or left open, 1 could not, 2 wrong use, 3 the book is open in another window."
)]
pub struct CallArgs {
    /// Number of the planned meeting; if nothing is said the one of today, or a call that was not planned
    number: Option<usize>,
}

/// A call that was held, or is still open.
#[derive(Serialize, JsonSchema)]
pub struct HeldCall {
    /// The meeting; none while a call that was not planned is open.
    meeting: Option<Id>,
    /// It is not saved yet: the next call goes on with it.
    open: bool,
    /// Length in minutes, once it is saved.
    minutes: Option<u32>,
}

/// A line as it was typed.
enum Typed<'a> {
    Note(&'a str),
    /// Ticks or unticks the agenda line with this number.
    Tick(usize),
    Agenda,
    Later,
    End,
}

impl<'a> Typed<'a> {
    fn parse(line: &'a str) -> Self {
        if let Some(rest) = line.strip_prefix('\\')
            && !matches!(Self::parse(rest), Self::Note(_))
        {
            return Self::Note(rest);
        }
        match line.trim().to_lowercase().as_str() {
            "end" => Self::End,
            "later" => Self::Later,
            "agenda" => Self::Agenda,
            words => {
                let number = words.strip_prefix("x ").map(str::trim);
                let number = number.and_then(|number| number.parse().ok());
                number.map_or(Self::Note(line), Self::Tick)
            }
        }
    }
}

/// A call at the command line: the open book, the call, and where its words go.
struct Line<'a> {
    opened: LoadedBook,
    call: Call,
    session: &'a mut CliSession,
    voice: &'a mut dyn Write,
}

/// Holds a call until it ends or is left; `voice` is told at once what each line became.
pub fn run(
    args: &CallArgs,
    session: &mut CliSession,
    voice: &mut dyn Write,
) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let call = begin(args.number, &mut opened, session)?;
    let mut line = Line {
        opened,
        call,
        session,
        voice,
    };
    line.introduce()?;
    line.keep();
    line.hold(&mut io::stdin().lock())
}

/// The call that is open in the book.
pub fn open_call(store: &Store) -> Result<Option<Call>, Problem> {
    let drafts = store.drafts()?;
    let kept = drafts.iter().find(|draft| draft.draft_key == DRAFT_KEY);
    Ok(kept.and_then(|draft| Call::from_draft(&draft.text)))
}

/// The call that is still open, else a new one on the meeting with this number, on the one of today, or on none.
fn begin(
    number: Option<usize>,
    opened: &mut LoadedBook,
    session: &CliSession,
) -> Result<Call, Problem> {
    let now = session.env.local_now();
    let find = |number| meeting::find(opened, number);
    let numbered = number.map(find).transpose()?;
    let kept = open_call(&opened.store)?;
    if let Some(kept) = &kept
        && numbered.is_some()
        && numbered != kept.meeting
    {
        let day = dates::format_date_time(kept.began.date(), Some(kept.began.time()));
        let message = format!("The call that began on {day} is still open.");
        return Err(Problem::wrong_use(
            message,
            "“matchbook call” without a number goes on with it; end it there first.",
        ));
    }
    let program = session.program(&opened.book)?;
    let year = session.year(&opened.book, &program);
    let today = year.due_meetings().into_iter();
    let mut today = today.filter(|planned| planned.date == now.date());
    let id = match &kept {
        Some(kept) => kept.meeting,
        None => numbered.or_else(|| today.next().map(|planned| planned.id)),
    };
    let known = id.and_then(|id| opened.book.meetings.get(&id));
    if kept.is_none() && known.is_some_and(|meeting| !meeting.is_planned()) {
        return Err(Problem::wrong_use(
            "That meeting is not planned, so no call can be held on it.",
            "“matchbook call” without a number holds one that was not planned.",
        ));
    }
    let mut call = kept.unwrap_or_else(|| Call::start(&year, id, now));
    call.touch(now);
    if let Some(id) = known.map(|meeting| meeting.id) {
        opened.book.extend(opened.store.load_details(id)?);
    }
    Ok(call)
}

impl Line<'_> {
    /// Says words at once. That nobody hears them is no reason to lose what is typed.
    fn say(&mut self, words: &str) {
        let text = sanitized_lines(words);
        let _ = self.voice.write_all(text.as_bytes());
        let _ = self.voice.flush();
    }

    /// Says which call it is, its agenda, and what the last talk left behind.
    fn introduce(&mut self) -> Result<(), Problem> {
        let book = &self.opened.book;
        let meeting = self.call.meeting(book);
        let mut lines = vec![meeting.map_or_else(
            || "A call that was not planned.".to_owned(),
            |meeting| {
                let day = meeting_moment(meeting, book);
                format!("{}, {day}.", meeting.title_or_kind())
            },
        )];
        let written = self.call.notes.lines().count();
        if written > 0 || self.call.began != self.session.env.local_now() {
            let began = dates::format_time(self.call.began.time());
            let notes = match written {
                0 => "nothing noted yet".to_owned(),
                _ => format!("{} of notes", dates::pluralize(written, "line")),
            };
            lines.push(format!("It goes on: begun at {began}, {notes}."));
        }
        let link = self.call.link(book);
        lines.extend(link.map(|link| format!("To call: {link}")));
        lines.extend(agenda_lines(&self.call, book));
        let program = self.session.program(book)?;
        let year = self.session.year(book, &program);
        let last = last_time(&year, self.call.meeting);
        lines.extend(last.heading().map(|heading| format!("{heading}.")));
        for (name, of_kind) in last.sections(&year) {
            lines.extend(of_kind.iter().map(|line| format!("{name}: {line}")));
        }
        lines.push("Write your notes. “end” alone on a line ends the call; “matchbook call --help” tells the rest.".to_owned());
        self.say(&lines.join("\n"));
        Ok(())
    }

    /// Puts the call into its draft.
    fn keep(&mut self) {
        let (text, at) = (self.call.draft(), self.session.env.now());
        if let Err(error) = self.opened.store.save_draft(DRAFT_KEY, &text, at) {
            let problem = Problem::from(error);
            self.say(&format!("Not kept yet. {}", problem.message));
        }
    }

    /// Reads lines until the call ends or is left.
    fn hold(mut self, input: &mut dyn BufRead) -> Result<Output, Problem> {
        while let Some(typed) = next_line(input)? {
            self.call.touch(self.session.env.local_now());
            let words = match Typed::parse(&typed) {
                Typed::End => return self.end(),
                Typed::Later => return Ok(self.leave()),
                Typed::Agenda => agenda_lines(&self.call, &self.opened.book).join("\n"),
                Typed::Tick(number) => self.tick(number),
                Typed::Note(line) => self.note(line)?,
            };
            // What was said to be noted must survive whatever ends the program.
            self.keep();
            self.say(&words);
        }
        if self.call.notes.trim().is_empty() && self.call.ticks.is_empty() {
            self.opened.store.clear_draft(DRAFT_KEY)?;
            let notes = ["Nothing was typed, so no call is logged.".to_owned()];
            return Ok(Output::done("nothing changed", &notes, self.answer(false)));
        }
        self.end()
    }

    fn tick(&mut self, number: usize) -> String {
        let agenda = self.call.agenda(&self.opened.book);
        match by_number(&agenda, number, "agenda line", "call") {
            Ok(item) => {
                self.call.tick(item);
                let is_ticked = self.call.is_ticked(item);
                let state = if is_ticked { "ticked" } else { "open again" };
                format!("Line {number} is {state}: {}", item.text)
            }
            Err(problem) => format!("{} “agenda” says the lines.", problem.message),
        }
    }

    /// Adds a line to the notes; what it became, in words. One that is too long for an action stays a note.
    fn note(&mut self, line: &str) -> Result<String, Problem> {
        let Err(refusal) = self.try_with(line) else {
            let today = self.session.env.today();
            return Ok(spoken(line, &self.opened.book, today));
        };
        // Only these are shared in any case; a private line must not become a note.
        if !matches!(read_line(line).0, Some(Mark::Action | Mark::Win)) {
            return Err(kept_open(refusal));
        }
        self.try_with(&format!("\\{line}")).map_err(kept_open)?;
        Ok(format!("{} It stays a note.", refusal.message))
    }

    /// Adds a line if the call could be saved with it.
    fn try_with(&mut self, line: &str) -> Result<(), ops::Refusal> {
        let mut call = self.call.clone();
        if !call.notes.is_empty() {
            call.notes.push('\n');
        }
        call.notes.push_str(line);
        let now = self.session.env.local_now();
        call::end(&self.opened.book, &call, now, &self.session.ctx())?;
        self.call = call;
        Ok(())
    }

    fn leave(mut self) -> Output {
        self.keep();
        let notes = ["“matchbook call” goes on with it.".to_owned()];
        Output::done("call left open", &notes, self.answer(true))
    }

    /// Writes the meeting up in one commit, which takes the place of the draft.
    fn end(mut self) -> Result<Output, Problem> {
        let now = self.session.env.local_now();
        let commit = call::end(&self.opened.book, &self.call, now, &self.session.ctx())
            .map_err(kept_open)?;
        let mut changes = commit.changes.iter();
        let held = changes.find(|change| change.kind() == Some(Kind::Meeting));
        let held = held.map(|change| change.id);
        let LoadedBook { store, book } = &mut self.opened;
        store.commit_and_clear_draft(&commit, Some(DRAFT_KEY), &mut self.session.env)?;
        book.apply(&commit.changes);
        let minutes = held.and_then(|id| book.meetings.get(&id)?.minutes);
        let length = minutes.map(|minutes| format!("{}.", dates::pluralize(minutes, "minute")));
        let next = "No next talk is planned. “matchbook meeting plan \"next tue 10am\"” plans one.";
        let next = book.planned().is_empty().then(|| next.to_owned());
        let undo = "“matchbook undo” takes the call back as a whole.".to_owned();
        let notes: Vec<_> = length.into_iter().chain(next).chain([undo]).collect();
        let answer = HeldCall {
            meeting: held,
            minutes,
            ..self.answer(false)
        };
        Ok(Output::done(&commit.label, &notes, answer))
    }

    fn answer(&self, open: bool) -> HeldCall {
        HeldCall {
            meeting: self.call.meeting,
            open,
            minutes: None,
        }
    }
}

/// The next line of the input without its end; none at the end.
fn next_line(input: &mut dyn BufRead) -> Result<Option<String>, Problem> {
    /// Longest line in bytes.
    const MAX_BYTES: u64 = 100_000;
    let mut line = Vec::new();
    let read = input.take(MAX_BYTES).read_until(b'\n', &mut line);
    let read = read.map_err(|error| {
        let problem = Problem::new("The standard input could not be read any further.");
        problem.hint(GOES_ON).caused_by(&error)
    })?;
    if read as u64 == MAX_BYTES && !line.ends_with(b"\n") {
        // Its rest would come as a line of its own, without the mark of this one.
        let problem = Problem::new("That line is too long, so it was not taken.");
        return Err(problem.hint(GOES_ON));
    }
    let text = String::from_utf8_lossy(&line);
    let text = text.trim_end_matches(['\n', '\r']);
    let is_break = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    // What else breaks a line must not part the rest of a private one from its mark.
    let text = match read_line(text).0 {
        Some(Mark::Private) => text.replace(is_break, " "),
        Some(Mark::Action | Mark::Decision | Mark::Win) | None => text.to_owned(),
    };
    Ok((read > 0).then_some(text))
}

const GOES_ON: &str = "What you typed is kept; “matchbook call” goes on with it.";

fn kept_open(refusal: ops::Refusal) -> Problem {
    Problem::new(refusal.message).hint(GOES_ON)
}

fn agenda_lines(call: &Call, book: &Book) -> Vec<String> {
    let agenda = call.agenda(book);
    let Some(meeting) = call.meeting(book).filter(|_| !agenda.is_empty()) else {
        return vec!["Nothing is on the agenda.".to_owned()];
    };
    let times = meeting.line_times(&agenda);
    let mut lines = vec!["Agenda:".to_owned()];
    for (number, (item, time)) in (1..).zip(agenda.into_iter().zip(times)) {
        let minutes = item.minutes.map(|it| dates::pluralize(it, "minute"));
        let ticked = call.is_ticked(item).then(|| "ticked".to_owned());
        let time = time.map(dates::format_time);
        let details: Vec<_> = [time, minutes, ticked].into_iter().flatten().collect();
        let details = match details.as_slice() {
            [] => String::new(),
            details => format!(" ({})", details.join("; ")),
        };
        lines.push(format!("{number}. {}{details}", item.text));
    }
    lines
}

/// Sentence that says the meaning of a line; none for a blank one.
fn spoken(line: &str, book: &Book, today: NaiveDate) -> String {
    match call::meaning(line, book, today) {
        Some(meaning) => sentence(&meaning),
        None if line.trim().is_empty() => String::new(),
        None => "Note.".to_owned(),
    }
}
