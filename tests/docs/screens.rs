//! The pictures of the README: screens of the sample year.

use std::fs;

use chrono::TimeDelta;
use matchbook::app::Msg;
use matchbook::ui::theme::{Background, ColorDepth, Glyphs, TerminalCapabilities};
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Style};
use roxmltree::{Document, Node};
use unicode_width::UnicodeWidthStr;

use super::picture;
use super::pilot::{Pilot, text_of};
use super::{HINT, path, updates};

/// A terminal of today with nothing set.
const LOOK: TerminalCapabilities = TerminalCapabilities {
    depth: ColorDepth::True,
    background: Background::Dark,
    glyphs: Glyphs::Unicode,
};

struct Scene {
    name: &'static str,
    size: (u16, u16),
    day: &'static str,
    /// The keys that lead to it, each script with the minute at which it is typed.
    keys: &'static [(i64, &'static str)],
    title: &'static str,
    /// The screen in words, for those who do not see it.
    description: &'static str,
}

/// The picture at the top of the README.
const FIRST: Scene = Scene {
    name: "today",
    size: (112, 34),
    day: "2027-03-15",
    keys: &[(0, "1")],
    title: "Today",
    description: "The screen Today in a sample year. On top the year as a line from November to August with its phases, the \
                  meetings held and planned, and what is due when. Below, on the left, what is next and what each of the \
                  two owes the other, late things first; on the right three things worth talking about, each with its \
                  reason, and the goals with bars of the steps done.",
};

/// The pictures of the table below it.
const TABLE: [Scene; 4] = [
    Scene {
        name: "call",
        size: (80, 24),
        day: "2027-03-23",
        keys: &[
            (0, "3<Enter>c"),
            (
                16,
                "Missing, if the year ended today: a second school.<Enter>Ask the teachers first, they know who says \
                 yes.<Enter>! me: ask both teachers by apr 9<Enter><F3>",
            ),
            (
                31,
                "The post begins when everyone gets to turn a page. Out: the part on parking, and “In today's world”.\
                 <Enter>= Hand it in on Friday, ugly or not<Enter>! Juniper: read it by mar 25<Enter>~ I was \
                 afraid she would find it small<Enter><F3>",
            ),
            (
                36,
                "Millbrook first, it is on the bus line.<Enter>Then Ash Grove: two teachers there have asked for the box.<Enter>Juniper knows the",
            ),
        ],
        title: "A call: notes on one screen",
        description: "A call under way: 36 of 60 minutes, the third of four agenda lines, and the notes. Lines that begin \
                      with a sign say what becomes of them: an action with its owner and date, a decision, a private note.",
    },
    Scene {
        name: "tracker",
        size: (80, 24),
        day: "2027-03-15",
        keys: &[(0, "5<Down><Down><Down>e<Up><Up><Up><Up><Up><Up>")],
        title: "A form that the log fills in",
        description: "The mid-point tracker, 39 of 58 questions answered. For the goal of writing a guest post the state \
                      and what has been done come from the log; what has changed because of it is the mentee's to say.",
    },
    Scene {
        name: "goals",
        size: (80, 24),
        day: "2027-03-15",
        keys: &[(0, "2")],
        title: "Goals, their steps and dates",
        description: "Six goals, each with its date and the number of its steps done: one active, one late, one done, one \
                      paused, one let go, and a private draft that has no measure yet.",
    },
    Scene {
        name: "agenda",
        size: (80, 24),
        day: "2027-03-15",
        keys: &[(0, "4")],
        title: "The next agenda, and questions",
        description: "The agenda of the next meeting: four lines with the time at which each begins and the reason why it \
                      is there. Below, the questions that each of the two has for the other.",
    },
];

fn scenes() -> impl Iterator<Item = &'static Scene> {
    [&FIRST].into_iter().chain(&TABLE)
}

impl Scene {
    fn file(&self) -> String {
        format!("assets/screens/{}.svg", self.name)
    }

    fn screen(&self) -> Buffer {
        let mut pilot = Pilot::sample_on(self.day);
        pilot.resize(self.size.0, self.size.1);
        for (minute, script) in self.keys {
            let now = pilot.now() + TimeDelta::minutes(*minute);
            pilot.send(Msg::Tick(now.naive_utc())).keys(script);
        }
        pilot.draw(LOOK).0
    }

    fn svg(&self) -> String {
        picture::svg(&self.screen(), self.title, self.description)
    }
}

