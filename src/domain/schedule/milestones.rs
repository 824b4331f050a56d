//! The dates of the cycle against today.

use super::{Due, Year};
use crate::domain::person::Owner;
use crate::domain::program::{Milestone, MilestoneDef};

/// A milestone that has not been dealt with, and how it stands to today.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MilestoneDue<'a> {
    /// The pair's record.
    pub milestone: &'a Milestone,
    /// What the program says of it; none for one of the pair's own.
    pub def: Option<&'a MilestoneDef>,
    /// How its day stands to today.
    pub due: Due,
}

impl MilestoneDue<'_> {
    /// Whose it is.
    pub fn owner(&self) -> Owner {
        self.def.map_or(Owner::Both, |def| def.owner)
    }
}

impl<'a> Year<'a> {
    /// What the program says of `milestone`.
    pub fn def_of(&self, milestone: &Milestone) -> Option<&'a MilestoneDef> {
        self.program
            .milestones
            .iter()
            .find(|def| !milestone.key.is_empty() && def.key == milestone.key)
    }

    /// The date on which the program expects `form`: the next one that is not dealt with, else the last one.
    pub fn milestone_of_form(&self, form: &str) -> Option<&'a Milestone> {
        let milestones = self.book.milestones_in_order().into_iter();
        let mut expected = milestones.filter(|found| {
            let def = self.def_of(found);
            def.is_some_and(|def| def.form.as_deref() == Some(form))
        });
        let mut last = None;
        expected
            .find(|found| {
                last = Some(*found);
                found.done.is_none()
            })
            .or(last)
    }

    /// Days until the program's milestone `rematch`; none where there is none, or once it has passed.
    pub fn rematch_days_left(&self) -> Option<u32> {
        let id = Milestone::id_for(self.book.cycle()?.id, "rematch");
        let milestone = self.book.milestones.get(&id)?;
        let left = self.due(milestone.date).days_left();
        u32::try_from(left).ok().filter(|_| !milestone.archived)
    }

    /// Whether `milestone` was a chance and its day has gone by, so that it is neither open nor late.
    pub fn has_passed(&self, milestone: &Milestone) -> bool {
        milestone.date < self.today && self.def_of(milestone).is_some_and(|def| def.passes)
    }

    /// Milestones of the current cycle that have not been dealt with, the longest overdue first; none of a closed one.
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

    /// The next `count` milestones from today on.
    pub fn next_milestones(&self, count: usize) -> Vec<MilestoneDue<'a>> {
        let mut milestones = self.open_milestones();
        milestones.retain(|milestone| !milestone.due.is_overdue());
        milestones.truncate(count);
        milestones
    }
}
