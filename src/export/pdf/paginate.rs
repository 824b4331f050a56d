//! Pagination: stacks line boxes into pages; what belongs together stays together. A full page is drawn at once, or only
//! counted; krilla keeps all that is drawn in memory until the file is finished.

use std::mem;
use std::rc::Rc;

use krilla::error::KrillaResult;
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;

use super::line_box::{HeaderRepeat, LineBox, PdfColor, PdfLine};
use super::line_layout::LineLayout;
use super::paint;
use super::tags::{OutlineEntry, StructureTree, outline};
use super::text_style::{PdfTextStyle, TextAlign};
use super::{Document, ExportError, PaperSize};
use crate::domain::ops::Refusal;
use crate::domain::region::Region;
use crate::export::year_month_day;

/// Width of the text, in points: at the size of running text, some ninety letters.
pub const TEXT_WIDTH: f32 = 468.0;
const TOP_MARGIN: f32 = 56.0;
const BOTTOM_MARGIN: f32 = 62.0;
/// From the top of the page's footer to the edge of the paper, in points.
const FOOTER_OFFSET: f32 = 46.0;
const FOOTER_STYLE: PdfTextStyle = PdfTextStyle::new(10.0, 12.0).color(PdfColor::Muted);

/// Memory that a page and a node take until the file is written, and the limit of them all, in bytes. Measured with 10,000
/// meetings: 8,000 pages and 220,000 nodes take 270 MB.
const PAGE_BYTES: usize = 18_000;
const NODE_BYTES: usize = 600;
const MAX_BYTES: usize = 330_000_000;

/// The file that pages are drawn to.
pub struct Output {
    pub pdf: krilla::Document,
    /// Number of all pages.
    pub pages: usize,
}

/// Result of counting: the number of pages, and the headings on them.
pub struct Survey {
    pub pages: usize,
    pub headings: Vec<OutlineEntry>,
}

/// The pages of a document while they fill.
pub struct Paginator {
    /// None while pages are only counted.
    output: Option<Output>,
    width: f32,
    height: f32,
    /// Line boxes of the current page, each with its distance from the top.
    page: Vec<(f32, LineBox)>,
    y: f32,
    /// True if the page holds no line box yet, apart from a repeated header.
    at_page_top: bool,
    /// Line boxes that wait for the one that they are kept with.
    keep_group: Vec<LineBox>,
    keep_group_height: f32,
    /// Header that every page begins with for now.
    repeating_header: Option<Rc<[LineBox]>>,
    pub tags: StructureTree,
    outline_entries: Vec<OutlineEntry>,
    pub page_count: usize,
    footer: String,
}

/// Width and height of a sheet, in points.
const fn size(paper: PaperSize) -> (f32, f32) {
    match paper {
        PaperSize::A4 => (595.28, 841.89),
        PaperSize::Letter => (612.0, 792.0),
    }
}

impl Paginator {
    /// Counts the pages of `document`, or draws them to `output`.
    pub fn new(paper: PaperSize, document: &Document, mut output: Option<Output>) -> Self {
        let (width, height) = size(paper);
        if let Some(output) = &mut output {
            output.pdf.set_metadata(metadata(document));
        }
        Self {
            tags: StructureTree::new(output.is_none()),
            output,
            width,
            height,
            page: Vec::new(),
            y: TOP_MARGIN,
            at_page_top: true,
            keep_group: Vec::new(),
            keep_group_height: 0.0,
            repeating_header: None,
            outline_entries: Vec::new(),
            page_count: 0,
            footer: document.running_title(),
        }
    }

    /// Left edge of the text, in points.
    pub const fn left(&self) -> f32 {
        (self.width - TEXT_WIDTH) / 2.0
    }

    const fn bottom(&self) -> f32 {
        self.height - BOTTOM_MARGIN
    }

    /// Height of a full page's text, in points.
    pub const fn content_height(&self) -> f32 {
        self.bottom() - TOP_MARGIN
    }

    /// Adds a line box below the last one.
    pub fn add(&mut self, line_box: LineBox, layout: &mut LineLayout) {
        self.keep_group_height += line_box.gap + line_box.height;
        let last = !line_box.keep_with_next || self.keep_group_height > self.content_height();
        self.keep_group.push(line_box);
        if last {
            self.flush_keep_group(layout);
        }
    }

    /// Places the waiting line boxes.
    fn flush_keep_group(&mut self, layout: &mut LineLayout) {
        let boxes = mem::take(&mut self.keep_group);
        let height = mem::take(&mut self.keep_group_height);
        if !self.at_page_top && self.y + height > self.bottom() && height <= self.content_height() {
            self.next_page(layout);
        }
        for line_box in boxes {
            if !self.at_page_top && self.y + line_box.gap + line_box.height > self.bottom() {
                self.next_page(layout);
            }
            self.place(line_box);
        }
    }

