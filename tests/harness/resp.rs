//! Just enough of the Redis protocol to send a command and to see where an answer ends.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::Duration,
};

/// A plain answer of Redis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resp {
    /// A status or an error line, or a bulk string.
    Text(String),
    /// A number.
    Number(i64),
    /// Nothing.
    Null,
    /// A list.
    List(Vec<Resp>),
}

impl Resp {
    /// The number, also when it came as text.
    #[must_use]
    pub fn number(&self) -> Option<i64> {
        match self {
            Self::Number(n) => Some(*n),
            Self::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        if let Self::Text(text) = self {
            text
        } else {
            ""
        }
    }

    /// The texts of a list.
    #[must_use]
    pub fn words(&self) -> Vec<&str> {
        match self {
            Self::List(list) => list.iter().map(Self::text).collect(),
            _ => Vec::new(),
        }
    }
}

/// Sends one command to the Redis at `address` over a connection of its own.
///
/// # Errors
/// When there is no connection, or no answer within two seconds.
pub(crate) fn command(address: &str, words: &[&str]) -> std::io::Result<Resp> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(2)))?;
    let mut request = format!("*{}\r\n", words.len());
    for word in words {
        request.push_str(&format!("${}\r\n{word}\r\n", word.len()));
    }
    stream.write_all(request.as_bytes())?;
    read(&mut BufReader::new(stream))
}

fn read(reader: &mut BufReader<TcpStream>) -> std::io::Result<Resp> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let line = line.trim_end();
    let (mark, rest) = line.split_at_checked(1).unwrap_or(("", ""));
    let count = rest.parse::<i64>().unwrap_or(-1);
    match (mark, usize::try_from(count)) {
        (":", _) => Ok(Resp::Number(count)),
        ("$", Ok(length)) => {
            let mut bytes = vec![0; length + 2];
            reader.read_exact(&mut bytes)?;
            bytes.truncate(length);
            Ok(Resp::Text(String::from_utf8_lossy(&bytes).into_owned()))
        }
        ("*", Ok(length)) => (0..length)
            .map(|_| read(reader))
            .collect::<Result<_, _>>()
            .map(Resp::List),
        ("$" | "*", Err(_)) => Ok(Resp::Null),
        ("+" | "-", _) => Ok(Resp::Text(rest.to_owned())),
        _ => Err(std::io::Error::other(format!("Redis said {line:?}"))),
    }
}

/// The length in bytes of the first whole value in `bytes`, `None` while it has not all arrived.
pub(crate) fn value_length(bytes: &[u8]) -> Option<usize> {
    let end = bytes.windows(2).position(|pair| pair == b"\r\n")? + 2;
    let count: i64 = std::str::from_utf8(&bytes[1..end - 2])
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(0);
    let count = usize::try_from(count).unwrap_or(0);
    match bytes[0] {
        b'$' | b'=' | b'!' if bytes[1] != b'-' => {
            let whole = end + count + 2;
            (bytes.len() >= whole).then_some(whole)
        }
        b'*' | b'>' | b'~' => values(bytes, end, count),
        b'%' => values(bytes, end, count * 2),
        _ => Some(end),
    }
}

fn values(bytes: &[u8], mut at: usize, count: usize) -> Option<usize> {
    for _ in 0..count {
        at += value_length(bytes.get(at..)?)?;
    }
    Some(at)
}

/// Whether this value is a push that carries a published message.
pub(crate) fn is_published(value: &[u8]) -> bool {
    let head = &value[..value.len().min(40)];
    let carries = [&b"smessage"[..], b"pmessage", b"\nmessage"]
        .iter()
        .any(|name| head.windows(name.len()).any(|window| window == *name));
    matches!(value.first(), Some(b'>' | b'*')) && carries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_ends_where_it_ends() {
        assert_eq!(value_length(b"+OK\r\n+NEXT\r\n"), Some(5));
        assert_eq!(value_length(b"$5\r\nhel"), None);
        assert_eq!(value_length(b"$-1\r\n:1\r\n"), Some(5));
        let push = b">3\r\n$8\r\nsmessage\r\n$1\r\na\r\n$4\r\nb\r\nc\r\n";
        assert_eq!(value_length(push), Some(push.len()));
        assert_eq!(value_length(&push[..push.len() - 1]), None);
    }

    #[test]
    fn only_published_messages_count_as_such() {
        assert!(is_published(
            b">3\r\n$8\r\nsmessage\r\n$1\r\na\r\n$1\r\nb\r\n"
        ));
        assert!(!is_published(
            b">3\r\n$10\r\nssubscribe\r\n$1\r\na\r\n:1\r\n"
        ));
        assert!(!is_published(b"$8\r\nsmessage\r\n"));
    }
}
