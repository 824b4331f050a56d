//! Forms that come back: the partner's answers in a Word document, an e-mail or a text, whatever the programs on the way did
//! to it.
//!
//! [`word`] and [`mail`] find the answers by their marks, [`answer`] reads each as its question wants it, and this file
//! compares them with the book. What cannot be read is named and left out; nothing is guessed, and an empty answer takes
//! nothing out.

mod answer;
mod mail;
mod word;

use chrono::NaiveDate;

use super::{ImportChoice, ImportContext, ImportPlan, RecordDiff, errors};
use crate::domain::answer::{Answer, Answers};
use crate::domain::dates::pluralize;
use crate::domain::display::display_answer;
use crate::domain::fill::{FormContext, QuestionKeys, ResolvedField, resolve_fields};
use crate::domain::form::FormDef;
use crate::domain::form_mark::{MarkOrigin, pair_code};
use crate::domain::id::Id;
use crate::domain::ops::form::{OpenForm, answer_of, answers, can_be_told, check_is_tellable};
use crate::domain::ops::quoted;
use crate::domain::program::{FormUse, Program};
use crate::domain::sanitize::sanitize_line;
use crate::domain::schedule::Year;
use crate::problem::Problem;

/// One answer as a file holds it. A file may hold several for a question, as a mail that quotes another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Returned {
    mark: String,
    /// The answer as it was typed or chosen.
    words: String,
    /// Boxes, each by the mark of its option, and whether it is ticked.
    boxes: Vec<(String, bool)>,
    /// Reason for which it cannot be read, in a clause.
    flaw: Option<&'static str>,
    /// True if a mail program may have broken its lines.
    is_wrapped: bool,
}

/// The plan for a form that comes back; none if the file holds none.
///
/// # Errors
/// When a Word document cannot be read, or the form is another than this book's.
pub(super) fn plan(bytes: &[u8], context: &ImportContext) -> Result<Option<ImportPlan>, Problem> {
    let returned = if word::is_zip(bytes) {
        word::answers(bytes)?
    } else {
        mail::answers(bytes, context.name)
    };
    let Some(first) = returned.first() else {
        return Ok(None);
    };
    let Some(origin) = MarkOrigin::parse(&first.mark) else {
        return Ok(None);
    };
    let (program, _) = context.catalog.program_of(context.book, context.today)?;
    let (used, def) = check_origin(&origin, &program, context)?;
    let year = Year::new(context.book, &program, context.today);
    let deck = context.catalog.deck_of(context.book)?;
    let competencies = program.competencies.as_ref();
    let competencies = competencies.map(|set| context.catalog.competencies(set));
    let competencies = competencies.transpose()?;
    let asked_of = FormContext {
        year,
        deck: &deck,
        competencies: competencies.as_deref(),
        catalog_choices: &[],
    };
    let fields = resolve_fields(&def, Some(used), &asked_of, origin.role);
    let form = OpenForm {
        def: &def,
        fields: &fields,
        program: &program,
        book: context.book,
    };
    Comparison::of(form, &returned, &origin, context)
        .finish(context.today)
        .map(Some)
}

/// Refuses a form of another match, another person, another program or another version.
fn check_origin<'a>(
    origin: &MarkOrigin,
    program: &'a Program,
    context: &ImportContext,
) -> Result<(&'a FormUse, std::sync::Arc<FormDef>), Problem> {
    let (book, me) = (context.book, context.book.me());
    if origin.pair != pair_code(book.identity.pair) {
        return Err(errors::form_of_other_match(
            book.name(me),
            book.name(me.other()),
        ));
    }
    if origin.role == me {
        return Err(errors::form_of_owner(me.key(), book.name(me.other())));
    }
    let mut uses = program.forms.iter();
    let Some(used) = uses.find(|used| used.form == origin.form) else {
        let known = program.forms.iter().map(|used| used.form.as_str());
        return Err(errors::unknown_form(
            &origin.form,
            &known.collect::<Vec<_>>().join(", "),
        ));
    };
    let def = context.catalog.form_as(used)?;
    check_is_tellable(&def)?;
    if def.version != origin.version {
        let again = format!("matchbook export {} --for {}", def.key, origin.role.key());
        return Err(errors::form_of_other_version(
            &def.title,
            origin.version,
            def.version,
            &again,
        ));
    }
    Ok((used, def))
}

