//! The same verbs without the screen.
