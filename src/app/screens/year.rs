//! The programme's year: phases, milestones with editable dates, what the programme asks and offers.

use crate::domain::id::Id;
use crate::domain::person::Role;
use crate::domain::programme::Programme;
use crate::domain::when;

use super::{Acts, Reply, edit, reply};
use crate::app::command::Move;
use crate::app::deed::Deed;
use crate::app::desk::Desk;
use crate::app::keymap::Context;
use crate::app::list::List;
use crate::app::purpose::Purpose;
use crate::app::rows::{Row, Section, Sign, Tone, keys, selected};

/// What only this screen understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Moves the date.
    Edit,
    /// Adds a date of one's own.
    AddDate,
    /// Marks it as dealt with.
    Toggle,
    /// Puts it away.
    Archive,
}

/// The panes of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// Phases and dates.
    #[default]
    Dates,
    /// What the programme asks and offers.
    Programme,
}

impl Pane {
    /// All panes in order.
    pub const ALL: [Self; 2] = [Self::Dates, Self::Programme];

    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Dates => "Dates",
            Self::Programme => "The programme",
        }
    }
}

/// A line that can be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// A date.
    Milestone(Id),
    /// One of the two people.
    Person(Role),
    /// The cycle: its first and last day, its cadence.
    Cycle(Id),
}

/// The screen.
#[derive(Default)]
pub struct YearScreen {
    /// The pane that is shown.
    pub pane: Pane,
    /// Which line is selected.
    pub list: List<Line>,
    /// Lines of the programme's page that are scrolled away.
    pub scroll: usize,
}

impl YearScreen {
    /// The screen, on the next date that is open.
    pub fn new(desk: &Desk) -> Self {
        let next = desk
            .year()
            .next_milestones(1)
            .first()
            .map(|found| Line::Milestone(found.milestone.id));
        let list = next.map(List::on).unwrap_or_default();
        Self {
            pane: Pane::Dates,
            list,
            scroll: 0,
        }
    }

    /// What can be selected.
    pub fn sections(&self, desk: &Desk) -> Vec<Section<Line>> {
        let year = desk.year();
        let dates = desk
            .book
            .milestones_in_order()
            .into_iter()
            .map(|milestone| {
                let due = year.due(milestone.date);
                let about = year
                    .def_of(milestone)
                    .map(|def| def.about.clone())
                    .unwrap_or_default();
                let row =
                    Row::new(Line::Milestone(milestone.id), milestone.title.clone()).below(about);
                match milestone.done {
                    Some(_) => row
                        .sign(Sign::Done)
                        .tone(Tone::Done)
                        .right(when::shown(milestone.date)),
                    None if due.is_overdue() => row
                        .sign(Sign::Late)
                        .tone(Tone::Late)
                        .right(format!("{} ({})", when::shown(milestone.date), due.words())),
                    None => row.sign(Sign::Open).right(format!(
                        "{} ({})",
                        when::shown(milestone.date),
                        due.words()
                    )),
                }
            });
        let mut people: Vec<_> = Role::ALL
            .iter()
            .filter_map(|role| desk.book.person(*role))
            .map(|person| {
                let words = [&person.library, &person.email, &person.phone, &person.reach];
                let words: Vec<_> = words
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .map(String::as_str)
                    .collect();
                Row::new(
                    Line::Person(person.role),
                    format!("{}: {}", person.role, person.name),
                )
                .below(words.join(" · "))
            })
            .collect();
        if let Some(cycle) = desk.book.cycle() {
            let span = format!("{} to {}", when::shown(cycle.start), when::shown(cycle.end));
            let cadence = year
                .cadence_words()
                .unwrap_or_else(|| "no cadence is set".to_owned());
            people.push(Row::new(Line::Cycle(cycle.id), span).below(cadence));
        }
        vec![
            Section::new("Dates of the year", dates.collect(), "None; a adds one."),
            Section::new("The match", people, ""),
        ]
    }

    /// The programme's page as Markdown.
    pub fn page(desk: &Desk) -> String {
        page(desk.programme(), desk.book.me())
    }

    /// The selected line.
    pub fn selected(&self, desk: &Desk) -> Option<Line> {
        selected(&self.list, &self.sections(desk))
    }

