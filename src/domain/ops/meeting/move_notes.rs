//! Moving the owner's notes on a meeting between the shared ones and the private ones.

use super::{answers_of, find, note_changes};
use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::domain::meeting::Meeting;
use crate::domain::ops::{OpContext, Outcome, Refusal};

/// Makes the owner's shared notes on a meeting private, or shares the private ones: one text goes below the other. The
/// notes must be loaded.
///
/// # Errors
/// When there is nothing to move, or the two do not fit into one.
pub fn move_notes(book: &Book, id: Id, private: bool, ctx: &OpContext) -> Outcome {
    let meeting = find::<Meeting>(book, id)?;
    let mut answers = answers_of(book, meeting);
    let (from, to, mark) = if private {
        ("notes", "private-notes", "private")
    } else {
        ("private-notes", "notes", "shared")
    };
    let moved = answers.get(from).to_owned();
    if moved.is_empty() {
        return Err(
            Refusal::new(format!("You have no notes here that could be made {mark}."))
                .hint("Write some first."),
        );
    }
    let both = format!("{}\n\n{moved}", answers.get(to));
    answers.set(from, "").set(to, both);
    let label = format!("notes on the {} made {mark}", meeting.label());
    Ok(ctx.commit(label, note_changes(id, &answers, book)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::meeting::{Note, PrivateNote};
    use crate::domain::ops::tests::{apply_commit, op_context};
    use crate::domain::schedule::tests::book;

    #[test]
    fn notes_move_to_the_private_ones_and_back_below_what_is_there() {
        let meeting = Meeting {
            id: Id::from_bits(1),
            ..Meeting::default()
        };
        let mut book = book([meeting.into()]);
        let id = Id::from_bits(1);
        let me = book.me();
        assert!(move_notes(&book, id, true, &op_context()).is_err());
        book.extend([
            Note {
                id: Note::id_for(id, me),
                meeting: id,
                author: me,
                text: "She is tired.".into(),
            }
            .into(),
            PrivateNote {
                id: PrivateNote::id_for(id),
                meeting: id,
                text: "So am I.".into(),
                feeling: Some(2),
            }
            .into(),
        ]);
        let commit = move_notes(&book, id, true, &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        assert_eq!(book.note(id, me).unwrap().text, "");
        let own = book.private_note(id).unwrap();
        assert_eq!(own.text, "So am I.\n\nShe is tired.");
        assert_eq!(own.feeling, Some(2));
        let commit = move_notes(&book, id, false, &op_context()).unwrap();
        assert!(commit.label.ends_with("made shared"), "{}", commit.label);
        apply_commit(&mut book, &commit);
        assert_eq!(book.note(id, me).unwrap().text, "So am I.\n\nShe is tired.");
        assert_eq!(book.private_note(id).unwrap().text, "");
    }
}
