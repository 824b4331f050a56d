//! Triggers for suggestions: a reason to talk about something now, with a score for the cards that suit it.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::Suggestion;
use super::candidates::{Card, candidates, normalize_words};
use crate::domain::dates::format_date;
use crate::domain::deck::{Category, Deck, Stage};
use crate::domain::goal::{Goal, GoalStatus};
use crate::domain::meeting::Meeting;
use crate::domain::program::CompetencySet;
use crate::domain::schedule::Year;

/// Largest number of suggestions.
pub(super) const MAX_SUGGESTIONS: usize = 3;
/// Days without progress or meeting after which a goal is stale.
const STALE_GOAL_DAYS: i64 = 21;
/// Days ahead within which a deadline triggers.
const DEADLINE_DAYS: i64 = 21;
/// Largest number of log entries read: far more than a year, so that a large book costs no more than a small one.
const MAX_LOG_ENTRIES: usize = 500;

/// Reason to talk, with the score of a card for it (0: unsuitable).
struct Trigger<'a> {
    reason: String,
    score: Box<dyn Fn(Card<'_>) -> u32 + 'a>,
}

/// Suggests at most three cards, each with its reason: a stale goal, an untouched competency area, a gap over the
/// cadence, a deadline ahead, the stage of the year, in this order of priority. Triggers take turns, with two cards
/// each at most. Used cards are not offered again; the result is deterministic for the same book.
pub fn suggest_cards(
    year: &Year,
    deck: &Deck,
    competencies: Option<&CompetencySet>,
) -> Vec<Suggestion> {
    let rules = [
        stale_goals(year),
        untouched_areas(year, competencies),
        contact_gap(year),
        deadlines(year),
        current_phase(year),
    ];
    let mut cards = candidates(year.book, deck);
    let mut chosen: Vec<Suggestion> = Vec::new();
    for round in 0..2 {
        for trigger in rules.iter().filter_map(|rule| rule.get(round)) {
            if chosen.len() < MAX_SUGGESTIONS {
                chosen.extend(take_best_card(&mut cards, trigger, &chosen));
            }
        }
    }
    chosen
}

/// Takes the card with the highest score: among equals one of a kind not chosen yet, then the first of the deck.
fn take_best_card(
    cards: &mut Vec<Card<'_>>,
    trigger: &Trigger,
    chosen: &[Suggestion],
) -> Option<Suggestion> {
    let is_new = |card: Card<'_>| chosen.iter().all(|it| it.origin != card.origin);
    let mut best: Option<(usize, (u32, bool))> = None;
    for (index, card) in cards.iter().enumerate() {
        let score = (trigger.score)(*card);
        let rank = (score, is_new(*card));
        if score > 0 && best.is_none_or(|(_, best_rank)| rank > best_rank) {
            best = Some((index, rank));
        }
    }
    let (index, _) = best?;
    Some(cards.remove(index).suggestion(trigger.reason.clone()))
}

fn recent_log<'a>(year: &Year<'a>) -> impl Iterator<Item = &'a Meeting> + use<'a> {
    year.held().take(MAX_LOG_ENTRIES)
}

/// Open shared goals, with the number people see.
fn shared_goals<'a>(year: &Year<'a>) -> Vec<(usize, &'a Goal)> {
    (1..)
        .zip(year.book.goals_in_order())
        .filter(|(_, goal)| goal.is_open() && !goal.private)
        .collect()
}

fn last_mentioned(year: &Year, goal: &Goal) -> Option<NaiveDate> {
    let last_meeting = recent_log(year)
        .find(|meeting| meeting.goals.contains(&goal.id))
        .map(|meeting| meeting.date);
    let last_progress = year.book.progress_of(goal.id).first().map(|line| line.date);
    last_meeting.max(last_progress)
}

fn stale_goals<'a>(year: &Year<'a>) -> Vec<Trigger<'a>> {
    let start = year.book.cycle().map(|cycle| cycle.start);
    let mut stale: Vec<_> = shared_goals(year)
        .into_iter()
        .filter(|(_, goal)| goal.status != GoalStatus::Paused)
        .filter_map(|(number, goal)| {
            let since = last_mentioned(year, goal).max(goal.opened).or(start)?;
            let days = (year.today - since).num_days() - year.paused_days(since, year.today);
            (days >= STALE_GOAL_DAYS && year.pause_today().is_none())
                .then_some((since, number, goal))
        })
        .collect();
    stale.sort_by_key(|(since, number, _)| (*since, *number));
    let stage = year.stage();
    stale
        .into_iter()
        .map(|(since, number, goal)| Trigger {
            reason: format!(
                "Goal {number} has had no note since {}.",
                format_date(since)
            ),
            score: goal_score(goal, stage),
        })
        .collect()
}

