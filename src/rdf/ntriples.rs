//! Sorted N-Triples files: the durable form of a graph, and how such files unite.
//!
//! Lines are in canonical N-Triples and in the order of their bytes, each once, so `LC_ALL=C sort -m -u` of the files of
//! two graphs is the file of both. [`SortedTriples`] does the same in bounded memory.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Gathers triples of many articles and writes them sorted, each once. What does not fit in memory waits on disk.
#[derive(Debug)]
pub struct SortedTriples {
    /// Where runs wait.
    dir: PathBuf,
    lines: Vec<String>,
    bytes: usize,
    limit: usize,
    runs: Vec<PathBuf>,
}

impl SortedTriples {
    /// Bytes of text held in memory before a sorted run is written to disk.
    pub const LIMIT: usize = 128 << 20;

    /// Runs on disk before they are made one: all are open when they are united.
    const RUNS: usize = 64;

    /// An empty collection. Runs that do not fit in memory are kept in `dir`, which must exist by then.
    pub fn new(dir: &Path) -> Self {
        Self::with_limit(dir, Self::LIMIT)
    }

    /// With another limit to the bytes held in memory.
    pub fn with_limit(dir: &Path, limit: usize) -> Self {
        Self { dir: dir.to_owned(), lines: Vec::new(), bytes: 0, limit, runs: Vec::new() }
    }

    /// Adds lines, in any order.
    ///
    /// # Errors
    /// When a run cannot be written to disk.
    pub fn add(&mut self, lines: impl IntoIterator<Item = String>) -> io::Result<()> {
        for line in lines {
            self.bytes += line.len() + size_of::<String>();
            self.lines.push(line);
        }
        if self.bytes > self.limit {
            self.sort();
            // The graph of many articles holds the same actors over and over: what is left may be far smaller.
            self.bytes = self.lines.iter().map(|line| line.len() + size_of::<String>()).sum();
            if self.bytes > self.limit / 2 {
                self.spill()?;
            }
        }
        Ok(())
    }

    /// Writes all lines to `path`, united with those that the file holds already. The file is replaced at once, so that
    /// a reader sees the old graph or the new one. Returns the number of lines.
    ///
    /// # Errors
    /// When a file cannot be read or written, or when the old file is not sorted.
    pub fn write(mut self, path: &Path) -> io::Result<u64> {
        self.sort();
        let mut inputs: Vec<Box<dyn Iterator<Item = io::Result<String>>>> = Vec::new();
        if path.exists() {
            inputs.push(Box::new(read_sorted(path)?));
        }
        for run in &self.runs {
            inputs.push(Box::new(read_sorted(run)?));
        }
        let lines = std::mem::take(&mut self.lines);
        inputs.push(Box::new(lines.into_iter().map(Ok)));
        let part = path.with_extension("nt.part");
        let written = BufWriter::new(File::create(&part)?);
        let count = unite(inputs, written).and_then(|count| fs::rename(&part, path).map(|()| count));
        if count.is_err() {
            // The error that stopped us says more than one about the leftover.
            let _ = fs::remove_file(&part);
        }
        count
    }

    fn sort(&mut self) {
        self.lines.sort_unstable();
        self.lines.dedup();
    }

    fn spill(&mut self) -> io::Result<()> {
        if self.runs.len() == Self::RUNS {
            let all = self.dir.join(".graph.nt.runs");
            let inputs = self.runs.iter().map(|run| read_sorted(run)).collect::<io::Result<Vec<_>>>()?;
            unite(inputs, BufWriter::new(File::create(&all)?))?;
            // The first takes the place of all.
            fs::rename(&all, &self.runs[0])?;
            self.runs.drain(1..).try_for_each(fs::remove_file)?;
        }
        let run = self.dir.join(format!(".graph.nt.run{}", self.runs.len()));
        let mut out = BufWriter::new(File::create(&run)?);
        self.runs.push(run);
        for line in self.lines.drain(..) {
            out.write_all(line.as_bytes())?;
            out.write_all(b"\n")?;
        }
        self.bytes = 0;
        out.flush()
    }
}

impl Drop for SortedTriples {
    fn drop(&mut self) {
        for run in &self.runs {
            let _ = fs::remove_file(run);
        }
    }
}

