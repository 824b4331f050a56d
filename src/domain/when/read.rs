//! The reader of typed dates: words and numbers to a day and a time.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};

use super::token::{Token, Unit, month_named, number_named, tokens, weekday_named};

/// Which way a day without a year or a week is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lean {
    /// The next one: due dates, plans.
    Ahead,
    /// The latest one: the log.
    Back,
}

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    Empty,
    Strange,
    NoDayNamed,
    NoSuchDay,
    NoSuchTime,
    OtherWeekday(NaiveDate),
    TooFar,
}

/// Reads the whole of `text`.
pub(super) fn moment(
    text: &str,
    today: NaiveDate,
    lean: Lean,
) -> Result<(NaiveDate, Option<NaiveTime>), Unread> {
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        return Err(Unread::Empty);
    }
    let mut reader = Reader {
        tokens,
        at: 0,
        today,
        lean,
    };
    let early = reader.time()?;
    let date = match early {
        Some(_) if reader.is_at_end() => today,
        Some(_) | None => reader.date()?,
    };
    if !matches!(date.year(), 1900..2200) {
        return Err(Unread::TooFar);
    }
    reader.take_word("t");
    let time = match early {
        Some(time) => Some(time),
        None => reader.time()?,
    };
    if reader.is_at_end() {
        Ok((date, time))
    } else {
        Err(Unread::Strange)
    }
}

/// What was typed, and how much of it is read.
pub(super) struct Reader {
    pub(super) tokens: Vec<Token>,
    pub(super) at: usize,
    today: NaiveDate,
    lean: Lean,
}

impl Reader {
    fn date(&mut self) -> Result<NaiveDate, Unread> {
        if self.is_sign(0, '+') || self.is_sign(0, '-') {
            return self.signed();
        }
        if let Some((_, digits)) = self.number(0) {
            return self.date_in_digits(digits);
        }
        let Some(word) = self.word(0).map(str::to_owned) else {
            return Err(Unread::Strange);
        };
        if let Some(weekday) = weekday_named(&word) {
            self.at += 1;
            return self.weekday(weekday);
        }
        if month_named(&word).is_some() {
            return self.month_and_day(None);
        }
        if number_named(&word).is_some() {
            return self.stretch(None);
        }
        self.at += 1;
        match word.as_str() {
            "today" | "now" | "tonight" => Ok(self.today),
            "tomorrow" | "tmrw" => self.days_away(1),
            "yesterday" => self.days_away(-1),
            "day" if self.take_word("after") && self.take_word("tomorrow") => self.days_away(2),
            "day" if self.take_word("before") && self.take_word("yesterday") => self.days_away(-2),
            "in" => self.stretch(Some(Lean::Ahead)),
            "next" | "coming" => self.neighbor(Lean::Ahead),
            "last" | "past" => self.neighbor(Lean::Back),
            "this" => self.this(),
            "end" => self.edge(true),
            "start" | "beginning" => self.edge(false),
            _ => Err(Unread::Strange),
        }
    }

    fn days_away(&self, days: i64) -> Result<NaiveDate, Unread> {
        chrono::Duration::try_days(days)
            .and_then(|days| self.today.checked_add_signed(days))
            .ok_or(Unread::TooFar)
    }

    /// "+3d", "-2w", "+3".
    fn signed(&mut self) -> Result<NaiveDate, Unread> {
        let lean = if self.take_sign('+') {
            Lean::Ahead
        } else {
            self.take_sign('-');
            Lean::Back
        };
        let (count, _) = self.take_number().ok_or(Unread::Strange)?;
        let unit = self.word(0).and_then(Unit::named);
        self.at += usize::from(unit.is_some());
        self.away(unit.unwrap_or(Unit::Days(1)), count, lean)
    }

    fn away(&self, unit: Unit, count: u32, lean: Lean) -> Result<NaiveDate, Unread> {
        match lean {
            Lean::Ahead => unit.after(self.today, count),
            Lean::Back => unit.before(self.today, count),
        }
        .ok_or(Unread::TooFar)
    }

