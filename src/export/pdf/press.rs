//! Slabs to pages: what belongs together stays together. A full page is drawn at once; krilla
//! keeps all that is drawn in memory until the file is finished.

use std::mem;
use std::rc::Rc;

use chrono::Datelike as _;
use krilla::error::KrillaResult;
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;

use super::paint;
use super::setter::Setter;
use super::slab::{Line, Repeat, Shade, Slab};
use super::tags::{Entry, Tags, outline};
use super::voice::{Side, Voice};
use super::{Document, Paper};

/// The width of the text: at the size of running text, some eighty letters.
pub const MEASURE: f32 = 424.0;
const TOP: f32 = 72.0;
const BOTTOM: f32 = 84.0;
/// From the top of the page's foot to the edge of the paper.
const FOOT: f32 = 54.0;
const FOOT_VOICE: Voice = Voice::new(9.0, 12.0).shade(Shade::Gray);

/// The pages of a document.
pub struct Press {
    pdf: krilla::Document,
    width: f32,
    height: f32,
    /// The slabs of the page, each with its place from the top.
    page: Vec<(f32, Slab)>,
    y: f32,
    /// Whether nothing of the text is on the page yet.
    fresh: bool,
    /// Slabs that wait for what they stay with.
    waiting: Vec<Slab>,
    waiting_height: f32,
    /// What every page begins with for now.
    repeated: Option<Rc<[Slab]>>,
    pub tags: Tags,
    entries: Vec<Entry>,
    pages: usize,
    foot: String,
}

/// Width and height of a sheet in points.
const fn size(paper: Paper) -> (f32, f32) {
    match paper {
        Paper::A4 => (595.28, 841.89),
        Paper::Letter => (612.0, 792.0),
    }
}

impl Press {
    pub fn new(paper: Paper, document: &Document) -> Self {
        let (width, height) = size(paper);
        let mut pdf = krilla::Document::new();
        pdf.set_metadata(metadata(document));
        let people = document.people.join(" and ");
        Self {
            pdf,
            width,
            height,
            page: Vec::new(),
            y: TOP,
            fresh: true,
            waiting: Vec::new(),
            waiting_height: 0.0,
            repeated: None,
            tags: Tags::new(),
            entries: Vec::new(),
            pages: 0,
            foot: if people.is_empty() {
                document.title.clone()
            } else {
                format!("{} · {people}", document.title)
            },
        }
    }

    /// Where the text begins.
    pub const fn left(&self) -> f32 {
        (self.width - MEASURE) / 2.0
    }

    const fn bottom(&self) -> f32 {
        self.height - BOTTOM
    }

    /// How high a page full of text is.
    pub const fn room(&self) -> f32 {
        self.bottom() - TOP
    }

    /// Adds a slab below the last one.
    pub fn add(&mut self, slab: Slab, setter: &mut Setter) {
        self.waiting_height += slab.gap + slab.height;
        let last = !slab.keep || self.waiting_height > self.room();
        self.waiting.push(slab);
        if last {
            self.settle(setter);
        }
    }

    /// Gives those that wait their place.
    fn settle(&mut self, setter: &mut Setter) {
        let slabs = mem::take(&mut self.waiting);
        let height = mem::take(&mut self.waiting_height);
        if !self.fresh && self.y + height > self.bottom() && height <= self.room() {
            self.turn(setter);
        }
        for slab in slabs {
            if !self.fresh && self.y + slab.gap + slab.height > self.bottom() {
                self.turn(setter);
            }
            self.place(slab);
        }
    }

    fn place(&mut self, mut slab: Slab) {
        if self.page.is_empty() {
            slab.gap = 0.0;
        }
        self.fresh = false;
        match mem::take(&mut slab.repeat) {
            Repeat::Same => {}
            Repeat::Begin(slabs) => self.repeated = Some(slabs),
            Repeat::End => self.repeated = None,
        }
        self.y += slab.gap;
        let y = self.y;
        self.y += slab.height;
        self.page.push((y, slab));
    }

    /// Begins a new page, unless nothing is on this one.
    pub fn break_page(&mut self, setter: &mut Setter) {
        self.settle(setter);
        if !self.fresh {
            self.turn(setter);
        }
    }

    fn turn(&mut self, setter: &mut Setter) {
        self.print(setter);
        if let Some(slabs) = self.repeated.clone() {
            for slab in slabs.iter() {
                self.place(slab.clone());
            }
            self.fresh = true;
        }
    }

    /// Draws the page and begins an empty one.
    fn print(&mut self, setter: &mut Setter) {
        let foot = self.foot(setter);
        let slabs = mem::take(&mut self.page);
        let page = self.pages;
        self.pages += 1;
        (self.y, self.fresh) = (TOP, true);
        let Some(settings) = PageSettings::from_wh(self.width, self.height) else {
            return;
        };
        self.entries.extend(paint::entries(&slabs, page));
        let page = self.pdf.start_page_with(settings);
        paint::page(page, &slabs, &foot, &mut self.tags, &setter.faces);
    }

    /// The lines at the foot of the page: what it is, and its number.
    fn foot(&self, setter: &mut Setter) -> [(f32, f32, Line); 2] {
        let y = self.height - FOOT;
        let number = (self.pages + 1).to_string();
        let number = setter.short(&number, &FOOT_VOICE.side(Side::Right), MEASURE);
        let title = setter.short(&self.foot, &FOOT_VOICE, MEASURE - 48.0);
        [(self.left(), y, title), (self.left(), y, number)]
    }

    /// The file.
    pub fn finish(mut self, setter: &mut Setter) -> KrillaResult<Vec<u8>> {
        self.settle(setter);
        if !self.fresh || self.pages == 0 {
            self.print(setter);
        }
        self.pdf.set_outline(outline(self.entries));
        self.pdf.set_tag_tree(self.tags.finish());
        self.pdf.finish()
    }
}

/// What the file says about itself; nothing in it comes from a clock.
fn metadata(document: &Document) -> Metadata {
    let date = document.date;
    let part = |number: u32| u8::try_from(number).unwrap_or_default();
    let created = DateTime::new(u16::try_from(date.year()).unwrap_or_default())
        .month(part(date.month()))
        .day(part(date.day()));
    Metadata::new()
        .title(document.title.clone())
        .authors(document.people.clone())
        .description(document.subtitle.clone())
        .language("en".to_owned())
        .creator("matchbook".to_owned())
        .creation_date(created)
}
