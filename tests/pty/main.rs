//! The program as people meet it: the real binary in a real terminal, with the faults that happen there.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set up its world has failed"
)]

#[path = "../support/keys.rs"]
mod keys;
#[path = "../support/skip.rs"]
mod skip;
#[path = "../support/tty.rs"]
mod tty;
#[path = "../support/world.rs"]
mod world;

mod call;
mod crash;
mod editor;
mod file;
mod minutes;
mod screen;
