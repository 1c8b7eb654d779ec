//! A small reader of `text/event-stream` (HTML Standard, "Server-sent events").

use axum::body::Body;
use futures::stream::{Stream, StreamExt as _};

/// One event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SseEvent {
    /// Last id seen so far, for `Last-Event-ID`.
    pub id: Option<String>,
    /// `message` unless the stream named it.
    pub event: String,
    /// The lines of data, joined by line feeds.
    pub data: String,
}

/// The stream broke, or one line or event grew beyond 64 KiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the event stream is broken")]
pub struct BrokenStream;

const LIMIT: usize = 64 * 1024;

/// Takes bytes as they come and gives whole events.
#[derive(Debug, Default)]
pub struct SseParser {
    line: Vec<u8>,
    after_cr: bool,
    id: Option<String>,
    event: String,
    data: Option<String>,
}

impl SseParser {
    /// Reads on.
    ///
    /// # Errors
    ///
    /// [`BrokenStream`] when a line or an event is too long.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Vec<SseEvent>, BrokenStream> {
        let mut events = Vec::new();
        for &byte in bytes {
            let follows_cr = std::mem::replace(&mut self.after_cr, byte == b'\r');
            match byte {
                b'\n' if follows_cr => {}
                b'\n' | b'\r' => events.extend(self.end_of_line()),
                _ if self.line.len() < LIMIT => self.line.push(byte),
                _ => return Err(BrokenStream),
            }
            if self.data.as_ref().is_some_and(|data| data.len() > LIMIT) {
                return Err(BrokenStream);
            }
        }
        Ok(events)
    }

    fn end_of_line(&mut self) -> Option<SseEvent> {
        let line = std::mem::take(&mut self.line);
        let line = String::from_utf8_lossy(&line);
        if line.is_empty() {
            let event = std::mem::take(&mut self.event);
            let event = if event.is_empty() { "message".to_owned() } else { event };
            return self.data.take().map(|data| SseEvent { id: self.id.clone(), event, data });
        }
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            },
            "event" => value.clone_into(&mut self.event),
            "id" if !value.contains('\0') => self.id = Some(value.to_owned()),
            _ => {}
        }
        None
    }
}

/// The events of a body, until it ends or breaks. Comments (`:` lines) give an event-less tick, `Ok(None)`,
/// so that whoever watches for silence sees the server's heartbeats.
pub fn events(body: Body) -> impl Stream<Item = Result<Option<SseEvent>, BrokenStream>> + Send + Unpin {
    let chunks = body.into_data_stream();
    let parsed = chunks.scan(SseParser::default(), |parser, chunk| {
        let events = chunk.map_err(|_| BrokenStream).and_then(|chunk| parser.push(&chunk));
        futures::future::ready(Some(match events {
            Ok(events) if events.is_empty() => vec![Ok(None)],
            Ok(events) => events.into_iter().map(|event| Ok(Some(event))).collect(),
            Err(error) => vec![Err(error)],
        }))
    });
    parsed.flat_map(futures::stream::iter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cut_of_the_stream_gives_the_same_events() {
        let stream = b": hello\r\nid: 7\r\nevent: change\r\ndata: {\"a\":\r\ndata: 1}\r\n\r\ndata:x\n\nevent: lost\n\n";
        for cut in 0..stream.len() {
            let mut parser = SseParser::default();
            let mut events = parser.push(&stream[..cut]).unwrap();
            events.extend(parser.push(&stream[cut..]).unwrap());
            assert_eq!(events.len(), 2, "cut at {cut}");
            assert_eq!((events[0].event.as_str(), events[0].data.as_str()), ("change", "{\"a\":\n1}"));
            assert_eq!((events[1].event.as_str(), events[1].id.as_deref()), ("message", Some("7")));
        }
    }

    #[test]
    fn an_endless_line_is_refused() {
        assert_eq!(SseParser::default().push(&vec![b'x'; LIMIT + 1]), Err(BrokenStream));
    }

    #[tokio::test]
    async fn heartbeats_are_seen() {
        let body = Body::from(": beat\n\n");
        assert_eq!(events(body).next().await, Some(Ok(None)));
    }
}
