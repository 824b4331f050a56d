//! The world's two sources of surprise: the clock and new ids. Nothing else in the crate reads either.

use chrono::{DateTime, Local, NaiveDate, NaiveDateTime, Utc};

use crate::domain::id::Id;
use crate::domain::ops::OpContext;

/// Environment variable that stops the clock, as `2026-11-22` or `2026-11-22T10:00`.
pub const NOW_VAR: &str = "MATCHBOOK_NOW";
/// Environment variable that makes new ids repeatable.
pub const SEED_VAR: &str = "MATCHBOOK_SEED";

/// Where the time comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The computer's clock and time zone.
    System,
    /// A stopped clock, in UTC.
    Fixed(DateTime<Utc>),
}

#[derive(Clone, Debug)]
enum IdSource {
    Random,
    Seeded { seed: u64, drawn: u64 },
}

/// The clock and the ids that everything is given.
#[derive(Clone, Debug)]
pub struct Env {
    clock: Clock,
    ids: IdSource,
}

impl Env {
    /// The real ones, unless [`NOW`] or [`SEED`] say otherwise; a value that cannot be read is left aside.
    pub fn from_environment() -> Self {
        let clock = std::env::var(NOW_VAR)
            .ok()
            .and_then(|text| parse_fixed_time(&text));
        let seed = std::env::var(SEED_VAR)
            .ok()
            .and_then(|text| text.parse().ok());
        Self {
            clock: clock.map_or(Clock::System, Clock::Fixed),
            ids: seed.map_or(IdSource::Random, |seed| IdSource::Seeded { seed, drawn: 0 }),
        }
    }

    /// A stopped clock and repeatable ids.
    pub fn fixed(now: DateTime<Utc>, seed: u64) -> Self {
        Self {
            clock: Clock::Fixed(now),
            ids: IdSource::Seeded { seed, drawn: 0 },
        }
    }

    /// The same ids, with the clock stopped at noon of `day`: the sample year has a today of its own.
    pub fn with_clock_fixed_on(self, day: NaiveDate) -> Self {
        let noon = day.and_hms_opt(12, 0, 0).unwrap_or_default().and_utc();
        Self {
            clock: Clock::Fixed(noon),
            ids: self.ids,
        }
    }

    /// The same ids, with the clock of `other`.
    pub fn with_clock_of(self, other: &Self) -> Self {
        Self {
            clock: other.clock.clone(),
            ids: self.ids,
        }
    }

    /// The present moment.
    #[expect(clippy::disallowed_methods, reason = "the one reader of the clock")]
    pub fn now(&self) -> DateTime<Utc> {
        match self.clock {
            Clock::System => Utc::now(),
            Clock::Fixed(now) => now,
        }
    }

    /// The present moment where the user lives.
    pub fn local_now(&self) -> NaiveDateTime {
        match self.clock {
            Clock::System => self.now().with_timezone(&Local).naive_local(),
            Clock::Fixed(now) => now.naive_utc(),
        }
    }

    /// A moment in UTC by the clock of the user.
    pub fn local_time(&self, utc: NaiveDateTime) -> NaiveDateTime {
        match self.clock {
            Clock::System => utc.and_utc().with_timezone(&Local).naive_local(),
            Clock::Fixed(_) => utc,
        }
    }

    /// The day it is where the user lives.
    pub fn today(&self) -> NaiveDate {
        self.local_now().date()
    }

    /// A new id.
    pub fn new_id(&mut self) -> Id {
        match &mut self.ids {
            IdSource::Random => {
                let mut bytes = [0; 16];
                // Without a source of randomness the clock and the process still tell copies apart.
                if getrandom::fill(&mut bytes).is_err() {
                    let now = self.now().timestamp_nanos_opt().unwrap_or_default();
                    let process = std::process::id();
                    return Id::derived(&["id", &now.to_string(), &process.to_string()]);
                }
                Id::from_bits(u128::from_be_bytes(bytes))
            }
            IdSource::Seeded { seed, drawn } => {
                *drawn += 1;
                Id::derived(&["seeded", &seed.to_string(), &drawn.to_string()])
            }
        }
    }

    /// What a deed needs: the moment, the day and new ids.
    pub fn op_context(&mut self) -> OpContext<'_> {
        OpContext {
            at: self.now(),
            today: self.today(),
            new_id: Box::new(|| self.new_id()),
        }
    }
}

fn parse_fixed_time(text: &str) -> Option<DateTime<Utc>> {
    let moment = NaiveDateTime::parse_from_str(text.trim_end_matches('Z'), "%Y-%m-%dT%H:%M")
        .or_else(|_| NaiveDateTime::parse_from_str(text.trim_end_matches('Z'), "%Y-%m-%dT%H:%M:%S"))
        .ok()
        .or_else(|| text.parse::<NaiveDate>().ok()?.and_hms_opt(12, 0, 0))?;
    Some(moment.and_utc())
}
