//! Text cut to a width, by whole letters as a reader sees them.

use unicode_segmentation::UnicodeSegmentation;

const ELLIPSIS: &str = "…";

/// Truncates `text` to `columns` with an ellipsis; `width` measures it.
pub fn truncate(text: &str, columns: usize, width: fn(&str) -> usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let Some(room) = columns.checked_sub(width(ELLIPSIS)) else {
        return String::new();
    };
    let mut out = String::new();
    let mut used = 0;
    for cluster in text.graphemes(true) {
        used += width(cluster);
        if used > room {
            break;
        }
        out.push_str(cluster);
    }
    out.truncate(out.trim_end().len());
    out + ELLIPSIS
}
