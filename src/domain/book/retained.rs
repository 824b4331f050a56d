//! Queries for records beside goals and log: questions, shared lists, pulses, earlier cycles.

use super::Book;
use crate::domain::deck::{Activity, Deck, Prompt, Question};
use crate::domain::id::Id;
use crate::domain::list::{ListItem, ListKind};
use crate::domain::program::Cycle;
use crate::domain::pulse::Pulse;

impl Book {
    /// The pair's own cards, without its marks on the cards of the decks.
    pub fn own_deck(&self) -> Deck {
        let mut activities: Vec<_> = self.activities.values().filter_map(Activity::own).collect();
        activities.sort_by(|a, b| (&a.title, &a.key).cmp(&(&b.title, &b.key)));
        let mut prompts: Vec<_> = self.prompts.values().filter_map(Prompt::own).collect();
        prompts.sort_by(|a, b| (&a.text, &a.key).cmp(&(&b.text, &b.key)));
        Deck {
            activities,
            prompts,
            agendas: Vec::new(),
        }
    }

    /// Every question, oldest first.
    pub fn questions_in_order(&self) -> Vec<&Question> {
        let mut questions: Vec<_> = self.questions.values().filter(|it| !it.archived).collect();
        questions.sort_by_key(|question| (question.asked, question.id));
        questions
    }

    /// Questions without a meeting or an answer yet, oldest first.
    pub fn open_questions(&self) -> Vec<&Question> {
        let mut questions = self.questions_in_order();
        questions.retain(|question| question.is_open());
        questions
    }

    /// Items of `list`: those still to try, read or meet first, each group newest first. The number people see is the
    /// index in this list, from 1.
    pub fn list(&self, list: ListKind) -> Vec<&ListItem> {
        let mut items: Vec<_> = self
            .list_items
            .values()
            .filter(|item| item.list == list && !item.archived)
            .collect();
        items.sort_by_key(|item| {
            let day = item.done.or(item.added);
            (item.done.is_some(), std::cmp::Reverse(day), item.id)
        });
        items
    }

    /// List items that were added because of `meeting`.
    pub fn list_items_of(&self, meeting: Id) -> Vec<&ListItem> {
        let mut items: Vec<_> = self
            .list_items
            .values()
            .filter(|item| item.meeting == Some(meeting) && !item.archived)
            .collect();
        items.sort_by_key(|item| (item.list, item.id));
        items
    }

    /// The pulses of the owner, oldest first.
    pub fn pulses_in_order(&self) -> Vec<&Pulse> {
        let mut pulses: Vec<_> = self.pulses.values().filter(|it| !it.archived).collect();
        pulses.sort_by_key(|pulse| (pulse.date, pulse.id));
        pulses
    }

    /// Questions on the agenda of `meeting`, answered or not, oldest first.
    pub fn questions_of(&self, meeting: Id) -> Vec<&Question> {
        let mut questions = self.questions_in_order();
        questions.retain(|question| question.meeting == Some(meeting));
        questions
    }

    /// Every cycle of the match, oldest first.
    pub fn cycles_in_order(&self) -> Vec<&Cycle> {
        let mut cycles: Vec<_> = self.cycles.values().collect();
        cycles.sort_by_key(|cycle| (cycle.start, cycle.id));
        cycles
    }
}