    /// "2 weeks", "a month ago", "ten days from now": where nothing says which way, the caller's word or the leaning.
    fn stretch(&mut self, said: Option<Lean>) -> Result<NaiveDate, Unread> {
        let count = match self.tokens.get(self.at) {
            Some(Token::Number { value, .. }) => Some(*value),
            Some(Token::Word(word)) => number_named(word),
            Some(Token::Sign(_)) | None => None,
        };
        let unit = self.word(1).and_then(Unit::named);
        let (Some(count), Some(unit)) = (count, unit) else {
            return Err(Unread::Strange);
        };
        self.at += 2;
        let from_now =
            self.word(0) == Some("from") && matches!(self.word(1), Some("now" | "today"));
        let lean = if from_now {
            self.at += 2;
            Lean::Ahead
        } else if said.is_none() && self.take_word("ago") {
            Lean::Back
        } else {
            said.unwrap_or(self.lean)
        };
        self.away(unit, count, lean)
    }

    /// A weekday by itself, or before the date that it belongs to ("Tue 1 Dec 2026").
    fn weekday(&mut self, weekday: Weekday) -> Result<NaiveDate, Unread> {
        let before = self.at;
        let is_time = self.time()?.is_some();
        self.at = before;
        let names_month = self.word(0).is_some_and(|word| month_named(word).is_some());
        if names_month || (!is_time && self.number(0).is_some()) {
            let date = self.date()?;
            return if date.weekday() == weekday {
                Ok(date)
            } else {
                Err(Unread::OtherWeekday(date))
            };
        }
        nearest(weekday, self.today, self.lean)
    }

    /// What follows "next" or "last": today is never meant.
    fn neighbor(&mut self, lean: Lean) -> Result<NaiveDate, Unread> {
        let word = self.word(0).unwrap_or_default().to_owned();
        if let Some(weekday) = weekday_named(&word) {
            self.at += 1;
            let day = self.away(Unit::Days(1), 1, lean)?;
            return nearest(weekday, day, lean);
        }
        if let Some(unit) = Unit::named(&word) {
            self.at += 1;
            return self.away(unit, 1, lean);
        }
        if month_named(&word).is_some() {
            return self.month_and_day(Some(lean));
        }
        Err(Unread::Strange)
    }

    /// What follows "this": the same as without it, and the parts of today.
    fn this(&mut self) -> Result<NaiveDate, Unread> {
        match self.word(0) {
            Some("morning" | "afternoon" | "evening") => {
                self.at += 1;
                Ok(self.today)
            }
            Some(word) if weekday_named(word).is_some() || month_named(word).is_some() => {
                self.date()
            }
            Some(_) | None => Err(Unread::Strange),
        }
    }

    /// "end of month", "end of next month", "start of december", "end of year".
    fn edge(&mut self, last: bool) -> Result<NaiveDate, Unread> {
        let next = self.take_word("next");
        let word = self.word(0).unwrap_or_default().to_owned();
        self.at += 1;
        if let Some(month) = month_named(&word) {
            if let Some(year) = self.take_year() {
                return edge_of(exact(year, month, 1)?, Unit::Months(1), last);
            }
            let edges = self.years(self.lean).filter_map(|year| {
                let first = NaiveDate::from_ymd_opt(year, month, 1)?;
                edge_of(first, Unit::Months(1), last).ok()
            });
            return self.first_that_way(edges, self.lean, next);
        }
        let (month, unit) = match word.as_str() {
            "month" => (self.today.month(), Unit::Months(1)),
            "year" => (1, Unit::Months(12)),
            _ => return Err(Unread::Strange),
        };
        let first = NaiveDate::from_ymd_opt(self.today.year(), month, 1)
            .and_then(|first| unit.after(first, u32::from(next)))
            .ok_or(Unread::TooFar)?;
        edge_of(first, unit, last)
    }

    /// "december 1st", "dec 1 2027".
    fn month_and_day(&mut self, strictly: Option<Lean>) -> Result<NaiveDate, Unread> {
        let month = self.word(0).and_then(month_named).ok_or(Unread::Strange)?;
        self.at += 1;
        let (Some((day, 1 | 2)), false) = (self.number(0), self.is_sign(1, ':')) else {
            return Err(Unread::NoDayNamed);
        };
        self.at += 1;
        self.ordinal();
        self.day_of_year(month, day, strictly)
    }

    fn ordinal(&mut self) {
        let is_next = matches!(self.word(0), Some("st" | "nd" | "rd" | "th"));
        self.at += usize::from(is_next);
    }

