//! The event source: the console's events, its closing, and a timeout.
//!
//! When its window is closed or the user logs off, Windows ends the program as soon as the handler of that event returns, or
//! after some seconds. Tokio's handler never returns, so there is time to save drafts; that of `ctrlc` and of `signal-hook`
//! returns at once. The stream reads only while it is there: an outside editor gets the keys that are meant for it.

use std::collections::{BTreeSet, VecDeque};
use std::io;
use std::time::Duration;

use crossterm::event::{Event, EventStream, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use futures_util::StreamExt;
use tokio::runtime::{Builder, Runtime};
use tokio::signal::windows::{CtrlBreak, CtrlC, CtrlClose, CtrlLogoff, CtrlShutdown};
use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close, ctrl_logoff, ctrl_shutdown};
use tokio::time::{Instant, sleep_until};

use crate::problem::Problem;
use crate::tui::input::{self, HANGUP, Wake, terminal_lost};

/// Polls the console.
pub struct EventSource {
    executor: Runtime,
    endings: Endings,
    /// None while another program has the console.
    stream: Option<EventStream>,
    /// Events that were not returned yet.
    events: VecDeque<Event>,
    held: HeldKeys,
}

impl EventSource {
    /// Registers handlers for the events that end a program on a console.
    ///
    /// # Errors
    /// When the system allows none.
    pub fn new() -> Result<Self, Problem> {
        let start = || -> io::Result<Self> {
            let executor = Builder::new_current_thread().enable_all().build()?;
            let endings = executor.block_on(async { Endings::new() })?;
            Ok(Self {
                executor,
                endings,
                stream: Some(EventStream::new()),
                events: VecDeque::new(),
                held: HeldKeys::default(),
            })
        };
        start().map_err(|error| terminal_lost(&error))
    }

    /// True if no input is available.
    pub fn is_idle(&mut self) -> bool {
        // A console that cannot be read is told by the next poll.
        let _ = self.gather();
        self.events.is_empty()
    }

    /// The next event; polls for it until the timeout `limit`.
    ///
    /// # Errors
    /// When the console cannot be polled.
    pub fn next(&mut self, limit: Duration) -> Result<Wake, Problem> {
        self.try_next(limit).map_err(|error| terminal_lost(&error))
    }

    fn try_next(&mut self, limit: Duration) -> io::Result<Wake> {
        let until = Instant::now() + limit;
        loop {
            if let Some(event) = self.events.pop_front() {
                return Ok(Wake::Event(event));
            }
            match self.poll(until)? {
                Heard::Event(event) => self.take(event)?,
                Heard::Ending => return Ok(Wake::Signal(HANGUP)),
                Heard::Nothing => return Ok(Wake::Timeout),
            }
            // A paste comes as keys, all at once.
            self.gather()?;
        }
    }

    /// Takes all events that are there.
    fn gather(&mut self) -> io::Result<()> {
        while let Heard::Event(event) = self.poll(Instant::now())? {
            self.take(event)?;
        }
        Ok(())
    }

    fn poll(&mut self, until: Instant) -> io::Result<Heard> {
        let (stream, endings) = (&mut self.stream, &mut self.endings);
        let stream = stream.get_or_insert_with(EventStream::new);
        // Every poll of the stream has this executor's waker: it keeps the first one it was given.
        self.executor.block_on(async {
            tokio::select! {
                biased;
                () = endings.next() => Ok(Heard::Ending),
                event = stream.next() => match event {
                    Some(event) => Ok(Heard::Event(event?)),
                    None => Ok(Heard::Ending),
                },
                () = sleep_until(until) => Ok(Heard::Nothing),
            }
        })
    }

    fn take(&mut self, event: Event) -> io::Result<()> {
        let event = match event {
            Event::Key(key) => self.held.typed(key).map(Event::Key),
            // The size that the event tells is that of a buffer, which may be longer than the window.
            Event::Resize(..) => {
                let (columns, lines) = crossterm::terminal::size()?;
                Some(Event::Resize(columns, lines))
            }
            Event::FocusGained | Event::FocusLost | Event::Mouse(_) | Event::Paste(_) => {
                Some(event)
            }
        };
        self.events.extend(event);
        Ok(())
    }

    /// Merges characters that came at once into a paste.
    pub fn unbracketed_paste(&mut self, lines: bool) -> Option<String> {
        input::unbracketed_paste(&mut self.events, lines)
    }

    /// Leaves the console to another program.
    pub fn pause(&mut self) {
        self.stream = None;
    }

    /// Takes the console back; Ctrl-C over there was not meant for us.
    pub fn resume(&mut self) {
        if let Ok(fresh) = self.executor.block_on(async { ctrl_c() }) {
            self.endings.interrupt = fresh;
        }
        self.stream = Some(EventStream::new());
    }
}

enum Heard {
    Event(Event),
    Ending,
    Nothing,
}

/// Control events that end a program on a console.
struct Endings {
    interrupt: CtrlC,
    break_key: CtrlBreak,
    closing: CtrlClose,
    logoff: CtrlLogoff,
    shutdown: CtrlShutdown,
}

impl Endings {
    fn new() -> io::Result<Self> {
        Ok(Self {
            interrupt: ctrl_c()?,
            break_key: ctrl_break()?,
            closing: ctrl_close()?,
            logoff: ctrl_logoff()?,
            shutdown: ctrl_shutdown()?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.break_key.recv() => {}
            _ = self.closing.recv() => {}
            _ = self.logoff.recv() => {}
            _ = self.shutdown.recv() => {}
        }
    }
}

/// Characters whose keys are down. The console tells releases as well, which type nothing, but for one kind: a character that
/// is entered by its number (Alt and 0233) comes as a release without a press.
#[derive(Default)]
struct HeldKeys(BTreeSet<char>);

impl HeldKeys {
    /// The key press that `key` stands for; none for the release of a key.
    fn typed(&mut self, key: KeyEvent) -> Option<KeyEvent> {
        let KeyCode::Char(character) = key.code else {
            return (key.kind != KeyEventKind::Release).then_some(key);
        };
        if key.kind != KeyEventKind::Release {
            self.0.insert(character);
            return Some(key);
        }
        // With Shift released first, the same key is another character.
        if self.0.remove(&character) || self.0.pop_first().is_some() {
            return None;
        }
        Some(KeyEvent::new(key.code, KeyModifiers::NONE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(character: char, kind: KeyEventKind) -> KeyEvent {
        KeyEvent::new_with_kind(KeyCode::Char(character), KeyModifiers::NONE, kind)
    }

    fn typed(events: &[(char, KeyEventKind)]) -> String {
        let mut held = HeldKeys::default();
        let keys = events
            .iter()
            .filter_map(|(character, kind)| held.typed(event(*character, *kind)));
        keys.filter_map(|key| key.code.as_char()).collect()
    }

    #[test]
    fn a_character_by_its_number_types_and_other_releases_do_not() {
        use KeyEventKind::{Press, Release, Repeat};
        assert_eq!(
            typed(&[('a', Press), ('a', Release), ('\u{e9}', Release)]),
            "a\u{e9}"
        );
        assert_eq!(typed(&[('A', Press), ('a', Release)]), "A");
        assert_eq!(
            typed(&[('a', Press), ('b', Press), ('a', Release), ('b', Release)]),
            "ab"
        );
        assert_eq!(typed(&[('a', Press), ('a', Repeat), ('a', Release)]), "aa");
    }
}
