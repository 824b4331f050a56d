use proptest::prelude::*;

use super::*;
use crate::domain::fill::tests::{Pen, book, day, done, editor, given, id, keys, options, program};
use crate::domain::meeting::Channel;
use crate::domain::person::{Owner, Role};

/// The meeting that the commit made or changed.
fn saved(book: &mut Book, commit: Outcome) -> Meeting {
    let ids: Vec<_> = commit
        .as_ref()
        .map(|commit| commit.changes.iter().map(|change| change.id).collect())
        .unwrap_or_default();
    done(book, commit);
    let meeting = ids.iter().rev().find_map(|id| book.meetings.get(id));
    meeting.unwrap().clone()
}

#[test]
fn only_the_kind_has_to_be_said() {
    let (mut book, pen) = (book(), Pen::default());
    let refused = log(&book, &given(&[("notes", "Hello")]), &pen.ctx()).unwrap_err();
    assert!(refused.message.contains("meeting or a contact"));
    let commit = log(&book, &given(&[("kind", "contact")]), &pen.ctx());
    assert_eq!(
        commit.as_ref().unwrap().label,
        "contact of Thu, Apr 1, 2027 logged"
    );
    let meeting = saved(&mut book, commit);
    assert_eq!(meeting.date, day("2027-04-01"));
    assert!(meeting.is_held());
}

#[test]
fn a_whole_call_is_logged_in_one_commit() {
    let (mut book, pen) = (book(), Pen::default());
    let answers = given(&[
        ("kind", "meeting"),
        ("date", "2027-03-30 10:00"),
        ("channel", "phone"),
        ("minutes", "50"),
        ("topics", "budget, school visit"),
        ("resources", "A book, with a comma; a site"),
        ("notes", "Shared"),
        ("private-notes", "Mine"),
        ("feeling", "4"),
        (
            "actions",
            "me: call the school by apr 9\nMentor: send the outline",
        ),
        ("next", "2027-05-04 10:00"),
    ]);
    let commit = log(&book, &answers, &pen.ctx());
    let meeting = saved(&mut book, commit);
    assert_eq!(meeting.topics.len(), 2);
    assert_eq!(meeting.resources.len(), 2);
    assert_eq!(book.note(meeting.id, Role::Mentee).unwrap().text, "Shared");
    let private = book.private_note(meeting.id).unwrap();
    assert_eq!((private.text.as_str(), private.feeling), ("Mine", Some(4)));
    let actions = book.actions_of(meeting.id);
    assert_eq!(actions.len(), 2);
    assert_eq!(actions[0].due, Some(day("2027-04-09")));
    assert_eq!(actions[1].owner, Owner::Mentor);
    assert_eq!(actions[0].agreed, Some(day("2027-03-30")));
    let next = book
        .planned()
        .into_iter()
        .find(|planned| planned.date == day("2027-05-04"))
        .unwrap();
    assert_eq!(next.channel, Some(Channel::Phone));
    assert!(next.time.is_some() && next.topics.is_empty());
}

#[test]
fn what_is_ahead_cannot_have_been_held_and_what_is_past_cannot_be_planned() {
    let (book, pen) = (book(), Pen::default());
    let ahead = given(&[("kind", "meeting"), ("date", "2027-04-02")]);
    assert!(log(&book, &ahead, &pen.ctx()).unwrap_err().hint.is_some());
    let past = given(&[("date", "2027-03-31")]);
    assert!(plan(&past, &pen.ctx()).is_err());
    let past = given(&[("kind", "meeting"), ("next", "2027-03-31")]);
    assert!(log(&book, &past, &pen.ctx()).is_err());
    let endless = given(&[("kind", "meeting"), ("minutes", "100000")]);
    assert!(log(&book, &endless, &pen.ctx()).is_err());
}

#[test]
fn the_next_meeting_is_not_planned_twice() {
    let (book, pen) = (book(), Pen::default());
    let answers = given(&[("kind", "meeting"), ("next", "2027-04-13 11:00")]);
    let commit = log(&book, &answers, &pen.ctx()).unwrap();
    assert_eq!(
        commit.changes.len(),
        1,
        "one is planned on that day already"
    );
}

