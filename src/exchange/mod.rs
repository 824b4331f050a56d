//! Parcels on their way between the two partners: sealed, opened, kept in folders, sent with a mail.
//!
//! Start with [`seal()`] and [`open()`]: a [`Parcel`](crate::store::Parcel) of the store to bytes and back. `parcel` holds
//! the format and its limits, `envelope` the encryption (`age` with a passphrase) and the text form for mails, [`phrase`] the
//! words that two people say to each other on the phone. A parcel is recognized by its content, whatever its file is called,
//! and is verified whole before anything is returned. [`folder`] finds and writes the files, [`mail`] writes the message that
//! goes with one, [`own_files`] takes along the pair's own programs, forms and decks. Nothing here reads or writes a book, and
//! no error holds the phrase or a text of the book.

mod envelope;
pub mod folder;
mod lines;
pub mod mail;
pub mod own_files;
pub mod parcel;
pub mod phrase;
mod refusal;
#[cfg(test)]
mod tests;

pub use envelope::is_parcel;
pub use parcel::{file_name, is_wrong_phrase, open, seal};
pub use phrase::{Phrase, spoken_fingerprint};
