//! The theme: every color and style of the program, for any terminal.
//!
//! With 256 colors or more the theme paints its own background, so that contrast does not depend on a guess. With 16
//! it uses the two color names that the usual palettes keep readable on dark and light alike, and bold, underline and
//! reverse for the rest. Without color only those remain. No state is shown by color alone: glyphs and words say it.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use super::{ascii, glyph};

/// Color depth of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColorDepth {
    /// No color: bold, underline and reverse only.
    None,
    /// The sixteen colors whose shades the terminal chooses.
    Sixteen,
    /// The fixed palette of 256.
    Palette256,
    /// 24-bit color.
    True,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Background {
    /// Light text on dark.
    Dark,
    /// Dark text on light.
    Light,
}

/// Glyphs that the terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyphs {
    Unicode,
    /// Those in the fonts of a Windows console without Windows Terminal.
    Console,
    Ascii,
}

/// Capabilities of the terminal, as detected from the environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TerminalCapabilities {
    pub depth: ColorDepth,
    pub background: Background,
    pub glyphs: Glyphs,
}

impl TerminalCapabilities {
    /// Detects the capabilities from environment variables; `variable` reads one.
    ///
    /// `MATCHBOOK_THEME` may hold `dark`, `light`, `mono`, `ascii`, or several of them. The terminal itself is not queried,
    /// since not every terminal answers and startup would wait for a timeout.
    pub fn detect(variable: impl Fn(&str) -> Option<String>) -> Self {
        let get = |name: &str| variable(name).unwrap_or_default();
        let setting = get("MATCHBOOK_THEME").to_ascii_lowercase();
        let is_set = |word: &str| setting.split([' ', ',', '-', '+']).any(|part| part == word);
        let mono = is_set("mono") || !get("NO_COLOR").is_empty();
        let background =
            if is_set("light") || (!is_set("dark") && light_by_colorfgbg(&get("COLORFGBG"))) {
                Background::Light
            } else {
                Background::Dark
            };
        Self {
            depth: if mono { ColorDepth::None } else { depth(&get) },
            background,
            glyphs: if is_set("ascii") {
                Glyphs::Ascii
            } else {
                glyphs(&get)
            },
        }
    }
}

fn depth(get: &impl Fn(&str) -> String) -> ColorDepth {
    let term = get("TERM");
    let colorterm = get("COLORTERM");
    // The Terminal of macOS inherits the variable from elsewhere, and paints blocks of red and green for such colors.
    let direct = (["truecolor", "24bit"].contains(&colorterm.as_str())
        && get("TERM_PROGRAM") != "Apple_Terminal")
        || term.ends_with("-direct")
        || !get("WT_SESSION").is_empty();
    if term == "dumb" {
        ColorDepth::None
    } else if direct {
        ColorDepth::True
    } else if term.contains("256color")
        || ["xterm-kitty", "alacritty", "xterm-ghostty"].contains(&term.as_str())
    {
        ColorDepth::Palette256
    } else {
        ColorDepth::Sixteen
    }
}

fn glyphs(get: &impl Fn(&str) -> String) -> Glyphs {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .map(|name| get(name))
        .find(|value| !value.is_empty())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let utf8 = locale.contains("utf-8") || locale.contains("utf8");
    let is_set = |name: &str| !get(name).is_empty();
    // The Linux console and dumb terminals have a few hundred glyphs only.
    let few_glyphs = ["linux", "dumb"].contains(&get("TERM").as_str());
    if is_set("WT_SESSION") || (utf8 && !few_glyphs) {
        Glyphs::Unicode
    } else if get("OS") == "Windows_NT" && !few_glyphs {
        // Other terminals there name themselves; a window that Windows opens for a program does not.
        if is_set("TERM") || is_set("TERM_PROGRAM") || is_set("ConEmuANSI") {
            Glyphs::Unicode
        } else {
            Glyphs::Console
        }
    } else {
        Glyphs::Ascii
    }
}

