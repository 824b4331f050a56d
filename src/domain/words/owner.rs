//! Who promised to do something.

use super::plain_words;
use crate::domain::book::Book;
use crate::domain::person::{Owner, Role};

/// Parses the owner of a step or an action: a role, a name of the two or a part of it, an e-mail address, “me” for the
/// owner of the book, “we”, or several of these. None if it names nobody of the two, or also somebody else.
pub fn parse_owner(text: &str, book: &Book) -> Option<Owner> {
    let parted = [" and ", " und ", " y ", " et ", " or ", " with "];
    let text = parted
        .iter()
        .fold(text.to_lowercase(), |text, word| text.replace(word, ","));
    let mut owner = None;
    for piece in text
        .split([',', ';', '/', '&', '+', '\n', '|'])
        .filter(|piece| !plain_words(piece).is_empty())
    {
        let one = one_owner(piece.trim(), book)?;
        owner = Some(match owner {
            Some(before) if before != one => Owner::Both,
            _ => one,
        });
    }
    owner
}

fn one_owner(piece: &str, book: &Book) -> Option<Owner> {
    if let Some(owner) = Owner::from_word(piece) {
        return Some(owner);
    }
    let by_email = |role: &Role| {
        let email = book.person(*role).map_or("", |person| &person.email);
        !email.is_empty() && piece.contains(&email.to_lowercase())
    };
    if let Some(role) = Role::ALL.iter().copied().find(by_email) {
        return Some(role.into());
    }
    let plain = plain_words(piece.split_once(['(', '<']).map_or(piece, |(name, _)| name));
    match plain.as_str() {
        "me" | "i" | "myself" | "ich" | "yo" | "moi" | "je" => return Some(book.me().into()),
        "we" | "us" | "all" | "everyone" | "together" | "both of us" | "wir" | "beide"
        | "nosotros" | "ambos" | "nous" | "tous" => return Some(Owner::Both),
        "my mentor" | "the mentor" | "mentors" => return Some(Owner::Mentor),
        "my mentee" | "the mentee" | "mentees" => return Some(Owner::Mentee),
        _ => {}
    }
    // A first name, a surname or the initials do as well, unless both have them.
    let is_called = |role: Role| {
        let name = plain_words(book.name(role));
        let is_name = |word: &str| name.split(' ').any(|part| part == word);
        let is_initial = |word: &str| {
            word.chars().count() == 1 && name.split(' ').any(|part| part.starts_with(word))
        };
        let initials: String = name
            .split(' ')
            .filter_map(|part| part.chars().next())
            .collect();
        let mut words = plain.split(' ');
        let is_part =
            words.clone().any(is_name) && words.all(|word| is_name(word) || is_initial(word));
        is_part || initials.chars().count() > 1 && initials == plain
    };
    let mut called = Role::ALL.iter().copied().filter(|role| is_called(*role));
    let one = called.next()?;
    called.next().is_none().then(|| one.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::Id;
    use crate::domain::person::Person;

    fn book() -> Book {
        let mut book = Book::default();
        book.identity.me = Role::Mentee;
        let people = [
            (Role::Mentee, "Rosa Tal", "rosa@example.org"),
            (Role::Mentor, "Ned Ivers", ""),
        ];
        for (number, (role, name, email)) in (1..).zip(people) {
            let id = Id::from_bytes([number; 16]);
            let (name, email) = (name.to_owned(), email.to_owned());
            let person = Person {
                id,
                role,
                name,
                email,
                ..Person::default()
            };
            std::sync::Arc::make_mut(&mut book.people).insert(id, person);
        }
        book
    }

    #[test]
    fn one_of_the_two_is_known_by_any_part_of_the_name_and_strangers_by_none() {
        for (text, owner) in [
            ("Ned", Some(Owner::Mentor)),
            ("ivers", Some(Owner::Mentor)),
            ("Ivers, Ned", Some(Owner::Mentor)),
            ("N. Ivers", Some(Owner::Mentor)),
            ("NI", Some(Owner::Mentor)),
            ("N", None),
            ("@Ned", Some(Owner::Mentor)),
            ("[[Ned Ivers]]", Some(Owner::Mentor)),
            ("me", Some(Owner::Mentee)),
            ("Rosa <rosa@example.org>", Some(Owner::Mentee)),
            ("Ned and Rosa", Some(Owner::Both)),
            ("ned/rosa", Some(Owner::Both)),
            ("Ned & me", Some(Owner::Both)),
            ("both", Some(Owner::Both)),
            ("wir", Some(Owner::Both)),
            ("the mentor", Some(Owner::Mentor)),
            ("Ana", None),
            ("Ned, Ana", None),
            ("Ned Ruiz", None),
            ("", None),
        ] {
            assert_eq!(parse_owner(text, &book()), owner, "{text}");
        }
    }
}
