use super::*;
use crate::export::NoProgress;
use crate::export::document::{
    Block, Fact, Inline, Inlines, Item, Signature, Table, parse_markdown,
};
use crate::figure::{Chart, ChartBar, Figure, Mark, Timeline, TimelineEvent, TimelineSpan};
use chrono::NaiveDate;
use proptest::prelude::*;

fn document(blocks: Vec<Block>) -> Document {
    let fact = |label: &str, value: &str| Fact {
        label: label.into(),
        value: value.into(),
    };
    Document {
        title: "Mid-point tracker".into(),
        subtitle: "A year of two".into(),
        people: vec!["Zoë Ångström".into(), "Mentor B".into()],
        date: day(2027, 4, 1),
        copy: None,
        draft: None,
        facts: vec![fact("Mentee", "Zoë Ångström"), fact("Mentor", "Mentor B")],
        blocks,
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// The file with bundled fonts alone, the same on every machine.
fn rendered(
    paper: PaperSize,
    blocks: Vec<Block>,
    progress: &dyn ExportProgress,
) -> Result<Vec<u8>, ExportError> {
    let document = document(blocks);
    render(FontSource::Bundled, paper, &(&document).into(), progress)
}

fn written(blocks: Vec<Block>) -> Vec<u8> {
    rendered(PaperSize::A4, blocks, &NoProgress).unwrap()
}

/// Counts these bytes in the file, outside compressed streams.
fn count(file: &[u8], wanted: &str) -> usize {
    file.windows(wanted.len())
        .filter(|here| *here == wanted.as_bytes())
        .count()
}

/// Number of pages.
fn pages(file: &[u8]) -> usize {
    count(file, "/Type/Page/") + count(file, "/Type/Page\n") + count(file, "/Type /Page\n")
}

fn cell(text: &str) -> Vec<Inline> {
    vec![Inline::Text(text.into())]
}

fn chart(value: u32, target: Option<u32>, text: &str) -> Block {
    let bar = |value: u32| ChartBar {
        label: text.into(),
        value,
        shown: value.to_string(),
    };
    Block::Figure(Figure::Chart(Chart {
        title: text.into(),
        unit: text.into(),
        bars: vec![bar(value), bar(0), bar(u32::MAX)],
        target,
    }))
}

fn timeline(from: NaiveDate, to: NaiveDate, text: &str) -> Block {
    let mark = |date, done| TimelineEvent {
        date,
        title: text.into(),
        mark: if done { Mark::Done } else { Mark::Deadline },
    };
    let title = text.into();
    Block::Figure(Figure::Timeline(Timeline {
        from,
        to,
        today: from,
        spans: vec![TimelineSpan { title, from, to }],
        events: vec![mark(from, true), mark(to, false), mark(from, false)],
    }))
}

/// Every kind of block with this text in it.
fn every_block(text: &str) -> Vec<Block> {
    let text = text.to_owned();
    let first: String = text.chars().take(40).collect();
    let link = Inline::Link {
        text: cell(&text),
        to: format!("https://example.org/{text}"),
    };
    let looks = vec![
        Inline::Text(text.clone()),
        Inline::Code(text.clone()),
        Inline::Emphasis(vec![Inline::Strong(cell(&text))]),
        Inline::Strikethrough(cell(&text)),
        Inline::Break,
        link,
    ];
    let item = |ticked| Item {
        ticked,
        blocks: vec![Block::Paragraph(looks.clone()), Block::Rule],
    };
    let list = |start| Block::List {
        start,
        items: vec![
            item(None),
            item(Some(true)),
            item(Some(false)),
            Item::default(),
        ],
    };
    let mut blocks = vec![
        Block::Heading {
            level: 2,
            text: text.clone(),
        },
        Block::Paragraph(looks.clone()),
        list(None),
        list(Some(u64::MAX)),
        table(
            vec![looks.clone(), cell(&text)],
            vec![looks.clone(), cell("")],
        ),
        table(vec![cell("Many"); 40], vec![cell(&first); 40]),
        Block::Quote(vec![Block::Quote(vec![Block::text(text.as_str())])]),
        Block::Code(format!("{text}\n\n{text}")),
        Block::PageBreak,
        chart(3, Some(7), &text),
        timeline(day(2026, 11, 2), day(2027, 8, 31), &text),
    ];
    blocks.extend(form_parts(&text));
    blocks.extend(parse_markdown(&text));
    blocks
}

fn table(header: Vec<Inlines>, row: Vec<Inlines>) -> Block {
    Block::Table(Table {
        header,
        rows: vec![row; 3],
        has_total: true,
        ..Table::default()
    })
}

/// The parts of a form with this text in them.
fn form_parts(text: &str) -> Vec<Block> {
    let answer = |answer| Block::Answer {
        label: text.into(),
        answer,
    };
    let figure = Fact {
        label: text.into(),
        value: text.into(),
    };
    let signature = |signed: Option<&str>| Signature {
        name: text.into(),
        signed: signed.map(str::to_owned),
    };
    vec![
        answer(None),
        answer(Some(Vec::new())),
        Block::Figures(vec![figure; 5]),
        Block::Card {
            level: 3,
            title: text.into(),
            status: cell(text),
            blocks: vec![answer(None)],
        },
        Block::Signatures(vec![
            signature(None),
            signature(Some(text)),
            signature(None),
        ]),
    ]
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let text = "Words *and* more, 鈴木, Ωμέγα, [a link](https://example.org), fi fl";
    assert_eq!(written(every_block(text)), written(every_block(text)));
}

#[test]
fn a_document_without_a_text_is_one_page() {
    assert_eq!(pages(&written(Vec::new())), 1);
    assert_eq!(pages(&written(vec![Block::PageBreak, Block::PageBreak])), 1);
}

#[test]
fn paper_is_a4_or_letter() {
    let on = |paper| rendered(paper, Vec::new(), &NoProgress).unwrap();
    assert_eq!(count(&on(PaperSize::A4), "[0 0 595.28 841.89]"), 1);
    assert_eq!(count(&on(PaperSize::Letter), "[0 0 612 792]"), 1);
}

#[test]
fn page_breaks_begin_pages_and_never_leave_an_empty_one() {
    let text = || Block::text("text");
    let blocks = vec![
        text(),
        Block::PageBreak,
        Block::PageBreak,
        text(),
        Block::PageBreak,
    ];
    assert_eq!(pages(&written(blocks)), 2);
}

#[test]
fn only_links_to_the_web_and_to_mail_can_be_pressed() {
    let link = |to: &str| Inline::Link {
        text: cell("here"),
        to: to.into(),
    };
    let tos = [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://a.example/x",
        "mailto:a@b.example",
    ];
    let file = written(vec![Block::Paragraph(tos.map(link).to_vec())]);
    assert_eq!(count(&file, "/URI("), 2);
    assert_eq!(
        count(&file, "(https://a.example/x)"),
        2,
        "the link, and its words for who hears it"
    );
    assert_eq!(count(&file, "javascript"), 0);
}

#[test]
fn text_that_was_made_to_break_programs_does_not() {
    let floods = [
        "\u{7f}\né".to_owned(),
        "a".to_owned() + &"\u{301}".repeat(150),
        "\u{301}\u{302}".repeat(20),
        "x".repeat(1_000),
        "鈴".repeat(400),
        "\u{5d0}\u{202e}\u{2066}a\u{2069}\u{202c}\u{202c}\u{2067}".repeat(8),
        "\u{2066}".repeat(60),
        "👩‍👩‍👧‍👦🏳️‍🌈🇦🇧🇨".repeat(6),
        "\u{200d}\u{fe0f}\u{20e3}".repeat(12),
        "\u{1100}\u{1161}\u{11a8}".repeat(12),
        "ﷺ ﷽ ก็็็็็็็็็ Ȃ̷̛̱ नमस्ते ក្រុម \u{0}\u{7f}\u{ad}\u{feff}\u{fffe}\u{10ffff}\u{e000}".to_owned(),
        "\n".repeat(100),
        " ".repeat(400),
        "a\u{a0}".repeat(500),
        "-".repeat(200),
        "\u{1d165}\u{1d15f}\u{13000}\u{12000}".repeat(20),
    ];
    for flood in floods {
        let name: String = flood.chars().take(3).collect();
        assert!(!written(every_block(&flood)).is_empty(), "{name}");
    }
}

#[test]
fn what_is_nested_without_end_stays_on_the_page() {
    let mut block = Block::text("deep");
    for at in 0..200 {
        block = match at % 3 {
            0 => Block::Quote(vec![block]),
            1 => Block::List {
                start: None,
                items: vec![Item {
                    ticked: None,
                    blocks: vec![block],
                }],
            },
            _ => Block::Answer {
                label: "q".into(),
                answer: Some(vec![block]),
            },
        };
    }
    assert!(pages(&written(vec![block])) >= 1);
}

#[test]
fn figures_of_odd_numbers_are_drawn() {
    let (first, last) = (NaiveDate::MIN, NaiveDate::MAX);
    let blocks = vec![
        chart(0, None, ""),
        chart(u32::MAX, Some(u32::MAX), "x"),
        Block::Figure(Figure::Chart(Chart {
            title: String::new(),
            unit: String::new(),
            bars: Vec::new(),
            target: Some(1),
        })),
        timeline(first, last, "all of it"),
        timeline(last, first, "backwards"),
        timeline(last, last, "a day"),
        timeline(day(2026, 1, 31), day(2026, 2, 1), "two days"),
    ];
    assert!(pages(&written(blocks)) >= 2);
}

fn any_text() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(
        "a bé\u{301}\u{200d}\u{200c}\u{202e}\u{2066}\u{2069}\u{fe0f}👩🏽🇦ش\u{64b}א鈴ก\u{e47}नि\u{94d}한\n-/\u{ad}\u{a0}ﬁ"
            .chars()
            .collect::<Vec<_>>(),
    );
    let letter =
        prop_oneof![3 => odd, 1 => any::<char>(), 1 => prop::char::range('\u{300}', '\u{36f}')];
    prop::collection::vec(letter, 0..60).prop_map(|letters| letters.into_iter().collect())
}

#[test]
fn whoever_waits_may_stop_it() {
    struct Impatient;
    impl ExportProgress for Impatient {
        fn report(&self, done: usize, all: usize) -> bool {
            assert_eq!(all, 10, "counted, then drawn");
            done < 3
        }
    }
    let blocks = vec![Block::Rule; 5];
    let stopped = rendered(PaperSize::A4, blocks, &Impatient);
    assert!(matches!(stopped, Err(ExportError::Canceled)));
}

#[test]
fn heading_levels_never_jump_whatever_was_typed() {
    let heading = |level, text: &str| Block::Heading {
        level,
        text: text.into(),
    };
    let blocks = vec![heading(2, "a"), heading(6, "b"), heading(4, "c")];
    let file = written(blocks);
    let tags = |tag: &str| count(&file, &format!("/S/{tag}/"));
    assert_eq!([tags("H1"), tags("H2"), tags("H3")], [1, 1, 2]);
    assert_eq!(tags("H4") + tags("H6"), 0);
}

#[test]
fn a_lead_in_stays_with_what_it_announces() {
    let is_kept = |lead: &str| {
        let mut flow = Flow::new(
            LineLayout::new(FontCache::new(FontSource::Bundled)),
            Paginator::new(PaperSize::A4, &document(Vec::new()), None),
        );
        flow.captured = Some(Vec::new());
        flow.blocks(&[Block::text(lead)], flow.page_area(), 0.0);
        flow.captured.unwrap()[0].keep_with_next
    };
    assert!(is_kept("What we keep:"));
    assert!(!is_kept("What we keep."));
}

#[test]
fn a_file_that_would_take_too_much_memory_is_refused_before_it_is_drawn() {
    let document = document(Vec::new());
    let mut paginator = Paginator::new(PaperSize::A4, &document, None);
    assert!(paginator.check_size().is_ok());
    paginator.page_count = 20_000;
    let refused = paginator.check_size().unwrap_err().to_string();
    assert!(refused.contains("too long for one PDF"), "{refused}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_text_at_all_becomes_pages(text in any_text()) {
        prop_assert!(pages(&written(every_block(&text))) >= 1);
    }
}