/// The pictures in Markdown: one, and a table of the others.
pub fn markdown() -> String {
    let mut text = format!("![{}]({})\n\n", FIRST.description, FIRST.file());
    for (row, pair) in TABLE.chunks(2).enumerate() {
        let mut line = |cell: fn(&Scene) -> String| {
            let cells: Vec<_> = pair.iter().map(cell).collect();
            text += &format!("| {} |\n", cells.join(" | "));
        };
        line(|scene| format!("**{}**", scene.title));
        if row == 0 {
            line(|_| "---".to_owned());
        }
        // A width for both columns: without it they are as wide as their titles let them be.
        line(|scene| {
            let (file, words) = (scene.file(), scene.description);
            format!("<img src=\"{file}\" width=\"390\" alt=\"{words}\">")
        });
    }
    text
}

#[test]
fn the_pictures_of_the_readme_are_up_to_date() {
    for scene in scenes() {
        let (file, svg) = (path(&scene.file()), scene.svg());
        let written = fs::read_to_string(&file).unwrap_or_default();
        if written != svg && updates() {
            fs::write(file, svg).unwrap();
        } else {
            assert!(written == svg, "{}: {HINT}", scene.name);
        }
    }
}

#[test]
fn the_pictures_are_few_and_small() {
    let files = fs::read_dir(path("assets/screens"))
        .unwrap()
        .map(Result::unwrap);
    let sizes: Vec<_> = files.map(|file| file.metadata().unwrap().len()).collect();
    assert_eq!(sizes.len(), scenes().count());
    assert!(sizes.iter().sum::<u64>() <= 400_000, "{sizes:?}");
}

fn node<'a>(svg: &'a Document, name: &str) -> Node<'a, 'a> {
    let mut nodes = svg.descendants();
    nodes.find(|node| node.has_tag_name(name)).unwrap()
}

/// The texts of a picture: where each begins or has its middle, how long it is, its line and its letters.
fn texts(svg: &str) -> Vec<(u16, Option<u16>, u16, String)> {
    let svg = Document::parse(svg).unwrap();
    let texts = node(&svg, "g").children();
    let texts = texts.filter(|node| node.has_tag_name("text"));
    let all = texts.map(|text| {
        let number = |name| text.attribute(name).map(|number| number.parse().unwrap());
        let letters = text.text().unwrap().to_owned();
        let (x, y) = (number("x").unwrap(), number("y").unwrap());
        (x, number("textLength"), y, letters)
    });
    all.collect()
}

#[test]
fn a_picture_shows_every_letter_of_the_screen_in_its_place() {
    for scene in scenes() {
        let screen = scene.screen();
        let mut drawn = Buffer::empty(screen.area);
        for (x, length, y, letters) in texts(&scene.svg()) {
            // A wide letter has its middle where its second cell begins.
            let column = if letters.width() == 2 && length.is_none() {
                x / 9 - 1
            } else {
                x / 9
            };
            drawn.set_string(column, (y - 14) / 18, letters, Style::new());
        }
        // Lines and blocks are shapes.
        let shapes = |letter| matches!(letter, '─'..='╿' | '▀'..='▟');
        let wanted = text_of(&screen).replace(shapes, " ");
        let wanted: Vec<_> = wanted.lines().map(str::trim_end).collect();
        assert_eq!(text_of(&drawn).lines().collect::<Vec<_>>(), wanted);
    }
}

#[test]
fn wide_letters_and_signs_keep_the_columns_of_a_picture() {
    let mut screen = Buffer::with_lines(["│図館│ Zoë & co  ✓ done │"]);
    let (ink, ground) = (Color::Rgb(200, 200, 200), Color::Rgb(18, 18, 18));
    screen.set_style(screen.area, Style::new().fg(ink).bg(ground));
    let drawn = texts(&picture::svg(&screen, "", ""));
    let drawn: Vec<_> = drawn
        .iter()
        .map(|(x, length, _, letters)| (*x, *length, &letters[..]))
        .collect();
    // A wide letter has its middle between two cells of nine pixels, a sign within one.
    let wanted = [
        (18, None, "図"),
        (36, None, "館"),
        (63, Some(72), "Zoë & co"),
        (157, None, "✓"),
        (171, Some(36), "done"),
    ];
    assert_eq!(drawn, wanted);
}

#[test]
fn a_picture_tells_in_words_what_it_shows() {
    let svg = FIRST.svg();
    let svg = Document::parse(&svg).unwrap();
    assert_eq!(svg.root_element().attribute("role"), Some("img"));
    assert_eq!(node(&svg, "title").text(), Some(FIRST.title));
    assert_eq!(node(&svg, "desc").text(), Some(FIRST.description));
}
