//! Search everything as you type; each hit opens its place.

use crate::domain::answer::Slot;
use crate::domain::change::Kind;
use crate::domain::find::{Ask, Extra, Filter, Hit, Source};
use crate::domain::id::Id;

use super::goal::{GoalScreen, Line as GoalLine};
use super::ideas::{Ideas, Line as IdeaLine, Pane as IdeasPane};
use super::meeting::{Line as MeetingLine, MeetingScreen};
use super::pair::{Line as MatchLine, MatchScreen, Pane as MatchPane};
use super::year::{Line as YearLine, YearScreen};
use super::{Acts, Reply, Screen, edit, reply, show};
use crate::app::command::{Move, Place};
use crate::app::desk::Desk;
use crate::app::field::{Edit, Edited, TextField};
use crate::app::keymap::Context;
use crate::app::list::List;
use crate::app::modal::moved;
use crate::app::purpose::Purpose;
use crate::app::results::{Found, Results};
use crate::app::{App, BookEffect, Effect, Leave};

/// What only this screen understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Shows the next kind of thing only, or all.
    NextKind,
    /// Shows the kind before only, or all.
    PreviousKind,
}

/// The screen.
pub struct Search {
    /// What is typed.
    pub query: TextField,
    /// The selected row, among those shown.
    pub selected: usize,
    /// Whether the results on the desk answer this search, not one before.
    answered: bool,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            query: TextField::of_one_line(""),
            selected: 0,
            answered: false,
        }
    }
}

impl Search {
    /// What was found, once there was an answer.
    pub fn results<'a>(&self, desk: &'a Desk) -> Option<&'a Results> {
        self.answered.then_some(&desk.results)
    }

    /// The store has answered. Where nothing is left of the kind that was shown, everything is.
    pub fn found(&mut self, desk: &Desk) -> Vec<Effect> {
        let results = &desk.results;
        self.answered = true;
        if results.ask.words != self.query.text() {
            return Vec::new();
        }
        self.selected = self.selected.min(results.len().saturating_sub(1));
        if results.total() > 0 || results.filters().is_empty() {
            return Vec::new();
        }
        vec![desk.in_book(BookEffect::Search(Ask {
            filter: Filter::All,
            ..results.ask.clone()
        }))]
    }

    /// Answers a verb.
    pub fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Reply> {
        let forward = match verb {
            Verb::NextKind => true,
            Verb::PreviousKind => false,
        };
        let Some(results) = self.results(desk) else {
            return Vec::new();
        };
        let filter = results.next_filter(forward);
        self.ask(filter)
    }

    fn ask(&mut self, filter: Filter) -> Vec<Reply> {
        self.selected = 0;
        reply(Reply::Book(BookEffect::Search(Ask {
            words: self.query.text(),
            filter,
            skip: 0,
        })))
    }
}

/// Opens the hit after or before the one that was opened last, in its stead.
pub fn step_hit(app: &App, forward: bool) -> Vec<Reply> {
    let desk = &app.desk;
    let results = &desk.results;
    let count = results.len();
    let index = match (results.opened, forward) {
        _ if count == 0 => {
            return reply(Reply::Say("Search first: / finds everything.".to_owned()));
        }
        (None, _) => 0,
        (Some(index), true) => (index + 1) % count,
        (Some(index), false) => (index + count - 1) % count,
    };
    let Some(found) = results.get(index) else {
        return Vec::new();
    };
    let is_open = results.opened.is_some() && app.screens.len() == results.below + 1;
    let mut replies = Vec::new();
    replies.extend((is_open && results.below > 0).then_some(Reply::Leave(Leave::Back)));
    replies.push(Reply::Hit(index));
    let total = results.total();
    replies.push(Reply::Say(format!("Hit {} of {total}.", index + 1)));
    replies.extend(results.more(index).map(BookEffect::Search).map(Reply::Book));
    replies.extend(open(found, desk));
    replies
}

/// Opens the place of a row, with what was found selected.
fn open(found: Found<'_>, desk: &Desk) -> Vec<Reply> {
    match found {
        Found::Hit(hit) => open_hit(hit, desk),
        Found::Extra(extra) => open_extra(extra, desk),
    }
}

fn open_extra(extra: &Extra, desk: &Desk) -> Vec<Reply> {
    match &extra.source {
        Source::Activity(key) => ideas(IdeasPane::Activities, IdeaLine::Activity(key.clone())),
        Source::Prompt(key) => ideas(IdeasPane::Prompts, IdeaLine::Prompt(key.clone())),
        Source::Ready(key) => ideas(IdeasPane::Prompts, IdeaLine::Ready(key.clone())),
        Source::Reading => {
            let mut list = desk.program().resources.iter();
            let place = list.position(|resource| resource.title == extra.title);
            pair(
                MatchPane::Reading,
                MatchLine::Resource(place.unwrap_or_default()),
            )
        }
    }
}

