// What one virtual user does: somebody with many sockets takes their place, talks until the end, waits until everything
// that was accepted is heard everywhere, and judges.

import exec from 'k6/execution'
import { setTimeout } from 'k6/timers'
import { Client } from './client.js'
import { begin, figures } from './figures.js'
import { bodyOf } from './frame.js'
import { Ledger } from './ledger.js'
import { SETTLING_S, arrive } from './stage.js'

const LOOK_EVERY_MS = 500
/** Sends of others may still be on their way when one's own are answered. */
const QUIET_MS = 2_000

/**
 * `shape`: sockets, everyMs (between two sends), body (characters), rooms(stage, n) → those of the nth person, and
 * during(clients, stage) for what else happens meanwhile.
 */
export function talk(stage, shape) {
  begin()
  const n = exec.vu.idInTest
  const rooms = shape.rooms(stage, n)
  const person = arrive(stage, rooms)
  const ledger = new Ledger()
  const clients = Array.from({ length: shape.sockets }, () => new Client(person, ledger))
  let said = 0

  const speak = () => {
    if (Date.now() >= stage.end) return settle()
    const client = clients[said % clients.length]
    const mark = `${n}.${said}`
    client.say(rooms[said % rooms.length], mark, bodyOf(mark, shape.body))
    said += 1
    setTimeout(speak, shape.everyMs * (0.5 + Math.random()))
  }
  const settle = () => {
    const answered = clients.every(client => client.ready && client.waiting.size === 0)
    const quiet = Date.now() >= stage.end + QUIET_MS
    const tooLate = Date.now() >= stage.end + SETTLING_S * 1000
    const missing = (answered && quiet) || tooLate ? missingIn(person, rooms, clients) : 1
    if (missing > 0 && !tooLate) return setTimeout(settle, LOOK_EVERY_MS)
    judge(ledger, clients, missing)
  }
  if (shape.during) setTimeout(() => shape.during(clients, stage), Math.max(0, stage.begin - Date.now()))
  setTimeout(speak, Math.max(0, stage.begin - Date.now()) + Math.random() * shape.everyMs)
}

/** How many events the sockets lack, all together, of what the logs hold now. */
export function missingIn(person, rooms, clients) {
  let missing = 0
  for (const room of rooms) {
    const channel = person.get(`/channels/${room}`, '/channels/{id}')
    if (channel === null) return 1
    for (const client of clients) missing += Math.max(0, channel.head_seq - client.follower.seq(room))
  }
  return missing
}

function judge(ledger, clients, missing) {
  const found = ledger.close()
  figures.lost.add(missing)
  figures.disordered.add(found.disordered)
  figures.twice.add(found.twice)
  figures.unheard.add(found.unheard)
  figures.unanswered.add(clients.reduce((sum, client) => sum + client.waiting.size, 0))
  for (const client of clients) client.close()
  figures.finished.add(1)
}
