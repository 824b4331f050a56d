//! Whole terms, month by month: what each program asks for appears when it should, says what to do, and what the log
//! knew is filled in.

use matchbook::domain::person::Role;

use super::pilot::Pilot;

/// A term under way, and somebody who opens the book now and then.
struct Walk(Pilot);

impl Walk {
    /// Starts a book: so many steps to the program, the role, and the first day, which is the present one.
    fn start(program: usize, role: Role, day: &str) -> Self {
        let mut pilot = Pilot::new().restart_on(day);
        let program = "<Right>".repeat(program);
        let (part, me, them) = match role {
            Role::Mentee => ("<Right>", "Mentee A", "Mentor B"),
            Role::Mentor => ("<Right><Right>", "Mentor B", "Mentee A"),
        };
        pilot.resize(120, 70).keys(&format!(
            "s{program}<Tab>{part}<Tab>{me}<Tab>{them}<Tab><C-a>{day}<C-s>"
        ));
        assert_eq!(pilot.app.session.book.me(), role);
        Self(pilot)
    }

    /// The book on another day, open on Today.
    fn on(self, day: &str) -> Self {
        let mut pilot = self.0.restart_on(day);
        pilot.resize(120, 70);
        Self(pilot)
    }

    /// Presses keys.
    fn keys(mut self, script: &str) -> Self {
        self.0.keys(script);
        self
    }

    /// Logs a phone meeting of `minutes` today and leaves the next date open.
    fn meet(mut self, minutes: u32) -> Self {
        self.0.keys("m");
        let is_planned = self.0.shows("Which one was it?");
        self.0.keys(if is_planned { "<Enter>" } else { "" });
        self.0.keys(&format!(
            "<Tab><C-a>today 10am<Tab><Right><Tab><C-a>{minutes}<C-s>"
        ));
        let verb = if is_planned { "written up" } else { "logged" };
        self.0.sees(&format!("{verb}. u undoes."));
        if self.0.shows("When do you talk next?") {
            self.0.keys("<Esc>");
        }
        self.keys("1")
    }

    /// Logs an e-mail of today.
    fn write(mut self) -> Self {
        self.0.keys("m<Right><Tab><C-a>today<C-s>1");
        self
    }

    #[track_caller]
    fn sees(mut self, words: &[&str]) -> Self {
        for words in words {
            self.0.sees(words);
        }
        self
    }

    #[track_caller]
    fn misses(self, words: &[&str]) -> Self {
        for words in words {
            let screen = self.0.screen();
            assert!(!self.0.shows(words), "{words:?} is on\n{screen}");
        }
        self
    }
}

#[test]
fn an_alsc_year_of_a_mentee() {
    let walk = Walk::start(1, Role::Mentee, "2026-11-02");
    walk.sees(&["No meeting is planned", "How we communicate is agreed"])
        .sees(&["It suits this part of the year"])
        .misses(&["The last contact was", "Your pulse"])
        // The first call: starters, a plan, a goal.
        .keys("pnov 10 10am<C-s>4")
        .keys("<Tab><Tab>")
        .sees(&["The first call", "How did each of us end up"])
        .on("2026-11-10")
        .meet(60)
        .keys("2aStart a STEM hour<Tab>Families ask<Tab>Four visits held<Tab>2027-04-30<C-s>1")
        .on("2026-11-20")
        .write()
        .sees(&["Enter opens the form: How we communicate, not begun"])
        .sees(&[
            "Goals to the ALSC office",
            "Enter opens the form: Goal sheet, not begun",
        ])
        .sees(&["Last day to ask for a re-match"])
        .on("2026-12-02")
        .sees(&["Your pulse: three ratings, for you alone"])
        .keys("5")
        .sees(&["today is the last day to ask for a re-match", "late"])
        .keys("1")
        .on("2026-12-10")
        .misses(&["Last day to ask for a re-match", "30-day check"])
        .write()
        .meet(50)
        .on("2027-01-12")
        .sees(&["The last contact was on Thu, Dec 10, 2026"])
        .sees(&["A short message is enough"])
        .meet(45)
        .misses(&["The last contact was on"])
        .on("2027-02-05")
        .sees(&["Goal 1 has had no note since"])
        .write()
        .on("2027-03-12")
        .sees(&["Mid-point tracker to the ALSC office"])
        .sees(&["Enter opens the form: Mid-point tracker, not begun"])
        .keys("5<Down><Down><Down><Enter><PgDn>")
        .sees(&["Meetings held", "(from the log)"])
        .keys("<Esc>6<Tab><Tab>")
        .sees(&["Contacts a month"]);
}

