//! Suggestions for misspelled words (*did you mean*), by edit distance.

/// Formats “Did you mean “tracker”? ” for a hint, or nothing if no word of `known` is similar to `typed`.
pub fn did_you_mean<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    suggest(typed, known).map_or_else(String::new, |word| format!("Did you mean “{word}”? "))
}

/// Suggests the word of `known` that is most similar to `typed`, if it is close enough to be a typo.
pub fn suggest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.trim().to_lowercase();
    let length = typed.chars().count();
    let near = known.into_iter().filter_map(|word| {
        let letters = word.to_lowercase();
        let slips = strsim::osa_distance(&typed, &letters);
        // A prefix of at least three letters is as good as a typo.
        let is_prefix = length > 2 && letters.starts_with(&typed);
        let alike = is_prefix || slips <= length.min(letters.chars().count()) / 3;
        alike.then_some((if is_prefix { 1 } else { slips }, word))
    });
    let best = near.min_by_key(|(slips, _)| *slips);
    best.map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_another_word_finds_none() {
        let known = ["agreement", "goal-sheet", "tracker", "wrap-up", "agenda"];
        for (typed, word) in [
            ("traker", Some("tracker")),
            ("Trakcer", Some("tracker")),
            ("goal_sheet", Some("goal-sheet")),
            ("wrapup", Some("wrap-up")),
            ("agr", Some("agreement")),
            ("tracker", Some("tracker")),
            ("poem", None),
            ("a", None),
            ("", None),
        ] {
            assert_eq!(suggest(typed, known), word, "{typed}");
        }
        assert_eq!(did_you_mean("agendas", known), "Did you mean “agenda”? ");
        assert_eq!(did_you_mean("poem", known), "");
    }
}
