//! What the log knows: one value for each [`Auto`], in every form in which a field may want it.

use chrono::NaiveDate;

use super::log::Log;
use super::{Context, closing};
use crate::domain::answer::{NO, YES, plain_day};
use crate::domain::deeds::LINE;
use crate::domain::form::{Auto, Choice, FieldKind};
use crate::domain::goal::{Goal, GoalStatus, Step};
use crate::domain::person::Role;
use crate::domain::program::Term;
use crate::domain::when;

/// Something the log knows: in words, and as whatever else it can be read as.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// In words; several lines where it lists things.
    pub text: String,
    number: Option<u64>,
    day: Option<NaiveDate>,
    yes: Option<bool>,
    keys: Vec<String>,
}

impl Known {
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    pub fn day(day: NaiveDate) -> Self {
        Self {
            day: Some(day),
            ..Self::text(when::shown(day))
        }
    }

    pub fn count(count: u32) -> Self {
        Self::measured(u64::from(count), count.to_string())
    }

    pub fn yes(yes: bool, text: impl Into<String>) -> Self {
        Self {
            yes: Some(yes),
            ..Self::text(text)
        }
    }

    pub fn terms<'a>(terms: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let (keys, labels): (Vec<_>, Vec<_>) =
            terms.map(|(key, label)| (key.to_owned(), label)).unzip();
        Self {
            keys,
            ..Self::text(labels.join("\n"))
        }
    }

    /// A measure that is more exact in words than in a whole number.
    pub fn measured(number: u64, text: impl Into<String>) -> Self {
        Self {
            number: Some(number),
            ..Self::text(text)
        }
    }

    /// Choices with more to say than their labels.
    pub fn listed(keys: impl Iterator<Item = String>, words: &[String]) -> Self {
        Self {
            keys: keys.collect(),
            ..Self::text(words.join("\n"))
        }
    }

    /// The plain form that suits a field of `kind`; none where it cannot be read as one.
    pub fn plain(&self, kind: &FieldKind, choices: &[Choice]) -> Option<String> {
        let offered = |key: &&String| choices.iter().any(|choice| choice.key == **key);
        let plain = match kind {
            FieldKind::Line => one_line(&self.text),
            FieldKind::Text => self.text.clone(),
            FieldKind::Choice(_) => self.keys.iter().find(offered)?.clone(),
            FieldKind::Choices(_) => {
                let keys: Vec<_> = self.keys.iter().filter(offered).cloned().collect();
                keys.join("\n")
            }
            FieldKind::Scale { low, high, .. } => {
                let number = i64::try_from(self.number?).ok()?;
                (*low..=*high)
                    .contains(&number)
                    .then(|| number.to_string())?
            }
            FieldKind::Date { .. } => plain_day(self.day?, None),
            FieldKind::Number => self.number?.to_string(),
            FieldKind::YesNo => (if self.yes? { YES } else { NO }).to_owned(),
        };
        (!plain.is_empty()).then_some(plain)
    }
}

/// A list in words on one line, no longer than a line may be.
fn one_line(text: &str) -> String {
    let pieces: Vec<_> = text.lines().filter(|line| !line.is_empty()).collect();
    let commas = pieces.iter().any(|piece| piece.contains(','));
    let line = pieces.join(if commas { "; " } else { ", " });
    if line.chars().count() <= LINE {
        return line;
    }
    let mut cut: String = line.chars().take(LINE - 1).collect();
    cut.push('…');
    cut
}

/// What the log knows for `auto`, in a form called `form`; `goal` is the one its section speaks of.
pub fn known(auto: Auto, log: &Log, form: &str, goal: Option<&Goal>) -> Option<Known> {
    let ctx = log.ctx;
    let known = match auto {
        Auto::Names => names(ctx),
        Auto::MentorName => person(ctx, Role::Mentor)?,
        Auto::MenteeName => person(ctx, Role::Mentee)?,
        Auto::ProgramTitle => Known::text(&ctx.year.program.title),
        Auto::CycleTitle => log.cycle_title(),
        Auto::MatchDate => Known::day(log.cycle.start),
        Auto::Period => log.period(),
        Auto::Today => Known::day(ctx.year.today),
        Auto::Meetings => Known::count(log.totals.count.meetings),
        Auto::Contacts => Known::count(log.totals.count.contacts),
        Auto::Hours => log.hours(),
        Auto::CadenceMet => log.cadence()?,
        Auto::Channels => log.channels(),
        Auto::LongestGap => log.longest_gap()?,
        Auto::Topics => log.topics(),
        Auto::ActivitiesTouched => log.activities(),
        Auto::CompetenciesTouched => log.competencies(),
        Auto::ActionsAgreed => actions(ctx),
        Auto::Wins => log.wins(),
        Auto::FirstContact => Known::day(log.totals.first?),
        Auto::NextMeeting => next_meeting(ctx),
        Auto::GoalsState => goals_state(ctx),
        Auto::ContactsSinceLast => log.since_last(form),
        Auto::RematchDaysLeft => Known::count(ctx.year.rematch_days_left()?),
        Auto::MatchLength => log.match_length(),
        Auto::ReviewDates => log.review_dates(form),
        Auto::MyName => person(ctx, ctx.year.book.me())?,
        Auto::MyRole => my_role(ctx),
        Auto::YearTotals => closing::totals(log),
        Auto::ActivitiesRated => closing::activities_rated(log),
        Auto::ClosingBegan => closing::began(log),
        Auto::ClosingDid => closing::did(log),
        Auto::ClosingRemains => closing::remains(log),
        Auto::GoalTitle => Known::text(&goal?.title),
        Auto::GoalWhy => Known::text(&goal?.why),
        Auto::GoalMeasure => Known::text(&goal?.measure),
        Auto::GoalDue => Known::day(goal?.due?),
        Auto::GoalStatus => {
            let status = goal?.status;
            Known::terms(std::iter::once((status.key(), status.label())))
        }
        Auto::GoalSteps => goal_steps(ctx, goal?),
        Auto::GoalProgress => goal_progress(ctx, goal?),
        Auto::GoalHelp => Known::text(&goal?.help),
        Auto::GoalAims => named(&ctx.year.program.aims, |key| {
            goal.is_some_and(|goal| goal.aims.contains(key))
        }),
        Auto::GoalCompetencies => named(areas(ctx), |key| {
            goal.is_some_and(|goal| goal.competencies.contains(key))
        }),
        Auto::GoalOutcome => closing::goal_outcome(ctx, goal?),
    };
    Some(known)
}

