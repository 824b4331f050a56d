//! `matchbook receive`: a parcel into the book it belongs to, after a review, or into a new one.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::phrase::{PhraseOption, confirm};
use super::report::{ReceivedParcel, ReceivedParcels, Report, of_no_book, told};
use super::review::{ReviewedParcel, kept_records, review_text};
use crate::cli::output::{Output, path_text, sanitized_lines, sentence};
use crate::cli::session::{CliSession, LoadedBook};
use crate::domain::dates::pluralize;
use crate::domain::exchange::Review;
use crate::domain::exchange_words::entries;
use crate::domain::person::Role;
use crate::exchange::{self, Phrase, folder};
use crate::paths::AppDirs;
use crate::problem::Problem;
use crate::shelf::exchange::{
    MANY_ARCHIVED, OpenedParcel, book_for, known_phrase, new_book_from, open_with_known_phrase,
    parcels_in, receive, review,
};
use crate::store::{OpenMode, Store};

/// Takes a parcel of your partner in: shows what it brings, asks once, and makes a copy of the book first. Where no book is,
/// one is started from it.
#[derive(Debug, Args)]
#[command(
    after_help = "A parcel never removes anything: what both of you changed is there twice until one is picked with “matchbook pair pick”. \
“matchbook undo” takes all of it back. The same parcel twice changes nothing.

Without a terminal nobody can be asked: then “--yes” takes it, “--dry-run” shows it, and “--phrase-fd” has the phrase, if the \
book does not know it.

Exit codes: 0 taken or nothing new, 1 could not, 2 wrong use, 3 the book is open in another window, 5 made by a newer version."
)]
pub struct ReceiveArgs {
    /// The file, whatever its name; a mail that has a parcel in its text can be saved as one
    file: Option<PathBuf>,
    /// Take what is new in this folder that you both see
    #[arg(long, value_name = "DIR", conflicts_with = "file")]
    folder: Option<PathBuf>,
    /// Say what it would bring, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Take it without asking
    #[arg(long)]
    yes: bool,
    /// Take it also if it archives more than ten things
    #[arg(long)]
    yes_archive: bool,
    /// Start a new book from it, though there are others
    #[arg(long)]
    new: bool,
    /// What you are in the new book, for your own second computer: mentee, mentor
    #[arg(long, value_name = "ROLE")]
    role: Option<Role>,
    /// Keep yours of these changes, by their numbers with “--dry-run”
    #[arg(long, value_name = "NUMBER,…", value_delimiter = ',')]
    keep: Vec<usize>,
    #[command(flatten)]
    phrase: PhraseOption,
}

/// One parcel after the other, with what is known of phrase and places.
struct Receipt<'a> {
    args: &'a ReceiveArgs,
    session: &'a mut CliSession,
    places: AppDirs,
    /// A new book was made of an earlier one.
    has_started: bool,
}

/// Book that a parcel is taken into.
enum Destination {
    Book(PathBuf),
    New(Option<PathBuf>),
}

pub fn run(args: &ReceiveArgs, session: &mut CliSession) -> Result<Output, Problem> {
    let places = AppDirs::resolve()?;
    let mut receipt = Receipt {
        args,
        session,
        places,
        has_started: false,
    };
    let found = match (&args.file, &args.folder) {
        (Some(file), _) => vec![(file.clone(), receipt.open(&folder::read_bytes(file)?)?)],
        (None, Some(folder)) => receipt.open_folder(folder)?,
        (None, None) => return Err(which()),
    };
    let mut reports = Vec::new();
    for (file, opened) in &found {
        reports.push(receipt.take(file, opened)?);
    }
    // Of a folder only what brought something is told.
    if reports.len() > 1 && reports.iter().any(Report::brings) {
        reports.retain(Report::brings);
    } else {
        reports.truncate(1);
    }
    let mut notes: Vec<String> = Vec::new();
    let mut labels = reports.iter().map(|report| report.label.clone());
    let label = labels
        .next()
        .unwrap_or_else(|| "nothing new in this folder".to_owned());
    for (number, report) in reports.iter().enumerate() {
        notes.extend((number > 0).then(|| sentence(&report.label)));
        notes.extend(report.notes.iter().cloned());
    }
    let parcels = reports.into_iter().map(|report| report.parcel).collect();
    let answer = ReceivedParcels { parcels };
    if args.dry_run {
        return Ok(Output::answer(label, answer).notes(notes));
    }
    Ok(Output::done(&label, &notes, answer))
}

