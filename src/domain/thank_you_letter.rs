//! Thank-you letter at the end of a year, drafted from shared records of the book.

use super::dates::pluralize;
use super::goal::{Goal, GoalStatus};
use super::person::Role;
use super::sanitize::sanitize_line;
use super::schedule::{Totals, Year};

/// Largest number of wins in the letter, the latest of them.
const MAX_WINS: usize = 5;

/// Composes the letter of the book's owner to the partner, in plain text, with one sentence left to fill in. Private
/// goals, private notes and pulses are not read.
pub fn compose(year: &Year) -> String {
    let book = year.book;
    let me = book.me();
    let mut parts = vec![
        format!("Dear {},", sanitize_line(book.name(me.other()))),
        opening_paragraph(year),
    ];
    parts.extend(totals_paragraph(year));
    parts.extend(goals_paragraph(year));
    parts.extend(wins_paragraph(year));
    parts.push(
        "What I will think of first when I think of this year: [write one sentence here]."
            .to_owned(),
    );
    parts.push(thanks_paragraph(me).to_owned());
    parts.push(format!("Yours,\n{}", sanitize_line(book.name(me))));
    parts.join("\n\n") + "\n"
}

fn opening_paragraph(year: &Year) -> String {
    let program = if year.program.organization.is_empty() {
        "Our year together".to_owned()
    } else {
        format!("Our year in the {}", year.program.title)
    };
    let is_over = year
        .book
        .cycle()
        .is_some_and(|cycle| cycle.end < year.today || cycle.closed.is_some());
    if is_over {
        format!("{program} is over, and I do not want to let it go without a word of thanks.")
    } else {
        format!(
            "{program} is nearly over, and before it ends I want to put a word of thanks in writing."
        )
    }
}

/// Totals of the year; none while only a part of the log is loaded or nothing was logged.
fn totals_paragraph(year: &Year) -> Option<String> {
    let cycle = year.book.cycle().filter(|_| year.book.complete)?;
    let totals = year.totals();
    let (first, last) = (totals.first?, totals.last?);
    let month = |day: chrono::NaiveDate| day.format("%B %Y").to_string();
    let (from, to) = (month(first.min(cycle.start)), month(last));
    let span = if from == to {
        format!("In {from}")
    } else {
        format!("From {from} to {to}")
    };
    Some(format!("{span} {}.", contact_summary(&totals)))
}

/// `we met 9 times and were in touch 20 times in all; that makes about 8 hours`
fn contact_summary(totals: &Totals) -> String {
    let times = |count: u32| match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => pluralize(count, "time"),
    };
    let (meetings, contacts) = (totals.count.meetings, totals.count.contacts);
    let touch = match (meetings, contacts - meetings) {
        (0, _) => format!("we were in touch {}", times(contacts)),
        (_, 0) => format!("we talked {}", times(meetings)),
        (_, between) => format!(
            "we talked {} and wrote or called {} in between",
            times(meetings),
            times(between)
        ),
    };
    let hours = i64::try_from(totals.minutes.saturating_add(30) / 60).unwrap_or(i64::MAX);
    if hours == 0 {
        return touch;
    }
    format!("{touch}: about {} together", pluralize(hours, "hour"))
}

