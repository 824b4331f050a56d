//! Deeds on goals.
