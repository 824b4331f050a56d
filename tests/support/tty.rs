//! A terminal with the program in it: a screen that answers what terminals are asked, keys, pastes, sizes and signals.
//!
//! What is written is read by a thread and kept, as bytes and as a screen. Every wait names what it waits for and has a
//! deadline.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

use crate::keys::script_bytes;
use crate::world::{PATIENCE, locked, wait_until};

/// Columns and lines of a terminal at first.
const SIZE: (u16, u16) = (80, 24);
/// Opens a terminal as nobody's own.
const NO_CONTROL: i32 = rustix::fs::OFlags::NOCTTY.bits().cast_signed();

/// What the screen shows and what was written to it.
struct Seen {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    /// How many of the bytes were searched for questions.
    asked: usize,
    closed: bool,
}

/// A terminal with the program in it; dropped, it kills the program.
pub struct Tty {
    child: Box<dyn Child + Send + Sync>,
    pid: Pid,
    /// None once the terminal has vanished.
    line: Option<Line>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    /// How the line was set before.
    before: String,
    code: Option<u32>,
}

/// The other end of the terminal, and the threads that read and write there.
struct Line {
    master: Box<dyn MasterPty + Send>,
    input: mpsc::Sender<Vec<u8>>,
    reader: JoinHandle<()>,
    writer: JoinHandle<()>,
    /// Tells the reader to stop at the next byte.
    stop: Arc<AtomicBool>,
}

impl Tty {
    /// Starts `command` in it.
    pub fn start(command: CommandBuilder) -> Self {
        let (columns, lines) = SIZE;
        let pair = native_pty_system().openpty(size(columns, lines)).unwrap();
        let before = modes(pair.master.as_ref());
        let child = pair.slave.spawn_command(command).unwrap();
        let pid = i32::try_from(child.process_id().unwrap()).unwrap();
        let seen = Seen {
            parser: vt100::Parser::new(cells(lines), cells(columns), 0),
            bytes: Vec::new(),
            asked: 0,
            closed: false,
        };
        let seen = Arc::new((Mutex::new(seen), Condvar::new()));
        Self {
            child,
            pid: Pid::from_raw(pid).unwrap(),
            line: Some(Line::new(pair.master, &seen)),
            seen,
            before,
            code: None,
        }
    }

    fn line(&self) -> &Line {
        self.line.as_ref().unwrap()
    }

    /// Waits until `done` says so of the screen.
    pub fn wait(&self, what: &str, mut done: impl FnMut(&vt100::Screen) -> bool) {
        self.look_until(what, |seen| done(seen.parser.screen()));
    }

