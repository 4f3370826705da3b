// One socket of one person, as docs/PROTOCOL.md section 8 wants a client to be: it identifies with its positions, answers
// pings, fills holes, sends again what was not answered, and comes back by itself.

import { clearTimeout, setTimeout } from 'k6/timers'
import { figures } from './figures.js'
import { Follower } from './follower.js'
import { readCreated, readParsed } from './frame.js'
import { SOCKETS_AT } from './knobs.js'

// The module has another name in newer releases of k6.
let WebSocket
try {
  WebSocket = require('k6/websockets').WebSocket
} catch (_missing) {
  WebSocket = require('k6/experimental/websockets').WebSocket
}

/** A socket's readyState. */
const OPEN = 1
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 8_000
/** One delivery in so many is timed. */
const TIMED = 10
const PAGE = 200

export class Client {
  constructor(person, ledger) {
    Object.assign(this, { person, ledger, follower: new Follower(), ready: false, over: false })
    Object.assign(this, { waiting: new Map(), asked: new Map(), nextId: 0, tries: 0, applied: 0 })
    this.lostAt = 0
    this.open()
  }

  open() {
    const socket = new WebSocket(SOCKETS_AT, ['hubbub.v1'], {
      headers: { Authorization: `Bearer ${this.person.token()}` },
      tags: { name: '/ws' },
    })
    this.socket = socket
    socket.addEventListener('message', event => this.hears(event.data))
    let code = 0
    // The code stands in the words of an error, in releases of k6 whose close event has none.
    socket.addEventListener('error', event => {
      const found = /close (\d{4})/.exec(String(event.error))
      if (found) code = Number(found[1])
    })
    socket.addEventListener('close', event => {
      if (this.socket === socket) this.ended(event.code || code)
    })
  }

  hears(text) {
    const message = readCreated(text)
    if (message !== null) return this.event(message.channel, message.seq, message)
    // Only the answer to a send matters to whom it was said; what is durable is said to each of a person's sockets.
    if (text.startsWith('{"type":"durable"')) return
    const frame = JSON.parse(text)
    if (frame.seq !== undefined && frame.channel !== undefined) {
      return this.event(frame.channel, frame.seq, readParsed(frame))
    }
    const heard = this[`hears_${frame.type.replace('.', '_')}`]
    if (heard) heard.call(this, frame)
  }

  hears_hello() {
    const data = { client: 'load/1', positions: this.follower.positions() }
    this.tell({ type: 'identify', data })
  }

  hears_ready(frame) {
    for (const [channel, epoch, head] of frame.data.channels) this.follower.stands(channel, epoch, head)
    this.ready = true
    this.tries = 0
    figures.connected.add(1)
    if (this.lostAt > 0) {
      figures.resumed.add(1)
      figures.back.add(Date.now() - this.lostAt)
      this.lostAt = 0
    }
    for (const mark of [...this.waiting.keys()]) this.transmit(mark)
  }

  hears_resumed(frame) {
    const { channel, outcome, epoch, head_seq } = frame.data
    if (outcome === 'behind') this.catchUp(channel)
    if (outcome === 'reset' || outcome === 'gone') {
      figures.reset.add(1)
      this.follower.jumps(channel, epoch, head_seq)
    }
  }

  hears_channel_added(frame) {
    this.follower.stands(frame.data.channel_id, frame.data.epoch, frame.data.head_seq)
  }

  hears_ping(frame) {
    this.tell({ type: 'pong' })
    for (const [channel, head] of Object.entries(frame.data.heads || {})) {
      if (this.follower.seq(channel) >= 0 && this.follower.seq(channel) < head) this.fill(channel)
    }
  }

  hears_auth_expiring() {
    this.command('auth.refresh', { token: this.person.token() })
  }

  hears_ok(frame) {
    const asked = this.asked.get(frame.id)
    this.asked.delete(frame.id)
    if (asked && asked.done) asked.done(frame.data)
  }

  hears_error(frame) {
    const asked = this.asked.get(frame.id)
    this.asked.delete(frame.id)
    if (asked && asked.refused) asked.refused(frame.error)
    else console.error(`refused: ${JSON.stringify(frame)}`)
  }

