//! Nesting limit for the values of a data file, against stack overflow.
//!
//! The `toml` crate limits brackets and dotted keys, each by itself; combined they still make thousands of levels out
//! of a few kilobytes, and recursive code over them, even dropping the value, overflows the stack.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Largest number of levels; the built-in files have five.
pub const MAX_DEPTH: usize = 64;

/// Byte offset in `text` of the first value that is nested too deeply. Of invalid TOML, the part that parses is
/// checked.
pub fn find_too_deep(text: &str) -> Option<usize> {
    let (table, _) = DeTable::parse_recoverable(text);
    let mut offset = None;
    let mut depth = 0;
    let span = table.span();
    let mut level = vec![Spanned::new(span, DeValue::Table(table.into_inner()))];
    // Level by level instead of by recursion, so that no deep value is left to drop at once.
    while let Some(first) = level.first() {
        if depth > MAX_DEPTH && offset.is_none() {
            offset = Some(first.span().start);
        }
        depth += 1;
        level = level.into_iter().flat_map(parts).collect();
    }
    offset
}

fn parts(value: Spanned<DeValue<'_>>) -> Vec<Spanned<DeValue<'_>>> {
    match value.into_inner() {
        DeValue::Table(table) => table.into_iter().map(|(_, value)| value).collect(),
        DeValue::Array(array) => array.into_iter().collect(),
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::parse;
    use crate::domain::program::Program;

    /// Dotted keys within tables within dotted keys.
    fn nested(keys: usize, brackets: usize, end: &str) -> String {
        let keys = vec!["a"; keys].join(".");
        let open = format!("{{ {keys} = ").repeat(brackets);
        format!("\n{keys} = {open}1{}{end}", " }".repeat(brackets))
    }

    #[test]
    fn a_data_file_nested_without_end_is_refused_with_its_line() {
        let header = format!("\n[{}]", vec!["b"; 79].join("."));
        for text in [
            nested(79, 75, ""),
            format!("{header}{}", nested(79, 75, "")),
            // A syntax error in the same text does not keep the depth from being checked first.
            nested(79, 75, "\n[[["),
            nested(2, 20_000, ""),
            format!("\na = {}", "[".repeat(20_000)),
        ] {
            let error = parse::<Program>("deep.toml", &text).unwrap_err();
            let error = error.to_string();
            assert!(error.starts_with("deep.toml, line 2"), "{error}");
        }
        // For a key alone the crate records no span.
        assert!(parse::<Program>("deep.toml", &nested(20_000, 1, "")).is_err());
        assert_eq!(find_too_deep(&nested(4, 4, "")), None);
    }
}
