//! A book for benchmarks, far larger than any pair will write: thousands of meetings, each with a note of 2 KB.
//!
//! It is written through the same log, tables and index as any other, only in one transaction.

use std::path::Path;

use chrono::{Days, NaiveDate};

use super::create;
use super::error::Result;
use crate::domain::action::Action;
use crate::domain::book::Identity;
use crate::domain::change::{Change, Commit};
use crate::domain::goal::{Goal, GoalStatus, Progress, Step};
use crate::domain::id::Id;
use crate::domain::meeting::{Channel, Meeting, MeetingKind, MeetingState, Note, PrivateNote};
use crate::domain::person::{Owner, Person, Role};
use crate::domain::program::Cycle;
use crate::env::Env;

/// Length of each note, in bytes.
pub const NOTE_LENGTH: usize = 2048;
/// A word that one note in two hundred holds.
pub const RARE_WORD: &str = "zebrafish";
const RARE_EVERY: usize = 200;
const VOCABULARY_SIZE: u64 = 6000;

/// Writes a book of `meetings` meetings, one a day up to today in `env`, to `path`, where there must be no file yet.
pub fn write_large(path: &Path, meetings: usize, env: &mut Env) -> Result<()> {
    let identity = Identity {
        pair: env.new_id(),
        replica: env.new_id(),
        me: Role::Mentor,
    };
    create::create_book(path, env, |conn, env| {
        create::write_identity(conn, &identity, env)?;
        let (at, today) = (env.now(), env.today());
        let mut chance = SplitMix64(7);
        let beginning = Commit::new("book started", at, people_and_goals(identity, today));
        let days = (0..meetings).map(|number| {
            let changes = meeting(number, today, &mut chance);
            Commit::new("meeting logged", at, changes)
        });
        create::write_initial_commits(conn, &identity, std::iter::once(beginning).chain(days), env)
    })
}

fn people_and_goals(identity: Identity, today: NaiveDate) -> Vec<Change> {
    let id = |parts: &[&str]| Id::derived(parts);
    let mut changes = Vec::new();
    for role in Role::ALL {
        changes.push(Change::create(Person {
            id: id(&["person", &identity.pair.to_string(), role.key()]),
            role: *role,
            name: format!("{role} of the large book"),
            ..Person::default()
        }));
    }
    changes.push(Change::create(Cycle {
        id: id(&["cycle", &identity.pair.to_string()]),
        program: "alsc".into(),
        start: today - Days::new(180),
        end: today + Days::new(120),
        ..Cycle::default()
    }));
    for number in ["1", "2", "3"] {
        let goal = id(&["goal", number]);
        changes.push(Change::create(Goal {
            id: goal,
            title: format!("Goal {number} of the large book"),
            measure: "four visits held".into(),
            due: Some(today + Days::new(60)),
            status: GoalStatus::Active,
            order: number.into(),
            opened: Some(today - Days::new(170)),
            ..Goal::default()
        }));
        for step in ["a", "b", "c", "d"] {
            changes.push(Change::create(Step {
                id: id(&["step", number, step]),
                goal,
                title: format!("Step {step}"),
                order: step.into(),
                ..Step::default()
            }));
            changes.push(Change::create(Progress {
                id: id(&["progress", number, step]),
                goal,
                date: today - Days::new(30),
                text: "one more school has answered".into(),
                ..Progress::default()
            }));
        }
        changes.push(Change::create(Action {
            id: id(&["action", number]),
            text: format!("Send outline {number}"),
            owner: Owner::Mentee,
            due: Some(today + Days::new(7)),
            agreed: Some(today - Days::new(7)),
            ..Action::default()
        }));
    }
    changes
}

fn meeting(number: usize, today: NaiveDate, chance: &mut SplitMix64) -> Vec<Change> {
    let day = Days::new(u64::try_from(number).unwrap_or_default());
    let id = Id::derived(&["meeting", &number.to_string()]);
    let contact = number % 3 == 2;
    let mut changes = vec![
        Change::create(Meeting {
            id,
            date: today - day,
            kind: if contact {
                MeetingKind::Contact
            } else {
                MeetingKind::Meeting
            },
            state: MeetingState::Held,
            channel: Some(if contact {
                Channel::Email
            } else {
                Channel::Phone
            }),
            minutes: (!contact).then_some(50),
            title: chance.words(5),
            topics: [chance.words(1), chance.words(1)].into(),
            ..Meeting::default()
        }),
        Change::create(Note {
            id: Note::id_for(id, Role::Mentor),
            meeting: id,
            author: Role::Mentor,
            text: chance.note(number % RARE_EVERY == RARE_EVERY / 2),
        }),
    ];
    if number.is_multiple_of(10) {
        changes.push(Change::create(PrivateNote {
            id: PrivateNote::id_for(id),
            meeting: id,
            text: chance.words(12),
            feeling: Some(4),
        }));
    }
    changes
}

/// A pseudo-random generator with a fixed seed, so that every run writes the same book.
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A word with the long-tailed frequencies of what people write: few are frequent, most are rare.
    fn word(&mut self) -> String {
        const SYLLABLES: [&str; 24] = [
            "li", "bra", "ry", "men", "tor", "chil", "dren", "sto", "ries", "pro", "gram", "vi",
            "sit", "scho", "ol", "rea", "ding", "bo", "ok", "coun", "ty", "com", "mu", "ni",
        ];
        let share = self.next() % VOCABULARY_SIZE;
        let share =
            share * share / VOCABULARY_SIZE * (self.next() % VOCABULARY_SIZE) / VOCABULARY_SIZE;
        let mut left = usize::try_from(share).unwrap_or_default();
        let mut word = SYLLABLES[left % SYLLABLES.len()].to_owned();
        while left > 0 {
            left /= SYLLABLES.len();
            word.push_str(SYLLABLES[left % SYLLABLES.len()]);
        }
        word
    }

    fn words(&mut self, count: usize) -> String {
        let words: Vec<_> = (0..count).map(|_| self.word()).collect();
        words.join(" ")
    }

    fn note(&mut self, rare: bool) -> String {
        let mut text = String::with_capacity(NOTE_LENGTH);
        if rare {
            text.push_str(RARE_WORD);
        }
        while text.len() < NOTE_LENGTH {
            let gap = if self.next().is_multiple_of(12) {
                ".\n"
            } else {
                " "
            };
            text.push_str(gap);
            text.push_str(&self.word());
        }
        text.truncate(NOTE_LENGTH);
        text
    }
}
