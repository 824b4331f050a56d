//! Settings of this computer's user: a commented file in the configuration folder, one setting a line.
//!
//! Each line is read for itself, so that a wrong one is told by its number and takes no other with it; a change rewrites
//! one line and leaves the comments that people put there.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;

use crate::domain::dates::{format_date, format_time, pluralize};
use crate::domain::region::Region;
use crate::domain::sanitize::sanitize_line;
use crate::domain::string_enum::string_enum;
use crate::domain::zone::zone_by_words;
use crate::files;
use crate::problem::Problem;

/// The file in the configuration folder.
pub const SETTINGS_FILE: &str = "settings.toml";
/// The file as it is first written, with each setting explained.
const TEMPLATE: &str = include_str!("../assets/settings.toml");
/// Value with which the program finds a setting out by itself.
const AUTOMATIC: &str = "automatic";
/// Longest time before a meeting at which a calendar reminds of it: four weeks, in minutes.
const LONGEST_REMINDER: u32 = 28 * 24 * 60;

string_enum! {
    /// Settings by the names that they have in the file.
    SettingName, "setting" {
        Region = "region" => "Region",
        TimeZone = "time-zone" => "Your time zone",
        Reminders = "reminders" => "Reminders in calendars",
    }
}

impl SettingName {
    /// Values that may stand there, for the hint when something else does.
    const fn accepted(self) -> &'static str {
        match self {
            Self::Region => "It is “us”, “elsewhere” or “automatic”.",
            Self::TimeZone => {
                "Name a city or a zone, like “Chicago”, “Europe/Berlin” or “ET”, or “automatic”."
            }
            Self::Reminders => {
                "Write minutes before the meeting, two numbers at most, like “1440, 30”; a day has 1440."
            }
        }
    }
}

/// Settings as they count: those of the file, the others by default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// None: the program's country, else the computer's language, decides.
    pub region: Option<Region>,
    /// None: that of the computer.
    pub zone: Option<Tz>,
    /// Times before a meeting at which a calendar reminds of it, in minutes; two at most.
    pub reminders: Vec<u32>,
    /// Region of the computer's language, which is no setting of ours.
    pub computer: Option<Region>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            region: None,
            zone: None,
            reminders: vec![24 * 60, 30],
            computer: None,
        }
    }
}

impl Settings {
    /// Reads the computer's region, and the file in the folder `config`, if there is one, with a problem for each line that
    /// cannot be read: there the default holds.
    pub fn read(config: Option<&Path>) -> (Self, Vec<Problem>) {
        let (mut settings, problems) = match config.map_or(Ok(None), read_file) {
            Ok(text) => Self::parse(&text.unwrap_or_default()),
            Err(problem) => (Self::default(), vec![problem]),
        };
        settings.computer = sys_locale::get_locale().and_then(|it| Region::of_locale(&it));
        (settings, problems)
    }

