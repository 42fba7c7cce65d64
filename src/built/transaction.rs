//! Replaces the files of a folder, and whole folders in it, together, or not at all.
//!
//! New files are written to `DIR/.new`. When all are there, that folder is renamed to `DIR/.ready`: this one step is the
//! moment of change. Then each file moves to its place. Whoever is interrupted before leaves the old files; whoever is
//! interrupted after leaves the rest of the moving to the next build; readers look in `DIR/.ready` first.

use crate::graph::records::READY;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

const NEW: &str = ".new";

/// A change of a folder under way. Dropped before [`Transaction::commit`], it leaves the folder as it was.
#[derive(Debug)]
pub struct Transaction {
    dir: PathBuf,
    /// Folders that were made for it, the innermost first.
    made: Vec<PathBuf>,
    /// Holds the lock.
    _lock: Option<File>,
    open: bool,
}

/// Why a folder cannot be changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TransactionError {
    /// Someone else is at it.
    #[error("{}: another build is writing to this folder; wait for it, or give another folder with -o", .0.display())]
    Locked(PathBuf),
    /// The output folder is a file.
    #[error("{}: is a file, not a folder; give a folder with -o", .0.display())]
    File(PathBuf),
    /// The operating system's word.
    #[error("{}: cannot be written: {error}; what was there before is untouched", path.display())]
    Io {
        /// What was to be written.
        path: PathBuf,
        /// Why that failed.
        error: io::Error,
    },
}

impl Transaction {
    /// Opens a folder, made if need be, for change. Only one can at a time.
    ///
    /// # Errors
    /// When the folder cannot be made or written, or another process changes it.
    pub fn begin(dir: &Path) -> Result<Self, TransactionError> {
        if dir.is_file() {
            return Err(TransactionError::File(dir.to_owned()));
        }
        let fail = |error| TransactionError::Io { path: dir.to_owned(), error };
        let made: Vec<PathBuf> = dir
            .ancestors()
            .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
            .map(Path::to_owned)
            .collect();
        fs::create_dir_all(dir).map_err(fail)?;
        // A folder can be opened and locked on Unix; elsewhere there is no lock.
        let lock = File::open(dir).ok();
        if let Some(lock) = &lock
            && let Err(fs::TryLockError::WouldBlock) = lock.try_lock()
        {
            return Err(TransactionError::Locked(dir.to_owned()));
        }
        recover(dir).map_err(fail)?;
        fs::create_dir(dir.join(NEW)).map_err(fail)?;
        Ok(Self { dir: dir.to_owned(), made, _lock: lock, open: true })
    }

    /// Where to write a new file of that name.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.join(NEW).join(name)
    }

    /// Puts the new files in place of the old ones. Files of other names stay.
    ///
    /// # Errors
    /// When a file cannot be written out or moved.
    pub fn commit(mut self) -> Result<(), TransactionError> {
        let (dir, new) = (self.dir.clone(), self.dir.join(NEW));
        let fail = |error| TransactionError::Io { path: dir.clone(), error };
        write_out(&new).map_err(fail)?;
        fs::rename(&new, dir.join(READY)).map_err(fail)?;
        self.open = false;
        sync(&dir);
        recover(&dir).map_err(fail)
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if self.open {
            // The error that led here says more than one about leftovers, which the next run clears.
            let _ = fs::remove_dir_all(self.dir.join(NEW));
            // A folder that somebody has put something into meanwhile stays.
            for folder in &self.made {
                let _ = fs::remove_dir(folder);
            }
        }
    }
}

/// Ends what an interrupted change left: a change that was ready is carried out, one that was not is forgotten.
fn recover(dir: &Path) -> io::Result<()> {
    let (new, ready) = (dir.join(NEW), dir.join(READY));
    if new.is_dir() {
        fs::remove_dir_all(&new)?;
    }
    if ready.is_dir() {
        for entry in fs::read_dir(&ready)? {
            let entry = entry?;
            let place = dir.join(entry.file_name());
            // Renaming does not put a folder in place of another that holds something.
            if place.is_dir() {
                fs::remove_dir_all(&place)?;
            }
            fs::rename(entry.path(), place)?;
        }
        sync(dir);
        fs::remove_dir(&ready)?;
    }
    Ok(())
}

/// Waits until all files of a folder, and of the folders in it, are on the disk.
fn write_out(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            write_out(&entry.path())?;
        } else {
            File::open(entry.path())?.sync_all()?;
        }
    }
    sync(dir);
    Ok(())
}

/// Makes renames lasting, where the system can do that.
fn sync(dir: &Path) {
    if let Ok(dir) = File::open(dir) {
        let _ = dir.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dir: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn files_change_together_and_others_stay() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a"), "old").unwrap();
        fs::write(dir.path().join("mine"), "mine").unwrap();
        let change = Transaction::begin(dir.path()).unwrap();
        fs::write(change.path("a"), "new").unwrap();
        fs::write(change.path("b"), "new").unwrap();
        assert_eq!(fs::read_to_string(dir.path().join("a")).unwrap(), "old");
        change.commit().unwrap();
        assert_eq!(names(dir.path()), ["a", "b", "mine"]);
        assert_eq!(fs::read_to_string(dir.path().join("a")).unwrap(), "new");
    }

    #[test]
    fn a_folder_takes_the_place_of_the_old_one() {
        let dir = tempfile::tempdir().unwrap();
        for content in ["old", "new"] {
            let change = Transaction::begin(dir.path()).unwrap();
            fs::create_dir(change.path("store")).unwrap();
            fs::write(change.path("store").join(content), content).unwrap();
            change.commit().unwrap();
        }
        assert_eq!(names(dir.path()), ["store"]);
        assert_eq!(names(&dir.path().join("store")), ["new"]);
    }

    #[test]
    fn a_change_given_up_leaves_no_trace() {
        let dir = tempfile::tempdir().unwrap();
        let change = Transaction::begin(dir.path()).unwrap();
        fs::write(change.path("a"), "new").unwrap();
        drop(change);
        assert!(names(dir.path()).is_empty());
    }

    #[test]
    fn folders_made_for_a_change_given_up_go_with_it() {
        let dir = tempfile::tempdir().unwrap();
        drop(Transaction::begin(&dir.path().join("a/b")).unwrap());
        assert!(names(dir.path()).is_empty());
        fs::create_dir(dir.path().join("a")).unwrap();
        drop(Transaction::begin(&dir.path().join("a/b")).unwrap());
        assert_eq!(names(dir.path()), ["a"]);
    }

    #[test]
    fn an_interrupted_change_is_ended_by_the_next() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join(NEW)).unwrap();
        fs::write(dir.path().join(NEW).join("half"), "").unwrap();
        fs::create_dir(dir.path().join(READY)).unwrap();
        fs::write(dir.path().join(READY).join("a"), "new").unwrap();
        drop(Transaction::begin(dir.path()).unwrap());
        assert_eq!(names(dir.path()), ["a"]);
    }

    #[test]
    fn two_changes_at_a_time_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let _first = Transaction::begin(dir.path()).unwrap();
        assert!(matches!(Transaction::begin(dir.path()), Err(TransactionError::Locked(_))));
    }
}