    fn place(&mut self, mut line_box: LineBox) {
        if self.page.is_empty() {
            line_box.gap = 0.0;
        }
        self.at_page_top = false;
        match mem::take(&mut line_box.repeat) {
            HeaderRepeat::Unchanged => {}
            HeaderRepeat::Begin(boxes) => self.repeating_header = Some(boxes),
            HeaderRepeat::End => self.repeating_header = None,
        }
        self.y += line_box.gap;
        let y = self.y;
        self.y += line_box.height;
        self.page.push((y, line_box));
    }

    /// Begins a new page, unless this one is empty.
    pub fn break_page(&mut self, layout: &mut LineLayout) {
        self.flush_keep_group(layout);
        if !self.at_page_top {
            self.next_page(layout);
        }
    }

    fn next_page(&mut self, layout: &mut LineLayout) {
        self.finish_page(layout);
        if let Some(boxes) = self.repeating_header.clone() {
            for line_box in boxes.iter() {
                self.place(line_box.clone());
            }
            self.at_page_top = true;
        }
    }

    /// Draws the page and begins an empty one.
    fn finish_page(&mut self, layout: &mut LineLayout) {
        let pages = self.output.as_ref().map(|output| output.pages);
        let footer = pages.map(|pages| self.footer_lines(pages, layout));
        let boxes = mem::take(&mut self.page);
        let page = self.page_count;
        self.page_count += 1;
        (self.y, self.at_page_top) = (TOP_MARGIN, true);
        self.outline_entries
            .extend(paint::outline_entries(&boxes, page));
        let settings = PageSettings::from_wh(self.width, self.height);
        let (Some(output), Some(footer), Some(settings)) = (&mut self.output, footer, settings)
        else {
            return;
        };
        let page = output.pdf.start_page_with(settings);
        paint::draw_page(page, &boxes, &footer, &mut self.tags, &layout.fonts);
    }

    /// The footer's lines: title and names, and the number of the page and of all pages.
    fn footer_lines(&self, pages: usize, layout: &mut LineLayout) -> [(f32, f32, PdfLine); 2] {
        let y = self.height - FOOTER_OFFSET;
        let number = format!("Page {} of {pages}", self.page_count + 1);
        let right = FOOTER_STYLE.align(TextAlign::Right);
        let number = layout.ellipsized_line(&number, &right, TEXT_WIDTH);
        let room = number.runs.first().map_or(TEXT_WIDTH, |run| run.x) - 12.0;
        let left = FOOTER_STYLE.align(TextAlign::Left);
        let title = layout.ellipsized_line(&self.footer, &left, room);
        [(self.left(), y, title), (self.left(), y, number)]
    }

    /// Fills the last page.
    fn finish_last_page(&mut self, layout: &mut LineLayout) {
        self.flush_keep_group(layout);
        if !self.at_page_top || self.page_count == 0 {
            self.finish_page(layout);
        }
    }

    /// Refuses a document whose file would take too much memory.
    pub fn check_size(&self) -> Result<(), ExportError> {
        if self.page_count * PAGE_BYTES + self.tags.count * NODE_BYTES < MAX_BYTES {
            return Ok(());
        }
        let refusal = Refusal::new("This is too long for one PDF.");
        let hint = "Write it year by year, as “matchbook export meetings since 2027-01-01” does, or write a Word file.";
        Err(refusal.hint(hint).into())
    }

    /// Finishes counting.
    pub fn survey(mut self, layout: &mut LineLayout) -> Survey {
        self.finish_last_page(layout);
        Survey {
            pages: self.page_count,
            headings: self.outline_entries,
        }
    }

    /// Finishes the file; without an output it is empty.
    pub fn finish(mut self, layout: &mut LineLayout) -> KrillaResult<Vec<u8>> {
        self.finish_last_page(layout);
        let Some(Output { mut pdf, .. }) = self.output else {
            return Ok(Vec::new());
        };
        pdf.set_outline(outline(self.outline_entries));
        pdf.set_tag_tree(self.tags.finish(Region::current().language()));
        pdf.finish()
    }
}

/// Metadata of the file; nothing in it comes from a clock.
fn metadata(document: &Document) -> Metadata {
    let metadata = Metadata::new()
        .title(document.title.clone())
        .authors(document.people.clone())
        .description(document.subtitle.clone())
        .language(Region::current().language().to_owned())
        .creator("matchbook".to_owned());
    match year_month_day(document.date) {
        Some((year, month, day)) => {
            metadata.creation_date(DateTime::new(year).month(month).day(day))
        }
        None => metadata,
    }
}
