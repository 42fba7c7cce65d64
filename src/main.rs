//! The `diplograph` command.
#![warn(missing_docs)]

mod cli;

use std::ffi::{c_int, c_long};

/// Reading a text makes and drops many small values.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

unsafe extern "C" {
    /// Sets an option of the allocator. Not for more than one thread.
    fn mi_option_set(option: c_int, value: c_long);
}

/// The option after how many milliseconds memory that is free goes back to the system; -1: never.
const PURGE_DELAY: c_int = 15;

fn main() -> std::process::ExitCode {
    // memory that one article is done with serves the next; to give it back and ask for it again takes a twentieth of the time
    // SAFETY: no other thread runs yet, and every version of the allocator has the option under this number.
    unsafe { mi_option_set(PURGE_DELAY, -1) };
    cli::main()
}
