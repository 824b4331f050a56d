//! Everything with a due date, merged: overdue and upcoming.

use chrono::{NaiveDate, NaiveTime};
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::{Due, Year};
use crate::domain::change::Kind;
use crate::domain::dates::{format_date, format_time};
use crate::domain::display::partner_hour;
use crate::domain::id::Id;
use crate::domain::meeting::MeetingKind;
use crate::domain::person::Owner;
use crate::domain::string_enum::string_enum;

string_enum! {
    /// Kind of an item with a due date.
    DueKind, "kind" {
        Goal = "goal" => "Goal",
        Step = "step" => "Step",
        Action = "action" => "Action",
        Milestone = "milestone" => "Milestone",
        Meeting = "meeting" => "Meeting",
    }
}

impl DueKind {
    /// Kind of the record.
    pub const fn record_kind(self) -> Kind {
        match self {
            Self::Goal => Kind::Goal,
            Self::Step => Kind::Step,
            Self::Action => Kind::Action,
            Self::Milestone => Kind::Milestone,
            Self::Meeting => Kind::Meeting,
        }
    }
}

/// Open item with a date.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Upcoming {
    pub kind: DueKind,
    pub id: Id,
    /// Empty, in JSON null, where it is private and others may read along.
    #[serde(serialize_with = "null_if_empty")]
    #[schemars(with = "Option<String>")]
    pub title: String,
    /// True for a private goal, and for a step of one.
    pub private: bool,
    /// Person or people it is for.
    pub owner: Owner,
    pub date: NaiveDate,
    /// Time of a meeting.
    #[serde(skip)]
    pub time: Option<NaiveTime>,
    /// The hour by the partner's clock, in words, where it is another.
    #[serde(skip)]
    pub partner_hour: Option<String>,
    /// Due date relative to today: in JSON the days left, below zero when it is late.
    #[serde(rename = "days_left", serialize_with = "days_left")]
    #[schemars(with = "i64")]
    pub due: Due,
}

fn null_if_empty<S: Serializer>(title: &str, to: S) -> Result<S::Ok, S::Error> {
    Some(title).filter(|title| !title.is_empty()).serialize(to)
}

fn days_left<S: Serializer>(due: &Due, to: S) -> Result<S::Ok, S::Error> {
    due.days_left().serialize(to)
}

impl Upcoming {
    pub fn is_meeting_today(&self) -> bool {
        self.kind == DueKind::Meeting && self.due.days_left() == 0
    }

    /// True if Today lists it under what is next: a meeting, a goal or a date of the program, not far ahead.
    pub fn is_next(&self) -> bool {
        const HORIZON_DAYS: i64 = 60;
        let kinds = [DueKind::Meeting, DueKind::Goal, DueKind::Milestone];
        kinds.contains(&self.kind) && self.due.days_left() <= HORIZON_DAYS
    }

    /// Its title, after its kind where that does not show; a meeting without a title is named after its kind.
    pub fn heading(&self) -> String {
        match self.kind {
            kind if self.title.is_empty() => format!("Private {}", kind.key()),
            DueKind::Action | DueKind::Milestone => self.title.clone(),
            DueKind::Meeting if MeetingKind::from_word(&self.title).is_some() => self.title.clone(),
            DueKind::Goal | DueKind::Step | DueKind::Meeting => {
                format!("{}: {}", self.kind, self.title)
            }
        }
    }

    /// Its date and time, with the days left.
    pub fn when(&self) -> String {
        let time = self
            .time
            .map_or_else(String::new, |time| format!(" {}", format_time(time)));
        let theirs = self.partner_hour.iter().map(|hour| format!(", {hour}"));
        let theirs = theirs.collect::<String>();
        format!(
            "{}{time}{theirs} ({})",
            format_date(self.date),
            self.words()
        )
    }

    /// Formats the due date; a meeting is never late but waits to be written up.
    pub fn words(&self) -> String {
        if self.kind == DueKind::Meeting && self.due.is_overdue() {
            return "to be written up".to_owned();
        }
        self.due.words()
    }
}

impl Year<'_> {
    /// Items of [`Self::upcoming`] that are late or due within `days`, for a list that others may see: the title of a
    /// private one is empty.
    pub fn due_within(&self, days: i64) -> Vec<Upcoming> {
        let mut items = self.upcoming();
        items.retain(|item| item.due.days_left() <= days);
        for item in &mut items {
            if item.private {
                item.title.clear();
            }
        }
        items
    }

    /// Collects open goals, steps, actions, milestones and planned meetings with a date, the longest overdue first. Of
    /// a closed year, only those agreed since; during a pause nothing is late.
    pub fn upcoming(&self) -> Vec<Upcoming> {
        let mut items = self.goals_and_steps();
        items.extend(self.open_actions().into_iter().filter_map(|it| {
            Some(self.upcoming_item(DueKind::Action, it.id, &it.text, it.owner, it.due?))
        }));
        items.extend(self.open_milestones().into_iter().map(|open| {
            let it = open.milestone;
            self.upcoming_item(DueKind::Milestone, it.id, &it.title, open.owner(), it.date)
        }));
        items.extend(self.meetings_ahead());
        if self.pause_today().is_some() {
            items.retain(|item| !item.due.is_overdue());
        }
        items.sort_by(|a, b| {
            (a.date, a.time, a.kind, &a.title, a.id).cmp(&(b.date, b.time, b.kind, &b.title, b.id))
        });
        items
    }

    fn upcoming_item(
        &self,
        kind: DueKind,
        id: Id,
        title: &str,
        owner: Owner,
        date: NaiveDate,
    ) -> Upcoming {
        Upcoming {
            kind,
            id,
            title: title.to_owned(),
            private: false,
            owner,
            date,
            time: None,
            partner_hour: None,
            due: self.due(date),
        }
    }

    fn goals_and_steps(&self) -> Vec<Upcoming> {
        let mut items = Vec::new();
        if self.is_closed() {
            return items;
        }
        for goal in self.book.goals.values().filter(|goal| goal.is_open()) {
            let first = items.len();
            items.extend(goal.due.map(|due| {
                self.upcoming_item(DueKind::Goal, goal.id, &goal.title, Owner::Mentee, due)
            }));
            let mut open = self.book.steps_of(goal.id);
            open.retain(|step| step.done.is_none());
            items.extend(open.into_iter().filter_map(|it| {
                Some(self.upcoming_item(DueKind::Step, it.id, &it.title, it.owner, it.due?))
            }));
            let of_goal = items.iter_mut().skip(first);
            of_goal.for_each(|item| item.private = goal.private);
        }
        items
    }

    fn meetings_ahead(&self) -> impl Iterator<Item = Upcoming> {
        let ahead = self.book.log().take_while(|it| it.date >= self.today);
        let ahead = ahead.filter(|meeting| meeting.is_planned());
        self.to_write_up().into_iter().chain(ahead).map(|meeting| {
            let (id, title, date) = (meeting.id, meeting.title_or_kind(), meeting.date);
            Upcoming {
                time: meeting.time,
                partner_hour: partner_hour(meeting, self.book),
                ..self.upcoming_item(DueKind::Meeting, id, title, Owner::Both, date)
            }
        })
    }
}
