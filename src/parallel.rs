//! Work on a stream of items with several threads, results in the order of the items, memory bounded.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;

/// Stack of a worker: real articles need a small part; what is hostile meets limits elsewhere.
const STACK: usize = 64 << 20;

/// Takes items one at a time from `items` (on a thread of its own), works on them on `threads` threads, each with a
/// state of its own made by `state`, and gives the results to `sink` (on the calling thread) in order of the items.
///
/// At most a few items a thread are under way or waiting for their turn, however long one takes. When `sink` breaks,
/// no further item is taken and its value is returned.
pub fn ordered<T, S, R, B>(
    items: impl Iterator<Item = T> + Send,
    threads: usize,
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, T) -> R + Sync,
    sink: impl FnMut(R) -> ControlFlow<B>,
) -> Option<B>
where
    T: Send,
    R: Send,
{
    let one_by_one = |state: &mut S, items: Vec<T>| items.into_iter().map(|item| work(state, item)).collect();
    ordered_batches(items, threads, |_| FULL, state, one_by_one, sink)
}

/// What fills a batch.
pub const FULL: usize = 16;

/// The same with small items worked on together. `size` gives each a size from 1 to [`FULL`]; a batch is what waits when a
/// thread is free, until it is full. Nothing waits for a batch to be filled. `work` gives as many results as it gets items.
pub fn ordered_batches<T, S, R, B>(
    items: impl Iterator<Item = T> + Send,
    threads: usize,
    size: impl Fn(&T) -> usize + Sync,
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, Vec<T>) -> Vec<R> + Sync,
    mut sink: impl FnMut(R) -> ControlFlow<B>,
) -> Option<B>
where
    T: Send,
    R: Send,
{
    let threads = threads.max(1);
    let permits = Permits::new((threads * 3 + 1) * FULL);
    let (to_workers, from_reader) = mpsc::channel::<(usize, usize, T)>();
    let (to_sink, from_workers) = mpsc::channel::<(usize, usize, R)>();
    let from_reader = Mutex::new(from_reader);
    let (permits, from_reader, size, state, work) = (&permits, &from_reader, &size, &state, &work);
    thread::scope(|scope| {
        let builder = || thread::Builder::new().stack_size(STACK);
        let reader = builder().spawn_scoped(scope, move || {
            // The stop is looked at before an item is taken: reading may wait for standard input.
            let mut items = items;
            let mut number = 0;
            while permits.take(1) {
                let Some(item) = items.next() else { break };
                let size = size(&item).clamp(1, FULL);
                if !permits.take(size - 1) || to_workers.send((number, size, item)).is_err() {
                    break;
                }
                number += 1;
            }
        });
        for _ in 0..threads {
            let to_sink = to_sink.clone();
            let spawned = builder().spawn_scoped(scope, move || {
                let mut state = state();
                loop {
                    let next = next_batch(&lock(from_reader));
                    let Some((numbers, batch)) = next else { break };
                    let results = work(&mut state, batch);
                    for ((number, size), result) in numbers.into_iter().zip(results) {
                        if to_sink.send((number, size, result)).is_err() {
                            return;
                        }
                    }
                }
            });
            // With at least one worker the work goes on, only slower.
            if spawned.is_err() {
                break;
            }
        }
        drop(to_sink);
        drop(reader);
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (number, size, result) in &from_workers {
            waiting.insert(number, (size, result));
            while let Some((size, result)) = waiting.remove(&next) {
                next += 1;
                permits.give(size);
                if let ControlFlow::Break(value) = sink(result) {
                    permits.stop();
                    return Some(value);
                }
            }
        }
        None
    })
}

