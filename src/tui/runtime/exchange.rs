//! Effects on the exchange: parcels written, opened by a background job, and taken in.

use std::fs;
use std::path::Path;

use super::export_job::{ExportResult, ParcelOutcome, SealedParcel};
use super::{Runtime, committed_msgs};
use crate::app::exchange::{
    ExchangeEffect, ExchangeMsg, FoundParcel, PairInfo, ParcelEffect, ParcelRequest, PhrasePurpose,
    Secret, SharePreview, WrittenParcel,
};
use crate::app::screens::record::RecordKey;
use crate::app::{CommitOrigin, Msg};
use crate::domain::person::Role;
use crate::exchange::{self, Phrase, folder};
use crate::files;
use crate::problem::Problem;
use crate::shelf::exchange as parcels;
use crate::store::{Store, StoreError};
use crate::tui::jobs::Job;

/// State of the exchange of an open book; none while it is not paired.
pub(super) fn pair_info(store: &Store) -> Option<Box<PairInfo>> {
    let read = || -> Result<Option<PairInfo>, StoreError> {
        // Looked at first, so that a book that was never paired opens as fast as ever.
        if store.phrase()?.is_none() {
            return Ok(None);
        }
        let status = store.pair_status()?;
        if !status.is_paired {
            return Ok(None);
        }
        Ok(Some(PairInfo {
            fingerprint: exchange::spoken_fingerprint(&status.set_sha),
            news: store.news()?,
            versions: store.versions()?,
            status,
        }))
    };
    // The book is of use without it, and what is damaged shows elsewhere.
    read().ok().flatten().map(Box::new)
}

fn told(msg: ExchangeMsg) -> Msg {
    Msg::Exchange(Box::new(msg))
}

/// The message of a problem with its hint.
fn in_words(problem: &Problem) -> String {
    let hint = problem.hint.as_deref().unwrap_or_default();
    format!("{} {hint}", problem.message).trim().to_owned()
}

impl Runtime {
    /// The present state of the exchange, if the open book is paired.
    pub(super) fn pair_state(&self) -> Option<Msg> {
        let pair = pair_info(&self.book.as_ref()?.store)?;
        Some(told(ExchangeMsg::State(Some(pair))))
    }

    pub(super) fn parcel(&mut self, effect: ParcelEffect) -> Result<Vec<Msg>, Problem> {
        match effect {
            ParcelEffect::Find => Ok(vec![told(ExchangeMsg::Found(self.newest_parcel()))]),
            ParcelEffect::Open(request) => self.open_parcel(request),
            ParcelEffect::Start(role) => self.start_from_parcel(role),
        }
    }

    fn newest_parcel(&self) -> Option<FoundParcel> {
        let path = folder::newest_download(self.downloads.as_ref()?)?;
        let saved = fs::metadata(&path).and_then(|it| it.modified()).ok()?;
        let saved = chrono::DateTime::<chrono::Utc>::from(saved).naive_utc();
        let saved = self.env.local_time(saved);
        Some(FoundParcel { path, saved })
    }

    /// Starts a job that opens a parcel: its key takes a while.
    pub(super) fn open_parcel(&mut self, request: ParcelRequest) -> Result<Vec<Msg>, Problem> {
        let known = self.book.as_ref().map(|book| book.store.phrase());
        let known = known.transpose()?.flatten();
        let job = Job::start("parcel", move |_| {
            let outcome = open_with(&request, known.as_deref())?;
            Ok(ExportResult::Parcel(Box::new(outcome)))
        });
        Ok(self.follow_job(job, "Opening the parcel"))
    }

    /// Shows what an opened parcel brings, or asks for its phrase.
    pub(super) fn on_parcel(&mut self, outcome: ParcelOutcome) -> Result<Vec<Msg>, Problem> {
        let opened = match outcome {
            ParcelOutcome::Opened(opened) => opened,
            ParcelOutcome::PhraseNeeded(ask) => return Ok(vec![told(ask)]),
        };
        let parcel = &opened.parcel;
        let msg = match &mut self.book {
            Some(book) => ExchangeMsg::Reviewed(parcels::review(
                &mut book.store,
                parcel,
                &self.dirs.config,
                &mut self.env,
            )?),
            None => ExchangeMsg::OpenedForNewBook {
                person: parcel.person.clone(),
                role: parcel.role,
                entries: parcel.entries.len(),
            },
        };
        self.parcel = Some(opened);
        Ok(vec![told(msg)])
    }

