//! File format of a field: flat TOML keys that people can type, validated as they become a [`Field`].

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer};

use super::dates::TimeDirection;
use super::field_kind::{Computed, NumberRule, Scale};
use super::field_rules::{Condition, FieldRules, OrAnswer};
use super::form::{
    Audience, Autofill, Choice, ChoiceOptions, Field, FieldKind, FieldRef, FilledBy, OptionsSource,
    RowColumn, filled_by,
};
use super::section_file::TableVisitor;
use super::string_enum::string_enum;

string_enum! {
    /// Kind of a field in a data file.
    FieldKindName, "field kind" {
        Line = "line" => "One line",
        Text = "text" => "Text",
        Choice = "choice" => "One of several",
        Choices = "choices" => "Any of several",
        Scale = "scale" => "Rating",
        Date = "date" => "Date",
        Number = "number" => "Number",
        Decimal = "decimal" => "Number with a fraction",
        YesNo = "yes-no" => "Yes or no",
        Rows = "rows" => "Table",
        Total = "total" => "Total of other answers",
        Mean = "mean" => "Mean of other answers",
    }
}

/// One question of a form.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FieldFile {
    /// Name under which the answer is kept, different from all others in the form.
    key: String,
    /// The question as it is asked.
    label: String,
    /// Sentence that helps to answer it.
    #[serde(default)]
    help: String,
    kind: FieldKindName,
    /// True if the form is incomplete without it.
    #[serde(default)]
    required: bool,
    /// True if the answer is never shared; the same as an audience of “mine”.
    #[serde(default)]
    private: bool,
    /// People who read the answer: both, mine (its author alone), or office (not the partner).
    #[serde(default)]
    audience: Audience,
    /// True if no document shows it.
    #[serde(default)]
    internal: bool,
    /// Value that the log fills in.
    #[serde(default)]
    auto: Option<Autofill>,
    /// Roles who answer it, where the section does not decide.
    #[serde(default, deserialize_with = "filled_by")]
    filled_by: Option<FilledBy>,
    /// Options of a choice.
    #[serde(default)]
    options: Vec<Choice>,
    /// Source of the options of a choice, if they are not listed.
    #[serde(default)]
    options_from: Option<OptionsSource>,
    /// Lowest rating of a scale; without it, 1.
    #[serde(default)]
    low: Option<i64>,
    /// Highest rating of a scale; without it, 5.
    #[serde(default)]
    high: Option<i64>,
    /// Meaning of the lowest rating.
    #[serde(default)]
    low_label: String,
    /// Meaning of the highest rating.
    #[serde(default)]
    high_label: String,
    /// The only ratings of a scale, in order, where some between are left out.
    #[serde(default)]
    points: Vec<i64>,
    /// Meanings of further ratings, by rating.
    #[serde(default)]
    labels: BTreeMap<String, String>,
    /// True if a number may have a fraction.
    #[serde(default)]
    decimals: bool,
    /// Unit of a number.
    #[serde(default)]
    unit: String,
    /// Smallest number.
    #[serde(default)]
    least: Option<f64>,
    /// Largest number.
    #[serde(default)]
    most: Option<f64>,
    /// Number of this form that this one must not be below.
    #[serde(default)]
    not_below: Option<String>,
    /// Fields of a total or a mean; without it, the ratings and numbers of the section.
    #[serde(default)]
    of: Vec<String>,
    /// Answers that may be given in place of one.
    #[serde(default)]
    or: Vec<OrAnswer>,
    /// Condition under which it is asked: FIELD = ANSWER, FIELD != ANSWER; several answers with commas.
    #[serde(default, alias = "show_if")]
    #[schemars(with = "Option<String>")]
    ask_if: Option<Condition>,
    /// Largest number of words of a line or text.
    #[serde(default)]
    max_words: Option<usize>,
    /// Largest number of characters of a line or text.
    #[serde(default)]
    max_characters: Option<usize>,
    /// True if a date may have a time of day.
    #[serde(default)]
    time: bool,
    /// True if a weekday means the last one rather than the next.
    #[serde(default)]
    past: bool,
    /// True if a date without a year means the nearest one, past or ahead.
    #[serde(default)]
    nearest: bool,
    /// The same question in an earlier form: FORM/FIELD.
    #[serde(default)]
    beside: Option<String>,
    /// Columns of rows.
    #[serde(default)]
    columns: Vec<RowColumn>,
}