/// True if `COLORFGBG` (`15;0`, sometimes with a word between) names one of the light colors as background.
fn light_by_colorfgbg(value: &str) -> bool {
    value
        .rsplit(';')
        .next()
        .and_then(|last| last.parse::<u8>().ok())
        .is_some_and(|color| matches!(color, 7 | 9..=15))
}

/// Styles, named by what they are used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// The whole screen, before anything else is drawn.
    pub base: Style,
    pub text: Style,
    /// Less important text: help, counts, times.
    pub muted: Style,
    /// Text that must not be overlooked.
    pub strong: Style,
    /// Text that can be acted on, and numbers that matter.
    pub accent: Style,
    /// The title of the screen and of a modal.
    pub title: Style,
    /// A heading inside a screen.
    pub heading: Style,
    /// The selected row of the list that has the focus.
    pub selected: Style,
    /// The selected row of any other list.
    pub selected_idle: Style,
    /// Selected text in a field.
    pub text_selection: Style,
    /// The frame of the pane that has the focus.
    pub focus: Style,
    /// Any other frame, and rules.
    pub border: Style,
    /// Late, missing, failed.
    pub warn: Style,
    /// Done, met, well.
    pub good: Style,
    /// Text that only its writer may read.
    pub private: Style,
    /// A key, in hints and help.
    pub key: Style,
    /// The description of a key.
    pub hint: Style,
    /// The match in a search hit.
    pub match_highlight: Style,
    /// Code in notes.
    pub code: Style,
    /// A web address.
    pub link: Style,
    pub quote: Style,
    /// The filled part of a bar; the thumb of a scroll bar.
    pub bar: Style,
    /// The empty part of a bar; the track of a scroll bar.
    pub bar_rest: Style,
    /// The current phase of the year.
    pub phase_now: Style,
    pub phase: Style,
    pub today: Style,
    /// A meeting on the timeline or in the calendar.
    pub meeting: Style,
    /// A deadline on the timeline or in the calendar.
    pub deadline: Style,
    /// Glyphs that the terminal can show; with ASCII the finished screen gets the fallbacks.
    pub glyphs: Glyphs,
}

/// The colors on one background; each has the contrast that its use needs (WCAG AA: 4.5 for text, 3 for frames).
struct Palette {
    background: Rgb,
    text: Rgb,
    muted: Rgb,
    accent: Rgb,
    warn: Rgb,
    good: Rgb,
    private: Rgb,
    border: Rgb,
    selection: Rgb,
    selection_idle: Rgb,
    match_highlight: Rgb,
    on_found: Rgb,
}

type Rgb = (u8, u8, u8);

// Blue, orange, bluish green and reddish purple stay apart for every common kind of color blindness.
const DARK: Palette = Palette {
    background: (18, 18, 18),
    text: (228, 228, 228),
    muted: (168, 168, 168),
    accent: (135, 200, 255),
    warn: (255, 175, 95),
    good: (95, 215, 175),
    private: (255, 160, 235),
    border: (118, 118, 118),
    selection: (0, 0, 135),
    selection_idle: (48, 48, 48),
    match_highlight: (255, 215, 95),
    on_found: (18, 18, 18),
};

const LIGHT: Palette = Palette {
    background: (250, 250, 250),
    text: (28, 28, 28),
    muted: (88, 88, 88),
    accent: (0, 84, 160),
    warn: (160, 30, 0),
    good: (0, 90, 85),
    private: (135, 0, 135),
    border: (118, 118, 118),
    selection: (190, 222, 255),
    selection_idle: (228, 228, 228),
    match_highlight: (255, 215, 95),
    on_found: (18, 18, 18),
};

impl Theme {
    /// The theme for a terminal's capabilities.
    pub fn new(look: TerminalCapabilities) -> Self {
        let palette = match look.background {
            Background::Dark => &DARK,
            Background::Light => &LIGHT,
        };
        let mut theme = match look.depth {
            ColorDepth::None => Self::monochrome(),
            ColorDepth::Sixteen => Self::sixteen(),
            ColorDepth::Palette256 => Self::colored(palette, nearest_indexed),
            ColorDepth::True => Self::colored(palette, |(r, g, b)| Color::Rgb(r, g, b)),
        };
        theme.glyphs = look.glyphs;
        theme
    }