fn open_hit(hit: &Hit, desk: &Desk) -> Vec<Reply> {
    let book = &desk.book;
    let id = hit.id;
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
        Kind::Meeting => meeting(id, None),
        Kind::Note | Kind::PrivateNote => hit.about.map_or_else(gone, |at| meeting(at, None)),
        Kind::AgendaItem => hit
            .about
            .map_or_else(gone, |at| meeting(at, Some(MeetingLine::Item(id)))),
        Kind::Action => match hit.about {
            Some(agreed_at) => meeting(agreed_at, Some(MeetingLine::Action(id))),
            None => edit(Purpose::Action(Some(id), None), desk),
        },
        Kind::Question => match book.questions.get(&id) {
            Some(question) if question.is_open() => {
                ideas(IdeasPane::Agenda, IdeaLine::Question(id))
            }
            Some(_) => edit(Purpose::Question(Some(id)), desk),
            None => gone(),
        },
        Kind::Activity => open_activity(id, desk),
        Kind::Prompt => match book.prompts.get(&id) {
            Some(mark) if mark.archived => edit(Purpose::OwnPrompt(Some(mark.key.clone())), desk),
            Some(mark) => ideas(IdeasPane::Prompts, IdeaLine::Prompt(mark.key.clone())),
            None => gone(),
        },
        Kind::Answer | Kind::Response => open_answer(id, desk),
        Kind::Milestone => match book.milestones.get(&id) {
            Some(date) if date.archived => edit(Purpose::Milestone(Some(id)), desk),
            Some(_) => year(YearLine::Milestone(id), desk),
            None => gone(),
        },
        Kind::Person => book.people.get(&id).map_or_else(gone, |person| {
            pair(MatchPane::People, MatchLine::Person(person.role, 0))
        }),
        Kind::Cycle => reply(Reply::Leave(Leave::To(Place::Year))),
        Kind::ListItem => match book.list_items.get(&id) {
            Some(item) if item.archived => edit(Purpose::ListItem(item.list, Some(id), None), desk),
            Some(_) => ideas(IdeasPane::Lists, IdeaLine::Listed(id)),
            None => gone(),
        },
        Kind::Pulse => edit(Purpose::Pulse(Some(id)), desk),
    }
}

fn goal(goal: Id, line: Option<GoalLine>) -> Vec<Reply> {
    let mut screen = GoalScreen::new(goal);
    if let Some(line) = line {
        screen.list = List::on(line);
    }
    show(Screen::Goal(screen))
}

fn meeting(meeting: Id, line: Option<MeetingLine>) -> Vec<Reply> {
    let mut screen = MeetingScreen::new(meeting);
    if let Some(line) = line {
        screen.list = List::on(line);
    }
    show(Screen::Meeting(screen))
}

fn ideas(pane: IdeasPane, line: IdeaLine) -> Vec<Reply> {
    show(Screen::Ideas(Ideas::on(pane, line)))
}

fn year(line: YearLine, desk: &Desk) -> Vec<Reply> {
    let mut screen = YearScreen::new(desk);
    screen.dates.list = List::on(line);
    show(Screen::Year(Box::new(screen)))
}

fn pair(pane: MatchPane, line: MatchLine) -> Vec<Reply> {
    show(Screen::Match(MatchScreen::on(pane, line)))
}

fn open_activity(id: Id, desk: &Desk) -> Vec<Reply> {
    let Some(mark) = desk.book.activities.get(&id) else {
        return gone();
    };
    let key = mark.key.clone();
    if mark.archived {
        edit(Purpose::OwnActivity(Some(key)), desk)
    } else {
        ideas(IdeasPane::Activities, IdeaLine::Activity(key))
    }
}

/// The form in which something was answered, on that question.
fn open_answer(id: Id, desk: &Desk) -> Vec<Reply> {
    let book = &desk.book;
    let answer = book.answers.get(&id);
    let found = answer.and_then(|answer| Some((answer, book.responses.get(&answer.response)?)));
    let Some((answer, response)) = found else {
        return gone();
    };
    if book.cycle().map(|cycle| cycle.id) != Some(response.cycle) {
        let words = "This was answered in another year; only the forms of this one are open.";
        return vec![
            Reply::Leave(Leave::To(Place::Forms)),
            Reply::Say(words.to_owned()),
        ];
    }
    let mut replies = edit(Purpose::Response(response.form.clone()), desk);
    for shown in &mut replies {
        if let Reply::Show(screen) = shown {
            focus(screen, &answer.slot());
        }
    }
    replies
}

fn focus(screen: &mut Screen, slot: &Slot) {
    if let Screen::Form(form) = screen {
        let mut asked = form.state.asked.iter();
        if let Some(index) = asked.position(|question| question.slot == *slot) {
            form.state.focus_on(index);
        }
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
        self.results(desk)
            .is_some_and(|results| !results.is_empty())
    }

    fn step(&mut self, movement: Move, desk: &Desk) -> Vec<Reply> {
        let Some(results) = self.results(desk).filter(|results| !results.is_empty()) else {
            return reply(Reply::Say("Type at least two letters.".to_owned()));
        };
        if movement != Move::Open {
            self.selected = moved(self.selected, results.len(), movement);
            let more = results.more(self.selected).map(BookEffect::Search);
            return more.map(Reply::Book).into_iter().collect();
        }
        let Some(found) = results.get(self.selected) else {
            return Vec::new();
        };
        let mut replies = vec![Reply::Leave(Leave::Back), Reply::Hit(self.selected)];
        replies.extend(open(found, desk));
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

    fn after_typing(&mut self, desk: &Desk) -> Vec<Reply> {
        let answered = self.results(desk).map(|results| &results.ask);
        match answered {
            Some(ask) if ask.words == self.query.text() => Vec::new(),
            Some(ask) => self.ask(ask.filter),
            None => self.ask(Filter::All),
        }
    }
}