#[test]
fn a_planned_meeting_is_written_up_and_then_counts() {
    let (mut book, pen) = (book(), Pen::default());
    let link = "https://example.org/call";
    let planned = given(&[("date", "2027-04-01 10:00"), ("link", link)]);
    let commit = plan(&planned, &pen.ctx());
    assert_eq!(
        commit.as_ref().unwrap().label,
        "meeting of Thu, Apr 1, 2027 planned"
    );
    let planned = saved(&mut book, commit);
    assert!(planned.is_planned());
    let mut answers = answers_of(&book, &planned);
    answers.set("notes", "We talked").set("minutes", "40");
    let commit = mark_held(&book, planned.id, &answers, &pen.ctx());
    let held = saved(&mut book, commit);
    assert!(held.is_held());
    assert_eq!((held.time, held.minutes), (planned.time, Some(40)));
    assert_eq!(held.link, link);
    let year = Year {
        book: &book,
        program: &program(),
        today: day("2027-04-01"),
    };
    assert_eq!(plan_defaults(&year).get("link"), link);
    let commit = cancel(&book, held.id, &pen.ctx());
    assert!(commit.unwrap_err().message.contains("was held"));
}

#[test]
fn an_edit_keeps_what_it_does_not_touch_and_adds_actions() {
    let (mut book, pen) = (book(), Pen::default());
    let meeting = book.meetings[&id("2027-03-09")].clone();
    let mut answers = answers_of(&book, &meeting);
    let same = edit(&book, meeting.id, &answers, &pen.ctx()).unwrap();
    assert!(same.changes.is_empty());
    answers
        .set("actions", "both: look at the shelf")
        .set("win", "");
    let commit = edit(&book, meeting.id, &answers, &pen.ctx());
    let edited = saved(&mut book, commit);
    assert_eq!(edited.win, "");
    assert_eq!(edited.topics, meeting.topics);
    assert_eq!(book.actions_of(meeting.id)[0].owner, Owner::Both);
}

#[test]
fn emptied_notes_are_emptied_and_the_partners_stay() {
    let (mut book, pen) = (book(), Pen::default());
    let meeting = id("2027-03-09");
    let theirs = Note {
        id: Note::id_for(meeting, Role::Mentor),
        meeting,
        author: Role::Mentor,
        text: "Theirs".to_owned(),
    };
    book.extend([theirs.into()]);
    let mut answers = answers_of(&book, &book.meetings[&meeting]);
    assert_eq!(answers.get("notes"), "");
    for text in ["Mine", ""] {
        answers.set("notes", text);
        let commit = edit(&book, meeting, &answers, &pen.ctx());
        done(&mut book, commit);
        assert_eq!(book.note(meeting, Role::Mentee).unwrap().text, text);
    }
    assert_eq!(book.note(meeting, Role::Mentor).unwrap().text, "Theirs");
}

#[test]
fn a_planned_meeting_is_called_off_once_and_may_be_held_after_all() {
    let (mut book, pen) = (book(), Pen::default());
    let meeting = id("2027-04-13");
    let commit = cancel(&book, meeting, &pen.ctx());
    assert_eq!(
        done(&mut book, commit),
        "meeting of Tue, Apr 13, 2027 called off"
    );
    assert!(cancel(&book, meeting, &pen.ctx()).is_err());
    let mut answers = answers_of(&book, &book.meetings[&meeting]);
    answers.set("date", "2027-03-31");
    let commit = mark_held(&book, meeting, &answers, &pen.ctx());
    done(&mut book, commit);
    assert!(book.meetings[&meeting].is_held());
    let commit = crate::domain::ops::archive(
        &book,
        crate::domain::change::Kind::Meeting,
        meeting,
        &pen.ctx(),
    );
    done(&mut book, commit);
    assert!(!book.meetings[&meeting].is_held());
}

#[test]
fn a_quick_entry_starts_from_what_is_usual() {
    let (book, program) = (book(), program());
    let year = Year {
        book: &book,
        program: &program,
        today: day("2027-04-01"),
    };
    let meeting = defaults(&year, MeetingKind::Meeting);
    assert_eq!(meeting.get("date"), "2027-04-01");
    assert_eq!(
        (meeting.get("channel"), meeting.get("minutes")),
        ("video", "50")
    );
    let contact = defaults(&year, MeetingKind::Contact);
    assert_eq!(
        (contact.get("channel"), contact.get("minutes")),
        ("email", "")
    );
}

