//! Subjects of an export, and the parser for the words that name them.

use chrono::NaiveDate;

use super::error::ExportError;
use super::request::ExportLevel;
use super::source::ExportSource;
use crate::domain::dates::{TimeDirection, parse_moment};
use crate::domain::id::Id;
use crate::domain::meeting::MeetingKind;
use crate::domain::ops::Refusal;
use crate::domain::suggest::did_you_mean;

/// Subject of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportSubject {
    /// A form by its key: the tracker, the goal sheet, …
    Form {
        key: String,
    },
    /// A form without answers, to print and fill in by hand.
    BlankForm {
        key: String,
    },
    /// The partner's questions of a form, to be answered without this program.
    PartnerForm {
        key: String,
    },
    /// The record of one meeting or contact.
    Meeting(Id),
    /// The records of those held within a range of days, the whole log without one.
    Meetings {
        /// First day, inclusive.
        from: Option<NaiveDate>,
        /// Last day, inclusive.
        to: Option<NaiveDate>,
    },
    /// The agenda of one meeting.
    Agenda(Id),
    /// The report of the present year.
    Year,
    /// The hours of the present year, to be signed.
    Hours,
    Everything,
}

/// True if `day` is within the range, whose first and last day belong to it.
pub fn is_within(day: NaiveDate, from: Option<NaiveDate>, to: Option<NaiveDate>) -> bool {
    from.is_none_or(|from| day >= from) && to.is_none_or(|to| day <= to)
}

impl ExportSubject {
    /// True if the paper is signed or handed in by name.
    pub fn is_signed(&self) -> bool {
        match self {
            Self::Form { .. } | Self::BlankForm { .. } | Self::PartnerForm { .. } | Self::Hours => {
                true
            }
            Self::Meeting(_)
            | Self::Meetings { .. }
            | Self::Agenda(_)
            | Self::Year
            | Self::Everything => false,
        }
    }

    /// Key of the form of which it is a copy.
    pub fn form_key(&self) -> Option<&str> {
        match self {
            Self::Form { key } | Self::BlankForm { key } | Self::PartnerForm { key } => Some(key),
            Self::Meeting(_)
            | Self::Meetings { .. }
            | Self::Agenda(_)
            | Self::Year
            | Self::Hours
            | Self::Everything => None,
        }
    }

    /// The privacy level of what has no other.
    pub fn only_level(&self) -> Option<ExportLevel> {
        let is_other_copy = matches!(self, Self::BlankForm { .. } | Self::PartnerForm { .. });
        is_other_copy.then_some(ExportLevel::Shared)
    }

    /// Id of the usual format of what an office files: Word.
    pub fn filed_as(&self) -> Option<&'static str> {
        self.is_signed().then_some("docx")
    }

    /// Parses the words typed: `tracker`, `goal-sheet`, `meeting 3`, `meetings since dec 1`, `agenda`, `year`,
    /// `hours`, `everything`.
    ///
    /// A number is the place in the log, newest first, from 1. `meeting` alone is the last one held (a contact
    /// where there is no meeting), `agenda` alone belongs to the next one planned.
    ///
    /// # Errors
    /// When the words name no subject.
    pub fn parse(words: &str, source: &ExportSource) -> Result<Self, ExportError> {
        let (first, rest) = words.trim().split_once(' ').unwrap_or((words.trim(), ""));
        let rest = rest.trim();
        match first {
            "meeting" => Ok(Self::Meeting(meeting(rest, source)?)),
            "meetings" => meetings(rest, source.today),
            "agenda" => Ok(Self::Agenda(agenda(rest, source)?)),
            "year" if rest.is_empty() => Ok(Self::Year),
            "hours" if rest.is_empty() => Ok(Self::Hours),
            "everything" if rest.is_empty() => Ok(Self::Everything),
            key if rest.is_empty() && source.forms.iter().any(|form| form.key == key) => {
                Ok(Self::Form {
                    key: key.to_owned(),
                })
            }
            _ => Err(unknown(words, source)),
        }
    }
}

fn unknown(words: &str, source: &ExportSource) -> ExportError {
    let private = |key: &str| {
        let mut forms = source.forms.iter();
        forms.any(|form| form.key == key && form.is_private())
    };
    let forms = source.program.forms.iter().map(|used| &*used.form);
    let mut choices: Vec<_> = forms.filter(|key| !private(key)).collect();
    choices.extend([
        "meeting 1",
        "meetings",
        "agenda",
        "year",
        "hours",
        "everything",
    ]);
    let meant = did_you_mean(words, choices.iter().copied().chain(["meeting"]));
    Refusal::new(format!("There is no “{words}” to export."))
        .hint(format!("{meant}Choose one of: {}.", choices.join(", ")))
        .into()
}

fn numbered(number: &str, source: &ExportSource) -> Result<Id, ExportError> {
    let place = number
        .parse::<usize>()
        .ok()
        .and_then(|number| number.checked_sub(1));
    place
        .and_then(|place| source.book.log().nth(place))
        .map(|meeting| meeting.id)
        .ok_or_else(|| {
            Refusal::new(format!("There is no meeting “{number}”."))
                .hint("“matchbook meeting list” shows the number of each.")
                .into()
        })
}

fn meeting(number: &str, source: &ExportSource) -> Result<Id, ExportError> {
    if !number.is_empty() {
        return numbered(number, source);
    }
    let meetings = || {
        source
            .book
            .held()
            .filter(|held| held.kind == MeetingKind::Meeting)
    };
    let last = meetings().next().or_else(|| source.book.held().next());
    last.map(|meeting| meeting.id).ok_or_else(|| {
        Refusal::new("No meeting has been logged yet.")
            .hint("“matchbook log” logs one.")
            .into()
    })
}

fn agenda(number: &str, source: &ExportSource) -> Result<Id, ExportError> {
    if !number.is_empty() {
        return numbered(number, source);
    }
    let planned = source.book.planned();
    let ahead = planned.iter().find(|meeting| meeting.date >= source.today);
    ahead
        .or(planned.last())
        .map(|meeting| meeting.id)
        .ok_or_else(|| {
            Refusal::new("No meeting is planned, so there is no agenda.")
                .hint("Plan the next meeting first.")
                .into()
        })
}

/// Parses `meetings`, `meetings since dec 1`, `meetings until jan 31`, `meetings from dec 1 to jan 31`.
fn meetings(range: &str, today: NaiveDate) -> Result<ExportSubject, ExportError> {
    let (mut from, mut to) = (String::new(), String::new());
    let mut bound = &mut from;
    for word in range.split_whitespace() {
        match word {
            "since" | "from" => bound = &mut from,
            "until" | "to" => bound = &mut to,
            _ => {
                bound.push_str(word);
                bound.push(' ');
            }
        }
    }
    let day = |text: String| -> Result<Option<NaiveDate>, ExportError> {
        if text.is_empty() {
            return Ok(None);
        }
        let day = parse_moment(text.trim(), today, TimeDirection::Past);
        day.map(|day| Some(day.date))
            .map_err(|why| Refusal::new(why).into())
    };
    Ok(ExportSubject::Meetings {
        from: day(from)?,
        to: day(to)?,
    })
}