    /// Makes a new book of the opened parcel and opens it.
    fn start_from_parcel(&mut self, me: Role) -> Result<Vec<Msg>, Problem> {
        let opened = self.parcel.as_ref().ok_or_else(no_parcel)?;
        let mut env = self.env.clone().with_clock_of(&self.base_env);
        let (parcel, phrase) = (&opened.parcel, &opened.phrase);
        let path = parcels::new_book_from(parcel, phrase, Some(me), None, &self.dirs, &mut env)?;
        self.parcel = None;
        let mut messages = self.open_at(&path, env)?;
        // In a new book everything would be news.
        if let Some(book) = &mut self.book {
            book.store.mark_news_seen()?;
            book.note_own_commit();
        }
        messages.extend(self.pair_state());
        Ok(messages)
    }

    pub(super) fn exchange(&mut self, effect: ExchangeEffect) -> Result<Vec<Msg>, Problem> {
        match effect {
            ExchangeEffect::PrepareShare => self.prepare_share(),
            ExchangeEffect::WriteShare(is_text) => self.write_share(is_text),
            ExchangeEffect::Receive(keep) => self.receive(&keep),
            ExchangeEffect::ShowPhrase => {
                self.show_phrase("The phrase that opens your parcels is:")
            }
            ExchangeEffect::SetPhrase(typed) => self.set_phrase(typed),
            ExchangeEffect::PickVersion(versions, number) => self.with_store(|store, env| {
                let committed = store.pick_version(&versions, number, env)?;
                Ok(committed_msgs(store, committed, None, CommitOrigin::New))
            }),
            ExchangeEffect::MarkNewsSeen => self.with_store(|store, _| {
                store.mark_news_seen()?;
                Ok(Vec::new())
            }),
        }
    }

    fn prepare_share(&mut self) -> Result<Vec<Msg>, Problem> {
        let prepared = self.prepared_share()?;
        let preview = SharePreview {
            folder: self.dirs.exports.clone(),
            first_phrase: prepared
                .is_first
                .then(|| Secret(prepared.phrase.as_str().to_owned())),
            files: prepared.files.iter().map(|it| it.name.clone()).collect(),
            summary: prepared.summary,
        };
        Ok(vec![told(ExchangeMsg::ShareReady(preview))])
    }

    fn prepared_share(&mut self) -> Result<parcels::PreparedShare, Problem> {
        let book = self.book.as_mut().ok_or_else(no_parcel)?;
        parcels::prepare_share(&mut book.store, &self.catalog)
    }

    /// Starts a job that encrypts a parcel: its key takes a while.
    fn write_share(&mut self, is_text: bool) -> Result<Vec<Msg>, Problem> {
        let prepared = self.prepared_share()?;
        let book = self.book.as_mut().ok_or_else(no_parcel)?;
        let target = parcels::ShareTarget::Exports(self.dirs.exports.clone());
        let parcel = parcels::seal_share(&mut book.store, &prepared, &target, &self.env)?;
        let job = Job::start("share", move |_| {
            let bytes = exchange::seal(&parcel, &prepared.phrase, is_text)?;
            Ok(ExportResult::Sealed(Box::new(SealedParcel {
                parcel,
                bytes,
                is_text,
            })))
        });
        Ok(self.follow_job(job, "Sealing the parcel"))
    }

    pub(super) fn write_sealed(&mut self, sealed: &SealedParcel) -> Result<Vec<Msg>, Problem> {
        let elsewhere = self.has_external_changes();
        let target = parcels::ShareTarget::Exports(self.dirs.exports.clone());
        let book = self.book.as_mut().ok_or_else(no_parcel)?;
        let (parcel, is_text) = (&sealed.parcel, sealed.is_text);
        let parcel = (parcel, sealed.bytes.as_slice());
        let shared = parcels::write_sealed(&mut book.store, parcel, &target, is_text, &self.env)?;
        if !elsewhere {
            self.note_own_commit();
        }
        let written = WrittenParcel {
            is_text,
            path: shared.path,
            mail: shared.mail,
        };
        let state = self.pair_state();
        Ok([told(ExchangeMsg::Written(written))]
            .into_iter()
            .chain(state)
            .collect())
    }

