//! Reasons for which a parcel is refused; nothing is changed then.

use chrono::NaiveDate;

use crate::domain::dates::format_date;
use crate::domain::person::Role;

/// Why the store takes nothing from a parcel.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeRefusal {
    /// The parcel is of another match than the book, and the two do not fit.
    #[error("the programs differ")]
    OtherProgram { theirs: String, ours: String },
    /// The book has a partner already, and the parcel is from somebody else.
    #[error("the book has another partner")]
    OtherMatch,
    /// Books of two different years.
    #[error("the first days differ")]
    OtherStart { theirs: NaiveDate, ours: NaiveDate },
    /// Both books are by a person of the same role.
    #[error("both are by the {}", .role.key())]
    SameRole { role: Role },
    /// An entry that is here has another content in the parcel.
    #[error("an entry differs from the one that is here")]
    OtherContent,
    /// An entry that would write what is private, or change whether something is.
    #[error("an entry is of the private part")]
    Private,
    /// An entry whose value is longer than the log takes, or no JSON.
    #[error("an entry cannot be read")]
    Unreadable,
}

impl ExchangeRefusal {
    /// The reason, in a sentence for people.
    pub(super) fn message(&self) -> String {
        match self {
            Self::OtherProgram { theirs, ours } => format!(
                "This parcel is of another match: its program is “{theirs}”, that of this book “{ours}”."
            ),
            Self::OtherStart { theirs, ours } => format!(
                "The two books do not fit: the year of this parcel starts on {}, that of your book on {}.",
                format_date(*theirs),
                format_date(*ours)
            ),
            Self::SameRole { role } => format!(
                "This parcel is of another match: it is from a {}, and so is this book.",
                role.key()
            ),
            Self::OtherMatch => {
                "This parcel is of another match: this book is shared with somebody else already."
                    .to_owned()
            }
            Self::OtherContent => {
                "This parcel says something else under the same number than what is here."
                    .to_owned()
            }
            Self::Private => "This parcel would write into what is private.".to_owned(),
            Self::Unreadable => "This parcel holds something that is not readable.".to_owned(),
        }
    }

    pub(super) fn hint(&self) -> String {
        let hint = match self {
            Self::OtherProgram { .. } | Self::SameRole { .. } | Self::OtherMatch => {
                "Open the book that it belongs to, or start a new book from it with “matchbook receive FILE --new”."
            }
            Self::OtherStart { .. } => {
                "Agree on the first day, and start one of the two books again from the other's parcel."
            }
            Self::OtherContent | Self::Private | Self::Unreadable => {
                "Ask your partner for a new parcel; if it is the same, their program is to be updated."
            }
        };
        format!("Nothing was changed. {hint}")
    }
}
