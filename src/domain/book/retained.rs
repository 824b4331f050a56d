//! Queries for records beside goals and log: questions, shared lists, pulses, earlier cycles.

use std::cmp::Reverse;

use super::{Book, sorted};
use crate::domain::change::{Kind, Record};
use crate::domain::deck::{Activity, Deck, Prompt, Question};
use crate::domain::id::Id;
use crate::domain::list::{ListItem, ListKind};
use crate::domain::program::Cycle;
use crate::domain::pulse::Pulse;

impl Book {
    /// The pair's mark on the activity with this key; a new one where there is none.
    pub fn activity_mark(&self, key: &str) -> Activity {
        let mark = self.activities.get(&Activity::id_for(key));
        mark.cloned().unwrap_or_else(|| Activity::with_key(key))
    }

    /// The pair's mark on the prompt with this key; a new one where there is none.
    pub fn prompt_mark(&self, key: &str) -> Prompt {
        let mark = self.prompts.get(&Prompt::id_for(key));
        mark.cloned().unwrap_or_else(|| Prompt::with_key(key))
    }

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
        let questions = self.questions.values().filter(|it| !it.archived);
        sorted(questions, |question| (question.asked, question.id))
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
        let items = self.list_items.values();
        let items = items.filter(|item| item.list == list && !item.archived);
        sorted(items, |item| {
            let day = item.done.or(item.added);
            (item.done.is_some(), Reverse(day), item.id)
        })
    }

    /// List items that were added because of `meeting`.
    pub fn list_items_of(&self, meeting: Id) -> Vec<&ListItem> {
        let items = self.list_items.values();
        let items = items.filter(|item| item.meeting == Some(meeting) && !item.archived);
        sorted(items, |item| (item.list, item.id))
    }

    /// The pulses of the owner, oldest first.
    pub fn pulses_in_order(&self) -> Vec<&Pulse> {
        let pulses = self.pulses.values().filter(|pulse| !pulse.archived);
        sorted(pulses, |pulse| (pulse.date, pulse.id))
    }

    /// Questions on the agenda of `meeting`, answered or not, oldest first.
    pub fn questions_of(&self, meeting: Id) -> Vec<&Question> {
        let mut questions = self.questions_in_order();
        questions.retain(|question| question.meeting == Some(meeting));
        questions
    }

    /// Archived records, kind by kind; without the dates of earlier years, which no list shows. The
    /// number people see is the index in this list, from 1.
    pub fn archived(&self) -> Vec<Record> {
        let cycle = self.cycle().map(|cycle| cycle.id);
        let of_earlier_year = |record: &Record| matches!(record, Record::Milestone(date) if Some(date.cycle) != cycle);
        let mut archived: Vec<Record> = self
            .records()
            .filter(|record| record.is_archived() && !of_earlier_year(record))
            .collect();
        archived.sort_by_cached_key(|record| (record.kind(), record.label(), record.id()));
        archived
    }

    /// The goal or meeting that a record is a part of.
    pub fn parent_of(&self, record: &Record) -> Option<Record> {
        let parent = record.parent()?;
        let mut kinds = [Kind::Goal, Kind::Meeting].into_iter();
        kinds.find_map(|kind| self.record(kind, parent))
    }

    /// Every cycle of the match, oldest first.
    pub fn cycles_in_order(&self) -> Vec<&Cycle> {
        sorted(self.cycles.values(), |cycle| (cycle.start, cycle.id))
    }
}
