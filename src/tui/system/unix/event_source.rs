//! The event source: one poll for input, signals, a terminal that is gone, and a timeout.
//!
//! Signals arrive on pipes, so that one poll sees them and the terminal alike; they come first. Nothing here blocks but that
//! poll: available bytes are read, and incomplete sequences stay in the [`Decoder`]. Pipes and polling are Unix's.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use crossterm::event::Event;
use rustix::event::PollFlags;
use rustix::io::Errno;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGWINCH};

use super::decoder::Decoder;
use super::wait::wait;
use crate::problem::Problem;
use crate::tui::input::{self, Wake, terminal_lost};

/// Bytes per read.
const READ_BUFFER_SIZE: usize = 1 << 14;
/// Polls the terminal and the signals' pipes.
pub struct EventSource {
    /// Pipes, each readable once its signal came.
    signals: Vec<(i32, UnixStream)>,
    decoder: Decoder,
    /// Time of the last input, from which the decoder's timeout counts.
    last_input_at: Instant,
    /// Decoded events that were not returned yet.
    events: VecDeque<Event>,
}

impl EventSource {
    /// Registers handlers for the signals that concern a program on a screen.
    ///
    /// # Errors
    /// When the system allows no pipe.
    pub fn new() -> Result<Self, Problem> {
        let signals = [SIGTERM, SIGHUP, SIGINT, SIGCONT, SIGWINCH];
        let listening = signals
            .into_iter()
            .map(signal_pipe)
            .collect::<io::Result<_>>();
        Ok(Self {
            signals: listening.map_err(|error| terminal_lost(&error))?,
            decoder: Decoder::default(),
            last_input_at: Instant::now(),
            events: VecDeque::new(),
        })
    }

    /// True if no input and no signal is available.
    pub fn is_idle(&mut self) -> bool {
        self.events.is_empty() && matches!(self.poll_fds(Duration::ZERO), Ok(PollResult::Timeout))
    }

    /// The next event; polls for it until the timeout `limit`.
    ///
    /// # Errors
    /// When the terminal cannot be polled.
    pub fn next(&mut self, limit: Duration) -> Result<Wake, Problem> {
        self.try_next(limit).map_err(|error| terminal_lost(&error))
    }

    fn try_next(&mut self, limit: Duration) -> io::Result<Wake> {
        let until = Instant::now() + limit;
        loop {
            if let Some(event) = self.events.pop_front() {
                return Ok(Wake::Event(event));
            }
            let now = Instant::now();
            let silence = self
                .decoder
                .timeout()
                .map(|patience| self.last_input_at + patience);
            let soonest = silence.map_or(until, |end| end.min(until));
            match self.poll_fds(soonest.saturating_duration_since(now))? {
                PollResult::Signal(SIGCONT) => {
                    self.drain_signal(SIGCONT);
                    return Ok(Wake::Resumed);
                }
                PollResult::Signal(SIGWINCH) => {
                    self.drain_signal(SIGWINCH);
                    let (columns, lines) = crossterm::terminal::size()?;
                    return Ok(Wake::Event(Event::Resize(columns, lines)));
                }
                PollResult::Signal(number) => return Ok(Wake::Signal(number)),
                PollResult::Input if !self.read_input()? => return Ok(Wake::Signal(SIGHUP)),
                PollResult::Input => {}
                PollResult::Timeout => {
                    let now = Instant::now();
                    if silence.is_some_and(|end| end <= now) {
                        self.events.extend(self.decoder.flush());
                    } else if until <= now {
                        return Ok(Wake::Timeout);
                    }
                }
            }
        }
    }

    /// Merges characters of one read into a paste.
    pub fn unbracketed_paste(&mut self, lines: bool) -> Option<String> {
        input::unbracketed_paste(&mut self.events, lines)
    }

    /// Takes the terminal back; Ctrl-C over there was not meant for us.
    pub fn resume(&mut self) {
        self.drain_signal(SIGINT);
    }

    /// Reads the available input; false if the terminal is gone.
    fn read_input(&mut self) -> io::Result<bool> {
        let mut chunk = [0; READ_BUFFER_SIZE];
        match rustix::io::read(io::stdin(), &mut chunk) {
            Ok(0) | Err(Errno::IO) => Ok(false),
            Ok(count) => {
                self.last_input_at = Instant::now();
                self.events.extend(self.decoder.feed(&chunk[..count]));
                Ok(true)
            }
            Err(Errno::INTR | Errno::AGAIN) => Ok(true),
            Err(error) => Err(error.into()),
        }
    }

    /// Discards a signal that was not meant for this program or is handled.
    fn drain_signal(&mut self, signal: i32) {
        let mut rest = [0; 64];
        for (_, pipe) in self.signals.iter_mut().filter(|(of, _)| *of == signal) {
            while pipe.read(&mut rest).is_ok_and(|count| count > 0) {}
        }
    }

    /// Polls until something is available or the timeout `limit` has passed; a terminal that is gone counts as a signal.
    fn poll_fds(&self, limit: Duration) -> io::Result<PollResult> {
        let stdin = io::stdin();
        let mut watched = vec![stdin.as_fd()];
        watched.extend(self.signals.iter().map(|(_, pipe)| pipe.as_fd()));
        let mut events = wait(&watched, limit)?.into_iter();
        let terminal = events.next().unwrap_or(PollFlags::empty());
        let mut signals = events.zip(&self.signals);
        Ok(
            if let Some((_, (number, _))) = signals.find(|(events, _)| !events.is_empty()) {
                PollResult::Signal(*number)
            } else if terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                PollResult::Signal(SIGHUP)
            } else if terminal.contains(PollFlags::IN) {
                PollResult::Input
            } else {
                PollResult::Timeout
            },
        )
    }
}

/// A pipe that is readable once `signal` came.
fn signal_pipe(signal: i32) -> io::Result<(i32, UnixStream)> {
    let (reader, writer) = UnixStream::pair()?;
    reader.set_nonblocking(true)?;
    signal_hook::low_level::pipe::register(signal, writer)?;
    Ok((signal, reader))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PollResult {
    Signal(i32),
    Input,
    Timeout,
}
