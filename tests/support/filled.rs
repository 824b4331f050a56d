//! One record of every kind with no field left empty. No `..` in them: a new field must be filled here, too.

use chrono::{NaiveDate, NaiveTime};
use matchbook::domain::action::Action;
use matchbook::domain::answer::{Answer, Response, ResponseState};
use matchbook::domain::asked_form::AskedForm;
use matchbook::domain::change::{Kind, Record};
use matchbook::domain::deck::{Activity, ActivityState, Category, Prompt, Question};
use matchbook::domain::goal::{Evidence, Goal, GoalStatus, Progress, Step};
use matchbook::domain::id::Id;
use matchbook::domain::list::{ListItem, ListKind};
use matchbook::domain::meeting::{
    AgendaItem, Channel, Meeting, MeetingKind, MeetingState, Note, Origin, PrivateNote,
};
use matchbook::domain::pause::Pause;
use matchbook::domain::person::{Owner, Person, Role};
use matchbook::domain::program::{Cycle, Milestone, Stay};
use matchbook::domain::pulse::Pulse;

/// Every kind once, filled to the last field.
pub fn records() -> Vec<Record> {
    Kind::ALL.iter().map(|kind| record(*kind)).collect()
}

fn id(name: &str) -> Id {
    Id::derived(&["filled", name])
}

