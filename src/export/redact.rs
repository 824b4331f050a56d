//! Redaction to counts and dates: a book in which nothing is left that anybody typed.
//!
//! Numbers, days, ratings, choices and yes or no stay. A title becomes the kind of thing (`Goal 1`, `Action`), a text only
//! says that there was one, and the names of the pair stay where the paper is signed and nowhere else. What is left out is
//! never reported as missing. Every record is built anew from an allowlist of fields, so a new field is left out until
//! somebody decides otherwise.

use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Tz;
use serde_json::json;

use super::source::ExportSource;
use crate::domain::answer::{Answer, parse_canonical_date};
use crate::domain::book::Book;
use crate::domain::change::{Fields, Kind, Record};
use crate::domain::fill::Measure;
use crate::domain::form::ChoiceOptions;
use crate::domain::id::Id;
use crate::domain::meeting::Channel;
use crate::domain::program::MilestoneDef;

/// Placeholder for an answer in words.
pub const ANSWERED_IN_WORDS: &str = "(answered in words)";
/// Placeholder for a name.
pub const NAME_WITHHELD: &str = "(name withheld)";
/// Placeholder for the key of a card that the pair wrote itself.
const OWN_CARD: &str = "a card of our own";

/// Redacts the records of a shared book.
pub(super) struct CountsRedactor<'a> {
    source: &'a ExportSource<'a>,
    /// True if the pair is named.
    keep_names: bool,
    /// Number of each goal, as people see it.
    numbers: BTreeMap<Id, usize>,
    /// Keys of cards that the pair wrote itself.
    own_card_keys: BTreeSet<String>,
    /// Form key of each response.
    forms: BTreeMap<Id, String>,
}

impl<'a> CountsRedactor<'a> {
    pub fn of(shared: &Book, source: &'a ExportSource<'a>, keep_names: bool) -> Self {
        let goals = shared.goals_in_order().into_iter();
        let own = shared.activities.values();
        let own = own.filter(|card| !card.title.is_empty());
        let forms = shared.responses.values();
        Self {
            source,
            keep_names,
            numbers: goals.map(|goal| goal.id).zip(1..).collect(),
            own_card_keys: own.map(|card| card.key.clone()).collect(),
            forms: forms
                .map(|response| (response.id, response.form.clone()))
                .collect(),
        }
    }

    /// The redacted record; none where nothing of it may stay.
    pub fn redact(&self, record: Record) -> Option<Record> {
        let placeholders = self.placeholders(&record)?;
        if matches!(record, Record::Cycle(_) | Record::Response(_)) {
            return Some(record);
        }
        let (kind, id) = (record.kind(), record.id());
        let mut fields = record.fields();
        fields.retain(|name, _| kept(kind).contains(&name.as_str()));
        fields.extend(placeholders);
        Record::from_fields(kind, id, &fields).ok()
    }

    /// Values in place of texts; none where nothing of the record may stay.
    fn placeholders(&self, record: &Record) -> Option<Fields> {
        let values = match record {
            Record::Person(person) if self.keep_names => json!({ "name": person.name }),
            Record::Milestone(milestone) => match self.milestone_def(&milestone.key) {
                Some(def) => json!({ "key": def.key, "title": def.title }),
                None => json!({ "title": "Date" }),
            },
            Record::Goal(goal) => {
                let aims = &self.source.program.aims;
                let known = |key: &&String| aims.iter().any(|aim| aim.key == **key);
                let number = self.numbers.get(&goal.id);
                json!({
                    "title": number.map_or("Goal".to_owned(), |number| format!("Goal {number}")),
                    "aims": goal.aims.iter().filter(known).collect::<Vec<_>>(),
                    "competencies": self.areas(&goal.competencies),
                })
            }
            Record::Step(_) => json!({ "title": "Step" }),
            Record::Evidence(_) => json!({ "title": "Evidence" }),
            Record::Meeting(meeting) => {
                let mut known: Vec<_> = meeting.activities.iter().collect();
                known.retain(|key| self.is_known_activity(key));
                json!({
                    "activities": known,
                    "competencies": self.areas(&meeting.competencies),
                    "zone": zone_name(&meeting.zone),
                })
            }
            Record::AgendaItem(item) => {
                let subject = Some(&item.subject).filter(|subject| {
                    subject.parse::<Id>().is_ok() || self.is_known_activity(subject)
                });
                json!({ "text": item.origin.label(), "subject": subject.map_or("", |it| it) })
            }
            Record::Action(_) => json!({ "text": "Action" }),
            Record::Activity(mark) if self.is_known_activity(&mark.key) => {
                json!({ "key": mark.key })
            }
            Record::Activity(_) => json!({ "key": OWN_CARD }),
            Record::Prompt(mark) => {
                let mut known = self.source.deck.prompts.iter();
                let is_known = mark.text.is_empty() && known.any(|def| def.key == mark.key);
                is_known.then(|| json!({ "key": mark.key }))?
            }
            Record::Question(question) => {
                let is_open = question.answer.trim().is_empty();
                json!({ "text": "Question", "answer": if is_open { "" } else { ANSWERED_IN_WORDS } })
            }
            Record::ListItem(item) => json!({ "title": item.list.singular() }),
            Record::Answer(answer) => {
                let value = self.value(answer);
                (!value.is_empty()).then(|| json!({ "value": value }))?
            }
            Record::AskedForm(_) => json!({ "title": "Form of the office" }),
            #[rustfmt::skip]
            Record::Person(_) | Record::Cycle(_) | Record::Progress(_) | Record::Response(_) | Record::Pause(_) => json!({}),
            Record::Note(_) | Record::PrivateNote(_) | Record::Pulse(_) => return None,
        };
        values.as_object().cloned()
    }

