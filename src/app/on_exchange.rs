//! Answers of the runtime about the exchange, and the questions asked before it.

use std::collections::BTreeSet;

use super::edit_target::EditTarget;
use super::exchange::{
    ExchangeEffect, ExchangeMsg, FoundParcel, ParcelEffect, ParcelRequest, PhraseEntry,
    PhrasePurpose, Secret, WrittenParcel,
};
use super::field::TextField;
use super::modal::{Modal, PickRow};
use super::screens::review::ReviewScreen;
use super::screens::share::ShareScreen;
use super::screens::{Screen, ScreenEffects, open_modal, push_screen, status, versions};
use super::session::Session;
use super::session_exchange::brought_words;
use super::{App, BookEffect, Effect, Msg};
use crate::domain::dates::format_date_time;
use crate::domain::exchange::Review;
use crate::domain::exchange_words::entries;
use crate::domain::id::Id;
use crate::domain::ops::goal::join_goals;
use crate::domain::person::Role;

fn in_book(effect: ExchangeEffect) -> Msg {
    Msg::Book(BookEffect::Exchange(effect))
}

/// Asks what is to be done with the phrase.
pub fn pick_phrase() -> ScreenEffects {
    let ask = |msg| Msg::Exchange(Box::new(msg));
    let own = ask(ExchangeMsg::AskPhrase {
        purpose: PhrasePurpose::Own,
        typed: Secret::default(),
        why: "At least 12 letters; several words are best. Agree on it with your partner."
            .to_owned(),
    });
    let renew = ask(ExchangeMsg::ConfirmNewPhrase);
    let rows = [
        PickRow::new("Show it", in_book(ExchangeEffect::ShowPhrase)),
        PickRow::new("Make a new one, of six words", renew),
        PickRow::new("Take one of your own", own),
    ];
    open_modal(Modal::pick("The phrase that seals your parcels", rows, 0))
}

/// Opens what has several versions, of the record on the screen or of all.
pub fn open_versions(screen: Option<&Screen>, session: &Session) -> ScreenEffects {
    let of = match screen {
        Some(Screen::Goal(shown)) => Some(shown.goal),
        Some(Screen::Meeting(shown)) => Some(shown.meeting),
        _ => None,
    };
    let of = of.filter(|id| session.versions_note(*id).is_some());
    if session.versions(of).next().is_none() {
        return status("Nothing has two versions.");
    }
    push_screen(Screen::Versions(versions::VersionsScreen::new(of)))
}

impl App {
    pub(super) fn on_exchange(&mut self, msg: ExchangeMsg) {
        match msg {
            ExchangeMsg::State(pair) => {
                self.session.pair = pair;
                self.refresh_screens();
            }
            ExchangeMsg::ShareReady(preview) => self.show_share(ShareScreen::new(preview)),
            ExchangeMsg::Written(written) => self.on_parcel_written(written),
            ExchangeMsg::Found(found) => self.on_parcel_found(found),
            ExchangeMsg::AskPhrase {
                purpose,
                typed,
                why,
            } => {
                self.close_progress();
                self.modals.push(Modal::Phrase(PhraseEntry {
                    purpose,
                    why,
                    typed: TextField::single_line(&typed.0),
                    is_shown: false,
                }));
            }
            ExchangeMsg::ConfirmNewPhrase => self.modals.push(Modal::Confirm {
                question: "Make a new phrase?".to_owned(),
                detail: "Your partner needs it before the next parcel of either of you. \
                         The phrase you have now opens older parcels only."
                    .to_owned(),
                on_confirm: in_book(ExchangeEffect::SetPhrase(None)),
            }),
            // That nothing is new is noted, too.
            ExchangeMsg::Reviewed(review) if review.is_empty() => {
                self.close_progress();
                let receive = ExchangeEffect::Receive(Vec::new());
                self.run_in_book(BookEffect::Exchange(receive));
            }
            ExchangeMsg::Reviewed(review) => {
                self.close_progress();
                self.close_import();
                self.push_screen(Screen::Review(ReviewScreen::new(review)));
            }
            ExchangeMsg::OpenedForNewBook {
                person,
                role,
                entries,
            } => self.ask_whose_book(&person, role, entries),
            ExchangeMsg::Received(review) => self.on_received(&review),
        }
    }

