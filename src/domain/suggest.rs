//! Suggestions for misspelled words (*did you mean*), by edit distance.

/// Formats “Did you mean “tracker”? ” for a hint, or nothing if no word of `known` is similar to `typed`.
pub fn did_you_mean<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    suggest(typed, known).map_or_else(String::new, |word| format!("Did you mean “{word}”? "))
}

/// Suggests the word of `known` that is most similar to `typed`, if it is close enough to be a typo.
pub fn suggest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed: Vec<char> = typed.trim().to_lowercase().chars().collect();
    let near = known.into_iter().filter_map(|word| {
        let letters: Vec<char> = word.to_lowercase().chars().collect();
        let slips = edit_distance(&typed, &letters);
        // A prefix of at least three letters is as good as a typo.
        let is_prefix = typed.len() > 2 && letters.starts_with(&typed);
        let alike = is_prefix || slips <= typed.len().min(letters.len()) / 3;
        alike.then_some((if is_prefix { 1 } else { slips }, word))
    });
    let best = near.min_by_key(|(slips, _)| *slips);
    best.map(|(_, word)| word)
}

/// Edit distance (insertions, deletions, substitutions, swaps of neighbors) between two words.
fn edit_distance(one: &[char], other: &[char]) -> usize {
    let mut before = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, wanted) in other.iter().enumerate() {
            let replaced = last[column] + usize::from(letter != wanted);
            let mut fewest = replaced.min(last[column + 1] + 1).min(next[column] + 1);
            let swapped =
                row > 0 && column > 0 && one[row - 1] == *wanted && *letter == other[column - 1];
            if swapped {
                let earlier: &Vec<usize> = &before;
                fewest = fewest.min(earlier[column - 1] + 1);
            }
            next.push(fewest);
        }
        before = std::mem::replace(&mut last, next);
    }
    last[other.len()]
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