    fn monochrome() -> Self {
        let text = Style::new();
        let bold = text.add_modifier(Modifier::BOLD);
        let reverse = text.add_modifier(Modifier::REVERSED);
        let under = text.add_modifier(Modifier::UNDERLINED);
        Self {
            base: text,
            text,
            muted: text,
            strong: bold,
            accent: bold,
            title: bold,
            heading: bold.patch(under),
            selected: reverse,
            selected_idle: under,
            text_selection: reverse,
            focus: bold,
            border: text,
            warn: bold,
            good: text,
            private: reverse.patch(bold),
            key: bold,
            hint: text,
            match_highlight: reverse.patch(under),
            code: text,
            link: under,
            quote: text.add_modifier(Modifier::ITALIC),
            bar: text,
            bar_rest: text,
            phase_now: bold,
            phase: text,
            today: bold,
            meeting: text,
            deadline: bold,
            glyphs: Glyphs::Unicode,
        }
    }

    /// With the two color names that stay readable on black and on white in the usual palettes.
    fn sixteen() -> Self {
        let plain = Self::monochrome();
        let red = Style::new().fg(Color::Red);
        let magenta = Style::new().fg(Color::Magenta);
        Self {
            warn: plain.warn.patch(red),
            deadline: plain.deadline.patch(red),
            today: plain.today.patch(magenta),
            focus: plain.focus.patch(magenta),
            private: plain.private.patch(magenta),
            ..plain
        }
    }

    fn colored(palette: &Palette, color: impl Fn(Rgb) -> Color) -> Self {
        let ink = |rgb: Rgb| Style::new().fg(color(rgb));
        let on = |rgb: Rgb| ink(palette.text).bg(color(rgb));
        let (text, accent, warn) = (ink(palette.text), ink(palette.accent), ink(palette.warn));
        let base = on(palette.background);
        Self {
            base,
            text,
            muted: ink(palette.muted),
            strong: text.add_modifier(Modifier::BOLD),
            accent,
            title: accent.add_modifier(Modifier::BOLD),
            heading: text.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            selected: on(palette.selection).add_modifier(Modifier::BOLD),
            selected_idle: on(palette.selection_idle),
            text_selection: on(palette.selection),
            focus: accent,
            border: ink(palette.border),
            warn: warn.add_modifier(Modifier::BOLD),
            good: ink(palette.good),
            private: ink(palette.private).add_modifier(Modifier::BOLD),
            key: accent.add_modifier(Modifier::BOLD),
            hint: ink(palette.muted),
            match_highlight: ink(palette.on_found)
                .bg(color(palette.match_highlight))
                .add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            code: on(palette.selection_idle),
            link: accent.add_modifier(Modifier::UNDERLINED),
            quote: ink(palette.muted).add_modifier(Modifier::ITALIC),
            bar: accent,
            bar_rest: ink(palette.border),
            phase_now: accent.add_modifier(Modifier::BOLD),
            phase: ink(palette.muted),
            today: ink(palette.good).add_modifier(Modifier::BOLD),
            meeting: accent,
            deadline: warn.add_modifier(Modifier::BOLD),
            glyphs: Glyphs::Unicode,
        }
    }

    /// Replaces glyphs on a finished screen by their ASCII fallbacks if the terminal needs it; widths stay the same.
    pub fn apply_glyph_fallback(&self, screen: &mut Buffer) {
        match self.glyphs {
            Glyphs::Unicode => {}
            Glyphs::Console => {
                for cell in &mut screen.content {
                    let mut signs = cell.symbol().chars();
                    if let (Some(sign), None) = (signs.next(), signs.next()) {
                        cell.set_char(glyph::console_twin(sign));
                    }
                }
            }
            Glyphs::Ascii => ascii::apply_fallbacks(screen),
        }
    }
}