fn names(ctx: &Context) -> Known {
    Known::text(format!(
        "{} (mentee) and {} (mentor)",
        ctx.year.book.name(Role::Mentee),
        ctx.year.book.name(Role::Mentor)
    ))
}

fn my_role(ctx: &Context) -> Known {
    let me = ctx.year.book.me();
    Known::terms(std::iter::once((me.key(), me.label())))
}

fn person(ctx: &Context, role: Role) -> Option<Known> {
    let person = ctx.year.book.person(role)?;
    Some(Known::text(&person.name))
}

pub fn areas<'a>(ctx: &Context<'a>) -> &'a [Term] {
    ctx.competencies.map_or(&[], |set| &set.areas)
}

pub fn named(terms: &[Term], wanted: impl Fn(&str) -> bool) -> Known {
    Known::terms(
        terms
            .iter()
            .filter(|term| wanted(&term.key))
            .map(|term| (term.key.as_str(), term.title.as_str())),
    )
}

pub fn words(count: usize, noun: &str) -> String {
    when::counted(i64::try_from(count).unwrap_or(i64::MAX), noun)
}

pub fn actions(ctx: &Context) -> Known {
    let actions = ctx.year.book.actions_in_order();
    let done = actions
        .iter()
        .filter(|action| action.done.is_some())
        .count();
    let late = actions
        .iter()
        .filter(|action| {
            action.done.is_none() && action.due.is_some_and(|due| due < ctx.year.today)
        })
        .count();
    Known::measured(
        u64::try_from(actions.len()).unwrap_or(u64::MAX),
        format!("{} agreed, {done} done, {late} overdue", actions.len()),
    )
}

fn next_meeting(ctx: &Context) -> Known {
    match ctx.year.next_meeting() {
        Some(meeting) => Known {
            yes: Some(true),
            ..Known::day(meeting.date)
        },
        None => Known::yes(false, "None planned yet"),
    }
}

/// Whether the pair has goals, and whether they are more than drafts. A private goal is nobody else's business.
fn goals_state(ctx: &Context) -> Known {
    let goals: Vec<_> = ctx
        .year
        .book
        .goals_in_order()
        .into_iter()
        .filter(|goal| !goal.private && goal.status != GoalStatus::Dropped)
        .collect();
    let drafts = goals
        .iter()
        .filter(|goal| goal.status == GoalStatus::Draft)
        .count();
    let agreed = goals.len() - drafts;
    let (key, text) = match (agreed, drafts) {
        (0, 0) => ("none", "None yet".to_owned()),
        (0, _) => ("draft", format!("{} in draft", words(drafts, "goal"))),
        (_, 0) => ("agreed", format!("{} agreed", words(agreed, "goal"))),
        (_, _) => (
            "agreed",
            format!("{} agreed, {drafts} in draft", words(agreed, "goal")),
        ),
    };
    Known::listed(std::iter::once(key.to_owned()), &[text])
}

fn goal_steps(ctx: &Context, goal: &Goal) -> Known {
    let steps = ctx.year.book.steps_of(goal.id).into_iter();
    let shown = steps.filter(|step| goal.private || !step.private);
    let lines: Vec<_> = shown.map(step_line).collect();
    Known::measured(
        u64::try_from(lines.len()).unwrap_or(u64::MAX),
        lines.join("\n"),
    )
}

pub fn step_line(step: &Step) -> String {
    let owner = step.owner.label().to_lowercase();
    let date = match (step.done, step.due) {
        (Some(done), _) => format!(", done {}", when::shown(done)),
        (None, Some(due)) => format!(", by {}", when::shown(due)),
        (None, None) => String::new(),
    };
    format!("{} ({owner}{date})", step.title)
}

/// How many steps are done, then what was noted on the way, oldest first.
fn goal_progress(ctx: &Context, goal: &Goal) -> Known {
    let book = ctx.year.book;
    let (done, all) = book.steps_done(goal.id);
    let mut lines = Vec::new();
    if all > 0 {
        lines.push(format!("{done} of {} done", words(all, "step")));
    }
    let noted = book.progress_of(goal.id).into_iter().rev();
    for line in noted.filter(|line| goal.private || !line.private) {
        let status = line.status.map(GoalStatus::label).unwrap_or_default();
        let words = match (status.is_empty(), line.text.is_empty()) {
            (false, false) => format!("{status}: {}", line.text),
            (false, true) => status.to_owned(),
            (true, _) => line.text.clone(),
        };
        let day = when::shown(line.date);
        lines.push(if words.is_empty() {
            day
        } else {
            format!("{day}: {words}")
        });
    }
    Known::measured(u64::try_from(done).unwrap_or(u64::MAX), lines.join("\n"))
}
