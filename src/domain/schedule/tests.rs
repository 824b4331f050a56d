use chrono::NaiveTime;
use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::domain::action::Action;
use crate::domain::change::Record;
use crate::domain::deck::Stage;
use crate::domain::goal::{Goal, GoalStatus, Step};
use crate::domain::id::Id;
use crate::domain::meeting::{Channel, Meeting, MeetingKind, MeetingState};
use crate::domain::person::{Owner, Person, Role};
use crate::domain::program::{
    self, Cycle, DateRule, Milestone, MilestoneDef, Phase, Program, Rate,
};

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn id(name: &str) -> Id {
    Id::derived(&[name])
}

fn phase(stage: Stage, from: DateRule) -> Phase {
    Phase {
        stage,
        title: stage.label().to_owned(),
        about: String::new(),
        from,
    }
}

/// A year from November to August with two contacts a month.
pub(crate) fn program() -> Program {
    Program {
        key: "school-year".to_owned(),
        title: "School year".to_owned(),
        short: "School year".to_owned(),
        organization: String::new(),
        country: String::new(),
        about: String::new(),
        is_not: Vec::new(),
        end: DateRule::MonthDay(8, 31),
        cadence: program::Cadence {
            contacts: Some(Rate {
                count: 2,
                months: 1,
            }),
            meetings: None,
            note: String::new(),
        },
        phases: vec![
            phase(Stage::Starting, DateRule::Days(0)),
            phase(Stage::Goals, DateRule::Days(14)),
            phase(Stage::Working, DateRule::MonthDay(12, 1)),
            phase(Stage::Middle, DateRule::MonthDay(3, 15)),
            phase(Stage::Working, DateRule::MonthDay(4, 15)),
            phase(Stage::Closing, DateRule::BeforeEnd(42)),
        ],
        extends: String::new(),
        milestones: vec![
            MilestoneDef {
                generated: false,
                key: "goals".to_owned(),
                title: "Goals to the office".to_owned(),
                about: String::new(),
                on: DateRule::MonthDay(12, 1),
                form: Some("goal-sheet".to_owned()),
                owner: Owner::Mentee,
                passes: false,
            },
            MilestoneDef {
                generated: false,
                key: "tracker".to_owned(),
                title: "Mid-point tracker".to_owned(),
                about: String::new(),
                on: DateRule::MonthDay(4, 1),
                form: None,
                owner: Owner::Both,
                passes: false,
            },
        ],
        forms: Vec::new(),
        aims: Vec::new(),
        competencies: None,
        mentor: program::RolePage::default(),
        mentee: program::RolePage::default(),
        rematch: String::new(),
        notes: Vec::new(),
        resources: Vec::new(),
        sources: Vec::new(),
    }
}

pub(crate) fn cycle() -> Cycle {
    Cycle {
        id: id("cycle"),
        program: "school-year".to_owned(),
        start: day("2026-11-02"),
        end: day("2027-08-31"),
        ..Cycle::default()
    }
}

pub(crate) fn book(records: impl IntoIterator<Item = Record>) -> Book {
    let mut book = Book {
        complete: true,
        ..Book::default()
    };
    let person = |role, name: &str| Person {
        id: id(name),
        role,
        name: name.to_owned(),
        ..Person::default()
    };
    book.extend([
        cycle().into(),
        person(Role::Mentee, "Mentee A").into(),
        person(Role::Mentor, "Mentor B").into(),
    ]);
    book.extend(records);
    book
}

pub(crate) fn held(date: &str, kind: MeetingKind) -> Meeting {
    Meeting {
        id: id(date),
        date: day(date),
        kind,
        ..Meeting::default()
    }
}

pub(crate) fn meeting(date: &str) -> Meeting {
    held(date, MeetingKind::Meeting)
}

pub(crate) fn contact(date: &str) -> Meeting {
    held(date, MeetingKind::Contact)
}

pub(crate) fn planned(date: &str) -> Meeting {
    Meeting {
        state: MeetingState::Planned,
        ..meeting(date)
    }
}

pub(crate) fn goal(name: &str, due: Option<&str>) -> Goal {
    Goal {
        id: id(name),
        title: name.to_owned(),
        due: due.map(day),
        status: GoalStatus::Active,
        order: name.to_owned(),
        ..Goal::default()
    }
}

pub(crate) fn action(text: &str, due: Option<&str>) -> Action {
    Action {
        id: id(text),
        text: text.to_owned(),
        due: due.map(day),
        ..Action::default()
    }
}

