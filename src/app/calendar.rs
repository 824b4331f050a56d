//! State of a calendar: the month shown and the selected day. Used by the date picker and by the calendar of the year;
//! `ui::widgets` draws it.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::domain::region::Region;

/// Steps by which the selection moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CalendarStep {
    DayBack,
    DayForth,
    WeekBack,
    WeekForth,
    /// To the same day of the previous month, or its last day.
    MonthBack,
    /// To the same day of the next month, or its last day.
    MonthForth,
    /// To today.
    Today,
}

/// A month with one selected day; the month shown follows the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalendarState {
    day: NaiveDate,
    today: NaiveDate,
}

impl CalendarState {
    /// The month of `day`, with the weeks of the region.
    pub fn new(day: NaiveDate, today: NaiveDate) -> Self {
        Self { day, today }
    }

    /// The selected day.
    pub fn day(&self) -> NaiveDate {
        self.day
    }

    pub fn today(&self) -> NaiveDate {
        self.today
    }

    /// Selects `day`, as a click or a typed date does.
    pub fn select(&mut self, day: NaiveDate) {
        self.day = day;
    }

    /// Moves the selection; beyond the supported range of dates it stays where it is.
    pub fn move_by(&mut self, step: CalendarStep) {
        let day = self.day;
        self.day = match step {
            CalendarStep::DayBack => day.pred_opt(),
            CalendarStep::DayForth => day.succ_opt(),
            CalendarStep::WeekBack => day.checked_sub_days(Days::new(7)),
            CalendarStep::WeekForth => day.checked_add_days(Days::new(7)),
            CalendarStep::MonthBack => day.checked_sub_months(Months::new(1)),
            CalendarStep::MonthForth => day.checked_add_months(Months::new(1)),
            CalendarStep::Today => Some(self.today),
        }
        .unwrap_or(day);
    }

    /// Month and year, as a heading.
    pub fn title(&self) -> String {
        self.day.format("%B %Y").to_string()
    }

    /// The days of the week, from the first one on.
    pub fn weekdays(&self) -> [Weekday; 7] {
        let mut days = [Region::current().first_weekday(); 7];
        for at in 1..7 {
            days[at] = days[at - 1].succ();
        }
        days
    }

    /// The six weeks that contain the month, with the adjacent days; none beyond the supported range of dates.
    pub fn weeks(&self) -> Vec<[Option<NaiveDate>; 7]> {
        let first = self.day.with_day(1).unwrap_or(self.day);
        let lead = u64::from(
            first
                .weekday()
                .days_since(Region::current().first_weekday()),
        );
        let at = |cell: u64| {
            if cell < lead {
                first.checked_sub_days(Days::new(lead - cell))
            } else {
                first.checked_add_days(Days::new(cell - lead))
            }
        };
        (0..6)
            .map(|week| [0, 1, 2, 3, 4, 5, 6].map(|day| at(week * 7 + day)))
            .collect()
    }

    /// First days of the `count` months on the page that holds the selected day; pages are counted from the month of
    /// `start`.
    pub fn month_page(&self, start: NaiveDate, count: u32) -> Vec<NaiveDate> {
        let number = |day: NaiveDate| day.year() * 12 + day.month0().cast_signed();
        let size = count.max(1).cast_signed();
        let first = self.day.with_day(1).unwrap_or(self.day);
        let into = (number(first) - number(start))
            .rem_euclid(size)
            .cast_unsigned();
        let first = first.checked_sub_months(Months::new(into)).unwrap_or(first);
        (0..count.max(1))
            .filter_map(|month| first.checked_add_months(Months::new(month)))
            .collect()
    }

    /// True if `day` belongs to the month shown.
    pub fn is_in_month(&self, day: NaiveDate) -> bool {
        (day.year(), day.month()) == (self.day.year(), self.day.month())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str) -> CalendarState {
        CalendarState::new(day(text), day("2026-11-22"))
    }

    #[test]
    fn turning_moves_by_day_week_and_month() {
        let mut calendar = at("2027-01-31");
        let mut turned = |turn| {
            calendar.move_by(turn);
            calendar.day().to_string()
        };
        assert_eq!(turned(CalendarStep::DayForth), "2027-02-01");
        assert_eq!(turned(CalendarStep::DayBack), "2027-01-31");
        assert_eq!(turned(CalendarStep::MonthForth), "2027-02-28");
        assert_eq!(turned(CalendarStep::WeekForth), "2027-03-07");
        assert_eq!(turned(CalendarStep::WeekBack), "2027-02-28");
        assert_eq!(turned(CalendarStep::MonthBack), "2027-01-28");
        assert_eq!(turned(CalendarStep::Today), "2026-11-22");
    }

    #[test]
    fn weeks_begin_on_sunday() {
        let calendar = at("2026-12-01");
        assert_eq!(calendar.weeks()[0][0], Some(day("2026-11-29")));
        assert_eq!(calendar.weekdays()[6], Weekday::Sat);
    }

    #[test]
    fn every_month_fits_into_its_weeks() {
        let mut calendar = at("2026-01-01");
        for _ in 0..48 {
            let days: Vec<NaiveDate> = calendar.weeks().into_iter().flatten().flatten().collect();
            assert_eq!(days.len(), 42);
            assert!(days.is_sorted());
            let inside = days
                .iter()
                .filter(|day| calendar.is_in_month(**day))
                .count();
            assert_eq!(inside, usize::from(calendar.day().num_days_in_month()));
            calendar.move_by(CalendarStep::MonthForth);
        }
    }

    #[test]
    fn a_page_of_months_stays_while_the_day_moves_within_it() {
        let start = day("2026-11-02");
        let page = |text: &str| {
            let months = at(text).month_page(start, 3);
            months.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(
            page("2026-12-31"),
            ["2026-11-01", "2026-12-01", "2027-01-01"]
        );
        assert_eq!(page("2026-11-30"), page("2027-01-01"));
        assert_eq!(page("2026-10-31")[2], "2026-10-01");
        assert_eq!(page("2027-02-01")[0], "2027-02-01");
    }

    #[test]
    fn the_end_of_time_is_no_trouble() {
        for end in [NaiveDate::MIN, NaiveDate::MAX] {
            let mut calendar = CalendarState::new(end, end);
            for turn in [
                CalendarStep::DayBack,
                CalendarStep::DayForth,
                CalendarStep::MonthForth,
            ] {
                calendar.move_by(turn);
                assert_eq!(calendar.weeks().len(), 6);
            }
        }
    }
}
