//! Hours by the clock of the book's owner.
//!
//! A planned meeting is kept in the zone in which it was planned, and handed out in that of the owner; a commit that leaves
//! its hour alone leaves it as it was kept. What was held stays as it was, wherever its owner lives by now.

use std::borrow::Cow;

use chrono_tz::Tz;

use super::Store;
use super::project::{current, decode_record};
use crate::domain::book::Book;
use crate::domain::change::{Change, Commit, Committed, Kind, Record};
use crate::domain::id::Id;
use crate::domain::meeting::{Meeting, MeetingState};
use crate::domain::person::Person;
use crate::domain::zone::convert;
use crate::env::Env;

impl Store {
    /// Has `env` and this store read hours in the zone that the book says its owner lives in, if it says one.
    pub fn use_owners_zone(&mut self, env: &mut Env) {
        let me = Person::id_for(self.identity.pair, self.identity.me);
        env.live_in(match self.kept(Kind::Person, me) {
            Some(Record::Person(me)) => me.zone.parse().ok(),
            Some(_) | None => None,
        });
        self.zone = env.zone();
    }

    /// The record as it is kept; none if there is none or it cannot be read, which loading tells.
    fn kept(&self, kind: Kind, id: Id) -> Option<Record> {
        let (_, fields) = current(&self.conn, kind, id).ok()??;
        decode_record(kind, id, fields).ok()
    }

    /// The book with its planned meetings by the owner's clock.
    pub(super) fn by_own_clock(&self, mut book: Book) -> Book {
        let Some(zone) = self.zone else { return book };
        let moved = book.meetings.values().filter_map(|it| shown(it, zone));
        let moved: Vec<Record> = moved.map(Record::from).collect();
        if !moved.is_empty() {
            book.extend(moved);
        }
        book
    }

    /// Records with the planned meetings among them by the owner's clock.
    pub(super) fn records_by_own_clock(&self, mut records: Vec<Record>) -> Vec<Record> {
        for record in &mut records {
            self.show(record);
        }
        records
    }

    /// The changes saved, as [`Self::by_own_clock`] would show them; the zone is found anew if a person was changed.
    pub(super) fn committed_by_own_clock(
        &mut self,
        mut committed: Committed,
        env: &mut Env,
    ) -> Committed {
        let mut kinds = committed.changes.iter().filter_map(Change::kind);
        if kinds.any(|kind| kind == Kind::Person) {
            self.use_owners_zone(env);
        }
        for change in &mut committed.changes {
            let sides = change.before.iter_mut().chain(&mut change.after);
            for record in sides {
                self.show(record);
            }
        }
        committed
    }

    fn show(&self, record: &mut Record) {
        if let (Record::Meeting(meeting), Some(zone)) = (&mut *record, self.zone)
            && let Some(moved) = shown(meeting, zone)
        {
            *meeting = moved;
        }
    }

    /// The commit with the hours of meetings as they are kept, where it leaves them alone.
    pub(super) fn as_kept<'a>(&self, commit: &'a Commit) -> Cow<'a, Commit> {
        let mut commit = Cow::Borrowed(commit);
        for at in 0..commit.changes.len() {
            if let Some(change) = self.change_as_kept(&commit.changes[at]) {
                commit.to_mut().changes[at] = change;
            }
        }
        commit
    }

    /// The change with the hour as it is kept; none where that is no other.
    fn change_as_kept(&self, change: &Change) -> Option<Change> {
        let (Some(Record::Meeting(before)), Some(zone)) = (&change.before, self.zone) else {
            return None;
        };
        let Some(Record::Meeting(kept)) = self.kept(Kind::Meeting, change.id) else {
            return None;
        };
        if hour(&shown(&kept, zone)?) != hour(before) {
            return None;
        }
        let mut after = change.after.clone();
        // Once it is held, the hour by one's own clock is the one to keep.
        if let Some(Record::Meeting(after)) = &mut after
            && after.state == MeetingState::Planned
            && hour(after) == hour(before)
        {
            *after = with_hour(after.clone(), &kept);
        }
        Some(Change {
            before: Some(Record::Meeting(with_hour(before.clone(), &kept))),
            after,
            ..change.clone()
        })
    }
}

