//! The questions of a form on paper: figures and ratings at a glance, a card for each goal, and beside each other what each
//! of the two answered for themselves.

use super::answer_content;
use crate::domain::dates;
use crate::domain::display::display_answer;
use crate::domain::field_kind::Scale;
use crate::domain::fill::ResolvedField;
use crate::domain::form::{Autofill, FieldKind, FilledBy};
use crate::domain::id::Id;
use crate::domain::person::Role;
use crate::export::document::builders::{fact, heading, name_with_role};
use crate::export::document::filled_form::{FilledForm, is_filled_by};
use crate::export::document::{
    Align, Block, Fact, Inline, Inlines, NOT_ANSWERED, Table, blocks_inlines, parse_markdown_below,
};

/// Longest line that is listed beside others, in letters.
const SHORT_LINE: usize = 45;

/// Ways in which a question is laid out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// A number with its question below.
    Figure,
    /// A row of ratings.
    Rating,
    /// A row with the answers of both.
    Sides,
    /// A question with the answer of both together, or of the one who is asked.
    Answer(Option<Role>),
}

impl FilledForm<'_> {
    /// Everything of `fields` that leaves, under headings of `level`.
    pub(super) fn sheet(&self, fields: &[&ResolvedField], level: u8) -> Vec<Block> {
        let mut blocks = Vec::new();
        for section in fields.chunk_by(|a, b| a.section == b.section) {
            let table = self.section_table(section, level);
            blocks.extend(table.unwrap_or_else(|| self.groups(section, level)));
        }
        blocks
    }

    /// The questions of a section, for each record apart that it is asked of.
    fn groups(&self, section: &[&ResolvedField], level: u8) -> Vec<Block> {
        let mut blocks = Vec::new();
        for group in section.chunk_by(|a, b| a.slot.goal == b.slot.goal) {
            let group: Vec<_> = group
                .iter()
                .copied()
                .filter(|it| self.is_on_paper(it))
                .collect();
            let Some(first) = group.first().copied() else {
                continue;
            };
            let (texts, group): (Vec<&ResolvedField>, Vec<_>) = group
                .into_iter()
                .partition(|it| it.field.kind.is_statement());
            let texts = texts.into_iter();
            let texts = texts.flat_map(|it| parse_markdown_below(&it.field.help, level));
            if let (Some(goal), false) = (first.slot.goal, group.is_empty()) {
                blocks.extend(texts);
                blocks.push(self.card(goal, self.heading(first), &group, level));
                continue;
            }
            blocks.push(heading(level, self.titled(self.heading(first), &group)));
            blocks.extend(texts);
            for run in group.chunk_by(|a, b| self.layout(a) == self.layout(b)) {
                blocks.extend(self.run(self.layout(run[0]), run, level));
            }
        }
        blocks
    }

    /// True if the question was or has to be answered, and its answer stands nowhere else on the paper.
    fn is_on_paper(&self, question: &ResolvedField) -> bool {
        if question.field.kind.is_statement() {
            return true;
        }
        self.is_reported(question) && !self.is_said_by_head(question)
    }

    /// True if the question was or has to be answered, and is not internal.
    pub(super) fn is_reported(&self, question: &ResolvedField) -> bool {
        let by = |role: &Role| !self.answer(question, *role).is_empty();
        let asked = self.wants(question) || Role::ALL.iter().any(by);
        asked && !question.field.internal
    }

    /// True if the head of the form, or the title of the goal, says the same.
    fn is_said_by_head(&self, question: &ResolvedField) -> bool {
        let answer = self.answer(question, self.view.book.me());
        let auto = question.autofill.as_deref();
        // Words are not compared where they are left out.
        let left_out = self.view.unredacted_year().is_some();
        let same = left_out || auto.is_none_or(|auto| auto == answer);
        let same = same && !answer.is_empty();
        let is_title = matches!(
            question.field.auto,
            Some(Autofill::GoalTitle | Autofill::MeetingDate | Autofill::ActionText)
        );
        same && (is_title || is_about_match(question)) || self.is_head_fact(question)
    }

    /// True for a short answer that stands among names and program, as the day of the match.
    pub(super) fn is_head_fact(&self, question: &ResolvedField) -> bool {
        let beside = self
            .fields
            .iter()
            .filter(|it| it.section == question.section);
        let is_short = question.field.kind.is_line() || question.field.kind.is_date();
        let is_answered = !self.answer(question, self.view.book.me()).is_empty();
        let mut beside = beside.filter(|_| is_short && is_answered && !is_about_match(question));
        question.filler == FilledBy::Joint && beside.any(is_about_match)
    }

    pub(super) fn answer(&self, question: &ResolvedField, role: Role) -> &str {
        // A row whose first cell is empty begins with a tab.
        let answer = self.answers_by(role).at(&question.slot);
        answer.trim_matches([' ', '\n'])
    }

    fn layout(&self, question: &ResolvedField) -> Layout {
        // A number that was typed is an answer like others.
        let is_number = question.field.kind.number_rule().is_some()
            || question.field.auto == Some(Autofill::Hours);
        let is_figure = is_number && question.field.auto.is_some();
        let kind = &question.field.kind;
        // A total stands below the ratings it is of.
        let is_rating = kind.scale().is_some() || kind.is_read_only();
        match question.filler {
            FilledBy::Joint
                if is_figure && !self.answer(question, self.view.book.me()).is_empty() =>
            {
                Layout::Figure
            }
            FilledBy::Each | FilledBy::Mentee | FilledBy::Mentor if is_rating => Layout::Rating,
            FilledBy::Each if self.roles().count() > 1 => Layout::Sides,
            FilledBy::Joint | FilledBy::Each => Layout::Answer(None),
            FilledBy::Mentee => Layout::Answer(Some(Role::Mentee)),
            FilledBy::Mentor => Layout::Answer(Some(Role::Mentor)),
        }
    }

    /// Title of a section, with the name of the one who answers it alone.
    pub(super) fn titled(&self, title: &str, group: &[&ResolvedField]) -> String {
        let by = |role| {
            let mut group = group.iter().peekable();
            group.peek().is_some() && group.all(|it| self.layout(it) == Layout::Answer(Some(role)))
        };
        let alone = Role::ALL
            .iter()
            .find(|role| !self.def.is_individual() && by(**role));
        alone.map_or_else(
            || title.to_owned(),
            |role| format!("{title} · {}", self.view.book.name(*role)),
        )
    }

    /// Questions of one layout, one after the other.
    fn run(&self, layout: Layout, run: &[&ResolvedField], level: u8) -> Vec<Block> {
        match layout {
            Layout::Figure => {
                let figures = run.iter().map(|question| self.figure(question));
                vec![Block::Figures(figures.collect())]
            }
            Layout::Rating => vec![self.table(run, Align::Center, Self::rated)],
            Layout::Sides => vec![self.table(run, Align::Start, Self::label)],
            Layout::Answer(by) => {
                let role = by.or_else(|| self.roles().next().filter(|_| self.def.is_individual()));
                let role = role.unwrap_or(self.view.book.me());
                let answers = run
                    .iter()
                    .map(|question| self.answer_block(question, role, level));
                answers.collect()
            }
        }
    }

    /// A question of a few words, with its answer.
    pub(super) fn figure(&self, question: &ResolvedField) -> Fact {
        let me = self.view.book.me();
        fact(
            &self.label_of(question, me),
            display_answer(question, self.answer(question, me)),
        )
    }

    /// A row for each question, with a column for each who was asked.
    fn table(
        &self,
        run: &[&ResolvedField],
        align: Align,
        label: impl Fn(&Self, &ResolvedField) -> Inlines,
    ) -> Block {
        let asks = |question: &ResolvedField, role| is_filled_by(question.filler, role);
        let roles: Vec<_> = self
            .roles()
            .filter(|role| run.iter().any(|it| asks(it, *role)))
            .collect();
        let names = roles
            .iter()
            .map(|role| vec![Inline::Text(name_with_role(self.view, *role))]);
        let rows = run.iter().map(|question| {
            let cells = roles.iter().map(|role| {
                if asks(question, *role) {
                    self.cell(question, *role)
                } else {
                    Vec::new()
                }
            });
            std::iter::once(label(self, question))
                .chain(cells)
                .collect()
        });
        Block::Table(Table {
            header: std::iter::once(Vec::new()).chain(names).collect(),
            rows: rows.collect(),
            align: std::iter::once(Align::Start)
                .chain(roles.iter().map(|_| align))
                .collect(),
            has_total: false,
        })
    }

    fn label(&self, question: &ResolvedField) -> Inlines {
        vec![Inline::Text(self.label_of(question, self.view.book.me()))]
    }

    /// The question, and beside it what the ratings of its scale mean.
    fn rated(&self, question: &ResolvedField) -> Inlines {
        let mut label = self.label(question);
        label.extend(scale_meanings(question));
        label
    }

    /// The answer of `role`, before it the question in other words if it was asked so.
    pub(super) fn cell(&self, question: &ResolvedField, role: Role) -> Inlines {
        let given = self.answer(question, role);
        // The meanings of a scale stand beside its question.
        let kind = &question.field.kind;
        let rating = kind.scale().and(kind.number(given));
        let rating = rating.map(|rating| vec![Block::text(rating.to_string())]);
        let Some(answer) = rating.or_else(|| answer_content(question, given, 1)) else {
            return if self.wants(question) && self.is_asked(question, role) {
                missing()
            } else {
                vec![Inline::Text("–".to_owned())]
            };
        };
        let mut cell = Vec::new();
        let asked = self.label_of(question, role);
        if asked != self.label_of(question, self.view.book.me()) {
            cell.extend([Inline::Emphasis(vec![Inline::Text(asked)]), Inline::Break]);
        }
        cell.extend(blocks_inlines(&answer));
        if let Some(told) = self.told(question, role) {
            let told = Inline::Emphasis(vec![Inline::Text(format!("({told})"))]);
            cell.extend([Inline::Break, told]);
        }
        cell
    }

    fn answer_block(&self, question: &ResolvedField, role: Role, level: u8) -> Block {
        let answer = self.answer(question, role);
        // The card of a goal counts its steps already.
        let steps = self.steps(question.slot.goal);
        let rest = steps.and_then(|steps| answer.strip_prefix(&steps)?.strip_prefix('\n'));
        let answer = rest
            .filter(|rest| !rest.trim().is_empty())
            .unwrap_or(answer);
        let label = self.label_of(question, role);
        let mut answer = match in_one_line(question, answer) {
            Some(line) => Some(vec![Block::text(line)]),
            None => answer_content(question, answer, level),
        };
        if let (Some(answer), Some(told)) = (&mut answer, self.told(question, role)) {
            let told = vec![Inline::Text(format!("({told})"))];
            answer.push(Block::Paragraph(vec![Inline::Emphasis(told)]));
        }
        Block::Answer { label, answer }
    }

    /// The question as it was asked, or as it is.
    pub(super) fn label_of(&self, question: &ResolvedField, role: Role) -> String {
        let asked = self.stored_question(question, role);
        super::with_readers_mark(asked.unwrap_or(&question.field.label), question)
    }

    /// A goal: short answers on the line below its title, then the others.
    fn card(&self, goal: Id, title: &str, group: &[&ResolvedField], level: u8) -> Block {
        let (short, long): (Vec<&ResolvedField>, Vec<_>) = group
            .iter()
            .partition(|it| it.filler == FilledBy::Joint && it.field.kind.is_short());
        let me = self.view.book.me();
        let mut parts: Vec<Inlines> = Vec::new();
        let (choices, other): (Vec<_>, Vec<_>) = short
            .into_iter()
            .partition(|it| matches!(it.field.kind, FieldKind::Choice(_)));
        for question in choices {
            let answer = answer_content(question, self.answer(question, me), level);
            let answer = answer.map(|answer| blocks_inlines(&answer));
            parts.push(answer.map_or_else(missing, |answer| vec![Inline::Strong(answer)]));
        }
        parts.extend(
            self.steps(Some(goal))
                .map(|steps| vec![Inline::Text(steps)]),
        );
        let has_date = group
            .iter()
            .any(|it| it.field.auto == Some(Autofill::GoalDue));
        let due = self.view.book.goals.get(&goal).and_then(|goal| goal.due);
        let due = due.filter(|_| !has_date).map(dates::format_date);
        parts.extend(due.map(|due| vec![Inline::Text(format!("due {due}"))]));
        for question in other {
            let mut part = vec![Inline::Text(format!("{} ", self.label_of(question, me)))];
            let answer = answer_content(question, self.answer(question, me), level);
            part.extend(answer.map_or_else(missing, |answer| blocks_inlines(&answer)));
            parts.push(part);
        }
        let dot = [Inline::Text(" · ".to_owned())];
        // What each of the two said of the goal stands as elsewhere.
        let long = long.chunk_by(|a, b| self.layout(a) == self.layout(b));
        let long = long.flat_map(|run| self.run(self.layout(run[0]), run, level));
        Block::Card {
            level,
            title: title.to_owned(),
            status: parts.join(&dot[..]),
            blocks: long.collect(),
        }
    }

    /// `3 of 5 steps done`; none without steps.
    fn steps(&self, goal: Option<Id>) -> Option<String> {
        let (done, all) = self.view.book.steps_done(goal?);
        (all > 0).then(|| format!("{done} of {} done", dates::pluralize(all, "step")))
    }
}

