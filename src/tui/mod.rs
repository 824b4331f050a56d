//! The loop: the terminal, the events, the effects.