    /// Answers a verb.
    pub fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Reply> {
        let line = self.selected(desk);
        match (verb, line) {
            (Verb::AddDate, _) => edit(Purpose::Milestone(None), desk),
            (Verb::Edit, Some(line)) => edit(purpose_of(line), desk),
            (Verb::Toggle, Some(Line::Milestone(id))) => reply(Reply::Do(Deed::TickMilestone(id))),
            (Verb::Archive, Some(Line::Milestone(id))) => {
                reply(Reply::Do(Deed::ArchiveMilestone(id)))
            }
            (Verb::Edit | Verb::Toggle | Verb::Archive, _) => {
                reply(Reply::Say("Select a date first; a adds one.".to_owned()))
            }
        }
    }
}

fn purpose_of(line: Line) -> Purpose {
    match line {
        Line::Milestone(id) => Purpose::Milestone(Some(id)),
        Line::Person(role) => Purpose::Person(role),
        Line::Cycle(_) => Purpose::Cycle,
    }
}

/// What a pair looks up about its programme during the year.
fn page(programme: &Programme, me: Role) -> String {
    let mut text = format!("# {}\n\n{}\n\n", programme.title, programme.about);
    let mut list = |title: &str, items: &[String]| {
        if !items.is_empty() {
            text += &format!("## {title}\n\n");
            for item in items {
                text += &format!("- {item}\n");
            }
            text.push('\n');
        }
    };
    let (mine, theirs) = match me {
        Role::Mentee => (&programme.mentee, &programme.mentor),
        Role::Mentor => (&programme.mentor, &programme.mentee),
    };
    list("What is expected of you", &mine.expectations);
    list("The parts you play", &mine.roles);
    list("What you get out of it", &mine.benefits);
    list("What is expected of your partner", &theirs.expectations);
    list("The parts your partner plays", &theirs.roles);
    list("What the programme is not", &programme.is_not);
    let aims: Vec<_> = programme.aims.iter().map(|aim| aim.title.clone()).collect();
    list("Aims of the programme", &aims);
    let cadence: Vec<_> = [programme.cadence.note.clone()]
        .into_iter()
        .filter(|note| !note.is_empty())
        .collect();
    list("Being in touch", &cadence);
    let rematch: Vec<_> = [programme.rematch.clone()]
        .into_iter()
        .filter(|rule| !rule.is_empty())
        .collect();
    list("If the match does not fit", &rematch);
    list("Good to know", &programme.notes);
    let reading: Vec<_> = programme
        .resources
        .iter()
        .map(|item| {
            let year = item
                .year
                .map_or_else(String::new, |year| format!(" ({year})"));
            let parts: Vec<_> = [item.by.as_str(), &item.title, &item.place]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect();
            format!("{}{year}", parts.join(". "))
        })
        .collect();
    list("To read", &reading);
    let sources: Vec<_> = programme
        .sources
        .iter()
        .map(|source| source.title.clone())
        .collect();
    list("Where this comes from", &sources);
    text
}

impl Acts for YearScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Year, Context::List, Context::Global]
    }

    fn has_selection(&self, desk: &Desk) -> bool {
        self.pane == Pane::Dates && self.selected(desk).is_some()
    }

    fn step(&mut self, movement: Move, desk: &Desk) -> Vec<Reply> {
        let other = match self.pane {
            Pane::Dates => Pane::Programme,
            Pane::Programme => Pane::Dates,
        };
        match (movement, self.pane) {
            (Move::Next | Move::Previous | Move::Left | Move::Right, _) => self.pane = other,
            (movement, Pane::Programme) => {
                self.scroll =
                    crate::app::modal::moved(self.scroll, usize::from(u16::MAX), movement);
            }
            (Move::Open, Pane::Dates) => return self.act(Verb::Edit, desk),
            (movement, Pane::Dates) => {
                self.list.step(movement, &keys(&self.sections(desk)));
            }
        }
        Vec::new()
    }

    fn click(&mut self, row: usize, desk: &Desk) -> Vec<Reply> {
        if self.list.click(row, &keys(&self.sections(desk))) {
            self.step(Move::Open, desk)
        } else {
            Vec::new()
        }
    }

    fn show_pane(&mut self, pane: usize, _desk: &Desk) {
        if let Some(pane) = Pane::ALL.get(pane) {
            self.pane = *pane;
        }
    }
}
