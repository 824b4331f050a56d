//! The exchange with the partner: what the session knows of it, and what is asked and answered about parcels.
//!
//! The runtime opens and writes parcels; here are their summaries only. A phrase is in no text that is logged or kept.

use std::fmt;
use std::path::PathBuf;

use chrono::NaiveDateTime;

use super::field::TextField;
use crate::domain::change::Kind;
use crate::domain::exchange::{News, PairStatus, Review, ShareSummary, Versions};
use crate::domain::id::Id;
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
    Receive(Vec<(Kind, Id)>),
    ShowPhrase,
    /// Keeps a phrase of one's own, or makes a new one.
    SetPhrase(Option<Secret>),
    PickVersion(Versions, usize),
    MarkNewsSeen,
}

/// Contents of a parcel before it is written.
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
    /// The mail to send it with; of a parcel as text, with the parcel in it.
    pub mail: String,
    pub is_text: bool,
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
    /// State of the open book's exchange; none if it is not paired.
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