fn promised(line: &str) -> Option<(String, Owner, Option<String>)> {
    let promise = parse_actions(line, &book(), day("2027-04-01")).pop()?;
    let due = promise.due.map(|due| due.to_string());
    Some((promise.text, promise.owner, due))
}

#[test]
fn a_line_of_actions_says_who_and_by_when() {
    let call = |owner, due: Option<&str>| {
        Some(("Call the school".to_owned(), owner, due.map(str::to_owned)))
    };
    assert_eq!(promised("Call the school"), call(Owner::Mentee, None));
    assert_eq!(promised("- me: Call the school"), call(Owner::Mentee, None));
    assert_eq!(
        promised("* [ ] MENTOR: Call the school"),
        call(Owner::Mentor, None)
    );
    assert_eq!(
        promised("Mentor B: Call the school"),
        call(Owner::Mentor, None)
    );
    assert_eq!(promised("we: Call the school"), call(Owner::Both, None));
    let due = Some("2027-04-09");
    assert_eq!(
        promised("Call the school by apr 9"),
        call(Owner::Mentee, due)
    );
    assert_eq!(
        promised("mentor: Call the school (by 2027-04-09)."),
        call(Owner::Mentor, due)
    );
}

#[test]
fn words_that_are_neither_owner_nor_day_belong_to_the_text() {
    let text = |line: &str| promised(line).map(|(text, _, _)| text);
    assert_eq!(text("Stop by the school").unwrap(), "Stop by the school");
    assert_eq!(
        text("Read: the article by the office").unwrap(),
        "Read: the article by the office"
    );
    assert_eq!(text("(by apr 9)").unwrap(), "(by apr 9)");
    assert_eq!(text("  - "), None);
    assert_eq!(text("me:"), None);
}

#[test]
fn the_editors_ask_for_what_the_operations_read() {
    let meeting = editor(include_str!("../../../../assets/forms/editor-meeting.toml"));
    let mut full = answers_of(&book(), &book().meetings[&id("2027-03-09")]);
    for field in ["title", "goals", "activities", "resources", "decisions"] {
        full.set(field, "x");
    }
    full.set("notes", "x").set("private-notes", "x");
    full.set("feeling", "4")
        .set("actions", "x")
        .set("next", "2027-05-04");
    full.set("link", "x");
    let read: BTreeSet<_> = full.0.keys().map(|slot| slot.field.clone()).collect();
    assert!(read.is_subset(&keys(&meeting)));
    let plan = editor(include_str!("../../../../assets/forms/editor-plan.toml"));
    assert!(keys(&plan).is_subset(&read));
    let series = editor(include_str!("../../../../assets/forms/editor-series.toml"));
    assert!(keys(&series).difference(&read).eq(["every"]));
    for def in [&meeting, &plan, &series] {
        let channels = Channel::ALL.iter().map(|it| (it.key(), it.label()));
        assert_eq!(options(def, "channel"), channels.collect::<Vec<_>>());
    }
    let kinds = MeetingKind::ALL.iter().map(|it| (it.key(), it.label()));
    assert_eq!(options(&meeting, "kind"), kinds.collect::<Vec<_>>());
    let every = Recurrence::ALL.iter().map(|it| (it.key(), it.label()));
    assert_eq!(options(&series, "every"), every.collect::<Vec<_>>());
    assert!(meeting.field("feeling").unwrap().1.private);
    assert!(meeting.field("private-notes").unwrap().1.private);
    let direction = |form: &crate::domain::form::FormDef| form.field("date").unwrap().1.direction;
    assert_ne!(direction(&meeting), direction(&plan));
}

fn series_days(first: &str, every: &str) -> Vec<String> {
    let (mut book, pen) = (book(), Pen::default());
    book.meetings = std::sync::Arc::default();
    book.log.clear();
    let answers = given(&[("date", first), ("every", every), ("channel", "phone")]);
    let commit = plan_series(&book, &answers, &pen.ctx());
    done(&mut book, commit);
    book.planned()
        .iter()
        .map(|planned| planned.date.format("%m-%d").to_string())
        .collect()
}

