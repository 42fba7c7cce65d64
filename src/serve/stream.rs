//! The way from a query that runs on a thread of its own to the body of a response.
//!
//! What an answer begins with is held back, so that a query that fails early still gets a status of its own; a long
//! answer is then sent piece by piece, at the pace of the reader.

use axum::body::Bytes;
use futures_core::Stream;
use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::{mpsc, oneshot};

/// Bytes held back at the start, and sent at once later.
const PIECE: usize = 256 << 10;

/// Where a query writes its answer.
pub struct Pipe<E> {
    buffer: Vec<u8>,
    start: Option<oneshot::Sender<Result<Bytes, E>>>,
    rest: mpsc::Sender<io::Result<Bytes>>,
}

/// What a response is made of: the start of the answer, or why there is none; then the rest.
pub type Start<E> = (oneshot::Receiver<Result<Bytes, E>>, mpsc::Receiver<io::Result<Bytes>>);

impl<E: std::fmt::Display> Pipe<E> {
    /// A pipe and its other end.
    pub fn new() -> (Self, Start<E>) {
        let (start, started) = oneshot::channel();
        let (rest, more) = mpsc::channel(4);
        (Self { buffer: Vec::with_capacity(PIECE), start: Some(start), rest }, (started, more))
    }

    /// Sends what is left, or the error. Must not be called on a thread of the server's.
    pub fn finish<T>(mut self, result: Result<T, E>) {
        match (result, self.start.take()) {
            // A reader that has gone does not want to know.
            (Ok(_), Some(start)) => drop(start.send(Ok(std::mem::take(&mut self.buffer).into()))),
            (Err(error), Some(start)) => drop(start.send(Err(error))),
            (Ok(_), None) => drop(self.rest.blocking_send(Ok(std::mem::take(&mut self.buffer).into()))),
            // Half an answer is out: breaking off is the only way left to say so.
            (Err(error), None) => drop(self.rest.blocking_send(Err(io::Error::other(error.to_string())))),
        }
    }
}

impl<E> Write for Pipe<E> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= PIECE {
            let piece = Bytes::from(std::mem::replace(&mut self.buffer, Vec::with_capacity(PIECE)));
            let sent = match self.start.take() {
                Some(start) => start.send(Ok(piece)).is_ok(),
                None => self.rest.blocking_send(Ok(piece)).is_ok(),
            };
            if !sent {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The pieces of a body.
pub struct Pieces {
    /// The first.
    pub first: Option<Bytes>,
    /// Those after it.
    pub rest: mpsc::Receiver<io::Result<Bytes>>,
}

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.first.take() {
            Some(first) => Poll::Ready(Some(Ok(first))),
            None => self.rest.poll_recv(context),
        }
    }
}
