//! Reads what a benchmark needs out of a frame without parsing its JSON: the generator must not be
//! what is measured.

/// An event of a channel's log, as far as it concerns the benchmark.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Seen<'a> {
    /// The channel id.
    pub(crate) channel: &'a str,
    /// Its place in the log.
    pub(crate) seq: u64,
    /// Our body, when it is one of our messages.
    pub(crate) body: Option<&'a str>,
}

/// Our bodies begin with this, then the microsecond they were due at, then `;`.
pub(crate) const MARK: &str = "due=";

/// The event in a frame, or None when it is none of a channel's log.
pub(crate) fn read(frame: &str) -> Option<Seen<'_>> {
    // Channel and seq stand before the data, which may hold anything.
    let (envelope, data) = frame.split_once("\"data\":")?;
    let channel = after(envelope, "\"channel\":\"")?.split('"').next()?;
    let seq = digits(after(envelope, "\"seq\":")?)?;
    let body = after(data, "\"body\":\"").and_then(|rest| rest.split('"').next());
    Some(Seen {
        channel,
        seq,
        body: body.filter(|body| body.starts_with(MARK)),
    })
}

/// When the message with this body was due, in microseconds of the run's clock.
pub(crate) fn due(body: &str) -> Option<u64> {
    digits(body.strip_prefix(MARK)?)
}

/// The id in the answer to a command.
pub(crate) fn answered(frame: &str) -> Option<u64> {
    digits(after(frame, "\"id\":")?)
}

/// True for a frame of this type.
pub(crate) fn is(frame: &str, kind: &str) -> bool {
    after(frame, "\"type\":\"").is_some_and(|rest| {
        rest.strip_prefix(kind)
            .is_some_and(|end| end.starts_with('"'))
    })
}

fn after<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    text.split_once(mark).map(|(_, rest)| rest)
}

fn digits(text: &str) -> Option<u64> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    text.get(..end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_shows_channel_seq_and_when_it_was_due() {
        let frame = r#"{"type":"message.created","channel":"c1","seq":42,"data":{"seq":42,"body":"due=1234;xx"}}"#;
        let seen = read(frame).unwrap();
        assert_eq!((seen.channel, seen.seq), ("c1", 42));
        assert_eq!(due(seen.body.unwrap()), Some(1234));
        assert!(is(frame, "message.created") && !is(frame, "message"));
    }

    #[test]
    fn what_is_not_in_a_log_is_no_event() {
        assert_eq!(read(r#"{"type":"ping","data":{"heads":{}}}"#), None);
        assert_eq!(
            read(r#"{"type":"typing.started","channel":"c","data":{"seq":3}}"#),
            None
        );
    }

    #[test]
    fn an_answer_names_its_command() {
        assert_eq!(answered(r#"{"type":"ok","id":7,"data":{"id":9}}"#), Some(7));
    }
}
