//! Content controls: fields of a Word document that can be filled in while the rest of it is protected.

use chrono::NaiveDate;

use super::body::{BlockContext, DocxBody, ParagraphStyle};
use super::xml::escape;
use crate::domain::answer::parse_canonical_date;
use crate::domain::form::Choice;
use crate::domain::form_mark::{END, MAX_TAG_LENGTH, PLACEHOLDERS, in_text, option_mark};
use crate::domain::id::Id;
use crate::domain::region::Region;
use crate::export::document::{Control, Entry, Room};

/// The signs of a box, without and with its tick, as characters and as Word names them.
const BOXES: [(char, &str); 2] = [('☐', "2610"), ('☒', "2612")];

impl DocxBody {
    /// Writes a field for the answer, or a box to tick for each of several.
    pub(super) fn control(&mut self, entry: &Entry, control: &Control, context: BlockContext) {
        self.has_controls = true;
        let text = control.shown.as_str();
        match &entry.room {
            Room::Any(options) => {
                let last = options.len().saturating_sub(1);
                for (at, option) in options.iter().enumerate() {
                    let marks = [
                        (at == 0).then_some(&*control.mark),
                        (at == last).then_some(END),
                    ];
                    self.tick_box(control, option, entry.is_chosen(option), marks);
                }
            }
            Room::One(options) => {
                let items = options.iter().map(|option| {
                    let (label, key) = (escape(&option.label), escape(&option.key));
                    format!(r#"<w:listItem w:displayText="{label}" w:value="{key}"/>"#)
                });
                let kind = format!(
                    "<w:dropDownList>{}</w:dropDownList>",
                    items.collect::<String>()
                );
                let chosen = options.iter().find(|option| entry.is_chosen(option));
                let text = chosen.map_or("", |option| &option.label);
                self.field(control, &kind, (text, PLACEHOLDERS[1]), context);
            }
            Room::Day => {
                let day = parse_canonical_date(&control.value);
                self.field(control, &date_kind(day), (text, PLACEHOLDERS[2]), context);
            }
            Room::Lines(1) => {
                self.field(control, "<w:text/>", (text, PLACEHOLDERS[0]), context);
            }
            Room::Lines(_) => {
                // LibreOffice drops line ends in a field of plain text; one without a kind holds any text.
                let text = control.value.as_str();
                self.field(control, "", (text, PLACEHOLDERS[0]), context);
            }
        }
    }

    /// Writes a field in a paragraph of its own, with its answer so far or with words in its place.
    fn field(
        &mut self,
        control: &Control,
        kind: &str,
        (text, placeholder): (&str, &str),
        context: BlockContext,
    ) {
        let is_empty = text.trim().is_empty();
        let (showing, style, shown) = if is_empty {
            (
                "<w:showingPlcHdr/>",
                r#"<w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr>"#,
                placeholder,
            )
        } else {
            ("", "", text)
        };
        let lines = shown.split('\n').map(|line| {
            let line = escape(line);
            format!(r#"<w:t xml:space="preserve">{line}</w:t>"#)
        });
        let lines = lines.collect::<Vec<_>>().join("<w:br/>");
        let properties = properties(&control.mark, &control.title, &format!("{showing}{kind}"));
        let [before, after] = [&*control.mark, END].map(hidden_mark);
        let xml = format!(
            "{before}<w:sdt>{properties}<w:sdtContent><w:r>{style}{lines}</w:r></w:sdtContent></w:sdt>{after}"
        );
        self.write_paragraph(
            ParagraphStyle::new(context.style(), context.indent),
            "",
            |runs| {
                *runs.xml += &xml;
            },
        );
    }

    /// Writes a box before its option, with hidden marks around the first and the last.
    fn tick_box(
        &mut self,
        control: &Control,
        option: &Choice,
        is_chosen: bool,
        marks: [Option<&str>; 2],
    ) {
        let [unchecked, checked] = BOXES;
        let (sign, _) = if is_chosen { checked } else { unchecked };
        let state = |name: &str, code: &str| {
            format!(r#"<w14:{name} w14:val="{code}" w14:font="MS Gothic"/>"#)
        };
        let kind = format!(
            r#"<w14:checkbox><w14:checked w14:val="{}"/>{}{}</w14:checkbox>"#,
            u8::from(is_chosen),
            state("checkedState", checked.1),
            state("uncheckedState", unchecked.1),
        );
        let [before, after] = marks.map(|mark| mark.map_or_else(String::new, hidden_mark));
        let mark = option_mark(&control.mark, &option.key);
        let properties = properties(&mark, &option.label, &kind);
        let xml = format!(
            concat!(
                r#"<w:sdt>{}<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic""#,
                r#" w:hAnsi="MS Gothic" w:hint="eastAsia"/></w:rPr><w:t>{}</w:t></w:r></w:sdtContent></w:sdt>"#,
                "<w:r><w:tab/></w:r>"
            ),
            properties, sign
        );
        self.write_paragraph(ParagraphStyle::new("ListTick", super::INDENT), "", |runs| {
            *runs.xml += &before;
            *runs.xml += &xml;
            runs.text(&option.label);
            *runs.xml += &after;
        });
    }
}

/// A mark as hidden text: older versions of LibreOffice keep it, and drop the tag of a field.
fn hidden_mark(mark: &str) -> String {
    let mark = escape(&in_text(mark));
    format!("<w:r><w:rPr><w:vanish/></w:rPr><w:t>{mark}</w:t></w:r>")
}

/// The properties of a field: its question in words, its mark, and that it cannot be taken out.
fn properties(mark: &str, title: &str, kind: &str) -> String {
    let title: String = title.chars().take(MAX_TAG_LENGTH).collect();
    let number = Id::derived(&["control", mark]).to_bytes();
    let number = u32::from_be_bytes([0, number[0], number[1], number[2]]);
    let (title, mark) = (escape(&title), escape(mark));
    format!(
        concat!(
            r#"<w:sdtPr><w:alias w:val="{}"/><w:tag w:val="{}"/><w:id w:val="{}"/>"#,
            r#"<w:lock w:val="sdtLocked"/>{}</w:sdtPr>"#
        ),
        title, mark, number, kind
    )
}

/// A field with a calendar, which writes days as the region does.
fn date_kind(day: Option<NaiveDate>) -> String {
    let chosen = day.map_or_else(String::new, |day| {
        format!(r#" w:fullDate="{day}T00:00:00Z""#)
    });
    let format = match Region::current() {
        Region::UnitedStates => "ddd, MMM d, yyyy",
        Region::Elsewhere => "ddd d MMM yyyy",
    };
    format!(
        concat!(
            r#"<w:date{}><w:dateFormat w:val="{}"/><w:lid w:val="{}"/>"#,
            r#"<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>"#
        ),
        chosen,
        format,
        Region::current().language()
    )
}
