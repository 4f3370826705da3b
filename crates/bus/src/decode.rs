//! Reading what Redis holds: our own spellings, met again.

use std::str::FromStr;

use bytes::Bytes;
use domain::Psn;
use redis::Value;

use crate::error::Error;
use crate::fence::PSNS_PER_INCARNATION;
use crate::log::Record;

/// A text that is read from left to right.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'a> {
    rest: &'a str,
    what: &'static str,
}

impl<'a> Text<'a> {
    pub(crate) fn new(bytes: &'a [u8], what: &'static str) -> Result<Self, Error> {
        match std::str::from_utf8(bytes) {
            Ok(rest) => Ok(Self { rest, what }),
            Err(_invalid) => Err(Error::Corrupt { what }),
        }
    }

    /// What stands before the next `end`.
    pub(crate) fn word(&mut self, end: char) -> Result<&'a str, Error> {
        let what = self.what;
        let (word, rest) = self.rest.split_once(end).ok_or(Error::Corrupt { what })?;
        self.rest = rest;
        Ok(word)
    }

    /// What stands before the next `end`, parsed.
    pub(crate) fn until<T: FromStr>(&mut self, end: char) -> Result<T, Error> {
        let word = self.word(end)?;
        self.parse(word)
    }

    /// What is left, parsed.
    pub(crate) fn rest<T: FromStr>(self) -> Result<T, Error> {
        self.parse(self.rest)
    }

    /// What is left, parsed, or nothing.
    pub(crate) fn rest_or_empty<T: FromStr>(self) -> Result<Option<T>, Error> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        self.rest().map(Some)
    }

    fn parse<T: FromStr>(&self, word: &str) -> Result<T, Error> {
        let what = self.what;
        word.parse().ok().ok_or(Error::Corrupt { what })
    }
}

/// The psn of a partition log's entry id, `N-n`.
pub(crate) fn psn(id: &str) -> Result<Psn, Error> {
    let mut text = Text {
        rest: id,
        what: "an entry id",
    };
    let incarnation: i64 = text.until('-')?;
    let place: i64 = text.rest()?;
    Ok(Psn::new(
        incarnation
            .saturating_mul(PSNS_PER_INCARNATION)
            .saturating_add(place),
    ))
}

/// `CHANNEL epoch-seq message_no`, as it stands in the partition's log.
pub(crate) fn record(place: &[u8], psn: Option<Psn>, payload: Bytes) -> Result<Record, Error> {
    let mut text = Text::new(place, "the place of an event")?;
    Ok(Record {
        channel: text.until(' ')?,
        epoch: text.until('-')?,
        seq: text.until(' ')?,
        message_no: text.rest_or_empty()?,
        psn,
        payload,
    })
}

/// `N-n CHANNEL epoch-seq message_no\nPAYLOAD`, as it is fanned out.
pub(crate) fn published(message: Vec<u8>) -> Result<Record, Error> {
    let (head, payload) = split_line(message, "a published event")?;
    let mut text = Text::new(&head, "a published event")?;
    let psn = psn(text.word(' ')?)?;
    record(text.rest.as_bytes(), Some(psn), payload)
}

/// The first line and what follows it, without a copy.
pub(crate) fn split_line(message: Vec<u8>, what: &'static str) -> Result<(Bytes, Bytes), Error> {
    let end = message.iter().position(|byte| *byte == b'\n');
    let end = end.ok_or(Error::Corrupt { what })?;
    let mut head = Bytes::from(message);
    let payload = head.split_off(end + 1);
    head.truncate(end);
    Ok((head, payload))
}

/// An entry of a stream: its id and its fields with their values.
pub(crate) fn entry(value: Value) -> Result<(String, Vec<Value>), Error> {
    const UNREADABLE: Error = Error::Corrupt {
        what: "an entry of a stream",
    };
    let Value::Array(parts) = value else {
        return Err(UNREADABLE);
    };
    let mut parts = parts.into_iter();
    let (Some(Value::BulkString(id)), Some(fields)) = (parts.next(), parts.next()) else {
        return Err(UNREADABLE);
    };
    let id = String::from_utf8(id).map_err(|_invalid| UNREADABLE)?;
    match fields {
        Value::Array(fields) => Ok((id, fields)),
        Value::Nil => Ok((id, Vec::new())),
        _ => Err(UNREADABLE),
    }
}

/// The value of a field of an entry.
pub(crate) fn field(fields: &mut [Value], name: &[u8]) -> Option<Vec<u8>> {
    for pair in fields.chunks_exact_mut(2) {
        let [Value::BulkString(key), Value::BulkString(value)] = pair else {
            continue;
        };
        if key == name {
            return Some(std::mem::take(value));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_incarnation_is_further_than_any_place_in_an_earlier_one() {
        assert!(psn("2-0").unwrap() > psn("1-4294967295").unwrap());
        assert!(psn("1").is_err());
        assert!(psn("x-1").is_err());
    }

    #[test]
    fn a_published_event_is_read_without_touching_its_payload() {
        let channel = "01936f3e-8a00-7000-8000-0123456789ab";
        let message = format!("3-7 {channel} 1-42 9\n{{\"a\":\n1}}").into_bytes();

        let record = published(message).unwrap();

        assert_eq!(record.channel, channel.parse().unwrap());
        assert_eq!(record.seq.get(), 42);
        assert_eq!(record.message_no.map(domain::MessageNo::get), Some(9));
        assert_eq!(record.psn, Some(psn("3-7").unwrap()));
        assert_eq!(&*record.payload, b"{\"a\":\n1}");
        assert!(published(b"no line".to_vec()).is_err());
    }
}
