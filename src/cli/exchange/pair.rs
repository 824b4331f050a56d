//! `matchbook pair`: how the exchange stands, the phrase, and fields that both have changed.

use chrono::{DateTime, Utc};
use clap::Subcommand;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::phrase::PhraseOption;
use crate::cli::output::{ChangedRecord, Done, Either, Output};
use crate::cli::session::{CliSession, LoadedBook, by_number};
use crate::domain::dates;
use crate::domain::display::capitalize;
use crate::domain::exchange::Versions;
use crate::domain::exchange_words::{entries, field_label, pair_words, value_words};
use crate::domain::id::Id;
use crate::domain::person::Role;
use crate::domain::sanitize::sanitize_line;
use crate::exchange::{Phrase, spoken_fingerprint};
use crate::problem::Problem;
use crate::shelf::exchange::known_phrase;

#[derive(Debug, Subcommand)]
pub enum PairVerb {
    /// Say whether you both hold the same, and what waits
    Show,
    /// Show the phrase that seals your parcels, or make another
    #[command(
        after_help = "It is said, not mailed. After another was made, say it to your partner before the next parcel."
    )]
    Phrase {
        /// Make another phrase
        #[arg(long)]
        new: bool,
        /// Take a phrase of your own, which is asked for twice
        #[arg(long, conflicts_with = "new")]
        own: bool,
        #[command(flatten)]
        phrase: PhraseOption,
    },
    /// Say in four words what you hold, to compare on the phone
    Fingerprint,
    /// List the fields that you both have changed, with all their versions
    Versions,
    /// Pick one version of a field that you both have changed
    Pick {
        /// Number of the field in “pair versions”
        number: usize,
        /// Number of the version
        version: usize,
    },
}

/// State of the exchange.
#[derive(Serialize, JsonSchema)]
pub struct PairPage {
    partner: String,
    /// A parcel was made or received.
    paired: bool,
    /// You both hold the same, as far as the partner's last parcel says.
    same: bool,
    entries: usize,
    /// Records with changes that are in no parcel yet.
    waiting: usize,
    /// Time of the last parcel that was written.
    sent: Option<DateTime<Utc>>,
    /// Time at which the partner's last one was received.
    received: Option<DateTime<Utc>>,
    /// Fields with several versions.
    versions: usize,
}

/// The phrase that seals the parcels.
#[derive(Serialize, JsonSchema)]
pub struct ShownPhrase {
    phrase: String,
}

/// The JSON of “pair phrase”: the phrase, or another one that was set.
pub type PhraseAnswer = Either<Done<ShownPhrase>, ShownPhrase>;

/// Set of entries that this copy holds; equal in both when nothing waits.
#[derive(Serialize, JsonSchema)]
pub struct HeldSet {
    entries: usize,
    fingerprint: String,
    /// Records with changes that are in no parcel yet.
    waiting: usize,
}

/// A field with several versions.
#[derive(Serialize, JsonSchema)]
pub struct VersionsRow {
    number: usize,
    id: Id,
    kind: &'static str,
    label: String,
    field: String,
    versions: Vec<VersionRow>,
}

/// One version of a field. The first is the one that is shown.
#[derive(Serialize, JsonSchema)]
pub struct VersionRow {
    number: usize,
    author: Role,
    at: DateTime<Utc>,
    value: Value,
}

pub fn run(verb: &PairVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        PairVerb::Show => show(session),
        PairVerb::Phrase { new, own, phrase } => match (*new, *own || phrase.is_given()) {
            (true, _) => set_phrase(Phrase::generate, session),
            (false, true) => set_phrase(|| ask_twice(*phrase), session),
            (false, false) => show_phrase(session),
        },
        PairVerb::Fingerprint => fingerprint(session),
        PairVerb::Versions => versions(session),
        PairVerb::Pick { number, version } => pick(*number, *version, session),
    }
}

fn show(session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { store, book } = session.open_read_only()?;
    let status = store.pair_status()?;
    let partner = book.name(book.me().other());
    let local = |at: DateTime<Utc>| session.env.local_time(at.naive_utc()).date();
    let text = pair_words(&status, partner, session.env.today(), local);
    let page = PairPage {
        partner: partner.to_owned(),
        paired: status.is_paired,
        same: status.is_same,
        entries: status.entries,
        waiting: status.waiting,
        sent: status.sent,
        received: status.received,
        versions: store.versions()?.len(),
    };
    let mut notes = Vec::new();
    if page.versions > 0 {
        let fields = dates::pluralize(page.versions, "field");
        notes.push(format!(
            "You both changed {fields}: “matchbook pair versions”."
        ));
    }
    if status.waiting > 0 || !status.is_paired {
        notes.push(format!("“matchbook share” writes a parcel for {partner}."));
    }
    Ok(Output::answer(text, page).notes(notes))
}

