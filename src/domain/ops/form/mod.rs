//! Operations on forms: saving answers with the question they answer, and the lifecycle of a response from draft to
//! exported.
//!
//! A form that each fills in alone has one response for each role. Any other has one for both, in which every answer
//! has the author under whom it is stored ([`Answer::author_of`]): the parts of the two never collide.

mod ask;
mod others;
mod told;

pub use ask::{FormRequest, archive_asked};
pub use told::{answer_of, can_be_told, check_is_tellable};

use super::{OpContext, Outcome, Refusal, quoted};
use crate::domain::answer::{Answer, AnswerValue, Answers, Response, ResponseState, Slot};
use crate::domain::book::Book;
use crate::domain::change::{Change, Commit};
use crate::domain::fill::{ResolvedField, SectionRow, completeness, prefill, refresh};
use crate::domain::form::{Audience, FormDef, RowKind};
use crate::domain::person::Role;
use crate::domain::program::{Milestone, Program};

/// Role of the response that `me` writes to: their own in an individual form, else none, for the joint one.
pub fn role_of(def: &FormDef, me: Role) -> Option<Role> {
    def.is_individual().then_some(me)
}

/// Response that `role` writes to, once begun.
pub fn response<'a>(def: &FormDef, book: &'a Book, role: Role) -> Option<&'a Response> {
    book.response(&def.key, role_of(def, role))
}

fn response_or_new(def: &FormDef, book: &Book) -> Result<Response, Refusal> {
    if let Some(response) = response(def, book, book.me()) {
        // Ids of forms can be derived, so an imported one may lack the private mark.
        return Ok(Response {
            private: response.private || def.is_private(),
            ..response.clone()
        });
    }
    let cycle = book.cycle().ok_or_else(|| {
        Refusal::new("This book has no year yet, so there is nothing to fill in.")
            .hint("Give the year its first day first.")
    })?;
    let role = role_of(def, book.me());
    Ok(Response {
        id: Response::id_for(cycle.id, &def.key, role),
        form: def.key.clone(),
        version: def.version,
        cycle: cycle.id,
        role,
        private: def.is_private(),
        ..Response::default()
    })
}

/// Answers of `def` that `role` sees: the joint ones, and the role's own part; never the partner's own part. What the owner
/// of the book wrote down for the partner counts as the partner's until their own answer is there.
pub fn answers(def: &FormDef, book: &Book, role: Role) -> Answers {
    let mut answers = Answers::default();
    let Some(response) = response(def, book, role) else {
        return answers;
    };
    let all = book.answers_of(response.id);
    let (told, own): (Vec<_>, Vec<_>) = all.partition(|answer| answer.told.is_some());
    let told = told.into_iter().filter(|_| role != book.me());
    for answer in told.chain(own) {
        let Some((section, field)) = def.field(&answer.field) else {
            continue;
        };
        if answer.author == Answer::author_of(def.filler(section, field), role) {
            let value = AnswerValue {
                value: answer.value.clone(),
                from_log: answer.from_log,
            };
            answers.put(answer.slot(), value);
        }
    }
    answers
}

/// Answers of the owner when a form opens: autofilled and refreshed while it is a draft. Once it is complete nothing
/// changes by itself any more.
pub fn prefilled_answers(def: &FormDef, fields: &[ResolvedField], book: &Book) -> Answers {
    let mut answers = answers(def, book, book.me());
    let state = response(def, book, book.me()).map_or_else(ResponseState::default, |it| it.state);
    if state == ResponseState::Draft {
        refresh(fields, &mut answers);
        prefill(fields, &mut answers);
    }
    answers
}

/// Answers whose question is gone: the field was removed, or the goal, meeting or action archived. Each still has the question that it
/// answered.
pub fn orphaned_answers<'a>(
    fields: &[ResolvedField],
    book: &'a Book,
    response: &Response,
) -> Vec<&'a Answer> {
    book.answers_of(response.id)
        .filter(|answer| !answer.value.is_empty())
        .filter(|answer| !fields.iter().any(|question| question.slot == answer.slot()))
        .collect()
}

/// Largest number of missing questions that are named; the form itself leads to each.
const MAX_NAMED: usize = 3;

/// A form of the program in a book: what can be done with it as a whole.
#[derive(Clone, Copy)]
pub struct OpenForm<'a> {
    pub def: &'a FormDef,
    /// Its questions, resolved against the book.
    pub fields: &'a [ResolvedField],
    pub program: &'a Program,
    pub book: &'a Book,
}

