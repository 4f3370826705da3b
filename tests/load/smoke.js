// Half a minute that says whether everything works: strict, small, in continuous integration.

import { check } from 'k6'
import { strict } from './lib/figures.js'
import { number } from './lib/knobs.js'
import { once, options as optionsOf } from './lib/options.js'
import { report } from './lib/report.js'
import { prepare } from './lib/stage.js'
import { talk } from './lib/talk.js'

const PEOPLE = number('PEOPLE', 4)
const SOCKETS = number('SOCKETS', 6)
const RATE = number('RATE', 20)
const LENGTH_S = number('LENGTH_S', 20)

export const options = optionsOf(
  { people: once('people', PEOPLE, LENGTH_S) },
  {
    ...strict(PEOPLE),
    // Generous: a machine may be busy with other tests, but a delivery that waits for a timer would be seen.
    ws_delivery: ['p(95)<1500'],
    ws_connected: [`count>=${PEOPLE * SOCKETS}`],
    http_req_failed: ['rate==0'],
  },
)

export function setup() {
  return prepare(3, LENGTH_S, PEOPLE)
}

export function people(stage) {
  // Everybody is in the first room, and each in one of the others.
  const rooms = (_stage, n) => [stage.rooms[0], stage.rooms[1 + (n % 2)]]
  talk(stage, { sockets: SOCKETS, everyMs: (1000 * PEOPLE) / RATE, body: 350, rooms, during: reads })
}

/** What else people do: read, look around. */
function reads(clients, stage) {
  const { person } = clients[0]
  const page = person.get(`/channels/${stage.rooms[0]}/messages?limit=50`, '/channels/{id}/messages')
  const sync = person.get('/sync', '/sync')
  check(page, { 'history is a page': one => one !== null && Array.isArray(one.data) })
  check(sync, { 'sync knows the person': one => one !== null && one.me.id === person.id })
}

export const handleSummary = report('smoke')
