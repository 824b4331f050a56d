//! The exchange with the partner as people do it: share a parcel, receive one, find the book that one belongs to.
//!
//! `share` writes a parcel, `receive` takes one in after a backup, or makes a new book of it, `find` tells to which book
//! of the shelf one belongs. Screen and command line ask what is to be asked, show what comes back, and do nothing else.
//! The phrase is in no message and no error of these.

mod find;
mod folder;
mod receive;
mod share;

pub use find::{OpenedParcel, book_for, open_with_known_phrase};
pub use folder::{FolderParcels, parcels_in};
pub use receive::{ArrivedParcel, MANY_ARCHIVED, new_book_from, open_parcel, receive, review};
pub use share::{
    PreparedShare, ShareTarget, SharedParcel, known_phrase, prepare_share, seal_share,
    write_sealed, write_share,
};