fn milestone(key: &str, title: &str, date: &str) -> Milestone {
    Milestone {
        id: id(title),
        cycle: id("cycle"),
        key: key.to_owned(),
        title: title.to_owned(),
        date: day(date),
        ..Milestone::default()
    }
}

fn on<'a>(today: &str, book: &'a Book, program: &'a Program) -> Year<'a> {
    Year::new(book, program, day(today))
}

fn records<T: Into<Record>>(items: Vec<T>) -> Vec<Record> {
    items.into_iter().map(Into::into).collect()
}

#[rstest]
#[case(-3, "3 days late", true)]
#[case(0, "today", false)]
#[case(1, "tomorrow", false)]
#[case(12, "in 12 days", false)]
#[case(35, "in 5 weeks", false)]
fn a_due_date_is_late_today_or_ahead(#[case] days: i64, #[case] words: &str, #[case] late: bool) {
    let today = day("2026-11-22");
    let due = Due::on(today + chrono::Duration::days(days), today);
    assert_eq!(
        (due.words().as_str(), due.is_overdue(), due.days_left()),
        (words, late, days)
    );
}

#[rstest]
#[case(DateRule::Days(30), "2026-12-02")]
#[case(DateRule::Months(1), "2026-12-02")]
#[case(DateRule::MonthDay(12, 1), "2026-12-01")]
#[case(DateRule::MonthDay(11, 2), "2026-11-02")]
#[case(DateRule::MonthDay(11, 1), "2027-11-01")]
#[case(DateRule::MonthDay(2, 29), "2028-02-29")]
#[case(DateRule::MonthDay(2, 30), "2026-11-02")]
#[case(DateRule::Middle(true), "2027-04-02")]
#[case(DateRule::BeforeEnd(0), "2027-08-31")]
#[case(DateRule::BeforeEnd(42), "2027-07-20")]
#[case(DateRule::Days(i64::MAX), "2026-11-02")]
#[case(DateRule::BeforeEnd(i64::MIN), "2026-11-02")]
fn a_rule_of_the_template_becomes_a_day(#[case] rule: DateRule, #[case] expected: &str) {
    let cycle = cycle();
    assert_eq!(resolve(&rule, cycle.start, cycle.end), day(expected));
}

#[test]
fn the_end_follows_from_the_start_and_is_never_before_it() {
    let start = day("2026-11-02");
    let mut program = program();
    assert_eq!(end_date(&program, start), day("2027-08-31"));
    program.end = DateRule::Months(6);
    assert_eq!(end_date(&program, start), day("2027-05-02"));
    program.end = DateRule::Middle(true);
    assert_eq!(end_date(&program, start), day("2027-11-02"));
}

#[test]
fn phases_follow_one_another_without_a_gap() {
    let (book, program) = (book([]), program());
    let phases = on("2026-11-22", &book, &program).phases();
    assert_eq!(phases.len(), 6);
    assert_eq!(phases[0].start, day("2026-11-02"));
    assert_eq!(phases[5].end, day("2027-08-31"));
    for pair in phases.windows(2) {
        assert_eq!(pair[0].end.succ_opt(), Some(pair[1].start));
    }
}

#[rstest]
#[case("2026-10-01", Stage::Starting)]
#[case("2026-11-15", Stage::Starting)]
#[case("2026-11-16", Stage::Goals)]
#[case("2026-12-01", Stage::Working)]
#[case("2027-04-01", Stage::Middle)]
#[case("2027-08-31", Stage::Closing)]
#[case("2027-10-01", Stage::Closing)]
fn a_day_falls_in_its_phase(#[case] today: &str, #[case] stage: Stage) {
    let (book, program) = (book([]), program());
    assert_eq!(on(today, &book, &program).stage(), stage);
}

#[test]
fn a_cycle_cut_short_has_no_phase_after_its_end() {
    let short = Cycle {
        end: day("2026-11-30"),
        ..cycle()
    };
    let (book, program) = (book([short.into()]), program());
    let phases = on("2026-11-22", &book, &program).phases();
    assert!(phases.iter().all(|span| span.end <= day("2026-11-30")));
    assert!(phases.iter().all(|span| span.start <= span.end));
}