/// The meeting by the clock of `zone`; none if that changes nothing.
fn shown(meeting: &Meeting, zone: Tz) -> Option<Meeting> {
    let planned_in: Tz = meeting.zone.parse().ok()?;
    if meeting.state != MeetingState::Planned || meeting.time.is_none() || planned_in == zone {
        return None;
    }
    let (date, time) = convert(meeting.date, meeting.time, planned_in, zone);
    let zone = zone.name().to_owned();
    Some(Meeting {
        date,
        time,
        zone,
        ..meeting.clone()
    })
}

/// Day, hour and zone, which belong together.
fn hour(meeting: &Meeting) -> (chrono::NaiveDate, Option<chrono::NaiveTime>, &str) {
    (meeting.date, meeting.time, &meeting.zone)
}

fn with_hour(meeting: Meeting, of: &Meeting) -> Meeting {
    Meeting {
        date: of.date,
        time: of.time,
        zone: of.zone.clone(),
        ..meeting
    }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, NaiveTime};

    use super::*;
    use crate::domain::book::Identity;

    fn planned(id: Id) -> Meeting {
        Meeting {
            id,
            date: NaiveDate::from_ymd_opt(2026, 12, 8).unwrap(),
            time: NaiveTime::from_hms_opt(10, 0, 0),
            zone: "Europe/Berlin".to_owned(),
            state: MeetingState::Planned,
            ..Meeting::default()
        }
    }

    fn saved(store: &mut Store, change: Change, env: &mut Env) -> Vec<Change> {
        let commit = Commit::new("changed", env.now(), vec![change]);
        store.commit(&commit, env).unwrap().changes
    }

    fn told(meeting: &Meeting) -> String {
        let (date, time, zone) = hour(meeting);
        format!("{date} {} {zone}", time.unwrap())
    }

    #[test]
    fn a_planned_hour_is_read_by_ones_own_clock_and_kept_as_it_was_planned() {
        let mut env = Env::fixed("2026-11-22T12:00:00Z".parse().unwrap(), 1)
            .in_zone(Some(Tz::Pacific__Honolulu));
        let mut store = Store::in_memory(Identity::default(), &mut env).unwrap();
        let id = env.new_id();
        let changes = saved(&mut store, Change::create(planned(id)), &mut env);
        let Some(Record::Meeting(shown)) = changes[0].after.clone() else {
            panic!("no meeting");
        };
        assert_eq!(told(&shown), "2026-12-07 23:00:00 Pacific/Honolulu");
        assert_eq!(store.load().unwrap().meetings[&id], shown);
        // A new title leaves the hour as it was planned.
        let titled = Change::with(&shown, |it| "Talk".clone_into(&mut it.title));
        saved(&mut store, titled, &mut env);
        let shown = store.load().unwrap().meetings[&id].clone();
        assert_eq!(told(&shown), "2026-12-07 23:00:00 Pacific/Honolulu");
        let Some(Record::Meeting(kept)) = store.kept(Kind::Meeting, id) else {
            panic!("no meeting");
        };
        assert_eq!(
            (told(&kept), kept.title.as_str()),
            ("2026-12-08 10:00:00 Europe/Berlin".into(), "Talk")
        );
        // Held, it is kept by the clock of whoever held it, and moves no more.
        let held = Change::with(&shown, |it| it.state = MeetingState::Held);
        saved(&mut store, held, &mut env);
        env = env.in_zone(Some(Tz::America__Chicago));
        store.use_owners_zone(&mut env);
        let held = store.load().unwrap().meetings[&id].clone();
        assert_eq!(told(&held), "2026-12-07 23:00:00 Pacific/Honolulu");
        store.undo(&mut env).unwrap();
        let shown = store.load().unwrap().meetings[&id].clone();
        assert_eq!(told(&shown), "2026-12-08 03:00:00 America/Chicago");
    }

    #[test]
    fn the_zone_of_the_owner_is_that_of_the_book_once_it_names_one() {
        let mut env = Env::fixed("2026-11-22T12:00:00Z".parse().unwrap(), 1);
        let mut store = Store::in_memory(Identity::default(), &mut env).unwrap();
        let id = env.new_id();
        saved(&mut store, Change::create(planned(id)), &mut env);
        let me = Person {
            id: Person::id_for(store.identity.pair, store.identity.me),
            role: store.identity.me,
            zone: "America/New_York".to_owned(),
            ..Person::default()
        };
        saved(&mut store, Change::create(me), &mut env);
        assert_eq!(env.zone(), Some(Tz::America__New_York));
        let shown = store.load().unwrap().meetings[&id].clone();
        assert_eq!(told(&shown), "2026-12-08 04:00:00 America/New_York");
    }
}
