//! Heading levels without gaps: a heading is one level deeper than the one above it, whatever levels people typed.

/// The headings that are open above the next one.
#[derive(Default)]
pub struct HeadingLevels {
    /// Their levels as typed.
    open: Vec<u8>,
}

impl HeadingLevels {
    /// The level of the next heading, 2 being the first below the title.
    pub fn next_level(&mut self, level: u8) -> u8 {
        self.open.retain(|above| *above < level);
        self.open.push(level);
        u8::try_from(self.open.len() + 1).unwrap_or(u8::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_level_is_left_out_and_siblings_stay_siblings() {
        let mut outline = HeadingLevels::default();
        let levels: Vec<_> = [4, 4, 6, 2, 3, 5, 5, 4, 3]
            .into_iter()
            .map(|level| outline.next_level(level))
            .collect();
        assert_eq!(levels, [2, 2, 3, 2, 3, 4, 4, 4, 3]);
    }
}
