//! The same screens at every size and in every look.

use insta::assert_snapshot;
use matchbook::ui::theme::{Background, ColorDepth, Glyphs, TerminalCapabilities};
use ratatui::style::Color;

use super::pilot::{PLAIN, Pilot, text_of};
use super::{EXCHANGE_VIEWS, VIEWS, exchange_view, view};

const ASCII: TerminalCapabilities = TerminalCapabilities {
    glyphs: Glyphs::Ascii,
    ..PLAIN
};

#[test]
fn every_view_looks_right_at_the_usual_sizes() {
    for (name, script) in VIEWS {
        let mut pilot = view(script);
        for (columns, lines) in [(80, 24), (120, 40), (40, 12)] {
            pilot.resize(columns, lines);
            let name = format!("{}_{columns}x{lines}", name.replace(' ', "_"));
            assert_snapshot!(name, pilot.screen());
        }
    }
}

#[test]
fn the_welcome_looks_right_at_the_usual_sizes() {
    let mut pilot = Pilot::new();
    for (columns, lines) in [(80, 24), (120, 40), (40, 12)] {
        pilot.resize(columns, lines);
        assert_snapshot!(format!("welcome_{columns}x{lines}"), pilot.screen());
    }
}

#[test]
fn the_exchange_looks_right_at_the_usual_sizes_and_is_harmed_by_none() {
    for name in EXCHANGE_VIEWS {
        let mut pilot = exchange_view(name);
        for (columns, lines) in [(80, 24), (120, 40), (40, 12)] {
            pilot.resize(columns, lines);
            let name = format!("{}_{columns}x{lines}", name.replace(' ', "_"));
            assert_snapshot!(name, pilot.screen());
        }
        for (columns, lines) in [(0, 0), (1, 1), (20, 5), (39, 11), (200, 60)] {
            pilot.resize(columns, lines).screen();
        }
        pilot.resize(80, 24);
        let ascii = text_of(&pilot.draw(ASCII).0);
        assert!(ascii.is_ascii(), "{name}:\n{ascii}");
    }
}

/// The sample year on a day in August, with its closing near, and closed.
#[test]
fn the_end_of_the_year_looks_right_at_the_usual_sizes() {
    for (name, script) in [
        ("closing_in_august", "C"),
        ("today_in_august", "1"),
        ("match_in_august", "7"),
        ("closed", "C<End><Enter>"),
        ("today_closed", "C<End><Enter>1"),
        ("shelf_closed", "C<End><Enter>0"),
    ] {
        let mut pilot = Pilot::sample_on("2027-08-03");
        pilot.keys(script);
        for (columns, lines) in [(80, 24), (120, 40), (40, 12)] {
            pilot.resize(columns, lines);
            assert_snapshot!(format!("{name}_{columns}x{lines}"), pilot.screen());
        }
    }
}

#[test]
fn no_size_of_a_window_harms_a_view() {
    for (name, script) in VIEWS {
        let mut pilot = view(script);
        let before = pilot.screen();
        for (columns, lines) in [(0, 0), (1, 1), (20, 5), (39, 11), (200, 60), (500, 200)] {
            pilot.resize(columns, lines);
            let asks = pilot.screen().contains("Please make");
            assert_eq!(
                asks,
                (20..40).contains(&columns),
                "{name} at {columns}x{lines}"
            );
        }
        pilot.resize(80, 24);
        assert_eq!(pilot.screen(), before, "{name}");
    }
}

#[test]
fn a_small_terminal_asks_for_room_and_recovers() {
    let mut pilot = view("2");
    let before = pilot.screen();
    pilot.resize(30, 8).sees("Please make this window");
    pilot.resize(80, 24);
    assert_eq!(pilot.screen(), before);
}

#[test]
fn color_says_nothing_that_the_text_does_not() {
    for (name, script) in VIEWS {
        let pilot = view(script);
        let plain = pilot.screen();
        for depth in [
            ColorDepth::Sixteen,
            ColorDepth::Palette256,
            ColorDepth::True,
        ] {
            for background in [Background::Dark, Background::Light] {
                let look = TerminalCapabilities {
                    depth,
                    background,
                    ..PLAIN
                };
                assert_eq!(text_of(&pilot.draw(look).0), plain, "{name} in {look:?}");
            }
        }
    }
}

/// Every cell of every view in `look` that has other colors than these.
fn colored(look: TerminalCapabilities, letters: &[Color]) -> Vec<String> {
    let mut found = Vec::new();
    for (name, script) in VIEWS {
        let (buffer, _) = view(script).draw(look);
        let mut cells = buffer.content.iter();
        let wrong = cells.find(|cell| !letters.contains(&cell.fg) || cell.bg != Color::Reset);
        found.extend(wrong.map(|cell| format!("{name}: {cell:?}")));
    }
    found
}

#[test]
fn without_color_no_cell_has_any() {
    assert_eq!(colored(PLAIN, &[Color::Reset]), Vec::<String>::new());
}

#[test]
fn sixteen_colors_are_only_those_that_can_be_read_on_black_and_on_white() {
    let readable = [Color::Reset, Color::Red, Color::Magenta];
    for background in [Background::Dark, Background::Light] {
        let look = TerminalCapabilities {
            depth: ColorDepth::Sixteen,
            background,
            ..PLAIN
        };
        assert_eq!(colored(look, &readable), Vec::<String>::new());
    }
}

#[test]
fn the_ascii_look_is_ascii_and_as_wide() {
    for (name, script) in VIEWS {
        let pilot = view(script);
        let ascii = text_of(&pilot.draw(ASCII).0);
        assert!(ascii.is_ascii(), "{name}:\n{ascii}");
        let lengths = |text: &str| {
            let lines = text.lines().map(|line| line.chars().count());
            lines.collect::<Vec<_>>()
        };
        assert_eq!(lengths(&ascii), lengths(&pilot.screen()), "{name}");
    }
}
