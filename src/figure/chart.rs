//! Charts: bars side by side, each with its value on it and its label below, and a line at the target.

use super::scene::{Anchor, Form, Role, Scene, Sheet, portion};

/// A row of bars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Title above the bars.
    pub title: String,
    /// Unit of the values: `contacts`, `hours`.
    pub unit: String,
    /// The bars from left to right.
    pub bars: Vec<ChartBar>,
    /// Target, drawn as a line across.
    pub target: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartBar {
    pub label: String,
    /// Height, in units of the chart.
    pub value: u32,
    /// The value as it is written above the bar.
    pub shown: String,
}

/// Largest width of a bar.
const MAX_BAR_WIDTH: i16 = 78;
/// Height of the highest bar, and of the line that all stand on.
const MAX_BAR_HEIGHT: i16 = 200;
const BASELINE: i16 = 250;
const LABEL_HEIGHT: i16 = 21;
const MAX_LABEL_LINES: usize = 3;

impl Chart {
    pub(super) fn description(&self) -> String {
        let bars = self
            .bars
            .iter()
            .map(|bar| format!("{}: {}", bar.label, bar.shown));
        let aim = self
            .target
            .map_or_else(String::new, |aim| format!(" Aimed at: {aim}."));
        format!(
            "{} ({}).{aim}",
            bars.collect::<Vec<_>>().join(", "),
            self.unit
        )
    }

    /// None without bars, or where the bars are too many for their values.
    pub(super) fn scene(&self) -> Option<Scene> {
        let sheet = Sheet::PAGE;
        let aim = self.target.map(|aim| (aim, format!("aimed at {aim}")));
        let aside = aim
            .as_ref()
            .map_or(0, |(_, words)| sheet.text_width(words) + sheet.letter);
        let count = i16::try_from(self.bars.len()).ok()?;
        let slot = (sheet.width - 2 * sheet.margin - aside).checked_div(count)?;
        let values = self.bars.iter().map(|bar| sheet.text_width(&bar.shown));
        if values.max()?.max(sheet.letter) > slot {
            return None;
        }
        let highest = self.bars.iter().map(|bar| bar.value).chain(self.target);
        let highest = i64::from(highest.max()?);
        let height = |value: u32| portion(MAX_BAR_HEIGHT, value.into(), highest);
        let mut scene = Scene {
            width: sheet.width,
            height: BASELINE,
            shapes: Vec::new(),
        };
        let left = sheet.margin;
        scene.text(
            Role::Note,
            (left, 18),
            Anchor::Start,
            sheet.width,
            &self.unit,
        );
        // Narrow bars share the room for their labels.
        let every = (4 * sheet.letter - 1) / slot + 1;
        for (bar, at) in self.bars.iter().zip(0..count) {
            let (height, width) = (height(bar.value).max(1), (slot * 3 / 5).min(MAX_BAR_WIDTH));
            let (x, y) = (left + slot * at + slot / 2, BASELINE - height);
            let form = Form::Rect { width, height };
            scene.add(Role::Bar, (x - width / 2, y), form);
            scene.text(Role::Value, (x, y - 6), Anchor::Middle, slot, &bar.shown);
            if at % every == 0 {
                label(&bar.label, x, slot * every - sheet.letter, &mut scene);
            }
        }
        let across = slot * count;
        scene.line(Role::Axis, (left, BASELINE), across, 0);
        if let Some((aim, words)) = aim {
            let y = BASELINE - height(aim);
            scene.line(Role::Target, (left, y), across, 0);
            let at = (left + across + sheet.letter / 2, y + 6);
            scene.text(Role::Note, at, Anchor::Start, aside, words);
        }
        scene.height += LABEL_HEIGHT / 2;
        Some(scene)
    }
}

/// Puts a label below its bar, on several lines where it is wide.
fn label(label: &str, x: i16, room: i16, scene: &mut Scene) {
    let mut lines: Vec<String> = Vec::new();
    for word in label.split_whitespace() {
        let full = lines.len() == MAX_LABEL_LINES;
        match lines.last_mut() {
            Some(line) if full || Sheet::PAGE.text_width(&format!("{line} {word}")) <= room => {
                *line = format!("{line} {word}");
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    let mut y = BASELINE;
    for line in lines {
        y += LABEL_HEIGHT;
        scene.text(Role::Note, (x, y), Anchor::Middle, room, line);
    }
    scene.height = scene.height.max(y);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(bars: usize, shown: &str) -> Option<Scene> {
        let bar = |value| ChartBar {
            label: "Sep 2026".to_owned(),
            value,
            shown: shown.to_owned(),
        };
        let chart = Chart {
            title: String::new(),
            unit: "hours".to_owned(),
            bars: (0..bars).map(|_| bar(1)).collect(),
            target: Some(2),
        };
        chart.scene()
    }

    fn notes(scene: &Scene) -> Vec<&str> {
        let notes = scene.shapes.iter().filter(|it| it.role == Role::Note);
        notes
            .filter_map(|it| match &it.form {
                Form::Text { text, .. } => Some(text.as_str()),
                Form::Rect { .. } | Form::Line { .. } | Form::Mark => None,
            })
            .collect()
    }

    #[test]
    fn more_bars_than_their_values_have_room_for_are_left_to_the_table() {
        assert_eq!(chart(0, "1"), None);
        assert!(chart(18, "12.5").is_some());
        assert_eq!(chart(20, "12.5"), None);
        assert!(chart(76, "1").is_some());
        assert_eq!(chart(100_000, ""), None);
    }

    #[test]
    fn labels_of_narrow_bars_go_on_below_and_those_of_the_narrowest_are_thinned_out() {
        let texts = |bars| chart(bars, "1").map(|scene| notes(&scene).join(","));
        assert_eq!(texts(1).unwrap(), "hours,Sep 2026,aimed at 2");
        assert_eq!(texts(9).unwrap().matches("Sep,2026").count(), 9);
        assert_eq!(texts(30).unwrap().matches("Sep,2026").count(), 15);
    }
}
