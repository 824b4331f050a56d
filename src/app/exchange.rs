//! The exchange with the partner: what the session knows of it, and what is asked and answered about parcels.
//!
//! The runtime opens and writes parcels; here are their summaries only. A phrase is in no text that is logged or kept.

use std::fmt;
use std::path::PathBuf;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use serde_json::Value;

use super::field::TextField;
use super::screens::record::RecordKey;
use super::screens::{ScreenEffect, ScreenEffects, emit};
use super::session::Session;
use super::{BookEffect, Effect, Msg};
use crate::domain::answer::Answer;
use crate::domain::change::Record;
use crate::domain::dates::{format_date, format_date_time, humanize_days, pluralize};
use crate::domain::exchange::{News, PairStatus, Review, ShareSummary, Versions};
use crate::domain::id::Id;
use crate::domain::meeting::Note;
use crate::domain::person::Role;

/// A phrase as it was typed or made.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret")
    }
}

/// The exchange of an open book that is paired.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PairInfo {
    pub status: PairStatus,
    /// The checksum of what both may hold, in words to read out.
    pub fingerprint: String,
    pub news: Vec<News>,
    pub versions: Vec<Versions>,
}

/// A parcel to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParcelRequest {
    /// Path as typed or offered.
    pub file: String,
    /// The phrase that was typed; without it that of the book.
    pub phrase: Option<Secret>,
}

/// Purpose of a phrase that is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhrasePurpose {
    /// Opens the parcel in this file.
    Open(String),
    /// Seals the parcels of this match from now on.
    Own,
}

/// A phrase being typed.
#[derive(Debug)]
pub struct PhraseEntry {
    pub purpose: PhrasePurpose,
    /// Reason for asking, in a sentence.
    pub why: String,
    pub typed: TextField,
    /// True while the text is shown rather than hidden.
    pub is_shown: bool,
}

impl PhraseEntry {
    /// The message that uses the phrase.
    pub fn msg(&self) -> Msg {
        let phrase = Secret(self.typed.text());
        match &self.purpose {
            PhrasePurpose::Open(file) => Msg::Parcel(ParcelEffect::Open(ParcelRequest {
                file: file.clone(),
                phrase: Some(phrase),
            })),
            PhrasePurpose::Own => exchange_msg(ExchangeEffect::SetPhrase(Some(phrase))),
        }
    }
}

/// Work on parcels that needs no open book.
#[derive(Clone, Debug, PartialEq)]
pub enum ParcelEffect {
    /// Looks for the newest parcel among the downloads.
    Find,
    /// Opens a parcel and reviews it.
    Open(ParcelRequest),
    /// Makes a new book of the opened parcel, for the person with this role.
    Start(Role),
}

/// Work on the exchange of the open book.
#[derive(Clone, Debug, PartialEq)]
pub enum ExchangeEffect {
    /// Summarizes what a parcel would carry.
    PrepareShare,
    /// Writes a parcel; true for text to paste into a mail.
    WriteShare(bool),
    /// Takes the reviewed parcel in; these records stay as they are here.
    Receive(Vec<RecordKey>),
    ShowPhrase,
    /// Keeps a phrase of one's own, or makes a new one.
    SetPhrase(Option<Secret>),
    PickVersion(Versions, usize),
    MarkNewsSeen,
}

/// What a parcel would carry, before it is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SharePreview {
    pub summary: ShareSummary,
    pub folder: PathBuf,
    /// The phrase, until a parcel was made or received.
    pub first_phrase: Option<Secret>,
    /// Names of own programs, forms and decks that travel along.
    pub files: Vec<String>,
}

/// A parcel that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenParcel {
    pub path: PathBuf,
    /// The mail to send it with.
    pub mail: String,
    /// The parcel itself as text, if it was made to be pasted.
    pub text: Option<String>,
}

/// A parcel that lies among the downloads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundParcel {
    pub path: PathBuf,
    /// Local time at which it was saved there.
    pub saved: NaiveDateTime,
}

/// An answer of the runtime about the exchange.
#[derive(Clone, Debug, PartialEq)]
pub enum ExchangeMsg {
    /// How the exchange of the open book stands; none if it is not paired.
    State(Option<Box<PairInfo>>),
    ShareReady(SharePreview),
    Written(WrittenParcel),
    Found(Option<FoundParcel>),
    /// A phrase is needed; what was typed before stays in the field.
    AskPhrase {
        purpose: PhrasePurpose,
        typed: Secret,
        why: String,
    },
    /// A new phrase is to be made; it is asked whether it may.
    ConfirmNewPhrase,
    Reviewed(Review),
    /// A parcel was opened while no book is open.
    OpenedForNewBook {
        person: String,
        role: Role,
        entries: usize,
    },
    /// The reviewed parcel was taken in.
    Received(Review),
}

/// The message that has the runtime work on the exchange of the open book.
pub fn exchange_msg(effect: ExchangeEffect) -> Msg {
    Msg::Book(BookEffect::Exchange(effect))
}

/// The effect of a screen on the exchange of the open book.
pub fn exchange(effect: ExchangeEffect) -> ScreenEffects {
    emit(ScreenEffect::Book(BookEffect::Exchange(effect)))
}

/// Looks for a parcel to receive.
pub fn find_parcel() -> ScreenEffects {
    emit(ScreenEffect::Effect(Effect::Parcel(ParcelEffect::Find)))
}

/// Name of a field of the log, in words.
pub fn field_words(name: &str) -> String {
    name.replace(['_', '-', '.'], " ")
}

/// The value of a field, in words.
pub fn value_words(value: &Value) -> String {
    match value {
        Value::Null => "(nothing)".to_owned(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::String(text) => text.parse().map_or_else(|_| text.clone(), format_date),
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
    pub fn whole_of(&self, (kind, id): RecordKey) -> Option<Id> {
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
