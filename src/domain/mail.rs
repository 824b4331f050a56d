//! Cover message: the few lines of an e-mail that a file is attached to.

use super::sanitize::sanitize_line;
use super::schedule::Year;

/// Composes the message for the file `name`, which holds `about`: to the partner, or to the recipient of the form
/// (`to`).
/// It holds nothing of the book but the two names.
pub fn cover_message(year: &Year, about: &str, to: &str, name: &str) -> String {
    let book = year.book;
    let me = sanitize_line(book.name(book.me()));
    let partner = sanitize_line(book.name(book.me().other()));
    let (dear, both, please) = if to.trim().is_empty() {
        let please = "Please tell me if you would like to change or add something.";
        (partner.into_owned(), String::new(), please)
    } else {
        let both = format!(" It comes from {partner} and me.");
        let please = "Please tell me if anything is missing.";
        (sanitize_line(to).into_owned(), both, please)
    };
    let program = sanitize_line(&year.program.title);
    format!(
        "Dear {dear},\n\nhere is our {about} ({program}), in the file “{name}”.{both}\n\n{please}\n\nKind regards,\n{me}\n",
        about = about.strip_prefix("the ").unwrap_or(about),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::book::Book;
    use crate::domain::person::{Person, Role};
    use crate::domain::schedule::tests::program;

    fn text(to: &str, about: &str) -> String {
        let mut book = Book::default();
        let person = |role, name: &str| Person {
            id: Person::id_for(book.identity.pair, role),
            role,
            name: name.to_owned(),
            ..Person::default()
        };
        let people = [
            person(Role::Mentee, "Ana"),
            person(Role::Mentor, "Ben\u{1b}[2J"),
        ];
        book.extend(people.map(Into::into));
        let program = program();
        let year = Year::new(&book, &program, chrono::NaiveDate::default());
        cover_message(&year, about, to, "a file.pdf")
    }

    #[test]
    fn a_form_goes_to_whoever_gets_it_and_the_rest_to_the_partner() {
        assert!(
            text("The office", "mid-point tracker")
                .starts_with("Dear The office,\n\nhere is our mid-point tracker (")
        );
        let own = text("", "the whole book");
        assert!(
            own.starts_with("Dear ") && own.contains("here is our whole book ("),
            "{own}"
        );
        assert!(own.contains("“a file.pdf”") && own.ends_with('\n'));
    }

    #[test]
    fn a_name_brings_no_control_characters_along() {
        assert!(!text("", "agenda").contains('\u{1b}'));
    }
}