/// Waits for an item and takes what else is there, until the batch is full; the items with their numbers and sizes. None when
/// there is nothing more to come.
#[allow(clippy::type_complexity)]
fn next_batch<T>(items: &mpsc::Receiver<(usize, usize, T)>) -> Option<(Vec<(usize, usize)>, Vec<T>)> {
    let (number, mut filled, item) = items.recv().ok()?;
    let (mut numbers, mut batch) = (vec![(number, filled)], vec![item]);
    while filled < FULL
        && let Ok((number, size, item)) = items.try_recv()
    {
        filled += size;
        numbers.push((number, size));
        batch.push(item);
    }
    Some((numbers, batch))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How many more items may be taken; none once stopped.
struct Permits {
    free: Mutex<Option<usize>>,
    changed: Condvar,
}

impl Permits {
    fn new(count: usize) -> Self {
        Self { free: Mutex::new(Some(count)), changed: Condvar::new() }
    }

    /// Waits for so many permits; false once stopped.
    fn take(&self, wanted: usize) -> bool {
        let mut free = lock(&self.free);
        loop {
            match &mut *free {
                None => return false,
                Some(count) if *count < wanted => {
                    free = self.changed.wait(free).unwrap_or_else(PoisonError::into_inner);
                }
                Some(count) => {
                    *count -= wanted;
                    return true;
                }
            }
        }
    }

    fn give(&self, returned: usize) {
        if let Some(count) = &mut *lock(&self.free) {
            *count += returned;
        }
        self.changed.notify_one();
    }

    fn stop(&self) {
        *lock(&self.free) = None;
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[test]
    fn results_come_in_order_of_the_items() {
        for threads in [1, 2, 5] {
            let mut got = Vec::new();
            let work = |_: &mut (), n: u64| {
                thread::sleep(Duration::from_micros(n * 7919 % 300));
                n * n
            };
            ordered(
                0..200_u64,
                threads,
                || (),
                work,
                |n| {
                    got.push(n);
                    ControlFlow::<()>::Continue(())
                },
            );
            assert_eq!(got, (0..200_u64).map(|n| n * n).collect::<Vec<_>>());
        }
    }

    #[test]
    fn few_items_are_taken_ahead_of_a_slow_one() {
        let taken = AtomicUsize::new(0);
        let items = (0..1000).inspect(|_| {
            taken.fetch_add(1, Ordering::SeqCst);
        });
        let work = |_: &mut (), n: usize| {
            if n == 0 {
                thread::sleep(Duration::from_millis(50));
                return taken.load(Ordering::SeqCst);
            }
            0
        };
        let mut most = 0;
        ordered(
            items,
            4,
            || (),
            work,
            |n| {
                most = most.max(n);
                ControlFlow::<()>::Continue(())
            },
        );
        assert!(most <= 14, "{most} taken while the first was under way");
    }

    #[test]
    fn small_items_that_wait_are_worked_on_together() {
        let work = |_: &mut (), batch: Vec<usize>| {
            thread::sleep(Duration::from_millis(2));
            let (first, total) = (batch.len(), batch.iter().sum::<usize>());
            assert!(total - batch[first - 1] < FULL, "{batch:?}");
            batch.into_iter().map(|n| (n, first)).collect()
        };
        for threads in [1, 3] {
            let mut got = Vec::new();
            let items = (0..300).map(|n| 1 + n * 7 % 20);
            ordered_batches(
                items.clone(),
                threads,
                |n| *n,
                || (),
                work,
                |result: (usize, usize)| {
                    got.push(result);
                    ControlFlow::<()>::Continue(())
                },
            );
            assert!(got.iter().map(|g| g.0).eq(items));
            assert!(got.iter().any(|g| g.1 > 1));
        }
    }

    #[test]
    fn a_break_ends_the_work() {
        let taken = AtomicUsize::new(0);
        let items = (0..).inspect(|_| {
            taken.fetch_add(1, Ordering::SeqCst);
        });
        let value = ordered(
            items,
            3,
            || (),
            |_, n: u64| n,
            |n| if n == 7 { ControlFlow::Break(n) } else { ControlFlow::Continue(()) },
        );
        assert_eq!(value, Some(7));
        assert!(taken.load(Ordering::SeqCst) < 100);
    }
}
