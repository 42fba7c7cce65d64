//! The `diplograph` command.
#![warn(missing_docs)]

mod cli;

/// Reading a text makes and drops many small values.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::main()
}