impl FieldFile {
    fn options(&mut self) -> Result<ChoiceOptions, String> {
        match (std::mem::take(&mut self.options), self.options_from) {
            (listed, None) if !listed.is_empty() => Ok(ChoiceOptions::Listed(listed)),
            (listed, Some(from)) if listed.is_empty() => Ok(ChoiceOptions::From(from)),
            _ => Err(format!(
                "field “{}” needs either options or options_from",
                self.key
            )),
        }
    }

    fn earlier_answer(&self) -> Result<Option<FieldRef>, String> {
        let Some(named) = &self.beside else {
            return Ok(None);
        };
        let (form, field) = named.split_once('/').ok_or_else(|| {
            format!(
                "field “{}”: write beside = \"FORM/FIELD\", not “{named}”",
                self.key
            )
        })?;
        Ok(Some(FieldRef {
            form: form.to_owned(),
            field: field.to_owned(),
        }))
    }

    fn scale(&mut self) -> Result<FieldKind, String> {
        let points = std::mem::take(&mut self.points);
        let ends = [points.first().copied(), points.last().copied()];
        let (low, high) = (self.low.or(ends[0]), self.high.or(ends[1]));
        let (low, high) = (low.unwrap_or(1), high.unwrap_or(5));
        let is_listed = ends == [Some(low), Some(high)] && points.is_sorted_by(|a, b| a < b);
        if !points.is_empty() && !is_listed {
            return Err(format!(
                "field “{}”: points are listed from the lowest to the highest, which need not be written as low and high",
                self.key
            ));
        }
        if low >= high {
            return Err(format!("field “{}”: low must be below high", self.key));
        }
        let mut scale = Scale {
            low,
            high,
            points,
            labels: BTreeMap::new(),
        };
        for (at, label) in std::mem::take(&mut self.labels) {
            let rating = at.parse().ok().filter(|rating| scale.has(*rating));
            let rating = rating.ok_or_else(|| {
                format!(
                    "field “{}”: labels names {at}, which is no rating",
                    self.key
                )
            })?;
            scale.labels.insert(rating, label);
        }
        for (rating, label) in [(low, &self.low_label), (high, &self.high_label)] {
            if !label.is_empty() {
                scale.labels.insert(rating, label.clone());
            }
        }
        Ok(FieldKind::Scale(scale))
    }

    fn number(&mut self, decimals: bool) -> Result<FieldKind, String> {
        let rule = NumberRule {
            decimals,
            unit: std::mem::take(&mut self.unit),
            least: self.least,
            most: self.most,
            not_below: self.not_below.take(),
        };
        let bounds = [rule.least, rule.most].into_iter().flatten();
        let in_order = rule.least.unwrap_or(0.0) <= rule.most.unwrap_or(f64::from(u32::MAX));
        if !in_order || !bounds.clone().all(|it| decimals || it.fract() == 0.0) {
            return Err(format!(
                "field “{}”: least must not be above most, and both are whole without decimals = true",
                self.key
            ));
        }
        Ok(FieldKind::Number(rule))
    }

    fn computed(&mut self, mean: bool) -> FieldKind {
        FieldKind::Computed(Computed {
            mean,
            of: std::mem::take(&mut self.of),
            unit: std::mem::take(&mut self.unit),
        })
    }

    fn rows(&mut self) -> Result<FieldKind, String> {
        let columns = std::mem::take(&mut self.columns);
        if columns.is_empty() {
            return Err(format!(
                "field “{}” needs columns: write columns = [{{ key = \"day\", label = \"Day\" }}, {{ key = \"topic\", label = \"Topic\" }}]",
                self.key
            ));
        }
        Ok(FieldKind::Rows(columns))
    }

