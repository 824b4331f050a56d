//! What the user is doing: a pure state machine. One message in, effects out.
