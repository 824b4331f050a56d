//! The exchange of the open book as screens say it: fields with several versions, and times on the clock of this computer.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use serde_json::Value;

use super::session::Session;
use crate::domain::answer::Answer;
use crate::domain::change::{Kind, Record};
use crate::domain::dates::{format_date, format_date_time, humanize_days, pluralize};
use crate::domain::exchange::{Review, Versions};
use crate::domain::exchange_words::review_words;
use crate::domain::id::Id;
use crate::domain::meeting::Note;

/// Name of a field of the log, in words.
pub fn field_words(name: &str) -> String {
    name.replace(['_', '-', '.'], " ")
}

/// Counts of a parcel's changes, by their kind.
pub fn brought_words(review: &Review) -> String {
    match review_words(review) {
        words if words.is_empty() => "nothing that shows at once".to_owned(),
        words => words,
    }
}

/// Text of a field, a date as people write it.
pub fn text_words(text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), format_date)
}

/// The value of a field, in words.
pub fn value_words(value: &Value) -> String {
    match value {
        Value::Null => "(nothing)".to_owned(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::String(text) => text_words(text),
        Value::Array(items) => items.iter().map(value_words).collect::<Vec<_>>().join("; "),
        Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

impl Session {
    /// Name of the partner.
    pub fn partner(&self) -> &str {
        self.book.name(self.book.me().other())
    }

    /// A time in UTC on the clock of this computer.
    pub fn local(&self, utc: DateTime<Utc>) -> NaiveDateTime {
        // Zones differ from UTC by quarters of an hour.
        const QUARTER: i64 = 15;
        let minutes = (self.now - self.ctx.at.naive_utc()).num_minutes();
        let quarters = (minutes + QUARTER / 2).div_euclid(QUARTER);
        utc.naive_utc() + TimeDelta::minutes(quarters * QUARTER)
    }

    /// A time in UTC as day and hour on the clock of this computer.
    pub fn moment(&self, utc: DateTime<Utc>) -> String {
        let local = self.local(utc);
        format_date_time(local.date(), Some(local.time()))
    }

    /// Time since `utc`, in words.
    pub fn since(&self, utc: DateTime<Utc>) -> String {
        match (self.today() - self.local(utc).date()).num_days() {
            ..=0 => "today".to_owned(),
            1 => "yesterday".to_owned(),
            days => format!("{} ago", humanize_days(days)),
        }
    }

    /// The goal, meeting or response that a record is shown with; none if it stands alone.
    pub fn whole_of(&self, (kind, id): (Kind, Id)) -> Option<Id> {
        let record = self.book.record(kind, id)?;
        if let Record::Note(Note { meeting, .. }) = &record {
            return Some(*meeting);
        }
        if let Record::Answer(Answer { response, .. }) = &record {
            return Some(*response);
        }
        if let Record::Action(action) = &record {
            return action.meeting;
        }
        record.parent()
    }

    /// Fields with several versions, of record `of` and what belongs to it, or all.
    pub fn versions(&self, of: Option<Id>) -> impl Iterator<Item = &Versions> {
        let all = self.pair.iter().flat_map(|pair| &pair.versions);
        all.filter(move |field| {
            let whole = || self.whole_of((field.kind, field.id));
            of.is_none_or(|of| field.id == of || whole() == Some(of))
        })
    }

    /// The fields of record `of` with several versions, in a sentence; none if there are none.
    pub fn versions_note(&self, of: Id) -> Option<String> {
        let notes = self.versions(Some(of)).map(|field| {
            let name = field_words(&field.field);
            format!("{} of “{name}”", pluralize(field.versions.len(), "version"))
        });
        let notes: Vec<_> = notes.collect();
        (!notes.is_empty()).then(|| format!("{}: V picks one.", notes.join(", ")))
    }
}