/// The nearest color of the fixed part of the 256-color palette: the cube, or the grays.
fn nearest_indexed(rgb: Rgb) -> Color {
    let distance = |index: u8| {
        let (r, g, b) = indexed_rgb(index);
        let part = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
        part(r, rgb.0) + part(g, rgb.1) + part(b, rgb.2)
    };
    Color::Indexed(
        (16..=255)
            .min_by_key(|index| distance(*index))
            .unwrap_or(16),
    )
}

/// The RGB value of color `index` of the fixed part, 16 and up, which is the same on every terminal.
fn indexed_rgb(index: u8) -> Rgb {
    let index = index.saturating_sub(16);
    if index >= 216 {
        let gray = 8 + 10 * (index - 216);
        return (gray, gray, gray);
    }
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    (level(index / 36), level(index / 6 % 6), level(index % 6))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(pairs: &[(&str, &str)]) -> TerminalCapabilities {
        TerminalCapabilities::detect(|name| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    fn luminance((r, g, b): Rgb) -> f64 {
        let part = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
    }

    fn contrast(one: Rgb, other: Rgb) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn rgb(color: Option<Color>) -> Rgb {
        match color {
            Some(Color::Rgb(r, g, b)) => (r, g, b),
            Some(Color::Indexed(index)) => indexed_rgb(index),
            other => panic!("{other:?} has no known value"),
        }
    }

    fn texts(theme: &Theme) -> Vec<(&'static str, Style)> {
        vec![
            ("text", theme.text),
            ("muted", theme.muted),
            ("strong", theme.strong),
            ("accent", theme.accent),
            ("title", theme.title),
            ("heading", theme.heading),
            ("selected", theme.selected),
            ("selected_idle", theme.selected_idle),
            ("marked", theme.text_selection),
            ("focus", theme.focus),
            ("warn", theme.warn),
            ("good", theme.good),
            ("private", theme.private),
            ("key", theme.key),
            ("hint", theme.hint),
            ("found", theme.match_highlight),
            ("code", theme.code),
            ("link", theme.link),
            ("quote", theme.quote),
            ("phase_now", theme.phase_now),
            ("phase", theme.phase),
            ("today", theme.today),
            ("meeting", theme.meeting),
            ("deadline", theme.deadline),
        ]
    }

    #[test]
    fn every_text_has_the_contrast_of_wcag_aa_on_what_it_stands_on() {
        for depth in [ColorDepth::Palette256, ColorDepth::True] {
            for background in [Background::Dark, Background::Light] {
                let theme = Theme::new(TerminalCapabilities {
                    depth,
                    background,
                    glyphs: Glyphs::Unicode,
                });
                for (name, style) in texts(&theme) {
                    let ground = rgb(style.bg.or(theme.base.bg));
                    let ratio = contrast(rgb(style.fg), ground);
                    assert!(
                        ratio >= 4.5,
                        "{name} on {background:?} in {depth:?}: {ratio:.2}"
                    );
                }
                for ground in [theme.selected.bg, theme.selected_idle.bg] {
                    for (name, style) in [
                        ("warn", theme.warn),
                        ("good", theme.good),
                        ("private", theme.private),
                        ("muted", theme.muted),
                    ] {
                        let ratio = contrast(rgb(style.fg), rgb(ground));
                        assert!(
                            ratio >= 4.5,
                            "{name} on a selected row, {background:?} in {depth:?}: {ratio:.2}"
                        );
                    }
                }
                for style in [theme.border, theme.bar_rest] {
                    assert!(contrast(rgb(style.fg), rgb(theme.base.bg)) >= 3.0);
                }
            }
        }
    }

    #[test]
    fn without_color_states_still_differ() {
        let theme = Theme::new(look(&[("NO_COLOR", "1"), ("COLORTERM", "truecolor")]));
        for style in [
            theme.selected,
            theme.selected_idle,
            theme.private,
            theme.warn,
            theme.match_highlight,
            theme.key,
        ] {
            assert_ne!(style, theme.text);
        }
        assert_ne!(theme.selected, theme.private);
    }

    #[test]
    fn the_environment_tells_the_number_of_colors() {
        assert_eq!(look(&[("TERM", "dumb")]).depth, ColorDepth::None);
        assert_eq!(
            look(&[("TERM", "xterm-256color"), ("NO_COLOR", "1")]).depth,
            ColorDepth::None
        );
        assert_eq!(
            look(&[("TERM", "xterm-256color"), ("NO_COLOR", "")]).depth,
            ColorDepth::Palette256
        );
        assert_eq!(
            look(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")]).depth,
            ColorDepth::True
        );
        assert_eq!(
            look(&[
                ("TERM", "xterm-256color"),
                ("COLORTERM", "truecolor"),
                ("TERM_PROGRAM", "Apple_Terminal")
            ])
            .depth,
            ColorDepth::Palette256
        );
        assert_eq!(look(&[("TERM", "vt220")]).depth, ColorDepth::Sixteen);
        assert_eq!(
            look(&[("MATCHBOOK_THEME", "mono"), ("COLORTERM", "truecolor")]).depth,
            ColorDepth::None
        );
    }

    #[test]
    fn the_environment_tells_the_background_and_a_wish_wins() {
        assert_eq!(look(&[]).background, Background::Dark);
        assert_eq!(look(&[("COLORFGBG", "0;15")]).background, Background::Light);
        assert_eq!(
            look(&[("COLORFGBG", "0;default;7")]).background,
            Background::Light
        );
        assert_eq!(look(&[("COLORFGBG", "15;0")]).background, Background::Dark);
        assert_eq!(
            look(&[("COLORFGBG", "nonsense")]).background,
            Background::Dark
        );
        assert_eq!(
            look(&[("COLORFGBG", "0;15"), ("MATCHBOOK_THEME", "dark")]).background,
            Background::Dark
        );
        assert_eq!(
            look(&[("MATCHBOOK_THEME", "Light")]).background,
            Background::Light
        );
    }

    #[test]
    fn the_locale_tells_the_signs() {
        assert_eq!(look(&[("LANG", "en_US.UTF-8")]).glyphs, Glyphs::Unicode);
        assert_eq!(
            look(&[("LANG", "en_US.UTF-8"), ("LC_ALL", "C")]).glyphs,
            Glyphs::Ascii
        );
        assert_eq!(
            look(&[("LANG", "C"), ("LC_CTYPE", "C.utf8")]).glyphs,
            Glyphs::Unicode
        );
        assert_eq!(look(&[]).glyphs, Glyphs::Ascii);
        let windows = ("OS", "Windows_NT");
        assert_eq!(look(&[windows]).glyphs, Glyphs::Console);
        for terminal in ["WT_SESSION", "TERM_PROGRAM"] {
            let look = look(&[windows, (terminal, "its name")]);
            assert_eq!(look.glyphs, Glyphs::Unicode, "{terminal}");
        }
        assert_eq!(
            look(&[("LANG", "en_US.UTF-8"), ("TERM", "linux")]).glyphs,
            Glyphs::Ascii
        );
        assert_eq!(
            look(&[("LANG", "en_US.UTF-8"), ("MATCHBOOK_THEME", "light ascii")]).glyphs,
            Glyphs::Ascii
        );
    }

    #[test]
    fn a_windows_console_gets_signs_of_its_fonts_and_words_stay() {
        let theme = Theme::new(look(&[("OS", "Windows_NT")]));
        let mut screen = Buffer::with_lines(["✓ Zoë … 図書館 ▸"]);
        theme.apply_glyph_fallback(&mut screen);
        assert_eq!(screen, Buffer::with_lines(["√ Zoë … 図書館 ►"]));
    }

    #[test]
    fn an_ascii_terminal_gets_ascii_only_and_no_cell_moves() {
        let theme = Theme::new(look(&[("LANG", "C")]));
        let mut screen = Buffer::with_lines(["✓ Zoë … 図書館 x"]);
        theme.apply_glyph_fallback(&mut screen);
        assert_eq!(screen, Buffer::with_lines(["x Zo? ~ ? ? ?  x"]));
    }
}
