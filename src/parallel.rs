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
    mut sink: impl FnMut(R) -> ControlFlow<B>,
) -> Option<B>
where
    T: Send,
    R: Send,
{
    let threads = threads.max(1);
    let permits = Permits::new(threads * 3 + 1);
    let (to_workers, from_reader) = mpsc::channel::<(usize, T)>();
    let (to_sink, from_workers) = mpsc::channel::<(usize, R)>();
    let from_reader = Mutex::new(from_reader);
    let (permits, from_reader, state, work) = (&permits, &from_reader, &state, &work);
    thread::scope(|scope| {
        let builder = || thread::Builder::new().stack_size(STACK);
        let reader = builder().spawn_scoped(scope, move || {
            // The stop is looked at before an item is taken: reading may wait for standard input.
            let mut items = items;
            let mut number = 0;
            while permits.take() {
                let Some(item) = items.next() else { break };
                if to_workers.send((number, item)).is_err() {
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
                    let next = lock(from_reader).recv();
                    let Ok((number, item)) = next else { break };
                    if to_sink.send((number, work(&mut state, item))).is_err() {
                        break;
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
        for (number, result) in &from_workers {
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&next) {
                next += 1;
                permits.give();
                if let ControlFlow::Break(value) = sink(result) {
                    permits.stop();
                    return Some(value);
                }
            }
        }
        None
    })
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

    /// Waits for a permit; false once stopped.
    fn take(&self) -> bool {
        let mut free = lock(&self.free);
        loop {
            match &mut *free {
                None => return false,
                Some(0) => free = self.changed.wait(free).unwrap_or_else(PoisonError::into_inner),
                Some(count) => {
                    *count -= 1;
                    return true;
                }
            }
        }
    }

    fn give(&self) {
        if let Some(count) = &mut *lock(&self.free) {
            *count += 1;
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
