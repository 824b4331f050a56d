//! Operations on the shared lists.

use super::fields::FormFields;
use super::records::{Editable, tick};
use super::{OpContext, Outcome, Refusal, quoted, require_line};
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::id::Id;
use crate::domain::list::{ListItem, ListKind};
use crate::domain::program::{Program, Resource};

impl Editable for ListItem {
    const FORM: &'static str = "editor-list-item";

    fn fields(&mut self, form: &mut FormFields) -> Result<(), Refusal> {
        let (list, activity) = (&mut self.list, &mut self.activity);
        form.word("list", list, ListKind::key)?
            .required("title", &mut self.title, list.singular())?
            .line("by", &mut self.by, "name")?
            .line("link", &mut self.link, "place")?
            .text("note", &mut self.note, "note")?
            .field("activity", activity, String::clone, |it, _| {
                Ok(it.get("activity").to_owned())
            })?
            .day("done", &mut self.done)?;
        Ok(())
    }

    /// `parent` is the meeting in which it came up, if any.
    fn create(parent: Option<Id>, book: &Book, ctx: &OpContext) -> Result<Self, Refusal> {
        Ok(Self {
            id: ctx.id(),
            meeting: parent,
            added: Some(ctx.today),
            adder: book.me(),
            ..Self::default()
        })
    }
}

/// Marks a resource of the program's reading list as read, or unread again. Once read it is listed among the articles,
/// with a field for the pair's comment.
pub fn mark_read(book: &Book, program: &Program, resource: &Resource, ctx: &OpContext) -> Outcome {
    let id = ListItem::id_for(&program.key, &resource.title);
    if let Some(item) = book.list_items.get(&id).filter(|item| !item.archived) {
        return tick(book, Kind::ListItem, item.id, ctx);
    }
    let item = ListItem {
        id,
        list: ListKind::Articles,
        title: require_line(&resource.title, "title")?,
        by: resource.by.clone(),
        link: resource.place.clone(),
        added: Some(ctx.today),
        adder: book.me(),
        done: Some(ctx.today),
        ..ListItem::default()
    };
    let label = format!("{} read", quoted(&item.title));
    Ok(ctx.commit(label, vec![book.upsert(item)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::answer::Answers;
    use crate::domain::ops::tests::{apply_commit, op_context};
    use crate::domain::ops::{add, archive, edit};
    use crate::domain::schedule::tests::{book, day, program};

    fn answers(pairs: &[(&str, &str)]) -> Answers {
        let mut answers = Answers::default();
        for (field, value) in pairs {
            answers.set(field, *value);
        }
        answers
    }

    #[test]
    fn a_book_is_listed_read_and_archived() {
        let mut book = book([]);
        let given = answers(&[("list", "books"), ("title", " The Frog ")]);
        let meeting = Some(Id::from_bits(7));
        let commit = add::<ListItem>(&book, meeting, &given, &op_context()).unwrap();
        assert_eq!(commit.label, "book “The Frog” added");
        apply_commit(&mut book, &commit);
        let id = book.list(ListKind::Books)[0].id;
        assert_eq!(book.list_items_of(Id::from_bits(7)).len(), 1);
        for read in [Some(day("2026-11-22")), None] {
            let commit = tick(&book, Kind::ListItem, id, &op_context()).unwrap();
            apply_commit(&mut book, &commit);
            assert_eq!(book.list_items[&id].done, read);
        }
        let given = answers(&[("list", "wishes"), ("title", "A frog")]);
        let commit = edit::<ListItem>(&book, id, &given, &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        assert!(book.list(ListKind::Books).is_empty());
        let commit = archive(&book, Kind::ListItem, id, &op_context()).unwrap();
        assert_eq!(commit.label, "wish “A frog” archived");
        apply_commit(&mut book, &commit);
        assert!(book.list(ListKind::Wishes).is_empty());
    }

    #[test]
    fn something_without_a_title_is_refused() {
        let given = answers(&[("list", "people")]);
        let refusal = add::<ListItem>(&book([]), None, &given, &op_context()).unwrap_err();
        assert_eq!(refusal.message, "The person is empty.");
    }

    #[test]
    fn what_the_program_suggests_to_read_is_marked_once() {
        let (mut book, program) = (book([]), program());
        let resource = Resource {
            title: "Advice".to_owned(),
            by: "Somebody".to_owned(),
            year: None,
            place: String::new(),
        };
        let id = ListItem::id_for(&program.key, "Advice");
        for read_on in [Some(day("2026-11-22")), None, Some(day("2026-11-22"))] {
            let commit = mark_read(&book, &program, &resource, &op_context()).unwrap();
            apply_commit(&mut book, &commit);
            assert_eq!(book.list_items[&id].done, read_on);
        }
        assert_eq!(book.list(ListKind::Articles).len(), 1);
    }
}
