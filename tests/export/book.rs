//! A small book for the export tests: every kind of record, in scripts and with signs that formats trip over.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};
use matchbook::domain::action::Action;
use matchbook::domain::answer::{Answer, Response};
use matchbook::domain::book::{Book, Identity};
use matchbook::domain::change::Record;
use matchbook::domain::deck::{Activity, ActivityDef, ActivityState, Deck, Question, Stage};
use matchbook::domain::form::FormDef;
use matchbook::domain::goal::{Evidence, Goal, GoalStatus, Progress, Step};
use matchbook::domain::id::Id;
use matchbook::domain::list::{ListItem, ListKind};
use matchbook::domain::meeting::{
    AgendaItem, Channel, Meeting, MeetingKind, MeetingState, Note, Origin, PrivateNote,
};
use matchbook::domain::person::{Owner, Person, Role};
use matchbook::domain::program::{CompetencySet, Cycle, Milestone, Program};
use matchbook::export::ExportSource;

pub struct World {
    pub book: Book,
    pub program: Program,
    pub forms: Vec<Arc<FormDef>>,
    pub deck: Deck,
    pub competencies: CompetencySet,
}

impl World {
    pub fn source(&self) -> ExportSource<'_> {
        ExportSource {
            book: &self.book,
            program: &self.program,
            forms: &self.forms,
            deck: &self.deck,
            competencies: Some(&self.competencies),
            today: day(2027, 4, 1),
        }
    }

    pub fn add(&mut self, records: impl IntoIterator<Item = Record>) {
        self.book.extend(records);
    }
}

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

pub fn id(name: &str) -> Id {
    Id::derived(&[name])
}

pub fn world() -> World {
    let mut world = World {
        book: Book {
            identity: Identity {
                me: Role::Mentee,
                ..Identity::default()
            },
            complete: true,
            ..Book::default()
        },
        program: toml::from_str(PROGRAM).unwrap(),
        forms: [TRACKER, PULSE]
            .map(|text| Arc::new(toml::from_str(text).unwrap()))
            .to_vec(),
        deck: Deck {
            activities: vec![swap()],
            prompts: Vec::new(),
            agendas: Vec::new(),
        },
        competencies: toml::from_str(COMPETENCIES).unwrap(),
    };
    world.add(people());
    world.add(goals());
    world.add(log());
    world.add(actions());
    world.add(ideas());
    world.add(own());
    world.add(answers());
    world
}

fn swap() -> ActivityDef {
    ActivityDef {
        key: "swap".into(),
        title: "Question swap".into(),
        about: "Each sends three questions ahead.".into(),
        leaves: "A list of questions".into(),
        phases: vec![Stage::Starting],
        competencies: Vec::new(),
        audience: Owner::Both,
        words: Vec::new(),
        source: "Test".into(),
    }
}

fn people() -> Vec<Record> {
    let person = |role, name: &str, library: &str| {
        Record::from(Person {
            id: id(name),
            role,
            name: name.into(),
            library: library.into(),
            ..Person::default()
        })
    };
    let cycle = Cycle {
        id: id("cycle"),
        program: "test".into(),
        start: day(2026, 11, 2),
        end: day(2027, 8, 31),
        ..Cycle::default()
    };
    let milestone = Milestone {
        id: id("goals-due"),
        cycle: cycle.id,
        key: "goals-due".into(),
        title: "Goal sheet to the office".into(),
        date: day(2026, 12, 1),
        done: Some(day(2026, 11, 30)),
        ..Milestone::default()
    };
    vec![
        person(Role::Mentee, "Zoë Ångström 📚", "Bücherei am Fluß"),
        person(Role::Mentor, "דנה לוי", "鈴木図書館 | Branch #2"),
        cycle.into(),
        milestone.into(),
    ]
}

fn goals() -> Vec<Record> {
    let goal = |name: &str, title: &str, status, order: &str| Goal {
        id: id(name),
        title: title.into(),
        status,
        order: order.into(),
        due: Some(day(2027, 4, 30)),
        ..Goal::default()
    };
    let stem = Goal {
        why: "Nobody does *hands-on* science here.\n\n- one school\n- no club".into(),
        measure: "4 visits held & a list <kept>".into(),
        aims: ["skills".into()].into(),
        competencies: ["iii".into()].into(),
        ..goal("stem", "Start a STEM hour", GoalStatus::Active, "a")
    };
    vec![
        stem.into(),
        goal(
            "story",
            "1. Story_walk *outside* | in town",
            GoalStatus::Draft,
            "b",
        )
        .into(),
        Step {
            id: id("step"),
            goal: id("stem"),
            title: "Call the school".into(),
            owner: Owner::Mentee,
            due: Some(day(2026, 12, 4)),
            done: Some(day(2026, 12, 3)),
            order: "a".into(),
            ..Step::default()
        }
        .into(),
        Progress {
            id: id("progress"),
            goal: id("stem"),
            date: day(2027, 1, 15),
            text: "First visit held".into(),
            status: Some(GoalStatus::Active),
            author: Role::Mentee,
            ..Progress::default()
        }
        .into(),
        Evidence {
            id: id("evidence"),
            goal: id("stem"),
            title: "Photo wall".into(),
            link: "https://example.org/wall_of_photos".into(),
            ..Evidence::default()
        }
        .into(),
    ]
}

