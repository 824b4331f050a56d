//! A parcel before it is taken in: what it changes, by author. Nothing is changed until Enter.

use std::collections::BTreeSet;

use super::record::RecordKey;
use super::{ScreenEffects, ScreenLogic, exchange, open_modal, section_list, status};
use crate::app::command::Command;
use crate::app::exchange::ExchangeEffect;
use crate::app::list_state::ListState;
use crate::app::modal::Modal;
use crate::app::screen_rows::{ScreenRow, ScreenSection, Sign, Tone, selected_key};
use crate::app::session::Session;
use crate::app::session_exchange::{brought_words, field_words, text_words};
use crate::app::{BookEffect, Msg};
use crate::domain::display::capitalize;
use crate::domain::exchange::{Review, ReviewChange, ReviewLine};
use crate::domain::id::Id;
use crate::domain::person::Role;

/// Limit of archived records above which it is asked once more.
const MANY_ARCHIVED: usize = 10;

pub struct ReviewScreen {
    pub review: Review,
    /// Records that stay as they are here.
    pub kept: BTreeSet<RecordKey>,
    /// Goals of the parcel that are joined with one of ours: theirs, ours.
    pub joined: BTreeSet<(Id, Id)>,
    pub list: ListState<RecordKey>,
}

impl ReviewScreen {
    pub fn new(review: Review) -> Self {
        Self {
            review,
            kept: BTreeSet::new(),
            joined: BTreeSet::new(),
            list: ListState::default(),
        }
    }

    /// A section for each author, the sender first.
    pub fn sections(&self, session: &Session) -> Vec<ScreenSection<RecordKey>> {
        let sender = self.review.role;
        let by = |author: Role| {
            let lines = self.review.lines.iter();
            let lines = lines.filter(|line| line.author == author);
            let title = if author == sender {
                format!("By {}", self.review.person)
            } else {
                format!("By {}", session.book.name(author))
            };
            ScreenSection::new(title, lines.map(|line| self.row(line)).collect(), "")
        };
        let mut sections = vec![by(sender), by(sender.other())];
        sections.retain(|section| !section.rows.is_empty());
        if sections.is_empty() {
            sections.push(ScreenSection::new(
                "",
                Vec::new(),
                "What it brings shows nowhere.",
            ));
        }
        sections[0].lines = self.head(session);
        sections
    }

    /// When it was made and what it brings, in sentences.
    fn head(&self, session: &Session) -> Vec<String> {
        let review = &self.review;
        let mut lines = vec![format!(
            "Made on {}: {}. Nothing is changed until Enter.",
            session.moment(review.made),
            brought_words(review)
        )];
        if review.joins {
            lines.push("Two books that were started apart become one match.".to_owned());
        }
        if review.unknown > 0 {
            let words =
                "Some of it is of a newer matchbook: it is kept, and shows after an update.";
            lines.push(words.to_owned());
        }
        if !review.files.is_empty() {
            lines.push(format!("Along with it: {}.", review.files.join(", ")));
        }
        lines
    }

    fn row(&self, line: &ReviewLine) -> ScreenRow<RecordKey> {
        let key = (line.kind, line.id);
        let twin = line.twin.map(|ours| (line.id, ours));
        let is_joined = twin.is_some_and(|twin| self.joined.contains(&twin));
        let (right, tone) = if self.kept.contains(&key) {
            ("stays as it is here", Tone::Soon)
        } else if is_joined {
            ("joined with yours", Tone::Soon)
        } else {
            let is_warning = matches!(
                line.change,
                ReviewChange::BothChanged | ReviewChange::Archived
            );
            let tone = if is_warning { Tone::Late } else { Tone::Plain };
            (line.change.words(), tone)
        };
        let below = if line.twin.is_some() && !is_joined {
            "You both seem to have entered this: J joins the two.".to_owned()
        } else if line.change == ReviewChange::New {
            String::new()
        } else {
            changes_in_line(line)
        };
        ScreenRow::new(key, capitalize(&line.label))
            .sign(Sign::Bullet)
            .right(right)
            .tone(tone)
            .below(below)
    }