#[test]
fn a_monthly_series_keeps_the_weekday_of_the_month_until_the_end_of_the_year() {
    assert_eq!(
        series_days("2027-04-06 10:00", "month"),
        ["04-06", "05-04", "06-01", "07-06", "08-03"]
    );
    assert_eq!(
        series_days("2027-04-29", "month"),
        ["04-29", "05-27", "06-24", "07-29", "08-26"],
        "the fifth Thursday, or the last where there are four"
    );
}

#[test]
fn a_series_by_weeks_counts_weeks() {
    assert_eq!(
        series_days("2027-06-01", "4-weeks"),
        ["06-01", "06-29", "07-27", "08-24"]
    );
}

#[test]
fn a_series_leaves_out_days_that_are_taken_and_stays_within_the_year() {
    let (book, pen) = (book(), Pen::default());
    let answers = given(&[("date", "2027-04-13"), ("every", "month")]);
    let commit = plan_series(&book, &answers, &pen.ctx()).unwrap();
    assert_eq!(commit.label, "4 meetings planned, until Tue, Aug 31, 2027");
    for date in ["2027-03-01", "2027-09-01", ""] {
        let answers = given(&[("date", date), ("every", "week")]);
        assert!(plan_series(&book, &answers, &pen.ctx()).is_err());
    }
}

proptest! {
    #[test]
    fn a_meeting_read_back_gives_the_same_answers(
        kind in 0usize..2,
        days in 0u64..120,
        time in proptest::option::of(0u32..86_400),
        minutes in proptest::option::of(1u32..600),
        words in proptest::collection::btree_set("[a-z]{1,6}( [a-z]{1,4})?", 0..4),
        notes in "[A-Za-z.\n]{0,30}",
        feeling in proptest::option::of(1u8..6),
    ) {
        let (mut book, pen) = (book(), Pen::default());
        let date = day("2027-04-01") - chrono::Days::new(days);
        let time = time.and_then(|time| chrono::NaiveTime::from_hms_opt(time / 3600, time / 60 % 60, 0));
        let mut answers = Answers::default();
        answers
            .set("kind", MeetingKind::ALL[kind].key())
            .set_day("date", Some(date), time)
            .set_number("minutes", minutes)
            .set("topics", joined(&words, ", "))
            .set("resources", joined(&words, "; "))
            .set("activities", joined(&words, "\n"))
            .set("notes", notes.trim())
            .set("private-notes", notes.trim())
            .set_number("feeling", feeling);
        let commit = log(&book, &answers, &pen.ctx());
        let meeting = saved(&mut book, commit);
        prop_assert_eq!(answers_of(&book, &meeting), answers.clone());
        let again = edit(&book, meeting.id, &answers, &pen.ctx()).unwrap();
        prop_assert!(again.changes.is_empty());
    }

    #[test]
    fn no_line_of_actions_makes_the_reading_fall_over(text in "(?s).{0,40}|(me|mentor)?:? ?[a-zé]{0,5} by [a-z0-9 é]{0,8}") {
        for promise in parse_actions(&text, &book(), day("2027-04-01")) {
            prop_assert!(!promise.text.is_empty());
        }
    }
}

#[test]
fn a_meeting_moves_to_another_day_on_its_own_side_of_today() {
    let (mut book, pen) = (book(), Pen::default());
    let ahead = given(&[("date", "2027-04-06 10:00")]);
    let commit = plan(&ahead, &pen.ctx());
    let meeting = saved(&mut book, commit);
    assert!(reschedule(&book, meeting.id, day("2027-03-01"), None, None, &pen.ctx()).is_err());
    let commit = reschedule(
        &book,
        meeting.id,
        day("2027-04-08"),
        meeting.time,
        None,
        &pen.ctx(),
    );
    assert_eq!(
        commit.as_ref().unwrap().label,
        "meeting of Tue, Apr 6, 2027 moved to Thu, Apr 8, 2027 at 10:00 AM"
    );
    assert_eq!(saved(&mut book, commit).date, day("2027-04-08"));
}
