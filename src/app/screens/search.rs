//! Search everything as you type; each hit opens its place.

use crate::domain::book::Hit;
use crate::domain::change::Kind;

use super::goal::{GoalScreen, Line as GoalLine};
use super::meeting::{Line as MeetingLine, MeetingScreen};
use super::{Acts, Reply, Screen, edit, reply, show};
use crate::app::Effect;
use crate::app::command::{Move, Place};
use crate::app::desk::Desk;
use crate::app::field::{Edit, Edited, TextField};
use crate::app::keymap::Context;
use crate::app::modal::moved;
use crate::app::purpose::Purpose;

/// What only this screen understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Shows one kind of thing only, or all.
    Kind,
}

/// The screen.
pub struct Search {
    /// What is typed.
    pub query: TextField,
    /// The words the hits answer.
    pub words: String,
    /// The selected hit, among those shown.
    pub selected: usize,
    /// The one kind that is shown, if not all.
    pub only: Option<Kind>,
    /// The kinds among the hits.
    kinds: Vec<Kind>,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            query: TextField::of_one_line(""),
            words: String::new(),
            selected: 0,
            only: None,
            kinds: Vec::new(),
        }
    }
}

impl Search {
    /// The hits that are shown.
    pub fn hits<'a>(&self, desk: &'a Desk) -> Vec<&'a Hit> {
        if self.words.is_empty() {
            return Vec::new();
        }
        desk.hits
            .iter()
            .filter(|hit| self.only.is_none_or(|kind| hit.kind == kind))
            .collect()
    }

    /// What people call a kind of record.
    pub const fn kind_words(kind: Kind) -> &'static str {
        match kind {
            Kind::Person => "Person",
            Kind::Cycle => "Year",
            Kind::Milestone => "Date",
            Kind::Goal => "Goal",
            Kind::Step => "Step",
            Kind::Progress => "Progress",
            Kind::Evidence => "Evidence",
            Kind::Meeting => "Meeting",
            Kind::Note => "Notes",
            Kind::PrivateNote => "Private notes",
            Kind::AgendaItem => "Agenda",
            Kind::Action => "Action",
            Kind::Activity => "Activity",
            Kind::Prompt => "Prompt",
            Kind::Question => "Question",
            Kind::ListItem => "List",
            Kind::Pulse => "Pulse",
            Kind::Response => "Form",
            Kind::Answer => "Answer",
        }
    }

    /// Takes in what the store found for `words`.
    pub fn found(&mut self, words: String, hits: &[Hit]) {
        self.words = words;
        self.selected = 0;
        self.kinds.clear();
        for hit in hits {
            if !self.kinds.contains(&hit.kind) {
                self.kinds.push(hit.kind);
            }
        }
        if self.only.is_some_and(|kind| !self.kinds.contains(&kind)) {
            self.only = None;
        }
    }

    /// Answers a verb.
    pub fn act(&mut self, verb: Verb, _desk: &Desk) -> Vec<Reply> {
        match verb {
            Verb::Kind => {
                let here = self
                    .only
                    .and_then(|kind| self.kinds.iter().position(|other| *other == kind));
                self.only = match here {
                    None => self.kinds.first().copied(),
                    Some(index) => self.kinds.get(index + 1).copied(),
                };
                self.selected = 0;
                Vec::new()
            }
        }
    }
}

/// Opens the hit after or before the one that was opened last.
pub fn step_hit(desk: &Desk, forward: bool) -> Vec<Reply> {
    if desk.hits.is_empty() {
        return reply(Reply::Say("Search first: / finds everything.".to_owned()));
    }
    let count = desk.hits.len();
    let index = match (desk.hit, forward) {
        (None, _) => 0,
        (Some(index), true) => (index + 1) % count,
        (Some(index), false) => (index + count - 1) % count,
    };
    let mut replies = vec![
        Reply::Hit(index),
        Reply::Say(format!("Hit {} of {count}.", index + 1)),
    ];
    replies.extend(open(&desk.hits[index], desk));
    replies
}

