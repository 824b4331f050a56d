//! What the runtime would answer about the exchange, for screens that are tried without a partner.

use chrono::{DateTime, TimeDelta, Utc};
use matchbook::app::Msg;
use matchbook::app::exchange::{
    ExchangeMsg, PairInfo, PhrasePurpose, Secret, SharePreview, WrittenParcel,
};
use matchbook::domain::change::Kind;
use matchbook::domain::exchange::{
    FieldReview, News, PairStatus, Review, ReviewChange, ReviewLine, ShareSummary, Version,
    Versions,
};
use matchbook::domain::id::Id;
use matchbook::domain::person::Role;
use serde_json::json;

use crate::pilot::Pilot;

fn told(msg: ExchangeMsg) -> Msg {
    Msg::Exchange(Box::new(msg))
}

fn ago(pilot: &Pilot, days: i64) -> DateTime<Utc> {
    pilot.app.session.now.and_utc() - TimeDelta::days(days)
}

/// The first goal of the book.
pub fn goal(pilot: &Pilot) -> Id {
    pilot.app.session.book.goals_in_order()[0].id
}

/// A book that is paired: a parcel came some days ago, four changes wait, a date has two versions.
pub fn paired(pilot: &Pilot, days: i64) -> Msg {
    let (me, at) = (pilot.app.session.book.me(), ago(pilot, days));
    let news = |kind, id, label: &str, change| News {
        kind,
        id,
        label: label.to_owned(),
        change,
        at,
    };
    let goal = goal(pilot);
    told(ExchangeMsg::State(Some(Box::new(PairInfo {
        status: PairStatus {
            is_paired: true,
            entries: 214,
            waiting: 4,
            sent: Some(at),
            received: Some(at),
            ..PairStatus::default()
        },
        fingerprint: "maple orbit cinder tulip".to_owned(),
        news: vec![
            news(
                Kind::Goal,
                goal,
                "goal “Start a STEM hour”",
                ReviewChange::Changed,
            ),
            news(
                Kind::Meeting,
                Id::derived(&["m"]),
                "meeting of Mon, Mar 1",
                ReviewChange::New,
            ),
        ],
        versions: vec![Versions {
            kind: Kind::Goal,
            id: goal,
            label: "goal “Start a STEM hour”".to_owned(),
            field: "due".to_owned(),
            versions: vec![
                Version {
                    value: json!("2027-04-30"),
                    author: me.other(),
                    at,
                },
                Version {
                    value: json!("2027-05-15"),
                    author: me,
                    at,
                },
            ],
        }],
    }))))
}

/// A parcel before it is written, the first one.
pub fn share(pilot: &Pilot) -> Msg {
    told(ExchangeMsg::ShareReady(SharePreview {
        summary: ShareSummary {
            waiting: vec![(Kind::Goal, 2), (Kind::Meeting, 1)],
            private: vec![(Kind::PrivateNote, 3)],
            entries: 214,
        },
        folder: "/home/ada/Documents".into(),
        first_phrase: Some(Secret("maple orbit cinder tulip amber lantern".to_owned())),
        files: vec![format!("{}.toml", pilot.app.session.program().key)],
    }))
}

/// The parcel as it was written.
pub fn written(is_text: bool) -> Msg {
    told(ExchangeMsg::Written(WrittenParcel {
        path: "/home/ada/Documents/1f2e-mentee-20270301T120000Z-aabbccdd.parcel".into(),
        mail: "Here is my part.".to_owned(),
        is_text,
    }))
}

/// The fields of a record that a parcel of `author` changes: name, old and new.
fn review_line(
    author: Role,
    id: Id,
    label: &str,
    change: ReviewChange,
    fields: &[(&str, &str, &str)],
) -> ReviewLine {
    let field = |(name, old, new): &(&str, &str, &str)| FieldReview {
        name: (*name).to_owned(),
        old: (*old).to_owned(),
        new: (*new).to_owned(),
    };
    ReviewLine {
        kind: Kind::Goal,
        id,
        label: label.to_owned(),
        author,
        change,
        fields: fields.iter().map(field).collect(),
        twin: None,
    }
}

/// A parcel that changes a goal and a date that both changed, brings `archived` goals that are gone, and a goal that
/// both entered.
pub fn review(pilot: &Pilot, archived: usize) -> Review {
    let them = pilot.app.session.book.me().other();
    let line = |id, label: &str, change, fields: &[_]| review_line(them, id, label, change, fields);
    let goals = pilot.app.session.book.goals_in_order();
    let mut lines = vec![
        ReviewLine {
            twin: Some(goals[1].id),
            ..line(
                Id::derived(&["theirs"]),
                "goal “Write a grant”",
                ReviewChange::New,
                &[
                    ("title", "", "Write a grant"),
                    ("why", "", "The branch needs money"),
                ],
            )
        },
        line(
            goals[0].id,
            "goal “Start a STEM hour”",
            ReviewChange::Changed,
            &[(
                "title",
                "Start a STEM hour",
                "Start a STEM hour for families",
            )],
        ),
        line(
            goals[1].id,
            "goal “Write a small grant”",
            ReviewChange::BothChanged,
            &[("due", "2027-05-01", "2027-06-01")],
        ),
    ];
    for number in 0..archived {
        let id = Id::derived(&["gone", &number.to_string()]);
        let label = format!("goal “Old {number}”");
        lines.push(line(id, &label, ReviewChange::Archived, &[]));
    }
    Review {
        person: pilot.app.session.partner().to_owned(),
        role: them,
        made: ago(pilot, 1),
        entries: lines.len() * 3,
        lines,
        ..Review::default()
    }
}

pub fn reviewed(review: Review) -> Msg {
    told(ExchangeMsg::Reviewed(review))
}

pub fn received(review: Review) -> Msg {
    told(ExchangeMsg::Received(review))
}

/// A parcel that needs its phrase.
pub fn ask_phrase(typed: &str) -> Msg {
    told(ExchangeMsg::AskPhrase {
        purpose: PhrasePurpose::Open("/tmp/no-such.parcel".to_owned()),
        typed: Secret(typed.to_owned()),
        why: "The words that your partner says to you on the phone open it.".to_owned(),
    })
}

/// A parcel that was opened while there is no book.
pub fn for_new_book() -> Msg {
    told(ExchangeMsg::OpenedForNewBook {
        person: "Rosa".to_owned(),
        role: Role::Mentor,
        entries: 214,
    })
}
