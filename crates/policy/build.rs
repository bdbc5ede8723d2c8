//! Builds the crate again when a file is added to the embedded packs: the macro that embeds them sees changes only.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../../policies");
}
