//! The store on disk of a built folder: its triples ready to be asked, where parsing a large `graph.nt` first would take
//! seconds. With the feature `rocksdb` only.

use oxigraph::io::RdfFormat;
use oxigraph::store::Store;
use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Its folder in the built folder.
pub const STORE: &str = "store";

/// Memory for loading, in megabytes.
const MEMORY: usize = 512;

/// Makes a store of the triples in these N-Triples files.
///
/// # Errors
/// When a file cannot be read or the store cannot be written.
pub fn write(dir: &Path, files: &[&Path]) -> io::Result<()> {
    let store = Store::open(dir)?;
    let mut loader = store.bulk_loader().with_max_memory_size_in_megabytes(MEMORY);
    for file in files {
        loader.load_from_reader(RdfFormat::NTriples, BufReader::with_capacity(1 << 16, File::open(file)?))?;
    }
    loader.commit()?;
    // Loading leaves a file a batch and index; a query that looks single events up pays for each of them.
    store.optimize()?;
    Ok(store.flush()?)
}

/// The store of a built folder, when it is as new as the files of triples beside it. A build without the feature, or a
/// user who unites graphs, changes them and not the store.
pub fn current(dir: &Path) -> Option<PathBuf> {
    let changed = |path: PathBuf| -> Option<SystemTime> { fs::metadata(path).ok()?.modified().ok() };
    let store = dir.join(STORE);
    // RocksDB writes this file when a store is made. Reading leaves it alone.
    let made = changed(store.join("CURRENT"))?;
    [super::TRIPLES, super::DERIVED]
        .iter()
        .all(|name| changed(dir.join(name)).is_none_or(|changed| changed <= made))
        .then_some(store)
}