    /// Takes the opened parcel in, after a backup.
    fn receive(&mut self, keep: &[RecordKey]) -> Result<Vec<Msg>, Problem> {
        let opened = self.parcel.as_ref().ok_or_else(no_parcel)?;
        let book = self.book.as_mut().ok_or_else(no_parcel)?;
        let arrived = parcels::receive(
            &mut book.store,
            &opened.parcel,
            &opened.phrase,
            keep,
            &self.dirs.config,
            &mut self.env,
        )?;
        self.parcel = None;
        let received = arrived.received;
        let mut messages = if received.review.joins || !arrived.files.is_empty() {
            vec![self.reloaded()?]
        } else if received.review.is_empty() {
            Vec::new()
        } else {
            let store = &self.book()?.store;
            committed_msgs(store, received.committed, None, CommitOrigin::Received)
        };
        messages.push(told(ExchangeMsg::Received(received.review)));
        Ok(messages)
    }

    fn show_phrase(&self, words: &str) -> Result<Vec<Msg>, Problem> {
        let phrase = self.book()?.store.phrase()?;
        let none =
            || Problem::new("There is no phrase yet.").hint("The first parcel makes one: S.");
        let phrase = phrase.ok_or_else(none)?;
        let hint = "Say it on the phone; it belongs in no mail.";
        let notice = Problem::new(format!("{words} {phrase}")).hint(hint);
        Ok(vec![Msg::Notice(notice)])
    }

    /// Keeps the phrase that was typed, or a new one.
    fn set_phrase(&mut self, typed: Option<Secret>) -> Result<Vec<Msg>, Problem> {
        let phrase = match &typed {
            None => Phrase::generate()?,
            Some(typed) => match Phrase::parse(&typed.0) {
                Ok(phrase) => phrase,
                Err(problem) => {
                    return Ok(vec![told(ExchangeMsg::AskPhrase {
                        purpose: PhrasePurpose::Own,
                        typed: typed.clone(),
                        why: in_words(&problem),
                    })]);
                }
            },
        };
        self.with_store(|store, _| {
            store.set_phrase(phrase.as_str())?;
            Ok(Vec::new())
        })?;
        self.show_phrase("From now on your parcels are sealed with:")
    }
}

fn no_parcel() -> Problem {
    Problem::new("The parcel is not open any more.").hint("Choose it once more: R.")
}

/// Opens the parcel with the phrase that was typed, else with the `known` one.
fn open_with(request: &ParcelRequest, known: Option<&str>) -> Result<ParcelOutcome, Problem> {
    let bytes = folder::read_bytes(Path::new(&files::typed_path(&request.file)))?;
    if !exchange::is_parcel(&bytes) {
        return Err(Problem::new("This file is no parcel.")
            .hint("Choose the one that your partner sent you."));
    }
    let ask = |why: String| {
        Ok(ParcelOutcome::PhraseNeeded(ExchangeMsg::AskPhrase {
            purpose: PhrasePurpose::Open(request.file.clone()),
            typed: request.phrase.clone().unwrap_or_default(),
            why,
        }))
    };
    let typed = request.phrase.as_ref().map(|typed| typed.0.as_str());
    let Some(words) = typed.or(known) else {
        return ask("The words that your partner says to you on the phone open it.".to_owned());
    };
    let phrase = match Phrase::parse(words) {
        Ok(phrase) => phrase,
        Err(problem) => return ask(in_words(&problem)),
    };
    match exchange::open(&bytes, &phrase) {
        Ok(parcel) => Ok(ParcelOutcome::Opened(parcels::OpenedParcel { parcel, phrase })),
        Err(problem) if !exchange::is_wrong_phrase(&problem) => Err(problem),
        Err(problem) if typed.is_some() => ask(in_words(&problem)),
        Err(_) => ask(
            "The phrase of this book does not open it. Ask your partner for the words of this parcel."
                .to_owned(),
        ),
    }
}
