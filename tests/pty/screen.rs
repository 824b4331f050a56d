//! The terminal itself: sleep, sizes, floods, poor terminals, and text that would do something to them.

use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::tty::Tty;
use crate::world::{World, open_note, wait_until};

#[test]
fn ctrl_z_gives_the_terminal_to_the_shell_and_waking_paints_everything_anew() {
    let world = World::with_book();
    let tty = world.open();
    for _ in 0..2 {
        tty.settle().keys("<C-z>");
        wait_until("the program to sleep", || tty.proc("stat").contains(") T "));
        assert!(tty.line_is_given_back());
        tty.wait("the first screen", |screen| {
            !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste()
        });
        let drawn = tty.written().len();
        tty.resize(100, 30).signal(Signal::CONT);
        tty.wait_for_bytes(drawn, "\x1b[?1049h");
        tty.wait_for("What is next");
        assert!(!tty.line_is_given_back());
        tty.resize(80, 24);
    }
    tty.keys("q");
    tty.end().assert(0);
}

#[test]
fn the_cursor_is_shown_on_the_selected_row_and_follows_it() {
    let world = World::with_book();
    let tty = world.open();
    let on_mark = |screen: &vt100::Screen| {
        let (row, column) = screen.cursor_position();
        let cell = screen.cell(row, column);
        let mark = cell.is_some_and(|cell| cell.contents() == "▸");
        (mark && !screen.hide_cursor()).then_some(row)
    };
    tty.wait_for("What is next");
    tty.wait("the cursor", |screen| on_mark(screen).is_some());
    let drawn = tty.written().len();
    tty.keys("5").wait_for("Forms of your program");
    let mut first = None;
    tty.wait("the cursor", |screen| {
        first = on_mark(screen);
        first.is_some()
    });
    tty.keys("<Down>");
    tty.wait("the next row", |screen| on_mark(screen) > first);
    // Never hidden meanwhile, and each frame is one step.
    let written = String::from_utf8_lossy(&tty.written()[drawn..]).into_owned();
    assert!(!written.contains("\x1b[?25l"), "{written:?}");
    assert!(written.contains("\x1b[?2026h") && written.contains("\x1b[?2026l"));
    tty.keys("q");
    tty.end().assert(0);
}

#[test]
fn in_gnu_screen_the_mouse_is_off_since_escape_would_wait() {
    let world = World::with_book();
    for (sty, mouse) in [("", true), ("123.pts-1.host", false)] {
        let program = world.program();
        let tty = if sty.is_empty() {
            program.open()
        } else {
            program.env("STY", sty).open()
        };
        tty.wait_for("What is next");
        let written = String::from_utf8_lossy(&tty.written()).into_owned();
        assert_eq!(written.contains("\x1b[?1000h"), mouse);
        // What stood there before is wiped where there is no alternate screen.
        assert!(written.contains("\x1b[?1049h\x1b[2J"), "{written:?}");
        tty.keys("q");
        tty.end().assert(0);
    }
}

#[test]
fn no_size_costs_what_is_typed() {
    let world = World::with_book();
    let tty = world.open();
    open_note(&tty);
    tty.keys("What was said").wait_for("What was said");
    let sizes = [
        (1, 1),
        (0, 0),
        (20, 5),
        (200, 60),
        (2, 200),
        (300, 1),
        (40, 12),
    ];
    for round in 0..sizes.len() {
        for (columns, lines) in sizes {
            tty.resize(columns, lines);
        }
        // Between storms there is time to draw.
        let (columns, lines) = sizes[round];
        tty.resize(columns, lines).settle();
    }
    tty.resize(39, 11).wait_for("make this window larger");
    tty.keys(" and done");
    tty.resize(80, 24).wait_for("What was said and done");
    tty.resize(80, 11).wait_for("make this window larger");
    tty.resize(40, 12).wait_for("and done").keys("<C-s>");
    tty.resize(80, 24).wait_for("u undoes").keys("<Esc>");
    tty.wait_without("When do you talk next?").keys("q");
    tty.end().assert(0);
}

#[test]
fn a_megabyte_pasted_is_taken_up_to_the_limit_in_one_step() {
    let world = World::with_book();
    let tty = world.open();
    open_note(&tty);
    tty.keys("Before. ").wait_for("Before.");
    let started = Instant::now();
    tty.paste(&"A line of a very long text that somebody pastes.\n".repeat(21_000));
    tty.wait_for("did not fit");
    assert!(started.elapsed() < Duration::from_secs(20));
    world.wait_for_draft("somebody pastes");
    let kept = world.drafts()[0].len();
    assert!((250_000..300_000).contains(&kept), "{kept}");
    tty.keys("<C-z>").wait_for("Before.");
    tty.wait_without("somebody pastes").keys("<C-s>");
    tty.wait_for("u undoes").keys("<Esc>");
    tty.wait_without("When do you talk next?").keys("q");
    tty.end().assert(0);
}

#[test]
fn a_flood_of_keys_is_taken_in_seconds_and_then_all_is_quiet() {
    let world = World::with_book();
    let tty = world.open();
    open_note(&tty);
    for (count, last) in [(60, "the first end"), (2_000, "the last end")] {
        let started = Instant::now();
        let flood = "A line that a terminal without marks around pastes types.\r".repeat(count);
        tty.bytes(flood).keys(last).wait_for(last);
        assert!(started.elapsed() < Duration::from_secs(20));
        tty.settle();
        let before = ticks(&tty);
        assert!(tty.is_silent_for(Duration::from_secs(1)));
        // A second has 100 ticks; whoever spins takes them all.
        assert!(ticks(&tty) - before < 30, "busy though nothing happens");
    }
    tty.keys("<C-q>");
    tty.end().assert(0);
}