#[test]
fn a_kla_year_of_a_mentor() {
    Walk::start(2, Role::Mentor, "2026-10-01")
        .sees(&["How we communicate is settled", "settling in"])
        .keys("5")
        .sees(&["Communication strategy", "Program evaluation", "Feedback"])
        .keys("1")
        .meet(40)
        .on("2026-11-02")
        .sees(&["0 of 1 contact", "Your pulse"])
        .on("2026-11-20")
        .sees(&[
            "The last contact was on Thu, Oct 1, 2026",
            "A short message is enough",
        ])
        .write()
        .misses(&["A short message is enough"])
        .on("2027-02-20")
        .sees(&[
            "Feedback to the Mentoring Committee",
            "Enter opens the form: Feedback",
        ])
        .keys("5<Down><Down><Enter>")
        .sees(&["Contacts since", "(from the log)"])
        .keys("<Esc>")
        .on("2027-03-20")
        .sees(&["Mid-point review"])
        .on("2027-09-10")
        .sees(&[
            "Program evaluation",
            "Enter opens the form: Program evaluation",
        ]);
}

#[test]
fn a_wla_half_year_of_a_mentee() {
    Walk::start(3, Role::Mentee, "2026-10-15")
        .sees(&[
            "Partnership agreement",
            "Enter opens the form: Partnership agreement",
        ])
        .meet(60)
        .on("2026-11-10")
        .sees(&["0 of 1 meeting", "Partnership agreement", "late"])
        .meet(50)
        .on("2026-12-12")
        .sees(&["Peer-coaching session with GROW"])
        .keys("4<Tab><Tab>")
        .sees(&["A GROW talk"])
        .keys("1")
        .on("2026-12-20")
        .misses(&["Peer-coaching session"])
        .meet(30)
        .on("2027-02-20")
        // The program speaks of meetings: an e-mail does not end this gap.
        .sees(&["The last meeting was on Sun, Dec 20, 2026"])
        .write()
        .sees(&["The last meeting was on Sun, Dec 20, 2026"])
        .on("2027-03-28")
        .sees(&[
            "End-of-cycle feedback",
            "Enter opens the form: End-of-cycle feedback",
        ])
        .keys("5")
        .sees(&["End-of-cycle feedback", "Closing record"]);
}

#[test]
fn an_alsc_year_of_a_mentor_from_the_mid_point_to_the_goodbye() {
    let mut walk = Walk::start(1, Role::Mentor, "2026-11-02")
        .meet(60)
        .keys("2aStart a STEM hour<Tab>Families ask<Tab>Four visits held<Tab>2027-04-30<C-s>1");
    for day in ["2026-12-08", "2027-01-12", "2027-02-09", "2027-03-09"] {
        walk = walk.on(day).write().meet(50);
    }
    walk.on("2027-03-20")
        .sees(&["Mid-point tracker to the ALSC office"])
        .keys("5<Down><Down><Down><Enter>")
        .sees(&["Meetings held * (from the log)", "9"])
        .keys("<Esc>1")
        .on("2027-05-20")
        .sees(&["Goal: Start a STEM hour", "late"])
        .on("2027-07-19")
        .misses(&["Closing: "])
        .on("2027-07-21")
        .sees(&["Closing: "])
        .on("2027-08-05")
        .sees(&["Wrap-up survey", "Enter opens the form: Wrap-up survey"])
        .keys("C")
        .sees(&[
            "Start a STEM hour",
            "Closing record",
            "Thank",
            "Staying in touch",
        ])
        .keys("<Esc>5<Down><Down><Down><Down><Enter>")
        .sees(&["(from the log)"])
        .keys("<Esc>")
        .on("2027-09-02")
        .sees(&["Closing: "]);
}