fn log() -> Vec<Record> {
    let call = Meeting {
        id: id("call"),
        date: day(2026, 12, 1),
        time: NaiveTime::from_hms_opt(10, 0, 0),
        channel: Some(Channel::Phone),
        minutes: Some(50),
        title: "First plans".into(),
        topics: ["schools".into(), "budget".into()].into(),
        goals: [id("stem")].into(),
        activities: ["swap".into()].into(),
        competencies: ["iii".into()].into(),
        resources: ["Wonder & Play (2nd ed.)".into()].into(),
        decisions: "Start **small**.".into(),
        win: "The principal said yes!".into(),
        ..Meeting::default()
    };
    let mail = Meeting {
        id: id("mail"),
        date: day(2026, 12, 8),
        kind: MeetingKind::Contact,
        channel: Some(Channel::Email),
        ..Meeting::default()
    };
    let next = Meeting {
        id: id("next"),
        date: day(2027, 4, 6),
        time: NaiveTime::from_hms_opt(16, 30, 0),
        state: MeetingState::Planned,
        channel: Some(Channel::Video),
        ..Meeting::default()
    };
    let note = |author, text: &str| {
        Record::from(Note {
            id: Note::id_for(id("call"), author),
            meeting: id("call"),
            author,
            text: text.into(),
        })
    };
    vec![
        call.into(),
        mail.into(),
        next.into(),
        note(Role::Mentee, MENTEE_NOTE),
        note(
            Role::Mentor,
            "שלום. 図書館のお話会は毎週土曜日に開かれていて、近くの学校からも子どもたちが大勢来ます。\n> quoted",
        ),
        PrivateNote {
            id: PrivateNote::id_for(id("call")),
            meeting: id("call"),
            text: "only for me".into(),
            feeling: Some(4),
        }
        .into(),
    ]
}