fn show_phrase(session: &mut CliSession) -> Result<Output, Problem> {
    let phrase = known_phrase(&session.open_read_only()?.store)?.ok_or_else(|| {
        Problem::new("There is no phrase yet.")
            .hint("The first “matchbook share” makes one, and “matchbook pair phrase --new”.")
    })?;
    let phrase = phrase.as_str().to_owned();
    let hint = "Say it on the phone, do not mail it.".to_owned();
    Ok(Output::answer(phrase.clone(), ShownPhrase { phrase }).notes([hint]))
}

fn set_phrase(
    phrase: impl FnOnce() -> Result<Phrase, Problem>,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    let mut store = session.open_for_edit()?.store;
    let phrase = phrase()?.as_str().to_owned();
    store.set_phrase(&phrase)?;
    let notes = [
        format!("It is: {phrase}"),
        "Say it on the phone, do not mail it. Your partner is asked for it with the next parcel."
            .to_owned(),
    ];
    let label = "the phrase of your next parcels is another one";
    Ok(Output::done(label, &notes, ShownPhrase { phrase }))
}

fn ask_twice(option: PhraseOption) -> Result<Phrase, Problem> {
    let phrase = option.ask("Your own phrase, at least 12 letters")?;
    if option.is_given() || option.ask("Once more")? == phrase {
        return Ok(phrase);
    }
    Err(Problem::new("The two were not the same.").hint("Nothing was changed. Try again."))
}

fn fingerprint(session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { store, book } = session.open_read_only()?;
    let status = store.pair_status()?;
    let answer = HeldSet {
        entries: status.entries,
        fingerprint: spoken_fingerprint(&status.set_sha),
        waiting: status.waiting,
    };
    let partner = book.name(book.me().other());
    let text = format!("{}: {}", entries(status.entries), answer.fingerprint);
    let note = if status.waiting > 0 {
        let changes = dates::pluralize(status.waiting, "change");
        format!("{changes} of yours in no parcel yet: not counted here.")
    } else {
        format!("If {partner} reads the same words, you both hold the same.")
    };
    Ok(Output::answer(text, answer).notes([note]))
}

fn versions(session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { store, book } = session.open_read_only()?;
    let found = store.versions()?;
    if found.is_empty() {
        let text = "No field was changed by both of you at once.";
        return Ok(Output::answer(text, [(); 0]));
    }
    let mut text = String::new();
    for (number, of) in (1..).zip(&found) {
        let (label, field) = (capitalize(&of.label), field_label(&of.field));
        text += &format!("{number}. {label}: {field}\n");
        for (place, version) in (1..).zip(&of.versions) {
            let at = session.env.local_time(version.at.naive_utc());
            let at = dates::format_date_time(at.date(), Some(at.time()));
            let shown = if place == 1 { ", shown now" } else { "" };
            let author = sanitize_line(book.name(version.author));
            text += &format!("   {place} by {author}, {at}{shown}\n");
            let value = value_words(&version.value);
            text.extend(value.lines().map(|line| format!("       {line}\n")));
        }
    }
    let hint =
        "“matchbook pair pick NUMBER VERSION” picks one; any edit of the field does as well.";
    let rows: Vec<_> = (1..).zip(&found).map(row).collect();
    Ok(Output::answer(text, rows).notes([hint.to_owned()]))
}

fn row((number, of): (usize, &Versions)) -> VersionsRow {
    let versions = (1..).zip(&of.versions);
    VersionsRow {
        number,
        id: of.id,
        kind: of.kind.name(),
        label: of.label.clone(),
        field: of.field.clone(),
        versions: versions
            .map(|(number, version)| VersionRow {
                number,
                author: version.author,
                at: version.at,
                value: version.value.clone(),
            })
            .collect(),
    }
}

fn pick(number: usize, version: usize, session: &mut CliSession) -> Result<Output, Problem> {
    let mut store = session.open_for_edit()?.store;
    let found = store.versions()?;
    let found: Vec<_> = found.iter().collect();
    let of = by_number(
        &found,
        number,
        "field with several versions",
        "pair versions",
    )?;
    let versions: Vec<_> = of.versions.iter().collect();
    by_number(&versions, version, "version", "pair versions")?;
    let committed = store.pick_version(of, version - 1, &mut session.env)?;
    Ok(Output::done(
        &committed.label,
        &[],
        ChangedRecord { id: of.id },
    ))
}
