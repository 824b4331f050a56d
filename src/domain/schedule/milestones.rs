//! Milestones of the cycle relative to today.

use super::{Due, Year};
use crate::domain::person::Owner;
use crate::domain::program::{Milestone, MilestoneDef};

/// Milestone that is not done, with its due date relative to today.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MilestoneDue<'a> {
    pub milestone: &'a Milestone,
    /// Definition in the program; none for one of the pair's own.
    pub def: Option<&'a MilestoneDef>,
    /// Due date relative to today.
    pub due: Due,
}

impl MilestoneDue<'_> {
    /// Role that it is for.
    pub fn owner(&self) -> Owner {
        self.def.map_or(Owner::Both, |def| def.owner)
    }
}

impl<'a> Year<'a> {
    /// Definition of `milestone` in the program.
    pub fn def_of(&self, milestone: &Milestone) -> Option<&'a MilestoneDef> {
        self.program
            .milestones
            .iter()
            .find(|def| !milestone.key.is_empty() && def.key == milestone.key)
    }

    /// Milestone on which the program expects `form`: the next one that is not done, else the last one.
    pub fn milestone_of_form(&self, form: &str) -> Option<&'a Milestone> {
        let milestones = self.book.milestones_in_order().into_iter();
        let mut expected = milestones.filter(|milestone| {
            let def = self.def_of(milestone);
            def.is_some_and(|def| def.form.as_deref() == Some(form))
        });
        let mut last = None;
        expected
            .find(|milestone| {
                last = Some(*milestone);
                milestone.done.is_none()
            })
            .or(last)
    }

    /// The open milestone on which the program expects `form`; none once it is done, or has passed as an optional one.
    pub fn open_milestone_of_form(&self, form: &str) -> Option<&'a Milestone> {
        let expected = self.milestone_of_form(form);
        expected.filter(|date| date.done.is_none() && !self.has_passed(date))
    }

    /// True if `form` is expected so soon that it is shown before it is begun.
    pub fn is_form_due_soon(&self, form: &str) -> bool {
        const HORIZON_DAYS: i64 = 21;
        let milestone = self.open_milestone_of_form(form);
        milestone.is_some_and(|it| self.due(it.date).days_left() <= HORIZON_DAYS)
    }

    /// Days until the program's milestone `rematch`; none where there is none, or once it has passed.
    pub fn rematch_days_left(&self) -> Option<u32> {
        let id = Milestone::id_for(self.book.cycle()?.id, "rematch");
        let milestone = self.book.milestones.get(&id)?;
        let left = self.due(milestone.date).days_left();
        u32::try_from(left).ok().filter(|_| !milestone.archived)
    }

    /// True if `milestone` is optional and its date has passed, so that it is neither open nor overdue.
    pub fn has_passed(&self, milestone: &Milestone) -> bool {
        milestone.date < self.today && self.def_of(milestone).is_some_and(|def| def.passes)
    }

    /// Milestones of the current cycle that are not done, the longest overdue first; none of a closed one.
    pub fn open_milestones(&self) -> Vec<MilestoneDue<'a>> {
        if self.is_closed() {
            return Vec::new();
        }
        self.book
            .milestones_in_order()
            .into_iter()
            .filter(|milestone| milestone.done.is_none() && !self.has_passed(milestone))
            .map(|milestone| MilestoneDue {
                milestone,
                def: self.def_of(milestone),
                due: self.due(milestone.date),
            })
            .collect()
    }

    /// Overdue milestones.
    /// The next `count` milestones from today on.
    pub fn next_milestones(&self, count: usize) -> Vec<MilestoneDue<'a>> {
        let mut milestones = self.open_milestones();
        milestones.retain(|milestone| !milestone.due.is_overdue());
        milestones.truncate(count);
        milestones
    }
}
