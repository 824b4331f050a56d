//! Rebuilds when a data file comes or goes; changed ones the compiler notices by itself.

fn main() {
    println!("cargo::rerun-if-changed=assets");
}
