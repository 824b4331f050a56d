//! Writing files whole or not at all, and never silently over another.
