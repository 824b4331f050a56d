//! Bidirectional text: the direction of letters, and the runs of one direction that Word needs.

/// True if the first letter of `text` is of a script that runs from right to left.
pub fn begins_right_to_left(text: &str) -> bool {
    text.chars().find_map(is_right_to_left).unwrap_or(false)
}

/// Splits `text` into runs of one direction, each with true for right to left.
///
/// Neutral characters and digits between letters of one direction go with them; others run as the paragraph does.
pub fn directional_runs(text: &str, paragraph: bool) -> Vec<(bool, &str)> {
    let directions: Vec<_> = text.chars().map(is_right_to_left).collect();
    let mut after: Vec<_> = directions
        .iter()
        .rev()
        .scan(paragraph, |next, direction| {
            *next = direction.unwrap_or(*next);
            Some(*next)
        })
        .collect();
    after.reverse();
    let mut stretches: Vec<(bool, &str)> = Vec::new();
    let (mut start, mut right_to_left, mut before) = (0, paragraph, paragraph);
    for ((at, _), (direction, after)) in text.char_indices().zip(directions.iter().zip(after)) {
        let between = if before == after { before } else { paragraph };
        let own = direction.unwrap_or(between);
        before = direction.unwrap_or(before);
        if own != right_to_left && start < at {
            stretches.push((right_to_left, &text[start..at]));
            start = at;
        }
        right_to_left = own;
    }
    if start < text.len() {
        stretches.push((right_to_left, &text[start..]));
    }
    stretches
}

/// Direction of a letter, true for right to left; none for neutral characters.
pub fn is_right_to_left(letter: char) -> Option<bool> {
    if !letter.is_alphabetic() {
        return None;
    }
    let right_to_left = matches!(
        letter,
        '\u{590}'..='\u{8FF}'
            | '\u{FB1D}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFF}'
            | '\u{10800}'..='\u{10FFF}'
            | '\u{1E800}'..='\u{1EFFF}'
    );
    Some(right_to_left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_letter_says_which_way_a_text_runs() {
        assert!(begins_right_to_left("1. «שלום» and so on"));
        assert!(!begins_right_to_left("Zoë שלום"));
        assert!(!begins_right_to_left("123"));
    }

    #[test]
    fn names_in_other_scripts_run_their_own_way() {
        assert_eq!(
            directional_runs("With דנה לוי (mentor).", false),
            [(false, "With "), (true, "דנה לוי"), (false, " (mentor).")]
        );
        assert_eq!(
            directional_runs("שלום, world!", true),
            [(true, "שלום, "), (false, "world"), (true, "!")]
        );
        assert_eq!(directional_runs("plain", false), [(false, "plain")]);
        assert!(directional_runs("", true).is_empty());
    }

    proptest! {
        #[test]
        fn no_letter_is_lost_and_none_runs_the_wrong_way(text in "[aא1 ,.é鈴ب]{0,12}", way: bool) {
            let stretches = directional_runs(&text, way);
            let all: String = stretches.iter().map(|(_, part)| *part).collect();
            prop_assert_eq!(&all, &text);
            for (way, part) in stretches {
                prop_assert!(part.chars().filter_map(is_right_to_left).all(|side| side == way));
            }
        }
    }
}