impl OpenForm<'_> {
    /// Saves the answers in `after` that differ from the book; none if nothing differs.
    ///
    /// Only answers to the owner's present questions are saved. A form that was signed or exported becomes a draft again; a
    /// complete one stays complete as long as nothing is missing.
    pub fn save(self, after: &Answers, ctx: &OpContext) -> Result<Option<Commit>, Refusal> {
        let (def, book) = (self.def, self.book);
        let mut response = response_or_new(def, book)?;
        let changed: Vec<_> = self
            .fields
            .iter()
            .filter(|question| question.mine)
            .filter_map(|question| {
                let change = answer_change(question, after, &response, book)?;
                Some((question, change))
            })
            .collect();
        if changed.is_empty() {
            return Ok(None);
        }
        // What the log filled in beside it was not given by anybody.
        let typed = changed
            .iter()
            .map(|(question, _)| question)
            .filter(|it| after.0.get(&it.slot).is_none_or(|answer| !answer.from_log));
        let mut label = match typed.collect::<Vec<_>>().as_slice() {
            [] => format!("{} filled in from the log", def.title),
            [question] => format!(
                "{} of {} answered",
                quoted(&question.field.label),
                def.title
            ),
            typed => format!("{} answers of {} changed", typed.len(), def.title),
        };
        match response.state {
            ResponseState::Draft => {}
            // A signed answer is not changed under the signature.
            ResponseState::Complete if !response.has_signature() => {
                if !completeness(self.fields, after).is_complete() {
                    response.state = ResponseState::Draft;
                }
            }
            ResponseState::Complete | ResponseState::Signed | ResponseState::Exported => {
                clear_signatures(&mut response);
                label.push_str("; it is a draft again");
            }
        }
        let mut changes = vec![book.upsert(response)];
        changes.extend(changed.into_iter().map(|(_, change)| change));
        Ok(Some(ctx.commit(label, changes)))
    }

    /// Response of the form; refused while it was not begun.
    fn response(self) -> Result<Response, Refusal> {
        // Where nothing is answered, there is nothing to begin with.
        if self.fields.iter().all(|question| !question.mine) {
            return response_or_new(self.def, self.book);
        }
        let begun = response(self.def, self.book, self.book.me());
        begun.cloned().ok_or_else(|| {
            Refusal::new(format!("{} has no answers yet.", quoted(&self.def.title)))
                .hint("Open it and answer its questions first.")
        })
    }

    /// Response of the form, if none of the owner's required answers is missing; a refusal names those that are.
    fn complete_response(self) -> Result<Response, Refusal> {
        let (def, fields) = (self.def, self.fields);
        let response = self.response()?;
        let mut sections = def.sections.iter();
        if !self.book.complete && sections.any(|it| it.per.is_some_and(RowKind::is_of_log)) {
            let title = quoted(&def.title);
            let message = format!("{title} speaks of the log, of which only a part is loaded yet.");
            return Err(Refusal::new(message).hint("Try again in a moment."));
        }
        let goals_wanted = def
            .sections
            .iter()
            .filter(|section| section.per == Some(RowKind::Goal))
            .any(|section| section.fields.iter().any(|field| field.required));
        let is_goal = |row: &SectionRow| row.kind == RowKind::Goal;
        // A month without a meeting or an action can be reported; a year without a goal is not begun.
        if goals_wanted && !fields.iter().filter_map(|it| it.row.as_ref()).any(is_goal) {
            return Err(Refusal::new(format!(
                "{} speaks of your goals, and there is none yet that it may show.",
                quoted(&def.title)
            ))
            .hint("Write a goal down first; a private one does not count here."));
        }
        let state = completeness(fields, &answers(def, self.book, self.book.me()));
        self.check_others_part(&state)?;
        if state.is_complete() {
            return Ok(response);
        }
        let named = |slot: &Slot| {
            let question = fields.iter().find(|question| question.slot == *slot)?;
            Some(match question.slot.goal {
                Some(_) => format!("{} ({})", quoted(&question.field.label), question.heading),
                None => quoted(&question.field.label),
            })
        };
        if let ([], [(slot, what), ..]) = (&*state.required_missing, &*state.problems) {
            let message = format!(
                "{} is not complete: {} {what}.",
                quoted(&def.title),
                named(slot).unwrap_or_default()
            );
            return Err(Refusal::new(message)
                .hint("Change that answer; what you have so far stays saved as a draft."));
        }
        let missing: Vec<_> = state.required_missing.iter().filter_map(named).collect();
        let more = missing.len().saturating_sub(MAX_NAMED);
        let mut names = missing[..missing.len().min(MAX_NAMED)].join(", ");
        if more > 0 {
            names += &format!(" and {more} more");
        }
        let verb = if missing.len() == 1 { "is" } else { "are" };
        let message = format!(
            "{} is not complete: {names} {verb} missing.",
            quoted(&def.title)
        );
        Err(Refusal::new(message)
            .hint("Answer what is missing; what you have so far stays saved as a draft."))
    }

    fn state_commit(self, what: &str, after: Response, ctx: &OpContext) -> Commit {
        let label = format!("{} {what}", quoted(&self.def.title));
        ctx.commit(label, vec![self.book.upsert(after)])
    }

    /// Commit for a form that is finished now. One that is sent to nobody completes its milestone with that; any other
    /// does so when it is exported.
    fn finish_commit(self, what: &str, after: Response, ctx: &OpContext) -> Commit {
        let mut commit = self.state_commit(what, after, ctx);
        let mut uses = self.program.forms.iter();
        let leaves = uses.any(|used| used.form == self.def.key && !used.to.is_empty());
        let stays = self.def.is_private() && self.def.audience != Audience::Office;
        if stays || !leaves {
            commit.changes.extend(self.milestone_done_change(ctx));
        }
        commit
    }

    /// Marks a draft as complete; refused while answers are missing. An autofilled value counts once it is saved. A form
    /// that the program sends to nobody completes its milestone.
    pub fn mark_complete(self, ctx: &OpContext) -> Outcome {
        let mut after = self.complete_response()?;
        if after.state == ResponseState::Draft {
            after.state = ResponseState::Complete;
        }
        Ok(self.finish_commit("complete", after, ctx))
    }

    /// Signs for `who` with today's date: the owner, or the partner sitting beside. Refused while answers are missing. A
    /// joint form is signed once both have signed, and complete until then; one that the partner does not read by its owner
    /// alone. As [`Self::mark_complete`], it may complete a
    /// milestone of the program.
    pub fn sign(self, who: Role, ctx: &OpContext) -> Outcome {
        let (def, book) = (self.def, self.book);
        let mut after = self.complete_response()?;
        let is_others = after.role.is_some_and(|role| role != who);
        if is_others || after.private && who != book.me() {
            let alone = format!(
                "{} is yours alone, so only you sign it.",
                quoted(&def.title)
            );
            let hint = if is_others {
                "Your partner has one of their own."
            } else {
                "Your partner does not read it."
            };
            return Err(Refusal::new(alone).hint(hint));
        }
        match who {
            Role::Mentor => after.signed_mentor = Some(ctx.today),
            Role::Mentee => after.signed_mentee = Some(ctx.today),
        }
        let signed = after.is_signed();
        if after.state != ResponseState::Exported {
            after.state = if signed {
                ResponseState::Signed
            } else {
                ResponseState::Complete
            };
        }
        let mut what = format!("signed by {}", book.name(who));
        if !signed {
            what += &format!("; {} signs next", book.name(who.other()));
        }
        Ok(self.finish_commit(&what, after, ctx))
    }

    /// Reopens a form as a draft; signatures are removed, the date of the last export stays.
    pub fn reopen(self, ctx: &OpContext) -> Outcome {
        let mut after = self.response()?;
        clear_signatures(&mut after);
        Ok(self.state_commit("reopened as a draft", after, ctx))
    }

    /// Records today as the date of export. A draft stays a draft: the date alone means that a first version was exported.
    /// A finished one completes the milestone on which the program expects it.
    pub fn mark_exported(self, ctx: &OpContext) -> Outcome {
        let mut after = response_or_new(self.def, self.book)?;
        after.exported = Some(ctx.today);
        let mut done = None;
        if after.state != ResponseState::Draft {
            after.state = ResponseState::Exported;
            done = self.milestone_done_change(ctx);
        }
        let mut commit = self.state_commit("exported", after, ctx);
        commit.changes.extend(done);
        Ok(commit)
    }

    /// Change that completes the next milestone on which the program expects the form.
    fn milestone_done_change(self, ctx: &OpContext) -> Option<Change> {
        let is_expected = |milestone: &Milestone| {
            let mut dates = self.program.milestones.iter();
            let form = Some(self.def.key.as_str());
            dates.any(|due| due.key == milestone.key && due.form.as_deref() == form)
        };
        let milestones = self.book.milestones_in_order();
        let before = milestones
            .into_iter()
            .find(|milestone| is_expected(milestone) && milestone.done.is_none())?;
        Some(Change::with(before, |date| date.done = Some(ctx.today)))
    }
}

/// Change of one answer, if it differs. The question is stored as it is asked now.
fn answer_change(
    question: &ResolvedField,
    after: &Answers,
    response: &Response,
    book: &Book,
) -> Option<Change> {
    let author = Answer::author_of(question.filler, book.me());
    let ResolvedField { slot, field, .. } = question;
    let id = Answer::id_for(response.id, &slot.field, slot.goal, author);
    let before = book.answers.get(&id);
    let value = after.0.get(slot).cloned().unwrap_or_default();
    let same = match before {
        Some(answer) => {
            answer.value == value.value
                && answer.from_log == value.from_log
                && answer.private == question.private
        }
        None => value.value.is_empty(),
    };
    if same {
        return None;
    }
    let answer = Answer {
        id,
        response: response.id,
        field: slot.field.clone(),
        goal: slot.goal,
        author,
        question: field.label.clone(),
        value: value.value,
        from_log: value.from_log,
        told: None,
        private: question.private,
    };
    Some(book.upsert(answer))
}

fn clear_signatures(response: &mut Response) {
    response.state = ResponseState::Draft;
    response.signed_mentor = None;
    response.signed_mentee = None;
}

#[cfg(test)]
mod tests;
