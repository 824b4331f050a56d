//! `matchbook share`, `receive` and `pair`: the exchange with the partner.
//!
//! Everything is done by `shelf::exchange`; here it is asked for, shown and told. `phrase` asks for the phrase unseen,
//! `review` shows what a parcel brings, `report` what came of it.

mod pair;
mod phrase;
mod receive;
mod report;
mod review;
mod share;

use clap::Subcommand;

use super::output::Output;
use super::session::CliSession;
use crate::problem::Problem;

pub use pair::{HeldSet, PairPage, PhraseAnswer, VersionsRow};
pub use report::ReceiveAnswer;
pub use share::WrittenParcel;

#[derive(Debug, Subcommand)]
pub enum ExchangeVerb {
    /// Write a parcel for your partner: a sealed file with what you share
    Share(share::ShareArgs),
    /// Take a parcel of your partner in, or start a book from it
    Receive(receive::ReceiveArgs),
    /// How the exchange with your partner stands, its phrase, and what both of you changed
    #[command(subcommand)]
    Pair(pair::PairVerb),
}

pub fn run(verb: &ExchangeVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        ExchangeVerb::Share(args) => share::run(args, session),
        ExchangeVerb::Receive(args) => receive::run(args, session),
        ExchangeVerb::Pair(verb) => pair::run(verb, session),
    }
}