  event(channel, seq, message) {
    const became = this.follower.hears(channel, seq, { seq, message }, one => this.applies(channel, one))
    if (became === 'applied') return
    if (became === 'repeated') figures.repeated.add(1)
    if (became === 'held') this.fill(channel)
  }

  applies(channel, { seq, message }) {
    if (message === null) return
    this.applied += 1
    if (this.applied % TIMED === 0) {
      figures.delivered.add(TIMED)
      if (this.lostAt === 0) figures.delivery.add(Date.now() - message.at)
    }
    this.ledger.heard(channel, seq, message.mark)
  }

  /** Sends one message under its mark; again after coming back, until it is answered. */
  say(channel, mark, body) {
    this.ledger.sends(mark)
    this.waiting.set(mark, { channel, body, at: Date.now() })
    if (this.ready) this.transmit(mark)
  }

  transmit(mark) {
    const { channel, body, at } = this.waiting.get(mark)
    const done = data => {
      if (!this.waiting.delete(mark)) return
      figures.accepted.add(1)
      figures.answer.add(Date.now() - at)
      this.ledger.accepted(mark, data.message.seq)
    }
    const refused = problem => {
      if (problem.retryable) {
        setTimeout(() => this.waiting.has(mark) && this.ready && this.transmit(mark), problem.retry_after_ms || 250)
        return
      }
      console.error(`a send was refused: ${JSON.stringify(problem)}`)
      figures.refused.add(1)
      this.waiting.delete(mark)
      this.ledger.refused(mark)
    }
    this.command('message.send', { channel, body, nonce: mark }, done, refused)
  }

  command(type, data, done, refused) {
    this.nextId += 1
    this.asked.set(this.nextId, { done, refused })
    this.tell({ type, id: this.nextId, data })
  }

  /** A socket that is on its way out takes nothing: what was to be said is said again once it is back. */
  tell(frame) {
    if (this.socket.readyState === OPEN) this.socket.send(JSON.stringify(frame))
  }

  /** Asks for what lies between; one question a channel at a time. */
  fill(channel) {
    const place = this.follower.places.get(channel)
    if (!this.ready || place.asked) return
    place.asked = true
    const done = data => {
      place.asked = false
      const before = this.follower.seq(channel)
      this.takes(data.events)
      if (this.follower.seq(channel) > before) figures.holes.add(1)
    }
    const refused = () => {
      place.asked = false
      this.catchUp(channel)
    }
    this.command('fill', { channel, after_seq: this.follower.seq(channel) }, done, refused)
  }

  /** Pages through what was missed while away for too long. */
  catchUp(channel) {
    figures.behind.add(1)
    for (;;) {
      const path = `/channels/${channel}/events?after_seq=${this.follower.seq(channel)}&limit=${PAGE}`
      const page = this.person.get(path, '/channels/{id}/events')
      if (page === null || page.events.length === 0) return
      this.takes(page.events)
      if (this.follower.seq(channel) >= page.head_seq) return
    }
  }

  /** Events that were asked for: those that came by themselves in the meantime are no repeats. */
  takes(events) {
    for (const frame of events) {
      const event = { seq: frame.seq, message: readParsed(frame) }
      this.follower.takes(frame.channel, frame.seq, event, one => this.applies(frame.channel, one))
    }
  }

  ended(code) {
    const wasIn = this.ready || this.cutting
    this.ready = false
    this.asked.clear()
    for (const place of this.follower.places.values()) place.asked = false
    if (this.over) return
    if (this.lostAt === 0) this.lostAt = Date.now()
    if (code === 4001) figures.drained.add(1)
    else if (code === 4009 || code === 4008) figures.slow.add(1)
    else if (!wasIn) figures.turnedAway.add(1)
    else if (!this.cutting) {
      console.error(`a socket ended with ${code}`)
      figures.unexpected.add(1)
    }
    this.cutting = false
    const wait = Math.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.tries)
    this.tries += 1
    this.timer = setTimeout(() => this.open(), wait)
  }

  /** Hangs up without a word and comes back, as after a lost network. */
  cut() {
    if (!this.ready) return
    figures.cut.add(1)
    this.cutting = true
    this.ready = false
    this.socket.close()
  }

  /** The end for good. */
  close() {
    this.over = true
    figures.delivered.add(this.applied % TIMED)
    clearTimeout(this.timer)
    this.socket.close()
  }
}
