//! Deeds on meetings.