/// Refusal of a call that names no parcel; the newest among the downloads is offered.
fn which() -> Problem {
    let newest = folder::downloads_folder().and_then(|folder| folder::newest_download(&folder));
    let hint = match newest {
        Some(path) => format!(
            "The newest one among your downloads: “matchbook receive \"{}\"”.",
            path.display()
        ),
        None => "Name the file, or a folder with “--folder DIR”.".to_owned(),
    };
    Problem::wrong_use("No parcel was named.", hint)
}

impl Receipt<'_> {
    /// The book that was named, to be read; none if there is no such file yet.
    fn named(&mut self) -> Result<Option<Store>, Problem> {
        let Some(path) = self.session.book_path.clone() else {
            return Ok(None);
        };
        let path = self.session.resolve(&path)?;
        if path.symlink_metadata().is_err() {
            return Ok(None);
        }
        self.session.open_store(OpenMode::Read).map(Some)
    }

    fn open(&mut self, bytes: &[u8]) -> Result<OpenedParcel, Problem> {
        let named = self.named()?;
        let (places, env) = (&self.places, &mut self.session.env);
        if let Some(opened) = open_with_known_phrase(bytes, None, places, named.as_ref(), env)? {
            return Ok(opened);
        }
        let phrase = self.phrase()?;
        let parcel = exchange::open(bytes, &phrase)?;
        Ok(OpenedParcel { parcel, phrase })
    }

    fn phrase(&self) -> Result<Phrase, Problem> {
        let question = "The phrase of this parcel (your partner knows it)";
        self.args.phrase.ask(question)
    }

    /// The parcels in a folder that may bring something; the phrase is asked for only if no book knows it.
    fn open_folder(&mut self, folder: &Path) -> Result<Vec<(PathBuf, OpenedParcel)>, Problem> {
        let named = self.named()?;
        let (places, env) = (&self.places, &mut self.session.env);
        let found = parcels_in(folder, None, places, named.as_ref(), env)?;
        if !found.opened.is_empty() || found.sealed_otherwise == 0 {
            return Ok(found.opened);
        }
        let phrase = self.phrase()?;
        let (places, env) = (&self.places, &mut self.session.env);
        Ok(parcels_in(folder, Some(&phrase), places, named.as_ref(), env)?.opened)
    }

    fn take(&mut self, file: &Path, opened: &OpenedParcel) -> Result<Report, Problem> {
        match self.destination(opened)? {
            Destination::New(path) => self.start(file, opened, path),
            Destination::Book(path) => {
                // `open_for_edit` opens the book that is named.
                let named = self.session.book_path.replace(path);
                let taken = self.take_into_book(file, opened);
                self.session.book_path = named;
                taken
            }
        }
    }

    fn destination(&mut self, opened: &OpenedParcel) -> Result<Destination, Problem> {
        let named = self.session.book_path.clone();
        let named = named.map(|path| self.session.resolve(&path)).transpose()?;
        if self.args.new && !self.has_started {
            return Ok(Destination::New(named));
        }
        if let Some(path) = named {
            let is_there = path.symlink_metadata().is_ok();
            return Ok(if is_there {
                Destination::Book(path)
            } else {
                Destination::New(Some(path))
            });
        }
        if let Some(path) = book_for(opened, &self.places, None, &mut self.session.env) {
            return Ok(Destination::Book(path));
        }
        match self.places.books().as_slice() {
            [] => Ok(Destination::New(None)),
            // Why it does not fit is said when it is taken in.
            [only] => Ok(Destination::Book(only.clone())),
            [_, _, ..] => Err(of_no_book(opened)),
        }
    }

    fn start(
        &mut self,
        file: &Path,
        opened: &OpenedParcel,
        path: Option<PathBuf>,
    ) -> Result<Report, Problem> {
        let OpenedParcel { parcel, phrase } = opened;
        let me = self.args.role.unwrap_or(parcel.role.other());
        let mut row = ReceivedParcel {
            file: path_text(file),
            book: None,
            new_book: true,
            received: false,
            review: None,
            backup: None,
            waiting: 0,
        };
        let size = format!("It holds {}.", entries(parcel.entries.len()));
        let roles = format!("You are the {} in it.", me.key());
        if self.args.dry_run {
            let label = format!("this parcel of {} would make a new book", parcel.person);
            let notes = vec![roles, size, "Nothing was changed.".to_owned()];
            return Ok(Report {
                label: sentence(&label),
                notes,
                parcel: row,
            });
        }
        let env = &mut self.session.env;
        let path = new_book_from(parcel, phrase, Some(me), path, &self.places, env)?;
        row.book = Some(path_text(&path));
        row.received = true;
        self.has_started = true;
        let label = format!(
            "the book {} is started from the parcel of {}",
            path.display(),
            parcel.person
        );
        let answer = "“matchbook share” writes your first parcel, once you have written something.";
        let notes = vec![roles, size, answer.to_owned()];
        Ok(Report {
            label,
            notes,
            parcel: row,
        })
    }

    fn take_into_book(&mut self, file: &Path, opened: &OpenedParcel) -> Result<Report, Problem> {
        let mut book = self.session.open_for_edit()?;
        let OpenedParcel { parcel, phrase } = opened;
        let config = self.places.config.clone();
        let review = review(&mut book.store, parcel, &config, &mut self.session.env)?;
        let is_strange = review.joins
            && book.store.pair_status()?.received.is_some()
            && known_phrase(&book.store)?.as_ref() != Some(phrase);
        if is_strange {
            return Err(of_no_book(opened));
        }
        let mut row = ReceivedParcel {
            file: path_text(file),
            book: Some(path_text(book.store.path())),
            new_book: false,
            received: false,
            review: Some(ReviewedParcel::new(&review)),
            backup: None,
            waiting: 0,
        };
        let keep = kept_records(&self.args.keep, &review)?;
        if self.args.dry_run && !review.is_empty() {
            let text = review_text(&review, &book.book, &self.session.env);
            let notes = vec!["Nothing was changed.".to_owned()];
            return Ok(Report {
                label: text,
                notes,
                parcel: row,
            });
        }
        if !review.is_empty() {
            self.consent(&review, &book)?;
        }
        let env = &mut self.session.env;
        let arrived = receive(&mut book.store, parcel, phrase, &keep, &config, env)?;
        row.received = true;
        row.backup = arrived.backup.as_ref().map(|copy| path_text(&copy.path));
        row.waiting = book.store.pair_status()?.waiting;
        let (label, notes) = told(&review, &arrived, keep.len(), &book)?;
        Ok(Report {
            label,
            notes,
            parcel: row,
        })
    }

    /// Shows the review to whoever sits at the terminal, and asks.
    fn consent(&self, review: &Review, book: &LoadedBook) -> Result<(), Problem> {
        let many = review.archived() > MANY_ARCHIVED;
        let (yes, yes_archive) = (self.args.yes, self.args.yes_archive || !many);
        if yes && yes_archive {
            return Ok(());
        }
        let archived = pluralize(review.archived(), "thing");
        if !io::stdin().is_terminal() {
            let (message, hint) = if yes {
                (
                    format!("This parcel would archive {archived}."),
                    "If that is meant, say “--yes-archive” as well; “--dry-run” shows them.",
                )
            } else {
                (
                    "Without a terminal nobody can be asked whether to take this parcel."
                        .to_owned(),
                    "“--dry-run” shows what it brings, “--yes” takes it.",
                )
            };
            return Err(Problem::wrong_use(
                message,
                format!("Nothing was changed. {hint}"),
            ));
        }
        let text = review_text(review, &book.book, &self.session.env);
        let _ = io::stderr().write_all(sanitized_lines(&text).as_bytes());
        let taken = (yes || confirm("Take all of it?"))
            && (yes_archive || confirm(&format!("It archives {archived}. Take it all the same?")));
        taken
            .then_some(())
            .ok_or_else(|| Problem::new("The parcel was not taken.").hint("Nothing was changed."))
    }
}
