//! The program itself; so far the library is all there is.

fn main() {}
