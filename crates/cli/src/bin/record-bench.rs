//! temporary
#[path = "../bench/mod.rs"]
mod bench;
#[path = "../measure.rs"]
#[expect(dead_code)]
mod measure;
use clap::Parser;
#[derive(Parser)]
struct A { #[command(subcommand)] what: bench::MeasureRecord }
fn main() { match bench::run(&A::parse().what) { Ok(v) => println!("{v}"), Err(e) => { eprintln!("failed: {e:?} {e}"); std::process::exit(1) } } }