#[test]
fn milestones_are_late_or_ahead_and_know_what_the_program_says() {
    let done = Milestone {
        done: Some(day("2026-11-10")),
        ..milestone("", "First call", "2026-11-09")
    };
    let book = book(records(vec![
        milestone("tracker", "Mid-point tracker", "2027-04-01"),
        milestone("goals", "Goals to the office", "2026-12-01"),
        milestone("", "Visit", "2026-11-20"),
        done,
    ]));
    let program = program();
    let year = on("2026-11-22", &book, &program);
    let late = &year.open_milestones()[0];
    assert_eq!(
        (late.milestone.title.as_str(), late.due),
        ("Visit", Due::Overdue(2))
    );
    assert!(late.def.is_none());
    let next = year.next_milestones(1);
    assert_eq!((next.len(), next[0].due), (1, Due::In(9)));
    assert_eq!(next[0].owner(), Owner::Mentee);
}

#[test]
fn a_form_is_expected_on_the_next_of_its_dates_that_is_open() {
    let mut program = program();
    for def in &mut program.milestones {
        def.form = Some("look".to_owned());
    }
    let done = |mut milestone: Milestone| {
        milestone.done = Some(day("2026-11-30"));
        milestone
    };
    let goals = || milestone("goals", "Goals", "2026-12-01");
    let tracker = || milestone("tracker", "Half way", "2027-04-01");
    let expected = |first: Milestone, second: Milestone| {
        let book = book(records(vec![first, second]));
        let year = on("2026-11-22", &book, &program);
        year.milestone_of_form("look").map(|it| it.title.clone())
    };
    assert_eq!(expected(goals(), tracker()).unwrap(), "Goals");
    assert_eq!(expected(done(goals()), tracker()).unwrap(), "Half way");
    let both = expected(done(goals()), done(tracker()));
    assert_eq!(both.unwrap(), "Half way");
    let empty = Book::default();
    let year = on("2026-11-22", &empty, &program);
    assert_eq!(year.milestone_of_form("look"), None);
}

#[test]
fn the_days_to_a_rematch_run_out() {
    let mut rematch = milestone("rematch", "Last day", "2026-12-02");
    rematch.id = Milestone::id_for(id("cycle"), "rematch");
    let (book, program) = (book(records(vec![rematch])), program());
    let left = |today| on(today, &book, &program).rematch_days_left();
    assert_eq!(left("2026-11-22"), Some(10));
    assert_eq!(left("2026-12-02"), Some(0));
    assert_eq!(left("2026-12-03"), None);
}

#[test]
fn meetings_count_as_contacts_and_contacts_not_as_meetings() {
    let book = book(records(vec![
        contact("2026-10-31"),
        contact("2026-11-03"),
        meeting("2026-11-10"),
        planned("2026-11-12"),
        meeting("2026-11-28"),
    ]));
    let program = program();
    let year = on("2026-11-22", &book, &program);
    assert_eq!(
        year.this_month(),
        ContactCount {
            contacts: 2,
            meetings: 1
        }
    );
    assert_eq!(year.days_since_contact(), Some(12));
    assert_eq!(year.totals().count.contacts, 3);
}

#[rstest]
#[case(2, 1, 21)]
#[case(1, 1, 42)]
#[case(1, 3, 126)]
#[case(0, 0, 42)]
fn the_cadence_leaves_so_many_days(#[case] count: u32, #[case] months: u32, #[case] days: i64) {
    assert_eq!(max_gap_days(Rate { count, months }), days);
}

#[rstest]
#[case("2026-11-24", false)]
#[case("2026-11-25", true)]
#[case("2027-09-01", false)]
fn a_gap_is_longer_than_the_cadence_leaves_while_the_cycle_runs(
    #[case] today: &str,
    #[case] gap: bool,
) {
    let (book, program) = (book([contact("2026-11-03").into()]), program());
    let year = on(today, &book, &program);
    assert_eq!(year.gap().is_some(), gap);
    assert_eq!(year.gap_words().is_some(), gap);
}

#[test]
fn a_gap_is_told_without_blame() {
    let program = program();
    let with = book([contact("2026-11-03").into()]);
    let without = book([]);
    assert_eq!(
        on("2026-12-08", &with, &program).gap_words().unwrap(),
        "The last contact was on Tue, Nov 3, 2026, 5 weeks ago."
    );
    assert_eq!(
        on("2026-12-08", &without, &program).gap_words().unwrap(),
        "No contact has been logged since the start on Mon, Nov 2, 2026."
    );
}