/// Keywords of the goal score highest, then its competency areas; a GROW question suits any goal.
fn goal_score(goal: &Goal, stage: Stage) -> Box<dyn Fn(Card<'_>) -> u32 + '_> {
    let text = normalize_words(&[&*goal.title, &goal.why, &goal.measure, &goal.help].join(" "));
    Box::new(move |card| {
        let shared = card
            .competencies
            .iter()
            .filter(|area| goal.competencies.contains(*area));
        let areas = u32::try_from(shared.count()).unwrap_or(u32::MAX);
        let score = if card.stages.contains(&stage) {
            card.keyword_hits(&text)
                .saturating_mul(4)
                .saturating_add(areas.saturating_mul(2))
        } else {
            0
        };
        score.max(u32::from(card.category == Some(Category::Grow)))
    })
}

fn untouched_areas<'a>(
    year: &Year<'a>,
    competencies: Option<&'a CompetencySet>,
) -> Vec<Trigger<'a>> {
    let stage = year.stage();
    // Early on nothing has been touched, and at the end it is too late: neither is a reason.
    if !matches!(stage, Stage::Working | Stage::Middle) {
        return Vec::new();
    }
    let of_goals = year
        .book
        .goals
        .values()
        .filter(|goal| !goal.archived && goal.status != GoalStatus::Dropped)
        .flat_map(|goal| &goal.competencies);
    let of_log = recent_log(year).flat_map(|meeting| &meeting.competencies);
    let touched: BTreeSet<&String> = of_goals.chain(of_log).collect();
    competencies
        .iter()
        .flat_map(|set| &set.areas)
        .filter(|area| !touched.contains(&area.key))
        .map(|area| Trigger {
            reason: format!("Neither goals nor log have touched “{}” yet.", area.title),
            score: Box::new(move |card| {
                u32::from(card.stages.contains(&stage) && card.competencies.contains(&area.key))
            }),
        })
        .collect()
}

fn contact_gap<'a>(year: &Year<'a>) -> Vec<Trigger<'a>> {
    let trigger = year.gap().map(|gap| Trigger {
        reason: match gap.last {
            Some(last) => format!("The last {} was on {}.", gap.of.key(), format_date(last)),
            None => format!("No {} has been logged yet.", gap.of.key()),
        },
        score: Box::new(|card| {
            u32::from(card.stages.contains(&Stage::Rescue))
                + u32::from(card.category == Some(Category::Rescue))
        }),
    });
    trigger.into_iter().collect()
}

fn deadlines<'a>(year: &Year<'a>) -> Vec<Trigger<'a>> {
    let stage = year.stage();
    let is_near = |date| (0..=DEADLINE_DAYS).contains(&year.due(date).days_left());
    let due = |title: &str, date: NaiveDate| format!("“{title}” is due on {}.", format_date(date));
    let mut triggers: Vec<(NaiveDate, Trigger<'a>)> = Vec::new();
    for (_, goal) in shared_goals(year) {
        let Some(date) = goal.due.filter(|date| is_near(*date)) else {
            continue;
        };
        let trigger = Trigger {
            reason: due(&goal.title, date),
            score: goal_score(goal, stage),
        };
        triggers.push((date, trigger));
    }
    for milestone in year.open_milestones() {
        let date = milestone.milestone.date;
        if !is_near(date) {
            continue;
        }
        let about = milestone.def.map_or("", |def| &def.about);
        let text = normalize_words(&format!("{} {about}", milestone.milestone.title));
        let trigger = Trigger {
            reason: due(&milestone.milestone.title, date),
            score: Box::new(move |card| {
                let hits = card.keyword_hits(&text).saturating_mul(4);
                let suits = card.stages.contains(&stage) && suits_deadline(card, stage);
                if card.stages.contains(&stage) {
                    hits + u32::from(suits)
                } else {
                    0
                }
            }),
        };
        triggers.push((date, trigger));
    }
    triggers.sort_by_key(|(date, _)| *date);
    triggers.into_iter().map(|(_, trigger)| trigger).collect()
}

/// True if the card helps with the usual deadlines of `stage`.
fn suits_deadline(card: Card<'_>, stage: Stage) -> bool {
    card.category
        == Some(match stage {
            Stage::Starting => Category::Rules,
            Stage::Goals => Category::Goal,
            Stage::Working | Stage::Rescue => Category::Reflection,
            Stage::Middle => Category::Feedback,
            Stage::Closing => Category::Closing,
        })
}

fn current_phase<'a>(year: &Year<'a>) -> Vec<Trigger<'a>> {
    let stage = year.stage();
    let title = year
        .phase()
        .map_or(stage.label(), |span| span.phase.title.as_str());
    let reason = format!("It suits this part of the year: {}.", title.to_lowercase());
    (0..2)
        .map(|_| Trigger {
            reason: reason.clone(),
            score: Box::new(move |card| u32::from(card.stages.contains(&stage))),
        })
        .collect()
}
