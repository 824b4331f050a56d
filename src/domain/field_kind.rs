//! Kinds of fields: what an answer to each is, which answers can be chosen, and what it counts as a number.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::answer::{NO, YES};
use super::string_enum::string_enum;

string_enum! {
    /// Source of the options of a choice field when the file does not list them.
    OptionsSource, "options source" {
        Goals = "goals" => "Goals of the book",
        Aims = "aims" => "Aims of the program",
        Competencies = "competencies" => "Competency areas",
        Activities = "activities" => "Activities of the deck",
        Programs = "programs" => "Programs",
        FormsToAsk = "forms-to-ask" => "Forms that an office may ask for",
        ProgramForms = "program-forms" => "Forms of the program",
    }
}

/// One option of a choice field.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Stored, and typed on the command line.
    pub key: String,
    /// Text that people read.
    pub label: String,
}

/// One column of free rows.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RowColumn {
    pub key: String,
    /// Head of the column.
    pub label: String,
}

/// Options of a choice field: listed in the file, or looked up in book and program when the form opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChoiceOptions {
    Listed(Vec<Choice>),
    From(OptionsSource),
}

/// Ratings that can be given, and what they mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scale {
    pub low: i64,
    pub high: i64,
    /// The only ratings there are, in order; none: every whole number from `low` to `high`.
    pub points: Vec<i64>,
    /// Meanings of some ratings, such as the ends and the middle.
    pub labels: BTreeMap<i64, String>,
}

impl Scale {
    /// Every rating that can be given.
    pub fn ratings(&self) -> Vec<i64> {
        if self.points.is_empty() {
            return (self.low..=self.high).collect();
        }
        self.points.clone()
    }

    pub fn has(&self, rating: i64) -> bool {
        let between = (self.low..=self.high).contains(&rating);
        between && (self.points.is_empty() || self.points.contains(&rating))
    }

    /// The ratings in words: `1 to 5`, or `1, 3, 7`.
    pub fn range(&self) -> String {
        if self.points.is_empty() {
            return format!("{} to {}", self.low, self.high);
        }
        let points: Vec<_> = self.points.iter().map(i64::to_string).collect();
        points.join(", ")
    }

    /// `1 Never, 4 sometimes, 7 Always`; empty if no rating has a meaning.
    pub fn meanings(&self) -> String {
        let labels = self.labels.iter();
        let labels: Vec<_> = labels.map(|(at, label)| format!("{at} {label}")).collect();
        labels.join(", ")
    }
}

/// Numbers that can be given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NumberRule {
    /// True if the number may have a fraction.
    pub decimals: bool,
    /// Unit that stands behind the number; empty if it has none.
    pub unit: String,
    /// The smallest; without it, 0.
    pub least: Option<f64>,
    pub most: Option<f64>,
    /// Key of a number of the form that this one must not be below.
    pub not_below: Option<String>,
}

impl NumberRule {
    pub fn has(&self, number: f64) -> bool {
        let most = self.most.unwrap_or(f64::from(u32::MAX));
        (self.least.unwrap_or(0.0)..=most).contains(&number)
    }

    /// The bounds in words: `from 30 to 90`, `of at least 30`, `of at most 90`; empty without any.
    pub fn bounds(&self) -> String {
        match (self.least, self.most) {
            (Some(least), Some(most)) => format!("from {least} to {most}"),
            (Some(least), None) => format!("of at least {least}"),
            (None, Some(most)) => format!("of at most {most}"),
            (None, None) => String::new(),
        }
    }
}

/// Number that is computed from other answers of the form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Computed {
    /// True for the mean, with one decimal; else the total.
    pub mean: bool,
    /// Keys of the fields; none: the ratings and numbers of its own section.
    pub of: Vec<String>,
    pub unit: String,
}

impl Computed {
    /// Computes it in canonical form; none without numbers.
    pub fn value(&self, numbers: &[f64]) -> Option<String> {
        let sum: f64 = numbers.iter().sum();
        let count = u32::try_from(numbers.len())
            .ok()
            .filter(|count| *count > 0)?;
        Some(if self.mean {
            // Half a tenth is rounded up, as in a spreadsheet.
            format!("{:.1}", (sum / f64::from(count) * 10.0).round() / 10.0)
        } else {
            // Tenths do not add up exactly.
            ((sum * 1e6).round() / 1e6).to_string()
        })
    }
}

/// Type of an answer; decides how it is edited, validated and shown.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldKind {
    Line,
    /// Prose in several lines, Markdown.
    Text,
    Choice(ChoiceOptions),
    /// Any number of options.
    Choices(ChoiceOptions),
    Scale(Scale),
    /// A date; with `time`, optionally a time of day as well.
    Date {
        /// True if "next tue 10am" keeps its time.
        time: bool,
    },
    Number(NumberRule),
    YesNo,
    /// Any number of rows with a cell for each of the columns.
    Rows(Vec<RowColumn>),
    /// Total or mean: nobody gives it.
    Computed(Computed),
    /// Text of a section, which is read and not answered: no field of a file, but the first row of its section.
    Statement,
}

