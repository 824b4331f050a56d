//! The mail that goes with a parcel: who sends it, and how to open it. It holds nothing of the book but the two names.

use crate::domain::sanitize::sanitize_line;

/// A mail for a parcel.
#[derive(Clone, Copy, Debug)]
pub struct ParcelMail<'a> {
    /// Name of the sender.
    pub from: &'a str,
    /// Name of the partner.
    pub to: &'a str,
    /// Name of the file without folders.
    pub file: &'a str,
    /// The parcel as text, where it stands in the mail itself.
    pub armored: Option<&'a str>,
}

/// Subject of the mail.
pub fn mail_subject(mail: &ParcelMail) -> String {
    format!(
        "Our mentoring book: a parcel from {}",
        sanitize_line(mail.from)
    )
}

/// Text of the mail. Never names the phrase.
pub fn mail_text(mail: &ParcelMail) -> String {
    let (from, to) = (sanitize_line(mail.from), sanitize_line(mail.to));
    let dear = if to.is_empty() {
        "Hello,".to_owned()
    } else {
        format!("Dear {to},")
    };
    let (what, save, between) = match mail.armored {
        None => (
            format!(
                "here is my part of our mentoring book, in the file “{}”.",
                mail.file
            ),
            "Save the file on your computer.",
            String::new(),
        ),
        Some(text) => (
            "here is my part of our mentoring book, sealed in the lines at the end of this mail."
                .to_owned(),
            "Copy this whole mail into a text file and save it on your computer.",
            format!("\n{}\n", text.trim()),
        ),
    };
    format!(
        "{dear}\n\n{what}\n\n\
         1. {save}\n\
         2. Open matchbook and choose “Receive a parcel”, or run: matchbook receive FILE\n\n\
         It is sealed with our phrase. The phrase is in no mail: if you do not have it yet, call me, and I read it to you.\n\n\
         Kind regards,\n{from}\n{between}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: ParcelMail = ParcelMail {
        from: "Rosa\u{1b}[2J",
        to: "Ben",
        file: "a1b2-mentee.parcel",
        armored: None,
    };

    #[test]
    fn the_mail_says_who_writes_and_how_the_file_is_opened() {
        assert_eq!(
            mail_text(&ParcelMail {
                from: "Rosa",
                ..MAIL
            }),
            "Dear Ben,\n\nhere is my part of our mentoring book, in the file “a1b2-mentee.parcel”.\n\n\
             1. Save the file on your computer.\n\
             2. Open matchbook and choose “Receive a parcel”, or run: matchbook receive FILE\n\n\
             It is sealed with our phrase. The phrase is in no mail: if you do not have it yet, call me, and I read it to you.\n\n\
             Kind regards,\nRosa\n"
        );
        assert!(!mail_text(&MAIL).contains('\u{1b}') && !mail_subject(&MAIL).contains('\u{1b}'));
    }

    #[test]
    fn a_parcel_as_text_stands_at_the_end_of_the_mail() {
        let armored =
            Some("-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n");
        let text = mail_text(&ParcelMail {
            to: "",
            armored,
            ..MAIL
        });
        assert!(text.starts_with("Hello,\n"));
        assert!(text.contains("\n-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE"));
        assert!(text.ends_with("FILE-----\n"));
        assert!(!text.contains("a1b2-mentee.parcel"));
    }
}
