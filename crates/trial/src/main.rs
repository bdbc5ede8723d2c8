//! The binary `candour-trial`.

fn main() -> std::process::ExitCode {
    trial::main()
}