#[test]
fn what_the_pair_agreed_on_comes_before_the_program() {
    let agreed = Cycle {
        contacts_a_month: Some(0),
        meetings_a_month: Some(1),
        ..cycle()
    };
    let (book, program) = (book([agreed.into()]), program());
    let year = on("2026-12-10", &book, &program);
    assert_eq!(year.cadence().contacts, None);
    assert_eq!(
        year.cadence_words().unwrap(),
        "you agreed on 1 meeting a month"
    );
    assert_eq!(year.gap(), None);
    assert_eq!(
        on("2026-12-15", &book, &program).gap().unwrap().of,
        MeetingKind::Meeting
    );
}

#[test]
fn each_part_of_the_cadence_is_said_by_whoever_asks_for_it() {
    let agreed = Cycle {
        meetings_a_month: Some(1),
        ..cycle()
    };
    let (book, program) = (book([agreed.into()]), program());
    assert_eq!(
        on("2026-12-10", &book, &program).cadence_words().unwrap(),
        "the program asks for 2 contacts a month and you agreed on 1 meeting a month"
    );
}

#[test]
fn only_full_months_are_measured_against_the_cadence() {
    let book = book(records(vec![
        contact("2026-10-30"),
        contact("2026-11-03"),
        meeting("2026-11-10"),
        meeting("2026-12-10"),
        meeting("2027-01-05"),
        contact("2027-01-20"),
        contact("2027-02-01"),
    ]));
    let program = program();
    let totals = on("2027-02-10", &book, &program).totals();
    let full: Vec<_> = totals.months.iter().map(|month| month.full).collect();
    assert_eq!(full, [false, true, true, true, false]);
    assert_eq!(totals.contacts_met, Some((2, 3)));
    assert_eq!(totals.meetings_met, None);
    assert_eq!(totals.count.meetings, 3);
    assert_eq!(totals.first, Some(day("2026-10-30")));
    assert_eq!(totals.longest_interval.unwrap().days, 30);
    assert_eq!(totals.longest_interval.unwrap().to, day("2026-12-10"));
}

#[test]
fn a_quarterly_cadence_is_measured_by_quarters() {
    let mut program = program();
    program.cadence.contacts = Some(Rate {
        count: 1,
        months: 3,
    });
    let book = book([contact("2027-01-05").into()]);
    let totals = on("2027-05-10", &book, &program).totals();
    assert_eq!(totals.contacts_met, Some((1, 2)));
}

#[test]
fn the_present_silence_counts_as_a_break() {
    let (book, program) = (book([contact("2026-11-03").into()]), program());
    let longest = on("2027-02-10", &book, &program)
        .totals()
        .longest_interval
        .unwrap();
    assert_eq!(
        (longest.from, longest.to),
        (day("2026-11-03"), day("2027-02-10"))
    );
}

#[test]
fn the_ends_of_a_silence_are_called_contacts_only_where_there_was_one() {
    let ends = |contacts: &[&str]| {
        let contacts = contacts.iter().map(|date| contact(date)).collect();
        let (book, program) = (book(records(contacts)), program());
        let totals = on("2027-02-10", &book, &program).totals();
        totals.longest_interval.unwrap().ends("year")
    };
    assert_eq!(
        ends(&["2026-11-03"]),
        "since Tue, Nov 3, 2026, counted on Wed, Feb 10, 2027"
    );
    assert_eq!(
        ends(&["2026-11-03", "2027-02-01"]),
        "from Tue, Nov 3, 2026 to Mon, Feb 1, 2027"
    );
    assert_eq!(
        ends(&["2027-01-20", "2027-02-10"]),
        "from the first day of the year, Mon, Nov 2, 2026, to Wed, Jan 20, 2027"
    );
    assert_eq!(
        ends(&[]),
        "since the first day of the year, Mon, Nov 2, 2026, counted on Wed, Feb 10, 2027"
    );
}

#[test]
fn the_hours_of_the_months_add_up_to_those_of_the_year() {
    let long = |date: &str, minutes| Meeting {
        minutes: Some(minutes),
        ..meeting(date)
    };
    let book = book(records(vec![
        long("2026-11-03", 20),
        long("2026-12-03", 20),
        long("2027-01-03", 20),
        long("2027-02-03", 65),
    ]));
    let program = program();
    let totals = on("2027-02-10", &book, &program).totals();
    let months: Vec<_> = totals.months.iter().map(|it| it.tenths).collect();
    assert_eq!(months, [3, 4, 3, 11]);
    assert_eq!(totals.hours(), "2.1 h");
    assert_eq!(totals.months[3].hours(), "1.1 h");
    assert_eq!(super::hours_words(300), "5.0 h");
}