    /// Refuses a key that says nothing to the kind of the field.
    fn check_keys(&self) -> Result<(), String> {
        use FieldKindName as Kind;
        let number = &[Kind::Number, Kind::Decimal][..];
        let prose = &[Kind::Line, Kind::Text][..];
        let computed = [Kind::Total, Kind::Mean];
        let units = [Kind::Number, Kind::Decimal, Kind::Total, Kind::Mean];
        let keys = [
            ("decimals", self.decimals, number),
            ("unit", !self.unit.is_empty(), &units),
            ("least", self.least.is_some(), number),
            ("most", self.most.is_some(), number),
            ("not_below", self.not_below.is_some(), number),
            ("points", !self.points.is_empty(), &[Kind::Scale]),
            ("labels", !self.labels.is_empty(), &[Kind::Scale]),
            ("of", !self.of.is_empty(), &computed),
            ("columns", !self.columns.is_empty(), &[Kind::Rows]),
            ("nearest", self.nearest, &[Kind::Date]),
            ("max_words", self.max_words.is_some(), prose),
            ("max_characters", self.max_characters.is_some(), prose),
        ];
        let mut wrong = keys.iter().filter(|(_, is_set, _)| *is_set);
        if let Some((key, _, kinds)) = wrong.find(|(.., kinds)| !kinds.contains(&self.kind)) {
            let kinds: Vec<_> = kinds.iter().map(|kind| kind.key()).collect();
            let kinds = kinds.join(" or ");
            return Err(format!(
                "field “{}”: {key} is only for the kind {kinds}",
                self.key
            ));
        }
        if self.past && self.nearest {
            return Err(format!("field “{}” is either past or nearest", self.key));
        }
        let is_asked = !self.required && self.or.is_empty() && self.auto.is_none();
        if computed.contains(&self.kind) && !is_asked {
            return Err(format!(
                "field “{}” is computed, so it has neither required nor or nor auto",
                self.key
            ));
        }
        Ok(())
    }
}

impl TryFrom<FieldFile> for Field {
    type Error = String;

    fn try_from(mut file: FieldFile) -> Result<Self, String> {
        file.check_keys()?;
        if file.private && file.audience == Audience::Office {
            return Err(format!(
                "field “{}”: private = true keeps it from everybody, also from the office; leave it out beside audience = \"office\"",
                file.key
            ));
        }
        let kind = match file.kind {
            FieldKindName::Line => FieldKind::Line,
            FieldKindName::Text => FieldKind::Text,
            FieldKindName::Choice => FieldKind::Choice(file.options()?),
            FieldKindName::Choices => FieldKind::Choices(file.options()?),
            FieldKindName::Scale => file.scale()?,
            FieldKindName::Date => FieldKind::Date { time: file.time },
            FieldKindName::Number => file.number(file.decimals)?,
            FieldKindName::Decimal => file.number(true)?,
            FieldKindName::YesNo => FieldKind::YesNo,
            FieldKindName::Rows => file.rows()?,
            FieldKindName::Total => file.computed(false),
            FieldKindName::Mean => file.computed(true),
        };
        Ok(Self {
            earlier_answer: file.earlier_answer()?,
            key: file.key,
            label: file.label,
            help: file.help,
            kind,
            required: file.required,
            private: file.private || file.audience != Audience::Both,
            audience: file.audience,
            internal: file.internal,
            direction: match (file.past, file.nearest) {
                (_, true) => None,
                (true, false) => Some(TimeDirection::Past),
                (false, false) => Some(TimeDirection::Future),
            },
            auto: file.auto,
            filled_by: file.filled_by,
            rules: FieldRules {
                or: file.or,
                ask_if: file.ask_if,
                max_words: file.max_words,
                max_characters: file.max_characters,
            },
        })
    }
}

impl JsonSchema for Field {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Field".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        FieldFile::json_schema(generator)
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let visitor = TableVisitor::<FieldFile, _>::new("a field of a form");
        deserializer.deserialize_map(visitor)
    }
}
