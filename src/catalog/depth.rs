//! A bound on how deep the values of a data file lie in one another.
//!
//! The library bounds brackets and dotted keys, each by itself; one in the other they still make thousands of levels out
//! of a few kilobytes, and whatever goes through these by calling itself, if only to let go of them, runs out of stack.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The most levels; our own files have five.
pub const MAX_DEPTH: usize = 64;

/// Where a value lies deeper than that, as a place in `text`. A text that is no TOML is looked at as far as it is.
pub fn find_too_deep(text: &str) -> Option<usize> {
    let (table, _) = DeTable::parse_recoverable(text);
    let mut found = None;
    let mut depth = 0;
    let span = table.span();
    let mut level = vec![Spanned::new(span, DeValue::Table(table.into_inner()))];
    // Taken apart level by level, so that nothing deep is left to be let go of at once.
    while let Some(first) = level.first() {
        if depth > MAX_DEPTH && found.is_none() {
            found = Some(first.span().start);
        }
        depth += 1;
        level = level.into_iter().flat_map(parts).collect();
    }
    found
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
            // What is wrong besides does not keep the depth from being looked at first.
            nested(79, 75, "\n[[["),
            nested(2, 20_000, ""),
            format!("\na = {}", "[".repeat(20_000)),
        ] {
            let error = parse::<Program>("deep.toml", &text).unwrap_err();
            let error = error.to_string();
            assert!(error.starts_with("deep.toml, line 2"), "{error}");
        }
        // Of a key alone the library keeps no place.
        assert!(parse::<Program>("deep.toml", &nested(20_000, 1, "")).is_err());
        assert_eq!(find_too_deep(&nested(4, 4, "")), None);
    }
}
