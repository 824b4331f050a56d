//! The exchange: what leaves a book and what comes in, as a union of two sets of entries.
//!
//! `share` squashes what was never sent and seals it; `receive` adds the entries of a parcel that are not here, projects
//! what they touch, and sets them aside again on undo; `join` turns two books that were started apart into one match;
//! `status` compares both sides; `versions` lists fields that were changed on both. No clock decides: an entry names the
//! entries it replaces. [`Parcel`] is the whole of a parcel; how it is written and sealed is none of the store's business.

mod add;
mod entry;
mod held;
mod join;
#[cfg(test)]
mod properties;

mod receive;
mod review;
mod rows;
#[cfg(test)]
mod script;
pub(in crate::store) mod set_aside;
mod share;
mod status;
#[cfg(test)]
mod tests;
mod versions;

pub use entry::{Entry, OwnFile, Parcel};
pub use receive::Received;
