//! Deeds on years.
