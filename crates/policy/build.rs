//! Rebuilds the crate when a file is added to the embedded packs; the macro that embeds them notices only changed
//! files.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../../policies");
}