#[test]
fn a_second_cycle_counts_from_its_own_start() {
    let second = Cycle {
        id: id("second"),
        start: day("2027-11-01"),
        end: day("2028-08-31"),
        ..cycle()
    };
    let mut records = records(vec![contact("2027-05-05"), contact("2027-11-05")]);
    records.push(second.into());
    let (book, program) = (book(records), program());
    assert_eq!(on("2027-11-20", &book, &program).totals().count.contacts, 1);
}

#[test]
fn hours_and_channels_are_added_up() {
    let with = |date, minutes, channel| Meeting {
        minutes: Some(minutes),
        channel: Some(channel),
        ..meeting(date)
    };
    let book = book(records(vec![
        with("2026-11-03", 50, Channel::Video),
        with("2026-11-10", 40, Channel::Phone),
        with("2026-11-17", 60, Channel::Phone),
    ]));
    let program = program();
    let year = on("2026-11-22", &book, &program);
    let totals = year.totals();
    assert_eq!((totals.minutes, totals.hours().as_str()), (150, "2.5 h"));
    assert_eq!(totals.channels, [(Channel::Phone, 2), (Channel::Video, 1)]);
    let usual = year.entry_defaults(MeetingKind::Meeting);
    assert_eq!(
        (usual.channel, usual.minutes),
        (Some(Channel::Phone), Some(50))
    );
    assert_eq!(
        year.entry_defaults(MeetingKind::Contact),
        EntryDefaults::default()
    );
}

#[test]
fn the_usual_length_is_the_agreed_one_until_there_is_a_log() {
    let agreed = Cycle {
        usual_minutes: Some(45),
        ..cycle()
    };
    let (book, program) = (book([agreed.into()]), program());
    let year = on("2026-11-22", &book, &program);
    assert_eq!(year.entry_defaults(MeetingKind::Meeting).minutes, Some(45));
    assert_eq!(year.entry_defaults(MeetingKind::Contact).minutes, None);
}

#[test]
fn the_next_meeting_is_the_soonest_and_a_past_one_waits_to_be_written_up() {
    let book = book(records(vec![
        planned("2026-11-20"),
        planned("2026-12-01"),
        planned("2027-01-05"),
        planned("2026-01-05"),
    ]));
    let program = program();
    let year = on("2026-11-22", &book, &program);
    assert_eq!(year.next_meeting().unwrap().date, day("2026-12-01"));
    let waiting = year.to_write_up();
    assert_eq!((waiting.len(), waiting[0].date), (1, day("2026-11-20")));
}

fn busy_book() -> Book {
    let step = |title: &str, due: &str, done: Option<&str>| Step {
        id: id(title),
        goal: id("Start a STEM hour"),
        title: title.to_owned(),
        due: Some(day(due)),
        done: done.map(day),
        ..Step::default()
    };
    let dropped = Goal {
        status: GoalStatus::Dropped,
        ..goal("Old goal", Some("2026-11-01"))
    };
    let meeting = Meeting {
        time: NaiveTime::from_hms_opt(10, 0, 0),
        ..planned("2026-12-01")
    };
    book([
        goal("Start a STEM hour", Some("2027-04-30")).into(),
        dropped.into(),
        step("Call the school", "2026-11-19", None).into(),
        step("Ask the board", "2026-11-12", Some("2026-11-12")).into(),
        action("Send the outline", Some("2026-11-21")).into(),
        action("Some day", None).into(),
        milestone("goals", "Goals to the office", "2026-12-01").into(),
        meeting.into(),
        contact("2026-11-10").into(),
    ])
}

#[test]
fn all_that_has_a_day_is_merged_with_the_late_first() {
    let (book, program) = (busy_book(), program());
    let upcoming = on("2026-11-22", &book, &program).upcoming();
    let titles: Vec<_> = upcoming
        .iter()
        .map(|item| (item.kind, item.title.as_str()))
        .collect();
    assert_eq!(
        titles,
        [
            (DueKind::Step, "Call the school"),
            (DueKind::Action, "Send the outline"),
            (DueKind::Milestone, "Goals to the office"),
            (DueKind::Meeting, "Meeting"),
            (DueKind::Goal, "Start a STEM hour"),
        ]
    );
    assert_eq!(upcoming[0].due, Due::Overdue(3));
}