    /// Shows the share screen in place of one that is shown.
    fn show_share(&mut self, mut screen: ShareScreen) {
        let top = self.screens.pop_if(|top| matches!(top, Screen::Share(_)));
        if let Some(Screen::Share(shown)) = top {
            screen.report = shown.report;
        }
        self.push_screen(Screen::Share(screen));
    }

    fn on_parcel_written(&mut self, written: WrittenParcel) {
        self.close_progress();
        let path = written.path.display().to_string();
        let mut report = format!("Written: {path}");
        if written.is_text {
            self.effects.push(Effect::Copy(written.mail.clone()));
            report = format!(
                "The mail with the parcel in it is copied: paste it. The parcel is in {path}, too."
            );
        }
        if let Some(Screen::Share(shown)) = self.screens.last_mut() {
            shown.copied = written.is_text.then(|| report.clone());
            shown.written = Some(written);
        }
        self.set_status(report);
    }

    /// Offers the parcel that was found, or asks for the path of one.
    fn on_parcel_found(&mut self, found: Option<FoundParcel>) {
        let Some(FoundParcel { path, saved }) = found else {
            self.open_editor(EditTarget::Import);
            return self.set_status(
                "There is no parcel among your downloads. Where is the file that you have?",
            );
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let open = Msg::Parcel(ParcelEffect::Open(ParcelRequest {
            file: path.display().to_string(),
            phrase: None,
        }));
        let saved = format_date_time(saved.date(), Some(saved.time()));
        let rows = [
            PickRow::new(name, open),
            PickRow::new("Another file …", Msg::OpenEditor(EditTarget::Import)),
        ];
        let title = format!("Newest parcel in your downloads: {saved}");
        self.modals.push(Modal::pick(title, rows, 0));
    }

    fn ask_whose_book(&mut self, person: &str, role: Role, count: usize) {
        self.close_progress();
        let start = |role| Msg::Parcel(ParcelEffect::Start(role));
        let rows = [
            PickRow::new(
                format!("I am {person}'s {}", role.other().label().to_lowercase()),
                start(role.other()),
            ),
            PickRow::new(format!("I am {person}, on another computer"), start(role)),
        ];
        let title = format!("A new book from {}. Who are you?", entries(count));
        self.modals.push(Modal::pick(title, rows, 0));
    }

    /// Reports what was taken in, joins what both entered, and offers the answer.
    fn on_received(&mut self, review: &Review) {
        let reviewed = self.screens.pop_if(|top| matches!(top, Screen::Review(_)));
        if review.is_empty() {
            self.close_import();
            let words = format!("Nothing new: all that {} sent is here.", review.person);
            return self.set_status(words);
        }
        if let Some(Screen::Review(reviewed)) = reviewed
            && !reviewed.joined.is_empty()
        {
            self.join_twins(&reviewed.joined);
        }
        let report = format!("From {}: {}.", review.person, brought_words(review));
        self.screens.push(Screen::Share(ShareScreen {
            report: Some(report),
            ..ShareScreen::default()
        }));
        self.run_in_book(BookEffect::Exchange(ExchangeEffect::PrepareShare));
        self.set_status("The parcel is taken in. u takes all of it back.");
    }

    /// Joins goals that both entered, in one commit; both partners keep the same one of each two, whoever joins.
    fn join_twins(&mut self, twins: &BTreeSet<(Id, Id)>) {
        let session = &self.session;
        let mut book = session.book.clone();
        let mut all = session.ctx.commit("goals joined", Vec::new());
        for (one, other) in twins {
            match join_goals(&book, *one.min(other), *one.max(other), &session.ctx) {
                Ok(commit) => {
                    book.apply(&commit.changes);
                    all = all.merge(commit);
                }
                Err(refusal) => return self.show_error(refusal.into()),
            }
        }
        self.commit(Ok(all), None);
    }

    /// Closes the look at a file, and the form that asked for it.
    pub(super) fn close_import(&mut self) {
        self.screens.pop_if(|top| matches!(top, Screen::Import(_)));
        self.screens
            .pop_if(|top| matches!(top, Screen::Form(form) if form.target == EditTarget::Import));
    }
}