/// Changes that a form which came back would make.
struct Comparison<'a> {
    form: OpenForm<'a>,
    keys: QuestionKeys,
    /// The answers as they would be.
    after: Answers,
    /// Number of answers that are taken in.
    taken: i64,
    plan: ImportPlan,
}

impl<'a> Comparison<'a> {
    fn of(
        form: OpenForm<'a>,
        returned: &[Returned],
        origin: &MarkOrigin,
        context: &ImportContext,
    ) -> Self {
        let mut result = Self {
            after: answers(form.def, form.book, origin.role),
            keys: QuestionKeys::new(form.fields, form.book),
            form,
            taken: 0,
            plan: ImportPlan::default(),
        };
        let mut known = 0;
        for question in form.fields.iter().filter(|it| can_be_told(it)) {
            let mark = origin.mark(&question.slot);
            let given = returned.iter().filter(|it| it.mark == mark);
            let given: Vec<_> = given.collect();
            known += given.len();
            if !given.is_empty() {
                result.compare(question, &mark, &given, context);
            }
        }
        let other = returned.len() - known;
        if other > 0 {
            let count = pluralize(i64::try_from(other).unwrap_or(i64::MAX), "answer");
            let words = format!("{count} to questions that this form does not ask your partner.");
            result.plan.left_out.push(words);
        }
        result
    }

    fn compare(
        &mut self,
        question: &ResolvedField,
        mark: &str,
        given: &[&Returned],
        context: &ImportContext,
    ) {
        let before = self.after.at(&question.slot).to_owned();
        let label = match question.slot.goal {
            Some(_) => format!("{} ({})", quoted(&question.field.label), question.heading),
            None => quoted(&question.field.label),
        };
        let value = match answer::read(question, mark, given, &before, context.today) {
            Ok(value) if value.is_empty() || is_same(&value, &before) => {
                self.plan.unchanged += usize::from(!value.is_empty());
                return;
            }
            Ok(value) => value,
            Err(why) => return self.plan.left_out.push(format!("{label}: {why}")),
        };
        let stored = answer_of(
            self.form.def,
            self.form.book,
            self.form.book.me().other(),
            question,
        );
        if stored.is_some_and(|stored| stored.told.is_none()) {
            let why = "your partner answered it in their own book, and that stands.";
            return self.plan.left_out.push(format!("{label}: {why}"));
        }
        let [old, new] = [&before, &value].map(|value| {
            let shown = display_answer(question, value);
            sanitize_line(&shown).into_owned()
        });
        let id = Answer::told_id_for(Id::default(), mark, None, self.form.book.me());
        let key = self.keys.key(&question.slot);
        let is_named = context
            .choice
            .names(|| vec![key, question.field.label.clone()]);
        let picked = context.choice.picked.as_ref();
        let taken = picked.map_or(is_named, |picked| picked.contains(&id));
        let line = if before.is_empty() {
            format!("{label}: {}", quoted(&new))
        } else {
            format!("{label}: {} -> {}", quoted(&old), quoted(&new))
        };
        self.plan.choices.push(ImportChoice {
            id,
            label: line.clone(),
            taken,
        });
        if !taken {
            return;
        }
        self.taken += 1;
        if before.is_empty() {
            self.plan.new.push(line);
        } else {
            self.plan.changed.push(RecordDiff {
                what: label,
                fields: vec![["answer".to_owned(), old, new]],
            });
        }
        self.after.put(
            question.slot.clone(),
            crate::domain::answer::AnswerValue::typed(value),
        );
    }

    fn finish(mut self, today: NaiveDate) -> Result<ImportPlan, Problem> {
        let partner = self.form.book.name(self.form.book.me().other());
        let answers = pluralize(self.taken, "answer");
        let label = format!("{answers} of {} as told by {partner}", self.form.def.title);
        self.plan.label = Some(label);
        self.plan.changes = self.form.tell_changes(&self.after, today)?;
        Ok(self.plan)
    }
}

/// True for texts that differ in blanks and line ends alone, as mail programs change them.
fn is_same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}