    fn look_until(&self, what: &str, mut done: impl FnMut(&Seen) -> bool) {
        let (seen, changed) = &*self.seen;
        let started = Instant::now();
        let mut seen = locked(seen);
        while !done(&seen) {
            let left = PATIENCE.saturating_sub(started.elapsed());
            assert!(
                !seen.closed && !left.is_zero(),
                "waited in vain for {what}; the screen shows\n{}",
                seen.parser.screen().contents()
            );
            let waited = changed.wait_timeout(seen, left);
            seen = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits until `text` is on the screen.
    pub fn wait_for(&self, text: &str) -> &Self {
        self.wait(&format!("“{text}”"), |screen| shows(screen, text));
        self
    }

    /// Waits until `text` has left the screen.
    pub fn wait_without(&self, text: &str) -> &Self {
        self.wait(&format!("no “{text}”"), |screen| !shows(screen, text));
        self
    }

    /// Waits until `text` is among the bytes written after the first `from`.
    pub fn wait_for_bytes(&self, from: usize, text: &str) -> &Self {
        self.look_until(&format!("the bytes {text:?}"), |seen| {
            String::from_utf8_lossy(&seen.bytes[from..]).contains(text)
        });
        self
    }

    /// What is on the screen.
    pub fn screen(&self) -> String {
        locked(&self.seen.0).parser.screen().contents()
    }

    /// Everything that was written to the terminal so far.
    pub fn written(&self) -> Vec<u8> {
        locked(&self.seen.0).bytes.clone()
    }

    /// Whether nothing is written for `silence`.
    pub fn is_silent_for(&self, silence: Duration) -> bool {
        let (seen, changed) = &*self.seen;
        let seen = locked(seen);
        let before = seen.bytes.len();
        let waited = changed.wait_timeout_while(seen, silence, |seen| seen.bytes.len() == before);
        let (seen, _) = waited.unwrap_or_else(PoisonError::into_inner);
        seen.bytes.len() == before
    }

    /// Waits until nothing more is written: what was asked for is done.
    pub fn settle(&self) -> &Self {
        wait_until("a quiet screen", || {
            self.is_silent_for(Duration::from_millis(300))
        });
        self
    }

    /// Presses keys: letters as they are, others by name, as in `aWalk<Enter><C-s>`.
    pub fn keys(&self, script: &str) -> &Self {
        self.bytes(script_bytes(script))
    }

    /// Sends bytes as they are.
    pub fn bytes(&self, bytes: impl Into<Vec<u8>>) -> &Self {
        self.line().input.send(bytes.into()).unwrap();
        self
    }

    /// Pastes, as a terminal that marks a paste.
    pub fn paste(&self, text: &str) -> &Self {
        self.bytes(format!("\x1b[200~{text}\x1b[201~"))
    }

    /// Gives the terminal another size.
    pub fn resize(&self, columns: u16, lines: u16) -> &Self {
        let mut seen = locked(&self.seen.0);
        seen.parser
            .screen_mut()
            .set_size(cells(lines), cells(columns));
        drop(seen);
        self.line().master.resize(size(columns, lines)).unwrap();
        self
    }

    /// Whether the line is set as it was before the program came.
    pub fn line_is_given_back(&self) -> bool {
        modes(self.line().master.as_ref()) == self.before
    }

    /// What the system says of the process under `name`: `stat`, `status`.
    pub fn proc(&self, name: &str) -> String {
        let path = format!("/proc/{}/{name}", self.pid.as_raw_nonzero());
        std::fs::read_to_string(path).unwrap()
    }

    /// The program's process.
    pub fn pid(&self) -> Pid {
        self.pid
    }

    /// Sends a signal.
    pub fn signal(&self, signal: Signal) -> &Self {
        kill_process(self.pid, signal).unwrap();
        self
    }

    /// Kills the program without warning.
    pub fn kill(mut self) {
        self.signal(Signal::KILL);
        self.code();
    }

    /// Takes the terminal away, as when its window closes and nobody tells the program.
    pub fn vanish(&mut self) {
        let Some(line) = self.line.take() else {
            return;
        };
        // Whoever reads holds the terminal open: the next byte, which anybody may write, makes the reader let go.
        line.stop.store(true, Ordering::Relaxed);
        let mut other = std::fs::File::options();
        other.write(true);
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut other, NO_CONTROL);
        let mut other = other.open(line.master.tty_name().unwrap()).unwrap();
        other.write_all(b" ").unwrap();
        drop(other);
        line.reader.join().unwrap();
        drop((line.master, line.input));
        line.writer.join().unwrap();
    }

    /// Waits for the end; the exit code.
    pub fn code(&mut self) -> u32 {
        let child = &mut self.child;
        let code = &mut self.code;
        wait_until("the end of the program", || {
            if code.is_none() {
                *code = child.try_wait().unwrap().map(|status| status.exit_code());
            }
            code.is_some()
        });
        code.unwrap()
    }

    /// Waits for the end.
    pub fn end(mut self) -> Ended {
        let code = self.code();
        let (seen, changed) = &*self.seen;
        let waited = changed.wait_timeout_while(locked(seen), PATIENCE, |seen| !seen.closed);
        let (seen, _) = waited.unwrap_or_else(PoisonError::into_inner);
        assert!(seen.closed, "somebody keeps the terminal");
        let screen = seen.parser.screen();
        let mouse = screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None;
        let kept = [
            (screen.alternate_screen(), "the second screen"),
            (screen.hide_cursor(), "the cursor"),
            (screen.bracketed_paste(), "the marks around pastes"),
            (mouse, "the mouse"),
            (!self.line_is_given_back(), "the line"),
        ];
        Ended {
            code,
            bytes: seen.bytes.clone(),
            screen: screen.contents(),
            kept: kept
                .iter()
                .filter(|(kept, _)| *kept)
                .map(|(_, what)| *what)
                .collect(),
        }
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        if self.code.is_none() {
            let _ = kill_process(self.pid, Signal::KILL);
            let _ = self.child.wait();
        }
    }
}

impl Line {
    fn new(master: Box<dyn MasterPty + Send>, seen: &Arc<(Mutex<Seen>, Condvar)>) -> Self {
        let (input, keys) = mpsc::channel::<Vec<u8>>();
        let mut out = master.take_writer().unwrap();
        // A flood is written by a thread of its own, or both sides could wait for each other to read.
        let writer = std::thread::spawn(move || {
            for bytes in keys {
                if out.write_all(&bytes).is_err() {
                    break;
                }
            }
        });
        let stop = Arc::new(AtomicBool::new(false));
        let from = master.try_clone_reader().unwrap();
        let (seen, answers, stopped) = (seen.clone(), input.clone(), stop.clone());
        let reader = std::thread::spawn(move || read(from, &seen, &answers, &stopped));
        Self {
            master,
            input,
            reader,
            writer,
            stop,
        }
    }
}

/// Reads what is written to the terminal and answers what it asks.
fn read(
    mut from: Box<dyn Read + Send>,
    (seen, changed): &(Mutex<Seen>, Condvar),
    answers: &mpsc::Sender<Vec<u8>>,
    stop: &AtomicBool,
) {
    let mut chunk = [0; 1 << 14];
    loop {
        let count = from.read(&mut chunk).unwrap_or(0);
        let mut seen = locked(seen);
        seen.closed = count == 0;
        seen.bytes.extend_from_slice(&chunk[..count]);
        seen.parser.process(&chunk[..count]);
        while let Some(answer) = seen.answer() {
            let _ = answers.send(answer.into_bytes());
        }
        changed.notify_all();
        if seen.closed || stop.load(Ordering::Relaxed) {
            break;
        }
    }
}

impl Seen {
    /// The answer to the next question of the program: where the cursor is, what kind of terminal this is.
    fn answer(&mut self) -> Option<String> {
        const QUESTIONS: [&[u8]; 3] = [b"\x1b[6n", b"\x1b[c", b"\x1b[0c"];
        let rest = &self.bytes[self.asked..];
        let found = QUESTIONS.iter().filter_map(|question| {
            let at = rest
                .windows(question.len())
                .position(|part| part == *question)?;
            Some((at, question.len()))
        });
        let Some((at, length)) = found.min() else {
            // A question may be cut in two.
            self.asked = self.bytes.len().saturating_sub(3).max(self.asked);
            return None;
        };
        let where_is = rest[at + length - 1] == b'n';
        self.asked += at + length;
        Some(if where_is {
            let (row, column) = self.parser.screen().cursor_position();
            format!("\x1b[{};{}R", row + 1, column + 1)
        } else {
            "\x1b[?62;22c".to_owned()
        })
    }
}

/// How a run ended.
pub struct Ended {
    /// The exit code.
    pub code: u32,
    /// Everything that was written to the terminal.
    pub bytes: Vec<u8>,
    /// What stands on the screen.
    pub screen: String,
    kept: Vec<&'static str>,
}

impl Ended {
    /// Asserts how it ended, and that the terminal is as it was before.
    pub fn assert(&self, code: u32) -> &Self {
        assert_eq!(self.code, code, "{}", self.screen);
        assert!(self.kept.is_empty(), "not given back: {:?}", self.kept);
        self
    }
}

/// Whether `text` is on the screen, broken over lines or not.
fn shows(screen: &vt100::Screen, text: &str) -> bool {
    let contents = screen.contents();
    contents.contains(text)
        || contents
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .contains(text)
}

fn size(columns: u16, lines: u16) -> PtySize {
    PtySize {
        rows: lines,
        cols: columns,
        ..PtySize::default()
    }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count.max(1)).unwrap()
}

fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}