#[test]
fn a_past_meeting_waits_and_is_not_late() {
    let (book, program) = (book([planned("2026-11-20").into()]), program());
    let year = on("2026-11-22", &book, &program);
    assert_eq!(year.upcoming()[0].words(), "to be written up");
    assert!(year.status_line().contains("To be written up: 1 meeting."));
    assert!(!year.status_line().contains("Late"));
}

#[test]
fn the_status_line_says_what_is_next_what_is_late_and_the_rhythm() {
    let (mut book, program) = (busy_book(), program());
    assert_eq!(
        on("2026-11-22", &book, &program).status_line(),
        "Next: milestone “Goals to the office” Tue, Dec 1, 2026 (in 9 days). Send the agenda by Sat, Nov 28, 2026. \
         Late: 1 action, 1 step. \
         Last contact 12 days ago; the program asks for 2 contacts a month."
    );
    book.milestones = std::sync::Arc::default();
    assert!(
        on("2026-11-22", &book, &program)
            .status_line()
            .starts_with("Next: meeting Tue, Dec 1, 2026 at 10:00 AM (in 9 days).")
    );
}

#[test]
fn the_status_line_says_by_when_the_agenda_is_sent_and_when_the_year_ends() {
    let (book, program) = (book([planned("2027-08-24").into()]), program());
    let line = on("2027-08-10", &book, &program).status_line();
    assert!(
        line.contains(
            "Send the agenda by Sat, Aug 21, 2027. The year ends on Tue, Aug 31, 2027 (in 21 days)."
        ),
        "{line}"
    );
    let late = on("2027-08-23", &book, &program).status_line();
    assert!(late.contains("The agenda can still be sent; you talk tomorrow."));
    let over = on("2027-09-10", &book, &program).status_line();
    assert!(over.contains("The year ended on Tue, Aug 31, 2027 and is not closed yet."));
}

#[test]
fn the_status_line_tells_a_gap_and_a_closed_year_without_blame() {
    let (mut book, program) = (book([contact("2026-11-03").into()]), program());
    assert!(on("2026-12-08", &book, &program).status_line().ends_with(
        "The last contact was on Tue, Nov 3, 2026, 5 weeks ago; the program asks for 2 contacts a month."
    ));
    let mut cycle = book.cycle().unwrap().clone();
    cycle.closed = Some(day("2026-12-01"));
    book.extend([cycle.into(), action("Send", Some("2026-11-20")).into()]);
    assert_eq!(
        on("2026-12-08", &book, &program).status_line(),
        "The year was closed on Tue, Dec 1, 2026. Last contact 35 days ago."
    );
}

#[test]
fn the_status_line_does_not_name_a_private_goal() {
    let private = Goal {
        private: true,
        ..goal("secret", Some("2026-12-01"))
    };
    let (book, program) = (book([private.into()]), program());
    let line = on("2026-11-22", &book, &program).status_line();
    assert!(
        line.starts_with("Next: goal Tue, Dec 1, 2026 (in 9 days)."),
        "{line}"
    );
}

#[test]
fn an_empty_book_has_a_status_line_too() {
    let (empty, mut program) = (Book::default(), program());
    program.cadence = program::Cadence::default();
    let year = on("2026-11-22", &empty, &program);
    assert_eq!(
        year.status_line(),
        "Next: nothing has a date yet. No contact has been logged yet."
    );
    assert_eq!(year.totals(), Totals::default());
    assert_eq!((year.phase(), year.gap()), (None, None));
}

proptest! {
    #[test]
    fn totals_agree_with_the_months_whatever_the_log(
        days in prop::collection::vec(-60i64..500, 0..40),
        now in -60i64..600,
    ) {
        let start = day("2026-11-02");
        let log = days.iter().enumerate().map(|(place, days)| Meeting {
            id: id(&place.to_string()),
            date: start + chrono::Duration::days(*days),
            minutes: Some(30),
            ..Meeting::default()
        });
        let (book, program) = (book(log.map(Record::from)), program());
        let year = Year::new(&book, &program, start + chrono::Duration::days(now));
        let totals = year.totals();
        let months: u32 = totals.months.iter().map(|month| month.count.contacts).sum();
        prop_assert_eq!(months, totals.count.contacts);
        prop_assert_eq!(totals.minutes, u64::from(totals.count.contacts) * 30);
        let of_month = totals.months.last().map_or(0, |month| month.count.contacts);
        if totals.months.last().is_some_and(|month| month.first <= year.today && year.today < date_rules::first_of_next_month(month.first)) {
            prop_assert_eq!(of_month, year.this_month().contacts);
        }
    }
}
