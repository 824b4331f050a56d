//! A document with everything in it that a document can hold, in several scripts.

use crate::book::world;
use crate::export_bytes::export_bytes;
use chrono::NaiveDate;
use matchbook::export::document::{Block, Fact, Inline, Table, parse_markdown};
use matchbook::export::{Content, Document, ExportLevel, ExportSubject, Exporter};
use matchbook::figure::{Chart, ChartBar, Figure, Mark, Timeline, TimelineEvent, TimelineSpan};

/// The file of a document, as if it said all of a small book.
pub fn file(exporter: &Exporter, document: &Document) -> Vec<u8> {
    let world = world();
    let mut content = Content::of(
        &ExportSubject::Everything,
        ExportLevel::Shared,
        &world.source(),
    )
    .unwrap();
    content.document = document.clone();
    export_bytes(exporter, &content).unwrap()
}

fn run(text: &str) -> Vec<Inline> {
    vec![Inline::Text(text.into())]
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading {
        level,
        text: text.into(),
    }
}

fn fact(label: &str, value: &str) -> Fact {
    Fact {
        label: label.into(),
        value: value.into(),
    }
}

fn answer(label: &str, answer: Option<Vec<Block>>) -> Block {
    Block::Answer {
        label: label.into(),
        answer,
    }
}

pub fn rich() -> Document {
    let mut blocks = vec![heading(2, "Where we stand")];
    blocks.extend(parse_markdown(NOTES));
    blocks.extend(answers());
    blocks.extend([Block::PageBreak, heading(2, "The year in a table")]);
    blocks.push(long_table());
    blocks.extend(figures());
    blocks.push(heading(5, "A heading that skips two levels"));
    blocks.extend([odd_links(), Block::Rule, Block::text("The end.")]);
    let document = Document {
        title: "Mid-point tracker".into(),
        subtitle: "Test Mentoring Program".into(),
        people: vec!["Zoë Ångström".into(), "דנה לוי".into()],
        date: day(2027, 4, 1),
        copy: None,
        draft: None,
        facts: vec![
            fact("Mentee", "Zoë Ångström 📚, Bücherei am Fluß"),
            fact("Mentor", "דנה לוי"),
            fact("Library", "鈴木図書館"),
            fact("Signed by Zoë Ångström 📚", "Wed, Mar 31, 2027"),
        ],
        blocks,
    };
    document.sanitized()
}

fn answers() -> Vec<Block> {
    vec![
        heading(2, "Questions"),
        answer("How do you speak?", Some(vec![Block::text("Phone, Video")])),
        answer("What changed because of it?", Some(parse_markdown(ANSWER))),
        answer("What worries you?", None),
        heading(3, "דנה לוי (mentor)"),
        answer(
            "מה השתנה?",
            Some(vec![Block::text("הספרייה מלאה (ב-12 ילדים), really!")]),
        ),
        answer(
            "ما الذي تغير؟",
            Some(vec![Block::text("مكتبة الأطفال مفتوحة الآن.")]),
        ),
        answer(
            "何が変わりましたか",
            Some(vec![Block::text("お話会に毎週二十人の子どもが来ます。👩‍👩‍👧‍👦")]),
        ),
    ]
}

/// A table that does not fit on one page.
fn long_table() -> Block {
    let row = |number: usize| {
        vec![
            run(&format!("Visit {number}")),
            run("Zoë Ångström"),
            run(
                "A class came, looked round for an hour and took home as many books about space and dinosaurs as a child can carry.",
            ),
            vec![
                Inline::Strong(run("yes")),
                Inline::Break,
                Inline::Text("both of us".into()),
            ],
        ]
    };
    Block::Table(Table {
        header: ["What", "Who", "How it went", "Done"].map(run).to_vec(),
        rows: (1..=24).map(row).collect(),
        ..Table::default()
    })
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn figures() -> Vec<Block> {
    let bar = |label: &str, value: u32| ChartBar {
        label: label.into(),
        value,
        shown: value.to_string(),
    };
    let bars = vec![
        bar("Nov", 3),
        bar("Dec", 0),
        bar("Jan", 2),
        bar("Feb <b>", 5),
    ];
    let chart = Chart {
        title: "Contacts a month".into(),
        unit: "contacts".into(),
        bars,
        target: Some(2),
    };
    let stretch = |title: &str, from, to| TimelineSpan {
        title: title.into(),
        from,
        to,
    };
    let mark = |date, title: &str, done| TimelineEvent {
        date,
        title: title.into(),
        mark: if done { Mark::Done } else { Mark::Deadline },
    };
    let timeline = Timeline {
        from: day(2026, 11, 2),
        to: day(2027, 8, 31),
        today: day(2027, 4, 1),
        spans: vec![
            stretch("Getting started", day(2026, 11, 2), day(2026, 11, 30)),
            stretch("Working", day(2026, 12, 1), day(2027, 6, 30)),
            stretch("סיום", day(2027, 7, 1), day(2027, 8, 31)),
        ],
        events: vec![
            mark(day(2026, 11, 30), "How we communicate is agreed", true),
            mark(day(2026, 12, 1), "Goals to the office", true),
            mark(day(2026, 12, 2), "Last day to ask for a re-match", false),
            mark(
                day(2027, 4, 1),
                "Mid-point tracker & all that belongs to it",
                false,
            ),
            mark(day(2027, 8, 15), "Wrap-up survey", false),
        ],
    };
    vec![
        heading(2, "Drawn"),
        Block::Figure(Figure::Chart(chart)),
        Block::Figure(Figure::Timeline(timeline)),
    ]
}

fn odd_links() -> Block {
    let link = |text: &str, to: &str| Inline::Link {
        text: run(text),
        to: to.into(),
    };
    Block::Paragraph(vec![
        link("a page", "https://example.org/a b?c=\"d\"&e=<f>"),
        Inline::Text(" and ".into()),
        link("not a link", "javascript:alert(1)"),
        Inline::Text(" and ".into()),
        link("https://example.org/bare", "https://example.org/bare"),
        Inline::Text(" and ".into()),
        link("", "mailto:zoe@example.org"),
        Inline::Text(" and ".into()),
        Inline::Link {
            text: vec![
                Inline::Code("code".into()),
                Inline::Emphasis(run(" that leads")),
            ],
            to: "HTTP://example.org".into(),
        },
    ])
}

const NOTES: &str = "We spoke of *money* and **people**, of ~~parties~~ and of `Dewey 598.2`; see [the list](https://example.org/list).
Second line: 2 * 3 < 7 & \"quotes\".

### What comes first

3. call the school
4. write to the board
   - with the numbers
   - with a picture
     1. of the wall
     2. of the visit

     And a word about both.
5. [x] rest

- [x] the budget is through
- [ ] the room is painted
- an entry with two paragraphs

  > and a quotation in it

> A good start is half the work.
>
> - says the board
> - and we

```
598.2   Birds
        <b>not bold</b>
```

| Who | When |
|---|---|
| Ana | May |
| שרה | יוני |

<script>alert(1)</script>

שלום. 図書館のお話会は毎週土曜日に開かれていて、近くの学校からも子どもたちが大勢来ます。";

const ANSWER: &str = "Two classes come *every* week.

- one on Monday
- one on Friday

They ask for more.";