/// The meanings of a scale's ratings, to follow its question.
pub(super) fn scale_meanings(question: &ResolvedField) -> Inlines {
    let scale = question.field.kind.scale();
    let meanings = scale.map(Scale::meanings).unwrap_or_default();
    if meanings.is_empty() {
        return Vec::new();
    }
    let meanings = vec![Inline::Text(format!("({meanings})"))];
    vec![Inline::Text(" ".to_owned()), Inline::Emphasis(meanings)]
}

/// True for what every form asks about the match, and its head says.
pub(super) fn is_about_match(question: &ResolvedField) -> bool {
    matches!(
        question.field.auto,
        Some(
            Autofill::MenteeName
                | Autofill::MentorName
                | Autofill::Names
                | Autofill::MyName
                | Autofill::MyRole
                | Autofill::ProgramTitle
                | Autofill::CycleTitle
                | Autofill::Period
                | Autofill::Today
        )
    )
}

/// Many short lines that the log filled in, such as topics, in one.
fn in_one_line(question: &ResolvedField, answer: &str) -> Option<String> {
    let is_text = question.field.kind.is_text() && question.field.auto.is_some();
    let lines: Vec<_> = answer.lines().collect();
    let is_item = |line: &&str| {
        let begins = line.starts_with(char::is_alphanumeric);
        begins && !line.ends_with([':', '.']) && line.chars().count() <= SHORT_LINE
    };
    let short = is_text && lines.len() > 2 && lines.iter().all(is_item);
    short.then(|| lines.join(" · "))
}

fn missing() -> Inlines {
    vec![Inline::Emphasis(vec![Inline::Text(
        NOT_ANSWERED.to_owned(),
    )])]
}
