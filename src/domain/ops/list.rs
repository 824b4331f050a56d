//! Operations on the shared lists.

use super::{
    OpContext, Refusal, normalize_line, normalize_text, not_in_book, quoted, require_line,
};
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::change::{Change, Commit};
use crate::domain::id::Id;
use crate::domain::list::{ListItem, ListKind};
use crate::domain::program::{Program, Resource};

/// Answers for the editor of a list item.
pub fn answers_of(item: &ListItem) -> Answers {
    let mut answers = Answers::default();
    answers
        .set("list", item.list.key())
        .set("title", &item.title)
        .set("by", &item.by)
        .set("link", &item.link)
        .set("note", &item.note)
        .set("activity", &item.activity)
        .set_day("done", item.done, None);
    answers
}

/// `item` with the edited answers.
fn with_answers(item: &ListItem, answers: &Answers) -> Result<ListItem, Refusal> {
    let list = answers.word("list").unwrap_or(item.list);
    Ok(ListItem {
        list,
        title: require_line(answers.get("title"), list.singular())?,
        by: normalize_line(answers.get("by"), "name")?,
        link: normalize_line(answers.get("link"), "place")?,
        note: normalize_text(answers.get("note"), "note")?,
        activity: answers.get("activity").to_owned(),
        done: answers.day("done"),
        ..item.clone()
    })
}

/// Adds an item to a list; `meeting` is the one in which it came up.
pub fn add(
    book: &Book,
    answers: &Answers,
    meeting: Option<Id>,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let item = ListItem {
        id: ctx.id(),
        meeting,
        added: Some(ctx.today),
        adder: book.me(),
        ..ListItem::default()
    };
    let item = with_answers(&item, answers)?;
    let label = format!("{} {} added", item.list.singular(), quoted(&item.title));
    Ok(ctx.commit(label, vec![Change::create(item)]))
}

/// Edits a list item.
pub fn edit(
    book: &Book,
    id: Id,
    answers: &Answers,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let before = find(book, id)?;
    let after = with_answers(before, answers)?;
    let label = format!("{} {} changed", after.list.singular(), quoted(&after.title));
    Ok(ctx.commit(label, vec![Change::edit(before.clone(), after)]))
}

/// Ticks an item as tried, read or met; a ticked one is reopened.
pub fn tick(book: &Book, id: Id, ctx: &mut OpContext) -> Result<Commit, Refusal> {
    let before = find(book, id)?;
    let today = ctx.today;
    let after = ListItem {
        done: before.done.is_none().then_some(today),
        ..before.clone()
    };
    let verb = if after.done.is_some() {
        after.list.done_label()
    } else {
        "open again"
    };
    let label = format!("{} {} {verb}", after.list.singular(), quoted(&after.title));
    Ok(ctx.commit(label, vec![Change::edit(before.clone(), after)]))
}

/// Archives an item.
pub fn archive(book: &Book, id: Id, ctx: &mut OpContext) -> Result<Commit, Refusal> {
    let before = find(book, id)?;
    let after = ListItem {
        archived: true,
        ..before.clone()
    };
    let label = format!(
        "{} {} archived",
        after.list.singular(),
        quoted(&after.title)
    );
    Ok(ctx.commit(label, vec![Change::edit(before.clone(), after)]))
}

/// Marks a resource of the program's reading list as read, or unread again. Once read it is listed among the articles,
/// with a field for the pair's comment.
pub fn mark_read(
    book: &Book,
    program: &Program,
    resource: &Resource,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let id = ListItem::id_for(&program.key, &resource.title);
    if let Some(item) = book.list_items.get(&id).filter(|item| !item.archived) {
        return tick(book, item.id, ctx);
    }
    let before = book.list_items.get(&id);
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
    Ok(ctx.commit(label, vec![Change::upsert(before.cloned(), item)]))
}

fn find(book: &Book, id: Id) -> Result<&ListItem, Refusal> {
    book.list_items
        .get(&id)
        .ok_or_else(|| not_in_book("line of the list"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ops::tests::{apply_commit, op_context};
    use crate::domain::schedule::tests::{book, day, program};

    fn answers(pairs: &[(&str, &str)]) -> Answers {
        let mut answers = Answers::default();
        for (field, value) in pairs {
            answers.set(field, *value);
        }
        answers
    }

    #[test]
    fn a_book_is_listed_read_and_put_away() {
        let mut book = book([]);
        let given = answers(&[("list", "books"), ("title", " The Frog ")]);
        let meeting = Some(Id::from_bits(7));
        let commit = add(&book, &given, meeting, &mut op_context()).unwrap();
        assert_eq!(commit.label, "book “The Frog” added");
        apply_commit(&mut book, &commit);
        let id = book.list(ListKind::Books)[0].id;
        assert_eq!(book.list_items_of(Id::from_bits(7)).len(), 1);
        for read in [Some(day("2026-11-22")), None] {
            let commit = tick(&book, id, &mut op_context()).unwrap();
            apply_commit(&mut book, &commit);
            assert_eq!(book.list_items[&id].done, read);
        }
        let given = answers(&[("list", "wishes"), ("title", "A frog")]);
        let commit = edit(&book, id, &given, &mut op_context()).unwrap();
        apply_commit(&mut book, &commit);
        assert!(book.list(ListKind::Books).is_empty());
        let commit = archive(&book, id, &mut op_context()).unwrap();
        assert_eq!(commit.label, "wish “A frog” archived");
        apply_commit(&mut book, &commit);
        assert!(book.list(ListKind::Wishes).is_empty());
    }

    #[test]
    fn something_without_a_title_is_refused() {
        let given = answers(&[("list", "people")]);
        let refusal = add(&book([]), &given, None, &mut op_context()).unwrap_err();
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
            let commit = mark_read(&book, &program, &resource, &mut op_context()).unwrap();
            apply_commit(&mut book, &commit);
            assert_eq!(book.list_items[&id].done, read_on);
        }
        assert_eq!(book.list(ListKind::Articles).len(), 1);
    }
}
