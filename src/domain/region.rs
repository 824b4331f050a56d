//! The region: how a day, an hour and a week are written and read, and the sheet that is printed on.
//!
//! Like a locale it is not handed from call to call but belongs to the thread, which takes it over from the one that
//! started it: nearly three hundred places write a day, and none of them decides how.

use std::cell::Cell;

use chrono::Weekday;

use super::string_enum::string_enum;

string_enum! {
    /// Conventions of a part of the world.
    Region, "region" {
        /// `Tue, Dec 1, 2026`, `10:00 AM`, weeks from Sunday, Letter; `3/11` is March 11.
        UnitedStates = "us" => "United States",
        /// `Tue 1 Dec 2026`, `10:00`, weeks from Monday, A4; `3/11` is 3 November.
        Elsewhere = "elsewhere" => "Elsewhere",
    }
}

thread_local! {
    static CURRENT: Cell<Region> = const { Cell::new(Region::UnitedStates) };
}

impl Region {
    /// The region of this thread.
    pub fn current() -> Self {
        CURRENT.get()
    }

    /// Writes and reads by this region from now on, in this thread.
    pub fn make_current(self) {
        CURRENT.set(self);
    }

    /// Region of a country by its code of two letters (ISO 3166), in any case. The territories of the United States write
    /// as it does.
    pub fn of_country(code: &str) -> Self {
        match code.to_ascii_uppercase().as_str() {
            "US" | "PR" | "GU" | "VI" | "AS" | "MP" | "UM" => Self::UnitedStates,
            _ => Self::Elsewhere,
        }
    }

    /// Region of a locale such as `en-US` or `de_DE.UTF-8`; none if it names no country.
    pub fn of_locale(locale: &str) -> Option<Self> {
        let tag = locale.split(['.', '@']).next().unwrap_or_default();
        let mut parts = tag.split(['-', '_']).skip(1);
        let country =
            parts.find(|part| part.len() == 2 && part.chars().all(|c| c.is_ascii_alphabetic()))?;
        Some(Self::of_country(country))
    }

    /// Tag (BCP 47) of the language of documents, by which programs choose a dictionary and a voice.
    pub const fn language(self) -> &'static str {
        match self {
            Self::UnitedStates => "en-US",
            Self::Elsewhere => "en",
        }
    }

    /// The first day of a week.
    pub const fn first_weekday(self) -> Weekday {
        match self {
            Self::UnitedStates => Weekday::Sun,
            Self::Elsewhere => Weekday::Mon,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_its_region_by_its_country() {
        let us = Some(Region::UnitedStates);
        let elsewhere = Some(Region::Elsewhere);
        for (locale, region) in [
            ("en-US", us),
            ("es_PR.UTF-8", us),
            ("zh-Hans-US", us),
            ("de_DE@euro", elsewhere),
            ("en-GB", elsewhere),
            ("C.UTF-8", None),
            ("eo", None),
            ("", None),
        ] {
            assert_eq!(Region::of_locale(locale), region, "{locale}");
        }
    }
}
