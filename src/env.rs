//! The sources of non-determinism: the clock with its time zone, and new ids. Nothing else in the crate reads them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Local, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;

use crate::domain::id::Id;
use crate::domain::ops::OpContext;
use crate::domain::zone::{to_zone, zone_by_words};

/// Environment variable that stops the clock, as `2026-11-22` or `2026-11-22T10:00`.
pub const NOW_VAR: &str = "MATCHBOOK_NOW";
/// Environment variable that seeds new ids.
pub const SEED_VAR: &str = "MATCHBOOK_SEED";

/// Source of the time.
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
    Seeded { seed: u64, drawn: Arc<AtomicU64> },
}

impl IdSource {
    fn seeded(seed: u64) -> Self {
        let drawn = Arc::default();
        Self::Seeded { seed, drawn }
    }
}

/// Clock and id generator; its copies draw from the same ids.
#[derive(Clone, Debug)]
pub struct Env {
    clock: Clock,
    ids: IdSource,
    /// Zone in which the owner of the open book says to live.
    owners_zone: Option<Tz>,
    /// Zone in the user's settings.
    set_zone: Option<Tz>,
    /// Zone in the environment variable `TZ`.
    variable_zone: Option<Tz>,
}

impl Env {
    /// The system's, unless [`NOW_VAR`] or [`SEED_VAR`] are set; a value that cannot be parsed is ignored.
    pub fn from_environment() -> Self {
        let clock = std::env::var(NOW_VAR)
            .ok()
            .and_then(|text| parse_fixed_time(&text));
        let seed = std::env::var(SEED_VAR)
            .ok()
            .and_then(|text| text.parse().ok());
        Self {
            clock: clock.map_or(Clock::System, Clock::Fixed),
            ids: seed.map_or(IdSource::Random, IdSource::seeded),
            owners_zone: None,
            set_zone: None,
            variable_zone: std::env::var("TZ")
                .ok()
                .and_then(|zone| zone_by_words(zone.trim_start_matches(':'))),
        }
    }

    /// The same, in the zone that the user's settings name, if they do.
    pub const fn in_zone(mut self, zone: Option<Tz>) -> Self {
        self.set_zone = zone;
        self
    }

    /// Counts hours in the zone in which the owner of the open book says to live, if they say one.
    pub const fn live_in(&mut self, zone: Option<Tz>) {
        self.owners_zone = zone;
    }

    fn named_zone(&self) -> Option<Tz> {
        self.owners_zone.or(self.set_zone).or(self.variable_zone)
    }

    /// The user's time zone: that of the open book, the settings, of the environment, or the computer's, which is UTC while the clock stands
    /// still; none where the computer does not know its own.
    pub fn zone(&self) -> Option<Tz> {
        let of_computer = || match self.clock {
            Clock::System => iana_time_zone::get_timezone().ok()?.parse().ok(),
            Clock::Fixed(_) => Some(Tz::UTC),
        };
        self.named_zone().or_else(of_computer)
    }

    /// A stopped clock and seeded ids, for tests.
    pub fn fixed(now: DateTime<Utc>, seed: u64) -> Self {
        Self {
            clock: Clock::Fixed(now),
            ids: IdSource::seeded(seed),
            owners_zone: None,
            set_zone: None,
            variable_zone: None,
        }
    }

    /// The same ids, with the clock stopped at noon of `day`: the sample year has its own today.
    pub fn with_clock_fixed_on(self, day: NaiveDate) -> Self {
        let noon = day.and_hms_opt(12, 0, 0).unwrap_or_default().and_utc();
        Self {
            clock: Clock::Fixed(noon),
            ..self
        }
    }

    /// The same ids, with the clock of `other`.
    pub fn with_clock_of(self, other: &Self) -> Self {
        Self {
            clock: other.clock.clone(),
            ..self
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the one reader of the clock")]
    pub fn now(&self) -> DateTime<Utc> {
        match self.clock {
            Clock::System => Utc::now(),
            Clock::Fixed(now) => now,
        }
    }

    /// The present time in the user's time zone.
    pub fn local_now(&self) -> NaiveDateTime {
        self.local_time(self.now().naive_utc())
    }

    /// Converts a time in UTC to the user's time zone.
    pub fn local_time(&self, utc: NaiveDateTime) -> NaiveDateTime {
        match (&self.clock, self.named_zone()) {
            (Clock::Fixed(_), _) => utc,
            (Clock::System, Some(zone)) => to_zone(utc, zone),
            (Clock::System, None) => utc.and_utc().with_timezone(&Local).naive_local(),
        }
    }

    /// The present day in the user's time zone.
    pub fn today(&self) -> NaiveDate {
        self.local_now().date()
    }

    pub fn new_id(&self) -> Id {
        match &self.ids {
            IdSource::Random => {
                let mut bytes = [0; 16];
                // Without a source of randomness, clock and process id still keep ids of two copies apart.
                if getrandom::fill(&mut bytes).is_err() {
                    let now = self.now().timestamp_nanos_opt().unwrap_or_default();
                    let process = std::process::id();
                    return Id::derived(&["id", &now.to_string(), &process.to_string()]);
                }
                Id::from_bits(u128::from_be_bytes(bytes))
            }
            IdSource::Seeded { seed, drawn } => {
                let drawn = drawn.fetch_add(1, Ordering::Relaxed) + 1;
                Id::derived(&["seeded", &seed.to_string(), &drawn.to_string()])
            }
        }
    }

    /// Context of an operation: time, today and new ids.
    pub fn op_context(&self) -> OpContext {
        let ids = self.clone();
        OpContext {
            at: self.now(),
            today: self.today(),
            zone: self.zone(),
            new_id: Box::new(move || ids.new_id()),
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