fn text(text: &str) -> String {
    text.to_owned()
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

fn record(kind: Kind) -> Record {
    match kind {
        Kind::Person => person().into(),
        Kind::Cycle => cycle().into(),
        Kind::Milestone => milestone().into(),
        Kind::Goal => goal().into(),
        Kind::Step => step().into(),
        Kind::Progress => progress().into(),
        Kind::Evidence => evidence().into(),
        Kind::Meeting => meeting().into(),
        Kind::Note => note().into(),
        Kind::PrivateNote => private_note().into(),
        Kind::AgendaItem => agenda_item().into(),
        Kind::Action => action().into(),
        Kind::Activity => activity().into(),
        Kind::Prompt => prompt().into(),
        Kind::Question => question().into(),
        Kind::ListItem => list_item().into(),
        Kind::Pulse => pulse().into(),
        Kind::Response => response().into(),
        Kind::Answer => answer().into(),
        Kind::AskedForm => asked_form().into(),
        Kind::Pause => pause().into(),
    }
}

fn person() -> Person {
    Person {
        id: id("person"),
        role: Role::Mentor,
        name: text("Mentor B"),
        library: text("County library"),
        email: text("b@example.org"),
        phone: text("555 0100"),
        reach: text("mornings"),
        zone: text("Pacific/Honolulu"),
    }
}

fn cycle() -> Cycle {
    Cycle {
        id: id("cycle"),
        program: text("alsc"),
        start: day(2),
        end: day(30),
        contacts_a_month: Some(2),
        meetings_a_month: Some(1),
        usual_minutes: Some(50),
        send_ahead_days: Some(5),
        stay: Some(Stay::Quarterly),
        closed: Some(day(24)),
    }
}

fn milestone() -> Milestone {
    Milestone {
        id: id("milestone"),
        cycle: id("cycle"),
        key: text("goals"),
        title: text("Goals due"),
        date: day(3),
        done: Some(day(4)),
        archived: true,
    }
}

fn goal() -> Goal {
    Goal {
        id: id("goal"),
        title: text("Start a STEM hour"),
        why: text("schools ask for it"),
        measure: text("four visits held"),
        due: Some(day(5)),
        status: GoalStatus::Active,
        help: text("a partner at the school"),
        aims: [text("ties"), text("skills")].into(),
        competencies: [text("iii")].into(),
        order: text("80"),
        opened: Some(day(6)),
        archived: true,
        private: true,
    }
}

fn step() -> Step {
    Step {
        id: id("step"),
        goal: id("goal"),
        title: text("Call the school"),
        owner: Owner::Both,
        due: Some(day(7)),
        done: Some(day(8)),
        order: text("80"),
        archived: true,
        private: true,
    }
}

fn progress() -> Progress {
    Progress {
        id: id("progress"),
        goal: id("goal"),
        date: day(9),
        text: text("two schools answered"),
        status: Some(GoalStatus::Paused),
        author: Role::Mentor,
        archived: true,
        private: true,
    }
}

fn evidence() -> Evidence {
    Evidence {
        id: id("evidence"),
        goal: id("goal"),
        title: text("Letter of thanks"),
        link: text("https://example.org/letter"),
        date: Some(day(10)),
        archived: true,
        private: true,
    }
}

fn meeting() -> Meeting {
    Meeting {
        id: id("meeting"),
        date: day(11),
        time: NaiveTime::from_hms_opt(10, 30, 0),
        kind: MeetingKind::Contact,
        state: MeetingState::Planned,
        channel: Some(Channel::Video),
        minutes: Some(50),
        link: text("https://example.org/call"),
        zone: text("UTC"),
        title: text("Programme ideas"),
        topics: [text("stem"), text("story time")].into(),
        goals: [id("goal"), id("other goal")].into(),
        activities: [text("book-list")].into(),
        competencies: [text("v")].into(),
        resources: [text("a book")].into(),
        decisions: text("meet monthly"),
        win: text("first visit"),
        sent: Some(day(25)),
        event: Some(id("event")),
        sequence: Some(2),
        archived: true,
    }
}

fn note() -> Note {
    Note {
        id: Note::id_for(id("meeting"), Role::Mentee),
        meeting: id("meeting"),
        author: Role::Mentee,
        text: text("We spoke of **schools**."),
    }
}

fn private_note() -> PrivateNote {
    PrivateNote {
        id: PrivateNote::id_for(id("meeting")),
        meeting: id("meeting"),
        text: text("I was nervous."),
        feeling: Some(4),
    }
}

fn agenda_item() -> AgendaItem {
    AgendaItem {
        id: id("agenda"),
        meeting: id("meeting"),
        text: text("School visits"),
        minutes: Some(10),
        order: text("80"),
        origin: Origin::Prompt,
        subject: text("ask-schools"),
        reason: text("goal 1 is near"),
        done: true,
        archived: true,
    }
}

fn action() -> Action {
    Action {
        id: id("action"),
        text: text("Send the outline"),
        owner: Owner::Mentor,
        due: Some(day(12)),
        done: Some(day(13)),
        done_note: text("sent by post"),
        meeting: Some(id("meeting")),
        agreed: Some(day(14)),
        archived: true,
    }
}

fn activity() -> Activity {
    Activity {
        id: Activity::id_for("book-list"),
        key: text("book-list"),
        state: ActivityState::Doing,
        note: text("forty titles"),
        rating: Some(5),
        changed: Some(day(15)),
        title: text("Forty books on a shelf"),
        about: text("choose them together"),
        leaves: text("a shelf"),
        archived: true,
    }
}

fn prompt() -> Prompt {
    Prompt {
        id: Prompt::id_for("ask-schools"),
        key: text("ask-schools"),
        used: Some(day(16)),
        text: text("Which school first?"),
        why: text("a start"),
        category: Some(Category::Community),
        archived: true,
    }
}

fn asked_form() -> AskedForm {
    AskedForm {
        id: id("asked form"),
        cycle: id("cycle"),
        key: text("contact-log"),
        title: text("Contact log"),
        recipient: text("District office"),
        instead_of: text("tracker"),
        text: text("key = \"contact-log\""),
        archived: true,
    }
}

fn pause() -> Pause {
    Pause {
        id: id("pause"),
        cycle: id("cycle"),
        start: day(9),
        end: day(20),
        reason: text("a leave"),
        extends: true,
        archived: true,
    }
}

fn list_item() -> ListItem {
    ListItem {
        id: id("list item"),
        list: ListKind::Books,
        title: text("A book on frogs"),
        by: text("Author C"),
        link: text("shelf 597"),
        note: text("for the pond day"),
        meeting: Some(id("meeting")),
        activity: text("book-list"),
        added: Some(day(21)),
        adder: Role::Mentor,
        done: Some(day(22)),
        archived: true,
    }
}

fn pulse() -> Pulse {
    Pulse {
        id: id("pulse"),
        date: day(23),
        contact: Some(4),
        progress: Some(3),
        trust: Some(5),
        note: text("slow month"),
        archived: true,
    }
}

fn question() -> Question {
    Question {
        id: id("question"),
        text: text("Which schools answered?"),
        asker: Role::Mentor,
        asked: Some(day(17)),
        meeting: Some(id("meeting")),
        answer: text("two of five"),
        archived: true,
    }
}

fn response() -> Response {
    Response {
        id: id("response"),
        form: text("tracker"),
        version: 3,
        cycle: id("cycle"),
        role: Some(Role::Mentor),
        state: ResponseState::Signed,
        signed_mentor: Some(day(18)),
        signed_mentee: Some(day(19)),
        exported: Some(day(20)),
        private: true,
    }
}

fn answer() -> Answer {
    Answer {
        id: id("answer"),
        response: id("response"),
        field: text("wins"),
        goal: Some(id("goal")),
        author: Role::Mentor,
        question: text("The biggest win so far?"),
        value: text("a full reading room"),
        from_log: true,
        told: Some(day(21)),
        private: true,
    }
}