    fn take_year(&mut self) -> Option<u32> {
        let Some((year, 4)) = self.number(0) else {
            return None;
        };
        if self.is_sign(1, ':') {
            return None;
        }
        self.at += 1;
        Some(year)
    }

    /// The day, with the year that follows or the nearest one; `strictly` leaves today out.
    fn day_of_year(
        &mut self,
        month: u32,
        day: u32,
        strictly: Option<Lean>,
    ) -> Result<NaiveDate, Unread> {
        if let Some(year) = self.take_year() {
            return exact(year, month, day);
        }
        let lean = strictly.unwrap_or(self.lean);
        let days = self
            .years(lean)
            .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day));
        self.first_that_way(days, lean, strictly.is_some())
    }

    /// This year and those after or before it: enough to hold a 29 February, even around a century without one.
    fn years(&self, lean: Lean) -> impl Iterator<Item = i32> + use<> {
        let this = self.today.year();
        (0..=8).map(move |years| match lean {
            Lean::Ahead => this.saturating_add(years),
            Lean::Back => this.saturating_sub(years),
        })
    }

    fn first_that_way(
        &self,
        mut days: impl Iterator<Item = NaiveDate>,
        lean: Lean,
        strictly: bool,
    ) -> Result<NaiveDate, Unread> {
        days.find(|day| match (lean, strictly) {
            (Lean::Ahead, false) => *day >= self.today,
            (Lean::Ahead, true) => *day > self.today,
            (Lean::Back, false) => *day <= self.today,
            (Lean::Back, true) => *day < self.today,
        })
        .ok_or(Unread::NoSuchDay)
    }

    /// A date that begins with a number of `digits` digits.
    fn date_in_digits(&mut self, digits: usize) -> Result<NaiveDate, Unread> {
        let word = self.word(1).unwrap_or_default();
        if Unit::named(word).is_some() {
            return self.stretch(None);
        }
        let (first, _) = self.take_number().ok_or(Unread::Strange)?;
        for sign in ['-', '/', '.'] {
            if self.take_sign(sign) {
                let (second, _) = self.take_number().ok_or(Unread::Strange)?;
                return self.in_parts(sign, (first, digits), second);
            }
        }
        self.ordinal();
        let month = self.word(0).and_then(month_named).ok_or(Unread::Strange)?;
        self.at += 1;
        self.day_of_year(month, first, None)
    }

    /// "2026-12-01", "12/1", "13/12/26", "1.12.2026": month first between strokes unless only the day can be, day first
    /// between points, year first where it has four digits.
    fn in_parts(
        &mut self,
        sign: char,
        (first, digits): (u32, usize),
        second: u32,
    ) -> Result<NaiveDate, Unread> {
        let third = if self.take_sign(sign) {
            self.take_number()
        } else {
            None
        };
        if digits == 4 {
            let (day, _) = third.ok_or(Unread::NoDayNamed)?;
            return exact(first, second, day);
        }
        let (month, day) = if sign == '.' || first > 12 {
            (second, first)
        } else {
            (first, second)
        };
        match third {
            Some((year, 2)) => exact(2000 + year, month, day),
            Some((year, 4)) => exact(year, month, day),
            Some(_) => Err(Unread::Strange),
            None => self.day_of_year(month, day, None),
        }
    }
}

fn exact(year: u32, month: u32, day: u32) -> Result<NaiveDate, Unread> {
    i32::try_from(year)
        .ok()
        .and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
        .ok_or(Unread::NoSuchDay)
}

/// The last or first day of the stretch that begins on `first`.
fn edge_of(first: NaiveDate, unit: Unit, last: bool) -> Result<NaiveDate, Unread> {
    if !last {
        return Ok(first);
    }
    unit.after(first, 1)
        .and_then(|day| day.pred_opt())
        .ok_or(Unread::TooFar)
}

/// The nearest `weekday` from `day` on (that day included).
fn nearest(weekday: Weekday, day: NaiveDate, lean: Lean) -> Result<NaiveDate, Unread> {
    let (from, to) = match lean {
        Lean::Ahead => (day.weekday(), weekday),
        Lean::Back => (weekday, day.weekday()),
    };
    let days = Days::new(u64::from(to.days_since(from)));
    match lean {
        Lean::Ahead => day.checked_add_days(days),
        Lean::Back => day.checked_sub_days(days),
    }
    .ok_or(Unread::TooFar)
}