    fn milestone_def(&self, key: &str) -> Option<&MilestoneDef> {
        let mut defs = self.source.program.milestones.iter();
        defs.find(|def| def.key == key)
    }

    fn areas(&self, keys: &BTreeSet<String>) -> BTreeSet<String> {
        keys.iter()
            .filter(|key| self.is_area(key))
            .cloned()
            .collect()
    }

    fn is_area(&self, key: &str) -> bool {
        let set = self.source.competencies;
        set.is_some_and(|set| set.areas.iter().any(|area| area.key == key))
    }

    /// True if `key` is an activity of the deck and not of a card of the pair's own.
    fn is_known_activity(&self, key: &str) -> bool {
        !self.own_card_keys.contains(key) && self.source.deck.activity(key).is_some()
    }

    fn value(&self, answer: &Answer) -> String {
        let key = self.forms.get(&answer.response);
        let form = self.source.forms.iter().find(|def| Some(&def.key) == key);
        let Some((_, field)) = form.and_then(|def| def.field(&answer.field)) else {
            return String::new();
        };
        let value = answer.value.as_str();
        let kind = &field.kind;
        if field.rules.or_answer(value).is_some() {
            return value.to_owned();
        }
        if let Some(options) = kind.options() {
            let lines = value.lines().filter(|key| self.is_option(options, key));
            return lines.collect::<Vec<_>>().join("\n");
        }
        let is_day = || parse_canonical_date(value).is_some() && value.len() <= DATE_TIME_LEN;
        if kind.number(value).is_some() || kind.is_date() && is_day() {
            value.to_owned()
        } else if let Some(measure) = Measure::of(field, value) {
            measure.words()
        } else if (kind.is_line() || kind.has_lines()) && !value.trim().is_empty() {
            ANSWERED_IN_WORDS.to_owned()
        } else {
            String::new()
        }
    }

    /// True if `key` is one of the options and not typed.
    fn is_option(&self, options: &ChoiceOptions, key: &str) -> bool {
        match options {
            ChoiceOptions::Listed(choices) => choices.iter().any(|choice| choice.key == key),
            ChoiceOptions::From(_) => {
                key.parse::<Id>().is_ok()
                    || key.parse::<Channel>().is_ok()
                    || self.is_area(key)
                    || self.is_known_activity(key)
                    || self.source.program.aims.iter().any(|aim| aim.key == key)
            }
        }
    }
}

/// Length of `2026-12-01 10:00`.
const DATE_TIME_LEN: usize = 16;

/// Fields that are kept as they are: days, numbers, choices and ids. A field that is not named here is left out.
const fn kept(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Person => &["role"],
        Kind::Milestone => &["cycle", "date", "done", "archived"],
        Kind::Goal => &["due", "status", "order", "opened", "archived"],
        Kind::Step => &["goal", "owner", "due", "done", "order", "archived"],
        Kind::Progress => &["goal", "date", "status", "author", "archived"],
        Kind::Evidence => &["goal", "date", "archived"],
        Kind::Meeting => &[
            "date", "time", "kind", "state", "channel", "minutes", "goals", "sent", "archived",
        ],
        Kind::AgendaItem => &["meeting", "minutes", "order", "origin", "done", "archived"],
        Kind::Action => &["owner", "due", "done", "meeting", "agreed", "archived"],
        Kind::Activity => &["state", "rating", "changed", "archived"],
        Kind::Prompt => &["used"],
        Kind::Question => &["asker", "asked", "meeting", "archived"],
        Kind::ListItem => &["list", "meeting", "added", "adder", "done", "archived"],
        Kind::Answer => &["response", "field", "goal", "author", "from_log", "told"],
        Kind::AskedForm => &["cycle", "key", "instead_of", "archived"],
        Kind::Pause => &["cycle", "start", "end", "extends", "archived"],
        // Cycles and responses hold nothing else and stay whole; of the others nothing stays.
        Kind::Cycle | Kind::Response | Kind::Note | Kind::PrivateNote | Kind::Pulse => &[],
    }
}

/// The name of a zone, which tells no more than the hour; empty for any other text.
fn zone_name(zone: &str) -> &'static str {
    zone.parse().map_or("", Tz::name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_that_is_kept_is_a_field_of_its_kind() {
        for kind in Kind::ALL {
            let schema = kind.schema().to_value();
            for field in kept(*kind) {
                let known = schema["properties"].get(field).is_some();
                assert!(known, "{} has no field {field}", kind.name());
            }
        }
    }
}