    fn parse(text: &str) -> (Self, Vec<Problem>) {
        let mut settings = Self::default();
        let mut problems = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            if let Err(problem) = settings.parse_line(line) {
                let message = format!("Line {number} of {SETTINGS_FILE}: {}", problem.message);
                problems.push(Problem { message, ..problem });
            }
        }
        (settings, problems)
    }

    fn parse_line(&mut self, line: &str) -> Result<(), Problem> {
        let broken = |_| {
            Problem::wrong_use(
                "This is no setting.",
                "One is written like region = \"us\", with # before what is only for you.",
            )
        };
        let table: toml::Table = toml::from_str(line).map_err(broken)?;
        for (name, value) in table {
            let value = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            self.set(setting_name(&name)?, &value)?;
        }
        Ok(())
    }

    /// Changes one setting to what was typed.
    ///
    /// # Errors
    /// When it cannot be read; then nothing changes.
    pub fn set(&mut self, name: SettingName, typed: &str) -> Result<(), Problem> {
        let typed = typed.trim();
        let refused = || {
            let shown = sanitize_line(typed);
            let message = format!("“{shown}” cannot be read as “{}”.", name.key());
            Problem::wrong_use(message, name.accepted())
        };
        let automatic = typed.eq_ignore_ascii_case(AUTOMATIC);
        match name {
            SettingName::Region if automatic => self.region = None,
            SettingName::Region => self.region = Some(parse_region(typed).ok_or_else(refused)?),
            SettingName::TimeZone if automatic => self.zone = None,
            SettingName::TimeZone => self.zone = Some(zone_by_words(typed).ok_or_else(refused)?),
            SettingName::Reminders if automatic => self.reminders = Self::default().reminders,
            SettingName::Reminders => {
                self.reminders = parse_reminders(typed).ok_or_else(refused)?;
            }
        }
        Ok(())
    }

    /// The setting as the file has it.
    pub fn value(&self, name: SettingName) -> String {
        match name {
            SettingName::Region => self.region.map_or(AUTOMATIC, Region::key).to_owned(),
            SettingName::TimeZone => self.zone.map_or(AUTOMATIC, |zone| zone.name()).to_owned(),
            SettingName::Reminders => {
                let minutes: Vec<_> = self.reminders.iter().map(ToString::to_string).collect();
                minutes.join(", ")
            }
        }
    }

    /// The value of a setting in use now, in words; `zone` is the user's.
    pub fn in_use(&self, name: SettingName, zone: Option<Tz>) -> String {
        match name {
            SettingName::Region => {
                let region = Region::current();
                let (paper, first) = match region {
                    Region::UnitedStates => ("Letter", "Sunday"),
                    Region::Elsewhere => ("A4", "Monday"),
                };
                // A day and an hour of which each shows where the other stands.
                let example = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap_or_default();
                let time = NaiveTime::from_hms_opt(10, 0, 0).unwrap_or_default();
                let (day, hour) = (format_date(example), format_time(time));
                format!("{region}: {day}; {hour}; {paper}; weeks from {first}")
            }
            SettingName::TimeZone => {
                zone.map_or_else(|| "not known".to_owned(), |zone| zone.name().to_owned())
            }
            SettingName::Reminders => match self.reminders.as_slice() {
                [] => "none".to_owned(),
                all => {
                    let words = all.iter().map(|minutes| reminder_words(*minutes));
                    words.collect::<Vec<_>>().join(" and ")
                }
            },
        }
    }

    /// The region for a book of a program from `country`, its code of two letters; empty if that is not known.
    pub fn region_for(&self, country: &str) -> Region {
        let by_program = (!country.is_empty()).then(|| Region::of_country(country));
        self.region
            .or(by_program)
            .or(self.computer)
            .unwrap_or_default()
    }

    /// Changes settings here and in their file, which is written with an explanation of each if there is none.
    ///
    /// # Errors
    /// When it cannot be read or the file cannot be written; then nothing changes.
    pub fn change(&mut self, config: &Path, typed: &[(SettingName, &str)]) -> Result<(), Problem> {
        let mut changed = self.clone();
        for (name, typed) in typed {
            changed.set(*name, typed)?;
        }
        let mut text = read_file(config)?.unwrap_or_else(|| TEMPLATE.to_owned());
        for (name, _) in typed {
            text = with_line(&text, *name, &changed.value(*name));
        }
        let written = fs::create_dir_all(config)
            .and_then(|()| files::write_atomic(&config.join(SETTINGS_FILE), text.as_bytes()));
        written.map_err(|error| {
            Problem::new("The settings could not be written.")
                .hint("Check that you may write to the folder of your own programs and forms.")
                .caused_by(&error)
        })?;
        *self = changed;
        Ok(())
    }
}

/// The setting with this name.
///
/// # Errors
/// When there is none.
pub fn setting_name(word: &str) -> Result<SettingName, Problem> {
    SettingName::from_word(word).ok_or_else(|| {
        let names = || SettingName::ALL.iter().map(|name| name.key());
        let message = format!("There is no setting “{}”.", sanitize_line(word));
        let hint = format!(
            "The settings are {}.",
            names().collect::<Vec<_>>().join(", ")
        );
        Problem::unknown(message, word, names(), &hint)
    })
}

/// The text of the file; none if there is no file.
fn read_file(config: &Path) -> Result<Option<String>, Problem> {
    match fs::read(config.join(SETTINGS_FILE)) {
        Ok(bytes) => {
            let text = String::from_utf8_lossy(&bytes);
            Ok(Some(text.trim_start_matches('\u{feff}').to_owned()))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Problem::new(format!("{SETTINGS_FILE} could not be read."))
            .hint("Until it can be, every setting is as at the beginning.")
            .caused_by(&error)),
    }
}

