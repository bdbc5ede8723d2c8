//! The binary `candour`.

fn main() -> std::process::ExitCode {
    cli::main()
}
