//! The head of a form: who, for which time, until when and for whom; and the lines to sign on.

use super::missing_in_words;
use crate::domain::answer::ResponseState;
use crate::domain::dates;
use crate::domain::display::capitalize;
use crate::domain::person::Role;
use crate::export::ExportLevel;
use crate::export::document::builders::{fact, heading, name, name_with_role};
use crate::export::document::filled_form::FilledForm;
use crate::export::document::{Block, Document, Fact, Signature};

impl FilledForm<'_> {
    /// Fills in the head of the form's `document`.
    pub(super) fn add_head(&self, document: &mut Document) {
        let view = self.view;
        self.add_origin(document);
        let people = Role::ALL.iter();
        document.facts = people
            .map(|role| fact(role.label(), self.person(*role)))
            .collect();
        document.facts.extend(self.period());
        let facts = self.fields.iter().filter(|it| self.is_head_fact(it));
        document
            .facts
            .extend(facts.map(|question| self.figure(question)));
        document.facts.extend(self.due());
        let finished = self
            .responses
            .iter()
            .filter_map(|it| it.finished_on())
            .max();
        let (label, day) = finished.map_or(("Prepared", view.today), |day| ("Finished", day));
        document.facts.push(fact(label, dates::format_date(day)));
        if let ([one], true) = (&*self.roles().collect::<Vec<_>>(), self.def.is_individual()) {
            document
                .facts
                .push(fact("Filled in by", name_with_role(view, *one)));
        }
        let missing = missing_in_words(self.missing());
        match (self.is_draft(), missing) {
            (true, None) => document.draft = Some("DRAFT".to_owned()),
            (true, Some(missing)) => document.draft = Some(format!("DRAFT, {missing}")),
            // What is missing is the partner's part: the two files go to the office together.
            (false, Some(missing)) => {
                let words = format!("Finished by the sender, {missing}");
                document.facts.push(fact("State", words));
            }
            (false, None) => {}
        }
    }

    /// Adds the year and the version of the form to the line below the title.
    pub(super) fn add_origin(&self, document: &mut Document) {
        if let Some(cycle) = self.view.book.cycle() {
            document.subtitle += &format!(" · {}", cycle.years());
        }
        let begun = self.responses.first();
        let version = begun.map_or(self.def.version, |response| response.version);
        document.subtitle += &format!(" · form version {version}");
    }

    pub(super) fn is_draft(&self) -> bool {
        let mut responses = self.responses.iter();
        responses.all(|response| response.state == ResponseState::Draft)
    }

    /// The name with the library.
    pub(super) fn person(&self, role: Role) -> String {
        let library = self
            .view
            .book
            .person(role)
            .map(|person| person.library.trim());
        let library = library.filter(|library| !library.is_empty());
        let library = library.map_or_else(String::new, |library| format!(", {library}"));
        format!("{}{library}", name(self.view, role))
    }

    /// The part of the year that the form is about.
    fn period(&self) -> Option<Fact> {
        let cycle = self.view.book.cycle()?;
        let end = self.view.today.min(cycle.end);
        let (first, last) = self.def.period.unwrap_or((cycle.start, end));
        (first <= last).then(|| fact("Period", dates::format_period(first, last)))
    }

    /// The day on which the program expects the form, and the office that receives it.
    pub(super) fn due(&self) -> Option<Fact> {
        let day = self.view.year().milestone_of_form(&self.def.key);
        let day = day.map(|milestone| dates::format_date(milestone.date));
        let office = self.form_use.map(|used| used.to.as_str());
        let office = office
            .filter(|office| !office.is_empty())
            .map(|office| format!("to the {office}"));
        let parts: Vec<_> = day.into_iter().chain(office).collect();
        (!parts.is_empty()).then(|| fact("Due", parts.join(", ")))
    }

    /// A line for everyone who signs; a private form is signed by nobody.
    pub(super) fn signatures(&self) -> Vec<Block> {
        if self.def.is_private() || self.view.level == ExportLevel::Office {
            return Vec::new();
        }
        let alone = self.def.is_individual();
        let roles = self.roles().map(|role| {
            let mut own = self
                .responses
                .iter()
                .filter(|it| it.role.is_none_or(|own| own == role));
            Signature {
                name: name_with_role(self.view, role),
                signed: own.find_map(|it| it.signed(role)).map(dates::format_date),
            }
        });
        // On one's own part the partner does not sign.
        let me = self.view.book.me();
        let mine = self
            .roles()
            .map(|role| !alone || role == me || self.responses.len() > 1);
        let people = roles
            .zip(mine)
            .filter_map(|(person, signs)| signs.then_some(person));
        let others = self.def.other_signers().map(|word| Signature {
            name: capitalize(word),
            signed: None,
        });
        vec![
            heading(2, "Signatures"),
            Block::Signatures(people.chain(others).collect()),
        ]
    }
}