    pub fn selected(&self, session: &Session) -> Option<RecordKey> {
        selected_key(&self.list, &self.sections(session))
    }

    fn line(&self, session: &Session) -> Option<&ReviewLine> {
        let (kind, id) = self.selected(session)?;
        let mut lines = self.review.lines.iter();
        lines.find(|line| (line.kind, line.id) == (kind, id))
    }

    /// The fields of the selected record: name, and the text before and after.
    pub fn detail(&self, session: &Session) -> Vec<(String, String)> {
        let Some(line) = self.line(session) else {
            return Vec::new();
        };
        let mut detail = vec![(capitalize(&line.label), line.change.words().to_owned())];
        detail.extend(line.fields.iter().map(|field| {
            let words = match (&*text_words(&field.old), &*text_words(&field.new)) {
                ("", new) => new.to_owned(),
                (old, "") => format!("{old}\n→ (nothing)"),
                (old, new) => format!("{old}\n→ {new}"),
            };
            (capitalize(&field_words(&field.name)), words)
        }));
        detail
    }

    fn take(&self) -> ScreenEffects {
        let effect = ExchangeEffect::Receive(self.kept.iter().copied().collect());
        let archived = self.review.archived();
        if archived <= MANY_ARCHIVED {
            return exchange(effect);
        }
        open_modal(Modal::Confirm {
            question: format!("Take in a parcel that archives {archived} records?"),
            detail: "That is a lot. Each comes back with D, and u takes the whole parcel back."
                .to_owned(),
            on_confirm: Msg::Book(BookEffect::Exchange(effect)),
        })
    }

    fn toggle_kept(&mut self, session: &Session) -> ScreenEffects {
        let Some(line) = self.line(session) else {
            return status("Nothing is selected here.");
        };
        if line.change == ReviewChange::New {
            return status("There is nothing of yours to keep: this one is new.");
        }
        let key = (line.kind, line.id);
        if !self.kept.remove(&key) {
            self.kept.insert(key);
        }
        Vec::new()
    }

    fn toggle_joined(&mut self, session: &Session) -> ScreenEffects {
        let Some(twin) = self
            .line(session)
            .and_then(|line| Some((line.id, line.twin?)))
        else {
            return status("Nothing here seems to be the same as one of yours.");
        };
        if !self.joined.remove(&twin) {
            self.joined.insert(twin);
        }
        Vec::new()
    }
}

/// The changed fields of a record in one line.
fn changes_in_line(line: &ReviewLine) -> String {
    let words = line.fields.iter().map(|field| {
        let name = field_words(&field.name);
        match (&*text_words(&field.old), &*text_words(&field.new)) {
            ("", new) => format!("{name}: {new}"),
            (old, "") => format!("{name}: {old} → (nothing)"),
            (old, new) => format!("{name}: {old} → {new}"),
        }
    });
    words.collect::<Vec<_>>().join(" · ").replace('\n', " ")
}

impl ScreenLogic for ReviewScreen {
    section_list!(Review);

    fn on_command(&mut self, command: &Command, session: &Session) -> Option<ScreenEffects> {
        if *command == Command::Join {
            return Some(self.toggle_joined(session));
        }
        (*command == Command::Toggle).then(|| self.toggle_kept(session))
    }

    fn open(&mut self, _session: &Session) -> ScreenEffects {
        self.take()
    }

    fn click(&mut self, row: usize, session: &Session) -> ScreenEffects {
        // A second click must not take all of it in.
        self.select(crate::app::list_state::Selecting::Row(row), session);
        Vec::new()
    }

    fn on_back(&mut self, _session: &Session) -> ScreenEffects {
        let mut effects = status("Nothing was taken in.");
        effects.extend(super::go_back());
        effects
    }
}
