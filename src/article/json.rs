//! Cuts a stream of JSON into records, one at a time: lines of JSONL, elements of an array, objects one after another.

use super::Problem;
use std::io::{self, BufRead};

/// Reads one line without its end into `line`, of which at most `limit` bytes are kept. Returns the line's whole length
/// with its end; zero at the end of the stream.
pub(super) fn read_line(reader: &mut dyn BufRead, line: &mut Vec<u8>, limit: usize) -> io::Result<usize> {
    line.clear();
    let mut length = 0;
    loop {
        let buffer = match reader.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            buffer => buffer?,
        };
        if buffer.is_empty() {
            return Ok(length);
        }
        let end = memchr::memchr(b'\n', buffer);
        let part = &buffer[..end.unwrap_or(buffer.len())];
        if line.len() < limit {
            line.extend(&part[..part.len().min(limit - line.len())]);
        }
        let taken = end.map_or(buffer.len(), |end| end + 1);
        length += taken;
        reader.consume(taken);
        if end.is_some() {
            return Ok(length);
        }
    }
}

/// Cuts top-level objects, or the objects of a top-level array, out of a stream.
pub(super) struct Objects<R> {
    reader: R,
    limit: usize,
    /// Line of the next byte, from 1.
    line: usize,
    in_array: bool,
    done: bool,
}

/// The line that an object starts on, and its bytes.
type Cut = (usize, Result<Vec<u8>, Problem>);

impl<R: BufRead> Objects<R> {
    /// Objects longer than `limit` bytes are refused.
    pub fn new(reader: R, limit: usize) -> Self {
        Self { reader, limit, line: 1, in_array: false, done: false }
    }

    /// The next object's bytes and the line it starts on; or the line and the problem, after which nothing comes.
    fn cut(&mut self) -> io::Result<Option<Cut>> {
        loop {
            let Some(byte) = self.peek()? else {
                if self.in_array {
                    return Ok(Some((self.line, Err(Problem::Json("the array is not closed".to_owned())))));
                }
                return Ok(None);
            };
            match byte {
                b'{' => {
                    let start = self.line;
                    let object = self.object()?;
                    return Ok(Some((start, object)));
                }
                b'[' if !self.in_array => self.in_array = true,
                b']' if self.in_array => self.in_array = false,
                b' ' | b'\t' | b'\r' | b',' => {}
                b'\n' => self.line += 1,
                _ => {
                    let problem = Problem::Json("expected an object here; the rest of the file is skipped".to_owned());
                    return Ok(Some((self.line, Err(problem))));
                }
            }
            self.reader.consume(1);
        }
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                buffer => return Ok(buffer?.first().copied()),
            }
        }
    }

    fn object(&mut self) -> io::Result<Result<Vec<u8>, Problem>> {
        let mut object = Vec::new();
        let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
        loop {
            let buffer = match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                buffer => buffer?,
            };
            if buffer.is_empty() {
                return Ok(Err(Problem::Json("the file ends within a record".to_owned())));
            }
            let mut end = None;
            for (i, byte) in buffer.iter().enumerate() {
                self.line += usize::from(*byte == b'\n');
                if in_string {
                    match byte {
                        _ if escaped => escaped = false,
                        b'\\' => escaped = true,
                        b'"' => in_string = false,
                        _ => {}
                    }
                    continue;
                }
                match byte {
                    b'"' => in_string = true,
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => {
                        depth -= 1;
                        if depth == 0 {
                            end = Some(i + 1);
                            break;
                        }
                    }
                    _ => {}
                }
            }
            let taken = end.unwrap_or(buffer.len());
            if object.len() < self.limit {
                object.extend(&buffer[..taken]);
            }
            self.reader.consume(taken);
            if end.is_some() {
                let fits = object.len() <= self.limit;
                return Ok(if fits { Ok(object) } else { Err(Problem::TooLong(self.limit >> 20)) });
            }
        }
    }
}

impl<R: BufRead> Iterator for Objects<R> {
    type Item = (usize, Result<Vec<u8>, Problem>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let next = self.cut().unwrap_or_else(|error| Some((self.line, Err(Problem::Io(error.to_string())))));
        // After an oversized record the next one can be found; after anything else all is lost.
        self.done = !matches!(next, Some((_, Ok(_) | Err(Problem::TooLong(_)))));
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<(usize, Result<String, Problem>)> {
        Objects::new(io::BufReader::with_capacity(3, text.as_bytes()), 40)
            .map(|(line, object)| (line, object.map(|bytes| String::from_utf8(bytes).unwrap())))
            .collect()
    }

    #[test]
    fn arrays_and_sequences_are_cut_into_objects() {
        let expected = [(2, Ok(r#"{"a": "}]\""}"#.to_owned())), (3, Ok(r#"{"b": [{}]}"#.to_owned()))];
        assert_eq!(cut("[\n{\"a\": \"}]\\\"\"},\n{\"b\": [{}]}\n]\n"), expected);
        assert_eq!(cut("\n{\"a\": \"}]\\\"\"}\n{\"b\": [{}]}"), expected);
    }

    #[test]
    fn what_is_broken_is_said_once() {
        assert_eq!(cut("[{}, 3, {}]").len(), 2);
        assert!(matches!(cut("[{\"a\": 1")[..], [(1, Err(Problem::Json(_)))]));
        assert!(matches!(cut("[{}")[..], [(1, Ok(_)), (1, Err(Problem::Json(_)))]));
    }

    #[test]
    fn an_oversized_record_is_skipped_alone() {
        let long = format!("[{{\"a\": \"{}\"}}, {{}}]", "x".repeat(60));
        assert!(matches!(cut(&long)[..], [(1, Err(Problem::TooLong(_))), (1, Ok(_))]));
    }

    #[test]
    fn lines_keep_no_more_than_the_limit() {
        let mut reader = io::BufReader::with_capacity(2, "abcdef\ngh".as_bytes());
        let mut line = Vec::new();
        assert_eq!(read_line(&mut reader, &mut line, 4).unwrap(), 7);
        assert_eq!(line, b"abcd");
        assert_eq!(read_line(&mut reader, &mut line, 4).unwrap(), 2);
        assert_eq!(line, b"gh");
        assert_eq!(read_line(&mut reader, &mut line, 4).unwrap(), 0);
    }
}