/// `text` with the setting in its line, or in a new one at the end.
fn with_line(text: &str, name: SettingName, value: &str) -> String {
    let new = format!("{} = \"{value}\"", name.key());
    let sets_it = |line: &&str| {
        let word = line.split('=').next().unwrap_or_default().trim();
        SettingName::from_word(word) == Some(name)
    };
    let mut lines: Vec<&str> = text.lines().filter(|line| !sets_it(line)).collect();
    let at = text.lines().position(|line| sets_it(&line));
    lines.insert(at.unwrap_or(lines.len()), &new);
    lines.join("\n") + "\n"
}

/// A time before a meeting in words: `1 day before`, `30 minutes before`.
fn reminder_words(minutes: u32) -> String {
    let (count, unit) = match minutes {
        0 => return "when it begins".to_owned(),
        it if it.is_multiple_of(24 * 60) => (it / (24 * 60), "day"),
        it if it.is_multiple_of(60) => (it / 60, "hour"),
        it => (it, "minute"),
    };
    format!("{} before", pluralize(count, unit))
}

fn parse_region(typed: &str) -> Option<Region> {
    Region::from_word(typed).or_else(|| {
        let is_code = typed.len() == 2 && typed.chars().all(|c| c.is_ascii_alphabetic());
        is_code.then(|| Region::of_country(typed))
    })
}

fn parse_reminders(typed: &str) -> Option<Vec<u32>> {
    let parts = typed.split(',').map(str::trim);
    let minutes: Option<Vec<u32>> = parts
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect();
    minutes.filter(|all| all.len() <= 2 && all.iter().all(|one| *one <= LONGEST_REMINDER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_as_it_is_first_written_changes_nothing() {
        assert_eq!(Settings::parse(TEMPLATE), (Settings::default(), Vec::new()));
    }

    #[test]
    fn a_wrong_line_is_told_by_its_number_and_the_others_hold() {
        let text = "region = \"elsewhere\"\n# mine\ntime-zone = \"Atlantis\"\nreminders = 15\ncolor = \"red\"\n[x";
        let (settings, problems) = Settings::parse(text);
        let expected = Settings {
            region: Some(Region::Elsewhere),
            zone: None,
            reminders: vec![15],
            computer: None,
        };
        assert_eq!(settings, expected);
        let told: Vec<_> = problems.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(
            told,
            [
                "Line 3 of settings.toml: “Atlantis” cannot be read as “time-zone”.",
                "Line 5 of settings.toml: There is no setting “color”.",
                "Line 6 of settings.toml: This is no setting.",
            ]
        );
    }

    #[test]
    fn a_change_rewrites_its_line_and_keeps_the_comments() {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = Settings::default();
        settings
            .change(folder.path(), &[(SettingName::TimeZone, "honolulu")])
            .unwrap();
        settings
            .change(folder.path(), &[(SettingName::Region, "DE")])
            .unwrap();
        let text = fs::read_to_string(folder.path().join(SETTINGS_FILE)).unwrap();
        assert_eq!(text.lines().count(), TEMPLATE.lines().count());
        assert!(text.contains("\ntime-zone = \"Pacific/Honolulu\"\n"));
        assert_eq!(Settings::parse(&text), (settings.clone(), Vec::new()));
        let refused = settings.change(folder.path(), &[(SettingName::Reminders, "soon")]);
        assert_eq!(
            refused.unwrap_err().message,
            "“soon” cannot be read as “reminders”."
        );
        assert_eq!(
            fs::read_to_string(folder.path().join(SETTINGS_FILE)).unwrap(),
            text
        );
    }

    #[test]
    fn the_programs_country_decides_unless_the_setting_does() {
        let mut settings = Settings::default();
        assert_eq!(settings.region_for("US"), Region::UnitedStates);
        assert_eq!(settings.region_for("DE"), Region::Elsewhere);
        settings.region = Some(Region::Elsewhere);
        assert_eq!(settings.region_for("US"), Region::Elsewhere);
    }
}
