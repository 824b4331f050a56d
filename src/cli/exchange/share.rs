//! `matchbook share`: what leaves, as a sealed file.

use std::path::PathBuf;

use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::output::{Output, path_text};
use crate::cli::session::CliSession;
use crate::domain::change::Kind;
use crate::domain::display::capitalize;
use crate::domain::exchange_words::{entries, share_words};
use crate::files;
use crate::paths::AppDirs;
use crate::problem::Problem;
use crate::shelf::exchange::{
    PreparedShare, ShareTarget, SharedParcel, prepare_share, write_share,
};

/// Writes a parcel for your partner: a sealed file with everything of the book that you share, to be mailed or put into a
/// folder that you both have.
#[derive(Debug, Args)]
#[command(
    after_help = "Nothing private is in it, and nobody opens it without your phrase, which is said, not mailed. The first time the \
phrase is made and shown; “matchbook pair phrase” shows it again. A parcel is always complete: if one is lost, the next has \
it all.

Exit codes: 0 written, 1 could not, 2 wrong use, 3 the book is open in another window."
)]
pub struct ShareArgs {
    /// Write it as this file, which must not be there yet
    #[arg(short, long, value_name = "FILE", conflicts_with = "folder")]
    output: Option<PathBuf>,
    /// As text that can be pasted into a mail
    #[arg(long)]
    armor: bool,
    /// Put it into this folder that you both see: a shared drive, a stick
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// The parcel that was written. The phrase is not named here: “pair phrase” shows it.
#[derive(Serialize, JsonSchema)]
pub struct WrittenParcel {
    file: String,
    /// Entries in it.
    entries: usize,
    /// Records with changes that were in no parcel before.
    changes: Vec<KindCount>,
    /// Private records, which stay here.
    private: Vec<KindCount>,
    /// Own programs, forms and decks in it.
    files: Vec<String>,
    /// The first parcel: your partner does not know the phrase yet.
    first: bool,
    /// Text of a mail to send it with; it does not name the phrase.
    mail: String,
}

/// Number of records of one kind.
#[derive(Serialize, JsonSchema)]
pub struct KindCount {
    kind: &'static str,
    count: usize,
}

fn counts(kinds: &[(Kind, usize)]) -> Vec<KindCount> {
    let count = |(kind, count): &(Kind, usize)| KindCount {
        kind: kind.name(),
        count: *count,
    };
    kinds.iter().map(count).collect()
}

pub fn run(args: &ShareArgs, session: &mut CliSession) -> Result<Output, Problem> {
    let mut store = session.open_for_edit()?.store;
    let prepared = prepare_share(&mut store, &session.catalog)?;
    let to = match (&args.output, &args.folder) {
        (Some(place), _) | (None, Some(place)) => ShareTarget::Place(place.clone()),
        (None, None) => ShareTarget::Exports(AppDirs::resolve()?.exports),
    };
    let parcel = write_share(&mut store, &prepared, &to, args.armor, &session.env)?;
    let label = format!("the parcel {} is written", parcel.path.display());
    let notes = notes(args, &prepared, &parcel);
    let written = WrittenParcel {
        file: path_text(&parcel.path),
        entries: parcel.entries,
        changes: counts(&prepared.summary.waiting),
        private: counts(&prepared.summary.private),
        files: prepared
            .files
            .iter()
            .map(|file| file.name.clone())
            .collect(),
        first: prepared.is_first,
        mail: parcel.mail,
    };
    Ok(Output::done(&label, &notes, written))
}

fn notes(args: &ShareArgs, prepared: &PreparedShare, parcel: &SharedParcel) -> Vec<String> {
    let what = capitalize(&share_words(&prepared.summary));
    let mut notes = vec![format!("{what}. In total: {}.", entries(parcel.entries))];
    if !prepared.files.is_empty() {
        let names = prepared.files.iter().map(|file| file.name.as_str());
        let names = names.collect::<Vec<_>>().join(", ");
        notes.push(format!(
            "Your own files that the book uses are in it: {names}."
        ));
    }
    if prepared.is_first {
        notes.push(format!(
            "\nThe phrase that opens it: {}",
            prepared.phrase.as_str()
        ));
        notes.push(
            "Say it on the phone, do not mail it. It stays the same; “matchbook pair phrase” shows it again."
                .to_owned(),
        );
    }
    let name = files::name_of(&parcel.path);
    if args.armor {
        notes.push(format!(
            "\nPaste the whole text of {name} into a mail. “matchbook receive FILE” opens the mail, saved as a file."
        ));
    } else if args.folder.is_none() {
        notes.push(format!("\nAttach {name} to a mail like this:\n"));
        notes.push(parcel.mail.clone());
    }
    notes
}
