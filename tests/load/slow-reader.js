// Some clients do not keep up. They are sent away and come back to what they missed; those who do keep up notice nothing.

import { sleep } from 'k6'
import ws from 'k6/ws'
import { begin, figures, strict } from './lib/figures.js'
import { Follower } from './lib/follower.js'
import { SOCKETS_AT, number } from './lib/knobs.js'
import { once, options as optionsOf } from './lib/options.js'
import { report } from './lib/report.js'
import { SETTLING_S, arrive, prepare } from './lib/stage.js'
import { talk } from './lib/talk.js'

const PEOPLE = number('PEOPLE', 4)
const SOCKETS = number('SOCKETS', 5)
const RATE = number('RATE', 40)
const SLOW = number('SLOW', 4)
const LENGTH_S = number('LENGTH_S', 60)
/** Large, so that what waits on the way is soon more than anybody keeps for a client. */
const BODY = number('BODY', 15_000)
/** For how long a slow reader takes nothing. */
const ASLEEP_S = number('ASLEEP_S', 25)
const PAGE = 200

export const options = optionsOf(
  { people: once('people', PEOPLE, LENGTH_S), slow: once('slow', SLOW, LENGTH_S) },
  {
    ...strict(PEOPLE + SLOW),
    'ws_delivery{scenario:people}': ['p(99)<2000'],
    ws_too_slow: [`count>=${SLOW}`],
    ws_resumed: [`count>=${SLOW}`],
  },
)

export function setup() {
  return prepare(1, LENGTH_S, PEOPLE + SLOW)
}

export function people(stage) {
  talk(stage, { sockets: SOCKETS, everyMs: (1000 * PEOPLE) / RATE, body: BODY, rooms: () => stage.rooms })
}

/** k6/ws reads a socket only while nothing else is done: who sleeps in a handler leaves the bytes where they are. */
export function slow(stage) {
  begin()
  const person = arrive(stage, stage.rooms)
  const [room] = stage.rooms
  const follower = new Follower()
  sleep(Math.max(0, (stage.begin - Date.now()) / 1000))
  listen(person, room, follower, { naps: 1, until: stage.end - 10_000 })
  while (Date.now() < stage.end + SETTLING_S * 1000) {
    listen(person, room, follower, { naps: 0, until: Math.min(Date.now() + 5_000, stage.end + SETTLING_S * 1000) })
    const head = person.get(`/channels/${room}`, '/channels/{id}').head_seq
    if (Date.now() > stage.end + 5_000 && follower.seq(room) >= head) break
  }
  figures.lost.add(Math.max(0, person.get(`/channels/${room}`, '/channels/{id}').head_seq - follower.seq(room)))
  figures.finished.add(1)
}

/** Reads until then, or until sent away; sleeps in between as often as told. */
function listen(person, room, follower, { naps, until }) {
  const headers = { Authorization: `Bearer ${person.token()}`, 'Sec-WebSocket-Protocol': 'hubbub.v1' }
  const resuming = follower.positions().length > 0
  let asleep = naps
  let slept = false
  let byUs = false
  ws.connect(SOCKETS_AT, { headers, tags: { name: '/ws' } }, socket => {
    const say = (type, data) => socket.send(JSON.stringify({ type, data }))
    const leave = () => {
      byUs = true
      socket.close()
    }
    socket.on('message', text => {
      const frame = JSON.parse(text)
      if (frame.type === 'hello') say('identify', { client: 'slow/1', positions: follower.positions() })
      if (frame.type === 'ping') socket.send('{"type":"pong"}')
      if (frame.type === 'ready') {
        for (const [channel, epoch, head] of frame.data.channels) follower.stands(channel, epoch, head)
        figures.connected.add(1)
        if (resuming) figures.resumed.add(1)
      }
      if (frame.type === 'resumed' && frame.data.outcome === 'behind') pages(person, room, follower)
      if (frame.type === 'resumed' && ['reset', 'gone'].includes(frame.data.outcome)) figures.reset.add(1)
      if (frame.seq !== undefined && frame.channel === room) {
        if (follower.hears(room, frame.seq, frame, () => {}) === 'repeated') figures.repeated.add(1)
        if (asleep > 0) {
          asleep -= 1
          slept = true
          sleep(ASLEEP_S)
        }
      }
      if (Date.now() > until) leave()
    })
    socket.setTimeout(leave, Math.max(1, until - Date.now()))
    socket.on('error', () => {})
  })
  if (slept && !byUs) figures.slow.add(1)
}

function pages(person, room, follower) {
  figures.behind.add(1)
  for (;;) {
    const path = `/channels/${room}/events?after_seq=${follower.seq(room)}&limit=${PAGE}`
    const page = person.get(path, '/channels/{id}/events')
    if (page === null || page.events.length === 0) return
    for (const frame of page.events) follower.takes(room, frame.seq, frame, () => {})
    if (follower.seq(room) >= page.head_seq) return
  }
}

export const handleSummary = report('slow-reader')
