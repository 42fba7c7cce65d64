//! A file that appears when it is whole, or not at all.

use anyhow::Context;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

/// Writes a file under a temporary name beside it and then gives it its own. What is no regular file, as `/dev/stdout`,
/// is written to straight away.
///
/// # Errors
/// When it cannot be written or `write` fails; the message names the file, and what was there before is untouched.
pub fn to_file<T>(path: &Path, write: impl FnOnce(&mut dyn Write) -> anyhow::Result<T>) -> anyhow::Result<T> {
    let name = || path.display().to_string();
    if path.exists() && !path.is_file() {
        let mut out = BufWriter::new(File::options().write(true).open(path).with_context(name)?);
        let made = write(&mut out).with_context(name)?;
        out.flush().with_context(name)?;
        return Ok(made);
    }
    // Through a link to the file that it stands for.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut part = path.file_name().unwrap_or_default().to_owned();
    part.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(part);
    let written = File::create(&part).map_err(anyhow::Error::from).and_then(|file| {
        let mut out = BufWriter::new(file);
        let made = write(&mut out)?;
        out.flush()?;
        fs::rename(&part, &path)?;
        Ok(made)
    });
    if written.is_err() {
        // The error that stopped us says more than one about the leftover.
        let _ = fs::remove_file(&part);
    }
    written.with_context(name)
}