#[test]
fn half_a_sequence_swallows_no_key_and_keeps_no_signal_out() {
    let world = World::with_book();
    let tty = world.open();
    open_note(&tty);
    // An answer to a question that was never asked.
    tty.bytes("\x1b[?2026;2$y").keys("One,").wait_for("One,");
    tty.bytes("\x1b[1;").settle().keys(" two,");
    tty.wait_for("One, two,");
    tty.bytes("\x1b[200~ three").wait_for("three");
    tty.keys(" and four").wait_for("three and four");
    for half in ["\x1b[", "\x1bO", "\x1b[1;", "\x1b[<0;5"] {
        let world = World::with_book();
        let tty = world.open();
        tty.bytes(half).settle().signal(Signal::TERM);
        tty.end().assert(143);
    }
}

/// How much of the processor the program took so far.
fn ticks(tty: &Tty) -> u64 {
    let stat = tty.proc("stat");
    let fields = stat.rsplit(')').next().unwrap().split_whitespace();
    fields
        .skip(11)
        .take(2)
        .map(|ticks| ticks.parse::<u64>().unwrap())
        .sum()
}

#[test]
fn what_is_no_terminal_is_refused_in_a_sentence() {
    let world = World::with_book();
    let runs = [
        world.program().env("TERM", "dumb"),
        world.program().env("TERM", ""),
        world.program().after("exec </dev/null"),
        world.program().after("exec >/dev/null"),
    ];
    for run in runs {
        let ended = run.open().end();
        ended.assert(2);
        assert!(
            ended.screen.contains("needs a terminal"),
            "{}",
            ended.screen
        );
        assert!(ended.screen.contains("matchbook --help"));
        assert!(!ended.bytes.contains(&0x1b));
    }
    let output = world.command().output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
}

/// Looks at every place of the program.
fn look_around(tty: &Tty) {
    let places =
        "1 2 <Enter> 3 <Enter> 4 5 <Enter> <Esc> 6 1 ? <Esc> : <Esc> m <Esc> /wa <Esc> 1 0";
    for keys in places.split(' ') {
        tty.keys(keys).settle();
    }
    tty.keys("1w").wait_for("Write out what?");
    tty.keys("<Up>G<Enter>");
    tty.wait_for("write the file").settle();
    tty.keys("<Esc>").settle().keys("q");
}

#[test]
fn without_utf_8_only_ascii_is_drawn() {
    let world = World::with_book();
    world.cli(&["goal", "add", "Café “wa” 日本"]);
    world.cli(&["log", "--kind", "meeting", "--note", "naïve ☃"]);
    let tty = world.program().env("LANG", "C").open();
    tty.wait_for("What is next");
    look_around(&tty);
    let ended = tty.end();
    ended.assert(0);
    let strange: String = String::from_utf8_lossy(&ended.bytes)
        .chars()
        .filter(|letter| !letter.is_ascii())
        .collect();
    assert_eq!(strange, "");
}

#[test]
fn without_color_no_color_is_asked_for() {
    let world = World::with_book();
    let tty = world.program().env("NO_COLOR", "1").open();
    tty.wait_for("What is next");
    look_around(&tty);
    let ended = tty.end();
    ended.assert(0);
    let text = String::from_utf8_lossy(&ended.bytes).into_owned();
    for part in text.split("\x1b[").skip(1) {
        let end = part
            .find(|letter: char| letter.is_ascii_alphabetic())
            .unwrap_or(0);
        if part[end..].starts_with('m') {
            for code in part[..end]
                .split(';')
                .filter_map(|code| code.parse::<u8>().ok())
            {
                // 39 and 49 ask for the terminal's own colors.
                let color = matches!(code, 30..=38 | 40..=48 | 90..=107);
                assert!(!color, "{:?}", &part[..=end]);
            }
        }
    }
}

#[test]
fn text_that_would_do_something_to_a_terminal_does_nothing() {
    const HOSTILE: &str = "wa\u{1b}]52;c;T1ZFUg==\u{7}\u{1b}[5mx\u{9b}5m\u{85}\u{8}\t\u{7f}\u{202e}\u{2066}\u{200b}\u{feff}\u{e0041}z";
    let world = World::empty();
    let book = world.book();
    let words = "new --program alsc --role mentee --start 2026-11-02";
    let mut new: Vec<&str> = words.split(' ').collect();
    new.extend(["--name", HOSTILE, "--partner", HOSTILE, "--book"]);
    world.cli(&[new, vec![book.to_str().unwrap()]].concat());
    world.cli(&["goal", "add", HOSTILE, "--measure", HOSTILE]);
    world.cli(&["goal", "step", "1", "add", HOSTILE]);
    world.cli(&["action", "add", HOSTILE]);
    world.cli(&["question", "add", HOSTILE]);
    let log = [
        "log",
        "--kind",
        "meeting",
        "--title",
        HOSTILE,
        "--note",
        HOSTILE,
        "--private-note",
    ];
    world.cli(&[&log[..], &[HOSTILE]].concat());
    let tty = world.open();
    look_around(&tty);
    let ended = tty.end();
    ended.assert(0);
    let text = String::from_utf8(ended.bytes.clone()).unwrap();
    for never in ["\x1b]", "\x1b[5m", "\x07", "\x08", "\t", "\x7f"] {
        assert!(!text.contains(never), "{never:?}");
    }
    let hidden = |letter: char| {
        matches!(letter, '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{200b}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
    };
    assert_eq!(text.chars().find(|letter| hidden(*letter)), None);
    assert!(text.contains("]52;c;T1ZFUg=="), "the text was never shown");
}