/// The lines of a sorted file, without line breaks. Blank lines and comments are passed over.
///
/// # Errors
/// At once when the file cannot be opened; later, with its line number, for a line that is out of order.
pub fn read_sorted(path: &Path) -> io::Result<impl Iterator<Item = io::Result<String>>> {
    let name = path.display().to_string();
    let reader = BufReader::with_capacity(1 << 16, File::open(path)?);
    let mut last = String::new();
    let lines = reader.lines().enumerate().filter(|(_, line)| {
        line.as_ref().map_or(true, |line| !line.trim_start().starts_with('#') && !line.trim().is_empty())
    });
    Ok(lines.map(move |(number, line)| {
        let line = line?;
        if line < last {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("{name}:{}: lines are not in order; sort the file with `LC_ALL=C sort -u`", number + 1),
            ));
        }
        last.clone_from(&line);
        Ok(line)
    }))
}

/// Writes the union of sorted sequences of lines, sorted, each once. Returns the number of lines.
///
/// # Errors
/// When an input cannot be read or the output cannot be written.
pub fn unite<I>(inputs: impl IntoIterator<Item = I>, mut out: impl Write) -> io::Result<u64>
where
    I: Iterator<Item = io::Result<String>>,
{
    let mut inputs: Vec<I> = inputs.into_iter().collect();
    let mut heads = BinaryHeap::with_capacity(inputs.len());
    for (i, input) in inputs.iter_mut().enumerate() {
        if let Some(line) = input.next() {
            heads.push(Reverse((line?, i)));
        }
    }
    let mut last = String::new();
    let mut count = 0;
    while let Some(mut head) = heads.peek_mut() {
        let Reverse((line, input)) = &mut *head;
        let taken = match inputs[*input].next() {
            Some(next) => std::mem::replace(line, next?),
            None => PeekMut::pop(head).0.0,
        };
        if taken != last || count == 0 {
            out.write_all(taken.as_bytes())?;
            out.write_all(b"\n")?;
            last = taken;
            count += 1;
        }
    }
    out.flush()?;
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &str) -> impl Iterator<Item = io::Result<String>> {
        text.split_whitespace().map(|line| Ok(line.to_owned()))
    }

    #[test]
    fn united_lines_are_sorted_and_unique() {
        let mut out = Vec::new();
        let count = unite([lines("a c e"), lines("a b e f"), lines("")], &mut out).expect("nothing can fail");
        assert_eq!((count, String::from_utf8(out).expect("text")), (5, "a\nb\nc\ne\nf\n".to_owned()));
    }

    #[test]
    fn a_file_out_of_order_is_refused_with_its_line() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("graph.nt");
        fs::write(&path, "b\na\n").expect("written");
        let error = SortedTriples::new(dir.path()).write(&path).expect_err("out of order");
        assert!(error.to_string().contains("graph.nt:2: lines are not in order"), "{error}");
        assert_eq!(fs::read_to_string(&path).expect("the old graph is still there"), "b\na\n");
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 1, "no leftovers");
    }

    #[test]
    fn many_runs_become_one_before_they_are_too_many_to_be_open() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut all = SortedTriples::with_limit(dir.path(), 1);
        let number = |i: usize| format!("{:03}", i * 7 % 200);
        for i in 0..SortedTriples::RUNS * 3 {
            all.add([number(i), number(i + 1)]).expect("written");
            assert!(fs::read_dir(dir.path()).expect("a folder").count() <= SortedTriples::RUNS + 1);
        }
        let path = dir.path().join("graph.nt");
        let mut expected: Vec<String> = (0..=SortedTriples::RUNS * 3).map(number).collect();
        expected.sort();
        expected.dedup();
        assert_eq!(all.write(&path).expect("written"), expected.len() as u64);
        let written = fs::read_to_string(&path).expect("readable");
        assert_eq!(written.lines().collect::<Vec<_>>(), expected);
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 1, "no leftovers");
    }

    proptest! {
        #[test]
        fn memory_limit_and_number_of_builds_do_not_show(
            batches in proptest::collection::vec(proptest::collection::vec("[a-d]{1,3}", 0..20), 0..6),
            limit in 1usize..2000,
        ) {
            let dir = tempfile::tempdir().expect("a folder");
            let (whole, parts) = (dir.path().join("whole.nt"), dir.path().join("parts.nt"));
            let mut all = SortedTriples::with_limit(dir.path(), limit);
            for batch in &batches {
                all.add(batch.iter().cloned()).expect("written");
                let mut one = SortedTriples::new(dir.path());
                one.add(batch.iter().cloned()).expect("written");
                one.write(&parts).expect("written");
            }
            all.write(&whole).expect("written");
            let parts = fs::read_to_string(&parts).unwrap_or_default();
            prop_assert_eq!(fs::read_to_string(&whole).expect("written"), parts);
        }
    }
}