/// Goals that were reached, and those still open.
fn goals_paragraph(year: &Year) -> Option<String> {
    let goals = year.book.goals_in_order();
    let of = |is: fn(&Goal) -> bool| {
        let matching = goals.iter().filter(|goal| !goal.private && is(goal));
        matching
            .map(|goal| format!("- {}", sanitize_line(&goal.title)))
            .collect::<Vec<_>>()
    };
    let done = of(|goal| goal.status == GoalStatus::Done);
    let open = of(Goal::is_open);
    let mut parts = Vec::new();
    if !done.is_empty() {
        parts.push(format!(
            "This is what we brought home:\n{}",
            done.join("\n")
        ));
    }
    if !open.is_empty() {
        let heading = "And this goes on, thanks to a good start:";
        parts.push(format!("{heading}\n{}", open.join("\n")));
    }
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

/// Latest wins of the log.
fn wins_paragraph(year: &Year) -> Option<String> {
    let held = year.held_in_cycle();
    let wins = held.iter().filter(|meeting| !meeting.win.trim().is_empty());
    let wins: Vec<_> = wins
        .map(|meeting| format!("- {}", sanitize_line(&meeting.win)))
        .collect();
    let latest = &wins[wins.len().saturating_sub(MAX_WINS)..];
    let heading = "Moments I like to remember:";
    (!latest.is_empty()).then(|| format!("{heading}\n{}", latest.join("\n")))
}

const fn thanks_paragraph(me: Role) -> &'static str {
    match me {
        Role::Mentee => {
            "Thank you for your time, your patience and your honest questions. Much of what I do now at my library \
             began in one of our talks."
        }
        Role::Mentor => {
            "Thank you for your trust and for everything I learned while I was supposed to be the one who knows. It \
             was good to watch you find your way."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::Record;
    use crate::domain::meeting::{Meeting, PrivateNote};
    use crate::domain::pulse::Pulse;
    use crate::domain::schedule::tests::{book, contact, day, goal, id, meeting, program};

    fn written(records: impl IntoIterator<Item = Record>, today: &str) -> String {
        let (book, program) = (book(records), program());
        compose(&Year::new(&book, &program, day(today)))
    }

    fn won(date: &str, win: &str) -> Meeting {
        Meeting {
            win: win.to_owned(),
            minutes: Some(50),
            ..meeting(date)
        }
    }

    #[test]
    fn the_letter_tells_the_year_and_leaves_one_sentence_to_write() {
        let done = Goal {
            status: GoalStatus::Done,
            title: "Start a STEM hour".to_owned(),
            ..goal("stem", None)
        };
        let text = written(
            [
                done.into(),
                won("2026-11-10", "She said yes").into(),
                won("2027-05-11", "The box stays").into(),
                contact("2027-02-01").into(),
            ],
            "2027-08-01",
        );
        assert_eq!(
            text,
            "Dear Mentor B,\n\n\
             Our year together is nearly over, and before it ends I want to put a word of thanks in writing.\n\n\
             From November 2026 to May 2027 we talked twice and wrote or called once in between: about 2 hours \
             together.\n\n\
             This is what we brought home:\n- Start a STEM hour\n\n\
             Moments I like to remember:\n- She said yes\n- The box stays\n\n\
             What I will think of first when I think of this year: [write one sentence here].\n\n\
             Thank you for your time, your patience and your honest questions. Much of what I do now at my library \
             began in one of our talks.\n\n\
             Yours,\nMentee A\n"
        );
    }

    #[test]
    fn a_year_without_a_log_still_makes_a_letter() {
        let text = written([], "2027-09-05");
        assert!(text.contains("is over"), "{text}");
        assert!(!text.contains("From ") && !text.contains("0 "), "{text}");
    }

    #[test]
    fn nothing_private_is_in_the_letter() {
        let secret = |status| Goal {
            private: true,
            status,
            title: "zebra".to_owned(),
            ..goal("zebra", None)
        };
        let talk = won("2026-11-10", "");
        let note = PrivateNote {
            id: PrivateNote::id_for(talk.id),
            meeting: talk.id,
            text: "zebra".to_owned(),
            ..PrivateNote::default()
        };
        let pulse = Pulse {
            id: id("pulse"),
            date: day("2026-12-02"),
            note: "zebra".to_owned(),
            ..Pulse::default()
        };
        for status in GoalStatus::ALL {
            let records: [Record; 4] = [
                secret(*status).into(),
                talk.clone().into(),
                note.clone().into(),
                pulse.clone().into(),
            ];
            assert!(!written(records, "2027-08-01").contains("zebra"));
        }
    }

    #[test]
    fn only_the_latest_wins_are_told() {
        let wins = (1..=7).map(|month| won(&format!("2027-0{month}-05"), &format!("Win {month}")));
        let text = written(wins.map(Record::from), "2027-08-01");
        assert!(
            !text.contains("Win 2") && text.contains("Win 3") && text.contains("Win 7"),
            "{text}"
        );
    }
}