impl FieldKind {
    /// Word by which data files and exports name the kind.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Text => "text",
            Self::Choice(_) => "choice",
            Self::Choices(_) => "choices",
            Self::Scale(_) => "scale",
            Self::Date { .. } => "date",
            Self::Number(_) => "number",
            Self::YesNo => "yes-no",
            Self::Rows(_) => "rows",
            Self::Computed(Computed { mean: false, .. }) => "total",
            Self::Computed(Computed { mean: true, .. }) => "mean",
            Self::Statement => "statement",
        }
    }

    pub const fn options(&self) -> Option<&ChoiceOptions> {
        if let Self::Choice(options) | Self::Choices(options) = self {
            return Some(options);
        }
        None
    }

    /// True if the options are looked up in `source`.
    pub fn takes_options_from(&self, source: OptionsSource) -> bool {
        self.options() == Some(&ChoiceOptions::From(source))
    }

    pub const fn is_line(&self) -> bool {
        matches!(self, Self::Line)
    }

    /// True if the answer is Markdown.
    pub const fn is_text(&self) -> bool {
        matches!(self, Self::Text)
    }

    /// True if it is typed on several lines.
    pub const fn has_lines(&self) -> bool {
        matches!(self, Self::Text | Self::Rows(_))
    }

    /// Columns of free rows.
    pub const fn columns(&self) -> Option<&Vec<RowColumn>> {
        if let Self::Rows(columns) = self {
            return Some(columns);
        }
        None
    }

    pub const fn is_date(&self) -> bool {
        matches!(self, Self::Date { .. })
    }

    pub const fn is_multi_choice(&self) -> bool {
        matches!(self, Self::Choices(_))
    }

    pub const fn is_statement(&self) -> bool {
        matches!(self, Self::Statement)
    }

    /// True if it has no answer that anybody gives.
    pub const fn is_read_only(&self) -> bool {
        matches!(self, Self::Statement | Self::Computed(_))
    }

    /// True if the answer is selected rather than typed.
    pub const fn is_selected(&self) -> bool {
        matches!(self, Self::Scale(_) | Self::YesNo) || self.options().is_some()
    }

    /// True if its answers add up.
    pub const fn is_numeric(&self) -> bool {
        matches!(self, Self::Scale(_) | Self::Number(_) | Self::Computed(_))
    }

    /// True for an answer of a few words.
    pub const fn is_short(&self) -> bool {
        !matches!(
            self,
            Self::Line | Self::Text | Self::Choices(_) | Self::Rows(_)
        )
    }

    pub const fn scale(&self) -> Option<&Scale> {
        if let Self::Scale(scale) = self {
            return Some(scale);
        }
        None
    }

    pub const fn number_rule(&self) -> Option<&NumberRule> {
        if let Self::Number(rule) = self {
            return Some(rule);
        }
        None
    }

    /// Unit that stands behind a number; empty if it has none.
    pub fn unit(&self) -> &str {
        match self {
            Self::Number(NumberRule { unit, .. }) | Self::Computed(Computed { unit, .. }) => unit,
            Self::Line
            | Self::Text
            | Self::Choice(_)
            | Self::Choices(_)
            | Self::Scale(_)
            | Self::Date { .. }
            | Self::YesNo
            | Self::Rows(_)
            | Self::Statement => "",
        }
    }

    /// Key and label of everything that can be selected; `choices` are the options looked up.
    pub fn selectable(&self, choices: &[Choice]) -> Vec<(String, String)> {
        let own = |key: &str, label: &str| (key.to_owned(), label.to_owned());
        match self {
            Self::Choice(_) | Self::Choices(_) => {
                let choices = choices.iter();
                choices.map(|it| own(&it.key, &it.label)).collect()
            }
            Self::Scale(scale) => {
                let ratings = scale.ratings().into_iter().map(|rating| rating.to_string());
                ratings.map(|rating| own(&rating, &rating)).collect()
            }
            Self::YesNo => vec![own(YES, "Yes"), own(NO, "No")],
            Self::Line
            | Self::Text
            | Self::Date { .. }
            | Self::Number(_)
            | Self::Computed(_)
            | Self::Rows(_)
            | Self::Statement => Vec::new(),
        }
    }

    /// The canonical `value` as a number: ratings, numbers, 1 for yes and 0 for no.
    pub fn number(&self, value: &str) -> Option<f64> {
        match self {
            Self::Scale(_) | Self::Number(_) | Self::Computed(_) => {
                value.parse().ok().filter(|number: &f64| number.is_finite())
            }
            Self::YesNo => (value == YES || value == NO).then(|| f64::from(value == YES)),
            Self::Line
            | Self::Text
            | Self::Choice(_)
            | Self::Choices(_)
            | Self::Date { .. }
            | Self::Rows(_)
            | Self::Statement => None,
        }
    }
}