const MENTEE_NOTE: &str = "# What we said
We spoke of *money* and **people**; see [the list](https://example.org/list).
Second line, 2 * 3 < 7.

1. call
2. write
   - to the `board`

| Who | When |
|---|---|
| Ana | May |

> A good start.

<b>bold?</b> ~~no~~";

fn actions() -> Vec<Record> {
    let outline = Action {
        id: id("outline"),
        text: "Send the outline".into(),
        owner: Owner::Mentee,
        due: Some(day(2026, 12, 15)),
        meeting: Some(id("call")),
        ..Action::default()
    };
    let done = Action {
        id: id("done"),
        text: "Share the budget sheet".into(),
        owner: Owner::Mentor,
        done: Some(day(2026, 12, 9)),
        done_note: "by e-mail".into(),
        meeting: Some(id("call")),
        ..Action::default()
    };
    vec![outline.into(), done.into()]
}

/// What the pair wrote down for itself: a line of a list, a card.
fn own() -> Vec<Record> {
    let book = ListItem {
        id: id("list book"),
        list: ListKind::Books,
        title: "Small wonders".into(),
        by: "N. N.".into(),
        note: "Good with *groups*.".into(),
        adder: Role::Mentor,
        done: Some(day(2027, 2, 2)),
        ..ListItem::default()
    };
    let own = Activity {
        id: Activity::id_for("own-walk"),
        key: "own-walk".into(),
        title: "Walk the shelves".into(),
        about: "Ten minutes, one shelf.".into(),
        leaves: "A list of gaps".into(),
        ..Activity::default()
    };
    vec![book.into(), own.into()]
}

fn ideas() -> Vec<Record> {
    let item = |name: &str, origin, subject: String, text: &str, order: &str| AgendaItem {
        id: id(name),
        meeting: id("next"),
        text: text.into(),
        minutes: Some(10),
        order: order.into(),
        origin,
        subject,
        ..AgendaItem::default()
    };
    let question = Question {
        id: id("question"),
        text: "Which schools answered?".into(),
        asker: Role::Mentor,
        asked: Some(day(2027, 3, 1)),
        meeting: Some(id("next")),
        ..Question::default()
    };
    let mark = Activity {
        id: Activity::id_for("swap"),
        key: "swap".into(),
        state: ActivityState::Done,
        note: "Worth doing *again*.".into(),
        rating: Some(5),
        ..Activity::default()
    };
    vec![
        question.into(),
        mark.into(),
        item(
            "i1",
            Origin::Action,
            id("outline").to_string(),
            "Send the outline",
            "a",
        )
        .into(),
        item(
            "i2",
            Origin::Question,
            id("question").to_string(),
            "Which schools answered?",
            "b",
        )
        .into(),
        item("i3", Origin::Activity, "swap".into(), "Question swap", "c").into(),
        item(
            "i4",
            Origin::Goal,
            id("stem").to_string(),
            "Start a STEM hour",
            "d",
        )
        .into(),
    ]
}

/// An answer of the tracker.
pub fn answer(field: &str, author: Role, question: &str, value: &str) -> Answer {
    let response = Response::id_for(id("cycle"), "tracker", None);
    Answer {
        id: Answer::id_for(response, field, None, author),
        response,
        field: field.into(),
        author,
        question: question.into(),
        value: value.into(),
        ..Answer::default()
    }
}

fn answers() -> Vec<Record> {
    let response = Response {
        id: Response::id_for(id("cycle"), "tracker", None),
        form: "tracker".into(),
        version: 1,
        cycle: id("cycle"),
        signed_mentee: Some(day(2027, 3, 31)),
        ..Response::default()
    };
    let progress = Answer {
        id: Answer::id_for(response.id, "changed", Some(id("stem")), Role::Mentee),
        goal: Some(id("stem")),
        ..answer(
            "changed",
            Role::Mentee,
            "What changed because of it",
            "Two classes come *every* week.",
        )
    };
    vec![
        response.into(),
        progress.into(),
        answer(
            "wins",
            Role::Mentee,
            "Your biggest win, as asked before",
            "The board\nsaid yes",
        )
        .into(),
        answer("pace", Role::Mentee, "", "5").into(),
        answer("pace", Role::Mentor, "", "4").into(),
        answer("channels", Role::Mentee, "", "phone\nvideo").into(),
        answer(
            "gone",
            Role::Mentor,
            "A question nobody asks now",
            "an # answer",
        )
        .into(),
    ]
}

const PROGRAM: &str = r#"
key = "test"
title = "Test Mentoring Program"
short = "Test"
about = "A program for tests."
end = { months = 10 }
phases = [
  { stage = "starting", title = "Getting going", about = "Goals.", from = { days = 0 } },
  { stage = "closing", title = "Closing", about = "Thanks.", from = { months = 8 } },
]
sources = []
aims = [{ key = "skills", title = "Skills and confidence" }]
forms = [
  { form = "tracker", title = "Mid-point tracker", requires = ["support"] },
  { form = "pulse", title = "Pulse" },
]
"#;

const TRACKER: &str = r#"
key = "tracker"
title = "Tracker"
version = 2
about = "Half way."

[[sections]]
key = "match"
title = "The match"
fields = [
  { key = "meetings", label = "Meetings so far", kind = "number", auto = "meetings", required = true },
  { key = "channels", label = "How we speak", kind = "choices", options = [{ key = "phone", label = "Phone" }, { key = "video", label = "Video" }] },
  { key = "empty", label = "Nobody has to answer this", kind = "line" },
]

[[sections]]
key = "goals"
title = "Goals"
per_goal = true
fields = [
  { key = "status", label = "Where it stands", kind = "line", auto = "goal-status", required = true },
  { key = "changed", label = "What changed because of it", kind = "text", required = true },
]

[[sections]]
key = "each"
title = "In your own words"
filled_by = "each"
fields = [
  { key = "wins", label = "Biggest win so far", kind = "text", required = true },
  { key = "pace", label = "The pace is right", kind = "scale", high_label = "yes, fully" },
  { key = "worry", label = "What worries you", kind = "text", private = true },
]

[[sections]]
key = "office"
title = "The office"
fields = [{ key = "support", label = "Support wanted from the office", kind = "text" }]
"#;

const PULSE: &str = r#"
key = "pulse"
title = "Pulse"
version = 1
about = "For oneself."
private = true

[[sections]]
key = "all"
title = "All"
fields = [{ key = "mood", label = "Mood", kind = "text" }]
"#;

const COMPETENCIES: &str = r#"
key = "test"
title = "Areas"
areas = [{ key = "iii", title = "Programming Skills" }]
sources = []
"#;
