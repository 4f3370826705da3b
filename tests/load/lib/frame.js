// What a load test needs out of a frame, without parsing its JSON: k6 must not be what is measured.

const CREATED = '{"type":"message.created","channel":"'
const ID = 36
const SEQ_AT = CREATED.length + ID + '","seq":'.length
const BODY = '"body":"at='

/** Our bodies: when it was sent (one clock: sender and listener are the same process), its mark, and so much more. */
export function bodyOf(mark, length) {
  const start = `at=${Date.now()} mark=${mark} `
  return start + 'x'.repeat(Math.max(0, length - start.length))
}

/** {channel, seq, at, mark} of one of our messages as the gateway says it; null for every other frame. */
export function readCreated(text) {
  if (!text.startsWith(CREATED)) return null
  const body = text.indexOf(BODY, SEQ_AT)
  if (body < 0) return null
  const at = text.slice(body + BODY.length, body + BODY.length + 13)
  const mark = body + BODY.length + ' mark='.length + 13
  return {
    channel: text.slice(CREATED.length, CREATED.length + ID),
    seq: parseInt(text.slice(SEQ_AT, SEQ_AT + 16), 10),
    at: Number(at),
    mark: text.slice(mark, text.indexOf(' ', mark)),
  }
}

/** The same of a frame that was parsed, or null. */
export function readParsed(frame) {
  if (frame.type !== 'message.created') return null
  const found = /^at=(\d+) mark=(\S+) /.exec(frame.data.body)
  return found && { channel: frame.channel, seq: frame.seq, at: Number(found[1]), mark: found[2] }
}