/// Opens the place of `hit`.
pub fn open(hit: &Hit, desk: &Desk) -> Vec<Reply> {
    let book = &desk.book;
    let id = hit.id;
    let goal = |goal, line| {
        let mut screen = GoalScreen::new(goal);
        if let Some(line) = line {
            screen.list = crate::app::list::List::on(line);
        }
        show(Screen::Goal(screen))
    };
    let meeting = |meeting| show(Screen::Meeting(MeetingScreen::new(meeting)));
    match hit.kind {
        Kind::Goal => goal(id, None),
        Kind::Step => book
            .steps
            .get(&id)
            .map_or_else(gone, |step| goal(step.goal, Some(GoalLine::Step(id)))),
        Kind::Progress => book
            .progress
            .get(&id)
            .map_or_else(gone, |line| goal(line.goal, Some(GoalLine::Progress(id)))),
        Kind::Evidence => book
            .evidence
            .get(&id)
            .map_or_else(gone, |item| goal(item.goal, Some(GoalLine::Evidence(id)))),
        Kind::Meeting => meeting(id),
        Kind::Note | Kind::PrivateNote | Kind::AgendaItem => hit.about.map_or_else(gone, meeting),
        Kind::Action => match book.actions.get(&id).and_then(|action| action.meeting) {
            Some(agreed_at) => {
                let mut screen = MeetingScreen::new(agreed_at);
                screen.list = crate::app::list::List::on(MeetingLine::Action(id));
                show(Screen::Meeting(screen))
            }
            None => edit(Purpose::Action(Some(id), None), desk),
        },
        Kind::Question => edit(Purpose::Question(Some(id)), desk),
        Kind::Activity => book
            .activities
            .get(&id)
            .map_or_else(gone, |mark| edit(Purpose::Activity(mark.key.clone()), desk)),
        Kind::Answer | Kind::Response => book
            .answers
            .get(&id)
            .and_then(|answer| book.responses.get(&answer.response))
            .map_or_else(gone, |response| {
                edit(Purpose::Response(response.form.clone()), desk)
            }),
        Kind::Milestone | Kind::Person | Kind::Cycle => reply(Reply::Go(Place::Year)),
        Kind::Prompt => reply(Reply::Go(Place::Ideas)),
        Kind::ListItem => book.list_items.get(&id).map_or_else(gone, |item| {
            edit(Purpose::ListItem(item.list, Some(id), None), desk)
        }),
        Kind::Pulse => edit(Purpose::Pulse(Some(id)), desk),
    }
}

fn gone() -> Vec<Reply> {
    reply(Reply::Say("This is not here any more.".to_owned()))
}

impl Acts for Search {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Search, Context::Typing, Context::Chords]
    }

    fn has_selection(&self, desk: &Desk) -> bool {
        !self.hits(desk).is_empty()
    }

    fn step(&mut self, movement: Move, desk: &Desk) -> Vec<Reply> {
        let hits = self.hits(desk);
        if movement != Move::Open {
            self.selected = moved(self.selected, hits.len(), movement);
            return Vec::new();
        }
        let Some(hit) = hits.get(self.selected) else {
            return reply(Reply::Say("Type at least two letters.".to_owned()));
        };
        let index = desk
            .hits
            .iter()
            .position(|other| other == *hit)
            .unwrap_or(0);
        let mut replies = vec![Reply::Back, Reply::Hit(index)];
        replies.extend(open(hit, desk));
        replies
    }

    fn click(&mut self, row: usize, desk: &Desk) -> Vec<Reply> {
        self.selected = row;
        self.step(Move::Open, desk)
    }

    fn typed(&mut self, edit: Edit, _desk: &Desk) -> Edited {
        self.query.apply(edit)
    }

    fn pasted(&mut self, text: &str, _desk: &Desk) -> Edited {
        self.query.paste(text)
    }

    fn after_typing(&mut self, _desk: &Desk) -> Vec<Reply> {
        let words = self.query.text();
        if words == self.words {
            Vec::new()
        } else {
            reply(Reply::Effect(Effect::Search(words)))
        }
    }
}
