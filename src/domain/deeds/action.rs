//! Deeds on actions.
